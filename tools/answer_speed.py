#!/usr/bin/env python3
"""Measure how long a project takes to answer: every command that asks it, and every page of `demarche serve`.

    answer_speed.py DEMARCHE PROJECT [--runs N] [--only WORD]

Prints a table of processor time, of N runs (3) the least: of a command from its start to its end, of a page from the request
to the last byte, each in a server that has shown no page before. Fails where a command needs more than 0.3 s or a page more
than 0.2 s, or where one fails. What is asked for is what the project has most of: the busiest actor, pair, outlet, event and article. The
clock, which other work on the machine slows, stands beside it: for a page it is that of the first byte.
"""
import argparse
import math
import os
import pathlib
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

COMMAND, PAGE = 0.3, 0.2
# What took how long for nothing: no run of it counts.
FAILED = math.nan, math.nan, None


def busiest(path):
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    one = lambda sql: base.execute(sql).fetchone()
    of = {}
    of["A"] = one("SELECT code FROM part WHERE code NOT LIKE '% %' GROUP BY code ORDER BY count(*) DESC, code LIMIT 1")[0]
    of["B"], of["C"] = one("SELECT actor, recipient FROM pair WHERE status = 'reported' GROUP BY 1, 2"
                           " ORDER BY count(*) DESC, 1, 2 LIMIT 1")
    of["outlet"] = one("SELECT source FROM article WHERE source > '' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")[0]
    of["event"] = one("SELECT name FROM event ORDER BY passages DESC, name LIMIT 1")[0]
    of["article"] = one("SELECT doc FROM article WHERE id = (SELECT id >> 16 FROM mention GROUP BY id >> 16"
                        " ORDER BY count(*) DESC, 1 LIMIT 1)")[0]
    of["lang"] = one("SELECT lang FROM article GROUP BY 1 ORDER BY count(*), 1 LIMIT 1")[0]
    of["word"], of["rare"] = "Iran", "Atomprogramm"
    of["day"], = one("SELECT published FROM article WHERE published > '' ORDER BY published"
                     " LIMIT 1 OFFSET (SELECT count(*) / 2 FROM article)")
    of["last"], = one("SELECT max(published) FROM article")
    base.close()
    return of


def commands(of, folder):
    a, pair, day = of["A"], f"{of['B']},{of['C']}", of["day"]
    week = ["--from", day[:8] + "01", "--to", day[:8] + "28"]
    yield from (["status"], ["doctor"], ["views"])
    narrowed = [[], ["--actor", a], ["--actor", a + " GOV"], ["--dyad", pair], ["--type", "ACCUSE"], ["--status", "planned"], week,
                ["--lang", of["lang"]], ["--source", of["outlet"]], ["--min-origins", "3"], ["--min-confidence", "0.6"],
                ["--as-of", day], ["--actor", a, "--as-of", day], ["--dyad", pair, "--type", "CONSULT", *week]]
    for name in ["events", "timeline", "disputes", "agreements", "predictions", "positions", "voices"]:
        yield from ([name, *conditions] for conditions in narrowed)
    for conditions in [[], ["--actor", a], ["--as-of", day]]:
        yield ["review", *conditions]
    yield from (["actor", a], ["sums", of["B"], of["C"]], ["sums", of["B"], of["C"], "--as-of", day], ["explain", of["event"]])
    for words in [of["word"], of["rare"], f"{of['word']} actor:{a}", f"said:{a}", f"{of['word']} type:ACCUSE from:{day}"]:
        yield ["search", words]
    for name in ["relation", of["B"], of["C"]], ["forecast", "--no-ledger", "--dyad", pair], ["forecast", "--no-ledger", "--actor", a]:
        yield name
        yield [*name, "--as-of", day]
    for conditions in [[], ["--actor", a], ["--dyad", pair], ["--as-of", day]]:
        yield ["report", *conditions]
    for form in ["csv", "json", "plover", "gdelt", "gexf", "geojson", "atom", "ics", "annotations"]:
        yield ["export", "--format", form, "--limit", "100", *(["-o", str(folder)] if form == "csv" else [])]


def pages(of):
    quote = urllib.parse.quote
    a, pair, day = of["A"], f"{of['B']},{of['C']}", of["day"]
    yield from ["/", f"/?actor={a}", f"/?dyad={pair}", f"/?as-of={day}", "/?length=short"]
    yield from ["/relation", f"/relation?dyad={pair}", f"/event/{of['event']}", f"/article/{quote(of['article'])}", f"/actor/{a}"]
    lists = ["/events", "/timeline", "/timeline?view=table", "/network", "/map", "/disputes", "/agreements", "/predictions", "/positions", "/voices"]
    for path in lists:
        yield path
        joint = "&" if "?" in path else "?"
        yield from (path + joint + more for more in [f"actor={a}", f"dyad={pair}", f"as-of={day}"])
    yield from ["/events?limit=2000", "/timeline?limit=2000", f"/events?lang={of['lang']}", f"/events?source={quote(of['outlet'])}",
                f"/events?from={day}&type=ACCUSE", "/network?view=table", "/network?view=explore", "/sources", "/run", "/review",
                f"/sources?outlet={quote(of['outlet'])}", f"/search?q={of['word']}", f"/search?q={of['rare']}", "/search?q=said:" + a,
                f"/search?q={of['word']}&limit=2000", "/help", "/export/atom", f"/export/json?dyad={pair}&limit=100"]


def spent(process):
    """Processor time of another process, by its clock."""
    return time.clock_gettime((~process.pid << 3) | 2)


def of_command(program, path, arguments):
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([program, *arguments, "-p", path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        print(f"{arguments}: {done.returncode} {done.stderr.decode()[-200:]}", file=sys.stderr)
        return FAILED
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, took, None


def of_page(program, path, address):
    server = subprocess.Popen([program, "serve", path, "--port", "0"], stderr=subprocess.PIPE, text=True)
    try:
        told = server.stderr.readline()
        at = told.split("http://")[1].split("/")[0]
        # The tables are loaded from the start on; help asks nothing of the project.
        urllib.request.urlopen(f"http://{at}/help").read()
        last = -1.0
        while spent(server) != last:
            last = spent(server)
            time.sleep(0.2)
        began = time.monotonic()
        with urllib.request.urlopen(f"http://{at}{address}") as answer:
            first = answer.read(1)
            took = time.monotonic() - began
            size = len(first + answer.read())
        return spent(server) - last, took, size
    except urllib.error.HTTPError as fault:
        print(f"{address}: {fault}", file=sys.stderr)
        return FAILED
    finally:
        server.kill()
        server.wait()


def main():
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("program")
    reader.add_argument("project")
    reader.add_argument("--runs", type=int, default=3)
    reader.add_argument("--only", default="")
    given = reader.parse_args()
    program, path = str(pathlib.Path(given.program).resolve()), str(pathlib.Path(given.project).resolve())
    os.environ["NO_PROXY"] = "*"
    of, slow = busiest(path), 0
    folder = tempfile.TemporaryDirectory()
    asked = [(" ".join(one).replace(folder.name, "FOLDER"), COMMAND, of_command, one) for one in commands(of, folder.name)]
    asked += [(one, PAGE, of_page, one) for one in pages(of)]
    print("| asked | processor, ms | clock, ms | kB |\n|---|---|---|---|")
    for name, bound, measure, what in asked:
        if given.only not in name:
            continue
        runs = [measure(program, path, what) for _ in range(given.runs)]
        if FAILED in runs:
            slow += 1
            print(f"| `{name}` | failed ** | | |", flush=True)
            continue
        used, took, size = (min(run[at] for run in runs) if runs[0][at] is not None else None for at in range(3))
        slow += used > bound
        mark = "" if used <= bound else " **"
        print(f"| `{name}` | {1000 * used:.0f}{mark} | {1000 * took:.0f} | {'' if size is None else round(size / 1000)} |", flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())

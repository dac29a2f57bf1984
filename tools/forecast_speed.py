#!/usr/bin/env python3
"""Measure how long forecasts of one pair take in large projects and tables, and fail above 0.3 s of processor time.

    forecast_speed.py DEMARCHE

Invented events of some 1500 actors, few of them busy, over twenty years: projects of 100,000, 18,000 and 3,000 events,
and a table of 100,000. Reading, reckoning and the page are all counted; of five runs the quickest stands.
"""
import datetime
import pathlib
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile

LIMIT = 0.3
KINDS = "AGREE CONSULT SUPPORT COOPERATE AID CONCEDE REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION".split()
FIRST = datetime.date(2005, 1, 1)
DAYS = 20 * 365


def invented(count):
    draw = random.Random(7)
    code = lambda: f"A{int(1500 * draw.random() ** 3):04}"
    rows = []
    while len(rows) < count:
        one, other, day = code(), code(), FIRST + datetime.timedelta(days=draw.randrange(DAYS))
        if one != other:
            rows.append((one, draw.choice(KINDS), other, day.isoformat()))
    return rows


def project(program, path, rows):
    """A project with these events: made by the program, filled by hand."""
    article = '{"published":"2024-12-31","text":"Peru warf Chile vor, Soldaten an die Grenze verlegt zu haben."}\n'
    path.with_suffix(".jsonl").write_text(article)
    subprocess.run([program, "add", "-q", path.with_suffix(".jsonl"), "-p", path], check=True)
    base = sqlite3.connect(path)
    event = "INSERT INTO event VALUES(?,?,?,NULL,'reported',?,?,?,?,1,1,0.9,0,0)"
    pair = "INSERT INTO pair VALUES(?,?,?,?,?,NULL,'reported')"
    for number, (one, kind, other, day) in enumerate(rows, 1000):
        base.execute(event, (number, f"e{number}", kind, day, day, day, day))
        base.execute(pair, (one, other, day, number, kind))
    base.commit()
    base.close()


def seconds(command):
    """Processor time of the quickest of five runs."""
    best = None
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = spent if best is None else min(best, spent)
    return best


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        rows = invented(100_000)
        ask = [program, "forecast", "--dyad", "A0000,A0001"]
        table = folder / "table.csv"
        table.write_text("subject,type,object,date\n" + "".join(",".join(row) + "\n" for row in rows))
        asked = {"table of 100000": [*ask, "--table", str(table)]}
        for count in [100_000, 18_000, 3_000]:
            path = folder / f"p{count}.demarche"
            project(program, path, rows[:count])
            asked[f"project of {count}"] = [*ask, "--no-ledger", "-p", str(path)]
        for what, command in asked.items():
            spent = seconds(command)
            slow += spent > LIMIT
            print(f"{what} events: {spent:.2f} s of processor time{' – too slow' if spent > LIMIT else ''}", flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())

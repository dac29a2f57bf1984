#!/usr/bin/env python3
"""Kill `demarche add` at random moments and see that nothing is lost or doubled.

    kill_while_adding.py DEMARCHE ARTICLES.jsonl [--kills 200] [--articles 700] [--seed 1]

The articles are added once undisturbed, and once with the process killed (SIGKILL) again and again; after each kill `doctor`
must find the file sound and no article may be gone. In the end all tables of both projects must be equal, byte for byte.
"""
import argparse
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

EXPORTS = ["json", "plover", "gdelt", "gdelt-mentions", "polecat", "graphml", "annotations"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("articles")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--count", "--articles", dest="count", type=int, default=700)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        source = folder / "articles.jsonl"
        with open(options.articles, encoding="utf-8") as lines, open(source, "w", encoding="utf-8") as out:
            for _, line in zip(range(options.count), lines):
                out.write(line)

        def call(project, command, *more, check=True):
            return subprocess.run([options.program, command, *more, "-p", folder / project], capture_output=True, check=check)

        def articles(project):
            rows = call(project, "status", "--csv").stdout.decode().splitlines()
            return int(next(row.split(",")[1] for row in rows if row.startswith("articles,")))

        begun = time.monotonic()
        call("calm.demarche", "add", source, "-q", "--keep-going")
        whole = time.monotonic() - begun
        total, before, kills, ended, between = articles("calm.demarche"), 0, 0, 0, 0
        project = folder / "killed.demarche"
        while kills < options.kills:
            process = subprocess.Popen([options.program, "add", source, "-q", "--keep-going", "-p", project],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            # Most kills while it adds; a run that ends by itself begins the next round in a fresh file.
            time.sleep(chance.uniform(0, 0.35 + whole * 2.0 / max(1, options.kills) * 8))
            if process.poll() is not None:
                ended += 1
                same(call, "calm.demarche", "killed.demarche")
                for path in folder.glob("killed.demarche*"):
                    path.unlink()
                before = 0
                continue
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
            if not project.exists() or project.stat().st_size == 0:
                continue
            doctor = call("killed.demarche", "doctor", "--full", check=False)
            if doctor.returncode:
                text = (doctor.stdout + doctor.stderr).decode()
                if "is empty" in text and before == 0:
                    continue
                print(f"kill {kills}: doctor says {text}")
                return 1
            now = articles("killed.demarche")
            if now < before:
                print(f"kill {kills}: {before} articles were there, {now} are")
                return 1
            between += now > before
            before = now
        call("killed.demarche", "add", source, "-q", "--keep-going")
        same(call, "calm.demarche", "killed.demarche")
        print(f"{kills} kills, {between} of them between two articles that were added, {ended + 1} runs brought to an end, {total} articles: equal in {', '.join(EXPORTS)}")
    return 0


def same(call, calm, killed):
    for form in EXPORTS:
        one, other = (call(project, "export", "--format", form).stdout for project in (calm, killed))
        if one != other:
            print(f"the export {form} differs", file=sys.stderr)
            sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Fuzzes each target for some minutes of the processor, again and again, and keeps account of the hours.

    fuzz/run.py PROGRAMS [--minutes N] [--rounds N] [--targets open,packed,articles,tables] [--account FILE]

PROGRAMS is the folder into which `cargo fuzz build` put the targets. What breaks a target lies in fuzz/artifacts afterwards;
the exit code is 1 if there is any. The account has a row for each run: day, target, seconds of the processor, inputs tried,
most memory, whether it broke.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The longest input of each target.
LENGTHS = {"open": 100_000, "packed": 30_000, "articles": 8_000, "tables": 12_000}
# An article may take two seconds of the processor, which the targets look after themselves; one that does not end at all is
# stopped by the clock, with patience, for others share the machine.
CLOCK = 60
MEMORY = 1000


def fuzz(programs: Path, target: str, seconds: int, account: Path) -> bool:
    corpus, artifacts = HERE / "corpus" / target, HERE / "artifacts" / target
    artifacts.mkdir(parents=True, exist_ok=True)
    corpus.mkdir(parents=True, exist_ok=True)
    arguments = {
        "max_total_time": seconds,
        "timeout": CLOCK,
        "rss_limit_mb": MEMORY,
        "max_len": LENGTHS[target],
        "len_control": 0,
        "print_final_stats": 1,
        "artifact_prefix": f"{artifacts}/",
    }
    log = HERE / "artifacts" / f"{target}.log"
    with open(log, "w") as out:
        command = [programs / target, corpus, *(f"-{name}={value}" for name, value in arguments.items())]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
    said = log.read_text(errors="replace")
    tried = max((int(n) for n in re.findall(r"^#(\d+)\s", said, re.M)), default=0)
    broke = status != 0
    row = [time.strftime("%Y-%m-%d"), target, f"{used.ru_utime + used.ru_stime:.0f}", tried, used.ru_maxrss // 1024, "broke" if broke else ""]
    with open(account, "a") as out:
        print(*row, sep="\t", file=out)
    print(*row, flush=True)
    if broke:
        print(said[-3000:], flush=True)
    return broke


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", type=Path)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--targets", default=",".join(LENGTHS))
    parser.add_argument("--account", type=Path, default=HERE / "account.tsv")
    given = parser.parse_args()
    broken = 0
    for _ in range(given.rounds):
        for target in given.targets.split(","):
            broken += fuzz(given.programs, target, int(given.minutes * 60), given.account)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()

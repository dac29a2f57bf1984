#!/usr/bin/env python3
"""Words per second of the command, of the module, and of Sail with one and two workers, on the same articles, in turn.

    rates.py ARTICLES.jsonl [ROUNDS]

Command and module are told in words per second of processor time, loading the tables apart; Sail in words per second of the
clock once the workers have loaded their tables, so that it wants a machine with two idle cores.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import demarche

HERE = Path(__file__)
SENTENCE = "Peru warf Chile vor, Truppen zu verlegen."


def spent(who):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def of_command(path, text=None):
    program = Path(sys.executable).with_name("demarche")
    before = spent(resource.RUSAGE_CHILDREN)
    call = [program, "code", "--quiet", "--format", "jsonl", path, "-o", os.devnull]
    subprocess.run(call, input=text, text=True, check=True)
    return spent(resource.RUSAGE_CHILDREN) - before


def of_module(records):
    before = spent(resource.RUSAGE_SELF)
    assert demarche.code(records).lines
    return spent(resource.RUSAGE_SELF) - before


def of_sail(path, workers):
    """Seconds of the clock in a process of its own."""
    done = subprocess.run([sys.executable, HERE, "--sail", path, str(workers)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def sail(path, workers):
    os.environ |= {
        "SAIL_MODE": "local-cluster",
        "SAIL_CLUSTER__WORKER_INITIAL_COUNT": workers,
        "SAIL_CLUSTER__WORKER_MAX_COUNT": workers,
        "SAIL_EXECUTION__DEFAULT_PARALLELISM": workers,
        "RUST_LOG": "error",
    }
    import cluster
    from demarche import spark as demarche
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    session = SparkSession.builder.remote(f"sc://127.0.0.1:{server.listening_address[1]}").getOrCreate()
    coded = demarche.code(cluster.frame_of(session, Path(path), int(workers)))
    coded.count()
    begin = time.perf_counter()
    coded.count()
    print(time.perf_counter() - begin)
    session.stop()
    server.stop()


def main(path, rounds="3"):
    records = [json.loads(line) for line in Path(path).read_text().splitlines()]
    words = sum(len(record["text"].split()) for record in records)
    # Each loads its tables with the first sentence; the module also the Python around it.
    loading = min(of_command("-", SENTENCE) for _ in range(3))
    demarche.code(SENTENCE)
    ways = {
        "command": lambda: of_command(path) - loading,
        "module": lambda: of_module(records),
        "Sail, one worker": lambda: of_sail(path, 1),
        "Sail, two workers": lambda: of_sail(path, 2),
    }
    rates = {name: [] for name in ways}
    for _ in range(int(rounds)):
        for name, way in ways.items():
            rates[name].append(words / way())
    print(f"{words} words; the command loads its tables in {loading:.2f} s")
    for name, found in rates.items():
        print(f"{name:18} {statistics.median(found):9.0f} words/s, from {min(found):.0f} to {max(found):.0f}")


if __name__ == "__main__":
    sail(*sys.argv[2:]) if sys.argv[1:2] == ["--sail"] else main(*sys.argv[1:])

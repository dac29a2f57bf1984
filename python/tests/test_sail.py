"""The same records by Sail, with two workers."""

import os

import cluster
import demarche as module
import pytest
from conftest import EXAMPLES

pytest.importorskip("pysail")
PARTITIONS = 2


@pytest.fixture(scope="module")
def spark():
    os.environ |= {
        "SAIL_MODE": "local-cluster",
        "SAIL_CLUSTER__WORKER_INITIAL_COUNT": "2",
        "SAIL_CLUSTER__WORKER_MAX_COUNT": "2",
        "SAIL_CLUSTER__WORKER_TASK_SLOTS": "8",
        "SAIL_EXECUTION__DEFAULT_PARALLELISM": str(PARTITIONS),
        "RUST_LOG": "error",
    }
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
    yield session
    session.stop()
    server.stop()


def test_sail_gives_the_records_of_the_command(spark, articles, mentions, events, tmp_path):
    cluster.same_records(spark, articles, mentions, events, PARTITIONS, tmp_path)


def test_broken_records_are_rows_with_an_error(spark, tmp_path):
    cluster.broken_records_come_back(spark, tmp_path)


def test_what_sail_stores_goes_into_a_project(spark, command, tmp_path):
    from demarche import spark as demarche

    shards = [str(path) for path in sorted(EXAMPLES.iterdir())]
    # Sail packs with zstd, which `demarche add` does not unpack.
    stored = demarche.read(spark, shards, partitions=2).write.option("compression", "snappy")
    stored.parquet(str(tmp_path / "articles"))
    command("add", "--quiet", tmp_path / "articles", "-p", tmp_path / "x.demarche")
    assert module.open(tmp_path / "x.demarche").status()["articles"] == len(shards)

"""The same records by Sail, with two workers."""

import gzip
import os
import re

import cluster
import demarche as module
import pytest
from conftest import EXAMPLES, ROOT

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
    os.environ["SPARK_REMOTE"] = f"sc://127.0.0.1:{port}"
    session = SparkSession.builder.getOrCreate()
    yield session
    session.stop()
    server.stop()


def test_sail_gives_the_records_of_the_command(spark, articles, mentions, found, tmp_path):
    cluster.same_records(spark, articles, mentions, found, PARTITIONS, tmp_path)


def test_broken_records_are_rows_with_an_error(spark, tmp_path):
    cluster.broken_records_come_back(spark, tmp_path)


def test_a_page_in_two_shards_is_one(spark, tmp_path):
    cluster.a_page_in_two_shards_is_one(spark, tmp_path)


def test_what_sail_stores_goes_into_a_project(spark, command, tmp_path):
    from demarche import spark as demarche

    shards = [str(path) for path in sorted(EXAMPLES.iterdir())]
    demarche.read(spark, shards, partitions=2).write.parquet(str(tmp_path / "articles"))
    command("add", "--quiet", tmp_path / "articles", "-p", tmp_path / "x.demarche")
    assert module.open(tmp_path / "x.demarche").status()["articles"] == len(shards)


def test_the_job_of_the_guide_runs(spark, tmp_path, monkeypatch):
    """docs/python.md, word for word, over two WARC shards, the second of which breaks off."""
    guide = (ROOT / "docs" / "python.md").read_text()
    (job,) = [block for block in re.findall(r"```python\n(.*?)```", guide, re.DOTALL) if "SparkSession" in block]
    pages = [path.read_bytes() for path in sorted(EXAMPLES.glob("*.html"))]
    whole, torn = warc(pages[:2]), warc(pages[2:])
    (tmp_path / "1.warc.gz").write_bytes(whole)
    (tmp_path / "2.warc.gz").write_bytes(torn[: len(torn) // 2])
    (tmp_path / "shards.txt").write_text("".join(f"{tmp_path}/{number}.warc.gz\n" for number in (1, 2)))
    monkeypatch.chdir(tmp_path)
    exec(job, {})
    articles = cluster.rows(spark.read.parquet(str(tmp_path / "store" / "articles")))
    assert [row["id"] for row in articles if not row["error"]] == ["https://news.example/0", "https://news.example/1"]
    assert any("2.warc.gz" in row["error"] for row in articles if row["error"])
    mentions = cluster.rows(spark.read.parquet(str(tmp_path / "store" / "mentions")))
    events = cluster.rows(spark.read.parquet(str(tmp_path / "store" / "events")))
    alone = module.link(module.read(tmp_path / "1.warc.gz")).events
    assert sorted(event["id"] for event in events) == sorted(event["id"] for event in alone) and events
    assert any("2.warc.gz" in row["error"] for row in mentions if row["error"])


def warc(pages):
    """An archive as crawlers write it: each answer packed by itself."""
    packed = b""
    for number, page in enumerate(pages):
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{number}\r\n"
            f"WARC-Date: 2018-11-06T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        packed += gzip.compress(head.encode() + answer + b"\r\n\r\n")
    return packed

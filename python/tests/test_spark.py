"""The same records by Apache Spark on two executors, also when one of them is killed. `just test-spark` runs it."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import cluster
import pytest

# The client that comes with Sail is Spark's too, but brings no cluster.
pytest.importorskip("py4j")
PARTITIONS = 12


@pytest.fixture(scope="module")
def spark():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("demarche")
    settings = {"spark.sql.shuffle.partitions": "4", "spark.ui.enabled": "false", "spark.executor.memory": "1024m"}
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def test_spark_gives_the_records_of_the_command(spark, articles, mentions, found, tmp_path):
    cluster.same_records(spark, articles, mentions, found, PARTITIONS, tmp_path)


def test_broken_records_are_rows_with_an_error(spark, tmp_path):
    cluster.broken_records_come_back(spark, tmp_path)


def test_a_page_in_two_shards_is_one(spark, tmp_path):
    cluster.a_page_in_two_shards_is_one(spark, tmp_path)


def test_a_killed_worker_costs_nothing(spark, articles, mentions, tmp_path):
    from demarche import spark as demarche

    coded = demarche.code(cluster.frame_of(spark, articles, PARTITIONS))
    store = str(tmp_path / "mentions")
    job = threading.Thread(target=lambda: coded.write.parquet(store))
    job.start()
    tracker = spark.sparkContext.statusTracker()
    while job.is_alive() and not 0 < done(tracker) < PARTITIONS:
        time.sleep(0.05)
    assert job.is_alive(), "the job was over before a worker could be killed"
    before = executors()
    os.kill(before[0], signal.SIGKILL)
    job.join()
    assert before[0] not in executors()
    cluster.same_mentions(cluster.rows(spark.read.parquet(store)), mentions)


def done(tracker):
    """Tasks that are done in the stage that codes."""
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    return max((stage.numCompletedTasks for stage in stages if stage and stage.numTasks == PARTITIONS), default=0)


def executors():
    """The processes of the executors that this process has started, through its Java machine."""
    parents, found = {}, []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                pid, words = int(folder.name), (folder / "cmdline").read_bytes()
                parents[pid] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            if b"CoarseGrainedExecutorBackend" in words:
                found.append(pid)

    def is_ours(pid):
        while pid and pid != os.getpid():
            pid = parents.get(pid, 0)
        return bool(pid)

    return sorted(pid for pid in found if is_ours(pid))

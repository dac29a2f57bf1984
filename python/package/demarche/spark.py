"""The same coder on a cluster, by Apache Spark or Sail: articles, mentions and events as data frames.

    from demarche import spark as demarche

    articles = demarche.read(spark, shards)              # or spark.read.parquet(...), spark.read.json(...)
    demarche.code(articles).write.parquet("mentions")
    mentions = spark.read.parquet("mentions")
    demarche.link(mentions, articles).write.parquet("events")

Every worker needs this package and pyarrow. Each task codes on one core, as Spark counts them. What cannot be read or coded
comes back as a row with `error`. The guide with sizing rules is docs/python.md of the project.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from . import _native

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession

    Work = Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]

# Groups of passages, or of articles that may copy each other, that travel in one piece.
PIECES = 64


def read(spark: SparkSession, shards: Sequence[str], *, partitions: int | None = None) -> DataFrame:
    """The articles in files that every worker can open: WARC, JSON lines, feeds, archives, whatever `demarche read` takes.

    Each file is one piece of work. The columns are those of `demarche.read`, with `shard` and `error`. Tables in Parquet and
    other stores are read by Spark itself and go to `code` as they are.
    """
    paths = spark.createDataFrame([(shard,) for shard in shards], "shard string")
    work = paths.repartition(partitions or max(len(shards), 1))
    return _map(work, _read, "articles", ["shard", "error"])


def code(articles: DataFrame, *, min_confidence: float = 0.0) -> DataFrame:
    """Codes the articles: a row for every passage that says an act.

    The columns are those of `Mentions.passages`: the mention, the words of its sentence (`quote`), the day of its article,
    and the `keys` by which it is linked; with `error`. Each record needs an `id` that no other has.
    """

    def work(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield from _code(batch, min_confidence)

    return _map(articles, work, "passages", ["error"])


def link(mentions: DataFrame, articles: DataFrame | None = None) -> DataFrame:
    """The events that the mentions tell together: the records of `demarche link`.

    `mentions` is what `code` gives; it is read twice, so store it before. With `articles`, those that copy each other count
    as one origin, as `demarche link` has it; without, each article is its own.
    """
    from pyspark.sql import functions as F

    told = mentions.where(F.col("error").isNull()).drop("error") if "error" in mentions.columns else mentions
    if articles is not None:
        known = copies(articles).select(F.col("doc").alias("copy"), "origin")
        told = told.join(known, told["doc"] == known["copy"], "left").drop("copy")
    grouped = _grouped(told.withColumn("key", F.element_at("keys", 1)))
    found: DataFrame = grouped.applyInArrow(_events, _ddl("events"))
    return found


def copies(articles: DataFrame) -> DataFrame:
    """Articles that copy others, with edits or without: `doc`, `origin` and the share of words that both have."""
    keyed = articles.mapInArrow(_buckets, "record string, key long, keys array<long>")
    found: DataFrame = _grouped(keyed).applyInArrow(_copies, _ddl("copies"))
    return found


def _grouped(rows: DataFrame) -> Any:
    """Rows with `keys`, those together in one piece whose keys touch, directly or through others.

    Every machine joins the keys of its own rows; one joins what is left, which is no more than one pair for each key.
    """
    from pyspark.sql import functions as F

    pairs = "member long, root long"
    local = rows.select("keys").mapInArrow(_join, pairs)
    roots = local.repartition(1).mapInArrow(_join_pairs, pairs)
    placed = rows.join(roots, rows["key"] == roots["member"], "left")
    group = F.coalesce(F.col("root"), F.col("key"))
    return placed.withColumn("piece", F.pmod(group, F.lit(PIECES))).drop("member", "root").groupBy("piece")


def _schema(kind: str, more: Iterable[str] = ()) -> pyarrow.Schema:
    import pyarrow

    schema = pyarrow.schema(_native.Schema(kind))
    for name in more:
        schema = schema.append(pyarrow.field(name, pyarrow.string()))
    return schema


def _ddl(kind: str, more: Iterable[str] = ()) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(_schema(kind, more))


def _map(rows: DataFrame, work: Work, kind: str, more: list[str]) -> DataFrame:
    return rows.mapInArrow(work, _ddl(kind, more))


def _rows(kind: str, more: Iterable[str], records: Sequence[dict[str, Any]]) -> pyarrow.RecordBatch:
    import pyarrow

    return pyarrow.RecordBatch.from_pylist(list(records), _schema(kind, more))


def _with(table: _native.Table, columns: dict[str, str | None]) -> Iterator[pyarrow.RecordBatch]:
    """The batches of a table, with columns of one value each."""
    import pyarrow

    for batch in pyarrow.table(table).to_batches():
        arrays = [pyarrow.array([value] * batch.num_rows, pyarrow.string()) for value in columns.values()]
        names = [*batch.schema.names, *columns]
        yield pyarrow.RecordBatch.from_arrays([*batch.columns, *arrays], names=names)


def _read(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    for batch in batches:
        for shard in batch.column("shard").to_pylist():
            table, skipped = _native.read(["--", shard])
            yield from _with(table, {"shard": shard, "error": None})
            if skipped:
                faults = [{"shard": shard, "error": why} for why in skipped]
                yield _rows("articles", ["shard", "error"], faults)


def _code(batch: pyarrow.RecordBatch, min_confidence: float) -> Iterator[pyarrow.RecordBatch]:
    records = _native.json_lines(batch)
    faults: list[dict[str, Any]] = []
    if "error" in batch.schema.names:
        # What `read` could not read is told again; it has no text.
        errors = batch.column("error").to_pylist()
        faults = [{"error": error} for error in errors if error]
        records = [record for record, error in zip(records, errors, strict=True) if not error]
    coded = _native.Batch(records, 1, True, min_confidence)
    for number, why in coded.skipped():
        faults.append({"doc": json.loads(records[number]).get("id"), "error": why})
    yield from _with(coded.passages(), {"error": None})
    if faults:
        yield _rows("passages", ["error"], faults)


def _events(passages: pyarrow.Table) -> pyarrow.Table:
    import pyarrow

    return pyarrow.table(_native.link_passages(_native.json_lines(passages)))


def _copies(articles: pyarrow.Table) -> pyarrow.Table:
    import pyarrow

    return pyarrow.table(_native.copies(articles.column("record").to_pylist()))


def _buckets(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    for batch in batches:
        for record in _native.json_lines(batch):
            keyed = [keys for _, keys in _native.bucket_keys([record]) if keys]
            rows = [{"record": record, "key": keys[0], "keys": keys} for keys in keyed]
            if rows:
                yield pyarrow.RecordBatch.from_pylist(rows)


def _join(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    forest = _native.Forest()
    for batch in batches:
        forest.join(batch.column("keys").to_pylist())
    yield _pairs(forest)


def _join_pairs(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    forest = _native.Forest()
    for batch in batches:
        members, roots = batch.column("member").to_pylist(), batch.column("root").to_pylist()
        forest.join([list(pair) for pair in zip(members, roots, strict=True)])
    yield _pairs(forest)


def _pairs(forest: _native.Forest) -> pyarrow.RecordBatch:
    import pyarrow

    edges = forest.edges()
    members, roots = [member for member, _ in edges], [root for _, root in edges]
    columns = [pyarrow.array(members, pyarrow.int64()), pyarrow.array(roots, pyarrow.int64())]
    return pyarrow.RecordBatch.from_arrays(columns, names=["member", "root"])

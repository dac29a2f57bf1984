"""The same coder on a cluster, by Apache Spark or Sail: articles, mentions and events as data frames.

    from demarche import spark as demarche

    articles = demarche.once(demarche.read(spark, shards))   # or spark.read.parquet(...), spark.read.json(...)
    demarche.code(articles).write.parquet("mentions")
    mentions = spark.read.parquet("mentions")
    demarche.link(mentions, articles).write.parquet("events")
    demarche.positions(mentions, articles).write.parquet("positions")
    demarche.voices(mentions, spark.read.parquet("events")).write.parquet("voices")

Every worker needs this package and pyarrow. Each task codes on one core, as Spark counts them. What cannot be read or coded
comes back as a row with `error`. The guide with sizing rules is docs/python.md of the project.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from itertools import groupby
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from . import _native

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession

    Work = Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]

# Groups of passages, or of articles that may copy each other, that travel in one piece.
PIECES = 64
# Next ones with which an article of a bucket is compared, as on one machine. A larger bucket is crowded.
WINDOW = 31


def read(spark: SparkSession, shards: str | Sequence[str], *, partitions: int | None = None) -> DataFrame:
    """The articles in files that every worker can open: WARC, JSON lines, feeds, archives, whatever `demarche read` takes.

    Each file is one piece of work. The columns are those of `demarche.read`, with `shard` and `error`. An article that brings no
    id and no address gets the name of its file and a digest of the file's path. Tables in Parquet and
    other stores are read by Spark itself and go to `code` as they are.
    """
    shards = [shards] if isinstance(shards, str) else shards
    paths = spark.createDataFrame([(shard,) for shard in shards], "shard string")
    work = paths.repartition(partitions or max(len(shards), 1))
    return _map(work, _read, "articles", ["shard", "error"])


def once(articles: DataFrame) -> DataFrame:
    """Of all rows with the same `id` one, always the same: of the earliest day, then by the text. Rows without an id stay."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    own = F.col("id").cast("string")
    if "error" in articles.columns:
        own = F.when(F.col("error").isNull(), own)
    known = [F.col(name).cast("string") for name in ("error", "text") if name in articles.columns]
    order = [name for name in ("published", "text", "title", "shard") if name in articles.columns]
    place = Window.partitionBy(F.coalesce(own, *known)).orderBy([F.col(name).cast("string").asc_nulls_last() for name in order])
    numbered = articles.withColumn("copy_number", F.row_number().over(place))
    return numbered.where((F.col("copy_number") == 1) | own.isNull()).drop("copy_number")


def code(articles: DataFrame, *, min_confidence: float = 0.0, lang: str | None = None) -> DataFrame:
    """Codes the articles: a row for every passage that says an act.

    The columns are those of `Mentions.passages`: the mention, the words of its sentence (`quote`), the day of its article,
    and the `keys` by which it is linked; with `error`. Each record needs an `id`; of those with the same, `link` takes one.
    `lang` is the language of records that do not name theirs.
    """
    # What is wrong with the arguments is told here, not by a worker.
    _native.Batch([], 1, True, min_confidence, lang)

    def work(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield from _code(batch, min_confidence, lang)

    return _map(articles, work, "passages", ["error"])


def link(mentions: DataFrame, articles: DataFrame | None = None) -> DataFrame:
    """The events that the mentions tell together: the records of `demarche link`.

    `mentions` is what `code` gives; it is read twice, so store it before. With `articles`, those that copy each other count
    as one origin, as `demarche link` has it; without, each article is its own.
    """
    found: DataFrame = _linked(mentions, articles).applyInArrow(_events, _ddl("events"))
    return found


def positions(mentions: DataFrame, articles: DataFrame | None = None) -> DataFrame:
    """How those who are no party stand to the events of `link`: the records of `demarche link --what positions`."""
    found: DataFrame = _linked(mentions, articles).applyInArrow(_positions, _ddl("positions"))
    return found


def voices(mentions: DataFrame, events: DataFrame) -> DataFrame:
    """Who is quoted without being a party, and in which events: the records of `demarche link --what voices`.

    `mentions` is what `code` gives, `events` what `link` gives for them.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    told = _once_told(mentions).where(F.size("statements") > 0)
    # An article that comes under two ids is that of the lesser.
    least = F.min("doc").over(Window.partitionBy("version"))
    own = told.withColumn("least", least).where(F.col("doc") == F.col("least"))
    said = own.select("doc", F.posexplode("statements").alias("at", "said"))
    said = said.select("doc", "at", "said.voice", "said.mentions", "said.record")
    passages = events.select("id", F.explode("mentions").alias("passage"))
    passages = passages.select(F.col("passage.doc").alias("of"), F.col("passage.mention").alias("number"), "id")
    # With a statement go the events for which it vouches, not all of its article.
    vouched = said.select("doc", "at", F.explode("mentions").alias("mention"))
    meant = (vouched["doc"] == passages["of"]) & (vouched["mention"] == passages["number"])
    told_by = vouched.join(passages, meant).select("of", F.col("at").alias("own"), F.struct("mention", "id").alias("event"))
    told_by = told_by.groupBy("of", "own").agg(F.collect_list("event").alias("events"))
    same = (said["doc"] == told_by["of"]) & (said["at"] == told_by["own"])
    rows = said.drop("mentions").join(told_by, same, "left").drop("at", "of", "own")
    pieces = rows.withColumn("piece", F.pmod("voice", F.lit(PIECES))).groupBy("piece")
    found: DataFrame = pieces.applyInArrow(_voices, _ddl("voices"))
    return found


def _once_told(mentions: DataFrame) -> DataFrame:
    """What was coded, without errors, and of two texts with the same id that of the earlier day, then by a digest."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    told = mentions.where(F.col("error").isNull()).drop("error") if "error" in mentions.columns else mentions
    text = F.concat_ws(" ", F.coalesce("published", F.lit("~")), F.col("version").cast("string"))
    first = F.min("of").over(Window.partitionBy("doc"))
    return told.withColumn("of", text).withColumn("first", first).where(F.col("of") == F.col("first")).drop("of", "first")


def _linked(mentions: DataFrame, articles: DataFrame | None) -> Any:
    """The passages in groups that can be linked apart."""
    from pyspark.sql import functions as F

    told = _once_told(mentions).withColumn("key", F.element_at("keys", 1))
    links = told.select(F.col("key").alias("member"), F.explode("keys").alias("root"))
    # A key of one row joins nothing.
    shared = links.groupBy("root").count().where(F.col("count") > 1).select("root")
    pairs = links.join(shared, "root").where(F.col("member") != F.col("root")).select("member", "root")
    if articles is not None:
        known = copies(articles).select(F.col("doc").alias("copy"), "origin")
        told = told.join(known, told["doc"] == known["copy"], "left").drop("copy")
    return _grouped(told, pairs, "left")


def copies(articles: DataFrame) -> DataFrame:
    """Articles that copy others, with edits or without: `doc`, `origin` and the share of words that both have.

    What shares rare runs of words is compared pair by pair; only those that are copies of each other travel as a group.
    """
    from pyspark.sql import functions as F

    rows = once(articles)
    rows = rows.where(F.col("error").isNull()) if "error" in rows.columns else rows
    texts = rows.mapInArrow(_texts, "id string, key long, record string")
    sketches = rows.mapInArrow(_sketches, "bucket long, place string, id string, counts long, enough long")
    sketches = sketches.unionByName(_narrower(sketches))
    pieces = sketches.withColumn("piece", F.pmod("bucket", F.lit(PIECES))).groupBy("piece")
    met = pieces.applyInArrow(_met, "one string, other string, counts long, enough long")
    sums = met.groupBy("one", "other", "enough").agg(F.sum("counts").alias("counts"))
    near = sums.where(F.col("counts") >= F.col("enough")).select("one", "other")
    for side in ("one", "other"):
        own = texts.select(F.col("id").alias(side), F.col("key").alias(f"{side}_key"), F.col("record").alias(f"{side}_record"))
        near = near.join(own, side)
    pairs = near.mapInArrow(_confirmed, "member long, root long")
    found: DataFrame = _grouped(texts, pairs, "inner").applyInArrow(_copies, _ddl("copies"))
    return found


def _narrower(sketches: DataFrame) -> DataFrame:
    """The members of crowded buckets by their other buckets: who shares one of these too meets his like there."""
    from pyspark.sql import functions as F

    crowds = sketches.groupBy("bucket").count().where(F.col("count") > WINDOW + 1).select("bucket")
    members = sketches.join(crowds, "bucket").select("id", F.col("bucket").alias("crowd"), F.col("counts").alias("own"))
    within = members.join(sketches, "id").where(F.col("bucket") != F.col("crowd"))
    bucket, counts = F.xxhash64("crowd", "bucket").alias("bucket"), (F.col("own") + F.col("counts")).alias("counts")
    return within.select(bucket, "place", "id", counts, "enough")


def _grouped(rows: DataFrame, pairs: DataFrame, how: str) -> Any:
    """Rows with a `key`, those together in one piece whose keys the pairs join, directly or through others.

    Every machine joins its own pairs; one joins what is left. `inner` leaves out rows that nothing joins.
    """
    from pyspark.sql import functions as F

    edges = "member long, root long"
    roots = pairs.mapInArrow(_join, edges).repartition(1).mapInArrow(_join, edges)
    placed = rows.join(roots, rows["key"] == roots["member"], how)
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
            table, skipped = _native.read(["--", shard], True)
            yield from _with(table, {"shard": shard, "error": None})
            if skipped:
                faults = [{"id": own, "shard": shard, "error": why} for own, why in skipped]
                yield _rows("articles", ["shard", "error"], faults)


def _code(batch: pyarrow.RecordBatch, min_confidence: float, lang: str | None) -> Iterator[pyarrow.RecordBatch]:
    records = _native.json_lines(batch)
    faults: list[dict[str, Any]] = []
    if "error" in batch.schema.names:
        # What `read` could not read is told again; it has no text.
        errors = batch.column("error").to_pylist()
        faults = [{"doc": _id(record), "error": error} for record, error in zip(records, errors, strict=True) if error]
        records = [record for record, error in zip(records, errors, strict=True) if not error]
    coded = _native.Batch(records, 1, True, min_confidence, lang)
    for number, why in coded.skipped():
        faults.append({"doc": _id(records[number]), "error": why})
    yield from _with(coded.passages(), {"error": None})
    if faults:
        yield _rows("passages", ["error"], faults)


def _events(passages: pyarrow.Table) -> pyarrow.Table:
    import pyarrow

    return pyarrow.table(_native.link_passages(_native.json_lines(passages)))


def _positions(passages: pyarrow.Table) -> pyarrow.Table:
    import pyarrow

    return pyarrow.table(_native.link_positions(_native.json_lines(passages)))


def _voices(statements: pyarrow.Table) -> pyarrow.Table:
    import pyarrow

    return pyarrow.table(_native.link_voices(_native.json_lines(statements)))


def _copies(articles: pyarrow.Table) -> pyarrow.Table:
    import pyarrow

    return pyarrow.table(_native.copies(articles.column("record").to_pylist()))


def _texts(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """The records with an id, and a number that stands for it."""
    for batch in batches:
        known = [(_id(record), record) for record in _native.json_lines(batch)]
        rows = [(own, _number(own), record) for own, record in known if own is not None]
        yield _columns(rows, {"id": "string", "key": "int64", "record": "string"})


def _sketches(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Where copies of each article would be found."""
    for batch in batches:
        records = _native.json_lines(batch)
        rows = []
        for record, found in zip(records, _native.buckets(records), strict=True):
            own = _id(record)
            if found is not None and own is not None:
                published, enough, buckets = found
                rows += [(bucket, published or "~", own, counts, enough) for bucket, counts in buckets]
        yield _columns(rows, {"bucket": "int64", "place": "string", "id": "string", "counts": "int64", "enough": "int64"})


def _met(sketches: pyarrow.Table) -> pyarrow.Table:
    """Which articles meet in the buckets, and what that counts; in a crowded bucket each meets its next ones."""
    import pyarrow

    names = ("bucket", "place", "id", "counts", "enough")
    rows = sorted(zip(*(sketches.column(name).to_pylist() for name in names), strict=True))
    pairs: dict[tuple[str, str, int], int] = {}
    for _, bucket in groupby(rows, key=lambda row: row[0]):
        members = list(bucket)
        for at, (_, _, one, counts, enough) in enumerate(members):
            for _, _, other, _, _ in members[at + 1 : at + 1 + WINDOW]:
                pairs[one, other, enough] = pairs.get((one, other, enough), 0) + counts
    found = [(one, other, counts, enough) for (one, other, enough), counts in pairs.items()]
    kinds = {"one": "string", "other": "string", "counts": "int64", "enough": "int64"}
    return pyarrow.Table.from_batches([_columns(found, kinds)])


def _confirmed(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Of the pairs those that are copies."""
    for batch in batches:
        names = ("one_key", "other_key", "one_record", "other_record")
        pairs = zip(*(batch.column(name).to_pylist() for name in names), strict=True)
        rows = [(one, other) for one, other, *records in pairs if len(_native.copies(records))]
        yield _columns(rows, {"member": "int64", "root": "int64"})


def _join(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """What the pairs join: each key with the smallest that it belongs to, that one with itself."""
    forest = _native.Forest()
    for batch in batches:
        members, roots = batch.column("member").to_pylist(), batch.column("root").to_pylist()
        forest.join([list(pair) for pair in zip(members, roots, strict=True)])
    edges = forest.edges()
    own = sorted({root for _, root in edges})
    yield _columns(edges + [(root, root) for root in own], {"member": "int64", "root": "int64"})


def _columns(rows: Sequence[tuple[Any, ...]], kinds: dict[str, str]) -> pyarrow.RecordBatch:
    import pyarrow

    values = zip(*rows, strict=True) if rows else [()] * len(kinds)
    arrays = [pyarrow.array(column, kind) for column, kind in zip(values, kinds.values(), strict=True)]
    return pyarrow.RecordBatch.from_arrays(arrays, names=list(kinds))


def _id(record: str) -> str | None:
    """The id of a record as the reader writes it."""
    own = json.loads(record).get("id")
    if isinstance(own, float) and own.is_integer():
        own = int(own)
    return own if own is None or isinstance(own, str) else json.dumps(own)


def _number(own: str) -> int:
    return int.from_bytes(blake2b(own.encode(), digest_size=8).digest(), "big", signed=True)

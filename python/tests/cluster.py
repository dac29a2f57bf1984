"""What Spark and Sail must both show, with a session of either: the records of the command, and rows for what is broken."""

import json

from demarche import spark as demarche

# What a passage has beside its mention.
TRAVEL = ("number", "published", "quote", "offset", "keys", "error")
BROKEN = ['{"id": "b1", "text": ""}', '{"id": "b2"}', '{"text": "Peru warf Chile vor, Truppen zu verlegen."}']


def rows(frame):
    return [row.asDict(recursive=True) for row in frame.collect()]


def frame_of(spark, articles, partitions):
    """The records of a file as a data frame with the columns that they have."""
    records = [json.loads(line) for line in articles.read_text().splitlines()]
    columns = ["id", "title", "text", "published", "lang", "source", "url"]
    values = [tuple(record.get(name) for name in columns) for record in records]
    frame = spark.createDataFrame(values, ", ".join(f"{name} string" for name in columns))
    return frame.repartition(partitions)


def same_records(spark, articles, mentions, events, partitions, store):
    """Codes and links the articles, through Parquet as a job would, and compares them with the command's records."""
    frame = frame_of(spark, articles, partitions)
    demarche.code(frame).write.mode("overwrite").parquet(str(store / "mentions"))
    coded = spark.read.parquet(str(store / "mentions"))
    same_mentions(rows(coded), mentions)
    linked = rows(demarche.link(coded, frame))
    compare(sorted(linked, key=lambda event: event["id"]), sorted(events, key=lambda event: event["id"]))


def same_mentions(found, mentions):
    assert not [row for row in found if row["error"]]
    order = {}
    for mention in mentions:
        order.setdefault(mention["doc"], len(order))
    found = sorted(found, key=lambda row: (order[row["doc"]], row["number"]))
    compare([{name: row[name] for name in row if name not in TRAVEL} for row in found], mentions)


def compare(found, expected):
    """Field by field, with the first difference told."""
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.keys() == theirs.keys()
        for name, value in theirs.items():
            assert ours[name] == value, (name, theirs)


def broken_records_come_back(spark, folder):
    """A shard with broken records: they are rows with an error, the rest is coded."""
    shard = folder / "shard.jsonl"
    good = {"id": "g", "published": "2024-05-09", "text": "Die peruanische Regierung warf Chile am Dienstag vor, Truppen verlegt zu haben."}
    shard.write_text("\n".join([BROKEN[0], json.dumps(good), "{torn", BROKEN[1]]) + "\n")
    read = demarche.read(spark, [str(shard), str(folder / "missing.jsonl")], partitions=2)
    found = rows(demarche.code(read))
    errors = sorted(row["error"] for row in found if row["error"])
    assert len(errors) == 4, errors
    assert "missing.jsonl: no such file" in errors[0]
    assert all("shard.jsonl" in error for error in errors[1:])
    assert {row["doc"] for row in found if not row["error"]} == {"g"}
    # The same records in a frame: each error knows its record.
    frame = spark.createDataFrame([("b1", ""), ("g", good["text"]), (None, good["text"])], "id string, text string")
    found = rows(demarche.code(frame))
    assert sorted((row["doc"] or "", bool(row["error"])) for row in found) == [("", True), ("b1", True), ("g", False), ("g", False)]

"""What Spark and Sail must both show, with a session of either: the records of the command, and rows for what is broken."""

import json

from demarche import spark as demarche

# What a passage has beside its mention.
TRAVEL = ("number", "published", "quote", "offset", "version", "keys", "stands", "statements", "error")
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


def same_records(spark, articles, mentions, found, partitions, store):
    """Codes and links the articles, through Parquet as a job would, and compares all with the command's records."""
    frame = frame_of(spark, articles, partitions)
    demarche.code(frame).write.mode("overwrite").parquet(str(store / "mentions"))
    coded = spark.read.parquet(str(store / "mentions"))
    same_mentions(rows(coded), mentions)
    demarche.link(coded, frame).write.mode("overwrite").parquet(str(store / "events"))
    events = spark.read.parquet(str(store / "events"))
    compare(ordered(rows(events)), ordered(found["events"]))
    compare(ordered(rows(demarche.positions(coded, frame))), ordered(found["positions"]))
    compare(ordered(rows(demarche.voices(coded, events))), ordered(found["voices"]))
    assert all(found.values())


def ordered(records):
    """Records without the order that a table has, and a cluster has not."""
    return sorted(records, key=lambda record: json.dumps(record, sort_keys=True))


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
    # The shard says whose text is missing, where the record says who it is.
    assert sorted(row["doc"] for row in found if row["error"] and row["doc"]) == ["b1", "b2"]
    # Ids that are numbers.
    frame = spark.createDataFrame([(7, good["text"]), (8, "")], "id long, text string")
    assert {row["doc"]: bool(row["error"]) for row in rows(demarche.code(frame))} == {"7": False, "8": True}
    # The same records in a frame: each error knows its record.
    frame = spark.createDataFrame([("b1", ""), ("g", good["text"]), (None, good["text"])], "id string, text string")
    found = rows(demarche.code(frame))
    assert sorted((row["doc"] or "", bool(row["error"])) for row in found) == [("", True), ("b1", True), ("g", False), ("g", False)]


def a_page_in_two_shards_is_one(spark, folder):
    """The same page twice, one page in two versions, and files of the same name in two folders."""
    accused = "Die peruanische Regierung warf Chile am Dienstag vor, Truppen an die Grenze verlegt zu haben. Chile wies das am Mittwoch zurück."
    same = {"id": "u", "published": "2024-05-09", "text": accused}
    early = {"id": "v", "published": "2024-05-08", "text": "Gestern. " + accused}
    late = {"id": "v", "published": "2024-05-10", "text": "Heute früh schon. " + accused}
    unnamed = {"published": "2024-05-09", "text": "Frankreich verurteilte am Dienstag den Angriff Russlands auf die Ukraine."}
    found = []
    for name, shards in {"one": ([same, early, unnamed], [late, same, unnamed]), "two": ([late, unnamed], [same, early, same, unnamed])}.items():
        for folder_name, records in zip("ab", shards, strict=True):
            path = folder / name / folder_name / "part.jsonl"
            path.parent.mkdir(parents=True)
            path.write_text("".join(json.dumps(record) + "\n" for record in records))
        paths = [str(folder / name / shard / "part.jsonl") for shard in "ab"]
        demarche.read(spark, paths, partitions=2).write.parquet(str(folder / name / "articles"))
        articles = spark.read.parquet(str(folder / name / "articles"))
        ids = [row["id"] for row in rows(articles)]
        assert len(set(ids)) == 4 and sorted(ids)[-1] == "v" and any(own.startswith("part:") for own in ids), ids
        demarche.code(articles).write.parquet(str(folder / name / "mentions"))
        mentions = spark.read.parquet(str(folder / name / "mentions"))
        linked = rows(demarche.link(mentions, articles))
        for event in linked:
            told = [(passage["doc"], passage["mention"]) for passage in event["mentions"]]
            assert len(told) == len(set(told)), event
        found.append(sorted((event["type"], event["origins"], len(event["mentions"])) for event in linked))
        once = demarche.once(articles)
        assert sorted(row["published"] for row in rows(once) if row["id"] == "v") == ["2024-05-08"]
        assert len({row["origin"] for row in rows(demarche.copies(articles)) if row["doc"] in ("u", "v")}) == 1
    assert found[0] == found[1] and found[0], found

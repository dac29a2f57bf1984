#!/usr/bin/env python3
"""Read every export of a project back with a reader that knows nothing of demarche.

    check_exports.py DEMARCHE PROJECT.demarche

Needs: pip install pyarrow networkx lxml feedparser icalendar rispy bibtexparser geojson (and followthemoney, if it is there).
Exits with 1 if a reader refuses a file or reads less than is in it.
"""
import csv
import importlib.util
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile

TABLES = ["documents", "mentions", "events", "actors", "disputes", "agreements", "predictions", "positions", "voices"]


def main(argv):
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    program, project = argv

    def export(form, *more):
        done = subprocess.run([program, "export", "-p", project, "--format", form, *more], capture_output=True, check=True)
        return done.stdout.decode("utf-8")

    checks = Checks(export)
    names = [name for name in dir(checks) if name.startswith("check_")]
    failed = 0
    for name in sorted(names):
        try:
            print(f"{name[6:]}: {getattr(checks, name)()}")
        except Exception as cause:
            failed += 1
            print(f"{name[6:]}: FAILED: {type(cause).__name__}: {cause}")
    return 1 if failed else 0


class Checks:
    def __init__(self, export):
        self.export = export
        self.whole = json.loads(export("json"))
        self.events = {e["event"]: e for e in self.whole["events"]}
        self.text = {}

    def telling(self):
        """How many articles tell an event."""
        return len({m["doc"] for m in self.whole["mentions"]})

    def check_csv_against_json(self):
        with tempfile.TemporaryDirectory() as folder:
            self.export("csv", "-o", folder)
            for name in TABLES:
                with open(pathlib.Path(folder) / f"{name}.csv", encoding="utf-8", newline="") as file:
                    rows = list(csv.DictReader(file))
                expected = self.whole[name]
                assert len(rows) == len(expected), name
                for row, record in zip(rows, expected):
                    for column, value in record.items():
                        told = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
                        # What a spreadsheet would take for a formula has an apostrophe before it.
                        assert row[column] in (told, f"'{told}") or float(row[column]) == value, (name, column, row[column], value)
        return {name: len(self.whole[name]) for name in TABLES}

    def check_parquet_with_pyarrow(self):
        import pyarrow.parquet as parquet
        with tempfile.TemporaryDirectory() as folder:
            self.export("parquet", "-o", folder)
            for name in TABLES:
                table = parquet.read_table(pathlib.Path(folder) / f"{name}.parquet").to_pylist()
                expected = self.whole[name]
                assert len(table) == len(expected), name
                for row, record in zip(table, expected):
                    for column, value in record.items():
                        got = row[column]
                        got = got.isoformat() if hasattr(got, "isoformat") else got
                        assert got == value, (name, column, got, value)
            return parquet.read_schema(pathlib.Path(folder) / "events.parquet").names

    def check_plover(self):
        rows = [json.loads(line) for line in self.export("plover").splitlines()]
        assert {r["id"] for r in rows} == set(self.events)
        assert all({"id", "date", "actor", "event"} <= set(r) for r in rows)
        return len(rows)

    def tabs(self, form, width):
        rows = [line.split("\t") for line in self.export(form).splitlines()]
        assert all(len(row) == width for row in rows), {len(row) for row in rows}
        return rows

    def check_gdelt(self):
        rows = self.tabs("gdelt", 61)
        assert len(rows) == len(self.events) and len({int(r[0]) for r in rows}) == len(rows)
        for r in rows:
            assert r[1] == "" or len(str(int(r[1]))) == 8
            assert r[29] in "1234" and -10 <= float(r[30]) <= 10, r
        return len(rows)

    def check_gdelt_mentions(self):
        rows = self.tabs("gdelt-mentions", 16)
        assert len(rows) == len(self.whole["mentions"]) and all(0 <= int(r[11]) <= 100 for r in rows)
        return len(rows)

    def check_icews(self):
        rows = self.tabs("icews", 20)
        assert rows[0][0] == "Event ID" and len(rows) == len(self.events) + 1
        return len(rows) - 1

    def check_polecat(self):
        rows = self.tabs("polecat", 40)
        assert rows[0][39] == "Version" and {r[0] for r in rows[1:]} == set(self.events)
        return len(rows) - 1

    def check_gexf_with_networkx(self):
        import networkx
        text = self.export("gexf").replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft").replace('"1.3"', '"1.2"')
        graph = networkx.read_gexf(io.BytesIO(text.encode()))
        return f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges"

    def check_graphml_with_networkx(self):
        import networkx
        graph = networkx.parse_graphml(self.export("graphml"))
        assert all(-10 <= d["score"] <= 10 for _, _, d in graph.edges(data=True))
        return f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges"

    def check_geojson(self):
        import geojson
        found = geojson.loads(self.export("geojson"))
        assert found.is_valid, found.errors()
        assert len(found["features"]) == sum(e["lat"] is not None for e in self.events.values())
        return len(found["features"])

    def check_follow_the_money(self):
        rows = [json.loads(line) for line in self.export("ftm").splitlines()]
        ids = {r["id"] for r in rows}
        for r in rows:
            assert re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?", r["id"]), r["id"]
            assert set(r["properties"].get("involved", []) + r["properties"].get("proof", [])) <= ids
        if importlib.util.find_spec("followthemoney"):
            from followthemoney import model
            for r in rows:
                proxy = model.get_proxy(r)
                proxy.schema.validate(r)
                for name, values in r["properties"].items():
                    taken = proxy.schema.get(name)
                    assert taken and all(taken.type.validate(value) for value in values), (name, r)
                told = sum(len(v) for v in r["properties"].values())
                assert sum(len(proxy.get(p)) for p in proxy.iterprops()) == told, r
            return f"{len(rows)} entities, read by followthemoney"
        return f"{len(rows)} entities (followthemoney is not installed: only their references were checked)"

    def check_timelinejs(self):
        events = json.loads(self.export("timelinejs"))["events"]
        assert all({"year"} <= set(e["start_date"]) and e["text"]["headline"] for e in events)
        return len(events)

    def check_csl(self):
        rows = json.loads(self.export("csl-json"))
        assert len(rows) == self.telling() and all(r["type"] == "article-newspaper" for r in rows)
        return len(rows)

    def check_biblatex(self):
        import bibtexparser
        if hasattr(bibtexparser, "parse_string"):
            library = bibtexparser.parse_string(self.export("biblatex"))
            assert not library.failed_blocks, library.failed_blocks
            entries = library.entries
        else:
            entries = bibtexparser.loads(self.export("biblatex")).entries
        assert len(entries) == self.telling(), len(entries)
        return len(entries)

    def check_ris(self):
        import rispy
        entries = rispy.loads(self.export("ris"))
        assert len(entries) == self.telling()
        return len(entries)

    def check_atom_with_feedparser(self):
        import feedparser
        feed = feedparser.parse(self.export("atom").encode())
        assert not feed.bozo and len(feed.entries) == len(self.events), feed.get("bozo_exception")
        return len(feed.entries)

    def check_json_feed(self):
        feed = json.loads(self.export("json-feed"))
        assert feed["version"].endswith("1.1") and len(feed["items"]) == len(self.events)
        return len(feed["items"])

    def check_ics_with_icalendar(self):
        import icalendar
        calendar = icalendar.Calendar.from_ical(self.export("ics"))
        events = calendar.walk("VEVENT")
        assert len(events) == sum(p["due"] is not None for p in self.whole["predictions"])
        assert len({str(e["UID"]) for e in events}) == len(events)
        return len(events)

    def check_annotations(self):
        rows = [json.loads(line) for line in self.export("annotations").splitlines()]
        assert len(rows) == len(self.whole["mentions"])
        by = {(m["doc"], m["number"]): m for m in self.whole["mentions"]}
        for r in rows:
            doc, number = r["id"].removeprefix("urn:demarche:mention:").rsplit(":", 1)
            position, quote = r["target"]["selector"]
            mention = by[doc, int(number)]
            assert position["start"] == mention["sentence_start"] and position["end"] == mention["sentence_end"]
            assert quote["exact"] == mention["sentence"] and len(quote["exact"]) == position["end"] - position["start"]
        return len(rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

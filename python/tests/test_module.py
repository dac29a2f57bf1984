"""What the module takes and gives."""

import datetime
import json
import multiprocessing
import pickle
import subprocess
import sys
import unicodedata
import warnings

import demarche
import pytest
from conftest import EXAMPLES

TEXT = "Die peruanische Regierung warf Chile am Dienstag vor, 200 Soldaten an die Grenze verlegt zu haben. Chile wies das zurück."
RECORD = {"id": "a", "published": "2024-05-09", "lang": "de", "text": TEXT}
KINDS = ["ACCUSE", "MOBILIZE", "MOBILIZE"]


def kinds(table):
    return [mention["type"] for mention in table]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "record.jsonl").write_text(json.dumps(RECORD))
    project = demarche.open(folder / "iran.demarche")
    project.add(EXAMPLES, folder / "record.jsonl")
    return project


def test_texts_and_dicts_are_coded():
    assert kinds(demarche.code(TEXT)) == KINDS
    assert kinds(demarche.code(RECORD)) == KINDS
    mentions = demarche.code([TEXT, RECORD])
    assert kinds(mentions) == KINDS * 2
    assert [mention["doc"] for mention in mentions] == ["records:1"] * 3 + ["a"] * 3
    assert mentions[0]["actors"][0]["code"] == "PER"


def coded(records):
    return kinds(demarche.code(records))


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system forks no processes")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_of_a_process_that_has_coded_codes_too():
    records = [{**RECORD, "id": str(number)} for number in range(4)]
    assert coded(records) == KINDS * 4
    with multiprocessing.get_context("fork").Pool(1) as forked:
        assert forked.apply_async(coded, [records]).get(timeout=60) == KINDS * 4


def test_an_id_that_comes_twice_gets_a_number():
    with pytest.warns(UserWarning, match="used before"):
        assert {mention["doc"] for mention in demarche.code([RECORD, RECORD])} == {"a", "a~2"}


def test_a_day_that_is_none_is_told():
    with pytest.warns(UserWarning, match="is no date"):
        assert len(demarche.code([{**RECORD, "published": "05/09/2024"}]))


def test_a_day_in_the_story_is_no_day_of_publishing():
    story = f"{TEXT} Das geschah zuletzt 1953, am 5. Mai 2019 und im Juni 2023."
    for record in [story, {"text": story}, {"text": story, "remark": "2024-05-09"}]:
        mentions = demarche.code(record)
        assert mentions.articles[0]["published"] is None
        assert mentions[0]["time"] is None
    told = demarche.code({"text": story, "datum": "2024-05-09"})
    assert told.articles[0]["published"] == "2024-05-09"


def test_what_looks_alike_is_coded_alike():
    """Letters whose accents are signs of their own, soft hyphens, spaces without width: the text stays as it is."""
    text = "Die türkische Regierung warf Österreich am Dienstag vor, Truppen an die Grenze verlegt zu haben."

    def said(mention):
        sides = [[(a["code"], a["sector"], a["name"]) for a in mention[side]] for side in ("actors", "recipients", "said_by")]
        return [mention["type"], mention["status"], mention["time"], *sides]

    plain = demarche.code({**RECORD, "text": text})
    assert [mention["type"] for mention in plain] == ["ACCUSE", "MOBILIZE"]
    soft, gap = text.replace("ru", "r\u00adu"), text.replace("te", "t\u200be")
    for other in [unicodedata.normalize("NFD", text), soft, gap, unicodedata.normalize("NFD", soft)]:
        mentions = demarche.code({**RECORD, "text": other})
        assert [*map(said, mentions)] == [*map(said, plain)]
        for mention in mentions:
            trigger = mention["trigger"]
            assert other[trigger["start"] : trigger["end"]] == trigger["text"]
        assert mentions.articles[0]["text"] == other


def test_a_language_can_be_named():
    with pytest.warns(UserWarning, match="too short to show its language"):
        assert kinds(demarche.code("Chile Peru")) == []
    assert demarche.code("Chile Peru", lang="de").articles[0]["lang"] == "de"
    assert demarche.code({**RECORD, "lang": "de"}, lang="en").lines == demarche.code(RECORD).lines
    assert len(demarche.link(TEXT, lang="de").events)


def test_frames_of_all_kinds_are_coded():
    import pandas
    import polars
    import pyarrow

    expected = demarche.code([RECORD]).lines
    assert demarche.code(pandas.DataFrame([RECORD])).lines == expected
    assert demarche.code(polars.DataFrame([RECORD])).lines == expected
    assert demarche.code(pyarrow.Table.from_pylist([RECORD])).lines == expected
    assert kinds(demarche.code(pandas.Series([TEXT]))) == KINDS
    assert kinds(demarche.code(polars.Series([TEXT]))) == KINDS


def test_pandas_is_enough_without_pyarrow(monkeypatch):
    import pandas

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    mentions = demarche.code(pandas.DataFrame([RECORD, {"id": "b", "text": TEXT}]))
    assert kinds(mentions) == KINDS * 2
    assert list(mentions.to_pandas()["type"]) == KINDS * 2


def test_cells_of_all_kinds_are_taken():
    """What is missing counts as missing, a day is a day, and a column may mix kinds."""
    import numpy
    import pandas
    import polars
    import pyarrow

    day = datetime.date(2024, 5, 9)
    known = {"lang": "de", "text": TEXT}
    of_a = {**known, "id": "a", "published": "2024-05-09", "tags": ["Peru"]}
    rows = [
        {**known, "id": "a", "published": pandas.Timestamp(day), "title": pandas.NA, "url": None, "tags": numpy.array(["Peru"])},
        {**known, "id": 7, "published": pandas.NaT, "title": "Peru", "url": float("nan"), "tags": []},
    ]
    expected = demarche.code([of_a, {**known, "id": "7", "title": "Peru"}])
    assert demarche.code(pandas.DataFrame(rows)).lines == demarche.code(rows).lines == expected.lines
    assert demarche.code(polars.DataFrame([{**of_a, "published": day}])).lines == demarche.code(of_a).lines
    moments = pandas.Series([TEXT, None, float("nan"), pandas.NA], dtype=object)
    with pytest.warns(UserWarning, match="3 records were not coded"):
        assert kinds(demarche.code(moments)) == KINDS
    assert kinds(demarche.code(pyarrow.array([TEXT]))) == KINDS


def test_ids_of_tables_are_kept():
    """Numbers that a gap made into fractions, and names of rows."""
    import pandas
    import polars

    rows = [{"id": 7, "text": TEXT}, {"id": None, "text": TEXT}]
    for frame in [pandas.DataFrame(rows), polars.DataFrame(rows), polars.DataFrame(rows).cast({"id": polars.Float64})]:
        assert list(dict.fromkeys(mention["doc"] for mention in demarche.code(frame))) == ["7", "records:2"]
    frame = pandas.DataFrame({"text": [TEXT, TEXT]})
    for named in [frame.set_axis(["x", "y"]), frame.set_axis(pandas.Index(["x", "y"], name="id"))]:
        assert {mention["doc"] for mention in demarche.code(named)} == {"x", "y"}
        assert {mention["doc"] for mention in demarche.code(named["text"])} == {"x", "y"}
    assert {mention["doc"] for mention in demarche.code(frame[1:])} == {"records:1"}


def test_a_bad_item_costs_only_itself():
    # Half a sign stands as U+FFFD.
    with pytest.warns(UserWarning, match="2 records were not coded; number 1: articles come as"):
        mentions = demarche.code([RECORD, 7, {"text": b"text"}, "\ud800 is half a sign"])
    assert kinds(mentions) == KINDS
    assert [skipped["record"] for skipped in mentions.skipped] == [1, 2]
    assert "is bytes" in mentions.skipped[1]["error"]


def test_a_path_and_a_table_of_mentions_are_no_articles(tmp_path):
    (tmp_path / "m.parquet").touch()
    for ask in [demarche.code, demarche.link]:
        with pytest.raises(TypeError, match="is a path; give what `demarche.read` reads there"):
            ask(str(tmp_path / "m.parquet"))
    with pytest.raises(TypeError, match="a table of mentions"):
        demarche.code(demarche.code(RECORD))


def test_what_is_no_article_is_refused_in_words(tmp_path):
    import polars

    for source in [7, b"text", tmp_path, [tmp_path], [b"text"], polars.LazyFrame([RECORD])]:
        with pytest.raises(TypeError, match="articles come as texts, dicts or a table, not as"):
            demarche.code(source)
    with pytest.raises(TypeError, match="a value is bytes"):
        demarche.code({"text": b"text"})


def test_lines_are_cut_at_line_feeds_alone():
    """Other signs that end lines stand within texts."""
    text = f"{TEXT}\u2028{TEXT}\u0085\u2029\x0b\x0c\x1c{TEXT}\r{TEXT}"
    mentions = demarche.code([{**RECORD, "text": text}, RECORD | {"id": "b"}])
    assert len(mentions) == len(mentions.to_dicts()) == len(mentions.to_arrow()) > len(KINDS)
    assert "\u2028" in mentions.articles[0]["text"]
    assert demarche.code(mentions.articles).lines == mentions.lines


def test_a_table_is_taken_apart_once():
    mentions = demarche.code(RECORD)
    assert mentions[0] is mentions[0] and mentions[-1] is list(mentions)[-1]
    mentions.to_dicts().clear()
    assert kinds(mentions) == KINDS and kinds(mentions[1:]) == KINDS[1:]


def test_tables_go_to_all_frames():
    mentions = demarche.code(RECORD)
    assert mentions.to_polars()["type"].to_list() == KINDS
    assert mentions.to_polars().columns == demarche.code([]).to_polars().columns == mentions.to_arrow().column_names
    assert mentions.to_arrow().column("type").to_pylist() == KINDS
    assert list(mentions.to_pandas().columns) == mentions.columns
    assert "ACCUSE" in mentions._repr_html_() and "PER GOV" in mentions._repr_html_()


def test_a_column_of_polars_without_values_says_nothing():
    import polars

    assert kinds(demarche.code(polars.DataFrame({**RECORD, "url": None, "authors": None}))) == KINDS


def test_what_cannot_be_coded_is_told():
    with pytest.warns(UserWarning, match='2 records were not coded; number 1: the record\'s "text" is empty'):
        mentions = demarche.code([RECORD, {"text": ""}, {"id": "c"}])
    assert kinds(mentions) == KINDS
    assert [skipped["record"] for skipped in mentions.skipped] == [1, 2]


def test_a_folder_is_read_and_what_is_missing_is_told():
    articles = demarche.read(EXAMPLES)
    assert len(articles) == 5 and set(articles[0]) >= {"id", "text", "blocks"}
    with pytest.warns(UserWarning, match="no such file"):
        missing = demarche.read("missing.html")
    assert len(missing) == 0 and [why["id"] for why in missing.skipped] == [None]
    assert articles.skipped == [] and len(demarche.read([])) == 0


def test_what_is_said_of_all_articles_is_taken(tmp_path):
    bare = tmp_path / "bare.jsonl"
    bare.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n" + json.dumps({"id": "b", "text": ""}) + "\n")
    with pytest.warns(UserWarning, match="is empty"):
        articles = demarche.read(bare, published=datetime.date(2024, 5, 9), lang="de")
    assert [why["id"] for why in articles.skipped] == ["b"]
    assert demarche.code(articles).lines == demarche.code(RECORD).lines
    project = demarche.open(tmp_path / "x.demarche")
    with pytest.warns(UserWarning, match="is empty"):
        assert [why["id"] for why in project.add(bare, published="2024-05-09", lang="de")["skipped"]] == ["b"]
    assert project.events(start=datetime.date(2024, 5, 7))[0]["time"]["start"] == "2024-05-07"


def test_warnings_name_the_line_that_asked(tmp_path):
    project = demarche.open(tmp_path / "x.demarche")
    asks = [
        lambda: demarche.code({"text": ""}),
        lambda: demarche.link({"text": ""}),
        lambda: demarche.read("missing.html"),
        lambda: project.add("missing.html"),
    ]
    for ask in asks:
        with pytest.warns(UserWarning) as told:
            ask()
        assert [one.filename for one in told] == [__file__]


def test_results_can_be_pickled(project):
    mentions = demarche.code(RECORD, min_confidence=0.1)
    again = pickle.loads(pickle.dumps(mentions))
    assert again.lines == mentions.lines and again.link().events.lines == mentions.link().events.lines
    linked = pickle.loads(pickle.dumps(mentions.link()))
    assert linked.events.lines == mentions.link().events.lines
    for table in [demarche.read(EXAMPLES), project.events(), project.relation("USA", "IRN")]:
        again = pickle.loads(pickle.dumps(table))
        assert type(again) is type(table) and again.lines == table.lines and again.columns == table.columns
    assert pickle.loads(pickle.dumps(project)).events().lines == project.events().lines


def test_linking_gives_six_tables_and_a_briefing():
    linked = demarche.link([*demarche.read(EXAMPLES), RECORD])
    tables = [
        linked.events, linked.disputes, linked.predictions, linked.agreements, linked.positions, linked.voices,
    ]
    assert all(len(table) > 0 for table in tables), linked
    assert linked.events[0]["mentions"][0]["doc"]
    brief = demarche.code(demarche.read(EXAMPLES)).brief("en")
    assert brief.markdown.startswith("# ") and "<html" in brief.html and brief.records


def test_what_a_project_does_not_take_is_told(tmp_path, capfd):
    project = demarche.open(tmp_path / "x.demarche")
    with pytest.warns(UserWarning, match="an input was skipped; misspelt.html: no such file"):
        told = project.add("misspelt.html")
    assert told["articles"] == 0 and len(told["skipped"]) == 1 and not project.path.exists()
    (tmp_path / "two.jsonl").write_text(json.dumps(RECORD) + "\n{torn\n")
    with pytest.warns(UserWarning, match="an input was skipped; .*two.jsonl"):
        assert project.add(tmp_path / "two.jsonl")["articles"] == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        project.add(EXAMPLES)
    assert capfd.readouterr() == ("", "")
    (tmp_path / "x.demarche").write_text("no project")
    with pytest.raises(demarche.Error, match="x.demarche"):
        project.add(EXAMPLES)


def test_a_project_answers_as_the_command_does(project, command):
    asked = ["--jsonl", "--limit", "0", "-p", project.path]
    assert project.events().lines == command("events", *asked)
    assert project.events(actor="IRN", start="2013-11-01").lines == command(
        "events", "--actor", "IRN", "--from", "2013-11-01", *asked
    )
    assert project.disputes().lines == command("disputes", *asked)
    assert project.positions().lines == command("positions", *asked)
    assert project.voices().lines == command("voices", *asked)
    assert project.predictions(as_of="2013-12-31").lines == command("predictions", "--as-of", "2013-12-31", *asked)
    assert project.agreements().lines == command("agreements", *asked)
    assert project.timeline(dyad=("USA", "IRN")).lines == command("timeline", "--dyad", "USA,IRN", *asked)
    assert project.timeline(dyad=["USA", "IRN"], start=None).lines == command("timeline", "--dyad", "USA,IRN", *asked)
    assert project.search("Sanktionen").lines == command("search", "Sanktionen", *asked)
    assert project.relation("USA", "IRN").markdown == command("relation", "USA", "IRN", "--language", "en", "-p", project.path)
    assert project.status()["articles"] == 6


def test_every_answer_of_a_project_is_an_arrow_table(project):
    answers = [project.events(), project.disputes(), project.predictions(), project.agreements(), project.timeline(),
               project.positions(), project.voices()]
    for table in [*answers, project.search("Sanktionen"), project.relation("USA", "IRN")]:
        assert len(table) > 0, table
        assert table.to_arrow().to_pylist() == table.to_dicts(), table


def test_an_actor_whom_nobody_names_is_told(project):
    for asked in [{"actor": "NRU"}, {"dyad": ("USA", "NRU")}]:
        with pytest.warns(UserWarning, match="no event of .* names 'NRU'") as told:
            assert len(project.events(**asked)) == 0
        assert [one.filename for one in told] == [__file__]
    # A code that nobody has is a mistake.
    for asked in [{"actor": "UTO"}, {"dyad": ("USA", "UTO")}]:
        with pytest.raises(demarche.Error, match="there is no actor UTO"):
            project.events(**asked)


def test_events_of_articles_and_of_a_project_have_the_same_columns(project):
    ours, theirs = demarche.link(RECORD).events.to_arrow().schema, project.events().to_arrow().schema
    for name in set(ours.names) & set(theirs.names):
        assert ours.field(name) == theirs.field(name)
    assert set(ours.names) ^ set(theirs.names) == {"mentions", "passages", "told", "reviewed"}


def test_a_relation_is_drawn(project):
    relation = project.relation("USA", "IRN")
    assert {(week["from"], week["to"]) for week in relation} == {("USA", "IRN"), ("IRN", "USA")}
    assert all(week["low"] <= week["index"] <= week["high"] for week in relation)
    assert relation._repr_svg_().startswith("<svg") and "USA → IRN" in relation._repr_svg_()


def test_a_project_writes_briefings_and_exports(project, tmp_path):
    assert project.brief("en").markdown.startswith("# ")
    import polars

    tables = project.export("parquet", tmp_path / "tables")
    assert polars.read_parquet(tables / "events.parquet").height == len(project.events())


def test_faults_are_exceptions(tmp_path, project):
    with pytest.raises(ValueError, match="zero"):
        demarche.code(RECORD, threads=0)
    with pytest.raises(demarche.Error, match="the confidence 2 is none; give a number from 0 to 1"):
        demarche.code(RECORD, min_confidence=2)
    with pytest.raises(demarche.Error, match="the confidence 2 is none"):
        print(demarche.code(RECORD).brief(min_confidence=2))
    for ask in [demarche.code(RECORD).brief("fr"), project.brief("fr")]:
        with pytest.raises(demarche.Error, match='the language "fr" is not built; built: de, en'):
            print(ask)
    day = "^invalid value 'May' for '--from <DATE>': give the day as YYYY-MM-DD, for example 2024-03-12$"
    with pytest.raises(demarche.Error, match=day):
        project.events(start="May")
    with pytest.raises(demarche.Error, match="there is no project"):
        demarche.open(tmp_path / "none.demarche").events()
    with pytest.raises(TypeError, match="no condition 'actr'"):
        demarche.open(tmp_path / "none.demarche").events(actr="USA")


def test_python_goes_on_while_articles_are_coded(records):
    """The lock is not held: another thread counts while a large batch is coded."""
    import threading

    stop, counted = threading.Event(), []

    def count():
        while not stop.wait(0.005):
            counted.append(1)

    thread = threading.Thread(target=count)
    thread.start()
    demarche.code(records[:256])
    stop.set()
    thread.join()
    assert len(counted) > 5


def test_the_command_is_installed(command):
    assert command("--version").startswith("demarche ")
    assert command("status", "-p", "missing.demarche", expected=1) == ""
    done = subprocess.run([sys.executable, "-m", "demarche", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == command("--version")

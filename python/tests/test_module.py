"""What the module takes and gives."""

import json

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


def test_an_id_that_comes_twice_gets_a_number():
    assert {mention["doc"] for mention in demarche.code([RECORD, RECORD])} == {"a", "a~2"}


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

    frame = pandas.DataFrame([RECORD, {"id": "b", "text": TEXT}])
    monkeypatch.setattr(pandas.DataFrame, "__arrow_c_stream__", refuse, raising=False)
    mentions = demarche.code(frame)
    assert kinds(mentions) == KINDS * 2
    assert list(mentions.to_pandas()["type"]) == KINDS * 2


def refuse(*_):
    raise ImportError("no pyarrow")


def test_tables_go_to_all_frames():
    mentions = demarche.code(RECORD)
    assert mentions.to_polars()["type"].to_list() == KINDS
    assert mentions.to_arrow().column("type").to_pylist() == KINDS
    assert list(mentions.to_pandas().columns) == mentions.columns
    assert "ACCUSE" in mentions._repr_html_() and "PER GOV" in mentions._repr_html_()


def test_what_cannot_be_coded_is_told():
    with pytest.warns(UserWarning, match='2 records were not coded; number 1: the record\'s "text" is empty'):
        mentions = demarche.code([RECORD, {"text": ""}, {"id": "c"}])
    assert kinds(mentions) == KINDS
    assert [skipped["record"] for skipped in mentions.skipped] == [1, 2]
    with pytest.raises(TypeError, match="not as int"):
        demarche.code(7)


def test_a_folder_is_read_and_what_is_missing_is_told():
    articles = demarche.read(EXAMPLES)
    assert len(articles) == 5 and set(articles[0]) >= {"id", "text", "blocks"}
    with pytest.warns(UserWarning, match="no such file"):
        assert len(demarche.read("missing.html")) == 0


def test_linking_gives_four_tables_and_a_briefing():
    linked = demarche.link([*demarche.read(EXAMPLES), RECORD])
    tables = [linked.events, linked.disputes, linked.predictions, linked.agreements]
    assert all(len(table) > 0 for table in tables), linked
    assert linked.events[0]["mentions"][0]["doc"]
    brief = demarche.code(demarche.read(EXAMPLES)).brief("en")
    assert brief.markdown.startswith("# ") and "<html" in brief.html and brief.records


def test_a_project_answers_as_the_command_does(project, command):
    asked = ["--jsonl", "--limit", "0", "-p", project.path]
    assert project.events().lines == command("events", *asked)
    assert project.events(actor="IRN", start="2013-11-01").lines == command(
        "events", "--actor", "IRN", "--from", "2013-11-01", *asked
    )
    assert project.disputes().lines == command("disputes", *asked)
    assert project.predictions(as_of="2013-12-31").lines == command("predictions", "--as-of", "2013-12-31", *asked)
    assert project.agreements().lines == command("agreements", *asked)
    assert project.timeline(dyad=("USA", "IRN")).lines == command("timeline", "--dyad", "USA,IRN", *asked)
    assert project.search("Sanktionen").lines == command("search", "Sanktionen", *asked)
    assert project.relation("USA", "IRN").markdown == command("relation", "USA", "IRN", "--lang", "en", "-p", project.path)
    assert project.status()["articles"] == 6


def test_every_answer_of_a_project_is_an_arrow_table(project):
    answers = [project.events(), project.disputes(), project.predictions(), project.agreements(), project.timeline()]
    for table in [*answers, project.search("Sanktionen"), project.relation("USA", "IRN")]:
        assert len(table) > 0, table
        assert table.to_arrow().to_pylist() == table.to_dicts(), table


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


def test_faults_are_exceptions(tmp_path):
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

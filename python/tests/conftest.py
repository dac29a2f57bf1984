"""What the tests share: the command as the wheel installs it, and 1,000 articles made of few."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "iran-deal"
# Hand-coded stories beside the checkout; where they are missing the examples alone are the stock.
STORIES = Path(os.environ.get("DEMARCHE_STORIES", ROOT.parent / "shared" / "gold" / "stories" / "articles.jsonl"))


@pytest.fixture(scope="session")
def command():
    """Runs the command that the wheel installs; gives what it prints."""
    program = Path(sys.executable).with_name("demarche")

    def run(*words, expected=0):
        done = subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=False)
        assert done.returncode == expected, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def articles(command, tmp_path_factory):
    """A file of 1,000 articles, each of sentences of different ones."""
    folder = tmp_path_factory.mktemp("articles")
    stock = folder / "stock.jsonl"
    stock.write_text(command("read", "--quiet", "--format", "jsonl", EXAMPLES))
    if STORIES.exists():
        told = [json.loads(line) for line in STORIES.read_text().splitlines()]
        built = [json.dumps(article) + "\n" for article in told if article["lang"] in ("de", "en")]
        stock.write_text(stock.read_text() + "".join(built))
    recombine = [sys.executable, ROOT / "tools" / "recombine.py", "1000", stock]
    many = folder / "articles.jsonl"
    many.write_bytes(subprocess.run(recombine, capture_output=True, check=True).stdout)
    return many


@pytest.fixture(scope="session")
def records(articles):
    return [json.loads(line) for line in articles.read_text().splitlines()]


def parsed(lines):
    """JSON lines as records."""
    return [json.loads(line) for line in lines.splitlines()]


@pytest.fixture(scope="session")
def mentions(command, articles):
    """What the command says: the measure for all other doors."""
    return parsed(command("code", "--quiet", "--format", "jsonl", articles))


@pytest.fixture(scope="session")
def events(command, articles):
    return parsed(command("link", "--quiet", articles))


@pytest.fixture(scope="session")
def found(command, articles, events):
    """What linking finds that a cluster finds too."""
    more = {what: parsed(command("link", "--quiet", "--what", what, articles)) for what in ("positions", "voices")}
    return {"events": events, **more}

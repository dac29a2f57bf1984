"""The wheel by itself: alone in an empty environment, with types that a checker accepts."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from conftest import ROOT

WHEEL = os.environ.get("DEMARCHE_WHEEL")
USE = """
import demarche
project: demarche.Project = demarche.open("x.demarche")
def count(status: str) -> int:
    table: demarche.Table = project.events(actor=["IRN", "USA"], status=status, min_origins=2, start="2013-01-01")
    return len(table) + len(demarche.code(["a"]).link().events.to_dicts())
"""


@pytest.mark.skipif(not WHEEL, reason="DEMARCHE_WHEEL names no wheel")
def test_the_wheel_works_alone(tmp_path):
    assert "-cp310-abi3-" in Path(WHEEL).name
    venv.create(tmp_path / "empty", with_pip=True)
    scripts = tmp_path / "empty" / Path(sysconfig.get_path("scripts")).name
    subprocess.run([scripts / "pip", "install", "--quiet", "--no-index", WHEEL], check=True)
    script = "import demarche; print(demarche.code('Frankreich verurteilte den Angriff Russlands.')[0]['type'])"
    done = subprocess.run([scripts / "python", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "ACCUSE\n"
    assert subprocess.run([scripts / "demarche", "--version"], capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(not WHEEL, reason="DEMARCHE_WHEEL names no wheel")
def test_each_python_of_this_machine_gives_the_same(tmp_path):
    """One wheel for 3.10 and newer: whichever of them are on the path."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--target", tmp_path, WHEEL], check=True)
    script = "import demarche; print(demarche.link(demarche.read('examples/iran-deal')).events.lines)"
    told = {}
    for minor in range(10, 15):
        words = [f"python3.{minor}", "-c", script]
        if shutil.which(words[0]) and subprocess.run([words[0], "-c", ""], capture_output=True, check=False).returncode == 0:
            place = {**os.environ, "PYTHONPATH": str(tmp_path)}
            told[minor] = subprocess.run(words, cwd=ROOT, env=place, capture_output=True, text=True, check=True).stdout
    assert len(set(told.values())) <= 1, sorted(told)


def test_types_hold(tmp_path):
    pytest.importorskip("mypy")
    (tmp_path / "use.py").write_text(USE)
    config = ROOT / "python" / "pyproject.toml"
    check = [sys.executable, "-m", "mypy", "--config-file", config, "-p", "demarche"]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    check = [sys.executable, "-m", "mypy", "--strict", tmp_path / "use.py"]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_notebook_runs_and_says_what_it_shows(tmp_path):
    nbclient = pytest.importorskip("nbclient")
    import nbformat

    path = ROOT / "examples" / "iran-deal.ipynb"
    notebook = nbformat.read(path, as_version=4)
    kernel = {"metadata": {"path": str(path.parent)}}
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=kernel).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert not [output for output in shown if output.output_type == "error"]
    kinds = {kind for output in shown for kind in output.get("data", ())}
    assert {"text/html", "image/svg+xml", "text/markdown"} <= kinds

"""docs/r.md: its SQL by DuckDB, its R by R, on the sample story; the index is that of `demarche relation`."""

import csv
import re
import shutil
import subprocess

import demarche
import pytest
from conftest import EXAMPLES, ROOT

# Where R has no package duckdb: what the page asks of it, answered with the rows that DuckDB gave here.
STAND_IN = """
duckdb <- dbConnect <- function(...) NULL
dbExecute <- function(...) 0
dbGetQuery <- function(...) read.csv("acts.csv", check.names = FALSE)
"""
WRITE = 'write.csv(there, "there.csv", row.names = FALSE); write.csv(back, "back.csv", row.names = FALSE)'


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / "docs" / "r.md").read_text(), re.DOTALL)


def has(package):
    return subprocess.run(["Rscript", "-e", f"library({package})"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not shutil.which("Rscript"), reason="there is no R")
def test_the_page_on_r_draws_the_index_of_the_command(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    project = demarche.open(tmp_path / "iran.demarche")
    project.add(EXAMPLES)
    project.export("parquet", tmp_path / "tables")
    shutil.copy(ROOT / "world" / "ontology.tsv", tmp_path)
    (statement,) = blocks("sql")
    (tmp_path / "acts.sql").write_text(statement)
    opening, asking, *drawing = blocks("r")
    (query,) = re.findall(r'dbGetQuery\(con, "(.*)"\)', asking)
    with duckdb.connect() as base:
        base.execute(f"SET file_search_path = '{tmp_path}'")
        base.execute(statement)
        base.sql(query.replace('\\"', '"')).write_csv(str(tmp_path / "acts.csv"))
    steps = [opening] if has("arrow") else []
    steps += [asking if has("duckdb") else STAND_IN + asking.replace("library(duckdb)", ""), *drawing, WRITE]
    (tmp_path / "page.R").write_text("\n".join(steps))
    subprocess.run(["Rscript", "page.R"], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "Rplots.pdf").stat().st_size > 2000
    weeks = project.relation("USA", "IRN")
    for name, side in (("there", "USA"), ("back", "IRN")):
        with (tmp_path / f"{name}.csv").open() as file:
            drawn = {row["week"]: float(row["index"]) for row in csv.DictReader(file)}
        told = {week["week"]: week["index"] for week in weeks if week["from"] == side}
        assert drawn == pytest.approx(told, abs=1e-4)

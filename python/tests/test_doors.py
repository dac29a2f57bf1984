"""The same 1,000 articles through the command and through the module give the same records."""

import cluster
import demarche


def test_the_module_gives_the_mentions_of_the_command_byte_for_byte(command, articles, records):
    printed = command("code", "--quiet", "--format", "jsonl", articles)
    assert demarche.code(records).lines == printed


def test_mentions_and_events_are_the_same_field_by_field(records, mentions, events):
    coded = demarche.code(records)
    cluster.compare(coded.to_dicts(), mentions)
    cluster.compare(demarche.link(coded).events.to_dicts(), events)


def test_arrow_loses_no_field(records):
    coded = demarche.code(records[:200])
    linked = coded.link()
    tables = [coded, coded.articles, coded.passages, linked.events, linked.disputes, linked.predictions, linked.agreements, linked.positions, linked.voices]
    for table in tables:
        assert len(table), table
        arrow = table.to_arrow()
        assert arrow.column_names == table.columns
        expected = [{name: record.get(name) for name in table.columns} for record in table]
        assert arrow.to_pylist() == expected, table


def test_articles_that_were_read_are_coded_as_from_their_files(command):
    from conftest import EXAMPLES

    printed = command("code", "--quiet", "--format", "jsonl", EXAMPLES)
    assert demarche.code(demarche.read(EXAMPLES)).lines == printed


def test_one_thread_and_two_give_the_same(records):
    assert demarche.code(records[:100], threads=1).lines == demarche.code(records[:100]).lines


def test_articles_come_back_from_parquet_as_they_were(command, tmp_path):
    """Guessed days, blocks and all; what Spark lays beside the table, and its rows of errors, are no articles."""
    import pyarrow
    import pyarrow.parquet
    from conftest import EXAMPLES

    articles = demarche.read(EXAMPLES)
    table = articles.to_arrow()
    error = {name: [None] for name in table.column_names} | {"error": ["x.warc.gz: torn"]}
    error = pyarrow.table(error, schema=table.schema.append(pyarrow.field("error", pyarrow.string())))
    store = tmp_path / "store"
    store.mkdir()
    told = table.append_column("error", pyarrow.nulls(len(table), pyarrow.string()))
    pyarrow.parquet.write_table(pyarrow.concat_tables([error, told]), store / "part-0.parquet")
    (store / "_SUCCESS").touch()
    assert command("read", "--format", "jsonl", store) == articles.lines
    assert command("code", "--quiet", "--format", "jsonl", store) == demarche.code(articles).lines


def test_threads_may_ask_one_batch(records):
    from concurrent.futures import ThreadPoolExecutor

    coded = demarche.code(records[:100])
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: coded.link().events.lines, range(3)))
    assert len(set(found)) == 1

"""Articles to mentions to events, in memory."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterable, Mapping
from os import PathLike, fspath
from typing import Any

from . import _native
from ._table import Record, Table


def records(source: Any) -> list[str]:
    """What `code` takes, as JSON texts, one a record."""
    if isinstance(source, str):
        return [json.dumps({"text": source})]
    if isinstance(source, Mapping):
        return [_json(source)]
    if isinstance(source, Table):
        return [line for line in source.lines.split("\n") if line]
    if hasattr(source, "columns") or hasattr(source, "schema"):
        return _rows(source)
    if isinstance(source, Iterable):
        return [json.dumps({"text": item}) if isinstance(item, str) else _json(item) for item in source]
    raise TypeError(f"articles come as texts, dicts or a table, not as {type(source).__name__}")


def _rows(table: Any) -> list[str]:
    if hasattr(table, "__arrow_c_stream__"):
        try:
            return _native.json_lines(table)
        except ImportError:
            # pandas gives Arrow streams only where pyarrow is installed.
            pass
    return [_json(row) for row in table.to_dict("records")]


def _json(record: Mapping[str, Any]) -> str:
    # In a data frame what is missing is a number that does not equal itself.
    return json.dumps({name: value for name, value in record.items() if value == value}, default=str)


class Brief:
    """A briefing: sentences, each with the passages that it rests on."""

    def __init__(self, write: Callable[[str], str]) -> None:
        self._write = write

    @property
    def markdown(self) -> str:
        return self._write("md")

    @property
    def html(self) -> str:
        return self._write("html")

    @property
    def records(self) -> Any:
        """The briefing as the JSON that `demarche brief --format json` prints, parsed."""
        return json.loads(self._write("json"))

    def __str__(self) -> str:
        return self.markdown

    def _repr_markdown_(self) -> str:
        return self.markdown


class Linked:
    """What the articles tell together: `events`, `disputes`, `predictions`, `agreements`."""

    def __init__(self, batch: _native.Batch) -> None:
        self.events, self.disputes, self.predictions, self.agreements = map(Table, batch.link())

    def __repr__(self) -> str:
        kinds = ("events", "disputes", "predictions", "agreements")
        return "<Linked: " + ", ".join(f"{len(getattr(self, kind))} {kind}" for kind in kinds) + ">"

    def _repr_html_(self) -> str:
        return self.events._repr_html_()


class Mentions(Table):
    """One record for every passage that says an act. Records that could not be coded are in `skipped`."""

    def __init__(self, batch: _native.Batch) -> None:
        super().__init__(batch.mentions())
        self._batch = batch

    @property
    def skipped(self) -> list[Record]:
        """The number of each record that was not coded (from 0), and why."""
        return [{"record": number, "error": why} for number, why in self._batch.skipped()]

    @property
    def articles(self) -> Table:
        """The articles as they were read: id, day, language, blocks."""
        return Table(self._batch.articles())

    @property
    def passages(self) -> Table:
        """The mentions with the words of their sentences and what else they need to be linked on other machines."""
        return Table(self._batch.passages())

    def link(self) -> Linked:
        """The events that these mentions tell."""
        return Linked(self._batch)

    def brief(self, lang: str = "de", *, min_confidence: float = 0.35) -> Brief:
        """The briefing on these articles, in German (`de`) or English (`en`)."""
        return Brief(lambda form: self._batch.brief(lang, form, min_confidence))


def code(articles: Any, *, min_confidence: float = 0.0, threads: int | None = None) -> Mentions:
    """Codes articles: one record for every passage that says who did what to whom.

    `articles` is a text, a dict, a list of either, or a table: pyarrow, Polars, pandas, DuckDB, whatever gives an Arrow
    stream, or the result of `read`. A record needs `text` (or `html`); `id`, `title`, `published`, `lang`, `url`, `source`,
    `authors` and `tags` are taken where it has them, also under the names that other tools use.

    Mentions whose confidence is below `min_confidence` are left out. Two threads do the work unless `threads` says how many;
    Python's lock is not held.
    """
    batch = _native.Batch(records(articles), threads, False, min_confidence)
    skipped = batch.skipped()
    if skipped:
        number, why = skipped[0]
        warnings.warn(f"{len(skipped)} records were not coded; number {number}: {why}", stacklevel=2)
    return Mentions(batch)


def link(articles: Any, *, min_confidence: float = 0.0) -> Linked:
    """The events, disputes, announcements and agreements that articles tell together.

    `articles` is what `code` takes, or its result.
    """
    mentions = articles if isinstance(articles, Mentions) else code(articles, min_confidence=min_confidence)
    return mentions.link()


def read(paths: str | PathLike[str] | Iterable[str | PathLike[str]], *, published: str | None = None) -> Table:
    """The articles in files and folders: text without menus and adverts, title, day, outlet, language.

    Takes what `demarche read` takes: HTML, text, JSON lines, CSV, feeds, WARC, PDF and others, also packed. `published` is
    the day of those that bring none. What could not be read is told in a warning.
    """
    several = [paths] if isinstance(paths, str | PathLike) else list(paths)
    words = ["--published", published] if published else []
    table, skipped = _native.read([*words, "--", *(fspath(path) for path in several)])
    if skipped:
        warnings.warn(f"{len(skipped)} inputs were skipped; {skipped[0]}", stacklevel=2)
    return Table(table)

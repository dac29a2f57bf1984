"""Articles to mentions to events, in memory."""

from __future__ import annotations

import json
import math
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike, fspath
from typing import Any

from . import _native
from ._table import Record, Table


def records(source: Any) -> list[str]:
    """What `code` takes, as JSON texts, one a record."""
    if isinstance(source, str | Mapping):
        return [_record(source)]
    if isinstance(source, Table):
        return [line for line in source.lines.split("\n") if line]
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(source, pandas.DataFrame):
        # As dicts: a column of pandas may mix kinds that Arrow does not take together.
        return [_record(row) for row in source.to_dict("records")]
    polars = sys.modules.get("polars")
    if polars is not None and isinstance(source, polars.DataFrame):
        # Polars gives a column without values in a form that other readers of Arrow refuse; it says nothing.
        source = source.select(name for name, kind in source.schema.items() if kind != polars.Null)
    if hasattr(source, "__arrow_c_stream__") and (hasattr(source, "schema") or hasattr(source, "columns")):
        return _native.json_lines(source)
    if isinstance(source, Iterable) and not isinstance(source, bytes):
        return [_record(item) for item in source]
    raise _not_taken(source)


def _record(item: Any) -> str:
    if hasattr(item, "as_py"):
        item = item.as_py()
    if isinstance(item, str):
        return json.dumps({"text": item})
    if isinstance(item, Mapping):
        return json.dumps({name: value for name, value in item.items() if not _missing(value)}, default=_plain)
    if _missing(item):
        return "{}"
    raise _not_taken(item)


def _not_taken(item: Any) -> TypeError:
    return TypeError(f"articles come as texts, dicts or a table, not as {type(item).__name__}")


def _missing(value: Any) -> bool:
    """Whether this stands where a value is missing: nothing, no number, or what pandas has for it."""
    pandas = sys.modules.get("pandas")
    if pandas is not None and (value is pandas.NA or value is pandas.NaT):
        return True
    return value is None or (isinstance(value, float) and math.isnan(value))


def _plain(value: Any) -> Any:
    """A value that JSON does not know: days and times as they are written, arrays as lists."""
    if isinstance(value, bytes):
        raise TypeError("a value is bytes; decode it, or let `demarche.read` read the file it comes from")
    return value.tolist() if hasattr(value, "tolist") else str(value)


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
        several = f"{len(skipped)} records were not coded" if len(skipped) > 1 else "a record was not coded"
        warnings.warn(f"{several}; number {number}: {why}", stacklevel=2)
    notes = batch.notes()
    if notes:
        number, what = notes[0]
        several = f"something is to be known of {len(notes)} records" if len(notes) > 1 else "of a record something is to be known"
        warnings.warn(f"{several}; number {number}: {what}", stacklevel=2)
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
    tell_skipped(skipped)
    return Table(table)


def tell_skipped(inputs: Sequence[str]) -> None:
    """Warns the caller's caller of inputs that gave nothing."""
    if inputs:
        several = f"{len(inputs)} inputs were skipped" if len(inputs) > 1 else "an input was skipped"
        warnings.warn(f"{several}; {inputs[0]}", stacklevel=3)

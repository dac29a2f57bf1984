"""Articles to mentions to events, in memory."""

from __future__ import annotations

import json
import math
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from os import PathLike, fspath
from os.path import exists
from typing import Any

from . import _native
from ._table import Record, Table

# Texts that are longer are no paths.
LONGEST_PATH = 1024


def records(source: Any) -> tuple[list[str], dict[int, str]]:
    """What `code` takes, as JSON texts, one a record; and why some of them are none, by their numbers."""
    if isinstance(source, str | Mapping):
        return [_record(source)], {}
    if isinstance(source, Table):
        if source.kind != "articles":
            raise TypeError(f"this is a table of {source.kind}; articles come as texts, dicts or a table of articles")
        return [line for line in source.lines.split("\n") if line], {}
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(source, pandas.DataFrame | pandas.Series):
        # As dicts: a column of pandas may mix kinds that Arrow does not take together.
        return _each(_rows(source))
    polars = sys.modules.get("polars")
    if polars is not None and isinstance(source, polars.DataFrame):
        # Polars gives a column without values in a form that other readers of Arrow refuse; it says nothing.
        source = source.select(name for name, kind in source.schema.items() if kind != polars.Null)
    if hasattr(source, "__arrow_c_stream__") and (hasattr(source, "schema") or hasattr(source, "columns")):
        return _native.json_lines(source), {}
    if isinstance(source, Iterable) and not isinstance(source, bytes):
        return _each(source)
    raise _not_taken(source)


def _rows(source: Any) -> Iterable[Any]:
    """The rows of a table of pandas, or the items of a series. Names of rows are columns, or ids where they are texts."""
    import pandas

    index, rows = source.index, source
    named = any(name is not None for name in index.names)
    series = isinstance(source, pandas.Series)
    if named or (len(index) and all(isinstance(label, str) for label in index)):
        if series and all(isinstance(item, str) or _missing(item) for item in source):
            rows, series = source.to_frame("text"), False
        if not series:
            rows = rows.reset_index(names=None if named else "identifier", allow_duplicates=True)
    found: Iterable[Any] = rows if series else rows.to_dict("records")
    return found


def _each(items: Iterable[Any]) -> tuple[list[str], dict[int, str]]:
    """Records of items, those that are none empty; where none of them is one, that is a mistake."""
    lines: list[str] = []
    faults: dict[int, str] = {}
    for number, item in enumerate(items):
        try:
            lines.append(_record(item))
        except TypeError as fault:
            lines.append("{}")
            faults[number] = str(fault)
    if faults and len(faults) == len(lines):
        raise TypeError(faults[0])
    return lines, faults


def _record(item: Any) -> str:
    if hasattr(item, "as_py"):
        item = item.as_py()
    if isinstance(item, str):
        if "\n" not in item and len(item) < LONGEST_PATH and exists(item):
            raise TypeError(f"{item!r} is a path; give what `demarche.read` reads there")
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


class Articles(Table):
    """Articles that were read; `skipped` says what gave none and why, with its id where that is known."""

    def __init__(self, inner: _native.Table, skipped: list[Record]) -> None:
        super().__init__(inner)
        self.skipped = skipped

    def __reduce__(self) -> tuple[Any, ...]:
        return _articles, (self.lines, self.skipped)


def _articles(lines: str, skipped: list[Record]) -> Articles:
    return Articles(_native.Table("articles", lines), skipped)


class Linked:
    """What the articles tell together: `events`, `disputes`, `predictions`, `agreements`, `positions`, `voices`."""

    def __init__(
        self, events: Table, disputes: Table, predictions: Table, agreements: Table, positions: Table, voices: Table
    ) -> None:
        self.events, self.disputes, self.predictions, self.agreements = events, disputes, predictions, agreements
        self.positions, self.voices = positions, voices

    def __repr__(self) -> str:
        kinds = ("events", "disputes", "predictions", "agreements", "positions", "voices")
        return "<Linked: " + ", ".join(f"{len(getattr(self, kind))} {kind}" for kind in kinds) + ">"

    def _repr_html_(self) -> str:
        return self.events._repr_html_()


class Mentions(Table):
    """One record for every passage that says an act.

    Records that could not be coded are in `skipped`: the number of each (from 0), and why. What is pickled are the
    articles, which are coded again.
    """

    def __init__(self, batch: _native.Batch, skipped: list[Record], min_confidence: float) -> None:
        super().__init__(batch.mentions())
        self._batch = batch
        self._least = min_confidence
        self.skipped = skipped

    def __reduce__(self) -> tuple[Any, ...]:
        return _mentions, (self.articles.lines, self.skipped, self._least)

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
        return Linked(*map(Table, self._batch.link()))

    def brief(self, wording: str = "de", *, min_confidence: float = 0.35) -> Brief:
        """The briefing on these articles, worded in German (`de`) or English (`en`)."""
        return Brief(lambda form: self._batch.brief(wording, form, min_confidence))


def _mentions(articles: str, skipped: list[Record], min_confidence: float) -> Mentions:
    lines = [line for line in articles.split("\n") if line]
    return Mentions(_native.Batch(lines, None, False, min_confidence), skipped, min_confidence)


def code(
    articles: Any, *, min_confidence: float = 0.0, threads: int | None = None, lang: str | None = None
) -> Mentions:
    """Codes articles: one record for every passage that says who did what to whom.

    `articles` is a text, a dict, a list of either, or a table: pyarrow, Polars, pandas, DuckDB, whatever gives an Arrow
    stream, or the result of `read`. A record needs `text` (or `html`); `id`, `title`, `published`, `lang`, `url`, `source`,
    `authors` and `tags` are taken where it has them, also under the names that other tools use.

    Mentions whose confidence is below `min_confidence` are left out. Two threads do the work unless `threads` says how many;
    Python's lock is not held. `lang` is the language of records that do not name theirs.
    """
    return _code(articles, min_confidence, threads, lang)


def _code(articles: Any, min_confidence: float, threads: int | None, lang: str | None) -> Mentions:
    lines, faults = records(articles)
    batch = _native.Batch(lines, threads, False, min_confidence, lang)
    skipped: list[Record] = [{"record": number, "error": faults.get(number, why)} for number, why in batch.skipped()]
    if skipped:
        several = f"{len(skipped)} records were not coded" if len(skipped) > 1 else "a record was not coded"
        warnings.warn(f"{several}; number {skipped[0]['record']}: {skipped[0]['error']}", stacklevel=3)
    notes = batch.notes()
    if notes:
        number, what = notes[0]
        several = f"something is to be known of {len(notes)} records" if len(notes) > 1 else "of a record something is to be known"
        warnings.warn(f"{several}; number {number}: {what}", stacklevel=3)
    return Mentions(batch, skipped, min_confidence)


def link(articles: Any, *, min_confidence: float = 0.0, lang: str | None = None) -> Linked:
    """The events, disputes, announcements and agreements that articles tell together.

    `articles` is what `code` takes, or its result.
    """
    mentions = articles if isinstance(articles, Mentions) else _code(articles, min_confidence, None, lang)
    return mentions.link()


def read(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    published: date | str | None = None,
    lang: str | None = None,
) -> Articles:
    """The articles in files and folders: text without menus and adverts, title, day, outlet, language.

    Takes what `demarche read` takes: HTML, text, JSON lines, CSV, feeds, WARC, PDF and others, also packed. `published` and
    `lang` are the day and the language of those that bring none. What could not be read is told in a warning, and stands
    in `skipped`.
    """
    several = [paths] if isinstance(paths, str | PathLike) else list(paths)
    if not several:
        return _articles("", [])
    table, skipped = _native.read([*flags(published, lang), "--", *(fspath(path) for path in several)])
    return Articles(table, tell_skipped(skipped))


def flags(published: date | str | None, lang: str | None) -> list[str]:
    """What is said of all articles, as the command takes it."""
    day = published.isoformat()[:10] if isinstance(published, date) else published
    return [f"--published={day}"] * (day is not None) + [f"--text-lang={lang}"] * (lang is not None)


def tell_skipped(inputs: list[tuple[str | None, str]]) -> list[Record]:
    """Warns the caller's caller of inputs that gave nothing; gives them as records."""
    if inputs:
        several = f"{len(inputs)} inputs were skipped" if len(inputs) > 1 else "an input was skipped"
        warnings.warn(f"{several}; {inputs[0][1]}", stacklevel=3)
    return [{"id": own, "error": why} for own, why in inputs]

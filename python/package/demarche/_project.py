"""A project file, asked."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable
from datetime import date
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from . import _native, _views
from ._coding import Brief, flags, tell_skipped
from ._table import Record, Table

if TYPE_CHECKING:
    from typing_extensions import Unpack

Several = str | Iterable[str]


class Conditions(TypedDict, total=False):
    """Which events: each condition narrows what the others leave; several values mean any of them."""

    actor: Several
    dyad: tuple[str, str] | str
    type: Several
    status: Several
    start: date | str
    end: date | str
    lang: Several
    source: Several
    min_origins: int
    min_confidence: float
    as_of: date | str
    limit: int


# What Python reserves or lists name otherwise.
FLAGS = {"start": "from", "end": "to"}


def words(conditions: Conditions) -> list[str]:
    """The conditions as the command takes them."""
    found: list[str] = []
    for name, value in conditions.items():
        if name not in Conditions.__annotations__:
            raise TypeError(f"there is no condition {name!r}; there are {', '.join(Conditions.__annotations__)}")
        flag = "--" + FLAGS.get(name, name).replace("_", "-")
        if value is None:
            continue
        if name == "dyad" and isinstance(value, tuple | list):
            found.append(f"{flag}={','.join(value)}")
        elif isinstance(value, Iterable) and not isinstance(value, str):
            found += [f"{flag}={one}" for one in value]
        else:
            found.append(f"{flag}={value}")
    return found


class Relation(Table):
    """How two actors stand to each other: a row for each week and direction, with index and band from -10 to 10."""

    def __init__(self, inner: _native.Table, page: str) -> None:
        super().__init__(inner)
        self.markdown = page
        """The page that `demarche relation` prints."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _relation, (self.lines, self.markdown)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)} weeks>"

    def _repr_svg_(self) -> str:
        return _views.courses(self.to_dicts())

    def _repr_html_(self) -> str:
        return self._repr_svg_()


def _relation(lines: str, page: str) -> Relation:
    return Relation(_native.Table("courses", lines), page)


class Project:
    """A project file: one file that holds articles, mentions and what links them."""

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = Path(path)

    def __repr__(self) -> str:
        return f"demarche.open({str(self.path)!r})"

    def _ask(self, command: str, *flags: str, after: Iterable[str] = ()) -> str:
        return _native.ask([command, *flags, f"--project={self.path}", "--", *after])

    def _list(self, command: str, kind: str, conditions: Conditions, after: Iterable[str] = ()) -> Table:
        asked: Conditions = {"limit": 0, **conditions}
        found = Table(_native.Table(kind, self._ask(command, "--jsonl", *words(asked), after=after)))
        if not found:
            self._tell_unknown(conditions)
        return found

    def _tell_unknown(self, conditions: Conditions) -> None:
        """Warns of actors that no event of the project names."""
        actors: Several = conditions.get("actor") or []
        two: Several = conditions.get("dyad") or []
        codes = [actors] if isinstance(actors, str) else list(actors)
        codes += two.split(",") if isinstance(two, str) else list(two)
        for code in codes:
            if not self._ask("events", "--jsonl", "--limit=1", f"--actor={code.strip()}"):
                warnings.warn(f"no event of {self.path} names {code!r}; actors are codes such as USA or IGO:EU", stacklevel=4)

    def add(
        self, *paths: str | PathLike[str], published: date | str | None = None, lang: str | None = None
    ) -> Record:
        """Codes the articles in files and folders and links them with what is there; makes the file if there is none.

        Adding again changes nothing. `published` and `lang` are the day and the language of articles that bring none. Gives
        the counts of the project and, as `skipped`, what could not be read or coded, of which a warning tells too. Where
        nothing could, no file is made.
        """
        found = [fspath(path) for path in paths]
        words = ["add", f"--project={self.path}", *flags(published, lang), "--", *found]
        skipped = tell_skipped(_native.add(words) if found else [])
        counts = self.status() if self.path.exists() else {"articles": 0}
        return {**counts, "skipped": skipped}

    def status(self) -> Record:
        """What is in the project: counts by their names, those of languages, types and the like as dicts."""
        found: Record = {}
        for line in filter(None, self._ask("status", "--jsonl").split("\n")):
            counted = json.loads(line)
            if "of" in counted:
                found.setdefault(counted["what"], {})[counted["of"]] = counted["value"]
            else:
                found[counted["what"]] = counted["value"]
        return found

    def events(self, **conditions: Unpack[Conditions]) -> Table:
        """The events that meet the conditions, in order of time."""
        return self._list("events", "kept_events", conditions)

    def timeline(self, **conditions: Unpack[Conditions]) -> Table:
        """The events in order of time, each with its first passage."""
        return self._list("timeline", "timeline", conditions)

    def disputes(self, **conditions: Unpack[Conditions]) -> Table:
        """What the articles contradict each other on: versions, who holds them, where."""
        return self._list("disputes", "kept_disputes", conditions)

    def predictions(self, **conditions: Unpack[Conditions]) -> Table:
        """What was announced, and what became of it."""
        return self._list("predictions", "kept_predictions", conditions)

    def agreements(self, **conditions: Unpack[Conditions]) -> Table:
        """Treaties, pacts and accords: parties, signing, clauses, later events."""
        return self._list("agreements", "kept_agreements", conditions)

    def positions(self, **conditions: Unpack[Conditions]) -> Table:
        """How those who are no party stand to the events: for or against, since when, whether it changed."""
        return self._list("positions", "kept_positions", conditions)

    def voices(self, **conditions: Unpack[Conditions]) -> Table:
        """Who is quoted without being a party, and what each says."""
        return self._list("voices", "kept_voices", conditions)

    def search(self, query: str, **conditions: Unpack[Conditions]) -> Table:
        """Passages by words and conditions: `project.search('"heavy water" status:denied')`."""
        return self._list("search", "hits", conditions, after=[query])

    def relation(self, one: str, other: str, *, as_of: date | str | None = None, lang: str = "en") -> Relation:
        """How two actors stand to each other, week by week in both directions."""
        day = [f"--as-of={as_of}"] if as_of else []
        asked = ["relation", f"--project={self.path}", f"--language={lang}", *day, "--", one, other]
        return Relation(_native.courses(asked), _native.ask(asked))

    def brief(self, wording: str = "de", **conditions: Unpack[Conditions]) -> Brief:
        """The briefing on what meets the conditions, worded in German (`de`) or English (`en`)."""
        asked = [f"--project={self.path}", *words(conditions)]
        return Brief(lambda form: _native.brief(asked, wording, form))

    def export(self, format: str, output: str | PathLike[str], **conditions: Unpack[Conditions]) -> Path:
        """Writes what meets the conditions in a format of `demarche export`; gives the path."""
        self._ask("export", f"--format={format}", f"--output={fspath(output)}", *words(conditions))
        return Path(output)


def open(path: str | PathLike[str]) -> Project:
    """A project file; `Project.add` makes one where there is none."""
    return Project(path)

"""What notebooks show: records as a table, the course of a relation as a drawing. Text in, HTML or SVG out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

# Rows that are shown, and characters of one cell.
SHOWN = 20
WIDEST = 160
# What is worth seeing of each kind of table; of others all columns are shown.
COLUMNS = {
    "articles": ["id", "published", "lang", "source", "title"],
    "mentions": ["doc", "time", "type", "mode", "actors", "recipients", "status", "said_by", "trigger"],
    "events": ["id", "time", "type", "mode", "actors", "recipients", "status", "place", "origins", "score"],
    "kept_events": ["id", "time", "type", "mode", "actors", "recipients", "status", "place", "origins", "passages", "score"],
    "timeline": ["id", "time", "type", "actors", "recipients", "status", "first_passage"],
}


def cell(value: Any) -> str:
    """A value as a person would write it: actors by their codes, times by their days, passages by their words."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else ""
        case {"code": code}:
            return f"{code} {value['sector']}" if value.get("sector") else str(code)
        case {"start": str(start), "end": end}:
            return start if start == end else f"{start}/{end}"
        case {"sentence": str(words)} | {"text": str(words)} | {"name": str(words)}:
            return words
        case {"value": figure, "unit": unit}:
            return f"{'~' if value.get('vague') else ''}{figure} {unit}"
        case {"value": str(version)}:
            return version
        case list():
            return "; ".join(cell(item) for item in value)
        case dict():
            return ", ".join(f"{name}: {cell(item)}" for name, item in value.items() if item is not None)
        case _:
            return str(value)


def table(records: Sequence[dict[str, Any]], kind: str) -> str:
    """The first rows as an HTML table."""
    columns = COLUMNS.get(kind) or list(dict.fromkeys(name for record in records[:SHOWN] for name in record))
    rows = [[cell(record.get(name)) for name in columns] for record in records[:SHOWN]]
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    short = ((text if len(text) <= WIDEST else text[: WIDEST - 1] + "…" for text in row) for row in rows)
    body = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in short)
    more = f"<p>{SHOWN} of {len(records)}</p>" if len(records) > SHOWN else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


# Colours that the colour-blind tell apart.
COLOURS = ("#0072b2", "#d55e00")
WIDTH, HEIGHT, LEFT, BELOW = 720, 260, 40, 24


def courses(weeks: Sequence[dict[str, Any]]) -> str:
    """The index of both directions with its band, week by week, as SVG."""
    days = sorted({week["week"] for week in weeks})
    place = {day: LEFT + (WIDTH - LEFT) * at / max(len(days) - 1, 1) for at, day in enumerate(days)}

    def height(value: float) -> float:
        return (HEIGHT - BELOW) * (10 - max(-10.0, min(10.0, value))) / 20

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" '
        f'font-size="11">'
    ]
    for value in (-10, -5, 0, 5, 10):
        y = height(value)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH}" stroke="#ccc"/><text x="2" y="{y + 4:.1f}">{value}</text>')
    pairs = list(dict.fromkeys((week["from"], week["to"]) for week in weeks))
    for number, pair in enumerate(pairs):
        own = [week for week in weeks if (week["from"], week["to"]) == pair]
        colour = COLOURS[number % len(COLOURS)]

        def line(name: str, course: Sequence[dict[str, Any]] = own) -> list[str]:
            return [f"{place[week['week']]:.1f} {height(week[name]):.1f}" for week in course]

        band = "L".join(line("high") + line("low")[::-1])
        parts.append(f'<path d="M{band}Z" fill="{colour}" fill-opacity="0.15"/>')
        parts.append(f'<path d="M{"L".join(line("index"))}" fill="none" stroke="{colour}" stroke-width="2"/>')
        name = escape(f"{pair[0]} → {pair[1]}")
        parts.append(f'<text x="{LEFT + 6 + 160 * number}" y="14" fill="{colour}">{name}</text>')
    if days:
        parts.append(f'<text x="{LEFT}" y="{HEIGHT - 8}">{days[0]}</text>')
        parts.append(f'<text x="{WIDTH}" y="{HEIGHT - 8}" text-anchor="end">{days[-1]}</text>')
    return "".join(parts) + "</svg>"

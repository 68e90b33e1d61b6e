"""Outlets: their country and owner class, from a table that the user gives."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.corpus.schema import transaction
from sayso.errors import Refused

_NAMES = {
    "name": "name", "outlet": "name",
    "country": "country",
    "owner_class": "owner_class", "owner class": "owner_class", "owner": "owner_class", "class": "owner_class",
}  # fmt: skip
_REPAIR = "give a table (CSV) whose first line is name,country,owner_class"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher: ``owner_class`` is the user's word, e.g. independent, state-run, party, agency."""

    name: str
    country: str | None = None
    owner_class: str | None = None


def outlets_of(table: str, name: str) -> Iterator[Outlet | Refused]:
    """The outlets of a table with a head, its cells parted by commas, semicolons or tabs; a bad row gives its
    refusal.  Raises `Refused` for what is no such table."""
    head = table.removeprefix("\ufeff").partition("\n")[0]
    part = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline=""), delimiter=part))
    except csv.Error as error:
        raise Refused(name, f"is no table ({error})", _REPAIR) from None
    columns = [_NAMES.get(cell.strip().lower()) for cell in lines[0]] if lines else []
    if "name" not in columns:
        raise Refused(name, "has no column of names", _REPAIR)
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in line):
            yield _outlet(dict(zip(columns, map(str.strip, line), strict=False)), f"{name}: row {number}", seen)


def _outlet(cells: dict[str | None, str], where: str, seen: dict[str, int]) -> Outlet | Refused:
    name = cells.get("name", "")
    if not name:
        return Refused(where, "names no outlet", "give the name as the articles have it")
    if name in seen:
        return Refused(where, f"{name} is named before", "keep one row an outlet")
    seen[name] = 1
    return Outlet(name, cells.get("country") or None, cells.get("owner_class") or None)


def put(db: sqlite3.Connection, outlets: Iterable[Outlet]) -> int:
    """Put outlets in, in the place of those of the same name; returns how many."""
    given = [(one.name, one.country, one.owner_class) for one in outlets]
    with transaction(db):
        db.executemany("INSERT OR REPLACE INTO outlets (name, country, owner_class) VALUES (?, ?, ?)", given)
    return len(given)


def kept(db: sqlite3.Connection) -> list[Outlet]:
    """All outlets, by name."""
    return [Outlet(*row) for row in db.execute("SELECT name, country, owner_class FROM outlets ORDER BY name")]


def unknown(db: sqlite3.Connection) -> list[str]:
    """The outlets of articles that no table has told of, by name."""
    rows = db.execute(
        "SELECT DISTINCT v.outlet FROM articles AS a JOIN versions AS v ON v.number = a.version"
        " WHERE v.outlet IS NOT NULL AND v.outlet NOT IN (SELECT name FROM outlets) ORDER BY v.outlet"
    )
    return [row[0] for row in rows]

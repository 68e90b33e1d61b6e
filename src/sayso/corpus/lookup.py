"""Finding an article by its id or its address."""

from __future__ import annotations

import sqlite3

from sayso.corpus import load
from sayso.corpus.dates import newness
from sayso.corpus.keys import address
from sayso.corpus.rows import whole
from sayso.errors import SaysoError
from sayso.model import Article

_OF = "FROM articles AS a JOIN versions AS v ON v.article = a.number"


def newest(db: sqlite3.Connection) -> list[int]:
    """The newest version of each article, by their ids."""
    rows = db.execute(
        "SELECT v.number FROM articles AS a JOIN versions AS v ON v.number = a.version ORDER BY v.id, a.key"
    )
    return [row[0] for row in rows]


def version(db: sqlite3.Connection, id: str, path: str) -> int:
    """The newest version with an id, or at an address."""
    found = _found(db, id)
    if not found:
        raise SaysoError(f"{path}: holds no article {id!r}; give an id or an address that an article has")
    if len({row["key"] for row in found}) > 1:
        keys = ", ".join(sorted({row["key"] for row in found}))
        raise SaysoError(f"{path}: several articles have the id {id!r}; give the address of one: {keys}")
    for row in found:
        if row["version"] == row["number"]:
            return int(row["number"])
    return max((int(row["number"]) for row in found), key=lambda number: newness(load.article(db, number)))


def versions(db: sqlite3.Connection, id: str) -> list[Article]:
    """All versions of the articles with an id, or of the one at an address, the newest last."""
    numbers = {row["article"] for row in _found(db, id)}
    every = (db.execute("SELECT number FROM versions WHERE article = ?", (number,)) for number in sorted(numbers))
    return sorted((load.article(db, row["number"]) for rows in every for row in rows), key=newness)


def _found(db: sqlite3.Connection, id: str) -> list[sqlite3.Row]:
    columns = "SELECT a.key, a.version, v.number, v.article"
    by_id = db.execute(f"{columns} {_OF} WHERE v.id = ?", (whole(id),)).fetchall()
    if by_id:
        return by_id
    return db.execute(f"{columns} {_OF} WHERE a.key = ?", (address(whole(id)) or whole(id),)).fetchall()

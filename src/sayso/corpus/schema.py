"""Opening a corpus file: making it, bringing an older one up to date, and refusing what is none."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from sayso.corpus.faults import told
from sayso.errors import MissingPart, SaysoError

APPLICATION_ID = 0x53415953
"""Stands in the head of the file: "SAYS"."""
MIGRATIONS = (resources.files("sayso.corpus").joinpath("schema.sql").read_text("utf-8"),)
"""What takes a file from each schema version to the next; the first makes it."""
TABLES = (
    "articles", "versions", "blocks", "turns", "findings", "runs", "made", "notes", "quotations", "attributions",
    "speakers", "mentions", "rejects", "corrections", "outlets", "raw",
)  # fmt: skip
OLDEST = (3, 34)
"""The first SQLite that can search in any script."""


def connect(path: str, create: bool, wait: float) -> sqlite3.Connection:
    """A connection to a corpus file, with its schema as it is today; waits so many seconds for another writer."""
    if sqlite3.sqlite_version_info < OLDEST:
        raise MissingPart(f"SQLite {sqlite3.sqlite_version} is too old: use a Python with SQLite 3.34 or newer")
    if not create and not Path(path).exists():
        raise SaysoError(f"{path}: no such corpus; check the name, or make it with `sayso add`")
    with told(path):
        db = sqlite3.connect(path, timeout=wait, isolation_level=None)
        try:
            db.row_factory = sqlite3.Row
            with transaction(db, "DEFERRED"):
                _check(db, path)
            _prepare(db, path, wait)
        except BaseException:
            db.close()
            raise
    return db


def _prepare(db: sqlite3.Connection, path: str, wait: float) -> None:
    if os.access(path, os.W_OK):
        _write_ahead(db, time.monotonic() + wait)
    if _version(db) < len(MIGRATIONS):
        _migrate(db, path)
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA foreign_keys = ON")


def _write_ahead(db: sqlite3.Connection, until: float) -> None:
    """Let others read while one writes.  SQLite itself does not wait here for others that do the same."""
    while db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _check(db: sqlite3.Connection, path: str) -> None:
    """Refuse a file that is no corpus, or one of a newer version."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION_ID and (application or tables):
        raise SaysoError(f"{path}: is a database, but no corpus; give another name, or one that `sayso add` made")
    if _version(db) > len(MIGRATIONS):
        raise SaysoError(
            f"{path}: was made by a newer sayso (its schema is {_version(db)}, this one knows up to "
            f"{len(MIGRATIONS)}); update sayso"
        )


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _migrate(db: sqlite3.Connection, path: str) -> None:
    with transaction(db):
        _check(db, path)  # another process may have been quicker
        for number in range(_version(db), len(MIGRATIONS)):
            for statement in _statements(MIGRATIONS[number]):
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: `executescript` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def transaction(db: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """All that is written within, or nothing; ``DEFERRED`` for reading: all of it sees one state of the file."""
    db.execute(f"BEGIN {kind}")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk may have ended it
            db.execute("ROLLBACK")
        raise

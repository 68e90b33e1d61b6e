"""What SQLite says went wrong, as an error that says how to mend it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sayso.errors import SaysoError

_MEANT = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space and add again: what was added before is intact",
    sqlite3.SQLITE_IOERR: "the disk can't be read or written; see to it (is it full?) and try again: what was added "
    "before is intact",
    sqlite3.SQLITE_BUSY: "another process is writing to it; wait until that is done and try again",
    sqlite3.SQLITE_LOCKED: "another process is writing to it; wait until that is done and try again",
    sqlite3.SQLITE_READONLY: "may not be written; grant yourself the right to (chmod u+w), or copy it",
    sqlite3.SQLITE_CANTOPEN: "can't be opened; check the name, and that you may write in its folder",
    sqlite3.SQLITE_NOTADB: "is no corpus; give another name, or one that `sayso add` made",
    sqlite3.SQLITE_CORRUPT: "is damaged or only part of a corpus; take it from your backup, or make it anew",
}


@contextmanager
def told(path: str) -> Iterator[None]:
    """Raise what SQLite raises within as a `SaysoError` that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        meant = _MEANT.get(code)
        if meant is None:
            raise
        raise SaysoError(f"{path}: {meant} ({error})") from error

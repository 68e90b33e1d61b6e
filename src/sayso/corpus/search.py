"""Searching the newest versions of all articles, in any script.

Texts that hold the words are found by their trigrams, or, for fewer characters, read one by one; where in them
the words stand is then looked for here, so that places are exact.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from sayso.model import Span

SHORTEST = 3
"""Characters that the index needs."""


def find(db: sqlite3.Connection, words: str) -> Iterator[tuple[int, tuple[Span, ...]]]:
    """The versions in which words stand, whatever their case, and where, by the articles' ids."""
    if not words.strip():
        return
    pattern = re.compile(re.escape(words), re.IGNORECASE)
    for number, text in _candidates(db, words):
        spans = tuple(found.span() for found in pattern.finditer(text))
        if spans:
            yield number, spans


def _candidates(db: sqlite3.Connection, words: str) -> Iterator[tuple[int, str]]:
    select = "SELECT v.number, v.text FROM articles AS a JOIN versions AS v ON v.number = a.version"
    order = " ORDER BY v.id, a.key"
    if len(words) < SHORTEST or "\0" in words:
        return db.execute(select + order)
    narrowed = " WHERE v.number IN (SELECT rowid FROM search WHERE search MATCH ?)"
    return db.execute(select + narrowed + order, (quoted(words),))


def quoted(words: str) -> str:
    """Words as one string of the index's language, in which nothing else has a meaning."""
    return '"' + words.replace('"', '""') + '"'

"""Rows of the tables as records."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from sayso.model import (
    Article,
    Attribution,
    Block,
    Findings,
    Mention,
    Note,
    Provenance,
    Quotation,
    Run,
    Span,
    Speaker,
    SpokenFor,
    Turn,
    Unnamed,
    Words,
)


def article(db: sqlite3.Connection, version: int) -> Article:
    """The article of a version."""
    (row,) = db.execute("SELECT * FROM versions WHERE number = ?", (version,))
    return Article(
        row["id"], row["digest"], row["text"], row["outlet"], row["url"], row["title"], _frozen(row["bylines"]),
        row["published"], row["updated"], row["retrieved"], row["language"], _blocks(db, version),
        notes(db, version, "read"), _provenance(row), _turns(db, version),
    )  # fmt: skip


def findings(db: sqlite3.Connection, version: int) -> Findings:
    """A version with the newest of what was found in it."""
    of = article(db, version)
    (row,) = db.execute("SELECT findings FROM versions WHERE number = ?", (version,))
    if row["findings"] is None:
        return Findings(of, (), (), ())
    number = row["findings"]
    (row,) = db.execute("SELECT not_heard FROM findings WHERE number = ?", (number,))
    return Findings(
        of,
        tuple(_quotations(db, number, of.id)),
        tuple(_attributions(db, number, of.id)),
        notes(db, version, "attribute", number),
        made(db, number),
        tuple(_speakers(db, number, of.id)),
        tuple(_words(one) for one in json.loads(row["not_heard"])),
    )


def notes(db: sqlite3.Connection, version: int, stage: str, findings: int | None = None) -> tuple[Note, ...]:
    """The notes of one stage on a version, or on what was found in it."""
    rows = db.execute(
        "SELECT code, message, span_start, span_end FROM notes WHERE version = ? AND stage = ? AND findings IS ?"
        " ORDER BY position",
        (version, stage, findings),
    )
    return tuple(Note(code, message, _span(start, end)) for code, message, start, end in rows)


def made(db: sqlite3.Connection, findings: int) -> tuple[Run, ...]:
    """The runs behind findings."""
    rows = db.execute(
        "SELECT r.id, r.stage, r.made_by, r.options, m.at FROM made AS m JOIN runs AS r ON r.number = m.run"
        " WHERE m.findings = ? ORDER BY m.position",
        (findings,),
    )
    return tuple(run(row) for row in rows)


def run(row: sqlite3.Row) -> Run:
    """A run of a row: id, stage, what made it, options, time."""
    id, stage, made_by, options, at = row
    return Run(id, stage, made_by, {name: _tuples(value) for name, value in json.loads(options).items()}, at)


def _blocks(db: sqlite3.Connection, version: int) -> tuple[Block, ...]:
    rows = db.execute(
        "SELECT span_start, span_end, role, origin FROM blocks WHERE version = ? ORDER BY position", (version,)
    )
    return tuple(Block((start, end), role, origin) for start, end, role, origin in rows)


def _turns(db: sqlite3.Connection, version: int) -> tuple[Turn, ...]:
    rows = db.execute(
        "SELECT span_start, span_end, speaker, label_start, label_end FROM turns WHERE version = ? ORDER BY position",
        (version,),
    )
    return tuple(Turn((start, end), speaker, _span(*label)) for start, end, speaker, *label in rows)


def _provenance(row: sqlite3.Row) -> Provenance | None:
    if row["provenance_origin"] is None:
        return None
    return Provenance(**{name: row[f"provenance_{name}"] for name in Provenance.__dataclass_fields__})


def _quotations(db: sqlite3.Connection, findings: int, article: str) -> Iterator[Quotation]:
    for row in db.execute("SELECT * FROM quotations WHERE findings = ? ORDER BY position", (findings,)):
        pieces = _frozen(row["pieces"])
        yield Quotation(row["id"], article, pieces, row["text"], row["role"], row["attribution"], row["marks"])


def _attributions(db: sqlite3.Connection, findings: int, article: str) -> Iterator[Attribution]:
    for row in db.execute("SELECT * FROM attributions WHERE findings = ? ORDER BY position", (findings,)):
        source, cue, content, via, occasion = (
            _frozen(row[name]) for name in ("source", "cue", "content", "via", "occasion")
        )
        yield Attribution(
            row["id"], article, source, cue, content, row["type"], row["act"], via, occasion, row["parent"],
            row["confidence"], _spoken_for(row),
        )  # fmt: skip


def _spoken_for(row: sqlite3.Row) -> SpokenFor | None:
    if row["speaker"] is None:
        return None
    title = row["speaker_title"] and Words(row["speaker_title"], (row["speaker_title_start"], row["speaker_title_end"]))
    return SpokenFor(
        row["speaker"],
        row["speaker_name"],
        title,
        row["speaker_kind"],
        (row["mention_start"], row["mention_end"]),
        row["speaker_confidence"],
        _words(json.loads(row["behind"])) if row["behind"] else None,
    )


def _speakers(db: sqlite3.Connection, findings: int, article: str) -> Iterator[Speaker]:
    for row in db.execute("SELECT * FROM speakers WHERE findings = ? ORDER BY position", (findings,)):
        titles = tuple(_words(one) for one in json.loads(row["titles"]))
        unnamed = _unnamed(json.loads(row["unnamed"])) if row["unnamed"] else None
        yield Speaker(row["id"], article, row["name"], titles, row["kind"], _mentions(db, row["number"]), unnamed)


def _mentions(db: sqlite3.Connection, speaker: int) -> tuple[Mention, ...]:
    rows = db.execute("SELECT span_start, span_end, form FROM mentions WHERE speaker = ? ORDER BY position", (speaker,))
    return tuple(Mention((start, end), form) for start, end, form in rows)


def _unnamed(given: dict[str, Any]) -> Unnamed:
    return Unnamed(**{name: _words(value) if value else None for name, value in given.items()})


def _words(given: dict[str, Any]) -> Words:
    return Words(given["text"], (given["span"][0], given["span"][1]))


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else (start, end)


def _frozen(text: str) -> Any:
    return _tuples(json.loads(text))


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value

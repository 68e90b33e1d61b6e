"""Records as rows of the tables."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sayso.model import Article, Attribution, Block, Note, Pieces, Provenance, Quotation, Span, Speaker, Turn, to_json

Row = dict[str, Any]
_SURROGATE = re.compile("[\ud800-\udfff]")


def insert(db: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    """Put rows of the same columns into a table; the names are ours, the values are bound."""
    if not rows:
        return
    names = list(rows[0])
    values = ", ".join(f":{name}" for name in names)
    db.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})", [_storable(row) for row in rows])


def update(db: sqlite3.Connection, table: str, number: int, row: Row) -> None:
    """Set columns of one row."""
    setting = ", ".join(f"{name} = :{name}" for name in row)
    db.execute(f"UPDATE {table} SET {setting} WHERE number = :number", _storable({**row, "number": number}))


def _storable(row: Mapping[str, Any]) -> Row:
    """Half characters, which no UTF-8 can hold, become U+FFFD: places stay the same."""
    return {name: whole(value) if isinstance(value, str) else value for name, value in row.items()}


def whole(text: str) -> str:
    """A text without half characters."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def dumped(value: Any) -> str | None:
    """Records or pieces as JSON; None stays None."""
    return None if value is None else json.dumps(to_json(value), ensure_ascii=False, separators=(",", ":"))


def version_row(article: Article) -> Row:
    """An article, without its text, digest and what has tables of its own."""
    source = article.provenance
    row = {
        name: getattr(article, name)
        for name in ("id", "outlet", "url", "title", "published", "updated", "retrieved", "language")
    }
    for name in Provenance.__dataclass_fields__:
        row[f"provenance_{name}"] = getattr(source, name) if source else None
    return {**row, "bylines": dumped(article.bylines)}


def block_rows(version: int, blocks: Iterable[Block]) -> list[Row]:
    """The blocks of a version."""
    return [
        {"version": version, "position": n, **_span("span", b.span), "role": b.role, "origin": b.origin}
        for n, b in enumerate(blocks)
    ]


def turn_rows(version: int, turns: Iterable[Turn]) -> list[Row]:
    """The turns of a version."""
    return [
        {
            "version": version,
            "position": n,
            **_span("span", t.span),
            "speaker": t.speaker,
            **_span("label", t.label),
        }
        for n, t in enumerate(turns)
    ]


def note_rows(version: int, findings: int | None, stage: str, notes: Iterable[Note]) -> list[Row]:
    """Notes of one stage."""
    of = {"version": version, "findings": findings, "stage": stage}
    return [
        {**of, "position": n, "code": note.code, "message": note.message, **_span("span", note.span)}
        for n, note in enumerate(notes)
    ]


def quotation_rows(findings: int, quotations: Iterable[Quotation]) -> list[Row]:
    """The quotations of findings."""
    return [
        {
            "findings": findings,
            "position": n,
            "id": q.id,
            "pieces": dumped(q.pieces),
            **_span("span", _around(q.pieces)),
            "text": q.text,
            "role": q.role,
            "attribution": q.attribution,
            "marks": q.marks,
        }
        for n, q in enumerate(quotations)
    ]


def attribution_rows(findings: int, attributions: Iterable[Attribution]) -> list[Row]:
    """The attributions of findings."""
    return [
        {
            "findings": findings,
            "position": n,
            "id": a.id,
            **{name: dumped(getattr(a, name)) for name in ("source", "cue", "content", "via", "occasion")},
            **_span("content", _around(a.content)),
            "type": a.type,
            "act": a.act,
            "parent": a.parent,
            "confidence": float(a.confidence),
            **_spoken_for(a),
        }
        for n, a in enumerate(attributions)
    ]


def _spoken_for(said: Attribution) -> Row:
    who = said.speaker
    title = who.title if who else None
    return {
        "speaker": who.id if who else None,
        "speaker_name": who.name if who else None,
        "speaker_title": title.text if title else None,
        **_span("speaker_title", title.span if title else None),
        "speaker_kind": who.kind if who else None,
        **_span("mention", who.mention if who else None),
        "speaker_confidence": float(who.confidence) if who else None,
        "behind": dumped(who.behind) if who else None,
    }


def speaker_row(findings: int, position: int, speaker: Speaker) -> Row:
    """A speaker of findings."""
    return {
        "findings": findings,
        "position": position,
        "id": speaker.id,
        "name": speaker.name,
        "titles": dumped(speaker.titles),
        "kind": speaker.kind,
        "unnamed": dumped(speaker.unnamed),
    }


def mention_rows(number: int, speaker: Speaker) -> list[Row]:
    """Where a speaker is mentioned."""
    return [
        {"speaker": number, "position": n, **_span("span", m.span), "form": m.form}
        for n, m in enumerate(speaker.mentions)
    ]


def _span(name: str, span: Span | None) -> Row:
    start, end = span or (None, None)
    return {f"{name}_start": start, f"{name}_end": end}


def _around(pieces: Pieces) -> Span | None:
    return (pieces[0][0], pieces[-1][1]) if pieces else None

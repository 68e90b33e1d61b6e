"""Articles as JSON: one object a line, or one object or list in a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from typing import Any, cast, get_args

from sayso.errors import Refused
from sayso.model import (
    Article,
    Block,
    BlockRole,
    Findings,
    Note,
    Pieces,
    Provenance,
    Span,
    findings_from_json,
)
from sayso.model import digest as digest_of
from sayso.read.article import Draft, Facts, finish, with_language
from sayso.read.source import LIMIT, Source, digest
from sayso.read.text import lay_blocks
from sayso.read.turns import given_turns

_REPAIR = 'write one object a line with "id" and "text"'
MADE_ANEW = frozenset(["speaks-of-itself", "unbalanced-marks", "mixed-marks", "direct-only", "too-long"])
"""Notes that are made each time that an article is read or attributed."""
OF_ATTRIBUTING = MADE_ANEW - {"speaks-of-itself"}
Taken = tuple[Article | Findings | Refused, bytes | None]
"""What was read, and the bytes of its line where it has one."""
_ROLES = frozenset(get_args(BlockRole))


def read_lines(source: Source, reader: str, findings: bool = False) -> Iterator[Taken]:
    """The articles of a JSON lines file, in order; a bad line gives its refusal and the next is read.

    A file that is one JSON object or list over several lines is read as that.  If asked for, a line that
    `attribute --json` printed gives its findings.
    """
    lines = ((number, line) for number, line in enumerate(source.lines(), start=1) if line.strip())
    ahead = list(islice(lines, 1))
    if not all(_is_json(line) for _, line in ahead):
        ahead += _up_to_limit(lines)
        whole = b"\n".join(line for _, line in ahead)
        if len(whole) <= LIMIT and _is_json(whole):
            yield from _read_document(json.loads(whole), source.name, reader, findings)
            return
    for number, line in chain(ahead, lines):
        yield _read_line(line, source.name, number, reader, findings), line


def _up_to_limit(lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """So many lines as one document may have at most, and one more."""
    taken = 0
    for number, line in lines:
        yield number, line
        taken += len(line)
        if taken > LIMIT:
            return


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _read_document(document: object, name: str, reader: str, findings: bool) -> Iterator[Taken]:
    for number, value in enumerate(document if isinstance(document, list) else [document], start=1):
        yield _read_value(value, name, number, Provenance(name, number, None, reader), findings), None


def _read_line(line: bytes, name: str, number: int, reader: str, findings: bool) -> Article | Findings | Refused:
    try:
        value = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        return Refused(f"{name}:{number}", f"is not JSON ({_short(error)})", _REPAIR)
    return _read_value(value, name, number, Provenance(name, number, digest(line), reader), findings)


def _read_value(
    value: object, name: str, number: int, provenance: Provenance, findings: bool
) -> Article | Findings | Refused:
    if findings and isinstance(value, dict) and isinstance(value.get("attributions"), list) and "digest" in value:
        return _given_findings(value, f"{name}:{number}")
    return _read_object(value, name, number, provenance)


def _given_findings(value: Mapping[str, Any], where: str) -> Findings | Refused:
    """The findings of a line, unaltered; its notes are told apart again by their codes."""
    try:
        found = findings_from_json(value)
        _check_fit(found)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        repair = "give the line as `attribute --json` printed it, or only the article"
        return Refused(where, f"has findings that do not fit its text ({str(error)[:80]})", repair)
    notes = found.article.notes
    article = replace(found.article, notes=tuple(one for one in notes if one.code not in OF_ATTRIBUTING))
    return replace(found, article=article, notes=tuple(one for one in notes if one.code in OF_ATTRIBUTING))


def _check_fit(found: Findings) -> None:
    """Raise `ValueError` or `TypeError` where findings are not of their text."""
    text = found.article.text
    if digest_of(text) != found.article.digest:
        raise ValueError("the digest is of another text")
    for start, end in _spans(found):
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"there is no {start} to {end}")


def _spans(found: Findings) -> Iterator[Span]:
    """Every span of findings."""
    yield from (block.span for block in found.article.blocks)
    yield from (words.span for words in found.not_heard)
    for turn in found.article.turns:
        yield from (turn.span, turn.label or turn.span)
    for quotation in found.quotations:
        yield from quotation.pieces
    for said in found.attributions:
        parts: tuple[Pieces, ...] = (said.source, said.cue, said.content, said.via, said.occasion)
        yield from (piece for part in parts for piece in part)
        yield from (said.speaker.mention,) if said.speaker else ()
    for speaker in found.speakers:
        yield from (mention.span for mention in speaker.mentions)


def _short(error: Exception) -> str:
    return "nested too deep" if isinstance(error, RecursionError) else str(error).split(":")[0][:80]


def _read_object(value: object, name: str, number: int, provenance: Provenance) -> Article | Refused:
    where = f"{name}:{number}"
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        return Refused(where, "is not a JSON object", _REPAIR)
    text = value.get("text")
    if not isinstance(text, str) or not text.strip():
        return Refused(where, 'has no text under "text"' if text is None else '"text" is no text or is empty', _REPAIR)
    id = value.get("id")
    return article_from_object(str(id) if isinstance(id, (str, int)) else where, value, provenance)


def article_from_object(id: str, value: Mapping[str, Any], provenance: Provenance) -> Article:
    """An article from an object with ``text``; the blocks it carries are used where they fit the text."""
    text = value["text"]
    facts = _facts(value)
    laid = lay_blocks(text, facts.title)
    given = _given_blocks(value.get("blocks"), len(text))
    shown = next((text[slice(*block.span)] for block in given or laid.blocks if block.role == "title"), None)
    facts = replace(facts, title=facts.title or shown, bylines=facts.bylines or laid.bylines)
    notes = _given_notes(value.get("notes"), len(text)) if given else laid.notes
    turns = given_turns(value.get("turns"), text)
    if not turns and not given:  # an empty list says something only where an earlier reading wrote it
        turns = None
    return finish(id, Draft(text, given or laid.blocks, notes, turns), facts, _given_provenance(value) or provenance)


def _given_notes(notes: object, length: int) -> tuple[Note, ...]:
    """What an earlier reading noted; what is found out anew each time is left out."""
    found = []
    for one in notes if isinstance(notes, list) else ():
        given = one if isinstance(one, dict) else {}
        code, message = given.get("code"), given.get("message")
        if isinstance(code, str) and isinstance(message, str) and code not in MADE_ANEW:
            found.append(Note(code, message, _given_span(given.get("span"), length)))
    return tuple(found)


def _given_span(span: object, length: int) -> Span | None:
    if not isinstance(span, list) or len(span) != 2 or not all(type(part) is int for part in span):
        return None
    return (span[0], span[1]) if 0 <= span[0] <= span[1] <= length else None


def _given_provenance(value: Mapping[str, Any]) -> Provenance | None:
    """Where the bytes of an article that was read before came from."""
    given = value.get("provenance")
    if not isinstance(given, dict) or not isinstance(given.get("origin"), str):
        return None
    offset, digest, reader = (given.get(name) for name in ("offset", "digest", "reader"))
    return Provenance(
        given["origin"],
        offset if type(offset) is int else None,
        digest if isinstance(digest, str) else None,
        reader if isinstance(reader, str) else "",
    )


def _facts(value: Mapping[str, Any]) -> Facts:
    def text(*keys: str) -> str | None:
        return next((value[key] for key in keys if isinstance(value.get(key), str) and value[key].strip()), None)

    names = value.get("bylines") or value.get("authors") or []
    names = [names] if isinstance(names, str) else names if isinstance(names, list) else []
    facts = Facts(
        outlet=text("outlet"),
        url=text("url"),
        title=text("title"),
        bylines=tuple(name for name in names if isinstance(name, str)),
        published=text("published", "date"),
        updated=text("updated"),
        retrieved=text("retrieved"),
    )
    return with_language(facts, text("language", "lang"))


def _given_blocks(given: object, length: int) -> tuple[Block, ...]:
    """Blocks as an article's own JSON has them; () if one of them does not fit."""
    found: list[Block] = []
    for one in given if isinstance(given, list) else []:
        block = _given_block(one) if isinstance(one, dict) else None
        if block is None or not (found[-1].span[1] if found else 0) <= block.span[0] < block.span[1] <= length:
            return ()
        found.append(block)
    return tuple(found)


def _given_block(one: Mapping[str, Any]) -> Block | None:
    span, role, origin = one.get("span"), one.get("role"), one.get("origin")
    if not isinstance(span, list) or len(span) != 2 or not all(type(part) is int for part in span):
        return None
    if not isinstance(role, str) or role not in _ROLES:
        return None
    return Block((span[0], span[1]), cast("BlockRole", role), origin if isinstance(origin, str) else None)

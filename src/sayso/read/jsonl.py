"""Articles as JSON: one object a line, or one object or list in a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast, get_args

from sayso.errors import Refused
from sayso.model import Article, Block, BlockRole, Provenance
from sayso.read.article import Draft, Facts, finish, with_language
from sayso.read.source import Source, digest
from sayso.read.text import lay_blocks

_REPAIR = 'write one object a line with "id" and "text"'
_ROLES = frozenset(get_args(BlockRole))


def read_lines(source: Source, reader: str) -> Iterator[Article | Refused]:
    """The articles of a JSON lines file, in order; a bad line gives its refusal and the next is read.

    A file that is one JSON object or list over several lines is read as that.
    """
    lines = source.lines()
    first = next((line for line in lines if line.strip()), b"")
    if not _is_json(first):
        rest = list(lines)
        whole = b"\n".join([first, *rest])
        if _is_json(whole):
            yield from _read_document(json.loads(whole), source.name, reader)
            return
        lines = iter(rest)
    for number, line in enumerate(_with_first(first, lines), start=1):
        if line.strip():
            yield _read_line(line, source.name, number, reader)


def _with_first(first: bytes, lines: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from lines


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _read_document(document: object, name: str, reader: str) -> Iterator[Article | Refused]:
    for number, value in enumerate(document if isinstance(document, list) else [document], start=1):
        yield _read_object(value, name, number, Provenance(name, number, None, reader))


def _read_line(line: bytes, name: str, number: int, reader: str) -> Article | Refused:
    try:
        value = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        return Refused(f"{name}:{number}", f"is not JSON ({_short(error)})", _REPAIR)
    return _read_object(value, name, number, Provenance(name, number, digest(line), reader))


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
        return Refused(
            where, 'has no text under "text"' if text is None else '"text" is no text or is empty', _REPAIR
        )
    id = value.get("id")
    return article_from_object(str(id) if isinstance(id, (str, int)) else where, value, provenance)


def article_from_object(id: str, value: Mapping[str, Any], provenance: Provenance) -> Article:
    """An article from an object with ``text``; the blocks it carries are used where they fit the text."""
    text = value["text"]
    facts = _facts(value)
    laid = lay_blocks(text, facts.title)
    facts = replace(facts, title=facts.title or laid.title, bylines=facts.bylines or laid.bylines)
    given = _given_blocks(value.get("blocks"), len(text))
    return finish(id, Draft(text, given or laid.blocks, laid.notes if not given else ()), facts, provenance)


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

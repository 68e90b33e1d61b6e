"""Markdown: kept to the character, with blocks laid over it where markdown-it finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sayso.errors import Refused
from sayso.model import Article, Block, BlockRole, Note, Provenance, Span
from sayso.read import patterns
from sayso.read.article import Draft, Facts, finish, with_language
from sayso.read.dates import iso_date
from sayso.read.text import lay_blocks, split_dateline

_LINE = re.compile(r"\r\n?|\n")
"""Line ends as markdown-it counts them."""
_FRONT = re.compile(r"\ufeff?---[ \t]*(?:\r\n?|\n)(?P<facts>.*?)(?:\r\n?|\n)(?:---|\.\.\.)[ \t]*(?=\r|\n|\Z)", re.S)
_FACT = re.compile(r"^(\w+)[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.M)
_LARGE = 4_000_000
"""Characters from which a file is laid out as plain text: parsing would take too long."""
_CLOSED = frozenset(("fence", "code_block", "html_block", "hr"))
_AROUND: dict[str, BlockRole] = {"blockquote_open": "quote", "list_item_open": "list"}


def read_markdown(id: str, text: str, notes: tuple[Note, ...], provenance: Provenance) -> Article:
    """Read Markdown that was decoded already; refuses what is blank."""
    front = _FRONT.match(text)
    facts = _facts(front["facts"]) if front else Facts()
    blocks = _blocks(text, front.end() if front else 0) if len(text) <= _LARGE else lay_blocks(text).blocks
    if front:
        blocks = (Block((front.start(), front.end()), "furniture"), *blocks)
    if not any(block.role != "furniture" for block in blocks) and not text.strip():
        raise Refused(provenance.origin, "is empty", "check that the file was saved or sent whole")
    shown = next((text[slice(*block.span)] for block in blocks if block.role == "title"), None)
    signed = tuple(name for b in blocks if b.role == "byline" for name in patterns.byline(text[slice(*b.span)]))
    facts = _with(facts, facts.title or shown, facts.bylines or signed)
    return finish(id, Draft(text, blocks, notes), facts, provenance)


def _with(facts: Facts, title: str | None, bylines: tuple[str, ...]) -> Facts:
    return Facts(facts.outlet, facts.url, title, bylines, facts.published, language=facts.language)


def _facts(front: str) -> Facts:
    """The plain ``key: value`` lines at the head of a file."""
    given = {key.lower(): value.strip("\"'") for key, value in _FACT.findall(front.replace("\r", "\n"))}
    author = given.get("author", "").strip("[]")
    facts = Facts(
        outlet=given.get("outlet"),
        url=given.get("url"),
        title=given.get("title"),
        bylines=patterns.names(author.replace('"', "")) if author else (),
        published=iso_date(given.get("date", "")),
    )
    return with_language(facts, given.get("lang") or given.get("language"))


def _blocks(text: str, start: int) -> tuple[Block, ...]:
    """Blocks over the text from a place on, sorted and apart."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table").disable("inline")
    starts = [start, *(found.end() for found in _LINE.finditer(text, start)), len(text) + 1]
    found: list[Block] = []
    for span, role in _leaves(text, parser.parse(text[start:].replace("\0", "\ufffd")), starts):
        if span[0] < span[1] and span[0] >= (found[-1].span[1] if found else 0):
            found += split_dateline(text, Block(span, role))
    return tuple(found)


def _leaves(text: str, tokens: list[Any], starts: list[int]) -> Iterator[tuple[Span, BlockRole]]:
    """The span and the role of each leaf: a run of words, a row of a table, or what is not words."""
    around: list[BlockRole] = []
    titled = in_table = False
    heading = 0
    for token in tokens:
        around = _around(around, token)
        in_table = in_table != (token.type in ("table_open", "table_close"))
        if token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type in _CLOSED:
            yield _whole(text, token.map, starts), "furniture"
        elif token.type == "tr_open":
            yield _whole(text, token.map, starts), "body"
        elif token.type == "tbody_open":  # the rule stands above it
            yield _whole(text, [token.map[0] - 1, token.map[0]], starts), "furniture"
        elif token.type == "inline" and not in_table:
            role = _role(token.content, heading, around, titled)
            titled, heading = titled or role == "title", 0
            yield _found(text, token, starts), role


def _around(around: list[BlockRole], token: Any) -> list[BlockRole]:
    """The quotations and list items around what follows a token."""
    if token.type in _AROUND:
        return [*around, _AROUND[token.type]]
    return around[:-1] if token.type in ("blockquote_close", "list_item_close") else around


def _role(content: str, heading: int, around: list[BlockRole], titled: bool) -> BlockRole:
    if heading:
        return "title" if heading == 1 and not titled and not around else "heading"
    if around:
        return "quote" if "quote" in around else around[-1]
    return "byline" if patterns.byline(content) else "body"


def _whole(text: str, lines: list[int], starts: list[int]) -> Span:
    """From the first to the last character of some lines that is not blank."""
    first, last = starts[lines[0]], min(starts[min(lines[1], len(starts) - 1)], len(text))
    words = text[first:last]
    return first + len(words) - len(words.lstrip()), first + len(words.rstrip())


def _found(text: str, token: Any, starts: list[int]) -> Span:
    """Where the words of a leaf stand, without the marks before and after them."""
    first, last = _whole(text, token.map, starts)
    head, *rest = token.content.split("\n")
    start = max(text.find(head, first, last), first)
    tail = rest[-1].strip() if rest else head
    end = text.rfind(tail, start, last) if rest else start
    return start, min(end + len(tail), last) if end >= start else last

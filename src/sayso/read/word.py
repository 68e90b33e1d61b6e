"""A document of Word (.docx): its paragraphs in order, those in tables and text boxes too."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import Any

from sayso.errors import MissingPart, Refused
from sayso.model import Article, Block, BlockRole, Note, Provenance, Span
from sayso.read import patterns
from sayso.read.article import Draft, Facts, finish
from sayso.read.source import LIMIT, too_large
from sayso.read.text import split_dateline

_JOINT = "\n\n"
_MOST = 200_000_000
"""Bytes that a document may unpack to."""
_MOST_XML = 60_000_000
_DENSEST = 200
"""Times that a document may grow as it is unpacked; one of text alone grows some 20 times."""
_MOST_PARTS = 20_000
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_LEFT_OUT = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}pPr", _FALLBACK))
"""Deleted words; boxes, whose paragraphs come by themselves; and the second copy of what old programs can't show."""


def read_docx(id: str, data: bytes, notes: tuple[Note, ...], provenance: Provenance) -> Article:
    """Read a document of Word.

    Raises `Refused` for an archive that is none, is broken or locked, or would unpack to far more than it
    holds, and `MissingPart` where the library is not installed.
    """
    name = provenance.origin
    _check(data, name)
    document = _opened(data, name)
    parts = list(_paragraphs(document.element.body, _roles(document)))
    if not parts:
        raise Refused(name, "holds no text", "check that the document was saved with its text")
    text = _JOINT.join(words for words, _, _, _ in parts)
    if len(text) > LIMIT:
        raise too_large(name)
    blocks, bold = _laid(text, parts)
    return finish(id, Draft(text, blocks, notes, bold=bold), _facts(document.core_properties, text, blocks), provenance)


# --- the archive -----------------------------------------------------------------------------


def _check(data: bytes, name: str) -> None:
    """Refuse an archive that is no document, before any of it is unpacked, and XML that declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive.infolist(), len(data), name)
            for part in archive.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    _check_xml(archive.read(part), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise _broken(name) from None


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(one.startswith("word/") for one in names):
        raise Refused(
            name, "is an office document or a ZIP archive, not text or HTML", "unpack it, or save it as .docx or HTML"
        )
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(name, "is encrypted", "save it without a password")
    total = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    dense = total > LIMIT and total > _DENSEST * packed
    if dense or total > _MOST or largest > _MOST_XML or len(parts) > _MOST_PARTS:
        raise Refused(name, f"would unpack to {total // 1_000_000} MB", "split it, or save its text alone")


def _check_xml(xml: bytes, name: str) -> None:
    if _DOCTYPE.search(xml.replace(b"\0", b"")):
        raise Refused(name, "has a DOCTYPE in its XML, as no document has", "open it in a word processor and save it")


def _broken(name: str) -> Refused:
    return Refused(
        name, "is a broken office document or ZIP archive", "fetch it again, or open it in a word processor and save it"
    )


def _opened(data: bytes, name: str) -> Any:
    try:
        import docx
    except ImportError:
        raise MissingPart("documents of Word need python-docx: pip install sayso[documents]") from None
    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.body is None:
            raise ValueError("no body")
    except Exception:  # the library raises nearly anything for a broken document
        raise _broken(name) from None
    return document


# --- the paragraphs --------------------------------------------------------------------------


def _roles(document: Any) -> Mapping[str, BlockRole]:
    """The role of each style by its id; a style stands for the one that it is based on."""
    found: dict[str, BlockRole] = {}
    for style in document.styles:
        base, depth = style, 0
        while base is not None and depth < 20:
            role = _role_of(base.name or "")
            if role:
                found[style.style_id] = role
                break
            base, depth = getattr(base, "base_style", None), depth + 1
    return found


def _role_of(style: str) -> BlockRole | None:
    name = style.lower()
    if name == "title":
        return "title"
    if name.startswith(("heading", "subtitle")):
        return "heading"
    if name in ("quote", "intense quote", "block text"):
        return "quote"
    if name == "caption":
        return "caption"
    return "list" if name.startswith("list") else None


def _paragraphs(body: Any, roles: Mapping[str, BlockRole]) -> Iterator[tuple[str, BlockRole, int, int]]:
    """Words, role, number, and length of the bold words at the head of each paragraph that has any."""
    number = 0
    for paragraph in body.iter(f"{_W}p"):
        if next(paragraph.iterancestors(_FALLBACK), None) is not None:
            continue
        number += 1
        words, bold = _words(paragraph)
        if words:
            yield words, _role(paragraph, words, roles), number, bold


def _role(paragraph: Any, words: str, roles: Mapping[str, BlockRole]) -> BlockRole:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    role = roles.get(style.get(f"{_W}val", "")) if style is not None else None
    if role is None and paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
        return "list"
    return role or ("byline" if patterns.byline(words) else "body")


def _words(paragraph: Any) -> tuple[str, int]:
    """The words of a paragraph without what was deleted, and how many characters at their head are bold."""
    pieces: list[str] = []
    bold: list[str] = []
    for element in paragraph.iter(f"{_W}t", *_CHARACTERS):
        around = takewhile(lambda one: one is not paragraph, element.iterancestors())
        if any(one.tag in _LEFT_OUT for one in around):
            continue
        piece = _CHARACTERS.get(element.tag, element.text or "")
        if len(bold) == len(pieces) and _is_bold(element.getparent()):
            bold.append(piece)
        pieces.append(piece)
    words = "".join(pieces)
    head = "".join(bold).strip()
    return words.strip(), len(head) if len(head) < 80 else 0


def _is_bold(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}b")
    return mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false", "off")


def _laid(text: str, parts: list[tuple[str, BlockRole, int, int]]) -> tuple[tuple[Block, ...], tuple[Span, ...]]:
    blocks: list[Block] = []
    heads: list[Span] = []
    at = 0
    for words, role, number, bold in parts:
        blocks += split_dateline(text, Block((at, at + len(words)), role, f"paragraph={number}"))
        heads += [(at, at + bold)] if bold else []
        at += len(words) + len(_JOINT)
    return tuple(blocks), tuple(heads)


def _facts(properties: Any, text: str, blocks: tuple[Block, ...]) -> Facts:
    """What the document says of itself: a title that it shows before one that it only carries."""
    shown = next((text[slice(*block.span)] for block in blocks if block.role == "title"), None)
    signed = tuple(name for b in blocks if b.role == "byline" for name in patterns.byline(text[slice(*b.span)]))
    author = (properties.author or "").strip()
    facts = Facts(title=shown or (properties.title or "").strip() or None, bylines=signed)
    if author and not signed:
        facts = replace(facts, bylines=(author,))
    day = _day(properties, "created") or _day(properties, "modified")
    return replace(facts, made=day)


def _day(properties: Any, which: str) -> str | None:
    try:
        given = getattr(properties, which)
    except (ValueError, TypeError):
        return None
    return None if given is None else str(given.strftime("%Y-%m-%dT%H:%MZ"))

"""A PDF: its text page by page, with running heads and page numbers apart.

pdfium gives lines of text and the place of each; paragraphs are told from the space between lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from threading import Lock
from typing import Any

from sayso.errors import MissingPart, Refused
from sayso.model import Article, Block, Note, Provenance, Span
from sayso.read.article import Draft, Facts, finish
from sayso.read.dates import iso_date
from sayso.read.source import LIMIT, too_large
from sayso.read.text import lay_blocks

_LOCK = Lock()
"""pdfium does one thing at a time."""
_MOST_PAGES = 5_000
_BREAK = re.compile(r"\r\n|[\r\n\ufffe\x02]")
_HYPHENS = "\ufffe\x02"
"""What pdfium gives for a hyphen and the line break after it."""
_EDGE = 2
"""Lines at the top and the bottom of a page that may be running heads and feet."""
_FEWEST = 3
_MOST = 0.4
"""Share of pages from which a line at the edge is a running head; left and right pages may differ."""
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.I)
_NUMBERED = re.compile(r"\d{1,2}(?:\s+|$)")
_SENTENCE_END = (".", "!", "?", '."', ".”", "?”", "!”", '?"', '!"', ":", ")", "]")
_WIDE_GAP = 1.35
"""Times the usual distance of lines from which a paragraph ends."""
_JUNK_TITLE = re.compile(r"(?:untitled|microsoft word - .*|.*\.(?:docx?|pdf|indd|qxd)|\W*)", re.I)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)\d*)?(Z|[+-]\d\d'?:?\d\d)?")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page; ``y`` counts from the bottom."""

    text: str
    x: float
    y: float
    furniture: bool = False


def read_pdf(id: str, data: bytes, notes: tuple[Note, ...], provenance: Provenance) -> Article:
    """Read a PDF.

    Raises `Refused` for one that is broken, locked, too long or without text, and `MissingPart` where the
    library is not installed.
    """
    with _LOCK, _opened(data, provenance.origin) as document:
        pages = [_lines(document, number) for number in range(len(document))]
        facts = _facts(document.get_metadata_dict())
    blank = sum(not page for page in pages)
    if blank == len(pages):
        raise Refused(provenance.origin, "holds no text: a scan", "make its text with an OCR program first: ocrmypdf")
    if blank:
        notes += (Note("pages-without-text", f"{blank} of {len(pages)} pages hold no text: pictures or scans"),)
    text, blocks, title, more = _assemble(_with_furniture(pages))
    facts = replace(facts, title=facts.title or title)
    return finish(id, Draft(text, blocks, notes + more), facts, provenance)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    try:
        import pypdfium2
    except ImportError:
        raise MissingPart("PDF files need pypdfium2: pip install sayso[documents]") from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _cannot_open(name, str(error)) from None
    try:
        if not len(document):
            raise _cannot_open(name, "no pages")
        if len(document) > _MOST_PAGES:
            raise Refused(name, f"has more than {_MOST_PAGES} pages", "split it")
        yield document
    finally:
        document.close()


def _cannot_open(name: str, error: str) -> Refused:
    if "password" in error.lower() or "security" in error.lower():
        return Refused(name, "is a PDF with a password", "save it without one: qpdf --decrypt --password=... IN OUT")
    return Refused(name, "is a broken PDF", "fetch it again, or convert it: pdftotext -layout FILE.pdf")


def _facts(given: dict[str, str]) -> Facts:
    title, author = given.get("Title", "").strip(), given.get("Author", "").strip()
    found = _DATE.match(given.get("CreationDate", "").strip())
    return Facts(
        title=None if _JUNK_TITLE.fullmatch(title) else title,
        bylines=(author,) if author else (),
        made=_date(*found.groups()) if found else None,
    )


def _date(year: str, month: str | None, day: str | None, *time: str | None) -> str | None:
    hour, minute, zone = time
    said = "-".join(part for part in (year, month, day) if part)
    if hour and minute:
        said += f"T{hour}:{minute}{(zone or '').replace(chr(39), '')}"
    return iso_date(said)


# --- lines -----------------------------------------------------------------------------------


def _lines(document: Any, number: int) -> list[_Line]:
    """The lines of a page from top to bottom, as far as the page can be read."""
    from pypdfium2 import PdfiumError

    try:
        page = document[number]
        text = page.get_textpage()
        found = list(_placed(text))
        text.close()
        page.close()
    except PdfiumError:
        return []
    return _without_numbers(found)


def _placed(text: Any) -> Iterator[_Line]:
    """Lines with the place of their first character; a hyphen that ends a line stays at its end."""
    from pypdfium2 import PdfiumError
    from pypdfium2.raw import FPDFText_GetCharIndexFromTextIndex

    words, at = text.get_text_range(), 0
    for mark in [*_BREAK.finditer(words), None]:
        raw = words[at : mark.start() if mark else len(words)]
        line = (raw + ("-" if mark and mark[0] in _HYPHENS else "")).replace("\0", "").strip()
        if line.strip("-") or (line and not mark):
            first = at + len(raw) - len(raw.lstrip())
            try:
                x, y, _, _ = text.get_charbox(FPDFText_GetCharIndexFromTextIndex(text.raw, first), loose=True)
            except (PdfiumError, IndexError):
                x = y = 0.0
            yield _Line(line, x, y)
        at = mark.end() if mark else at


def _without_numbers(page: list[_Line]) -> list[_Line]:
    """The lines of a page whose lines are numbered, as those of a court's record are, without their numbers."""
    found = [_NUMBERED.match(line.text) for line in page]
    numbers = [int(one[0]) for one in found if one]
    rising = sum(b - a == 1 for a, b in pairwise(numbers))
    if len(numbers) < 8 or rising < 0.9 * (len(numbers) - 1) or len(numbers) < 0.7 * len(page):
        return page
    bare = [replace(line, text=line.text[one.end() :]) if one else line for line, one in zip(page, found, strict=True)]
    return [line for line in bare if line.text]


def _with_furniture(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Lines at the edge of most pages, digits aside, and page numbers, marked as furniture."""
    many = sum(bool(page) for page in pages)
    seen = Counter(key for page in pages for key in {_key(line) for line in _at_edge(page)})
    running = {key for key, count in seen.items() if count >= max(_FEWEST, _MOST * many)}

    def mark(page: list[_Line]) -> list[_Line]:
        edge = {id(line) for line in _at_edge(page) if _key(line) in running or _PAGE_NUMBER.fullmatch(line.text)}
        return [replace(line, furniture=id(line) in edge) for line in page]

    return [mark(page) for page in pages]


def _key(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _at_edge(page: list[_Line]) -> list[_Line]:
    heights = sorted({round(line.y) for line in page})
    edge = {*heights[:_EDGE], *heights[-_EDGE:]}
    return [line for line in page if round(line.y) in edge]


# --- text ------------------------------------------------------------------------------------


def _assemble(pages: list[list[_Line]]) -> tuple[str, tuple[Block, ...], str | None, tuple[Note, ...]]:
    """The text of all pages with its blocks, its title, and notes."""
    parts: list[str] = []
    furniture: set[Span] = set()
    starts: list[int] = []
    at = 0
    for page in pages:
        usual = _usual_gap(page)
        starts.append(at)
        for index, line in enumerate(page):
            joint = "" if not at else "\n\n" if not index or _parted(page[index - 1], line, usual) else "\n"
            parts += [joint, line.text]
            at += len(joint) + len(line.text)
            if line.furniture:
                furniture.add((at - len(line.text), at))
    text = "".join(parts)
    if len(text) > LIMIT:
        raise too_large("its text")
    laid = lay_blocks(text, how="wrapped")
    blocks = tuple(
        replace(
            block,
            role="furniture" if block.span in furniture else block.role,
            origin=f"page={bisect_right(starts, block.span[0] - 2) or 1}",
        )
        for block in laid.blocks
    )
    title = next((text[slice(*block.span)] for block in blocks if block.role == "title"), None)
    return text, blocks, title, tuple(note for note in laid.notes if note.code != "hard-wrapped")


def _usual_gap(page: list[_Line]) -> float:
    body = [line for line in page if not line.furniture]
    gaps = [a.y - b.y for a, b in pairwise(body) if a.y - b.y > 1]
    return median(gaps) if gaps else 0.0


def _parted(before: _Line, line: _Line, usual: float) -> bool:
    """Whether a paragraph ends between two lines: by the space between them; or, after a sentence, by an indent or
    a new column."""
    if before.furniture or line.furniture:
        return True
    gap = before.y - line.y
    if usual and gap > _WIDE_GAP * usual:
        return True
    moved = gap < -1 or (gap > 1 and line.x > before.x + 8)
    return moved and before.text.endswith(_SENTENCE_END)

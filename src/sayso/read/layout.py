"""How plain text is laid out: its lines, whether they were wrapped by hand, and its paragraphs.

A line is not always a paragraph.  Mail and text out of PDF files break lines at a width; some corpora
put a sentence on a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Literal

from sayso.model import Span

Layout = Literal["lines", "wrapped", "sentences"]

_LINE = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029]|\Z)")
_INNER_END = re.compile(r"""[.!?][)"'”’»]*\s+["'“‘«(]?[A-Z\u00C0-\u00DE]""")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Rev|Jr|Sr|No|vs|Inc|Co|[A-Z])\.)\s"
)
_SENTENCE_END = (".", "!", "?", '."', ".”", "?”", "!”", '?"', '!"', ".'", ".’", "…")
_MAX_LINES = 5_000
"""Lines looked at to tell the layout."""
_WIDTHS = range(35, 131)
"""Widths in characters at which people and programs break lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text without its line break; ``span`` leaves out the space around its words."""

    span: Span
    text: str
    indent: int


def lines(text: str, most: int | None = None) -> list[Line]:
    """The lines of a text, the blank ones too (their span is empty); after ``most`` lines the rest is one."""
    matches = _LINE.finditer(text)
    found = [_line(match.group(), match.start()) for match in islice(matches, most)]
    beyond = next(matches, None)
    if beyond is not None and beyond.start() < len(text):
        found.append(_line(text[beyond.start() :], beyond.start()))
    return found


def _line(raw: str, start: int) -> Line:
    words = raw.strip()
    if not words:
        return Line((start, start), "", 0)
    indent = len(raw) - len(raw.lstrip())
    return Line((start + indent, start + indent + len(words)), words, indent)


def layout(found: list[Line]) -> Layout:
    """Whether lines are paragraphs, or were wrapped at a width, or hold a sentence each."""
    sample = found[:_MAX_LINES]
    if _wrapped(sample):
        return "wrapped"
    return "sentences" if _sentences(sample) else "lines"


def _wrapped(sample: list[Line]) -> bool:
    """Lines were wrapped if, nearly always, the next line's first word would not have fitted.

    Measured against the longest usual line, on the lines that another line follows directly.
    """
    pairs = [(a, b) for a, b in pairwise(sample) if a.text and b.text]
    lengths = sorted(a.indent + len(a.text) for a, _ in pairs)
    if len(pairs) < 4 or lengths[len(lengths) // 2] < _WIDTHS.start - 10:
        return False
    width = lengths[int(len(lengths) * 0.95)]
    if width not in _WIDTHS:
        return False
    full = sum(a.indent + len(a.text) + 1 + len(b.text.split(None, 1)[0]) > width for a, b in pairs)
    open_end = sum(not a.text.endswith(_SENTENCE_END) for a, _ in pairs)
    return full >= 0.75 * len(pairs) and open_end >= 0.5 * len(pairs)


def _sentences(sample: list[Line]) -> bool:
    """A sentence a line: many lines on end without a blank one, hardly any with two sentences in it."""
    body = [line.text for line in sample if line.text]
    if len(body) < 6 or any(not line.text for line in sample[2:-1]):
        return False
    ended = [text for text in body[1:] if text.endswith(_SENTENCE_END)]
    several = sum(bool(_INNER_END.search(_ABBREVIATION.sub("", text[:2000]))) for text in ended)
    return len(ended) >= 0.8 * (len(body) - 1) and several <= 0.08 * len(ended)


def paragraphs(found: list[Line], how: Layout) -> list[tuple[Line, ...]]:
    """Lines grouped into paragraphs; blank lines always part them."""
    groups: list[list[Line]] = []
    before: Line | None = None
    width = max((line.indent + len(line.text) for line in found[:_MAX_LINES]), default=0) if how == "wrapped" else 0
    for line in found:
        if line.text and groups and before is not None and _goes_on(before, line, how, width):
            groups[-1].append(line)
        elif line.text:
            groups.append([line])
        before = line if line.text else None
    return [tuple(group) for group in groups]


def _goes_on(before: Line, line: Line, how: Layout, width: int) -> bool:
    if how == "lines":
        return (before.indent >= 4 and line.indent >= 4) or before.text[0] == line.text[0] == ">"
    if how == "sentences":
        return True
    fits = before.indent + len(before.text) + 1 + len(line.text.split(None, 1)[0]) <= width
    ends = before.text.endswith(_SENTENCE_END)
    return not (ends and (line.indent > before.indent or (fits and len(before.text) < 0.8 * width)))

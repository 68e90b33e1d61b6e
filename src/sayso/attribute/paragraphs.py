"""Where paragraphs begin and end, in text with and without blocks, hard-wrapped or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sayso.model import Block, Span

BLANK = re.compile(r"\n[^\S\n]*(?:\r?\n\s*)+|\r\n[^\S\n]*(?:\r\n\s*)+|[\u2029\x0c]\s*")
WIDEST_WRAP = 120
"""Columns that mail, terminals and PDFs wrap at; a longer line is a paragraph."""
NARROWEST_WRAP = 40


def paragraphs(text: str, blocks: Sequence[Block] = ()) -> list[Span]:
    """The paragraphs of a text in order, without gaps that matter: whatever is not in one is blank.

    A block's edge ends a paragraph; within a block, or in a text without blocks, a blank line does, and a
    line break that was not put there to wrap a line.
    """
    edges = sorted({0, len(text), *(edge for block in blocks for edge in block.span if 0 < edge < len(text))})
    parts = pairwise(edges)
    return [span for s, e in parts for chunk in _chunks(text, s, e) for span in _lines(text, *chunk)]


def _chunks(text: str, start: int, end: int) -> list[Span]:
    """What blank lines part."""
    cuts = [start, *(edge for m in BLANK.finditer(text, start, end) for edge in m.span()), end]
    return [(s, e) for s, e in zip(cuts[::2], cuts[1::2], strict=True) if s < e]


def _lines(text: str, start: int, end: int) -> list[Span]:
    """A chunk cut at the line breaks that end a paragraph."""
    lines = [m.span() for m in re.compile(r"[^\n]+").finditer(text, start, end)]
    width = max((e - s for s, e in lines), default=0)
    pairs = list(pairwise(lines))
    soft = [_had_to_wrap(text, one, other, width) for one, other in pairs]
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP or 2 * sum(soft) < len(soft):
        return lines
    return _joined(lines, soft)


def _had_to_wrap(text: str, line: Span, after: Span, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    word = text[after[0] : min(after[1], after[0] + WIDEST_WRAP)].split(maxsplit=1)
    return bool(word) and line[1] - line[0] + 1 + len(word[0]) > width


def _joined(lines: list[Span], soft: list[bool]) -> list[Span]:
    """Lines with those joined between which the break is soft."""
    spans = [lines[0]]
    for line, joins in zip(lines[1:], soft, strict=True):
        spans[-1:] = [(spans[-1][0], line[1])] if joins else [spans[-1], line]
    return spans

"""How a marked text is laid out, whatever it is drawn with: its paragraphs, and the text cut at every
boundary of an attribution, so that parts that overlap or nest can be drawn one after the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from sayso.model import Article, Attribution, BlockRole, Findings, Pieces, Quotation, Span

Part = Literal["source", "cue", "content"]
PARTS: tuple[Part, ...] = ("content", "source", "cue")


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of one part of a numbered attribution."""

    number: int
    part: Part
    span: Span


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text in which no mark begins or ends; ``opens`` begin at its start and ``closes``
    end at its end, each in the order in which brackets are to be drawn."""

    span: Span
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]
    closes: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch drawn on lines of its own."""

    span: Span
    role: BlockRole


@dataclass(frozen=True, slots=True)
class Row:
    """One attribution as the list of statements shows it; texts are the article's own, not yet escaped."""

    number: int
    depth: int
    parent: int | None
    source: str
    cue: str
    content: str
    said: Attribution
    via: str = ""
    occasion: str = ""
    called: str = ""
    """The name of whom it speaks for, or what those without a name are called."""


def paragraphs(article: Article) -> list[Paragraph]:
    """The article's text as paragraphs in order: its blocks, those on one line joined (a dateline and
    what follows it), and whatever stands between blocks.  Together they hold all that is not blank."""
    found: list[Paragraph] = []
    end = 0
    for block in sorted(article.blocks, key=lambda block: block.span):
        start, stop = max(block.span[0], end), block.span[1]
        if start >= stop:
            continue
        between = article.text[end:start]
        if between.strip():
            found += _loose(article.text, (end, start))
        if found and found[-1].span[1] == end and "\n" not in between and not between.strip():
            role = block.role if found[-1].role in ("dateline", "byline") else found[-1].role
            found[-1] = Paragraph((found[-1].span[0], stop), role)
        else:
            found.append(Paragraph((start, stop), block.role))
        end = stop
    return found + _loose(article.text, (end, len(article.text)))


def _loose(text: str, span: Span) -> list[Paragraph]:
    """Text outside all blocks: each run of lines that are not blank."""
    found: list[Paragraph] = []
    start = span[0]
    together = False
    for line in text[slice(*span)].split("\n"):
        end = start + len(line)
        if line.strip():
            first = found.pop().span[0] if together else start
            found.append(Paragraph((first, end), "body"))
        together = bool(line.strip())
        start = end + 1
    return found


def marks(attributions: Sequence[Attribution]) -> list[Mark]:
    """All pieces of all attributions, numbered from 1, sorted so that what encloses comes first."""
    found = [
        Mark(number, part, span)
        for number, said in enumerate(attributions, 1)
        for part in PARTS
        for span in getattr(said, part)
        if span[0] < span[1]
    ]
    return sorted(found, key=lambda mark: (mark.span[0], -mark.span[1], mark.number, PARTS.index(mark.part)))


def laid_out(found: Findings) -> list[tuple[Paragraph, list[Segment]]]:
    """The paragraphs of an article, each with the segments that make it up."""
    parts = paragraphs(found.article)
    edges = {edge for paragraph in parts for edge in paragraph.span}
    cut = segments(marks(found.attributions), edges)
    laid: list[tuple[Paragraph, list[Segment]]] = []
    segment = next(cut, None)
    for paragraph in parts:
        inside: list[Segment] = []
        while segment and segment.span[1] <= paragraph.span[1]:
            if segment.span[0] >= paragraph.span[0]:
                inside.append(segment)
            segment = next(cut, None)
        laid.append((paragraph, inside))
    return laid


def segments(all_marks: Sequence[Mark], edges: Iterable[int]) -> Iterator[Segment]:
    """The stretches between the edges and the marks' own, in order and without a gap: a sweep, so the
    time is that of the marks and not of their pairs.  ``all_marks`` are sorted as :func:`marks` does."""
    cuts = sorted({*edges, *(edge for mark in all_marks for edge in mark.span)})
    coming = iter(all_marks)
    following = next(coming, None)
    over: list[Mark] = []
    for start, end in pairwise(cuts):
        over = [mark for mark in over if mark.span[1] > start]
        opens: list[Mark] = []
        while following and following.span[0] == start:
            opens.append(following)
            following = next(coming, None)
        over += opens
        closes = tuple(reversed([mark for mark in over if mark.span[1] == end]))
        yield Segment((start, end), tuple(over), tuple(opens), closes)


def rows(found: Findings) -> list[Row]:
    """The attributions in order, numbered from 1, with how deep each is nested."""
    numbers = {said.id: number for number, said in enumerate(found.attributions, 1)}
    words = found.article.words
    return [
        Row(
            number,
            _depth(said, found.attributions, numbers),
            numbers.get(said.parent or ""),
            words(said.source),
            words(said.cue),
            words(said.content),
            said,
            words(said.via),
            words(said.occasion),
            (said.speaker.name or words(said.speaker.mention)) if said.speaker else "",
        )
        for number, said in enumerate(found.attributions, 1)
    ]


def by_speaker(all_rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each speaker together, in the order of their first statements; those that nobody is sure of last."""
    found: dict[str, list[Row]] = {}
    for row in all_rows:
        found.setdefault(_whose(row), []).append(row)
    unsure = found.pop("", [])
    return [*found.values(), *([unsure] if unsure else [])]


def _whose(row: Row) -> str:
    who = row.said.speaker
    if who is None:
        return ""
    return "vague" if who.kind == "vague" else who.name or who.id


def _depth(said: Attribution, all_said: Sequence[Attribution], numbers: dict[str, int]) -> int:
    seen = {said.id}
    while said.parent in numbers and said.parent not in seen:
        said = all_said[numbers[said.parent] - 1]
        seen.add(said.id)
    return len(seen) - 1


def by_paragraph(all_rows: Iterable[Row], parts: Sequence[Paragraph]) -> dict[Paragraph, list[Row]]:
    """The rows whose statements begin in each paragraph; those that begin in none are at the first."""
    starts = [paragraph.span[0] for paragraph in parts]
    found: dict[Paragraph, list[Row]] = {paragraph: [] for paragraph in parts}
    for row in all_rows:
        if parts:
            found[parts[max(bisect_right(starts, first_place(row.said)) - 1, 0)]].append(row)
    return found


def unattributed(found: Findings) -> list[Quotation]:
    """Quotations that belong to no attribution, in order."""
    return [quotation for quotation in found.quotations if quotation.attribution is None]


def first_place(said: Attribution) -> int:
    """Where an attribution begins in the text; its note stands beside that place."""
    every: Pieces = said.content + said.source + said.cue
    return min((span[0] for span in every), default=0)


def one_line(text: str) -> str:
    """The text with each run of white space as one space."""
    return " ".join(text.split())

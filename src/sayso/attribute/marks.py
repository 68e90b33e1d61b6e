"""Pair the quotation marks of a text.

The marks of a paragraph are read together: each may open a quotation, close one or be no quotation mark at
all, every reading has a cost (`sayso.attribute.costs`), and the cheapest reading of the paragraph wins
(`sayso.attribute.readings`).  So a mark too many spoils only its own surroundings, and an apostrophe is told
from a closing mark by what the other marks make of it.  The time is linear in the length of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from sayso.attribute import costs
from sayso.attribute.glyphs import NO_WIDTH, Kind, Mark
from sayso.attribute.paragraphs import paragraphs
from sayso.attribute.readings import Action, Step, cheapest
from sayso.languages import Language
from sayso.model import Block, MarksState, Note, Pieces, Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text in quotation marks, or set as a quotation."""

    pieces: Pieces
    """With its marks; several where it goes on over paragraphs."""
    inner: Pieces
    """The same without marks and without the space next to them."""
    state: MarksState
    depth: int
    """How many stretches it lies in."""
    kind: Kind | Literal["block"]


@dataclass(frozen=True, slots=True)
class Marked:
    """The stretches of a text in text order, an outer one before those in it, and what was odd about its marks."""

    stretches: tuple[Stretch, ...]
    notes: tuple[Note, ...]


def pair(text: str, language: Language, blocks: Sequence[Block] = ()) -> Marked:
    """The stretches of a text that stand in quotation marks or are set as quotations by its blocks.

    Any two stretches lie apart or one within the other.  Notes are ``unbalanced-marks``, with the span of the
    mark that has no partner or whose stretch runs on over paragraphs, and ``mixed-marks``, with the span of the
    stretch whose two marks do not belong together.  Marks with nothing between them are no stretch.  Never
    raises, whatever the text; ``blocks`` lie within it, apart and in order.
    """
    spans = paragraphs(text, blocks)
    building = _Building(text, language, [start for start, _ in spans])
    for step in cheapest(text, spans, language):
        building.take(step)
    found = sorted(building.found, key=lambda stretch: (stretch.pieces[0][0], -stretch.pieces[-1][1]))
    return Marked(tuple(_with_blocks(text, found, blocks)), tuple(building.notes))


@dataclass(slots=True)
class _Open:
    """A stretch that is not closed yet."""

    mark: Mark
    start: int
    inner_start: int
    pieces: list[Span] = field(default_factory=list)
    inner: list[Span] = field(default_factory=list)
    runs_on: bool = False


@dataclass(slots=True)
class _Building:
    """Stretches made out of the steps of a reading."""

    text: str
    language: Language
    starts: list[int]
    """Where paragraphs start."""
    found: list[Stretch] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    floor: int = 0
    """Behind the last mark that did something: no stretch whose opening mark is lost begins before it."""
    resumed: int = 0
    """Open stretches that the present paragraph has resumed."""

    def take(self, step: Step) -> None:
        """Take one step."""
        mark = step.mark
        if mark is None:
            self._end_paragraph(step)
        elif step.action != "letter":
            self._act(step.action, mark)
            self.floor = mark.end

    def _act(self, action: Action, mark: Mark) -> None:
        if action == "close":
            self._close(mark)
        elif action == "alone":
            self._alone(mark)
        elif action == "resume":
            self.open[self.resumed].start, self.open[self.resumed].inner_start = mark.start, mark.end
            self.resumed += 1
        else:
            if action == "reopen":
                self._leave(mark.start)
            self.open.append(_Open(mark, mark.start, mark.end))

    def _close(self, mark: Mark) -> None:
        while self.open[-1].mark.kind != mark.kind:
            self._leave(mark.start)
        one = self.open.pop()
        fits = costs.usual(one.mark.glyph, mark.glyph, self.language)
        pieces = (*one.pieces, (one.start, mark.end))
        self._add(pieces, (*one.inner, (one.inner_start, mark.start)), "paired" if fits else "mixed", one.mark.kind)
        if one.runs_on:
            self._lone(one.mark, "what this one opens runs on over paragraphs without a mark at their start")
        if not fits:
            opened, closed = self.text[one.mark.start : one.mark.end], self.text[mark.start : mark.end]
            message = f"opened with {opened} and closed with {closed}"
            self.notes.append(Note("mixed-marks", message, (pieces[0][0], mark.end)))

    def _alone(self, mark: Mark) -> None:
        """A closing mark that nothing opened: its stretch begins behind the mark before, or with the paragraph."""
        start = max(self.floor, self.starts[bisect_right(self.starts, mark.start) - 1])
        self._add(((start, mark.end),), ((start, mark.start),), "unopened", mark.kind)
        self._lone(mark, "no opening mark goes with this one")

    def _leave(self, end: int) -> None:
        """The innermost open stretch ends here although no mark closes it."""
        one = self.open.pop()
        self._add((*one.pieces, (one.start, end)), (*one.inner, (one.inner_start, end)), "unclosed", one.mark.kind)
        self._lone(one.mark, "no closing mark goes with this one")

    def _end_paragraph(self, step: Step) -> None:
        end, after = step.span
        while len(self.open) > step.stay:
            self._leave(end)
        for one in self.open:
            one.pieces.append((one.start, end))
            one.inner.append((one.inner_start, end))
            one.start = one.inner_start = after
            one.runs_on |= step.action == "run on"
        self.resumed = 0

    def _lone(self, mark: Mark, message: str) -> None:
        self.notes.append(Note("unbalanced-marks", message, (mark.start, mark.end)))

    def _add(self, pieces: Pieces, inner: Pieces, state: MarksState, kind: Kind) -> None:
        """Add a stretch without the pieces that hold nothing but marks, unless that leaves none."""
        filled = [
            (trimmed(self.text, piece), within)
            for piece, within in zip(pieces, (trimmed(self.text, span) for span in inner), strict=True)
            if within[0] < within[1]
        ]
        if filled:
            shown, within = zip(*filled, strict=True)
            self.found.append(Stretch(shown, within, state, len(self.open), kind))


def trimmed(text: str, span: Span) -> Span:
    """A span without the blank and zero-width characters at its ends; of nothing else, an empty one."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in NO_WIDTH):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in NO_WIDTH):
        end -= 1
    return start, end


def _with_blocks(text: str, found: Sequence[Stretch], blocks: Sequence[Block]) -> list[Stretch]:
    """The stretches with those added that a block sets as a quotation: block quotes, neighbours joined, and posts.

    Where marks hold most of a set quotation they say better than the block what is quoted.
    """
    depths = {n: stretch.depth for n, stretch in enumerate(found)}
    starts = [stretch.pieces[0][0] for stretch in found]
    over = [(s.pieces[0][0], s.pieces[-1][1]) for s in found if len(s.pieces) > 1]
    added = []
    for pieces in _set_as_quotations(text, blocks):
        start, end = pieces[0][0], pieces[-1][1]
        inside = range(bisect_left(starts, start), bisect_left(starts, end))
        held = sum(e - s for n in inside if found[n].depth == 0 for s, e in found[n].pieces)
        crossed = any(s < end and start < e and not start <= s < e <= end for s, e in over)
        if not crossed and 2 * held < sum(e - s for s, e in pieces):
            added.append(Stretch(pieces, pieces, "none", 0, "block"))
            depths.update((n, depths[n] + 1) for n in inside)
    deeper = [replace(stretch, depth=depths[n]) for n, stretch in enumerate(found)]
    return sorted([*added, *deeper], key=lambda stretch: (stretch.pieces[0][0], -stretch.pieces[-1][1]))


def _set_as_quotations(text: str, blocks: Sequence[Block]) -> list[Pieces]:
    """The words of each run of quote blocks, and of each post."""
    runs = groupby(enumerate(blocks), key=lambda one: "quote" if one[1].role == "quote" else one[0])
    groups = [[block for _, block in run] for _, run in runs]
    shown = [[trimmed(text, block.span) for block in group] for group in groups if group[0].role in ("quote", "post")]
    return [tuple(span for span in spans if span[0] < span[1]) for spans in shown if any(s < e for s, e in spans)]

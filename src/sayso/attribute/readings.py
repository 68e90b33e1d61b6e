"""The cheapest reading of the marks of a text, paragraph by paragraph.

A `Reading` is a guess at what every mark so far does.  At each mark every kept reading is carried on in each
way that the mark allows; of two readings that leave the same quotations open the dearer is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from sayso.attribute import costs
from sayso.attribute.glyphs import NO_WIDTH, Mark, marks
from sayso.languages import Language
from sayso.model import Span

KEPT = 12
"""Readings kept at a time."""
HOPELESS = 7.0
"""A reading dearer than the cheapest by more than this, two lost marks and a bit, is dropped."""
MANY = 400
"""Marks in a paragraph above which only the best two readings are kept: such a paragraph is no prose."""
DEEPEST = 6
"""Quotations within quotations; a mark that would open a deeper one is taken for a letter."""
RESUMES = re.compile(rf"[\s{NO_WIDTH}>*_]*")
"""What may stand before an opening mark that leads a paragraph."""

Action = Literal["open", "reopen", "close", "alone", "letter", "resume", "end", "run on"]


class Step(NamedTuple):
    """What one mark does, or at the end of a paragraph, how many quotations stay open: with "end" the next
    paragraph resumes them by opening marks, with "run on" they run on without."""

    action: Action
    mark: Mark | None
    span: Span = (0, 0)
    """The end of the paragraph and the start of the next."""
    stay: int = 0


class Opened(NamedTuple):
    """A quotation that is open, and those it lies in."""

    mark: Mark
    below: Opened | None
    depth: int
    key: str


class Reading(NamedTuple):
    """What it costs so far, what is open, the steps taken (latest first), and how many marks at the start of
    the next paragraph only carry on what is open."""

    cost: float
    opened: Opened | None
    steps: tuple[Any, ...] | None
    resume: int = 0

    def then(self, cost: float, opened: Opened | None, step: Step, resume: int = 0) -> Reading:
        """This reading carried on by one step."""
        return Reading(self.cost + cost, opened, (self.steps, step), resume)


def cheapest(text: str, spans: Sequence[Span], language: Language) -> list[Step]:
    """The steps of the cheapest reading of the marks in these paragraphs."""
    kept = [Reading(0.0, None, None)]
    here = marks(text, *spans[0]) if spans else []
    for at, span in enumerate(spans):
        coming = marks(text, *spans[at + 1]) if at + 1 < len(spans) else []
        width = KEPT if len(here) <= MANY else 2
        for place, mark in enumerate(here):
            kept = _best(_carried_on(text, kept, mark, place, language), width)
        if here or any(reading.opened for reading in kept):
            after = spans[at + 1] if at + 1 < len(spans) else (span[1], span[1])
            kept = _best(_ended(text, kept, (span, after), _leading(text, after, coming), language), width)
        here = coming
    return _unwound(kept[0].steps)


def _unwound(steps: tuple[Any, ...] | None) -> list[Step]:
    """Linked steps, latest first, as a list in text order."""
    taken: list[Step] = []
    while steps:
        steps, step = steps
        taken.append(step)
    return taken[::-1]


def _best(readings: Iterator[Reading], width: int) -> list[Reading]:
    """The cheapest readings, no two of which leave the same open."""
    best: dict[tuple[str, int], Reading] = {}
    for reading in readings:
        key = (reading.opened.key if reading.opened else "", reading.resume)
        if key not in best or reading.cost < best[key].cost:
            best[key] = reading
    ranked = sorted(best.values(), key=lambda reading: reading.cost)[:width]
    return [reading for reading in ranked if reading.cost <= ranked[0].cost + HOPELESS]


def _carried_on(text: str, readings: list[Reading], mark: Mark, place: int, language: Language) -> Iterator[Reading]:
    """Every reading with every reading of one more mark."""
    opens, closes = costs.open_cost(text, mark, language), costs.close_cost(text, mark, language)
    letter, alone = costs.letter_cost(text, mark, language), costs.alone_cost(mark) + closes
    nothing = Step("letter" if letter <= alone else "alone", mark)  # both leave the same open
    for reading in readings:
        if place < reading.resume:
            yield reading.then(0.0, reading.opened, Step("resume", mark), reading.resume)
            continue
        yield reading.then(min(letter, alone), reading.opened, nothing)
        yield from _opening(reading, mark, opens)
        yield from _closing(reading, mark, closes, language)


def _opening(reading: Reading, mark: Mark, cost: float) -> Iterator[Reading]:
    """The mark opens: inside what is open, or in place of one of its own kind that was never closed."""
    top = reading.opened
    depth = top.depth + 1 if top else 0
    inside = costs.SAME_INSIDE.get(mark.glyph, costs.SAME_INSIDE_CURLY) if top and top.mark.kind == mark.kind else 0.0
    if depth < DEEPEST:
        yield reading.then(cost + inside, _push(top, mark), Step("open", mark))
    if top and top.mark.kind == mark.kind:
        yield reading.then(cost + costs.alone_cost(top.mark), _push(top.below, mark), Step("reopen", mark))


def _push(top: Opened | None, mark: Mark) -> Opened:
    return Opened(mark, top, top.depth + 1 if top else 0, f"{top.key if top else ''}{mark.glyph} ")


def _closing(reading: Reading, mark: Mark, cost: float, language: Language) -> Iterator[Reading]:
    """The mark closes the innermost open one of its kind; what was opened since was never closed."""
    opened = reading.opened
    while opened and opened.mark.kind != mark.kind:
        cost += costs.alone_cost(opened.mark)
        opened = opened.below
    if opened:
        cost += 0.0 if costs.usual(opened.mark.glyph, mark.glyph, language) else costs.MIXED
        yield reading.then(cost, opened.below, Step("close", mark))


def _ended(
    text: str, readings: list[Reading], spans: tuple[Span, Span], resuming: list[Mark], language: Language
) -> Iterator[Reading]:
    """Every reading at the end of a paragraph: what is open ends here, or goes on in the next paragraph."""
    span, after = spans
    dearer = costs.ASCRIBED if _ends_in_cue(text, span, language) else 0.0
    further = costs.RUNS_ON if text.count("\n", span[1], after[0]) > 1 else costs.RUNS_ON_LINE
    for reading in readings:
        opened = _from_bottom(reading.opened)
        yield _with_open(reading, opened, Step("end", None, (span[1], after[0])), 0.0)
        stay = _shared(opened, resuming)
        if stay:
            yield _with_open(reading, opened, Step("end", None, (span[1], after[0]), stay), costs.CONTINUES + dearer)
        if opened and opened[0].mark.kind != "single" and after[0] < after[1]:
            yield _with_open(reading, opened, Step("run on", None, (span[1], after[0]), 1), further + dearer)


def _with_open(reading: Reading, opened: list[Opened], step: Step, cost: float) -> Reading:
    """The reading with only as many of its outermost quotations left open as stay so."""
    cost += sum(costs.alone_cost(one.mark) for one in opened[step.stay :])
    resume = step.stay if step.action == "end" else 0
    return reading.then(cost, opened[step.stay - 1] if step.stay else None, step, resume)


def _from_bottom(opened: Opened | None) -> list[Opened]:
    """What is open, the outermost first."""
    found: list[Opened] = []
    while opened:
        found.append(opened)
        opened = opened.below
    return found[::-1]


def _shared(opened: list[Opened], resuming: list[Mark]) -> int:
    """How many of the open quotations, from the outermost in, have a mark of their kind among these."""
    shared = 0
    for one, mark in zip(opened, resuming, strict=False):
        if one.mark.kind != mark.kind:
            break
        shared += 1
    return shared


def _leading(text: str, span: Span, found: list[Mark]) -> list[Mark]:
    """The marks that lead a paragraph and may open, with nothing between them."""
    leading: list[Mark] = []
    at = RESUMES.match(text, *span)
    edge = at.end() if at else span[0]
    for mark in found[:DEEPEST]:
        spaced = mark.right == "gap" and mark.kind != "guillemets"
        if mark.start != edge or mark.glyph in costs.CLOSES_ONLY or spaced:
            break
        leading.append(mark)
        edge = mark.end
    return leading


def _ends_in_cue(text: str, span: Span, language: Language) -> bool:
    """Whether a paragraph ends ", said Marsh." or ", she said.": its open quotation had lost its closing mark."""
    tail = re.split(r"[,?!]", text[max(span[0], span[1] - 80) : span[1]].strip())[-1]
    words = re.findall(r"\w+", tail)
    speaks = {words[0].lower(), words[-1].lower()} & language.words.speaks if words else set()
    return bool(speaks) and len(words) <= 4

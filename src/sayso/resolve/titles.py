"""Phrases around a name that may be a title: every candidate with what it is told by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.resolve.mentions import Mention
from sayso.resolve.page import Range
from sayso.resolve.phrases import LONGEST, PUNCTUATION, Phrase, View, stops

NO_EDGE = frozenset(",.'")
"""Marks that no title begins or ends with."""
CLOSE = frozenset('.;:()“”"')
"""Marks beyond which no title behind a name goes."""
OPENING = 4
"""Words between a name and a title behind it, at most."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Where candidates stand: on which side of a name, with how many words between, and the source's edges."""

    side: str
    opening: str
    gap: int
    edge: Range | None


def titles(here: View, m: Mention) -> Iterator[Phrase]:
    """Phrases right before a name, and behind it: in commas, in brackets, or after "who is"."""
    edge = here.sources.get(m.words[0])
    for beside, words in [*_before(here, m, edge), *_behind(here, m, edge)]:
        if not _may_be(here, *words):
            continue
        yield Phrase(words, dict.fromkeys(_about(here, beside, *words), 1.0))


def _may_be(here: View, start: int, end: int) -> bool:
    """Whether a phrase can be a title at all: no person's name ends it, or a comma within it."""
    named = [w for w in range(start, end) if here.named.get(w) == "person"]
    return not any(w + 1 == end or here.page.words[w + 1] == "," for w in named)


def _before(here: View, m: Mention, edge: Range | None) -> Iterator[tuple[Beside, Range]]:
    page, start = here.page, m.words[0]
    gap = int(start > 0 and page.words[start - 1] in ",.")
    end = start - gap
    beside = Beside("before", "", gap, edge)
    for first in range(end - 1, max(-1, end - 1 - LONGEST), -1):
        if page.sentence[first] != page.sentence[start] or page.lines[first] != page.lines[start]:
            return
        if stops(here, first) and page.words[first] not in ",.":
            return
        if not _no_edge(here, first) and not _no_edge(here, end - 1):
            yield beside, (first, end)


def _no_edge(here: View, at: int) -> bool:
    return here.page.lower[at] in here.vocabulary.no_edge or here.page.words[at] in NO_EDGE


def _behind(here: View, m: Mention, edge: Range | None) -> Iterator[tuple[Beside, Range]]:
    page, at = here.page, m.words[1]
    high = at
    while high < len(page) and page.sentence[high] == page.sentence[m.words[0]]:
        high += 1
    opening: list[str] = []
    while at < high and len(opening) < OPENING and _opens(here, at):
        opening.append(page.lower[at])
        at += 1
    if not opening:
        return
    beside = Beside("behind", opening[0], len(opening), edge)
    for start in sorted({at, at - (opening[-1] in here.vocabulary.determiners)}):
        for end in range(start + 1, min(high, start + LONGEST) + 1):
            if end == high or stops(here, end) or page.lower[end] in here.vocabulary.title_ends:
                yield beside, (start, end)
            if end < high and page.words[end] in CLOSE:
                break


def _opens(here: View, at: int) -> bool:
    """Whether a word may stand between a name and a title behind it."""
    word = here.page.words[at]
    return word in ",(–—-" or word.lower() in here.vocabulary.leads or word.isdigit()


def _about(here: View, beside: Beside, start: int, end: int) -> Iterator[str]:
    """What a candidate is told by."""
    page, side, words = here.page, beside.side, here.page.lower[start:end]
    before = page.lower[start - 1] if start and page.lines[start - 1] == page.lines[start] else "line"
    after = page.lower[end] if end < len(page) else "end"
    people = here.people
    yield from ("bias", f"side {side} {beside.opening}", f"gap {side} {beside.gap}")
    yield from (f"{side} first {words[0]}", f"last {words[-1]}", f"{side} words {min(len(words), 9)}")
    yield from (f"{side} preceded {before}", f"{side} followed {after}")
    yield f"{side} capital {page.capital[start]} {page.capital[end - 1]}"
    yield f"{side} last is somebody {words[-1] in people}, any is {any(word in people for word in words)}"
    if beside.edge:
        low, high = beside.edge
        yield f"{side} source {'start' if start == low else 'in' if start > low else 'out'}"
        yield f"{side} source {'end' if end == high else 'within' if end < high else 'beyond'}"
    if any(here.named.get(w) == "person" for w in range(start, end)):
        yield f"{side} names a person"
    if any(word in PUNCTUATION and word not in "-'’" for word in words):
        yield f"{side} punctuated"
    yield from _cut(here, side, start, before in people, after)


def _cut(here: View, side: str, start: int, late: bool, after: str) -> Iterator[str]:
    """Whether a candidate leaves out words that belong to it."""
    page = here.page
    if start and here.named.get(start) and here.named.get(start - 1) == here.named.get(start):
        yield "cuts a name"
    if late or (start and page.capital[start] and page.capital[start - 1]):
        yield f"{side} begins late"
    if side == "behind" and after.isalpha() and after not in here.vocabulary.title_ends:
        yield "ends early"

"""Phrases around a statement that may tell through whom, where or when it was said: every candidate with what it is
told by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sayso.languages import Words as Vocabulary
from sayso.model import Attribution, Pieces, Span
from sayso.resolve.mentions import Mention
from sayso.resolve.page import Page

Range = tuple[int, int]
LONGEST = 16
"""Words of a phrase at most."""
PUNCTUATION = frozenset(".,;:!?—–-()[]“”\"‘’'|")
WITHIN = frozenset("-'’")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A candidate by its words, and its features."""

    words: Range
    features: dict[str, float] = field(compare=False)


@dataclass(frozen=True, slots=True)
class View:
    """A page with what is known of its words."""

    page: Page
    vocabulary: Vocabulary
    named: Mapping[int, str]
    """What is named by each word that is in a name."""
    sources: Mapping[int, Range]
    """The source that each word in one is in, by its words."""
    people: frozenset[str]
    """Nouns for people, offices among them."""


def view(page: Page, vocabulary: Vocabulary, mentions: Sequence[Mention], sources: Sequence[Span]) -> View:
    """A page made ready."""
    named = {w: m.what for m in mentions if m.named for w in range(*m.words)}
    people = vocabulary.offices | vocabulary.nouns | vocabulary.male | vocabulary.female
    return View(
        page, vocabulary, named, {w: words for words in map(page.touched, sources) for w in range(*words)}, people
    )


@dataclass(frozen=True, slots=True)
class Ground:
    """The sentence of a statement: where a phrase about it may stand."""

    low: int
    high: int
    taken: Mapping[int, str]
    """The words of the statement's own parts."""
    cue: Range | None


def circumstances(here: View, said: Attribution) -> Iterator[Phrase]:
    """Phrases in the sentence of a statement's source and cue, outside them and its content."""
    ground = Ground(*_sentence(here, said), _taken(here, said), _hull(here, said.cue))
    for start in range(ground.low, ground.high):
        first = here.page.lower[start]
        begins = (
            first in here.vocabulary.openers
            or first in here.vocabulary.calendar
            or (ground.cue and start == ground.cue[1])
        )
        for end in _ends(here, start, ground) if begins and start not in ground.taken else ():
            yield Phrase((start, end), dict(_about(here, ground, start, end)))


def _taken(here: View, said: Attribution) -> dict[int, str]:
    """The words of a statement's own parts."""
    return {
        w: part
        for part in ("content", "cue", "source")
        for piece in getattr(said, part)
        for w in range(*here.page.touched(piece))
    }


def _sentence(here: View, said: Attribution) -> Range:
    """The words of the sentences that source and cue stand in."""
    if not len(here.page):
        return 0, 0
    anchors = said.source + said.cue or said.content[:1]
    words = [w for span in anchors for w in here.page.touched(span)]
    first, last = (
        here.page.sentence[min(*words, len(here.page) - 1)],
        here.page.sentence[min(max(words) - 1, len(here.page.sentence) - 1)],
    )
    return int(np.searchsorted(here.page.sentence, first)), int(np.searchsorted(here.page.sentence, last, side="right"))


def _hull(here: View, pieces: Pieces) -> Range | None:
    words = [here.page.touched(piece) for piece in pieces]
    return (words[0][0], words[-1][1]) if words else None


def _ends(here: View, start: int, ground: Ground) -> Iterator[int]:
    """Where a phrase may end: before a break, or where the sentence or a part of the statement begins."""
    for end in range(start + 1, min(ground.high, start + LONGEST) + 1):
        if end - 1 > start and end - 1 in ground.taken:
            return
        after = _after(here, ground, end)
        if after != "word":
            yield end
        if end < ground.high and stops(here, end) and here.page.words[end] != ",":
            return


def _after(here: View, ground: Ground, end: int) -> str:
    """What stands behind a phrase."""
    if end >= ground.high:
        return "end"
    if end in ground.taken:
        return ground.taken[end]
    if stops(here, end):
        return here.page.words[end]
    return "break" if here.page.lower[end] in here.vocabulary.breaks else "word"


def _before(here: View, ground: Ground, start: int) -> str:
    """What stands before a phrase."""
    if start - 1 in ground.taken:
        return ground.taken[start - 1]
    if start == ground.low:
        return "start"
    return "comma" if here.page.words[start - 1] in ",—–-" else "word"


def stops(here: View, at: int) -> bool:
    """Whether a word is punctuation that ends a phrase."""
    return here.page.words[at] in PUNCTUATION and not (here.page.words[at] in WITHIN and here.page.glued[at])


def _about(here: View, ground: Ground, start: int, end: int) -> Iterator[tuple[str, float]]:
    """What a phrase is told by."""
    words = here.page.lower[start:end]
    before, after = _before(here, ground, start), _after(here, ground, end)
    told = ["bias", f"first {words[0]}", f"last {words[-1]}", *(f"word {word}" for word in sorted(set(words)))]
    for name in ("calendar", "told", "documents", "bodies", "nouns", "works"):
        if any(word in getattr(here.vocabulary, name) for word in words):
            told += [f"any in {name}", f"{words[0]} {name}"]
    for what in sorted({here.named[w] for w in range(start, end) if w in here.named}):
        told += [f"names {what}", f"{words[0]} names {what}"]
    told += [f"before {before}", f"after {after}", f"before {before} after {after}", f"words {min(end - start, 8)}"]
    if before == "cue" and ground.cue:
        cue = here.page.lower[ground.cue[1] - 1]
        told += [f"object of {cue}", f"object of {cue} after {after}"]
        told += [f"object {words[0] in here.vocabulary.openers}"]
    yield from ((name, 1.0) for name in told)
    if ground.cue:
        yield "cue behind" if ground.cue[0] >= end else "cue before", 1.0
        yield "far", min(abs(ground.cue[0] - end), abs(start - ground.cue[1])) / 10

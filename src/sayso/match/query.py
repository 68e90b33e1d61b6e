"""The words that are looked for: their keys, what each tells, and the writer's own marks among them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate

from sayso.languages.matching import Frequencies
from sayso.match.keys import Keyed, Keyer
from sayso.model import Span

ELLIPSIS = re.compile(r"\[?\s*(?:…|\.\s?\.\s?\.(?:\s?\.)?|\*\s?\*\s?\*)\s*\]?")
OF_A_NAME = 6.0
"""Bits of a word of a name after another of it at most: who knows the one knows the other."""
_BRACKETS = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Query:
    """Words to look for.  ``alone[i]`` is the information of key i by itself, in bits, ``after[i]`` that of key i after
    the key before it."""

    text: str
    keyed: Keyed
    alone: tuple[float, ...]
    after: tuple[float, ...]
    marked: frozenset[int] = frozenset()
    """Numbers of keys before which the text shows that words are left out."""
    bracketed: frozenset[int] = frozenset()
    """Numbers of keys that the writer put in, in brackets."""
    joints: tuple[int, ...] = ()
    """Places in the text where two pieces are joined: a comma there is the cue's as much as the speaker's."""
    _sums: tuple[float, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.keyed.keys)

    def bits(self, start: int, end: int) -> float:
        """The information of keys on end, ``start`` to ``end``."""
        if start >= end:
            return 0.0
        return self.alone[start] + self._sums[end] - self._sums[start + 1]

    def part(self, start: int, end: int) -> Query:
        """Some of its keys as a query of their own; its text stays whole."""
        keyed = Keyed(self.keyed.keys[start:end], self.keyed.spans[start:end])
        after = self.after[start:end]
        marked, bracketed = (
            frozenset(i - start for i in which if start <= i < end) for which in (self.marked, self.bracketed)
        )
        return Query(self.text, keyed, self.alone[start:end], after, marked, bracketed, self.joints, _sums(after))


def query(text: str, keyer: Keyer, joints: tuple[int, ...] = (), breaks: tuple[int, ...] = ()) -> Query:
    """The query of a quotation's words; ``joints`` are places in it where the writer's own words parted it, ``breaks``
    those of them between sentences."""
    keyed = keyer.keyed(text)
    table = keyer.language.frequencies
    alone, after = information(keyed, text, table)
    brackets = [found.span() for found in _BRACKETS.finditer(text)] if "[" in text else []
    return Query(
        text,
        keyed,
        alone,
        after,
        _marked(keyed, text, breaks),
        frozenset(i for i, span in enumerate(keyed.spans) if _within(span, brackets)),
        joints,
        _sums(after),
    )


def information(keyed: Keyed, text: str, table: Frequencies) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The bits of each key by itself, and after the one before it: at most `OF_A_NAME` within a name."""
    alone = tuple(table.bits(key) for key in keyed.keys)
    after = [table.bits(key, keyed.keys[i - 1] if i else None) for i, key in enumerate(keyed.keys)]
    for i in range(1, len(after)):
        if _goes_on(keyed.spans[i - 1], keyed.spans[i], text):
            after[i] = min(after[i], OF_A_NAME)
    return alone, tuple(min(pair) for pair in zip(alone, after, strict=True))


def _goes_on(one: Span, two: Span, text: str) -> bool:
    """The second of two words goes on with a name that the first begins: both have a capital, a space parts them."""
    return text[one[1] : two[0]] == " " and text[one[0]].isupper() and text[two[0] : two[0] + 1].isupper()


def _sums(after: tuple[float, ...]) -> tuple[float, ...]:
    return (0.0, *accumulate(after))


def _marked(keyed: Keyed, text: str, breaks: tuple[int, ...]) -> frozenset[int]:
    """The keys before which words are shown to be left out: after an ellipsis, or at a break of the writer's."""
    found: set[int] = set()
    end = 0
    for i, (start, stop) in enumerate(keyed.spans):
        between = text[end:start]
        if ("." in between or "…" in between or "*" in between) and ELLIPSIS.search(between):
            found.add(i)
        if any(end <= place <= start for place in breaks):
            found.add(i)
        end = max(end, stop)
    return frozenset(found)


def _within(span: Span, brackets: list[Span]) -> bool:
    return any(start < max(span[1], span[0] + 1) and span[0] < end for start, end in brackets)

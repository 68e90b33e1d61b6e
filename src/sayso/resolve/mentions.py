"""Mentions of people and organisations in an article: names, nouns and pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np

from sayso.languages import Words as Vocabulary
from sayso.model import Span
from sayso.resolve.loglinear import LogLinear
from sayso.resolve.names import COMMON, name_features, names
from sayso.resolve.page import Page, Range

What = Literal["person", "body", "place", "somebody", "group"]
NAMED: tuple[What, ...] = ("person", "body", "place")
PRONOUNS = ("he", "she", "it", "they", "me", "us", "you")
BEFORE = 4
"""Words that may stand between a determiner and its noun."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch that mentions somebody or something: by ``what``, and from which word to which."""

    span: Span
    what: What
    words: Range

    @property
    def named(self) -> bool:
        """Whether it is a name."""
        return self.what in NAMED


def mentions(page: Page, vocabulary: Vocabulary, model: LogLinear, sources: Sequence[Span] = ()) -> list[Mention]:
    """Names, nouns for people and bodies, and ``sources`` that hold neither nor are pronouns; in text order."""
    found = [_at(page, cast(What, what), *words) for words, what in names(page, vocabulary, model)]
    found += _named_sources(page, vocabulary, model, found, sources)
    found += _again(page, found)
    taken = np.zeros(len(page) + 1, bool)
    for m in found:
        taken[slice(*m.words)] = True
    for m in [*_nouns(page, vocabulary), *_from_sources(page, vocabulary, sources)]:
        if not taken[slice(*m.words)].any():
            taken[slice(*m.words)] = True
            found.append(m)
    return sorted(found, key=lambda m: m.span)


def _again(page: Page, found: Sequence[Mention]) -> list[Mention]:
    """Further places where names stand that were found elsewhere: in headlines, at the start of sentences."""
    taken = np.zeros(len(page) + 1, bool)
    forms: dict[str, What] = {}
    for m in found:
        taken[slice(*m.words)] = True
        forms.setdefault(page.text[slice(*m.span)], m.what)
        if m.what == "person":
            forms.setdefault(page.words[m.words[1] - 1], m.what)
    forms = {form: what for form, what in forms.items() if len(form) > 2 and form[0].isupper()}
    if not forms:
        return []
    either = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    more = []
    for match in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", page.text):
        start, end = page.touched(match.span())
        if start < end and not taken[start:end].any():
            more.append(_at(page, forms[match[0]], start, end))
    return more


def _nouns(page: Page, vocabulary: Vocabulary) -> Iterator[Mention]:
    """Noun phrases for people and bodies, from their determiner on."""
    people = (vocabulary.nouns | vocabulary.male | vocabulary.female | vocabulary.offices) - vocabulary.adjectival
    for w, here in enumerate(page.lower):
        known = here in people or here in vocabulary.bodies or here.endswith(("ist", "ists"))
        after = page.lower[w + 1] if w + 1 < len(page) else ""
        if page.capital[w] or not known or after in people or after in vocabulary.bodies:
            continue
        start = _determiner(page, vocabulary, w)
        if start is None and here in vocabulary.nouns and (here.endswith("s") or here == "people"):
            start = w
        if start is not None:
            yield _at(page, "group" if here in vocabulary.bodies else "somebody", start, w + 1)


def _determiner(page: Page, vocabulary: Vocabulary, at: int) -> int | None:
    """Where the noun phrase of a noun begins: at its determiner a few words before; None where it has none."""
    for start in range(at - 1, max(-1, at - 2 - BEFORE), -1):
        if page.lines[start] != page.lines[at] or not page.lower[start].isalpha():
            return None
        if page.lower[start] in vocabulary.determiners:
            return start
    return None


def _named_sources(
    page: Page, vocabulary: Vocabulary, model: LogLinear, found: Sequence[Mention], sources: Iterable[Span]
) -> Iterator[Mention]:
    """Sources that are written like a name and are none of the names found: they are taken for one."""
    taken = {w for m in found for w in range(*m.words)}
    for span in sources:
        low, high = page.touched(span)
        low += low < high and page.lower[low] in ("the", "a", "an")
        words = range(low, high)
        if not words or taken & set(words) or not all(page.capital[w] for w in words):
            continue
        last = page.lower[high - 1]
        if page.lower[low] in vocabulary.starters or last in vocabulary.nouns | vocabulary.documents:
            continue
        if high - low == 1 and page.first[low] and (last.endswith(COMMON) or last in page.words):
            continue
        odds = model.odds(next(iter(name_features(page, vocabulary, [(low, high)]))))
        turn = page.first[low] and page.words[high : high + 1] == [":"]
        yield _at(page, "person" if turn else max(NAMED, key=lambda what: odds[what]), low, high)


def _from_sources(page: Page, vocabulary: Vocabulary, sources: Iterable[Span]) -> Iterator[Mention]:
    for span in sources:
        words = page.touched(span)
        if words[0] < words[1] and pronoun_class(page.text[slice(*span)], vocabulary) is None:
            yield _at(page, "group", *words)


def pronoun_class(text: str, vocabulary: Vocabulary) -> str | None:
    """he, she, it, they, me, us or you; None for what is no pronoun."""
    return next((name for name in PRONOUNS if text.lower().strip() in getattr(vocabulary, name)), None)


def _at(page: Page, what: What, start: int, end: int) -> Mention:
    return Mention(page.span((start, end)), what, (start, end))

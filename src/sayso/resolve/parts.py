"""Titles, and through whom, where and when something was said: the phrases that are taken, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sayso.model import Attribution, Pieces, Span
from sayso.resolve.entities import Entity
from sayso.resolve.loglinear import LogLinear
from sayso.resolve.phrases import Phrase, View, circumstances
from sayso.resolve.titles import titles

ENOUGH = {"via": 0.25, "occasion": 0.25, "title": 0.25}
"""Probability from which a phrase is taken; chosen by five-fold F1 on labelled news."""
Scored = tuple[float, str, Phrase]


def circumstances_of(here: View, said: Sequence[Attribution], model: LogLinear) -> dict[str, dict[str, Pieces]]:
    """Via and occasion of each attribution, by its id and the name of the part."""
    scored = [(p, label, phrase, a.id) for a in said for p, label, phrase in best(circumstances(here, a), model)]
    found: dict[str, dict[str, Pieces]] = {a.id: {} for a in said}
    taken: list[tuple[int, int]] = []
    for _, label, phrase, owner in sorted(scored, key=lambda one: (-one[0], one[2].words, one[3])):
        if not any(_touch(phrase.words, other) for other in taken):
            taken.append(phrase.words)
            found[owner][label] = tuple(sorted((*found[owner].get(label, ()), span_of(here, phrase))))
    return found


def best(phrases: Iterable[Phrase], model: LogLinear) -> Iterator[Scored]:
    """The phrases that are something, the surest first, none that touches a surer one."""
    scored: list[Scored] = []
    for phrase in phrases:
        odds = model.odds(phrase.features)
        label = max((name for name in odds if name != "none"), key=lambda name: odds[name])
        if odds[label] >= ENOUGH[label]:
            scored.append((odds[label], label, phrase))
    taken: list[tuple[int, int]] = []
    for one in sorted(scored, key=lambda one: (-one[0], one[2].words)):
        if not any(_touch(one[2].words, other) for other in taken):
            taken.append(one[2].words)
            yield one


def titles_of(here: View, entities: Iterable[Entity], model: LogLinear) -> dict[int, list[Span]]:
    """The titles of each person, by its number: the surest first, one of each wording."""
    found: dict[int, list[Span]] = {}
    for n, entity in enumerate(entities):
        if entity.what == "person":
            every = [one for m in entity.mentions for one in best(titles(here, m), model)]
            every.sort(key=lambda one: (-one[0], one[2].words))
            spans = [span_of(here, phrase) for _, _, phrase in every]
            by_words = {here.page.text[slice(*span)].lower(): span for span in reversed(spans)}
            found[n] = [span for span in spans if by_words[here.page.text[slice(*span)].lower()] == span]
    return found


def span_of(here: View, phrase: Phrase) -> Span:
    """A phrase as a span of the text."""
    return here.page.span(phrase.words)


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]

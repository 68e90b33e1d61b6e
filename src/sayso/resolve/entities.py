"""Mentions that name the same person or organisation, as one entity: by the names alone.

Two people of one family name stay two; a family name alone is the last of them that was named in full, unless a
title tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sayso.languages import Words as Vocabulary
from sayso.resolve.mentions import Mention, What

TOKEN = re.compile(r"[\w][\w'’-]*")
IN_BRACKETS = re.compile(r"\s?\(\s?[“\"]?(?:the )?([A-Z][\w&.-]{1,11})[”\"]?\s?\)")
GENDERS = ("male", "female")


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something, and where it is mentioned by name or noun, in text order."""

    what: What
    mentions: list[Mention] = field(default_factory=list)
    forms: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Its names by their tokens in lower case, as they stand."""
    gender: str | None = None
    office: bool = False
    """Whether an office stands before it somewhere."""

    @property
    def named(self) -> bool:
        """Whether it has a name."""
        return self.what in ("person", "body", "place")

    @property
    def name(self) -> str:
        """The fullest of its names: the one of most words, the longest of those."""
        return max(self.forms.values(), key=lambda form: (len(TOKEN.findall(form)), len(form)))


def tokens(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without possessive and full stops."""
    name = re.sub(r"['’]s?$", "", name.strip()).replace(".", "")
    return tuple(t.lower() for t in TOKEN.findall(name)) or (name.lower(),)


def entities(text: str, mentions: Sequence[Mention], vocabulary: Vocabulary) -> list[Entity]:
    """The entities of an article, by their first mention."""
    found: list[Entity] = []
    of_people = [m for m in mentions if m.what == "person"]
    full = sorted(of_people, key=lambda m: len(tokens(text[slice(*m.span)])) < 2)  # full names first, in text order
    for m in full:
        _place(found, m, text, vocabulary, _person_for)
    for m in mentions:
        if m.what in ("body", "place"):
            _place(found, m, text, vocabulary, _body_for)
    _join_acronyms(found, text)
    _join_nouns(found, mentions, text)
    for entity in found:
        entity.mentions.sort(key=lambda m: m.span)
    return sorted(found, key=lambda e: e.mentions[0].span)


def _place(found: list[Entity], m: Mention, text: str, vocabulary: Vocabulary, finder) -> None:  # type: ignore[no-untyped-def]
    name = text[slice(*m.span)]
    mine = tokens(name)
    gender = _title_gender(text, m.span[0], vocabulary) or (_given(mine, vocabulary) if m.what == "person" else None)
    office = bool((before := _word_before(text, m.span[0])) and before in vocabulary.offices)
    entity = finder(found, mine, gender, m, office)
    if entity is None:
        entity = Entity(m.what)
        found.append(entity)
    entity.mentions.append(m)
    entity.forms.setdefault(mine, re.sub(r"['’]s?$", "", name))
    entity.gender = entity.gender or gender
    entity.office = entity.office or office


def _title_gender(text: str, start: int, vocabulary: Vocabulary) -> str | None:
    """What the word before a name tells: Mr, Ms, spokeswoman."""
    before = _word_before(text, start)
    return next((g for g in GENDERS if before in getattr(vocabulary, g)), None)


def _word_before(text: str, start: int) -> str:
    before = re.search(r"([\w-]+)\.?\s+$", text[max(0, start - 24) : start])
    return before[1].lower() if before else ""


def _given(name: tuple[str, ...], vocabulary: Vocabulary) -> str | None:
    """What a given name tells, where it tells anything."""
    man, woman = name[0] in vocabulary.men, name[0] in vocabulary.women
    return None if man == woman else "male" if man else "female"


def _person_for(
    found: Iterable[Entity], mine: tuple[str, ...], gender: str | None, m: Mention, office: bool
) -> Entity | None:
    """The person that a name is of: of those that it may be the one with an office like it, mentioned most before it,
    or else nearest."""
    may = [e for e in found if e.what == "person" and _agrees(e, mine, gender)]
    if not may:
        return None

    def nearness(entity: Entity) -> tuple[bool, bool, int, int]:
        before = [x.span[0] for x in entity.mentions if x.span[0] <= m.span[0]]
        after = [x.span[0] for x in entity.mentions if x.span[0] > m.span[0]]
        return bool(before), office and entity.office, len(before), max(before) if before else -min(after)

    return max(may, key=nearness)


def _agrees(entity: Entity, mine: tuple[str, ...], gender: str | None) -> bool:
    if gender and entity.gender and gender != entity.gender:
        return False
    return any(_same_person(mine, theirs) for theirs in entity.forms)


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be one person's: a part of the other, or alike first and last names."""
    few, many = sorted((one, other), key=len)
    if len(few) == 1:
        return few[0] in (many[-1], many[0]) or (len(many) > 2 and few[0] in many[1:])
    if few[-1] != many[-1] and not set(few) <= set(many):
        return False
    first, full = few[0], many[0]
    return set(few) <= set(many) or first.startswith(full) or full.startswith(first)


def _body_for(
    found: Iterable[Entity], mine: tuple[str, ...], gender: str | None, m: Mention, office: bool
) -> Entity | None:
    """The organisation or place that a name is of."""
    for entity in found:
        if entity.what in ("body", "place") and any(
            _same_body(mine, theirs, entity.what == m.what) for theirs in entity.forms
        ):
            return entity
    return None


def _same_body(one: tuple[str, ...], other: tuple[str, ...], alike: bool) -> bool:
    """Whether two names are one organisation's: the same, its initials, or (of what is alike) its beginning or end."""
    one, other = (t[1:] if t[0] == "the" and len(t) > 1 else t for t in (one, other))
    few, many = sorted((one, other), key=len)
    if few == many or (len(few) == 1 and few[0] in (_initials(many), _initials(many, all_of_them=True))):
        return True
    return alike and len(few) > 1 and (many[: len(few)] == few or (many[-len(few) :] == few and "of" not in few))


def _initials(words: Sequence[str], all_of_them: bool = False) -> str:
    big = [w for w in words if all_of_them or w not in ("of", "the", "and", "for", "on", "in", "to")]
    return "".join(w[0] for w in big) if len(big) > 1 else ""


def _join_acronyms(found: list[Entity], text: str) -> None:
    """ "International Court (IC)": what stands in brackets behind a name is the same."""
    for entity in [e for e in found if e.what in ("body", "place")]:
        for m in entity.mentions:
            behind = IN_BRACKETS.match(text, m.span[1], m.span[1] + 20)
            short = tokens(behind[1]) if behind else ()
            other = next((e for e in found if e is not entity and short in e.forms), None)
            if other and other.what in ("body", "place"):
                entity.mentions += other.mentions
                entity.forms |= other.forms
                found.remove(other)
                _join_acronyms(found, text)
                return


def _join_nouns(found: list[Entity], mentions: Sequence[Mention], text: str) -> None:
    """People and groups by the same noun phrase are the same."""
    by_noun: dict[tuple[str, ...], Entity] = {}
    for m in mentions:
        if m.what in ("somebody", "group"):
            mine = tokens(text[slice(*m.span)])
            noun = mine[1:] if mine[0] in ("the", "a", "an") and len(mine) > 1 else mine
            if noun not in by_noun or mine[0] in ("a", "an", "another"):
                by_noun[noun] = Entity(m.what)
                found.append(by_noun[noun])
            by_noun[noun].mentions.append(m)
            by_noun[noun].forms.setdefault(mine, text[slice(*m.span)])

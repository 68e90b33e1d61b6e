"""Mentions that name the same person or organisation, as one entity: by the names alone.

Two people of one family name stay two; a family name alone is the last of them that was named in full, unless a
title tells them apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sayso.languages import Words as Vocabulary
from sayso.model import Span
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


@dataclass(frozen=True, slots=True)
class Naming:
    """A mention by name, and what is told by it."""

    mention: Mention
    tokens: tuple[str, ...]
    gender: str | None
    office: bool


class Mentioned:
    """Mentions by place, each with the number of its entity."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        every = [(m, n) for n, entity in enumerate(entities) for m in entity.mentions]
        self._every = sorted(every, key=lambda one: one[0].span)
        self._starts = [m.span[0] for m, _ in self._every]

    def within(self, span: Span) -> list[tuple[Mention, int]]:
        """Those that lie in a span, in text order."""
        low, high = bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])
        return [one for one in self._every[low:high] if one[0].span[1] <= span[1]]


def tokens(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without possessive and full stops."""
    name = re.sub(r"['’]s?$", "", name.strip()).replace(".", "")
    return tuple(t.lower() for t in TOKEN.findall(name)) or (name.lower(),)


def entities(text: str, mentions: Sequence[Mention], vocabulary: Vocabulary) -> list[Entity]:
    """The entities of an article, by their first mention."""
    found, by_token = list[Entity](), defaultdict[str, list[Entity]](list)
    of_people = [m for m in mentions if m.what == "person"]
    full = sorted(of_people, key=lambda m: len(tokens(text[slice(*m.span)])) < 2)  # full names first, in text order
    for m in full:
        _place(found, by_token, m, text, vocabulary)
    for m in mentions:
        if m.what in ("body", "place"):
            _place(found, by_token, m, text, vocabulary)
    _join_acronyms(found, text)
    _join_nouns(found, mentions, text)
    for entity in found:
        entity.mentions.sort(key=lambda m: m.span)
    return sorted(found, key=lambda e: e.mentions[0].span)


def _place(
    found: list[Entity], by_token: defaultdict[str, list[Entity]], m: Mention, text: str, vocabulary: Vocabulary
) -> None:
    """Put a named mention to the entity that it is of, or to a new one."""
    name = text[slice(*m.span)]
    mine = tokens(name)
    keys = dict.fromkeys([*mine, "".join(mine), _initials(mine), _initials(mine, all_of_them=True)])
    may = list({id(e): e for key in keys if key for e in by_token[key]}.values())
    one = Naming(m, mine, _gender_of(text, m, mine, vocabulary), _word_before(text, m.span[0]) in vocabulary.offices)
    entity = _person_for(may, one) if m.what == "person" else _body_for(may, one)
    if entity is None:
        entity = Entity(m.what)
        found.append(entity)
    if mine not in entity.forms:
        entity.forms[mine] = re.sub(r"['’]s?$", "", name)
        for key in filter(None, keys):
            by_token[key].append(entity)
    entity.mentions.append(m)
    entity.gender = entity.gender or one.gender
    entity.office = entity.office or one.office


def _gender_of(text: str, m: Mention, mine: tuple[str, ...], vocabulary: Vocabulary) -> str | None:
    return _title_gender(text, m.span[0], vocabulary) or (_given(mine, vocabulary) if m.what == "person" else None)


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


def _person_for(found: Iterable[Entity], one: Naming) -> Entity | None:
    """The person that a name is of: of those that it may be the one with an office like it, mentioned most before it,
    or else nearest."""
    may = [e for e in found if e.what == "person" and _agrees(e, one)]
    if not may:
        return None

    at = one.mention.span[0]

    def nearness(entity: Entity) -> tuple[bool, bool, int, int]:
        before = [x.span[0] for x in entity.mentions if x.span[0] <= at]
        after = [x.span[0] for x in entity.mentions if x.span[0] > at]
        return bool(before), one.office and entity.office, len(before), max(before) if before else -min(after)

    return max(may, key=nearness)


def _agrees(entity: Entity, one: Naming) -> bool:
    if one.gender and entity.gender and one.gender != entity.gender:
        return False
    return any(_same_person(one.tokens, theirs) for theirs in entity.forms)


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be one person's: a part of the other, or alike first and last names."""
    few, many = sorted((one, other), key=len)
    if len(few) == 1:
        return few[0] in (many[-1], many[0]) or (len(many) > 2 and few[0] in many[1:])
    if few[-1] != many[-1] and not set(few) <= set(many):
        return False
    first, full = few[0], many[0]
    return set(few) <= set(many) or first.startswith(full) or full.startswith(first)


def _body_for(found: Iterable[Entity], one: Naming) -> Entity | None:
    """The organisation or place that a name is of."""
    for entity in found:
        alike = entity.what == one.mention.what
        if entity.what != "person" and any(_same_body(one.tokens, theirs, alike) for theirs in entity.forms):
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
    by_form = {form: e for e in found if e.what in ("body", "place") for form in e.forms}
    gone: set[int] = set()
    for entity in [e for e in found if e.what in ("body", "place")]:
        for m in list(entity.mentions):
            behind = IN_BRACKETS.match(text, m.span[1], m.span[1] + 20)
            other = by_form.get(tokens(behind[1])) if behind else None
            if other and other is not entity and not {id(other), id(entity)} & gone:
                entity.mentions += other.mentions
                entity.forms |= other.forms
                gone.add(id(other))
    found[:] = [e for e in found if id(e) not in gone]


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

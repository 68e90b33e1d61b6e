"""Whether the one who spoke the words is the one whom a draft names."""

from __future__ import annotations

import re

from sayso.languages import Language
from sayso.model import SpeakerMatch

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_NOBODY = (
    "unidentified",
    "unknown",
    "male",
    "female",
    "speaker",
    "moderator",
    "question",
    "answer",
    "audience",
    "crowd",
)
"""Labels of turns that name nobody."""


def match(named: str | None, spoke: str | None, language: Language) -> SpeakerMatch:
    """Whether a draft's speaker and the label of a turn name one person, two, or can't be told.

    The last names must be the same, and first names, where both have them, the same or one the other's initial.
    """
    one, two = _names(named, language), _names(spoke, language)
    if not one or not two:
        return "unknown"
    genders = _gender(named, language), _gender(spoke, language)
    if all(genders) and genders[0] != genders[1]:
        return "other"
    if one[-1] == two[-1]:
        firsts = one[:-1], two[:-1]
        if not all(firsts) or _alike(firsts[0][0], firsts[1][0]) or set(firsts[0]) & set(firsts[1]):
            return "same"
        return "other"
    return "same" if (len(one) == 1 or len(two) == 1) and set(one) & set(two) else "other"


def _names(name: str | None, language: Language) -> tuple[str, ...]:
    """The parts of a name that are no titles; none where it names an office alone, or nobody."""
    words = _words(name)
    offices = language.words.offices | language.words.nouns | language.words.adjectival | {"the", "of", "and"}
    kept = tuple(word for word in words if word not in offices)
    nobody = not kept or any(word in _NOBODY for word in kept) or len(kept[-1]) < 2
    return () if nobody else kept


def _words(name: str | None) -> list[str]:
    plain = re.sub(r"\([^)]*\)|,.*", "", name or "").replace("’", "'")
    return [word.lower().rstrip(".") for word in _WORD.findall(plain)]


def _gender(name: str | None, language: Language) -> str:
    """What a title says: "Mr." and "Ms." are two people."""
    titles = set(_words(name)[:2]) & language.words.offices
    male, female = bool(titles & language.words.male), bool(titles & language.words.female)
    return "" if male == female else "m" if male else "f"


def _alike(one: str, two: str) -> bool:
    return one == two or (min(len(one), len(two)) == 1 and one[0] == two[0])


def surname(named: str | None, language: Language) -> str | None:
    """The last part of a name, in lower case."""
    names = _names(named, language)
    return names[-1] if names else None


def names_in(text: str, last: str) -> bool:
    """Whether a text has a last name, as a word of its own."""
    return last in (word.removesuffix("'s") for word in _words(text.replace(",", " ")))

"""Tell what quotation marks are for: speech, distance, the title of a work, a nickname.

Rules over what stands around a stretch, asked in the order of `RULES`; the first that answers decides.  Where
the language has no words to ask for (`Language.complete`), length and punctuation decide.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from sayso.attribute.marks import Stretch
from sayso.attribute.surroundings import (
    NEAR,
    Surroundings,
    capitalised,
    cued,
    followed_by_cue,
    surroundings,
)
from sayso.languages import Language
from sayso.model import Pieces, QuotationRole, Span

CLAUSE = 5
"""Words from which a stretch that is not set like a title is taken for speech."""
LONGEST_TITLE = 12
LONGEST_NICKNAME = 3

ARTICLES = frozenset(["a", "an"])
"""A title needs no article: a "Save the Ferry" hat bears a slogan."""
NOT_NAMES = frozenset(["the", "his", "her", "its", "their", "this", "that", "called", "when", "then", "after", "while"])
"""Words that stand with a capital at the start of a sentence."""

NAME_BEFORE = re.compile(r"(?:^|[\s(])(?P<name>[A-Z][\w.-]+)\s+\(?$")
NAME_AFTER = re.compile(r"\)?\s+[A-Z][\w’'-]+")
OWNER_BEFORE = re.compile(r"\w['’]s?\s+$")
YEAR_AFTER = re.compile(r",?\s*\((?:[^()]{0,30}\s)?[12]\d{3}")
FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|[Ww]e|[Ww]e['’]\w+|[Mm]y|[Oo]ur|[Yy]ou|[Yy]our)\b")
TITLE_END = re.compile(r"[,.;:]+$")
ON_OR_TOLD = re.compile(r"\b(?:on|told)\s$")
CLOSING = "'\"’”»)] "
INTRODUCED = re.compile(r"[,:]\s*$")

Rule = Callable[[Surroundings, Language], QuotationRole | None]


def roles(
    text: str, stretches: Sequence[Stretch], contents: Sequence[Pieces], language: Language
) -> tuple[QuotationRole, ...]:
    """The role of each stretch, in their order.

    ``contents`` are those of the direct attributions found in the text: words that lie in one are somebody's,
    so that only a title, a nickname or an outright so-called is no speech there.
    """
    covered = _covered(stretches, contents)
    around = surroundings(text, stretches, language)
    return tuple(_role(one, in_content, language) for one, in_content in zip(around, covered, strict=True))


def _role(around: Surroundings, in_content: bool, language: Language) -> QuotationRole:
    rules = RULES if language.complete else BARE_RULES
    for rule in rules:
        role = rule(around, language)
        if role is not None:
            weak = rule in WEAK_RULES and in_content
            return "speech" if weak else role
    return "speech"


def _covered(stretches: Sequence[Stretch], contents: Sequence[Pieces]) -> list[bool]:
    """Whether each stretch lies in a content, give or take the punctuation at the content's ends."""
    merged: list[Span] = []
    for start, end in sorted((pieces[0][0], pieces[-1][1]) for pieces in contents if pieces):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    starts = [start for start, _ in merged]
    inner = [(stretch.inner[0][0], stretch.inner[-1][1]) for stretch in stretches]
    return [any(e <= merged[n][1] + 1 for n in [bisect_right(starts, s) - 1] if n >= 0) for s, e in inner]


# Rules for any language.


def _by_kind(around: Surroundings, language: Language) -> QuotationRole | None:
    """Brackets that are for titles alone, and blocks that are set as quotations."""
    if around.kind in ("title", "small title"):
        return "title"
    return "speech" if around.kind == "block" else None


def _by_shape(around: Surroundings, language: Language) -> QuotationRole | None:
    """No words to go by: speech ends like a sentence, is ascribed behind a comma, or is long."""
    inner, words = around.inner, around.words
    sentence = inner[-1:] in ".?!,…。？！؟" or around.after.lstrip()[:1] in (",", "،")
    uncased = len(words) <= 2 and len(inner) >= 8 and inner[0] > "\u2e80"
    return "speech" if sentence or uncased or len(words) >= 3 or (len(words) == 2 and inner[0].isupper()) else "scare"


# Headlines and markup.


def _in_headline(around: Surroundings, language: Language) -> QuotationRole | None:
    """In a headline capitals tell nothing, and marks are for what somebody said."""
    if not around.headline:
        return None
    titled = around.tails & language.words.works or around.tails & language.words.performs
    return "title" if titled and capitalised(around, language) else "speech"


def _in_markup(around: Surroundings, language: Language) -> QuotationRole | None:
    """What is left of a tag: id="4711"."""
    return "scare" if around.before.endswith("=") else None


# Nicknames.


def _between_names(around: Surroundings, language: Language) -> QuotationRole | None:
    """Bob "Lefty" Marsh, Robert ("Lefty") Marsh."""
    before = NAME_BEFORE.search(around.before)
    if not before or not NAME_AFTER.match(around.after) or not _could_be_nickname(around):
        return None
    name = before["name"].lower()
    plain = any(name.rstrip(".") in words for words in (language.words.little, language.words.speaks, NOT_NAMES))
    return None if plain else "nickname"


def _could_be_nickname(around: Surroundings) -> bool:
    words = around.words
    return (
        0 < len(words) <= LONGEST_NICKNAME
        and not around.inner.endswith((",", "."))
        and any(w[0].isupper() for w in words)
    )


def _said_to_be_nickname(around: Surroundings, language: Language) -> QuotationRole | None:
    """A pump nicknamed "Old Thirsty"; a man known as "the Ferry King"."""
    if around.tails & language.words.nicknamed:
        return "nickname"
    known = "known as" in around.tails
    return "nickname" if known and capitalised(around, language) else None


def _owned_nickname(around: Surroundings, language: Language) -> QuotationRole | None:
    """The "Ferry King's" boats."""
    owns = around.inner.endswith(("'s", "’s")) and capitalised(around, language)
    return "nickname" if owns and len(around.words) <= LONGEST_NICKNAME else None


# Titles.


def _said_to_be_title(around: Surroundings, language: Language) -> QuotationRole | None:
    """A report titled "Water for Nobody"."""
    return "title" if around.tails & language.words.titled else None


def _title_of_a_work(around: Surroundings, language: Language) -> QuotationRole | None:
    """The film "Northmere Nights"; sang "Bring the Boats Home"; "Salt and Rope" (1998)."""
    if not capitalised(around, language) or len(around.words) > LONGEST_TITLE:
        return None
    words = language.words
    before, after = around.before_words[-NEAR:], around.after_words[:2]
    named = not INTRODUCED.search(around.before) and bool(words.works.intersection(before))
    named |= bool(INTRODUCED.search(around.before)) and bool(words.works.intersection(before[-1:]))
    named |= bool(words.works.intersection(after[:1])) and not around.after.lstrip().startswith((",", "."))
    performed = bool(around.tails & words.performs)
    return "title" if named or performed or YEAR_AFTER.match(around.after) else None


def _owned_title(around: Surroundings, language: Language) -> QuotationRole | None:
    """Orla Finch's "Salt and Rope"."""
    owned = OWNER_BEFORE.search(around.before) and len(around.words) >= 2
    return "title" if owned and capitalised(around, language) else None


def _set_like_title(around: Surroundings, language: Language) -> QuotationRole | None:
    """Two words or more with capitals where nothing speaks for speech: Marsh went on "Fen Talk"."""
    if len(around.words) < 2 or len(around.words) > LONGEST_TITLE or not capitalised(around, language):
        return None
    if ON_OR_TOLD.search(around.before):
        return "title"
    introduced = INTRODUCED.search(around.before) and cued(around, language)
    spoken = around.inner.endswith(("!", "?", "...")) or FIRST_PERSON.search(around.inner)
    near = around.before_words[-NEAR:]
    cues = (language.words.told, language.words.speaks, language.words.calls, ARTICLES)
    said = not all(words.isdisjoint(near) for words in cues) or followed_by_cue(around, language)
    return None if introduced or spoken or said else "title"


# Distance.


def _so_called(around: Surroundings, language: Language) -> QuotationRole | None:
    """The so-called "water police"; the word "levee"."""
    return "scare" if around.tails & language.words.distancing else None


def _no_words(around: Surroundings, language: Language) -> QuotationRole | None:
    """A "?", an "A": one character."""
    return "scare" if len(around.inner) == 1 else None


def _nobody_speaks(around: Surroundings, language: Language) -> QuotationRole | None:
    """A few words in a sentence in which nobody says anything."""
    return "scare"


# Speech.


def _what_somebody_calls(around: Surroundings, language: Language) -> QuotationRole | None:
    """What he called "lazy inspectors": somebody's word, although a name for something."""
    return "speech" if re.search(r"\bwhat (?:\S+ ){1,4}$", around.before) and cued(around, language) else None


def _long_or_first_person(around: Surroundings, language: Language) -> QuotationRole | None:
    """A clause, or words in the first or second person."""
    inner = around.inner
    sentence = inner[-1:] in "?!" or inner.strip(".… ") == ""
    return "speech" if sentence or len(around.words) >= CLAUSE or FIRST_PERSON.search(inner) else None


def _ascribed(around: Surroundings, language: Language) -> QuotationRole | None:
    """A cue in the same sentence, or nothing but the stretch in it."""
    alone = not around.before_words and around.inner.rstrip(CLOSING).endswith((".", ","))
    return "speech" if alone or cued(around, language) else None


RULES: tuple[Rule, ...] = (
    _by_kind,
    _in_markup,
    _said_to_be_title,
    _said_to_be_nickname,
    _so_called,
    _in_headline,
    _between_names,
    _owned_nickname,
    _what_somebody_calls,
    _title_of_a_work,
    _owned_title,
    _set_like_title,
    _no_words,
    _long_or_first_person,
    _ascribed,
    _nobody_speaks,
)
BARE_RULES: tuple[Rule, ...] = (_by_kind, _by_shape)
WEAK_RULES = frozenset([_set_like_title, _owned_title, _nobody_speaks, _by_shape, _owned_nickname])
"""Rules that give way where the words lie in what somebody is found to have said."""

"""What sayso knows of a language, as data: its quotation marks and the words that stand around them.

A language pack is a module with a function ``language() -> Language``, named by an entry point of the group
``sayso.languages`` whose name is the language's tag.  A language without a pack has the marks that Unicode
CLDR gives it and no words; `Language.complete` tells the two apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

GROUP = "sayso.languages"
DEFAULT = "en"
"""The pack for a text that does not say its language and is too short to tell it."""
UNKNOWN = "und"
"""The tag of a language that nothing is known of."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An opening quotation mark and the closing one that belongs to it."""

    open: str
    close: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words and phrases in lower case, every inflected form spelled out; empty where there is no pack."""

    speaks: frozenset[str] = frozenset()
    """Verbs that ascribe words: said, writes, claiming."""
    calls: frozenset[str] = frozenset()
    """Verbs that ascribe a name or a judgement: called, dubbed, labelled."""
    cue_phrases: frozenset[str] = frozenset()
    """Phrases that ascribe: according to, in the words of."""
    told: frozenset[str] = frozenset()
    """Nouns for something said or written, before its words: statement, tweet, letter."""
    works: frozenset[str] = frozenset()
    """Nouns for a work with a title: book, film, song, programme."""
    performs: frozenset[str] = frozenset()
    """Verbs whose object is a work: sang, starred in, directed."""
    titled: frozenset[str] = frozenset()
    """Phrases before a title: titled, entitled, headlined."""
    nicknamed: frozenset[str] = frozenset()
    """Phrases before a nickname: nicknamed, better known as."""
    distancing: frozenset[str] = frozenset()
    """Phrases before words that the writer keeps a distance to, or mentions as words: so-called, the term."""
    abbreviations: frozenset[str] = frozenset()
    """Words that a full stop after them does not end a sentence: inc, jan, no."""
    elisions: frozenset[str] = frozenset()
    """Words that begin or end with an apostrophe, without it: em, tis, n."""
    little: frozenset[str] = frozenset()
    """Words written small within a title: of, the, and."""
    he: frozenset[str] = frozenset()
    she: frozenset[str] = frozenset()
    it: frozenset[str] = frozenset()
    they: frozenset[str] = frozenset()
    me: frozenset[str] = frozenset()
    us: frozenset[str] = frozenset()
    you: frozenset[str] = frozenset()
    """Pronouns in all their forms, by the commonest of them."""
    male: frozenset[str] = frozenset()
    """Titles and nouns of men: mr, spokesman."""
    female: frozenset[str] = frozenset()
    """Titles and nouns of women: ms, widow."""
    men: frozenset[str] = frozenset()
    women: frozenset[str] = frozenset()
    """Given names of men and of women; one that is both's counts as neither's."""
    offices: frozenset[str] = frozenset()
    """What stands before a name and is no part of it: mr, senator, former."""
    adjectival: frozenset[str] = frozenset()
    """Offices that are no nouns: senior, former."""
    particles: frozenset[str] = frozenset()
    """Small words within a person's name: de, van, bin."""
    departments: frozenset[str] = frozenset()
    """Words for what an office is of: state, defence."""
    bodies: frozenset[str] = frozenset()
    """Words in the names of organisations: ministry, council."""
    places: frozenset[str] = frozenset()
    """Words in the names of places: county, bridge."""
    calendar: frozenset[str] = frozenset()
    """Names of days, months and feasts."""
    starters: frozenset[str] = frozenset()
    """Words that have a capital only because a sentence starts with them."""
    nouns: frozenset[str] = frozenset()
    """Nouns for people: official, residents."""
    vague: frozenset[str] = frozenset()
    """Sources that are nobody in particular: critics, many."""
    documents: frozenset[str] = frozenset()
    """Nouns for what says something by itself: report, poll, newspaper."""
    numbers: frozenset[str] = frozenset()
    """How many: two, several."""
    determiners: frozenset[str] = frozenset()
    """Words that a noun phrase begins with: the, his, two."""
    openers: frozenset[str] = frozenset()
    """Words that begin a phrase for where, when or through whom: in, during, yesterday."""
    breaks: frozenset[str] = frozenset()
    """Words before which such a phrase may end."""
    leads: frozenset[str] = frozenset()
    """Words between a name and a title behind it: who, is, the."""
    title_ends: frozenset[str] = frozenset()
    """Words before which a title behind a name may end."""
    no_edge: frozenset[str] = frozenset()
    """Words that no title begins or ends with."""
    countries: frozenset[str] = frozenset()
    """Names of countries, states and large cities."""
    declines: frozenset[str] = frozenset()
    """Phrases that say that nothing was said: declined, no comment."""
    denies: frozenset[str] = frozenset()
    """Words that say that something was denied."""
    thinks: frozenset[str] = frozenset()
    """Words for thinking, feeling and wanting."""
    writes: frozenset[str] = frozenset()
    """Words for writing and for what is written."""
    rules: frozenset[str] = frozenset()
    """Words for what documents, laws and courts do: found, ruled."""
    anonymity: frozenset[str] = frozenset()
    """Phrases in which an article gives the reason for not naming: condition of anonymity."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its tag, its English name, its quotation marks, its words.

    ``complete`` is true where a pack stands behind it; otherwise only direct quotations can be looked for.
    """

    tag: str
    name: str
    complete: bool = False
    marks: tuple[Pair, ...] = ()
    """The marks usual in this language, the outermost first; marks usual anywhere are paired besides."""
    words: Words = field(default_factory=Words)


@lru_cache(maxsize=64)
def load(tag: str | None) -> Language:
    """The language of a BCP 47 tag ("en", "en-GB", "pt_BR"); None is a text whose language nobody knows.

    Never raises on a tag, however odd: a language that nothing is known of has no marks of its own.
    """
    found = pack(tag)
    if found is not None:
        known: Language = found.language()
        return known
    from sayso.languages import cldr

    return cldr.language(_cleaned(tag))


def pack(tag: str | None) -> Any:
    """The module of the pack for a tag or, where there is none, for the tag without its last parts; or None."""
    packs = _packs()
    return next((packs[known] for known in _chain(_cleaned(tag)) if known in packs), None)


def _cleaned(tag: str | None) -> str:
    return (tag or DEFAULT).replace("_", "-").lower()


def _chain(tag: str) -> list[str]:
    """A tag and its shorter forms: zh-hant-tw, zh-hant, zh."""
    parts = tag.split("-")
    return ["-".join(parts[:n]) for n in range(len(parts), 0, -1)]


@lru_cache(maxsize=1)
def _packs() -> Mapping[str, Any]:
    """The modules of the installed packs by tag; the built-in one is there without an installation too."""
    from importlib.metadata import entry_points

    from sayso.languages import en

    installed = {point.name.lower(): point.load() for point in entry_points(group=GROUP)}
    return {"en": en, **installed}


def from_folder(folder: Traversable, tag: str, name: str) -> Language:
    """A pack's language from its data: ``marks.toml`` with ``pairs``, ``words.toml`` with a table per field of
    `Words`, in which any number of lists may stand under headings of their own."""
    import tomllib

    pairs = tomllib.loads((folder / "marks.toml").read_text(encoding="utf-8"))["pairs"]
    tables = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
    known = {f.name: frozenset(_flat(tables.get(f.name, {}))) for f in fields(Words)}
    marks = tuple(Pair(*pair) for pair in pairs)
    return Language(tag, name, True, marks, Words(**known))


def _flat(table: Mapping[str, str]) -> list[str]:
    """The entries of a table of comma-separated lists, in lower case."""
    return [entry.strip().lower() for listed in table.values() for entry in listed.split(",") if entry.strip()]

"""What sayso knows of a language for matching quotations, as data: which words count as the same, which ones meaning
hangs on, and how common words are.

A pack gives it by a function ``matching() -> Matching``; a language without has an empty one, in which every word
counts for itself and carries `UNKNOWN_BITS`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from sayso.languages import pack

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

MOST_BITS = 14.0
"""Information of a word at most: what an article is about, its rare names above all, comes again in others on it."""
UNKNOWN_BITS = 9.0
"""Information of a word in a language without a table, where only its length is known to tell nothing."""
OWN = 0.9
"""How much of what follows a word is told by the pair; the rest by the word alone."""

Phrases = tuple[tuple[str, str], ...]
"""Phrases as they are written, each with its name."""
CATEGORIES = (
    "idiom", "negation", "number", "unit", "modal", "quantifier", "comparison", "hedge", "condition", "attribution",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often words, and words after one another, are found: counts among ``total`` words."""

    total: int = 0
    words: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)
    version: str = "none"

    def bits(self, word: str, before: str | None = None) -> float:
        """-log2 of the probability of a word, after the one before it if given.

        A pair's probability is mixed with the word's own (Jelinek and Mercer 1980); a word that is not in the table
        counts as half a find.
        """
        if not self.total:
            return UNKNOWN_BITS
        alone = max(self.words.get(word, 0), 0.5) / self.total
        pair = self.pairs.get((before, word), 0) if before is not None else 0
        if not pair or before is None:
            return min(MOST_BITS, -math.log2(alone))
        return min(MOST_BITS, -math.log2(OWN * pair / self.words[before] + (1 - OWN) * alone))


@dataclass(frozen=True, slots=True)
class Matching:
    """A language for matching.  All words are in lower case, with straight apostrophes."""

    contractions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_after: frozenset[str] = frozenset()
    """Words after which an apostrophe and an s are "is"."""
    joined: tuple[str, ...] = ()
    """What is written together with the word after it, with a hyphen or apart: non, co."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """Numbers in words, in digits."""
    number_link: str = ""
    """The word between hundreds and what is over: and."""
    spelling: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words as they are spelled elsewhere."""
    spelling_rules: tuple[tuple[re.Pattern[str], str], ...] = ()
    fillers: frozenset[str] = frozenset()
    """Sounds that are no words: uh, um."""
    function: frozenset[str] = frozenset()
    """Words that carry grammar: the, of, he."""
    lemmas: Mapping[str, str] = field(default_factory=dict)
    """Irregular forms by their lemma."""
    suffixes: tuple[str, ...] = ()
    """Endings of regular forms, the longest first."""
    meaning: Phrases = ()
    """What meaning hangs on; names are "category:canonical".  A # stands for a number; a name with a ? counts only
    where it stands for another of its category, one with a ~ not in what is left out."""
    prefixes: tuple[str, ...] = ()
    """What makes a word its opposite before it: un, in."""
    breaks: frozenset[str] = frozenset()
    """Words that begin another clause."""
    denials: Phrases = ()
    """What denies the words after it."""
    refutes: Phrases = ()
    """What denies the sentence before it."""
    ascribes_before: Phrases = ()
    ascribes_after: Phrases = ()
    """What ascribes the words after or before it to another."""
    interrogative: frozenset[str] = frozenset()
    """What a question begins with: why, is."""
    tags: Phrases = ()
    """Tags that ask for no answer: right, you know."""
    own: frozenset[str] = frozenset()
    """Subjects of verbs that ascribe to nobody else: I, we, let me."""
    between: frozenset[str] = frozenset()
    """What may stand between such a verb and its subject."""
    behind: frozenset[str] = frozenset()
    """What may stand behind such a verb, before the words."""
    passive: frozenset[str] = frozenset()
    """Verbs that turn "I told" into "I was told"."""
    says: frozenset[str] = frozenset()
    """Verbs that ascribe words."""
    believes: frozenset[str] = frozenset()
    """Verbs that ascribe a thought."""
    asks: frozenset[str] = frozenset()
    """Words after which an "if" makes nothing conditional."""
    conditions: Phrases = ()
    """What makes the sentence that it begins conditional."""
    stage: frozenset[str] = frozenset()
    """Words of stage notes: applause, inaudible."""
    frequencies: Frequencies = field(default_factory=Frequencies)


@lru_cache(maxsize=64)
def load(tag: str | None) -> Matching:
    """What is known of a language for matching; never raises on a tag."""
    found = pack(tag)
    if found is None or not hasattr(found, "matching"):
        return Matching()
    known: Matching = found.matching()
    return known


def from_folder(folder: Traversable) -> Matching:
    """A pack's data from ``matching.toml`` and ``frequencies.tsv.gz``."""
    import gzip
    import tomllib

    tables = tomllib.loads((folder / "matching.toml").read_text(encoding="utf-8"))
    inflection = dict(tables["inflection"])
    suffixes = sorted(_listed(inflection.pop("suffixes")), key=len, reverse=True)
    return Matching(
        contractions={word: tuple(to.split()) for word, to in _pairs(tables["contractions"])},
        is_after=frozenset(_listed(tables["is_after"])),
        joined=tuple(_all(tables["joined"])),
        numbers=dict(_pairs(tables["numbers"])),
        number_link=tables["number_link"],
        spelling={word: tuple(to.split()) for word, to in _pairs(tables["spelling"])},
        spelling_rules=tuple(_rule(rule) for rule in tables["spelling_rules"].values()),
        fillers=frozenset(_listed(tables["fillers"])),
        function=frozenset(_all(tables["function"])),
        lemmas=dict(_pairs(inflection)),
        suffixes=tuple(suffixes),
        meaning=tuple(
            (phrase, f"{what}:{name}") for what in CATEGORIES for phrase, name in _pairs(tables.get(what, {}))
        ),
        prefixes=tuple(_all(tables["prefixes"])),
        breaks=frozenset(_all(tables["breaks"])),
        denials=_named(_all(tables["denials"]), "denies"),
        refutes=_named(_all(tables["refutes"]), "denies"),
        ascribes_before=_named(_listed(tables["ascribes"]["before"]), "ascribes"),
        ascribes_after=_named(_listed(tables["ascribes"]["after"]), "ascribes"),
        interrogative=frozenset(_all(tables["interrogative"])),
        tags=_named(_all(tables["tags"]), "tag"),
        own=frozenset(_listed(tables["own"]["subjects"])),
        between=frozenset(_listed(tables["own"]["between"])),
        behind=frozenset(_listed(tables["own"]["after"])),
        passive=frozenset(_listed(tables["own"]["passive"])),
        says=frozenset(_all(tables["says"])),
        believes=frozenset(_all(tables["believes"])),
        asks=frozenset(_listed(tables["asks"]["before"])),
        conditions=_named(_listed(tables["asks"]["conditions"]), "conditions")
        + _named(_listed(tables["asks"]["inverted"]), "inverted"),
        stage=frozenset(_all(tables["stage"])),
        frequencies=frequencies(gzip.decompress((folder / "frequencies.tsv.gz").read_bytes()).decode("utf-8")),
    )


def frequencies(table: str) -> Frequencies:
    """A table of counts: a line with the version and the total, then "word TAB count" and "word word TAB count"."""
    head, *lines = table.splitlines()
    version, total = head.removeprefix("# ").split("\t")
    words: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    for line in lines:
        entry, _, count = line.partition("\t")
        first, _, second = entry.partition(" ")
        if second:
            pairs[first, second] = int(count)
        else:
            words[first] = int(count)
    return Frequencies(int(total), words, pairs, version)


def _named(phrases: list[str], name: str) -> Phrases:
    return tuple((phrase, name) for phrase in phrases)


def _rule(rule: str) -> tuple[re.Pattern[str], str]:
    pattern, _, to = rule.rpartition("=")
    return re.compile(pattern), to


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def _all(table: Mapping[str, str]) -> list[str]:
    return [word for listed in table.values() for word in _listed(listed)]


def _pairs(table: Mapping[str, str]) -> list[tuple[str, str]]:
    """The entries "this=that" of a table."""
    return [(word, to) for entry in _all(table) for word, _, to in [entry.rpartition("=")]]

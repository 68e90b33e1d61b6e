"""Phrases of a language found among keys: those that meaning hangs on, those that deny, ascribe, or ask for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso.languages.matching import Phrases
from sayso.match.keys import Keyer

NUMBER = "#"
"""Stands for any number in a phrase."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase among keys, ``start`` to ``end``."""

    name: str
    start: int
    end: int


class Lexicon:
    """Phrases by their first key."""

    def __init__(self, phrases: Phrases, keyer: Keyer) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, name in phrases:
            keys = tuple(key for word in phrase.split() for key in ([NUMBER] if word == NUMBER else keyer.phrase(word)))
            if keys:
                self._by_first.setdefault(keys[0], []).append((keys, name))

    def hits(self, keys: Sequence[str]) -> list[Hit]:
        """All phrases among keys, in order; those that lie within another are found too."""
        found = []
        for i, key in enumerate(keys):
            for phrase, name in self._by_first.get(key, ()):
                if _stands(phrase, keys, i):
                    found.append(Hit(name, i, i + len(phrase)))
        return found


def _stands(phrase: tuple[str, ...], keys: Sequence[str], at: int) -> bool:
    if at + len(phrase) > len(keys):
        return False
    return all(p == k or (p == NUMBER and k[0].isdigit()) for p, k in zip(phrase, keys[at:], strict=False))


@lru_cache(maxsize=64)
def lexicon(phrases: Phrases, keyer: Keyer) -> Lexicon:
    """The lexicon of a language's phrases, made once."""
    return Lexicon(phrases, keyer)

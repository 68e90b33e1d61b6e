"""In what way two words that are not the same are like each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sayso.languages.matching import Matching

Likeness = Literal["spelling", "inflection", "function", "content", "apart"]
KEPT = 200_000
"""Words whose stems are remembered."""


class Likenesses:
    """Tells how words of one language are alike; stems found before are not worked out again."""

    def __init__(self, language: Matching) -> None:
        self.language = language
        self._stems: dict[str, frozenset[str]] = {}

    def between(self, one: str, two: str) -> Likeness:
        """How two keys that differ are alike: other spellings or forms of one word; two function words, two others; or
        one of each ("apart")."""
        if not self.stems(one).isdisjoint(self.stems(two)):
            return "inflection"
        grammar = (one in self.language.function) + (two in self.language.function)
        if grammar:
            return "function" if grammar == 2 else "apart"
        return "spelling" if self._misspelled(one, two) else "content"

    def stems(self, word: str) -> frozenset[str]:
        """What a word may be a form of: itself, and without its ending; forms of one word share one ("plans" and
        "planned" share "plan")."""
        found = self._stems.get(word)
        if found is None:
            found = frozenset(self._stemmed(word))
            if len(self._stems) < KEPT:
                self._stems[word] = found
        return found

    def _stemmed(self, word: str) -> Iterator[str]:
        yield self.language.lemmas.get(word, word)
        for suffix in self.language.suffixes:
            root = word[: -len(suffix)]
            if len(root) >= 3 and word.endswith(suffix):
                yield from (root, root + "e")
                if root[-1] == root[-2]:
                    yield root[:-1]
                if root.endswith("i"):
                    yield root[:-1] + "y"

    def _misspelled(self, one: str, two: str) -> bool:
        """Two spellings of one word: few letters differ, and not both are words on their own."""
        known = self.language.frequencies.words
        longest = max(len(one), len(two))
        if longest < 4 or abs(len(one) - len(two)) > 2 or (one in known and two in known):
            return False
        return not (one[0].isdigit() or two[0].isdigit()) and edits(one, two) <= (1 if longest < 7 else 2)


def edits(one: str, two: str) -> int:
    """Letters to put in, take out, replace or swap to make one word of the other (Damerau 1964)."""
    before: list[int] = []
    above = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(two, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]

"""In what way two words that are not the same are like each other."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from sayso.languages.matching import Matching

Likeness = Literal["spelling", "inflection", "function", "content", "apart"]


def likeness(one: str, two: str, language: Matching) -> Likeness:
    """How two keys that differ are alike: other spellings or forms of one word; two function words, two others; or one
    of each ("apart")."""
    if stem(one, language) == stem(two, language):
        return "inflection"
    grammar = (one in language.function) + (two in language.function)
    if grammar:
        return "function" if grammar == 2 else "apart"
    return "spelling" if _misspelled(one, two, language) else "content"


def stem(word: str, language: Matching) -> str:
    """A word without its ending: enough to tell forms of one word ("plans", "planned") from other words."""
    if word in language.lemmas:
        return language.lemmas[word]
    for suffix in language.suffixes:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word.removesuffix("e")


def _misspelled(one: str, two: str, language: Matching) -> bool:
    """Two spellings of one word: few letters differ, and not both are words on their own."""
    known = language.frequencies.words
    if one[0].isdigit() or two[0].isdigit() or (one in known and two in known):
        return False
    longest = max(len(one), len(two))
    return longest >= 4 and edits(one, two) <= (1 if longest < 7 else 2)


@lru_cache(maxsize=4096)
def edits(one: str, two: str) -> int:
    """Letters to put in, take out, replace or swap to make one word of the other (Damerau 1964); 3 and more are 3."""
    if abs(len(one) - len(two)) > 2:
        return 3
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
    return min(above[-1], 3)

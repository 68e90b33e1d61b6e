"""An article's words, as resolving looks at them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.encoder.text import words_of
from sayso.languages import Words as Vocabulary
from sayso.model import Article, Span

Ints = NDArray[np.int64]
Range = tuple[int, int]
OPENING = ':“”"‘([—–-•'
"""Marks behind which a capital tells no more than at the start of a sentence."""
HEADLINE = 0.6
"""Share of its words with capitals from which the capitals of a line tell nothing; of one that ends as a sentence,
all."""


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """The words of an article, in order, as parallel lists."""

    text: str
    starts: Ints
    ends: Ints
    lines: list[int]
    """Number of the paragraph."""
    sentence: Ints
    """Number of the sentence."""
    words: list[str]
    lower: list[str]
    capital: list[bool]
    glued: list[bool]
    """Whether a word follows the one before without a space."""
    first: list[bool]
    """Whether it begins a sentence, or speech."""
    flat: list[bool]
    """Whether it stands in a line whose capitals tell nothing."""

    def __len__(self) -> int:
        return len(self.words)

    def span(self, words: Range) -> Span:
        """The span of a range of words, which isn't empty."""
        return int(self.starts[words[0]]), int(self.ends[words[1] - 1])

    def touched(self, span: Span) -> Range:
        """The words that a span touches, as a range."""
        low = int(np.searchsorted(self.ends, span[0], side="right"))
        return low, max(low, int(np.searchsorted(self.starts, span[1], side="left")))

    def within(self, spans: Iterable[Span]) -> Ints:
        """In how many of the spans each word lies, and a nought behind the last."""
        depth = np.zeros(len(self) + 1, np.int64)
        for span in spans:
            depth[slice(*self.touched(span))] += 1
        return depth


def page_of(article: Article, vocabulary: Vocabulary) -> Page:
    """The words of an article, looked at once."""
    found = words_of(article)
    starts, ends, lines = found.starts.tolist(), found.ends.tolist(), found.lines.tolist()
    words = [found.text[s:e] for s, e in zip(starts, ends, strict=True)]
    lower = [word.lower() for word in words]
    capital = [bool(feature % 3) for feature in found.features.tolist()]
    stops = [w > 0 and word in ".!?" and not _abbreviates(vocabulary, words, w) for w, word in enumerate(words)]
    return Page(
        article.text,
        found.starts,
        found.ends,
        lines,
        _sentences(words, lines, capital, stops),
        words,
        lower,
        capital,
        [i > 0 and starts[i] == ends[i - 1] for i in range(len(words))],
        [i == 0 or lines[i] != lines[i - 1] or stops[i - 1] or words[i - 1] in OPENING for i in range(len(words))],
        _flat(words, capital, lines),
    )


def _flat(words: list[str], capital: list[bool], lines: list[int]) -> list[bool]:
    letters, big = np.zeros(max(lines, default=0) + 1), np.zeros(max(lines, default=0) + 1)
    for word, is_big, line in zip(words, capital, lines, strict=True):
        if len(word) > 3 and word.isalpha():
            letters[line] += 1
            big[line] += is_big
    last = {line: word for word, line in zip(words, lines, strict=True) if word not in "”\"’'"}
    ends = np.array([last.get(line, "") in ".!?" for line in range(len(letters))])
    flat = (letters > 3) & (big > HEADLINE * letters) & (~ends | (big == letters))
    return [bool(flat[line]) for line in lines]


def _abbreviates(vocabulary: Vocabulary, words: list[str], at: int) -> bool:
    """Whether a full stop stands behind an initial or an abbreviated office, "Sen.": a name goes on behind it."""
    before = words[at - 1]
    if words[at] != "." or not before[0].isupper():
        return False
    initial = len(before) == 1 and before != "I" and at > 1 and words[at - 2][0].isupper()
    return initial or before.lower() in vocabulary.offices & vocabulary.abbreviations


def _sentences(words: list[str], lines: list[int], capital: list[bool], stops: list[bool]) -> Ints:
    new = np.zeros(len(words), np.int64)
    for w in range(1, len(words)):
        stop = stops[w - 1] or (words[w - 1] in "”\"’'" and stops[w - 2])
        new[w] = lines[w] != lines[w - 1] or (stop and (capital[w] or not words[w][0].isalnum()))
    return np.cumsum(new)

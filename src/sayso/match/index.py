"""Where words may stand in many texts: candidates by word 4-grams, and by rare words near each other.

A 4-gram is known by a 64-bit hash of our own, the same on every machine.  Only the rarest grams and words of a query
are looked up, and each at most `MOST` times, so the cost of a query stays bounded however much is searched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sayso.match.keys import Keyer
from sayso.match.query import Query
from sayso.model import Span

GRAM = 4
"""Words of a gram."""
MOST = 2_000
"""Finds of one gram or word that are looked at; a commoner one is left to rarer ones beside it."""
MOST_AMONG = 40_000
"""Finds of one word of which those in some of the texts are taken."""
BUDGET = 6_000
"""Finds of all grams of a query that are looked at."""
ANCHORS = 5
"""Rare words of a query that are looked up one by one."""
LITTLE = 3.0
"""Bits of a word that is too common to be looked up."""
NEAR = 6
"""Words around a rare word among which others of the query are looked for."""
REACH = 60
"""Words that a query may reach further where its text shows that some are left out."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio, odd: spreads the hashes of a gram's words (Knuth, TAOCP 6.4)."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of the indexed words, from ``start`` to ``end``, that may hold a query."""

    text: int
    """Number of the text."""
    start: int
    end: int
    score: float
    """Bits of the query's words that were met there, roughly."""


def key_hash(key: str) -> int:
    """The 64-bit hash of a key: BLAKE2b, so that it is the same everywhere."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class Index:
    """The words of texts, on end.  A word's number counts through all texts."""

    def __init__(self, texts: Iterable[str], keyer: Keyer) -> None:
        self.keyer = keyer
        self.vocabulary: dict[str, int] = {}
        ids: list[NDArray[np.uint32]] = [np.empty(0, np.uint32)]
        spans: list[NDArray[np.uint32]] = [np.empty((0, 2), np.uint32)]
        for text in texts:
            keyed = keyer.keyed(text)
            known = self.vocabulary
            ids.append(np.fromiter((known.setdefault(k, len(known)) for k in keyed.keys), np.uint32, len(keyed)))
            spans.append(np.array(keyed.spans, np.uint32).reshape(-1, 2))
        self.ids = np.concatenate(ids)
        self.spans = np.concatenate(spans)
        self.bounds: Ints = np.cumsum([len(one) for one in ids], dtype=np.int64)
        """Where each text begins and, one further, ends."""
        self._words = list(self.vocabulary)

    def __len__(self) -> int:
        return len(self.ids)

    def keys(self, start: int, end: int) -> tuple[str, ...]:
        """The keys of words on end."""
        return tuple(self._words[i] for i in self.ids[start:end])

    def span(self, start: int, end: int) -> Span:
        """The span, in their text, of words on end (at least one)."""
        return int(self.spans[start][0]), int(self.spans[start:end, 1].max())

    @cached_property
    def texts(self) -> NDArray[np.uint32]:
        """Of each word the number of its text."""
        return np.repeat(np.arange(len(self.bounds) - 1, dtype=np.uint32), np.diff(self.bounds))

    def text_of(self, word: int) -> int:
        """The number of the text that a word is in."""
        return int(np.searchsorted(self.bounds, word, side="right")) - 1

    def limits(self, text: int) -> Span:
        """The first word of a text, and the one after its last."""
        return int(self.bounds[text]), int(self.bounds[text + 1])

    @cached_property
    def _hashes(self) -> NDArray[np.uint64]:
        return np.array([key_hash(key) for key in self._words], np.uint64)

    @cached_property
    def _grams(self) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
        """The grams' hashes, sorted, and where each begins; grams over the end of a text are left out."""
        hashes = self._gram_hashes(self.ids)
        inside = np.ones(len(hashes), bool)
        for end in self.bounds[1:]:
            inside[max(0, end - GRAM + 1) : end] = False
        places = np.flatnonzero(inside).astype(np.uint32)
        hashes = hashes[inside]
        order = np.argsort(hashes, kind="stable")
        return hashes[order], places[order]

    def _gram_hashes(self, ids: NDArray[np.uint32]) -> NDArray[np.uint64]:
        if len(ids) < GRAM:
            return np.empty(0, np.uint64)
        words = self._hashes[ids]
        count = len(ids) - GRAM + 1
        hashes = words[:count].copy()
        for i in range(1, GRAM):
            hashes *= _FACTOR
            hashes += words[i : i + count]
        return hashes

    @cached_property
    def _postings(self) -> tuple[NDArray[np.uint32], Ints]:
        """Where each word stands: places sorted by word, and where each word's begin."""
        order = np.argsort(self.ids, kind="stable").astype(np.uint32)
        counts = np.bincount(self.ids, minlength=len(self._words))
        return order, np.concatenate(([0], np.cumsum(counts))).astype(np.int64)

    def prepare(self) -> None:
        """Make all that queries need now, rather than with the first of them."""
        _ = self._grams, self._postings, self.texts

    def count(self, key: str) -> int:
        """How often a key stands in all texts."""
        word = self.vocabulary.get(key)
        if word is None:
            return 0
        starts = self._postings[1]
        return int(starts[word + 1] - starts[word])

    def candidates(self, query: Query, order: Ints, most: int = 12) -> list[Candidate]:
        """Where a query may stand, the likeliest first; of equals, those of the text with the lowest ``order``."""
        return _best(self._by_grams(query, order), order, most)

    def near_candidates(
        self, query: Query, order: Ints, among: NDArray[np.bool_] | None = None, most: int = 6
    ) -> list[Candidate]:
        """Where rare words of a query stand near each other, the likeliest first; ``among`` some texts alone, given by
        a mask of all."""
        places = {i: self._places(query.keyed.keys[i], among) for i, bits in enumerate(query.after) if bits > LITTLE}
        rare = sorted((i for i, there in places.items() if 0 < len(there) <= MOST), key=lambda i: len(places[i]))
        found = [one for i in rare[:ANCHORS] for one in self._around(query, i, places[i], order)]
        return _best(found, order, most)

    def _places(self, key: str, among: NDArray[np.bool_] | None) -> Ints:
        """Where a key stands; none if that is more often than is looked at."""
        word = self.vocabulary.get(key)
        if word is None:
            return np.empty(0, np.int64)
        order, starts = self._postings
        if starts[word + 1] - starts[word] > (MOST if among is None else MOST_AMONG):
            return np.empty(0, np.int64)
        places = order[starts[word] : starts[word + 1]].astype(np.int64)
        return places if among is None else places[among[self.texts[places]]]

    def exact(self, query: Query, order: Ints, most: int = 12) -> list[Candidate]:
        """Where all of a query's words stand on end: for queries too short for grams."""
        ids = [self.vocabulary.get(key) for key in query.keyed.keys]
        known = [i for i in ids if i is not None]
        if not known or len(known) < len(ids):
            return []
        places, starts = self._postings
        rarest = min(range(len(known)), key=lambda i: starts[known[i] + 1] - starts[known[i]])
        begin = places[starts[known[rarest]] : starts[known[rarest] + 1]].astype(np.int64) - rarest
        begin = begin[(begin >= 0) & (begin + len(known) <= len(self.ids))]
        for i, word in enumerate(known):
            begin = begin[self.ids[begin + i] == word]
        texts = self.texts[begin]
        inside = begin + len(known) <= self.bounds[texts + 1]
        begin, texts = begin[inside], texts[inside]
        first = np.lexsort((begin, order[texts]))[:most]
        bits = query.bits(0, len(query))
        return [Candidate(int(texts[i]), int(begin[i]), int(begin[i]) + len(known), bits) for i in first]

    def _by_grams(self, query: Query, order: Ints) -> list[Candidate]:
        ids = np.array([self.vocabulary.get(key, -1) for key in query.keyed.keys], np.int64)
        if len(ids) < GRAM:
            return []
        known = np.convolve(ids >= 0, np.ones(GRAM, int), "valid") == GRAM
        hashes = self._gram_hashes(np.maximum(ids, 0).astype(np.uint32))
        sorted_grams, places = self._grams
        first = np.searchsorted(sorted_grams, hashes, "left")
        last = np.searchsorted(sorted_grams, hashes, "right")
        counts = np.where(known, last - first, 0)
        chosen = _rarest(counts)
        if not chosen:
            return []
        hits = [places[first[i] : min(last[i], first[i] + MOST)].astype(np.int64) for i in chosen]
        numbers = np.repeat(np.array(chosen), [len(one) for one in hits])
        return self._clusters(query, np.concatenate(hits), numbers, order)

    def _clusters(self, query: Query, places: Ints, numbers: Ints, order: Ints) -> list[Candidate]:
        """Finds near each other as one candidate."""
        by_place = np.argsort(places, kind="stable")
        places, numbers = places[by_place], numbers[by_place]
        texts = self.texts[places]
        apart = (np.diff(places) > len(query) + 20) | (texts[1:] != texts[:-1])
        cluster = np.concatenate(([0], np.cumsum(apart)))
        weights = np.array([sum(query.after[i : i + GRAM]) / GRAM for i in range(len(query))])
        once = np.unique(cluster * len(query) + numbers)
        scores = np.bincount(once // len(query), weights=weights[once % len(query)])
        starts = np.concatenate(([0], np.flatnonzero(apart) + 1, [len(places)]))
        begin = np.minimum.reduceat(places - numbers, starts[:-1])
        end = np.maximum.reduceat(places - numbers, starts[:-1]) + len(query)
        slack = _slack(query)
        found = []
        for i in np.lexsort((order[texts[starts[:-1]]], -np.round(scores, 6)))[:200]:
            text = int(texts[starts[i]])
            low, high = self.limits(text)
            found.append(
                Candidate(text, max(low, int(begin[i]) - slack), min(high, int(end[i]) + slack), float(scores[i]))
            )
        return found

    def _around(self, query: Query, number: int, places: Ints, order: Ints) -> list[Candidate]:
        """Of the places of one word those around which most of the query's words near it stand."""
        low, high = max(0, number - NEAR), min(len(query), number + NEAR + 1)
        weights = np.zeros(len(self._words) + 1)
        for i in range(low, high):
            weights[self.vocabulary.get(query.keyed.keys[i], -1)] = query.after[i]
        weights[-1] = 0.0
        window = places[:, None] + np.arange(low - number - 2, high - number + 2)[None, :]
        inside = (window >= 0) & (window < len(self.ids))
        scores = np.where(inside, weights[self.ids[np.clip(window, 0, len(self.ids) - 1)]], 0.0).sum(axis=1)
        found = []
        ranks = order[self.texts[places]]
        for i in np.lexsort((ranks, -np.round(scores, 6)))[:4]:
            text = self.text_of(int(places[i]))
            begin, end = self.limits(text)
            start = int(places[i]) - number
            slack = _slack(query)
            found.append(
                Candidate(text, max(begin, start - slack), min(end, start + len(query) + slack), float(scores[i]))
            )
        return found


def _slack(query: Query) -> int:
    """Words to either side of where a query is likely to stand that it may reach."""
    return 8 + len(query) // 2 + (REACH if query.marked else 0)


def _rarest(counts: Ints) -> list[int]:
    """The grams to look up: the rarest, as many as the budget has room for; at least one if any is there."""
    order = [int(i) for i in np.argsort(counts, kind="stable") if counts[i]]
    chosen: list[int] = []
    left = BUDGET
    for i in order:
        if chosen and (counts[i] > MOST or counts[i] > left):
            break
        chosen.append(i)
        left -= int(counts[i])
    return chosen


def _best(found: Sequence[Candidate], order: Ints, most: int) -> list[Candidate]:
    """The best candidates, those that overlap a better one left out."""
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda one: (-round(one.score, 6), order[one.text], one.start)):
        if len(kept) == most:
            break
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return kept

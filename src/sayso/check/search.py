"""Finding the words of a quotation in the originals: candidates aligned, and accepted by information.

A find must tell more than chance would: among N words, chance alone gives a match of log2 N bits.  `EXACT` bits more
make a find of all words on end; one with edits needs `SURE` bits, and `LACKING` times the share of the quotation's
information that it lacks.  One that has less than half of the quotation needs `WEAK` bits in any case.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sayso.check.originals import Originals, day_of
from sayso.check.speakers import match
from sayso.match.align import Pair, chained, filled
from sayso.match.changes import Window
from sayso.match.index import GRAM, Candidate, Ints
from sayso.match.query import Query
from sayso.match.sentences import sentence_ends
from sayso.model import Span

MEASURED = 21.8
"""log2 of the words of the originals that the other figures were measured on; among fewer, less is asked for."""
EXACT = 4.0
"""Bits over what chance gives that make a find of all words on end."""
SURE = 9.0
"""Bits over what chance gives that make a find with edits: one false find in 500, if words were independent."""
LACKING = 60.0
"""Bits that a find needs more if it lacks all of the quotation's information; if it lacks half of it, half of them."""
OF_LACKING = 0.3
"""Bits that a find needs for each bit of the quotation that it lacks, if that is more."""
WEAK = 85.0
"""Bits that a find of less than half of a quotation needs: with so many, 99 in 100 were right."""
LEAST = 14.0
"""Bits that any find needs, however little is searched: the commonest pairs of words have less."""
DAYS = 7
"""Days before a draft whose originals it is likely to quote."""
EXACT_NEAR = 4.0
LACKING_NEAR, LACKING_NEAR_LONG = 5.0, 15.0
"""As `SURE` and `LACKING`, for likely originals; for short quotations and for others."""
SHORT = 6
"""Words from which a quotation is no longer short."""
OVER_A_SENTENCE = 8.0
"""Bits that it costs to find words of one sentence in two."""
_SENTENCE_END = re.compile(r"[.!?…]")
FILLED = 8.0
"""Bits that words between runs may add at most, roughly: what tells that much less than is needed is no find."""
HALF = 0.5
RUN = 4
"""Words on end of which a find of less than half of a quotation must have a run."""
LEAST_REST = 3
"""Words of a quotation that are looked for elsewhere, where a find lacks them."""
FAR = 150
"""Words between two parts that make them parts of different passages."""
NEAR_AS_GOOD = 2.5
"""Bits by which a place may be worse than the best and still be as good: less than the least edit costs."""


@dataclass(frozen=True, slots=True)
class Find:
    """A place where words of a query stand: ``pairs`` of a number of its words and a number of the index's."""

    text: int
    pairs: tuple[Pair, ...]
    same: frozenset[int]
    score: float

    @property
    def words(self) -> Span:
        """The first of the index's words, and one after the last."""
        return min(j for _, j in self.pairs), max(j for _, j in self.pairs) + 1


@dataclass(frozen=True, slots=True)
class Near:
    """The originals that a draft is likely to quote: those of the days before it."""

    texts: frozenset[int] = frozenset()
    words: int = 0
    mask: NDArray[np.bool_] | None = None
    """Of each text, whether it is one of them."""
    speaker: str | None = None
    """Whom the draft names: what another says there is no likelier than elsewhere."""


def near(originals: Originals, drafted: str | None, speaker: str | None = None) -> Near:
    """The originals of `DAYS` days before a date, and that day; none where that date is not known to the day."""
    day = day_of(drafted)
    if day is None:
        return Near()
    days = enumerate(originals.days)
    texts = frozenset(number for number, said in days if said is not None and 0 <= day - said <= DAYS)
    mask = np.zeros(len(originals), bool)
    mask[list(texts)] = True
    limits = map(originals.index.limits, texts)
    return Near(texts, sum(end - start for start, end in limits), mask if texts else None, speaker)


def finds(originals: Originals, query: Query, order: Ints, likely: Near | None = None) -> list[Find]:
    """Where a query stands, the best first; of equals, those of the text that comes first in ``order`` (a rank for
    each text).  Not all of them tell enough: see `accepted`."""
    index = originals.index
    found = _aligned(originals, query, index.candidates(query, order), likely)
    if not any(accepted(originals, query, one, likely) for one in found):
        found += _aligned(originals, query, index.near_candidates(query, order), likely)
    if likely is not None and likely.texts and not any(accepted(originals, query, one) for one in found):
        found += _aligned(originals, query, index.near_candidates(query, order, likely.mask), likely)
    if len(query) <= GRAM:
        found += _aligned(originals, query, index.exact(query, order), likely)
    unique = {one.pairs: one for one in found}
    return sorted(unique.values(), key=lambda one: (-one.score, order[one.text], one.words))


def _aligned(originals: Originals, query: Query, candidates: Sequence[Candidate], likely: Near | None) -> list[Find]:
    """Candidates aligned, word by word where they may tell enough."""
    found = []
    for one in candidates:
        keys = originals.index.keys(one.start, one.end)
        chain = chained(query, keys)
        if not chain.pairs:
            continue
        some = likely if likely is not None and one.text in likely.texts else None
        if chain.score + FILLED >= _least(originals, query, chain.same, some) - FILLED:
            chain = filled(query, keys, chain, originals.keyer.likeness)
        pairs = tuple((i, j + one.start) for i, j in chain.pairs)
        score = chain.score - OVER_A_SENTENCE * _over_sentences(originals, query, one.text, pairs, chain.same)
        found.append(Find(one.text, pairs, chain.same, score))
    return found


def _over_sentences(originals: Originals, query: Query, text: int, pairs: Sequence[Pair], same: frozenset[int]) -> int:
    """How many breaks between words that are the same reach over a sentence's end that the quotation does not have."""
    spans, blank = originals.index.spans, originals.blank[text]
    there = [(i, j) for i, j in pairs if i in same]
    count = 0
    for (i, j), (k, m) in pairwise(there):
        if (k == i + 1 and m == j + 1) or k in query.marked:
            continue
        ours = query.text[query.keyed.spans[i][1] : query.keyed.spans[k][0]]
        count += bool(_SENTENCE_END.search(blank, int(spans[j][1]), int(spans[m][0]))) and not _SENTENCE_END.search(
            ours
        )
    return count


def needed(words: int, over: float = EXACT) -> float:
    """Bits that a find among so many words must tell: so many over what chance gives."""
    return max(LEAST, math.log2(max(2, words)) + over)


def accepted(originals: Originals, query: Query, find: Find, likely: Near | None = None) -> bool:
    """Whether a find tells more than chance would, and enough of the quotation; in a likely original, chance has fewer
    words to choose among, and less is enough."""
    own = query.bits(0, len(query))
    runs = _runs(find)
    if len(find.same) == len(query) == max(runs):
        return find.score >= needed(len(originals.index), EXACT)
    most = sum(n for n in runs if n > 1) >= HALF * sum(runs)
    together = max(runs) >= RUN or (find.score >= HALF * own and most)
    if likely is not None and not _is_likely(originals, find, likely):
        likely = None
    return find.score >= _least(originals, query, find.same, likely) and sum(runs) > 1 and together


def _is_likely(originals: Originals, find: Find, likely: Near) -> bool:
    """Whether a find is in a likely original, and not another's than the draft names."""
    if find.text not in likely.texts:
        return False
    turn = originals.turn(find.text, originals.index.span(*find.words)[0])
    return match(likely.speaker, turn.speaker if turn else None, originals.language) != "other"


def _least(originals: Originals, query: Query, same: frozenset[int], likely: Near | None) -> float:
    """Bits that a find with edits must tell, in a likely original or in any: more, the more it lacks of the query."""
    own = query.bits(0, len(query))
    lacks = sum(bits for i, bits in enumerate(query.after) if i not in same and i not in query.bracketed)
    scale = min(1.0, math.log2(max(2, len(originals.index))) / MEASURED)
    if likely is not None:
        lacking = LACKING_NEAR if len(query) < SHORT else LACKING_NEAR_LONG
        least = needed(likely.words, EXACT_NEAR) + lacking * lacks / own
    else:
        least = needed(len(originals.index), SURE) + scale * max(LACKING * lacks / own, OF_LACKING * lacks)
    return max(least, WEAK * scale if own - lacks < HALF * own and len(query) > SHORT else 0.0)


def _runs(find: Find) -> list[int]:
    """How many words on end are the same, run by run."""
    lengths = [0]
    before = (-2, -2)
    for i, j in find.pairs:
        if i in find.same:
            if (i, j) == (before[0] + 1, before[1] + 1):
                lengths[-1] += 1
            else:
                lengths.append(1)
            before = (i, j)
    return lengths


def window(originals: Originals, find: Find) -> tuple[Window, tuple[Pair, ...]]:
    """The words from a find's first to its last, and its pairs by numbers of those."""
    start, end = find.words
    index = originals.index
    spans = tuple((int(s), int(e)) for s, e in index.spans[start:end])
    pairs = tuple((i, j - start) for i, j in find.pairs)
    text = originals.articles[find.text].text
    return Window(index.keys(start, end), spans, text, originals.blank[find.text]), pairs


def rests(query: Query, find: Find) -> list[Span]:
    """Stretches of a query, by numbers of words, that a find lacks: at least `LEAST_REST` words on end, of which none,
    or only such as tell little by themselves, stand there."""
    solid = [False] * len(query)
    pairs = sorted((i, j) for i, j in find.pairs if i in find.same)
    for (i, j), (k, m) in pairwise(pairs):
        if k == i + 1 and m == j + 1:
            solid[i] = solid[k] = True
    for i in find.same:
        solid[i] = solid[i] or query.after[i] > 9
    found: list[Span] = []
    start = None
    for i, is_solid in enumerate([*solid, True]):
        if is_solid or i in query.bracketed:
            if start is not None and i - start >= LEAST_REST:
                found.append((start, i))
            start = None
        elif start is None:
            start = i
    return found


def joined(query: Query, find: Find, part: Find, rest: Span) -> Find | None:
    """A find together with one of the query's rest, where that stands in the same text on the right side; else None."""
    start, end = rest
    moved = [(i + start, j) for i, j in part.pairs]
    kept = [(i, j) for i, j in find.pairs if not start <= i < end]
    pairs = tuple(sorted([*kept, *moved]))
    in_order = all(a[1] < b[1] for a, b in pairwise(pairs))
    if part.text != find.text or not in_order:
        return None
    same = frozenset(i for i in find.same if not start <= i < end) | {i + start for i in part.same}
    return Find(find.text, pairs, same, find.score + part.score)


def within_sentences(originals: Originals, query: Query, find: Find) -> Find:
    """A find without pairs of words that differ at its ends, where a sentence of the original ends between them and
    the first or last word that is the same, or words are left out there: those are put in, they replace nothing."""
    text = originals.blank[find.text]
    first = find.words[0]
    spans = [(int(s), int(e)) for s, e in originals.index.spans[first : find.words[1]]]
    ends = sentence_ends(text, spans, originals.language.words.abbreviations)
    numbers = [k for k, (i, _) in enumerate(find.pairs) if i in find.same]
    low, high = numbers[0], numbers[-1]

    def on_end(one: int, two: int) -> bool:
        (_, a), (i, b) = find.pairs[one], find.pairs[two]
        return b == a + 1 and not ends[a - first] and i not in query.marked

    while low and on_end(low - 1, low):
        low -= 1
    while high + 1 < len(find.pairs) and on_end(high, high + 1):
        high += 1
    return Find(find.text, find.pairs[low : high + 1], find.same, find.score)

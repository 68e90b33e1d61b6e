"""Aligning words: which word of a quotation stands for which word of an original.

Runs of the same words are chained in order first, each link paying for what it skips; the words between the runs are
then aligned one by one, like with like.  Nothing is decided by a ratio of likeness.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.match.likeness import Likenesses
from sayso.match.query import Query

Pair = tuple[int, int]
"""A word of the query and the word of the window that it stands for, by their numbers."""
LINK = 3.0
"""Bits that a break between two runs costs, before what it skips."""
WEAK = 6.5
"""Bits under which a single word is no run: such words are aligned between runs."""
OFTEN = 200
"""Places of a word in a window from which no run is begun at it."""
MOST_RUNS = 1_000
"""Runs of one window that are chained."""
CELLS, CELLS_AT_END = 20_000, 600
"""Size of the table up to which words are aligned one by one: between runs, and before the first or after the last."""
PUT_IN, LEFT_OUT, LEFT_OUT_AT_END = 1.0, 1.0, 0.45
"""What a word costs to put in, and to leave out: between runs, and before the first or after the last of them."""
BRACKETED = 0.3
"""What a word of the writer's own costs to put in."""


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` words that are the same in the query, from ``at``, and in the window, from ``there``."""

    at: int
    there: int
    length: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which words stand for which, in order; a pair may be of two words that differ."""

    pairs: tuple[Pair, ...]
    same: frozenset[int]
    """Numbers of the query's words that are paired with the same word."""
    score: float
    """Bits of the words that are the same, less what the breaks between them cost."""


def chained(query: Query, window: Sequence[str]) -> Alignment:
    """The best alignment of the runs of a query's words in a window; between the runs nothing is aligned."""
    chain = _chained(query, _runs(query, window))
    pairs = tuple((run.at + k, run.there + k) for run in chain for k in range(run.length))
    return Alignment(pairs, frozenset(i for i, _ in pairs), _score(query, pairs))


def filled(query: Query, window: Sequence[str], chain: Alignment, likeness: Likenesses) -> Alignment:
    """A chain with the words before, between and after its runs aligned one by one."""
    pairs = _filled(query, window, _as_runs(chain.pairs), likeness)
    same = frozenset(i for i, j in pairs if query.keyed.keys[i] == window[j])
    return Alignment(tuple(pairs), same, _score(query, [(i, j) for i, j in pairs if i in same]))


def _runs(query: Query, window: Sequence[str]) -> list[Run]:
    """The longest runs of the same words, but single words that tell little; a run without any word that is rarer than
    `OFTEN` in the window is not seen, and of very many runs the longest are kept: both bound the time."""
    keys = query.keyed.keys
    places: dict[str, list[int]] = {}
    for j, key in enumerate(window):
        places.setdefault(key, []).append(j)
    least = 1 if len(keys) <= 60 else 2 if len(keys) <= 150 else 3
    found: dict[Pair, Run] = {}
    for i, key in enumerate(keys):
        there = () if i in query.bracketed and len(query.bracketed) < len(keys) else places.get(key, ())
        for j in there if len(there) <= OFTEN else ():
            joined = i and j and i - 1 not in query.bracketed and keys[i - 1] == window[j - 1]
            if joined and len(places[keys[i - 1]]) <= OFTEN:
                continue
            run = _widest(keys, query.bracketed, window, i, j)
            if run.length >= least and (run.length > 1 or query.alone[i] >= WEAK or len(keys) < 4):
                found[run.at, run.there] = run
    longest = sorted(found.values(), key=lambda run: -run.length)[:MOST_RUNS]
    return sorted(longest, key=lambda run: (run.at, run.there))


def _widest(keys: Sequence[str], own: frozenset[int], window: Sequence[str], i: int, j: int) -> Run:
    """The run of the same words around two that are; what is in brackets begins and ends none."""
    at, there, end = i, j, i + 1
    while at and there and keys[at - 1] == window[there - 1] and at - 1 not in own:
        at, there = at - 1, there - 1
    while end < len(keys) and end - i + j < len(window) and keys[end] == window[end - i + j] and end not in own:
        end += 1
    return Run(at, there, end - at)


def _chained(query: Query, runs: list[Run]) -> list[Run]:
    """The chain of runs that tells most, after what its links cost; runs that overlap are cut at the overlap."""
    runs = sorted(runs, key=lambda run: (run.at + run.length, run.there + run.length))
    best: list[tuple[float, int | None, Run]] = []
    for run in runs:
        top: tuple[float, int | None, Run] = (query.bits(run.at, run.at + run.length), None, run)
        for k, (score, _, before) in enumerate(best):
            rest = _after(run, before)
            if rest is None:
                continue
            linked = score + _gain(query, before, rest) - _link(query, before, rest)
            if linked > top[0]:
                top = (linked, k, rest)
        best.append(top)
    if not best:
        return []
    at: int | None = max(range(len(best)), key=lambda k: best[k][0])
    chain = []
    while at is not None:
        _, before_at, run = best[at]
        chain.append(run)
        at = before_at
    chain.reverse()
    return _cut_overlaps(chain)


def _gain(query: Query, before: Run | None, run: Run) -> float:
    """The bits of a run after another one: where no word of the query lies between, its first word tells no more than
    it does after the word before it."""
    end = run.at + run.length
    if before is not None and before.at + before.length == run.at:
        return query.bits(run.at - 1, end) - query.alone[run.at - 1]
    return query.bits(run.at, end)


def _cut_overlaps(chain: list[Run]) -> list[Run]:
    """A chain whose runs do not overlap (a run may have been cut after its successor was linked to it)."""
    clean: list[Run] = []
    for run in chain:
        rest = _after(run, clean[-1]) if clean else run
        if rest is not None:
            clean.append(rest)
    return clean


def _after(run: Run, before: Run) -> Run | None:
    """What of a run lies after another, in both; None if nothing."""
    cut = max(0, before.at + before.length - run.at, before.there + before.length - run.there)
    if cut >= run.length or run.at < before.at or run.there < before.there:
        return None
    return Run(run.at + cut, run.there + cut, run.length - cut)


def _link(query: Query, before: Run, run: Run) -> float:
    """What the break between two runs costs, in bits: a choice of where, and of how many words are skipped."""
    put_in = run.at - before.at - before.length
    left_out = run.there - before.there - before.length
    if put_in == 0 and run.at in query.marked:
        return 1.0 + 0.5 * math.log2(1 + left_out)
    own = all(i in query.bracketed for i in range(before.at + before.length, run.at))
    return (1.0 if own and put_in else LINK) + 1.5 * math.log2(1 + max(put_in, left_out))


def _score(query: Query, same: Sequence[Pair]) -> float:
    """Bits of the pairs that are the same, less the cost of the breaks between them."""
    runs = _as_runs(same)
    told = sum(_gain(query, before, run) for before, run in zip([None, *runs], runs, strict=False))
    return told - sum(_link(query, a, b) for a, b in pairwise(runs))


def _as_runs(pairs: Sequence[Pair]) -> list[Run]:
    """Pairs as runs of words on end."""
    runs: list[Run] = []
    for i, j in pairs:
        if runs and (i, j) == (runs[-1].at + runs[-1].length, runs[-1].there + runs[-1].length):
            runs[-1] = Run(runs[-1].at, runs[-1].there, runs[-1].length + 1)
        else:
            runs.append(Run(i, j, 1))
    return runs


def _filled(query: Query, window: Sequence[str], chain: list[Run], likeness: Likenesses) -> list[Pair]:
    """The runs' pairs, and those of the words before, between and after them."""
    first, last = chain[0], chain[-1]
    reach = first.at + 2
    low = max(0, first.there - reach)
    pairs = _between(query, window, (0, first.at), (low, first.there), likeness, free="start")
    for run, after in pairwise([*chain, None]):
        if run is None:
            continue
        pairs += [(run.at + k, run.there + k) for k in range(run.length)]
        at, there = run.at + run.length, run.there + run.length
        if after is not None:
            pairs += _between(query, window, (at, after.at), (there, after.there), likeness)
    at, there = last.at + last.length, last.there + last.length
    high = min(len(window), there + len(query) - at + 2)
    return pairs + _between(query, window, (at, len(query)), (there, high), likeness, free="end")


def _between(
    query: Query,
    window: Sequence[str],
    ours: Pair,
    theirs: Pair,
    likeness: Likenesses,
    free: str = "",
) -> list[Pair]:
    """Words aligned one by one by the cheapest edits (Needleman and Wunsch 1970); at a ``free`` end of the window
    words cost nothing to leave out."""
    n, m = ours[1] - ours[0], theirs[1] - theirs[0]
    if not n or not m or n * m > (CELLS_AT_END if free else CELLS):
        return []
    keys = query.keyed.keys
    own = [ours[0] + i in query.bracketed for i in range(n)]
    above = [j * (0.0 if free == "start" else LEFT_OUT_AT_END if free else LEFT_OUT) for j in range(m + 1)]
    came: list[list[int]] = []
    for i in range(n):
        put_in = BRACKETED if own[i] else PUT_IN
        row = [above[0] + put_in]
        steps = [1]
        left = 0.0 if free == "end" and i == n - 1 else LEFT_OUT_AT_END if free else LEFT_OUT
        for j in range(m):
            cost = _exchange(keys[ours[0] + i], window[theirs[0] + j], own[i], likeness)
            options = (above[j] + cost, above[j + 1] + put_in, row[j] + left)
            step = min(range(3), key=options.__getitem__)
            row.append(options[step])
            steps.append(step)
        came.append(steps)
        above = row
    return _walked_back(came, ours[0], theirs[0])


def _walked_back(came: list[list[int]], at: int, there: int) -> list[Pair]:
    """The pairs of the cheapest path through the table of steps: 0 pairs, 1 puts in, 2 leaves out."""
    pairs: list[Pair] = []
    i, j = len(came) - 1, len(came[0]) - 1
    while i >= 0 and j > 0:
        step = came[i][j]
        if step == 0:
            pairs.append((at + i, there + j - 1))
        i -= step != 2
        j -= step != 1
    return pairs[::-1]


def _exchange(one: str, two: str, own: bool, likeness: Likenesses) -> float:
    """What it costs that a word stands for another."""
    if one == two:
        return 0.0
    if own:
        return BRACKETED
    like = likeness.between(one, two)
    if like in ("spelling", "inflection"):
        return 0.4
    return {"function": 0.8, "content": 0.9, "apart": 0.95}[like]

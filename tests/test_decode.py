"""Decoding: the best valid labels, ranges, links, and what becomes of them in text."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.attribute.decode import DIM, INSIDE, Place, Scores, bucket, decode, log_probabilities, ranges, viterbi
from sayso.encoder.text import line_starts, split_words

PLACE = Place(np.zeros((2, DIM), np.float32), np.zeros((2, 32), np.float32), np.zeros((2, 7), np.float32))


def scores(rows: list[list[float]]) -> np.ndarray:
    return log_probabilities(np.array(rows, np.float32).reshape(-1, 7))


def valid(labels: tuple[int, ...]) -> bool:
    before = (0, *labels)[: len(labels)]
    return all(b not in INSIDE or a in (b - 1, b) for a, b in zip(before, labels, strict=True))


rows_of_scores = st.lists(st.lists(st.floats(-5, 5), min_size=7, max_size=7), min_size=0, max_size=4)


@given(st.lists(rows_of_scores, max_size=3))
def test_viterbi_finds_the_best_of_all_valid_labellings(texts: list[list[list[float]]]) -> None:
    tables = [scores(rows) for rows in texts]
    for table, labels in zip(tables, viterbi(tables), strict=True):
        assert len(labels) == len(table)
        assert valid(tuple(labels))
        every = [p for p in product(range(7), repeat=len(table)) if valid(p)]
        best = max(sum(table[i, x] for i, x in enumerate(p)) for p in every)
        assert sum(table[i, x] for i, x in enumerate(labels)) == pytest.approx(best, abs=1e-3)


@pytest.mark.parametrize(
    ("labels", "role", "expected"),
    [
        ([5, 6, 6, 0, 5], "content", [(0, 3), (4, 5)]),
        ([5, 5, 6], "content", [(0, 1), (1, 3)]),
        ([0, 1, 2, 3], "source", [(1, 3)]),
        ([0, 0], "cue", []),
        ([], "cue", []),
    ],
)
def test_ranges(labels: list[int], role: str, expected: list[tuple[int, int]]) -> None:
    assert ranges(np.array(labels, np.int64), role) == expected


@given(st.integers(-(10**6), 10**6))
def test_buckets_are_signed_and_grow_with_distance(distance: int) -> None:
    here, further = bucket(np.array([distance, distance + (1 if distance > 0 else -1)]))
    assert 0 <= here < 32
    assert (here >= 16) == (distance > 0)
    assert further >= here or distance == 0


def one_hot(labels: list[int]) -> np.ndarray:
    table = np.full((len(labels), 7), -8, np.float32)
    table[np.arange(len(labels)), labels] = 8
    return table


def links(count: int, pairs: dict[tuple[int, int], int]) -> np.ndarray:
    """Vectors by which each (asker, kind) finds its answer."""
    table = np.zeros((count, 4 * DIM), np.float32)
    for axis, ((asker, kind), answer) in enumerate(pairs.items()):
        table[asker, 2 * kind * DIM + axis] = 20
        table[answer, (2 * kind + 1) * DIM + axis] = 20
    return table


CASES = [
    # text, labels, links {(asker, kind): answer}, expected [(source, cue, content pieces)]
    ("Ann said so", [1, 3, 5], {(1, 0): 0, (2, 1): 1}, [("Ann", "said", ["so"])]),
    (
        "Rain , said Ann , fell",
        [5, 0, 3, 1, 0, 5],
        {(2, 0): 3, (0, 1): 2, (5, 1): 2},
        [("Ann", "said", ["Rain", "fell"])],
    ),
    (
        "Ann said x and Bo said y",
        [1, 3, 5, 0, 1, 3, 5],
        {(1, 0): 0, (5, 0): 4, (2, 1): 1, (6, 1): 5},
        [("Ann", "said", ["x"]), ("Bo", "said", ["y"])],
    ),
    ("said x", [3, 5], {(1, 1): 0}, [(None, "said", ["x"])]),
    ("x", [5], {}, [(None, None, ["x"])]),
    ("Ann said", [1, 3], {(1, 0): 0}, []),
    ("", [], {}, []),
]


@pytest.mark.parametrize(("text", "labels", "pairs", "expected"), CASES)
def test_links_make_attributions(
    text: str, labels: list[int], pairs: dict[tuple[int, int], int], expected: list
) -> None:
    words = split_words(text, line_starts(text), [])
    tags = one_hot(labels)
    logs = log_probabilities(tags)
    found = decode(words, Scores(tags, links(len(labels), pairs)), logs, viterbi([logs])[0], PLACE)

    def said(spans: tuple[tuple[int, int], ...]) -> list[str]:
        return [text[words.starts[s] : words.ends[e - 1]] for s, e in spans]

    one = [(*(said(d.source) or [None]), *(said(d.cue) or [None]), said(d.content)) for d in found]
    assert one == expected


@given(st.data())
def test_any_scores_give_ranges_within_the_text(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet='ab." \n', max_size=40))
    words = split_words(text, line_starts(text), [])
    rng = np.random.default_rng(data.draw(st.integers(0, 2**16)))
    tags = rng.normal(0, 3, (len(words), 7)).astype(np.float32)
    vectors = rng.normal(0, 1, (len(words), 4 * DIM)).astype(np.float32)
    logs = log_probabilities(tags)
    for draft in decode(words, Scores(tags, vectors), logs, viterbi([logs])[0], PLACE):
        assert draft.content
        assert all(0 <= s < e <= len(words) for s, e in (*draft.source, *draft.cue, *draft.content))
        assert np.isfinite(draft.evidence).all()

"""Quotation marks: the case file, and properties that hold for any text."""

from __future__ import annotations

import json
import time
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.attribute.marks import Marked, pair
from sayso.attribute.roles import roles
from sayso.languages import load
from sayso.model import Block

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("marks_cases.json").read_text(encoding="utf-8"))


def _marked_cases() -> list[Any]:
    """Each case; a known failure must fail, so that an improvement has to be recorded."""
    xfail = pytest.mark.xfail(strict=True, reason="known failure")
    return [
        pytest.param(case, id=case["id"], marks=[xfail] if case["category"] == "known-failure" else [])
        for case in CASES
    ]


def _text(case: dict[str, Any]) -> str:
    text = case["text"]
    return text if isinstance(text, str) else text["repeat"] * text["times"]


def _blocks(case: dict[str, Any], text: str) -> tuple[Block, ...]:
    """A case names its blocks' roles, each with the number of its paragraph."""
    starts = [0, *(i + 2 for i in range(len(text)) if text.startswith("\n\n", i))]
    ends = [*(start - 2 for start in starts[1:]), len(text)]
    return tuple(Block((starts[n], ends[n]), role) for role, n in case.get("blocks", []))


def _summary(text: str, marked: Marked, found_roles: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return [
        ([text[s:e] for s, e in stretch.inner], stretch.state, role, stretch.depth)
        for stretch, role in zip(marked.stretches, found_roles, strict=True)
    ]


def _expected(case: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(_listed(s["words"]), s.get("state", "paired"), s["role"], s.get("depth", 0)) for s in case["stretches"]]


def _listed(words: str | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else words


@pytest.mark.parametrize("case", _marked_cases())
def test_case(case: dict[str, Any]) -> None:
    text, language = _text(case), load(case["language"])
    marked = pair(text, language, _blocks(case, text))
    assert _summary(text, marked, roles(text, marked.stretches, [], language)) == _expected(case)
    assert sorted({note.code for note in marked.notes}) == sorted(case.get("notes", []))


MARKS = "\"'“”‘’„«»‹›「」《》`´′″"
ODD = st.text(alphabet=st.sampled_from(list(MARKS + "abS z9.,:—()\n\r\t \u00a0\u200b\u2029\ud800ש語")), max_size=80)
LANGUAGES = st.sampled_from(["en", "de", "fr", "sv", "he", "zh", "qxx", None])


def _hull(pieces: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    return pieces[0][0], pieces[-1][1]


@given(ODD, LANGUAGES)
@settings(max_examples=400, deadline=None)
def test_stretches_lie_within_the_text_and_never_cross(text: str, tag: str | None) -> None:
    marked = pair(text, load(tag))
    for stretch in marked.stretches:
        assert all(0 <= s < e <= len(text) for s, e in stretch.pieces)
        assert all(one[1] <= other[0] for one, other in pairwise(stretch.pieces))
        assert len(stretch.inner) == len(stretch.pieces)
        within = zip(stretch.inner, stretch.pieces, strict=True)
        assert all(p[0] <= i[0] <= i[1] <= p[1] for i, p in within)
    for one, other in combinations([_hull(s.pieces) for s in marked.stretches], 2):
        assert one[1] <= other[0] or other[1] <= one[0] or one[0] <= other[0] <= other[1] <= one[1]
    assert all(note.span and 0 <= note.span[0] < note.span[1] <= len(text) for note in marked.notes)


@given(ODD, LANGUAGES)
@settings(max_examples=200, deadline=None)
def test_depth_is_the_number_of_stretches_around(text: str, tag: str | None) -> None:
    hulls = [(_hull(s.pieces), s.depth) for s in pair(text, load(tag)).stretches]
    for (start, end), depth in hulls:
        assert depth == sum(s <= start and end <= e and (s, e) != (start, end) for (s, e), _ in hulls)


@given(ODD, st.sets(st.integers(0, 80)), st.lists(st.sampled_from(["body", "quote", "post"]), min_size=80, max_size=80))
@settings(max_examples=200, deadline=None)
def test_blocks_however_cut_never_raise_nor_cross(text: str, cuts: set[int], block_roles: list[Any]) -> None:
    edges = sorted(cut for cut in cuts if cut <= len(text))
    blocks = tuple(Block(span, role) for span, role in zip(pairwise(edges), block_roles, strict=False))
    hulls = [_hull(s.pieces) for s in pair(text, load("en"), blocks).stretches]
    for one, other in combinations(hulls, 2):
        assert one[1] <= other[0] or other[1] <= one[0] or one[0] <= other[0] <= other[1] <= one[1]


@pytest.mark.parametrize("unit", ['He said "so" and left. ', "“a ‘b’ c” ", "the players' ", '"x', "a\n"])
def test_time_grows_with_length_alone(unit: str) -> None:
    """Eight times the text takes about eight times the time: far less than the sixty-four of a square."""
    language = load("en")
    times = []
    for size in (12_000, 96_000):
        text = unit * (size // len(unit))
        start = time.process_time()
        pair(text, language)
        times.append(time.process_time() - start)
    assert times[1] < 24 * times[0] + 0.5

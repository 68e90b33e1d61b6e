"""Roles of stretches in marks: what contents change, what holds for any text, and how often it is right.

What the rules say of single sentences stands in ``marks_cases.json`` and is tested in ``test_marks.py``.
"""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.data import DATA
from bench.roles import LABELS, accuracy, articles, judge, macro_f1
from sayso.attribute.marks import pair
from sayso.attribute.roles import roles
from sayso.languages import load
from sayso.model import Pieces

ENGLISH = load("en")

ACCURACY_FLOOR = 0.94
MACRO_F1_FLOOR = 0.75
"""Below what the rules alone reach on the labelled stretches of PolNeAR dev; see docs/marks.md."""


def _found(text: str, *contents: str) -> list[str]:
    """The roles of a text in which these words are somebody's."""
    pieces: list[Pieces] = [((text.index(words), text.index(words) + len(words)),) for words in contents]
    return list(roles(text, pair(text, ENGLISH).stretches, pieces, ENGLISH))


@pytest.mark.parametrize(
    ("text", "content", "without", "within"),
    [
        ('He sells "organic" eggs from a shed.', "organic", "scare", "speech"),
        ('The plan is "Water for Nobody" at best.', '"Water for Nobody"', "title", "speech"),
        ('The so-called "water police" came at noon.', "water police", "scare", "scare"),
        ('The film "Northmere Nights" lost money.', 'The film "Northmere Nights" lost money', "title", "title"),
        ('Bob "Lefty" Marsh ran the ferry.', 'Bob "Lefty" Marsh ran the ferry', "nickname", "nickname"),
        ('He sells "organic" eggs from a shed.', "from a shed", "scare", "scare"),
    ],
)
def test_contents_make_speech_of_all_but_clear_cases(text: str, content: str, without: str, within: str) -> None:
    assert _found(text) == [without]
    assert _found(text, content) == [within]


def test_content_over_several_pieces_covers_what_lies_between() -> None:
    text = 'The well, "murky," she thought, "or worse."'
    start = text.index('"murky')
    spans = ((start, start + 8), (text.index('"or'), len(text)))
    assert roles(text, pair(text, ENGLISH).stretches, [spans], ENGLISH) == ("speech", "speech")


@given(st.text(alphabet="\"“”‘’'ABab.,:=?! \n", max_size=60), st.sampled_from(["en", "de", "qxx"]))
@settings(max_examples=300, deadline=None)
def test_every_stretch_has_one_role_whatever_the_text(text: str, tag: str) -> None:
    language = load(tag)
    stretches = pair(text, language).stretches
    found = roles(text, stretches, [((0, len(text)),)], language)
    assert len(found) == len(stretches)
    assert set(found) <= {"speech", "scare", "title", "nickname"}


@pytest.mark.parametrize("unit", ['He sells "so" eggs. ', "“x ", 'a "b" c\n'])
def test_time_grows_with_length_alone(unit: str) -> None:
    """Eight times the text takes about eight times the time: far less than the sixty-four of a square."""
    times = []
    for size in (4_000, 32_000):
        text = unit * (size // len(unit))
        stretches = pair(text, ENGLISH).stretches
        start = time.process_time()
        roles(text, stretches, [], ENGLISH)
        times.append(time.process_time() - start)
    assert times[1] < 24 * times[0] + 0.5


def test_labelled_stretches_of_polnear() -> None:
    if not (DATA / "polnear.dev.jsonl").exists():
        pytest.skip(f"PolNeAR's dev split is not in {DATA}")
    labels = json.loads(LABELS.read_text(encoding="utf-8"))["labels"]
    pairs = list(zip([one["role"] for one in labels], judge(articles(), labels, {}), strict=True))
    assert accuracy(pairs) >= ACCURACY_FLOOR
    assert macro_f1(pairs) >= MACRO_F1_FLOOR

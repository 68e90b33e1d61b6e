"""The quality gate of checking: on real transcripts scores may not fall below their floors (``tests/floors.json``),
no decoy is found, and the cost grows with what is checked and searched."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from bench import check, check_speed
from bench.data import DATA

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (DATA / "trump_campaign_transcripts.jsonl").exists(), reason="the data is not there"),
]
FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))["check"]
MARGIN = 0.015
"""How far a score may stand above its floor."""


@cache
def measured() -> dict[str, float]:
    return {
        f"{part} {name}": value
        for part in ("silver", "judged", "short", "decoys")
        for name, value in check.PARTS[part]().items()
    }


@pytest.mark.parametrize("name", FLOORS)
def test_no_score_falls_below_its_floor(name: str) -> None:
    assert measured()[name] >= FLOORS[name]


@pytest.mark.parametrize("name", FLOORS)
def test_floors_are_raised_with_the_scores(name: str) -> None:
    assert measured()[name] <= FLOORS[name] + MARGIN


def test_no_decoy_is_found() -> None:
    assert measured()["decoys false"] == 0


def test_cost_grows_with_what_is_checked_and_searched() -> None:
    one, four = check_speed.apart(0.25), check_speed.apart(1.0)
    assert (four["index"] + four["queries"]) / (one["index"] + one["queries"]) <= 4 * 1.25
    assert four["memory"] < 600

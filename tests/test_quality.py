"""The quality gate: scores on real data may not fall below their floors (``tests/floors.json``).

A floor stands for one file of data, named by its digest, and one measure.  A score that has risen well above its
floor fails too: raise the floor in the same change, on purpose.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bench import attribution, speakers
from bench.data import DATA, load
from bench.score_speakers import Tally, by_chains
from bench.scoring import linked, paired
from sayso.encoder.network import MODEL

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (MODEL / "attribution.onnx").exists(), reason="the model file is not there"),
]

FLOORS: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))
MARGIN = 0.015
"""How far a score may stand above its floor."""


@cache
def measured(name: str) -> dict[str, float]:
    path = DATA / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.startswith(FLOORS[name]["digest"]), f"{path} is not the data that its floors were measured on"
    records = load(name)
    predictions = attribution.predicted(records)
    scores = linked(paired(records, predictions))
    top = linked(paired(records, [attribution.top(p) for p in predictions]))
    error, _ = attribution.calibration(records, [attribution.top(p) for p in predictions])
    return {**scores, **{f"top {kind}": value for kind, value in top.items()}, "top calibration": 1 - error}


@cache
def resolved(name: str) -> dict[str, float]:
    """Shares of speakers right, by what their sources are, on articles that resolving learned nothing from."""
    records = load(name)
    tally = Tally()
    for record in records:
        by_chains(record, speakers.resolved(record), tally)
    return {group: tally.right[group] / tally.asked[group] for group in tally.asked}


@pytest.mark.parametrize("measure", FLOORS["gum.train.nc_licence"]["speakers"])
def test_no_share_of_speakers_falls_below_its_floor(measure: str) -> None:
    name = "gum.train.nc_licence"
    if not (DATA / f"{name}.jsonl").exists():
        pytest.skip(f"{name} is not there")
    floor, score = FLOORS[name]["speakers"][measure], resolved(name)[measure]
    assert score >= floor, f"{name}, {measure}: {score:.4f} is below the floor of {floor}"
    assert score < floor + 2 * MARGIN, f"{name}, {measure}: {score:.4f} has risen; raise the floor of {floor}"


@pytest.mark.parametrize(
    ("name", "measure"), [(name, measure) for name, floors in FLOORS.items() for measure in floors.get("floors", ())]
)
def test_no_score_falls_below_its_floor(name: str, measure: str) -> None:
    floor, score = FLOORS[name]["floors"][measure], measured(name)[measure]
    assert score >= floor, f"{name}, {measure}: {score:.4f} is below the floor of {floor}"
    assert score < floor + MARGIN, f"{name}, {measure}: {score:.4f} has risen; raise the floor of {floor}"

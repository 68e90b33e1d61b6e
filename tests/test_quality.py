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

from bench import attribution
from bench.data import DATA, load
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


@pytest.mark.parametrize(
    ("name", "measure"), [(name, measure) for name, floors in FLOORS.items() for measure in floors["floors"]]
)
def test_no_score_falls_below_its_floor(name: str, measure: str) -> None:
    floor, score = FLOORS[name]["floors"][measure], measured(name)[measure]
    assert score >= floor, f"{name}, {measure}: {score:.4f} is below the floor of {floor}"
    assert score < floor + MARGIN, f"{name}, {measure}: {score:.4f} has risen; raise the floor of {floor}"

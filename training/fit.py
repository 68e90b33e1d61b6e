"""Fit what stands beside the network, on articles it was not trained on: confidence and thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench.attribution import article_of
from bench.data import Record
from bench.scoring import SCORE, linked, paired
from sayso.attribute.confidence import Calibration, features, products
from sayso.attribute.tagger import Found, find, place_of
from sayso.encoder.network import load

GRID = np.arange(0.1, 0.95, 0.025).round(3)
TIE = 0.001
"""Thresholds whose F1 differs by no more are about as good."""
Finds = list[list[Found]]


def find_all(folder: Path, records: Sequence[Record]) -> Finds:
    """All that the exported network in ``folder`` finds in records as they are read, sure or not."""
    network = load(folder)
    where = place_of(network.settings["place"])
    return [find(network, where, [article_of(record)])[0] for record in records]


def as_json(found: Sequence[Found], sure: Sequence[float]) -> list[Record]:
    """What was found as the scorer reads attributions; ``parent`` says only whether there is one."""
    return [
        {
            "source": f.source,
            "cue": f.cue,
            "content": f.content,
            "confidence": float(p),
            "parent": "some" if f.depth else None,
        }
        for f, p in zip(found, sure, strict=True)
    ]


def right(record: Record, found: Sequence[Found]) -> np.ndarray:
    """Whether content and source of each are right, as the scorer has it."""
    gold = SCORE.Article(record["text"], record["attributions"])
    pred = SCORE.Article(record["text"], as_json(found, [0.0] * len(found)))
    good = {id(b) for a, b in SCORE.match(gold, pred) if SCORE.levels(a, b)["linked"]}
    return np.array([id(item) in good for item in pred.items], bool)


def calibrate(records: Sequence[Record], finds: Finds, strength: float = 0.02) -> Calibration:
    """Logistic regression of rightness on the evidence and its products."""
    rows = np.vstack([features(found) for found in finds if found])
    good = np.concatenate([right(r, found) for r, found in zip(records, finds, strict=True)])
    mean, scale = rows.mean(0), rows.std(0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=5000).fit(products((rows - mean) / scale), good)
    return Calibration(mean, scale, model.coef_[0], float(model.intercept_[0]))


def weigh(finds: Finds, calibration: Calibration) -> list[list[Record]]:
    """All finds with their confidence."""
    return [as_json(found, calibration.probabilities(features(found)).tolist()) for found in finds]


def keep(weighed: Sequence[Sequence[Record]], thresholds: Sequence[float]) -> list[list[Record]]:
    """Those that are as sure as they must be to be reported."""
    return [[a for a in found if a["confidence"] >= thresholds[a["parent"] is not None]] for found in weighed]


def best_threshold(
    sets: Sequence[tuple[Sequence[Record], Sequence[Sequence[Record]]]], nested: bool, other: float
) -> float:
    """The threshold for top (or nested) statements with the highest linked F1, a mean over sets of (gold, found with
    confidence), the other threshold given.  Of those about as good the lowest is taken for top statements, so that
    little is missed, the highest for nested ones, where more is wrong."""
    scores = []
    for t in GRID:
        pair = (other, t) if nested else (t, other)
        scores.append(np.mean([linked(paired(gold, keep(found, pair)))["all"] for gold, found in sets]))
    good = [float(t) for t, score in zip(GRID, scores, strict=True) if score >= max(scores) - TIE]
    return max(good) if nested else min(good)

"""Fit what stands beside the network, on articles it was not trained on: confidence and thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench.attribution import article_of
from bench.data import Record
from bench.scoring import SCORE, linked, paired
from sayso.attribute import statements
from sayso.attribute.confidence import Calibration, features, products
from sayso.attribute.marks import pair
from sayso.attribute.tagger import Found, find, place_of, sure_enough, weighed
from sayso.encoder.network import load
from sayso.languages import load as language_of
from sayso.model import to_json

GRID = np.arange(0.1, 0.95, 0.025).round(3)
TIE = 0.002
"""Thresholds whose F1 differs by no more are about as good."""
Finds = list[list[Found]]


def find_all(folder: Path, records: Sequence[Record]) -> Finds:
    """All that the exported network in ``folder`` finds in records as they are read, sure or not."""
    network = load(folder)
    where = place_of(network.settings["place"])
    return [find(network, where, [article_of(record)])[0] for record in records]


def reported(record: Record, found: Sequence[Found]) -> list[Record]:
    """What a user would be shown of an article, as JSON."""
    article, language = article_of(record), language_of("en")
    marked = pair(article.text, language, article.blocks)
    return list(to_json(statements(article, language, marked, found)))


def scorable(found: Sequence[Found]) -> list[Record]:
    """What was found as the scorer reads attributions."""
    return [{"source": f.source, "cue": f.cue, "content": f.content} for f in found]


def score(records: Sequence[Record], finds: Sequence[Sequence[Found]]) -> float:
    """Linked F1 of all."""
    return linked(paired(records, [scorable(found) for found in finds]))["all"]


def right(record: Record, found: Sequence[Found]) -> np.ndarray:
    """Whether content and source of each are right, as the scorer has it."""
    gold = SCORE.Article(record["text"], record["attributions"])
    pred = SCORE.Article(record["text"], scorable(found))
    good = {id(b) for a, b in SCORE.match(gold, pred) if SCORE.levels(a, b)["linked"]}
    return np.array([id(item) in good for item in pred.items], bool)


def calibrate(records: Sequence[Record], finds: Finds, strength: float = 0.02) -> Calibration:
    """Logistic regression of rightness on the evidence and its products."""
    rows = np.vstack([features(found) for found in finds if found])
    good = np.concatenate([right(r, found) for r, found in zip(records, finds, strict=True)])
    mean, scale = rows.mean(0), rows.std(0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=5000).fit(products((rows - mean) / scale), good)
    return Calibration(mean, scale, model.coef_[0], float(model.intercept_[0]))


def weigh(finds: Finds, calibration: Calibration) -> Finds:
    """All finds with their confidence."""
    return [weighed(found, calibration) for found in finds]


def keep(finds: Finds, thresholds: Sequence[float]) -> Finds:
    """Those that are as sure as they must be to be reported."""
    return [sure_enough(found, thresholds) for found in finds]


def best_threshold(sets: Sequence[tuple[Sequence[Record], Finds]], nested: bool, other: float) -> float:
    """The threshold for top (or nested) statements with the highest linked F1, a mean over sets of (gold, found with
    confidence), the other threshold given.  Of those about as good the highest: what is reported is to be right."""

    def mean(threshold: float) -> float:
        pair = (other, threshold) if nested else (threshold, other)
        return float(np.mean([score(gold, keep(found, pair)) for gold, found in sets]))

    means = {float(threshold): mean(float(threshold)) for threshold in GRID}
    return max(threshold for threshold, value in means.items() if value >= max(means.values()) - TIE)

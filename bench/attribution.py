"""Attribution quality of the model that ships: ``python -m bench.attribution [SET]``.

Linked F1 (content and source both right) by type with 95 % intervals by resampling articles, and how well
confidence is calibrated.  SET is polnear.dev unless named; the two sets that the shipped model has seen
(modern.dev, open/wikinews.attributed) are scored five-fold by ``python -m training folds``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from bench.data import Record, load
from bench.scoring import KINDS, SCORE, intervals, paired
from sayso.attribute import attribute_all
from sayso.model import Article, Provenance, to_json
from sayso.read.jsonl import article_from_object


def article_of(record: Record) -> Article:
    """A record as JSON lines are read."""
    return article_from_object(record["id"], record, Provenance("-"))


def predicted(records: Sequence[Record]) -> list[list[Any]]:
    """The attributions of records, along the road that a user's JSON lines take."""
    return [to_json(found.attributions) for found in attribute_all(map(article_of, records))]


def table(records: Sequence[Record], predictions: Sequence[Sequence[Any]]) -> str:
    """Linked F1 by type, top and nested statements apart where the gold has nested ones."""
    lines = [f"{'linked F1':24}" + "".join(f"{kind:>22}" for kind in KINDS)]
    lines.append(_row("all statements", paired(records, predictions)))
    lines.append(_row("predicted top level only", paired(records, [top(p) for p in predictions])))
    if marks_nested(records):
        golds = [dict(r, attributions=top(r["attributions"])) for r in records]
        lines.append(_row("top in both", paired(golds, [top(p) for p in predictions])))
        golds = [dict(r, attributions=nested(r["attributions"])) for r in records]
        lines.append(_row("nested in both", paired(golds, [nested(p) for p in predictions])))
    return "\n".join(lines)


def marks_nested(records: Sequence[Record]) -> bool:
    """Whether the gold has statements within statements; where it has none, those found say nothing."""
    return any(a.get("parent") is not None for r in records for a in r["attributions"])


def _row(name: str, pairs: Any) -> str:
    cells = "".join(f"{v:8.3f} [{low:.3f} {high:.3f}]" for v, low, high in intervals(pairs).values())
    return f"{name:24}{cells}"


def top(attributions: Sequence[Any]) -> list[Any]:
    return [a for a in attributions if a.get("parent") is None]


def nested(attributions: Sequence[Any]) -> list[Any]:
    return [a for a in attributions if a.get("parent") is not None]


def calibration(records: Sequence[Record], predictions: Sequence[Sequence[Any]], bins: int = 10) -> tuple[float, str]:
    """Expected calibration error of ``confidence`` over equal-width bins, and the reliability table."""
    sure, right = outcomes(records, predictions)
    which = np.minimum((sure * bins).astype(int), bins - 1)
    error, lines = 0.0, [f"{'confidence':12}{'statements':>12}{'mean':>8}{'right':>8}"]
    for b in range(bins):
        mine = which == b
        if mine.any():
            error += mine.mean() * abs(sure[mine].mean() - right[mine].mean())
            share = f"{b / bins:.1f}-{(b + 1) / bins:.1f}"
            lines.append(f"{share:12}{mine.sum():12d}{sure[mine].mean():8.3f}{right[mine].mean():8.3f}")
    return float(error), "\n".join(lines)


def outcomes(records: Sequence[Record], predictions: Sequence[Sequence[Any]]) -> tuple[np.ndarray, np.ndarray]:
    """The confidence of every predicted attribution, and whether its content and source are right."""
    sure, right = [], []
    for (gold, pred), found in zip(paired(records, predictions), predictions, strict=True):
        good = {id(b) for a, b in SCORE.match(gold, pred) if SCORE.levels(a, b)["linked"]}
        right += [id(item) in good for item in pred.items]
        sure += [a["confidence"] for a in found]
    return np.array(sure), np.array(right, float)


def main() -> None:
    name = (sys.argv[1:] or ["polnear.dev"])[0]
    records = load(name)
    predictions = predicted(records)
    print(f"{name}: {len(records)} articles, {sum(len(r['attributions']) for r in records)} statements")
    print(table(records, predictions))
    for kind, counts in SCORE.score(paired(records, list(map(top, predictions)))).items():
        score = counts["linked"]["linked"]
        print(f"top level, {kind:10} precision {score['p']:.3f}, recall {score['r']:.3f}")
    error, reliability = calibration(records, predictions if marks_nested(records) else list(map(top, predictions)))
    of = "" if marks_nested(records) else " of top level"
    print(f"expected calibration error{of} {error:.3f}\n{reliability}")


if __name__ == "__main__":
    main()

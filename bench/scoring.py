"""The scorer that defines the measures, loaded from beside the data, and scores with intervals."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np

from bench.data import DATA, Record

KINDS = ("direct", "mixed", "indirect", "all")


def scorer() -> ModuleType:
    """``../shared/eval/score.py`` as a module."""
    spec = importlib.util.spec_from_file_location("score", DATA.parent / "eval" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCORE = scorer() if (DATA.parent / "eval" / "score.py").exists() else ModuleType("absent")


def paired(gold: Sequence[Record], predicted: Sequence[Sequence[Any]]) -> list[tuple[Any, Any]]:
    """Articles of the scorer: gold, and predicted attributions (as JSON objects), in the same order."""
    return [
        (SCORE.Article(g["text"], g["attributions"]), SCORE.Article(g["text"], list(p)))
        for g, p in zip(gold, predicted, strict=True)
    ]


def linked(pairs: Sequence[tuple[Any, Any]], measure: str = "linked") -> dict[str, float]:
    """Linked F1 (or another measure of the scorer's) by kind."""
    scores = SCORE.score(pairs)
    return {kind: scores[kind]["linked"][measure]["f1"] for kind in KINDS}


def counts(pair: tuple[Any, Any]) -> np.ndarray:
    """Per kind: right among predicted, predicted, right among gold, gold; so that articles can be resampled."""
    scores = SCORE.score([pair])
    rows = []
    for kind in KINDS:
        r = scores[kind]["linked"]["linked"]
        rows.append([round(r["p"] * r["pred"]), r["pred"], round(r["r"] * r["gold"]), r["gold"]])
    return np.array(rows, np.float64)


def f1(total: np.ndarray) -> np.ndarray:
    """F1 from summed counts [..., 4]."""
    precision = total[..., 0] / np.maximum(total[..., 1], 1)
    recall = total[..., 2] / np.maximum(total[..., 3], 1)
    return 2 * precision * recall / np.maximum(precision + recall, 1e-9)


def intervals(pairs: Sequence[tuple[Any, Any]], draws: int = 1000) -> dict[str, tuple[float, float, float]]:
    """Linked F1 by kind with its 95 % interval by resampling articles: (value, low, high)."""
    table = np.array([counts(pair) for pair in pairs])
    rng = np.random.default_rng(1)
    sampled = f1(np.array([table[rng.integers(0, len(table), len(table))].sum(0) for _ in range(draws)]))
    low, high = np.percentile(sampled, [2.5, 97.5], axis=0)
    value = f1(table.sum(0))
    return {kind: (float(value[k]), float(low[k]), float(high[k])) for k, kind in enumerate(KINDS)}

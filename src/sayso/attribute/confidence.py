"""How probable it is that an attribution's source and content are right: a calibrated logistic model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Evident(Protocol):
    """An attribution with what the network knows of it."""

    @property
    def evidence(self) -> tuple[float, ...]:
        """Numbers, the same ones for every attribution."""

    @property
    def depth(self) -> int:
        """How many contents it lies in."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over the evidence of an attribution and the products of its parts.

    Fitted on articles that the network was not trained on; its reliability is shown by the benchmark.
    """

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Calibration:
        """From the settings that are shipped with the network."""
        mean, scale, weights = (np.array(settings[name], np.float64) for name in ("mean", "scale", "weights"))
        return cls(mean, scale, weights, float(settings["bias"]))

    def probabilities(self, rows: Floats) -> Floats:
        """Of evidence [attributions, features], the probability that each is right, [attributions]."""
        if not len(rows):
            return np.zeros(0)
        return 1 / (1 + np.exp(-(products((rows - self.mean) / self.scale) @ self.weights + self.bias)))


def products(rows: Floats) -> Floats:
    """Features and all their products of two, [rows, n + n (n + 1) / 2]; far outliers are held in."""
    rows = rows.clip(-4, 4)
    left, right = np.triu_indices(rows.shape[1])
    return np.hstack([rows, rows[:, left] * rows[:, right]])


def features(found: Sequence[Evident]) -> Floats:
    """What confidence is computed from, [attributions, features]: the evidence, and whether it lies within another."""
    return np.array([[*f.evidence, float(f.depth > 0)] for f in found], np.float64)

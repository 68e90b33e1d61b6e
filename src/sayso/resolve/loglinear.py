"""Log-linear models over named features: multinomial logistic regression, in plain dictionaries."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LogLinear:
    """The weights of each feature for each label.  Unknown features weigh nothing."""

    labels: tuple[str, ...]
    weights: Mapping[str, list[float]]

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> LogLinear:
        """From JSON as it is shipped."""
        return cls(tuple(settings["labels"]), settings["weights"])

    def odds(self, features: Mapping[str, float]) -> dict[str, float]:
        """How probable each label is."""
        scores = [0.0] * len(self.labels)
        for name, value in features.items():
            for k, weight in enumerate(self.weights.get(name, ())):
                scores[k] += weight * value
        top = max(scores)
        odds = [math.exp(score - top) for score in scores]
        return {label: one / sum(odds) for label, one in zip(self.labels, odds, strict=True)}

"""What resolving has learned: a ranker, and log-linear models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from sayso.resolve.loglinear import LogLinear
from sayso.resolve.rank import Ranker

FILE = "learned.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """All that was learned for resolving."""

    names: LogLinear
    ranker: Ranker
    kinds: LogLinear
    acts: LogLinear
    parts: LogLinear
    titles: LogLinear
    name: str = ""
    """What stands in the runs."""

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Settings:
        """From JSON as it is shipped."""
        models = {name: LogLinear.of(settings[name]) for name in ("names", "kinds", "acts", "parts", "titles")}
        return cls(ranker=Ranker.of(settings["ranker"]), name=settings["name"], **models)


@cache
def shipped() -> Settings:
    """What is shipped, loaded on first use."""
    return Settings.of(json.loads(resources.files("sayso.resolve").joinpath(FILE).read_text("utf-8")))

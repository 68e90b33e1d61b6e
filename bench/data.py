"""The articles that the tagger learns from, and how they are split.

Every split is by article and by a hash of its id, so that it is the same everywhere.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Record = dict[str, Any]

DATA = Path(os.environ.get("SAYSO_DATA", Path(__file__).parents[1] / "../shared/data")).resolve()
FOLDS = 5
TENTHS = 10


def load(name: str) -> list[Record]:
    """The articles of one file of the data folder."""
    with (DATA / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def part(record: Record, parts: int) -> int:
    """Which of so many parts an article falls into."""
    return int(hashlib.sha256(record["id"].encode()).hexdigest(), 16) % parts


def polnear(tune: bool) -> list[Record]:
    """PolNeAR's training articles: nine tenths to learn from, or the tenth to tune on."""
    return [r for r in load("polnear.train") if (part(r, TENTHS) == 0) == tune]


def folded() -> list[Record]:
    """The two sets that are scored five-fold: modern.dev and open/wikinews.attributed."""
    return load("modern.dev") + load("open/wikinews.attributed")


def fold_of(record: Record) -> int:
    """The fold that an article of the folded sets is tested in."""
    return part(record, FOLDS)


def gum() -> list[Record]:
    """GUM's open articles, without its news: those are in open/wikinews.attributed.

    Only clausal attributions are marked there, so these articles teach what belongs to an anchor
    and never what is no anchor (``partial``).
    """
    return [dict(r, partial=True) for r in load("open/gum_open.en") if r["genre"] != "news"]


def without_fold(records: Iterable[Record], fold: int | None) -> list[Record]:
    """All records but those of one fold; all of them for None."""
    return [r for r in records if fold is None or fold_of(r) != fold]

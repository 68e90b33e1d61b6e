"""How often the role of a stretch in marks is right, on the labelled stretches of PolNeAR's dev split.

    python -m bench.roles

Prints accuracy and macro F1 with 95 % bootstrap intervals and a table of what was taken for what.  Where a model
is shipped the direct contents it finds are used, otherwise the rules stand alone; the first line says which.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.data import DATA
from sayso.attribute.marks import pair
from sayso.attribute.roles import roles
from sayso.errors import SaysoError
from sayso.languages import load
from sayso.model import Article, Pieces, digest

ROOT = Path(__file__).resolve().parents[1]
LABELS = ROOT / "tests/data/roles_polnear_dev.json"
ROLES = ("speech", "scare", "title", "nickname")
DRAWS = 2000

Judged = list[tuple[str, str]]
"""(label, role found) for each stretch."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rules-alone", action="store_true", help="use no contents even where a model is there")
    parser.add_argument("--errors", action="store_true", help="print each wrong one with its place")
    wanted = parser.parse_args()
    texts, labels = articles(), json.loads(LABELS.read_text(encoding="utf-8"))["labels"]
    contents = {} if wanted.rules_alone else model_contents({one["article"]: texts[one["article"]] for one in labels})
    judged = judge(texts, labels, contents)
    pairs = [(label["role"], found) for label, found in zip(labels, judged, strict=True)]
    print("with the direct contents that the model finds" if contents else "rules alone: no contents used")
    report(pairs)
    if wanted.errors:
        for label, found in zip(labels, judged, strict=True):
            if label["role"] != found:
                print(label["article"], label["span"], label["role"], "->", found)


def articles() -> dict[str, str]:
    """Texts of the dev split by article id."""
    with (DATA / "polnear.dev.jsonl").open(encoding="utf-8") as lines:
        return {record["id"]: record["text"] for record in map(json.loads, lines)}


def model_contents(texts: dict[str, str]) -> dict[str, list[Pieces]]:
    """The direct contents that the shipped model finds, by article id; empty where no model is shipped."""
    from sayso.attribute import attribute

    try:
        articles = [Article(name, digest(text), text, language="en") for name, text in texts.items()]
        return {one.id: [a.content for a in attribute(one) if a.type == "direct"] for one in articles}
    except (SaysoError, ImportError) as absent:
        print(f"no model: {absent}")
        return {}


def judge(texts: dict[str, str], labels: Sequence[dict[str, Any]], contents: dict[str, list[Pieces]]) -> list[str]:
    """The role found for each label: that of the stretch of which a piece begins where the label does, or "none"."""
    found: dict[tuple[str, int], str] = {}
    language = load("en")
    for name in {label["article"] for label in labels}:
        stretches = pair(texts[name], language).stretches
        named = roles(texts[name], stretches, contents.get(name, []), language)
        for one, role in zip(stretches, named, strict=True):
            found |= {(name, start): role for start, _ in one.pieces}
    return [found.get((label["article"], label["span"][0]), "none") for label in labels]


def accuracy(pairs: Judged) -> float:
    """The share of stretches whose role is right."""
    return sum(label == found for label, found in pairs) / len(pairs)


def f1(pairs: Judged, role: str) -> float:
    """The harmonic mean of precision and recall of one role; 1 where it neither is there nor was found."""
    right = sum(label == found == role for label, found in pairs)
    there = sum(label == role for label, _ in pairs) + sum(found == role for _, found in pairs)
    return 2 * right / there if there else 1.0


def macro_f1(pairs: Judged) -> float:
    """The mean F1 of the roles that are labelled at all."""
    present = [role for role in ROLES if any(label == role for label, _ in pairs)]
    return sum(f1(pairs, role) for role in present) / len(present)


def report(pairs: Judged) -> None:
    """Print the measures with their intervals, and the table."""
    rng = random.Random(1)
    draws = [rng.choices(pairs, k=len(pairs)) for _ in range(DRAWS)]
    majority = max(Counter(label for label, _ in pairs).values()) / len(pairs)
    print(f"stretches {len(pairs)}, the commonest role alone would have accuracy {majority:.3f}")
    for name, measure in (("accuracy", accuracy), ("macro F1", macro_f1)):
        values = sorted(map(measure, draws))
        low, high = values[int(0.025 * DRAWS)], values[int(0.975 * DRAWS)]
        print(f"{name:9} {measure(pairs):.3f}  [{low:.3f}, {high:.3f}]")
    table = Counter(pairs)
    columns = (*ROLES, "none")
    print(f"{'label':>10} " + " ".join(f"{column:>8}" for column in columns) + "       F1")
    for role in ROLES:
        counts = " ".join(f"{table[role, column]:8d}" for column in columns)
        print(f"{role:>10} {counts}    {f1(pairs, role):.3f}")


if __name__ == "__main__":
    main()

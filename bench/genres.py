"""How much is missed in other genres than news: ``python -m bench.genres``.

GUM marks clausal attributions only, with sources and cues read off its syntax, so this is recall: of the statements
marked there, the share found with the right content, and with the right source too.  Citations are left out, and
so are the articles that the shipped model has learned from.
"""

from __future__ import annotations

from collections import defaultdict

from bench.attribution import predicted
from bench.data import gum, load
from bench.scoring import SCORE, paired


def main() -> None:
    seen = {r["id"] for r in gum()} | {r["id"] for r in load("open/wikinews.attributed")}
    records = [r for r in load("gum.train.open_licence") + load("gum.train.nc_licence") if r["id"] not in seen]
    records = [r for r in records if r["genre"] != "news"]
    for r in records:
        r["attributions"] = [a for a in r["attributions"] if a["kind"] != "citation"]
    total: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for record, (gold, pred) in zip(records, paired(records, predicted(records)), strict=True):
        levels = [SCORE.levels(a, b) for a, b in SCORE.match(gold, pred)]
        row = (1, len(gold.items), len(levels), sum(level["linked"] for level in levels))
        total[record["genre"]] = [a + b for a, b in zip(total[record["genre"]], row, strict=True)]
    print(f"{'genre':14}{'texts':>7}{'statements':>12}{'content':>9}{'and source':>12}")
    for genre, (texts, marked, content, linked) in sorted(total.items()):
        print(f"{genre:14}{texts:7}{marked:12}{content / max(marked, 1):9.2f}{linked / max(marked, 1):12.2f}")


if __name__ == "__main__":
    main()

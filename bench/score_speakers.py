"""Score who is spoken for, and how: ``python -m bench.score_speakers GOLD PRED``.

Both files hold one article a line, as the data folder and ``sayso attribute --json`` have them; articles are paired by
id.  A labelled statement is paired with the predicted one that `score.py` matches with it, by content; those that were
not found count as not right in *of all* and are left out of *of found*.

Where GOLD has coreference chains (GUM), a statement's speaker is right when ``speaker.mention``, itself no pronoun,
overlaps a non-pronoun mention of the chain that its source is in; chains of pronouns only are left out.  Where it has
names, it is right when both have none or the names are the same (`bench.names.same_name`).
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bench.data import Record
from bench.names import plain, same_name
from bench.scoring import SCORE

Pair = tuple[Record, Record | None]
"""A labelled statement, and the predicted one."""

PERSON = {
    "first person": ["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"],
    "second person": ["you", "your", "yours", "yourself", "yourselves"],
    "third person": [
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "it",
        "its",
        "itself",
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
        "this",
        "that",
        "these",
        "those",
        "who",
        "whom",
        "which",
    ],
}
SPANS = ("title", "via", "occasion")


def form_of(text: str, gold: Record) -> str:
    """What a statement's source is: a pronoun of some person, a name or a noun, or nothing."""
    if not gold["source"]:
        return "no source"
    words = text[gold["source"][0][0] : gold["source"][-1][1]].lower()
    return next((form for form, listed in PERSON.items() if words in listed), "name or noun")


@dataclass
class Tally:
    """Right, answered and asked, by group."""

    right: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    by_article: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, groups: Iterable[str], right: bool, answered: bool, article: int = 0) -> None:
        """One answer, in all its groups."""
        for group in groups:
            self.asked[group] += 1
            self.answered[group] += answered
            self.right[group] += right
            self.by_article[group] += [(article, int(right))]

    def row(self, group: str) -> str:
        """Share right with its 95 % interval by resampling articles, share answered, and right among those."""
        low, high = self._interval(group)
        n, some = self.asked[group], self.answered[group]
        return (
            f"{group:28}{n:6d}{self.right[group] / n:8.3f} [{low:.3f} {high:.3f}]"
            f"{some / n:10.3f}{self.right[group] / max(some, 1):10.3f}"
        )

    def _interval(self, group: str) -> tuple[float, float]:
        counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for article, right in self.by_article[group]:
            counts[article][0] += right
            counts[article][1] += 1
        table = np.array(list(counts.values()))
        rng = np.random.default_rng(1)
        drawn = np.array([table[rng.integers(0, len(table), len(table))].sum(0) for _ in range(1000)])
        low, high = np.percentile(drawn[:, 0] / np.maximum(drawn[:, 1], 1), [2.5, 97.5])
        return float(low), float(high)

    def table(self, groups: Sequence[str] = ()) -> str:
        """All groups, a row each."""
        head = f"{'':28}{'asked':>6}{'right':>8}{'':16}{'answered':>10}{'of those':>10}"
        return "\n".join([head, *(self.row(g) for g in groups or sorted(self.asked) if self.asked[g])])


def chain_of(record: Record, gold: Record) -> str | None:
    """The gold chain that a statement's source is in."""
    speaker = gold.get("speaker")
    if isinstance(speaker, dict):
        return str(speaker["chain"])
    if not gold["source"]:
        return None
    start, end = gold["source"][0][0], gold["source"][-1][1]
    meeting = [e for e in record["entities"] if e["start"] < end and start < e["end"]]
    if not meeting:
        return None
    return str(max(meeting, key=lambda e: _overlap((e["start"], e["end"]), (start, end)))["chain"])


def _overlap(one: Sequence[int], other: Sequence[int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(shared, 0) / (max(one[1], other[1]) - min(one[0], other[0]))


def by_chains(record: Record, pairs: Iterable[Pair], tally: Tally, article: int = 0) -> None:
    """Score the speakers of one article by its chains."""
    for gold, found in pairs:
        chain = chain_of(record, gold)
        mentions = [e for e in record["entities"] if e["chain"] == chain and not e["pron"]] if chain else []
        if gold.get("kind") == "citation" or not gold["source"] or not mentions:
            continue
        speaker = (found or {}).get("speaker")
        right = bool(speaker) and _tells(record["text"], speaker["mention"], mentions)
        form = form_of(record["text"], gold)
        groups = ["all sources", form, f"genre {record.get('genre')}"]
        groups += ["names, nouns, third person"] if form in ("name or noun", "third person") else []
        tally.add(groups, right, bool(speaker), article)


def _tells(text: str, mention: Sequence[int], mentions: Iterable[Record]) -> bool:
    words = text[slice(*mention)].lower()
    if any(words in listed for listed in PERSON.values()):
        return False
    return any(mention[0] < e["end"] and e["start"] < mention[1] for e in mentions)


def by_names(record: Record, pairs: Iterable[Pair], tally: Tally, article: int = 0) -> None:
    """Score the speakers of one article by their names."""
    for gold, found in pairs:
        speaker = (found or {}).get("speaker")
        name = speaker["name"] if speaker else None
        right = found is not None and right_name(record["text"], gold, name)
        form = form_of(record["text"], gold)
        groups = ["all statements", f"source: {form}"]
        groups += ["source: any pronoun"] if form.endswith("person") else []
        groups += ["named in the gold"] if gold["speaker"] else []
        groups += [f"nested {gold.get('parent') is not None}"]
        tally.add(groups, right, bool(speaker), article)


def right_name(text: str, gold: Record, name: str | None) -> bool:
    """Whether a name tells whom the labelled statement is by.  A name that is but the source's own common words, on
    either side, is as good as none."""
    words = text[gold["source"][0][0] : gold["source"][-1][1]] if gold["source"] else ""
    plain_gold, plain_name = (
        None if n and plain(n) == plain(words) and n == n.lower() else n for n in (gold["speaker"], name)
    )
    if plain_gold is None or plain_name is None:
        return plain_gold is plain_name or (plain(plain_gold or plain_name or "") == plain(words))
    return same_name(plain_gold, plain_name)


def confusion(pairs: Iterable[Pair], field_name: str) -> dict[tuple[str, str], int]:
    """How often each label was taken for each."""
    found: Counter[tuple[str, str]] = Counter()
    for gold, pred in pairs:
        if pred is not None:
            found[gold[field_name], label_of(pred, field_name)] += 1
    return dict(found)


def label_of(pred: Record, field_name: str) -> str:
    """The kind or act of a predicted statement."""
    if field_name == "kind":
        return (pred.get("speaker") or {}).get("kind") or "none"
    return str(pred.get(field_name))


def macro_f1(table: Mapping[tuple[str, str], int]) -> tuple[float, dict[str, tuple[float, float, float]]]:
    """Mean F1 over the gold labels; precision, recall and F1 by label."""
    found = {}
    for label in sorted({gold for gold, _ in table}):
        right = table.get((label, label), 0)
        of_gold = sum(n for (gold, _), n in table.items() if gold == label)
        of_pred = sum(n for (_, pred), n in table.items() if pred == label)
        precision, recall = right / max(of_pred, 1), right / of_gold
        found[label] = precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)
    return float(np.mean([f for _, _, f in found.values()])), found


def confusion_table(table: Mapping[tuple[str, str], int]) -> str:
    """Rows are gold labels, columns predicted ones."""
    labels = sorted({x for pair in table for x in pair})
    head = f"{'gold, predicted':20}" + "".join(f"{label[:12]:>14}" for label in labels)
    rows = [
        f"{gold:20}" + "".join(f"{table.get((gold, pred), 0):14d}" for pred in labels)
        for gold in labels
        if any(g == gold for g, _ in table)
    ]
    return "\n".join([head, *rows])


def spans_f1(text: str, pairs: Iterable[Pair], name: str) -> np.ndarray:
    """Right, predicted and labelled spans of one part, exact and alike (half of their words in common): [2, 3]."""
    counts = np.zeros((2, 3), int)
    for gold, pred in pairs:
        golds = _spans(text, gold, name)
        preds = _spans(text, pred, name) if pred else []
        counts[:, 1] += len(preds)
        counts[:, 2] += len(golds)
        counts[0, 0] += len(set(golds) & set(preds))
        counts[1, 0] += sum(any(_alike(text, g, p) for p in preds) for g in golds)
    return counts


def _spans(text: str, statement: Record, name: str) -> list[Any]:
    """Spans of via and occasion; a title is compared by its words, for the gold has only those."""
    if name != "title":
        return [tuple(span) for span in statement.get(name) or []]
    speaker = statement.get("speaker")
    title = speaker.get("title") if isinstance(speaker, dict) else statement.get("title")
    return [title["text"] if isinstance(title, dict) else title] if title else []


def _alike(text: str, one: Any, other: Any) -> bool:
    if isinstance(one, str):
        a, b = ({w.lower() for w in re.findall(r"\w+", x)} - {"the", "a", "an"} for x in (one, other))
        return len(a & b) / max(len(a | b), 1) >= 0.5
    a, b = ({m.start() + s for m in re.finditer(r"\w+", text[s:e])} for s, e in (one, other))
    return len(a & b) / max(len(a | b), 1) >= 0.5


def f1(counts: np.ndarray) -> list[float]:
    """F1 from right, predicted and labelled."""
    return [float(2 * right / max(pred + gold, 1)) for right, pred, gold in counts]


def matched(record: Record, predicted: Sequence[Record]) -> Iterator[Pair]:
    """Each labelled statement with the predicted one that has its content."""
    gold, pred = (SCORE.Article(record["text"], a) for a in (record["attributions"], predicted))
    of = {id(a): b for a, b in SCORE.match(gold, pred)}
    by_item = {id(item): p for item, p in zip(pred.items, predicted, strict=True)}
    for item, statement in zip(gold.items, record["attributions"], strict=True):
        yield statement, by_item.get(id(of.get(id(item))))


def _hidden(pairs: Sequence[Sequence[Pair]]) -> str:
    """How many of the sources that readers can't see behind, the unnamed and the vague, are found as such."""
    kinds = ("unnamed", "vague")
    mine = [p for one in pairs for g, p in one if g["kind"] in kinds]
    found = sum(p is not None and label_of(p, "kind") in kinds for p in mine)
    return f"unnamed or vague: {found} of {len(mine)} found, {found / max(len(mine), 1):.3f}"


def reliability(golds: Sequence[Record], pairs: Sequence[Sequence[Pair]]) -> str:
    """How often a speaker named with some probability has the right name, and the expected calibration error."""
    sure, right = [], []
    for record, paired in zip(golds, pairs, strict=True):
        for gold, found in paired:
            who = (found or {}).get("speaker")
            if who:
                sure.append(who["confidence"])
                right.append(right_name(record["text"], gold, who["name"]))
    which = np.minimum((np.array(sure) * 10).astype(int), 9)
    error, lines = 0.0, []
    for b in sorted(set(which.tolist())):
        mine = which == b
        mean, share = float(np.array(sure)[mine].mean()), float(np.array(right)[mine].mean())
        error += float(mine.mean()) * abs(mean - share)
        lines.append(f"{b / 10:.1f}-{(b + 1) / 10:.1f}{mine.sum():8d} mean {mean:.3f} right {share:.3f}")
    return "\n".join([f"speaker's confidence, expected calibration error {error:.3f}", *lines])


def report(golds: Sequence[Record], pairs: Sequence[Sequence[Pair]]) -> str:
    """All figures of articles and their paired statements."""
    tally, parts = Tally(), {name: np.zeros((2, 3), int) for name in SPANS}
    named = [(n, r, p) for n, (r, p) in enumerate(zip(golds, pairs, strict=True))]
    lines = []
    if any("act" in a for r in golds for a in r["attributions"]):
        for n, record, paired in named:
            by_names(record, paired, tally, n)
            for name in SPANS:
                parts[name] += spans_f1(record["text"], paired, name)
        lines += [tally.table(), reliability(golds, pairs)]
        for name in ("kind", "act"):
            table = confusion([pair for p in pairs for pair in p], name)
            mean, by_label = macro_f1(table)
            lines += [f"\n{name}: macro F1 {mean:.3f}", confusion_table(table)]
            lines += [
                f"{label:20} precision {p:.3f} recall {r:.3f} F1 {f:.3f}" for label, (p, r, f) in by_label.items()
            ]
        lines.append(_hidden(pairs))
        for name, counts in parts.items():
            exact, alike = f1(counts)
            lines.append(
                f"{name:10} F1 alike {alike:.3f}, exact {exact:.3f}; found {counts[0, 1]} labelled {counts[0, 2]}"
            )
    else:
        for n, record, paired in named:
            by_chains(record, paired, tally, n)
        lines.append(tally.table())
    return "\n".join(lines)


def main() -> None:
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    gold, pred = (list(map(json.loads, Path(name).read_text("utf-8").splitlines())) for name in sys.argv[1:])
    by_id = {line["id"]: line["attributions"] for line in pred}
    pairs = [list(matched(record, by_id.get(record["id"], []))) for record in gold]
    found = sum(p is not None for one in pairs for _, p in one)
    print(f"{sum(map(len, pairs))} statements, {found} found\n")
    print("of all\n" + report(gold, pairs))
    print("\nof found\n" + report(gold, [[(g, p) for g, p in one if p is not None] for one in pairs]))


if __name__ == "__main__":
    main()

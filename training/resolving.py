"""Learn to resolve: fit the ranker and the log-linear models, score them five-fold, and ship them.

The types of names and the ranker learn from open files alone (GUM, Wikinews); kinds, acts, circumstances and titles
from labelled news.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench import data
from bench.attribution import article_of
from bench.data import Record
from bench.names import same_name
from bench.score_speakers import Pair, report
from bench.speakers import baselines, gold_attributions
from sayso.languages import Words
from sayso.languages import load as language_of
from sayso.model import Findings, Span, to_json
from sayso.resolve.entities import entities
from sayso.resolve.kinds import ACTS, KINDS, Source, act_features, kind_features
from sayso.resolve.loglinear import LogLinear
from sayso.resolve.mentions import Mention, mentions
from sayso.resolve.names import TYPES, name_features, runs
from sayso.resolve.page import page_of
from sayso.resolve.phrases import Phrase, View, circumstances, view
from sayso.resolve.rank import CLASSES, FEATURES, Ranker, Scene
from sayso.resolve.records import headings_of, resolved, title_of
from sayso.resolve.settings import FILE, Settings
from sayso.resolve.sources import Sources
from sayso.resolve.titles import titles
from training import speakers
from training.chains import entities_by_character

Rows = list[tuple[Mapping[str, float], str]]
TYPE = {"person": "person", "organization": "body", "place": "place"}
ALIKE = 0.7
"""Share of words in common from which the likest phrase is the one that was labelled."""
NEAR = 60
"""Characters between a name and a title that is the name's."""
LEARNERS: dict[str, dict[str, Any]] = {
    "names": {"C": 0.3, "least": 3, "labels": TYPES},
    "kinds": {"C": 0.3, "least": 2, "labels": KINDS, "balance": 1.0},
    "acts": {"C": 1.0, "least": 2, "labels": ACTS, "balance": 0.6},
    "parts": {"C": 0.3, "least": 3, "labels": ("none", "via", "occasion"), "balance": 0.25},
    "titles": {"C": 0.3, "least": 3, "labels": ("none", "title"), "balance": 0.25},
}
"""How each model is fitted: inverse strength of the penalty, how often a feature must occur, and by which power of its
rarity a label weighs more."""


def articles() -> list[Record]:
    """All that is learned from or tested on, each once."""
    gum = data.load("gum.train.open_licence") + data.load("gum.train.nc_licence")
    return data.folded() + [r for r in gum if r["genre"] != "news"]


def labelled(record: Record) -> bool:
    """Whether kinds and acts are labelled."""
    return any("act" in a for a in record["attributions"])


def open_licence(record: Record) -> bool:
    """Whether an article is in the open files."""
    return record["id"] not in {r["id"] for r in data.load("gum.train.nc_licence") + data.load("modern.dev")}


def name_lessons(record: Record) -> Rows:
    """The names of an article with gold entities, and what they are."""
    vocabulary = language_of("en").words
    page = page_of(article_of(record), vocabulary)
    gold, found = entities_by_character(record), runs(page, vocabulary)
    rows: Rows = []
    for part, features in zip(found, name_features(page, vocabulary, found), strict=True):
        entity = gold[page.span(part)[1] - 1]
        rows.append((features, TYPE.get(entity["type"], "other") if entity and entity["named"] else "other"))
    return rows


@dataclass(frozen=True, slots=True)
class Lessons:
    """What one labelled article teaches, by model."""

    kinds: Rows
    acts: Rows
    parts: Rows
    titles: Rows


def lessons(record: Record, names: LogLinear, ranker: Ranker) -> Lessons:
    """All rows of one labelled article."""
    article, vocabulary = article_of(record), language_of("en").words
    page, said = page_of(article, vocabulary), gold_attributions(record)
    sources = [span for a in said for span in a.source]
    mentioned = mentions(page, vocabulary, names, sources)
    everybody = entities(page.text, mentioned, vocabulary)
    scene = Scene(page, everybody, vocabulary, [p for a in said for p in a.content], sources, title_of(article))
    whose = Sources(scene, ranker, headings_of(article)).all(said)
    here = view(page, vocabulary, mentioned, sources)
    taught = Lessons([], [], [], [])
    before = "none"
    for a, gold in zip(said, record["attributions"], strict=True):
        who = whose[a.id]
        one = Source(a, who, everybody[who.entity] if who.entity >= 0 else None)
        taught.kinds.append((kind_features(page.text, vocabulary, one), gold["kind"]))
        taught.acts.append((act_features(page.text, vocabulary, one, gold["kind"], before), gold["act"]))
        before = gold["act"]
        wanted = [((span[0], span[1]), part) for part in ("via", "occasion") for span in gold[part]]
        taught.parts.extend(_labelled(here, circumstances(here, a), wanted))
    for entity in everybody:
        golds = [g for g in record["attributions"] if g["speaker"] and same_name(g["speaker"], entity.name)]
        if entity.what != "person" or not golds:
            continue
        spans = sorted({s for g in golds for s in gold_titles(page.text, g)})
        for m in entity.mentions:
            taught.titles.extend(_title_rows(here, m, spans, vocabulary))
    return taught


def _title_rows(here: View, m: Mention, spans: Sequence[Span], vocabulary: Words) -> Rows:
    """Candidates beside one mention: on the side of a labelled title; or, where none is near, beside a single name
    that nothing like a title stands beside, for the label has one title of those that an article gives."""
    near = [(s, "title") for s in spans if abs(s[1] - m.span[0]) < 8 or abs(s[0] - m.span[1]) < 12]
    candidates = list(titles(here, m))
    if near:
        before = any(s[0] < m.span[0] for s, _ in near)
        return _labelled(here, [c for c in candidates if (c.words[0] < m.words[0]) == before], near)
    plain = [c for c in candidates if not here.people & set(here.page.lower[slice(*c.words)])]
    return _labelled(here, plain if m.words[1] - m.words[0] == 1 else [], [])


def gold_titles(text: str, attribution: Record) -> Iterator[Span]:
    """Where the title of an attribution's speaker stands beside the speaker's name, or in the source."""
    title, speaker = attribution["title"], attribution["speaker"]
    if not title:
        return
    at = [(s, e) for s, e in attribution["source"]]
    if speaker:
        last = re.sub(r"\W*\(.*", "", speaker).split()[-1:] or [speaker]
        at += [m.span() for m in re.finditer(rf"\b{re.escape(last[0])}\b", text)]
    for m in re.finditer(re.escape(title), text):
        start, end = m.span()
        if any(start - NEAR < e and s < end + NEAR and "\n" not in text[min(start, s) : max(end, e)] for s, e in at):
            yield start, end


def _labelled(here: View, phrases: Iterable[Phrase], wanted: Sequence[tuple[Span, str]]) -> Rows:
    """Phrases with the label of what was labelled there, none but the likest of each."""
    candidates = list(phrases)
    labels = ["none"] * len(candidates)
    for span, label in wanted:
        shares = [_share(here.page.touched(span), phrase.words) for phrase in candidates]
        if shares and max(shares) >= ALIKE:
            labels[int(np.argmax(shares))] = label
    return [(phrase.features, label) for phrase, label in zip(candidates, labels, strict=True)]


def _share(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(shared, 0) / (max(one[1], other[1]) - min(one[0], other[0]))


def log_linear(rows: Rows, C: float, least: int, labels: tuple[str, ...], balance: float = 0.0) -> LogLinear:
    """A multinomial logistic model of features that occur often enough."""
    counts = Counter(name for features, _ in rows for name in features)
    kept = [{n: v for n, v in features.items() if counts[n] >= least} for features, _ in rows]
    vectorizer = DictVectorizer()
    table, wanted = vectorizer.fit_transform(kept), [label for _, label in rows]
    common = Counter(wanted)
    weigh = [(len(rows) / common[label]) ** balance for label in wanted]
    model = LogisticRegression(C=C * len(rows) / sum(weigh), max_iter=3000).fit(table, wanted, weigh)
    several = len(model.classes_) > 2
    coefficients = model.coef_ if several else np.vstack([-model.coef_[0], model.coef_[0]]) / 2
    bias = model.intercept_ if several else np.array([-model.intercept_[0], model.intercept_[0]]) / 2
    order = [list(model.classes_).index(label) if label in model.classes_ else -1 for label in labels]
    weights = {
        name: [round(float(coefficients[k, column]), 3) if k >= 0 else 0.0 for k in order]
        for name, column in vectorizer.vocabulary_.items()
    }
    biases = [float(bias[k]) if k >= 0 else -9.0 for k in order]
    weights["bias"] = [round(w + b, 3) for w, b in zip(weights["bias"], biases, strict=True)]
    return LogLinear(labels, {name: weights[name] for name in sorted(weights) if any(weights[name])})


def learn(records: Sequence[Record]) -> Settings:
    """All models, from articles."""
    free = [r for r in records if open_licence(r)]
    names = log_linear([row for r in free if r.get("entities") for row in name_lessons(r)], **LEARNERS["names"])
    ranker = speakers.fit([q for r in free for q in speakers.questions(r, names)])
    taught = [lessons(r, names, ranker) for r in records if labelled(r)]
    models = {
        name: log_linear([row for one in taught for row in getattr(one, name)], **options)
        for name, options in LEARNERS.items()
        if name != "names"
    }
    return Settings(names=names, ranker=ranker, **models)


def paired(record: Record, learned: Settings) -> list[Pair]:
    """The labelled statements of an article, each with what is resolved of it."""
    said = Findings(article_of(record), (), gold_attributions(record), ())
    found = resolved(said, language_of("en").words, learned)
    return list(zip(record["attributions"], to_json(found.attributions), strict=True))


def tested() -> dict[str, list[Record]]:
    """What is scored, by set."""
    gum = data.load("gum.train.open_licence") + data.load("gum.train.nc_licence")
    return {
        "modern.dev": data.load("modern.dev"),
        "open/wikinews.attributed": data.load("open/wikinews.attributed"),
        "GUM": gum,
    }


def five_fold() -> dict[tuple[str, str], list[Pair]]:
    """The statements of every article as resolved by what was learned from the other folds, by set and article."""
    records, found = articles(), {}
    for number in range(data.FOLDS):
        learned = learn([r for r in records if data.fold_of(r) != number])
        for name, tests in tested().items():
            found |= {(name, r["id"]): paired(r, learned) for r in tests if data.fold_of(r) == number}
    return found


def scores(found: Mapping[tuple[str, str], list[Pair]]) -> str:
    """The tables of each set."""
    return "\n".join(
        f"\n{name}, five-fold: {len(records)} articles\n{report(records, [found[name, r['id']] for r in records])}"
        for name, records in tested().items()
    )


def ship() -> Path:
    """Learn from all articles and write the file that is shipped."""
    learned = to_json_settings(learn(articles()))
    digest = hashlib.sha256(json.dumps(learned, sort_keys=True).encode()).hexdigest()
    path = Path(str(resources.files("sayso.resolve"))) / FILE
    parts = {"name": f"sayso-resolve-en {digest[:8]}"} | learned
    lines = [f"{_packed(name)}:{_packed(part)}" for name, part in parts.items()]
    path.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")
    return path


def _packed(part: Any) -> str:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))


def to_json_settings(learned: Settings) -> dict[str, Any]:
    """As it is shipped."""
    ranker = {
        kind: {name: round(float(w), 3) for name, w in zip(FEATURES, row, strict=True)}
        for kind, row in zip(CLASSES, learned.ranker.weights, strict=True)
    }
    models: dict[str, LogLinear] = {name: getattr(learned, name) for name in LEARNERS}
    return {"ranker": ranker} | {n: {"labels": list(m.labels), "weights": dict(m.weights)} for n, m in models.items()}


def main() -> None:
    """Score five-fold beside the baselines, then learn from all and ship."""
    print(scores(five_fold()))
    print(baselines(tested()["GUM"]))
    print(f"\nshipped {ship()}")


if __name__ == "__main__":
    main()

"""Learn who is who: the weights of the ranker, from GUM's gold chains and from labelled news, both open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from bench.attribution import article_of
from bench.data import Record
from bench.names import same_name
from sayso.encoder.text import quoted
from sayso.languages import load as language_of
from sayso.model import Span
from sayso.resolve.entities import Entity, entities
from sayso.resolve.loglinear import LogLinear
from sayso.resolve.mentions import mentions, pronoun_class
from sayso.resolve.page import page_of
from sayso.resolve.rank import CLASSES, FEATURES, Asking, Ranker, Scene
from sayso.resolve.records import title_of
from training.chains import chain_at, chains_by_character, touching

SOURCES_WEIGH = 5.0
"""How much a source that asks weighs beside any other mention."""


@dataclass(frozen=True, slots=True)
class Question:
    """One mention that asks, its candidates' features, and which of them are right."""

    kind: int
    table: np.ndarray
    right: np.ndarray
    weight: float


def questions(record: Record, names: LogLinear) -> Iterator[Question]:
    """What a labelled article asks."""
    scene, found = scene_of(record, names)
    right_of = _by_chain(record, found) if record.get("entities") else {}
    asks = sorted(
        _chain_asks(record, right_of, scene) if right_of else _source_asks(record, found, scene),
        key=lambda one: one[0].span,
    )
    history = sorted(_history(record, found, right_of))
    for asking, right, is_source in asks:
        scene.spoke = [who for at, who in history if at < asking.span[0]]
        candidates, table = scene.features(asking)
        hit = np.isin(candidates, list(right))
        if hit.any() and not hit.all():
            yield Question(CLASSES.index(asking.kind), table, hit, SOURCES_WEIGH if is_source else 1.0)


def scene_of(record: Record, names: LogLinear) -> tuple[Scene, list[Entity]]:
    """An article's entities, with its gold statements around them."""
    vocabulary, article = language_of("en").words, article_of(record)
    page = page_of(article, vocabulary)
    contents = [tuple(p) for a in _statements(record) for p in a["content"]]
    sources = [tuple(p) for a in _statements(record) for p in a["source"]]
    found = entities(record["text"], mentions(page, vocabulary, names, sources), vocabulary)
    return Scene(page, found, vocabulary, contents, sources, title_of(article)), found


def _statements(record: Record) -> list[Record]:
    return [a for a in record["attributions"] if a.get("kind") != "citation"]


def _by_chain(record: Record, found: Sequence[Entity]) -> dict[str, set[int]]:
    """The entities of each gold chain, by the smallest gold mention that holds each mention found."""
    chain = chains_by_character(record)
    right: dict[str, set[int]] = {}
    for n, entity in enumerate(found):
        for m in entity.mentions:
            right.setdefault(chain[m.span[1] - 1 if m.named else m.span[0]], set()).add(n)
    return right


def _chain_asks(record: Record, right_of: dict[str, set[int]], scene: Scene) -> Iterator[tuple[Asking, set[int], bool]]:
    sources = {tuple(a["source"][0]): a for a in _statements(record) if a["source"]}
    in_marks = quoted(record["text"])
    for e in record["entities"]:
        span: Span = (e["start"], e["end"])
        kind = pronoun_class(e["text"], scene.vocabulary) if e["pron"] else None
        is_source = span in sources
        if kind is None and not e["pron"] and not e["named"] and e["type"] in ("person", "organization"):
            kind = "noun"
        if kind is None or (kind in ("me", "us") and any(s <= span[0] < t for s, t in in_marks)):
            continue
        right = right_of.get(e["chain"], set())
        if kind == "noun":
            right = {n for n in right if any(not touching(m.span, span) for m in scene.entities[n].mentions)} or {-1}
        if right and (is_source or e["type"] in ("person", "organization", "animal")):
            content = [tuple(p) for p in sources[span]["content"]] if is_source else []
            yield Asking(span, kind, content), right, is_source


def _source_asks(record: Record, found: Sequence[Entity], scene: Scene) -> Iterator[tuple[Asking, set[int], bool]]:
    contents = [tuple(p) for a in record["attributions"] for p in a["content"]]
    for a in record["attributions"]:
        if not a["source"]:
            continue
        span = tuple(a["source"][0])
        kind = pronoun_class(record["text"][slice(*span)], scene.vocabulary)
        right = {n for n, e in enumerate(found) if a["speaker"] and e.named and same_name(a["speaker"], e.name)}
        if kind in ("me", "us") and any(s <= span[0] < t for s, t in contents):
            continue
        holds_name = any(m.named and touching(m.span, span) for e in found for m in e.mentions)
        if kind or not holds_name:
            right = right if kind else (right or {-1})
            if right:
                yield Asking(span, kind or "noun", [tuple(p) for p in a["content"]]), right, True


def _history(record: Record, found: Sequence[Entity], right_of: dict[str, set[int]]) -> Iterator[tuple[int, int]]:
    """Who speaks where, by the gold."""
    for a in _statements(record):
        if not a["source"] or a.get("parent"):
            continue
        if right_of:
            who = right_of.get(chain_at(record, a) or "", set())
        else:
            who = {n for n, e in enumerate(found) if a["speaker"] and e.named and same_name(a["speaker"], e.name)}
        if who:
            yield a["source"][0][0], min(who)


def fit(asked: Sequence[Question], strength: float = 0.001, own: float = 0.001, steps: int = 400) -> Ranker:
    """Weights that make the right candidates probable; each class's are drawn to those that all share."""
    width = max(len(q.table) for q in asked)
    table = torch.zeros(len(asked), width, len(FEATURES))
    real, right = torch.zeros(len(asked), width, dtype=bool), torch.zeros(len(asked), width, dtype=bool)
    for n, q in enumerate(asked):
        table[n, : len(q.table)] = torch.tensor(q.table)
        real[n, : len(q.table)], right[n, : len(q.table)] = True, torch.tensor(q.right)
    kind, weight = torch.tensor([q.kind for q in asked]), torch.tensor([q.weight for q in asked])
    shared = torch.zeros(len(FEATURES), requires_grad=True)
    more = torch.zeros(len(CLASSES), len(FEATURES), requires_grad=True)
    optimiser = torch.optim.LBFGS([shared, more], max_iter=steps, history_size=20, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        scores = torch.einsum("nkf,nf->nk", table, (shared + more)[kind])
        every = scores.masked_fill(~real, -1e4).logsumexp(1)
        lost = (weight * (every - scores.masked_fill(~right, -1e4).logsumexp(1))).sum() / weight.sum()
        value = lost + strength * (shared**2).sum() + own * (more**2).sum()
        value.backward()
        return value

    optimiser.step(closure)
    return Ranker((shared + more).detach().numpy().astype(np.float64))


def right_share(ranker: Ranker, asked: Sequence[Question]) -> dict[str, tuple[int, int]]:
    """Right and asked, by class."""
    found: dict[str, tuple[int, int]] = {}
    for q in asked:
        hit = bool(q.right[int((q.table @ ranker.weights[q.kind]).argmax())])
        name = CLASSES[q.kind] + (" source" if q.weight > 1 else "")
        ok, all_of_them = found.get(name, (0, 0))
        found[name] = (ok + hit, all_of_them + 1)
    return found

"""Why a statement was ascribed as it was, from the evidence kept with the findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sayso.model import Attribution, Findings, Pieces
from sayso.show import layout, sourcing
from sayso.show.characters import visible

WIDTH = 12
LEAST = 0.01
"""Probability from which a runner-up is shown."""
HOW = {
    "a name": "the source is a name, or holds one",
    "several names": "the source is several names",
    "a noun": "the source is a noun that stands for nobody else in the article",
    "noun": "the source is a noun; the likeliest that it stands for",
    "the one who is quoted": "first person within a quotation: whoever is quoted",
    "the one who spoke before": "no source of its own: whoever spoke before goes on",
    "no source": "there is no source",
}


def render(found: Findings, number: int) -> str:
    """Statement ``number``, counted from 1, with what it was told by; characters that act on a terminal are escaped."""
    row = layout.rows(found)[number - 1]
    evidence: Mapping[str, Any] = found.evidence.get(row.said.id, {})
    lines = [f"{number}  {_line(row.content)}", ""]
    lines += [f"  {name:{WIDTH}}{_line(text)}" for name, text in _lines(found, row, evidence)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _lines(found: Findings, row: layout.Row, evidence: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    said = row.said
    for part in ("source", "cue", "content", "via", "occasion"):
        pieces: Pieces = getattr(said, part)
        if pieces or part in ("source", "cue"):
            yield part, _placed(found, pieces) if part != "content" else _places(pieces)
    yield "type", _type(found, said, evidence)
    if row.parent:
        outer = found.attributions[row.parent - 1]
        yield "within", f"statement {row.parent}, by {_name(outer)}"
    yield "found", f"{evidence.get('found', 'elsewhere')}, confidence {said.confidence:.2f}"
    for name, p in evidence.get("network", {}).items():
        yield "", f"{p:.2f} {name}"
    yield from _speaker(said, evidence)
    for name, chosen in (("kind", said.speaker and said.speaker.kind), ("act", said.act)):
        if name + "s" in evidence:
            yield name, f"{chosen or 'none'}: {_odds(evidence[name + 's'])}"


def _placed(found: Findings, pieces: Pieces) -> str:
    return f"{found.article.words(pieces)}  ({_places(pieces)})" if pieces else "none"


def _places(pieces: Pieces) -> str:
    return "characters " + ", ".join(f"{s} to {e}" for s, e in pieces)


def _type(found: Findings, said: Attribution, evidence: Mapping[str, Any]) -> str:
    why = {"direct": "all of it stands in quotation marks", "mixed": "a part of it stands in quotation marks",
           "indirect": "none of it stands in quotation marks"}[said.type]  # fmt: skip
    mine = [q for q in found.quotations if q.attribution == said.id]
    marks = ", ".join(f"{q.text[:1]}…{q.text[-1:]} {q.marks}, {q.role}" for q in mine)
    return f"{said.type}: {why}" + (f" ({marks})" if marks else "")


def _speaker(said: Attribution, evidence: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    who = said.speaker
    sure = evidence.get("probability")
    yield "speaker", _name(said) + (f", {sure:.2f}" if sure is not None else "")
    how = evidence.get("how")
    if how:
        yield "", HOW.get(how, f"the source is a pronoun ({how}); the likeliest that it stands for")
    for one in evidence.get("candidates", ()):
        if one["probability"] >= LEAST:
            yield "", f"{one['probability']:.2f} {one['name'] or 'nobody else in the article'}"
    if who and who.title:
        yield "title", f"{who.title.text}  ({_places((who.title.span,))})"


def _name(said: Attribution) -> str:
    if said.speaker is None:
        return "unsure who"
    return said.speaker.name or sourcing.called(said)


def _odds(odds: Mapping[str, float]) -> str:
    ranked = sorted(odds.items(), key=lambda one: -one[1])
    return ", ".join(f"{p:.2f} {name}" for name, p in ranked if p >= LEAST)


def _line(text: str) -> str:
    return visible(layout.one_line(text))

"""Who is "he": how often the speaker that ships with sayso is right: ``python -m bench.speakers [SET]``.

Gold statements are given, so that what is measured is resolving alone.  SET is gum.train.nc_licence unless named: its
articles, fiction and letters among them, are the only ones with labelled speakers that nothing was learned from.  The
sets that were learned from are scored five-fold by ``python -m training speakers``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bench.attribution import article_of
from bench.data import Record, load
from bench.score_speakers import Pair, Tally, by_chains, report
from sayso.attribute.cover import Cover
from sayso.attribute.link import type_of
from sayso.encoder.text import quoted
from sayso.languages import load as load_language
from sayso.model import Attribution, Findings, Pieces, to_json
from sayso.resolve import resolve
from sayso.resolve.entities import Entity, entities
from sayso.resolve.mentions import mentions, pronoun_class
from sayso.resolve.page import page_of
from sayso.resolve.settings import shipped


def gold_attributions(record: Record) -> tuple[Attribution, ...]:
    """The labelled statements of an article as records, their ids as labelled."""
    marks = Cover((span, None) for span in quoted(record["text"]))
    return tuple(
        Attribution(
            id=str(a.get("id", n)),
            article=record["id"],
            source=_pieces(a["source"]),
            cue=_pieces(a["cue"]),
            content=_pieces(a["content"]),
            type=type_of(record["text"], _pieces(a["content"]), marks),
            parent=a.get("parent"),
            confidence=1.0,
        )
        for n, a in enumerate(record["attributions"])
    )


def _pieces(spans: Sequence[Sequence[int]]) -> Pieces:
    return tuple((s, e) for s, e in spans)


def resolved(record: Record) -> list[Pair]:
    """The labelled statements of an article, each with what is resolved of it."""
    found = resolve(Findings(article_of(record), (), gold_attributions(record), ()))
    return list(zip(record["attributions"], to_json(found.attributions), strict=True))


def nearest(record: Record, matching: bool) -> list[Pair]:
    """A baseline: a pronoun is the nearest name before it, or the nearest that is a person for "he" and "she", no
    person for "it", and not of the other gender; any other source is itself."""
    article, vocabulary = article_of(record), load_language("en").words
    everybody = entities(article.text, mentions(page_of(article, vocabulary), vocabulary, shipped().names), vocabulary)
    named = sorted(((m.span, e) for e in everybody if e.named for m in e.mentions), key=lambda one: one[0])
    pairs: list[Pair] = []
    for gold in record["attributions"]:
        span = tuple(gold["source"][0]) if gold["source"] else None
        kind = pronoun_class(article.text[slice(*span)], vocabulary) if span else None
        fits = [s for s, e in named if span and s[1] <= span[0] and (not matching or _fits(e, kind))]
        mention = (fits[-1] if fits else None) if kind else span
        pairs.append((gold, {"speaker": {"mention": mention} if mention else None}))
    return pairs


def _fits(entity: Entity, kind: str | None) -> bool:
    if kind in ("he", "she", "me", "you"):
        other = {"he": "female", "she": "male"}.get(kind)
        return entity.what == "person" and (other is None or entity.gender != other)
    return entity.what != "person" if kind == "it" else True


def baselines(records: Sequence[Record]) -> str:
    """Both baselines on articles with chains, as tables."""
    parts = []
    for matching in (False, True):
        tally = Tally()
        for n, record in enumerate(records):
            by_chains(record, nearest(record, matching), tally, n)
        groups = ["all sources", "names, nouns, third person", "third person", "first person", "second person"]
        parts.append(f"baseline: the nearest {'matching ' if matching else ''}name\n{tally.table(groups)}")
    return "\n".join(parts)


def main() -> None:
    name = (sys.argv[1:] or ["gum.train.nc_licence"])[0]
    records = load(name)
    print(f"{name}: {len(records)} articles\n{report(records, list(map(resolved, records)))}")
    if records[0].get("chains"):
        print(baselines(records))


if __name__ == "__main__":
    main()

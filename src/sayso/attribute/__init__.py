"""Attribute: find every quotation and attributed statement of an article.

`marks` pairs quotation marks and `roles` tells speech from titles and scare quotes; `tagger` runs the
network, `decode` reads its scores, `confidence` weighs them, `named` reads speakers off the layout, `link`
makes attributions of them.  Where no model reads the language, `direct` takes quotations with the nearest name.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from sayso.attribute import direct, link, tagger
from sayso.attribute.cover import Cover
from sayso.attribute.decode import EVIDENCE
from sayso.attribute.marks import Marked, pair
from sayso.attribute.named import named
from sayso.attribute.roles import roles
from sayso.attribute.tagger import Found
from sayso.encoder.text import LONGEST
from sayso.languages import Language, load
from sayso.model import (
    Article,
    Attribution,
    Findings,
    Note,
    Pieces,
    Quotation,
    QuotationRole,
    Run,
    finding_id,
    size,
    version,
)

STAGE = "attribute"
AT_ONCE = 16
"""Articles read together at most."""
EDGES = 4
"""Characters at the ends of a quotation, marks and punctuation, that a content that holds it may lack."""
ENOUGH = 200_000
"""Characters after which no further article is read with those before it: it bounds memory."""


def attribute(article: Article) -> Findings:
    """The quotations and attributions of one article."""
    return next(attribute_all([article]))


def attribute_all(articles: Iterable[Article]) -> Iterator[Findings]:
    """The findings of many articles, in their order, a few read at a time."""
    batch: list[Article] = []
    for article in articles:
        batch.append(article)
        if len(batch) == AT_ONCE or sum(len(a.text) for a in batch) > ENOUGH:
            yield from _batch(batch)
            batch = []
    yield from _batch(batch)


def _batch(articles: Sequence[Article]) -> Iterator[Findings]:
    languages = [load(article.language) for article in articles]
    readable = [article for article, language in zip(articles, languages, strict=True) if language.complete]
    tagged = iter(tagger.shipped().tag(readable) if readable else [])
    for article, language in zip(articles, languages, strict=True):
        yield _by_model(article, language, next(tagged)) if language.complete else _by_marks(article, language)


def _by_model(article: Article, language: Language, tagged: Sequence[Found]) -> Findings:
    marked = pair(article.text, language, article.blocks)
    found = statements(article, language, marked, tagged)
    # What is wholly in marks is speech; within a mixed content marks may also keep a distance.
    spoken = [a.content for a in found if a.type == "direct"]
    kinds = roles(article.text, marked.stretches, spoken, language)
    notes = marked.notes + _too_long(article)
    quotations = _quotations(article, marked, kinds, found)
    return Findings(article, quotations, found, notes, (run_of(article),), evidence=_evidence(article, found, tagged))


def statements(
    article: Article, language: Language, marked: Marked, tagged: Sequence[Found]
) -> tuple[Attribution, ...]:
    """The attributions of an article, from what the tagger found and what its layout tells."""
    quoted = [piece for stretch in marked.stretches for piece in stretch.pieces]
    found = link.merged(named(article, marked.stretches), tagged)
    return link.attributions(article, found, quoted, language.words.little)


def _evidence(article: Article, found: Sequence[Attribution], tagged: Sequence[Found]) -> dict[str, dict[str, object]]:
    """How sure the network was of each attribution that it found, by the attribution's id."""
    sure = {(f.cue, f.content): f.evidence for f in tagged}
    return {
        a.id: {
            "found": "by the network" if (a.cue, a.content) in sure else "by the layout",
            "network": dict(zip(EVIDENCE, map(_probability, sure.get((a.cue, a.content), ())), strict=False)),
            "marks": [article.text[s] + article.text[e - 1] for s, e in a.content if a.type != "indirect"],
        }
        for a in found
    }


def _probability(log: float) -> float:
    return round(math.exp(min(log, 0.0)), 3)


def _by_marks(article: Article, language: Language) -> Findings:
    marked = pair(article.text, language, article.blocks)
    kinds = roles(article.text, marked.stretches, [], language)
    found = direct.attributions(article, _quotations(article, marked, kinds, ()))
    note = Note("direct-only", f"no model reads {language.name}: {direct.HOW}")
    quotations = _quotations(article, marked, kinds, found)
    return Findings(article, quotations, found, (*marked.notes, note), (run_of(article),))


def _too_long(article: Article) -> tuple[Note, ...]:
    most, length = LONGEST, len(article.text)
    if length <= most:
        return ()
    message = f"only the first {most:,} characters were read for statements; split the text to have all of it read"
    return (Note("too-long", message, (most, length)),)


def _quotations(
    article: Article, marked: Marked, kinds: Sequence[QuotationRole], found: Sequence[Attribution]
) -> tuple[Quotation, ...]:
    """The stretches in marks as records, each with the attribution whose content holds it most closely."""
    contents = Cover((piece, a) for a in found for piece in a.content)
    return tuple(
        Quotation(
            id=finding_id(article.digest, "marks", stretch.pieces),
            article=article.id,
            pieces=stretch.pieces,
            text=article.words(stretch.pieces),
            role=kind,
            attribution=_holder(stretch.pieces, contents),
            marks=stretch.state,
        )
        for stretch, kind in zip(marked.stretches, kinds, strict=True)
    )


def _holder(pieces: Pieces, contents: Cover[Attribution]) -> str | None:
    """The attribution with the shortest content that holds the words of a quotation's first piece, or else the one
    that shares most with it."""
    start, end = pieces[0]
    met = [(min(e, end) - max(s, start), a) for (s, e), a in contents.meeting(start, end)]
    whole = [a for shared, a in met if shared >= end - start - EDGES]
    if whole:
        return min(whole, key=lambda a: (size(a.content), a.content)).id
    return max(met, key=lambda one: (one[0], one[1].content))[1].id if met else None


def run_of(article: Article) -> Run:
    """The run that stands behind the findings of an article attributed now."""
    if not load(article.language).complete:
        return _run("marks and the nearest name")
    model = tagger.shipped()
    return _run(str(model.network.settings["name"]), thresholds=model.thresholds)


def _run(made_by: str, **options: object) -> Run:
    """What stands behind the findings made now; the id says how they were made, not when."""
    made_by = f"{made_by}, {version()}"
    name = hashlib.sha256(f"{STAGE}|{made_by}|{options}".encode()).hexdigest()[:16]
    return Run(name, STAGE, made_by, options, datetime.now(UTC).isoformat(timespec="seconds"))

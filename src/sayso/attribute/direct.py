"""What is done where no model reads the language: direct quotations by their marks, with the nearest name.

A quotation is taken as a statement where it is long enough to be speech; its source is the nearest run of
capitalised words in the same paragraph, outside quotation marks and not merely the start of a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from sayso.attribute.link import STAGE
from sayso.model import Article, Attribution, Quotation, Span, finding_id

WORD = re.compile(r"[^\W\d_][\w’'-]*+")
PARTICLES = frozenset(["de", "da", "di", "do", "dos", "van", "von", "der", "den", "bin", "al", "el", "la", "le"])
REACH = 300
"""Characters on either side of a quotation within which its speaker is looked for."""
HOW = "only direct quotations were looked for, by their marks, each with the nearest name"
CONFIDENCE = 0.3
"""No figure stands behind it: a mark that a reader should check."""


def attributions(article: Article, quotations: Sequence[Quotation]) -> tuple[Attribution, ...]:
    """One attribution for each quotation that is speech."""
    quoted = sorted(piece for q in quotations for piece in q.pieces)
    return tuple(_attribution(article, q, quoted) for q in quotations if q.role == "speech")


def _attribution(article: Article, quotation: Quotation, quoted: Sequence[Span]) -> Attribution:
    name = _nearest_name(article.text, quotation.pieces[0], quoted)
    source = (name,) if name else ()
    return Attribution(
        id=finding_id(article.digest, STAGE, source, (), quotation.pieces),
        article=article.id,
        source=source,
        cue=(),
        content=quotation.pieces,
        type="direct",
        confidence=CONFIDENCE if source else 0.0,
    )


def _nearest_name(text: str, content: Span, quoted: Sequence[Span]) -> Span | None:
    """The name of two words or more nearest to a quotation within its paragraph, outside any marks."""
    low, high = max(0, content[0] - REACH), min(len(text), content[1] + REACH)
    start, end = text.rfind("\n", low, content[0]) + 1 or low, text.find("\n", content[1], high)
    outside = _without_quoted(text, (start, high if end < 0 else end), quoted)
    names = [name for s, e in outside for name in _names(text, s, e)]
    return min(names, key=lambda n: max(n[0] - content[1], content[0] - n[1]), default=None)


def _without_quoted(text: str, span: Span, quoted: Sequence[Span]) -> Iterator[Span]:
    """The parts of a span that lie in no quotation; ``quoted`` in order."""
    at = span[0]
    for s, e in quoted[max(0, bisect_left(quoted, (at, 0)) - 1) : bisect_left(quoted, (span[1], 0))]:
        if s > at:
            yield at, s
        at = max(at, e)
    if at < span[1]:
        yield at, span[1]


def _names(text: str, start: int, end: int) -> Iterator[Span]:
    """Runs of two capitalised words or more, particles among them."""
    run: list[Span] = []
    for word in WORD.finditer(text, start, end):
        adjoins = bool(run) and text[run[-1][1] : word.start()].isspace()
        small = adjoins and word[0] in PARTICLES
        if run and not (adjoins and (small or word[0][0].isupper())):
            yield from _ended(text, run)
            run = []
        if small or word[0][0].isupper():
            run.append(word.span())
    yield from _ended(text, run)


def _ended(text: str, run: list[Span]) -> Iterator[Span]:
    while run and text[slice(*run[-1])] in PARTICLES:
        run = run[:-1]
    if len(run) > 1:
        yield run[0][0], run[-1][1]

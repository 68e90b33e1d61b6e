"""What is done where no model reads the language: direct quotations by their marks, with the nearest name.

A quotation is taken as a statement where it is long enough to be speech; its source is the nearest run of
capitalised words in the same paragraph, outside quotation marks and not merely the start of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.attribute.link import STAGE
from sayso.model import Article, Attribution, Quotation, Span, finding_id

NAME = re.compile(
    r"(?<![\w.])[^\W\d_a-zà-ÿ][\w’'-]+(?:\s(?:(?:de|da|di|do|dos|van|von|der|den|bin|al|el|la|le)\s)*[^\W\d_a-zà-ÿ][\w’'-]+)+"
)
HOW = "only direct quotations were looked for, by their marks, each with the nearest name"
CONFIDENCE = 0.3
"""No figure stands behind it: a mark that a reader should check."""


def attributions(article: Article, quotations: Sequence[Quotation]) -> tuple[Attribution, ...]:
    """One attribution for each quotation that is speech."""
    quoted = [piece for q in quotations for piece in q.pieces]
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
    start, end = text.rfind("\n", 0, content[0]) + 1, text.find("\n", content[1])
    names = [m.span() for m in NAME.finditer(text, start, len(text) if end < 0 else end)]
    outside = [n for n in names if not any(s < n[1] and n[0] < e for s, e in quoted)]
    return min(outside, key=lambda n: max(n[0] - content[1], content[0] - n[1]), default=None)

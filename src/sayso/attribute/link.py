"""From what the tagger found to attributions: direct or indirect, and what lies within what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sayso.attribute.tagger import Found
from sayso.model import Article, Attribution, AttributionType, Pieces, Span, finding_id

STAGE = "attribute"


UP_TO_CUE = re.compile(r"\s[^\n.,;:!?()\"“”«»]{1,60}(?<!\s)\s*")


def attributions(
    article: Article, tagged: Sequence[Found], quoted: Sequence[Span], little: Collection[str] = ()
) -> tuple[Attribution, ...]:
    """What was found as attributions, in text order; ``quoted`` are the stretches in marks, marks included,
    ``little`` the words that no source is made of alone."""
    found = [_attribution(article, replace(f, source=_whole(article.text, f, little)), quoted) for f in tagged]
    unique = {a.id: a for a in found}.values()
    in_order = sorted(unique, key=lambda a: (a.content[0][0], -a.content[-1][1], a.cue))
    return tuple(replace(a, parent=parent_of(a, in_order)) for a in in_order)


def merged(named: Sequence[Found], tagged: Sequence[Found]) -> list[Found]:
    """What the layout tells, and what the tagger found but for what shares half of its content with that, or is a
    part of it by the same source or cue."""
    sizes = [size(f.content) for f in named]
    owner = {i: n for n, f in enumerate(named) for piece in f.content for i in range(*piece)}

    def told(found: Found) -> bool:
        shared = Counter(owner[i] for piece in found.content for i in range(*piece) if i in owner)
        return any(
            3 * count >= size(found.content) + sizes[n] or _meet(found.source, named[n].source + named[n].cue)
            for n, count in shared.items()
        )

    return [*named, *(f for f in tagged if not told(f))]


def _meet(some: Pieces, others: Pieces) -> bool:
    return any(s < end and start < e for s, e in some for start, end in others)


def _whole(text: str, found: Found, little: Collection[str]) -> Pieces:
    """The source; where it is a mere "the", all up to the cue that follows it."""
    if len(found.source) != 1 or not found.cue or text[slice(*found.source[0])].lower() not in little:
        return found.source
    (start, end), cue = found.source[0], found.cue[0][0]
    return ((start, end + len(text[end:cue].rstrip())),) if UP_TO_CUE.fullmatch(text, end, cue) else found.source


def _attribution(article: Article, found: Found, quoted: Sequence[Span]) -> Attribution:
    return Attribution(
        id=finding_id(article.digest, STAGE, found.source, found.cue, found.content),
        article=article.id,
        source=found.source,
        cue=found.cue,
        content=found.content,
        type=type_of(article.text, found.content, quoted),
        confidence=round(found.confidence, 3),
    )


def type_of(text: str, content: Pieces, quoted: Sequence[Span]) -> AttributionType:
    """Direct where all of every piece stands in quotation marks, indirect where nothing does, else mixed."""
    shares = [_quoted_share(text, piece, quoted) for piece in content]
    if all(share == 1 for share in shares):
        return "direct"
    return "mixed" if any(share > 0 for share in shares) else "indirect"


def _quoted_share(text: str, piece: Span, quoted: Sequence[Span]) -> float:
    """The share of a piece's letters and digits that stand within quotation marks."""
    letters = [i for i in range(*piece) if text[i].isalnum()]
    inside = sum(any(s <= i < e for s, e in quoted if s < piece[1] and e > piece[0]) for i in letters)
    return inside / len(letters) if letters else 1.0


def parent_of(inner: Attribution, all_of_them: Iterable[Attribution]) -> str | None:
    """The id of the attribution with the shortest content that this one's cue and content lie in."""
    holders = [
        outer
        for outer in all_of_them
        if outer is not inner and size(outer.content) > size(inner.content) and _within(inner, outer)
    ]
    return min(holders, key=lambda a: size(a.content)).id if holders else None


def _within(inner: Attribution, outer: Attribution) -> bool:
    return all(
        any(s <= start and end <= e for s, e in outer.content) for start, end in (inner.cue or inner.content)
    ) and all(any(s <= start < e for s, e in outer.content) for start, _ in inner.content)


def size(content: Pieces) -> int:
    """Characters in a content."""
    return sum(e - s for s, e in content)

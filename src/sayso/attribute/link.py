"""From what the tagger found to attributions: direct or indirect, and what lies within what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from sayso.attribute.cover import Cover
from sayso.attribute.tagger import Found
from sayso.model import Article, Attribution, AttributionType, Pieces, Span, finding_id, size

STAGE = "attribute"


UP_TO_CUE = re.compile(r"\s[^\n.,;:!?()\"“”«»]{1,60}(?<!\s)\s*")


def attributions(
    article: Article, tagged: Sequence[Found], quoted: Sequence[Span], little: Collection[str] = ()
) -> tuple[Attribution, ...]:
    """What was found as attributions, in text order; ``quoted`` are the stretches in marks, marks included,
    ``little`` the words that no source is made of alone."""
    marks = Cover((span, None) for span in quoted)
    found = [_attribution(article, replace(f, source=_whole(article.text, f, little)), marks) for f in tagged]
    unique = {a.id: a for a in found}.values()
    in_order = sorted(unique, key=lambda a: (a.content[0][0], -a.content[-1][1], a.cue))
    contents = Cover((piece, a) for a in in_order for piece in a.content)
    return tuple(replace(a, parent=parent_of(a, contents)) for a in in_order)


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


def _attribution(article: Article, found: Found, marks: Cover[None]) -> Attribution:
    return Attribution(
        id=finding_id(article.digest, STAGE, found.source, found.cue, found.content),
        article=article.id,
        source=found.source,
        cue=found.cue,
        content=found.content,
        type=type_of(article.text, found.content, marks),
        confidence=round(found.confidence, 3),
    )


def type_of(text: str, content: Pieces, marks: Cover[None]) -> AttributionType:
    """Direct where all of every piece stands in quotation marks, indirect where nothing does, else mixed."""
    shares = [_quoted_share(text, piece, marks) for piece in content]
    if all(share == 1 for share in shares):
        return "direct"
    return "mixed" if any(share > 0 for share in shares) else "indirect"


def _quoted_share(text: str, piece: Span, marks: Cover[None]) -> float:
    """The share of a piece's letters and digits that stand within quotation marks."""
    start, end = piece
    inside = {i for (s, e), _ in marks.meeting(start, end) for i in range(max(s, start), min(e, end))}
    letters = [i in inside for i in range(start, end) if text[i].isalnum()]
    return sum(letters) / len(letters) if letters else 1.0


def parent_of(inner: Attribution, contents: Cover[Attribution]) -> str | None:
    """The id of the attribution with the shortest content that this one's cue and content lie in."""
    start, end = (inner.cue or inner.content)[0]
    holders = [
        outer
        for _, outer in contents.meeting(start, end)
        if outer is not inner and size(outer.content) > size(inner.content) and _within(inner, outer)
    ]
    return min(holders, key=lambda a: size(a.content)).id if holders else None


def _within(inner: Attribution, outer: Attribution) -> bool:
    return all(
        any(s <= start and end <= e for s, e in outer.content) for start, end in (inner.cue or inner.content)
    ) and all(any(s <= start < e for s, e in outer.content) for start, _ in inner.content)

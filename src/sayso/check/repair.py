"""The words to paste instead: the original's where the quotation differs, with the writer's brackets and ellipses."""

from __future__ import annotations

from sayso.match.changes import Differences
from sayso.match.query import Query
from sayso.model import Change, Gap, Meaning, Span

LITTLE = 4
"""Words left out without a mark up to which they are put back; for more an ellipsis is put."""
KEPT = ("typography", "spelling", "bracketed")
"""Changes that are the writer's right."""


def repaired(query: Query, found: Differences, meaning: tuple[Meaning, ...], text: str) -> str:
    """The quotation with what differs from the original set right: kept are the writer's typography, spelling,
    brackets, and ellipses that hide nothing; words that are not the original's go, those that it has come back."""
    hides = [one.original.span for one in meaning if one.original and one.where in ("gap", "change")]
    events: list[Change | Gap] = [*found.gaps, *found.changes]
    parts: list[str] = []
    at = found.span[0]
    for event in sorted(events, key=lambda one: (one.original_span, isinstance(one, Gap))):
        start, end = event.original_span
        parts.append(text[at:start])
        if isinstance(event, Gap):
            put_back = _put_back(event, hides)
            parts.append(event.text if put_back else "" if event.marked else " … ")
        else:
            gap = next((gap for gap in found.gaps if gap.original_span[0] == start), None)
            dropped = gap is not None and _put_back(gap, hides) and event.op == "insert"
            touches = any(start <= at < end for at, _ in hides)
            parts.append("" if dropped else event.from_ if touches else _kept(event))
        at = max(at, end)
    whole = "".join(parts) + text[at : found.span[1]]
    return whole.replace("  ", " ").strip()


def _put_back(gap: Gap, hides: list[Span]) -> bool:
    hidden = any(gap.original_span[0] <= start < gap.original_span[1] for start, _ in hides)
    return hidden or (not gap.marked and gap.words <= LITTLE)


def _kept(change: Change) -> str:
    """What stands for a change: the writer's where that is his right, else the original's."""
    if change.class_ in KEPT and not (change.from_.isspace() and not change.to):
        return change.to
    return change.from_

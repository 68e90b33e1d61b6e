"""The words to paste instead: the original's where the quotation differs, with the writer's brackets and ellipses."""

from __future__ import annotations

import re

from sayso.match.changes import Differences
from sayso.model import Change, Gap, Meaning, Span

LITTLE = 4
"""Words left out without a mark up to which they are put back; for more an ellipsis is put."""


def repaired(found: Differences, meaning: tuple[Meaning, ...], blank: str) -> str:
    """The quotation with what differs from the original set right: kept are the writer's typography, spelling,
    brackets, and ellipses that hide nothing; words that are not the original's go, those that it has come back.
    ``blank`` is the original's text with all that nobody said blanked."""
    hides = [one.original.span for one in meaning if one.original and one.where in ("gap", "change")]
    events: list[Change | Gap] = [*found.gaps, *found.changes]
    put_back = {gap.original_span[0] for gap in found.gaps if _put_back(gap, hides)}
    parts: list[str] = []
    at = found.span[0]
    taken_out = -1
    for event in sorted(events, key=lambda one: (one.original_span, isinstance(one, Gap))):
        start, end = event.original_span
        parts.append(blank[at:start])
        if isinstance(event, Gap):
            parts.append(blank[start:end] if start in put_back else "" if event.marked else " … ")
        elif _is_kept(event, hides) and start != taken_out and not (event.op == "insert" and start in put_back):
            parts.append(event.to)
        else:
            parts.append(blank[start:end])
            taken_out = end
        at = max(at, end)
    return re.sub(r"\s+", " ", "".join(parts) + blank[at : found.span[1]]).strip()


def _put_back(gap: Gap, hides: list[Span]) -> bool:
    hidden = any(gap.original_span[0] <= start < gap.original_span[1] for start, _ in hides)
    return hidden or (not gap.marked and gap.words <= LITTLE)


def _is_kept(change: Change, hides: list[Span]) -> bool:
    """Whether a change is the writer's right: typography that parts words as the original does, spelling but of
    numbers, and brackets that replace nothing that meaning hangs on."""
    if any(start <= change.original_span[0] < end for start, end in hides):
        return False
    if change.class_ == "typography":
        return not change.from_.isspace() or bool(change.to)
    number = any(char.isdigit() for char in change.from_ + change.to)
    return change.class_ == "bracketed" or (change.class_ == "spelling" and not number)

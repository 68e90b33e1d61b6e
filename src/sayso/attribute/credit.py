"""Sources that stand on a line of their own: a quotation, and below it a dash and a name."""

from __future__ import annotations

import re

from sayso.model import Pieces

CREDIT = re.compile(
    r"\s*\n\s*[-–—―]{1,2}\s*"  # the next line begins with a dash
    r"(?P<name>[^\W\d_a-z](?:[^\n,.]|\.(?=\s?[A-Z])){1,60}?)"  # a name, or an office and a name
    r"(?=,|\.?\s*(?:\n|$))"  # and a comma or nothing after it
)
CLOSING = "\"”’»'"


def credited(text: str, content: Pieces) -> tuple[Pieces, Pieces]:
    """The source and cue of a quotation that a line with a dash and a name follows, if one does."""
    end = content[-1][1]
    line = CREDIT.match(text, end) if text[end - 1] in CLOSING else None
    if not line:
        return (), ()
    dash = re.search(r"[-–—―]+", line[0])
    assert dash  # the pattern has one
    return (line.span("name"),), ((line.start() + dash.start(), line.start() + dash.end()),)

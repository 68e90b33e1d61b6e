"""A content read again as a text of its own: where it starts and ends without the marks around it."""

from __future__ import annotations

from sayso.model import Span

AROUND = " \t\r\n\u00a0\"“”„«»‘’'"


def bare(text: str, span: Span) -> Span:
    """A span without the white space and quotation marks at its ends."""
    start, end = span
    while start < end and text[start] in AROUND:
        start += 1
    while end > start and text[end - 1] in AROUND:
        end -= 1
    return start, end

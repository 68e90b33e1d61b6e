"""What an article tells of those it leaves unnamed: how many, of which body, and why they are not named."""

from __future__ import annotations

import re

from sayso.languages import Words as Vocabulary
from sayso.model import Span, Unnamed, Words

AROUND = 300
"""Characters on either side of a source within which the reason is looked for, in its paragraph."""


def unnamed(text: str, source: Span, bodies: list[Span], vocabulary: Vocabulary) -> Unnamed | None:
    """What is told of an unnamed source; ``bodies`` are the organisations named or described in it."""
    found = Unnamed(_count(text, source, vocabulary), _words(text, bodies[-1:]), _reason(text, source, vocabulary))
    return found if found != Unnamed() else None


def _words(text: str, spans: list[Span]) -> Words | None:
    return Words(text[slice(*spans[0])], spans[0]) if spans else None


def _count(text: str, source: Span, vocabulary: Vocabulary) -> Words | None:
    first = re.compile(r"(?:\w+ )?(?:\d[\d,.]*%?|[\w-]+)").match(text, *source)
    for token in re.finditer(r"\d[\d,.]*%?|[\w-]+", first[0] if first else ""):
        if token[0][0].isdigit() or token[0].lower() in vocabulary.numbers - {"a"}:
            start = source[0] + token.start()
            return Words(token[0], (start, start + len(token[0])))
    return None


def _reason(text: str, source: Span, vocabulary: Vocabulary) -> Words | None:
    low = max(text.rfind("\n", 0, source[0]) + 1, source[0] - AROUND)
    end = text.find("\n", source[1])
    high = min(end if end >= 0 else len(text), source[1] + AROUND)
    phrases = "|".join(re.escape(p) for p in sorted(vocabulary.anonymity, key=len, reverse=True))
    if not phrases:
        return None
    match = re.compile(rf"(?i)\b(?:{phrases})\b[^.;:,“”\"\n]*").search(text, low, high)
    return Words(match[0].rstrip(), (match.start(), match.start() + len(match[0].rstrip()))) if match else None

"""Where sentences and clauses end between the words of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sayso.languages.matching import Matching
from sayso.model import Span

_END = re.compile(r"[.!?…][\"'”’»)\]]*\s|[.!?…][\"'”’»)\]]*$|[.!?…:][\"'”’»)\]]*\s*\n|[。！？]")
_PARAGRAPH = re.compile(r"\n\s*\n")
_CLAUSE = re.compile(r"[,;:()\[\]–—]|\s--?\s|--")
_INITIAL = re.compile(r"(?:\w\.)+|\w")


def ends_sentence(text: str, before: Span, after: Span, abbreviations: frozenset[str]) -> bool:
    """Whether a sentence ends between two words of a text."""
    between = text[before[1] : after[0]]
    if not between or between == " ":
        return False
    if _END.search(between):
        return not (between.strip() == "." and _abbreviated(text, before, after, abbreviations))
    return bool(_PARAGRAPH.search(between)) and not text[after[0]].islower()


def _abbreviated(text: str, before: Span, after: Span, abbreviations: frozenset[str]) -> bool:
    """The full stop between two words is that of "Mr." or of an initial."""
    word = text[slice(*before)]
    if word.lower() in abbreviations:
        return word.lower() not in ("us", "no") and text[after[0]].isalnum()
    return len(word) == 1 and word.isupper() and word != "I" and bool(_INITIAL.fullmatch(word))


def ends_clause(text: str, before: Span, after: Span, key: str, language: Matching) -> bool:
    """Whether a clause ends between two words of a text: at a comma or the like, or before a word that begins one."""
    return bool(_CLAUSE.search(text[before[1] : after[0]])) or key in language.breaks


def sentence_ends(text: str, spans: Sequence[Span], abbreviations: frozenset[str]) -> list[bool]:
    """For each word whether a sentence ends after it; the last one does."""
    ends = [ends_sentence(text, a, b, abbreviations) for a, b in pairwise(spans)]
    return [*ends, True] if spans else []

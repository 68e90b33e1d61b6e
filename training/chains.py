"""Gold coreference chains, by place in the text."""

from __future__ import annotations

import re

from bench.data import Record
from bench.score_speakers import chain_of
from sayso.model import Span

NAME = re.compile(
    r"(?:the )?[^\W\d_a-z][\w.'’&-]*"
    r"(?: (?:(?:of|for|the|and|de|van|von|bin|al|on|in|&) )*[^\W\d_a-z][\w.'’&-]*){0,8}"
)

chain_at = chain_of


def chains_by_character(record: Record) -> list[str]:
    """For each character the chain of the largest name that holds it, or else of the smallest mention."""
    return [entity["chain"] if entity else "" for entity in entities_by_character(record)]


def entities_by_character(record: Record) -> list[Record | None]:
    """For each character the gold entity: the largest name that holds it, or else the smallest mention."""
    found: list[Record | None] = [None] * len(record["text"])
    gold = [e for e in record["entities"] if not e["pron"]]
    for e in [*sorted(gold, key=_size, reverse=True), *sorted(filter(_is_name, gold), key=_size)]:
        found[e["start"] : e["end"]] = [e] * _size(e)
    return found


def touching(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def _size(entity: Record) -> int:
    return int(entity["end"] - entity["start"])


def _is_name(entity: Record) -> bool:
    """Whether a mention is a name and nothing else: capitals, and little words between them."""
    return bool(entity["named"] and not entity["pron"] and NAME.fullmatch(entity["text"]))

"""Who is "he": how often the right speaker, kind, act, title, via and occasion are found.

Gold statements are given, so that what is measured is resolving alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from bench.data import Record
from sayso.attribute.cover import Cover
from sayso.attribute.link import type_of
from sayso.encoder.text import quoted
from sayso.model import Attribution, Pieces


def gold_attributions(record: Record) -> tuple[Attribution, ...]:
    """The labelled statements of an article as records, their ids as labelled."""
    marks = Cover((span, None) for span in quoted(record["text"]))
    return tuple(
        Attribution(
            id=str(a.get("id", n)),
            article=record["id"],
            source=_pieces(a["source"]),
            cue=_pieces(a["cue"]),
            content=_pieces(a["content"]),
            type=type_of(record["text"], _pieces(a["content"]), marks),
            parent=a.get("parent"),
            confidence=1.0,
        )
        for n, a in enumerate(record["attributions"])
    )


def _pieces(spans: Sequence[Sequence[int]]) -> Pieces:
    return tuple((s, e) for s, e in spans)

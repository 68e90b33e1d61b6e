"""Attributions as rows of comma-separated values, one a row, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from sayso.model import Findings, SpokenFor
from sayso.show import layout
from sayso.show.characters import printable

COLUMNS = (
    "article", "outlet", "title", "published", "url",
    "number", "speaker", "speaker_title", "speaker_kind", "speaker_confidence", "speaker_id",
    "source", "cue", "content", "type", "act", "via", "occasion", "confidence", "within",
    "source_spans", "cue_spans", "content_spans", "id",
)  # fmt: skip


def header() -> str:
    """The line that names the columns."""
    return _lines([COLUMNS])


def lines(found: Findings) -> str:
    """One line an attribution.  ``within`` is the number of the statement that this one is part of;
    spans are JSON, in code points of the article's text.  A cell that a spreadsheet would run as a
    formula begins with an apostrophe."""
    article = found.article
    about = (article.id, article.outlet, article.title, article.published, article.url)
    return _lines(
        (
            *about,
            row.number,
            *_speaker(row.said.speaker),
            row.source,
            row.cue,
            row.content,
            row.said.type,
            row.said.act,
            row.via,
            row.occasion,
            round(row.said.confidence, 3),
            row.parent,
            *(json.dumps(getattr(row.said, part)) for part in ("source", "cue", "content")),
            row.said.id,
        )
        for row in layout.rows(found)
    )


def _speaker(who: SpokenFor | None) -> tuple[Any, ...]:
    if who is None:
        return (None,) * 5
    return who.name, who.title and who.title.text, who.kind, round(who.confidence, 3), who.id


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A value as a cell: None is empty, and text that begins like a formula is kept from being one."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return "'" + text if text.lstrip().startswith(("=", "+", "-", "@")) or text.startswith("\t") else text

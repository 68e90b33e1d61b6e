"""The records that the stages hand on.

Every span is ``(start, end)`` in code points of :attr:`Article.text`, end exclusive; *pieces* is a
tuple of such spans in text order.  A stage never changes a record: it makes new ones that carry the
ids of those they stand on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from importlib import metadata
from typing import Any, Literal

Span = tuple[int, int]
Pieces = tuple[Span, ...]

BlockRole = Literal[
    "title", "heading", "body", "quote", "post", "caption",
    "list", "byline", "dateline", "correction", "furniture",
]  # fmt: skip
QuotationRole = Literal["speech", "scare", "title", "nickname"]
MarksState = Literal["paired", "unclosed", "unopened", "mixed", "none"]
AttributionType = Literal["direct", "indirect", "mixed"]


def digest(text: str) -> str:
    """SHA-256 of a text, in hex; lone surrogates are hashed as they stand."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def finding_id(article_digest: str, stage: str, *pieces: Pieces) -> str:
    """The id of a finding: the same words found at the same stage have the same id, whichever model
    found them, so that reading twice adds nothing."""
    spans = "|".join(",".join(f"{s}-{e}" for s, e in part) for part in pieces)
    return hashlib.sha256(f"{article_digest}|{stage}|{spans}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article's text that plays one role on the page."""

    span: Span
    role: BlockRole
    origin: str | None = None
    """XPath of the element it came from; None where the input was no HTML."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader should know about how a text was read, e.g. ``unbalanced-marks``."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an article's bytes came from, and what read them."""

    origin: str
    """File name, URL, or ``-`` for standard input."""
    offset: int | None = None
    """Line (JSON lines, from 1) or byte (archives) within the file."""
    digest: str | None = None
    """SHA-256 of the bytes, in hex."""
    reader: str = ""
    """Name and version of the reader."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its text in blocks, and what the page says of itself.

    Dates are ISO prefixes of their known precision: "2019", "2019-07", "2019-07-13T10:00+02:00".
    """

    id: str
    digest: str
    text: str
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    bylines: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    retrieved: str | None = None
    language: str | None = None
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    provenance: Provenance | None = None

    def words(self, pieces: Pieces | Span) -> str:
        """The words of a span or of pieces; pieces that stand apart are joined by " … "."""
        return words(self.text, pieces)


def words(text: str, pieces: Pieces | Span) -> str:
    """The words of a span or of pieces of ``text``; pieces are joined by " … "."""
    if pieces and isinstance(pieces[0], int):
        return text[pieces[0] : pieces[1]]
    return " … ".join(text[s:e] for s, e in pieces)


def size(pieces: Iterable[Span]) -> int:
    """Characters in pieces."""
    return sum(end - start for start, end in pieces)


@cache
def version() -> str:
    """The name and version of this package, for provenance and runs."""
    try:
        return f"sayso {metadata.version('sayso')}"
    except metadata.PackageNotFoundError:
        return "sayso"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch within quotation marks, or set as one, joined across an inserted cue."""

    id: str
    article: str
    pieces: Pieces
    """With their marks."""
    text: str
    role: QuotationRole
    attribution: str | None = None
    marks: MarksState = "paired"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody is said to have said, written, thought, felt or found something."""

    id: str
    article: str
    source: Pieces
    cue: Pieces
    content: Pieces
    type: AttributionType
    act: str | None = None
    via: Pieces = ()
    occasion: Pieces = ()
    parent: str | None = None
    """The attribution in whose content this one lies."""
    confidence: float = 0.0
    """Calibrated probability that source and content are right."""
    speaker: None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What stands behind findings: the stage, and the model or rules with their version."""

    id: str
    stage: str
    made_by: str
    options: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that was refused, why, and how to mend it."""

    stage: str
    input: str
    reason: str
    repair: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in one article; iterating gives its attributions in text order."""

    article: Article
    quotations: tuple[Quotation, ...]
    attributions: tuple[Attribution, ...]
    notes: tuple[Note, ...]
    run: Run

    def __iter__(self) -> Iterator[Attribution]:
        return iter(self.attributions)

    def __len__(self) -> int:
        return len(self.attributions)

    def __getitem__(self, index: int) -> Attribution:
        return self.attributions[index]


def to_json(record: Any) -> Any:
    """A record as JSON values: dataclasses become objects, tuples lists."""
    if is_dataclass(record):
        return {f.name: to_json(getattr(record, f.name)) for f in fields(record)}
    if isinstance(record, Mapping):
        return {key: to_json(value) for key, value in record.items()}
    if isinstance(record, (tuple, list)):
        return [to_json(value) for value in record]
    return record


def findings_to_json(found: Findings) -> dict[str, Any]:
    """One article with its findings as one JSON object: the line that ``attribute --json`` prints."""
    line: dict[str, Any] = to_json(found.article)
    line["notes"] = to_json(found.article.notes + found.notes)
    line["quotations"] = to_json(found.quotations)
    line["attributions"] = to_json(found.attributions)
    line["speakers"] = []
    line["run"] = to_json(found.run)
    return line

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
from typing import Any, Literal, TypeVar, get_args, get_type_hints

T = TypeVar("T")
Span = tuple[int, int]
Pieces = tuple[Span, ...]

BlockRole = Literal[
    "title", "heading", "body", "quote", "post", "caption",
    "list", "byline", "dateline", "correction", "furniture",
]  # fmt: skip
QuotationRole = Literal["speech", "scare", "title", "nickname"]
MarksState = Literal["paired", "unclosed", "unopened", "mixed", "none"]
AttributionType = Literal["direct", "indirect", "mixed"]
Kind = Literal["named_person", "named_organisation", "document_or_outlet", "unnamed", "vague", "author"]
Act = Literal["said", "written", "thought", "document_act", "denied", "declined"]
Form = Literal["name", "nominal", "pronoun"]
VerdictName = Literal[
    "not found", "out of context", "spliced", "altered", "cut", "verbatim but for typography", "verbatim",
    "too short", "other language",
]  # fmt: skip
"""What became of the words, worst first; the last two decide nothing."""
ChangeClass = Literal["typography", "spelling", "contraction", "function", "inflection", "content", "bracketed"]
MeaningName = Literal[
    "negation", "number", "unit", "modal", "quantifier", "comparison", "name", "condition", "question", "attribution",
    "hedge",
]  # fmt: skip
Whole = Literal["whole", "cut"]
ContextName = Literal["denies", "conditions", "questions", "ascribes"]
SpeakerMatch = Literal["same", "other", "quoting", "unknown"]
DateMatch = Literal["before", "only later", "unknown"]


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
    """Where in the input it came from: the XPath of an element, ``page=3`` of a PDF, ``t=62.5,65`` (seconds) of
    subtitles, ``paragraph=12`` of a document; None where the text is the input's own."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until the next one speaks, in a transcript or an interview."""

    span: Span
    """The words, without the label."""
    speaker: str | None
    """As the label has it ("MR. SMITH"); None for a question or an answer of nobody named ("Q.")."""
    label: Span | None = None
    """The words that name the speaker, with the colon."""


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
    turns: tuple[Turn, ...] = ()
    """Who speaks where, in a transcript."""

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
    from importlib import metadata  # slow to load, and not needed to ask for help

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
class Words:
    """Words of an article, as they stand there."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class SpokenFor:
    """Who an attribution speaks for: what it says of a `Speaker`, whose ``id`` it carries."""

    id: str
    name: str | None
    """The fullest name in the article; None for the unnamed, the vague and the author."""
    title: Words | None
    """The title that the article gives, the surest where they differ; `Speaker.titles` has all."""
    kind: Kind
    mention: Span
    """The words that tell who it is: a name, or a noun where there is no name."""
    confidence: float
    """Probability that it is this speaker; how well it is met, ``python -m training speakers`` prints."""
    behind: Words | None = None
    """The person or organisation behind a document."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody is said to have said, written, thought, felt or found something."""

    id: str
    article: str
    source: Pieces
    cue: Pieces
    content: Pieces
    type: AttributionType
    act: Act | None = None
    via: Pieces = ()
    """Through whom or what it was said: "Reuters" (told), "in a statement"."""
    occasion: Pieces = ()
    """When or where it was said: "at a hearing on Monday"."""
    parent: str | None = None
    """The attribution in whose content this one lies."""
    confidence: float = 0.0
    """Calibrated probability that source and content are right."""
    speaker: SpokenFor | None = None
    """None where nobody is spoken for that the article tells, or where it is unsure who."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a speaker is mentioned."""

    span: Span
    form: Form


@dataclass(frozen=True, slots=True)
class Unnamed:
    """What an article tells of those it leaves unnamed, in its words."""

    count: Words | None = None
    """How many: "two", "several"."""
    body: Words | None = None
    """Of which body: "the ministry"."""
    reason: Words | None = None
    """Why they are not named: "not authorised to speak"."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody or something that an article's statements are ascribed to, with all mentions that were found."""

    id: str
    article: str
    name: str | None
    titles: tuple[Words, ...]
    kind: Kind
    mentions: tuple[Mention, ...]
    unnamed: Unnamed | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words of a draft that were checked: those within the marks, without a comma or full stop that belongs to
    the sentence around."""

    span: Span
    """From the first of the words to the last, in the draft."""
    text: str
    """The words; where an inserted cue parts them ("...," she said, "..."), joined by a space."""
    speaker: str | None = None
    """Whom the draft names."""
    pieces: Pieces = ()
    """The spans that ``text`` is joined from."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the words of an original and a quotation of them."""

    op: Literal["replace", "insert", "delete"]
    class_: ChangeClass
    span: Span
    """Where ``to`` stands in `Quoted.text`."""
    original_span: Span
    """Where ``from`` stands in the original's text."""
    from_: str
    to: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Words of the original that the quotation leaves out between two that it has."""

    marked: bool
    """The quotation shows it: by an ellipsis, by brackets, or between sentences by an inserted cue."""
    words: int
    text: str
    original_span: Span


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of the original's sentences a quotation has."""

    start: Whole = "whole"
    end: Whole = "whole"
    gaps: tuple[Gap, ...] = ()
    reversed: bool = False
    """Its parts stand in another order in the original."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word that meaning hangs on, and what became of it."""

    what: MeaningName
    where: Literal["change", "gap", "edge", "context"]
    original: Words | None = None
    """In the original; None where the quotation alone has it."""
    quotation: Words | None = None
    """In the quotation, by its place in `Quoted.text`; None where the original alone has it."""


@dataclass(frozen=True, slots=True)
class Context:
    """The original's sentences around the words, and what they make of them."""

    span: Span
    text: str
    does: tuple[ContextName, ...] = ()
    words: tuple[Words, ...] = ()
    """The words that do so, one for each of ``does``."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an original."""

    original: str
    """The original's id."""
    span: Span
    text: str
    speaker: str | None = None
    date: str | None = None
    where: str | None = None
    """The way back: "page 3", "00:01:02", "paragraph 12"."""
    verdict: VerdictName | None = None
    """What the words would be, held against this place alone."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """What came nearest to a quotation that was not found."""

    place: Place
    matched: int
    """Words of the quotation that stand there in order."""
    words: int
    """Words of the quotation."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the words of one quotation; "differs from", never "misquoted": an original can be wrong."""

    id: str
    quotation: Quoted
    verdict: VerdictName
    extent: Extent = Extent()
    changes: tuple[Change, ...] = ()
    """Applied to the original span, with the gaps left out, they give the quotation to the character."""
    meaning: tuple[Meaning, ...] = ()
    context: Context | None = None
    original: str | None = None
    """The original's id."""
    original_span: Span | None = None
    original_text: str | None = None
    original_speaker: str | None = None
    speaker_match: SpeakerMatch = "unknown"
    original_date: str | None = None
    date_match: DateMatch = "unknown"
    repair: str | None = None
    """The words to paste instead; None where nothing is to be mended or nothing was found."""
    where: str | None = None
    """The way back: "page 3", "00:01:02", "paragraph 12"."""
    parts: tuple[Place, ...] = ()
    """The places that a spliced quotation is made of, in the quotation's order."""
    other_places: tuple[Place, ...] = ()
    nearest: Nearest | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """A number, a date or a name in a statement, and whether the passage has it."""

    what: Literal["number", "date", "name"]
    statement: Words
    original: Words | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A statement told in other words beside the passage that is nearest to it: to compare, without a verdict."""

    attribution: str
    statement: Words
    speaker: str | None
    place: Place
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """How much was searched."""

    originals: int
    words: int
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of the quotations of one draft; iterating gives its verdicts in text order."""

    draft: Article
    verdicts: tuple[Verdict, ...]
    searched: Searched
    to_compare: tuple[Comparison, ...] = ()
    unchecked: tuple[Quotation, ...] = ()
    """What stands in marks and is no quotation of anybody: titles, nicknames, scare quotes."""
    notes: tuple[Note, ...] = ()
    originals: Mapping[str, Article] = field(default_factory=dict, compare=False, repr=False)
    """The originals that the verdicts speak of, by id."""

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self.verdicts)

    def __len__(self) -> int:
        return len(self.verdicts)

    def __getitem__(self, index: int) -> Verdict:
        return self.verdicts[index]


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
    runs: tuple[Run, ...] = ()
    """How they were made, a run a stage."""
    speakers: tuple[Speaker, ...] = ()
    not_heard: tuple[Words, ...] = ()
    """Who is spoken about, by name, and nowhere heard: the first mention of each, the most mentioned first."""
    evidence: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """Why, by the id of an attribution: what `sayso explain` shows."""

    def __iter__(self) -> Iterator[Attribution]:
        return iter(self.attributions)

    def __len__(self) -> int:
        return len(self.attributions)

    def __getitem__(self, index: int) -> Attribution:
        return self.attributions[index]


def to_json(record: Any) -> Any:
    """A record as JSON values: dataclasses become objects, tuples lists; ``class_`` is "class"."""
    if is_dataclass(record):
        return {f.name.rstrip("_"): to_json(getattr(record, f.name)) for f in fields(record)}
    if isinstance(record, Mapping):
        return {key: to_json(value) for key, value in record.items()}
    if isinstance(record, (tuple, list)):
        return [to_json(value) for value in record]
    return record


def findings_to_json(found: Findings, evidence: bool = False) -> dict[str, Any]:
    """One article with its findings as one JSON object: the line that ``attribute --json`` prints, with the
    evidence if asked for."""
    line: dict[str, Any] = to_json(found.article)
    line["notes"] = to_json(found.article.notes + found.notes)
    line["quotations"] = to_json(found.quotations)
    line["attributions"] = to_json(found.attributions)
    line["speakers"] = to_json(found.speakers)
    line["not_heard"] = to_json(found.not_heard)
    line["runs"] = to_json(found.runs)
    if evidence:
        line["evidence"] = to_json(found.evidence)
    return line


def checked_to_json(checked: Checked) -> dict[str, Any]:
    """What became of a draft's quotations as one JSON object: what ``check --format json`` prints."""
    return {
        "draft": checked.draft.id,
        "digest": checked.draft.digest,
        "verdicts": to_json(checked.verdicts),
        "searched": to_json(checked.searched),
        "to_compare": to_json(checked.to_compare),
        "unchecked": to_json(checked.unchecked),
        "notes": to_json(checked.draft.notes + checked.notes),
    }


def findings_from_json(line: Mapping[str, Any]) -> Findings:
    """The findings of a line that `findings_to_json` made.  Raises `ValueError` or `TypeError` for what is none."""
    article = _record(Article, line)
    return Findings(
        article,
        tuple(_record(Quotation, one) for one in line.get("quotations", ())),
        tuple(_record(Attribution, one) for one in line.get("attributions", ())),
        (),
        tuple(_record(Run, one) for one in line.get("runs", ())),
        tuple(_record(Speaker, one) for one in line.get("speakers", ())),
        tuple(_record(Words, one) for one in line.get("not_heard", ())),
        line.get("evidence", {}),
    )


def _record(kind: type[T], values: Mapping[str, Any]) -> T:
    """A record of a kind from its JSON object; fields that it doesn't know are left out."""
    hints = get_type_hints(kind)
    return kind(**{f.name: _value(hints[f.name], values[f.name]) for f in fields(kind) if f.name in values})  # type: ignore[arg-type]


def _value(hint: Any, value: Any) -> Any:
    """A JSON value as the type that a field has."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    kinds = get_args(hint)
    if isinstance(value, Mapping):
        record = next((k for k in (hint, *kinds) if is_dataclass(k)), None)
        return _record(record, value) if isinstance(record, type) else {k: _value(Any, v) for k, v in value.items()}
    inner = next((k for k in kinds if k not in (type(None), Ellipsis)), Any)
    return tuple(_value(inner, one) for one in value)

"""What every form of a checked draft shares: which verdicts fail, how they are counted and ordered, where they
stand, and what differs word for word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from sayso.model import Article, Change, Checked, Gap, Searched, Verdict, VerdictName

Level = Literal["error", "warning", "note", "none"]
PieceKind = Literal["kept", "out", "in", "gap"]

VERDICTS: tuple[VerdictName, ...] = get_args(VerdictName)
OTHER_FAILURES = ("altered in meaning", "other speaker", "only later")
"""What can fail whatever the verdict on the words is."""
FAILURES = (*VERDICTS, *OTHER_FAILURES)
"""All names that ``fail_on`` may hold."""
DEFAULT_FAIL_ON = frozenset({"not found", "out of context", "spliced", "altered in meaning", "other speaker"})
SAME = ("verbatim but for typography", "verbatim")
"""Verdicts that say that the words are the same."""
UNDECIDED = ("too short", "other language")


def failing(verdict: Verdict, fail_on: frozenset[str]) -> tuple[str, ...]:
    """The names that make a verdict fail, its own first; empty where it passes."""
    also = {
        "altered in meaning": bool(verdict.meaning),
        "other speaker": verdict.speaker_match in ("other", "quoting"),
        "only later": verdict.date_match == "only later",
    }
    there = (verdict.verdict, *(name for name in OTHER_FAILURES if also[name]))
    return tuple(name for name in there if name in fail_on)


def called(verdict: Verdict, fail_on: frozenset[str]) -> str:
    """The verdict's name with what else makes it fail: "verbatim, other speaker"."""
    return ", ".join(dict.fromkeys((verdict.verdict, *failing(verdict, fail_on))))


def level(verdict: Verdict, fail_on: frozenset[str]) -> Level:
    """How much a verdict matters: an error fails, a warning differs, a note is worth knowing."""
    if failing(verdict, fail_on):
        return "error"
    if verdict.verdict == "verbatim":
        return "none"
    return "note" if verdict.verdict in SAME + UNDECIDED else "warning"


def sign(verdict: Verdict, fail_on: frozenset[str]) -> str:
    """✗ fails, ✓ has the same words, – is neither."""
    if failing(verdict, fail_on):
        return "✗"
    return "✓" if verdict.verdict in SAME else "–"


def ranked(checked: Checked, fail_on: frozenset[str]) -> list[tuple[int, Verdict]]:
    """The verdicts with their numbers in the draft, from 1: the failing first, then the worst."""
    numbered = list(enumerate(checked.verdicts, 1))
    return sorted(numbered, key=lambda one: (not failing(one[1], fail_on), VERDICTS.index(one[1].verdict)))


def counts(checked: Checked) -> list[tuple[VerdictName, int]]:
    """How many quotations have each verdict, worst first."""
    found = Counter(verdict.verdict for verdict in checked)
    return [(name, found[name]) for name in VERDICTS if found[name]]


def summary(checked: Checked) -> str:
    """One line: how many quotations, what became of them, how much was searched."""
    total = counted(len(checked), "quotation")
    told = ", ".join(f"{number} {name}" for name, number in counts(checked))
    return f"{total}{': ' if told else ''}{told}; {searched(checked.searched)}"


def searched(much: Searched) -> str:
    """How much was searched: "searched 3 originals, 12,400 words"."""
    return f"searched {counted(much.originals, 'original')}, {counted(much.words, 'word')}"


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it is one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


# --- places --------------------------------------------------------------------------------------


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Where a character stands, both counted from 1, columns in code points."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def is_own_text(article: Article) -> bool:
    """Whether the text is the input's own (plain text, Markdown), so that lines and columns mean something."""
    return all(block.origin is None for block in article.blocks)


def origin_at(article: Article, offset: int) -> str | None:
    """Where in the input a character came from, as its block says."""
    return next((block.origin for block in article.blocks if block.span[0] <= offset < block.span[1]), None)


def draft_place(draft: Article, verdict: Verdict) -> str:
    """Where a quotation stands in the draft: line and column, else page, time or paragraph; empty for an XPath."""
    start = verdict.quotation.span[0]
    if is_own_text(draft):
        return "line {}, column {}".format(*line_and_column(draft.text, start))
    origin = origin_at(draft, start) or ""
    return "" if origin.startswith("/") else origin.replace("=", " ", 1)


def whereabouts(*parts: str | None) -> str:
    """An original's id with the way into it, as far as it is known: "hearing.pdf, page 3"."""
    return ", ".join(part for part in parts if part)


# --- differences ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an original and a quotation of it: kept, taken out, put in, or left out between what is kept."""

    kind: PieceKind
    text: str
    words: int = 0
    """Of a gap."""
    marked: bool = False
    """Of a gap: the quotation shows it."""
    quiet: bool = False
    """Not worth a sign: white space, and typography where words differ as well."""


def pieces(verdict: Verdict) -> tuple[Piece, ...]:
    """The original and the quotation as one sequence: what is kept and put in makes up the quotation; what is kept,
    taken out and left out the original.  Empty where the quotation can't be made from one stretch of an original."""
    if verdict.original_span is None or verdict.original_text is None:
        return ()
    text, start = verdict.original_text, verdict.original_span[0]
    found: list[Piece] = []
    at = start
    events: list[Change | Gap] = [*verdict.changes, *verdict.extent.gaps]
    for event in sorted(events, key=lambda one: one.original_span):
        first, last = event.original_span
        if first < at:
            return ()
        found.append(Piece("kept", text[at - start : first - start]))
        found += _pieces_of(event, verdict.verdict == "verbatim but for typography")
        at = last
    found.append(Piece("kept", text[at - start :]))
    drafted = "".join(piece.text for piece in found if piece.kind in ("kept", "in"))
    return tuple(piece for piece in found if piece.text) if drafted == verdict.quotation.text else ()


def _pieces_of(event: Change | Gap, typography_counts: bool) -> Iterator[Piece]:
    if isinstance(event, Gap):
        yield Piece("gap", event.text, event.words, event.marked)
    else:
        blank = not (event.from_ + event.to).strip()
        quiet = blank or (event.class_ == "typography" and not typography_counts)
        yield Piece("out", event.from_, quiet=quiet)
        yield Piece("in", event.to, quiet=quiet)


def trimmed(text: str) -> tuple[str, str, str]:
    """The blanks before a text, the text, and the blanks after it, which signs are to leave outside."""
    core = text.strip()
    start = text.index(core)
    return text[:start], core, text[start + len(core) :]


def sides(verdict: Verdict) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces of the draft and those of the original; each whole where they can't be told word for word."""
    found = pieces(verdict)
    if found:
        draft = tuple(piece for piece in found if piece.kind in ("kept", "in"))
        return draft, tuple(piece for piece in found if piece.kind != "in")
    original = (Piece("kept", verdict.original_text),) if verdict.original_text else ()
    return (Piece("kept", verdict.quotation.text),), original


def differs(verdict: Verdict) -> bool:
    """Whether the two sides are worth drawing: they differ in more than white space."""
    return any(piece.kind != "kept" and not piece.quiet for side in sides(verdict) for piece in side) or (
        bool(verdict.original_text) and not pieces(verdict) and verdict.original_text != verdict.quotation.text
    )

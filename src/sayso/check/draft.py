"""Which words of a draft are checked: what its quotations have within their marks, and whom it names for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sayso.model import Attribution, Findings, Pieces, Quotation, Quoted, Span

MARKS = "\"'“”‘’„‚«»‹›「」『』《》〈〉`′″＂"
LEAST_OF_SCARE = 3
"""Words from which what may be a scare quote is checked, if it is ascribed to somebody."""
SURE_OF_SPEAKER = 0.7
"""Probability from which a speaker of the draft is taken for the one it names."""
_SIGNED = re.compile(r"\n[>\s]*(?:[—–]|--)\s?[^\n]{2,80}$")
_QUOTED_LINE = re.compile(r"(?:\s*>)*")
_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*$")
_ABBREVIATED = re.compile(r"(?:\b\w\.){2,}$|\.\.$")


def quoted_words(found: Findings) -> tuple[list[tuple[Quoted, tuple[int, ...]]], tuple[Quotation, ...]]:
    """The words to check, each with the places between whose pieces something may be left out; and the quotations
    that are nobody's words."""
    by_id = {said.id: said for said in found.attributions}
    checked: list[tuple[Quoted, tuple[int, ...]]] = []
    unchecked: list[Quotation] = []
    for quotation in _joined(found):
        said = by_id.get(quotation.attribution or "")
        scare = quotation.role == "scare" and (said is None or len(quotation.text.split()) < LEAST_OF_SCARE)
        if quotation.role in ("title", "nickname") or scare:
            unchecked.append(quotation)
            continue
        one = _quoted(found.article.text, quotation, said)
        if one is not None and not _lies_in(one[0], checked):
            checked.append(one)
    return checked, tuple(unchecked)


def _lies_in(quoted: Quoted, checked: list[tuple[Quoted, tuple[int, ...]]]) -> bool:
    """The words stand in a quotation that is checked as a whole: quoted by the one who is quoted."""
    start, end = quoted.span
    return any(first <= start and end <= last for one, _ in checked[-3:] for first, last in one.pieces)


def _joined(found: Findings) -> Iterator[Quotation]:
    """The quotations, those of one attribution that only a cue within the sentence parts as one."""
    pending: Quotation | None = None
    for quotation in found.quotations:
        if pending is None:
            pending = quotation
        elif _goes_on(found.article.text, pending, quotation):
            pending = replace(pending, pieces=pending.pieces + quotation.pieces)
        else:
            yield pending
            pending = quotation
    if pending is not None:
        yield pending


def _goes_on(text: str, one: Quotation, two: Quotation) -> bool:
    """A quotation goes on after a cue: "We will open," she said, "in May." """
    between = text[one.pieces[-1][1] : two.pieces[0][0]]
    same = one.attribution is not None and one.attribution == two.attribution and one.role == two.role == "speech"
    ended = _ENDS.search(text[slice(*one.pieces[-1])])
    return same and not ended and between.rstrip().endswith(",") and not re.search(r"[.!?]\s", between)


def _quoted(text: str, quotation: Quotation, said: Attribution | None) -> tuple[Quoted, tuple[int, ...]] | None:
    inner = [within(text, piece, quotation.marks != "none") for piece in quotation.pieces]
    pieces = tuple(piece for piece in inner if piece[0] < piece[1])
    if not pieces:
        return None
    words = " ".join(text[slice(*piece)] for piece in pieces)
    return Quoted((pieces[0][0], pieces[-1][1]), words, _speaker(said), pieces), _breaks(text, pieces)


def _speaker(said: Attribution | None) -> str | None:
    """The person whom an attribution names, if that is sure enough to hold against an original."""
    speaker = said.speaker if said is not None else None
    known = speaker is not None and speaker.kind == "named_person" and speaker.confidence >= SURE_OF_SPEAKER
    return speaker.name if known and speaker is not None else None


def within(text: str, piece: Span, marked: bool = True) -> Span:
    """A piece without its marks, the white space within them, and a comma or full stop before the closing one."""
    start, end = piece
    if marked:
        start, end = _unmarked(text, start, end)
    else:
        start += len(_QUOTED_LINE.match(text, start, end)[0])  # type: ignore[index]
        signed = _SIGNED.search(text[start:end])
        end = start + signed.start() if signed else end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if end - start > 1 and text[end - 1] in ",." and not _ABBREVIATED.search(text[start:end]):
        end -= 1
    return start, end


def _unmarked(text: str, start: int, end: int) -> Span:
    """A piece without the outermost mark at either end; a mark may be of two characters."""
    for double in ("''", "``", "‘‘", "’’", ",,"):
        if text.startswith(double, start) and end - start > 2:
            start += 2
            break
    else:
        start += text[start : start + 1] in tuple(MARKS)
    for double in ("''", "’’", "‘‘", "``"):
        if text.endswith(double, start, end) and end - start >= 2:
            return start, end - 2
    return start, end - (start < end and text[end - 1] in MARKS)


def _breaks(text: str, pieces: Pieces) -> tuple[int, ...]:
    """Places in the joined pieces where one ends a sentence before the next: something may be left out there."""
    places: list[int] = []
    size = 0
    for start, end in pieces[:-1]:
        size += end - start
        if _ENDS.search(text[start : end + 1].rstrip(MARKS)) or text[end : end + 1] in ".!?":
            places.append(size)
        size += 1
    return tuple(places)

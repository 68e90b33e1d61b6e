"""Verdicts in plain English: what differs from the original, and how."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.model import Change, Checked, Comparison, ContextName, Detail, Gap, Meaning, Nearest, Span, Verdict, Words
from sayso.show.layout import one_line
from sayso.show.verdicts import counted, searched, whereabouts

LEADS = {
    "not found": "these words are in none of the originals",
    "out of context": "the original has these words, and says something else with them",
    "spliced": "differs from the original: put together from words that stand apart",
    "altered": "differs from the original",
    "cut": "differs from the original: words are left out",
    "verbatim but for typography": "differs from the original in typography only",
    "verbatim": "the same as in the original, to the letter",
    "too short": "too few words to tell whether they stand in the originals by chance",
    "other language": "in a language that none of the originals is in",
}
"""What each verdict says, in a sentence."""
DOES: dict[ContextName, str] = {
    "denies": "the original denies it",
    "conditions": "the original makes it conditional",
    "questions": "the original asks it",
    "ascribes": "the original ascribes it to another",
}
CLASSES = {
    "inflection": "another form of the word", "contraction": "contraction", "spelling": "spelling",
    "bracketed": "bracketed by the writer",
}  # fmt: skip
"""What is said of a change of a class, where there is anything to say."""
MOST_WORDS = 16
"""Words that are quoted at most; the middle of more is left out."""


def message(checked: Checked, verdict: Verdict) -> str:
    """All that is to be said of a verdict, on one line."""
    told = [lead(checked, verdict), *reasons(verdict)]
    if verdict.original:
        told.append(f"original: {whereabouts(verdict.original, verdict.where)}")
    return one_line("; ".join(told))


def lead(checked: Checked, verdict: Verdict) -> str:
    """What a verdict says, before any reason."""
    much = f" ({searched(checked.searched)})" if verdict.verdict == "not found" else ""
    return LEADS[verdict.verdict] + much


def reasons(verdict: Verdict) -> list[str]:
    """Why the verdict is what it is, a sentence each, what touches the meaning first; not yet escaped."""
    told = [
        *meanings(verdict), *_context(verdict), *_speaker(verdict), *_date(verdict), *_parts(verdict),
        *map(_gap, verdict.extent.gaps), *_changes(verdict),
    ]  # fmt: skip
    if verdict.nearest:
        told.append(nearest(verdict.nearest))
    return list(dict.fromkeys(told))


def meanings(verdict: Verdict) -> list[str]:
    """The edits that touch the meaning."""
    told = bool(verdict.context and verdict.context.does)
    return [
        f"{_meant(one, verdict)}: {one.what}" for one in verdict.meaning if not (told and one.where == "context")
    ]  # what the context does is told with its words


def _meant(one: Meaning, verdict: Verdict) -> str:
    if one.where != "change":
        where = {"gap": "the words left out have", "edge": "the part of the sentence that is cut off has",
                 "context": "the words around it in the original have"}[one.where]  # fmt: skip
        return f"{where} {quoted((one.original or one.quotation or _NOTHING).text)}"
    change = next((change for change in verdict.changes if _touches(one, change)), None)
    if change and change.op == "replace" and not (one.original and one.quotation):
        return _change(change)
    return _edited(one.original.text if one.original else "", one.quotation.text if one.quotation else "")


_NOTHING = Words("", (0, 0))


def _touches(one: Meaning, change: Change) -> bool:
    """Whether a change holds the word that meaning hangs on."""
    return bool(
        (one.original and _overlap(one.original.span, change.original_span))
        or (one.quotation and _overlap(one.quotation.span, change.span))
    )


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _context(verdict: Verdict) -> Iterator[str]:
    if verdict.context:
        for number, does in enumerate(verdict.context.does):
            words = verdict.context.words[number].text if number < len(verdict.context.words) else ""
            yield DOES[does] + (f": {quoted(words)}" if words else "")


def _speaker(verdict: Verdict) -> Iterator[str]:
    """That another speaks in the original, or reads the words aloud."""
    who = one_line(verdict.original_speaker or "another speaker")
    if verdict.speaker_match == "quoting":
        yield f"the original has {who} quoting these words"
    elif verdict.speaker_match == "other":
        named = verdict.quotation.speaker
        yield f"the original has {who} saying it" + (f", the draft {one_line(named)}" if named else "")


def _date(verdict: Verdict) -> Iterator[str]:
    if verdict.date_match == "only later":
        date = f", of {verdict.original_date}" if verdict.original_date else ""
        yield f"the original is of a later date than the draft{date}"


def _parts(verdict: Verdict) -> Iterator[str]:
    if verdict.extent.reversed:
        yield "its parts stand in another order in the original"
    for number, part in enumerate(verdict.parts, 1):
        yield f"part {number}, {whereabouts(part.original, part.where, part.speaker)}: {quoted(part.text)}"


def _gap(gap: Gap) -> str:
    how = "and marked" if gap.marked else "without a mark"
    return f"{counted(gap.words, 'word')} left out {how}: {quoted(gap.text)}"


def _changes(verdict: Verdict) -> Iterator[str]:
    """The changes that no sentence about meaning has told; those of typography in one."""
    told = [one for one in verdict.meaning if one.where == "change"]
    for change in verdict.changes:
        if change.class_ != "typography" and not any(_touches(one, change) for one in told):
            why = CLASSES.get(change.class_)
            yield _change(change) + (f": {why}" if why else "")
    shown = [c for c in verdict.changes if c.class_ == "typography" and (c.from_ + c.to).strip()]
    if shown and verdict.verdict == "verbatim but for typography":
        yield "; ".join(map(_change, shown[:3])) + (f"; and {len(shown) - 3} more" if len(shown) > 3 else "")


def _change(change: Change) -> str:
    return _edited(change.from_, change.to)


def _edited(original: str, draft: str) -> str:
    """What became of words: “safe” for “unsafe”, “not” is left out, “not” is put in."""
    if original.strip() and draft.strip():
        return f"{quoted(draft)} for {quoted(original)}"
    return f"{quoted(original)} is left out" if original.strip() else f"{quoted(draft)} is put in"


def nearest(near: Nearest) -> str:
    """What came nearest to words that were not found."""
    where = whereabouts(near.place.original, near.place.where)
    return f"nearest: {where}: {near.matched} of {counted(near.words, 'word')}: {quoted(near.place.text)}"


def details(comparison: Comparison) -> list[str]:
    """The details of a statement, and whether the passage has them."""
    return [_detail(one) for one in comparison.details]


def _detail(one: Detail) -> str:
    there = f"the passage has {quoted(one.original.text)}" if one.original else "not in the passage"
    return f"{one.what} {quoted(one.statement.text)}: {there}"


def quoted(text: str) -> str:
    """Words in marks, on one line; of many, the first and the last."""
    return f"“{short(text)}”"


def short(text: str, most: int = MOST_WORDS) -> str:
    """The text on one line, the middle left out where it has more words than ``most``."""
    words = text.split()
    if len(words) > most:
        words = [*words[: most * 2 // 3], "[…]", *words[-(most // 3) :]]
    return one_line(" ".join(words))

"""Check: what became of the words of quotations, held against primary sources.

`originals` makes the sources ready, `search` finds the words in them, `judge` says what became of them, with
`context` for what the original makes of them, `speakers` for who said them and `repair` for the words to paste;
`compare` sets what is told in other words beside the passage nearest to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

import numpy as np

from sayso.check.compare import comparisons
from sayso.check.draft import quoted_words
from sayso.check.judge import Asked, judged
from sayso.check.originals import Originals
from sayso.check.search import Find, accepted, finds, joined, near, needed, rests
from sayso.check.speakers import match
from sayso.languages.guess import guess_language
from sayso.match.index import Ints
from sayso.match.keys import letters
from sayso.match.query import query
from sayso.model import (
    Article,
    Change,
    Checked,
    Extent,
    Findings,
    Meaning,
    Nearest,
    Note,
    Pieces,
    Place,
    Quoted,
    Span,
    Verdict,
    Words,
)

__all__ = ["Originals", "check", "check_words", "find"]

STAGE = "check"
PLACES = 12
"""Places of one quotation that are listed at most."""
ALSO = 0.7
"""Share of the best place's information that another place is listed from."""
HOW = "what denies, limits or ascribes them is not known"
LONG_ENOUGH = 60
"""Characters of a quotation that its language can be told from."""


def check(found: Findings, against: Originals | Iterable[Article]) -> Checked:
    """The verdicts on all quotations of a draft, and what it tells in other words beside the passages nearest to it."""
    originals = against if isinstance(against, Originals) else Originals(against)
    draft = found.article
    quotations, unchecked = quoted_words(found)
    order = _order(originals, draft.published)
    verdicts = tuple(_in_draft(_verdict(originals, one, draft, order)) for one in quotations)
    notes = [] if verdicts else [Note("no-quotations", "the draft has no quotations to check")]
    if not originals.matching.meaning:
        name = originals.language.name
        notes.append(Note("words-alone", f"of {name} only words, numbers and names are looked at: {HOW}"))
    return Checked(
        draft,
        verdicts,
        originals.searched,
        comparisons(found, originals, order),
        unchecked,
        tuple(notes),
        originals.by_id,
    )


def check_words(
    words: str, against: Originals | Iterable[Article], *, speaker: str | None = None, date: str | None = None
) -> Verdict:
    """The verdict on words by themselves, without their marks; ``speaker`` and ``date`` are what a draft says."""
    originals = against if isinstance(against, Originals) else Originals(against)
    draft = Article("words", hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest(), words, published=date)
    quoted = Quoted((0, len(words)), words, speaker, ((0, len(words)),))
    return _verdict(originals, (quoted, ()), draft, _order(originals, date))


def find(words: str, against: Originals | Iterable[Article], *, most: int = 100) -> tuple[Place, ...]:
    """Where words stand in originals, the nearest wording first; each place says what the words are held against it."""
    originals = against if isinstance(against, Originals) else Originals(against)
    asked = Asked(Quoted((0, len(words)), words, None, ((0, len(words)),)), query(words, originals.keyer))
    order = _order(originals, None)
    return tuple(_places(originals, asked, _standing(originals, asked, finds(originals, asked.query, order))))[:most]


# --- one quotation -------------------------------------------------------------------------------


def _verdict(originals: Originals, one: tuple[Quoted, tuple[int, ...]], draft: Article, order: Ints) -> Verdict:
    quoted, breaks = one
    asked = Asked(
        quoted,
        query(quoted.text, originals.keyer, _joints(quoted.pieces), breaks),
        draft.published,
        near(originals, draft.published, quoted.speaker),
    )
    id = _id(draft, quoted)
    if not len(asked.query):
        return Verdict(id, quoted, "too short")
    found = finds(originals, asked.query, order, asked.likely)
    standing = _standing(originals, asked, found)
    if not standing:
        return _without_a_find(originals, asked, found, draft, id)
    best = _completed(originals, asked, standing[0], order)
    if isinstance(best, tuple):
        return _spliced(originals, asked, best, id)
    verdict = judged(originals, asked, best, id)
    others = tuple(_places(originals, asked, standing[1 : PLACES + 1]))
    verdict = replace(verdict, other_places=others)
    if not accepted(originals, asked.query, best, asked.likely):
        return _undecided(verdict)
    return verdict


def _undecided(verdict: Verdict) -> Verdict:
    """Too few words to decide anything: the place where they stand, and nothing made of it."""
    place = replace(verdict.context, does=(), words=()) if verdict.context else None
    return replace(
        verdict,
        verdict="too short",
        meaning=(),
        context=place,
        speaker_match="unknown",
        date_match="unknown",
        repair=None,
    )


def _joints(pieces: Pieces) -> tuple[int, ...]:
    """The places of the spaces that pieces are joined by."""
    ends = accumulate(end - start + 1 for start, end in pieces[:-1])
    return tuple(end - 1 for end in ends)


def _id(draft: Article, quoted: Quoted) -> str:
    spans = "|".join(f"{start}-{end}" for start, end in quoted.pieces)
    return hashlib.sha256(f"{draft.digest}|{STAGE}|{spans}".encode()).hexdigest()[:16]


def _standing(originals: Originals, asked: Asked, found: Sequence[Find]) -> list[Find]:
    """The finds that count, the best first: those accepted, or, where none is, those that have all words.  Of those
    as good, the one by the speaker whom the draft names comes first, then the nearest before the draft."""
    whole = len(asked.query)
    counted = [one for one in found if accepted(originals, asked.query, one, asked.likely)]
    if not counted:
        counted = [one for one in found if len(one.same) == whole and one.words[1] - one.words[0] == whole]
    if not counted:
        return []
    top = max(one.score for one in counted)

    def key(one: Find) -> tuple[bool, bool, int]:
        span = originals.index.span(*one.words)
        turn = originals.turn(one.text, span[0])
        other = match(asked.quoted.speaker, turn.speaker if turn else None, originals.language) == "other"
        written = letters(originals.articles[one.text].text[slice(*span)]) == letters(asked.quoted.text)
        return other, not written, found.index(one)

    near = sorted((one for one in counted if one.score > top - 2.5), key=key)
    return near + [one for one in counted if one not in near and one.score > ALSO * top]


def _completed(originals: Originals, asked: Asked, best: Find, order: Ints) -> Find | tuple[tuple[Span, Find], ...]:
    """A find with what it lacks of the quotation looked for elsewhere: joined to it where it stands further on in the
    same text, else given apart: the parts of a splice, by their words' numbers."""
    parts: list[tuple[Span, Find]] = []
    for rest in rests(asked.query, best):
        part = asked.query.part(*rest)
        ranks = _close_first(order, best.text)
        there = [one for one in finds(originals, part, ranks) if accepted(originals, part, one)]
        if not there:
            continue
        whole = joined(asked.query, best, there[0], rest)
        if whole is not None:
            best = whole
        else:
            parts.append((rest, there[0]))
    if not parts:
        return best
    lacking = {i for rest, _ in parts for i in range(*rest)}
    kept = Find(best.text, tuple(p for p in best.pairs if p[0] not in lacking), best.same - lacking, best.score)
    numbers = [i for i, _ in kept.pairs]
    return tuple(sorted([((min(numbers), max(numbers) + 1), kept), *parts], key=lambda one: one[0]))


def _close_first(order: Ints, text: int) -> Ints:
    """The order of texts with one put first."""
    ranks = order.copy()
    ranks[text] = -1
    return ranks


def _spliced(originals: Originals, asked: Asked, parts: tuple[tuple[Span, Find], ...], id: str) -> Verdict:
    """The verdict on words that stand in several places."""
    main = max(parts, key=lambda one: one[1].score)
    verdict = judged(originals, asked, _of_query(main), id)
    places = []
    meaning: list[Meaning] = []
    for span, part in parts:
        whole = judged(originals, asked, _of_query((span, part)), id)
        meaning += [one for one in whole.meaning if one.where in ("gap", "context")]
        if whole.original_span is not None:
            places.append(originals.place(part.text, whole.original_span))
    turned = any(a.original == b.original and a.span > b.span for a, b in pairwise(places))
    name = "out of context" if verdict.verdict == "out of context" else "spliced"
    extent = Extent(verdict.extent.start, verdict.extent.end, (), turned)
    return replace(
        verdict,
        verdict=name,  # type: ignore[arg-type]
        extent=extent,
        changes=(),
        meaning=tuple(dict.fromkeys(meaning)),
        parts=tuple(places),
        repair='" … "'.join(place.text for place in places),
    )


def _of_query(part: tuple[Span, Find]) -> Find:
    """A part's find with its pairs numbered as in the whole query."""
    (start, _), find = part
    low = min(i for i, _ in find.pairs)
    if low >= start:
        return find
    return Find(
        find.text,
        tuple((i + start, j) for i, j in find.pairs),
        frozenset(i + start for i in find.same),
        find.score,
    )


def _without_a_find(originals: Originals, asked: Asked, found: Sequence[Find], draft: Article, id: str) -> Verdict:
    """The verdict on words that were not found, with what came nearest."""
    nearest = None
    best = max(found, key=lambda one: one.score, default=None)
    if best is not None and len(best.same) > 1:
        span = originals.index.span(*best.words)
        nearest = Nearest(originals.place(best.text, span), len(best.same), len(asked.query))
    verdict = Verdict(id, asked.quoted, "not found", nearest=nearest)
    if _is_foreign(originals, asked, draft):
        return replace(verdict, verdict="other language")
    known = asked.query.bits(0, len(asked.query)) >= needed(len(originals.index))
    certain = known or any(originals.index.count(key) == 0 for key in asked.query.keyed.keys) or len(asked.query) > 2
    return verdict if certain else replace(verdict, verdict="too short")


def _is_foreign(originals: Originals, asked: Asked, draft: Article) -> bool:
    """None of the originals is in the quotation's language."""
    tags = {tag.split("-")[0].lower() for tag in originals.searched.languages}
    own = draft.language
    if len(asked.quoted.text) >= LONG_ENOUGH:
        own = guess_language(asked.quoted.text) or own
    return bool(tags) and own is not None and own.split("-")[0].lower() not in tags


def _places(originals: Originals, asked: Asked, standing: Sequence[Find]) -> Iterator[Place]:
    for one in standing:
        there = judged(originals, asked, one, "")
        if there.original_span is not None:
            yield replace(originals.place(one.text, there.original_span), verdict=there.verdict)


def _order(originals: Originals, drafted: str | None) -> Ints:
    """A rank for each original: the nearest before the draft first, then those without a date, then later ones; without
    a draft's date as they were given."""
    if drafted not in originals.orders:
        originals.orders[drafted] = _ordered(originals, drafted)
    return originals.orders[drafted]


def _ordered(originals: Originals, drafted: str | None) -> Ints:
    count = len(originals.articles)
    if not drafted:
        return np.arange(count)
    later = np.array([bool(said) and said[: len(drafted)] > drafted[: len(said)] for said in originals.said])
    unknown = originals.by_date < 0
    group = np.where(unknown, 1, np.where(later, 2, 0))
    ranks = np.empty(count, np.int64)
    ranks[np.lexsort((np.where(group == 0, -originals.by_date, originals.by_date), group))] = np.arange(count)
    return ranks


# --- places in the draft -------------------------------------------------------------------------


def _in_draft(verdict: Verdict) -> Verdict:
    """A verdict whose spans of the quotation are places in the draft."""
    pieces = verdict.quotation.pieces

    def moved(span: Span) -> Span:
        return _moved(span[0], pieces), _moved(span[1], pieces, end=True)

    changes: tuple[Change, ...] = tuple(replace(one, span=moved(one.span)) for one in verdict.changes)
    meaning = tuple(
        replace(one, quotation=Words(one.quotation.text, moved(one.quotation.span))) if one.quotation else one
        for one in verdict.meaning
    )
    return replace(verdict, changes=changes, meaning=meaning)


def _moved(place: int, pieces: Pieces, end: bool = False) -> int:
    """A place in joined pieces as one in the text that they were taken from."""
    left = place
    for start, stop in pieces:
        size = stop - start
        if left < size or (end and left == size) or (start, stop) == pieces[-1]:
            return start + min(left, size)
        left = max(0, left - size - 1)
    return place

"""From the place where words stand to a verdict: what differs, what it touches, what the original makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sayso.check.context import MEANS, Scene, context, edge, hidden, within_sentence
from sayso.check.originals import Originals
from sayso.check.repair import repaired
from sayso.check.search import FAR, Find, Near, window, within_sentences
from sayso.check.speakers import match, names_in, surname
from sayso.match.changes import Block, Differences, Window, differences
from sayso.match.meaning import is_moved, left_out, touched
from sayso.match.query import Query
from sayso.model import (
    Context,
    DateMatch,
    Extent,
    Meaning,
    Quoted,
    Span,
    SpeakerMatch,
    Verdict,
    VerdictName,
    Whole,
    Words,
)

SCENE = 120
"""Words around quoted ones among which their sentences lie."""
LOOSE = 6
"""Words left out without a mark up to which each counts that meaning hangs on; of more, only those that govern."""
_ALTERING = ("contraction", "inflection", "function", "content")
_SHOWN = 60
"""Words that a repair may have more than the quotation."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A quotation to be checked: its words as a query, as the draft has them, and the draft's date."""

    quoted: Quoted
    query: Query
    date: str | None = None
    likely: Near | None = None
    """The originals of the days before."""


def judged(originals: Originals, asked: Asked, find: Find, id: str) -> Verdict:
    """What became of the words at one place."""
    query = asked.query
    find = within_sentences(originals, query, find)
    seen, pairs = window(originals, find)
    found = differences(query, seen, pairs, originals.keyer)
    scene = _scene(originals, find, found.span, query.text)
    around = context(scene, originals.articles[find.text].text)
    place = originals.place(find.text, found.span)
    spoke, around = _who(originals, asked, place.speaker, scene, around)
    meaning = _meaning(originals, query, seen, found, scene, around)
    extent = _extent(scene, found)
    verdict = Verdict(
        id=id,
        quotation=asked.quoted,
        verdict=_headline(found, meaning, around, _is_spliced(originals, find), bool(originals.matching.meaning)),
        extent=extent,
        changes=found.changes,
        meaning=meaning,
        context=around,
        original=place.original,
        original_span=place.span,
        original_text=place.text,
        original_speaker=place.speaker,
        speaker_match=spoke,
        original_date=place.date,
        date_match=date_match(place.date, asked.date),
        where=place.where,
    )
    return replace(verdict, repair=_repair(verdict, found, scene, originals.blank[find.text]))


def _scene(originals: Originals, find: Find, span: Span, quotation: str) -> Scene:
    """The words around a find."""
    index = originals.index
    first, last = find.words
    low, high = index.limits(find.text)
    start, end = max(low, first - SCENE), min(high, last + SCENE)
    spans = tuple((int(s), int(e)) for s, e in index.spans[start:end])
    return Scene(
        index.keys(start, end),
        spans,
        first - start,
        last - start,
        originals.blank[find.text],
        originals.keyer,
        originals.language,
        originals.limits(find.text, span[0]),
        quotation,
    )


# --- who and when --------------------------------------------------------------------------------


def _who(
    originals: Originals, asked: Asked, speaker: str | None, scene: Scene, around: Context
) -> tuple[SpeakerMatch, Context]:
    """Who spoke the words against whom the draft names, and the context without an ascription to the very one."""
    named = asked.quoted.speaker
    spoke = match(named, speaker, originals.language)
    if "ascribes" not in around.does:
        return spoke, around
    last = surname(named, originals.language)
    nearby = _ascribing(scene, speaker is not None)
    ascription = around.words[around.does.index("ascribes")]
    if spoke != "same" and last is not None and names_in(nearby, last):
        return ("quoting" if speaker else "same"), _without(around, "ascribes")
    if spoke == "other":
        return "quoting", _without(around, "ascribes")
    if named is None and len(ascription.text) == 1:
        return spoke, _without(around, "ascribes")
    return spoke, around


def _ascribing(scene: Scene, spoken: bool) -> str:
    """The words around quoted ones that may say whose they are: in speech those before; in a text without turns the
    sentence around the marks, and where that begins with a pronoun the one before it."""
    first, last = scene.spans[scene.first][0], scene.spans[scene.last - 1][1]
    if spoken:
        return scene.text[scene.spans[max(0, scene.first - 40)][0] : first]
    start, end = scene.around_marks(scene.first - 1, -1), scene.around_marks(scene.last, 1)
    pronouns = scene.language.words.he | scene.language.words.she | scene.language.words.they
    words = scene.text[start:first].lower().split()
    if pronouns.intersection(words) or not words:
        start = scene.around_marks(max(0, scene.first - 2 - len(words)), -1)
    return scene.text[start:first] + " " + scene.text[last:end]


def _without(around: Context, name: str) -> Context:
    kept = [(does, words) for does, words in zip(around.does, around.words, strict=True) if does != name]
    return replace(around, does=tuple(does for does, _ in kept), words=tuple(words for _, words in kept))


def date_match(said: str | None, drafted: str | None) -> DateMatch:
    """Whether something dated was said before a draft: compared as far as both dates are known."""
    if not said or not drafted:
        return "unknown"
    known = min(len(said), len(drafted), 10)
    return "before" if said[:known] <= drafted[:known] else "only later"


# --- meaning -------------------------------------------------------------------------------------


def _meaning(
    originals: Originals, query: Query, seen: Window, found: Differences, scene: Scene, around: Context
) -> tuple[Meaning, ...]:
    """All that differences, gaps, the cut edge and the context touch, in this order."""
    meaning = [*touched(query, seen, found.blocks, originals.keyer)]
    for block in found.blocks:
        if block.left_out:
            meaning += _of_gap(originals, query, seen, block, scene)
    if "questions" not in around.does and _question_put_in(query, seen, found, originals.matching.interrogative):
        at = query.text.rindex("?")
        meaning.append(Meaning("question", "change", None, Words("?", (at, at + 1))))
    meaning += [] if around.does else edge(scene)
    meaning += [Meaning(MEANS[does], "context", words) for does, words in zip(around.does, around.words, strict=True)]
    return tuple(one for one in dict.fromkeys(meaning) if not is_moved(one, meaning))


def _of_gap(originals: Originals, query: Query, seen: Window, block: Block, scene: Scene) -> tuple[Meaning, ...]:
    marked = block.ours[0] in query.marked
    part = block.theirs[0] + scene.first, block.theirs[1] + scene.first
    if _is_repeated(seen, block):
        return ()
    if not marked and block.theirs[1] - block.theirs[0] <= LOOSE:
        numbers = sorted(within_sentence(scene, part)) if part[1] < len(scene.keys) else []
        kept = Block(block.ours, (numbers[0] - scene.first, numbers[-1] + 1 - scene.first)) if numbers else None
        return left_out(seen, kept, originals.keyer) if kept else ()
    return hidden(scene, part, "gap" if marked else "change") if part[1] < len(scene.keys) else ()


def _is_repeated(seen: Window, block: Block) -> bool:
    """The words left out are said again right after, or were right before: a stutter, a false start."""
    start, end = block.theirs
    size = end - start
    words = seen.keys[start:end]
    return words in (seen.keys[end : end + size], seen.keys[max(0, start - size) : start])


def _question_put_in(query: Query, seen: Window, found: Differences, interrogative: frozenset[str]) -> bool:
    """The quotation asks what the original says: a question mark stands for the end of a sentence that begins like
    none that asks."""
    end = found.span[1]
    last = max((query.text.rfind(mark, 0, -2) for mark in ".!?"), default=-1)
    first = next((key for key, span in zip(query.keyed.keys, query.keyed.spans, strict=True) if span[0] > last), "")
    if first in interrogative:
        return False
    asks = query.text.rstrip("\"'”’").endswith("?")
    return asks and "?" not in seen.text[max(0, end - 3) : end + 3] and seen.text[end : end + 1] in (".", "!")


# --- the verdict ---------------------------------------------------------------------------------


def _is_spliced(originals: Originals, find: Find) -> bool:
    """Parts that are far from each other, or have another's turn between them."""
    words = sorted(j for _, j in find.pairs)
    if any(b - a - 1 > FAR for a, b in pairwise(words)):
        return True
    spans = originals.index.spans
    return len(originals.speakers(find.text, int(spans[words[0]][0]), int(spans[words[-1]][0]))) > 1


def _headline(
    found: Differences, meaning: Sequence[Meaning], around: Context, spliced: bool, knows_meaning: bool
) -> VerdictName:
    """The worst that applies.  Where nothing is known of what meaning hangs on, any word left out without a mark may be
    such a one."""
    if around.does:
        return "out of context"
    if spliced:
        return "spliced"
    if any(change.class_ in _ALTERING for change in found.changes) or any(one.where == "change" for one in meaning):
        return "altered"
    if not knows_meaning and any(not gap.marked for gap in found.gaps):
        return "altered"
    if found.gaps or any(one.where in ("gap", "edge") for one in meaning):
        return "cut"
    loud = [one for one in found.changes if one.class_ != "bracketed" and one not in found.quiet]
    return "verbatim but for typography" if loud else "verbatim"


def _extent(scene: Scene, found: Differences) -> Extent:
    return Extent(_whole(scene.head), _whole(scene.tail), found.gaps)


def _whole(left_out: Span) -> Whole:
    return "cut" if left_out[0] < left_out[1] else "whole"


def _repair(verdict: Verdict, found: Differences, scene: Scene, text: str) -> str | None:
    """The words to paste instead, where the verdict says that they differ or are torn from their sentence."""
    if verdict.verdict in ("verbatim", "verbatim but for typography"):
        return None
    if verdict.verdict == "cut" and not verdict.meaning and all(gap.marked for gap in verdict.extent.gaps):
        return None
    body = repaired(found, verdict.meaning, text)
    if any(one.what == "question" and one.where == "change" for one in verdict.meaning):
        body = body.rstrip().removesuffix("?")
    start, end = found.span
    head, tail = scene.spans[scene.head[0]][0] if scene.head[0] < scene.head[1] else start, end
    if scene.tail[0] < scene.tail[1]:
        tail = max(stop for _, stop in scene.spans[slice(*scene.tail)])
    around = verdict.context
    if around is not None and around.does:
        tail = max([tail, *(words.span[1] for words in around.words if words.span[1] <= around.span[1])])
        whole = any(words.span[0] < start for words in around.words)
        lead = text[head:start] if whole else ""
        after = text[end:tail] if any(words.span[0] >= end for words in around.words) else ""
        if lead and body[:1].lower() == text[start : start + 1]:
            body = text[start] + body[1:]
        return _bounded(lead + body + after, body)
    if any(one.where == "edge" for one in verdict.meaning):
        return _bounded(body + text[end:tail], body)
    return body if verdict.verdict != "spliced" else None


def _bounded(whole: str, body: str) -> str | None:
    """The whole sentence, if that is not too much to quote."""
    return " ".join(whole.split()) if len(whole.split()) <= len(body.split()) + _SHOWN else None

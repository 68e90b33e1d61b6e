"""Statements told in other words, beside the passage of an original that is nearest to them on the matter.

Nothing is decided here: the numbers, dates and names of the statement are looked for in the passage and shown, those
that it has and those that it hasn't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import numpy as np

from sayso.check.originals import Originals
from sayso.check.speakers import match
from sayso.match.index import Ints
from sayso.match.keys import Keyed
from sayso.match.query import Query, query
from sayso.model import Article, Attribution, Comparison, Detail, Findings, Place, Span, Words, words

WINDOW = 60
"""Words of a passage."""
LEAST = 24.0
"""Bits that a statement's words must tell in a passage to be set beside it."""
MOST = 2_000
"""Finds of one word that are looked at."""
_MONTHS = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)


def comparisons(found: Findings, originals: Originals, order: Ints) -> tuple[Comparison, ...]:
    """The indirect statements of a draft that have a passage near to them."""
    told = [said for said in found.attributions if said.type == "indirect" and said.content]
    return tuple(one for said in told if (one := _comparison(found.article, said, originals, order)) is not None)


def _comparison(draft: Article, said: Attribution, originals: Originals, order: Ints) -> Comparison | None:
    text = words(draft.text, said.content)
    asked = query(text, originals.keyer)
    speaker = said.speaker.name if said.speaker else None
    passage = _passage(asked, speaker, originals, order)
    details = list(_details(draft, said, originals)) if passage else []
    if passage is None:
        return None
    place, keyed = passage
    there = dict(zip(keyed.keys, keyed.spans, strict=True))
    start = place.span[0]
    known = tuple(Detail(what, stated, _there(keys, there, place.text, start)) for what, stated, keys in details)
    if not any(one.what != "name" or one.original is None for one in known):
        return None
    statement = Words(text, (said.content[0][0], said.content[-1][1]))
    return Comparison(said.id, statement, speaker, place, known)


def _there(keys: tuple[str, ...], there: dict[str, Span], text: str, start: int) -> Words | None:
    """Where a passage has all of some keys."""
    if not all(key in there for key in keys):
        return None
    span = min(there[key][0] for key in keys), max(there[key][1] for key in keys)
    return Words(text[slice(*span)], (span[0] + start, span[1] + start)) if span[1] - span[0] < 60 else None


def _details(
    draft: Article, said: Attribution, originals: Originals
) -> Iterator[tuple[Literal["number", "date", "name"], Words, tuple[str, ...]]]:
    """The numbers, dates and names of a statement, with the keys to look for."""
    for start, end in said.content:
        text = draft.text[start:end]
        keyed = originals.keyer.keyed(text)
        for key, (s, e) in zip(keyed.keys, keyed.spans, strict=True):
            raw = text[s:e]
            inner = s > 0 or (start > 0 and draft.text[start - 1] not in '"“\n')
            if key[0].isdigit() and not (raw.isalpha() and key == "1"):
                yield "number", Words(raw, (start + s, start + e)), (key,)
            elif _MONTHS.fullmatch(raw) and raw[0].isupper():
                yield "date", Words(raw, (start + s, start + e)), (key,)
            elif raw[:1].isupper() and inner and key not in originals.matching.function and len(raw) > 1:
                yield "name", Words(raw, (start + s, start + e)), (key.removesuffix("'s"),)


def _passage(asked: Query, speaker: str | None, originals: Originals, order: Ints) -> tuple[Place, Keyed] | None:
    """The passage in which most of a statement's rare words stand, whatever their order: of the speaker, if named."""
    scores = _scores(asked, originals)
    ranked = sorted(scores, key=lambda at: (-round(scores[at], 3), order[originals.index.text_of(at)], at))
    for at in ranked[:200]:
        if scores[at] < LEAST:
            return None
        number = originals.index.text_of(at)
        low, high = originals.index.limits(number)
        span = originals.index.span(max(low, at - WINDOW // 2), min(high, at + WINDOW // 2))
        place = originals.place(number, span)
        turn = originals.turn(number, int(originals.index.spans[at][0]))
        if match(speaker, turn.speaker if turn else None, originals.language) != "other":
            return place, originals.keyer.keyed(place.text)
    return None


def _scores(asked: Query, originals: Originals) -> dict[int, float]:
    """For places of the statement's rare words: the bits of its words that stand around them, each word once."""
    index = originals.index
    places, starts = index._postings
    own: dict[int, float] = {}
    for i, key in enumerate(asked.keyed.keys):
        word = index.vocabulary.get(key)
        if word is not None and key not in originals.matching.function:
            own[word] = max(own.get(word, 0.0), asked.alone[i])
    rare = sorted(own, key=lambda word: starts[word + 1] - starts[word])[:6]
    anchors = [places[starts[word] : min(starts[word + 1], starts[word] + MOST)] for word in rare]
    at = np.unique(np.concatenate(anchors).astype(np.int64)) if anchors else np.empty(0, np.int64)
    total = np.zeros(len(at))
    for word, bits in own.items():
        stands = places[starts[word] : starts[word + 1]]
        first = np.searchsorted(stands, np.maximum(at - WINDOW // 2, 0), "left")
        last = np.searchsorted(stands, at + WINDOW // 2, "right")
        total += np.where(last > first, bits, 0.0)
    return dict(zip(at.tolist(), total.tolist(), strict=True))

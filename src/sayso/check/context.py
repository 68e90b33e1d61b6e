"""What an original makes of the words that are quoted from it: whether it denies them, makes them conditional, asks
them, or ascribes them to another; and what is hidden in what was left out.

The rules look at the sentence that the words stand in and at those beside it.  A word governs the quoted ones up to
the nearest end of a clause; a condition, a hedge or an ascription does so anywhere in the sentence.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

from sayso.languages import Language
from sayso.languages.matching import Phrases
from sayso.match.keys import Keyer
from sayso.match.lexicon import Hit, lexicon
from sayso.match.sentences import ends_clause, sentence_ends
from sayso.model import Context, ContextName, Meaning, MeaningName, Span, Words

AROUND = 80
"""Words looked at on either side."""
CLOSE = 3
"""Words before the quoted ones within which a negation denies them."""
MEANS: dict[ContextName, MeaningName] = {
    "denies": "negation", "conditions": "condition", "questions": "question", "ascribes": "attribution",
}  # fmt: skip
"""Which meaning an original's making touches."""
GOVERNS = ("negation", "modal", "quantifier")
"""What counts in words left out up to the nearest end of a clause."""
ANYWHERE = ("condition", "hedge", "attribution")
"""What counts there anywhere in the same sentence."""
_LONGEST = 600
"""Characters to either side within which quotation marks are looked for."""
FIRST_WORDS = 4
"""Words after the quoted ones within which a condition begins that limits them."""
NEXT_WORDS = 2
"""The same for a negation."""
IF_WITHIN = 15
"""Words before the quoted ones within which an "if" makes them conditional."""
QUIET = ("?", "~")
"""Names of phrases that count only where they are replaced or put in."""


@dataclass(frozen=True)
class Scene:
    """The words around a quoted stretch: ``first`` to ``last`` (one further) are the quoted ones among ``keys``.
    ``text`` is the original's with labels and notes blanked."""

    keys: tuple[str, ...]
    spans: tuple[Span, ...]
    first: int
    last: int
    text: str
    keyer: Keyer
    language: Language
    turn: Span
    """The turn that the words are in, in characters; the whole text where there are no turns."""
    quotation: str = ""

    @cached_property
    def marks(self) -> Span | None:
        """The places of the marks around the words, where the original has them within quotation marks."""
        return _marks_around(self)

    @cached_property
    def limits(self) -> Span:
        """Where what is said with the words begins and ends: with the marks around them, or with their turn."""
        return (self.marks[0] + 1, self.marks[1]) if self.marks else self.turn

    @cached_property
    def ends(self) -> list[bool]:
        """For each word whether a sentence ends after it."""
        return sentence_ends(self.text, self.spans, self.language.words.abbreviations)

    def clause_ends(self, number: int) -> bool:
        """Whether a clause ends before a word."""
        if not number or number >= len(self.keys) or self.ends[number - 1]:
            return True
        before, after = self.spans[number - 1], self.spans[number]
        return ends_clause(self.text, before, after, self.keys[number], self.keyer.language)

    @cached_property
    def head(self) -> Span:
        """The words of the first sentence before the quoted ones."""
        return self.sentence_start(self.first), self.first

    @cached_property
    def tail(self) -> Span:
        """The words of the last sentence after the quoted ones."""
        return self.last, self.sentence_end(self.last - 1)

    def around_marks(self, number: int, step: int) -> int:
        """The place where the sentence ends that a word is in, whatever marks stand there: to the left or the right."""
        number = min(max(number, 0), len(self.keys) - 1)
        while 0 < number < len(self.keys) - 1 and not self.ends[number if step > 0 else number - 1]:
            number += step
        return self.spans[number][0 if step < 0 else 1]

    def sentence_start(self, number: int) -> int:
        """The first word of the sentence that a word is in."""
        while number and not self.ends[number - 1] and self.spans[number - 1][0] >= self.limits[0]:
            number -= 1
        return number

    def sentence_end(self, number: int) -> int:
        """One after the last word of the sentence that a word is in."""
        while not self.ends[number] and number + 1 < len(self.keys) and self.spans[number + 1][1] <= self.limits[1]:
            number += 1
        return number + 1

    @cached_property
    def attached_head(self) -> Span:
        """The end of the head after its last end of a clause."""
        start = self.first
        while start > self.head[0] and not self.clause_ends(start):
            start -= 1
        return start, self.first

    def hits(self, phrases: Phrases, part: Span) -> list[Hit]:
        """Phrases within some of the words."""
        found = lexicon(phrases, self.keyer).hits(self.keys[slice(*part)])
        return [Hit(hit.name, hit.start + part[0], hit.end + part[0]) for hit in found]

    def words(self, start: int, end: int) -> Words:
        """Some of the words, as they stand in the original; a key within a word is that word."""
        while start and self.spans[start][0] == self.spans[start][1]:
            start -= 1
        span = self.spans[start][0], max(stop for _, stop in self.spans[start:end])
        return Words(self.text[slice(*span)], span)


def context(scene: Scene, original: str) -> Context:
    """The sentences around quoted words, and what they make of them."""
    found: dict[ContextName, Words] = {}
    for name, words in _made(scene):
        found.setdefault(name, words)
    start = scene.sentence_start(max(0, scene.head[0] - 1)) if scene.head[0] else 0
    if start < scene.head[0] and scene.spans[start][0] < scene.limits[0]:
        start = scene.head[0]
    end = scene.sentence_end(scene.tail[1]) if scene.tail[1] < len(scene.keys) else scene.tail[1]
    last = scene.spans[scene.tail[1] - 1][1]
    if end > scene.tail[1] and scene.spans[end - 1][1] > scene.limits[1]:
        end = scene.tail[1]
    stop = max((to for _, to in scene.spans[start:end]), default=last)
    while stop < len(original) and original[stop] in ".!?…\"'”’)»":
        stop += 1
    span = (scene.spans[start][0], stop)
    return Context(span, original[slice(*span)], tuple(found), tuple(found.values()))


def _made(scene: Scene) -> Iterator[tuple[ContextName, Words]]:
    yield from _denied(scene)
    yield from _conditioned(scene)
    yield from _asked(scene)
    yield from _ascribed(scene)


def _denied(scene: Scene) -> Iterator[tuple[ContextName, Words]]:
    data = scene.keyer.language
    start, end = scene.attached_head
    for hit in scene.hits(data.denials, scene.head):
        if hit.end > start and not any(scene.clause_ends(i) for i in range(hit.end, end)):
            yield "denies", scene.words(hit.start, hit.end)
    yield from _over_a_parenthesis(scene)
    for hit in _longest(scene.hits(data.meaning, (start, end))):
        close = hit.name.startswith("negation:") and (hit.end >= end - CLOSE + 1 or _says_not(scene, hit))
        if close and not _affirms(scene, hit):
            yield "denies", scene.words(hit.start, hit.end)
    following = scene.tail[1]
    while following < len(scene.keys) and scene.keys[following] in ("no", "well", "but", "and", "of", "course", "now"):
        following += 1
    for hit in scene.hits(data.refutes, (following, min(len(scene.keys), following + 8))):
        alone = scene.clause_ends(hit.end) or scene.keys[hit.end] in ("either", "at")
        if hit.start == following and alone and scene.spans[hit.end - 1][1] <= scene.limits[1]:
            yield "denies", scene.words(hit.start, hit.end)


def _says_not(scene: Scene, hit: Hit) -> bool:
    """ "I cannot tell you that", "we do not say that": of oneself, else it may well be so."""
    data = scene.keyer.language
    verbs = data.says | data.believes
    own = any(key in ("i", "we") for key in scene.keys[max(scene.attached_head[0], hit.start - 3) : hit.start])
    return own and any(key in verbs for key in scene.keys[hit.end : hit.end + 2])


def _affirms(scene: Scene, hit: Hit) -> bool:
    """ "not only", "not just"."""
    return hit.end < len(scene.keys) and scene.keys[hit.end] in ("only", "just", "merely", "simply", "necessarily")


def _over_a_parenthesis(scene: Scene) -> Iterator[tuple[ContextName, Words]]:
    """ "It is not true, as they say, that": a denial parted by what ascribes the words."""
    data = scene.keyer.language
    start, end = scene.head
    commas = [i for i in range(start + 1, end) if scene.clause_ends(i)]
    for one, two in itertools.pairwise(commas):
        keys = (*scene.keys[start:one], *scene.keys[two:end])
        hits = lexicon(data.denials, scene.keyer).hits(keys)
        if any(hit.end == len(keys) and hit.start < one - start < hit.end for hit in hits):
            yield "denies", scene.words(start, one)
            if any(scene.keys[i] in data.says or scene.keys[i] in data.believes for i in range(one, two)):
                yield "ascribes", scene.words(one, two)


def _conditioned(scene: Scene) -> Iterator[tuple[ContextName, Words]]:
    data = scene.keyer.language
    for hit in scene.hits(data.conditions, scene.head):
        before = scene.keys[hit.start - 1] if hit.start > scene.head[0] else ""
        begins = hit.start == scene.head[0] or scene.clause_ends(hit.start) or before in ("only", "and", "but", "that")
        close = scene.first - hit.start <= IF_WITHIN
        inverted = hit.name == "inverted"
        if inverted and (hit.start != scene.head[0] or not scene.clause_ends(scene.first)):
            continue
        if close and before not in data.asks and (begins or hit.start >= scene.attached_head[0]):
            yield "conditions", scene.words(hit.start, hit.end)


def _asked(scene: Scene) -> Iterator[tuple[ContextName, Words]]:
    end = scene.tail[1]
    last = scene.spans[end - 1][1]
    following = scene.spans[end][0] if end < len(scene.keys) else len(scene.text)
    mark = scene.text[last:following].lstrip("\"'”’)").find("?")
    if mark < 0 or mark > 2 or "?" in scene.quotation[-3:]:
        return
    if not any(scene.clause_ends(i) for i in range(scene.last, end)):
        yield "questions", Words("?", (scene.text.index("?", last), scene.text.index("?", last) + 1))


def _ascribed(scene: Scene) -> Iterator[tuple[ContextName, Words]]:
    data = scene.keyer.language
    if scene.marks is not None:
        at = scene.marks[0]
        yield "ascribes", Words(scene.text[at], (at, at + 1))
    verb = _ascribing_verb(scene, scene.attached_head) or _ascribing_verb(scene, scene.head, over_comma=True)
    if verb is None:
        ifs = [hit.start for hit in scene.hits(data.conditions, scene.head)]
        verb = next((found for at in ifs if (found := _ascribing_verb(scene, (scene.head[0], at)))), None)
    if verb is not None:
        yield "ascribes", verb
    for hit in scene.hits(data.meaning, scene.head):
        if hit.name == "attribution:according" and hit.start == scene.head[0]:
            yield "ascribes", scene.words(hit.start, hit.end)
    lead = scene.head if scene.head[0] < scene.head[1] else (scene.sentence_start(max(0, scene.first - 1)), scene.first)
    for hit in scene.hits(data.ascribes_before, lead):
        if hit.end == scene.first and scene.spans[hit.start][0] >= scene.limits[0]:
            yield "ascribes", scene.words(hit.start, hit.end)
    for hit in _phrases_at(scene, scene.tail[1]):
        whole = scene.keys[hit.start] in ("that", "so", "or", "end", "unquote", "close") or scene.clause_ends(hit.end)
        if whole and scene.spans[hit.end - 1][1] <= scene.limits[1]:
            yield "ascribes", scene.words(hit.start, hit.end)


def _phrases_at(scene: Scene, start: int) -> list[Hit]:
    """Phrases that ascribe what is before them, right at a word."""
    found = scene.hits(scene.keyer.language.ascribes_after, (start, min(len(scene.keys), start + 8)))
    return [hit for hit in found if hit.start == start]


def _said_after(scene: Scene) -> Words | None:
    """ "..., the mayor says" or "..., or so they tell us" after the words, to the end of the sentence."""
    start, end = scene.tail
    data = scene.keyer.language
    if start >= end or not scene.clause_ends(start):
        return None
    phrases = _phrases_at(scene, start)
    if phrases:
        return scene.words(phrases[0].start, phrases[0].end)
    verbs = [
        i for i in range(start, min(end, start + 5)) if scene.keys[i] in data.says or scene.keys[i] in data.believes
    ]
    if not verbs or end > start + 5 or (verbs[0] == start and scene.keys[start] in data.believes):
        return None
    own = any(scene.keys[i] in data.own or scene.keys[i] == "you" for i in range(start, verbs[0]))
    return None if own or end - start < 2 else scene.words(start, end)


def _ascribing_verb(scene: Scene, part: Span, over_comma: bool = False) -> Words | None:
    """The verb that ascribes the words after it to another: "they say (that)"."""
    data = scene.keyer.language
    start, at = part
    if over_comma and not (at > start and _opens_speech(scene, at)):
        return None
    at -= 1
    while at > start and scene.keys[at] in data.behind:
        at -= 1
    if at < start or not (scene.keys[at] in data.says or scene.keys[at] in data.believes):
        return None
    verb, subject = at, at - 1
    passive = False
    while subject >= start and scene.keys[subject] in data.between:
        passive = passive or scene.keys[subject] in data.passive
        subject -= 1
    if subject < start:
        return None
    own = scene.keys[subject] in data.own
    told = passive and scene.keys[verb] == "told"
    if own and not told:
        return None
    return scene.words(subject, verb + 1)


def _opens_speech(scene: Scene, at: int) -> bool:
    """A comma or a colon, and perhaps a mark, stands before the words and nothing else parts them from the verb."""
    between = scene.text[scene.spans[at - 1][1] : scene.spans[at][0]]
    return between.strip(" \n\"'“‘") in (",", ":")


def _marks_around(scene: Scene) -> Span | None:
    """The marks around the words, where they stand within quotation marks in one paragraph of their turn."""
    start, end = scene.spans[scene.first][0], max(stop for _, stop in scene.spans[scene.first : scene.last])
    low = max(scene.turn[0], start - _LONGEST)
    before, after = scene.text[low:start], scene.text[end : min(scene.turn[1], end + _LONGEST)]
    paragraph = before.rfind("\n\n") + 1
    opened = max((i for i in range(paragraph, len(before)) if before[i] in "“„«"), default=-1)
    if opened >= 0 and not any(mark in before[opened:] for mark in "”»"):
        closed = min((after.find(mark) for mark in "”»" if mark in after), default=-1)
        return (low + opened, end + closed) if closed >= 0 else None
    if before[paragraph:].count('"') % 2 and '"' in after:
        return low + before.rfind('"'), end + after.find('"')
    return None


# --- what is hidden ------------------------------------------------------------------------------


def hidden(scene: Scene, part: Span, where: Literal["gap", "change"]) -> tuple[Meaning, ...]:
    """What words left out between kept ones, numbers ``part``, hide of what governs these."""
    start, end = part
    left = next((i for i in range(start, end) if scene.clause_ends(i)), end)
    right = next((i for i in range(end, start, -1) if scene.clause_ends(i)), start)
    attached = [*range(start, left), *range(right, end)]
    same = sorted(within_sentence(scene, part))
    found = []
    counted = end < len(scene.keys) and scene.keys[end][0].isdigit()
    for hit in _longest(scene.hits(scene.keyer.language.meaning, part)):
        what, _, name = hit.name.partition(":")
        there = attached if what in GOVERNS else same if what in ANYWHERE else [end - 1] if counted else []
        met = any(i in there for i in range(hit.start, hit.end))
        if what == "attribution" and hit.start not in attached:
            met = met and scene.clause_ends(hit.start) and any(map(scene.clause_ends, range(hit.end, hit.end + 6)))
        if met and not name.startswith(QUIET):
            found.append(Meaning(cast("MeaningName", what), where, scene.words(hit.start, hit.end)))
    if not any(one.what == "attribution" for one in found):
        verb = _ascribing_verb(scene, (max(right, start), end)) if right < end else None
        verb = verb or _as_they_wrote(scene, same)
        found += [Meaning("attribution", where, verb)] if verb else []
    return tuple(found)


def _as_they_wrote(scene: Scene, numbers: Sequence[int]) -> Words | None:
    """ "as the owners wrote" among words."""
    data = scene.keyer.language
    for i in numbers:
        if scene.keys[i] == "as":
            for j in range(i + 2, i + 5):
                own = any(scene.keys[k] in data.own for k in range(i + 1, j) if k < len(scene.keys))
                if j in numbers and scene.keys[j] in data.says and not own:
                    return scene.words(i, j + 1)
    return None


def within_sentence(scene: Scene, part: Span) -> set[int]:
    """Of words left out, those in the sentences of the words kept before and after them."""
    start, end = part
    near = next((i + 1 for i in range(start, end) if scene.ends[i]), end)
    far = next((i + 1 for i in range(end - 1, start - 1, -1) if scene.ends[i]), start)
    return {*range(start, start if start and scene.ends[start - 1] else near), *range(far, end)}


def edge(scene: Scene) -> tuple[Meaning, ...]:
    """What the rest of the sentence after the words takes back of them."""
    start, end = scene.tail
    said = _said_after(scene)
    if said is not None:
        return (Meaning("attribution", "edge", said),)
    found = []
    for hit in _longest(scene.hits(scene.keyer.language.meaning, (start, min(end, start + 2 * FIRST_WORDS)))):
        what, _, name = hit.name.partition(":")
        counts = what in ("negation", "condition", "hedge") and not _affirms(scene, hit)
        first = hit.start < start + (FIRST_WORDS if what == "condition" else NEXT_WORDS)
        if what == "hedge":
            first = any(map(scene.clause_ends, (hit.end, hit.end + 1)))
        if counts and first and not name.startswith(QUIET) and _still_the_same(scene, start, hit.start):
            found.append(Meaning(cast("MeaningName", what), "edge", scene.words(hit.start, hit.end)))
    return tuple(found)


def _still_the_same(scene: Scene, start: int, at: int) -> bool:
    """No new main clause ("and I ...") begins between the words and a later one in their sentence."""
    return not any(scene.keys[i] in ("and", "so", "because", "or", "which", "who") for i in range(start, at))


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """Of phrases that overlap the longest."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start)):
        if not any(hit.start < other.end and other.start < hit.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)

"""What stands around a stretch in marks: the rest of its sentence, without what other marks hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.attribute.marks import Stretch
from sayso.languages import Language
from sayso.model import Span

REACH = 160
"""Characters looked at on either side."""
LONGEST_HEADLINE = 120
NEAR = 4
"""Words next to a stretch within which a noun or a cue still speaks of it."""
PUNCTUATION = ".'’-"
MASK = "\u00b7"
"""Stands for every character that other marks hold."""
SENTENCE_END = re.compile(r"(?P<word>[\w.]*)(?:[.!?…]['\"”’»)\]]*\s+(?=[^\sa-z])|\n)")
WORD = re.compile(r"[^\W\d_][\w'’.-]*|\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A stretch in its sentence; ``before`` and ``after`` end at the marks."""

    inner: str
    """What stands in the marks, of all its pieces."""
    words: tuple[str, ...]
    """Its words, without punctuation at their ends."""
    before: str
    before_words: tuple[str, ...]
    """In lower case, as are ``after_words``."""
    after: str
    after_words: tuple[str, ...]
    tails: frozenset[str]
    """The last one to four words before the marks, as phrases; a last "a" or "the" is passed over."""
    kind: str
    headline: bool
    """Whether it stands in a headline."""


def surroundings(text: str, stretches: Sequence[Stretch], language: Language) -> list[Surroundings]:
    """What stands around each stretch; time is linear in the text times the depth of its quotations."""
    masked = {depth: _masked(text, stretches, depth) for depth in {stretch.depth for stretch in stretches}}
    parents = _parents(text, stretches)
    return [
        _around(text, masked[stretch.depth], stretch, parent, language)
        for stretch, parent in zip(stretches, parents, strict=True)
    ]


def _parents(text: str, stretches: Sequence[Stretch]) -> list[Span]:
    """The span in which each stretch has its surroundings: the words of the stretch that it lies in, or the text."""
    parents: list[Span] = []
    within = [(0, len(text))]
    for stretch in stretches:
        del within[stretch.depth + 1 :]
        parents.append(within[-1])
        within.append((stretch.inner[0][0], stretch.inner[-1][1]))
    return parents


def _masked(text: str, stretches: Sequence[Stretch], depth: int) -> str:
    """The text with all masked that stands in marks at this depth, but for the last character in the marks."""
    parts, at = [], 0
    for start, end in sorted(span for stretch in stretches if stretch.depth == depth for span in stretch.inner):
        parts += [text[at:start], MASK * (end - 1 - start)]
        at = max(at, end - 1)
    return "".join([*parts, text[at:]])


def _around(text: str, masked: str, stretch: Stretch, parent: Span, language: Language) -> Surroundings:
    first, last = stretch.pieces[0][0], stretch.pieces[-1][1]
    before = masked[max(parent[0], first - REACH) : first]
    after = masked[last : min(parent[1], last + REACH)]
    inner = " ".join(text[start:end] for start, end in stretch.inner)
    ends = _sentence_ends(before, language)
    before = before[ends[-1][1] :] if ends else before
    after = "" if inner.endswith((".", "…")) and _starts_sentence(after) else _first_sentence(after, language)
    headline = _in_heading(text, stretch) or _all_capitalised(before + after, language)
    words = tuple(word.strip(PUNCTUATION) for word in WORD.findall(inner))
    return Surroundings(
        inner, words, before, _lower_words(before), after, _lower_words(after), _tails(before), stretch.kind, headline
    )


def _in_heading(text: str, stretch: Stretch) -> bool:
    """Whether a stretch stands in a short line that does not end like a sentence, or in single marks in a short
    first line: many outlets close a headline with a full stop."""
    first, last = stretch.pieces[0][0], stretch.pieces[-1][1]
    floor, ceiling = max(0, last - LONGEST_HEADLINE), min(len(text), first + LONGEST_HEADLINE)
    start, end = text.rfind("\n", floor, first) + 1, text.find("\n", last, ceiling)
    if (start == 0 < floor) or (end < 0 and ceiling < len(text)):
        return False
    line = text[start : end if end >= 0 else len(text)]
    leads = start == 0 and stretch.kind == "single" and end >= 0
    return leads or not line.rstrip(" '\"”’»)").endswith((".", "!", "?", ",", ":", ";", "…"))


def _all_capitalised(words: str, language: Language) -> bool:
    """Whether the words around are set like a headline, four of them at least."""
    found = [word for word in WORD.findall(words.replace(MASK, " ")) if word.lower() not in language.words.little]
    return len(found) >= 4 and all(word[0].isupper() or word[0].isdigit() for word in found)


def _first_sentence(after: str, language: Language) -> str:
    ends = _sentence_ends(after, language)
    return after[: ends[0][0]] if ends else after


def _starts_sentence(after: str) -> bool:
    """Whether what follows a stretch that ended in a full stop is a new sentence."""
    return bool(re.match(r"\s+[A-Z“\"‘']", after))


def _sentence_ends(text: str, language: Language) -> list[Span]:
    """Where sentences end, the span of what parts them; not behind an abbreviation or an initial."""
    return [
        (match.end("word"), match.end())
        for match in SENTENCE_END.finditer(text)
        if not _abbreviates(match["word"], language)
    ]


def _abbreviates(word: str, language: Language) -> bool:
    return word.lower() in language.words.abbreviations or (len(word) == 1 and word.isupper())


def _lower_words(text: str) -> tuple[str, ...]:
    return tuple(word.strip(PUNCTUATION).lower() for word in WORD.findall(text.replace(MASK, " ")))


def _tails(before: str) -> frozenset[str]:
    words = [word.lower() for word in re.findall(r"[\w.'’-]+", before.rstrip(" ,:(")[-60:])]
    words = words[:-1] if words[-1:] in (["a"], ["the"]) and len(words) > 1 else words
    return frozenset(" ".join(words[-n:]).strip(".,") for n in range(1, 5))


def capitalised(around: Surroundings, language: Language) -> bool:
    """Set like a title: every word has a capital or a digit, but for small words within."""
    words = around.words
    if not words or not (words[0][:1].isupper() or words[0][:1].isdigit()):
        return bool(words) and words[0] == "the" and len(words) > 1 and all(w[:1].isupper() for w in words[1:])
    return all(w[:1].isupper() or w[:1].isdigit() or w.lower() in language.words.little for w in words if w)


def cued(around: Surroundings, language: Language) -> bool:
    """Whether the sentence around has a verb or a phrase that ascribes words."""
    words = language.words
    near = around.before_words + around.after_words
    if not all(cues.isdisjoint(near) for cues in (words.speaks, words.calls, words.told)):
        return True
    sentence = f" {' '.join(near)} "
    return any(f" {phrase} " in sentence for phrase in words.cue_phrases)


def followed_by_cue(around: Surroundings, language: Language) -> bool:
    """Whether a cue follows at once: " Marsh said", " said the mayor of Northmere"."""
    return not language.words.speaks.isdisjoint(around.after_words[:NEAR])

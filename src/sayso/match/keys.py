"""When words are the same: a text as keys, each with the place that it stands at.

A key is a word as it counts for matching: without case, accents and punctuation, contractions in full, numbers in
digits, one spelling of several.  A word may have several keys ("don't" is "do" and "not"): the first then has the
word's span, the others stand empty at its end, so that keys always lie in order and never overlap.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso.languages.matching import Matching
from sayso.match.likeness import Likenesses
from sayso.model import Span

_FOLDED = {ord(mark): "'" for mark in "’‘ʼ＇`´ʹ"}
_COMBINING = re.compile("[\u0300-\u036f]")
_ACRONYM = re.compile(r"(?:\w\.)+\w?")
_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")
SIGNS = frozenset("$€£¥")
SCALES = {"m": "million", "k": "thousand", "tn": "trillion"}
"""What a letter right after a sum of money stands for."""
_LINE_END = re.compile(r"(\w+)[-\u00ad\u2010]\s*\n\s*(\w+)")
# Scripts that put no space between words: each character counts as a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"


@dataclass(frozen=True, slots=True)
class Keyed:
    """The keys of a text and their spans in it."""

    keys: tuple[str, ...]
    spans: tuple[Span, ...]

    def __len__(self) -> int:
        return len(self.keys)


@lru_cache(maxsize=16)
def _word(broken: bool, bracketed: bool, joined: tuple[str, ...]) -> re.Pattern[str]:
    """A word of any script: letters and digits with the marks that combine with them, apostrophes and points inside; a
    currency or percent sign.  The address of a Markdown link is taken whole, and is no word.

    ``broken``: over a hyphen at a line end, too; ``bracketed``: with letters in brackets ("[W]hile"); without, it is
    quicker.  ``joined``: what belongs to the word after its hyphen ("non-")."""
    prefixed = "".join(rf"(?:{'|'.join(joined)})[-\u2010]" if joined else "")
    marks = "".join(char for char in map(chr, range(0x300, 0x1E00)) if unicodedata.category(char).startswith("M"))
    letter = rf"[^\W_{_UNSPACED}]"
    word = rf"{letter}+(?:[{marks}\u200c\u200d]+{letter}*)*"
    return re.compile(
        r"\]\([^)\s]*\)"
        r"|\d+(?:[,.]\d+)*(?:(?:st|nd|rd|th|s)\b)?"
        + (rf"|{word}[-\u00ad\u2010][ \t]*\r?\n[ \t]*{word}" if broken else "")
        + (rf"|\[{letter}\]{word}(?:['’ʼ]{word})*|{word}\[{word}\]" if bracketed else "")
        + (rf"|(?i:{prefixed}){word}(?:['’ʼ]{word})*" if prefixed else "")
        + rf"|(?:{letter}\.){{2,}}(?:{letter}(?!{letter}))?"
        rf"|['’]em\b|{word}(?:['’‘ʼ`´]{word})*(?:(?<=in)['’](?!\w))?"
        rf"|[{_UNSPACED}]|[%$€£¥&]"
    )


class Keyer:
    """Makes keys of texts in one language; words met before are not worked out again."""

    def __init__(self, language: Matching) -> None:
        self.language = language
        self.likeness = Likenesses(language)
        self._known: dict[str, tuple[str, ...]] = {}

    def keyed(self, text: str) -> Keyed:
        """All keys of a text, in order."""
        keys: list[str] = []
        spans: list[Span] = []
        known = self._known
        broken = "\n" in text and _LINE_END.search(text) is not None
        for found in _word(broken, "[" in text, self.language.joined).finditer(text):
            raw = found[0]
            of_word = known.get(raw)
            if of_word is None:
                of_word = self._remember(raw)
            if len(of_word) == 1:
                keys.append(of_word[0])
                spans.append(found.span())
            elif of_word:
                end = found.end()
                keys.extend(of_word)
                spans.append(found.span())
                spans.extend([(end, end)] * (len(of_word) - 1))
        _spell_out(keys, spans)
        return self._numbers(text, keys, spans)

    def phrase(self, words: str) -> tuple[str, ...]:
        """The keys of a phrase."""
        return self.keyed(words).keys

    def _remember(self, raw: str) -> tuple[str, ...]:
        keys = tuple(map(sys.intern, self._keys(raw)))
        if len(self._known) < 1_000_000:
            self._known[raw] = keys
        return keys

    def _keys(self, raw: str) -> tuple[str, ...]:
        """The keys of one word as it is written."""
        if raw.startswith("]("):
            return ()
        if "\n" in raw:
            return self._over_lines(raw)
        word = folded(raw)
        if _ACRONYM.fullmatch(word) and not word[0].isdigit():
            word = word.replace(".", "")
        if word in self.language.fillers:
            return ()
        if "-" in word or "\u2010" in word:
            word = word.replace("-", "").replace("\u2010", "")
        return self._of(word)

    def _of(self, word: str) -> tuple[str, ...]:
        """The keys of a folded word."""
        language = self.language
        if number := _NUMBER.fullmatch(word):
            return (number[0].replace(",", ""),)
        if word in language.contractions:
            return language.contractions[word]
        if word.endswith("'s") and word[:-2] in language.is_after:
            return (self._spelled(word[:-2])[0], "is")
        if word in language.numbers:
            return (language.numbers[word],)
        return self._spelled(word)

    def _spelled(self, word: str) -> tuple[str, ...]:
        """The spelling that counts for a word."""
        word = word.rstrip("'")
        if word in self.language.spelling:
            return self.language.spelling[word]
        for pattern, to in self.language.spelling_rules:
            word = pattern.sub(to, word)
        return (word,)

    def _over_lines(self, raw: str) -> tuple[str, ...]:
        """A word with a hyphen at a line end: one word if that is known or its halves are not, else two."""
        broken = _LINE_END.fullmatch(raw)
        if broken is None:
            return tuple(key for part in raw.split() for key in self._of(folded(part.strip("-\u00ad\u2010"))))
        one, two = folded(broken[1]), folded(broken[2])
        words = self.language.frequencies.words
        whole = self._of(one + two)
        if all(key in words for key in whole) or not (one in words and two in words):
            return whole
        return (*self._of(one), *self._of(two))

    def _numbers(self, text: str, keys: list[str], spans: list[Span]) -> Keyed:
        """Numbers of several words as one key: "twenty-five", "two hundred", "nineteen eighty-four"."""
        if not self.language.numbers or not any(text[s : s + 1].isalpha() for s, _ in _digits(keys, spans)):
            return Keyed(tuple(keys), tuple(spans))
        whole: list[str] = []
        places: list[Span] = []
        for key, span in zip(keys, spans, strict=True):
            linked = len(whole) > 1 and whole[-1] == self.language.number_link and whole[-2].endswith("00")
            back = 2 if linked and _next_to(text, places[-2], places[-1]) else 1
            joined = _joined(whole[-back], key) if whole and _next_to(text, places[-1], span) else None
            if joined is None:
                whole.append(key)
                places.append(span)
            else:
                whole[-back:] = [joined]
                places[-back:] = [(places[-back][0], span[1])]
        return Keyed(tuple(whole), tuple(places))


def _spell_out(keys: list[str], spans: Sequence[Span]) -> None:
    """ "£2.4m" is "£2.4 million": a letter right after a sum of money."""
    for i, key in enumerate(keys):
        if key in SCALES and i > 1 and keys[i - 2] in SIGNS and spans[i][0] == spans[i - 1][1]:
            keys[i] = SCALES[key]


def _digits(keys: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    return [span for key, span in zip(keys, spans, strict=True) if key[0].isdigit()]


def _next_to(text: str, one: Span, two: Span) -> bool:
    """Two words in letters with nothing but a space or a hyphen between them."""
    between = text[one[1] : two[0]]
    return between in (" ", "-", "\u2010") and text[one[0]].isalpha() and text[two[0] : two[0] + 1].isalpha()


def _joined(one: str, two: str) -> str | None:
    """Two numbers as one, if they are said as one: 20 and 5, 2 and 100, 19 and 84."""
    if not (one.isdecimal() and two.isdecimal()):
        return None
    first, second = int(one), int(two)
    if 20 <= first < 100 and first % 10 == 0 and 0 < second < 10:
        return str(first + second)
    if (second == 100 and 0 < first < 100) or (second == 1000 and 0 < first < 1000):
        return str(first * second)
    if first % 100 == 0 and 100 <= first < 10_000 and 0 < second < 100:
        return str(first + second)
    if first in (18, 19, 20) and 10 <= second < 100:
        return str(first * 100 + second)
    if 1000 < first < 10_000 and first % 100 >= 20 and first % 10 == 0 and 0 < second < 10:
        return str(first + second)
    if first % 1000 == 0 and first >= 1000 and 0 < second < 1000:
        return str(first + second)
    return None


def folded(word: str) -> str:
    """A word without case, accents, letters in brackets and soft hyphens, its apostrophes straight."""
    if word.isascii():
        return word.lower().replace("`", "'").replace("[", "").replace("]", "")
    plain = unicodedata.normalize("NFKD", word.translate(_FOLDED)).casefold()
    return _COMBINING.sub("", plain).replace("\u00ad", "").replace("[", "").replace("]", "")


def letters(text: str) -> str:
    """The letters and digits of a text, folded."""
    return "".join(char for char in folded(text) if char.isalnum())


def blanked(text: str, spans: Sequence[Span]) -> str:
    """The text with spans replaced by as many spaces, so that all places stay true."""
    parts: list[str] = []
    end = 0
    for start, stop in sorted(spans):
        start = max(start, end)
        if stop > start:
            parts += [text[end:start], " " * (stop - start)]
            end = stop
    return "".join(parts) + text[end:]

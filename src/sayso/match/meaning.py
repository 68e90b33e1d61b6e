"""Words that meaning hangs on: which ones the differences between an original and a quotation touch.

Each block that differs is looked at by itself: what it takes away and what it puts in.  A phrase of the same name on
both sides ("miles" for "mile") is no difference; the same words put in elsewhere are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from sayso.match.changes import Block, Window
from sayso.match.keys import Keyer
from sayso.match.lexicon import Hit, lexicon
from sayso.match.query import Query
from sayso.model import Meaning, MeaningName, Span, Words

_NAMES = get_args(MeaningName)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)$")


@dataclass(frozen=True, slots=True)
class Side:
    """Keys with their places in a text: a quotation's, or an original's."""

    keys: tuple[str, ...]
    spans: tuple[Span, ...]
    text: str

    def words(self, start: int, end: int) -> Words:
        """Keys as words of the text; a key within a word is that word."""
        while start and self.spans[start][0] == self.spans[start][1]:
            start -= 1
        span = self.spans[start][0], max(stop for _, stop in self.spans[start:end])
        return Words(self.text[slice(*span)], span)


def touched(query: Query, window: Window, blocks: Sequence[Block], keyer: Keyer) -> tuple[Meaning, ...]:
    """What the blocks that differ touch: all that they take away or put in, but not what is left out between kept words
    (see `left_out`)."""
    ours = Side(query.keyed.keys, query.keyed.spans, query.text)
    theirs = Side(window.keys, window.spans, window.text)
    found: list[Meaning] = []
    for block in blocks:
        if not block.same and not block.left_out:
            own = all(i in query.bracketed for i in range(*block.ours))
            found += _of_block(ours, theirs, block, keyer, own)
    return tuple(dict.fromkeys(found))


def is_moved(one: Meaning, found: Sequence[Meaning]) -> bool:
    """A unit that stands on the other side of its number: "$5 million" and "5 million dollars"."""
    if one.what != "unit" or (one.original is None) == (one.quotation is None):
        return False
    signs = {"$", "€", "£", "¥"}
    words = one.original or one.quotation
    others = [other.quotation if one.original else other.original for other in found if other.what == "unit"]
    return any(
        other is not None and words is not None and (words.text in signs or other.text in signs) for other in others
    )


def left_out(window: Window, block: Block, keyer: Keyer) -> tuple[Meaning, ...]:
    """What words left out without a mark touch."""
    theirs = Side(window.keys, window.spans, window.text)
    return tuple(_of_block(Side((), (), ""), theirs, Block((0, 0), block.theirs), keyer))


def _of_block(ours: Side, theirs: Side, block: Block, keyer: Keyer, own: bool = False) -> Iterator[Meaning]:
    """What a block touches; what the writer puts in in brackets (``own``) is his to put in."""
    if "".join(ours.keys[slice(*block.ours)]) == "".join(theirs.keys[slice(*block.theirs)]):
        return
    mine = [hit for hit in _hits(ours, block.ours, keyer) if not own or _category(hit) == "negation"]
    other = _hits(theirs, block.theirs, keyer)
    if len(mine) == len(other) == 1 and _one_name(ours, theirs, mine[0], other[0], keyer):
        return
    here, there = {hit.name for hit in mine}, {hit.name for hit in other}
    put_in = [hit for hit in mine if hit.name not in there]
    taken = [hit for hit in other if hit.name not in here]
    for what in _NAMES:
        one = [hit for hit in taken if _category(hit) == what]
        two = [hit for hit in put_in if _category(hit) == what]
        both = bool([h for h in other if _category(h) == what]) and bool([h for h in mine if _category(h) == what])
        if (one or two) and (both or any(not _weak(hit) for hit in (*one, *two))):
            yield Meaning(what, "change", _words(theirs, one), _words(ours, two))
    yield from _negated(ours, theirs, block, keyer)


def _one_name(ours: Side, theirs: Side, one: Hit, two: Hit, keyer: Keyer) -> bool:
    """Two forms of one name: "Smiths" and "Smith"."""
    names = _category(one) == _category(two) == "name"
    return names and keyer.likeness.between(ours.keys[one.start], theirs.keys[two.start]) == "inflection"


def _negated(ours: Side, theirs: Side, block: Block, keyer: Keyer) -> Iterator[Meaning]:
    """A word for its opposite: "unsafe" for "safe"."""
    mine, other = ours.keys[slice(*block.ours)], theirs.keys[slice(*block.theirs)]
    for i, one in enumerate(mine):
        for j, two in enumerate(other):
            longer, shorter = (one, two) if len(one) > len(two) else (two, one)
            if len(shorter) > 2 and any(longer == prefix + shorter for prefix in keyer.language.prefixes):
                at, there = block.ours[0] + i, block.theirs[0] + j
                yield Meaning("negation", "change", theirs.words(there, there + 1), ours.words(at, at + 1))


def _words(side: Side, hits: Sequence[Hit]) -> Words | None:
    return side.words(min(hit.start for hit in hits), max(hit.end for hit in hits)) if hits else None


def _category(hit: Hit) -> MeaningName:
    return cast("MeaningName", hit.name.partition(":")[0])


def _weak(hit: Hit) -> bool:
    """It counts only where it stands for another of its category."""
    return ":?" in hit.name


def _hits(side: Side, part: Span, keyer: Keyer) -> list[Hit]:
    """What meaning hangs on in part of a side: phrases that the part touches, the longest first, those within it before
    those that reach over its ends; numbers and names."""
    start, end = part
    if start == end:
        return []
    reach = max(0, start - 4)
    found = lexicon(keyer.language.meaning, keyer).hits(side.keys[reach : end + 4])
    moved = [Hit(hit.name, hit.start + reach, hit.end + reach) for hit in found]
    met = [hit for hit in moved if hit.start < end and start < hit.end]
    return _longest(met, part) + list(_numbers(side, part)) + list(_capitals(side, part, keyer))


def _longest(hits: Iterable[Hit], part: Span) -> list[Hit]:
    """Of phrases that overlap the longest; before them negations within the part ("not" of "not sure")."""

    def key(hit: Hit) -> tuple[bool, int, int]:
        negates = hit.name.startswith("negation") and part[0] <= hit.start and hit.end <= part[1]
        return not negates, hit.start - hit.end, hit.start

    kept: list[Hit] = []
    for hit in sorted(hits, key=key):
        if not any(hit.start < other.end and other.start < hit.end for other in kept):
            kept.append(hit)
    return kept


def _numbers(side: Side, part: Span) -> Iterator[Hit]:
    """Numbers; "one", "first" and "second" in letters may be none, and count only against another number."""
    for i in range(*part):
        key, start = side.keys[i], side.spans[i][0]
        if key[0].isdigit():
            word = side.text[start : start + 1].isalpha() and key in ("1", "1st", "2nd")
            yield Hit(f"number:{'?' if word else ''}{_ORDINAL.sub('', key)}", i, i + 1)


def _capitals(side: Side, part: Span, keyer: Keyer) -> Iterator[Hit]:
    """Names: words with a capital letter, but those that a sentence begins with, unless nobody knows them otherwise."""
    for i in range(*part):
        start, end = side.spans[i]
        raw = side.text[start:end].strip("[]")
        if (
            not raw[:1].isupper()
            or raw in ("I",)
            or raw.startswith(("I'", "I’"))
            or side.keys[i] in keyer.language.function
        ):
            continue
        if begins_sentence(side.text, start) and side.keys[i] in keyer.language.frequencies.words:
            continue
        yield Hit(f"name:{side.keys[i].removesuffix(chr(39) + 's')}", i, i + 1)


def begins_sentence(text: str, start: int) -> bool:
    """Whether nothing, or the end of a sentence, stands before a place."""
    before = text[max(0, start - 12) : start].rstrip(" \t\"'“‘«([")
    return not before.strip() or before.endswith(("\n", ".", "!", "?", ":", "…", "—", "–")) or before[-1:] in "”’"

"""Every quotation mark of a text, with what stands on either side of it.

A mark's *side* is the class of the character next to it, looking past other marks and past characters of no
width.  What a mark may do is told from its glyph and its two sides; see `sayso.attribute.costs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["double", "single", "guillemets", "small guillemets", "corners", "white corners", "title", "small title"]
Side = Literal["gap", "word", "digit", "stop", "lead", "dash", "other"]

GLYPHS: dict[str, Kind] = {
    **dict.fromkeys(['"', "“", "”", "„", "‟", "″", "〝", "〞", "〟", "＂", "''", "``", "‘‘", "’’", ",,"], "double"),
    **dict.fromkeys(["'", "‘", "’", "‚", "‛", "`", "´", "＇"], "single"),
    **dict.fromkeys("«»", "guillemets"),
    **dict.fromkeys("‹›", "small guillemets"),
    **dict.fromkeys("「」｢｣", "corners"),
    **dict.fromkeys("『』", "white corners"),
    **dict.fromkeys("《》", "title"),
    **dict.fromkeys("〈〉", "small title"),
}

SPELLED: dict[str, str] = {
    # Marks left as HTML entities by a page that was escaped twice or never unescaped.
    **dict.fromkeys(["&quot;", "&#34;", "&#x22;"], '"'),
    **dict.fromkeys(["&ldquo;", "&#8220;", "&#x201c;"], "“"),
    **dict.fromkeys(["&rdquo;", "&#8221;", "&#x201d;"], "”"),
    **dict.fromkeys(["&bdquo;", "&#8222;", "&#x201e;"], "„"),
    **dict.fromkeys(["&lsquo;", "&#8216;", "&#x2018;"], "‘"),
    **dict.fromkeys(["&rsquo;", "&#8217;", "&#x2019;"], "’"),
    **dict.fromkeys(["&apos;", "&#39;", "&#x27;"], "'"),
    **dict.fromkeys(["&laquo;", "&#171;", "&#xab;"], "«"),
    **dict.fromkeys(["&raquo;", "&#187;", "&#xbb;"], "»"),
    # UTF-8 read as Windows-1252; the last byte of a closing mark is often lost.
    **{"â€œ": "“", "â€\x9d": "”", "â€˜": "‘", "â€™": "’", "â€ž": "„"},
}

NO_WIDTH = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
"""Soft hyphen, zero-width spaces and joiners, and the marks that steer the direction of writing."""
FAR = 8
"""Characters of no width that are looked past; a longer run of them counts as a gap."""
ORNAMENT = 8
"""Marks touching one another above which they are an ornament."""

STOPS = frozenset(".,;:!?…)]}%。、，．！？；：）】〕،؛؟·")
LEADS = frozenset("([{¿¡（【〔")
DASHES = frozenset("-‐‑‒–—―−/\\|~_")

_ENTITY = "|".join(re.escape(entity).replace("&", "&(?:amp;)?") for entity in SPELLED)
FIND = re.compile(
    r"(?P<code>```|(?<!`)`[^`\n'’]{1,80}`(?!`))"  # code in backticks is not quoted speech
    + rf"|(?P<spelled>{_ENTITY})"
    + r"|(?P<pair>''|``|‘‘|’’|(?<!\S),,(?=\w))"
    + r"|(?P<glyph>[\"“”„‟″〝〞〟＂'‘’‚‛`´＇«»‹›「」｢｣『』《》〈〉])",
    re.IGNORECASE,
)


class Mark(NamedTuple):
    """A quotation mark, or what may be one.  ``glyph`` is a key of `GLYPHS`, whatever was written."""

    start: int
    end: int
    glyph: str
    kind: Kind
    left: Side
    right: Side


def side(character: str) -> Side:
    """The class of a character beside a mark; the empty string is the edge of a paragraph."""
    if not character or character.isspace():
        return "gap"
    if character.isdigit():
        return "digit"
    if character.isalpha():
        return "word"
    if character in STOPS:
        return "stop"
    if character in LEADS:
        return "lead"
    return "dash" if character in DASHES else "other"


def marks(text: str, start: int, end: int) -> list[Mark]:
    """The marks of a paragraph in order, without those that can only be a letter's apostrophe."""
    found = _without_ornaments([(m.start(), m.end(), _glyph(m)) for m in _finds(text, start, end)])
    lefts = _sides(text, found, start, end, forward=True)
    rights = _sides(text, found[::-1], start, end, forward=False)[::-1]
    return [
        Mark(s, e, glyph, GLYPHS[glyph], left, right)
        for (s, e, glyph), left, right in zip(found, lefts, rights, strict=True)
    ]


def _without_ornaments(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The marks but for those in long runs that touch: a line of marks quotes nothing."""
    runs: list[list[tuple[int, int, str]]] = []
    for one in found:
        if runs and runs[-1][-1][1] == one[0]:
            runs[-1].append(one)
        else:
            runs.append([one])
    return [one for run in runs if len(run) <= ORNAMENT for one in run]


def _glyph(match: re.Match[str]) -> str:
    written = match.group()
    if match.lastgroup != "spelled":
        return written
    return SPELLED[written.lower().replace("&amp;", "&")] if written[0] == "&" else SPELLED[written]


def _finds(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for match in FIND.finditer(text, start, end):
        if match.lastgroup != "code" and not _within_word(text, match, start, end):
            yield match


def _within_word(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether letters or digits on both sides make a mark part of a word: isn't, O‘ahu, 6'2, צה"ל.

    Scripts that put no spaces between words are let through: there a mark stands between letters.
    """
    before = text[match.start() - 1] if match.start() > start else ""
    after = text[match.end()] if match.end() < end else ""
    if not (before.isalnum() and after.isalnum()):
        return False
    if GLYPHS[_glyph(match)] == "single":
        return before < "\u2e80" and after < "\u2e80"
    return "\u05d0" <= before <= "\u05ea" and "\u05d0" <= after <= "\u05ea"


def _sides(text: str, found: list[tuple[int, int, str]], start: int, end: int, *, forward: bool) -> list[Side]:
    """The left sides of marks in text order, or the right sides of marks in reverse order.

    A mark that touches the one before it has that one's side, so a run of marks is walked once.
    """
    sides: list[Side] = []
    edge: int = -1
    last: Side = "gap"
    for s, e, _ in found:
        near, far = (s, e) if forward else (e, s)
        if near != edge:
            last = side(_beside(text, near, start, end, -1 if forward else 1))
        sides.append(last)
        edge = far
    return sides


def _beside(text: str, at: int, start: int, end: int, step: int) -> str:
    """The nearest character with a width before (step -1) or after (step 1) a position, or ""."""
    place = at - 1 if step < 0 else at
    for _ in range(FAR):
        if not start <= place < end:
            return ""
        if text[place] not in NO_WIDTH and text[place] not in "*_":
            return text[place]
        place += step
    return ""

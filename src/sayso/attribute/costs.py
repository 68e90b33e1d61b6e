"""What it costs to read a quotation mark one way or another.

0 is what a careful typist does; 1 is unusual; 3 is a mark without a partner; `NEVER` rules a reading out.
`sayso.attribute.marks` takes the cheapest reading of a paragraph as a whole.
"""

from __future__ import annotations

import re

from sayso.attribute.glyphs import Mark
from sayso.languages import Language

NEVER = 99.0
ALONE = 3.0
"""An opening mark that is never closed, or a closing one that nothing opened."""
MIXED = 2.0
"""A pair whose two marks do not belong together."""
CONTINUES = 0.3
"""An open quotation that goes on in the next paragraph, behind an opening mark of its own."""
SAME_INSIDE = {'"': 3.6, "'": 3.6, "''": 3.6}
"""A quotation straight inside one of the same kind: rare, and with straight marks hardly told apart."""
SAME_INSIDE_CURLY = 1.6
RUNS_ON = 1.9
"""The same without a mark there.  So it takes a closing mark that nothing else opened, at most three
paragraphs on: in news text, nearly every unclosed mark that such a one follows is one long quotation."""
RUNS_ON_LINE = 1.0
"""The same where only a line ends, without a blank one."""
ASCRIBED = 5.0
"""Besides, where the paragraph ends in a cue: then it is likelier that the closing mark was lost."""

# An opening mark has a gap, a bracket or a dash before it and a word behind it; a closing one the reverse.
OPEN_LEFT = {"gap": 0.0, "lead": 0.0, "dash": 0.3, "other": 0.5, "stop": 1.0, "word": 1.2, "digit": 1.5}
OPEN_RIGHT = {"word": 0.0, "digit": 0.0, "lead": 0.0, "other": 0.1, "dash": 0.5, "stop": 0.7, "gap": 1.2}
CLOSE_LEFT = {"word": 0.0, "digit": 0.0, "stop": 0.0, "other": 0.1, "dash": 0.3, "gap": 1.2, "lead": 1.5}
CLOSE_RIGHT = {"gap": 0.0, "stop": 0.0, "dash": 0.2, "other": 0.5, "digit": 0.8, "lead": 0.8, "word": 1.2}
OPPOSITE = 2.0
"""Besides, where both sides speak for the reverse."""

OPENS_ONLY = frozenset(["„", "‚", ",,", "``", "`", "「", "｢", "『", "《", "〈", "〝"])
CLOSES_ONLY = frozenset(["´", "」", "｣", "』", "》", "〉", "〞", "〟"])
FACES_BACK = {"”": 2.0, "’’": 2.0, "’": 2.5, "»": 0.5, "›": 0.5}
"""Closing marks, and what it costs one to open; guillemets open either way round in one language or another."""

USUAL = frozenset(
    tuple(pair.split())
    for pair in """
    “ ” | „ “ | „ ” | ‟ ” | " " | ″ ″ | ＂ ＂ | 〝 〞 | 〝 〟 | '' '' | `` '' | ‘‘ ’’ | ,, '' | « » | » « | » »
    ‘ ’ | ‚ ‘ | ‚ ’ | ‛ ’ | ' ' | ` ' | ´ ´ | ＇ ＇ | ‹ › | › ‹ | › › | 「 」 | ｢ ｣ | 『 』 | 《 》 | 〈 〉
    """.strip()
    .replace("\n", "|")
    .split("|")
)
"""Pairs of marks that are somebody's custom, in whichever language."""

STRAIGHT_DOUBLE = frozenset(['"', "″", "”", "''", "＂", "‘‘", "’’"])
"""What stands for inches and seconds, and below a word for the same word again."""
APOSTROPHES = frozenset(["'", "’", "‘", "‛", "`", "´", "＇"])
FEET = re.compile(r"\d\s?['’′´]\s?\d{1,2}(?:\.\d+)?\s?$")
DECADE = re.compile(r"\d\ds?\b")
WORD_AFTER = re.compile(r"[^\W\d_]{1,12}\b")
WORD_BEFORE = re.compile(r"[^\W\d_]{1,12}$")
DITTO_BEFORE = re.compile(r"(?:^|\n|\s\s|\t)$")
DITTO_AFTER = re.compile(r"$|\n|\s\s|\t")


def usual(opening: str, closing: str, language: Language) -> bool:
    """Whether two glyphs are a pair in this language or anywhere."""
    return (opening, closing) in USUAL or any((p.open, p.close) == (opening, closing) for p in language.marks)


def open_cost(text: str, mark: Mark, language: Language) -> float:
    """Reading the mark as one that opens a quotation."""
    if mark.glyph in CLOSES_ONLY:
        return NEVER
    cost = OPEN_LEFT[mark.left] + OPEN_RIGHT[mark.right]
    if mark.right == "gap" and mark.left in ("word", "digit", "stop"):
        cost += OPPOSITE
    if not any(pair.open == mark.glyph for pair in language.marks):
        cost += FACES_BACK.get(mark.glyph, 0.0)
    return cost + (0.8 if mark.kind == "single" and _leads_elision(text, mark, language) else 0.0)


def close_cost(text: str, mark: Mark, language: Language) -> float:
    """Reading the mark as one that closes a quotation; that the pair is usual is reckoned apart."""
    if mark.glyph in OPENS_ONLY:
        return NEVER
    if mark.left == "gap" and mark.right == "word" and _before_cue(text, mark, language):
        return 0.5
    cost = CLOSE_LEFT[mark.left] + CLOSE_RIGHT[mark.right]
    return cost + (OPPOSITE if mark.left == "gap" and mark.right in ("word", "digit") else 0.0)


def _before_cue(text: str, mark: Mark, language: Language) -> bool:
    """A closing mark put together with the cue by a tokeniser: the wells are dry, "Marsh said."""
    if mark.start < 2 or text[mark.start - 2] != ",":
        return False
    words = text[mark.end : mark.end + 40].lower().split()
    return not language.words.speaks.isdisjoint(words[:2])


def alone_cost(mark: Mark) -> float:
    """Leaving a mark without a partner: single marks are too often apostrophes to be missed lightly."""
    if mark.kind != "single" or mark.glyph in "‘‚":
        return ALONE
    return 2.6 if mark.glyph == "’" and mark.left == "stop" else ALONE + 1


def letter_cost(text: str, mark: Mark, language: Language) -> float:
    """Reading the mark as no quotation mark: an apostrophe, a unit, a ditto mark."""
    if mark.glyph in APOSTROPHES:
        return _apostrophe_cost(text, mark, language)
    return _unit_cost(text, mark) if mark.glyph in STRAIGHT_DOUBLE else 6.0


def _apostrophe_cost(text: str, mark: Mark, language: Language) -> float:
    if mark.left == "digit":  # feet, minutes; the '90s are led by theirs
        return 0.2
    if mark.left == "word":
        return _trailing_cost(text, mark, language)
    if mark.glyph == "`":
        return 1.0
    if mark.right in ("word", "digit"):
        if _leads_elision(text, mark, language):  # 'em, 'tis, the '90s
            return 0.3 if mark.glyph == "‘" else 0.2
        return 3.2 if mark.glyph == "‘" else 2.3
    return 3.0 if mark.left == "stop" else 1.5


def _trailing_cost(text: str, mark: Mark, language: Language) -> float:
    """An apostrophe behind a letter: the players' coach, singin' along, rock 'n' roll."""
    word = WORD_BEFORE.search(text, max(0, mark.start - 13), mark.start)
    before = word.group().lower() if word else ""
    if before in language.words.elisions:
        return 0.2
    if before.endswith(("s", "z", "x")):
        return 0.5
    return 0.8 if before.endswith("in") else 1.5


def _leads_elision(text: str, mark: Mark, language: Language) -> bool:
    if DECADE.match(text, mark.end):
        return True
    word = WORD_AFTER.match(text, mark.end)
    return bool(word) and word.group().lower() in language.words.elisions  # type: ignore[union-attr]


def _unit_cost(text: str, mark: Mark) -> float:
    if FEET.search(text, max(0, mark.start - 12), mark.start):  # 6'2"
        return 0.0
    if mark.left == "digit":  # a 27" screen
        return 0.7
    if DITTO_BEFORE.search(text, max(0, mark.start - 2), mark.start) and DITTO_AFTER.match(text, mark.end):
        return 0.4
    return 2.5 if mark.left == mark.right == "word" else 6.0

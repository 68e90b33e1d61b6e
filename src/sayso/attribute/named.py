"""Statements whose speaker is named by the layout: on a line below a quotation, or before a colon at the head of
each turn of a transcript or an interview."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from sayso.attribute.marks import Stretch
from sayso.attribute.roles import FIRST_PERSON
from sayso.attribute.tagger import Found, silent
from sayso.model import Article, Block, Pieces, Span

SET_APART = ("quote", "post")
DASHES = "-–—―"
WORD = r"[^\W\d_a-z][\w.'’-]*+"  # with a capital
LITTLE = r"(?:of|the|for|and|de|la|van|von|der|bin|al)"
CREDIT_BLOCK = re.compile(rf"\s*+(?P<cue>[{DASHES}]*+)[^\w\n]*+(?P<source>[^\W\d_][^\n(),|]*+)")
CREDIT_LINE = re.compile(
    rf"[^\S\n]*+(?P<line>\n\s*+)?(?P<cue>[{DASHES}]{{1,2}}+)[^\S\n]*+"  # a dash, on the same line or a later one
    rf"(?P<source>{WORD}(?:[^\S\n](?:{LITTLE}[^\S\n])*{WORD}){{0,7}}+)"  # a name, or an office and a name
    rf"(?=[^\S\n]*+(?:,|$|\n(?!\s*+[{DASHES}])))"  # and a comma or nothing after it, but no list
)
SENTENCE = re.compile(r"[.?!…,]\W*$")
TURN = re.compile(
    rf"^[^\S\n]*+[\"“]?(?P<source>{WORD}(?:[^\S\n]{WORD}){{0,4}})"  # up to five words with capitals
    r"[^\S\n]?(?P<cue>:)[^\S\n]++(?P<content>[\"“‘…—(]*+[^\W\d_][^\n]*[.?!…—–\"”’)])[^\S\n]*+$",  # and sentences
    re.M,
)
FEWEST_TURNS = 4
"""Turns from which a text is taken to have them."""
MOST_NAMES = 20
"""Names that are looked for in full at most."""
MARGIN = 80
"""Columns that a paragraph may be indented by at most."""
CONFIDENCE = 0.95
"""Right were 26 of 26 below blocks in 364 saved pages, 48 of 51 below lines and at turns in labelled articles
(``python -m bench.layout``)."""


def named(article: Article, stretches: Sequence[Stretch]) -> list[Found]:
    """All such statements of an article; ``stretches`` are its quotations."""
    found = [*_below_lines(article.text, stretches), *_turns(article.text)]
    around = silent(article)
    outside = [f for f in found if not any(s <= f.content[0][0] < e for s, e in around)]
    return [*_below_blocks(article), *outside]


def _below_blocks(article: Article) -> Iterator[Found]:
    """Block quotations and posts that a credit in the same element ends."""
    runs = [(role, list(blocks)) for role, blocks in groupby(article.blocks, key=lambda block: block.role)]
    for (role, run), (other, below) in pairwise(runs):
        if role in SET_APART and other == "byline":
            credit = CREDIT_BLOCK.match(article.text, *below[0].span)
            quotation = _credited(run, below[0], article.text)
            if credit and quotation:
                yield _found(credit, tuple(block.span for block in quotation))


def _credited(run: Sequence[Block], below: Block, text: str) -> list[Block]:
    """The blocks that a byline stands below: those of its own block quotation; or the last where it has a dash."""
    element = re.match(r".*/blockquote(?:\[\d+\])?", below.origin or "")
    if element:
        return [block for block in run if f"{block.origin}/".startswith(f"{element[0]}/")]
    return [run[-1]] if text[below.span[0]] in DASHES else []


def _below_lines(text: str, stretches: Sequence[Stretch]) -> Iterator[Found]:
    """Paragraphs that are a quotation, each with a dash and a name after it: on the next line, or at the end."""
    for stretch in stretches:
        (start, _), (_, end) = stretch.pieces[0], stretch.pieces[-1]
        credit = CREDIT_LINE.match(text, end) if _opens_paragraph(text, start) else None
        if credit and SENTENCE.search(text[end - 5 : end]) and (credit["line"] or " " in credit["source"]):
            yield _found(credit, stretch.pieces)


def _opens_paragraph(text: str, start: int) -> bool:
    line, broken, indent = text[max(0, start - MARGIN) : start].rpartition("\n")
    return not indent.strip() and bool(broken or start <= MARGIN) and not line.endswith(":")


def _turns(text: str) -> Iterator[Found]:
    """The turns of a text that has several, of people who ask, or speak of themselves or to each other, and whose
    family names come again."""
    turns = [(turn["source"].split()[-1], turn) for turn in TURN.finditer(text)]
    names = Counter(name for name, _ in turns)
    again = [(name, turn) for name, turn in turns if names[name] > 1 and len(name) > 1]
    talk = [turn for _, turn in again if "?" in turn["content"] or FIRST_PERSON.search(turn["content"])]
    people = list(dict(again))[:MOST_NAMES]
    if len(again) >= FEWEST_TURNS and 2 * len(talk) >= len(again) and any(_in_full(name, text) for name in people):
        yield from (_found(turn, (turn.span("content"),)) for _, turn in again)


def _in_full(name: str, text: str) -> bool:
    """Whether a family name stands behind a first name, outside the heads of turns."""
    either = f"{re.escape(name)}|{re.escape(name.capitalize())}"
    return bool(re.search(rf"\b[^\W\d_a-z][\w.'’-]*\s(?:{either})\b(?!\s?:)", text))


def _found(match: re.Match[str], content: Pieces) -> Found:
    source = (match.start("source"), match.start("source") + len(match["source"].rstrip(" .\u00a0")))
    cue: tuple[Span, ...] = (match.span("cue"),) if match["cue"] else ()
    return Found((source,), cue, content, 0, (), CONFIDENCE)

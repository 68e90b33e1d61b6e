"""Statements whose speaker is named by the layout: on a line below a quotation, or before a colon at the head of
each turn of a transcript or an interview."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from sayso.attribute.marks import Stretch
from sayso.attribute.tagger import Found
from sayso.model import Article, Block, Pieces, Span

SET_APART = ("quote", "post")
DASHES = "-–—―"
CREDIT_BLOCK = re.compile(rf"\s*(?P<cue>[{DASHES}]*)\s*(?P<source>[^\n(,|]*[^\s(,|])")
CREDIT_LINE = re.compile(
    rf"[^\S\n]*(?P<line>\n)?\s*(?P<cue>[{DASHES}]{{1,2}})\s*"  # a dash, on the next line or the same
    r"(?P<source>[^\W\d_a-z](?:[^\n,.]|\.(?=\s?[A-Z])){1,60}?)"  # a name, or an office and a name
    r"(?=,|\.?\s*(?:\n|$))"  # and a comma or nothing after it
)
TURN = re.compile(
    r"^[^\S\n]*[\"“]?(?P<source>[A-Z][\w.'’-]+(?:[^\S\n][A-Z][\w.'’-]*){0,4})"  # up to five words with capitals
    r"[^\S\n]?(?P<cue>:)[^\S\n]+(?P<content>[\"“‘…—(]*[^\W\d_][^\n]*[.?!…—–\"”’)])\s*$",  # a colon, and sentences
    re.M,
)
NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?:\s[^\W\d_a-z][\w.'’-]*){1,4}")
LEAST_TURNS = 4
"""Turns from which a text is taken to have them."""
CONFIDENCE = 0.95
"""Right were 26 of 26 below blocks in 364 saved pages, and below lines and at turns 52 of 56 in PolNeAR and GUM."""


def named(article: Article, stretches: Sequence[Stretch]) -> list[Found]:
    """All such statements of an article; ``stretches`` are its quotations."""
    return [*_below_blocks(article), *_below_lines(article.text, stretches), *_turns(article.text)]


def _below_blocks(article: Article) -> Iterator[Found]:
    """Block quotations and posts that a credit in the same element ends."""
    runs = [(role, list(blocks)) for role, blocks in groupby(article.blocks, key=lambda block: block.role)]
    for (role, run), (other, below) in pairwise(runs):
        if role in SET_APART and other == "byline" and _belongs(article.text, below[0]):
            credit = CREDIT_BLOCK.match(article.text, *below[0].span)
            if credit:
                yield _found(credit, tuple(block.span for block in run))


def _belongs(text: str, below: Block) -> bool:
    """Whether a byline is that of a quotation, not of the article."""
    return "/blockquote" in (below.origin or "") or text[below.span[0]] in DASHES


def _below_lines(text: str, stretches: Sequence[Stretch]) -> Iterator[Found]:
    """Paragraphs that are a quotation, each with a dash and a name after it: on the next line, or at the end."""
    for stretch in stretches:
        (start, _), (_, end) = stretch.pieces[0], stretch.pieces[-1]
        credit = CREDIT_LINE.match(text, end) if not text[text.rfind("\n", 0, start) + 1 : start].strip() else None
        if credit and (credit["line"] or NAME.fullmatch(credit["source"])):
            yield _found(credit, stretch.pieces)


def _turns(text: str) -> Iterator[Found]:
    """The turns of a text that has several whose family names come again."""
    turns = list(TURN.finditer(text))
    names = Counter(turn["source"].split()[-1] for turn in turns)
    again = [turn for turn in turns if names[turn["source"].split()[-1]] > 1]
    if len(again) >= LEAST_TURNS:
        yield from (_found(turn, (turn.span("content"),)) for turn in again)


def _found(named: re.Match[str], content: Pieces) -> Found:
    cue: tuple[Span, ...] = (named.span("cue"),) if named["cue"] else ()
    return Found((named.span("source"),), cue, content, 0, (), CONFIDENCE)

"""Quotations set apart on a page, block quotations and posts, with the name that stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from sayso.attribute.tagger import Found
from sayso.model import Article, Block, Pieces

SET_APART = ("quote", "post")
CREDIT = re.compile(r"\s*(?P<dash>[-–—―]*)\s*(?P<name>[^\n(,|]*[^\s(,|])")
CONFIDENCE = 0.95
"""In 364 saved pages all 26 such quotations were rightly ascribed."""


def credited(article: Article) -> Iterator[Found]:
    """The statement of each run of blocks set apart that a credit in the same element ends."""
    for run, below in _runs(article):
        source, cue = _credit(article.text, below)
        if source:
            yield Found(source, cue, tuple(block.span for block in run), 0, (), CONFIDENCE)


def _runs(article: Article) -> Iterator[tuple[list[Block], Block]]:
    """Runs of blocks that are quotations, each with the byline right below it."""
    runs = [(role, list(blocks)) for role, blocks in groupby(article.blocks, key=lambda block: block.role)]
    for (role, run), (other, below) in pairwise(runs):
        if role in SET_APART and other == "byline" and _belongs(article.text, below[0]):
            yield run, below[0]


def _belongs(text: str, below: Block) -> bool:
    """Whether a byline is that of a quotation, not of the article."""
    return "/blockquote" in (below.origin or "") or text[below.span[0]] in "-–—―"


def _credit(text: str, below: Block) -> tuple[Pieces, Pieces]:
    found = CREDIT.match(text, *below.span)
    if not found:
        return (), ()
    return (found.span("name"),), (found.span("dash"),) if found["dash"] else ()

"""Originals made ready: their words indexed, labels and stage notes blanked, with the way back to every place."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from sayso.errors import Refused
from sayso.languages import Language, load
from sayso.languages import matching as languages
from sayso.languages.matching import Matching
from sayso.match.index import Index, Ints
from sayso.match.keys import Keyer, blanked
from sayso.model import Article, Place, Searched, Span, Turn

MOST = 120_000_000
"""Characters of originals that are held at once: some ten times that in bytes of memory."""
_NOTE = re.compile(r"\(([^()\n]{1,60})\)|\[([^\[\]\n]{1,60})\]|<([^<>\n]{1,40})>")
_PAGE_NUMBER = re.compile(
    r"(?<=\n)[ \t]*(?:[-–—][ \t]?\d{1,4}[ \t]?[-–—]|page \d{1,4}(?: of \d{1,4})?)[ \t]*(?=\n)", re.I
)
_ALONE = re.compile(r"(?m)^[A-Z][A-Z ]{3,40}$")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BLANKED_ROLES = ("furniture",)


class Originals:
    """Primary sources to hold quotations against.  All are matched in one language, that of most of them."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.articles = _held(articles)
        if not self.articles:
            raise Refused("originals", "there is nothing to check against", "name files or folders of originals")
        tag = _commonest([article.language for article in self.articles])
        self.language: Language = load(tag)
        self.matching: Matching = languages.load(tag)
        self.keyer = Keyer(self.matching)
        self.blank = [self._blanked(article) for article in self.articles]
        self.index = Index(self.blank, self.keyer)
        self.orders: dict[str | None, Ints] = {}
        """Ranks of the originals by the date of a draft, once worked out."""

    def __len__(self) -> int:
        return len(self.articles)

    @cached_property
    def searched(self) -> Searched:
        """How much there is to search."""
        tags = sorted({article.language for article in self.articles if article.language})
        return Searched(len(self.articles), len(self.index), tuple(tags))

    @cached_property
    def by_id(self) -> dict[str, Article]:
        """The originals by their ids."""
        return {article.id: article for article in self.articles}

    @cached_property
    def days(self) -> list[int | None]:
        """The days of the originals, as numbers; None where it is not known to the day."""
        return [day_of(article.published) for article in self.articles]

    @cached_property
    def said(self) -> list[str]:
        """The dates of the originals, as far as they are known, to the day; empty for none."""
        return [(article.published or "")[:10] for article in self.articles]

    @cached_property
    def by_date(self) -> Ints:
        """The rank of each original's date among all, the same for the same; -1 for none."""
        ranks = {said: rank for rank, said in enumerate(sorted(set(self.said)))}
        return np.array([ranks[said] if said else -1 for said in self.said], np.int64)

    def _blanked(self, article: Article) -> str:
        """The text with all that nobody said blanked at equal length."""
        spans = [turn.label for turn in article.turns if turn.label]
        spans += [block.span for block in article.blocks if block.role in _BLANKED_ROLES]
        spans += [found.span() for found in _PAGE_NUMBER.finditer(article.text)]
        spans += stage_notes(article.text, self.matching)
        return blanked(article.text, spans)

    def turn(self, number: int, place: int) -> Turn | None:
        """The turn that a place in an original is in."""
        turns = self.articles[number].turns
        at = bisect_right(turns, place, key=lambda turn: turn.span[0]) - 1
        return turns[at] if at >= 0 and place < turns[at].span[1] else None

    def speakers(self, number: int, start: int, end: int) -> set[str | None]:
        """Who speaks between two places of an original, none where there are no turns."""
        turns = self.articles[number].turns
        first = max(0, bisect_right(turns, start, key=lambda turn: turn.span[0]) - 1)
        last = bisect_right(turns, end, key=lambda turn: turn.span[0])
        return {turn.speaker for turn in turns[first:last]}

    def limits(self, number: int, place: int) -> Span:
        """The span of the turn that a place is in; where there are no turns, the whole text."""
        turn = self.turn(number, place)
        return turn.span if turn else (0, len(self.articles[number].text))

    def place(self, number: int, span: Span) -> Place:
        """A span of an original as a place, with the way back to it."""
        article = self.articles[number]
        turn = self.turn(number, span[0])
        return Place(
            article.id,
            span,
            article.text[slice(*span)],
            turn.speaker if turn else None,
            article.published,
            self._where(number, span[0]),
        )

    def _where(self, number: int, place: int) -> str | None:
        """The page, the time, or the paragraph of a place; the line in plain text."""
        article = self.articles[number]
        at = bisect_right(article.blocks, place, key=lambda block: block.span[0]) - 1
        origin = article.blocks[at].origin if at >= 0 else None
        if origin is None:
            return f"line {article.text.count(chr(10), 0, place) + 1}"
        if origin.startswith("t="):
            return clock(float(origin[2:].split(",")[0]))
        return origin.replace("=", " ", 1) if "=" in origin and not origin.startswith("/") else None


def day_of(date: str | None) -> int | None:
    """The number of a day, if a date is known to the day."""
    try:
        return datetime.date.fromisoformat((date or "")[:10]).toordinal()
    except ValueError:
        return None


def _held(articles: Iterable[Article]) -> list[Article]:
    """The originals, as many as can be held; refuses more."""
    held: list[Article] = []
    size = 0
    for article in articles:
        size += len(article.text)
        if size > MOST:
            raise Refused(
                article.id,
                f"together the originals are longer than {MOST // 1_000_000} million characters",
                "check against fewer at a time",
            )
        held.append(article)
    return held


def stage_notes(text: str, language: Matching) -> list[Span]:
    """Notes that a transcriber put in: in brackets of any kind or on a line of their own, and in capitals or of words
    known for that."""
    found = [(one.span(), one[1] or one[2] or one[3] or "") for one in _NOTE.finditer(text)]
    found += [(one.span(), one[0]) for one in _ALONE.finditer(text) if one[0].split()[0].lower() in language.stage]
    return [span for span, words in found if _is_note(words, language)]


def _is_note(inner: str, language: Matching) -> bool:
    words = _WORDS.findall(inner)
    if not words:
        return False
    lower = [word.lower() for word in words]
    known = lower[0] in language.stage or lower[-1] in language.stage or " ".join(lower) in language.stage
    return (known and len(words) <= 6) or (inner.isupper() and len("".join(words)) > 2 and len(words) > 1)


def _commonest(tags: Sequence[str | None]) -> str | None:
    """The language that most texts are in."""
    found = [tag for tag in tags if tag]
    return max(sorted(set(found)), key=found.count) if found else None


def clock(seconds: float) -> str:
    """Seconds as a time stamp: 01:02:03."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"

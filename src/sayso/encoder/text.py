"""From text to what the network reads: words, wordpieces, features, windows.

Words are the matches of ``\\w+|[^\\w\\s]``; each is cut into wordpieces and speaks through its first
piece.  Where a paragraph ends, a break token stands.  The base model knows no capitals, so each piece
carries a feature: the case of its word, and whether the word stands within quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sayso.model import Article, Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WORD = re.compile(r"\w+|[^\w\s]")
LINE_BREAK = re.compile(r"\n\s*+")

SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no tokenizer takes; a text may hold them all the same."""
MARK = re.compile(r"[“”„«»\"]|\n\s*\n")

LONGEST = 600_000
"""Characters of an article that are read at most: a long book.  It bounds time and memory."""
PAD, BREAK, UNKNOWN, CLS, SEP = 0, 1, 100, 101, 102
FEATURES = 6
"""Case (lower, capitalised, all capitals) times within quotation marks (no, yes)."""
QUOTED = 3
"""The least feature of a word within quotation marks."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, in order, as parallel arrays of shape [words]."""

    text: str
    starts: Ints
    ends: Ints
    lines: Ints
    """Number of the paragraph that the word stands in; never falls."""
    features: Ints

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The wordpieces of a text: their ids, and the word each belongs to, shape [pieces]."""

    ids: Ints
    words: Ints


@dataclass(frozen=True, slots=True)
class Window:
    """What the network reads at once.  ``words`` is -1 where a piece belongs to no word; words from
    ``core`` on are this window's own, those before it are shown for context."""

    ids: Ints
    words: Ints
    core: int


def line_starts(text: str) -> list[int]:
    """Where paragraphs start, when nothing better is known: after each run of line breaks."""
    return [m.end() for m in LINE_BREAK.finditer(text)]


def quoted(text: str) -> list[Span]:
    """Roughly the stretches within double quotation marks, marks included: a feature for the network.

    A mark opens or closes by its shape, or by the white space around it, or by turns; an empty line closes
    all.  A mark too many so spoils one paragraph at most.  (The true pairing is made elsewhere.)
    """
    found: list[Span] = []
    opened: int | None = None
    for m in MARK.finditer(text):
        here, end = m.span()
        after = text[end : end + 1]
        spaced_before, spaced_after = not text[here - 1 : here].strip() or here == 0, not after.strip()
        if m[0][0] == "\n":
            opens = False
        elif m[0] == '"':
            opens = spaced_before if spaced_before != spaced_after else opened is None
        else:
            opens = m[0] in "“„«" or (m[0] == "”" and opened is None and spaced_before)
        if not opens and opened is not None:
            found.append((opened, end))
        opened = (here if opened is None else opened) if opens else None
    return found + ([(opened, len(text))] if opened is not None else [])


def split_words(text: str, starts_of_paragraphs: Sequence[int], quoted: Sequence[Span]) -> Words:
    """Cut a text into words.  ``quoted`` are the stretches within quotation marks, marks included."""
    spans = [m.span() for m in WORD.finditer(text)]
    table = np.array(spans, dtype=np.int64).reshape(-1, 2)
    starts, ends = table[:, 0], table[:, 1]
    lines = np.searchsorted(np.array(sorted(starts_of_paragraphs), dtype=np.int64), starts, side="right")
    features = np.array([_case(text[s:e]) for s, e in spans], dtype=np.int64)
    inside = np.zeros(len(text) + 1, dtype=np.int64)
    for s, e in quoted:
        inside[s:e] = 1
    return Words(text, starts, ends, lines.astype(np.int64), features + QUOTED * inside[starts])


def words_of(article: Article) -> Words:
    """An article's words.  Its paragraphs are its blocks; where a line holds a sentence they are its lines,
    which is how the network has learned to read such text."""
    text = article.text[:LONGEST]
    by_line = not article.blocks or any(note.code == "line-per-sentence" for note in article.notes)
    starts = line_starts(text) if by_line else [block.span[0] for block in article.blocks]
    return split_words(text, starts, quoted(text))


def _case(word: str) -> int:
    if not word[0].isupper():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1


def cut(words: Words, tokenizer: Tokenizer) -> Pieces:
    """Cut words into wordpieces."""
    text = SURROGATE.sub("\ufffd", words.text)
    listed = [text[s:e] for s, e in zip(words.starts.tolist(), words.ends.tolist(), strict=True)]
    if not listed:
        return Pieces(np.zeros(0, np.int64), np.zeros(0, np.int64))
    encoding = tokenizer.encode(listed, is_pretokenized=True, add_special_tokens=False)
    ids, of = np.array(encoding.ids, np.int64), np.array(encoding.word_ids, np.int64)
    dropped = np.setdiff1d(np.arange(len(words)), of)  # words that the tokenizer's normaliser makes nothing of
    at = np.searchsorted(of, dropped)
    return Pieces(np.insert(ids, at, UNKNOWN), np.insert(of, at, dropped))


def windows(words: Words, pieces: Pieces, size: int, context: int = 0, first: int | None = None) -> list[Window]:
    """Pack whole paragraphs into windows of at most ``size`` pieces; a longer paragraph is cut.

    Each window but the first shows up to ``context`` pieces of what came before it.  ``first`` makes
    the first window's own part hold at most so many pieces (so that training sees other cuts).
    """
    room = size - 2
    groups: list[tuple[int, int]] = []
    limit, used = first or room, 0
    for start, end in _units(words, pieces, room - context):
        length = end - start + 1  # and the break before it
        if groups and used + length <= limit:
            groups[-1], used = (groups[-1][0], end), used + length
        else:
            limit = room - context - 8 if groups else limit  # the context has breaks of its own
            groups.append((start, end))
            used = length
    return [_window(words, pieces, max(0, s - context), s, e) for s, e in groups]


def _units(words: Words, pieces: Pieces, room: int) -> list[tuple[int, int]]:
    """Paragraphs as ranges of pieces, those longer than ``room`` cut."""
    if not len(pieces.ids):
        return []
    lines = words.lines[pieces.words]
    edges = np.flatnonzero(np.diff(lines)) + 1
    bounds = [0, *edges.tolist(), len(lines)]
    return [(k, min(k + room, e)) for s, e in pairwise(bounds) for k in range(s, e, room)]


def _window(words: Words, pieces: Pieces, shown: int, start: int, end: int) -> Window:
    own = pieces.words[shown:end]
    ids = pieces.ids[shown:end]
    edges = np.flatnonzero(np.diff(words.lines[own])) + 1
    ids = np.insert(ids, edges, BREAK)
    at = np.insert(own, edges, -1)
    ends = np.array([-1])
    core = int(pieces.words[start])
    return Window(np.concatenate([[CLS], ids, [SEP]]), np.concatenate([ends, at, ends]), core)


def collate(batch: Sequence[tuple[Window, Words]]) -> tuple[Ints, Ints, Ints]:
    """Pad windows into ids, attention mask and features, each of shape [windows, pieces]."""
    width = max(len(window.ids) for window, _ in batch)
    ids = np.full((len(batch), width), PAD, np.int64)
    mask = np.zeros_like(ids)
    features = np.zeros_like(ids)
    for row, (window, words) in enumerate(batch):
        n = len(window.ids)
        ids[row, :n] = window.ids
        mask[row, :n] = 1
        at = window.words >= 0
        features[row, :n][at] = words.features[window.words[at]]
    return ids, mask, features


def first_pieces(window: Window) -> tuple[Ints, Ints]:
    """The columns of a window at which a word begins, and those words."""
    own = window.words
    begins = (own >= 0) & np.concatenate([[True], own[1:] != own[:-1]])
    columns = np.flatnonzero(begins)
    return columns.astype(np.int64), own[columns]

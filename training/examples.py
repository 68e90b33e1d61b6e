"""From labelled articles to what the network is trained on: words, targets, windows, batches."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bench.data import Record
from sayso.attribute.decode import LABELS, ROLES
from sayso.attribute.inner import bare
from sayso.encoder import text as enc

STYLES = (
    (0.75, {}),
    (0.15, {"“": '"', "”": '"'}),
    (0.06, {"“": "‘", "”": "’"}),
    (0.04, {"“": "«", "”": "»", "’": "'"}),
)
NOT_ASKED = len(LABELS)
LAYOUTS = ((0.74, "as it is"), (0.14, "a line a sentence"), (0.06, "one paragraph"), (0.06, "joined"))


@dataclass(frozen=True, slots=True)
class Target:
    """One gold attribution in words: first words of cue and source (-1 for none), and its content's words."""

    cue: int
    source: int
    content: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One article, or one content to be read again, ready for the network."""

    words: enc.Words
    pieces: enc.Pieces
    tags: NDArray[np.float32]
    """[words, 7]: how probable each label is to be, all nought where it is not asked."""
    targets: tuple[Target, ...]


def example(record: Record, tokenizer: Tokenizer, dice: random.Random | None) -> Example:
    """An article as the network sees it; with ``dice``, in a typography and layout drawn by lot."""
    text = record["text"]
    marks = enc.quoted(text)
    if dice:
        text = text.translate(str.maketrans(_draw(STYLES, dice)))
    words = enc.split_words(text, enc.line_starts(text), marks)
    if dice:
        words = replace(words, lines=_layout(words, _draw(LAYOUTS, dice), dice))
    labels, found = targets(record, words)
    tags = np.append(np.eye(len(LABELS), dtype=np.float32), np.zeros((1, len(LABELS)), np.float32), axis=0)[labels]
    if "soft" in record:  # half on what people say, half on what the teachers do
        tags = (tags + record["soft"]) / 2
    return Example(words, enc.cut(words, tokenizer), tags, found)


def _draw(options: Sequence[tuple[float, object]], dice: random.Random):  # type: ignore[no-untyped-def]
    return dice.choices([o for _, o in options], [w for w, _ in options])[0]


def _layout(words: enc.Words, layout: str, dice: random.Random) -> NDArray[np.int64]:
    if layout == "as it is" or not len(words):
        return words.lines
    if layout == "one paragraph":
        return np.zeros_like(words.lines)
    new = np.concatenate([[False], np.diff(words.lines) > 0])
    if layout == "joined":
        new &= np.array([dice.random() < 0.5 for _ in new])
    else:
        new |= _sentence_starts(words)
    return np.cumsum(new)


def _sentence_starts(words: enc.Words) -> NDArray[np.bool_]:
    """Roughly where sentences start: a capital or an opening mark after a full stop and its marks."""
    chars = [words.text[s:e] for s, e in zip(words.starts.tolist(), words.ends.tolist(), strict=True)]
    gap = np.concatenate([[False], words.starts[1:] > words.ends[:-1]])
    starts = np.zeros(len(words), np.bool_)
    for i in range(2, len(chars)):
        end = chars[i - 2] if chars[i - 1] in "”\"’'" else chars[i - 1]
        before = chars[i - 3] if chars[i - 1] in "”\"’'" else chars[i - 2]
        starts[i] = gap[i] and end in ".!?" and len(before) > 2 and (chars[i][0].isupper() or chars[i][0] in '“"‘')
    return starts


def targets(record: Record, words: enc.Words) -> tuple[NDArray[np.int64], tuple[Target, ...]]:
    """The labels of a text's words (or `NOT_ASKED`) and its links, from the attributions that lie within no other.

    Of a partially labelled text (``partial``) only the surroundings of what is labelled are asked.
    """
    partial = bool(record.get("partial"))
    labels = np.full(len(words), NOT_ASKED if partial else 0, np.int64)
    found = []
    for attribution in record["attributions"]:
        if attribution.get("parent") is not None or not attribution["content"]:
            continue
        spans = {role: [_range(words, piece) for piece in attribution[role]] for role in ROLES}
        spans = {role: [r for r in rs if r[1] > r[0]] for role, rs in spans.items()}
        hull = [edge for rs in spans.values() for r in rs for edge in r]
        if partial and hull:
            near = labels[max(0, min(hull) - 4) : max(hull) + 4]
            near[near == NOT_ASKED] = 0
        for role in ("content", "cue", "source"):
            for lo, hi in spans[role]:
                labels[lo:hi] = 2 + 2 * ROLES.index(role)
                labels[lo] -= 1
        cue, source = (min((r[0] for r in spans[role]), default=-1) for role in ("cue", "source"))
        found.append(Target(cue, source, tuple(w for lo, hi in spans["content"] for w in range(lo, hi))))
    return labels, tuple(found)


def _range(words: enc.Words, span: Sequence[int]) -> tuple[int, int]:
    low = int(np.searchsorted(words.ends, span[0], side="right"))
    return low, int(np.searchsorted(words.starts, span[1], side="left"))


def inner_views(record: Record, least: int = 30) -> list[Record]:
    """Each piece of each content as a text of its own, labelled with the statements that lie directly in it.

    Pieces under ``least`` characters are left out.
    """
    views = []
    for outer in record["attributions"]:
        children = [a for a in record["attributions"] if a.get("parent") == outer["id"]]
        for piece in outer["content"]:
            start, end = bare(record["text"], tuple(piece))
            inside = [_moved(a, start) for a in children if _holds(start, end, a)]
            if end - start >= least:
                name = f"{record['id']}#{outer['id']}-{start}"
                views.append({"id": name, "text": record["text"][start:end], "attributions": inside})
    return views


def _holds(start: int, end: int, attribution: Record) -> bool:
    return all(start <= s and e <= end for role in ROLES for s, e in attribution[role])


def _moved(attribution: Record, by: int) -> Record:
    return {role: [[s - by, e - by] for s, e in attribution[role]] for role in ROLES}


@dataclass(frozen=True, slots=True)
class Links:
    """Links of one kind asked in a batch: n askers, each with k answers (padded) and "none" after them."""

    window: NDArray[np.int64]
    asker: NDArray[np.int64]
    """[n]: the asker's column."""
    answers: NDArray[np.int64]
    """[n, k]: columns of the answers."""
    real: NDArray[np.bool_]
    """[n, k]: which of them are no padding."""
    distance: NDArray[np.int64]
    """[n, k]: words from asker to answer."""
    breaks: NDArray[np.int64]
    """[n, k]: paragraph breaks from asker to answer, -3 to 3."""
    right: NDArray[np.int64]
    """[n]: the right answer, k for none."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays of one step: windows b, pieces t."""

    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    features: NDArray[np.int64]
    tags: NDArray[np.float32]
    """[b, t, 7]: how probable each label of a word's first piece is to be, all nought where not asked."""
    links: tuple[Links | None, Links | None]
    """Cue to source, content to cue."""


def batch(jobs: Sequence[tuple[enc.Window, Example]]) -> Batch:
    """Windows with their targets, padded to one shape."""
    ids, mask, features = enc.collate([(window, ex.words) for window, ex in jobs])
    tags = np.zeros((*ids.shape, len(LABELS)), np.float32)
    asked: tuple[list[_Ask], list[_Ask]] = ([], [])
    for b, (window, ex) in enumerate(jobs):
        columns, own = enc.first_pieces(window)
        tags[b, columns] = ex.tags[own]
        column = dict(zip(own.tolist(), columns.tolist(), strict=True))
        for kind, askers, answers in _questions(ex, column):
            asked[kind].extend(_Ask(b, ex.words, column, word, answers, right) for word, right in askers)
    return Batch(ids, mask, features, tags, (_links(asked[0]), _links(asked[1])))


@dataclass(frozen=True, slots=True)
class _Ask:
    window: int
    words: enc.Words
    column: dict[int, int]
    word: int
    answers: list[int]
    right: int


def _questions(ex: Example, column: dict[int, int]) -> list[tuple[int, list[tuple[int, int]], list[int]]]:
    """(kind, [(asking word, right answering word or -1)], answering words) within one window."""
    inside = [t for t in ex.targets if any(w in column for w in (t.cue, *t.content[:1]))]
    cues = sorted({t.cue for t in inside if t.cue in column})
    sources = sorted({t.source for t in inside if t.source in column})
    of_cue = [(t.cue, t.source) for t in inside if t.cue in column and (t.source < 0 or t.source in column)]
    of_content = [(w, t.cue) for t in inside if t.cue < 0 or t.cue in column for w in t.content if w in column]
    return [(0, of_cue, sources), (1, of_content, cues)]


def _links(asks: Sequence[_Ask]) -> Links | None:
    if not asks:
        return None
    shape = (len(asks), max(1, *(len(a.answers) for a in asks)))
    answers, distance, breaks = (np.zeros(shape, np.int64) for _ in range(3))
    real = np.zeros(shape, np.bool_)
    for n, a in enumerate(asks):
        k, at = len(a.answers), np.array(a.answers, np.int64)
        answers[n, :k], real[n, :k] = [a.column[w] for w in a.answers], True
        distance[n, :k] = at - a.word
        breaks[n, :k] = np.clip(a.words.lines[at] - a.words.lines[a.word], -3, 3)
    right = [a.answers.index(a.right) if a.right >= 0 else shape[1] for a in asks]
    asker = [a.column[a.word] for a in asks]
    return Links(np.array([a.window for a in asks]), np.array(asker), answers, real, distance, breaks, np.array(right))


def batches(examples: Sequence[Example], size: int, count: int, dice: random.Random) -> list[Callable[[], Batch]]:
    """One epoch, made as it is read: windows cut anew, those of like length together, in random order.

    A step holds up to ``count`` times ``size`` pieces.
    """
    jobs = [
        (window, ex)
        for ex in examples
        for window in enc.windows(ex.words, ex.pieces, size, first=dice.randint(60, size - 2))
    ]
    jobs = [(window, ex) for window, ex in jobs if ex.tags[window.words[window.words >= 0]].any()]
    jobs.sort(key=lambda job: len(job[0].ids) // 48 + dice.random())
    groups: list[list[tuple[enc.Window, Example]]] = []
    for job in jobs:
        if not groups or (len(groups[-1]) + 1) * len(job[0].ids) > size * count:
            groups.append([])
        groups[-1].append(job)
    dice.shuffle(groups)
    return [partial(batch, group) for group in groups]

"""The tagger: articles in, attributions in spans of text out, each with its confidence.

An article is read at large first; then each content found is read again as a text of its own, which finds
the statements within statements, and so on down.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from sayso.attribute.confidence import Calibration, features
from sayso.attribute.decode import LEAN, Draft, Place, Range, Scores, decode, log_probabilities, viterbi
from sayso.attribute.inner import bare
from sayso.encoder.network import Network, load
from sayso.encoder.text import Words, line_starts, quoted, split_words, words_of
from sayso.model import Article, Pieces, Span, size

LEAST = 30
"""Characters a content has at least to be read again."""
DEPTH = 3
"""How many times contents of contents are read."""


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution in spans of text, how deep it lies, and the evidence for it."""

    source: Pieces
    cue: Pieces
    content: Pieces
    depth: int
    evidence: tuple[float, ...]
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Tagger:
    """The network with what turns its scores into attributions."""

    network: Network
    place: Place
    calibration: Calibration
    thresholds: tuple[float, ...]
    """Confidence from which an attribution is reported: at the top, and within another."""

    def tag(self, articles: Sequence[Article]) -> list[list[Found]]:
        """The attributions of each article, outer before inner, else in text order."""
        found = find(self.network, self.place, articles)
        return [sure_enough(weighed(one, self.calibration), self.thresholds) for one in found]


def weighed(found: Sequence[Found], calibration: Calibration) -> list[Found]:
    """What was found, with its confidence."""
    sure = calibration.probabilities(features(found))
    return [replace(f, confidence=float(p)) for f, p in zip(found, sure, strict=True)]


def sure_enough(found: Sequence[Found], thresholds: Sequence[float]) -> list[Found]:
    """What is as sure as it must be to be reported; see `Tagger.thresholds`."""
    return [f for f in found if f.confidence >= thresholds[min(f.depth, 1)]]


@dataclass(frozen=True, slots=True)
class _Text:
    """What is read at one depth: an article, or a content as a text of its own that starts at ``offset``."""

    article: int
    words: Words
    offset: int
    whole: Span
    """The content's span with its marks."""
    sure: float = 0.0
    """Mean log probability of the content's tags."""


def find(network: Network, place: Place, articles: Sequence[Article]) -> list[list[Found]]:
    """Every attribution of each article at every depth, sure or not."""
    found: list[list[Found]] = [[] for _ in articles]
    texts = [_Text(k, words_of(a), 0, (0, len(a.text))) for k, a in enumerate(articles)]
    for depth in range(DEPTH + 1):
        inner = []
        for text, drafts in zip(texts, _decode(network, place, texts), strict=True):
            here = [_placed(text, draft, depth) for draft in drafts]
            here = [f for f in here if depth == 0 or _new(f, text)]
            if depth == 0:
                here = list(_outside(here, silent(articles[text.article])))
            found[text.article] += here
            inner += list(_contents(text.article, articles[text.article].text, here))
        texts = inner if depth < DEPTH else []
        if not texts:
            break
    return found


def _decode(network: Network, place: Place, texts: Sequence[_Text]) -> Iterator[list[Draft]]:
    scores = [Scores(**out) for out in network.run([t.words for t in texts], [t.article for t in texts])]
    logs = [log_probabilities(s.tags) for s in scores]
    for text, s, log, labels in zip(texts, scores, logs, viterbi([log + LEAN for log in logs]), strict=True):
        yield decode(text.words, s, log, labels, place)


def _placed(text: _Text, draft: Draft, depth: int) -> Found:
    source, cue, content = (_spans(text, ranges) for ranges in (draft.source, draft.cue, draft.content))
    share = math.log(size(content) / max(size([text.whole]), 1))
    return Found(source, cue, content, depth, (*draft.evidence, text.sure, share if depth else 0.0))


def _spans(text: _Text, ranges: Sequence[Range]) -> Pieces:
    """Ranges of words as spans of the article; ranges that only white space parts are one."""
    spans: list[Span] = []
    for s, e in sorted(ranges):
        start, end = int(text.words.starts[s]), int(text.words.ends[e - 1])
        if spans and not text.words.text[spans[-1][1] - text.offset : start].strip():
            start = spans.pop()[0] - text.offset
        spans.append((start + text.offset, end + text.offset))
    return tuple(spans)


def _new(found: Found, text: _Text) -> bool:
    """Whether something found in a content is more than that content itself, and says by whom."""
    return bool(found.cue) and size(found.content) < 0.9 * size([text.whole])


def _outside(found: Iterable[Found], spans: Sequence[Span]) -> Iterator[Found]:
    """What was found, without the pieces of content that begin in one of ``spans``."""
    for f in found:
        content = tuple(piece for piece in f.content if not any(s <= piece[0] < e for s, e in spans))
        if content:
            yield replace(f, content=content)


def _contents(article: int, text: str, found: Sequence[Found]) -> Iterator[_Text]:
    for f in found:
        for piece in f.content:
            start, end = bare(text, piece)
            if end - start >= LEAST:
                part = text[start:end]
                words = split_words(part, line_starts(part), quoted(part))
                yield _Text(article, words, start, piece, f.evidence[0])


def silent(article: Article) -> list[Span]:
    """What surrounds the article, or signs it, and says nothing of its own."""
    return [block.span for block in article.blocks if block.role in ("furniture", "byline", "dateline")]


def place_of(settings: dict[str, Any]) -> Place:
    """The learned scores of place from the settings shipped with the network."""
    return Place(*(np.array(settings[name], np.float32) for name in ("none", "distance", "breaks")))


@cache
def shipped() -> Tagger:
    """The tagger of the model that ships, loaded on first use."""
    network = load()
    s = network.settings
    return Tagger(network, place_of(s["place"]), Calibration.of(s["calibration"]), tuple(s["thresholds"]))

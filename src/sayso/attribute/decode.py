"""From the network's scores to drafts of attributions.

Every word is tagged as part of a source, a cue or a content (begin, inside, or none), and the best valid
sequence is taken (Viterbi).  Links then say what belongs together: each content is linked to a cue, or to
none, and each cue to a source, or to none; a link's score is a product of learned vectors plus a learned
score of place.  What lies within a content is found by reading that content again as a text of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.encoder.text import QUOTED, Words

ROLES = ("source", "cue", "content")
LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
DIM = 64
"""Width of a link vector."""
LINKS = ("cue asks", "source answers", "content asks", "cue answers")
"""The four link vectors of every word, in this order."""
REACH = 160
"""How far apart, in words, two spans may be linked."""
ASKING = 64
"""Words of a content that ask for its cue."""
AT_ONCE = 2_000_000
"""Words, with padding, whose labels are sought together."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Range = tuple[int, int]

NEVER = np.float32(-1e4)
INSIDE = [2, 4, 6]
EVIDENCE = (
    "content", "content, its least sure word", "edges of the content", "its least sure edge",
    "source and cue", "their least sure word", "link of cue to source", "link of content to cue",
)  # fmt: skip
"""What the first numbers of an attribution's evidence are: logs of probabilities, means over words."""


LEAN = np.array([-0.5, 0.25, 0, 0, 0, 0, 0], np.float32)
"""Added to the labels' log probabilities: what is none by a little is tried, and confidence decides later.
Chosen on the tenth of PolNeAR's training articles that is kept for tuning."""


def _transitions() -> Floats:
    """What may follow what, [from, to]: an inside label only its own begin or inside."""
    allowed = np.zeros((7, 7), np.float32)
    for inside in INSIDE:
        allowed[:, inside] = NEVER
        allowed[[inside - 1, inside], inside] = 0
    return allowed


TRANSITIONS = _transitions()


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of each word."""

    tags: Floats
    """Scores of the labels, [words, 7]."""
    links: Floats
    """Link vectors, [words, 4 * DIM], see LINKS."""


@dataclass(frozen=True, slots=True)
class Place:
    """What links know apart from the words; kind 0 is cue to source, kind 1 content to cue."""

    none: Floats
    """What stands for "none" among the answers, [2, DIM]."""
    distance: Floats
    """Score by bucket of the signed distance in words, [2, 32]."""
    breaks: Floats
    """Score by number of paragraph breaks between, -3 to 3, [2, 7]."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in words: ranges of word numbers, end exclusive, per role."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    evidence: tuple[float, ...]
    """How sure the network is, as `confidence` reads it; see `_evidence`."""


def bucket(distance: Ints) -> Ints:
    """A signed distance in words as one of 32 buckets, fine near and coarse far."""
    far = np.abs(distance)
    steps = 6 + np.floor(np.log2(np.maximum(far, 6) / 6.0) * 1.9).astype(np.int64)
    buckets: Ints = np.where(far < 6, far, np.minimum(15, steps)) + 16 * (distance > 0)
    return buckets


def log_probabilities(x: Floats) -> Floats:
    """Log softmax over the last axis."""
    x = x - x.max(-1, keepdims=True, initial=NEVER)
    logs: Floats = x - np.log(np.exp(x).sum(-1, keepdims=True))
    return logs


def viterbi(scores: Sequence[Floats]) -> list[Ints]:
    """The best valid labels of each text, from its log probabilities [words, 7]."""
    order = sorted(range(len(scores)), key=lambda k: len(scores[k]))
    found: list[Ints] = [np.zeros(0, np.int64)] * len(scores)
    while order:
        width = len(scores[order[-1]])
        together = [order.pop() for _ in range(min(len(order), max(1, AT_ONCE // max(width, 1))))]
        for k, labels in zip(together, _viterbi([scores[k] for k in together], width), strict=True):
            found[k] = labels
    return found


def _viterbi(scores: Sequence[Floats], width: int) -> list[Ints]:
    """All texts are walked over together; what follows the end of a shorter one is none."""
    table = np.full((len(scores), width, 7), NEVER, np.float32)
    table[:, :, 0] = 0
    for row, s in enumerate(scores):
        table[row, : len(s)] = s
    if not width:
        return [np.zeros(0, np.int64) for _ in scores]
    back = np.zeros((width, len(scores), 7), np.int8)
    value = table[:, 0].copy()
    value[:, INSIDE] = NEVER
    for t in range(1, width):
        step = value[:, :, None] + TRANSITIONS
        back[t] = step.argmax(1)
        value = step.max(1) + table[:, t]
    rows, here = np.arange(len(scores)), value.argmax(1)
    best = np.zeros((len(scores), width), np.int64)
    for t in range(width - 1, -1, -1):
        best[:, t] = here
        here = back[t][rows, here]
    return [best[row, : len(s)] for row, s in enumerate(scores)]


def ranges(labels: Ints, role: str) -> list[Range]:
    """The ranges of one role in a text's labels."""
    begin = 1 + 2 * ROLES.index(role)
    opens = np.flatnonzero(labels == begin)
    goes_on = np.append(labels == begin + 1, False)
    return [(int(s), int(s + 1 + np.argmin(goes_on[s + 1 :]))) for s in opens]


def decode(words: Words, scores: Scores, logs: Floats, labels: Ints, place: Place) -> list[Draft]:
    """The attributions of one text, in text order of their contents."""
    sources, cues, contents = (ranges(labels, role) for role in ROLES)
    of_source = [_link(words, scores.links, place, 0, cue, _firsts(sources)) for cue in cues]
    of_cue = [_link(words, scores.links, place, 1, content, _firsts(cues)) for content in contents]
    claimed = {source for source, _ in of_source}
    drafts = []
    for cue, mine in _utterances(words, contents, cues, [best for best, _ in of_cue]):
        spans, linked = [contents[k] for k in mine], float(np.mean([of_cue[k][1] for k in mine]))
        source, sure = of_source[cue] if cue >= 0 else _unclaimed(words, sources, claimed, spans[0])
        said_by = (sources[source],) if source >= 0 else ()
        said = (cues[cue],) if cue >= 0 else ()
        evidence = (*_evidence(logs, labels, spans, [*said_by, *said], (sure, linked)), _quoted(words, spans))
        drafts.append(Draft(said_by, said, tuple(spans), evidence))
    return sorted(drafts, key=lambda d: d.content[0])


def _utterances(
    words: Words, contents: Sequence[Range], cues: Sequence[Range], of_cue: Sequence[int]
) -> Iterator[tuple[int, list[int]]]:
    """The contents that are said at once, with their cue, -1 for none.

    Contents with one cue are one utterance, but for what goes on in a later paragraph than the cue and the
    pieces before: that is an utterance of its own.
    """
    held: dict[int, list[int]] = {}
    for k, best in enumerate(of_cue):
        if best < 0:
            yield -1, [k]
        else:
            held.setdefault(best, []).append(k)
    for cue, mine in held.items():
        line = [int(words.lines[contents[k][0]]) for k in mine]
        at_once = [n for n, here in enumerate(line) if here <= max(int(words.lines[cues[cue][0]]), line[0])]
        yield cue, [mine[n] for n in at_once]
        yield from ((-1, [k]) for n, k in enumerate(mine) if n not in at_once)


def _firsts(answers: Sequence[Range]) -> Ints:
    return np.array([start for start, _ in answers], np.int64)


def _link(words: Words, links: Floats, place: Place, kind: int, asker: Range, firsts: Ints) -> tuple[int, float]:
    """The answer that an asker belongs to, -1 for none, with its log probability.

    A content asks with its first words, up to 64, each of which must choose; a cue asks with its first.  An
    answer speaks through its first word, which ``firsts`` lists in order; only those within `REACH` are asked.
    """
    start, end = asker
    at = np.arange(start, min(end, start + ASKING)) if kind else np.array([start])
    low, high = np.searchsorted(firsts, [start - REACH, end + REACH + 1])
    key = firsts[low:high]
    asks = links[at, 2 * kind * DIM : (2 * kind + 1) * DIM]
    score = asks @ links[key, (2 * kind + 1) * DIM : (2 * kind + 2) * DIM].T * np.float32(DIM**-0.5)
    score = score + place.distance[kind][bucket(key[None] - at[:, None])]
    score = score + place.breaks[kind][np.clip(words.lines[key][None] - words.lines[at][:, None], -3, 3) + 3]
    none = asks @ place.none[kind] * np.float32(DIM**-0.5)
    total = log_probabilities(np.concatenate([score, none[:, None]], 1)).mean(0)
    best = int(total.argmax())
    return (best + int(low) if best < len(key) else -1), float(total[best])


def _unclaimed(words: Words, sources: Sequence[Range], claimed: set[int], content: Range) -> tuple[int, float]:
    """For a content without a cue, the nearest source in its paragraph that no cue has claimed; else none."""
    line = words.lines[content[0]]
    free = [k for k, (s, _) in enumerate(sources) if k not in claimed and words.lines[s] == line]
    nearest = min(free, key=lambda k: max(sources[k][0] - content[1], content[0] - sources[k][1]), default=-1)
    return nearest, -0.7


def _quoted(words: Words, content: Sequence[Range]) -> float:
    """The share of a content's words that stand within quotation marks."""
    return float(np.concatenate([words.features[s:e] >= QUOTED for s, e in content]).mean())


def _evidence(
    logs: Floats, labels: Ints, content: Sequence[Range], others: Sequence[Range], linked: tuple[float, float]
) -> tuple[float, ...]:
    """What the network's certainty of one attribution comes to: of the tags of its content, of their edges,
    of those of cue and source; of the links to source and cue; how many of these there are; the log of its length."""
    chosen = np.maximum(np.take_along_axis(logs, labels[:, None], 1)[:, 0], -4)
    inside = np.concatenate([chosen[s:e] for s, e in content])
    edges = np.concatenate(
        [chosen[max(0, s - 1) : s + 1].tolist() + chosen[e - 1 : e + 1].tolist() for s, e in content]
    )
    rest = [float(chosen[s:e].mean()) for s, e in others] or [-1.0]
    return (
        float(inside.mean()),
        float(inside.min()),
        float(edges.mean()),
        float(edges.min()),
        float(np.mean(rest)),
        float(np.min(rest)),
        *(max(link, -4.0) for link in linked),
        float(len(others)),
        float(np.log(len(inside))),
    )

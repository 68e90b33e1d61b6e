"""Teachers: networks whose opinion of each word another one learns from, beside what people say
(distillation: Hinton et al. 2015), on labelled articles and on news that nobody labelled."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from bench import data
from sayso.attribute.decode import ROLES, Draft, Place, Scores, decode, log_probabilities, viterbi
from sayso.attribute.tagger import place_of
from sayso.encoder.network import Network, load
from sayso.encoder.text import Words, line_starts, quoted, split_words


def unlabelled() -> list[data.Record]:
    """News that nobody labelled; nothing of what is tested on is in it."""
    seen = {r["id"] for r in data.folded()}
    records = data.load("basil.2010-2017") + data.load("allsides_leads") + data.load("open/wikinews.en.semeval15")
    return [r for r in records if r["id"] not in seen]


def taught(path: Path, teachers: Sequence[Path] = ()) -> list[data.Record]:
    """PolNeAR's articles and unlabelled ones with what the exported ``teachers`` make of them, kept in ``path``.

    ``soft`` is the mean of their probabilities of each word's labels, [words, 7]; where nobody labelled an article
    the attributions decoded from it stand in.
    """
    if not path.exists():
        networks = [load(folder) for folder in teachers]
        path.write_bytes(pickle.dumps(list(_teach(networks, data.polnear(tune=False), unlabelled()))))
    found: list[data.Record] = pickle.loads(path.read_bytes())  # written by ourselves
    return found


def _teach(
    teachers: Sequence[Network], labelled: Iterable[data.Record], others: Iterable[data.Record]
) -> Iterator[data.Record]:
    for record in labelled:
        yield dict(record, soft=_read(teachers, record["text"])[1])
    place = place_of(teachers[0].settings["place"])
    for record in others:
        words, soft, links = _read(teachers, record["text"])
        yield dict(record, soft=soft, attributions=_attributions(words, soft, links, place))


def _read(teachers: Sequence[Network], text: str) -> tuple[Words, np.ndarray, np.ndarray]:
    """A text's words, the probabilities of their labels, and their link vectors by the first teacher."""
    words = split_words(text, line_starts(text), quoted(text))
    found = [teacher.run([words], [0])[0] for teacher in teachers]
    soft = np.mean([np.exp(log_probabilities(one["tags"])) for one in found], axis=0)
    return words, soft, found[0]["links"]


def _attributions(words: Words, soft: np.ndarray, links: np.ndarray, place: Place) -> list[data.Record]:
    logs = np.log(soft + 1e-9)
    drafts = decode(words, Scores(logs, links), logs, viterbi([logs])[0], place)
    return [{role: _spans(words, draft, role) for role in ROLES} for draft in drafts]


def _spans(words: Words, draft: Draft, role: str) -> list[list[int]]:
    return [[int(words.starts[s]), int(words.ends[e - 1])] for s, e in getattr(draft, role)]

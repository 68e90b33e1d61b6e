"""The ONNX network: loaded once, on first use, and run over the windows of texts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sayso.encoder import text as enc
from sayso.errors import MissingPart

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

MODEL = Path(__file__).parent / "model"
SIZE = 384
"""Pieces a window holds at most."""
CONTEXT = 64
"""Pieces of the text before that a window shows for context."""
AT_ONCE = SIZE
"""Pieces run together at most, in windows of like length; with more at once a word takes longer."""
OUTPUTS = {"tags": 7, "links": 256}
"""What the network says of each word, and in how many numbers."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """The network, its tokenizer and the settings that were found with it."""

    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    settings: dict[str, Any]

    def prepare(self, words: enc.Words) -> list[enc.Window]:
        """The windows that a text is read in."""
        return enc.windows(words, enc.cut(words, self.tokenizer), SIZE, CONTEXT)

    def run(self, texts: Sequence[enc.Words], article: Sequence[int]) -> list[dict[str, Floats]]:
        """For each text, by output name, what the network says of every word: [words, ...].

        ``article`` numbers the article each text is from.  Only windows of one article are run together:
        int8 scales a batch as a whole, and no article's findings may depend on its company.
        """
        found = [{name: np.zeros((len(t), n), np.float32) for name, n in OUTPUTS.items()} for t in texts]
        for batch in self._batches(texts, article):
            outputs = self.forward(*enc.collate([(window, texts[t]) for t, window in batch]))
            for row, (t, window) in enumerate(batch):
                columns, own = enc.first_pieces(window)
                core = own >= window.core
                for name, values in zip(OUTPUTS, outputs, strict=True):
                    found[t][name][own[core]] = values[row, columns[core]]
        return found

    def _batches(self, texts: Sequence[enc.Words], article: Sequence[int]) -> Iterator[list[tuple[int, enc.Window]]]:
        """The windows of all texts with the number of their text: an article's in order of length, a few at a time."""
        jobs = [(t, window) for t, words in enumerate(texts) for window in self.prepare(words)]
        jobs.sort(key=lambda job: (article[job[0]], len(job[1].ids)))
        start = 0
        for k, (t, window) in enumerate(jobs):
            if k > start and (article[t] != article[jobs[start][0]] or (k + 1 - start) * len(window.ids) > AT_ONCE):
                yield jobs[start:k]
                start = k
        if jobs:
            yield jobs[start:]

    def forward(self, ids: enc.Ints, mask: enc.Ints, features: enc.Ints) -> list[Floats]:
        """One batch through the network, [windows, pieces, ...] per output."""
        found: list[Floats] = self.session.run(list(OUTPUTS), {"ids": ids, "mask": mask, "features": features})
        return found


@cache
def load(folder: Path = MODEL, threads: int = 0) -> Network:
    """The network in ``folder``, loaded once a process; ``threads`` 0 means as many as the machine has.

    Raises `MissingPart` where the model file is not there.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    if not (folder / "attribution.onnx").exists():
        raise MissingPart(f"no model in {folder}; install the wheel of sayso, or build one with `make train`")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or _cores()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(folder / "attribution.onnx", options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    return Network(session, tokenizer, settings)


def _cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

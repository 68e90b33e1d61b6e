"""What a word costs: ``python -m bench.cost``.  All figures come from one run, on PolNeAR's dev articles.

The whole road (text to attributions) against the bare network on the same windows; resolving against attributing;
the network against torch fp32 where torch is installed; words per CPU-second; peak memory.
"""

from __future__ import annotations

import importlib.util
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bench.attribution import article_of
from bench.data import load
from sayso.attribute import AT_ONCE, attribute_all
from sayso.attribute.tagger import shipped
from sayso.encoder.text import words_of
from sayso.model import Article
from sayso.resolve import resolve

ROUNDS = 3


def cpu(work: Callable[[], Any]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


class Recorder:
    """A session that keeps what it is asked, so that the same can be asked again of the bare network."""

    def __init__(self, session: Any) -> None:
        self.session, self.asked = session, []

    def run(self, outputs: Any, feeds: Any) -> Any:
        self.asked.append(tuple(feeds.values()))
        return self.session.run(outputs, feeds)


def batches(read: Sequence[Article]) -> list[Any]:
    """The arrays that the network is asked on the whole road, contents read again among them."""
    tagger = shipped()
    recorder = Recorder(tagger.network.session)
    recorded = replace(tagger, network=replace(tagger.network, session=recorder))
    for k in range(0, len(read), AT_ONCE):
        recorded.tag(read[k : k + AT_ONCE])
    return recorder.asked


def torch_forward() -> Callable[..., Any] | None:
    """The same network in torch, fp32 (weights do not matter to its speed); None without torch."""
    if not importlib.util.find_spec("torch") or not importlib.util.find_spec("transformers"):
        return None
    import torch

    from training.net import Net

    fresh = Net(attention="sdpa").eval()  # the fastest there

    def forward(*arrays: Any) -> Any:
        with torch.inference_mode():
            return fresh(*(torch.from_numpy(a) for a in arrays))

    return forward


def articles() -> list[Article]:
    return [article_of(record) for record in load("polnear.dev")]


def main() -> None:
    read = articles()
    ready, count = batches(read), sum(len(words_of(article)) for article in read)
    found = list(map(resolve, attribute_all(read)))  # load everything
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    forward, other = shipped().network.forward, torch_forward()
    rows = []
    for _ in range(ROUNDS):
        bare = cpu(lambda: [forward(*b) for b in ready])
        whole = cpu(lambda: list(attribute_all(read)))
        resolving = cpu(lambda: list(map(resolve, found)))
        rows.append((bare, whole, resolving, cpu(lambda: [other(*b) for b in ready]) if other else float("nan")))
    print(f"{len(read)} articles, {count} words, median of {ROUNDS} rounds in one process, CPU seconds")
    print(f"whole road / bare network   {statistics.median(w / b for b, w, _, _ in rows):.2f}")
    print(f"resolving / attributing     {statistics.median(r / w for _, w, r, _ in rows):.2f}")
    print(f"torch fp32 / bare network   {statistics.median(t / b for b, _, _, t in rows):.2f}")
    print(f"words per CPU-second        {statistics.median(count / (w + r) for _, w, r, _ in rows):.0f}")
    print(f"peak memory                 {peak / 1024:.0f} MB")


if __name__ == "__main__":
    main()

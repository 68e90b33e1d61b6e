"""What the whole road may cost, against the bare network in the same run, and in memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

import pytest

from bench import cost
from bench.data import DATA
from sayso.attribute import attribute_all
from sayso.attribute.tagger import shipped
from sayso.encoder.network import MODEL
from sayso.resolve import resolve

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (MODEL / "attribution.onnx").exists(), reason="the model file is not there"),
    pytest.mark.skipif(not (DATA / "polnear.dev.jsonl").exists(), reason=f"{DATA} is not there"),
]


def test_all_but_the_network_is_cheap() -> None:
    read = cost.articles()[:20]
    ready = cost.batches(read)
    forward = shipped().network.forward
    ratios = []
    for _ in range(3):
        bare = cost.cpu(lambda: [forward(*arrays) for arrays in ready])
        ratios.append(cost.cpu(lambda: list(attribute_all(read))) / bare)
    assert statistics.median(ratios) <= 1.3


def test_resolving_is_cheap() -> None:
    found = list(attribute_all(cost.articles()[:20]))
    ratios = []
    for _ in range(3):
        attributing = cost.cpu(lambda: list(attribute_all(one.article for one in found)))
        ratios.append(cost.cpu(lambda: list(map(resolve, found))) / attributing)
    assert statistics.median(ratios) <= 0.25


def test_memory_is_bounded() -> None:
    """Peak memory of a process that attributes all dev articles, in MB."""
    code = (
        "import resource, sys; from bench.cost import articles; from sayso.attribute import attribute_all;"
        "list(attribute_all(articles())); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) < 700

"""What checking costs: ``python -m bench.check_speed``: the 22 MB of transcripts and the quotations of PolNeAR.

Index and all queries, at a quarter, a half and all of both; the ratio to rapidfuzz (partial_ratio of each quotation
with each transcript) on a sample; the peak of memory.  Times are ratios of one run.
"""

from __future__ import annotations

import json
import random
import re
import resource
import subprocess
import sys
import time
from dataclasses import replace

from bench import data
from bench.check import SEED
from sayso.check import Originals, check_words
from sayso.model import Article
from sayso.read import read_all

QUOTED = re.compile(r"[“\"]([^“”\"]{2,})[”\"]")
SHARES = (0.25, 0.5, 1.0)
SAMPLE = 20
"""Quotations that rapidfuzz is timed on: with all it would take hours."""


def quotations() -> list[tuple[str, str]]:
    """All that stands in double marks in PolNeAR's articles, two words and more, with the articles' dates."""
    found = []
    for name in ("polnear.train", "polnear.dev"):
        for record in data.load(name):
            inner = (words.strip(" ,.") for words in QUOTED.findall(record["text"]))
            found += [(words, record["date"]) for words in inner if " " in words]
    return found


def transcripts() -> list[Article]:
    """The transcripts, in an order of their own."""
    found = [one for one in read_all([data.DATA / "trump_campaign_transcripts.jsonl"]) if isinstance(one, Article)]
    random.Random(SEED).shuffle(found)
    return [replace(one, blocks=()) for one in found]


def run(share: float) -> dict[str, float]:
    """Seconds and memory of one share of both."""
    articles = transcripts()
    articles = articles[: round(len(articles) * share)]
    asked = quotations()
    random.Random(SEED).shuffle(asked)
    asked = asked[: round(len(asked) * share)]
    start = time.perf_counter()
    originals = Originals(articles)
    originals.index.prepare()
    indexed = time.perf_counter()
    found = sum(check_words(words, originals, date=date).original is not None for words, date in asked)
    done = time.perf_counter()
    return {
        "words": len(originals.index),
        "quotations": len(asked),
        "found": found,
        "index": indexed - start,
        "queries": done - indexed,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def apart(share: float) -> dict[str, float]:
    """A run in a process of its own, so that the peak of memory is its own."""
    command = [sys.executable, "-m", "bench.check_speed", str(share)]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return found


def rapidfuzz_seconds() -> float:
    """Seconds that rapidfuzz takes for a quotation against all transcripts."""
    from rapidfuzz import fuzz, process, utils

    texts = [utils.default_process(article.text) for article in transcripts()]
    asked = [utils.default_process(words) for words, _ in random.Random(SEED).sample(quotations(), SAMPLE)]
    start = time.perf_counter()
    for words in asked:
        process.extractOne(words, texts, scorer=fuzz.partial_ratio)
    return (time.perf_counter() - start) / SAMPLE


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(run(float(sys.argv[1]))))
        return
    shares = [apart(share) for share in SHARES]
    print(f"{'':14}{'quotations':>12}{'words':>12}{'index':>9}{'queries':>9}{'found':>8}{'memory MB':>11}")
    unit = shares[0]["index"] + shares[0]["queries"]
    for share, one in zip(SHARES, shares, strict=True):
        print(
            f"{share / SHARES[0]:>4.0f}x          {one['quotations']:>12,}{one['words']:>12,}"
            f"{one['index'] / unit:>9.2f}{one['queries'] / unit:>9.2f}{one['found']:>8,}{one['memory']:>11,.0f}"
        )
    totals = [one["index"] + one["queries"] for one in shares]
    for share, total in zip(SHARES[1:], totals[1:], strict=True):
        times, grown = share / SHARES[0], total / totals[0]
        print(f"growth at {times:.0f}x: {grown:.2f} ({grown / times:.2f} x linear)")
    each = shares[-1]["queries"] / shares[-1]["quotations"]
    other = rapidfuzz_seconds()
    whole = other * shares[-1]["quotations"] / totals[-1]
    print(f"a query takes {each / other:.5f} of rapidfuzz's time ({other / each:,.0f} times as fast)")
    print(f"index and all queries against rapidfuzz on all pairs: {whole:,.0f} times as fast")


if __name__ == "__main__":
    main()

"""Body text of saved pages against gold: this reader and plain trafilatura in the same run.

    python -m bench.html [--pages N] [--worst N]

Two collections are read where they lie (``SAYSO_DATA``, else ``../shared/data``): the article extraction
benchmark (181 pages) and the test pages of fundus (183, many languages).  The measure is that of
the article extraction benchmark: precision, recall and F1 over shingles of four words, counted with
repetition and averaged over pages.  Of ours the blocks of the body are compared (body, heading,
quotation, post, list, correction), of trafilatura all that ``trafilatura.extract`` gives by default.
The intervals are 95 % of 2,000 resamplings of pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bench.data import DATA
from sayso.errors import Refused
from sayso.model import Article
from sayso.read import patterns, read

BODY = {"body", "heading", "quote", "post", "list", "correction", "dateline"}
TOKEN = re.compile(r"\w+", re.UNICODE)
CJK = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])")


@dataclass(frozen=True)
class Page:
    """A saved page with its gold body text."""

    name: str
    data: bytes
    gold: str


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 of one page."""

    precision: float
    recall: float
    f1: float


def benchmark_pages() -> Iterator[Page]:
    """The pages of the article extraction benchmark."""
    folder = DATA / "article_extraction_benchmark"
    for key, gold in json.loads((folder / "ground-truth.json").read_text("utf-8")).items():
        yield Page(key, gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()), gold["articleBody"])


def fundus_pages() -> Iterator[Page]:
    """The pages of the fundus collection that have a gold body."""
    with (DATA / "fundus_articles.multilang.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        if row["text"].strip():
            data = gzip.decompress((DATA / "fundus_html" / row["html"]).read_bytes())
            yield Page(row["id"], data, row["text"])


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words with their counts; in scripts without spaces a character is a word."""
    words = TOKEN.findall(CJK.sub(r" \1 ", text))
    if len(words) < 4:
        return Counter([tuple(words)] if words else [])
    return Counter(tuple(words[i : i + 4]) for i in range(len(words) - 3))


def score(gold: str, text: str) -> Score:
    """Shingles shared by both, of the text's (precision) and of the gold's (recall)."""
    want, have = shingles(gold), shingles(text)
    shared = sum((want & have).values())
    precision = shared / max(sum(have.values()), 1)
    recall = shared / max(sum(want.values()), 1)
    return Score(precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))


def body(article: Article) -> str:
    """The text of the blocks that a body is made of."""
    return "\n\n".join(article.text[slice(*block.span)] for block in article.blocks if block.role in BODY)


def ours(page: Page) -> str:
    """The body as this reader has it."""
    try:
        return body(read(page.data))
    except Refused:
        return ""


def theirs(page: Page) -> str:
    """The text as plain trafilatura has it."""
    from trafilatura import extract

    return extract(page.data) or ""


def leaks(text: str, gold: str) -> tuple[int, int]:
    """Lines that look like captions, and like furniture, and do not stand in the gold text."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and line.strip() not in gold]
    return sum(map(patterns.caption, lines)), sum(map(patterns.furniture, lines))


def interval(values: list[float]) -> tuple[float, float]:
    """95 % interval of the mean by resampling."""
    rng = random.Random(13)
    means = sorted(statistics.fmean(rng.choices(values, k=len(values))) for _ in range(2000))
    return means[50], means[1949]


def report(name: str, pages: list[Page], worst: int) -> None:
    """Read each page in both ways and print the table."""
    mine, plain, spent = [], [], [0.0, 0.0]
    leaked = [[0, 0], [0, 0]]
    for page in pages:
        for side, (run, into) in enumerate(((ours, mine), (theirs, plain))):
            begun = time.process_time()
            text = run(page)
            spent[side] += time.process_time() - begun
            into.append(score(page.gold, text))
            for kind, count in enumerate(leaks(text, page.gold)):
                leaked[side][kind] += count
    print(f"\n{name}: {len(pages)} pages")
    print(f"{'':14}{'precision':>10}{'recall':>8}{'F1':>8}{'captions':>10}{'furniture':>11}{'s/page':>8}")
    for label, scores, side in (("trafilatura", plain, 1), ("sayso", mine, 0)):
        means = [statistics.fmean(getattr(one, field) for one in scores) for field in ("precision", "recall", "f1")]
        row = f"{label:14}{means[0]:10.4f}{means[1]:8.4f}{means[2]:8.4f}{leaked[side][0]:10}{leaked[side][1]:11}"
        print(f"{row}{spent[side] / len(pages):8.3f}")
    gains = [one.f1 - other.f1 for one, other in zip(mine, plain, strict=True)]
    low, high = interval(gains)
    print(f"difference of F1 {statistics.fmean(gains):+.4f}, 95 % interval {low:+.4f} to {high:+.4f}")
    order = sorted(range(len(pages)), key=lambda i: gains[i])
    for i in order[:worst]:
        print(f"  {gains[i]:+.3f}  P {mine[i].precision:.2f} R {mine[i].recall:.2f}  theirs "
              f"P {plain[i].precision:.2f} R {plain[i].recall:.2f}  {pages[i].name}")  # fmt: skip


def main() -> int:
    """Run the comparison."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pages", type=int, help="the first N pages of each collection")
    options.add_argument("--worst", type=int, default=0, metavar="N", help="name the N pages where ours loses most")
    chosen = options.parse_args()
    if not (DATA / "article_extraction_benchmark").is_dir():
        print(f"no data in {DATA}; set SAYSO_DATA", file=sys.stderr)
        return 2
    for name, pages in (("article extraction benchmark", benchmark_pages()), ("fundus", fundus_pages())):
        report(name, list(pages)[: chosen.pages], chosen.worst)
    return 0


if __name__ == "__main__":
    sys.exit(main())

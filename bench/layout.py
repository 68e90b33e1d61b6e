"""How often the layout names the right speaker: ``python -m bench.layout``.

Of the statements that `sayso.attribute.named` reads off lines and turns in all labelled articles, how many have
content and source right; and how many are read off blocks of the saved pages, which
nobody labelled: one line each, to be judged by eye.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.attribution import article_of
from bench.data import Record, load
from bench.html import benchmark_pages, fundus_pages
from bench.scoring import SCORE, paired
from sayso.attribute.marks import pair
from sayso.attribute.named import named
from sayso.errors import Refused
from sayso.languages import load as language_of
from sayso.model import Article
from sayso.read import read

SETS = ("polnear.train", "polnear.dev", "modern.dev", "open/wikinews.attributed")


def found_in(article: Article) -> list[Record]:
    """What the layout tells, as the scorer reads it."""
    stretches = pair(article.text, language_of("en"), article.blocks).stretches
    return [{role: getattr(f, role) for role in ("source", "cue", "content")} for f in named(article, stretches)]


def pages() -> Iterator[Article]:
    """The saved pages that can be read."""
    for page in (*benchmark_pages(), *fundus_pages()):
        try:
            yield read(page.data)
        except Refused:
            continue


def main() -> None:
    for name in SETS:
        records = load(name)
        pairs = paired(records, [found_in(article_of(record)) for record in records])
        right = sum(SCORE.levels(a, b)["linked"] for gold, pred in pairs for a, b in SCORE.match(gold, pred))
        print(f"{name:28}{right:4} right of {sum(len(pred.items) for _, pred in pairs)}")
    for article in pages():
        for said in found_in(article):
            print(article.words(said["source"]), "|", article.words(said["content"][0])[:80])


if __name__ == "__main__":
    main()

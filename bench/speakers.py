"""Who is "he": how often the speaker that ships with sayso is right: ``python -m bench.speakers [SET]``.

Gold statements are given, so that what is measured is resolving alone.  SET is gum.train.nc_licence unless named: its
articles, fiction and letters among them, are the only ones with labelled speakers that nothing was learned from.  The
sets that were learned from are scored five-fold by ``python -m training speakers``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bench.attribution import article_of
from bench.data import Record, load
from bench.score_speakers import Pair, report
from sayso.attribute.cover import Cover
from sayso.attribute.link import type_of
from sayso.encoder.text import quoted
from sayso.model import Attribution, Findings, Pieces, to_json
from sayso.resolve import resolve


def gold_attributions(record: Record) -> tuple[Attribution, ...]:
    """The labelled statements of an article as records, their ids as labelled."""
    marks = Cover((span, None) for span in quoted(record["text"]))
    return tuple(
        Attribution(
            id=str(a.get("id", n)),
            article=record["id"],
            source=_pieces(a["source"]),
            cue=_pieces(a["cue"]),
            content=_pieces(a["content"]),
            type=type_of(record["text"], _pieces(a["content"]), marks),
            parent=a.get("parent"),
            confidence=1.0,
        )
        for n, a in enumerate(record["attributions"])
    )


def _pieces(spans: Sequence[Sequence[int]]) -> Pieces:
    return tuple((s, e) for s, e in spans)


def resolved(record: Record) -> list[Pair]:
    """The labelled statements of an article, each with what is resolved of it."""
    found = resolve(Findings(article_of(record), (), gold_attributions(record), ()))
    return list(zip(record["attributions"], to_json(found.attributions), strict=True))


def main() -> None:
    name = (sys.argv[1:] or ["gum.train.nc_licence"])[0]
    records = load(name)
    print(f"{name}: {len(records)} articles\n{report(records, list(map(resolved, records)))}")


if __name__ == "__main__":
    main()

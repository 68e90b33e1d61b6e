"""What tells articles, versions, makes and findings apart: never the order in which they were added."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from sayso.corpus.rows import whole
from sayso.model import Article, Findings, Run, to_json

_OF_READERS = ("utm_", "fbclid", "gclid", "msclkid", "mc_cid", "mc_eid", "igshid")
"""Parameters that tell where a reader came from, not what is read."""


def article_key(article: Article) -> str:
    """What the versions of one article share: its address, or where it has none its id."""
    return address(whole(article.url or "")) or whole(article.id)


def address(url: str) -> str | None:
    """An address without what does not tell articles apart; None for none and for a site's front page."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    if not parts.netloc:
        return url.strip() or None
    query = [(n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if not n.startswith(_OF_READERS)]
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    place = parts.path.rstrip("/") + (f"?{urlencode(query)}" if query else "") + fragment
    return f"https://{parts.netloc.lower().removeprefix('www.')}{place}" if place else None


def make(runs: Iterable[Run]) -> str:
    """How findings were made: their runs, without the times."""
    return _hash([[run.stage, run.made_by, to_json(run.options)] for run in runs])


def fingerprint(found: Findings) -> str:
    """What was found and how it was made, without the times, the notes and the name of the article."""
    parts = to_json((found.quotations, found.attributions, found.speakers, found.not_heard))
    for part in parts[:3]:
        for record in part:
            del record["article"]
    return _hash([make(found.runs), [run.id for run in found.runs], parts])


def preference(article: Article) -> tuple[int, int, str]:
    """Of two records of one text, the lesser is kept: the one that knows more, has more blocks."""
    record = to_json(article)
    del record["notes"]
    known = sum(
        bool(record[name])
        for name in ("outlet", "url", "title", "bylines", "published", "updated", "retrieved", "language")
    )
    return -known, -len(article.blocks), _json(record)


def _hash(value: Any) -> str:
    return hashlib.sha256(_json(value).encode()).hexdigest()[:16]


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))

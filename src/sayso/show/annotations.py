"""Attributions as W3C Web Annotations (JSON-LD), one a line: the content is the target, all else the body."""

from __future__ import annotations

import json
from typing import Any

from sayso.model import Article, Attribution, Findings, Pieces, Span, digest, to_json
from sayso.show.characters import json_safe

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"sayso": "urn:sayso:"}]
AROUND = 32
"""Characters of context on each side."""
UNIT = "code points of the text as sayso read it, end exclusive"


def lines(found: Findings) -> str:
    """One line an attribution."""
    return "".join(json_safe(json.dumps(annotation(found.article, said), ensure_ascii=False)) + "\n" for said in found)


def annotation(article: Article, said: Attribution) -> dict[str, Any]:
    """An attribution as an annotation; pieces of its content that stand apart are targets of their own."""
    of = digest(article.url or article.id)[:16]
    return {
        "@context": CONTEXT,
        "id": f"urn:sayso:{of}:{said.id}",
        "type": "Annotation",
        "motivation": "describing",
        "target": [_target(article, span) for span in said.content],
        "body": {
            "type": "sayso:Attribution",
            "sayso:source": _words(article, said.source),
            "sayso:cue": _words(article, said.cue),
            "sayso:type": said.type,
            "sayso:act": said.act,
            "sayso:via": _words(article, said.via),
            "sayso:occasion": _words(article, said.occasion),
            "sayso:within": f"urn:sayso:{of}:{said.parent}" if said.parent else None,
            "sayso:confidence": said.confidence,
            "sayso:speaker": _speaker(said),
        },
    }


def _target(article: Article, span: Span) -> dict[str, Any]:
    start, end = span
    quote = {
        "type": "TextQuoteSelector",
        "exact": article.text[start:end],
        "prefix": article.text[max(start - AROUND, 0) : start],
        "suffix": article.text[end : end + AROUND],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end, "sayso:unit": UNIT}
    return {"source": article.url or article.id, "selector": [quote, position]}


def _words(article: Article, pieces: Pieces) -> dict[str, Any] | None:
    return {"sayso:text": article.words(pieces), "sayso:spans": to_json(pieces)} if pieces else None


def _speaker(said: Attribution) -> dict[str, Any] | None:
    who = said.speaker
    if who is None:
        return None
    return {
        "sayso:id": who.id,
        "sayso:name": who.name,
        "sayso:title": who.title and who.title.text,
        "sayso:kind": who.kind,
        "sayso:confidence": who.confidence,
    }

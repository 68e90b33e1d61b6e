"""Findings written the way the terminal shows them: ``[content]¹ {source}¹ <cue>¹``."""

from __future__ import annotations

import re
from dataclasses import replace

from sayso.model import Article, Attribution, Block, Findings, Pieces, Quotation, Run, digest, finding_id

_MARK = re.compile(r"[\[{<]|([\]}>])([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_PARTS = {"]": "content", "}": "source", ">": "cue"}

STORY = """Lido to stay shut "for years"

By Mia Torrance

MERE, May 2 (Coastwire) — {Council leader Ada Brink}¹ <said>¹ on Monday [the Mere lido would not open before 2033]¹.

[“Nobody swims here,”]² {she}² <said>², [“until I have seen the tiles myself.”]² {Brink}³ <added>³ \
[that {surveyors}⁴ <had told>⁴ her [that “two of nine beams” were rotten]⁴]³.

<According to>⁵ {a senior official}⁵, [the "temporary" closure cost 3 million]⁵."""


def findings(marked: str, *, confidence: float = 0.9, name: str = "lido.html", **about: object) -> Findings:
    """Findings in which the marked parts are attributions; the marks are taken out of the text.  A
    statement lies within the one whose content encloses its own; the first paragraph is the title."""
    text, parts = _taken_out(marked)
    article = Article(name, digest(text), text, blocks=_blocks(text), **about)  # type: ignore[arg-type]
    said = [_attribution(article, parts[number], confidence) for number in sorted(parts)]
    said = [_with_parent(one, said) for one in said]
    scare = text.find('"temporary"')
    quotations = (Quotation("q", article.id, ((scare, scare + 11),), "temporary", "scare"),) if scare >= 0 else ()
    return Findings(article, quotations, tuple(said), (), (Run("r", "attribute", "by hand"),))


def _taken_out(marked: str) -> tuple[str, dict[int, dict[str, list[tuple[int, int]]]]]:
    text, opened, last = "", [], 0
    parts: dict[int, dict[str, list[tuple[int, int]]]] = {}
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        last = mark.end()
        if mark[1] is None:
            opened.append(len(text))
        else:
            number = int(mark[2].translate(_LOWERED))
            parts.setdefault(number, {}).setdefault(_PARTS[mark[1]], []).append((opened.pop(), len(text)))
    return text + marked[last:], parts


def _blocks(text: str) -> tuple[Block, ...]:
    return tuple(Block(m.span(), "body" if m.start() else "title") for m in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text))


def _attribution(article: Article, parts: dict[str, list[tuple[int, int]]], confidence: float) -> Attribution:
    source, cue, content = (tuple(parts.get(part, ())) for part in ("source", "cue", "content"))
    words = article.words(content)
    kind = "indirect" if "“" not in words else "direct" if words.startswith("“") else "mixed"
    return Attribution(
        finding_id(article.digest, "attribute", source, cue, content),
        article.id, source, cue, content, kind, confidence=confidence,
    )  # fmt: skip


def _with_parent(one: Attribution, others: list[Attribution]) -> Attribution:
    around = [other for other in others if other is not one and _within(one.content, other.content)]
    return replace(one, parent=around[-1].id) if around else one


def _within(inner: Pieces, outer: Pieces) -> bool:
    return any(outer[0][0] <= inner[0][0] and inner[-1][1] <= piece[1] for piece in outer[:1])

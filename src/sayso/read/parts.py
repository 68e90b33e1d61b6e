"""The paragraphs of a page that make its article.

What the extractor dropped and an article needs is taken back (headline, standfirst, byline, headings, block
quotations, embedded posts, corrections), and what it kept and an article does not have is left out (furniture,
captions that stand twice).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from lxml import html

from sayso.model import BlockRole
from sayso.read import patterns
from sayso.read.dates import day_line
from sayso.read.meta import PageFacts
from sayso.read.page import Leaf, marks_of, squeeze
from sayso.read.page_roles import is_pull_quote, linked, role

_TAKEN_BACK = frozenset(("quote", "post", "correction"))
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|dek|deck|sub-?title|sub-?head(?:line|ing)?|lede|chapeau|vorspann"
    r"|(?:article|post|entry|story)[_-]{0,2}(?:summary|excerpt|description|lead|intro))(?:$|[\s_-])",
    re.I,
)
_HEAD = 12
"""Paragraphs within which head and body of an article stand together."""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph that is in the article, with its role."""

    leaf: Leaf
    role: BlockRole
    index: int
    """Its place among the page's paragraphs."""


def article_parts(found: list[Leaf], chosen: list[bool], page: PageFacts) -> list[Part]:
    """The paragraphs that make the article, in page order, with their roles."""
    around = _around([leaf for leaf, taken in zip(found, chosen, strict=True) if taken])
    roles = [(leaf, role(leaf, around), i) for i, leaf in enumerate(found) if chosen[i]]
    parts = [Part(leaf, given, i) for leaf, given, i in roles if given != "furniture"]
    parts = _with_taken_back(parts, found, around)
    parts = _with_head(parts, found, page, around)
    return _without_doubles(parts)


def likely_day(found: list[Leaf], parts: list[Part]) -> str | None:
    """The day that stands in a line of its own between headline and body."""
    title = next((part.index for part in parts if part.role == "title"), -1)
    end = _first_body(parts, title)
    lines = (found[i].text for i in range(title + 1, min(end, title + _HEAD)) if title >= 0)
    return next((day for line in lines if (day := day_line(line))), None)


def _first_body(parts: list[Part], default: int) -> int:
    """Where the body begins: a day in a line of its own still belongs to the head."""
    running = (part for part in parts if part.role in ("body", "quote", "list"))
    return next((part.index for part in running if not day_line(part.leaf.text)), default)


def _around(chosen: list[Leaf]) -> frozenset[html.HtmlElement]:
    """The elements that hold half of the chosen letters and several paragraphs."""
    letters: Counter[html.HtmlElement] = Counter()
    many: Counter[html.HtmlElement] = Counter()
    for leaf in chosen:
        for element in leaf.lineage:
            letters[element] += len(leaf.key)
            many[element] += 1
    half = sum(len(leaf.key) for leaf in chosen) / 2
    return frozenset(element for element, count in letters.items() if count >= half and many[element] > 2)


def _with_taken_back(parts: list[Part], found: list[Leaf], around: frozenset[html.HtmlElement]) -> list[Part]:
    """Add quotations, posts and corrections that stand among the chosen paragraphs, or right by them."""
    body = [part.index for part in parts if part.role == "body"]
    if not body or not around:
        return parts
    roles = {part.index: part.role for part in parts}
    added = []
    for i in range(max(body[0] - 5, 0), min(body[-1] + _HEAD, len(found))):
        if i in roles or around.isdisjoint(found[i].lineage[:8]):
            continue
        given = role(found[i], around)
        within = body[0] < i < body[-1]
        if (
            (given in _TAKEN_BACK and (given == "correction" or within))
            or (given == "byline" and roles.get(i - 1) in ("quote", "post") and _is_credit(found[i]))
            or (given == "heading" and within and roles.get(i + 1) == "body" and _heads(found[i], around))
        ):
            roles[i] = given
            added.append(Part(found[i], given, i))
    return sorted(parts + added, key=lambda part: part.index)


def _is_credit(leaf: Leaf) -> bool:
    return _in_quotation(leaf) or patterns.post_credit(leaf.text)


def _in_quotation(leaf: Leaf) -> bool:
    return any(element.tag == "blockquote" for element in leaf.lineage[:5])


def _heads(leaf: Leaf, around: Container[html.HtmlElement]) -> bool:
    """True for a heading right among the article's paragraphs that points nowhere else."""
    return len(leaf.lineage) > 1 and leaf.lineage[1] in around and linked(leaf) < 0.5


def _with_head(
    parts: list[Part], found: list[Leaf], page: PageFacts, around: frozenset[html.HtmlElement]
) -> list[Part]:
    """Put headline, standfirst and byline before the body, each once."""
    first = _first_body(parts, len(found))
    title = _title(found, first, page)
    if title is None:
        return parts
    rest = [part for part in parts if part.index > title or part.role not in ("heading", "title")]
    rest = [part for part in rest if part.index != title and not _is_title(part.leaf, page)]
    rest = [replace(part, role="byline") if part.index < first and day_line(part.leaf.text) else part for part in rest]
    have = {part.index for part in rest}
    between = [
        Part(found[i], given, i)
        for i in range(title + 1, min(first, title + _HEAD))
        if i not in have and (given := _head_role(found[i], page, around)) is not None
    ]
    rest = sorted(rest + between, key=lambda part: part.index)
    return [Part(found[title], "title", title), *rest]


def _head_role(leaf: Leaf, page: PageFacts, around: frozenset[html.HtmlElement]) -> BlockRole | None:
    """The role of a paragraph between headline and body; None where it has none in the article."""
    given = role(leaf)
    if patterns.byline(leaf.text) or (given == "byline" and _names_one(leaf, page.facts.bylines)):
        return "byline"
    if given == "list" and _is_key_point(leaf, around):
        return given
    return given if given in ("body", "heading", "list") and _is_standfirst(leaf, page) else None


def _names_one(leaf: Leaf, bylines: Sequence[str]) -> bool:
    return any(name in leaf.text for name in bylines)


def _is_key_point(leaf: Leaf, around: frozenset[html.HtmlElement]) -> bool:
    """True for an item of the list above an article that sums it up: words, no links, right in its element."""
    return not around.isdisjoint(leaf.lineage[:4]) and linked(leaf) < 0.5 and len(leaf.text.split()) > 3


def _title(found: list[Leaf], first: int, page: PageFacts) -> int | None:
    """The paragraph with the headline: what says the same as the metadata, else the last ``<h1>`` above the body."""
    heads = [i for i, leaf in enumerate(found) if any(around.tag in ("h1", "h2", "h3") for around in leaf.lineage[:3])]
    same = [i for i in heads if _is_title(found[i], page)]
    if same:
        return min(same, key=lambda i: (i > first, abs(first - i)))
    tops = [i for i in heads if i <= first + 1 and any(element.tag == "h1" for element in found[i].lineage[:3])]
    tops = [i for i in tops if len(found[i].key) > 10 and role(found[i]) != "furniture"]
    return tops[-1] if tops else None


def _is_title(leaf: Leaf, page: PageFacts) -> bool:
    title = squeeze(page.facts.title or "")
    if len(leaf.key) < 8 or not title:
        return False
    return leaf.key == title or (
        (leaf.key in title or title in leaf.key)
        and min(len(leaf.key), len(title)) > 0.6 * max(len(leaf.key), len(title))
    )


def _is_standfirst(leaf: Leaf, page: PageFacts) -> bool:
    if len(leaf.key) <= 30:
        return False
    told = squeeze(page.description or "")
    described = len(told) > 30 and (leaf.key == told or leaf.key.startswith(told[:60]))
    return described or any(_STANDFIRST.search(marks_of(element)) for element in leaf.lineage[:2])


def _without_doubles(parts: list[Part]) -> list[Part]:
    """Leave out captions and quotations shown large that say what another paragraph says."""
    kept: list[Part] = []
    body = "\n".join(part.leaf.key for part in parts if part.role == "body")
    for part in parts:
        key = part.leaf.key
        if part.role == "caption" and any(
            key in other.leaf.key or other.leaf.key in key for other in kept if other.role == "caption"
        ):
            continue
        if part.role in ("body", "heading") and kept and kept[-1].leaf.key == key:
            continue
        if part.role == "byline" and _in_quotation(part.leaf) and not (kept and _in_quotation(kept[-1].leaf)):
            continue
        if (
            part.role in ("quote", "heading", "body")
            and is_pull_quote(part.leaf)
            and body.count(key) > (part.role == "body")
        ):
            continue
        if key or part.leaf.text.strip("-–—*·•_ "):
            kept.append(part)
    return kept

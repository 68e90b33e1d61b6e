"""A saved page: its article's text in blocks, each with the XPath of the element it came from.

trafilatura chooses the main text; its choice is found again among the page's own paragraphs
(:mod:`sayso.read.align`), which know their elements, and mended (:mod:`sayso.read.parts`).
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from html import unescape

from lxml import html

from sayso.errors import Refused
from sayso.model import Article, Block, Note, Provenance, Span
from sayso.read import align, patterns
from sayso.read.article import Draft, Facts, finish
from sayso.read.meta import PageFacts, page_facts
from sayso.read.page import Leaf, leaves, parse, squeeze, work
from sayso.read.page_roles import role
from sayso.read.parts import Part, article_parts, likely_day
from sayso.read.text import split_dateline

_JOINT = "\n\n"
_HUGE = 200_000
"""Sum of the depths of a page's elements from which its whole text is taken: choosing would take too long.
The largest of 364 saved pages of news has 64,000."""
_MIN_ARTICLE = 200
"""Letters below which a page is said to hold no article."""


def read_page(id: str, text: str, notes: tuple[Note, ...], provenance: Provenance) -> Article:
    """Read a page that was decoded already.

    Raises :class:`Refused` where there is nothing on the page that a reader could see.
    """
    root, deep = parse(text)
    if root is None:
        raise Refused(
            provenance.origin, "has no element that a browser would show", "save the page again, as it is shown"
        )
    if deep:
        notes += (Note("nested-too-deep", "elements stand over 256 deep; the page was read as far as that"),)
    huge = work(root) > _HUGE
    if huge:
        notes += (
            Note("whole-page", "the page is so large that its main text was not looked for; all of it was read"),
        )
    page = page_facts(root, search=not huge)
    found = leaves(root, page.facts.language)
    chosen = [True] * len(found) if huge else align.choose([leaf.key for leaf in found], squeeze(main_text(root)))
    parts = article_parts(found, chosen, page)
    day = likely_day(found, parts) or page.likely_day
    hidden = _hidden_text(page, found)
    if sum(len(leaf.key) for leaf in hidden) > 2 * _letters(parts):
        parts = [part for part in parts if part.role in ("title", "byline")] + [
            Part(leaf, "body", -1) for leaf in hidden
        ]
        notes += (
            Note("text-from-metadata", "the page shows less than the text it hands to search engines; that was read"),
        )
    if not parts and not found:
        raise Refused(
            provenance.origin, "is a page without text", "save the page from a browser once it is shown in full"
        )
    if _letters(parts) < _MIN_ARTICLE:
        parts = parts or [Part(leaf, role(leaf), i) for i, leaf in enumerate(found)]
        notes += (Note("no-article", "the page holds no text of an article's length; what there is was read"),)
    facts = replace(page.facts, published=page.facts.published or day)
    return _assemble(id, parts, facts, notes, provenance)


def _hidden_text(page: PageFacts, found: list[Leaf]) -> list[Leaf]:
    """The paragraphs of the article's text in JSON-LD, if the page does not show most of it."""
    if not page.body or page.body_element is None:
        return []
    path = page.body_element.getroottree().getpath(page.body_element)
    paragraphs = [unescape(part).strip() for part in page.body.split("\n")]
    if "<p" in page.body:
        inner, _ = parse(page.body)
        paragraphs = [leaf.text for leaf in leaves(inner)] if inner is not None else paragraphs
    shown = "\n".join(leaf.key for leaf in found)
    texts = [Leaf(text, page.body_element, path) for text in paragraphs if squeeze(text)]
    new = [leaf for leaf in texts if leaf.key not in shown]
    return texts if len(new) > len(texts) / 2 else []


def _letters(parts: Iterable[Part]) -> int:
    return sum(len(part.leaf.key) for part in parts if part.role not in ("title", "byline", "caption", "furniture"))


def main_text(root: html.HtmlElement) -> str:
    """What trafilatura takes for the main text, "" where it finds none."""
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(deepcopy(root), include_comments=False)
    except Exception:  # an odd tree must not end the run; no choice is a choice of nothing
        return ""
    body = getattr(found, "body", None)
    return "" if body is None else " ".join(body.itertext())


def _assemble(id: str, parts: list[Part], facts: Facts, notes: tuple[Note, ...], provenance: Provenance) -> Article:
    text = _JOINT.join(part.leaf.text for part in parts)
    blocks: list[Block] = []
    bold: list[Span] = []
    at = 0
    for part in parts:
        bold += [(at, at + length)] if (length := _bold_head(part.leaf)) else []
        blocks += split_dateline(text, Block((at, at + len(part.leaf.text)), part.role, part.leaf.path))
        at += len(part.leaf.text) + len(_JOINT)
    signed = tuple(name for part in parts if part.role == "byline" for name in patterns.byline(part.leaf.text))
    title = next((part.leaf.text for part in parts if part.role == "title"), facts.title)
    facts = replace(facts, title=title, bylines=facts.bylines or tuple(dict.fromkeys(signed)))
    return finish(id, Draft(text, tuple(blocks), notes, bold=tuple(bold)), facts, provenance)


def _bold_head(leaf: Leaf) -> int:
    """Length of the few words set bold that a paragraph begins with."""
    element: html.HtmlElement | None = leaf.element
    while element is not None and element.tag not in ("b", "strong"):
        inner = None if (element.text or "").strip() else next(iter(element), None)
        element = inner if isinstance(getattr(inner, "tag", None), str) else None
    words = "" if element is None else " ".join("".join(element.itertext()).split())
    return len(words) if len(words) < 80 and leaf.text.startswith(words) else 0

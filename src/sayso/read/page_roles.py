"""The part that a paragraph of a page plays in its article: from its element, its classes and its words."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from lxml import html

from sayso.model import BlockRole
from sayso.read import patterns
from sayso.read.page import Leaf, marks_of

_POST = re.compile(
    r"\b(?:twitter-tweet|twitter-video|instagram-media|bluesky-embed|tiktok-embed|mastodon-embed|fb-post|fb-video|telegram-post"
    r"|reddit-card|reddit-embed-bq|threads-post|text-post-media|truthsocial-embed|truth-social)\b"
    r"|(?:^|\s)(?:social-(?:post|embed)|embedded-(?:post|tweet)|post-embed|tweet-embed)(?:$|\s)",
    re.I,
)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:wp-caption|caption|captions|figcaption|image-credit|photo-?credit|picture-?caption|bildunterschrift|legende)"
    r"(?:$|[\s_-])|(?:image|photo|media|picture|figure|img)_{0,2}-?(?:caption|credit|copyright|source)|caption-?text",
    re.I,
)
_BYLINE = re.compile(r"(?:^|[\s_-])(?:byline|by-line|author-?name|article-?author|autor|author)s?(?:$|[\s_-])", re.I)
_CORRECTION = re.compile(
    r"(?:^|[\s_-])(?:correction|corrections|clarification|editors?-?note|erratum)(?:$|[\s_-])", re.I
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:ad|ads|advert|advertisement|ad-?slot|dfp|gpt-?ad|sponsored|promo|outbrain|taboola|newsletter(?:-?\w+)?|sign-?up"
    r"|share(?:-?(?:bar|tools|buttons?|links))?|social(?:-?(?:share|links|media|bar))?|sharing|cookie(?:-?\w+)?|consent|breadcrumbs?"
    r"|related(?:-?\w+)?|read-?more|more-?on|recommend\w*|most-?(?:read|popular)|teaser|comments?(?:-?(?:section|list))?|subscribe"
    r"|subscription|paywall|footer|site-?header|navigation|navbar|sidebar|widget|tags?-?list|article-?tags|topics|sr-only"
    r"|visually-?hidden|screen-?reader(?:-?text)?|print-?only|author-?bio|about-?(?:the-)?author)(?:$|[\s_-])",
    re.I,
)
_PULL_QUOTE = re.compile(r"pull-?_?quote|quote-?box", re.I)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTED = frozenset(("li", "dt", "dd"))
_AROUND = frozenset(("nav", "footer", "form", "button"))
_PAGE = frozenset(("html", "body", "main", "article"))


def role(leaf: Leaf, around: Container[html.HtmlElement] = ()) -> BlockRole:
    """The role of a paragraph; "furniture" for what is on the page but no part of the article.

    The nearest element that tells decides; the words tell corrections, bylines and furniture where
    no element does.  ``around`` are elements that hold so much of the article that what they are
    called tells nothing of one paragraph.
    """
    if patterns.furniture(leaf.text) or _is_menu(leaf):
        return "furniture"
    by_element = _by_element(leaf, around)
    if by_element in ("body", "list") and patterns.correction(leaf.text):
        return "correction"
    if by_element in ("body", "heading") and (patterns.byline(leaf.text) or patterns.sign_off(leaf.text)):
        return "byline"
    if by_element == "post" and patterns.post_credit(leaf.text):
        return "byline"
    if (
        by_element == "body"
        and len(leaf.text) < 200
        and linked(leaf) > 0.9
        and not leaf.text.endswith((".", "!", "?", "”", '"'))
    ):
        return "furniture" if leaf.element.tag in ("p", "div", "strong") and _whole_link(leaf) else "body"
    return by_element


def _by_element(leaf: Leaf, around: Container[html.HtmlElement]) -> BlockRole:
    for element in leaf.lineage:
        if element.tag in _PAGE or element in around:
            break
        found = _own_role(element, leaf)
        if found:
            return found
    return "body"


def _own_role(element: html.HtmlElement, leaf: Leaf) -> BlockRole | None:
    tag, classes = element.tag, marks_of(element)
    if _POST.search(classes):
        return "post"
    if tag in ("cite", "footer") and is_quoted(element):
        return "byline"
    if tag == "figcaption" or (tag != "figure" and len(leaf.text) < 600 and _CAPTION.search(classes)):
        return "caption"
    if tag in _AROUND or (_FURNITURE.search(classes) and _length(element) < 1500):
        return "furniture"
    if _CORRECTION.search(classes):
        return "correction"
    if tag == "blockquote" and not is_post(element):
        return "quote"
    if tag in _HEADINGS:
        return "heading"
    if len(leaf.text) < 160 and _BYLINE.search(classes):
        return "byline"
    return "list" if tag in _LISTED and not _holds_paragraphs(element) else None


def _holds_paragraphs(element: html.HtmlElement) -> bool:
    return element.find(".//p") is not None and _length(element) > 500


def is_quoted(element: html.HtmlElement) -> bool:
    """True within a block quotation."""
    return next(element.iterancestors("blockquote"), None) is not None


def is_post(element: html.HtmlElement) -> bool:
    """True for the element of an embedded post of a social network."""
    return bool(_POST.search(marks_of(element)))


def is_pull_quote(leaf: Leaf) -> bool:
    """True inside a quotation that the page shows large beside the text it was taken from."""
    return any(element.tag == "aside" or _PULL_QUOTE.search(marks_of(element)) for element in leaf.lineage[:4])


def _is_menu(leaf: Leaf) -> bool:
    """True for short lines of which most are links: a menu that is set with line breaks."""
    lines = leaf.text.split("\n")
    if len(lines) < 3 or any(len(line) > 40 for line in lines):
        return False
    return sum(line in _links(leaf.element) for line in lines) > len(lines) / 2


def linked(leaf: Leaf) -> float:
    """Share of a paragraph's characters that stand in links."""
    return _linked(leaf.element)


# A long element is asked once, not again for each of its paragraphs.


@lru_cache(maxsize=8)
def _linked(element: html.HtmlElement) -> float:
    linked = sum(len(link.text_content().strip()) for link in element.iter("a"))
    return linked / max(len(element.text_content().strip()), 1)


@lru_cache(maxsize=8)
def _links(element: html.HtmlElement) -> frozenset[str]:
    return frozenset(" ".join(link.text_content().split()) for link in element.iter("a"))


@lru_cache(maxsize=8)
def _length(element: html.HtmlElement) -> int:
    return len(element.text_content())


def _whole_link(leaf: Leaf) -> bool:
    """True where the paragraph is one link and nothing else: a pointer to another story."""
    links = list(leaf.element.iter("a"))
    return len(links) == 1 and len(leaf.text) > 15 and len(leaf.text.split()) > 3

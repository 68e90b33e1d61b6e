"""What a page says of itself: outlet, title, bylines, dates, address, language.

JSON-LD and the page's ``<meta>`` elements are asked first, because they give times with their
precision; what they leave open trafilatura's metadata and htmldate fill in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import html

from sayso.read.article import Facts, with_language
from sayso.read.dates import iso_date
from sayso.read.patterns import names

_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|Review|OpinionNewsArticle)$")
_SOCIAL = re.compile(r"^(?:https?:|www\.|@)|facebook\.com|twitter\.com", re.I)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The facts, and two texts that help to find the article on its page."""

    facts: Facts
    description: str | None = None
    """The standfirst, as the page hands it to search engines."""
    body: str | None = None
    """The article's text as JSON-LD has it, which may be longer than what the page shows."""
    body_element: html.HtmlElement | None = None
    """The ``<script>`` that it stands in."""
    likely_day: str | None = None
    """The day of publication that htmldate finds in the page, where the page does not state it for machines."""


@dataclass(frozen=True, slots=True)
class _Unsearched:
    """What a search of the page would fill in, where there was none."""

    title: None = None
    author: None = None
    sitename: None = None
    url: None = None


def page_facts(root: html.HtmlElement, search: bool = True) -> PageFacts:
    """Read a page's statements on itself.  Never raises: what is malformed is passed over.

    Without ``search`` only what is stated for machines is read; the page's text is not searched.
    """
    story = _story(root)
    meta = _meta(root)
    filled = _trafilatura(root) if search else _Unsearched()
    title = _first(story.get("headline"), meta.get("og:title"), filled.title, meta.get("title"))
    facts = Facts(
        outlet=_first(_name(story.get("publisher")), meta.get("og:site_name"), filled.sitename),
        url=_first(
            _canonical(root), meta.get("og:url"), _url(story.get("mainEntityOfPage")), story.get("url"), filled.url
        ),
        title=title,
        bylines=_bylines(story, meta, filled.author),
        published=_published(root, story, meta),
        updated=_first_date(
            story.get("dateModified"),
            meta.get("article:modified_time"),
            meta.get("og:updated_time"),
            meta.get("last-modified"),
        ),
    )
    tag = _first(
        root.get("lang"),
        root.get("xml:lang"),
        meta.get("og:locale"),
        meta.get("content-language"),
        story.get("inLanguage"),
    )
    description = _first(story.get("description"), meta.get("og:description"), meta.get("description"))
    likely_day = _searched(root) if search and facts.published is None else None
    return PageFacts(with_language(facts, tag), description, *_body(root), likely_day)


def _first(*values: object) -> str | None:
    """The first value that is text with words in it, on one line but for paragraphs."""
    for value in values:
        if isinstance(value, str) and value.strip():
            return re.sub(r"[ \t\r\f]+", " ", value).strip()
    return None


def _story(root: html.HtmlElement) -> dict[str, Any]:
    """The JSON-LD object that describes the article, {} where there is none."""
    found = [thing for thing, _ in _json_ld(root) if _is_story(thing)]
    return max(found, key=lambda thing: ("headline" in thing, len(thing)), default={})


def _body(root: html.HtmlElement) -> tuple[str | None, html.HtmlElement | None]:
    """The longest text of an article in the page's JSON-LD, and the element it stands in."""
    found = [(text, script) for thing, script in _json_ld(root) if isinstance(text := thing.get("articleBody"), str)]
    return max(found, key=lambda pair: len(pair[0]), default=(None, None))


def _is_story(thing: dict[str, Any]) -> bool:
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in kinds)


def _json_ld(root: html.HtmlElement) -> Iterator[tuple[dict[str, Any], html.HtmlElement]]:
    """The objects that the page describes itself with, each with its ``<script>``."""
    for script in root.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        try:
            things = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in things if isinstance(things, list) else [things]:
            if isinstance(thing, dict):
                yield thing, script
                graph = thing.get("@graph")
                yield from (
                    (part, script) for part in (graph if isinstance(graph, list) else []) if isinstance(part, dict)
                )


def _meta(root: html.HtmlElement) -> dict[str, str]:
    """``<meta>`` names and properties in lower case; the first of several wins."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        if name and element.get("content"):
            found.setdefault(name.strip().lower(), element.get("content", ""))
    return found


def _trafilatura(root: html.HtmlElement) -> Any:
    from trafilatura.metadata import extract_metadata

    try:
        return extract_metadata(
            deepcopy(root), date_config={"extensive_search": False, "original_date": True}, extensive=False
        )
    except Exception:  # a page that trafilatura stumbles over has no metadata of its making
        return _Unsearched()


def _name(thing: object) -> str | None:
    if isinstance(thing, list):
        thing = thing[0] if thing else None
    if isinstance(thing, dict):
        thing = thing.get("name")
    return thing if isinstance(thing, str) else None


def _url(thing: object) -> str | None:
    found = thing.get("@id") if isinstance(thing, dict) else thing
    return found if isinstance(found, str) and found.startswith("http") else None


def _canonical(root: html.HtmlElement) -> str | None:
    for link in root.iter("link"):
        if link.get("rel", "").lower() == "canonical" and link.get("href", "").startswith("http"):
            return str(link.get("href"))
    return None


def _bylines(story: dict[str, Any], meta: dict[str, str], filled: str | None) -> tuple[str, ...]:
    authors = story.get("author")
    listed = [_name(author) for author in (authors if isinstance(authors, list) else [authors])]
    given = [name for name in listed if name] or [meta.get("author") or meta.get("article:author") or ""]
    found = tuple(
        dict.fromkeys(one for name in given if not _SOCIAL.search(name) for one in names(_without_by(name)))
    )
    return found or tuple(name.strip() for name in (filled or "").split(";") if name.strip())


def _without_by(name: str) -> str:
    return re.sub(r"^\s*by\s+", "", " ".join(name.split()), flags=re.I)


# --- dates -----------------------------------------------------------------------------------


def _published(root: html.HtmlElement, story: dict[str, Any], meta: dict[str, str]) -> str | None:
    keys = (
        "article:published_time",
        "datepublished",
        "parsely-pub-date",
        "date",
        "dc.date",
        "dcterms.date",
        "pubdate",
        "publishdate",
    )
    known = _first_date(story.get("datePublished"), *(meta.get(key) for key in keys))
    return known or _first_date(story.get("dateCreated"), *_times(root))


def _times(root: html.HtmlElement) -> list[str]:
    """``<time>`` elements marked as the time of publication."""
    marked = [
        time for time in root.iter("time") if "pubdate" in time.attrib or "datePublished" in time.get("itemprop", "")
    ]
    return [time.get("datetime", "") for time in marked]


def _searched(root: html.HtmlElement) -> str | None:
    """The day that htmldate finds in the page, for pages that do not state it for machines."""
    from htmldate import find_date

    try:
        return find_date(deepcopy(root), extensive_search=False, original_date=True)
    except Exception:  # dates are looked for in free text: anything may stand there
        return None


def _first_date(*values: object) -> str | None:
    return next((found for value in values if isinstance(value, str) and (found := iso_date(value))), None)

"""A parsed page as a browser would set it: its paragraphs in order, each with the way back to its element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree, html

_HIDDEN_TAGS = frozenset(
    (  # noqa: SIM905  # the tags, parted by spaces
    "script style template noscript head title meta link svg math iframe object embed canvas audio video map "
    "select option datalist textarea button input dialog nav"
    ).split()
)
_BLOCK_TAGS = frozenset(
    (  # noqa: SIM905  # the tags, parted by spaces
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu ol p pre search section summary "
    "table caption tbody thead tfoot tr td th ul"
    ).split()
)
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\0"))
"""Soft hyphens and zero-width spaces are left out; joiners, which scripts need, are kept."""
_STREAMED = re.compile(r"S:[0-9a-f]+")
"""Id of a part that React's server sends late: it stands hidden until the page's script moves it to its place."""
_META = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|dates?|time|timestamp|posted|published|updated|meta)(?:$|[\s_-])", re.I
)
_META_PARTS = frozenset(("a", "span", "time"))
_NAME = re.compile(r"[A-Za-z][\w-]*")
_BREAK, _PARAGRAPH = "\ue000", "\ue001"
_TWO_BREAKS = re.compile(f"(?:[ \t\n\r\f\u00a0]*{_BREAK}){{2,}}")

_BLANK, _DASHES = f" \t\n\r\f\u00a0{_BREAK}", "-–—―"
_SENTENCE_END = (".", "!", "?", "…", "”", "“", '"', "»", "«", "’", "'")
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")

_Q_MARKS = {
    "en": "“”‘’", "de": "„“‚‘", "fr": "«»«»", "es": "«»“”", "it": "«»“”",
    "pt": "“”‘’", "nl": "“”‘’", "sv": "””’’", "fi": "””’’",
    "da": "“”‘’", "nb": "«»‘’", "no": "«»‘’", "pl": "„”«»", "cs": "„“‚‘", "ru": "«»„“",
    "uk": "«»„“", "el": "«»“”", "ja": "「」『』",
    "zh": "“”‘’", "tr": "“”‘’", "hu": "„”»«",
}  # fmt: skip
_MARKS = "“”„‟«»‘’‚‹›\"'「『"


@dataclass(frozen=True)
class Leaf:
    """One paragraph of the page: a run of text that no block-level element or empty line parts.

    ``text`` has its white space collapsed as a browser would, with a line feed where a ``<br>``
    stands; no-break spaces are kept.
    """

    text: str
    element: html.HtmlElement
    """The innermost block-level element around it."""
    path: str
    """XPath of that element, from the root."""

    @cached_property
    def key(self) -> str:
        """Its letters and digits alone, for comparing."""
        return squeeze(self.text)

    @cached_property
    def lineage(self) -> tuple[html.HtmlElement, ...]:
        """The element and those around it, innermost first."""
        return (self.element, *self.element.iterancestors())


def marks_of(element: html.HtmlElement) -> str:
    """An element's classes, id and itemprop, in one string."""
    return f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"


def squeeze(text: str) -> str:
    """The letters and digits of a text alone, in lower case."""
    return "".join(char for char in text.casefold() if char.isalnum())


def parse(text: str) -> tuple[html.HtmlElement | None, bool]:
    """The page's root, None where there is none; and whether it was nested so deep that a part was lost.

    The parser goes 256 levels deep, which bounds time and memory on what no person ever wrote.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    data = text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, ValueError):
        return None, False
    deep = any("depth" in entry.message for entry in parser.error_log)
    return root, deep


def leaves(root: html.HtmlElement, language: str | None = None) -> list[Leaf]:
    """The paragraphs of a page in document order, without what is hidden or never shown as text."""
    return list(_Walk(root, _Q_MARKS.get((language or "en")[:2].lower(), "“”‘’")).leaves())


def work(root: html.HtmlElement) -> int:
    """The sum of the depths of all elements: what a page costs an extractor that asks each element for its text."""
    depth = total = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        total += depth if event == "start" else 0
    return total


class _Walk:
    """One walk over the tree.  It keeps its own stack, so that depth costs no recursion."""

    def __init__(self, root: html.HtmlElement, marks: str) -> None:
        self.root = root
        self.marks = marks
        self.steps: list[str] = []
        self.counts: list[dict[str, int]] = [{}]
        self.blocks: list[tuple[html.HtmlElement, int]] = [(root, 1)]
        self.run: list[str] = []
        self.quotes: list[bool] = []
        self.hidden = 0

    def leaves(self) -> Iterator[Leaf]:
        for event, element in etree.iterwalk(self.root, events=("start", "end")):
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                yield from self._start(element)
            else:
                yield from self._end(element)

    def _start(self, element: html.HtmlElement) -> Iterator[Leaf]:
        self._step(element)
        if self.hidden or is_hidden(element):
            self.hidden += 1
            return
        if element.tag in _BLOCK_TAGS or (element.tag == "cite" and self._is_credit(element)):
            dash = self._cut_dash() if element.tag == "cite" else ""
            yield from self._flush()
            self.blocks.append((element, len(self.steps)))
            self.run.append(dash)
        elif element.tag == "br":
            self.run.append(_BREAK)
        elif element.tag == "q":
            self._open_quote(element)
        elif _stands_apart(element) and self._last().isalnum():
            self.run.append(" ")
        if element.text:
            self.run.append(_EMPTY_LINE.sub(_PARAGRAPH, element.text) if element.tag == "pre" else element.text)

    def _end(self, element: html.HtmlElement) -> Iterator[Leaf]:
        if self.hidden:
            self.hidden -= 1
        elif element is self.blocks[-1][0]:
            yield from self._flush()
            self.blocks.pop()
        elif element.tag == "q" and self.quotes.pop():
            self.run.append(self.marks[1 + 2 * (len(self.quotes) % 2)])
        if not self.hidden and element.tail and element is not self.root:
            self.run.append(element.tail)
        self.steps.pop()
        self.counts.pop()

    def _open_quote(self, element: html.HtmlElement) -> None:
        """Marks around ``<q>`` as a browser sets them, unless the page has typed its own."""
        first = "".join(element.itertext()).lstrip()[:1]
        typed = first in _MARKS
        if not typed:
            self.run.append(self.marks[2 * (len(self.quotes) % 2)])
        self.quotes.append(not typed)

    def _last(self) -> str:
        """The last character so far of the paragraph, "" at its beginning."""
        return next((piece[-1] for piece in reversed(self.run) if piece), "")

    def _is_credit(self, cite: html.HtmlElement) -> bool:
        """True for the ``<cite>`` that says at the end of a block quotation who is quoted; within a sentence it is
        the title of a work."""
        if (cite.tail or "").strip() or cite.getnext() is not None:
            return False
        if all(element.tag != "blockquote" for element, _ in self.blocks):
            return False
        before = "".join(self.run[-20:]).rstrip(_BLANK)
        return not before or before.endswith((*_SENTENCE_END, *_DASHES))

    def _cut_dash(self) -> str:
        """Take the dash before a credit out of the quotation."""
        text = "".join(self.run).rstrip(_BLANK)
        self.run = [text.rstrip(_BLANK + _DASHES)]
        return text[len(self.run[0]) :] + " "

    def _step(self, element: html.HtmlElement) -> None:
        tag = str(element.tag)
        among = self.counts[-1]
        among["*"] = among.get("*", 0) + 1
        among[tag] = among.get(tag, 0) + 1
        self.steps.append(f"{tag}[{among[tag]}]" if _NAME.fullmatch(tag) else f"*[{among['*']}]")
        self.counts.append({})

    def _flush(self) -> Iterator[Leaf]:
        if not self.run:
            return
        raw = _TWO_BREAKS.sub(_PARAGRAPH, "".join(self.run))
        self.run.clear()
        element, depth = self.blocks[-1]
        for part in raw.split(_PARAGRAPH):
            text = _set(part)
            if text:
                yield Leaf(text, element, "/" + "/".join(self.steps[:depth]))


def _set(raw: str) -> str:
    """White space as a browser shows it, and a line feed for each line break left."""
    collapsed = _SPACE.sub(" ", raw.translate(_INVISIBLE))
    return "\n".join(line.strip(" ") for line in collapsed.split(_BREAK)).strip(" \n\u00a0")


def _stands_apart(element: html.HtmlElement) -> bool:
    """True for a part of a byline that only a style sheet keeps apart from the part before it."""
    before = element.getprevious()
    if element.tag != "time":
        if element.tag not in _META_PARTS or before is None or before.tail:
            return False
        around = (element, before, element.getparent())
        if not any(one.tag == "time" or _META.search(marks_of(one)) for one in around):
            return False
    return next((text for text in element.itertext() if text), "")[:1].isalnum()


def is_hidden(element: html.HtmlElement) -> bool:
    """True for an element that a browser does not show, or that holds no text of the page."""
    if element.tag in _HIDDEN_TAGS:
        return True
    if "hidden" in element.attrib:
        return not _STREAMED.fullmatch(element.get("id", ""))
    return bool(_HIDDEN_STYLE.search(element.get("style", "")))

"""Articles and their attributions as one self-contained page, or as a fragment for a notebook.

No script and nothing from elsewhere: the parts of a statement light up together by CSS alone, under the
pointer, under the keyboard's focus, and when its number is followed.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from sayso.model import Article, BlockRole, Findings, Note
from sayso.show import layout, sourcing
from sayso.show.characters import printable

_ELEMENTS: dict[BlockRole, str] = {"title": "h2", "heading": "h3", "quote": "blockquote", "post": "blockquote"}
COLUMNS = ("No.", "Source", "Cue", "Content", "Type", "Act", "Confidence")
_UNSURE = 0.5
"""Below this confidence a statement is drawn as unsure."""
_LIVELY = 300
"""Statements up to which a page lights up under the pointer: browsers test every statement at each move."""


def page(articles: Sequence[Findings]) -> str:
    """A whole HTML page that shows the articles one below the other."""
    shown = [_Shown(found, f"a{number}") for number, found in enumerate(articles, 1)]
    title = _text(articles[0].article.title or articles[0].article.id) if len(shown) == 1 else f"{len(shown)} articles"
    contents = _contents(shown) if len(shown) > 1 else ""
    lively = sum(map(len, articles)) <= _LIVELY
    style = _style() + "".join(one.rules(lively) for one in shown)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Who says what: {title}</title>\n<style>\n{style}</style>\n</head>\n"
        f'<body class="sayso">\n<header><h1>Who says what</h1>{_LEGEND}{contents}</header>\n<main>\n'
        + "".join(one.section() for one in shown)
        + "</main>\n</body>\n</html>\n"
    )


def fragment(record: Article | Findings) -> str:
    """What a notebook shows of an article, with its attributions if they are known."""
    if isinstance(record, Article):
        record = Findings(record, (), (), ())
    shown = _Shown(record, f"sayso-{record.article.digest[:8]}-{len(record)}")
    return f'<div class="sayso"><style>{_style()}{shown.rules()}</style>{shown.section()}</div>'


_LEGEND = (
    '<p class="legend"><span class="source">source</span> <span class="cue">cue</span> '
    '<span class="content">content</span> <span class="content content2">content within content</span> '
    '<span class="content unsure">unsure</span></p>'
)


@cache
def _style() -> str:
    return resources.files("sayso.show").joinpath("page.css").read_text("utf-8")


def _contents(shown: Iterable[_Shown]) -> str:
    items = "".join(
        f'<li><a href="#{one.key}">{_text(one.found.article.title or one.found.article.id)}</a> '
        f"{_text(one.found.article.outlet)}, statements: {len(one.found)}</li>"
        for one in shown
    )
    return f'<nav aria-label="Articles"><ol>{items}</ol></nav>'


class _Shown:
    """One article being drawn; ``key`` begins the ids and classes that belong to it alone."""

    def __init__(self, found: Findings, key: str) -> None:
        self.found = found
        self.key = key
        self.rows = layout.rows(found)
        self.roles = {q.pieces: q.role for q in layout.unattributed(found)}

    def rules(self, lively: bool = True) -> str:
        """The CSS that lights up all parts of a statement together: one rule a statement.  Not lively:
        only where its number was followed."""
        states = ("hover", "focus", "target") if lively else ("target",)
        return "".join(
            f"#{self.key}:has({','.join(f'.{s}:{state}' for state in states)}) .{s}{{--lit:var(--lamp)}}\n"
            for s in (self._statement(row.number) for row in self.rows)
        )

    def section(self) -> str:
        """The article, its notes and its statements."""
        article = self.found.article
        language = f' lang="{_text(article.language)}"' if article.language else ""
        return (
            f'<article id="{self.key}">\n{self._head()}{_notes(article.notes + self.found.notes)}'
            f'<div class="text"{language}>{self._body()}</div>\n'
            f"{self._statements()}{self._sourcing()}{self._others()}</article>\n"
        )

    def _statement(self, number: int) -> str:
        return f"{self.key}s{number}"

    def _head(self) -> str:
        article = self.found.article
        title = "" if any(b.role == "title" for b in article.blocks) else f"<h2>{_text(article.title)}</h2>"
        about = [article.outlet, article.published, ", ".join(article.bylines), article.url or article.id]
        return f'{title}<p class="about">{" · ".join(_text(part) for part in about if part)}</p>\n'

    def _body(self) -> str:
        """The text, character for character, in its paragraphs; each followed by its notes in the margin."""
        text = self.found.article.text
        laid = layout.laid_out(self.found)
        begin = layout.by_paragraph(self.rows, [paragraph for paragraph, _ in laid])
        drawn: list[str] = []
        end = 0
        for paragraph, segments in laid:
            name = _ELEMENTS.get(paragraph.role, "p")
            inner = "".join(self._segment(segment) for segment in segments)
            drawn.append(_text(text[end : paragraph.span[0]]))
            drawn.append(f'<{name} class="{paragraph.role}" dir="auto">{inner}</{name}>')
            drawn.append(self._margin(begin[paragraph]))
            end = paragraph.span[1]
        return "".join(drawn) + _text(text[end:])

    def _segment(self, segment: layout.Segment) -> str:
        """A stretch of text with the classes of all parts it belongs to, and links where one ends."""
        words = _text(self.found.article.text[slice(*segment.span)])
        if segment.marks:
            words = f'<span class="{self._classes(segment)}">{words}</span>'
        return words + "".join(self._link(mark.number) for mark in segment.closes if mark.part != "cue")

    def _classes(self, segment: layout.Segment) -> str:
        names = {mark.part: None for mark in segment.marks} | {
            self._statement(mark.number): None for mark in segment.marks
        }
        contents = [self.rows[mark.number - 1] for mark in segment.marks if mark.part == "content"]
        names |= {"content2": None} if len(contents) > 1 else {}
        names |= {"unsure": None} if contents and contents[-1].said.confidence < _UNSURE else {}
        return " ".join(names)

    def _link(self, number: int) -> str:
        """The raised number; it is drawn by CSS, so that the text of the page stays the article's."""
        s = self._statement(number)
        return f'<a class="number {s}" href="#{s}" data-n="{number}" aria-label="statement {number}"></a>'

    def _margin(self, rows: Iterable[layout.Row]) -> str:
        items = "".join(
            f'<li id="{self._statement(row.number)}" class="{self._statement(row.number)}" tabindex="-1">'
            f'<a href="#{self._statement(row.number)}r">{row.number}</a> {_source(row)} '
            f"<small>{row.said.type}</small></li>"
            for row in rows
        )
        return f'<ul class="margin" aria-label="Statements here">{items}</ul>' if items else ""

    def _statements(self) -> str:
        if not self.rows:
            return "<p>No statements found.</p>\n" if self.found.runs else ""
        body = "".join(self._group(mine) for mine in layout.by_speaker(self.rows))
        heads = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
        return f"<table><caption>Statements by speaker</caption><thead><tr>{heads}</tr></thead>{body}</table>\n"

    def _group(self, mine: Sequence[layout.Row]) -> str:
        """The statements of one speaker under their name."""
        rows = "".join(self._row(row) for row in mine)
        return (
            f'<tbody><tr class="speaker"><th colspan="{len(COLUMNS)}" scope="rowgroup" dir="auto">{_speaker(mine[0])}'
            f"</th></tr>\n{rows}</tbody>"
        )

    def _sourcing(self) -> str:
        told = "".join(f"<li>{_text(line)}</li>" for line in sourcing.lines(self.found))
        return f'<ul class="sourcing" aria-label="Sourcing">{told}</ul>\n' if told else ""

    def _row(self, row: layout.Row) -> str:
        s = self._statement(row.number)
        within = f' <a href="#{self._statement(row.parent)}r">within {row.parent}</a>' if row.parent else ""
        return (
            f'<tr id="{s}r" class="{s} depth{min(row.depth, 4)}"><td><a href="#{s}">{row.number}</a></td>'
            f'<td dir="auto">{_source(row)}{within}</td><td dir="auto">{_text(row.cue)}</td>'
            f'<td dir="auto">{_text(row.content)}{_around(row)}</td><td>{row.said.type}</td>'
            f'<td>{_text((row.said.act or "").replace("_", " "))}</td><td>{row.said.confidence:.2f}</td></tr>\n'
        )

    def _others(self) -> str:
        items = "".join(
            f'<li><small>{quotation.role}</small> <span dir="auto">{_text(self.found.article.words(quotation.pieces))}'
            "</span></li>"
            for quotation in layout.unattributed(self.found)
        )
        return f'<h3>In quotation marks, ascribed to nobody</h3><ul class="others">{items}</ul>\n' if items else ""


def _source(row: layout.Row) -> str:
    """The words of a source, and whom they stand for where that is not what they say."""
    drawn = f'<b dir="auto">{_text(row.source)}</b>' if row.source else "<i>nobody named</i>"
    name = row.said.speaker and row.said.speaker.name
    if name and layout.one_line(name) not in layout.one_line(row.source):
        drawn += f' <small dir="auto">= {_text(name)}</small>'
    return drawn


def _speaker(row: layout.Row) -> str:
    """The head over a speaker's statements: name, title, kind."""
    who = row.said.speaker
    if who is None:
        return "Unsure who"
    title = f", {_text(who.title.text)}" if who.title else ""
    if who.kind == "vague":
        return "Vague"
    return f"{_text(row.called)}{title} <small>{sourcing.called(row.said)}</small>"


def _around(row: layout.Row) -> str:
    """Through whom, where and when it was said."""
    around = " ".join(part for part in (row.via, row.occasion) if part)
    return f' <small dir="auto">({_text(around)})</small>' if around else ""


def _notes(notes: Iterable[Note]) -> str:
    items = "".join(f"<li>{_text(message)}</li>" for message in dict.fromkeys(note.message for note in notes))
    return f'<ul class="notes">{items}</ul>\n' if items else ""


def _text(text: str | None) -> str:
    return html.escape(printable(text or ""))

"""Findings in the terminal, as a page and as rows."""

from __future__ import annotations

import csv as stdlib_csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notation import STORY, findings
from sayso.model import Article, Attribution, Block, Findings, Note, Quotation, Run, digest, findings_to_json
from sayso.show import characters, csv, html, layout, terminal

# --- text of strangers ---------------------------------------------------------------------------

HOSTILE = "\x00\x07\x1b[31m\x7f\x85\x9b\r\x0c\u202e\u2066\u2028\U000e0041\ud800<script>&amp;\"'=+-@"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain “text” – ünïcode 👩‍👩‍👧 שלום", "plain “text” – ünïcode 👩‍👩‍👧 שלום"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("c1 \x9b and del \x7f", "c1 \\x9b and del \\x7f"),
        ("\u202eover\u2066iso", "\\u202eover\\u2066iso"),
        ("a\r\nb\r", "a\nb\\x0d"),
        ("\ud800", "\\ud800"),
        ("tag \U000e0041", "tag \\U000e0041"),
    ],
)
def test_terminal_shows_control_characters_as_escapes(raw: str, shown: str) -> None:
    assert characters.visible(raw) == shown


@given(st.text())
def test_json_safe_keeps_the_value(text: str) -> None:
    line = characters.json_safe(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(line) == {"text": text}
    assert characters.visible(line) == line
    line.encode("utf-8")


def test_json_safe_writes_what_lies_beyond_the_first_plane_as_a_pair() -> None:
    assert json.loads(characters.json_safe('"\U000e0041\ud800"')) == "\U000e0041\ud800"


# --- random articles -----------------------------------------------------------------------------


@st.composite
def any_findings(draw: st.DrawFn) -> Findings:
    """Any text, with blocks and attributions anywhere in it: overlapping, nested, crossing, in pieces."""
    text = draw(st.text(st.one_of(st.characters(), st.sampled_from('ab  \n\n<&"“”\x1b\x07\x9b\r\u202e')), max_size=60))
    places = st.integers(0, len(text))
    span = st.tuples(places, places).map(lambda pair: (min(pair), max(pair)))
    parts = st.lists(span, max_size=3).map(lambda spans: tuple(sorted(spans)))
    cuts = draw(st.lists(places, max_size=6).map(sorted))
    blocks = tuple(
        Block((a, b), draw(st.sampled_from(["title", "body", "quote", "dateline", "list", "furniture"])))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    )
    article = Article("any", digest(text), text, blocks=blocks, outlet=draw(st.none() | st.text(max_size=5)))
    ids = draw(st.lists(st.sampled_from("abcdef"), unique=True, max_size=6))
    said = tuple(
        Attribution(
            one, "any", draw(parts), draw(parts), draw(parts), "direct",
            parent=draw(st.none() | st.sampled_from("abcdef")), confidence=draw(st.floats(0, 1)),
        )
        for one in ids
    )  # fmt: skip
    quotations = tuple(Quotation("q", "any", (one,), "", "scare") for one in draw(st.lists(span, max_size=2)))
    return Findings(article, quotations, said, (Note("n", text[:9]),), Run("r", "attribute", "m"))


class _PageText(HTMLParser):
    """The text within the element of class ``text``, without the notes in its margin."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = self.skipped = 0
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = (dict(attrs).get("class") or "").split()
        self.depth += bool(self.depth) or names == ["text"]
        self.skipped += bool(self.skipped) or "margin" in names

    def handle_endtag(self, tag: str) -> None:
        self.depth -= bool(self.depth)
        self.skipped -= bool(self.skipped)

    def handle_data(self, data: str) -> None:
        if self.depth and not self.skipped:
            self.text += data


@given(any_findings())
def test_page_text_is_the_article_text(found: Findings) -> None:
    page = html.page([found])
    page.encode("utf-8")
    assert _PageText(page).text == characters.printable(found.article.text)
    assert _PageText(html.fragment(found)).text == characters.printable(found.article.text)


@given(any_findings(), st.integers(20, 140))
def test_terminal_has_no_control_characters_and_loses_no_word(found: Findings, width: int) -> None:
    shown = terminal.render(found, width=width)
    assert shown.replace("\n", "") == characters.visible(shown.replace("\n", ""))
    assert "\t" not in shown
    left = iter(shown)
    words = "".join(character for character in found.article.text if not character.isspace())
    assert all(character in left for character in characters.visible(words))
    coloured = re.sub(r"\x1b\[[\d;]*m", "", terminal.render(found, width=width, color=True))
    assert [line.rstrip() for line in coloured.split("\n")] == shown.split("\n")


@given(any_findings())
def test_segments_make_up_each_paragraph(found: Findings) -> None:
    end = 0
    for paragraph, segments in layout.laid_out(found):
        assert not found.article.text[end : paragraph.span[0]].strip()
        assert segments[0].span[0] == paragraph.span[0]
        assert segments[-1].span[1] == paragraph.span[1]
        assert all(one.span[1] == other.span[0] for one, other in pairwise(segments))
        end = paragraph.span[1]
    assert not found.article.text[end:].strip()


@given(any_findings())
def test_csv_reads_back(found: Findings) -> None:
    read = list(stdlib_csv.DictReader(io.StringIO(csv.header() + csv.lines(found), newline="")))
    assert [json.loads(row["content_spans"]) for row in read] == [[list(s) for s in a.content] for a in found]
    assert not any((cell or "").startswith(("=", "+", "-", "@")) for row in read for cell in row.values())


# --- the invented story --------------------------------------------------------------------------


def test_terminal_writes_the_notation_that_the_story_is_written_in() -> None:
    shown = " ".join(terminal.render(findings(STORY), width=90).split())
    for paragraph in STORY.split("\n\n"):
        assert " ".join(paragraph.split()) in shown


@pytest.mark.parametrize("width", [60, 80, 95, 96, 100, 140])
def test_terminal_keeps_its_width(width: int) -> None:
    lines = terminal.render(findings(STORY), width=width).split("\n")
    assert max(map(len, lines)) <= width


def test_terminal_lists_statements_with_what_they_are_within() -> None:
    shown = terminal.render(findings(STORY, confidence=0.876), width=80)
    assert "  4   surveyors — had told — mixed, 0.88, within 3" in shown
    assert 'scare: "temporary"' in shown


def test_wide_terminal_names_sources_in_the_margin() -> None:
    lines = terminal.render(findings(STORY), width=120).split("\n")
    assert any(re.search(r"│ 1 Council leader Ada Brink$", line) for line in lines)


@pytest.mark.parametrize("render", [terminal.render, lambda found: html.page([found]), html.fragment])
def test_notes_are_shown_whoever_made_them(render: object) -> None:
    found = findings(STORY, notes=(Note("unbalanced-marks", "one mark opens and none closes"),))
    found = replace(found, notes=(Note("direct-only", "only direct quotations were looked for"),))
    shown = " ".join(render(found).split())  # type: ignore[operator]
    assert "one mark opens and none closes" in shown
    assert "only direct quotations were looked for" in shown


def test_hard_wrapped_text_is_filled_and_other_lines_are_kept() -> None:
    text = "one\ntwo"
    article = Article("a", digest(text), text)
    plain = Findings(article, (), (), (), ())
    wrapped = replace(plain, article=replace(article, notes=(Note("hard-wrapped", "lines are no paragraphs"),)))
    assert "one\ntwo" in terminal.render(plain)
    assert "one two" in terminal.render(wrapped)


def test_a_dateline_stands_on_the_line_of_its_paragraph() -> None:
    text = "MERE, May 2 — The lido is shut.\n\nNext."
    article = Article("a", digest(text), text, blocks=(Block((0, 13), "dateline"), Block((14, 31), "body")))
    assert [(p.span, p.role) for p in layout.paragraphs(article)] == [((0, 31), "body"), ((33, 38), "body")]


def test_page_escapes_everything_from_outside() -> None:
    evil = "<script>alert(1)</script>\"'&"
    found = findings(f"{{{evil}}}¹ <{'said'}>¹ [{evil}]¹", outlet=evil, title=evil, url=evil, name=evil, language=evil)
    found = replace(found, notes=(Note("n", evil),), quotations=(Quotation("q", "a", ((0, 9),), evil, "scare"),))
    assert "<script" not in html.page([found, found])
    assert "<script" not in html.fragment(found)


def test_page_loads_nothing_and_runs_no_script() -> None:
    page = html.page([findings(STORY)])
    assert not re.search(r"<(script|link|img|iframe|object|embed)|@import|url\(|\bsrc=|\bon\w+=", page)


def test_page_of_several_articles_has_each_id_once_and_no_dead_link() -> None:
    page = html.page([findings(STORY), findings(STORY, name="other.html")])
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " ="])
def test_csv_runs_no_formula(start: str) -> None:
    found = findings("{x}¹ <said>¹ [y]¹", title=start + "HYPERLINK(1)")
    (row,) = stdlib_csv.DictReader(io.StringIO(csv.header() + csv.lines(found)))
    assert row["title"] == f"'{start}HYPERLINK(1)"


def test_records_display_in_a_notebook() -> None:
    found = findings(STORY)
    assert "Council leader Ada Brink" in found._repr_html_()  # type: ignore[attr-defined]
    assert _PageText(found.article._repr_html_()).text == found.article.text  # type: ignore[attr-defined]


@pytest.mark.parametrize("render", [terminal.render, lambda found: html.page([found]), csv.lines])
def test_hostile_text_is_shown(render: object) -> None:
    text = HOSTILE * 3
    said = Attribution("a", "x", ((0, 9),), ((4, 12),), ((6, len(text)),), "direct")
    found = Findings(Article("x", digest(text), text), (), (said,), (), (Run("r", "attribute", "m"),))
    render(found).encode("utf-8")  # type: ignore[operator]
    characters.json_safe(json.dumps(findings_to_json(found), ensure_ascii=False)).encode("utf-8")

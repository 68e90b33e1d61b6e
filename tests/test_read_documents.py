"""PDF, documents of Word, subtitles, Markdown, and folders: what is read, what is noted, what is refused."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper import changed, lying, page, pdf
from sayso.errors import MissingPart, Refused
from sayso.model import Article, Reject, to_json
from sayso.read import read, read_all
from sayso.read.dates import day_in_name

docx = pytest.importorskip("docx")
pytest.importorskip("pypdfium2")

DOCUMENT = "word/document.xml"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def said(article: Article) -> list[tuple[str, str | None, str]]:
    return [(block.role, block.origin, article.words(block.span)) for block in article.blocks]


def codes(article: Article) -> list[str]:
    return [note.code for note in article.notes]


def word(*paragraphs: tuple[str, str] | str, **properties: object) -> bytes:
    """A document of paragraphs, each with its style."""
    document = docx.Document()
    for name, value in {"author": "", "title": "", **properties}.items():
        setattr(document.core_properties, name, value)
    for one in paragraphs:
        words, style = (one, "Normal") if isinstance(one, str) else one
        document.add_paragraph(words, style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def body(xml: str) -> bytes:
    """A document whose body is the XML."""
    whole = f"<w:document {NAMESPACE}><w:body>{xml}</w:body></w:document>"
    return changed(word("x"), DOCUMENT, lambda _: whole.encode())


# --- documents of Word -------------------------------------------------------------------------


def test_styles_are_roles() -> None:
    article = read(
        word(
            ("Wells shut", "Title"), "By Ada Moss", ("Why", "Heading 1"), "The wells are shut.", "",
            ("Not safe.", "Quote"), ("Not at all.", "Intense Quote"), ("Pell Road", "List Bullet"),
        )
    )  # fmt: skip
    assert said(article) == [
        ("title", "paragraph=1", "Wells shut"), ("byline", "paragraph=2", "By Ada Moss"),
        ("heading", "paragraph=3", "Why"), ("body", "paragraph=4", "The wells are shut."),
        ("quote", "paragraph=6", "Not safe."), ("quote", "paragraph=7", "Not at all."),
        ("list", "paragraph=8", "Pell Road"),
    ]  # fmt: skip
    assert article.text.startswith("Wells shut\n\nBy Ada Moss\n\nWhy")
    assert (article.title, article.bylines) == ("Wells shut", ("Ada Moss",))


def test_properties_are_facts() -> None:
    import datetime

    created = datetime.datetime(2034, 3, 14, 10, 15)
    article = read(word("The wells are shut.", title="Wells", author="Ada Moss", created=created))
    assert (article.title, article.bylines, article.published) == ("Wells", ("Ada Moss",), "2034-03-14T10:15Z")


def test_tables_stand_where_they_are() -> None:
    document = docx.Document()
    document.add_paragraph("Before.")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Left.", "Right."
    document.add_paragraph("After.")
    out = io.BytesIO()
    document.save(out)
    assert read(out.getvalue()).text == "Before.\n\nLeft.\n\nRight.\n\nAfter."


def test_tracked_changes_are_taken_as_accepted() -> None:
    runs = (
        "<w:r><w:t xml:space='preserve'>The wells </w:t></w:r>"
        "<w:del><w:r><w:delText>are not </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>are</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
        "<w:hyperlink><w:r><w:t xml:space='preserve'> shut</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r>"
    )
    assert read(body(f"<w:p>{runs}</w:p>")).text == "The wells are shut."


def test_a_text_box_is_read_once() -> None:
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert read(body(f"<w:p><w:r><w:t>Around.</w:t></w:r>{box}</w:p>")).text == "Around.\n\nIn a box."


def test_bold_names_are_speakers() -> None:
    def turn(name: str, words: str) -> str:
        bold = f"<w:r><w:rPr><w:b/></w:rPr><w:t>{name}</w:t></w:r>"
        return f"<w:p>{bold}<w:r><w:t xml:space='preserve'> {words}</w:t></w:r></w:p>"

    names = ("Ada Moss", "Ruth Lund") * 2
    article = read(body("".join(turn(name, "The wells are shut.") for name in names)))
    assert [turn.speaker for turn in article.turns] == list(names)


# --- PDF ---------------------------------------------------------------------------------------

LINES = (
    "The wells will stay shut, on {} at least, until they have passed con-",
    "secutive tests, the mayor told the council on Tuesday. Nobody spoke",
    "against her plan.",
    "",
    "A second paragraph stands below a gap and says little of {}.",
)
ROADS = ("Pell Road", "Mill Lane", "Kiln Hill")


def lines(road: str) -> list[str]:
    return [line.format(road) for line in LINES]


PAGES = [page(*lines(road), head=f"Ellersby Council, sheet {n}", foot=str(n)) for n, road in enumerate(ROADS, 1)]
INFO = "/Title (Wells) /Author (Ada Moss) /CreationDate (D:20340314101500-04'00')"


def test_paragraphs_of_pages() -> None:
    article = read(pdf(PAGES, INFO))
    for n, road in enumerate(ROADS, 1):
        text = "\n".join(lines(road)).split("\n\n")
        here = [(role, words) for role, origin, words in said(article) if origin == f"page={n}"]
        head, foot = ("furniture", f"Ellersby Council, sheet {n}"), ("furniture", str(n))
        assert here == [head, ("body", text[0]), ("body", text[1]), foot]
    assert (article.title, article.bylines, article.published) == ("Wells", ("Ada Moss",), "2034-03-14T10:15-04:00")
    assert not {"hard-wrapped", "pages-without-text"} & set(codes(article))


def test_columns_are_read_one_after_the_other() -> None:
    left = [(72, 700 - 14 * i, f"left {i} of the column goes on") for i in range(5)]
    right = [(330, 700 - 14 * i, f"right {i} of the column goes on") for i in range(5)]
    words = read(pdf([left + right])).text
    assert words.index("left 4") < words.index("right 0")


def test_numbers_of_lines_are_left_out() -> None:
    spoken = ["Q. Did you see the wells?", "A. I did.", "Q. When?", "A. In May.", "Q. And then?"] * 2
    lines = [
        line for i, words in enumerate(spoken) for line in ((60, 700 - 14 * i, str(i + 1)), (90, 700 - 14 * i, words))
    ]
    article = read(pdf([lines]))
    assert [article.words(turn.span) for turn in article.turns] == [words[3:] for words in spoken]


def test_pages_without_text_are_noted() -> None:
    assert "pages-without-text" in codes(read(pdf([*PAGES, []])))


def test_threads_may_read_at_once() -> None:
    data, found = pdf(PAGES), []
    threads = [Thread(target=lambda: found.append(read(data).text)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


# --- subtitles ---------------------------------------------------------------------------------

SRT = """1
00:01:02,500 --> 00:01:05,000
{\\an8}The wells <i>are
not</i> safe

2
00:01:05,000 --> 00:01:07,000
to drink.
""".replace("\n", "\r\n")
VTT = """WEBVTT
Kind: captions
Language: en

NOTE
not said

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.000 align:start
<v Ines Calder>The wells are shut

00:02.000 --> 00:03.000
<v Ines Calder>for good &amp; all.

00:03.000 --> 01:00:04.250
<v.loud Ruth Lund>No.
"""
ROLLING = """WEBVTT

00:01.000 --> 00:03.000
the wells on

00:03.000 --> 00:05.000
the wells on
<00:03.500><c>pell road</c>

00:05.000 --> 00:05.010
pell road

00:05.010 --> 00:07.000
pell road
are shut
"""


def test_cues_are_blocks_with_times() -> None:
    article = read(SRT.encode())
    assert said(article) == [("body", "t=62.5,65", "The wells are not safe"), ("body", "t=65,67", "to drink.")]
    assert article.text == "The wells are not safe\nto drink."


def test_voices_are_turns() -> None:
    article = read(VTT.encode())
    assert article.text == "The wells are shut\nfor good & all.\nNo."
    turns = [(turn.speaker, turn.label, article.words(turn.span)) for turn in article.turns]
    assert turns == [("Ines Calder", None, "The wells are shut\nfor good & all."), ("Ruth Lund", None, "No.")]
    assert (article.language, article.blocks[-1].origin) == ("en", "t=3,3604.25")


def test_lines_of_speakers_are_turns() -> None:
    cues = ["- The wells\n- are shut.", "RUTH LUND: Who\nsays so?", ">> She does."]
    text = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n\n" for n, words in enumerate(cues))
    article = read(text.encode())
    turns = [(turn.speaker, article.words(turn.label or (0, 0)), article.words(turn.span)) for turn in article.turns]
    assert turns == [
        (None, "-", "The wells"), (None, "-", "are shut."), ("RUTH LUND", "RUTH LUND:", "Who says so?"),
        (None, ">>", "She does."),
    ]  # fmt: skip


def test_rolling_captions_count_once() -> None:
    assert read(ROLLING.encode()).text == "the wells on\npell road\nare shut"


def test_what_is_said_twice_stays() -> None:
    text = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\nNo.\n\n" for n in range(4))
    assert read(text.encode()).text == "No.\nNo.\nNo.\nNo."


@pytest.mark.parametrize(
    "times",
    [
        "00:00:xx,000 --> 00:00:02,000",
        "00:00:03,000 --> 00:00:02,000",
        "00:00:01,000",
        "-->",
        "00:99:01,000 --> 00:99:02,000",
    ],
)
def test_broken_times_keep_their_words(times: str) -> None:
    article = read(f"1\n00:00:00,000 --> 00:00:01,000\nThe wells\n\n2\n{times}\nare shut.\n".encode())
    assert [(origin, words) for _, origin, words in said(article)] == [("t=0,1", "The wells"), (None, "are shut.")]
    assert codes(article).count("broken-times") == 1


# --- Markdown ----------------------------------------------------------------------------------

MARKDOWN = """---
title: "Wells: shut"
author: Ada Moss
date: 2034-03-15
lang: en
---
# Wells shut

By Ada Moss

ELLERSBY, March 14 (Coastwire) — The *wells*
are shut.

> Not safe
> to drink.

- Pell Road
- Mill Lane

```
code
```

| a | b |
|---|---|
| c | d |

## Why ##

Setext
------

A\x0bline\u2028more.
"""


@pytest.fixture
def markdown(tmp_path: Path) -> Callable[[str], Article]:
    def written(text: str) -> Article:
        path = tmp_path / "story.md"
        path.write_bytes(text.encode())
        return read(path)

    return written


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_markdown_is_kept_and_laid_out(markdown: Callable[[str], Article], end: str) -> None:
    text = MARKDOWN.replace("\n", end)
    article = markdown(text)
    assert article.text == text
    assert [(role, words.replace(end, "\n")) for role, _, words in said(article)][1:] == [
        ("title", "Wells shut"), ("byline", "By Ada Moss"), ("dateline", "ELLERSBY, March 14 (Coastwire) —"),
        ("body", "The *wells*\nare shut."), ("quote", "Not safe\n> to drink."), ("list", "Pell Road"),
        ("list", "Mill Lane"), ("furniture", "```\ncode\n```"), ("body", "| a | b |"), ("furniture", "|---|---|"),
        ("body", "| c | d |"), ("heading", "Why"), ("heading", "Setext"), ("body", "A\x0bline\u2028more."),
    ]  # fmt: skip
    facts = (article.title, article.bylines, article.published, article.language)
    assert facts == ("Wells: shut", ("Ada Moss",), "2034-03-15", "en")


def test_bold_names_in_markdown_are_speakers(markdown: Callable[[str], Article]) -> None:
    article = markdown(
        "**Moss:** Are they shut?\n\n**Lund:** They are.\n\n**Moss**: Why?\n\n**Lund:** They are not safe.\n"
    )
    assert [turn.speaker for turn in article.turns] == ["Moss", "Lund"] * 2


PIECES = st.sampled_from(
    ["# a", "> b", "- c", "    d", "```", "e", "", "|f|g|", "|-|-|", "---", "<p>h", "1. i", "\t", "\0", "===",
     "* * *", "[a]: b", "x\r"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=20), st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_markdown_has_blocks_in_order(pieces: list[str], end: str) -> None:
    from sayso.read.markdown import _blocks

    text = end.join(pieces)
    ends = [0, *(place for block in _blocks(text, 0) for place in block.span)]
    assert ends == sorted(ends)
    assert ends[-1] <= len(text)


# --- dates from names --------------------------------------------------------------------------

NAMES = {
    "2016-07-13 hearing.txt": "2016-07-13", "hearing_20160713.pdf": "2016-07-13", "2016_07_13.srt": "2016-07-13",
    "July 13, 2016.txt": "2016-07-13", "speech-13-july-2016.txt": "2016-07-13", "Sept. 3rd, 2016": "2016-09-03",
    "13-07-2016.txt": "2016-07-13", "07-13-2016.txt": "2016-07-13", "a/2016-07/2016-07-13-briefing": "2016-07-13",
    "06-07-2016.txt": None, "2016-13-45.txt": None, "12345678.txt": None, "2016-07-13 to 2016-07-14.txt": None,
    "2016-07-13/speech.txt": None, "report 2016.txt": None, "march of 2016 men": None, "": None,
    "120160713.txt": None,
}  # fmt: skip


@pytest.mark.parametrize(("name", "day"), NAMES.items())
def test_days_in_names(name: str, day: str | None) -> None:
    assert day_in_name(name) == day


def test_a_date_from_the_name_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "2034-03-14 hearing.txt"
    path.write_text("The wells are shut.", "utf-8")
    article = read(path)
    assert (article.published, codes(article)) == ("2034-03-14", ["date-from-name"])


def test_a_date_that_is_given_stays() -> None:
    lines = [{"id": "2034-03-14", "text": "A.", "date": "2033"}, {"id": "2034-03-14", "text": "A."}]
    assert [read(json.dumps(line).encode()).published for line in lines] == ["2033", "2034-03-14"]


# --- folders -----------------------------------------------------------------------------------


def test_folders_are_read_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", ".hidden", ".git/c.txt", "a/y.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("The wells are shut.", "utf-8")
    (tmp_path / "c.bin").write_bytes(bytes(range(256)))
    found = list(read_all([tmp_path]))
    names = [one.input if isinstance(one, Reject) else one.id for one in found]
    assert names == [str(tmp_path / name) for name in ("a/y.md", "a/z.txt", "b.txt", "c.bin")]
    assert isinstance(found[-1], Reject)


def test_an_empty_folder_is_a_reject(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("The wells are shut.", "utf-8")
    (found,) = read_all([tmp_path])
    assert isinstance(found, Reject)
    assert found.reason == "holds no file that can be read"
    with pytest.raises(Refused, match="directory"):
        read(tmp_path)


# --- what is refused ---------------------------------------------------------------------------


def archive(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name, words in parts.items():
            written.writestr(name, words)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """An archive whose parts say that they are encrypted."""
    return data.replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\x01\0")


GOOD = word("The wells are shut.")
BOMB = changed(GOOD, DOCUMENT, lambda _: b" " * 300_000_000)
PADDED = changed(GOOD, DOCUMENT, lambda _: b" " * 30_000_000)
REFUSED = {
    "zip bomb": (BOMB, "would unpack to 300 MB", "split"),
    "dense": (PADDED, "would unpack to 30 MB", "split"),
    "sizes that lie": (lying(PADDED, DOCUMENT, 1000), "broken office document", "fetch it again"),
    "doctype": (
        changed(GOOD, DOCUMENT, lambda xml: xml.replace(b"<w:document", b"<!DOCTYPE a><w:document", 1)),
        "DOCTYPE", "word processor",
    ),
    "doctype in UTF-16": (
        changed(GOOD, DOCUMENT, lambda _: f"<!DOCTYPE a><w:document {NAMESPACE}/>".encode("utf-16")), "DOCTYPE", "save",
    ),
    "locked archive": (locked(GOOD), "encrypted", "password"),
    "locked document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password", "save it as .docx"),
    "truncated document": (GOOD[: len(GOOD) // 2], "broken office document", "fetch it again"),
    "no XML": (changed(GOOD, DOCUMENT, lambda _: b"<w:document"), "broken office document", "fetch it again"),
    "nested too deep": (body("<w:p>" * 5000 + "</w:p>" * 5000), "broken office document", "fetch it again"),
    "no document": (archive(a="The wells are shut."), "ZIP archive, not text", "unpack it"),
    "document without text": (word(""), "holds no text", "saved with its text"),
    "locked PDF": (pdf(PAGES, locked=True), "password", "qpdf"),
    "scan": (pdf([[], []]), "holds no text: a scan", "OCR"),
    "truncated PDF": (pdf(PAGES)[:700], "broken PDF", "fetch it again"),
    "no PDF": (b"%PDF-1.7\n" + bytes(2000), "broken PDF", "fetch it again"),
    "many pages": (pdf([[(72, 700, "a")]] * 5001), "more than 5000 pages", "split"),
    "subtitles without words": (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "holds no words", "saved or sent whole"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "reason", "repair"), REFUSED.values(), ids=REFUSED)
def test_refused_with_reason_and_mend(data: bytes, reason: str, repair: str) -> None:
    begun = time.process_time()
    with pytest.raises(Refused) as refusal:
        read(data)
    assert reason in refusal.value.reason
    assert repair in refusal.value.repair
    assert time.process_time() - begun < 10


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pypdfium2", None)
    with pytest.raises(MissingPart, match=r"pip install sayso\[documents\]"):
        read(pdf(PAGES))
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(PAGES))
    (found,) = read_all([path])
    assert isinstance(found, Reject)
    assert found.repair == "pip install sayso[documents]"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", pdf(PAGES)),
        ("a.md", GOOD),
        ("a.txt", SRT.encode()),
        ("a.pdf", b"The wells are shut."),
        ("a.srt", b"The wells."),
    ],
)
def test_content_tells_and_a_name_that_differs_is_noted(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert "taken-for" in codes(read(tmp_path / name))


@pytest.mark.parametrize("data", [pdf(PAGES, INFO), GOOD, SRT.encode(), VTT.encode(), ROLLING.encode()])
def test_reading_what_was_printed_changes_nothing(data: bytes) -> None:
    article = read(data, id="a")
    assert read(json.dumps(to_json(article)).encode()) == article


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([pdf(PAGES), GOOD]), st.data())
def test_damaged_documents_are_read_or_refused(data: bytes, draw: st.DataObject) -> None:
    at = draw.draw(st.integers(10, len(data) - 1))
    cut = draw.draw(st.binary(max_size=8))
    with suppress(Refused):
        read(data[:at] + cut + data[at + draw.draw(st.integers(0, 40)) :])

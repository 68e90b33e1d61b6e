"""Plain text and JSON lines: kept to the character, with blocks of the right roles over it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.model import Article, to_json
from sayso.read import patterns, read, read_all
from sayso.read.text import lay_blocks

STORY = """Wells stay shut in Ellersby

By Nora Bellamy and Theo Lindgren

ELLERSBY, March 14 (Coastwire) — The Pell Road wells will stay shut, Mayor Ines Calder said. "They are not safe."

Advertisement

728 x 90

A failure of procedure

Ruth Lund, who speaks for Pell Water, said that nobody had been put at risk by the wells in all that time.

Joan Pickett at her kitchen tap on Pell Road. (Photo: Theo Lindgren)

Read more: What we know about the wells

Correction: An earlier version of this story misquoted Ms. Lund.
"""


def roles(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(block.role, text[slice(*block.span)]) for block in lay_blocks(text, title).blocks]


def test_roles_of_a_story() -> None:
    found = [role for role, _ in roles(STORY)]
    assert found == [
        "title", "byline", "dateline", "body", "furniture", "furniture", "heading", "body", "caption", "furniture",
        "correction",
    ]  # fmt: skip


def test_facts_of_a_story(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    article = read(path)
    assert article.text == STORY
    assert article.title == "Wells stay shut in Ellersby"
    assert article.bylines == ("Nora Bellamy", "Theo Lindgren")
    assert article.language == "en"
    assert article.provenance is not None
    assert article.id == str(path) == article.provenance.origin


BYLINES = {
    "By Nora Bellamy": ("Nora Bellamy",),
    "BY NORA BELLAMY": ("NORA BELLAMY",),
    "Analysis by Theo Lindgren": ("Theo Lindgren",),
    "By Nora Bellamy, Coastwire Staff Writer": ("Nora Bellamy", "Coastwire Staff Writer"),
    "By Nora Bellamy, Theo Lindgren and Li Wen": ("Nora Bellamy", "Theo Lindgren", "Li Wen"),
    "Von Anna Brandt": ("Anna Brandt",),
    "By Friday the river had risen": (),
    "By the time they came, it was gone.": (),
    "By and large this was the mood at the hearing": (),
    "Nora Bellamy said so": (),
}


@pytest.mark.parametrize(("line", "names"), BYLINES.items())
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    assert patterns.byline(line) == names


DATELINES = {
    "LONDON — The wells are shut.": "LONDON — ",
    "ELLERSBY, March 3 (Agency) — The wells are shut.": "ELLERSBY, March 3 (Agency) — ",
    "CAIRO, Egypt (AB) — The wells are shut.": "CAIRO, Egypt (AB) — ",
    "Berlin (dpx) - Die Brunnen sind zu.": "Berlin (dpx) - ",
    "(Coastwire) — The wells are shut.": "(Coastwire) — ",
    "ELLERSBY -- The wells are shut.": "ELLERSBY -- ",
    "Yes - he said so.": "",
    "The mayor — and nobody else — said so.": "",
    "Q: Is the water safe?": "",
    "CALDER: It is not safe.": "",
    "He (the mayor) - said nothing.": "",
}


@pytest.mark.parametrize(("line", "head"), DATELINES.items())
def test_datelines(line: str, head: str) -> None:
    assert line[: patterns.dateline(line)] == head


FURNITURE = (
    "728 x 90", "300x250", "Advertisement", "ADVERTISEMENT", "Read more: The wells", "Read more",
    "Related: A town without water",
    "Related stories", "Share this article", "Tweet", "WhatsApp", "Sign up for our newsletter",
    "Subscribe now", "Skip to content",
    "Story continues below advertisement", "This site uses cookies to do things", "Follow us on Facebook", "Most read",
    "Lesen Sie auch: Die Brunnen", "À lire aussi : les puits", "Anzeige", "Publicidad", "3 min read", "12 comments",
)  # fmt: skip
NOT_FURNITURE = (
    "Read more than one paper, she said.", "Related parties were paid, the report found.", "He shares the view.",
    "Home prices fell again in March.", "Close to 900 people came.", "Search teams found nothing.",
    "Subscribers were angry.", "She will follow us on the road, he said.", "More than 90 wells were shut.",
    "Print shops stay open.", "Comments by the mayor were met with silence.",
    "Advertisements for the wells were pulled, he said.",
)  # fmt: skip


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture(line: str) -> None:
    assert patterns.furniture(line)


@pytest.mark.parametrize("line", NOT_FURNITURE)
def test_sentences_are_no_furniture(line: str) -> None:
    assert not patterns.furniture(line)


WRAPPED = """The wells on Pell Road will stay shut until they have passed
three tests in a row, the mayor of Ellersby told the council
on Tuesday, and nobody in the room spoke against her plan.

"They are not safe to drink from today, and I will not say
that they are until I have seen three clean tests," she said
to the people on the hard chairs at the back of the room.
"""
SENTENCES = """Wells stay shut in Ellersby
The wells on Pell Road will stay shut until they pass three tests.
The mayor told the council so on Tuesday.
"They are not safe to drink from today.
I will not say that they are," she said.
Nobody spoke against her plan.
The council voted eight to one.
A county official was not so sure.
"""


def test_a_wrapped_line_is_no_paragraph() -> None:
    laid = lay_blocks(WRAPPED)
    assert [note.code for note in laid.notes] == ["hard-wrapped"]
    assert [WRAPPED[slice(*block.span)].count("\n") for block in laid.blocks] == [2, 2]


def test_a_sentence_a_line() -> None:
    laid = lay_blocks(SENTENCES)
    assert [note.code for note in laid.notes] == ["line-per-sentence"]
    assert [block.role for block in laid.blocks] == ["title", "body"]


def test_single_line_breaks_part_paragraphs() -> None:
    text = "One paragraph. It has two sentences.\nAnother one. It has two as well.\nA third. And so on."
    assert [role for role, _ in roles(text)] == ["body"] * 3


def test_alt_text_and_caption_count_once() -> None:
    shown = "Joan Pickett at her kitchen tap"
    text = f"The wells are shut.\n\n{shown}\n\n{shown}. (A. Poe/Handout)\n\nShe left."
    assert [role for role, _ in roles(text)] == ["body", "furniture", "caption", "body"]


def test_speech_after_a_dash_is_no_list() -> None:
    text = "- Vi är glada i dag, sa hon.\n\n- Det är bra, sa han."
    assert {role for role, _ in roles(text)} == {"body"}


def test_a_known_title_alone_is_the_title() -> None:
    assert roles("Wells shut.\n\nThe wells are shut.", "Wells shut")[0][0] == "title"
    assert roles("Wells shut\n\nThe wells are shut.", "Something else")[0][0] != "title"


def test_json_lines(tmp_path: Path) -> None:
    line = {
        "id": "a",
        "text": STORY,
        "outlet": "Ellersby Courier",
        "date": "2034-03",
        "lang": "en_GB",
        "url": "https://a.example/",
    }
    path = tmp_path / "lines.jsonl.gz"
    path.write_bytes(gzip.compress((json.dumps(line) + "\n\n" + json.dumps({"text": "No id."})).encode()))
    first, second = (one for one in read_all([str(path)]) if isinstance(one, Article))
    assert (first.id, first.text, first.outlet, first.published, first.language) == (
        "a", STORY, "Ellersby Courier", "2034-03", "en-GB",
    )  # fmt: skip
    assert first.provenance is not None
    assert (first.provenance.offset, second.id) == (1, f"{path}:3")


def test_pretty_printed_json_and_lists_are_read() -> None:
    assert read(json.dumps({"id": "a", "text": "The wells are shut."}, indent=2).encode()).id == "a"
    assert read(json.dumps([{"id": "a", "text": "The wells are shut."}], indent=2).encode()).id == "a"


@pytest.mark.parametrize(
    "text", ["One sentence stands here.\n" * 12, "A short one.", "Un titre\n\n" + "Les puits sont fermés. " * 9]
)
def test_reading_what_was_printed_changes_nothing(text: str) -> None:
    article = read(text.encode())
    assert read(json.dumps(to_json(article)).encode(), id=article.id) == article


def test_an_article_comes_back_from_its_own_json() -> None:
    article = read(STORY.encode(), id="story")
    again = read(json.dumps(to_json(article)).encode())
    assert (again.id, again.digest, again.blocks, again.bylines) == (
        article.id,
        article.digest,
        article.blocks,
        article.bylines,
    )


@pytest.mark.parametrize(
    "blocks", [[{"span": [0, 999], "role": "body"}], [{"span": [3, 1], "role": "body"}], [{"span": "x"}], [1]]
)
def test_blocks_that_do_not_fit_are_laid_anew(blocks: object) -> None:
    article = read(json.dumps({"text": "The wells are shut.", "blocks": blocks}).encode())
    assert [block.span for block in article.blocks] == [(0, 19)]


def test_outlet_and_agency_that_speak_of_themselves() -> None:
    text = "Wells shut\n\nBy Nora Bellamy, Coastwire News"
    text += "\n\nThe mayor told Coastwire News so. The Ellersby Courier has asked her too."
    line = {"text": text, "outlet": "The Ellersby Courier"}
    notes = [note for note in read(json.dumps(line).encode()).notes if note.code == "speaks-of-itself"]
    assert [text[slice(*note.span)] for note in notes if note.span] == ["Ellersby Courier", "Coastwire News"]


LINES = st.sampled_from(
    [
        "",
        " ",
        "By Ann Poe",
        "“He said.",
        "Advertisement",
        "> quoted",
        "    in",
        "- item",
        "LONDON — Yes",
        "\t",
        "a" * 60,
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(LINES, st.text(max_size=90)), max_size=30).map("\n".join))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_blocks_lie_in_the_text_sorted_and_apart(text: str) -> None:
    laid = lay_blocks(text).blocks
    ends = [place for block in laid for place in block.span]
    assert ends == sorted(ends)
    assert all(text[slice(*block.span)].strip() for block in laid)
    covered = "".join(text[slice(*block.span)] for block in laid)
    assert "".join(covered.split()) == "".join(text.split())


@settings(max_examples=60, deadline=None)
@given(TEXTS.filter(lambda text: any(char.isalpha() for char in text)))
def test_plain_text_is_kept_to_the_character(text: str) -> None:
    article = read(json.dumps({"text": text}).encode())
    assert article.text == text


@pytest.mark.parametrize(
    "text", ["a\r\nb\r\n", "\u2028a\u2029b", "tab\there", "e\u0301 stays two", "soft\u00adhyphen", " led by space"]
)
def test_files_are_kept_to_the_character(tmp_path: Path, text: str) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(text.encode())
    assert read(path).text == text
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read(path).text == text

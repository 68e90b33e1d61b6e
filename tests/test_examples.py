"""The examples: what is read out of each page, and what examples/README.md says of their wordings."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

import sayso
from notation import findings
from sayso.model import Article, Attribution, Pieces
from sayso.show import terminal

EXAMPLES = Path(__file__).parent.parent / "examples"
PAGES = sorted(EXAMPLES.glob("*.html"))
TRANSCRIPT = (EXAMPLES / "transcript.txt").read_text("utf-8")

FACTS = {
    "courier": ("Ellersby Courier", "2034-03-15", "Nora Bellamy", {"title", "heading", "quote", "correction"}),
    "flare": ("The Daily Flare", "2034-03-14", "Kev Dacre", {"title", "heading", "post"}),
    "coastwire": ("Coastwire", "2034-03-14", "Lena Ostrow", {"title", "dateline", "list"}),
    "nmb": ("NMB News", "2034-03-15", "Imogen Sato", {"title", "heading", "quote"}),
    "quayside": (None, "2034-03-16", None, {"body"}),
}
"""Outlet, day of publication, a byline, roles of blocks."""
FURNITURE = (
    "728 x 90", "300 x 250", "ADVERTISEMENT", "Advertisement", "Share this", "1.4K shares", "READ MORE", "Related",
    "Subscribe", "Newsletter", "Old Ferryman", "You may like", "Top stories", "Most read", "Copyright", "Bingo",
    "Allotment Diary", "Best viewed",
)  # fmt: skip


def plain(text: str) -> str:
    """The text with straight marks and single spaces: what typography does not touch."""
    return " ".join(text.translate(str.maketrans("“”‘’", "\"\"''")).split())


@pytest.fixture(params=PAGES, ids=lambda page: page.stem)
def page(request: pytest.FixtureRequest) -> Path:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def article(page: Path) -> Article:
    return sayso.read(page)


def test_every_example_has_facts_and_gold() -> None:
    gold = {path.stem for path in (EXAMPLES / "gold").glob("*.txt")}
    assert {path.stem for path in PAGES} == set(FACTS) == gold


def test_facts(page: Path, article: Article) -> None:
    outlet, published, byline, roles = FACTS[page.stem]
    assert article.outlet == outlet
    assert (article.published or "").startswith(published)
    assert byline is None or any(byline in one for one in article.bylines)
    assert roles <= {block.role for block in article.blocks}
    assert article.language == "en" or (article.language or "").startswith("en-")


def test_the_text_of_the_gold_is_read_in_order(page: Path, article: Article) -> None:
    text, place = plain(article.text), 0
    for paragraph in findings((EXAMPLES / "gold" / f"{page.stem}.txt").read_text("utf-8")).article.text.split("\n\n"):
        place = text.find(plain(paragraph), place)
        assert place >= 0, paragraph


def test_no_furniture_is_read(article: Article) -> None:
    kept = "\n".join(article.words(block.span) for block in article.blocks if block.role != "furniture")
    assert [words for words in FURNITURE if words in kept] == []


def test_reading_makes_no_connection(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        pytest.fail(f"connects to {arguments[1:]}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    sayso.read(page)


@pytest.mark.parametrize(
    ("name", "caption"),
    [
        ("courier", "Mayor Ines Calder at the hearing in the Assembly Room on Tuesday."),
        ("flare", "Mum Joan Pickett wants answers"),
    ],
)
def test_a_caption_is_read_at_most_once(name: str, caption: str) -> None:
    assert sayso.read(EXAMPLES / f"{name}.html").text.count(caption) <= 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("If that test had come to my desk when it should have, I would have closed the wells in February", True),
        ("It was a failure of procedure. It was not a failure of care", True),
        ("It was a failure of care", False),
        ("it is fine for a baby's bottle, because I do not know that", True),
        ("It is not a reason to panic... it is fine for a baby's bottle", False),
        ("I don't want anybody's head on a plate. I want a tap I can use", True),
        ("\"I want anybody's head on a plate", False),
        ("I've been boiling poison for the little one's bottles since Christmas", False),
        ("We do not accept that anyone was put at risk", True),
        ("I warned the company in November that the pump seals were failing", True),
        ("will replace every seal at the works by the end of May", False),
        ("was no surprise to anybody here", False),
    ],
)
def test_wordings_are_in_a_page_and_in_the_transcript_or_not_as_documented(words: str, said: bool) -> None:
    pages = plain(" ".join(re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), p.read_text("utf-8")) for p in PAGES))
    assert words in pages
    assert (words in plain(TRANSCRIPT)) is said


# --- who says what in them -----------------------------------------------------------------------

FLOOR = 0.68
"""F1 of the statements found, against the gold: raised when the model gets better."""


def letters(pieces: Pieces) -> set[int]:
    return {place for start, end in pieces for place in range(start, end)}


def same(one: Attribution, other: Attribution) -> bool:
    """Contents that share four fifths of their letters, and sources that meet (or are both left out)."""
    content, another = letters(one.content), letters(other.content)
    if 2 * len(content & another) < 0.8 * (len(content) + len(another)):
        return False
    return bool(letters(one.source) & letters(other.source)) or not (one.source or other.source)


def test_statements_are_found() -> None:
    right = there = found = 0
    for path in sorted((EXAMPLES / "gold").glob("*.txt")):
        gold = findings(path.read_text("utf-8"))
        mine = sayso.attribute(sayso.read(gold.article.text.encode()))
        right += sum(any(same(one, other) for other in mine) for one in gold)
        there += len(gold)
        found += len(mine)
    assert 2 * right / (there + found) >= FLOOR


def test_the_readme_shows_what_is_printed() -> None:
    readme = (EXAMPLES.parent / "README.md").read_text("utf-8")
    shown = readme.partition("$ sayso attribute examples/courier.html")[2].partition("`[content]`")[0]
    printed = " ".join(terminal.render(sayso.attribute(sayso.read(EXAMPLES / "courier.html")), width=90).split())
    paragraphs = [" ".join(paragraph.split()) for paragraph in shown.split("\n\n") if paragraph.strip()]
    assert paragraphs
    # Processors differ in how they round; a doubtful statement more or less above moves the numbers.
    printed, *paragraphs = (re.sub("[⁰¹²³⁴-⁹]", "", one) for one in (printed, *paragraphs))
    assert [paragraph for paragraph in paragraphs if paragraph not in printed] == []

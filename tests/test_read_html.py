"""Saved pages: the article in blocks, each with its way back to the page."""

from __future__ import annotations

import json

import pytest
from lxml import html

from sayso.model import Article
from sayso.read import patterns, read
from sayso.read.align import choose
from sayso.read.dates import iso_date
from sayso.read.meta import page_facts
from sayso.read.page import leaves, parse
from sayso.read.parts import article_parts

FILL = (
    "The wells on Pell Road will stay shut until they have passed three tests, the mayor of Ellersby told the council.",
    "Ruth Lund, who runs operations at Pell Water, said that the level was seen in January and acted upon in time.",
    "The county counts more homes on the line than the company does, because it counts the flats on Quay Street too.",
    "Nobody in the room spoke against the plan, though some of those on the back chairs shook their heads at it.",
)
LD = {
    "@type": "NewsArticle",
    "headline": "Wells stay shut in Ellersby",
    "datePublished": "2034-03-14T22:57:10+02:00",
    "dateModified": "2034-03-15",
    "author": [{"name": "Nora Bellamy"}, {"name": "Theo Lindgren"}],
    "publisher": {"name": "Ellersby Courier"},
}
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head>
<title>Wells stay shut in Ellersby - Ellersby Courier</title>
<link rel="canonical" href="https://courier.example/wells"><script type="application/ld+json">{json.dumps(LD)}</script>
<style>p {{ color: red }}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<article><h1>Wells stay
   shut in Ellersby</h1>
<div class="byline">By Nora Bellamy</div>
<figure><img src="a.jpg" alt="Joan Pickett at her tap"><figcaption>Joan Pickett at her tap</figcaption></figure>
<p>ELLERSBY (Coastwire) &mdash; {FILL[0]}</p>
<div class="ad-slot">728 x 90</div>
<p>{FILL[1]} <span style="display:none">never shown</span>She wrote to the Ellersby Courier.
<script>var a = "no";</script></p>
<blockquote><p>I don&rsquo;t want anybody&rsquo;s head on a plate.</p></blockquote>
<p><strong>Is it safe to boil it?</strong></p>
<p>{FILL[2]} <q>Boiling kills <q>germs</q></q>, he said.</p>
<blockquote class="twitter-tweet"><p>We are at the hearing now.</p>&mdash; Courier Live (@courierlive)</blockquote>
<p><a href="/other">Read more: What we know about the wells so far</a></p>
<h2>Who knew what</h2>
<ul><li>In January the level was seven.</li><li>In February the level was twelve.</li></ul>
<p>{FILL[3]}<br>So it was carried.</p>
<p class="correction"><em>Correction: An earlier version of this article misquoted Ms Lund.</em></p>
</article><aside><h3>Most read</h3><p><a href="/x">A town without a single tap</a></p></aside>
<footer>Copyright 2034 Ellersby Courier. This site uses cookies.</footer></body></html>"""


@pytest.fixture(scope="module")
def article() -> Article:
    return read(PAGE.encode())


def of_role(article: Article, role: str) -> list[str]:
    return [article.text[slice(*block.span)] for block in article.blocks if block.role == role]


def test_facts(article: Article) -> None:
    assert article.outlet == "Ellersby Courier"
    assert article.title == "Wells stay shut in Ellersby"
    assert article.bylines == ("Nora Bellamy", "Theo Lindgren")
    assert (article.published, article.updated) == ("2034-03-14T22:57+02:00", "2034-03-15")
    assert (article.language, article.url) == ("en-GB", "https://courier.example/wells")


def test_headline_is_the_first_block_and_stands_once(article: Article) -> None:
    assert article.blocks[0].role == "title"
    assert article.text.count("Wells stay shut in Ellersby") == 1


@pytest.mark.parametrize(
    ("role", "texts"),
    [
        ("title", ["Wells stay shut in Ellersby"]),
        ("byline", ["By Nora Bellamy", "— Courier Live (@courierlive)"]),
        ("dateline", ["ELLERSBY (Coastwire) —"]),
        ("quote", ["I don’t want anybody’s head on a plate."]),
        ("heading", ["Who knew what"]),
        ("list", ["In January the level was seven.", "In February the level was twelve."]),
        ("correction", ["Correction: An earlier version of this article misquoted Ms Lund."]),
        ("furniture", []),
    ],
)
def test_roles(article: Article, role: str, texts: list[str]) -> None:
    assert of_role(article, role) == texts


def test_a_post_keeps_its_role(article: Article) -> None:
    assert "We are at the hearing now." in of_role(article, "post")


def test_questions_stay_in_the_body(article: Article) -> None:
    assert "Is it safe to boil it?" in of_role(article, "body")


@pytest.mark.parametrize(
    "words", ["728 x 90", "Read more", "Most read", "cookies", "never shown", "var a", "A town without", "Home"]
)
def test_what_is_no_part_of_the_article_is_out(article: Article, words: str) -> None:
    assert words not in article.text


def test_quotation_elements_get_their_marks(article: Article) -> None:
    assert "“Boiling kills ‘germs’”, he said." in article.text


def test_a_line_break_stays_one(article: Article) -> None:
    assert f"{FILL[3]}\nSo it was carried." in article.text


def test_the_outlet_speaks_of_itself(article: Article) -> None:
    spans = [note.span for note in article.notes if note.code == "speaks-of-itself"]
    assert [article.text[slice(*span)] for span in spans if span] == ["Ellersby Courier"]


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def test_every_block_leads_back_to_its_element(article: Article) -> None:
    root = html.document_fromstring(PAGE)
    for block in article.blocks:
        assert block.origin is not None
        (element,) = root.xpath(block.origin)
        for hidden in element.xpath(".//script | .//*[@style='display:none']"):
            hidden.drop_tree()
        assert letters(article.text[slice(*block.span)]) in letters(element.text_content())


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<p>a  b\n c</p>", ["a b c"]),
        ("<p>a&nbsp;b</p>", ["a\u00a0b"]),
        ("<p>Was&shy;ser<wbr>werk\u200bs</p>", ["Wasserwerks"]),
        ("<p>a<br>b</p>", ["a\nb"]),
        ("<p>a<br> <br>b</p>", ["a", "b"]),
        ("<div>a<p>b</p>c</div>", ["a", "b", "c"]),
        ("<p><b>W</b>ells</p>", ["Wells"]),
        ("<p>a <span hidden>b</span> c</p>", ["a c"]),
        ("<p>a</p><noscript>b</noscript><template><p>c</p></template>", ["a"]),
        ("<p><q>“typed”</q></p>", ["“typed”"]),
        ("<pre>one\ntwo\n\nthree</pre>", ["one two", "three"]),
        ("<o:p>odd</o:p>", ["odd"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
        ("<p class=meta><span>By Li Wen</span><span>3 May</span></p>", ["By Li Wen 3 May"]),
        ("<p>By Li<time>3 May</time><time>4 May</time></p>", ["By Li 3 May 4 May"]),
        ("<p><span class=author>Li</span><span>, 3 May</span></p>", ["Li, 3 May"]),
        ("<p><span class=cap>W</span><span>ells</span></p>", ["Wells"]),
        ("<p>By&nbsp;<span class=author>Li</span></p>", ["By\u00a0Li"]),
        ("<blockquote><p>No.</p><cite>Li</cite></blockquote>", ["No.", "Li"]),
        ("<blockquote>“No” <br>&mdash; <cite>Li</cite></blockquote>", ["“No”", "— Li"]),
        ("<blockquote><p>No<footer>&mdash; Li, <cite>Notes</cite></footer></blockquote>", ["No", "— Li, Notes"]),
        ("<blockquote>I read <cite>Notes</cite></blockquote>", ["I read Notes"]),
        ("<blockquote>I read. <cite>Notes</cite> is good.</blockquote>", ["I read. Notes is good."]),
        ("<p>I read. <cite>Notes</cite></p>", ["I read. Notes"]),
        ('<div id=a><template id="B:1f"></template></div><div hidden id="S:1f"><p>late</p></div>', ["late"]),
        ('<div hidden id="story"><p>late</p></div><p>a</p>', ["a"]),
    ],
)
def test_text_is_set_as_a_browser_sets_it(markup: str, texts: list[str]) -> None:
    root, _ = parse(f"<html><body>{markup}</body></html>")
    assert root is not None
    found = leaves(root)
    assert [leaf.text for leaf in found] == texts
    assert all(root.xpath(leaf.path) == [leaf.element] for leaf in found)


def test_marks_of_quotation_elements_are_those_of_the_language() -> None:
    root, _ = parse("<p><q>Nein</q></p>")
    assert root is not None
    assert [leaf.text for leaf in leaves(root, "de-AT")] == ["„Nein“"]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2019", "2019"),
        ("2019-07", "2019-07"),
        ("2019-07-13", "2019-07-13"),
        ("20190713", "2019-07-13"),
        ("2019-07-13T10:00:12.345+0200", "2019-07-13T10:00+02:00"),
        ("2019-07-13T10:00:00Z", "2019-07-13T10:00Z"),
        ("2019-07-13 10:00", "2019-07-13T10:00"),
        ("Sat, 13 Jul 2019 10:00:00 +0200", "2019-07-13T10:00+02:00"),
        ("July 13, 2019", "2019-07-13"),
        ("2019-13-40", None),
        ("1970-01-01", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_keep_their_precision(written: str, iso: str | None) -> None:
    assert iso_date(written) == iso


def test_a_page_that_shows_less_than_its_metadata() -> None:
    data = LD | {"articleBody": "\n".join(FILL)}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    page = f'<html><head>{head}</head><body><h1>{LD["headline"]}</h1><p>Log in.'
    article = read(page.encode())
    assert "text-from-metadata" in [note.code for note in article.notes]
    assert all(line in article.text for line in FILL)


def test_a_menu_set_with_line_breaks_is_out() -> None:
    menu = "Archive<br><a href=1>January</a><br><a href=2>February</a>"
    body = "".join(f"<p>{line}</p>" for line in FILL)
    page = f"<html><title>Notes: Wells stay shut</title><table><tr><td>{menu}<td><h3>Wells stay shut</h3>{body}</table>"
    article = read(page.encode())
    assert "Archive" not in article.text
    assert of_role(article, "title") == ["Wells stay shut"]


BODY = [f"<p>{line}</p>" for line in FILL]
TITLE = "<h1>Wells stay shut in Ellersby</h1>"
TWICE = FILL[3].removesuffix(".")


def told(above: str = "", below: str = "", head: str = "") -> Article:
    """The article of a page with markup above its body and below it."""
    story = "".join([TITLE, above, *BODY, below])
    return read(f"<html lang=en><head>{head}</head><body><div id=story>{story}</div></body></html>".encode())


def parts(markup: str, at: int, chosen: bool) -> list[tuple[str, str]]:
    """Roles and texts of what is read of some markup that stands behind so many paragraphs of a body, if an
    extractor chose the body alone, or the markup too."""
    story = "".join([TITLE, *BODY[:at], markup, *BODY[at:]])
    root, _ = parse(f'<meta name=author content="Li Wen"><body><div id=story>{story}</div></body>')
    assert root is not None
    found = leaves(root)
    taken = article_parts(found, [chosen or leaf.text in FILL for leaf in found], page_facts(root, search=False))
    read_out = [(part.role, part.leaf.text) for part in taken if part.leaf.text not in FILL]
    assert read_out.pop(0) == ("title", TITLE[4:-5])
    return read_out


POINT = "Wells shut for three tests"
SUM = "Nobody spoke against it, the mayor told the town"
QUOTE = "I do not want heads on plates. I want a tap that I can use."
WHO = "Joan Pickett"


@pytest.mark.parametrize(
    ("markup", "at", "taken"),
    [
        (f"<ul><li>{POINT}<li>Company knew</ul>", 0, [("list", POINT)]),
        (f"<ul><li><a href=1>{POINT}</a></ul>", 0, []),
        (f"<h2 class=standfirst>{SUM}</h2>", 0, [("heading", SUM)]),
        (f"<p class=article-summary>{SUM}</p>", 0, [("body", SUM)]),
        (f"<p>{SUM}</p>", 0, []),
        ("<div class=byline><b>NEW</b> words by Li Wen</div>", 0, [("byline", "NEW words by Li Wen")]),
        ("<div class=byline><a href=1>Follow the Courier</a></div>", 0, []),
        ("<h3>'NOT SAFE'</h3>", 2, [("heading", "'NOT SAFE'")]),
        ("<h3><a href=1>Ferry back by Easter</a></h3>", 2, []),
        ("<div><h3>More</h3></div>", 2, []),
        (f"<blockquote><p>{QUOTE}</p><cite>{WHO}</cite></blockquote>", 2, [("quote", QUOTE), ("byline", WHO)]),
        (f"<blockquote>{QUOTE}<br><cite>{WHO}</cite></blockquote>", 2, [("quote", QUOTE), ("byline", WHO)]),
        (f"<blockquote>{QUOTE} <footer>{WHO}</footer></blockquote>", 2, [("quote", QUOTE), ("byline", WHO)]),
        (f"<blockquote><p>{QUOTE}</p><p>{WHO}</p></blockquote>", 2, [("quote", QUOTE), ("quote", WHO)]),
        (f"<blockquote class=pullquote><p>{TWICE}</p><cite>{WHO}</cite></blockquote>", 2, []),
        (
            f"<blockquote class=social-post><p>{QUOTE}</p>&mdash; Gary (@gary) 4 May</blockquote>",
            2,
            [("post", QUOTE), ("byline", "— Gary (@gary) 4 May")],
        ),
        (f"<div class=social-share><p>{QUOTE}</p></div>", 2, []),
    ],
)
def test_what_an_extractor_leaves_out_is_taken_back(markup: str, at: int, taken: list[tuple[str, str]]) -> None:
    assert parts(markup, at, chosen=False) == taken


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Copyright 2034 Pell Media", None),
        ("Our standards: the handbook. © 2034 Pell Media.", None),
        ("Pell Media, 2034. All rights reserved.", None),
        ("Posted by li at 07:12 | Comments (4)", None),
        ("Do you have a story? Call the desk or email tips@courier.example", None),
        ("(Reporting by Li Wen in Pell and Ada Moss; editing by Bo Carr)", "byline"),
        ("Additional reporting by Li Wen", "byline"),
        ("Editing by the company of its own report came to light in May.", "body"),
        ("Copyright was not what the council talked about in 2034.", "body"),
        ("Do you have a tap? Few people in the street can still say so.", "body"),
        ("Thursday, 16 March 2034", "body"),
    ],
)
def test_lines_that_an_extractor_chose(line: str, role: str | None) -> None:
    assert parts(f"<p>{line}</p>", 2, chosen=True) == ([(role, line)] if role else [])


def test_a_day_above_the_body_belongs_to_the_byline() -> None:
    assert parts("<p>Thursday, 16 March 2034</p>", 0, chosen=True) == [("byline", "Thursday, 16 March 2034")]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Li Wen | Tue, 14 Mar 2034 20:31 GMT", ("Li Wen",)),
        ("By Li Wen, Sunday March 5, 2034", ("Li Wen",)),
        ("By Li Wen and May Sun", ("Li Wen", "May Sun")),
        ("(Reporting by Li Wen in Pell and Ada Moss; Editing by Bo Carr)", ("Li Wen", "Ada Moss")),
        ("Editing by Bo Carr", ()),
    ],
)
def test_names_in_bylines(line: str, names: tuple[str, ...]) -> None:
    assert patterns.byline(line) == names


@pytest.mark.parametrize(
    ("markup", "day"),
    [
        ("<p>Thursday, 16 March 2034</p>", "2034-03-16"),
        ("<div>Published: 22:57, 14 Mar 2034</div>", "2034-03-14"),
        ("<div>March 5, 2034 at 7:12 a.m. GMT</div>", "2034-03-05"),
        ("<div>2034-03-05</div>", "2034-03-05"),
        ("<div>31 February 2034</div>", None),
        ("<div>Updated: 14 Mar 2034</div>", None),
        ("<p>It was on 16 March 2034</p>", None),
    ],
)
def test_a_day_in_a_line_of_its_own_is_that_of_publication(markup: str, day: str | None) -> None:
    assert told(above=markup).published == day
    assert told(below=markup).published is None
    stated = '<meta property="article:published_time" content="2033-01-01">'
    assert told(above=markup, head=stated).published == "2033-01-01"


def test_parts_that_a_script_would_move_to_their_place_are_read() -> None:
    late = "".join(BODY)
    page = f'<html><body><template id="B:0"></template><div hidden id="S:0">{TITLE}{late}</div></body></html>'
    assert of_role(read(page.encode()), "body") == list(FILL)


LONG = ["thewellsonpellroadwillstayshut", "nobodyintheroomspokeagainsttheplan", "ruthlundwhorunsoperations"]


@pytest.mark.parametrize(
    ("keys", "chosen", "taken"),
    [
        (["menu", LONG[0], "menu", LONG[1], "menu"], f"{LONG[0]}menu{LONG[1]}", [False, True, True, True, False]),
        ([LONG[0], "x", LONG[2], LONG[0], LONG[1]], f"{LONG[2]}{LONG[0]}{LONG[1]}", [False, False, True, True, True]),
        ([LONG[0] + LONG[1]], LONG[0] + "x" + LONG[1], [True]),
        ([LONG[0], LONG[1]], "", [False, False]),
        ([], "whatever", []),
    ],
    ids=["short between neighbours", "the one in order", "partly", "nothing chosen", "no paragraphs"],
)
def test_alignment(keys: list[str], chosen: str, taken: list[bool]) -> None:
    assert choose(keys, chosen) == taken

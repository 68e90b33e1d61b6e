"""Attribute, end to end: text in, findings out."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.attribute import attribute, attribute_all
from sayso.attribute.cover import Cover
from sayso.attribute.link import attributions, type_of
from sayso.attribute.marks import pair
from sayso.attribute.named import named
from sayso.attribute.tagger import Found
from sayso.encoder.network import MODEL
from sayso.languages import load
from sayso.model import Article, Block, Findings, digest, findings_to_json

needs_model = pytest.mark.skipif(not (MODEL / "attribution.onnx").exists(), reason="the model file is not there")


def article(text: str, language: str | None = "en", **given: object) -> Article:
    return replace(Article("a", digest(text), text, language=language), **given)


def said(found: Findings) -> list[tuple[str, str, str, str]]:
    words = found.article.words
    return [(words(a.source), words(a.cue), words(a.content), a.type) for a in found]


CASES = [
    # text, the statements that must be among those found
    (
        "Mayor Ann Arrow said the ferry would sail again in May.",
        [("Mayor Ann Arrow", "said", "the ferry would sail again in May", "indirect")],
    ),
    ('"We lost two boats," said Bo Birch.', [("Bo Birch", "said", '"We lost two boats,"', "direct")]),
    (
        "“We lost two boats,” Birch said, “and we will not lose a third.”",
        [("Birch", "said", "“We lost two boats,” … “and we will not lose a third.”", "direct")],
    ),
    (
        "Arrow called the plan “a mess from start to finish.”",
        [("Arrow", "called", "the plan “a mess from start to finish.”", "mixed")],
    ),
    (
        "According to a report by the harbour office, the pier is sinking.",
        [("a report by the harbour office", "According to", "the pier is sinking", "indirect")],
    ),
    ("The ferry sails at noon. It carries forty cars.", []),
    ("", []),
    (" \n\n ", []),
]


@needs_model
@pytest.mark.parametrize(("text", "expected"), CASES)
def test_plain_statements(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = said(attribute(article(text)))
    assert [statement for statement in expected if statement not in found] == []
    assert len(found) <= len(expected) + 1
    assert expected or not found


@needs_model
def test_a_statement_within_a_statement_has_it_for_parent() -> None:
    text = "“My neighbour told me that the pier was sinking, and nobody at the harbour office listened,” Birch said."
    found = attribute(article(text))
    outer = next(a for a in found if found.article.words(a.source) == "Birch")
    inner = [a for a in found if a.parent == outer.id]
    assert [found.article.words(a.source) for a in inner] == ["My neighbour"]


@needs_model
def test_quotations_know_their_attribution() -> None:
    found = attribute(article("“We lost two boats,” said Bo Birch. He drives an old “Heron” pickup."))
    first = found.quotations[0]
    assert (first.text, first.attribution is not None) == ("“We lost two boats,”", True)
    assert {q.attribution for q in found.quotations} <= {a.id for a in found} | {None}


@needs_model
def test_a_quotation_is_its_speakers_and_not_that_of_somebody_told_of_in_it() -> None:
    text = "“My neighbour told me that the pier was sinking, and nobody at the harbour office listened,” Birch said."
    found = attribute(article(text))
    outer = next(a for a in found if found.article.words(a.source) == "Birch")
    assert [q.attribution for q in found.quotations] == [outer.id]


@needs_model
def test_furniture_says_nothing() -> None:
    advert, text = "Doctors say: try Zestol today", "The ferry sails at noon."
    whole = f"{advert}\n\n{text}"
    split = len(advert)
    blocks = (Block((0, split), "furniture"), Block((split + 2, len(whole)), "body"))
    assert not attribute(article(whole, blocks=blocks)).attributions


@needs_model
def test_a_quotation_set_apart_is_said_by_the_name_below_it() -> None:
    parts = [
        ("Another block without a name.", "quote", "/html/body/blockquote[3]"),
        ("Nobody asked us. We would have said no.", "quote", "/html/body/blockquote[1]/p"),
        ("— (Bo Birch) (@birch) 3 May 2034", "byline", "/html/body/blockquote[1]"),
        ("A block without a name.", "quote", "/html/body/blockquote[2]"),
        ("By Cy Cedar", "byline", "/html/body/p"),
    ]
    whole, blocks = "", []
    for text, role, origin in parts:
        blocks.append(Block((len(whole), len(whole) + len(text)), role, origin))
        whole += text + "\n\n"
    found = said(attribute(article(whole, blocks=tuple(blocks))))
    assert ("Bo Birch", "—", "Nobody asked us. We would have said no.", "direct") in found
    assert not any("block without" in content and source for source, _, content, _ in found)


TURNS = "Bo Birch came.\n\nBRINK: Will it sail?\n\nBIRCH: Not in May.\n\n(Laughter.)\n\nBRINK: When?\n\nBIRCH: In June."
SAID_IN_TURNS = [("BRINK", "Will it sail?"), ("BIRCH", "Not in May."), ("BRINK", "When?"), ("BIRCH", "In June.")]
NAMED = [
    # text, source and content of the statements that the layout names a speaker for
    ("“Not in May.”\n— Bo Birch, owner", [("Bo Birch", "“Not in May.”")]),
    ("“Not in May.”\n\n- Birch.\nThe ferry lies idle.", [("Birch", "“Not in May.”")]),
    ("“Not in May.” ― Bo Birch\n“Never.”― Ada Brink", [("Bo Birch", "“Not in May.”"), ("Ada Brink", "“Never.”")]),
    ("“Not in May.” – so he thought", []),
    ("He said: “Not in May.”\n— Bo Birch", []),
    ("“Will it sail?”\n— Not in May, said Birch.", []),
    ("“We want three things.”\n\n- Higher wages\n- Shorter hours", []),
    ("“We want three things.”\n\n- Bread\n- Roses", []),
    ("“Salt and Rope” – Orla Finch", []),
    (TURNS, SAID_IN_TURNS),
    (TURNS.replace("\n", "\r\n"), SAID_IN_TURNS),
    ("Update: It sails.\n\nWhen: At noon.\n\nWhere: The pier.\n\nTickets: At the gate.", []),
    ("Pros: Light.\nCons: Dear.\nPros: Fast.\nCons: Loud.", []),
    ("READ MORE: Will it sail?\n\nIt may.\n\n" * 4, []),
    ("The Brink Gulls met the Birch Terns.\n" + "Gulls: Two out.\nTerns: All well.\n" * 3, []),
    ("Brink: 12 votes.\n\nBirch: 9 votes.\n\nBrink: 3 seats.\n\nBirch: 2 seats.", []),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_speakers_named_by_the_layout(text: str, expected: list[tuple[str, str]]) -> None:
    one = article(text)
    found = named(one, pair(text, load("en")).stretches)
    assert [(one.words(f.source), one.words(f.content)) for f in found] == expected


@pytest.mark.parametrize(
    ("text", "source", "cue", "whole"),
    [
        ("A test in May found lead.", "A", "found", "A test in May"),
        ("The, one might add, found lead.", "The", "found", "The"),
        ("Ann of the board found lead.", "Ann", "found", "Ann"),
        ("Lead, found the board.", "the", "found", "the"),
    ],
)
def test_a_source_is_no_mere_article(text: str, source: str, cue: str, whole: str) -> None:
    places = [(text.index(part), text.index(part) + len(part)) for part in (source, cue, "ead")]
    found = Found((places[0],), (places[1],), (places[2],), 0, ())
    (one,) = attributions(article(text), [found], [], {"a", "the"})
    assert text[slice(*one.source[0])] == whole


@needs_model
def test_company_changes_nothing() -> None:
    texts = [case[0] for case in CASES] + ["Nobody knew. " * 300]
    together = list(attribute_all(article(t) for t in texts))
    for text, found in zip(texts, together, strict=True):
        alone = attribute(article(text))
        assert (alone.quotations, alone.attributions) == (found.quotations, found.attributions)


def test_another_language_gets_direct_quotations_and_says_so() -> None:
    text = "Die Fähre fährt wieder. „Wir haben zwei Boote verloren“, sagte Anna Birke am Montag."
    found = attribute(article(text, "de"))
    assert said(found) == [("Anna Birke", "", "„Wir haben zwei Boote verloren“", "direct")]
    assert "direct-only" in {note.code for note in found.notes}


@pytest.mark.parametrize(
    ("tag", "text", "name"),
    [
        ("ru", "«Мы потеряли две лодки», сказал вчера капитан Иван Петров.", "Иван Петров"),
        ("ru", "«Мы потеряли две лодки», сказал вчера капитан порта.", ""),
        ("nl", "“Wij verloren twee boten”, zei Jan van der Berk gisteren.", "Jan van der Berk"),
        ("pl", "„Straciliśmy dwie łodzie”, powiedział Łukasz Żuraw.", "Łukasz Żuraw"),
        ("zh", "「我們失去了兩艘船」,安娜說。", ""),
        ("de", "„Zwei Boote sind weg“, sagte sie.\nAnna Birke schwieg.", ""),
    ],
)
def test_the_nearest_name(tag: str, text: str, name: str) -> None:
    (one,) = attribute(article(text, tag)).attributions
    assert "".join(text[s:e] for s, e in one.source) == name


def test_many_quotations_on_a_line_take_bounded_time() -> None:
    start = time.process_time()
    found = attribute(article("„Wir gehen jetzt alle“, sagte Anna Birke. " * 2000, "de"))
    assert len(found) == 2000
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("“all of it,”", "direct"),
        ("all of it", "direct"),
        ("“all of it,” she", "mixed"),
        ("she said", "indirect"),
        ("”", "direct"),
    ],
)
def test_type_is_read_off_the_marks(content: str, kind: str) -> None:
    text = "“all of it,” she said"
    start = text.index(content)
    assert type_of(text, ((start, start + len(content)),), Cover([((0, 12), None)])) == kind


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda p: (p[0], p[0] + p[1])), max_size=12)


@given(SPANS, st.integers(0, 30), st.integers(1, 9))
def test_a_cover_knows_all_that_meet_a_place(spans: list[tuple[int, int]], start: int, length: int) -> None:
    end = start + length
    found = [span for span, _ in Cover((span, None) for span in spans).meeting(start, end)]
    assert sorted(found) == sorted(span for span in spans if span[0] < end and start < span[1])


@needs_model
@pytest.mark.slow
@pytest.mark.parametrize("unit", ["“I go,” he said. ", "Ann Arrow said that Bo Birch said he would go. "])
def test_a_long_line_of_statements_takes_bounded_memory(unit: str) -> None:
    """Under 1 GB for a line of 120,000 characters that is all statements."""
    code = (
        f"import resource; from sayso.attribute import attribute; from sayso.model import Article, digest; "
        f"text = {unit!r} * (120_000 // {len(unit)}); "
        "print(len(attribute(Article('a', digest(text), text, language='en')))); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=240)
    statements, peak = map(int, done.stdout.split())
    assert statements > 1000
    assert peak < 1000


ODD = st.text(alphabet=st.sampled_from("ab AB.,:\"'“”‘’«»\n\t\u200b\u202e\ud800é漢\x00-—said "), max_size=160)


@needs_model
@settings(max_examples=40, deadline=None)
@given(ODD)
def test_odd_text_gives_spans_within_it(text: str) -> None:
    found = attribute(article(text))
    by_id = {a.id: a for a in found}
    for a in found:
        spans = [*a.source, *a.cue, *a.content]
        assert all(0 <= s < e <= len(text) for s, e in spans)
        assert list(a.content) == sorted(a.content)
        assert a.parent is None or a.parent in by_id
        assert 0 <= a.confidence <= 1
    assert findings_to_json(found)["attributions"] is not None

"""Who speaks where: the layouts of transcripts, what is none, and turns that JSON gives."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.model import Article, Turn
from sayso.read import read
from sayso.read.text import lay_blocks
from sayso.read.turns import find_turns, given_turns

DATA = Path(__file__).parents[2] / "shared" / "data"
SAID = "The wells are not safe to drink from today. We will not open them."
Q = None


def turns(text: str) -> tuple[Turn, ...]:
    return find_turns(text, lay_blocks(text).blocks)


def speakers(text: str) -> list[tuple[str | None, str]]:
    return [(turn.speaker, text[slice(*turn.label)] if turn.label else "") for turn in turns(text)]


TRANSCRIPTS = {
    "capitals": (
        f"MR. MOSS: {SAID}\n\nMS. LUND: {SAID}\n\nAnd so on.\n\nMR. MOSS: {SAID}\n\n(APPLAUSE)\n\nMS. LUND: No.",
        [("MR. MOSS", "MR. MOSS:"), ("MS. LUND", "MS. LUND:")] * 2,
    ),
    "names in full, then short": (
        f"Ada Moss, mayor of Ellersby: {SAID}\n\nRuth Lund: {SAID}\n\nMoss: {SAID}\n\nLund: No. Not now.",
        [("Ada Moss", "Ada Moss, mayor of Ellersby:"), ("Ruth Lund", "Ruth Lund:"), ("Moss", "Moss:"),
         ("Lund", "Lund:")],
    ),
    "questions with full stops": (
        "Q. Did you see it?\nA. I did.\nQ. And then?\nA. I went home.\n",
        [(Q, "Q."), (Q, "A.")] * 2,
    ),
    "questions with colons": ("Q: Is it safe?\n\nA: No.\n\nQ: Why?\n\nA: Lead.\n", [(Q, "Q:"), (Q, "A:")] * 2),
    "questions set apart": ("Q    Is it safe?\nA    No.\nQ    Why?\nA    Lead.\n", [(Q, "Q"), (Q, "A")] * 2),
    "briefing": (
        "MS. LUND: Good morning.\n\nQ Thanks.\n\nA man asked.\n\nMS. LUND: No.\n\nQ Why?\n\nMS. LUND: Lead.\n\nQ Oh.",
        [("MS. LUND", "MS. LUND:"), (Q, "Q")] * 3,
    ),
    "court": (
        "THE COURT: Good morning.\nMR. LUND: Good morning.\nTHE COURT: Go on.\nQ. Name?\nA. Moss.\n",
        [("THE COURT", "THE COURT:"), ("MR. LUND", "MR. LUND:"), ("THE COURT", "THE COURT:"), (Q, "Q."), (Q, "A.")],
    ),
    "parties": (
        "MOSS (D-OH): Thank you.\n\nLUND (R-TX): No.\n\nMOSS (D-OH): Yes.\n",
        [("MOSS", "MOSS (D-OH):"), ("LUND", "LUND (R-TX):"), ("MOSS", "MOSS (D-OH):")],
    ),
    "record of a parliament": (
        "  Mr. MOSS of Ohio. Mr. President, I rise today with\nMr. Lund. He knows.\n"
        "  The PRESIDING OFFICER. Without objection.\n  Mr. MOSS of Ohio. I yield.\n  Ms. LUND. I object.\n",
        [("Mr. MOSS of Ohio", "Mr. MOSS of Ohio."), ("The PRESIDING OFFICER", "The PRESIDING OFFICER."),
         ("Mr. MOSS of Ohio", "Mr. MOSS of Ohio."), ("Ms. LUND", "Ms. LUND.")],
    ),
    "hearing": (
        "Chairman Moss. Thank you all for coming.\nMs. Lund. I am glad to be here with\nMr. Pell. He knows.\n"
        "Chairman Moss. Go on.\nMs. Lund. Yes.\n",
        [("Chairman Moss", "Chairman Moss."), ("Ms. Lund", "Ms. Lund.")] * 2,
    ),
    "captions": (
        ">> MOSS: Good evening.\n>> Good evening to you.\n>> MOSS: Tonight, wells.\n>> LUND: No.\n",
        [("MOSS", ">> MOSS:"), (None, ">>"), ("MOSS", ">> MOSS:"), ("LUND", ">> LUND:")],
    ),
    "bold": (
        "**Moss:** Good evening.\n\n**Lund:** Good.\n\n**Moss:** Well.\n\n**Lund**: No.\n",
        [("Moss", "**Moss:**"), ("Lund", "**Lund:**"), ("Moss", "**Moss:**"), ("Lund", "**Lund**:")],
    ),
    "bold on a line of its own": (
        "**Ada Moss**\n\nGood evening to all.\n\n**Ruth Lund**\n\nGood evening.\n\n**Ada Moss**\n\nWell then.\n",
        [("Ada Moss", "**Ada Moss**"), ("Ruth Lund", "**Ruth Lund**"), ("Ada Moss", "**Ada Moss**")],
    ),
    "capitals on a line of their own": (
        "ADA MOSS\nGood evening to all.\n\nRUTH LUND\nGood evening.\n\nADA MOSS\nWell then.\n\nRUTH LUND\nNo.\n",
        [("ADA MOSS", "ADA MOSS"), ("RUTH LUND", "RUTH LUND")] * 2,
    ),
    "speech by one": (
        "ADA MOSS: I am glad to be here. " + "We will open the wells when I say so, and we thank you all. " * 12,
        [("ADA MOSS", "ADA MOSS:")],
    ),
    "line ends of an old Mac": ("MR. MOSS: Yes.\rMS. LUND: No.\rMR. MOSS: Why?", [
        ("MR. MOSS", "MR. MOSS:"), ("MS. LUND", "MS. LUND:"), ("MR. MOSS", "MR. MOSS:")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), TRANSCRIPTS.values(), ids=TRANSCRIPTS)
def test_layouts(text: str, wanted: list[tuple[str | None, str]]) -> None:
    assert speakers(text) == wanted


STORY = "Wells shut in Ellersby\n\n" + "".join(f"The mayor spoke of it {n} times. {SAID}\n\n" for n in range(2, 18))
NONE = {
    "article with notes": f"{STORY}Note: They are old.\n\nCorrection: It was Pell.\n\nNote: There is more.\n\n{SAID}",
    "press release": "WHEN: Monday at nine.\n\nWHERE: Pell Road.\n\nWHO: The mayor.\n\nCONTACT: Jo Lind.\n",
    "polls": f"{STORY}Republicans: 45 percent said so.\n\nDemocrats: 40 percent.\n\nRepublicans: 44 percent.\n\n",
    "mail": f"From: Jo Lind\nTo: Ada Moss\nSubject: Wells\n\n{SAID}\n\nFrom: Ada Moss\nTo: Jo Lind\nSubject: Wells\n",
    "one colon": f"{STORY}The mayor put it like this: {SAID}\n\nMoss: {SAID}",
    "fact check": f"{STORY}Claim: The wells are old.\n\nVerdict: True.\n\nClaim: They are shut.\n\nVerdict: False.\n",
    "days": f"Oct. 6, 1923: {SAID}\n\nOct. 9, 1946: {SAID}\n\nMay 6, 1960: {SAID}\n\nMay 7, 1961: {SAID}\n",
    "scores": "Owls 4, Foxes 1: Moss scored.\n\nHares 5, Owls 1: Lund scored.\n\nFoxes 2, Hares 1: Pell scored.\n" * 2,
    "letters": f"DEAR ADA: {SAID}\n\nDEAR PUZZLED: {SAID}\n\nDEAR ADA: {SAID}\n\nDEAR PUZZLED: {SAID}\n",
    "late excerpt": f"{STORY}MOSS: No.\n\nLUND: Yes.\n\nMOSS: No.\n",
    "headings": f"BACKGROUND\n\n{SAID}\n\nTHE WELLS\n\n{SAID}\n\nTHE MAYOR\n\n{SAID}\n\nA WAY OUT\n\n{SAID}\n",
    "an initial": f"A. Moss said so.\n\n{SAID}\n\nA. Moss said it again.\n\nA. Lund did not.\n",
    "quoted mail": f"> They are shut.\n>> Are they?\n>> I ask.\n>> Tell me.\n\n{SAID}",
    "empty": "",
}  # fmt: skip


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_no_turns(text: str) -> None:
    assert speakers(text) == []


def test_a_turn_runs_to_the_next_label() -> None:
    text = TRANSCRIPTS["capitals"][0]
    first = turns(text)[0]
    assert text[slice(*first.span)] == SAID
    assert [text[slice(*turn.span)] for turn in turns(text)][1:3] == [f"{SAID}\n\nAnd so on.", f"{SAID}\n\n(APPLAUSE)"]


def test_bold_names_of_a_page_are_speakers() -> None:
    words = "".join(
        f"<p><strong>{name}</strong> {SAID}</p>"
        for name in ("Ada Moss", "Ruth Lund", "Ada Moss", "Ruth Lund", "Ada Moss")
    )
    article = read(f"<!doctype html><html><body><article><h1>Wells</h1>{words}</article></body></html>".encode())
    assert [turn.speaker for turn in article.turns][:2] == ["Ada Moss", "Ruth Lund"]
    assert article.words(article.turns[0].span) == SAID


def test_a_first_turn_is_no_title() -> None:
    article = read(b"MR. MOSS: Are they shut?\n\nMS. LUND: They are shut, and will be.\n\nMR. MOSS: Why?\n")
    assert (article.title, article.blocks[0].role) == (None, "body")


# --- as JSON gives them ------------------------------------------------------------------------

TEXT = "MR. MOSS: Yes.\n\nNo, then."


def given_in_json(turns: object, text: str = TEXT) -> Article:
    return read(json.dumps({"text": text, "turns": turns}).encode())


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([{"start": 0, "end": 16, "speaker": "MR. MOSS"}], [Turn((10, 14), "MR. MOSS", (0, 9))]),
        ([{"start": 10, "end": 14, "speaker": "Moss"}], [Turn((10, 14), "Moss")]),
        ([{"span": [10, 14], "speaker": "MR. MOSS", "label": [0, 9]}], [Turn((10, 14), "MR. MOSS", (0, 9))]),
        ([{"span": [10, 14], "speaker": None, "label": None}], [Turn((10, 14), None)]),
        ([{"start": 0, "end": 16, "speaker": 3}], [Turn((0, 14), None)]),
    ],
)  # fmt: skip
def test_turns_of_json(given: object, wanted: list[Turn]) -> None:
    assert list(given_in_json(given).turns) == wanted


@pytest.mark.parametrize(
    "given",
    [
        "turns", [1], [{"start": 0, "end": 999, "speaker": "A"}], [{"start": 5, "end": 1, "speaker": "A"}],
        [{"start": 0, "end": 9}, {"start": 5, "end": 12}], [{"span": [10, 14], "label": [0, 12]}], [{"span": "x"}],
        [{"start": True, "end": 4}],
    ],
)  # fmt: skip
def test_turns_that_do_not_fit_are_found_anew(given: object) -> None:
    assert given_turns(given, TEXT) is None
    assert given_in_json(given).turns == turns(TEXT)
    text = TRANSCRIPTS["capitals"][0]
    assert given_in_json(["x"], text).turns == turns(text) != ()


def test_questions_of_json_are_nobodys() -> None:
    text = "Q (Inaudible) Why?"
    assert given_turns([{"start": 0, "end": len(text), "speaker": "Q"}], text) == (Turn((2, 18), None, (0, 1)),)


# --- properties --------------------------------------------------------------------------------

LINE = st.sampled_from(
    ["MR. MOSS: Yes.", "Lund: No.", "**Lund:** No.", "Q. Why?", "A. So.", "Q Why?", "A So.", ">> MOSS: Hm.", ">> Hm.",
     "ADA MOSS", "Mr. MOSS. Yes.", "", "Words.", "MR. MOSS:", "- LUND: x", ":", "\t"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(LINE, max_size=25), st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
def test_turns_are_in_order_and_apart(lines: list[str], end: str) -> None:
    text = end.join(lines)
    found = turns(text)
    places = [place for turn in found for span in ([turn.label] if turn.label else []) + [turn.span] for place in span]
    assert places == sorted(places)
    assert all(text[slice(*turn.span)].strip() == text[slice(*turn.span)] != "" for turn in found)


@pytest.mark.parametrize(
    "text", ["A" * 5_000_000, "A " * 2_000_000, "Ab:\n" * 500_000, "\n" * 3_000_000, "Mr. " * 900_000]
)
def test_turns_take_bounded_time(text: str) -> None:
    begun = time.process_time()
    find_turns(text, ())
    assert time.process_time() - begun < 10


# --- real transcripts --------------------------------------------------------------------------

FLOORS = {"trump_campaign_transcripts.jsonl": (0.995, 0.995), "open/whitehouse_transcripts.jsonl": (0.98, 0.98)}


def lines_of(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/data")
@pytest.mark.parametrize("name", FLOORS)
def test_turns_found_agree_with_those_given(name: str) -> None:
    right = found_all = given_all = 0
    seconds = 0.0
    for line in lines_of(DATA / name):
        text = str(line["text"])
        wanted = {(turn.span, turn.speaker) for turn in given_turns(line["turns"], text) or ()}
        blocks = lay_blocks(text, str(line["title"])).blocks
        begun = time.process_time()
        found = {(turn.span, turn.speaker) for turn in find_turns(text, blocks)}
        seconds += time.process_time() - begun
        right, found_all, given_all = right + len(wanted & found), found_all + len(found), given_all + len(wanted)
    precision, recall = right / found_all, right / given_all
    print(f"{name}: {given_all} turns, precision {precision:.4f}, recall {recall:.4f}, {seconds:.1f} s")  # noqa: T201
    assert (precision, recall) >= FLOORS[name]
    assert recall >= FLOORS[name][1]
    assert seconds < 10

"""Checking quotations: every class of verdict and every meaning edit, as cases; alignment and repair by properties."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sayso.check import Originals, check_words, find
from sayso.match.changes import applied
from sayso.model import Article, Verdict
from sayso.read import read

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "check_cases.json").read_text("utf-8"))


def original(case: dict[str, Any], number: int) -> Article:
    article = read(case["text"].encode(), id=case.get("id", f"original {number}"))
    return replace(article, published=case.get("date"), language=case.get("language", article.language))


def originals(case: dict[str, Any]) -> Originals:
    given = case.get("originals") or [{"text": case["original"]}]
    return Originals(original(one, number) for number, one in enumerate(given))


def checked(case: dict[str, Any]) -> Verdict:
    return check_words(case["quotation"], originals(case), speaker=case.get("speaker"), date=case.get("draft_date"))


def observed(verdict: Verdict) -> dict[str, Any]:
    """All that a case may say of a verdict."""
    return {
        "verdict": verdict.verdict,
        "meaning": sorted({(one.what, one.where) for one in verdict.meaning}),
        "classes": sorted({change.class_ for change in verdict.changes}),
        "does": sorted(verdict.context.does) if verdict.context else [],
        "gaps": [[gap.marked, gap.words] for gap in verdict.extent.gaps],
        "reversed": verdict.extent.reversed,
        "start": verdict.extent.start,
        "end": verdict.extent.end,
        "speaker_match": verdict.speaker_match,
        "date_match": verdict.date_match,
        "repair": verdict.repair,
    }


@pytest.mark.parametrize(
    "case",
    [pytest.param(c, id=c["name"], marks=[pytest.mark.xfail(strict=True)] if c.get("xfail") else []) for c in CASES],
)
def test_case(case: dict[str, Any]) -> None:
    wanted = {**case, "meaning": sorted(map(tuple, case["meaning"]))}
    seen = observed(checked(case))
    assert {name: seen[name] for name in seen if name in wanted} == {
        name: wanted[name] for name in seen if name in wanted
    }


def test_there_are_cases_of_each_kind() -> None:
    edits = {tuple(one) for case in CASES for one in case["meaning"]}
    assert {what for what, where in edits if where == "change"} >= {
        "negation", "number", "unit", "modal", "quantifier", "comparison", "name", "condition", "question",
        "attribution", "hedge",
    }  # fmt: skip
    assert {where for _, where in edits} == {"change", "gap", "edge", "context"}
    assert {case["verdict"] for case in CASES} >= {
        "not found", "out of context", "spliced", "altered", "cut", "verbatim but for typography", "verbatim",
        "too short", "other language",
    }  # fmt: skip
    assert len(CASES) >= 240
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", [c for c in CASES if c["verdict"] not in ("spliced", "not found", "other language")])
def test_changes_give_the_quotation_to_the_character(case: dict[str, Any]) -> None:
    verdict = checked(case)
    if verdict.original_span is not None and not verdict.parts:
        assert rebuilt(verdict, originals(case)) == case["quotation"]


def rebuilt(verdict: Verdict, against: Originals) -> str:
    assert verdict.original_span is not None
    text = against.by_id[verdict.original or ""].text
    assert text[slice(*verdict.original_span)] == verdict.original_text
    return applied(text, verdict.original_span, verdict.changes, verdict.extent.gaps)


# --- properties ----------------------------------------------------------------------------------

SPEECH = (
    "Good evening. The council will open the new bridge over the Pell in May, and every ferry on the lower "
    "river must stop by the end of June. We have spent 14 million crowns on it. I am proud of the engineers, "
    "because they never asked for more money than we gave them. Some of you will miss the boats; I shall miss "
    "them too. If the piers hold through the spring flood, we can carry 900 lorries a day. At least 40 "
    "families in Ostley have waited ten years for a dry road to the hospital. Mayor Calder has not signed the "
    "last contract yet. Perhaps she will sign it on Friday. Thank you."
)
AGAINST = Originals([read(SPEECH.encode(), id="speech")])
WORDS = SPEECH.split()
SPANS = st.tuples(st.integers(0, len(WORDS) - 1), st.integers(6, 24))


def cut(span: tuple[int, int]) -> list[str]:
    return WORDS[span[0] : span[0] + span[1]]


TYPOGRAPHY = st.sampled_from([str, str.upper, str.lower, str.title, lambda s: s.replace("'", "’"), lambda s: f"“{s}”"])
OTHERS = ["wonderful", "of", "seventeen", "not", "Harwick", "don't", "2.6million", "(sic)", "–", "à la", "[the]", "..."]
EDIT = st.tuples(
    st.sampled_from(["drop", "put in", "replace", "dots", "brackets"]), st.integers(0, 23), st.sampled_from(OTHERS)
)


def edited(words: list[str], edit: tuple[str, int, str]) -> list[str]:
    what, place, other = edit
    place %= len(words)
    word = {"drop": [], "put in": [words[place], other], "replace": [other], "dots": ["…"], "brackets": [f"[{other}]"]}
    return [*words[:place], *word[what], *words[place + 1 :]]


@given(SPANS, st.lists(EDIT, max_size=4), TYPOGRAPHY)
def test_changes_give_any_edited_quotation(
    span: tuple[int, int], edits: list[tuple[str, int, str]], dress: Any
) -> None:
    words = cut(span)
    for edit in edits:
        words = edited(words or ["nothing"], edit)
    verdict = check_words(dress(" ".join(words)), AGAINST)
    if verdict.original_span is None or verdict.parts:
        return
    assert rebuilt(verdict, AGAINST) == verdict.quotation.text
    for change in verdict.changes:
        assert SPEECH[slice(*change.original_span)] == change.from_
        assert verdict.quotation.text[slice(*change.span)] == change.to
    for gap in verdict.extent.gaps:
        assert SPEECH[slice(*gap.original_span)] == gap.text


@given(SPANS)
def test_what_is_there_is_found_there(span: tuple[int, int]) -> None:
    words = " ".join(cut(span)).rstrip(".,;")
    verdict = check_words(words, AGAINST)
    assert verdict.original_text == words
    assert verdict.changes == ()
    assert verdict.verdict in ("verbatim", "out of context", "cut", "too short")


@given(SPANS, st.lists(EDIT, max_size=3))
def test_what_is_repaired_differs_no_more(span: tuple[int, int], edits: list[tuple[str, int, str]]) -> None:
    words = cut(span)
    for edit in edits:
        words = edited(words or ["nothing"], edit)
    verdict = check_words(" ".join(words), AGAINST)
    assume(verdict.repair is not None and not verdict.parts)
    again = check_words(verdict.repair or "", AGAINST)
    altering = [c for c in again.changes if c.class_ not in ("typography", "spelling", "bracketed")]
    assert altering == []
    assert [one for one in again.meaning if one.where == "change"] == []


MEANING_EDITS = {
    "negation": [("will open", "will not open"), ("has not signed", "has signed"), ("they never asked", "they asked"),
                 ("I am proud", "I am not proud"), ("must stop", "must never stop")],
    "number": [("14 million", "41 million"), ("900 lorries", "90 lorries"), ("40 families", "four families"),
               ("ten years", "twelve years")],
    "unit": [("million crowns", "billion crowns"), ("crowns on it", "euros on it"), ("ten years", "ten months")],
    "modal": [("will open", "may open"), ("must stop", "should stop"), ("we can carry", "we could carry")],
    "quantifier": [("every ferry", "some ferry"), ("Some of you", "All of you")],
    "comparison": [("At least 40", "At most 40"), ("more money", "less money")],
    "name": [("over the Pell", "over the Lunn"), ("in Ostley", "in Dunmore"), ("Mayor Calder", "Mayor Lund")],
    "condition": [("If the piers", "When the piers")],
    "hedge": [("Perhaps she", "Surely she")],
}  # fmt: skip


@given(st.sampled_from([(what, *pair) for what, pairs in MEANING_EDITS.items() for pair in pairs]), st.integers(0, 5),
       st.integers(6, 14))  # fmt: skip
def test_every_edit_of_meaning_is_flagged(edit: tuple[str, str, str], before: int, after: int) -> None:
    what, from_, to = edit
    at = len(SPEECH[: SPEECH.index(from_)].split())
    words = " ".join(WORDS[max(0, at - before) : at + after])
    assert from_ in words
    verdict = check_words(words.replace(from_, to).rstrip(".,;"), AGAINST)
    assert verdict.verdict in ("altered", "out of context")
    assert (what, "change") in {(one.what, one.where) for one in verdict.meaning}


@given(st.text(max_size=300), st.text(min_size=1, max_size=300))
def test_no_text_raises(words: str, text: str) -> None:
    article = Article("odd", "", text)
    verdict = check_words(words, Originals([article]))
    if verdict.original_span is not None and not verdict.parts:
        assert applied(text, verdict.original_span, verdict.changes, verdict.extent.gaps) == words


# --- finding -------------------------------------------------------------------------------------


def test_find_gives_places_with_what_they_are() -> None:
    other = read(b"MS. LUND: They never asked for more cash than we gave them.\nMR. BELL: So be it.", id="other")
    found = find("they never asked for more money than we gave them", Originals([read(SPEECH.encode(), id="a"), other]))
    assert [(place.original, place.verdict, place.speaker) for place in found] == [
        ("a", "verbatim", None),
        ("other", "altered", "MS. LUND"),
    ]

"""A checked draft in the terminal, as a report, and for build servers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import check_samples as samples
from sayso.model import Block, Checked, Extent, Searched, Verdict
from sayso.show import characters, check_html, check_terminal, github, junit, links, sarif, verdicts, wording
from test_browser import CHROMIUM, FLAGS

FAIL = verdicts.DEFAULT_FAIL_ON
RENDERERS = [check_terminal.render, check_html.page, sarif.render, github.render, junit.render]
NAMES = {one: one.__module__.rpartition(".")[2] for one in RENDERERS}
each_form = pytest.mark.parametrize("render", RENDERERS, ids=NAMES.values())

# --- what all forms share ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "fail_on", "names"),
    [
        (samples.ALTERED, FAIL, ("altered in meaning",)),
        (samples.ALTERED, {"altered", "altered in meaning"}, ("altered", "altered in meaning")),
        (samples.OTHER, FAIL, ("other speaker",)),
        (samples.LEFT_OUT, {"only later"}, ("only later",)),
        (samples.CUT, FAIL, ()),
        (samples.VERBATIM, {"verbatim"}, ("verbatim",)),
        (samples.NOT_FOUND, {"cut"}, ()),
    ],
)
def test_what_fails(verdict: Verdict, fail_on: set[str], names: tuple[str, ...]) -> None:
    assert verdicts.failing(verdict, frozenset(fail_on)) == names


def test_every_verdict_has_a_sample_a_lead_and_a_sign() -> None:
    assert {one.verdict for one in samples.ALL} == set(verdicts.VERDICTS) == set(wording.LEADS)
    assert set(verdicts.FAILURES) >= FAIL
    signs = [verdicts.sign(one, FAIL) for one in (samples.NOT_FOUND, samples.CUT, samples.VERBATIM, samples.TOO_SHORT)]
    assert signs == ["✗", "–", "✓", "–"]


def test_summary() -> None:
    one = samples.checked(samples.NOT_FOUND, samples.ALTERED, samples.VERBATIM, samples.VERBATIM)
    told = "4 quotations: 1 not found, 1 altered, 2 verbatim; searched 3 originals, 12,400 words"
    assert verdicts.summary(one) == told
    none = Checked(one.draft, (), Searched(1, 1))
    assert verdicts.summary(none) == "0 quotations; searched 1 original, 1 word"


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        (samples.ALTERED, "“safe” for “unsafe”: negation"),
        (samples.LEFT_OUT, "“never” is left out: negation"),
        (samples.LEFT_OUT, "the original is of a later date than the draft, of 2024-06-01"),
        (samples.OUT_OF_CONTEXT, "the original makes it conditional: “If the money comes”"),
        (samples.CUT, "4 words left out and marked: “and tested it again,”"),
        (replace(samples.CUT, extent=Extent(gaps=(replace(samples.CUT.extent.gaps[0], marked=False),))),
         "4 words left out without a mark: “and tested it again,”"),
        (samples.OTHER, "the original has MR. CALDER quoting these words"),
        (replace(samples.OTHER, speaker_match="other"), "the original has MR. CALDER saying it, the draft Ruth Lund"),
        (samples.NOT_FOUND, "nearest: hearing.pdf, page 3: 3 of 9 words: “The water in the Pell”"),
        (samples.SPLICED, "part 2, call.vtt, 00:01:02: “the pipes are sound”"),
        (samples.TYPOGRAPHY, "“-” for “–”"),
    ],
)  # fmt: skip
def test_a_verdict_explains_itself(verdict: Verdict, sentence: str) -> None:
    assert sentence in wording.reasons(verdict)


def test_meaning_is_told_once_and_before_the_rest() -> None:
    assert wording.reasons(samples.LEFT_OUT)[0] == "“never” is left out: negation"
    assert wording.reasons(samples.ALTERED) == ["“safe” for “unsafe”: negation"]
    assert wording.reasons(samples.OUT_OF_CONTEXT) == ["the original makes it conditional: “If the money comes”"]


@pytest.mark.parametrize("verdict", samples.ALL, ids=lambda one: one.verdict)
def test_pieces_make_up_both_sides(verdict: Verdict) -> None:
    found = verdicts.pieces(verdict)
    assert bool(found) is bool(verdict.original)
    if found:
        assert "".join(one.text for one in found if one.kind in ("kept", "in")) == verdict.quotation.text
        assert "".join(one.text for one in found if one.kind != "in") == verdict.original_text


def test_changes_that_do_not_give_the_quotation_are_not_drawn() -> None:
    crossing = replace(samples.ALTERED, changes=samples.ALTERED.changes * 2)
    assert verdicts.pieces(crossing) == ()
    assert verdicts.differs(crossing)
    draft, original = verdicts.sides(crossing)
    assert [one.text for one in draft + original] == [samples.SAFE, samples.UNSAFE]


@given(st.text(st.sampled_from("a\n\r é😀"), max_size=30), st.integers(0, 30))
def test_line_and_column_lead_back(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    line, column = verdicts.line_and_column(text, offset)
    assert sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1 == offset


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a b/c:d%.md", "a%20b/c%3Ad%25.md"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("//evil.example/x", "file:///evil.example/x"),
        ("/tmp/é.md", "file:///tmp/%C3%A9.md"),
        ("C:\\news\\a.md", "file:///C:/news/a.md"),
        ("https://a.example/x?y=1\"'>", "https://a.example/x?y=1%22'%3E"),
        ("\ud800", "%3F"),
    ],
)
def test_names_become_safe_uris(name: str, uri: str) -> None:
    assert links.uri(name) == uri


def test_links_lead_to_page_time_and_words() -> None:
    originals = samples.ORIGINALS
    assert links.href(originals["hearing.pdf"], (8, 12), None) == "hearing.pdf#page=3"
    assert links.href(originals["hearing.pdf"], (8, 12), "out") == "../hearing.pdf#page=3"
    assert links.href(originals["call.vtt"], (1, 5), None) == "call.vtt#t=62.5"
    words = samples.span(samples.PAGE, "I did not sign it – not once,” said Ada Brink")
    address = "https://courier.example/mayor?a=1&b=2#:~:text=I%20did%20not%20sign,once%2C%E2%80%9D%20said%20Ada%20Brink"
    assert links.href(originals["page.html"], words, "out") == address
    assert links.fragment("well-known, a & b") == "well%2Dknown%2C%20a%20%26%20b"


# --- every form ----------------------------------------------------------------------------------


@each_form
def test_hostile_text_is_shown_and_does_nothing(render: Any) -> None:
    shown = render(samples.hostile(), FAIL)
    shown.encode("utf-8")
    assert "\x00" not in shown
    assert "\x1b" not in shown
    assert "\ud800" not in shown
    if render is not sarif.render and render is not github.render and render is not check_terminal.render:
        assert "<script" not in shown


@each_form
def test_no_form_says_misquoted_or_leaves_out_a_failing_quotation(render: Any) -> None:
    shown = render(samples.checked(), FAIL)
    assert "misquot" not in shown.lower()
    for verdict in samples.ALL:
        if verdicts.failing(verdict, FAIL):
            assert verdict.verdict in shown
            assert verdict.quotation.text[-12:] in shown


@each_form
def test_nothing_checked_and_originals_unknown_are_shown(render: Any) -> None:
    assert render(samples.checked(originals={}), FAIL)
    assert isinstance(render(Checked(samples.article("x", ""), (), Searched(0, 0)), FAIL), str)


# --- terminal ------------------------------------------------------------------------------------


def test_terminal_draws_signs_one_above_the_other_or_side_by_side() -> None:
    narrow = check_terminal.render(samples.checked(), FAIL, width=80)
    assert "  draft     The water in the Pell Road wells is {+safe+} to drink today" in narrow
    assert "  original  The water in the Pell Road wells is [-unsafe-] to drink today" in narrow
    assert "We have tested it, […4 words…] and nobody may use it" in narrow
    wide = check_terminal.render(samples.checked(), FAIL, width=140)
    assert re.search(r"\{\+safe\+\} to drink today +│ .*\[-unsafe-\] to drink", wide)
    assert re.search(r"draft: Ruth Lund +│ original: hearing\.pdf, page 3, MS\. LUND, 2023-05-02", wide)


def test_terminal_tells_the_failing_first_and_the_summary_last() -> None:
    shown = check_terminal.render(samples.checked(), FAIL)
    assert re.findall(r"^[✗✓–] ([a-z ]+)", shown, re.M) == [
        "not found ", "out of context", "spliced ", "altered", "altered", "verbatim",
        "cut ", "verbatim but for typography ", "verbatim ", "too short ", "other language ",
    ]  # fmt: skip
    assert " ".join(shown.split()).endswith(verdicts.summary(samples.checked()))
    for told in ("and 2 more places", "scare: temporary", "number “25”: not in the passage", "paste     The water",
                 "✗ altered, altered in meaning · quotation 1, line 3, column 2", "call.vtt has no date"):  # fmt: skip
        assert told in shown


@pytest.mark.parametrize("width", [20, 60, 99, 100, 140])
def test_terminal_keeps_its_width_and_its_text_without_colour(width: int) -> None:
    plain = check_terminal.render(samples.checked(), FAIL, width=width)
    assert max(map(len, plain.split("\n"))) <= width
    coloured = re.sub(r"\x1b\[[\d;]*m", "", check_terminal.render(samples.checked(), FAIL, width=width, color=True))
    assert [line.rstrip() for line in coloured.split("\n")] == plain.split("\n")


@pytest.mark.parametrize("width", [40, 120])
def test_terminal_has_no_character_that_acts(width: int) -> None:
    shown = check_terminal.render(samples.hostile(), FAIL, width=width)
    assert characters.visible(shown) == shown


def test_places_are_shown_with_what_is_around_them() -> None:
    places = [samples.place("call.vtt", "the pipes", where="00:01:02"), samples.place("hearing.pdf", "the council")]
    shown = check_terminal.render_places("the pipes", places, Searched(2, 900), samples.ORIGINALS)
    assert "  1  call.vtt, 00:01:02" in shown
    assert "about the »pipes" not in shown
    assert "They say" in shown
    assert "“the pipes” found in 2 places; searched 2 originals, 900 words" in shown
    none = check_terminal.render_places("x\x1b", (), Searched(2, 900))
    assert none.strip() == "“x\\x1b” not found; searched 2 originals, 900 words"


# --- report --------------------------------------------------------------------------------------


class _DraftText(HTMLParser):
    """The text within the section of the draft."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.inside = False
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside |= ("class", "draft") in attrs

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag != "section"

    def handle_data(self, data: str) -> None:
        self.text += data if self.inside else ""


@pytest.mark.parametrize("checked", [samples.checked(), samples.hostile()])
def test_report_has_the_text_of_the_draft(checked: Checked) -> None:
    assert _DraftText(check_html.page(checked, FAIL)).text == characters.printable(checked.draft.text)


def test_report_has_each_id_once_and_no_dead_link() -> None:
    inner = replace(samples.ALTERED, id="inner", quotation=replace(samples.ALTERED.quotation, text="The water"))
    page = check_html.page(samples.checked(*samples.ALL, inner), FAIL)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_report_draws_differences_context_repair_and_links() -> None:
    page = check_html.page(samples.checked(), FAIL)
    for drawn in (
        "wells is <ins>safe</ins> to drink", "wells is <del>unsafe</del> to drink",
        "<b>If the money comes</b>, <mark>we will open the new works in May</mark>.",
        '<p class="repair" dir="auto">The water in the Pell Road wells is unsafe to drink today</p>',
        'href="hearing.pdf#page=3"', 'href="call.vtt#t=62.5"',
        'href="https://courier.example/mayor?a=1&amp;b=2#:~:text=The%20lido%20is%20shut"',
        "<strong>“safe” for “unsafe”: negation</strong>", "left out and marked\">and tested it again,</span>",
    ):  # fmt: skip
        assert drawn in page


def test_report_runs_nothing_and_loads_nothing() -> None:
    for checked in (samples.checked(), samples.hostile()):
        page = check_html.page(checked, FAIL)
        assert not re.search(r"<(script|link|img|iframe|object|embed)|@import|url\(|\bsrc=|\bstyle=", page)
        assert not re.search(r'href="(?!#|https?://|file:///|[\w%./-]+(#|"))', page)


# --- build servers -------------------------------------------------------------------------------


def _check_region(region: dict[str, int], text: str) -> None:
    assert min(region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) >= 1
    lines = text.split("\n")
    start = sum(len(one) + 1 for one in lines[: region["startLine"] - 1]) + region["startColumn"] - 1
    end = sum(len(one) + 1 for one in lines[: region["endLine"] - 1]) + region["endColumn"] - 1
    assert (start, end - start) == (region["charOffset"], region["charLength"])


def _check_sarif(log: dict[str, Any], text: str) -> dict[str, Any]:
    """What SARIF 2.1.0 requires of a log; returns its run."""
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "sayso"
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    for result in run["results"]:
        assert result["message"]["text"]
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note", "none")
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        for place in result["locations"] + result.get("relatedLocations", []):
            assert re.fullmatch(r"[!-~]+", place["physicalLocation"]["artifactLocation"]["uri"])
        for place in result["locations"]:
            if "region" in place["physicalLocation"]:
                _check_region(place["physicalLocation"]["region"], text)
        for fix in result.get("fixes", []):
            for artifact in fix["artifactChanges"]:
                assert artifact["replacements"][0]["insertedContent"]["text"]
    return run  # type: ignore[no-any-return]


@pytest.mark.parametrize("checked", [samples.checked(), samples.hostile()])
def test_sarif_has_what_it_must_have(checked: Checked) -> None:
    shown = sarif.render(checked, FAIL)
    assert characters.visible(shown) == shown
    _check_sarif(json.loads(shown), checked.draft.text)


def test_sarif_tells_level_place_fix_and_original() -> None:
    run = _check_sarif(json.loads(sarif.render(samples.checked(), FAIL)), samples.DRAFT)
    by_place = {one["partialFingerprints"]["saysoVerdict/v1"]: one for one in run["results"]}
    assert len(by_place) == len(samples.ALL) - 1  # one is verbatim and passes
    altered = by_place[samples.ALTERED.id]
    assert (altered["ruleId"], altered["level"]) == ("altered in meaning", "error")
    place = altered["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "news/draft%201.md"
    (replacement,) = altered["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement == {"deletedRegion": place["region"], "insertedContent": {"text": samples.UNSAFE}}
    assert altered["relatedLocations"][0]["logicalLocations"] == [{"fullyQualifiedName": "page=3"}]
    assert altered["properties"]["meaning"] == ["negation"]
    assert len(by_place[samples.SPLICED.id]["relatedLocations"]) == 2
    assert by_place[samples.CUT.id]["level"] == "warning"
    assert by_place[samples.TOO_SHORT.id]["level"] == "note"


def test_a_draft_that_is_no_plain_text_has_no_lines_and_no_fix() -> None:
    one = samples.checked()
    blocks = (Block((0, len(samples.DRAFT)), "body", "paragraph=12"),)
    one = replace(one, draft=replace(one.draft, blocks=blocks))
    run = _check_sarif(json.loads(sarif.render(one, FAIL)), samples.DRAFT)
    (place,) = run["results"][0]["locations"]
    assert place["logicalLocations"] == [{"fullyQualifiedName": "paragraph=12"}]
    assert "region" not in place["physicalLocation"]
    assert not any("fixes" in result for result in run["results"])
    assert "line=" not in github.render(one, FAIL)
    assert 'line="' not in junit.render(one, FAIL)
    assert "quotation 1, paragraph 12" in check_terminal.render(one, FAIL)


def test_a_repair_in_several_pieces_is_no_fix() -> None:
    quotation = replace(samples.ALTERED.quotation, pieces=((20, 25), (30, 35)))
    log = json.loads(sarif.render(samples.checked(replace(samples.ALTERED, quotation=quotation)), FAIL))
    assert "fixes" not in log["runs"][0]["results"][0]


def test_github_commands() -> None:
    lines = github.render(samples.checked(), FAIL).splitlines()
    assert lines[3] == (
        "::error file=news/draft 1.md,line=3,endLine=3,col=2,endColumn=57,title=altered%2C altered in meaning::"
        f"“{samples.SAFE}”: differs from the original; “safe” for “unsafe”: negation; original: hearing.pdf, page 3"
        f"%0ATo paste: {samples.UNSAFE}"
    )
    kinds = [line.partition(" ")[0] for line in lines]
    assert kinds == ["::error"] * 6 + ["::warning"] + ["::notice"] * 3


def test_github_commands_can_not_be_broken_out_of() -> None:
    shown = github.render(samples.hostile(), FAIL)
    assert len(shown.splitlines()) == 1
    properties, _, message = shown.removeprefix("::error ").partition("::")
    assert re.fullmatch(r"file=[^:,]*,line=1,endLine=2,title=[^:,]*", properties)
    assert "%250A%2525" in properties
    assert "%250A%2525" in message


def test_junit() -> None:
    suites = ElementTree.fromstring(junit.render(samples.checked(), FAIL))
    (suite,) = suites
    assert [suite.get(name) for name in ("tests", "failures", "skipped", "errors")] == ["11", "6", "2", "0"]
    cases = suite.findall("testcase")
    assert len(cases) == 11
    assert (failure := cases[0].find("failure")) is not None
    assert failure.get("type") == "altered"
    assert "“safe” for “unsafe”: negation" in (failure.get("message") or "")
    assert cases[0].get("line") == "3"
    assert [len(case.findall("failure")) for case in cases] == [1, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0]
    assert [len(case.findall("skipped")) for case in cases] == [0] * 9 + [1, 1]


def test_junit_of_hostile_text_is_xml() -> None:
    suites = ElementTree.fromstring(junit.render(samples.hostile(), FAIL))
    assert "<script>alert(1)</script>::error::x%0A%25]]>" in (suites[0].get("name") or "")


# --- browser -------------------------------------------------------------------------------------

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium in /usr/bin")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_report_opens_without_a_complaint_or_a_request(browser: Any, tmp_path: Path, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 700}, color_scheme=scheme)
    try:
        for number, checked in enumerate((samples.checked(), samples.hostile())):
            path = tmp_path / f"{number}.html"
            path.write_text(check_html.page(checked, FAIL), "utf-8")
            page = context.new_page()
            heard: list[str] = []
            page.on("console", lambda message, heard=heard: heard.append(message.text))
            page.on("pageerror", lambda error, heard=heard: heard.append(str(error)))
            page.on("request", lambda request, heard=heard: heard.append(request.url))
            page.goto(path.as_uri())
            assert heard == [path.as_uri()]
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert (ground == "rgb(255, 255, 255)") is (scheme == "light")
    finally:
        context.close()


@needs_browser
def test_a_mark_leads_to_its_verdict_and_back(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(check_html.page(samples.checked(), FAIL), "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    page.click(".draft a.number >> nth=0")
    assert page.url.endswith("#v1")
    page.click("#v1 h2 a")
    assert page.url.endswith("#t1")
    page.close()

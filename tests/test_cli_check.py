"""``sayso check`` and ``sayso find`` at the command line: originals of all kinds, forms, what fails, bad input."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from paper import page, pdf
from running import Sayso, runner
from sayso import Refused, attribute, check, read

SPEECH = (
    "MAYOR BRINK: Good evening. The lido will stay shut until the boiler passes two tests. We have spent 40,000 crowns "
    "on it.\n\nMR. DUNN: It is false that the pumps were stolen. They were lent to Harwick.\n"
)
DRAFT = (
    "# Lido stays shut\n\n“The lido will stay shut until the boiler passes two tests,” Mayor Ada Brink said on "
    "Monday.\n\n"
    "Tom Dunn, the engineer, said: “The pumps were stolen.” Brink added: “We have spent 70,000 crowns on it.”\n"
)


@pytest.fixture
def sayso(tmp_path: Path) -> Sayso:
    """Run sayso in a folder with a draft and originals."""
    (tmp_path / "draft.md").write_text(DRAFT, "utf-8")
    (tmp_path / "plain.txt").write_text("Nobody is quoted here.\n", "utf-8")
    (tmp_path / "speech.txt").write_text(SPEECH, "utf-8")
    (tmp_path / "originals").mkdir()
    (tmp_path / "originals" / "2034-03-14 hearing.txt").write_text(SPEECH, "utf-8")
    (tmp_path / "originals" / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00" * 50)
    (tmp_path / "nothing").mkdir()
    return runner(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["draft.md", "--against", "speech.txt"], 1, "[-40,000-]"),
        (["-", "--against", "speech.txt"], 1, "denies"),
        (["draft.md", "--against", "speech.txt", "--fail-on", "spliced, not found"], 0, "altered"),
        (["draft.md", "--against", "speech.txt", "--fail-on", "none"], 0, "altered"),
        (["draft.md", "--against", "originals"], 1, "searched 1 original"),
        (["plain.txt", "--against", "speech.txt"], 0, "no quotations to check"),
        (["plain.txt", "--against", "originals"], 3, "no quotations to check"),
        (["missing.md", "plain.txt", "--against", "speech.txt"], 3, "no quotations to check"),
        (["draft.md", "--against", "nothing"], 2, ""),
        (["draft.md", "--against", "missing.txt"], 2, ""),
        (["draft.md"], 2, ""),
        (["draft.md", "--against", "speech.txt", "--fail-on", "lies"], 2, ""),
        (["draft.md", "plain.txt", "--against", "speech.txt", "--format", "sarif"], 2, ""),
        (["draft.md", "--against", "speech.txt", "-o", "draft.md"], 2, ""),
    ],
)
def test_check(sayso: Sayso, arguments: list[str], status: int, told: str) -> None:
    done = sayso("check", *arguments, stdin=DRAFT)
    assert done.returncode == status, done.stderr
    assert told in done.stdout
    assert "Traceback" not in done.stderr
    assert bool(done.stderr) is (status in (2, 3) or "originals" in arguments)


def test_json(sayso: Sayso) -> None:
    done = sayso("check", "draft.md", "--against", "speech.txt", "--format", "json")
    found = json.loads(done.stdout)
    assert [one["verdict"] for one in found["verdicts"]] == ["verbatim", "out of context", "altered"]
    assert [one["speaker_match"] for one in found["verdicts"]] == ["same", "same", "same"]
    assert found["searched"]["originals"] == 1
    for one in found["verdicts"]:
        assert DRAFT[slice(*one["quotation"]["span"])] == one["quotation"]["text"]
        assert SPEECH[slice(*one["original_span"])] == one["original_text"]
        assert all(DRAFT[slice(*change["span"])] == change["to"] for change in one["changes"])


def test_forms(sayso: Sayso, tmp_path: Path) -> None:
    run = ("check", "draft.md", "--against", "speech.txt", "--format")
    sarif = json.loads(sayso(*run, "sarif").stdout)
    region = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (5, 32)
    assert "::error file=draft.md,line=5," in sayso(*run, "github").stdout
    suite = ElementTree.fromstring(sayso(*run, "junit").stdout)
    assert suite.get("failures") == "2"
    assert sayso(*run, "html", "-o", "report.html").returncode == 1
    assert "<ins>70,000</ins>" in (tmp_path / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "against", "told"),
    [
        ("stay shut until the boiler", "speech.txt", "MAYOR BRINK"),
        ("the pumps were stolen", "originals", "MR. DUNN"),
        ("a wonderful day for ferrets", "speech.txt", "not found"),
    ],
)
def test_find(sayso: Sayso, words: str, against: str, told: str) -> None:
    done = sayso("find", words, "--against", against)
    assert done.returncode == (3 if against == "originals" else 0)
    assert told in done.stdout


def test_find_as_json(sayso: Sayso) -> None:
    found = json.loads(
        sayso("find", "-", "--against", "speech.txt", "--format", "json", stdin="passes two tests").stdout
    )
    assert [place["verdict"] for place in found["places"]] == ["verbatim"]
    assert sayso("find", " ", "--against", "speech.txt").returncode == 2


def test_in_python() -> None:
    draft, speech = read(DRAFT.encode(), id="draft.md"), read(SPEECH.encode(), id="speech")
    checked = check(draft, against=speech)
    assert [verdict.verdict for verdict in checked] == ["verbatim", "out of context", "altered"]
    assert check(attribute(draft), against=[speech]).verdicts == checked.verdicts
    with pytest.raises(Refused, match="nothing to check against"):
        check(draft, against=[])


def test_a_page_of_a_pdf_is_the_way_back(tmp_path: Path) -> None:
    pages = [page("Minutes of the lido committee."), page("The lido will stay shut until the boiler passes two tests.")]
    (tmp_path / "minutes.pdf").write_bytes(pdf(pages))
    checked = check(read(DRAFT.encode(), id="draft.md"), against=read(tmp_path / "minutes.pdf"))
    assert (checked[0].verdict, checked[0].where) == ("verbatim", "page 2")

"""The command line: arguments in, text, complaints and exit status out."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from notation import STORY, findings
from running import Sayso, runner
from sayso.cli import attribute
from sayso.model import findings_to_json

TEXT = "Mayor Ada Brink said on Monday that the lido would stay shut.\n\n“Nobody swims here,” she said.\n"


@pytest.fixture
def sayso(tmp_path: Path) -> Sayso:
    """Run sayso in a folder with a few inputs."""
    (tmp_path / "story.txt").write_text(TEXT, "utf-8")
    (tmp_path / "two.jsonl").write_text("".join(json.dumps({"id": i, "text": TEXT}) + "\n" for i in "ab"), "utf-8")
    (tmp_path / "half.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}) + "\n{broken\n", "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00" * 50)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "story.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    return runner(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "status", "articles", "complaints"),
    [
        (["story.txt"], 0, 1, []),
        (["two.jsonl"], 0, 2, []),
        (["story.txt", "two.jsonl", "story.txt.gz"], 0, 4, []),
        (["-"], 0, 1, []),
        (["half.jsonl", "story.txt"], 3, 2, ["sayso: half.jsonl:2: "]),
        (["picture.png", "story.txt"], 3, 1, ["sayso: picture.png: "]),
        (["missing.txt", "empty.txt", "story.txt"], 3, 1, ["sayso: missing.txt: ", "sayso: empty.txt: "]),
        (["."], 3, 5, ["sayso: empty.txt: ", "sayso: half.jsonl:2: ", "sayso: picture.png: "]),
    ],
)
def test_inputs(sayso: Sayso, arguments: list[str], status: int, articles: int, complaints: list[str]) -> None:
    done = sayso("attribute", "--json", *arguments, stdin=TEXT)
    assert done.returncode == status, done.stderr
    assert len(done.stdout.splitlines()) == articles
    lines = done.stderr.splitlines()
    assert len(lines) == len(complaints)
    assert all(line.startswith(complaint) and "; " in line for line, complaint in zip(lines, complaints, strict=True))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["attribute"],
        ["unknown"],
        ["attribute", "story.txt", "--unknown"],
        ["attribute", "story.txt", "--json", "--csv"],
        ["attribute", "story.txt", "--min-confidence", "2"],
        ["attribute", "story.txt", "--min-confidence", "high"],
        ["attribute", "story.txt", "--width", "3"],
        ["attribute", "story.txt", "--color", "green"],
        ["attribute", "story.txt", "-o", "story.txt"],
        ["attribute", "story.txt", "-o", "no/such/folder"],
    ],
)
def test_wrong_usage(sayso: Sayso, arguments: list[str], tmp_path: Path) -> None:
    done = sayso(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr
    assert (tmp_path / "story.txt").read_text("utf-8") == TEXT  # `-o story.txt` has not emptied it


def test_json_line_holds_the_article_and_its_findings(sayso: Sayso) -> None:
    line = json.loads(sayso("attribute", "story.txt", "--json").stdout)
    assert line["id"] == "story.txt"
    assert line["text"] == TEXT
    assert {"quotations", "attributions", "speakers", "notes", "blocks"} <= set(line)
    for said in line["attributions"]:
        assert all(0 <= start < end <= len(TEXT) for start, end in said["content"])


def test_csv_has_one_head_for_all(sayso: Sayso) -> None:
    rows = list(csv.reader(io.StringIO(sayso("attribute", "two.jsonl", "--csv").stdout)))
    assert sum(row[0] == "article" for row in rows) == 1
    assert {row[0] for row in rows[1:]} <= {"a", "b"}


def test_html_is_one_page(sayso: Sayso) -> None:
    page = sayso("attribute", "two.jsonl", "--html").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<html") == 1
    assert page.count("<article ") == 2


def test_output_goes_to_the_file(sayso: Sayso, tmp_path: Path) -> None:
    done = sayso("attribute", "story.txt", "--json", "-o", "said.jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads((tmp_path / "said.jsonl").read_text("utf-8"))["id"] == "story.txt"


def test_piped_terminal_form_has_no_colour_unless_asked(sayso: Sayso) -> None:
    assert "\x1b" not in sayso("attribute", "story.txt").stdout
    assert "\x1b[" in sayso("attribute", "story.txt", "--color", "always").stdout


def test_width_is_kept(sayso: Sayso) -> None:
    assert max(map(len, sayso("attribute", "story.txt", "--width", "40").stdout.splitlines())) <= 40


def test_control_characters_of_an_input_reach_no_terminal(sayso: Sayso) -> None:
    evil = 'Ada Brink said: "\x1b]0;owned\x07\x9b31m\u202e".'
    for form in ((), ("--json",), ("--html",)):
        done = sayso("attribute", "-", *form, stdin=evil)
        assert not set("\x1b\x07\x9b") & set(done.stdout + done.stderr), form


def test_file_name_with_control_characters_is_shown_escaped(sayso: Sayso) -> None:
    assert sayso("attribute", "a\x1b[31m\nb").stderr.startswith("sayso: a\\x1b[31m b: ")


def test_language_option_overrides_the_input(sayso: Sayso) -> None:
    assert json.loads(sayso("attribute", "story.txt", "--json", "--language", "de").stdout)["language"] == "de"


def test_version_and_help(sayso: Sayso) -> None:
    from sayso import __version__

    assert sayso("--version").stdout == f"sayso {__version__}\n"
    assert "attribute" in sayso("--help").stdout


def test_closed_pipe_is_quiet(sayso: Sayso, tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_text("".join(json.dumps({"id": str(i), "text": TEXT}) + "\n" for i in range(300)))
    command = [sys.executable, "-m", "sayso", "attribute", "many.jsonl", "--json"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_is_quiet(tmp_path: Path) -> None:
    """It is interrupted while it waits for its input; a busy machine may need longer to get so far."""
    command = [sys.executable, "-m", "sayso", "attribute", "-"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    ends = []
    for seconds in (1, 3, 9):
        with subprocess.Popen(command, cwd=tmp_path, **pipes) as running:
            time.sleep(seconds)
            running.send_signal(signal.SIGINT)
            _, complaint = running.communicate()
            ends.append((running.returncode, complaint))
        if ends[-1] == (130, b""):
            return
    pytest.fail(str(ends))


# --- options that need findings of a known confidence ---------------------------------------------


def test_min_confidence_keeps_what_is_within_something_left_out() -> None:
    found = findings(STORY)
    sure = tuple(replace(said, confidence=0.2 if n == 2 else 0.9) for n, said in enumerate(found.attributions))
    kept = attribute._at_least(replace(found, attributions=sure), 0.5)
    assert [said.id for said in kept] == [said.id for n, said in enumerate(sure) if n != 2]
    assert kept[2].parent is None
    assert json.dumps(findings_to_json(kept))


def test_progress_shows_on_stderr_for_more_than_a_few_files(sayso: Sayso, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "sayso", "attribute", "--csv", *["story.txt"] * 5]
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=follower, check=True)
    os.close(follower)
    assert b"attributing" in os.read(leader, 100_000)
    assert b"attributing" not in done.stdout
    assert sayso("attribute", "--csv", *["story.txt"] * 5).stderr == ""


def test_explain_says_why(sayso: Sayso) -> None:
    done = sayso("explain", "story.txt", "2")
    assert done.returncode == 0
    assert done.stderr == ""
    wanted = ("she (characters 84 to 87)", "cue         said", "speaker     Ada Brink", "direct: all of it stands in")
    assert [part for part in wanted if part not in done.stdout] == []


def test_explain_shows_what_was_kept_and_computes_nothing_anew(sayso: Sayso, tmp_path: Path) -> None:
    line = json.loads(sayso("attribute", "story.txt", "--json", "--evidence").stdout)
    said = line["attributions"][1]
    line["evidence"][said["id"]]["candidates"] = [{"name": "Somebody Else", "probability": 0.5}]
    (tmp_path / "kept.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    assert "0.50 Somebody Else" in sayso("explain", "kept.jsonl", "2").stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["explain", "story.txt", "9"], "story.txt has 2 statements; give a number from 1 to 2"),
        (["explain", "story.txt", "0"], "story.txt has 2 statements; give a number from 1 to 2"),
        (["explain", "missing.txt", "1"], "missing.txt: no such file"),
        (["attribute", "story.txt", "--evidence"], "--evidence is kept in JSON lines only; add --json"),
    ],
)
def test_what_can_not_be_explained_is_said(sayso: Sayso, arguments: list[str], complaint: str) -> None:
    done = sayso(*arguments)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "line",
    ['{"evidence": 5}', '{"id": "x", "digest": "d", "text": "a", "evidence": {}, "attributions": [{"id": "q"}]}'],
)
def test_a_line_that_is_no_findings_is_refused(sayso: Sayso, tmp_path: Path, line: str) -> None:
    (tmp_path / "bad.jsonl").write_text(line + "\n", "utf-8")
    done = sayso("explain", "bad.jsonl", "1")
    assert done.returncode == 2
    assert "bad.jsonl: its first line has evidence but is no findings" in done.stderr
    assert "Traceback" not in done.stderr

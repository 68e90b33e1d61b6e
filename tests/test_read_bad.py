"""Bad input: refused or read as far as it goes, in bounded time, with a line that says so."""

from __future__ import annotations

import gzip
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import Refused
from sayso.model import Article, Reject
from sayso.read import read, read_all
from sayso.read.source import LIMIT

BROKEN = Path(__file__).parent / "broken"
SENTENCE = "Der Bürgermeister von Ellersby sagte, es sei müßig, darüber zu streiten. "
DEEP = 100_000

REFUSED = {
    "empty": (b"", "empty", "saved or sent whole"),
    "blank": (b" \n\t\n", "empty", "saved or sent whole"),
    "binary": (bytes(range(256)) * 20, "binary", "convert"),
    "zeros": (bytes(4000), "binary", "convert"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "a broken PDF", "pdftotext"),
    "image": (b"\x89PNG\r\n\x1a\n" + bytes(40), "an image", "OCR"),
    "office": (b"PK\x03\x04" + bytes(40), "office", "save"),
    "too large": (b"word " * (LIMIT // 5 + 1), "larger than 20 MB", "split"),
    "bomb": (gzip.compress(b"a" * (3 * LIMIT)), "larger than 20 MB", "split"),
    "broken gzip": (gzip.compress(SENTENCE.encode() * 50)[:40], "broken gzip", "fetch it again"),
    "nothing shown": (b"<!doctype html><html><body><img src='a.png'></body></html>", "without text", "save the page"),
    "no JSON object": (b'{"id": 1, "text": ""}', "text", '"id" and "text"'),
    "several": (b'{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}\n', "several articles", "read_all"),
}


@pytest.mark.parametrize(("data", "reason", "repair"), REFUSED.values(), ids=REFUSED)
def test_refused_with_reason_and_mend(data: bytes, reason: str, repair: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(data)
    assert reason in refusal.value.reason
    assert repair in refusal.value.repair


NOTED = {
    "cut in a character": ("txt", SENTENCE.encode() + "ü".encode()[:1], "truncated"),
    "declared utf-8, is windows-1252": (
        "html",
        f"<html><meta charset=utf-8><p>{SENTENCE * 5}".encode("cp1252"),
        "encoding-lies",
    ),
    "declared latin-1, is utf-8": (
        "html",
        f"<html><meta charset=iso-8859-1><p>{SENTENCE * 5}".encode(),
        "encoding-lies",
    ),
    "not utf-8, undeclared": ("txt", SENTENCE.encode("cp1252"), "encoding-guessed"),
    "utf-16 without a mark": ("txt", SENTENCE.encode("utf-16-le"), "encoding-guessed"),
    "one broken byte": ("txt", (SENTENCE * 9).encode() + b"\xff and so on.", "broken-characters"),
    "no article": ("html", b"<html><title>Log in</title><p>Please log in.</p></html>", "no-article"),
    "page under a text's name": ("txt", f"<!doctype html><html><p>{SENTENCE * 9}</p>".encode(), "taken-for"),
    "text under an unknown name": ("log", SENTENCE.encode(), "taken-for"),
}


@pytest.mark.parametrize(("suffix", "data", "code"), NOTED.values(), ids=NOTED)
def test_read_with_a_note(tmp_path: Path, suffix: str, data: bytes, code: str) -> None:
    path = tmp_path / f"input.{suffix}"
    path.write_bytes(data)
    article = read(path)
    assert code in [note.code for note in article.notes]
    assert article.text.strip()


@pytest.mark.parametrize("code", ["truncated", "encoding-lies", "encoding-guessed"])
def test_words_survive_an_odd_encoding(tmp_path: Path, code: str) -> None:
    for suffix, data, noted in NOTED.values():
        if noted == code:
            path = tmp_path / f"input.{suffix}"
            path.write_bytes(data)
            assert "Bürgermeister von Ellersby sagte, es sei müßig" in read(path).text


LARGE = {
    "line of 5 MB": (b"He said that the wells were shut. " * 150_000, "wells were shut"),
    "word of 5 MB": (b"a" * 5_000_000, "aaaa"),
    "spaces": (b"a" + b" " * 5_000_000 + b"b", "a "),
    "half a million lines": (b"a\n" * 500_000, "a\na"),
    "nested divs": (
        b"<html><body><p>The wells are shut.</p>" + b"<div>" * DEEP + b"x" + b"</div>" * DEEP,
        "wells are shut",
    ),
    "nested bold": (b"<html><body><p>The wells are shut.</p>" + b"<b>" * DEEP + b"x", "wells are shut"),
    "page of links": (b"<html><body>" + b"<div>" * 200 + b"<a href=x>wells</a> " * 100_000, "wells"),
    "paragraph of 5 MB": (b"<html><body><p>" + b"He said that the wells were shut. " * 150_000, "wells were shut"),
}


@pytest.mark.parametrize(("data", "words"), LARGE.values(), ids=LARGE)
def test_large_input_takes_bounded_time(data: bytes, words: str) -> None:
    begun = time.process_time()
    assert words in read(data).text
    assert time.process_time() - begun < 20


def test_nesting_is_noted() -> None:
    codes = [note.code for note in read(LARGE["nested divs"][0]).notes]
    assert "nested-too-deep" in codes


def test_other_inputs_of_the_same_call_are_done(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("The wells are shut.", encoding="utf-8")
    inputs = [str(tmp_path / "missing"), str(tmp_path / "missing.txt"), str(BROKEN / "half.html.gz"), str(good)]
    found = list(read_all(inputs))
    assert [type(one) for one in found] == [Reject, Reject, Reject, Article]
    assert [one.input for one in found if isinstance(one, Reject)] == inputs[:3]
    assert all(one.reason and one.repair for one in found if isinstance(one, Reject))


def test_a_bad_line_is_named_and_the_next_is_read() -> None:
    found = list(read_all([str(BROKEN / "lines.jsonl")]))
    names = [one.input if isinstance(one, Reject) else one.id for one in found]
    where = str(BROKEN / "lines.jsonl")
    assert names == ["first", f"{where}:2", f"{where}:3", f"{where}:4", "last"]
    assert [isinstance(one, Reject) for one in found] == [False, True, True, True, False]


@pytest.mark.parametrize("first", [b'{"text": "Hello there."}', b'{"text": "cut'])
def test_lines_are_counted_as_an_editor_does(tmp_path: Path, first: bytes) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b"\n\n" + first + b'\n\n{bad\n{"text": "Hello again."}\n')
    *_, bad, last = read_all([path])
    assert isinstance(bad, Reject)
    assert isinstance(last, Article)
    assert (bad.input, last.provenance.offset) == (f"{path}:5", 6)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(Refused, match="not a regular file"):
        read(pipe)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "shut.txt"
    path.write_text("The wells are shut.", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(Refused, match="may not be read"):
        read(path)


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*")), ids=lambda path: path.name)
def test_broken_files_never_raise_anything_else(path: Path) -> None:
    for one in read_all([str(path)]):
        assert one.reason if isinstance(one, Reject) else one.text


TAGS = (
    b"<p>|</p>|<div hidden>|<!--|-->|<![CDATA[|<script>|<q>|</q>|<br>|<td>|&#0;|<html>|<svg>|<o:p>|<x y='|\"|&nbsp;"
    b"|\xff|word |</body>|<body>|<title>t|<blockquote>|<pre>|\n\n|<li>|<h1>"
).split(b"|")
MARKUP = st.lists(st.sampled_from(TAGS), max_size=40).map(b"".join)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=400), MARKUP.map(lambda data: b"<html><body>" + data), st.text().map(str.encode)))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        article = read(data)
    except Refused:
        return
    ends = [0, *(place for block in article.blocks for place in block.span)]
    assert ends == sorted(ends)
    assert ends[-1] <= len(article.text)

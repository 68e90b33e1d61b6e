"""Languages: tags however odd, packs, and what loads."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.languages import Words, load


@pytest.mark.parametrize(
    ("tag", "found", "outer"),
    [
        ("en", "en", "“”"),
        ("en-GB", "en", "“”"),
        ("en_US.UTF-8", "en", "“”"),
        (None, "en", "“”"),
        ("", "en", "“”"),
        ("de", "de", "„“"),
        ("de-CH", "de-CH", "„“"),
        ("fr", "fr", "«»"),
        ("sv", "sv", "””"),
        ("pt-PT", "pt-PT", "«»"),
        ("pt-BR", "pt-BR", "“”"),
        ("zh-Hant-TW", "zh-Hant-TW", "「」"),
        ("zh_TW", "zh-Hant-TW", "「」"),
        ("ja", "ja", "「」"),
        ("sw", "sw", "“”"),
    ],
)
def test_tag(tag: str | None, found: str, outer: str) -> None:
    language = load(tag)
    assert (language.tag, language.marks[0].open + language.marks[0].close) == (found, outer)
    assert language.complete == (found == "en")


@pytest.mark.parametrize("tag", ["qxx", "????", "\x00", "x" * 5000, "und", "-", "e n"])
def test_unknown_tag_has_no_marks_of_its_own_and_a_short_name(tag: str) -> None:
    language = load(tag)
    assert not language.complete
    assert len(language.name) < 80


@given(st.text(max_size=12))
def test_no_tag_raises(tag: str) -> None:
    assert load(tag).name


def test_pack_has_every_kind_of_word_in_lower_case() -> None:
    words = load("en").words
    for field in fields(Words):
        entries = getattr(words, field.name)
        assert entries, field.name
        assert all(entry == entry.lower().strip() for entry in entries), field.name


def test_language_without_a_pack_has_no_words() -> None:
    assert load("de").words == Words()

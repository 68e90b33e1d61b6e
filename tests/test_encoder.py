"""What the network reads: words, features, windows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.encoder import text as enc
from sayso.encoder.network import MODEL, load

needs_model = pytest.mark.skipif(not (MODEL / "attribution.onnx").exists(), reason="the model file is not there")


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ('He said "no" twice.', ['"no"']),
        ("“One,” she said, “two.”", ["“One,”", "“two.”"]),
        ('He left "this open.\n\nAnd "this" not.', ['"this open.\n\n', '"this"']),
        ('It is "so . "\nHe said "no" .', ['"so . "', '"no"']),
        ("no marks, it's so", []),
    ],
)
def test_quoted_stretches(text: str, stretches: list[str]) -> None:
    assert [text[s:e] for s, e in enc.quoted(text)] == stretches


@given(st.text(max_size=200))
def test_quoted_stretches_lie_apart_and_within(text: str) -> None:
    edges = [edge for stretch in enc.quoted(text) for edge in stretch]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


@pytest.mark.parametrize(
    ("word", "case"), [("bridge", 0), ("Bridge", 1), ("BRIDGE", 2), ("A", 1), ("7", 0), ("ärger", 0), ("Ärger", 1)]
)
def test_case_is_a_feature(word: str, case: int) -> None:
    assert enc.split_words(word, [], []).features.tolist() == [case]
    assert enc.split_words(word, [], [(0, len(word))]).features.tolist() == [case + 3]


@needs_model
@given(st.text(max_size=300), st.sampled_from([16, 24, 40]), st.sampled_from([0, 6]))
def test_every_word_is_read_once_in_its_own_window(text: str, size: int, context: int) -> None:
    words = enc.split_words(text, enc.line_starts(text), enc.quoted(text))
    pieces = enc.cut(words, load().tokenizer)
    own = []
    for window in enc.windows(words, pieces, size, context):
        assert len(window.ids) == len(window.words) <= size + 8
        _, read = enc.first_pieces(window)
        own += [w for w in read.tolist() if w >= window.core]
    assert set(own) == set(range(len(words)))


@needs_model
def test_the_network_says_the_same_alone_and_in_company() -> None:
    texts = ["Ann Arrow said the bridge was shut.", "Nobody knew. " * 40]
    words = [enc.split_words(t, [], []) for t in texts]
    together, alone = load().run(words, [0, 1])[0], load().run(words[:1], [0])[0]
    assert together["tags"].shape == (len(words[0]), 7)
    assert np.array_equal(together["tags"], alone["tags"])
    assert np.array_equal(together["links"], alone["links"])

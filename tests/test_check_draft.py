"""Which words of a draft are checked, and what is set beside statements told in other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import attribute, check, read
from sayso.check.draft import MARKS, within

HEARING = read(
    b"MAYOR CALDER: We have spent 14 million crowns on the bridge since March. Some 900 lorries cross it each day.\n\n"
    b"MR. BELL: The ferry at Ostley carried 40 families and their goats. You will miss the boats,\nI tell you.\n",
    id="hearing",
)


@pytest.mark.parametrize(
    ("piece", "words"),
    [
        ("“We will open.”", "We will open"),
        ("“We will open,”", "We will open"),
        ("“We will open!”", "We will open!"),
        ("“We will open ...”", "We will open ..."),
        ("“We went to the U.S.”", "We went to the U.S."),
        ('"We will open."', "We will open"),
        ("''We will open.''", "We will open"),
        ("‘We will open’", "We will open"),
        ("« We will open »", "We will open"),
        ("„Wir machen auf.“", "Wir machen auf"),
        ("“We will open", "We will open"),
        ("“”", ""),
        ("“", ""),
    ],
)
def test_within_the_marks(piece: str, words: str) -> None:
    assert piece[slice(*within(piece, (0, len(piece))))] == words


@given(st.text(alphabet=MARKS + " ,.ab\n", max_size=12))
def test_within_never_leaves_the_piece(piece: str) -> None:
    start, end = within(piece, (0, len(piece)))
    assert 0 <= start <= end <= len(piece)


@pytest.mark.parametrize(
    ("draft", "verdicts"),
    [
        ("“We have spent 14 million crowns,” Calder said, “on the bridge since March.”", ["verbatim"]),
        ("“We have spent 14 million crowns,” Calder said, “since March.”", ["cut"]),
        ("“We have spent 14 million crowns on the bridge since March,” Calder said. “Some 900 lorries cross it "
         "each day.”", ["verbatim", "verbatim"]),
        ("Bell was angry.\n\n> You will miss the boats,\n> I tell you.\n\nThat was all.", ["verbatim"]),
        ("“Bell told me ‘You will miss the boats’ and wept,” Calder said.", ["altered"]),
        ("Calder’s novel “The Long Bridge” is out. Bell said: “You will miss the boats.”", ["verbatim"]),
    ],
)  # fmt: skip
def test_words_of_a_draft(draft: str, verdicts: list[str]) -> None:
    assert [one.verdict for one in check(read(draft.encode(), id="draft.md"), HEARING)] == verdicts


@pytest.mark.parametrize(
    ("draft", "details"),
    [
        (
            "Mayor Ines Calder said on Monday that the bridge had cost 15 million crowns since March.",
            {("number", "15", None), ("date", "March", "March")},
        ),
        (
            "Tom Bell said the ferry at Ostley had carried 40 families and goats.",
            {("number", "40", "40"), ("name", "Ostley", "Ostley")},
        ),
        ("Calder said she was glad that the weather had been kind to the swimmers.", set()),
    ],
)
def test_what_is_told_in_other_words(draft: str, details: set[tuple[str, str, str | None]]) -> None:
    found = check(attribute(read(draft.encode(), id="draft.txt")), HEARING).to_compare
    seen = {(d.what, d.statement.text, d.original and d.original.text) for one in found for d in one.details}
    assert seen == details
    for one in found:
        assert draft[slice(*one.details[0].statement.span)] == one.details[0].statement.text
        assert HEARING.text[slice(*one.place.span)] == one.place.text

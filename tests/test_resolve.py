"""Who is "he": speakers, titles, kinds, acts, via and occasion."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notation import STORY, findings
from sayso import resolve
from sayso.model import Article, Attribution, Findings, digest, findings_from_json, findings_to_json
from sayso.show import explain, sourcing

CASES = json.loads((Path(__file__).parent / "resolve_cases.json").read_text("utf-8"))


def cases() -> Iterator[Any]:
    """Each case; one that is known to fail must, so that an improvement is noticed."""
    for case in CASES:
        marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
        yield pytest.param(case, id=case["name"], marks=marks)


@pytest.mark.parametrize("case", list(cases()))
def test_case(case: dict[str, Any]) -> None:
    found = resolve(findings(case["text"]))

    def told(number: str) -> dict[str, Any]:
        a = found[int(number) - 1]
        who = a.speaker
        about = next((s.unnamed for s in found.speakers if who and s.id == who.id), None)
        return {
            "speakers": who and who.name,
            "kinds": who and who.kind,
            "acts": a.act,
            "titles": who and who.title and who.title.text,
            "behind": who and who.behind and who.behind.text,
            "via": found.article.words(a.via),
            "occasion": found.article.words(a.occasion),
            "unnamed": about and [w and w.text for w in (about.count, about.body, about.reason)],
        }

    wanted = {(field, n): value for field in told("1") for n, value in case.get(field, {}).items()}
    assert wanted
    assert {key: told(key[1])[key[0]] for key in wanted} == wanted


def test_unsure_is_an_answer() -> None:
    """Nobody is named whom a pronoun could stand for."""
    found = resolve(findings("The quay was shut on Monday.\n\n{She}¹ <said>¹ [it would open]¹."))
    assert found[0].speaker is None
    assert "1 unsure who" in sourcing.lines(found)[0]


# --- what holds for any article ------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *["Ann Arrow", "ann", "The Mere Board", "(MB)", "said", "he", "She", "they", "I", "We", "told", "Mr."],
        *["Dr. Marsh", "a", "the", "senior official", "“", "”", '"', "\n\n", "\n", ".", ",", "MAYOR SAYS NO"],
        *["’s", "on Monday", "Arrow", "in a statement", "\u0301", "\u202e", "\u200b", "שלום", "東京", "\ud800"],
        *["🦆", "1", "%", "Q:", "—"],
    ]
)


@st.composite
def any_findings(draw: st.DrawFn) -> Findings:
    """Odd texts with attributions anywhere in them."""
    text = draw(st.lists(PIECES, max_size=40).map(" ".join))
    article = Article("x", digest(text), text, language="en")
    span = st.tuples(st.integers(0, len(text)), st.integers(1, 30)).map(
        lambda s: (min(s[0], max(0, len(text) - 1)), s[1])
    )
    pieces = st.lists(span.map(lambda s: (s[0], min(len(text), s[0] + s[1]))), max_size=2).map(
        lambda p: tuple(sorted(p))
    )
    said = []
    for n in range(draw(st.integers(0, 5)) if text else 0):
        source, cue, content = draw(pieces), draw(pieces), draw(pieces) or ((0, len(text)),)
        parent = draw(st.sampled_from([None, *(a.id for a in said)]))
        kind = draw(st.sampled_from(["direct", "indirect", "mixed"]))
        said.append(Attribution(str(n), "x", source, cue, content, kind, parent=parent, confidence=0.5))
    return Findings(article, (), tuple(said), ())


@settings(max_examples=150, deadline=None)
@given(any_findings())
def test_odd_articles_never_raise_and_their_spans_lie_in_the_text(found: Findings) -> None:
    before = found.attributions
    after = resolve(found)
    text = found.article.text
    plain = tuple(replace(a, speaker=None, act=None, via=(), occasion=()) for a in after.attributions)
    assert plain == before  # nothing that was found is changed
    speakers = {s.id: s for s in after.speakers}
    for a in after:
        for start, end in (*a.via, *a.occasion):
            assert 0 <= start < end <= len(text)
        if a.speaker:
            who = speakers[a.speaker.id]
            assert 0 <= a.speaker.mention[0] <= a.speaker.mention[1] <= len(text)
            assert 0 <= a.speaker.confidence <= 1
            assert all(text[slice(*t.span)] == t.text for t in who.titles)
            assert all(0 <= m.span[0] < m.span[1] <= len(text) for m in who.mentions)
    for number in range(1, len(after) + 1):
        assert explain.render(after, number)


@settings(max_examples=60, deadline=None)
@given(any_findings())
def test_json_gives_the_findings_back(found: Findings) -> None:
    after = resolve(found)
    back = findings_from_json(json.loads(json.dumps(findings_to_json(after, evidence=True))))
    assert replace(back, notes=(), article=after.article) == replace(after, notes=())
    assert back.evidence == json.loads(json.dumps(after.evidence))


def test_resolving_twice_finds_the_same() -> None:
    once, twice = resolve(findings(STORY)), resolve(findings(STORY))
    assert once.attributions == twice.attributions
    assert once.speakers == twice.speakers
    assert [run.id for run in once.runs] == [run.id for run in twice.runs]


def test_a_language_without_a_model_has_the_names_that_its_sources_are() -> None:
    found = resolve(findings("{Jan Kwik}¹ <zei>¹ [“de brug is dicht”]¹.", language="nl"))
    assert [(a.speaker and a.speaker.name) for a in found] == ["Jan Kwik"]


def test_a_hundred_speakers() -> None:
    names = [f"{a}{b}ron {c}{d}ow" for a in "BDFGK" for b in "aeiou" for c in "MPRT" for d in "a"]
    text = "\n\n".join(
        f"{{{name}}}{_raised(n)} <said>{_raised(n)} [the bridge was shut {n}]{_raised(n)}."
        for n, name in enumerate(names, 1)
    )
    found = resolve(findings(text))
    assert len(found) == 100
    assert {a.speaker.name for a in found if a.speaker} == set(names)


def _raised(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def test_the_sourcing_is_summed_up() -> None:
    lines = sourcing.lines(resolve(findings(STORY)))
    assert lines[0].startswith("5 statements: ")
    assert "1 of them within another" in lines[0]
    assert any(line.endswith(" % of the words are Ada Brink's.") for line in lines)


def test_who_is_spoken_about_and_not_heard() -> None:
    found = resolve(findings("{Tom Marsh}¹ <said>¹ [that Ann Arrow knew it]¹."))
    assert [words.text for words in found.not_heard] == ["Ann Arrow"]
    assert "Spoken about and not heard: Ann Arrow." in sourcing.lines(found)

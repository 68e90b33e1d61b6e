"""Names in a text: runs of words with capitals, cut at offices, typed by what is in and around them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from sayso.languages import Words as Vocabulary
from sayso.resolve.loglinear import LogLinear
from sayso.resolve.page import Page, Range

TYPES = ("person", "body", "place", "other")
LONGEST = 12
"""Words of a name at most."""
JOINERS = ("of", "for", "the", "and", "&", "on", "in")
NOBLE = ("duke", "duchess", "prince", "princess", "bishop", "archbishop")
COMMON = ("ing", "ly", "ed", "ers", "ors", "ists", "ians", "ants")
"""How words end that are seldom names where a sentence begins with them: "Speaking", "Villagers"."""
DOUBT = 1.0
"""How much less probable it must be that a name is somebody's or something's than that it is none, to be left out."""
FAMILY = 0.7
"""How much what is told of a name's last word counts for the name."""


def names(page: Page, vocabulary: Vocabulary, model: LogLinear) -> list[tuple[Range, str]]:
    """The names of an article with their types, in order; the type of a name is the same wherever it stands."""
    found = runs(page, vocabulary)
    return [
        (part, what)
        for part, what in zip(found, _types(page, vocabulary, found, model), strict=True)
        if what != "other"
    ]


def runs(page: Page, vocabulary: Vocabulary) -> list[Range]:
    """All that is written like a name."""
    return [
        part
        for run in _runs(page, vocabulary)
        for part in _parts(page, vocabulary, *run)
        if not _common(page, vocabulary, *part)
    ]


def _runs(page: Page, vocabulary: Vocabulary) -> Iterator[Range]:
    """Runs of words with capitals and what joins them."""
    at = 0
    while at < len(page):
        if not page.capital[at] or page.flat[at] or page.lower[at] in vocabulary.calendar:
            at += 1
            continue
        end = at + 1
        while (step := _step(page, vocabulary, at, end)) and end - at < LONGEST:
            end += step
        yield at, end
        at = end


def _step(page: Page, vocabulary: Vocabulary, start: int, at: int) -> int:
    """How many words further a name goes on; 0 for not."""
    if at >= len(page) or page.lines[at] != page.lines[start]:
        return 0
    here = page.words[at]
    if page.capital[at] and page.lower[at] not in vocabulary.calendar:
        apart = page.first[at] and page.words[at - 1] in '.!?:“”"([' and not _initial(page, vocabulary, at - 1)
        return 0 if apart else 1
    if here == "." and _initial(page, vocabulary, at):
        return 1 if _big(page, at + 1) else 0
    if here in "-'’" and page.glued[at] and _big(page, at + 1) and page.glued[at + 1]:
        return 2
    if page.lower[at] in vocabulary.particles and _big(page, at + 1):
        return 2
    return _joined(page, vocabulary, start, at)


def _joined(page: Page, vocabulary: Vocabulary, start: int, at: int) -> int:
    """How many words a name goes on after a joiner: "Bank of Marsh", "Ministry of Health and Welfare"."""
    here, bodily = page.words[at], any(word in vocabulary.bodies for word in page.lower[start:at])
    if here == "of" and (bodily or at - start == 1):
        if _big(page, at + 1):
            return 2
        return 3 if page.words[at + 1 : at + 2] == ["the"] and _big(page, at + 2) else 0
    if here == "&" and _big(page, at + 1):
        return 2
    within = here in ("for", "on") or (here == "and" and bool({"of", "for"} & set(page.words[start:at])))
    return 2 if within and bodily and _big(page, at + 1) else 0


def _initial(page: Page, vocabulary: Vocabulary, at: int) -> bool:
    """Whether a full stop stands behind an initial or an abbreviation."""
    before = page.lower[at - 1] if at else ""
    return page.words[at] == "." and page.glued[at] and (len(before) == 1 or before in vocabulary.abbreviations)


def _big(page: Page, at: int) -> bool:
    return at < len(page) and page.capital[at] and page.lines[at] == page.lines[at - 1]


def _parts(page: Page, vocabulary: Vocabulary, start: int, end: int) -> Iterator[Range]:
    """A run cut behind the offices in it: "South Marsh Sen. Ann Arrow" is a place and a person."""
    while start < end and page.first[start] and page.lower[start] in vocabulary.starters and end - start > 1:
        start += 1
        while start < end and not page.capital[start]:
            start += 1
    at = begin = start
    while at < end:
        cut = _office(page, vocabulary, at, end)
        if cut > at:
            if begin < at:
                yield _trimmed(page, begin, at)
            begin = at = cut
        else:
            at += 1
    if begin < end:
        yield _trimmed(page, begin, end)


def _office(page: Page, vocabulary: Vocabulary, at: int, end: int) -> int:
    """Where the name behind an office at this word begins; the word itself where there is none."""
    cut = at
    while cut < end and (page.lower[cut] in vocabulary.offices or (cut > at and page.words[cut] in ".-")):
        cut += 1
    if at < cut < end and page.words[cut] == "of" and page.lower[cut - 1] not in NOBLE:
        cut += 1 + (page.words[cut + 1 : cut + 2] == ["the"])
        while cut < end - 2 and page.lower[cut] in vocabulary.departments:
            cut += 1 + (page.words[cut + 1] in "&,")
        return cut
    if cut == end:
        return end if at < end and _only_offices(page, vocabulary, at, end) else at
    if cut == at or page.lower[cut] in vocabulary.bodies or not page.capital[cut]:
        return at
    return cut


def _only_offices(page: Page, vocabulary: Vocabulary, start: int, end: int) -> bool:
    return all(word in vocabulary.offices or word in ".-" for word in page.lower[start:end])


def _trimmed(page: Page, start: int, end: int) -> Range:
    while end - 1 > start and not page.capital[end - 1] and page.words[end - 1] != ".":
        end -= 1
    if page.words[end - 1] == "." and end - 1 > start and len(page.words[end - 2]) > 1:
        end -= 1
    return start, end


def _common(page: Page, vocabulary: Vocabulary, start: int, end: int) -> bool:
    """Whether a word has a capital for another reason than being a name."""
    if _only_offices(page, vocabulary, start, end):
        return True
    if end - start > 1:
        return False
    word = page.lower[start]
    if word in vocabulary.starters or word in vocabulary.calendar or len(word) == 1 or not word[0].isalpha():
        return True
    if not page.first[start]:
        return False
    known = word in vocabulary.countries or word in vocabulary.men or word in vocabulary.women
    return not known and (word.endswith(COMMON) or word in vocabulary.nouns | vocabulary.documents)


def _types(page: Page, vocabulary: Vocabulary, found: Sequence[Range], model: LogLinear) -> list[str]:
    """The type of each name, by all places where the same words, or their last, stand."""
    every: dict[str, Counter[str]] = {}
    for part, features in zip(found, name_features(page, vocabulary, found), strict=True):
        votes = {label: math.log(p + 1e-6) for label, p in model.odds(features).items()}
        for form in {_form(page, part), page.words[part[1] - 1]}:
            every.setdefault(form, Counter()).update(votes)
    counts = Counter(form for part in found for form in {_form(page, part), page.words[part[1] - 1]})
    typed = []
    for part in found:
        whole, last = _form(page, part), page.words[part[1] - 1]
        share = FAMILY if whole != last else 0.0
        votes = {t: every[whole][t] / counts[whole] + share * every[last][t] / counts[last] for t in TYPES}
        votes["other"] -= DOUBT
        typed.append(max(TYPES, key=lambda t: votes[t]))
    return typed


def _form(page: Page, part: Range) -> str:
    return " ".join(page.words[slice(*part)])


def name_features(page: Page, vocabulary: Vocabulary, found: Sequence[Range]) -> Iterator[dict[str, float]]:
    """What tells the type of each of an article's names."""
    lasts = {page.words[end - 1] for start, end in found if end - start > 1}
    alone = {page.words[start] for start, end in found if end - start == 1}
    for part in found:
        yield dict.fromkeys(_tells(page, vocabulary, *part, lasts, alone), 1.0)


def _tells(page: Page, vocabulary: Vocabulary, start: int, end: int, lasts: set[str], alone: set[str]) -> Iterator[str]:
    inside = page.lower[start:end]
    yield "bias"
    yield f"words {min(len(inside), 5)}"
    yield f"ends {inside[-1][-3:]}"
    yield f"last {inside[-1]}"
    yield f"first {inside[0]}"
    if len(inside) == 1 and page.words[start].isupper() and len(inside[0]) > 1:
        yield "all capitals"
    if any(len(word) > 1 and word.isupper() for word in page.words[start:end]):
        yield f"capitals in {min(len(inside), 2)}"
    yield f"starts {inside[0]} of {min(len(inside), 2)}"
    yield from _in_lists(vocabulary, inside)
    if " ".join(inside).replace(" .", "") in vocabulary.countries:
        yield "a country"
    for joiner in set(inside) & {*JOINERS, "-", "."}:
        yield f"holds {joiner}"
    if any(word[0].isdigit() for word in inside):
        yield "holds a number"
    if len(inside) > 1 and page.words[end - 1] in alone:
        yield "its last word stands alone"
    if len(inside) == 1 and page.words[start] in lasts:
        yield "the last word of another"
    yield from _around(page, vocabulary, start, end)


def _in_lists(vocabulary: Vocabulary, inside: list[str]) -> Iterator[str]:
    """In which lists the first, the last and other words of a name are."""
    for name in ("men", "women", "countries", "places", "bodies", "works", "documents", "nouns", "calendar"):
        listed = getattr(vocabulary, name)
        if inside[0] in listed:
            yield f"first in {name} of {min(len(inside), 2)}"
        if inside[-1] in listed:
            yield f"last in {name} of {min(len(inside), 2)}"
        if any(word in listed for word in inside[1:-1]):
            yield f"mid in {name}"


def _around(page: Page, vocabulary: Vocabulary, start: int, end: int) -> Iterator[str]:
    """What the words beside a name tell."""
    line = page.lines[start]
    before = [page.lower[w] for w in range(max(0, start - 3), start) if page.lines[w] == line][::-1]
    after = [page.lower[w] for w in range(end, min(len(page), end + 3)) if page.lines[w] == line]
    yield f"before {before[0] if before else 'line'}"
    yield f"behind {after[0] if after else 'line'}"
    title = before[1] if before[:1] == ["."] and len(before) > 1 else before[0] if before else ""
    for name in ("offices", "male", "female", "nouns", "bodies"):
        if title in getattr(vocabulary, name):
            yield f"behind one of {name}"
    for name in ("speaks", "thinks", "offices", "nouns", "bodies"):
        if after and after[0] in getattr(vocabulary, name):
            yield f"before one of {name}"
    if len(after) > 1 and after[0] == "," and after[1].isdigit():
        yield "an age behind it"
    if len(after) > 1 and after[0] in "’'" and after[1] == "s":
        yield "owns"
    if len(after) > 1 and after[0] == ",":
        yield f"comma {after[1]}"
    if before and before[0] == "(":
        yield "in brackets"
    if page.first[start]:
        yield "first"

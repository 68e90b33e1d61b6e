"""What kind of source, and what kind of statement: learned from labelled statements, on what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sayso.languages import Words as Vocabulary
from sayso.model import Attribution, Pieces
from sayso.resolve.entities import Entity, tokens
from sayso.resolve.mentions import pronoun_class
from sayso.resolve.sources import Who

Features = dict[str, float]
KINDS = ("named_person", "named_organisation", "document_or_outlet", "unnamed", "vague", "author")
ACTS = ("said", "written", "thought", "document_act", "denied", "declined")
LITTLE = (
    "of",
    "for",
    "from",
    "in",
    "at",
    "with",
    "who",
    "whose",
    "on",
    "to",
    "by",
    "and",
    "that",
    "which",
    "close",
    "into",
)
"""Words that end the head of a source."""
PASSIVE = re.compile(r"(?i)\b(?:is|are|was|were|been|being|be)\b(?:\s\w+)?\s\w+(?:ed|n|t|d)\b")
LISTS = ("nouns", "vague", "documents", "bodies", "offices", "told", "works", "numbers", "countries")
ACT_LISTS = ("speaks", "calls", "declines", "denies", "thinks", "writes", "rules")
WRITTEN_IN = re.compile(
    r"(?i)\b(?:in|on|via|through|by)\s(?:(?:an?|the|his|her|its|their|another|one)\s)?(?:[\w-]+\s){0,2}?([\w-]+)\b"
)
AROUND = 160
"""Characters before and after source and cue in which words for writing are looked for."""


@dataclass(frozen=True, slots=True)
class Source:
    """An attribution with whoever stands behind it."""

    said: Attribution
    who: Who
    entity: Entity | None


def head(words: str) -> str:
    """The last word of a source before what belongs to it: "official" of "a senior official at the ministry"."""
    before = re.split(r",|\s(?=(?:" + "|".join(LITTLE) + r")\s)", words.strip(), maxsplit=1)[0]
    return tokens(before or words)[-1]


def kind_features(text: str, vocabulary: Vocabulary, one: Source) -> Features:
    """What the kind of a source is told by."""
    said, who, entity = one.said, one.who, one.entity
    words = _hull_text(text, said.source)
    names = ["bias", f"who {entity.what if entity else 'nobody'}", f"how {who.how}", f"type {said.type}"]
    names += [f"how {who.how} who {entity.what if entity else 'nobody'}"]
    names += [f"nested {said.parent is not None}", f"cued {bool(said.cue)}"]
    names += (
        _source(words, vocabulary, said.parent is not None, said.type)
        if words
        else [f"no source, {n}" for n in _cue(_hull_text(text, said.cue), vocabulary)]
    )
    if words:
        names += [
            f"cue in {n}" for n in ("thinks", "rules", "declines") if _listed(_hull_text(text, said.cue), vocabulary, n)
        ]
    found = dict.fromkeys(names, 1.0)
    if entity and entity.named:
        found |= dict.fromkeys(_named(entity, vocabulary), 1.0)
        found["sure who"] = who.probability
        found[f"sure {entity.what}"] = who.probability
        form = next(iter(entity.forms))
        for name in ("documents", "bodies", "countries"):
            if any(word in getattr(vocabulary, name) for word in form):
                found[f"entity in {name}"] = 1.0
    return found


def _named(entity: Entity, vocabulary: Vocabulary) -> Iterator[str]:
    """What the names of whoever is meant tell."""
    forms = list(entity.forms)
    longest = max(forms, key=len)
    yield f"named {entity.what} by {min(len(longest), 3)} words"
    yield f"named {entity.what}, gender {entity.gender is not None}, office {entity.office}"
    yield f"named {entity.what}, {min(len(forms), 3)} forms"
    if longest[0] in vocabulary.men or longest[0] in vocabulary.women:
        yield "named by a given name"
    if any(len(form) == 1 and form[0] == longest[-1] for form in forms) and len(longest) > 1:
        yield "named by a family name alone"
    if all(name.isupper() for name in entity.forms.values()):
        yield "named in capitals"
    yield f"name ends {longest[-1][-3:]}"
    yield f"name ends in {longest[-1]}"


def _source(words: str, vocabulary: Vocabulary, nested: bool, direct: str) -> Iterator[str]:
    """What a source's words tell."""
    pronoun = pronoun_class(words, vocabulary)
    if pronoun:
        yield f"pronoun {pronoun}"
        yield f"pronoun {pronoun} nested {nested} {direct}"
        yield f"pronoun {words.lower()}"
        return
    all_of_them, last = list(tokens(words)), head(words)
    yield f"first {all_of_them[0]}"
    yield f"head {last}"
    yield f"head ends {last[-3:]}"
    yield f"capital {words[:1].isupper()} {any(w[:1].isupper() for w in words.split()[1:])}"
    for name in LISTS:
        listed = getattr(vocabulary, name)
        if last in listed:
            yield f"head in {name}"
        if all_of_them[0] in listed:
            yield f"first in {name}"
        if any(word in listed for word in all_of_them):
            yield f"any in {name}"
    plural = last.endswith("s") and not last.endswith("ss")
    indefinite = bool(re.match(r"(?i)(?:an?|another|one)\s", words))
    definite = bool(re.match(r"(?i)(?:the|this|that|his|her|its|their)\s", words))
    yield f"plural {plural} definite {definite} indefinite {indefinite}"
    if last in vocabulary.nouns | vocabulary.offices:
        yield f"somebody, plural {plural} definite {definite} indefinite {indefinite}"
    yield f"words {min(len(all_of_them), 6)}"


def _cue(cue: str, vocabulary: Vocabulary) -> Iterator[str]:
    """What a cue's words tell."""
    yield f"cue of {min(len(tokens(cue)), 3) if cue else 0}"
    for word in tokens(cue) if cue else ():
        yield f"cue {word}"
    if PASSIVE.search(cue):
        yield "passive"
    for name in ACT_LISTS:
        if _listed(cue, vocabulary, name):
            yield f"cue in {name}"


def _listed(words: str, vocabulary: Vocabulary, name: str) -> bool:
    """Whether any word or phrase of a list stands in words."""
    plain = words.lower().replace("’", "'")
    listed = getattr(vocabulary, name)
    inside = set(re.findall(r"[\w'-]+", plain))
    return bool(inside & listed) or any(" " in phrase and phrase in plain for phrase in listed)


def act_features(text: str, vocabulary: Vocabulary, one: Source, kind: str, before: str = "none") -> Features:
    """What the kind of a statement is told by; ``before`` is the act of the last statement of the same speaker."""
    said = one.said
    cue = _hull_text(text, said.cue)
    names = ["bias", f"kind {kind}", f"type {said.type}", f"cued {bool(said.cue)}", *_cue(cue, vocabulary)]
    names += [f"before {before}"] if not cue else []
    lists = [n for n in ACT_LISTS if cue and _listed(cue, vocabulary, n)]
    names += [f"kind {kind} cue in {n}" for n in lists]
    names += [f"type {said.type} cue in {n}" for n in lists]
    if cue:
        words = tokens(cue)
        names += [f"pair {a} {b}" for a, b in pairwise(words)]
        names += [f"last {words[-1]}", f"cue ends {words[-1][-3:]}"]
    source = _hull_text(text, said.source)
    if source:
        names += [f"head in {n}" for n in ("documents", "told", "bodies") if head(source) in getattr(vocabulary, n)]
        names += [f"source in {n}" for n in ("writes",) if _listed(source, vocabulary, n)]
    names += _written(text, vocabulary, said)
    names += [f"how {one.who.how}"]
    return dict.fromkeys(names, 1.0)


def _written(text: str, vocabulary: Vocabulary, said: Attribution) -> Iterator[str]:
    """Words for writing in the sentence around a statement, outside its content."""
    anchors = said.source + said.cue or said.content[:1]
    start, end = min(s for s, _ in anchors), max(e for _, e in anchors)
    low = max(text.rfind("\n", 0, start) + 1, start - AROUND, text.rfind(". ", 0, start) + 1)
    stops = [at for at in (text.find("\n", end), text.find(". ", end)) if at >= 0]
    high = min([end + AROUND, len(text), *stops])
    outside = "".join(
        c if not any(s <= low + n < e for s, e in said.content) else " " for n, c in enumerate(text[low:high])
    )
    for word in set(re.findall(r"[\w'-]+", outside.lower())) & vocabulary.writes:
        yield f"near {word}"
        yield "something written is near"
    for found in WRITTEN_IN.finditer(outside):
        if found[1].lower() in vocabulary.writes:
            yield "written in"
            yield f"written in {found[1].lower()}"


def _hull_text(text: str, pieces: Pieces) -> str:
    return text[min(s for s, _ in pieces) : max(e for _, e in pieces)] if pieces else ""

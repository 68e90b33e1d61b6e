"""The last step of every reader: from text, blocks and facts to an :class:`Article` with its notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sayso.languages.guess import guess_language
from sayso.model import Article, Block, Note, Provenance, Span, Turn, digest
from sayso.read.dates import day_in_name
from sayso.read.turns import find_turns

_ORGANISATION = re.compile(
    r"\b(?:Press|News|Agency|Agence|Agentur|Agencia|Reuters|AFP|AP|dpa|EFE|ANSA|Bloomberg|Times|Post|Network|Media|Journal"
    r"|Service|Bureau|Wire|Tribune|Herald|Gazette|Magazine|Radio|TV|Television|Broadcasting|Foundation|Institute|University"
    r"|Association|Union|Council|Group|Inc|Ltd|Committee|Ministry|Party)\b"
)
_SITE_ENDING = re.compile(r"(?:\.(?:com|org|net|co|info|news|de|fr|es|it|uk|au|ca|in|za|na|ie|eu|tv))+$", re.I)
_SAMPLE = 20_000
"""Characters that the language is told from."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page, a line or a caller says of an article besides its text."""

    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    bylines: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    retrieved: str | None = None
    language: str | None = None
    made: str | None = None
    """When a document's file was made: that may be long after its words."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article's text with its blocks and notes, before what follows from them is added."""

    text: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    turns: tuple[Turn, ...] | None = None
    """Who speaks where, as the input says; None where it is to be found in the text."""
    bold: tuple[Span, ...] = ()
    """Words set bold at the head of a paragraph, which may name a speaker."""


def finish(id: str, draft: Draft, facts: Facts, provenance: Provenance | None) -> Article:
    """The article, with what can be told of it besides: language, date, turns, an outlet that speaks of itself."""
    notes = list(draft.notes)
    language = facts.language
    if language is None:
        language = guess_language(_running_text(draft))
        if language:
            notes.append(Note("language-guessed", f"nothing says which language this is; it looks like {language}"))
    notes += speaks_of_itself(draft, facts)
    day = None if facts.published else day_in_name(id)
    if day:
        facts = replace(facts, published=day)
        notes.append(Note("date-from-name", f"nothing in it says its date; its name says {day}"))
    facts = replace(facts, published=facts.published or facts.made)
    turns = find_turns(draft.text, draft.blocks, draft.bold) if draft.turns is None else draft.turns
    facts, blocks = _spoken_title(draft, facts, turns)
    return Article(
        id, digest(draft.text), draft.text, facts.outlet, facts.url, facts.title, facts.bylines, facts.published,
        facts.updated, facts.retrieved, language, blocks, tuple(notes), provenance, turns,
    )  # fmt: skip


def _spoken_title(draft: Draft, facts: Facts, turns: tuple[Turn, ...]) -> tuple[Facts, tuple[Block, ...]]:
    """Facts and blocks, where a first line that was taken for the title is somebody's turn."""
    title = next((block for block in draft.blocks if block.role == "title"), None)
    if title is None or not any(turn.label and turn.label[0] == title.span[0] for turn in turns[:1]):
        return facts, draft.blocks
    if facts.title == draft.text[slice(*title.span)]:
        facts = replace(facts, title=None)
    return facts, tuple(replace(block, role="body") if block is title else block for block in draft.blocks)


def with_language(facts: Facts, tag: str | None) -> Facts:
    """Facts with a language tag, cleaned: "en_GB" is "en-GB"; nothing that is no tag."""
    tag = (tag or "").strip().replace("_", "-")
    return replace(facts, language=tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag) else None)


def _running_text(draft: Draft) -> str:
    body = [b.span for b in draft.blocks if b.role in ("body", "quote", "title", "list")]
    taken, size = [], 0
    for start, end in body:
        taken.append(draft.text[start : min(end, start + _SAMPLE)])
        size += len(taken[-1])
        if size > _SAMPLE:
            break
    return " ".join(taken)[:_SAMPLE]


def speaks_of_itself(draft: Draft, facts: Facts) -> list[Note]:
    """A note for each organisation that publishes or signs the piece and is named in its body."""
    notes = []
    for name in _publishers(facts):
        span = _mention(draft, name)
        if span:
            notes.append(Note("speaks-of-itself", f"{name} publishes or signs this piece and is named in it", span))
    return notes


def _publishers(facts: Facts) -> list[str]:
    signed = [name for name in facts.bylines if _ORGANISATION.search(name) or (name.isupper() and " " not in name)]
    outlet = _SITE_ENDING.sub("", (facts.outlet or "").removeprefix("www.")).strip()
    names = ([outlet] if len(outlet) > 1 else []) + signed
    return list(dict.fromkeys(name.removeprefix("The ").strip() for name in names if len(name) > 1))


def _mention(draft: Draft, name: str) -> Span | None:
    """The first place in the body that names it: as it is written, or in capitals."""
    wanted = re.compile(rf"(?<!\w)(?:{re.escape(name)}|{re.escape(name.upper())})(?!\w)")
    for block in draft.blocks:
        if block.role in ("body", "quote", "list", "correction") and (
            found := wanted.search(draft.text, *block.span)
        ):
            return found.span()
    return None

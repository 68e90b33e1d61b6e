"""From what was found to records: attributions with their speakers, and the speakers with their mentions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sayso.encoder.text import quoted
from sayso.languages import Words as Vocabulary
from sayso.model import (
    Act,
    Article,
    Attribution,
    Findings,
    Kind,
    Mention,
    Span,
    Speaker,
    SpokenFor,
    Words,
    finding_id,
)
from sayso.resolve.entities import Entity, Mentioned, entities
from sayso.resolve.kinds import Source, act_features, head, kind_features
from sayso.resolve.mentions import mentions, pronoun_class
from sayso.resolve.page import page_of
from sayso.resolve.parts import circumstances_of, titles_of
from sayso.resolve.phrases import view
from sayso.resolve.rank import Scene
from sayso.resolve.settings import Settings
from sayso.resolve.sources import Sources, Who
from sayso.resolve.unnamed import unnamed

STAGE = "resolve"
INSIST = 0.02
"""Probability from which somebody named is taken for a noun that must stand for somebody named."""
SURE = 0.5
"""Probability from which a pronoun stands for somebody though the statement looks like nobody's or the author's."""
UNSURE = 0.3
"""Probability under which nobody is named.  A little above it about half are right: ``python -m training speakers``."""
ARTICLES = re.compile(r"(?i)^(?:the|an?|this|that|these|those)\s+")
INDEFINITE = re.compile(r"(?i)(?:an?|another|some|one)\s")
FORMS = {"person": "name", "body": "name", "place": "name", "somebody": "nominal", "group": "nominal"}
NAMED_KINDS = ("named_person", "named_organisation", "document_or_outlet")
SHOUTED = re.compile(r"[^a-z]*\s[^a-z]*\s[^a-z]*")
"""Three words and more in capitals alone: a headline's, and nobody's name."""
ABOUT = 2
"""Mentions from which an organisation that is spoken about is noted as not heard; a person is from the first."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What was found behind one attribution."""

    who: Who
    kind: Kind
    kinds: Mapping[str, float]
    act: Act
    acts: Mapping[str, float]


def resolved(found: Findings, vocabulary: Vocabulary, settings: Settings) -> Findings:
    """The findings with speakers, kinds, acts, via and occasion."""
    said, page = found.attributions, page_of(found.article, vocabulary)
    sources = [span for a in said for span in a.source]
    mentioned = mentions(page, vocabulary, settings.names, sources)
    who_is_there = entities(page.text, mentioned, vocabulary)
    scene = Scene(
        page, who_is_there, vocabulary, [p for a in said for p in a.content], sources, title_of(found.article)
    )
    here = view(page, vocabulary, mentioned, sources)
    whose = Sources(scene, settings.ranker, headings_of(found.article)).all(said)
    behind = _all_behind(
        page.text, vocabulary, settings, {a.id: _source(a, whose[a.id], who_is_there) for a in said}, who_is_there
    )
    around = circumstances_of(here, said, settings.parts)
    titles = titles_of(here, who_is_there, settings.titles)
    made = _Maker(found.article, vocabulary, who_is_there, titles)
    attributions = tuple(
        replace(
            a,
            act=behind[a.id].act,
            via=around[a.id].get("via", ()),
            occasion=around[a.id].get("occasion", ()),
            speaker=made.spoken_for(a, behind[a.id]),
        )
        for a in said
    )
    return replace(
        found,
        attributions=attributions,
        speakers=made.speakers(),
        not_heard=made.not_heard(attributions),
        evidence={a.id: {**found.evidence.get(a.id, {}), **_evidence(behind[a.id], who_is_there)} for a in said},
    )


def title_of(article: Article) -> Span:
    """Where the headline stands: in its block, or in the first line."""
    return next((b.span for b in article.blocks if b.role == "title"), (0, len(article.text.split("\n", 1)[0])))


def headings_of(article: Article) -> list[Span]:
    """Where headlines and headings stand."""
    return [block.span for block in article.blocks if block.role in ("title", "heading")]


def _source(a: Attribution, who: Who, everybody: Sequence[Entity]) -> Source:
    return Source(a, who, everybody[who.entity] if who.entity >= 0 else None)


def _insisted(
    text: str, vocabulary: Vocabulary, one: Source, kinds: Mapping[str, float], everybody: Sequence[Entity]
) -> Source:
    """A noun that must stand for somebody named, "the expert", for the likeliest of them."""
    kind = max(kinds, key=lambda k: kinds[k])
    wanted = {"named_person": "person", "named_organisation": "body"}.get(kind)
    if one.who.how not in ("noun", "a noun") or wanted is None or (one.entity and one.entity.what == wanted):
        return one
    own = head(text[one.said.source[0][0] : one.said.source[-1][1]])
    if INDEFINITE.match(text, one.said.source[0][0]) or (own.endswith("s") and own in vocabulary.nouns):
        return one
    likely = [(n, p) for n, p in one.who.others if n >= 0 and everybody[n].what == wanted]
    total = sum(p for _, p in likely)
    if not likely or likely[0][1] < INSIST:
        return one
    entity, share = everybody[likely[0][0]], likely[0][1] / total
    at = one.said.source[0][0]
    before = [m.span for m in entity.mentions if m.span[0] < at] or [entity.mentions[0].span]
    who = replace(one.who, entity=likely[0][0], mention=before[-1], how="noun", probability=share * kinds[kind])
    return Source(one.said, who, entity)


def _narrates(text: str, vocabulary: Vocabulary, said: Attribution, marks: Sequence[Span]) -> bool:
    """Whether a source is the author's own "we" or "I": outside all quotation marks, and in nobody's statement."""
    if said.parent is not None or not said.source:
        return False
    (start, end), *more = said.source
    if more or pronoun_class(text[start:end], vocabulary) not in ("me", "us"):
        return False
    at = bisect_right(marks, (start, len(text))) - 1
    return at < 0 or marks[at][1] <= start


def _takes_a_turn(text: str, said: Attribution) -> bool:
    """Whether a name at the head of a line and a colon are all that ascribe a statement, as in a transcript."""
    if len(said.source) != 1 or len(said.cue) != 1 or text[slice(*said.cue[0])].strip() != ":":
        return False
    head_of_line = text[text.rfind("\n", 0, said.source[0][0]) + 1 : said.source[0][0]]
    return not head_of_line.strip() and said.content[0][0] >= said.cue[0][1]


def _all_behind(
    text: str, vocabulary: Vocabulary, settings: Settings, sources: Mapping[str, Source], everybody: Sequence[Entity]
) -> dict[str, Behind]:
    found: dict[str, Behind] = {}
    before, marks = "none", quoted(text)
    for key, one in sources.items():
        one = _insisted(text, vocabulary, one, settings.kinds.odds(kind_features(text, vocabulary, one)), everybody)
        kinds = settings.kinds.odds(kind_features(text, vocabulary, one))
        if _narrates(text, vocabulary, one.said, marks):
            kinds = dict.fromkeys(kinds, 0.0) | {"author": 1.0}
        kind = cast(Kind, max(kinds, key=lambda k: kinds[k]))
        acts = settings.acts.odds(act_features(text, vocabulary, one, kind, before))
        if _takes_a_turn(text, one.said):
            acts = dict.fromkeys(acts, 0.0) | {"said": 1.0}
        before = max(acts, key=lambda k: acts[k])
        found[key] = Behind(one.who, kind, kinds, cast(Act, before), acts)
    return found


def _evidence(behind: Behind, everybody: Sequence[Entity]) -> dict[str, Any]:
    """Why: what was weighed, with the runners-up."""
    candidates = [
        {"name": everybody[n].name if n >= 0 else None, "probability": round(p, 3)} for n, p in behind.who.others
    ]
    return {
        "how": behind.who.how,
        "probability": round(behind.who.probability, 3),
        "candidates": candidates,
        "kinds": {kind: round(p, 3) for kind, p in behind.kinds.items()},
        "acts": {act: round(p, 3) for act, p in behind.acts.items()},
    }


class _Maker:
    """Makes the records of one article's speakers."""

    def __init__(
        self,
        article: Article,
        vocabulary: Vocabulary,
        everybody: Sequence[Entity],
        titles: Mapping[int, Sequence[Span]],
    ) -> None:
        self.article, self.text, self.vocabulary = article, article.text, vocabulary
        self.everybody, self.titles = everybody, titles
        self.numbers = {id(entity): n for n, entity in enumerate(everybody)}
        self.mentioned = Mentioned(everybody)
        self.made: dict[str, Speaker] = {}

    def spoken_for(self, a: Attribution, behind: Behind) -> SpokenFor | None:
        """Whom an attribution speaks for; None where that is not told or unsure."""
        who, kind = behind.who, behind.kind
        source: Span | None = (a.source[0][0], a.source[-1][1]) if a.source else None
        pronoun = bool(source and pronoun_class(self.text[slice(*source)], self.vocabulary))
        entity = self.everybody[who.entity] if who.entity >= 0 else None
        own = None if pronoun else source
        mention = own if who.how == "noun" and own else who.mention or own
        sure = pronoun and entity is not None and who.probability >= (UNSURE if kind == "author" else SURE)
        if who.how == "several names":
            kind = "named_person"
        if kind in ("vague", "author") and not sure:
            entity, mention = None, source or (a.cue or a.content)[0]
        elif source and not pronoun and self._only_named(kind, source, who, entity):
            entity, mention = None, source
        elif who.probability < UNSURE or mention is None:
            return None
        if mention is None:
            return None
        if entity is not None and kind == "unnamed" and entity.named:
            kind = "named_person" if entity.what == "person" else "named_organisation"
        name = self._name(entity, mention, kind, who.how == "several names")
        speaker = self._speaker(entity, mention, name, kind, source if not pronoun else None)
        title = speaker.titles[0] if speaker.titles and kind == "named_person" else None
        document = source if kind == "document_or_outlet" and source and not pronoun else None
        return SpokenFor(
            speaker.id, name, title, speaker.kind if speaker.name == name else kind, mention,
            round(who.probability, 3), self._author(document, mention),
        )  # fmt: skip

    def _only_named(self, kind: Kind, source: Span, who: Who, entity: Entity | None) -> bool:
        """Whether a source is another than who is named in it, or stands for: a spokesman of theirs, their report."""
        if who.how == "a name":
            if kind == "unnamed":
                return True
            own = head(self.text[slice(*source)])
            listed = own in self.vocabulary.documents | self.vocabulary.told
            return (
                kind == "document_or_outlet"
                and listed
                and entity is not None
                and not any(own in f for f in entity.forms)
            )
        return kind == "document_or_outlet" and entity is not None and entity.what == "person"

    def _name(self, entity: Entity | None, mention: Span, kind: Kind, several: bool) -> str | None:
        if entity is not None and entity.named:
            return entity.name
        if several:
            return self.text[slice(*mention)]
        if kind in ("named_organisation", "document_or_outlet"):
            return ARTICLES.sub("", self.text[slice(*mention)], count=1)
        return None

    def _speaker(
        self, entity: Entity | None, mention: Span, name: str | None, kind: Kind, source: Span | None
    ) -> Speaker:
        first = entity.mentions[0].span if entity else mention
        key = finding_id(self.article.digest, STAGE, (first,))
        if key not in self.made:
            titles = tuple(
                Words(self.text[slice(*s)], s) for s in self.titles.get(self.numbers.get(id(entity), -1), ())
            )
            kind = "unnamed" if name is None and kind in NAMED_KINDS else kind
            every = (
                tuple(Mention(m.span, FORMS[m.what]) for m in entity.mentions)  # type: ignore[arg-type]
                if entity
                else (Mention(mention, "nominal"),)
            )
            told = kind == "unnamed" and source
            about = unnamed(self.text, source, self._bodies(source), self.vocabulary) if told and source else None
            self.made[key] = Speaker(key, self.article.id, name, titles, kind, every, about)
        return self.made[key]

    def _bodies(self, source: Span) -> list[Span]:
        """The organisations and places in a source, but for one that it begins with."""
        inside = [m for m, _ in self.mentioned.within(source) if m.what in ("body", "place", "group")]
        return [m.span for m in inside if m.span[0] > source[0]]

    def _author(self, document: Span | None, mention: Span) -> Words | None:
        """Who stands behind a document: the first name in its words."""
        inside = (
            [m.span for m, _ in self.mentioned.within(document) if m.what in ("person", "body")] if document else []
        )
        behind = next((span for span in inside if span not in (mention, document)), None)
        return Words(self.text[slice(*behind)], behind) if behind else None

    def speakers(self) -> tuple[Speaker, ...]:
        """All that were spoken for, by their first mention."""
        return tuple(sorted(self.made.values(), key=lambda s: s.mentions[0].span))

    def not_heard(self, attributions: Sequence[Attribution]) -> tuple[Words, ...]:
        """Who is named within what others say, and is nowhere heard; the most mentioned first."""
        heard = {s.name for s in self.made.values()}
        contents = {n for a in attributions for piece in a.content for _, n in self.mentioned.within(piece)}
        found = []
        for n, e in enumerate(self.everybody):
            enough = e.what == "person" or (e.what == "body" and len(e.mentions) >= ABOUT)
            if n in contents and enough and e.name not in heard and not SHOUTED.fullmatch(e.name):
                found.append((-len(e.mentions), e.mentions[0].span, e.name))
        return tuple(Words(name, span) for _, span, name in sorted(found))

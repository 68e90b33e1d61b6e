"""Who stands behind each source: a name in it, whom its pronoun or noun stands for, or who spoke before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.model import Attribution, Span
from sayso.resolve.entities import Mentioned
from sayso.resolve.mentions import Mention, pronoun_class
from sayso.resolve.rank import Asking, Ranker, Scene

AND = re.compile(r"(?:, [\w.’'-]+){0,2},? and (?:\w+\.? ){0,2}")
"""What stands between the first and the last of several names."""


BELONGS = re.compile(r"(?i)\b(?:of|for|from|in|at|to|with|by|near|on)\s+(?:the\s+)?$")
"""What stands before a name that a source only belongs to."""
GOES_ON_WITH = re.compile(r"\s*(?:[,(–—]|(?:who|of|in|from|and|at|for)\b|['’]s?$)")
"""What may follow a name that a source begins with."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who a source stands for: an entity by number (-1 for one that is only here), how that is known, and how sure."""

    entity: int
    mention: Span | None
    how: str
    probability: float
    others: tuple[tuple[int, float], ...] = ()
    """The candidates with their probabilities, the best first."""


class Sources:
    """Finds who stands behind the sources of one article, in text order; ``headings`` are nobody's who spoke before."""

    def __init__(self, scene: Scene, ranker: Ranker, headings: Sequence[Span] = ()) -> None:
        self.text, self.vocabulary, self.entities = scene.page.text, scene.vocabulary, scene.entities
        self.scene, self.ranker, self.headings = scene, ranker, headings
        self.mentioned = Mentioned(scene.entities)
        self.spoke: defaultdict[str | None, list[int]] = defaultdict(list)
        """Who spoke so far, in order, by the statement within which they did."""
        self.before: defaultdict[str | None, list[Attribution]] = defaultdict(list)

    def all(self, said: Sequence[Attribution]) -> dict[str, Who]:
        """Who stands behind each attribution, by its id; outer before inner, else in text order."""
        found: dict[str, Who] = {}
        depth = _depths(said)
        for a in sorted(said, key=lambda a: (depth[a.id], (a.source or a.cue or a.content)[0])):
            self.scene.spoke = self.spoke[a.parent]
            found[a.id] = self._one(a, found)
            self.spoke[a.parent].append(found[a.id].entity)
            self.before[a.parent].append(a)
        return found

    def _one(self, a: Attribution, found: Mapping[str, Who]) -> Who:
        at = (a.source or a.cue or a.content)[0][0]
        outer = found[a.parent].entity if a.parent and a.parent in found else -1
        if not a.source:
            return self._without_source(a, found)
        span = (a.source[0][0], a.source[-1][1])
        words = self.text[slice(*span)]
        kind = pronoun_class(words, self.vocabulary)
        if kind in ("me", "us") and a.parent and outer >= 0:
            return Who(outer, self._nearest(outer, at), "the one who is quoted", found[a.parent].probability)
        if kind:
            return self._ranked(Asking(span, kind, a.content, outer), kind)
        named = self._named(span)
        if named:
            return named
        who = self._ranked(Asking(span, "noun", a.content, outer), "noun")
        return who if who.entity >= 0 else Who(self._itself(span), span, "a noun", who.probability, who.others)

    def _without_source(self, a: Attribution, found: Mapping[str, Who]) -> Who:
        """Without a source: nobody where it is vague, else the last who spoke."""
        at = (a.cue or a.content)[0][0]
        before = [b for b in self.before[a.parent][-NEAR:] if b.content[0][0] < at]
        if not before or (a.cue and a.type == "indirect") or any(s <= at < e for s, e in self.headings):
            return Who(-1, None, "no source", 0.5)
        last = max(before, key=lambda b: (b.content[-1][1] <= at, b.content[0][0]))
        who = found[last.id]
        if self.text[last.content[-1][1] : at].count("\n\n") > 1:
            return Who(-1, None, "no source", 0.5)
        return Who(who.entity, who.mention, "the one who spoke before", who.probability * GOES_ON)

    def _ranked(self, asking: Asking, how: str) -> Who:
        ranked = self.ranker.rank(self.scene, asking)
        best, probability = ranked[0]
        self.scene.learn_gender(best, asking.kind, probability)
        return Who(best, self._nearest(best, asking.span[0]), how, probability, tuple(ranked[:8]))

    def _nearest(self, entity: int, at: int) -> Span | None:
        """Where an entity is mentioned last before a place, else first after it."""
        if entity < 0:
            return None
        spans = [m.span for m in self.entities[entity].mentions]
        before = [s for s in spans if s[0] < at]
        return before[-1] if before else spans[0]

    def _itself(self, span: Span) -> int:
        """The entity that a source's noun is a mention of."""
        inside = [n for m, n in self.mentioned.within(span) if not m.named]
        return inside[0] if inside else -1

    def _named(self, span: Span) -> Who | None:
        """The name that a source is, or ends in, or begins with: what belongs to it stands around it."""
        inside = [(m, n) for m, n in self.mentioned.within(span) if m.named]
        heads = list(self._heads(span, inside))
        if not heads:
            return None
        people = [m for m, _ in heads if m.what == "person"]
        if len(people) > 1 and AND.fullmatch(self.text, people[0].span[1], people[-1].span[0]):
            return Who(-1, span, "several names", NAMED)
        heads.sort(key=lambda one: one[0].what != "person")
        m, n = heads[0]
        return Who(n, m.span, "a name", NAMED)

    def _heads(self, span: Span, inside: Sequence[tuple[Mention, int]]) -> Iterator[tuple[Mention, int]]:
        """Names that may be whom a source speaks of: not those that only own, or stand behind "of"."""
        comma = self.text.find(",", *span)
        head_end = comma if comma >= 0 else span[1]
        for m, n in inside:
            before, after = self.text[span[0] : m.span[0]], self.text[m.span[1] : span[1]]
            if re.match(r"['’-]\w?", after) and m.span[1] + 2 < span[1]:
                continue
            plain, last = not BELONGS.search(before), m.span[1] <= head_end
            if not before.strip(' "“') or before.strip().lower() in ("the", "a", "an"):
                if not after.strip() or GOES_ON_WITH.match(after):
                    yield m, n
            elif plain and (_apposed(before) or (last if m.what == "person" else last and m.span[1] >= head_end - 1)):
                yield m, n


def _apposed(before: str) -> bool:
    """Whether a name stands right behind a comma: "the minister, Ann Arrow"."""
    return bool(re.search(r",\s*$", before))


NEAR = 20
"""Statements back, at most, to whoever goes on."""
GOES_ON = 0.9
"""How sure it is that who spoke goes on."""
NAMED = 0.97
"""How often a name in a source is whom it speaks of (``python -m bench.speakers``)."""


def _depths(said: Sequence[Attribution]) -> dict[str, int]:
    """How deep each attribution lies in others."""
    by_id = {a.id: a for a in said}
    found: dict[str, int] = {}
    for a in said:
        seen = [a.id]
        while (outer := by_id[seen[-1]].parent) in by_id and outer not in seen and outer is not None:
            seen.append(outer)
        found[a.id] = len(seen) - 1
    return found

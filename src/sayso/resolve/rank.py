"""Who a pronoun or a noun stands for: a ranking of the article's entities by learned weights.

A log-linear ranker over entities (Denis and Baldridge 2008, "Specialized models and ranking for coreference
resolution"): one set of weights for every kind of pronoun, on the network's vectors and on where, how and how often
an entity is mentioned.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.languages import Words as Vocabulary
from sayso.model import Span
from sayso.resolve.entities import Entity, tokens
from sayso.resolve.page import Page

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CLASSES = ("he", "she", "it", "they", "me", "us", "you", "noun")
WHATS = ("person", "body", "place", "somebody", "group")
NOUNS_FAR = 150
"""Words beyond which a noun is no candidate."""
FEATURES = (
    "distance", "same sentence", "last sentence", "same paragraph", "last paragraph", "no mention before",
    "mentions before", "mentions", "in the title", "spoke", "spoke last", "spoke last but one", "begins its sentence",
    "in the content", "as deep", "is quoted here", "possessive", "same gender", "other gender", *WHATS, "plural",
    "shares its noun", "introduces himself", "signs", "nearest", "nearest that fits", "nearest person",
    "within a source", "noun beside it", "surely a person", "hardly a person", "noun of its kind",
    "noun of another kind", "ahead only and indefinite", "new", "new and definite",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asking:
    """A mention that asks who it is."""

    span: Span
    kind: str
    """One of CLASSES."""
    content: Sequence[Span] = ()
    """What it is the source of."""
    quoted_by: int = -1
    """The entity in whose words it stands, -1 for none."""


class Scene:
    """An article's entities as arrays over their mentions, to be asked who somebody is."""

    def __init__(
        self,
        page: Page,
        entities: Sequence[Entity],
        vocabulary: Vocabulary,
        contents: Sequence[Span] = (),
        sources: Sequence[Span] = (),
        title: Span = (0, 0),
    ) -> None:
        self.page, self.entities, self.vocabulary = page, entities, vocabulary
        every = [(n, m) for n, e in enumerate(entities) for m in e.mentions]
        self.first = np.searchsorted([n for n, _ in every], np.arange(len(entities)))
        self.at = np.array([m.words[0] for _, m in every], np.int64)
        self.end = np.array([m.words[1] for _, m in every], np.int64)
        self.owner = np.array([n for n, _ in every], np.int64)
        text = page.text
        self.sentence, self.lines = page.sentence, np.array(page.lines, np.int64)
        self.depth, self.in_source = page.within(contents), page.within(sources)
        starts = np.searchsorted(self.sentence, self.sentence[self.at]) if len(self.at) else self.at
        self.begins = (self.at - starts) < 3
        self.possessive = np.array([bool(re.match(r"['’]s?\b", text[m.span[1] : m.span[1] + 2])) for _, m in every])
        self.in_title = np.array([title[0] <= m.span[0] < title[1] for _, m in every])
        self.introduced = np.array(
            [bool(INTRODUCED.search(text[max(0, m.span[0] - 40) : m.span[0]])) for _, m in every]
        )
        self.signs = np.array([m.span[0] > len(text) - 60 for _, m in every])
        self.what = np.array([[e.what == what for what in WHATS] for e in entities], bool).reshape(-1, len(WHATS))
        self.plural = np.array([_plural(e) for e in entities])
        self.person = np.array([e.what == "person" and (e.gender is not None or e.office) for e in entities])
        self.single = np.array([len(e.forms) == 1 for e in entities])
        self.genders = np.array([e.gender or "" for e in entities], dtype="<U6")
        self.spoke: list[int] = []
        """Who spoke so far, in order."""

    def learn_gender(self, entity: int, kind: str, probability: float) -> None:
        """Remember that somebody surely is the "he" or the "she" that was asked for."""
        gender = GENDER.get(kind)
        if entity >= 0 and gender and probability > SURE and self.genders[entity] == "":
            self.genders[entity] = gender

    def features(self, asking: Asking) -> tuple[Ints, Floats]:
        """The candidates, as numbers of entities with -1 for one that isn't among them, and their features,
        [candidates, FEATURES]."""
        low, high = self.page.touched(asking.span)
        low = min(low, len(self.page) - 1)
        if not len(self.entities):
            return np.array([-1]), self._new(asking)
        near = np.where((self.at < low) & ~((self.at < high) & (low < self.end)), np.arange(len(self.at)), -1)
        last = np.maximum.reduceat(near, self.first)
        before = last >= 0
        overlapping = np.maximum.reduceat(((self.at < high) & (low < self.end)).astype(int), self.first) > 0
        distance = np.where(before, low - self.at[last], 999)
        ahead = np.minimum.reduceat(np.where(self.at >= high, self.at - low, 999), self.first)
        candidate = (before | (ahead < 999)) & ~(overlapping & ((asking.kind != "noun") | self.what[:, :3].any(1)))
        candidate &= self.what[:, :3].any(1) | (np.minimum(distance, ahead) < NOUNS_FAR)
        table = np.zeros((len(self.entities), len(FEATURES)))
        columns = self._columns(asking, low, last, before, distance, candidate)
        for name, values in columns.items():
            table[:, FEATURES.index(name)] = values
        table[:, FEATURES.index("person") : FEATURES.index("plural")] = self.what
        chosen = np.flatnonzero(candidate)
        return np.append(chosen, -1), np.vstack([table[chosen], self._new(asking)])

    def _columns(
        self, asking: Asking, low: int, last: Ints, before: NDArray[np.bool_], distance: Ints, fits: NDArray[np.bool_]
    ) -> dict[str, Any]:
        here, there = self.sentence[low], self.sentence[self.at[last]]
        line = self.lines[low] - self.lines[self.at[last]]
        gender = GENDER.get(asking.kind) or _gender(self.page.text[slice(*asking.span)], self.vocabulary)
        genders = self.genders
        order = np.argsort(np.argsort(np.where(fits & before, distance, 9999)))
        fitting = (
            fits & before & self._suits(asking.kind) & ((genders == "") | (genders == (gender or "")) | (not gender))
        )
        persons = fits & before & self.what[:, 0]
        content = np.zeros(len(self.at), bool)
        for s, e in asking.content:
            a, b = self.page.touched((s, e))
            content |= (self.at >= a) & (self.at < b)
        spoke = np.bincount([n for n in self.spoke if n >= 0] or [0], minlength=len(self.entities))
        spoke = spoke if any(n >= 0 for n in self.spoke) else np.zeros_like(spoke)
        return {
            "distance": np.log1p(np.minimum(distance, 500)) / 3,
            "same sentence": before & (here == there),
            "last sentence": before & (here == there + 1),
            "same paragraph": before & (line == 0),
            "last paragraph": before & (line == 1),
            "no mention before": ~before,
            "mentions before": np.log1p(np.add.reduceat((self.at < low).astype(int), self.first)),
            "mentions": np.log1p(np.add.reduceat(np.ones(len(self.at)), self.first)),
            "in the title": np.maximum.reduceat(self.in_title, self.first),
            "spoke": np.log1p(spoke),
            "spoke last": self._is(self.spoke[-1:]),
            "spoke last but one": self._is(self.spoke[-2:-1]),
            "begins its sentence": before & self.begins[last],
            "in the content": before & content[last],
            "as deep": before & (self.depth[self.at[last]] == self.depth[low]),
            "is quoted here": self._is([asking.quoted_by]),
            "possessive": before & self.possessive[last],
            "same gender": (genders == gender) if gender else False,
            "other gender": (genders != gender) & (genders != "") if gender else False,
            "plural": self.plural,
            "surely a person": self.person,
            "hardly a person": self.what[:, 0] & ~self.person & self.single,
            "shares its noun": self._shares(asking),
            "introduces himself": np.maximum.reduceat(self.introduced, self.first),
            "signs": np.maximum.reduceat(self.signs, self.first),
            "nearest": order == 0,
            "nearest that fits": _least(np.where(fitting, distance, 9999)),
            "nearest person": _least(np.where(persons, distance, 9999)),
            "within a source": before & self.in_source[self.at[last]].astype(bool),
            **self._noun(asking, before),
        }

    def _new(self, asking: Asking) -> Floats:
        """The features of one who isn't among the entities."""
        row = np.zeros((1, len(FEATURES)))
        row[0, -2] = 1
        row[0, -1] = bool(DEFINITE.match(self.page.text[slice(*asking.span)]))
        return row

    def _is(self, who: Sequence[int]) -> NDArray[np.bool_]:
        return np.isin(np.arange(len(self.entities)), [n for n in who if n >= 0])

    def _suits(self, kind: str) -> NDArray[np.bool_]:
        people = self.what[:, 0] | self.what[:, 3]
        if kind in ("he", "she", "me", "you"):
            return np.asarray(people & ~self.plural)
        suits = {"it": ~people, "they": self.plural | ~people, "us": self.plural | ~people}
        return np.asarray(suits.get(kind, np.ones(len(people), bool)))

    def _shares(self, asking: Asking) -> NDArray[np.bool_]:
        """Whether a noun that asks has its last word in common with a name or noun of an entity."""
        if asking.kind != "noun":
            return np.zeros(len(self.entities), bool)
        head = tokens(self.page.text[slice(*asking.span)])[-1]
        return self._is(self.by_word[head])

    def _noun(self, asking: Asking, before: NDArray[np.bool_]) -> dict[str, Any]:
        """What a noun tells of whom it may stand for."""
        if asking.kind != "noun":
            return {}
        words = self.page.text[slice(*asking.span)]
        head = tokens(re.split(r",|\s(?:of|at|in|with|who|for|from|on|by)\s", words)[0] or words)[-1]
        people = self.vocabulary.nouns | self.vocabulary.offices | self.vocabulary.male | self.vocabulary.female
        of_people = head in people or bool(re.search(r"-year-old$|man$|woman$|or$|er$|ist$|ian$", head))
        of_bodies = head in self.vocabulary.bodies
        person, body = self.what[:, 0], self.what[:, 1] | self.what[:, 2]
        single = not head.endswith("s")
        return {
            "noun beside it": self._is(self.beside[head]),
            "noun of its kind": (person & of_people & single) | (body & of_bodies),
            "noun of another kind": (person & of_bodies & ~of_people)
            | (body & of_people & single)
            | (person & (not single)),
            "ahead only and indefinite": ~before & bool(re.match(r"(?i)an?\s", words)),
        }

    @cached_property
    def by_word(self) -> defaultdict[str, list[int]]:
        """The entities in whose names and nouns each word is."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for n, entity in enumerate(self.entities):
            for token in {token for form in entity.forms for token in form}:
                found[token].append(n)
        return found

    @cached_property
    def beside(self) -> defaultdict[str, list[int]]:
        """The entities that have each word a few words to either side of their names, in the sentence."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for n, at, end in zip(self.owner.tolist(), self.at.tolist(), self.end.tolist(), strict=True):
            if self.what[n, :3].any():
                near = range(max(0, at - BEFORE), min(end + BEHIND, len(self.page)))
                for word in {self.page.lower[w] for w in near if self.sentence[w] == self.sentence[at]}:
                    found[word].append(n)
        return found


BEFORE, BEHIND = 8, 12
"""Words before and behind a name in which what it is called is looked for."""
GENDER = {"he": "male", "she": "female"}
SURE = 0.8
"""Probability from which a pronoun tells the gender of a name."""
DEFINITE = re.compile(r"(?i)(?:the|this|that|these|those|his|her|their|its)\s")
INTRODUCED = re.compile(
    r"(?i)\b(?:i['’]?m|i am|my name is|this is|it['’]?s|name['’]s|yours truly,?|sincerely,?|love,?)\s+(?:[\w.]+ )?$"
)


def _least(values: Ints) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (values == values.min()) & (values < 9999)
    return found


def _plural(entity: Entity) -> bool:
    last = next(iter(entity.forms))[-1]
    return entity.what in ("group", "body") or (entity.what == "somebody" and (last.endswith("s") or last in PEOPLE))


PEOPLE = ("people", "men", "women", "police", "staff", "children", "public", "folk", "many", "some", "few", "most")


def _gender(noun: str, vocabulary: Vocabulary) -> str | None:
    words = tokens(noun)
    return next((g for g in ("male", "female") if set(words) & getattr(vocabulary, g)), None)


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights of the features by kind of pronoun, [classes, features]."""

    weights: Floats

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Ranker:
        """The ranker from the settings shipped with the network."""
        return cls(np.array([[settings[kind][name] for name in FEATURES] for kind in CLASSES]))

    def rank(self, scene: Scene, asking: Asking) -> list[tuple[int, float]]:
        """The candidates with their probabilities, the best first; -1 is one who isn't among the entities."""
        candidates, table = scene.features(asking)
        scores = table @ self.weights[CLASSES.index(asking.kind)]
        odds = np.exp(scores - scores.max())
        order = np.argsort(-odds, kind="stable")
        return [(int(candidates[k]), float(odds[k] / odds.sum())) for k in order]

"""How well quotations are checked: ``python -m bench.check [PART ...]``; all parts where none is named.

silver      quotations of PolNeAR against 983 transcripts, in which a five-word alignment found their places
judged      70 of the altered ones, judged by eye (bench/judged_alterations.tsv), and where the verdict disagrees
short       passages of 3 to 5 words, cut at random and with one word changed
decoys      quotations of people who are not in the transcripts, and quotations in shuffled order: all finds are false
likeness    what a score of likeness (rapidfuzz, partial_ratio) lets through on the decoys and on negations
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bench import data
from sayso.check import Originals, check_words
from sayso.check.search import near, needed
from sayso.match.query import query
from sayso.model import Article, Verdict
from sayso.read import read_all

LAG = 7
"""Days between a transcript and an article within which a silver pair is trusted."""
SEED = 11
READ_ALOUD = 8
"""Words on end of a stranger that, where they stand in a transcript, are his, read aloud there."""
NOT_FINDS = ("not found", "too short", "other language")
SAME = ("verbatim", "verbatim but for typography")
JUDGED = Path(__file__).parent / "judged_alterations.tsv"


@cache
def transcripts() -> Originals:
    """The 983 transcripts, indexed."""
    found = read_all([data.DATA / "trump_campaign_transcripts.jsonl"])
    return Originals(one for one in found if isinstance(one, Article))


@cache
def silver() -> list[data.Record]:
    """The pairs to be trusted."""
    return [row for row in data.load("silver_polnear_x_transcripts") if 0 <= row["lag_days"] <= LAG]


@cache
def dated(name: str, date: str | None = None) -> Verdict:
    return check_words(name, transcripts(), date=date)


def is_there(verdict: Verdict, text: str, span: tuple[int, int]) -> bool:
    """Whether a place is the verdict's, or one of those that it lists."""
    places = [(verdict.original, verdict.original_span)]
    places += [(place.original, place.span) for place in (*verdict.other_places, *verdict.parts)]
    return any(id == text and there and there[0] < span[1] and span[0] < there[1] for id, there in places)


# --- silver --------------------------------------------------------------------------------------


def of_silver() -> dict[str, float]:
    """Places found, and the verdicts on pairs that the alignment found verbatim."""
    found, same, verbatim = 0, 0, 0
    verdicts: Counter[tuple[str, str]] = Counter()
    for row in silver():
        verdict = dated(row["quote"], row["article_date"])
        found += is_there(verdict, row["transcript"], tuple(row["span"]))
        verdicts[row["verdict"], verdict.verdict] += 1
        if row["verdict"] == "verbatim":
            verbatim += 1
            same += verdict.verdict in SAME
            if verdict.verdict not in SAME:
                meaning = ", ".join(f"{one.what}:{one.where}" for one in verdict.meaning)
                print(f"    verbatim, called {verdict.verdict} ({meaning}): {row['article']} {row['quote_span']}")
    print(f"places found: {found} of {len(silver())} ({found / len(silver()):.3f})")
    print(f"verbatim called verbatim or typography: {same} of {verbatim} ({same / verbatim:.3f})")
    for (was, now), count in sorted(verdicts.items()):
        print(f"    {was:10} {now:28} {count:4}")
    return {"places": found / len(silver()), "verbatim": same / verbatim}


# --- judged by eye -------------------------------------------------------------------------------


def judged() -> Iterator[tuple[dict[str, str], data.Record]]:
    """The rows judged by eye with their pairs."""
    pairs = {(r["article"], r["attribution"], r["quote_span"][0], r["span"][0]): r for r in silver()}
    with JUDGED.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            key = row["article"], row["attribution"], int(row["quote_start"]), int(row["span_start"])
            yield row, pairs[key]


def of_judged() -> dict[str, float]:
    """How often the tool gives a verdict that was judged right, and the meaning; every disagreement listed by kind."""
    rows = list(judged())
    right, meaning_right = 0, 0
    apart: Counter[str] = Counter()
    for row, pair in rows:
        verdict = dated(pair["quote"], pair["article_date"])
        touched = {f"{one.what}:{one.where}" for one in verdict.meaning}
        wanted = set() if row["meaning"] == "-" else set(row["meaning"].split(","))
        right += verdict.verdict in row["verdict"].split("|")
        meaning_right += touched == wanted
        if verdict.verdict not in row["verdict"].split("|") or touched != wanted:
            apart[row["kind"]] += 1
            print(
                f"    {row['article']} {row['attribution']}: judged {row['verdict']} ({row['meaning']}), "
                f"called {verdict.verdict} ({','.join(sorted(touched)) or '-'}); {row['kind']}; {row['note']}"
            )
    print(f"verdict as judged: {right} of {len(rows)}; meaning as judged: {meaning_right} of {len(rows)}")
    print("disagreements by kind:", dict(apart))
    return {"verdict": right / len(rows), "meaning": meaning_right / len(rows)}


# --- short passages ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """Words cut from a transcript, and those that are left of them where one was changed."""

    words: str
    text: str
    span: tuple[int, int]
    drafted: str
    """A day soon after the transcript's."""
    left: tuple[str, ...] = ()
    """The runs of words before and after the changed one; () where none was."""


def passages(count: int = 300) -> list[Passage]:
    """Passages of 3 to 5 words within a sentence, cut at random, half of them with one word changed for another of the
    transcripts."""
    originals = transcripts()
    rng = random.Random(SEED)
    found: list[Passage] = []
    while len(found) < count:
        at = rng.randrange(len(originals.index) - 8)
        number = originals.index.text_of(at)
        length = rng.choice((3, 4, 5))
        if originals.index.text_of(at + length) != number:
            continue
        span = originals.index.span(at, at + length)
        article = originals.articles[number]
        words = article.text[slice(*span)]
        if not re.fullmatch(r"[\w'’ -]+", words) or len(words.split()) != length:
            continue
        day = datetime.date.fromisoformat((article.published or "")[:10]) + datetime.timedelta(days=rng.randrange(4))
        passage = Passage(words, article.id, span, day.isoformat())
        found.append(_edited(passage, rng) if len(found) % 2 else passage)
    return found


def _edited(passage: Passage, rng: random.Random) -> Passage:
    """One word changed for another that stands somewhere in the transcripts."""
    index = transcripts().index
    parts = passage.words.split()
    place = rng.randrange(len(parts))
    other = parts[place]
    while other.lower() == parts[place].lower():
        at = rng.randrange(len(index))
        other = index.keys(at, at + 1)[0]
    left = " ".join(parts[:place]), " ".join(parts[place + 1 :])
    return replace(passage, words=" ".join([*parts[:place], other, *parts[place + 1 :]]), left=left)


def of_short() -> dict[str, float]:
    """Passages found, in a draft of a few days later; those that chance alone would give are counted apart."""
    scores: dict[str, float] = {}
    for name, edited in (("unedited", False), ("edited", True)):
        cut = [one for one in passages() if bool(one.left) is edited]
        seen = {one: check_words(one.words, transcripts(), date=one.drafted) for one in cut}
        telling = [one for one in cut if tells(one)]
        found = sum(is_found(one, seen[one]) for one in telling)
        kinds = Counter(verdict.verdict for verdict in seen.values())
        print(f"{name}: {found} of {len(telling)} found ({found / len(telling):.3f}) that tell more than chance;")
        print(f"    all {len(cut)} by verdict: {dict(kinds)}")
        scores[name] = found / len(telling)
    return scores


def tells(one: Passage) -> bool:
    """Whether words tell more than chance would give: among the words of all transcripts; of an edited passage those
    that are left, among the words of the week before the draft, with 9 bits for the choice of the edit."""
    originals = transcripts()
    if not one.left:
        return bits(one.words) >= needed(len(originals.index))
    return sum(bits(run) for run in one.left if run) >= needed(near(originals, one.drafted).words, over=9)


def bits(words: str) -> float:
    """The information of words."""
    asked = query(words, transcripts().keyer)
    return asked.bits(0, len(asked))


def is_found(one: Passage, verdict: Verdict) -> bool:
    """Its own place, or the same words at another."""
    if verdict.verdict in NOT_FINDS or verdict.original_text is None:
        return False
    keyer = transcripts().keyer
    own = transcripts().by_id[one.text].text[slice(*one.span)]
    return is_there(verdict, one.text, one.span) or keyer.phrase(own) == keyer.phrase(verdict.original_text)


# --- decoys --------------------------------------------------------------------------------------


@cache
def decoys(count: int = 500) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Quotations of people who do not speak in the transcripts and whose words are not read aloud there, and others
    with their words shuffled; each with the date of its article."""
    spoken = {turn.speaker.split()[-1].lower() for a in transcripts().articles for turn in a.turns if turn.speaker}
    rng = random.Random(SEED)
    strangers, shuffled = [], []
    for words, source, date in _quotations():
        last = re.findall(r"[\w'’-]+", source)[-1:] or [""]
        named = source[:1].isupper() and len(source.split()) > 1
        if named and last[0].lower() not in spoken and len(words.split()) >= 5 and not _stands(words):
            strangers.append((words, date))
        elif len(words.split()) >= 6:
            parts = words.split()
            rng.shuffle(parts)
            if parts != words.split():
                shuffled.append((" ".join(parts), date))
    rng.shuffle(strangers)
    rng.shuffle(shuffled)
    return strangers[:count], shuffled[:count]


def _quotations() -> Iterator[tuple[str, str, str]]:
    """The direct quotations of PolNeAR's articles, without their marks, their sources and dates."""
    for record in data.load("polnear.train"):
        for said in record["attributions"]:
            if said["type"] == "direct" and said["source"]:
                text = record["text"]
                words = " ".join(text[s:e] for s, e in said["content"]).strip(" \"“”'’,.")
                yield words, " ".join(text[s:e] for s, e in said["source"]), record["date"]


@cache
def _all_keys() -> str:
    return " " + " ".join(transcripts().index.keys(0, len(transcripts().index))) + " "


def _stands(words: str) -> bool:
    """Whether the words, or any `READ_ALOUD` of them on end, stand somewhere: such a find is true, whoever spoke."""
    keys = transcripts().keyer.keyed(words).keys
    size = min(READ_ALOUD, len(keys))
    return any(f" {' '.join(keys[i : i + size])} " in _all_keys() for i in range(len(keys) - size + 1))


def of_decoys() -> dict[str, float]:
    """False finds, of words by themselves and of words in a draft of the article's date."""
    total = {False: 0, True: 0}
    for name, words in zip(("strangers", "shuffled"), decoys(), strict=True):
        for when in (False, True):
            seen = [(one, dated(one, date if when else None)) for one, date in words]
            finds = [(one, verdict) for one, verdict in seen if verdict.verdict not in NOT_FINDS]
            total[when] += len(finds)
            print(f"{name}{', dated' if when else ''}: {len(finds)} false finds among {len(words)}")
            for one, verdict in finds:
                print(
                    f"    {hashlib.sha256(one.encode()).hexdigest()[:8]}: {verdict.verdict}, {len(one.split())} words"
                )
                if "-v" in sys.argv:
                    print(f"        {one}\n        {verdict.original_text}")
    return {"false": total[False], "false, dated": total[True]}


# --- likeness ------------------------------------------------------------------------------------


NEGATED = re.compile(r"\b(is|are|was|were|will|would|can|could|should|must|do|did|have|has)\b(?! not)")


def negations(count: int = 200) -> list[str]:
    """Verbatim quotations with a "not" put in after their first auxiliary verb."""
    rows = [row["quote"] for row in silver() if row["verdict"] == "verbatim" and NEGATED.search(row["quote"])]
    return [NEGATED.sub(lambda m: f"{m[0]} not", words, count=1) for words in rows][:count]


def of_likeness() -> dict[str, float]:
    """What a threshold of likeness lets through, beside what the verdict says."""
    from rapidfuzz import fuzz, process, utils

    texts = [utils.default_process(article.text) for article in transcripts().articles]
    strangers, shuffled = ([one for one, _ in words[:100]] for words in decoys())
    real = [row["quote"] for row in silver() if row["verdict"] == "verbatim"][:100]
    print(f"{'':28}{'likeness >= 90':>16}{'>= 80':>8}{'>= 70':>8}{'passed by verdict':>20}")
    scores = {}
    for name, words in {
        "verbatim (to pass)": real,
        "negated": negations(100),
        "strangers' decoys": strangers,
        "shuffled decoys": shuffled,
    }.items():
        best = [
            max(
                score
                for _, score, _ in process.extract(
                    utils.default_process(one), texts, scorer=fuzz.partial_ratio, limit=1
                )
            )
            for one in words
        ]
        passed = sum(dated(one).verdict in SAME for one in words)
        rates = [sum(score >= least for score in best) / len(best) for least in (90, 80, 70)]
        print(f"{name:28}{rates[0]:>16.2f}{rates[1]:>8.2f}{rates[2]:>8.2f}{passed / len(words):>20.2f}  ({len(words)})")
        scores[name] = passed / len(words)
    return scores


PARTS = {"silver": of_silver, "judged": of_judged, "short": of_short, "decoys": of_decoys, "likeness": of_likeness}


def main() -> None:
    for name in [part for part in sys.argv[1:] if part in PARTS] or PARTS:
        print(f"== {name}")
        PARTS[name]()


if __name__ == "__main__":
    main()

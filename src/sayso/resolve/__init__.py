"""Resolve: who is "he", which title the article gives them, what kind of source they are, and where it was said.

`names` and `mentions` find who is mentioned, `entities` joins the mentions by name, `rank` tells whom a pronoun or a
noun stands for, `sources` puts a speaker behind every source, `kinds` tells kinds and acts, `parts` finds titles, via
and occasion; `records` makes the records.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from sayso.languages import load as language_of
from sayso.model import Article, Findings, Run, version
from sayso.resolve import plain
from sayso.resolve.records import resolved
from sayso.resolve.settings import shipped

STAGE = "resolve"


def resolve(found: Findings) -> Findings:
    """The findings with a speaker behind each attribution; nothing else of them is changed.

    They may be of any make.
    """
    language = language_of(found.article.language)
    if not language.complete:
        return plain.resolved(found)
    return replace(resolved(found, language.words, shipped()), runs=(*found.runs, *runs_of(found.article)))


def runs_of(article: Article) -> tuple[Run, ...]:
    """The runs that stand behind the speakers of an article resolved now: none where no word list reads its
    language."""
    return (_run(shipped().name),) if language_of(article.language).complete else ()


def _run(learned: str) -> Run:
    made_by = f"{learned}, {version()}"
    name = hashlib.sha256(f"{STAGE}|{made_by}".encode()).hexdigest()[:16]
    return Run(name, STAGE, made_by, {}, datetime.now(UTC).isoformat(timespec="seconds"))

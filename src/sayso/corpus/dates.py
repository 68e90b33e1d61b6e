"""Dates as a corpus keeps them: possible ones as they were given, the others as nothing, with a note."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sayso.model import Article, Note
from sayso.read.dates import iso_date

_PREFIX = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII)
FIELDS = ("published", "updated", "retrieved")


def dated(article: Article) -> tuple[Article, tuple[Note, ...]]:
    """An article with possible dates only, and a note for each that is impossible, or for one that it lacks."""
    given: dict[str, Any] = {name: getattr(article, name) for name in FIELDS}
    kept: dict[str, Any] = {name: possible(value) for name, value in given.items()}
    notes = [
        Note("impossible-date", f"{name} {str(given[name])[:80]!r} is no date")
        for name in FIELDS
        if given[name] and not kept[name]
    ]
    if not given["published"]:
        notes.append(Note("no-date", "nothing says when it was published"))
    return (article if kept == given else replace(article, **kept)), tuple(notes)


def possible(value: object) -> str | None:
    """A date as an ISO prefix, to the character where it is one; None for what is no date."""
    if not isinstance(value, str):
        return None
    found = iso_date(value)
    if found and _PREFIX.fullmatch(value) and ("T" in value) <= ("T" in found):
        return value
    return found


def moment(value: str | None) -> str:
    """A date to be compared with others: in UTC where it has a zone; "" for none."""
    if not value or "T" not in value:
        return value or ""
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        return value
    return time.astimezone(UTC).replace(tzinfo=None).isoformat() if time.tzinfo else time.isoformat()


def newness(article: Article) -> tuple[str, str, str]:
    """What the versions of an article are ordered by, the newest last; those of one date by when they were
    retrieved, and those of one time by their digest, so that the order of adding never matters."""
    stamp = article.updated or article.published or article.retrieved
    return moment(stamp), moment(article.retrieved), article.digest

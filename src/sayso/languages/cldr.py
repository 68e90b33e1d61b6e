"""Quotation marks and names of languages without a pack, from Unicode CLDR (``cldr.json``).

Babel, which carries most of CLDR, carries no quotation marks.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files

from sayso.languages import UNKNOWN, Language, Pair

ROOT = "“”‘’"
"""CLDR's marks for a language that it knows and that has none of its own in the table."""
TAG = re.compile(r"(?P<base>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<place>[a-z]{2}|\d{3}))?(?:-.*)?")
TRADITIONAL = frozenset(("zh-tw", "zh-hk", "zh-mo"))
"""Written in the traditional script unless the tag says otherwise."""


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    """By kind: marks by tag in lower case, an opening mark before its closing one (CLDR's, the outer before
    the inner, in "marks"; those that print has besides in "also"); English names by tag ("names")."""
    listed = json.loads(files(__package__).joinpath("cldr.json").read_text(encoding="utf-8"))
    marks = {tag.lower(): marks for marks, tags in listed["marks"].items() for tag in tags.split()}
    also: dict[str, str] = {}
    for pair, tags in listed["also"].items():
        for tag in tags.split():
            also[tag] = also.get(tag, "") + pair
    names = dict(entry.split(" ", 1) for entry in listed["names"].split("; "))
    return {"marks": marks, "also": also, "names": names}


def language(tag: str) -> Language:
    """The language of a tag in lower case with hyphens: CLDR's marks and English name for it, no words."""
    found, names = TAG.fullmatch(tag), _table()["names"]
    if not found or found["base"] not in names:
        return Language(UNKNOWN, f"the language {tag[:40]!r}")
    base, place = found["base"], found["place"]
    script = found["script"] or ("hant" if f"{base}-{place}" in TRADITIONAL else None)
    forms = _forms(base, script, place)
    known = _table()["marks"]
    marks = next((known[form] for form in forms if form in known), ROOT) + _table()["also"].get(base, "")
    pairs = tuple(Pair(*marks[n : n + 2]) for n in range(0, len(marks), 2))
    shown = "-".join(part for part in (base, script and script.title(), place and place.upper()) if part)
    return Language(shown, names[base], False, pairs)


def _forms(base: str, script: str | None, place: str | None) -> list[str]:
    """Tags to look for, the most exact first."""
    wanted = [(base, script, place), (base, place), (base, script), (base,)]
    return ["-".join(part for part in parts if part) for parts in wanted if all(parts)]

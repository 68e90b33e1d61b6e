"""The English pack."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from sayso.languages import Language, from_folder
from sayso.languages import matching as of_matching


@lru_cache(maxsize=1)
def language() -> Language:
    """English: its marks and its words, read once."""
    return from_folder(files(__package__), "en", "English")


@lru_cache(maxsize=1)
def matching() -> of_matching.Matching:
    """English for matching quotations, read once."""
    return of_matching.from_folder(files(__package__))

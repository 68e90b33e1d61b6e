"""The English pack."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from sayso.languages import Language, from_folder


@lru_cache(maxsize=1)
def language() -> Language:
    """English: its marks and its words, read once."""
    return from_folder(files(__package__), "en", "English")

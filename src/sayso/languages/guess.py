"""Which language a text is in, where nothing says so."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_ENOUGH = 60
"""Letters below which no language is told."""
_SURE = 0.9
_HEAD = 2000
"""Characters that are looked at before the identifier is asked."""
_COMMON_ENGLISH = {
    "the", "of", "and", "to", "that", "is", "was", "for", "on", "with", "he", "she", "it", "as", "his", "her", "they",
    "said", "by", "at", "from", "not", "are", "this", "had",
}  # fmt: skip


def guess_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of a text; None where that is not sure."""
    if sum(char.isalpha() for char in text[:_HEAD]) < _ENOUGH:
        return None
    if _plainly_english(text[:_HEAD]):
        return "en"
    code, probability = _identifier().classify(text.encode("utf-8", "replace").decode("utf-8"))
    return str(code) if probability >= _SURE else None


def _plainly_english(text: str) -> bool:
    """A fifth of the words are the commonest of English: that spares loading the identifier (a second)."""
    words = text.lower().split()
    return len(words) >= 30 and sum(word in _COMMON_ENGLISH for word in words) > len(words) / 5


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

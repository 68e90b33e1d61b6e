"""Ways from a report to the files and pages it speaks of."""

from __future__ import annotations

import os
from urllib.parse import quote

from sayso.model import Article, Span
from sayso.show.characters import printable
from sayso.show.verdicts import origin_at

FEW_WORDS = 8
"""Words of a text fragment that are given whole; of more, the first and the last four."""


def file_of(article: Article) -> str:
    """The file or address that an article was read from."""
    return (article.provenance.origin if article.provenance else None) or article.id


def uri(name: str) -> str:
    """A file's name or an address as a URI that can't be taken for anything else."""
    if is_address(name):
        return _quote(name, ":/?#[]@!$&'()*+,;=%~")
    path = name.replace("\\", "/")
    if path[1:3] == ":/":
        return "file:///" + path[:2] + _quote(path[2:])
    return "file:///" + _quote(path.lstrip("/")) if path.startswith("/") else _quote(path)


def _quote(text: str, safe: str = "/") -> str:
    """Percent-encoded; a lone surrogate, which has no encoding, becomes a question mark."""
    return quote(text, safe=safe, errors="replace")


def is_address(name: str | None) -> bool:
    """Whether a name is an address on the web."""
    return (name or "").lower().startswith(("https://", "http://"))


def href(original: Article, span: Span | None, folder: str | None) -> str:
    """Where an original lies, and its page, its time or its words."""
    name = original.url if original.url and is_address(original.url) else file_of(original)
    if folder is not None and name and not is_address(name):
        name = os.path.relpath(name, folder)
    origin = (origin_at(original, span[0]) if span else None) or ""
    base = uri(name).partition("#")[0]
    if origin.startswith("page="):
        return f"{base}#{_quote(origin, '=')}"
    if origin.startswith("t="):
        return f"{base}#{_quote(origin.partition(',')[0], '=')}"
    if span and (is_address(name) or origin.startswith("/")):
        return f"{base}#:~:text={fragment(original.text[slice(*span)])}"
    return base


def fragment(text: str) -> str:
    """Words as a browser looks for them in a page."""
    words = text.split()
    ends = [words] if len(words) <= FEW_WORDS else [words[:4], words[-4:]]
    return ",".join(quote(printable(" ".join(one)), safe="").replace("-", "%2D") for one in ends)

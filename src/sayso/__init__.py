"""sayso reads news articles, attributes every statement in them, and checks quotations against primary sources.

>>> import sayso
>>> article = sayso.read("page.html")
>>> for said in sayso.attribute(article):
...     print(said.speaker and said.speaker.name, said.type, article.words(said.content))

Importing this loads the records only; the stages are loaded when first used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from os import PathLike
from types import ModuleType
from typing import TYPE_CHECKING

from sayso.errors import MissingPart, Refused, SaysoError
from sayso.model import (
    Article,
    Attribution,
    Block,
    Checked,
    Findings,
    Note,
    Provenance,
    Quotation,
    Reject,
    Run,
    Speaker,
    SpokenFor,
    Turn,
    Verdict,
)

if TYPE_CHECKING:
    from sayso.corpus import Corpus

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Attribution",
    "Block",
    "Checked",
    "Corpus",
    "Findings",
    "MissingPart",
    "Note",
    "Provenance",
    "Quotation",
    "Refused",
    "Reject",
    "Run",
    "SaysoError",
    "Speaker",
    "SpokenFor",
    "Turn",
    "Verdict",
    "attribute",
    "check",
    "read",
    "resolve",
]


def read(source: str | PathLike[str] | bytes, *, id: str | None = None) -> Article:
    """Read one article: a saved page, plain text, or one JSON line, each packed with gzip or not.

    ``source`` is a path, ``"-"`` for standard input, or the bytes themselves; ``id`` is the article's
    id, the path where none is given.  Raises :class:`Refused` for what can't be read.
    """
    from sayso.read import read as read_article

    return read_article(source, id=id)


def attribute(article: Article) -> Findings:
    """The quotations of an article, and who is said to have said what in it; see :class:`Findings`.

    Each attribution has the speaker behind its source, as `resolve` finds them.
    """
    from sayso.attribute import attribute as attribute_article

    return resolve(attribute_article(article))


def resolve(found: Findings) -> Findings:
    """The findings, of whatever make, with a speaker behind each attribution, its kind and act, via and occasion."""
    from sayso.resolve import resolve as resolve_findings

    return resolve_findings(found)


def check(draft: Article | Findings, against: Article | Iterable[Article]) -> Checked:
    """What became of the words of a draft's quotations, held against primary sources; see :class:`Verdict`.

    ``against`` is one original or several, as `read` reads them; `sayso.check.Originals` of them is indexed once for
    many drafts.  Raises :class:`Refused` where there is nothing to check against.
    """
    from sayso.check import check as check_findings

    found = attribute(draft) if isinstance(draft, Article) else draft
    return check_findings(found, [against] if isinstance(against, Article) else against)


def __getattr__(name: str) -> object:
    """`Corpus` is loaded when first asked for, with SQLite."""
    if name != "Corpus":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sayso.corpus import Corpus

    return Corpus


class _Package(ModuleType):
    """This package.  A stage and its function share a name (house rule), and loading a subpackage sets it
    on its package: that must not put the module ``sayso.read`` in the place of the function."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in ("attribute", "check", "read", "resolve") and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def _as_html(record: Article | Findings) -> str:
    """What a notebook shows of an article or of what was found in it."""
    from sayso.show.html import fragment

    return fragment(record)


# Attached here, not in the model: a record need not know how it is shown.
for _shown in (Article, Findings):
    _shown._repr_html_ = _as_html  # type: ignore[union-attr]

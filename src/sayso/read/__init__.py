"""Reading: from a file, a page or a line of JSON to an :class:`~sayso.model.Article`.

Importing this loads nothing heavy; HTML and language tools are loaded when first needed.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sayso.errors import MissingPart, Refused
from sayso.model import Article, Findings, Note, Provenance, Reject, version
from sayso.read.article import Draft, Facts, finish
from sayso.read.encoding import decode
from sayso.read.folders import files
from sayso.read.jsonl import Taken, read_lines
from sayso.read.source import DOCUMENT_LIMIT, LIMIT, Kind, Source, digest, kind, opened, source_of
from sayso.read.text import lay_blocks

__all__ = ["read", "read_all", "read_found"]

_TAKEN: dict[Kind, str] = {
    "html": "a saved page", "json": "JSON lines", "text": "plain text", "markdown": "Markdown", "pdf": "a PDF",
    "docx": "a document of Word", "subtitles": "subtitles",
}  # fmt: skip


def read(source: str | os.PathLike[str] | bytes, *, id: str | None = None) -> Article:
    """Read one article.

    ``source`` is a path, ``"-"`` for standard input, or the bytes themselves; what it is is told from
    its content: a saved page, plain text, Markdown, subtitles, a PDF, a document of Word, or JSON with ``id``
    and ``text``, each packed with gzip or not.  ``id`` is the article's id; it is the path where none is given.

    Raises :class:`~sayso.errors.Refused` for what can't be read, with the reason and the mend, and
    :class:`~sayso.errors.MissingPart` where the library for a PDF or a document is not installed.
    """
    if isinstance(source, bytes):
        return _single(source_of("bytes", io.BytesIO(source)), id)
    with opened(source) as found:
        return _single(found, id)


def read_all(sources: Iterable[str | os.PathLike[str]]) -> Iterator[Article | Reject]:
    """Read all articles of several inputs, in order; JSON lines give an article a line, a folder one for each file.

    What can't be read gives a :class:`~sayso.model.Reject`, and the next is read.
    """
    yield from (one for one, _ in _read(sources, findings=False) if not isinstance(one, Findings))


def read_found(
    sources: Iterable[str | os.PathLike[str]],
) -> Iterator[tuple[Article | Findings | Reject, bytes | None]]:
    """As `read_all`, but a line that `attribute --json` printed gives its findings, unaltered; with each go the bytes
    that it was read from, where they are its own."""
    yield from _read(sources, findings=True)


def _read(
    sources: Iterable[str | os.PathLike[str]], findings: bool
) -> Iterator[tuple[Article | Findings | Reject, bytes | None]]:
    for one in (file for source in sources for file in files(source)):
        if isinstance(one, Refused):
            yield _reject(one), None
            continue
        try:
            with opened(one) as found:
                for taken, data in _taken(found, findings):
                    yield _reject(taken) if isinstance(taken, Refused) else taken, data
        except Refused as refused:
            yield _reject(refused), None
        except MissingPart as missing:
            reason, _, repair = str(missing).partition(": ")
            yield Reject("read", os.fspath(one), reason, repair), None


def _reject(refused: Refused) -> Reject:
    return Reject("read", refused.input, refused.reason, refused.repair)


def _single(source: Source, id: str | None) -> Article:
    found = _taken(source)
    one, _ = next(found, (None, None))
    if isinstance(one, Refused):
        raise one
    if not isinstance(one, Article):
        raise Refused(source.name, "holds no article", "check that the file was saved or sent whole")
    if next(found, None) is not None:
        raise Refused(source.name, "holds several articles", "read it with sayso.read.read_all")
    return one if id is None else replace(one, id=id)


def _taken(source: Source, findings: bool = False) -> Iterator[Taken]:
    what, doubtful = kind(source.head, source.suffix, source.name)
    if what == "json":
        yield from read_lines(source, version(), findings)
        return
    notes = (Note("taken-for", f"the name does not say what this is; it was read as {_TAKEN[what]}"),) * doubtful
    data = source.rest(DOCUMENT_LIMIT if what in ("pdf", "docx") else LIMIT)
    provenance = Provenance(source.name, None, digest(data), version())
    if what in ("pdf", "docx"):
        yield _document(source.name, what, data, notes, provenance), data
    else:
        decoded = decode(data, html=what == "html")
        yield _text(source.name, what, decoded.text, decoded.notes + notes, provenance), data


def _document(id: str, what: Kind, data: bytes, notes: tuple[Note, ...], provenance: Provenance) -> Article:
    if what == "pdf":
        from sayso.read.pdf import read_pdf

        return read_pdf(id, data, notes, provenance)
    from sayso.read.word import read_docx

    return read_docx(id, data, notes, provenance)


def _text(id: str, what: Kind, text: str, notes: tuple[Note, ...], provenance: Provenance) -> Article:
    if what == "html":
        from sayso.read.html import read_page

        return read_page(id, text, notes, provenance)
    if what == "markdown":
        from sayso.read.markdown import read_markdown

        return read_markdown(id, text, notes, provenance)
    if what == "subtitles":
        from sayso.read.subtitles import read_subtitles

        return read_subtitles(id, text, notes, provenance)
    return _plain(id, text, notes, provenance)


def _plain(id: str, text: str, notes: tuple[Note, ...], provenance: Provenance) -> Article:
    laid = lay_blocks(text)
    if not laid.blocks:
        raise Refused(provenance.origin, "is empty", "check that the file was saved or sent whole")
    return finish(
        id, Draft(text, laid.blocks, notes + laid.notes), Facts(title=laid.title, bylines=laid.bylines), provenance
    )

"""The corpus: one file of articles, what was found in them, and what was refused."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from sayso.corpus import export, load, lookup, outlets, search
from sayso.corpus.faults import told
from sayso.corpus.outlets import Outlet
from sayso.corpus.schema import connect, transaction
from sayso.corpus.store import Outcome, holds, store, store_article, store_reject
from sayso.model import Article, Findings, Reject, Run, Span

Item = Article | Findings | Reject
_CANNOT_BE_KEPT = (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError, OverflowError)
"""What is raised for a value of a kind that its column does not take."""


class Hit(NamedTuple):
    """A place where words that were searched for stand."""

    article: Article
    span: Span


@dataclass(slots=True)
class Added:
    """What became of what was added."""

    articles: int = 0
    versions: int = 0
    """Other texts of articles that were in."""
    findings: int = 0
    """Articles that were in, read by another make."""
    known: int = 0
    refused: list[Reject] = field(default_factory=list)

    def count(self, outcome: Outcome) -> None:
        """Count one more."""
        name = {"article": "articles", "version": "versions"}.get(outcome, outcome)
        setattr(self, name, getattr(self, name) + 1)


class Corpus:
    """A corpus file, made where there is none.

    >>> with sayso.Corpus("bridge.db") as corpus:
    ...     corpus.add(sayso.read(page) for page in pages)
    ...     corpus.search("the bridge")

    It may be read while another process adds to it.  ``wait`` is how many seconds to wait for another that writes.
    Raises `SaysoError` for a file that is no corpus, is damaged, or was made by a newer sayso.
    """

    def __init__(self, path: str | os.PathLike[str], *, create: bool = True, wait: float = 30.0) -> None:
        self.path = os.fspath(path)
        self._db = connect(self.path, create, wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        """How many articles there are."""
        with self._told():
            return int(self._db.execute("SELECT count(*) FROM articles").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(self, items: Item | Iterable[Item]) -> Added:
        """Add articles, which are attributed unless they are in with findings of the same make; findings, which are
        kept as they are; and rejects.

        Each is in whole or not at all whenever this is stopped, and the same again adds nothing.
        """
        from sayso.attribute import attribute_all
        from sayso.resolve import resolve

        added = Added()
        given = [items] if isinstance(items, Item) else items
        for found in attribute_all(self._to_attribute(given, added)):
            self._keep(resolve(found), added)
        return added

    def _to_attribute(self, items: Iterable[Item], added: Added) -> Iterator[Article]:
        """The articles of which no findings are in; all else is added on the way."""
        for item in items:
            if isinstance(item, Findings):
                self._keep(item, added)
            elif isinstance(item, Reject):
                self._refuse(item, added)
            elif self._known(item):
                added.count("known")
            else:
                yield item

    def _known(self, article: Article) -> bool:
        from sayso.attribute import run_of
        from sayso.resolve import runs_of

        with self._told():
            if not holds(self._db, article, (run_of(article), *runs_of(article))):
                return False
            store_article(self._db, article)
        return True

    def _keep(self, found: Findings, added: Added) -> None:
        try:
            with self._told():
                added.count(store(self._db, found))
        except _CANNOT_BE_KEPT as error:
            repair = "give a line as `attribute --json` prints it, or the article itself"
            self._refuse(Reject("corpus", found.article.id, f"is no record that can be kept ({error})", repair), added)

    def _refuse(self, reject: Reject, added: Added) -> None:
        with self._told():
            store_reject(self._db, reject)
        added.refused.append(reject)

    def keep_raw(self, data: bytes) -> None:
        """Keep the bytes that an article was read from, by their digest, which its provenance has."""
        with self._told(), transaction(self._db):
            values = (sha256(data).hexdigest(), data)
            self._db.execute("INSERT OR IGNORE INTO raw (digest, bytes) VALUES (?, ?)", values)

    def raw(self, article: Article) -> bytes | None:
        """The bytes that an article was read from, if they were kept."""
        digest = article.provenance.digest if article.provenance else None
        with self._told():
            row = self._db.execute("SELECT bytes FROM raw WHERE digest = ?", (digest,)).fetchone()
        return bytes(row["bytes"]) if row else None

    def articles(self) -> Iterator[Article]:
        """The newest version of each article, by their ids."""
        for version in self._versions():
            with self._told():
                article = load.article(self._db, version)
            yield article

    def versions(self, id: str) -> list[Article]:
        """All versions of an article, the newest last."""
        with self._told():
            return lookup.versions(self._db, id)

    def findings(self, id: str) -> Findings:
        """An article, by its id or its address, with what was found in it by the newest run.

        Raises `SaysoError` where there is none, and where articles at several addresses have this id.
        """
        with self._told():
            return load.findings(self._db, lookup.version(self._db, id, self.path))

    def all_findings(self) -> Iterator[Findings]:
        """The newest version of each article with its newest findings, by their ids."""
        for version in self._versions():
            with self._told():
                found = load.findings(self._db, version)
            yield found

    def _versions(self) -> list[int]:
        with self._told():
            return lookup.newest(self._db)

    def search(self, text: str) -> list[Hit]:
        """Where words stand in the newest versions, whatever their case, by the articles' ids."""
        with self._told():
            found = [(load.article(self._db, number), spans) for number, spans in search.find(self._db, text)]
        return [Hit(article, span) for article, spans in found for span in spans]

    def outlets(self) -> list[Outlet]:
        """What is known of outlets, by name."""
        with self._told():
            return outlets.kept(self._db)

    def add_outlets(self, given: Iterable[Outlet]) -> int:
        """Put in what is known of outlets, in the place of what was; returns how many they are."""
        with self._told():
            return outlets.put(self._db, given)

    def unknown_outlets(self) -> list[str]:
        """The outlets of articles that nothing is known of, by name."""
        with self._told():
            return outlets.unknown(self._db)

    def rejects(self) -> list[Reject]:
        """What was refused and has not been mended since."""
        with self._told():
            rows = self._db.execute("SELECT stage, input, reason, repair FROM rejects ORDER BY input, stage, reason")
            return [Reject(*row) for row in rows]

    def runs(self) -> list[Run]:
        """All runs behind findings, each with the time of its last, the oldest first."""
        with self._told():
            rows = self._db.execute(
                "SELECT r.id, r.stage, r.made_by, r.options, max(m.at) AS at FROM runs AS r"
                " JOIN made AS m ON m.run = r.number GROUP BY r.number ORDER BY at, r.stage, r.id"
            )
            return [load.run(row) for row in rows]

    def export(self, to: str, folder: str | os.PathLike[str]) -> list[Path]:
        """Write what is in to files of a form, one of `export.FORMS`, in a folder; returns their names."""
        with self._told(), transaction(self._db, "DEFERRED"):
            if to == "parquet":
                return export.parquet(self._db, Path(folder))
            return [export.lines(self.all_findings(), to, Path(folder))]

    def _told(self) -> AbstractContextManager[None]:
        return told(self.path)

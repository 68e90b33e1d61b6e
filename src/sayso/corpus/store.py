"""Putting articles and what was found in them into a corpus: each in one transaction, and each once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Literal

from sayso.corpus import load, rows
from sayso.corpus.dates import dated, moment, newness
from sayso.corpus.keys import article_key, fingerprint, make, preference
from sayso.corpus.rows import insert, update, whole
from sayso.corpus.schema import transaction
from sayso.model import Article, Findings, Note, Reject, Run

Outcome = Literal["article", "version", "findings", "known"]
"""What adding added: an article, another version of one, what another make found in it, or nothing."""


def store(db: sqlite3.Connection, found: Findings) -> Outcome:
    """Put findings in, with their article, unless they are in."""
    with transaction(db):
        version, outcome = _put_article(db, found.article)
        if _put_findings(db, version, found) and outcome == "known":
            outcome = "findings"
        _choose_findings(db, version)
    return outcome


def store_article(db: sqlite3.Connection, article: Article) -> None:
    """Put in what an article that is in says of itself, where it says more than the one that is in."""
    with transaction(db):
        _put_article(db, article)


def holds(db: sqlite3.Connection, article: Article, runs: Iterable[Run]) -> bool:
    """Whether an article is in with findings of the same make."""
    found = db.execute(
        "SELECT 1 FROM articles AS a JOIN versions AS v ON v.article = a.number JOIN findings AS f"
        " ON f.version = v.number WHERE a.key = ? AND v.digest = ? AND f.make = ?",
        (article_key(article), article.digest, make(runs)),
    )
    return found.fetchone() is not None


def store_reject(db: sqlite3.Connection, reject: Reject) -> None:
    """Put in that an input was refused."""
    values = tuple(map(whole, (reject.stage, reject.input, reject.reason, reject.repair)))
    with transaction(db):
        db.execute("INSERT OR IGNORE INTO rejects (stage, input, reason, repair) VALUES (?, ?, ?, ?)", values)


def _put_article(db: sqlite3.Connection, given: Article) -> tuple[int, Outcome]:
    """The number of an article's version, and whether it, or the article, is new."""
    article, notes = dated(given)
    _forget_rejects(db, article)
    key = article_key(article)
    known = db.execute("SELECT number FROM articles WHERE key = ?", (key,)).fetchone()
    if known is None:
        insert(db, "articles", [{"key": key}])
    of = known["number"] if known else _last(db)
    found = db.execute("SELECT number FROM versions WHERE article = ? AND digest = ?", (of, article.digest)).fetchone()
    if found is None:
        text = {"article": of, "digest": article.digest, "text": article.text}
        insert(db, "versions", [{**text, **rows.version_row(article)}])
        version = _last(db)
    else:
        version = found["number"]
        if preference(article) >= preference(load.article(db, version)):
            return version, "known"
        _clear(db, version, rows.version_row(article))
    _fill(db, version, article, notes)
    _choose_version(db, of)
    return version, "known" if found else "version" if known else "article"


def _clear(db: sqlite3.Connection, version: int, about: rows.Row) -> None:
    """Make room for another record of the same text."""
    update(db, "versions", version, about)
    for table in ("blocks", "turns"):
        db.execute(f"DELETE FROM {table} WHERE version = ?", (version,))
    db.execute("DELETE FROM notes WHERE version = ? AND findings IS NULL", (version,))


def _fill(db: sqlite3.Connection, version: int, article: Article, notes: Iterable[Note]) -> None:
    insert(db, "blocks", rows.block_rows(version, article.blocks))
    insert(db, "turns", rows.turn_rows(version, article.turns))
    insert(db, "notes", rows.note_rows(version, None, "read", article.notes))
    insert(db, "notes", rows.note_rows(version, None, "corpus", notes))


def _choose_version(db: sqlite3.Connection, article: int) -> None:
    """Make the newest version the article's."""
    versions = [row["number"] for row in db.execute("SELECT number FROM versions WHERE article = ?", (article,))]
    newest = versions[0] if len(versions) == 1 else max(versions, key=lambda one: newness(load.article(db, one)))
    db.execute("UPDATE articles SET version = ? WHERE number = ? AND version IS NOT ?", (newest, article, newest))


def _forget_rejects(db: sqlite3.Connection, article: Article) -> None:
    """An input that is read now was mended."""
    source = article.provenance
    if source:
        names = (whole(source.origin), whole(f"{source.origin}:{source.offset}"))
        db.execute("DELETE FROM rejects WHERE stage = 'read' AND input IN (?, ?)", names)


def _put_findings(db: sqlite3.Connection, version: int, found: Findings) -> bool:
    """Whether the findings are new; of the same ones the times of the earlier are kept."""
    print_ = fingerprint(found)
    at = max((moment(run.at) for run in found.runs), default="")
    known = db.execute(
        "SELECT number, at FROM findings WHERE version = ? AND fingerprint = ?", (version, print_)
    ).fetchone()
    if known:
        if at < known["at"]:
            update(db, "findings", known["number"], {"at": at})
            db.execute("DELETE FROM made WHERE findings = ?", (known["number"],))
            _put_runs(db, known["number"], found.runs)
        return False
    not_heard = rows.dumped(found.not_heard)
    row = {"version": version, "make": make(found.runs), "fingerprint": print_, "at": at, "not_heard": not_heard}
    insert(db, "findings", [row])
    number = _last(db)
    insert(db, "notes", rows.note_rows(version, number, "attribute", found.notes))
    insert(db, "quotations", rows.quotation_rows(number, found.quotations))
    insert(db, "attributions", rows.attribution_rows(number, found.attributions))
    _put_speakers(db, number, found)
    _put_runs(db, number, found.runs)
    return True


def _put_speakers(db: sqlite3.Connection, findings: int, found: Findings) -> None:
    for position, speaker in enumerate(found.speakers):
        insert(db, "speakers", [rows.speaker_row(findings, position, speaker)])
        insert(db, "mentions", rows.mention_rows(_last(db), speaker))


def _last(db: sqlite3.Connection) -> int:
    """The number of the row put in last."""
    return int(db.execute("SELECT last_insert_rowid()").fetchone()[0])


def _put_runs(db: sqlite3.Connection, findings: int, runs: Iterable[Run]) -> None:
    for position, run in enumerate(runs):
        values = (run.id, run.stage, run.made_by, rows.dumped(dict(sorted(run.options.items()))))
        db.execute("INSERT OR IGNORE INTO runs (id, stage, made_by, options) VALUES (?, ?, ?, ?)", values)
        (known,) = db.execute(
            "SELECT number FROM runs WHERE id = ? AND stage = ? AND made_by = ? AND options = ?", values
        )
        insert(db, "made", [{"findings": findings, "position": position, "run": known["number"], "at": run.at}])


def _choose_findings(db: sqlite3.Connection, version: int) -> None:
    """Make the newest findings the version's."""
    (newest,) = db.execute(
        "SELECT number FROM findings WHERE version = ? ORDER BY at DESC, make DESC, fingerprint DESC LIMIT 1",
        (version,),
    )
    db.execute(
        "UPDATE versions SET findings = ? WHERE number = ? AND findings IS NOT ?",
        (newest["number"], version, newest["number"]),
    )

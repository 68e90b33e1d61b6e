"""The corpus file: what is put in comes out, once, in any order, whatever happens meanwhile."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from notation import STORY, findings
from sayso.corpus import Corpus, Outlet, keys, schema
from sayso.corpus.dates import moment, possible
from sayso.errors import MissingPart, Refused, SaysoError
from sayso.model import (
    Article,
    Findings,
    Mention,
    Note,
    Provenance,
    Quotation,
    Reject,
    Run,
    Speaker,
    SpokenFor,
    Turn,
    Unnamed,
    Words,
    digest,
    findings_from_json,
    findings_to_json,
)

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.html"))
URL = "https://lido.example/2034/lido"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lido.db"


def story(name: str = "lido.html", text: str = STORY, **about: object) -> Findings:
    return findings(text, name=name, **{"published": "2034-05-02", **about})


def full() -> Findings:
    """Findings in which every field of every record holds something."""
    found = story(
        outlet="The Mere Post",
        url=URL,
        title="Lido to stay shut",
        bylines=("Mia Torrance",),
        updated="2034-05-03T10:00Z",
        retrieved="2034-06",
        language="en",
        notes=(Note("taken-for", "it was read as text", (0, 3)),),
        provenance=Provenance("lido.html", 3, "d1g", "sayso 0.1"),
        turns=(Turn((5, 9), "MS. BRINK", (0, 4)), Turn((9, 12), None)),
    )
    first = found.attributions[0]
    who = SpokenFor("s1", "Ada Brink", Words("leader", (3, 9)), "named_person", (10, 19), 0.75, Words("Mere", (1, 5)))
    said = (replace(first, speaker=who, via=((1, 4), (6, 8)), occasion=((2, 3),), act="said"), *found.attributions[1:])
    unnamed = Unnamed(Words("two", (0, 3)), None, Words("afraid", (4, 8)))
    speakers = (
        Speaker(
            "s1", "lido.html", "Ada Brink", (Words("leader", (3, 9)),), "named_person", (Mention((10, 19), "name"),)
        ),
        Speaker("s2", "lido.html", None, (), "unnamed", (), unnamed),
    )
    run = Run(
        "r2", "resolve", "by hand 2", {"thresholds": (0.5, (1, 2)), "deep": {"a": None}}, "2034-05-04T00:00+00:00"
    )
    notes = (Note("direct-only", "no model"), Note("unbalanced-marks", "odd", (3, 4)))
    return replace(
        found,
        attributions=said,
        speakers=speakers,
        notes=notes,
        runs=(*found.runs, run),
        not_heard=(Words("M", (2, 3)),),
    )


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, with what they refer to by its own name in the place of its number."""
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    names: dict[tuple[str, int], object] = {}
    tables = {}
    for table in schema.TABLES:
        made = []
        for row in db.execute(f"SELECT * FROM {table}"):
            values = dict(row)
            number = values.pop("number", None)
            for column in ("article", "version", "findings", "run", "speaker"):
                if isinstance(values.get(column), int):
                    values[column] = names.get((column, values[column]), ("later", table))
            kind = {"articles": "article", "versions": "version", "runs": "run", "speakers": "speaker"}.get(
                table, table
            )
            natural = {
                "article": ("key",),
                "version": ("article", "digest"),
                "findings": ("version", "fingerprint"),
                "run": ("id", "made_by"),
                "speaker": ("findings", "position"),
            }.get(kind, ())
            names[kind, number] = tuple(values[column] for column in natural)
            made.append(tuple(values.items()))
        tables[table] = sorted(made, key=repr)
    newest = "FROM articles a JOIN versions v ON v.number = a.version LEFT JOIN findings f ON f.number = v.findings"
    tables["newest"] = sorted(map(tuple, db.execute(f"SELECT a.key, v.digest, f.fingerprint {newest}")))
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    db.close()
    return tables


def corpus_of(path: Path, items: Iterable[Any]) -> dict[str, list[tuple[Any, ...]]]:
    with Corpus(path) as corpus:
        corpus.add(items)
    return content(path)


# What comes out


@pytest.mark.parametrize(
    "found", [full(), story(), story("x", "No one spoke.", published=None)], ids=["full", "story", "bare"]
)
def test_findings_come_back_equal(path: Path, found: Findings) -> None:
    with Corpus(path) as corpus:
        corpus.add(found)
    with Corpus(path, create=False) as corpus:
        assert corpus.findings(found.article.id) == found
        assert list(corpus.articles()) == [found.article]


def test_lines_come_back_equal(path: Path) -> None:
    line = json.loads(json.dumps(findings_to_json(full())))
    with Corpus(path) as corpus:
        corpus.add(findings_from_json(line))
        assert corpus.findings("lido.html") == findings_from_json(line)
        assert json.loads(json.dumps(findings_to_json(corpus.findings(URL)))) == line


def test_articles_are_attributed_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [sayso.read(page) for page in EXAMPLES]
    with sayso.Corpus(path) as corpus:
        assert corpus.add(articles).articles == len(articles)
        found = [sayso.attribute(article) for article in articles]
        for one in found:
            kept = corpus.findings(one.article.id)
            assert [run.id for run in kept.runs] == [run.id for run in one.runs]
            assert replace(kept, runs=()) == replace(one, runs=())
        assert corpus.add(found).known == len(articles)
        monkeypatch.setattr(sys.modules["sayso.attribute"], "_batch", lambda articles: [1 / 0] if articles else [])
        assert corpus.add(articles).known == len(articles)


def test_half_characters_and_nul(path: Path) -> None:
    text = "A\ud800 “b\0c” é " + "x" * 9
    article = Article("odd\udfff", digest(text), text, url="https://x.example/\udc00?a=\udc01", published="2034")
    with Corpus(path) as corpus:
        assert corpus.add([Findings(article, (), (), ())] * 2).articles == 1
        kept = corpus.findings("odd\udfff").article
        assert kept.text == text.replace("\ud800", "\ufffd")
        assert [hit.span for hit in corpus.search("b\0c")] == [(4, 7)]
        assert corpus.findings(article.url or "").article == kept


# The same, versions, and order


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        (story(), story(), (1, 0, 0, 1)),
        (story(), story(text=STORY + " More."), (1, 1, 0, 0)),
        (story(), story("other.html"), (2, 0, 0, 0)),
        (story("a", url=URL), story("b", url=URL + "/?utm_source=x#top"), (1, 0, 0, 1)),
        (story("a", url=URL), story("a", url=URL + "-2"), (2, 0, 0, 0)),
        (story("a", url=URL), story("b", url=URL, text=STORY + " More."), (1, 1, 0, 0)),
        (story(), replace(story(), runs=(Run("n", "attribute", "newer", {}, "2035"),)), (1, 0, 1, 0)),
        (story(), replace(story(), runs=(Run("r", "attribute", "by hand", {}, "2035"),)), (1, 0, 0, 1)),
    ],
    ids=["same", "text", "id", "url", "urls", "version", "make", "time"],
)
def test_counts(path: Path, first: Findings, second: Findings, counts: tuple[int, int, int, int]) -> None:
    with Corpus(path) as corpus:
        added = corpus.add([first, second])
        assert (added.articles, added.versions, added.findings, added.known) == counts
        assert len(corpus) == added.articles
        again = corpus.add([second, first])
        assert (again.articles, again.versions, again.findings, again.known) == (0, 0, 0, 2)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ({"published": "2034-05-02"}, {"published": "2034-05-03"}),
        ({"published": "2034-05-03"}, {"published": "2034-05-02", "updated": "2034-05-04"}),
        ({"retrieved": "2034-05-02T11:00Z"}, {"retrieved": "2034-05-02T12:00Z"}),
        ({"updated": "2034-05-02T11:30+02:00"}, {"updated": "2034-05-02T10:00Z"}),
        ({"published": None}, {"published": "2034"}),
        ({"published": "2034-13-40"}, {"published": "2033"}),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_newest_version_is_shown(path: Path, older: dict[str, str], newer: dict[str, str], turned: bool) -> None:
    versions = [story(text=STORY + " Old."), story(text=STORY + " New.")]
    old, new = (
        replace(one, article=replace(one.article, **about)) for one, about in zip(versions, (older, newer), strict=True)
    )
    with Corpus(path) as corpus:
        corpus.add([new, old] if turned else [old, new])
        assert [one.text[-4:] for one in corpus.articles()] == ["New."]
        assert [one.text[-4:] for one in corpus.versions("lido.html")] == ["Old.", "New."]
        assert [hit.article.text[-4:] for hit in corpus.search("lido would")] == ["New."]
        assert corpus.findings("lido.html") == new


MANY: list[Any] = [
    full(),
    story("a.html", url=URL),  # says less of the same text at the same address
    story("b.html", url=URL, text=STORY + " More.", updated="2034-05-09"),
    story("c.html"),
    replace(story("c.html"), runs=(Run("n", "attribute", "newer", {}, "2035-01-01"),)),
    replace(story("c.html"), runs=(Run("r", "attribute", "by hand", {}, "2031"),)),
    replace(story("c.html"), attributions=story().attributions[:2]),
    story("c.html", text=STORY + " More.", published="not a date"),
    story("d.html", published=None, provenance=Provenance("d.html")),
    Reject("read", "e.png", "is an image", "read it"),
    Reject("read", "f.png", "is an image", "read it"),
]


@settings(max_examples=25)
@given(order=st.permutations(range(len(MANY))), again=st.lists(st.integers(0, len(MANY) - 1), max_size=4))
def test_any_order_gives_the_same(tmp_path_factory: pytest.TempPathFactory, order: list[int], again: list[int]) -> None:
    folder = tmp_path_factory.mktemp("order")
    plain = corpus_of(folder / "plain.db", MANY)
    assert corpus_of(folder / "other.db", [MANY[n] for n in order + again]) == plain


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Lido.example/a/", "https://lido.example/a"),
        ("https://lido.example/a?b=1&utm_medium=x&fbclid=y#c", "https://lido.example/a?b=1"),
        ("https://lido.example/#!/a", "https://lido.example#!/a"),
        ("https://lido.example/", None),
        ("https://lido.example", None),
        ("", None),
        ("  ", None),
        ("article 7", "article 7"),
        ("https://[broken/a", "https://[broken/a"),
    ],
)
def test_addresses(url: str, key: str | None) -> None:
    assert keys.address(url) == key


def test_an_id_at_several_addresses(path: Path) -> None:
    with Corpus(path) as corpus:
        corpus.add([story("1", url=URL), story("1", url=URL + "-2")])
        assert corpus.findings(URL).article.url == URL
        with pytest.raises(SaysoError, match="several articles have the id '1'; give the address"):
            corpus.findings("1")
        with pytest.raises(SaysoError, match="holds no article '2'"):
            corpus.findings("2")


def test_ids_of_findings_do_not_hang_on_the_make(path: Path) -> None:
    newer = replace(story(), runs=(Run("n", "attribute", "newer", {}, "2035"),))
    with Corpus(path) as corpus:
        corpus.add([story(), newer])
        assert {a.id for a in corpus.findings("lido.html")} == {a.id for a in story()}
        assert corpus.findings("lido.html").runs == newer.runs
        assert [run.made_by for run in corpus.runs()] == ["by hand", "newer"]


# Dates


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2034", "2034"),
        ("2034-05", "2034-05"),
        ("2034-05-02T10:00:30.5+02:00", "2034-05-02T10:00:30.5+02:00"),
        ("Tue, 02 May 2034 10:00:00 +0200", "2034-05-02T10:00+02:00"),
        ("2034-02-30", None),
        ("2034-05-02T25:00", "2034-05-02"),
        ("yesterday", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_possible_dates(given: object, kept: str | None) -> None:
    assert possible(given) == kept


def test_impossible_and_missing_dates_are_noted(path: Path) -> None:
    with Corpus(path) as corpus:
        corpus.add([story("a", published="2034-02-30"), story("b", published=None), story("c")])
        assert [one.published for one in corpus.articles()] == [None, None, "2034-05-02"]
    with sqlite3.connect(path) as db:
        notes = db.execute(
            "SELECT v.id, n.code FROM notes n JOIN versions v ON v.number = n.version WHERE stage = 'corpus'"
        )
        assert sorted(notes) == [("a", "impossible-date"), ("b", "no-date")]


@given(st.text(max_size=30) | st.dates().map(str) | st.datetimes(timezones=st.timezones()).map(lambda d: d.isoformat()))
def test_every_date_can_be_compared(value: str) -> None:
    assert isinstance(moment(possible(value)), str)


# Search


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("lido would", ["lido would"]),
        ("LIDO WOULD", ["lido would"]),
        ("do", ["do", "do"]),
        ("泳池", ["泳池"]),
        ("泳池は閉", ["泳池は閉"]),
        ("БАССЕЙН", ["бассейн"]),
        ("“Nobody", ["“Nobody"]),
        ('"temporary"', ['"temporary"']),
        ("%", ["%"]),
        ("a' OR '1'='1", []),
        ('x" OR "lido', []),
        ("lido NEAR would", []),
        ("text: lido", []),
        ("lido*", []),
        ("", []),
        (" \n ", []),
    ],
)
def test_search(path: Path, words: str, places: list[str]) -> None:
    with Corpus(path) as corpus:
        corpus.add(story(text=STORY + " 泳池は閉 бассейн 5%"))
        assert [article.words(span) for article, span in corpus.search(words)] == places


@given(st.text(max_size=12))
def test_search_takes_anything(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    path = tmp_path_factory.getbasetemp() / "search.db"
    with Corpus(path) as corpus:
        if not len(corpus):
            corpus.add(story())
        assert isinstance(corpus.search(words), list)


# Files that are none, and trouble on the way


def test_a_reject_is_kept_until_it_is_mended(path: Path) -> None:
    reject = Reject("read", "lido.html", "is empty", "save it anew")
    with Corpus(path) as corpus:
        assert corpus.add([reject, reject]).refused == [reject, reject]
        assert corpus.rejects() == [reject]
        corpus.add(story(provenance=Provenance("lido.html")))
        assert corpus.rejects() == []


def test_what_is_no_record_is_refused_and_the_next_is_added(path: Path) -> None:
    broken = replace(story("bad"), quotations=(Quotation("q", "bad", ((0, 1),), None, "speech"),))  # type: ignore[arg-type]
    typed = replace(story("bad"), article=replace(story("bad").article, title={"a": 1}))  # type: ignore[arg-type]
    with Corpus(path) as corpus:
        added = corpus.add([broken, typed, story("good")])
        assert [one.input for one in added.refused] == ["bad", "bad"]
        assert [one.id for one in corpus.articles()] == ["good"]


def other_database(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()


def newer(path: Path) -> None:
    corpus_of(path, [story()])
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


def half(path: Path) -> None:
    corpus_of(path, [story()])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_text("A text. " * 2000), "is no corpus"),
        (lambda path: path.write_bytes(b"\x89PNG"), "is no corpus"),
        (lambda path: path.mkdir(), "can't be opened"),
        (other_database, "is a database, but no corpus"),
        (newer, r"made by a newer sayso \(its schema is 99, this one knows up to 1\); update"),
        (half, "is damaged or only part of a corpus"),
    ],
    ids=["text", "picture", "folder", "database", "newer", "half"],
)
def test_files_that_are_no_corpus(path: Path, make: Any, said: str) -> None:
    make(path)
    before = path.is_file() and path.read_bytes()
    with pytest.raises(SaysoError, match=said), Corpus(path) as corpus:
        corpus.add(story("b"))
    assert (path.is_file() and path.read_bytes()) == before


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(SaysoError, match="no such corpus"):
        Corpus(tmp_path / "a.db", create=False)
    with pytest.raises(SaysoError, match="can't be opened"):
        Corpus(tmp_path / "no folder" / "a.db")
    (tmp_path / "empty.db").touch()  # killed before anything was written
    assert corpus_of(tmp_path / "empty.db", [story()])["articles"]


def test_an_older_file_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus_of(path, [story()])
    step = "ALTER TABLE outlets ADD COLUMN city TEXT;\nCREATE TABLE more (x TEXT);\n"
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    for _ in range(2):
        with Corpus(path) as corpus:
            assert corpus.findings("lido.html") == story()
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert db.execute("SELECT city FROM outlets").fetchall() == []


def test_a_migration_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = corpus_of(path, [story()])
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE more (x TEXT);\nDROP TABLE none;\n"))
    with pytest.raises(sqlite3.OperationalError):
        Corpus(path)
    assert content(path) == before


def test_a_full_disk(path: Path) -> None:
    with Corpus(path) as corpus:
        corpus.add(story())
        before = content(path)
        pages = corpus._db.execute("PRAGMA page_count").fetchone()[0]
        corpus._db.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(SaysoError, match="disk is full; free some space"):
            corpus.add(story("long", STORY + " So be it." * 9000))
        assert content(path) == before
        corpus._db.execute("PRAGMA max_page_count = 100000")
        assert corpus.add(story("long", STORY + " So be it." * 9000)).articles == 1


def test_a_second_writer_says_so_and_a_reader_reads(path: Path) -> None:
    with Corpus(path) as writer, Corpus(path, wait=0.05) as other:
        writer.add(story())
        with schema.transaction(writer._db):
            writer._db.execute("INSERT INTO outlets (name) VALUES ('x')")
            assert other.findings("lido.html") == story()
            assert other.outlets() == []
            with pytest.raises(SaysoError, match="another process is writing to it; wait"):
                other.add(story("b"))
        assert other.add(story("b")).articles == 1


def test_adding_while_what_is_in_is_read(path: Path) -> None:
    with Corpus(path) as corpus:
        corpus.add(story(str(n)) for n in range(3))
        for one in corpus.all_findings():
            corpus.add(replace(one, runs=(Run("n", "attribute", "newer", {}, "2035"),)))
        assert {one.runs[0].made_by for one in corpus.all_findings()} == {"newer"}


def lines(folder: Path, count: int) -> Path:
    """A file of findings of so many articles, some of them versions of others."""
    file = folder / "said.jsonl"
    found = (
        story(f"{n % (count - 9)}.html", STORY + f" The end {n}." * (n % 40), updated=f"2034-06-{n % 28 + 1:02}")
        for n in range(count)
    )
    file.write_text("".join(json.dumps(findings_to_json(one)) + "\n" for one in found), "utf-8")
    return file


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "sayso", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def killed_and_resumed(folder: Path, inputs: list[str], longest: float, kills: int) -> tuple[int, Path]:
    """How many of so many runs of ``add`` were killed before their end, and the corpus that the last one left."""
    chance, killed = random.Random(kills), 0
    for number in range(kills):
        running = started(folder, "add", *inputs, "--corpus", "killed.db")
        time.sleep(chance.uniform(0, longest))
        os.kill(running.pid, signal.SIGKILL)
        killed += running.wait() == -signal.SIGKILL
        running.communicate()
        if number % 3 == 2 and (folder / "killed.db").exists():  # what a reader sees then is whole
            content(folder / "killed.db")
    last = started(folder, "add", *inputs, "--corpus", "killed.db")
    _, errors = last.communicate()
    assert last.returncode == 0, errors
    return killed, folder / "killed.db"


@pytest.mark.parametrize(("count", "kills"), [(150, 4), pytest.param(1000, 30, marks=pytest.mark.slow)])
def test_killed_at_any_moment_and_resumed(tmp_path: Path, count: int, kills: int) -> None:
    file = lines(tmp_path, count)
    before = time.monotonic()
    started(tmp_path, "add", file.name, "--corpus", "plain.db").communicate()
    longest = time.monotonic() - before
    killed, path = killed_and_resumed(tmp_path, [file.name], longest * 0.9, kills)
    assert killed
    assert content(path) == content(tmp_path / "plain.db")


@pytest.mark.slow
def test_killed_while_attributing(tmp_path: Path) -> None:
    """The findings are the same; only the times of the runs differ."""
    inputs = [str(page) for page in EXAMPLES]
    started(tmp_path, "add", *inputs, "--corpus", "plain.db").communicate()
    killed, path = killed_and_resumed(tmp_path, inputs, 2.0, 12)
    assert killed
    with Corpus(path) as one, Corpus(tmp_path / "plain.db") as other:
        found = [[replace(f, runs=()) for f in corpus.all_findings()] for corpus in (one, other)]
    assert found[0] == found[1]


def test_two_at_once(tmp_path: Path) -> None:
    file = lines(tmp_path, 60)
    running = [started(tmp_path, "add", file.name, "--corpus", "two.db") for _ in range(2)]
    for one in running:
        _, errors = one.communicate()
        assert (one.returncode, errors) == (0, "")
    started(tmp_path, "add", file.name, "--corpus", "one.db").communicate()
    assert content(tmp_path / "two.db") == content(tmp_path / "one.db")


# Outlets


@pytest.mark.parametrize(
    ("table", "outlets", "refused"),
    [
        ("name,country,owner_class\nPost,AB,party\n", [Outlet("Post", "AB", "party")], 0),
        ("\ufeffOutlet;Owner class\nPost;state-run\n\n;\n", [Outlet("Post", None, "state-run")], 0),
        ("country\tname\textra\nAB\tPost, The\tx\n", [Outlet("Post, The", "AB")], 0),
        ("name,country\nPost,AB\n,CD\nPost,EF\n", [Outlet("Post", "AB")], 2),
        ("name\n", [], 0),
        ("publisher\nPost\n", None, 0),
        ("", None, 0),
    ],
)
def test_tables_of_outlets(path: Path, table: str, outlets: list[Outlet] | None, refused: int) -> None:
    from sayso.corpus.outlets import outlets_of

    if outlets is None:
        with pytest.raises(Refused, match="first line is name,country,owner_class"):
            list(outlets_of(table, "t.csv"))
        return
    given = list(outlets_of(table, "t.csv"))
    assert [one for one in given if isinstance(one, Outlet)] == outlets
    assert len(given) - len(outlets) == refused
    with Corpus(path) as corpus:
        corpus.add_outlets([Outlet("Post", "ZZ")])
        corpus.add_outlets(outlets)
        kept = {"Post": Outlet("Post", "ZZ")} | {one.name: one for one in outlets}
        assert corpus.outlets() == sorted(kept.values(), key=lambda one: one.name)


# Other forms


@pytest.fixture
def exported(path: Path) -> Iterator[Corpus]:
    with Corpus(path) as corpus:
        corpus.add([story("b.html", outlet="=Post"), full()])
        corpus.keep_raw(b"<p>")
        yield corpus


def test_json_lines_go_out_and_come_in(exported: Corpus, tmp_path: Path) -> None:
    (file,) = exported.export("jsonl", tmp_path / "out")
    found = [findings_from_json(json.loads(line)) for line in file.read_text("utf-8").splitlines()]
    assert [one.article.id for one in found] == ["b.html", "lido.html"]
    with Corpus(tmp_path / "other.db") as other:
        other.add(found)
        (again,) = other.export("jsonl", tmp_path / "again")
    assert again.read_bytes() == file.read_bytes()
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["said.jsonl"]


def test_csv(exported: Corpus, tmp_path: Path) -> None:
    (file,) = exported.export("csv", tmp_path)
    rows = list(csv.DictReader(file.open(encoding="utf-8", newline="")))
    assert len(rows) == 2 * len(story())
    assert rows[0]["outlet"] == "'=Post"


def test_annotations(exported: Corpus, tmp_path: Path) -> None:
    (file,) = exported.export("annotations", tmp_path)
    made = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert len({one["id"] for one in made}) == len(made) == 2 * len(story())
    for one, (found, said) in zip(made, ((f, a) for f in exported.all_findings() for a in f), strict=True):
        text = found.article.text
        assert [target["source"] for target in one["target"]] == [found.article.url or "b.html"] * len(said.content)
        for target, (start, end) in zip(one["target"], said.content, strict=True):
            quote, position = target["selector"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] == text[max(start - 32, 0) : end + 32]
            assert text[position["start"] : position["end"]] == quote["exact"] == text[start:end]
    assert made[len(story())]["body"]["sayso:speaker"]["sayso:name"] == "Ada Brink"


def test_parquet(exported: Corpus, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    files = exported.export("parquet", tmp_path)
    assert [one.stem for one in files] == list(schema.TABLES)
    tables = {one.stem: parquet.read_table(one).to_pylist() for one in files}
    assert [row["id"] for row in tables["versions"]] == ["b.html", "lido.html"]
    assert len(tables["attributions"]) == 2 * len(story())
    assert tables["raw"][0]["bytes"] == b"<p>"
    assert tables["outlets"] == []


def test_parquet_without_its_library(exported: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingPart, match=r"pip install 'sayso\[tables\]'"):
        exported.export("parquet", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_views_for_people(exported: Corpus, path: Path) -> None:
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    rows = list(db.execute("SELECT * FROM statements WHERE article = 'lido.html' ORDER BY statement"))
    assert list(rows[0].keys())[:6] == ["outlet", "published", "speaker", "title", "type", "text"]
    found = exported.findings("lido.html")
    assert [row["text"] for row in rows] == [found.article.words(said.content) for said in found]
    assert rows[0]["speaker"] == "Ada Brink"
    assert [row["versions"] for row in db.execute("SELECT * FROM current_articles")] == [1, 1]
    db.close()


# The command line


def run(folder: Path, *arguments: str, stdin: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "sayso", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_add_takes_what_attribute_prints(tmp_path: Path) -> None:
    page = EXAMPLES[0]
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_bytes(page.read_bytes())
    (tmp_path / "bad.jsonl").write_text('{"id": "x", "text": "T.", "digest": "0", "attributions": []}\n{}\n')
    status, said, _ = run(tmp_path, "attribute", "--json", "pages/a.html")
    assert status == 0
    status, out, errors = run(tmp_path, "add", "-", "--corpus", "c.db", stdin=said)
    assert (status, out, errors) == (0, "c.db: 1 added\n", "")
    status, out, _ = run(tmp_path, "export", "--corpus", "c.db", "--to", "jsonl", "out")
    assert (status, out) == (0, f"{Path('out/said.jsonl')}\n")
    assert (tmp_path / "out" / "said.jsonl").read_text("utf-8") == said
    status, out, errors = run(tmp_path, "add", "pages", "bad.jsonl", "none.txt", "--corpus", "c.db", "--keep-raw")
    assert (status, out) == (3, "c.db: 1 were in already, 3 refused\n")
    assert [line.split(": ")[1] for line in errors.splitlines()] == ["bad.jsonl:1", "bad.jsonl:2", "none.txt"]
    with Corpus(tmp_path / "c.db") as corpus:
        (article,) = corpus.articles()
        assert corpus.raw(article) == page.read_bytes()
        assert len(corpus.rejects()) == 3


def test_outlets_and_export_by_command(tmp_path: Path) -> None:
    corpus_of(tmp_path / "c.db", [story(outlet="Post"), story("b", outlet="Echo")])
    (tmp_path / "t.csv").write_text("name,country,owner_class\nPost,AB,party\n,X,Y\n")
    status, out, errors = run(tmp_path, "outlets", "t.csv", "--corpus", "c.db")
    assert (status, out) == (3, "c.db: 1 outlets told of, 1 of the corpus not\n")
    assert "row 3: names no outlet" in errors.splitlines()[0]
    assert errors.splitlines()[1].endswith("does not tell of outlets of the corpus: Echo")
    for form in ("csv", "annotations", "parquet"):
        assert run(tmp_path, "export", "--corpus", "c.db", "--to", form, form)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "c.db", "--corpus", "c.db"], "is one of the inputs"),
        (["add", "story.txt", "--corpus", "story.txt"], "is one of the inputs"),
        (["add", "-", "--corpus", "story.txt"], "is no corpus"),
        (["export", "--corpus", "no.db", "--to", "csv", "out"], "no such corpus"),
        (["export", "--corpus", "c.db", "--to", "csv", "story.txt"], "is a file; give a folder"),
        (["outlets", "story.txt", "--corpus", "c.db"], "has no column of names"),
        (["outlets", "no.csv", "--corpus", "c.db"], "No such file"),
        (["outlets", "t.csv", "--corpus", "no.db"], "no such corpus"),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: list[str], said: str) -> None:
    corpus_of(tmp_path / "c.db", [story()])
    (tmp_path / "story.txt").write_text("A story.\n" * 100)
    (tmp_path / "t.csv").write_text("name\nPost\n")
    status, _, errors = run(tmp_path, *arguments, stdin="A text.")
    assert (status, len(errors.splitlines())) == (2, 1)
    assert said in errors
    assert not (tmp_path / "no.db").exists()

"""``sayso add``, ``sayso outlets`` and ``sayso export``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.cli import common
from sayso.cli.common import FINE, REFUSED
from sayso.errors import Refused, SaysoError
from sayso.model import Article, Findings, Reject

if TYPE_CHECKING:
    from sayso.corpus import Added, Corpus

FORMS = ("jsonl", "csv", "parquet", "annotations")


def add_add(verb: argparse.ArgumentParser) -> None:
    """The options of ``sayso add``."""
    verb.description = (
        "Keep articles, who says what in them, and what was refused in a corpus file, which is made where there is "
        "none. What is in already is not read by the model again."
    )
    verb.set_defaults(run=add)
    verb.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="a saved page, a text, a folder, JSON lines (also those of `attribute --json`), or - for stdin",
    )
    _add_corpus(verb)
    verb.add_argument("--keep-raw", action="store_true", help="keep the bytes too that articles are read from")
    verb.add_argument("--language", metavar="TAG", help="read all inputs as in this language, e.g. en or de")


def add_outlets(verb: argparse.ArgumentParser) -> None:
    """The options of ``sayso outlets``."""
    verb.description = "Tell a corpus the country and owner class of outlets, and name those that it has no word of."
    verb.set_defaults(run=outlets)
    verb.add_argument("table", metavar="TABLE", help="a table (CSV) with the columns name, country, owner_class")
    _add_corpus(verb)


def add_export(verb: argparse.ArgumentParser) -> None:
    """The options of ``sayso export``."""
    verb.description = "Write the newest version of each article, with who says what, to a folder."
    verb.set_defaults(run=export)
    verb.add_argument("folder", metavar="DIR", help="the folder to write to; it is made where there is none")
    _add_corpus(verb)
    verb.add_argument(
        "--to",
        choices=FORMS,
        required=True,
        help="jsonl (as `attribute --json`), csv (as `attribute --csv`), parquet (all tables), annotations (W3C)",
    )


def _add_corpus(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--corpus", required=True, metavar="FILE", help="the corpus file")


def add(options: argparse.Namespace) -> int:
    """``sayso add``: each article is in as soon as it is done."""
    from sayso.corpus import Corpus

    if any(Path(one).exists() and _same(one, options.corpus) for one in options.inputs):
        raise SaysoError(f"{options.corpus} is one of the inputs; give another name after --corpus")
    with Corpus(options.corpus) as corpus, _progress(options.inputs) as inputs:
        added = corpus.add(_items(inputs, corpus, options))
    sys.stdout.write(f"{options.corpus}: {_told(added)}\n")
    return REFUSED if added.refused else FINE


def _items(inputs: Iterable[str], corpus: Corpus, options: argparse.Namespace) -> Iterator[Article | Findings | Reject]:
    """What the inputs hold; what was refused is named on stderr at once."""
    from sayso.read import read_found

    for one, data in read_found(inputs):
        if isinstance(one, Reject):
            common.complain(f"{one.input}: {one.reason}; {one.repair}")
        elif options.keep_raw and data is not None:
            corpus.keep_raw(data)
        yield common.in_language(one, options.language) if options.language and isinstance(one, Article) else one


def _told(added: Added) -> str:
    counts = (
        (added.articles, "added"),
        (added.versions, "new versions of articles that were in"),
        (added.findings, "read anew by another make"),
        (added.known, "were in already"),
        (len(added.refused), "refused"),
    )
    return ", ".join(f"{count:,} {what}" for count, what in counts if count) or "nothing to add"


def _progress(inputs: list[str]) -> AbstractContextManager[Iterable[str]]:
    """The inputs, folders taken apart, with progress on stderr for more than a few where that is a terminal."""
    if not sys.stderr.isatty():
        return nullcontext(inputs)
    from sayso.read.folders import files

    single = [str(one) for name in inputs for one in _files(name, list(files(name)))]
    if len(single) <= common.FEW_FILES:
        return nullcontext(inputs)
    from sayso.show.progress import watched

    return watched(single, "adding")


def _files(name: str, found: list[object]) -> list[object]:
    """The files of an input; itself where a folder in it is refused, so that the refusal is told."""
    return [name] if any(isinstance(one, Refused) for one in found) else found


def _same(one: str, other: str) -> bool:
    return Path(other).exists() and Path(one).samefile(other)


def outlets(options: argparse.Namespace) -> int:
    """``sayso outlets``: a table of outlets into a corpus."""
    from sayso.corpus import Corpus, Outlet
    from sayso.corpus.outlets import outlets_of

    table = Path(options.table).read_text("utf-8-sig", "replace")
    given = list(outlets_of(table, options.table))
    with Corpus(options.corpus, create=False) as corpus:
        count = corpus.add_outlets(one for one in given if isinstance(one, Outlet))
        unknown = corpus.unknown_outlets()
    refused = [one for one in given if isinstance(one, Refused)]
    for one in refused:
        common.complain(str(one))
    if unknown:
        common.complain(f"{options.table} does not tell of outlets of the corpus: {', '.join(unknown)}")
    sys.stdout.write(f"{options.corpus}: {count:,} outlets told of, {len(unknown):,} of the corpus not\n")
    return REFUSED if refused else FINE


def export(options: argparse.Namespace) -> int:
    """``sayso export``: a corpus in another form."""
    from sayso.corpus import Corpus

    with Corpus(options.corpus, create=False) as corpus:
        written = corpus.export(options.to, options.folder)
    sys.stdout.write("".join(f"{path}\n" for path in written))
    return FINE

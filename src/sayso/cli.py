"""The command line.  At import it loads nothing but the records and argparse, so that ``sayso --help`` is quick."""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from sayso import __version__
from sayso.errors import SaysoError
from sayso.model import Article, Findings, Reject, findings_from_json, findings_to_json

FINE, USAGE, REFUSED, INTERRUPTED = 0, 2, 3, 130
FEW_FILES = 3
"""No progress is shown for so few."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit status (see docs/cli.md)."""
    options = parser().parse_args(argv)
    try:
        return int(options.run(options))
    except BrokenPipeError:
        # The reader has seen enough (`| head`).  Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        return INTERRUPTED
    except (SaysoError, OSError) as error:
        _complain(str(error))
        return USAGE


def parser() -> argparse.ArgumentParser:
    """Every verb and option; docs/cli.md describes them, and a test compares the two."""
    top = argparse.ArgumentParser(
        prog="sayso",
        description="Reads news articles and attributes every statement in them.",
        epilog="Exit status: 0 fine, 2 wrong usage, 3 an input was refused while the others were done.",
    )
    top.add_argument("--version", action="version", version=f"sayso {__version__}", help="print the version and stop")
    verbs = top.add_subparsers(title="verbs", dest="verb", metavar="VERB", required=True)
    _add_attribute(verbs.add_parser("attribute", help="show who says what, in which words, in articles"))
    _add_explain(verbs.add_parser("explain", help="show why a statement was ascribed as it was"))
    return top


def _add_attribute(verb: argparse.ArgumentParser) -> None:
    verb.description = "Show who says what, in which words: in the terminal unless another form is asked for."
    verb.set_defaults(run=attribute)
    verb.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="a saved page, a text, JSON lines (each also as .gz), or - for stdin"
    )
    form = verb.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const="json", help="print one JSON line an article")
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help="print one row an attribution")
    form.add_argument("--html", dest="form", action="store_const", const="html", help="print one self-contained page")
    verb.add_argument("--evidence", action="store_true", help="with --json: what `explain` needs, beside the findings")
    verb.add_argument("-o", "--output", metavar="FILE", help="write to FILE instead of standard output")
    verb.add_argument(
        "--min-confidence", type=_probability, default=0.0, metavar="P", help="leave out attributions less sure than P"
    )
    verb.add_argument("--language", metavar="TAG", help="read all inputs as in this language, e.g. en or de")
    verb.add_argument(
        "--width", type=_width, metavar="N", help="columns of the terminal form (default: as wide as it is)"
    )
    verb.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colour in the terminal form"
    )


def _add_explain(verb: argparse.ArgumentParser) -> None:
    verb.description = (
        "Show why a statement was ascribed as it was: its parts, the marks, the network's probabilities, how its "
        "speaker was found, and the runners-up."
    )
    verb.set_defaults(run=explain)
    verb.add_argument(
        "input", metavar="INPUT", help="an article, or a line of `attribute --json --evidence`; - for stdin"
    )
    verb.add_argument("number", type=int, metavar="NUMBER", help="the statement's number in the list of `attribute`")
    verb.add_argument("--language", metavar="TAG", help="read the input as in this language, e.g. en or de")


def _probability(value: str) -> float:
    number = float(value)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{value} is not a probability between 0 and 1")
    return number


def _width(value: str) -> int:
    if int(value) < 20:
        raise argparse.ArgumentTypeError(f"{value} columns are too few: give at least 20")
    return int(value)


def attribute(options: argparse.Namespace) -> int:
    """``sayso attribute``: each article is printed as soon as it is done (a page once all are)."""
    from sayso.attribute import attribute_all
    from sayso.read import read_all
    from sayso.resolve import resolve

    if options.evidence and options.form != "json":
        raise SaysoError("--evidence is kept in JSON lines only; add --json")
    refused: list[Reject] = []
    with _output(options) as out, _progress(options) as inputs:
        articles = _articles(read_all(inputs), refused, options.language)
        found = (_at_least(resolve(one), options.min_confidence) for one in attribute_all(articles))
        for text in _drawn(found, options, out):
            out.write(text)
            out.flush()
    return REFUSED if refused else FINE


def explain(options: argparse.Namespace) -> int:
    """``sayso explain``: one statement, from the evidence kept with the findings."""
    from sayso import attribute as attribute_and_resolve
    from sayso.read import read
    from sayso.show import explain as show

    options.inputs, options.output = [options.input], None
    found = _kept(options.input)
    if found is None:
        article = read(options.input)
        found = attribute_and_resolve(_in_language(article, options.language) if options.language else article)
    if not 1 <= options.number <= len(found):
        count = f"{len(found)} statements; give a number from 1 to {len(found)}" if len(found) else "no statements"
        raise SaysoError(f"{options.input} has {count}")
    with _output(options) as out:
        out.write(show.render(found, options.number))
    return FINE


def _kept(name: str) -> Findings | None:
    """The findings of the first line of a file of JSON lines, if evidence is kept in it."""
    if Path(name).suffix not in (".jsonl", ".json", ".ndjson") or not Path(name).exists():
        return None
    import json

    with Path(name).open(encoding="utf-8", errors="surrogateescape") as lines:
        try:
            line = json.loads(next(lines, "null"))
            return findings_from_json(line) if isinstance(line, dict) and "evidence" in line else None
        except ValueError:
            return None
        except (TypeError, KeyError, AttributeError) as error:
            raise SaysoError(
                f"{name}: its first line has evidence but is no findings ({error}); "
                "give a line that `attribute --json --evidence` printed, or the article"
            ) from None


def _articles(read: Iterable[Article | Reject], refused: list[Reject], language: str | None) -> Iterator[Article]:
    """The articles among what was read; what was refused is named on stderr at once and collected."""
    for one in read:
        if isinstance(one, Reject):
            refused.append(one)
            _complain(f"{one.input}: {one.reason}; {one.repair}")
        else:
            yield _in_language(one, language) if language else one


def _in_language(article: Article, language: str) -> Article:
    notes = tuple(note for note in article.notes if note.code != "language-guessed")
    return replace(article, language=language, notes=notes)


def _at_least(found: Findings, confidence: float) -> Findings:
    """The findings without the attributions that are less sure; what was within one of those is then
    within the next that is left."""
    if not confidence:
        return found
    by_id = {said.id: said for said in found.attributions}
    kept = {said.id for said in found.attributions if said.confidence >= confidence}

    def enclosing(parent: str | None) -> str | None:
        while parent in by_id and parent not in kept:
            parent = by_id[parent].parent
        return parent

    heard = {said.speaker.id for said in found.attributions if said.id in kept and said.speaker}
    return replace(
        found,
        speakers=tuple(one for one in found.speakers if one.id in heard),
        attributions=tuple(replace(s, parent=enclosing(s.parent)) for s in found.attributions if s.id in kept),
        quotations=tuple(q if q.attribution in kept else replace(q, attribution=None) for q in found.quotations),
    )


def _drawn(found: Iterable[Findings], options: argparse.Namespace, out: TextIO) -> Iterator[str]:
    """The findings in the form asked for, an article at a time."""
    if options.form == "json":
        yield from (_json_line(one, options.evidence) for one in found)
    elif options.form == "csv":
        from sayso.show import csv

        yield csv.header()
        yield from map(csv.lines, found)
    elif options.form == "html":
        from sayso.show import html

        yield html.page(list(found))
    else:
        from sayso.show import terminal

        width, color = _terminal(options, out)
        for number, one in enumerate(found):
            yield "\n" * (2 if number else 0) + terminal.render(one, width=width, color=color)


def _json_line(found: Findings, evidence: bool) -> str:
    import json

    from sayso.show.characters import json_safe

    return json_safe(json.dumps(findings_to_json(found, evidence), ensure_ascii=False)) + "\n"


def _terminal(options: argparse.Namespace, out: TextIO) -> tuple[int, bool]:
    """Columns of the terminal form and whether it has colour: as asked, else as the output has it."""
    is_terminal = out.isatty()
    wanted = is_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    color = wanted if options.color == "auto" else options.color == "always"
    return options.width or (shutil.get_terminal_size().columns if is_terminal else 80), color


def _output(options: argparse.Namespace) -> AbstractContextManager[TextIO]:
    """Where to write: the file asked for (never one of the inputs), else standard output."""
    if not options.output:
        if isinstance(sys.stdout, io.TextIOWrapper):
            # What is piped on is UTF-8 wherever it runs; a terminal that lacks a character gets an escape.
            encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
            sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
        return nullcontext(sys.stdout)
    output = Path(options.output)
    if output.exists() and any(Path(one).exists() and output.samefile(one) for one in options.inputs):
        raise SaysoError(f"{output} is one of the inputs; give another name after -o")
    return output.open("w", encoding="utf-8", errors="backslashreplace", newline="")


def _progress(options: argparse.Namespace) -> AbstractContextManager[Iterable[str]]:
    """The inputs, with progress on stderr while they are taken: for more than a few, where stderr is a
    terminal and the results do not scroll by on the same one."""
    quiet = len(options.inputs) <= FEW_FILES or not sys.stderr.isatty()
    if quiet or (sys.stdout.isatty() and not options.output):
        return nullcontext(options.inputs)
    from sayso.show.progress import watched

    return watched(options.inputs)


def _complain(message: str) -> None:
    """One line on stderr; names and reasons may hold a stranger's characters."""
    from sayso.show.characters import visible

    sys.stderr.write(f"sayso: {visible(' '.join(message.split()))}\n")

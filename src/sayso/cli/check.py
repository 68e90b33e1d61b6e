"""``sayso check`` and ``sayso find``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from sayso.cli import common
from sayso.cli.common import FAILING, FINE, REFUSED
from sayso.errors import SaysoError
from sayso.model import Article, Checked, Reject, checked_to_json, to_json

if TYPE_CHECKING:
    from sayso.check import Originals

FORMATS = ("text", "json", "html", "sarif", "github", "junit")
ONE_DRAFT = ("html", "sarif", "junit")
"""Forms that hold one draft."""


def add_check(verb: argparse.ArgumentParser) -> None:
    """The options of ``sayso check``."""
    verb.description = (
        "Hold every quotation of a draft against primary sources and show what became of the words. "
        "Exit status 1 where a verdict fails."
    )
    verb.set_defaults(run=check)
    verb.add_argument("inputs", nargs="+", metavar="DRAFT", help="a text, Markdown, HTML, .docx ..., or - for stdin")
    _add_against(verb)
    verb.add_argument(
        "--format", choices=FORMATS, default="text", help="text (default), or json, html, sarif, github, junit"
    )
    verb.add_argument(
        "--fail-on",
        metavar="NAMES",
        help="what gives exit status 1: verdicts, 'altered in meaning', 'other speaker', 'only later', separated by "
        "commas; 'none' for nothing",
    )
    verb.add_argument("-o", "--output", metavar="FILE", help="write to FILE instead of standard output")
    common.add_terminal(verb)


def add_find(verb: argparse.ArgumentParser) -> None:
    """The options of ``sayso find``."""
    verb.description = "Show where words stand in originals, and in which wording."
    verb.set_defaults(run=find)
    verb.add_argument("words", metavar="WORDS", help="the words to look for, or - for stdin")
    _add_against(verb)
    verb.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or json")
    verb.add_argument("-o", "--output", metavar="FILE", help="write to FILE instead of standard output")
    common.add_terminal(verb)


def _add_against(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--against",
        nargs="+",
        required=True,
        metavar="ORIGINAL",
        help="originals: text, HTML, PDF, .docx, subtitles, JSON lines, or folders of them",
    )
    verb.add_argument("--language", metavar="TAG", help="read all inputs as in this language, e.g. en or de")


def check(options: argparse.Namespace) -> int:
    """``sayso check``: each draft is shown as soon as it is done."""
    from sayso import attribute
    from sayso.check import check as check_draft
    from sayso.read import read_all
    from sayso.show.verdicts import failing

    fail_on = _fail_on(options.fail_on)
    refused: list[Reject] = []
    against = _originals(options, refused)
    status = FINE
    with common.output(options) as out:
        drafts = _few(common.articles(read_all(options.inputs), refused, options.language), options.format)
        checked = (check_draft(attribute(draft), against) for draft in drafts)
        for number, one in enumerate(checked):
            out.write("\n\n" * (options.format == "text" and number > 0) + _drawn(one, fail_on, options, out))
            out.flush()
            if any(failing(verdict, fail_on) for verdict in one):
                status = FAILING
    return status or (REFUSED if refused else FINE)


def find(options: argparse.Namespace) -> int:
    """``sayso find``: the places of some words."""
    import sys

    from sayso.check import find as find_words
    from sayso.show import check_terminal

    refused: list[Reject] = []
    options.inputs = []
    against = _originals(options, refused)
    words = sys.stdin.read().strip() if options.words == "-" else options.words
    if not words.strip():
        raise SaysoError("there are no words to look for; give some")
    places = find_words(words, against)
    with common.output(options) as out:
        if options.format == "json":
            found = {"words": words, "places": to_json(places), "searched": to_json(against.searched)}
            out.write(common.json_line(found))
        else:
            width, color = common.terminal(options, out)
            out.write(
                check_terminal.render_places(words, places, against.searched, against.by_id, width=width, color=color)
            )
    return REFUSED if refused else FINE


def _originals(options: argparse.Namespace, refused: list[Reject]) -> Originals:
    from sayso.check import Originals
    from sayso.read import read_all

    return Originals(common.articles(read_all(options.against), refused, options.language))


def _fail_on(names: str | None) -> frozenset[str]:
    """The names that ``--fail-on`` gives."""
    from sayso.show.verdicts import DEFAULT_FAIL_ON, FAILURES

    if names is None:
        return DEFAULT_FAIL_ON
    given = frozenset(name.strip().lower() for name in names.split(",") if name.strip()) - {"none"}
    if unknown := sorted(given.difference(FAILURES)):
        raise SaysoError(f"--fail-on: {unknown[0]!r} is no verdict; give some of: {', '.join(FAILURES)}")
    return given


def _few(drafts: Iterator[Article], form: str) -> Iterable[Article]:
    """The drafts; only one of them in a form that holds one."""
    if form not in ONE_DRAFT:
        return drafts
    found = list(islice(drafts, 2))
    if len(found) > 1:
        raise SaysoError(f"--format {form} holds one draft; check the others by themselves")
    return found


def _drawn(checked: Checked, fail_on: frozenset[str], options: argparse.Namespace, out: TextIO) -> str:
    """A checked draft in the form asked for."""
    form = options.format
    if form == "json":
        return common.json_line(checked_to_json(checked))
    if form == "html":
        from sayso.show import check_html

        folder = os.fspath(Path(options.output).resolve().parent) if options.output else os.getcwd()
        return check_html.page(checked, fail_on, folder)
    if form == "text":
        from sayso.show import check_terminal

        width, color = common.terminal(options, out)
        return check_terminal.render(checked, fail_on, width=width, color=color)
    from sayso.show import github, junit, sarif

    render = {"sarif": sarif.render, "github": github.render, "junit": junit.render}[form]
    return render(checked, fail_on)

"""``sayso attribute`` and ``sayso explain``."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from sayso.cli import common
from sayso.cli.common import FINE, REFUSED
from sayso.errors import SaysoError
from sayso.model import Findings, Reject, findings_from_json, findings_to_json


def add_attribute(verb: argparse.ArgumentParser) -> None:
    """The options of ``sayso attribute``."""
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
        "--min-confidence",
        type=common.probability,
        default=0.0,
        metavar="P",
        help="leave out attributions less sure than P",
    )
    verb.add_argument("--language", metavar="TAG", help="read all inputs as in this language, e.g. en or de")
    common.add_terminal(verb)


def add_explain(verb: argparse.ArgumentParser) -> None:
    """The options of ``sayso explain``."""
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


def attribute(options: argparse.Namespace) -> int:
    """``sayso attribute``: each article is printed as soon as it is done (a page once all are)."""
    from sayso.attribute import attribute_all
    from sayso.read import read_all
    from sayso.resolve import resolve

    if options.evidence and options.form != "json":
        raise SaysoError("--evidence is kept in JSON lines only; add --json")
    refused: list[Reject] = []
    with common.output(options) as out, common.progress(options) as inputs:
        articles = common.articles(read_all(inputs), refused, options.language)
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
        found = attribute_and_resolve(common.in_language(article, options.language) if options.language else article)
    if not 1 <= options.number <= len(found):
        count = f"{len(found)} statements; give a number from 1 to {len(found)}" if len(found) else "no statements"
        raise SaysoError(f"{options.input} has {count}")
    with common.output(options) as out:
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
        yield from (common.json_line(findings_to_json(one, options.evidence)) for one in found)
    elif options.form == "csv":
        from sayso.show import csv

        yield csv.header()
        yield from map(csv.lines, found)
    elif options.form == "html":
        from sayso.show import html

        yield html.page(list(found))
    else:
        from sayso.show import terminal

        width, color = common.terminal(options, out)
        for number, one in enumerate(found):
            yield "\n" * (2 if number else 0) + terminal.render(one, width=width, color=color)

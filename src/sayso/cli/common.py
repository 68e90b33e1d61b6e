"""What the verbs share: exit status, options, inputs and outputs."""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from sayso.errors import SaysoError
from sayso.model import Article, Reject

FINE, FAILING, USAGE, REFUSED, INTERRUPTED = 0, 1, 2, 3, 130
FEW_FILES = 3
"""No progress is shown for so few."""


def add_terminal(verb: argparse.ArgumentParser) -> None:
    """The options of the terminal form."""
    verb.add_argument(
        "--width", type=width, metavar="N", help="columns of the terminal form (default: as wide as it is)"
    )
    verb.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colour in the terminal form"
    )


def probability(value: str) -> float:
    """A probability that an option gives."""
    number = float(value)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{value} is not a probability between 0 and 1")
    return number


def width(value: str) -> int:
    """Columns that an option gives."""
    if int(value) < 20:
        raise argparse.ArgumentTypeError(f"{value} columns are too few: give at least 20")
    return int(value)


def articles(read: Iterable[Article | Reject], refused: list[Reject], language: str | None) -> Iterator[Article]:
    """The articles among what was read; what was refused is named on stderr at once and collected."""
    for one in read:
        if isinstance(one, Reject):
            refused.append(one)
            complain(f"{one.input}: {one.reason}; {one.repair}")
        else:
            yield in_language(one, language) if language else one


def in_language(article: Article, language: str) -> Article:
    """An article read as in a language."""
    notes = tuple(note for note in article.notes if note.code != "language-guessed")
    return replace(article, language=language, notes=notes)


def json_line(value: Any) -> str:
    """A value as a line of JSON in which no character acts on a terminal."""
    import json

    from sayso.show.characters import json_safe

    return json_safe(json.dumps(value, ensure_ascii=False)) + "\n"


def terminal(options: argparse.Namespace, out: TextIO) -> tuple[int, bool]:
    """Columns of the terminal form and whether it has colour: as asked, else as the output has it."""
    is_terminal = out.isatty()
    wanted = is_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    color = wanted if options.color == "auto" else options.color == "always"
    return options.width or (shutil.get_terminal_size().columns if is_terminal else 80), color


def output(options: argparse.Namespace) -> AbstractContextManager[TextIO]:
    """Where to write: the file asked for (never one of the inputs), else standard output."""
    if not options.output:
        if isinstance(sys.stdout, io.TextIOWrapper):
            # What is piped on is UTF-8 wherever it runs; a terminal that lacks a character gets an escape.
            encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
            sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
        return nullcontext(sys.stdout)
    output = Path(options.output)
    inputs = [Path(one) for one in (*options.inputs, *getattr(options, "against", ()))]
    if output.exists() and any(_holds(one, output) for one in inputs if one.exists()):
        raise SaysoError(f"{output} is one of the inputs; give another name after -o")
    if output.is_dir() or not output.parent.is_dir():
        raise SaysoError(f"{output} can't be written: it is a folder, or is to be in one that isn't there; mend -o")
    return output.open("w", encoding="utf-8", errors="backslashreplace", newline="")


def _holds(given: Path, output: Path) -> bool:
    """Whether an input is the output, or a folder that it lies in."""
    return output.samefile(given) or (given.is_dir() and given.resolve() in output.resolve().parents)


def progress(options: argparse.Namespace) -> AbstractContextManager[Iterable[str]]:
    """The inputs, with progress on stderr while they are taken: for more than a few, where stderr is a
    terminal and the results do not scroll by on the same one."""
    quiet = len(options.inputs) <= FEW_FILES or not sys.stderr.isatty()
    if quiet or (sys.stdout.isatty() and not options.output):
        return nullcontext(options.inputs)
    from sayso.show.progress import watched

    return watched(options.inputs)


def complain(message: str) -> None:
    """One line on stderr; names and reasons may hold a stranger's characters."""
    from sayso.show.characters import visible

    sys.stderr.write(f"sayso: {visible(' '.join(message.split()))}\n")

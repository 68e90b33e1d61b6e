"""The command line.  At import it loads nothing but the records and argparse, so that ``sayso --help`` is quick."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from sayso import __version__
from sayso.cli.attribute import add_attribute, add_explain
from sayso.cli.check import add_check, add_find
from sayso.cli.common import FINE, INTERRUPTED, USAGE, complain
from sayso.cli.corpus import add_add, add_export, add_outlets
from sayso.errors import SaysoError


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
        complain(str(error))
        return USAGE


def parser() -> argparse.ArgumentParser:
    """Every verb and option; docs/cli.md describes them, and a test compares the two."""
    top = argparse.ArgumentParser(
        prog="sayso",
        description="Reads news articles, attributes every statement in them, and checks quotations against originals.",
        epilog="Exit status: 0 fine, 1 a verdict fails, 2 wrong usage, 3 an input was refused while others were done.",
    )
    top.add_argument("--version", action="version", version=f"sayso {__version__}", help="print the version and stop")
    verbs = top.add_subparsers(title="verbs", dest="verb", metavar="VERB", required=True)
    add_attribute(verbs.add_parser("attribute", help="show who says what, in which words, in articles"))
    add_explain(verbs.add_parser("explain", help="show why a statement was ascribed as it was"))
    add_check(verbs.add_parser("check", help="hold the quotations of a draft against primary sources"))
    add_find(verbs.add_parser("find", help="show where words stand in primary sources"))
    add_add(verbs.add_parser("add", help="keep articles and what is said in them in a corpus file"))
    add_outlets(verbs.add_parser("outlets", help="tell a corpus the country and owner class of outlets"))
    add_export(verbs.add_parser("export", help="write a corpus out as JSON lines, CSV, Parquet or annotations"))
    return top

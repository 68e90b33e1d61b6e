"""A terminal to draw on: text of at most so many columns, in which no character of a stranger's acts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from sayso.show.characters import visible
from sayso.show.layout import one_line

NARROWEST = 20


def canvas(draw: Callable[[Console], None], width: int, color: bool) -> str:
    """What ``draw`` prints, with SGR colour sequences only if ``color``; no line ends in a space."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, NARROWEST),
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    draw(console)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def hanging(text: Text, lead: str, console: Console) -> None:
    """Print a text behind a lead; where it is too long it goes on behind as many columns."""
    for number, row in enumerate(text.wrap(console, max(console.width - len(lead), 8)) or [Text()]):
        console.print(Text(" " * len(lead) if number else lead).append_text(row), soft_wrap=True)


def line(text: str) -> str:
    """Text of a stranger's on one line, safe for the terminal."""
    return visible(one_line(text))


def flat(text: str) -> str:
    """The same, but blanks at its ends are kept as one space: for a stretch of a longer text."""
    return visible(re.sub(r"\s+", " ", text))

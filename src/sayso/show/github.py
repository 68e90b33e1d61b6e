"""A checked draft as workflow commands of GitHub Actions, which annotate the draft's lines."""

from __future__ import annotations

from sayso.model import Checked, Verdict
from sayso.show import links, verdicts, wording
from sayso.show.characters import visible
from sayso.show.layout import one_line

COMMANDS: dict[verdicts.Level, str] = {"error": "error", "warning": "warning", "note": "notice"}


def render(checked: Checked, fail_on: frozenset[str]) -> str:
    """A command a line for every quotation that fails or isn't verbatim, the failing first: GitHub shows few."""
    return "".join(
        _command(checked, verdict, fail_on)
        for _, verdict in verdicts.ranked(checked, fail_on)
        if verdicts.level(verdict, fail_on) != "none"
    )


def _command(checked: Checked, verdict: Verdict, fail_on: frozenset[str]) -> str:
    properties = {"file": links.file_of(checked.draft), **_lines(checked, verdict)}
    properties["title"] = verdicts.called(verdict, fail_on)
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    message = f"{wording.quoted(verdict.quotation.text)}: {wording.message(checked, verdict)}"
    if verdict.repair:
        message += f"\nTo paste: {one_line(verdict.repair)}"
    return f"::{COMMANDS[verdicts.level(verdict, fail_on)]} {told}::{_data(message)}\n"


def _lines(checked: Checked, verdict: Verdict) -> dict[str, int]:
    """Lines, and columns where it is one line: GitHub takes none of several."""
    if not verdicts.is_own_text(checked.draft):
        return {}
    (line, column), (last, end) = (
        verdicts.line_and_column(checked.draft.text, place) for place in verdict.quotation.span
    )
    lines = {"line": line, "endLine": last}
    return lines | {"col": column, "endColumn": end} if line == last else lines


def _data(text: str) -> str:
    """Text that can't end the command; what else acts on a terminal is written as an escape."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

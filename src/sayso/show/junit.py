"""A checked draft as JUnit XML, which nearly every build server reads: a suite a draft, a case a quotation."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sayso.model import Checked, Verdict
from sayso.show import links, verdicts, wording
from sayso.show.characters import printable


def render(checked: Checked, fail_on: frozenset[str]) -> str:
    """One suite.  What fails is a failure of its verdict's name; what decides nothing is skipped."""
    failures = sum(bool(verdicts.failing(verdict, fail_on)) for verdict in checked)
    skipped = sum(_skipped(verdict, fail_on) for verdict in checked)
    numbers = {"tests": len(checked), "failures": failures, "errors": 0, "skipped": skipped}
    told = {name: str(number) for name, number in numbers.items()}
    suites = Element("testsuites", {"name": "sayso check", **told})
    suite = SubElement(suites, "testsuite", {"name": printable(checked.draft.id), **told, "time": "0"})
    for number, verdict in enumerate(checked, 1):
        _add_case(suite, checked, number, verdict, fail_on)
    SubElement(suite, "system-out").text = verdicts.summary(checked)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _skipped(verdict: Verdict, fail_on: frozenset[str]) -> bool:
    return verdict.verdict in verdicts.UNDECIDED and not verdicts.failing(verdict, fail_on)


def _add_case(suite: Element, checked: Checked, number: int, verdict: Verdict, fail_on: frozenset[str]) -> None:
    draft = checked.draft
    about = {
        "classname": printable(draft.id),
        "name": printable(f"{number} {wording.quoted(verdict.quotation.text)}"),
        "file": printable(links.file_of(draft)),
        "time": "0",
    }
    if verdicts.is_own_text(draft):
        about["line"] = str(verdicts.line_and_column(draft.text, verdict.quotation.span[0])[0])
    case = SubElement(suite, "testcase", about)
    message = printable(wording.message(checked, verdict))
    if verdicts.failing(verdict, fail_on):
        told = {"type": verdict.verdict, "message": f"{verdicts.called(verdict, fail_on)}: {message}"}
        SubElement(case, "failure", told).text = _body(verdict)
    elif _skipped(verdict, fail_on):
        SubElement(case, "skipped", {"message": message})
    elif verdict.verdict != "verbatim":
        SubElement(case, "system-out").text = message


def _body(verdict: Verdict) -> str:
    """The words on both sides, and those to paste."""
    told = {"Draft": verdict.quotation.text, "Original": verdict.original_text, "To paste": verdict.repair}
    return printable("\n".join(f"{name}: {text}" for name, text in told.items() if text))

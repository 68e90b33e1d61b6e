"""A checked draft as SARIF 2.1.0, which editors and code hosts show beside the text."""

from __future__ import annotations

import json
from typing import Any

from sayso.model import Article, Checked, Span, Verdict, version
from sayso.show import links, verdicts, wording
from sayso.show.characters import json_safe, printable

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HELP = {
    "altered in meaning": "an edit touches a negation, a number, a name, a condition or another word meaning hangs on",
    "other speaker": "the original has somebody else saying the words, or quoting them",
    "only later": "the original is of a later date than the draft",
}
"""What fails besides a verdict on the words, in a sentence."""


def render(checked: Checked, fail_on: frozenset[str]) -> str:
    """A log of one run: a result for every quotation that fails or isn't verbatim."""
    name, _, number = version().partition(" ")
    driver = {"name": name, "rules": [_rule(one) for one in verdicts.FAILURES]}
    if number:
        driver["version"] = number
    results = [_result(checked, verdict, fail_on) for verdict in checked if verdicts.level(verdict, fail_on) != "none"]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_safe(json.dumps(log, ensure_ascii=False, indent=1)) + "\n"


def _rule(name: str) -> dict[str, Any]:
    said = HELP.get(name) or wording.LEADS[name]
    if name in verdicts.DEFAULT_FAIL_ON:
        level = "error"
    else:
        level = "note" if name in verdicts.SAME + verdicts.UNDECIDED else "warning"
    sentence = {"text": said[0].upper() + said[1:] + "."}
    return {
        "id": name,
        "shortDescription": {"text": name[0].upper() + name[1:]},
        "fullDescription": sentence,
        "help": sentence,
        "defaultConfiguration": {"level": level},
    }


def _result(checked: Checked, verdict: Verdict, fail_on: frozenset[str]) -> dict[str, Any]:
    rule = (verdicts.failing(verdict, fail_on) or (verdict.verdict,))[0]
    quotation = wording.quoted(verdict.quotation.text)
    result: dict[str, Any] = {
        "ruleId": rule,
        "ruleIndex": verdicts.FAILURES.index(rule),
        "level": verdicts.level(verdict, fail_on),
        "message": {"text": _plain(f"{quotation}: {wording.message(checked, verdict)}")},
        "locations": [_location(checked.draft, verdict.quotation.span)],
        "partialFingerprints": {"saysoVerdict/v1": verdict.id},
        "properties": {
            "verdict": verdict.verdict,
            "failing": list(verdicts.failing(verdict, fail_on)),
            "meaning": [one.what for one in verdict.meaning],
            "speakerMatch": verdict.speaker_match,
        },
    }
    if related := _related(checked, verdict):
        result["relatedLocations"] = related
    if verdict.repair and verdicts.is_own_text(checked.draft) and len(verdict.quotation.pieces) < 2:
        result["fixes"] = [_fix(checked.draft, verdict, verdict.repair)]
    return result


def _location(article: Article, span: Span) -> dict[str, Any]:
    """A place in a file: its region where the text is the file's own, else the block that it lies in."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": links.uri(links.file_of(article))}}
    origin = verdicts.origin_at(article, span[0])
    if verdicts.is_own_text(article):
        physical["region"] = _region(article.text, span)
    if origin:
        return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": _plain(origin)}]}
    return {"physicalLocation": physical}


def _region(text: str, span: Span) -> dict[str, int]:
    (line, column), (last, end) = (verdicts.line_and_column(text, place) for place in span)
    return {
        "startLine": line, "startColumn": column, "endLine": last, "endColumn": end,
        "charOffset": span[0], "charLength": span[1] - span[0],
    }  # fmt: skip


def _related(checked: Checked, verdict: Verdict) -> list[dict[str, Any]]:
    """The places in originals: where the words stand, the parts of a spliced quotation, or what came nearest."""
    places = [(part.original, part.span, part.where) for part in verdict.parts]
    if not places and verdict.original and verdict.original_span:
        places = [(verdict.original, verdict.original_span, verdict.where)]
    if verdict.nearest:
        near = verdict.nearest.place
        places.append((near.original, near.span, near.where))
    return [
        {"id": number, **_original(checked, *place[:2]), "message": {"text": _plain(verdicts.whereabouts(*place[::2]))}}
        for number, place in enumerate(places, 1)
    ]


def _original(checked: Checked, name: str, span: Span) -> dict[str, Any]:
    original = checked.originals.get(name)
    if original is None:
        return {"physicalLocation": {"artifactLocation": {"uri": links.uri(name)}}}
    return _location(original, span)


def _fix(draft: Article, verdict: Verdict, repair: str) -> dict[str, Any]:
    replacement = {
        "deletedRegion": _region(draft.text, verdict.quotation.span),
        "insertedContent": {"text": printable(repair)},
    }
    change = {"artifactLocation": {"uri": links.uri(links.file_of(draft))}, "replacements": [replacement]}
    return {"description": {"text": "Quote as the original has it"}, "artifactChanges": [change]}


def _plain(text: str) -> str:
    """Text for a message, in which nothing is taken for a link."""
    return printable(text).replace("](", "]\\(")

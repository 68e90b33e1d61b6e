"""The docs name every verb, option, field and note there is, and their links lead somewhere."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from sayso import cli, model
from sayso.show import csv

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md")])
CLI = (ROOT / "docs" / "cli.md").read_text("utf-8")
RECORDS = (ROOT / "docs" / "json.md").read_text("utf-8")


def verbs(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def options(parser: argparse.ArgumentParser) -> set[str]:
    return {name for action in parser._actions for name in action.option_strings}


@pytest.mark.parametrize("verb", [name for name, _ in verbs(cli.parser())])
def test_every_verb_has_a_section(verb: str) -> None:
    assert f"## `sayso {verb}`" in CLI


@pytest.mark.parametrize(("verb", "parser"), [("sayso", cli.parser()), *verbs(cli.parser())])
def test_every_option_is_documented(verb: str, parser: argparse.ArgumentParser) -> None:
    section = CLI if verb == "sayso" else CLI.partition(f"## `sayso {verb}`")[2].partition("\n## `")[0]
    missing = {name for name in options(parser) if not re.search(rf"`{re.escape(name)}[ `]", section)}
    assert missing - {"-h", "--help"} == set()  # those are said once, for all verbs
    assert {"-h", "--help"} <= set(re.findall(r"`(-[-a-z]+)`", CLI))


def test_no_option_is_documented_that_is_not_there() -> None:
    there = options(cli.parser()).union(*(options(parser) for _, parser in verbs(cli.parser())))
    assert set(re.findall(r"`(--?[a-z][a-z-]*)", CLI)) - there - {"-R"} == set()


@pytest.mark.parametrize(
    "record",
    [model.Article, model.Block, model.Note, model.Provenance, model.Quotation, model.Attribution, model.Run,
     model.Reject, model.Findings, model.Speaker, model.SpokenFor, model.Words, model.Mention, model.Unnamed,
     model.Turn, model.Verdict, model.Quoted, model.Change, model.Gap, model.Extent, model.Meaning, model.Context,
     model.Place, model.Nearest, model.Comparison, model.Detail, model.Searched],
)  # fmt: skip
def test_every_field_is_documented(record: type) -> None:
    missing = [field.name for field in fields(record) if f"`{field.name.rstrip('_')}`" not in RECORDS]  # type: ignore[arg-type]
    assert missing == []


def test_every_column_is_documented() -> None:
    assert [name for name in csv.COLUMNS if f"`{name}`" not in CLI] == []


def note_codes() -> Iterator[str]:
    """The code of every note that the sources make: the first argument of ``Note`` where it is written out."""
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Note" and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield code.value


def test_every_note_is_documented() -> None:
    said = "".join(page.read_text("utf-8") for page in PAGES)
    codes = set(note_codes())
    assert "direct-only" in codes
    assert [code for code in sorted(codes) if f"`{code}`" not in said] == []


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|^ {4}.*$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


@pytest.mark.parametrize("name", [path.name for path in (ROOT / "docs").glob("*.md")])
def test_every_page_of_docs_is_linked(name: str) -> None:
    others = [page.read_text("utf-8") for page in PAGES if page.name != name]
    assert any(f"{name})" in text or f"{name}#" in text for text in others)


def test_make_targets_named_in_the_docs_are_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z]+)`", page.read_text("utf-8"))}
    assert named <= targets

"""Rooms are numbered; a room imports only from lower numbers, and rooms of one number never import each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "sayso"
ROOMS = {
    "model": 0, "errors": 0,
    "languages": 1, "encoder": 1, "show": 1,
    "match": 2,
    "read": 3, "attribute": 3, "resolve": 3, "check": 3,
    "corpus": 5,
    "cli": 6,
    "__init__": 7, "__main__": 7,  # the front door: may name everything
}  # fmt: skip
ONE_ROOM_ONLY = {
    "trafilatura": "read",
    "htmldate": "read",
    "lxml": "read",
    "pypdfium2": "read",
    "docx": "read",
    "markdown_it": "read",
    "py3langid": "languages",
    "onnxruntime": "encoder",
    "tokenizers": "encoder",
    "rich": "show",
    "sqlite3": "corpus",
    "pyarrow": "corpus",
}
"""Each dependency is imported in one room."""

FILES = sorted(SRC.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it, for typing too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by full name, so that rooms can be read off it"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def faults(here: str, module: str) -> str | None:
    """What is wrong with importing a module in a room, if anything."""
    package, _, rest = module.partition(".")
    if package in ONE_ROOM_ONLY and ONE_ROOM_ONLY[package] != here:
        return f"{package} is imported only in {ONE_ROOM_ONLY[package]}/"
    if package != "sayso":
        return None
    there = rest.partition(".")[0]
    if there not in ROOMS:  # `from sayso import __version__`, or a name that the front door hands on
        return None if ROOMS[here] >= 6 else "import from the room itself, not from the package"
    if there == here or ROOMS[there] < ROOMS[here]:
        return None
    return f"{here} ({ROOMS[here]}) may not import {there} ({ROOMS[there]})"


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(SRC)) for path in FILES])
def test_rooms(path: Path) -> None:
    assert [(module, fault) for module in imported(path) if (fault := faults(room(path), module))] == []


@pytest.mark.parametrize(
    ("here", "module", "fine"),
    [
        ("read", "sayso.model.Article", True),
        ("read", "sayso.read.text", True),
        ("read", "sayso.attribute.marks", False),
        ("show", "sayso.languages", False),
        ("model", "sayso.show", False),
        ("read", "trafilatura", True),
        ("attribute", "lxml.html", False),
        ("cli", "sayso.__version__", True),
        ("show", "sayso.Article", False),
    ],
)
def test_faults_are_seen(here: str, module: str, fine: bool) -> None:
    assert (faults(here, module) is None) is fine

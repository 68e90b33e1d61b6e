"""What importing and asking for help load, and how long they take."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import pytest

HEAVY = (
    "numpy", "onnxruntime", "trafilatura", "htmldate", "lxml", "rich", "tokenizers", "pypdfium2", "docx", "markdown_it",
    "py3langid", "sqlite3", "pyarrow",
)  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    ["import sayso", "import sayso.cli; sayso.cli.parser().format_help()"],
)
def test_loads_nothing_heavy(statement: str) -> None:
    code = f"{statement}\nimport sys\nprint(sorted(set({HEAVY}) & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_help_takes_at_most_eight_bare_starts() -> None:
    def seconds(*arguments: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
        return time.perf_counter() - start

    pairs = [(seconds("-m", "sayso", "--help"), seconds("-c", "pass")) for _ in range(9)]
    # Medians, each pair taken side by side, so that a busy machine slows both.
    assert statistics.median(help_ / bare for help_, bare in pairs) <= 8


@pytest.mark.parametrize(
    "statement",
    [
        "import sayso, sayso.read, sayso.attribute",
        "from sayso.read import read_all; import sayso",
        "from sayso.attribute.marks import pair; import sayso; sayso.read(b'A text.')",
    ],
)
def test_functions_are_not_hidden_by_the_modules_of_their_name(statement: str) -> None:
    code = f"{statement}\nprint(type(sayso.read).__name__, type(sayso.attribute).__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "function function\n"

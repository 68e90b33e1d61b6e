"""Running the command line as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Sayso = Callable[..., "subprocess.CompletedProcess[str]"]


def runner(folder: Path) -> Sayso:
    """A function that runs sayso in a folder, without a terminal's settings."""

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "COLUMNS")}
        return subprocess.run(
            [sys.executable, "-m", "sayso", *arguments],
            input=stdin, capture_output=True, text=True, encoding="utf-8", cwd=folder, env=environment, check=False,
        )  # fmt: skip

    return run

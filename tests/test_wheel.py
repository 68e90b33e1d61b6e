"""The wheel holds what is needed and no more, and what is installed stays small."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    there = {
        str(path.relative_to(SRC)) for path in SRC.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == there
    assert "sayso/py.typed" in names
    assert any(name.startswith("sayso/languages/en/") for name in names)
    assert any(name.startswith("sayso/encoder/model/") and name.endswith(".onnx") for name in names)


def test_wheel_is_under_40_mb(wheel: Path) -> None:
    assert wheel.stat().st_size < 40e6


def test_wheel_declares_the_command_the_languages_and_the_licence(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    read = {Path(name).name: archive.read(name).decode() for name in archive.namelist() if ".dist-info/" in name}
    assert "sayso = sayso.cli:main" in read["entry_points.txt"]
    assert "[sayso.languages]" in read["entry_points.txt"]
    assert "License-Expression: Apache-2.0" in read["METADATA"]
    needed = re.findall(r"^Requires-Dist: (?!.*extra)(.*)$", read["METADATA"], re.MULTILINE)
    assert any("onnxruntime" in line for line in needed)
    assert not any("torch" in line for line in needed)


def test_all_that_is_installed_is_under_302_mb(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), str(wheel)]
    subprocess.run(command, check=True)
    assert sum(path.stat().st_size for path in target.rglob("*") if path.is_file()) < 302e6
    done = subprocess.run(
        [sys.executable, "-m", "sayso", "attribute", "-", "--json"],
        input="“It is shut,” said Mayor Ada Brink.", capture_output=True, text=True, encoding="utf-8",
        cwd=tmp_path, env={"PYTHONPATH": str(target)}, check=True,
    )  # fmt: skip
    assert "Ada Brink" in done.stdout

"""Folders: the files in them, each to be read as if it had been named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sayso.errors import Refused


def files(path: str | os.PathLike[str]) -> Iterator[str | os.PathLike[str] | Refused]:
    """A path itself, or all files of a folder and of those in it, by name; hidden ones are left out.

    A folder that may not be opened and one without files each give a refusal.
    """
    if not _is_folder(path):
        yield path
        return
    name = os.fspath(path)
    refused: list[Refused] = []

    def note(error: OSError) -> None:
        where = str(error.filename or name)
        refused.append(Refused(where, "may not be read", "grant yourself the right to read it (chmod u+rx)"))

    found: list[Path] = []
    for folder, inner, names in os.walk(name, onerror=note):
        inner[:] = _shown(inner)  # so that hidden folders are not walked
        found += (Path(folder, file) for file in _shown(names))
    yield from refused
    if not found and not refused:
        yield Refused(name, "holds no file that can be read", "name a folder with texts, pages or documents in it")
    yield from map(str, sorted(found))


def _shown(names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith(".")]


def _is_folder(path: str | os.PathLike[str]) -> bool:
    try:
        return os.fspath(path) != "-" and os.path.isdir(path)
    except ValueError:  # a NUL in the name
        return False

"""A corpus in other forms: JSON lines, CSV, W3C annotations, Parquet."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.corpus.schema import TABLES
from sayso.errors import MissingPart, SaysoError
from sayso.model import Findings, findings_to_json
from sayso.show import csv
from sayso.show.annotations import lines as annotation_lines
from sayso.show.characters import json_safe

if TYPE_CHECKING:
    import pyarrow

FORMS = ("jsonl", "csv", "parquet", "annotations")
ROWS_AT_ONCE = 10_000


def lines(found: Iterable[Findings], to: str, folder: Path) -> Path:
    """Write findings, an article at a time, to one file of a folder."""
    name, head, drawn = _FILES[to]
    with _written(folder, name) as part, part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
        out.write(head())
        for one in found:
            out.write(drawn(one))
    return folder / name


def _json_lines(found: Findings) -> str:
    return json_safe(json.dumps(findings_to_json(found), ensure_ascii=False)) + "\n"


_FILES: dict[str, tuple[str, Callable[[], str], Callable[[Findings], str]]] = {
    "jsonl": ("said.jsonl", str, _json_lines),
    "csv": ("statements.csv", csv.header, csv.lines),
    "annotations": ("annotations.jsonl", str, annotation_lines),
}


def parquet(db: sqlite3.Connection, folder: Path) -> list[Path]:
    """Write every table to a file of its own."""
    try:
        import pyarrow.parquet  # noqa: F401  # before any file is made
    except ImportError:
        raise MissingPart("for Parquet pyarrow is needed: pip install 'sayso[tables]'") from None
    return [_table(db, table, folder) for table in TABLES]


def _table(db: sqlite3.Connection, table: str, folder: Path) -> Path:
    from pyarrow import RecordBatch
    from pyarrow.parquet import ParquetWriter

    schema, keys = _schema(db, table)
    name = f"{table}.parquet"
    rows = db.execute(f"SELECT {', '.join(schema.names)} FROM {table} ORDER BY {', '.join(keys)}")
    with _written(folder, name) as part, ParquetWriter(part, schema) as out:
        while batch := rows.fetchmany(ROWS_AT_ONCE):
            out.write_batch(RecordBatch.from_pylist([dict(row) for row in batch], schema=schema))
    return folder / name


def _schema(db: sqlite3.Connection, table: str) -> tuple[pyarrow.Schema, list[str]]:
    """A table's columns with their types, and those that it is ordered by."""
    import pyarrow

    types: dict[str, Any] = {
        "TEXT": pyarrow.string(),
        "INTEGER": pyarrow.int64(),
        "REAL": pyarrow.float64(),
        "BLOB": pyarrow.binary(),
    }
    columns = db.execute(f"PRAGMA table_info({table})").fetchall()
    keys = [row["name"] for row in sorted(columns, key=lambda row: int(row["pk"])) if row["pk"]]
    return pyarrow.schema([(row["name"], types[row["type"]]) for row in columns]), keys


@contextmanager
def _written(folder: Path, name: str) -> Iterator[Path]:
    """A file to write that takes its name when it is whole."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise SaysoError(f"{folder} is a file; give a folder to write to") from None
    part = folder / f".{name}.part"
    try:
        yield part
        os.replace(part, folder / name)
    finally:
        part.unlink(missing_ok=True)

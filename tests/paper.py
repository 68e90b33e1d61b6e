"""PDF files and documents of Word, made for tests."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence

Words = tuple[int, int, str]
"""Where a line of a page begins, from the left and from the bottom, and the line."""


def pdf(pages: Sequence[Sequence[Words]], info: str = "", locked: bool = False) -> bytes:
    """A PDF with the pages; ``info`` is its metadata as PDF has them."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", _FONT]
    kids = []
    for page in pages:
        drawn = " ".join(f"1 0 0 1 {x} {y} Tm ({_escaped(words)}) Tj" for x, y, words in page)
        stream = f"BT /F1 11 Tf {drawn} ET"
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {_RESOURCES} /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    trailer = ""
    if info:
        objects.append(f"<< {info} >>")
        trailer += f" /Info {len(objects)} 0 R"
    if locked:  # no password fits these
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>")
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<{'43' * 16}> <{'43' * 16}>]"
    return _written(objects, trailer)


_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
_RESOURCES = "/Resources << /Font << /F1 3 0 R >> >>"


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _written(objects: Sequence[str], trailer: str) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{one}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R{trailer} >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()


def page(*lines: str, head: str = "", foot: str = "") -> list[Words]:
    """A page of lines, with a gap for each empty one, and what stands at its head and foot."""
    words = [(72, 700 - 14 * i, line) for i, line in enumerate(lines) if line]
    return [*([(72, 760, head)] if head else []), *words, *([(300, 40, foot)] if foot else [])]


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def lying(data: bytes, part: str, said: int) -> bytes:
    """An archive that declares another size for one of its parts, wherever it does."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(part).file_size
    return data.replace(struct.pack("<L", size), struct.pack("<L", said))

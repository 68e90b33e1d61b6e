"""From what the caller names to bytes: files, standard input, packed files, and what is refused."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Literal, cast

from sayso.errors import Refused

LIMIT = 20_000_000
"""Bytes of one article, unpacked.  The longest page of news is a fraction of that."""
DOCUMENT_LIMIT = 100_000_000
"""Bytes of a document with pictures; its text is bounded by `LIMIT`."""
HEAD = 65_536
"""Bytes looked at to tell what an input is."""

Kind = Literal["html", "json", "text", "pdf", "docx", "subtitles", "markdown"]

_SUFFIXES: dict[str, Kind] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
    ".jsonl": "json", ".ndjson": "json", ".json": "json",
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".pdf": "pdf", ".docx": "docx", ".srt": "subtitles", ".vtt": "subtitles",
}  # fmt: skip
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old office document, or one with a password", "save it as .docx, without a password"),
    (b"{\\rtf", "an RTF document", "save it as .docx, HTML or plain text"),
    (b"\x89PNG", "an image", "read its text with an OCR program first"),
    (b"\xff\xd8\xff", "an image", "read its text with an OCR program first"),
    (b"GIF8", "an image", "read its text with an OCR program first"),
    (b"BZh", "packed with bzip2", "unpack it first: bunzip2 FILE"),
    (b"\xfd7zXZ", "packed with xz", "unpack it first: unxz FILE"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", "unpack it first: unzstd FILE"),
    (b"bplist", "a web archive of Safari", "save the page as HTML source"),
)
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|meta|title)\b", re.I)
_TAG = re.compile(rb"</?(?:p|div|span|a|br|h[1-6]|ul|li|table|section|blockquote)\b[^<>]{0,2000}>", re.I)
_OBJECT = re.compile(rb'\s*(?:\[\s*)?\{\s*(?:"|\})')
_CUES = re.compile(rb"(?:WEBVTT(?:[ \t\r\n]|\Z)|\d+[ \t]*\r?\n[ \t]*\d+:\d\d:\d\d[,.]\d+[ \t]*-->)")
_MHTML = re.compile(rb"^(?:From:|MIME-Version:|Content-Type: multipart/related)", re.I | re.M)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x08\x0b\x1b"))


@dataclass(frozen=True, slots=True)
class Source:
    """An opened input: its name, its first bytes, and the stream that goes on after them."""

    name: str
    suffix: str
    head: bytes
    stream: IO[bytes]

    def rest(self, limit: int = LIMIT) -> bytes:
        """All of it; refused if it is longer than the limit."""
        data = self.head + _guarded(self.name, self.stream, limit + 1 - len(self.head))
        if len(data) > limit:
            raise too_large(self.name, limit)
        return data

    def lines(self) -> Iterator[bytes]:
        """Its lines, one at a time; a longer line than :data:`LIMIT` is refused."""
        pending = self.head
        while True:
            *whole, pending = pending.split(b"\n")
            yield from whole
            if len(pending) > LIMIT:
                raise too_large(self.name)
            more = _guarded(self.name, self.stream, 1 << 20)
            if not more:
                break
            pending += more
        if pending:
            yield pending


def too_large(name: str, limit: int = LIMIT) -> Refused:
    """The refusal of an input over the limit."""
    return Refused(name, f"is larger than {limit // 1_000_000} MB", "split it into one file, or one line, an article")


def digest(data: bytes) -> str:
    """SHA-256 of the bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[Source]:
    """Open a file or ``-``; unpacks gzip; refuses what is no file, is empty or can't be read."""
    name = os.fspath(path)
    if name == "-":
        if sys.stdin is None:
            raise Refused(name, "standard input is closed", "pipe something into it, or name a file")
        yield source_of(name, sys.stdin.buffer)
        return
    _check_regular(name)
    try:
        stream = open(name, "rb")  # noqa: SIM115  # closed below; errors of opening alone are caught here
    except OSError as error:
        raise _cannot_open(name, error) from None
    with stream:
        yield source_of(name, stream)


def _check_regular(name: str) -> None:
    try:
        mode = os.stat(name).st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _cannot_open(name, error) from None
    if stat.S_ISDIR(mode):  # read_all takes directories apart before this
        raise Refused(name, "is a directory", f"name the files in it: {PurePath(name) / '*'}")
    if not stat.S_ISREG(mode) and not name.startswith(("/dev/fd/", "/dev/stdin", "/proc/self/fd/")):
        raise Refused(name, "is not a regular file", "pass its content on standard input: sayso attribute - < FILE")


def _cannot_open(name: str, error: Exception) -> Refused:
    if isinstance(error, FileNotFoundError):
        return Refused(name, "no such file", "check the name; names are relative to the directory you are in")
    if isinstance(error, PermissionError):
        return Refused(name, "may not be read", "grant yourself the right to read it (chmod u+r), or copy it")
    return Refused(name, f"can't be opened ({error})", "check the name and the disk")


def source_of(name: str, stream: IO[bytes]) -> Source:
    """Look at the first bytes of a stream and unpack it; refuses what is empty."""
    head = _guarded(name, stream, HEAD)
    path = PurePath(name)
    suffix = path.suffix.lower()
    if head.startswith(b"\x1f\x8b"):
        packed = gzip.GzipFile(fileobj=cast("IO[bytes]", _Rewound(head, stream)))
        suffix = PurePath(path.stem).suffix.lower() if suffix == ".gz" else suffix
        stream = cast("IO[bytes]", packed)
        head = _guarded(name, stream, HEAD)
    if not head.strip():
        rest = _guarded(name, stream, LIMIT)
        if not rest.strip():
            raise Refused(name, "is empty", "check that the file was saved or sent whole")
        head += rest
    return Source(name, suffix, head, stream)


class _Rewound:
    """A stream put back to before its first bytes, for the unpacker, which reads and never seeks."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        if not self._head:
            return self._stream.read(size)
        size = len(self._head) if size < 0 else size
        taken, self._head = self._head[:size], self._head[size:]
        return taken


def _guarded(name: str, stream: IO[bytes], size: int) -> bytes:
    """Up to ``size`` bytes; what goes wrong in the disk or the packing is a refusal."""
    if size <= 0:
        return b""
    try:
        return stream.read(size)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Refused(name, f"is a broken gzip file ({error})", "fetch it again; gzip -t FILE tests it") from None
    except OSError as error:
        raise Refused(name, f"can't be read ({error})", "check the disk, or copy the file first") from None


def kind(head: bytes, suffix: str, name: str) -> tuple[Kind, bool]:
    """What an input is, and whether its name leaves that in doubt; refuses what can't be read.

    The content decides; a name that claims otherwise, or plain text under an unknown name, makes the
    answer doubtful.
    """
    found = _document(head)
    if found is None:
        _check_binary(head, name)
        found = _by_content(head, suffix)
    claimed = _SUFFIXES.get(suffix)
    return found, claimed != found if claimed else bool(suffix) and found == "text"


def _document(head: bytes) -> Kind | None:
    """A document that is no text itself; what kind of ZIP archive it is, its reader tells."""
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    return "pdf" if head[:1024].lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"%PDF-") else None


def _by_content(head: bytes, suffix: str) -> Kind:
    plain = head.replace(b"\0", b"")[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n")
    if _OBJECT.match(plain) and (_SUFFIXES.get(suffix) == "json" or b'"text"' in plain or b'"id"' in plain):
        return "json"
    claimed = _SUFFIXES.get(suffix)
    if _CUES.match(plain) or (claimed == "subtitles" and b"-->" in plain):
        return "subtitles"
    start = plain[:2048]
    if plain.startswith(b"<") and _MARKUP.search(start):
        return "html"
    if claimed == "markdown":
        return "markdown"
    tags = len(_TAG.findall(plain))
    if claimed == "html":
        return "html" if tags or _MARKUP.search(plain) else "text"
    return "html" if tags >= 3 and plain.startswith(b"<") else "text"


def _check_binary(head: bytes, name: str) -> None:
    for magic, what, repair in _MAGIC:
        if head.startswith(magic):
            raise Refused(name, f"is {what}, not text or HTML", repair)
    if _MHTML.match(head) and b"multipart/related" in head[:4096].lower():
        raise Refused(name, "is a web archive (MHTML), not HTML", "save the page as HTML")
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or _wide(head):
        return
    control = len(head) - len(head.translate(None, _CONTROL))
    if control > max(len(head) // 50, 2) or (b"\0\0" in head):
        raise Refused(name, "is binary, neither text nor HTML", "convert it to plain text or HTML first")


def _wide(head: bytes) -> bool:
    """True for UTF-16 without a byte order mark: the zero bytes are all at odd or all at even places."""
    odd, even = head[1:4096:2].count(0), head[0:4096:2].count(0)
    return odd + even >= max(min(len(head), 4096) // 5, 2) and min(odd, even) * 20 < max(odd, even)

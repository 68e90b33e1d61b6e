"""Bytes to characters: which encoding a file is in, and what was odd about it.

A declared encoding is believed only as far as the bytes bear it out.  UTF-8 is so strict that text
in it is hardly ever anything else, so bytes that are valid UTF-8 with characters beyond ASCII are
read as that, whatever they claim to be.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from sayso.model import Note

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_HEAD = 16_384
"""Bytes in which a page's declaration of its encoding is looked for."""
_SAMPLE = 65_536
_WESTERN = {"ascii", "iso8859-1", "cp1252", "iso8859-15"}
"""Browsers read the first two as the third."""
_MANY = 0.3
"""Share of bytes above 127 from which text is not in a Western script."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text without its byte order mark, the encoding it was read in, and what was odd."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, *, html: bool = False) -> Decoded:
    """Read bytes as text; never raises.

    The order is: byte order mark, UTF-16 without one, valid UTF-8, the encoding that a page
    declares, a guess.  Bytes that fit nothing become U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding, ())
    declared = _declared(data) if html else None
    bare = _utf16_without_mark(data)
    if bare:
        return _lenient(data, bare, (_note("encoding-guessed", f"no byte order mark; read as {bare}"),))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, declared, error)
    return Decoded(text, "utf-8", _contradiction(declared, "utf-8") if not text.isascii() else ())


def _declared(data: bytes) -> str | None:
    """The encoding that a page declares, as Python names it; None where it names none we know."""
    found = _META_CHARSET.search(data[:_HEAD])
    if not found:
        return None
    try:
        name = codecs.lookup(found.group(1).decode("ascii")).name
    except LookupError:
        return None
    # A page whose declaration could be read byte by byte is not in UTF-16, whatever it says.
    return "utf-8" if name.startswith("utf-") else "cp1252" if name in _WESTERN else name


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 by the zero bytes of its ASCII: nearly all at odd places, or nearly all at even ones."""
    sample = data[:4096]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if len(sample) < 4 or odd + even < len(sample) // 5:
        return None
    return "utf-16-le" if even * 20 < odd else "utf-16-be" if odd * 20 < even else None


def _not_utf8(data: bytes, declared: str | None, error: UnicodeDecodeError) -> Decoded:
    if error.start >= len(data) - 3 and error.reason == "unexpected end of data" and error.start:
        cut = _note("truncated", "the file ends within a character; the rest of that character is left out")
        return Decoded(data[: error.start].decode("utf-8"), "utf-8", (cut,))
    if declared in (None, "utf-8") and _mostly_utf8(data):
        return _lenient(data, "utf-8", ())
    if declared and declared != "utf-8":
        return _lenient(data, declared, ())
    guess = _guess(data)
    return _lenient(data, guess, _contradiction(declared, guess) or (_guessed(guess),))


def _mostly_utf8(data: bytes) -> bool:
    """True where characters of several bytes outnumber the bytes that break UTF-8."""
    sample = data[:_SAMPLE].decode("utf-8", "replace")
    broken = sample.count("\ufffd")
    return sum(char > "\x7f" for char in sample) - broken > broken


def _guess(data: bytes) -> str:
    """Windows-1252, as browsers do, unless so many bytes are above 127 that the script is another."""
    sample = data[:_SAMPLE]
    if sum(byte > 127 for byte in sample) < _MANY * len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"


def _lenient(data: bytes, encoding: str, notes: tuple[Note, ...]) -> Decoded:
    """Decode, replacing what does not fit, and say how much that was."""
    if encoding == "cp1252":  # the five bytes it leaves open are control characters on the web
        return Decoded(_cp1252(data), encoding, notes)
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    if broken <= 0:
        return Decoded(text, encoding, notes)
    if broken == 1 and text.endswith("\ufffd"):
        cut = _note("truncated", "the file ends within a character; the rest of that character is left out")
        return Decoded(text[:-1], encoding, (*notes, cut))
    bad = _note("broken-characters", f"{broken} places are not {encoding}; they are shown as U+FFFD")
    return Decoded(text, encoding, (*notes, bad))


def _cp1252(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        table = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(128, 160)}
        return data.decode("latin-1").translate(table)


def _contradiction(declared: str | None, found: str) -> tuple[Note, ...]:
    if declared is None or declared == found:
        return ()
    return (_note("encoding-lies", f"the page says it is in {declared}, its bytes are {found}; read as {found}"),)


def _guessed(encoding: str) -> Note:
    return _note("encoding-guessed", f"neither UTF-8 nor marked as anything else; read as {encoding}")


def _note(code: str, message: str) -> Note:
    return Note(code, message)

"""Text of strangers, made safe for where it is shown."""

from __future__ import annotations

import re

# C0 and C1 controls but for tab and newline, DEL, and lone surrogates, which no output encoding carries.
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
# Line and paragraph separators; overrides, embeddings and isolates of direction, which reorder what
# stands around them; tag characters, which are invisible and can spell out a hidden text.
_REORDERING = "\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f"
# Noncharacters, which HTML can't carry.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17)
)
_UNSAFE = re.compile(f"[{_CONTROLS}{_REORDERING}]")
_UNPRINTABLE = re.compile(f"[{_CONTROLS}{_NONCHARACTERS}]")


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible(text: str) -> str:
    """The text with what a terminal could act on written as a visible escape; tab and line ends stay."""
    return _UNSAFE.sub(_escape, text.replace("\r\n", "\n"))


def printable(text: str) -> str:
    """The text with each character that HTML or CSV can't carry replaced by U+FFFD, and that before a line feed by
    a space where the two end a line: one for one, so that places in it stay as they are."""
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", " \n"))


def json_safe(line: str) -> str:
    """A JSON text in which no character acts on a terminal or breaks an encoding; the values stay.

    Such characters stand only within JSON strings, where an escape means the same.
    """
    return _UNSAFE.sub(_json_escape, line)


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))

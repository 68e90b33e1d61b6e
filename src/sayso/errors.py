"""What sayso raises.  Ordinary text never raises; broken input does, with what, where and how to mend it."""

from __future__ import annotations


class SaysoError(Exception):
    """The base of all errors that sayso raises on purpose."""


class Refused(SaysoError):
    """An input that can't be read.

    ``input`` names it, ``reason`` says what is wrong with it, ``repair`` how to mend it.
    """

    def __init__(self, input: str, reason: str, repair: str) -> None:
        super().__init__(f"{input}: {reason}; {repair}")
        self.input = input
        self.reason = reason
        self.repair = repair


class MissingPart(SaysoError):
    """A part of sayso that is optional or should have been shipped is not installed."""

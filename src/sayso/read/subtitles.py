"""Subtitles (.srt, .vtt): each cue a block with its times, and the turns that voices and labels mark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise

from sayso.errors import Refused
from sayso.model import Article, Block, Note, Provenance, Span
from sayso.read.article import Draft, Facts, finish, with_language
from sayso.read.turns import label_at, turns_between

_ARROW = "-->"
_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_LIKE_TIMES = re.compile(r"\s*\d[\d:.,;\s>-]*:[\d:.,;\s>-]*")
_NUMBER = re.compile(r"\s*\d+\s*")
_SKIPPED = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[\w.-]*)?\s+([^<>\n]{1,200})>")
_TAG = re.compile(r"</?(?:[ibuscv]|ruby|rt|lang|font|\d[\d:.]*)(?:[.\s][^<>\n]{0,200})?>|\{\\[^{}\n]{0,200}\}", re.I)
_CHANGE = re.compile(r"(?P<label>(?:[-–—]|>{2,3})\s+)(?=\S)")
_ROLLING = 0.1
"""Share of cues that begin with the last line before them from which captions roll."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """One cue; ``lines`` are its words and whose voice they are, if it says so."""

    times: tuple[float, float] | None
    lines: tuple[tuple[str, str | None], ...]

    @property
    def origin(self) -> str | None:
        return None if self.times is None else "t=" + ",".join(f"{t:.3f}".rstrip("0").rstrip(".") for t in self.times)


def read_subtitles(id: str, text: str, notes: tuple[Note, ...], provenance: Provenance) -> Article:
    """Read subtitles that were decoded already; refuses those without words."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues = [cue for cue in _cues(lines) if cue.lines]
    if not cues:
        raise Refused(provenance.origin, "holds no words", "check that the file was saved or sent whole")
    broken = sum(cue.times is None for cue in cues)
    if broken:
        notes += (Note("broken-times", f"the times of {broken} of {len(cues)} cues can't be read; their words were"),)
    words, blocks, labels = _joined(_unrolled(cues))
    turns = turns_between(words, labels)
    return finish(id, Draft(words, blocks, notes, turns), with_language(Facts(), _language(lines)), provenance)


def _language(lines: Sequence[str]) -> str | None:
    """What the head of a WebVTT file says."""
    found = (re.fullmatch(r"Language:\s*([\w-]+)\s*", line) for line in lines[:6])
    return next((one[1] for one in found if one), None)


def _cues(lines: Sequence[str]) -> Iterator[_Cue]:
    """The cues of a file, without its head and, in WebVTT, its notes and styles."""
    web = lines[0].removeprefix("\ufeff").startswith("WEBVTT")
    times: tuple[float, float] | None = None
    words: list[str] | None = None
    skipping = False
    for at, line in enumerate(lines):
        if _starts(lines, at):
            if words is not None:
                yield _Cue(times, tuple(_spoken(_without_number(words, web))))
            times, words, skipping = _times(line), [], False
        elif web and _SKIPPED.match(line) and at and not lines[at - 1].strip():
            skipping = True
        elif skipping:
            skipping = bool(line.strip())
        elif words is not None:
            words.append(line)
    if words is not None:
        yield _Cue(times, tuple(_spoken(words)))


def _starts(lines: Sequence[str], at: int) -> bool:
    """Whether a line holds the times of a cue, readable or broken."""
    if _ARROW in lines[at]:
        return True
    numbered = at > 0 and _NUMBER.fullmatch(lines[at - 1]) and (at == 1 or not lines[at - 2].strip())
    return bool(numbered and _LIKE_TIMES.fullmatch(lines[at]))


def _without_number(words: list[str], web: bool) -> list[str]:
    """The lines of a cue without the number of the next one; in WebVTT, a name may stand there."""
    apart = len(words) > 1 and not words[-2].strip()
    return words[:-1] if words and (_NUMBER.fullmatch(words[-1]) or (web and apart)) else words


def _times(line: str) -> tuple[float, float] | None:
    found = _TIMES.fullmatch(line)
    if not found:
        return None
    one, two = _seconds(*found.groups()[:4]), _seconds(*found.groups()[4:])
    fits = one <= two and max(int(part) for part in found.group(2, 3, 6, 7)) < 60
    return (one, two) if fits else None


def _seconds(hours: str | None, minutes: str, seconds: str, parts: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(parts.ljust(3, "0")) / 1000


def _spoken(lines: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """The words of each line and their voice; a new voice begins a line."""
    voice: str | None = None
    for line in lines:
        at = 0
        for mark in [*_VOICE.finditer(line), None]:
            words = " ".join(unescape(_TAG.sub("", line[at : mark.start() if mark else len(line)])).split())
            if words:
                yield words, voice
            if mark:
                voice, at = unescape(mark[1]).strip(), mark.end()


def _unrolled(cues: list[_Cue]) -> list[_Cue]:
    """Cues without the lines that they repeat from the one before, where captions roll."""
    rolling = sum(0 < _repeated(a, b) < len(b.lines) for a, b in pairwise(cues))
    if not rolling or rolling < _ROLLING * len(cues):
        return cues
    kept = [cues[0]]
    for before, cue in pairwise(cues):
        rest = cue.lines[_repeated(before, cue) :]
        if rest:
            kept.append(replace(cue, lines=rest))
    return kept


def _repeated(before: _Cue, cue: _Cue) -> int:
    """How many lines a cue repeats: its first ones, the last ones of the cue before."""
    most = min(len(before.lines), len(cue.lines))
    return next((n for n in range(most, 0, -1) if before.lines[-n:] == cue.lines[:n]), 0)


def _joined(cues: list[_Cue]) -> tuple[str, tuple[Block, ...], list[tuple[Span | int, str | None]]]:
    """The text of all cues, a block each, and the labels in it."""
    parts: list[str] = []
    blocks: list[Block] = []
    labels: list[tuple[Span | int, str | None]] = []
    at, speaking = 0, None
    voices = any(voice for cue in cues for _, voice in cue.lines)
    names = _names(cues)
    for cue in cues:
        start = at
        for index, (words, voice) in enumerate(cue.lines):
            label = _label(words, names)
            turned = label is not None or (voices and voice != speaking)
            joint = "" if not index else "\n" if turned else " "
            at += len(joint)
            start = start if index else at
            if label:
                labels.append(((at, at + label[0]), label[1] or voice))
            elif turned:
                labels.append((at, voice))
            speaking = voice
            parts += [joint, words]
            at += len(words)
        blocks.append(Block((start, at), "body", cue.origin))
        parts.append("\n")
        at += 1
    return "".join(parts).rstrip("\n"), tuple(blocks), labels


def _names(cues: list[_Cue]) -> Counter[str | None]:
    """How often a name with a colon begins a line."""
    found = (label_at(words) for cue in cues for words, _ in cue.lines)
    return Counter(label[1] for label in found if label)


def _label(words: str, names: Counter[str | None]) -> tuple[int, str | None] | None:
    """The length of the label that a line begins with, and whom it names: a name in capitals or one that comes again,
    or nobody where a dash or an arrow says that another speaks."""
    named = label_at(words)
    if named and (named[1].isupper() or names[named[1]] > 1):
        return named
    found = _CHANGE.match(words)
    return (len(found["label"].rstrip()), None) if found else None

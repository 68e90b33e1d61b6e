"""Who speaks where in a transcript: the labels before the words ("MR. SMITH:", "Q.", ">> SMITH:"), and the turns
between them.

A label is told by its form, and a text is taken for a transcript only where labels are many and come again, so that a
"Note: ..." in an article makes no turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sayso.model import Block, Span, Turn

Style = Literal["capitals", "mixed", "stop", "line", "chevrons", "asked"]

_WORD = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*+"  # with a capital
_LITTLE = r"(?:of|the|for|and|de|du|la|le|van|von|der|den|bin|al)"
_NAME = (
    rf"{_WORD}(?:[ \t]++(?:{_LITTLE}[ \t]++){{0,2}}(?:{_WORD}|(?:No\.[ \t])?\#?\d{{1,3}}(?!\w))){{0,6}}"
    r"(?:,[ \t](?:Jr|JR|Sr|SR|II|III|IV)\b\.{0,2})?"
)
_ASIDE = r"(?:[ \t]*+(?:\([^()\n]{1,60}\)|\[[^\[\]\n]{1,60}\])){0,2}"
_TITLE = r"(?:,[ \t][^:\n.?!\d]{2,80})?"
_HEAD = r"\n[ \t\u00a0]*+(?P<label>(?:>{2,3}[ \t]*+|[-–—][ \t]++)?(?P<open>\*\*|__|\*)?"
_COLON = r"[ \t]?(?::(?:\*\*|__|\*)?|(?:\*\*|__|\*)(?:[ \t]?:)?))(?=\s|[\"“‘'(\[—…–])"
_NAMED = re.compile(rf"{_HEAD}(?P<speaker>{_NAME}){_ASIDE}{_TITLE}{_COLON}")
_CHEVRONS = re.compile(r"\n[ \t]*+(?P<label>>{2,3})[ \t]*+(?=\S)")
_ASKED = re.compile(
    r"\n[ \t\u00a0]*+(?P<label>(?P<open>\*\*|__|\*)?(?P<speaker>[QA])(?P<end>[.:](?:\*\*|__|\*)?|(?:\*\*|__|\*)[.:]?"
    r"|(?=[ \t])))(?P<space>[ \t\u00a0]++|\n[ \t]*+)(?=\S)"
)
_RECORD = re.compile(  # of a parliament: "Mr. SMITH of Ohio. Mr. President, ..."
    r"\n(?P<indent>[ \t\u00a0]*+)(?P<label>(?P<speaker>(?:(?:Mr|Mrs|Ms|Miss|Dr|Sen|Rep)\.?|Senator|Chair(?:man|woman)?"
    r"|Secretary|General|Representative|Delegate|Ambassador|Judge|Justice)[ \t](?:[^\W\d_a-z][\w'’-]*[ \t])?"
    r"[^\W\d_a-z][\w'’-]+(?:[ \t]of[ \t][A-Z][a-z]+(?:[ \t][A-Z][a-z]+)?)?"
    r"|The[ \t](?:(?:ACTING|VICE|PRESIDING|CHIEF)[ \t])?(?:SPEAKER|PRESIDENT|OFFICER|CHAIR(?:MAN|WOMAN)?|CLERK|JUSTICE"
    r"|Chair(?:man|woman)?|Clerk|Speaker)(?:[ \t]pro[ \t]tempore)?)(?:[ \t]?\([^()\n]{1,60}\))?\.)(?=\s+\S)"
)
_OWN_LINE = re.compile(
    r"\n[ \t\u00a0]*+(?P<label>(?P<speaker>[^\W\d_a-zß-öø-ÿ](?:[^\W\d_a-zß-öø-ÿ]|[.'’-])+"
    r"(?:[ \t][^\W_a-zß-öø-ÿ](?:[^\W_a-zß-öø-ÿ]|[.'’-])*){0,4})"
    r"(?:[ \t]*\([^()\n]{1,40}\))?)[ \t]*+(?=\n\s*\S)"
)
_NO_NAMES = re.compile(
    r"(?:(?:the|a|an)\b.*\b(?:note|question|answer|problem|result|reason|point|upshot|catch)|notes?|n\.?b\.?"
    r"|p\.?p?\.?s|editor['’]?s?['’]? note|corrections?|clarification|updated?|sources?|photos?|images?|caption"
    r"|credits?|videos?|audio|watch|listen|read(?: more| also)?|see(?: also)?|related|subject|from|to|cc|bcc"
    r"|date|dates|re|sent|attachments?|where|when|what|who|why|how|facts?|claims?|verdict|rating|ruling"
    r"|background|context|examples?|tips?|warning|caution|e-?mail|phone|tel|telephone|fax|mobile|contacts?"
    r"|media contact|address|website|web|url|time|venue|place|location|summary|topics?|title|author|by"
    r"|published|posted|tags?|category|categories|price|cost|ingredients|method"
    r"|(?:step|part|chapter|section|figure|fig|table|appendix|exhibit|item|day|week|round|option|rule|article) \w+"
    r"|results?|score|final|cast|director|directed by|rated|running time|first|second|third|fourth|finally"
    r"|lastly|pros|cons|bottom line|key points?|breaking(?: news)?|exclusive|live|more|also|and|but|so|because"
    r"|however|remember|i|he|she|they|we|you|it|this|these|here|there|yes|no|now|then|applause|laughter|music"
    r"|end|crosstalk|break|commercial break|video clip|introduction|conclusion|contents?|overview|methodology"
    r"|references|washington|london|new york|moscow|brussels|paris|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december|isbn"
    r"|doi|http|https|disclosure|disclaimer|advertisement|copyright|keywords|abstract)",
    re.I,
)
_NO_PEOPLE = re.compile(
    r"(?:warning|dear|breaking|watch|exclusive|read|update)\b|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s\d",
    re.I,
)
_ASKING = {"q": "q", "a": "a", "question": "q", "answer": "a"}
_ADDRESSED = re.compile(
    r"(?:(?:MR|MRS|MS|MISS|DR|SIR|DAME|LORD|LADY|SEN|REP|GOV|SENATOR|GOVERNOR|PRESIDENT|MAYOR|JUDGE|JUSTICE|MINISTER|SECRETARY"
    r"|COUNCILLOR|COMMISSIONER|PROFESSOR|ADMIRAL|GENERAL|CAPTAIN)\.?\s|THE\s(?:WITNESS|COURT|CHAIR|SPEAKER|PRESIDENT|CLERK))",
)
_YOUNGER = re.compile(r",?\s*(?:jr|sr|ii|iii|iv)\.*$", re.I)
_ENDS = (".", "!", "?", ")", "]", '"', "”", "''", "--", "—")
_SILENT = frozenset(("furniture", "caption", "correction"))
_FEWEST = 3
"""Labels from which a text is taken for a transcript."""
_STAGE = re.compile(r"[(\[](?:[A-Z][A-Z ,;]{3,40}|Applause|Laughter|Cheers|Music|Crosstalk)\.?[)\]]")
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|My|me|our|Our|us)\b")
_SPEECH = 3_000
"""Characters at the head of a text from which it is told for a speech by one."""


@dataclass(frozen=True, slots=True)
class _Label:
    """What may be a label: its words, and whom they name."""

    span: Span
    speaker: str | None
    style: Style
    key: str
    """What is the same in two labels of one speaker: the family name."""
    strong: bool = False
    """Set so that only a name stands like this: bold."""


def find_turns(text: str, blocks: Sequence[Block], bold: Sequence[Span] = ()) -> tuple[Turn, ...]:
    """The turns of a text that is a transcript, in text order; () for any other.

    ``bold`` are words at the head of a paragraph that the input sets bold.
    """
    found = list(_candidates("\n" + text.replace("\r", "\n"), bold))
    if not found:
        return ()
    silent = [block.span for block in blocks if block.role in _SILENT]
    found = _outside(sorted(found, key=lambda label: (label.span[0], -label.span[1])), silent)
    paragraphs = [block.span for block in blocks if block.role not in _SILENT]
    turns = turns_between(text, [(one.span, one.speaker) for one in _labels(text, found, paragraphs)])
    starts = {block.span[1]: block.span[0] for block in blocks if block.role == "furniture"}
    return tuple(one for turn in turns for one in _without_foot(text, turn, starts))


def _without_foot(text: str, turn: Turn, starts: Mapping[int, int]) -> Iterator[Turn]:
    """A turn without the page number and the like that its words end in; nothing where they are no more than that."""
    start, end = turn.span
    while end in starts and starts[end] >= start:
        end = start + len(text[start : starts[end]].rstrip())
    if end > start:
        yield replace(turn, span=(start, end))


def turns_between(text: str, labels: Sequence[tuple[Span | int, str | None]]) -> tuple[Turn, ...]:
    """Turns from their labels: each runs to the next one, without the blank space around it.

    A label that stands nowhere in the text is given by the place where its turn begins.
    """
    turns = []
    starts = [place if isinstance(place, int) else place[0] for place, _ in labels]
    for (place, speaker), until in zip(labels, [*starts, len(text)][1:], strict=True):
        span = _trimmed(text, place if isinstance(place, int) else place[1], until)
        if span:
            turns.append(Turn(span, speaker, None if isinstance(place, int) else place))
    return tuple(turns)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return (start + left, start + len(words.rstrip())) if words.strip() else None


# --- what may be a label ---------------------------------------------------------------------


def _candidates(lines: str, bold: Sequence[Span]) -> Iterator[_Label]:
    """All that may be a label; ``lines`` is the text after a line feed, so each place is one too far."""
    for found in _NAMED.finditer(lines):
        yield from _named(found)
    for found in _ASKED.finditer(lines):
        yield _Label(_place(found), None, "asked", found["speaker"].lower() + _kind_of_end(found))
    for found in _RECORD.finditer(lines):
        if _opens_paragraph(lines, found):
            speaker = found["speaker"]
            name = re.sub(r" of .*", "", speaker)
            yield _Label(_place(found), speaker, "stop", _key(name), strong=name.split()[-1].isupper())
    for found in _OWN_LINE.finditer(lines):
        if not _NO_NAMES.fullmatch(found["speaker"]):
            yield _Label(_place(found), found["speaker"], "line", _key(found["speaker"]))
    if "\n> " not in lines:
        yield from (_Label(_place(found), None, "chevrons", ">>") for found in _CHEVRONS.finditer(lines))
    for span in bold:
        yield from _bold(lines[span[0] + 1 : span[1] + 1], span)


def label_at(line: str) -> tuple[int, str] | None:
    """The length of the name with a colon that a line begins with, and the name."""
    found = _NAMED.match("\n" + line[:200])
    label = next(_named(found), None) if found else None
    return (label.span[1], label.speaker) if label and label.speaker and ":" in line[: label.span[1]] else None


def _place(found: re.Match[str]) -> Span:
    return found.start("label") - 1, found.end("label") - 1


def _named(found: re.Match[str]) -> Iterator[_Label]:
    """A name with a colon; a bold one may go without."""
    speaker = found["speaker"].strip()
    asking = _ASKING.get(speaker.lower())
    colon = ":" in found["label"][-4:]
    if asking and len(speaker) > 1 and colon:
        yield _Label(_place(found), None, "asked", asking + (":" if speaker.isupper() else "w"))
    elif not asking and (colon or found["open"]) and _is_name(speaker):
        style: Style = "capitals" if speaker.upper() == speaker else "mixed"
        if style == "mixed" and found.string[found.end() : found.end() + 3].strip()[:1].isdigit():
            return  # a table: "Republicans: 45 percent"
        yield _Label(_place(found), speaker, style, _key(speaker), strong=bool(found["open"]))


def _bold(words: str, span: Span) -> Iterator[_Label]:
    speaker = re.split(r"[(\[,:]", words)[0].strip(" .\u00a0")
    asking = _ASKING.get(speaker.lower())
    if asking:
        yield _Label(span, None, "asked", f"{asking}:")
    elif re.fullmatch(_NAME, speaker) and _is_name(speaker):
        yield _Label(span, speaker, "mixed", _key(speaker), strong=True)


def _is_name(words: str) -> bool:
    told = _NO_NAMES.fullmatch(words) or _NO_PEOPLE.match(words)
    return len(words) < 60 and not told and not words.endswith(("'s", "’s"))


def _kind_of_end(found: re.Match[str]) -> str:
    """How a bare Q or A ends: ".", ":" or, without either, " " before one blank and "_" before more; "Question:" in
    small letters has "w" instead."""
    mark = found["end"].strip("*_")
    return mark or (" " if len(found["space"]) == 1 and found["space"] != "\t" and not found["open"] else "_")


def _key(speaker: str) -> str:
    words = _YOUNGER.sub("", speaker.casefold().rstrip(" .")).split()
    return words[-1] if words else speaker


def _opens_paragraph(lines: str, found: re.Match[str]) -> bool:
    """True where a name with a full stop can open a paragraph: it is set in, or no sentence runs on before it."""
    before = lines[max(0, found.start() - 80) : found.start()].rpartition("\n")[2].rstrip()
    return len(found["indent"]) >= 2 or not before or before.endswith(_ENDS)


def _outside(found: list[_Label], silent: Sequence[Span]) -> list[_Label]:
    """Labels apart from each other, the first and longest kept, and none in a block that nobody speaks."""
    kept: list[_Label] = []
    blocks = iter(silent)
    block = next(blocks, None)
    for label in found:
        while block and block[1] <= label.span[0]:
            block = next(blocks, None)
        if block and block[0] <= label.span[0]:
            continue
        if kept and label.span[0] < kept[-1].span[1]:
            if label.strong and label.span[0] == kept[-1].span[0]:
                kept[-1] = replace(kept[-1], strong=True)
                continue
            if label.style != "line" and kept[-1].style != "line":
                continue
        kept.append(label)
    return kept


# --- which of them are -----------------------------------------------------------------------


def _labels(text: str, found: list[_Label], paragraphs: Sequence[Span]) -> list[_Label]:
    """The labels of a transcript: those of the style that most come again in, and questions and answers with them."""
    asked = _asked([label for label in found if label.style == "asked"])
    best: list[_Label] = []
    for style in ("capitals", "mixed", "stop", "line", "chevrons"):
        chosen = _of_style([label for label in found if label.style == style], style, asked)
        if len(chosen) > len(best) and _fills(chosen, asked, paragraphs, style):
            best = chosen
    if not best:
        alone = _dialogue(asked) or _opening(text, asked)
        if alone and _fills(alone, [], paragraphs, "asked"):
            return alone
        capitals = [label for label in found if label.style == "capitals"]
        short = _opening(text, [label for label in capitals if _ADDRESSED.match(label.speaker or "")])
        return capitals if short else _speech(text, [label for label in found if label.style == "capitals"])
    with_them = asked + [label for label in found if label.style == "chevrons" and best[0].style != "chevrons"]
    apart = ("a ",) if best[0].style == "mixed" else ("a ", "qw", "aw")
    with_them = [label for label in with_them if label.key not in apart]
    return _apart(best + with_them)


def _apart(labels: Iterable[_Label]) -> list[_Label]:
    kept: list[_Label] = []
    for label in sorted(labels, key=lambda label: label.span):
        if not kept or label.span[0] >= kept[-1].span[1]:
            kept.append(label)
    return kept


def _of_style(labels: list[_Label], style: Style, asked: Sequence[_Label]) -> list[_Label]:
    """The labels of one style that are speakers, () where they are not those of a transcript."""
    if len(labels) + len(asked) < _FEWEST or not labels:
        return []
    counts = Counter(label.key for label in labels)
    again = [label for label in labels if counts[label.key] > 1]
    several = len(set(counts)) > 1 or bool(asked)
    if style == "chevrons":
        return labels
    if style == "capitals":
        return labels if 2 * len(again) >= len(labels) or len(asked) >= _FEWEST else []
    if style == "line":
        enough = len(labels) > _FEWEST and 10 * len(again) >= 7 * len(labels)
        return again if several and enough else []
    sure = len(again) + len(asked) + sum(label.strong for label in labels)
    if not (several and again and sure >= _FEWEST and 2 * len(again) >= len(labels)):
        return []
    return [label for label in labels if counts[label.key] > 1 or label.strong or " " in (label.speaker or "")]


def _asked(labels: list[_Label]) -> list[_Label]:
    """Questions, and the answers that are set as they are.  "A" with one blank after it is an article more often, so
    there an answer must follow a question."""
    ends = {label.key[1] for label in labels if label.key[0] == "q"}
    if " " in ends and sum(label.key == "q " for label in labels) < _FEWEST:
        ends.discard(" ")
    kept: list[_Label] = []
    for label in labels:
        end = label.key[1]
        if end in ends and (label.key != "a " or (kept and kept[-1].key == "q ")):
            kept.append(label)
    return kept


def _dialogue(asked: list[_Label]) -> list[_Label]:
    """Questions and answers of nobody named: both must be there."""
    answers = sum(label.key[0] == "a" for label in asked)
    return asked if len(asked) >= _FEWEST and 3 * answers >= len(asked) and answers < len(asked) else []


def _fills(labels: list[_Label], asked: Sequence[_Label], paragraphs: Sequence[Span], style: Style) -> bool:
    """Whether labels stand at so many paragraphs, and so early, that the whole is a transcript."""
    if not paragraphs:
        return True
    first = min(label.span[0] for label in labels)
    end = paragraphs[-1][1]
    share = (len(labels) + len(asked)) / len(paragraphs)
    early = sum(span[0] < first for span in paragraphs) <= max(4, 0.25 * len(paragraphs)) or first < 0.25 * end
    if style in ("capitals", "stop", "chevrons"):
        return early or share >= 0.3
    return early and share >= 0.2


def _opening(text: str, labels: list[_Label]) -> list[_Label]:
    """Few labels, of which one opens the text: an excerpt of a transcript.  A question must have its answer."""
    opens = bool(labels) and not text[: labels[0].span[0]].strip()
    return labels if opens and (len(labels) > 1 or labels[0].style != "asked") else []


def _speech(text: str, labels: list[_Label]) -> list[_Label]:
    """One label, or two, at the head of what one person says at length."""
    if not 1 <= len(labels) <= 2 or labels[0].span[0] > 300 or " " not in (labels[0].speaker or ""):
        return []
    head = text[labels[0].span[1] : labels[0].span[1] + _SPEECH]
    words = len(head.split())
    spoken = len(_FIRST_PERSON.findall(head)) >= 0.02 * words
    return labels if words >= 50 and (spoken or _STAGE.search(head)) else []


# --- as JSON gives them ----------------------------------------------------------------------


def given_turns(given: object, text: str) -> tuple[Turn, ...] | None:
    """Turns as JSON has them, ours (``span``, ``speaker``, ``label``) or with ``start`` and ``end``; None where one of
    them does not fit the text."""
    if not isinstance(given, list):
        return None
    found: list[Turn] = []
    for one in given:
        turn = _given_turn(one, text) if isinstance(one, dict) else None
        start = (turn.label or turn.span)[0] if turn else -1
        if turn is None or start < (found[-1].span[1] if found else 0):
            return None
        if turn.span[0] < turn.span[1]:
            found.append(turn)
    return tuple(found)


def _given_turn(one: Mapping[str, Any], text: str) -> Turn | None:
    speaker = one.get("speaker")
    speaker = speaker if isinstance(speaker, str) and speaker.strip() else None
    if "span" in one:
        span, label = _span(one["span"], text), _span(one.get("label"), text)
        fits = span and (label is None) == (one.get("label") is None) and (label is None or label[1] <= span[0])
        return Turn(span, speaker, label) if span and fits else None
    span = _span([one.get("start"), one.get("end")], text)
    return _without_label(text, span, speaker) if span else None


def _span(given: object, text: str) -> Span | None:
    if not isinstance(given, list) or len(given) != 2 or not all(type(part) is int for part in given):
        return None
    return (given[0], given[1]) if 0 <= given[0] <= given[1] <= len(text) else None


def _without_label(text: str, span: Span, speaker: str | None) -> Turn:
    """A turn whose span may have the label in it."""
    start, end = span
    asking = speaker is not None and speaker.rstrip(".:").lower() in _ASKING
    label = None
    if speaker is not None:
        mark = r"(?:[ \t]?[.:])?" if asking else r"[ \t]?[.:]" if speaker.upper() == speaker else "[ \t]?:"
        aside = "" if asking else _ASIDE
        wanted = rf"\s*+((?:>>+[ \t]*)?[*_]*{re.escape(speaker)}[*_]*{aside}{mark}[*_]*)(?=\s|\W|$)"
        found = re.compile(wanted).match(text, start, end)
        label = found.span(1) if found else None
    words = _trimmed(text, label[1] if label else start, end) or (end, end)
    return Turn(words, None if asking else speaker, label)

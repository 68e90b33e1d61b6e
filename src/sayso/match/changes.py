"""What differs between the words of an original and a quotation of them, each difference named.

Both texts are walked word by word along an alignment.  Every stretch in which they differ, be it a comma, becomes a
`Change`; words of the original that are left out between two that are kept become a `Gap`.  So `applied` gives the
quotation back to the character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.match.align import Pair
from sayso.match.keys import Keyer, folded, letters
from sayso.match.query import ELLIPSIS, Query
from sayso.model import Change, ChangeClass, Gap, Span

FEW = 3
"""Words left out next to replaced ones that are taken for part of the same change ("a lot of" for "many")."""


@dataclass(frozen=True, slots=True)
class Window:
    """Words of an original: their keys, and their spans in its text; ``blank`` is the text with all that nobody said
    blanked."""

    keys: tuple[str, ...]
    spans: tuple[Span, ...]
    text: str
    blank: str


@dataclass(frozen=True, slots=True)
class Block:
    """Words of the quotation, numbers ``ours``, that stand for words of the window, ``theirs``; either may be none."""

    ours: Pair
    theirs: Pair
    same: bool = False

    @property
    def put_in(self) -> bool:
        """The quotation alone has words."""
        return self.theirs[0] == self.theirs[1]

    @property
    def left_out(self) -> bool:
        """The original alone has words."""
        return self.ours[0] == self.ours[1]


@dataclass(frozen=True, slots=True)
class Differences:
    """How a quotation differs from the stretch ``span`` of an original."""

    span: Span
    changes: tuple[Change, ...]
    gaps: tuple[Gap, ...]
    blocks: tuple[Block, ...]
    quiet: frozenset[Change]
    """Changes of white space, hyphens at line ends, labels and stage notes alone: no difference in what is read."""


def differences(query: Query, window: Window, pairs: Sequence[Pair], keyer: Keyer) -> Differences:
    """All differences along the pairs of an alignment (at least one)."""
    return _Walk(query, window, keyer).walked(_blocks(query, window, pairs))


def applied(text: str, span: Span, changes: Sequence[Change], gaps: Sequence[Gap]) -> str:
    """The original's words in ``span`` with the gaps left out and the changes made: the quotation."""
    parts: list[str] = []
    at = span[0]
    events: list[Gap | Change] = [*gaps, *changes]
    for event in sorted(events, key=lambda one: (one.original_span, isinstance(one, Gap))):
        start, end = event.original_span
        parts.append(text[at:start])
        if isinstance(event, Change):
            parts.append(event.to)
        at = max(at, end)
    return "".join(parts) + text[at : span[1]]


# --- blocks --------------------------------------------------------------------------------------


def _blocks(query: Query, window: Window, pairs: Sequence[Pair]) -> tuple[Block, ...]:
    """The quotation's words in order, as blocks that are the same, differ, are put in, or left out."""
    found: list[Block] = []
    at, there = 0, pairs[0][1]
    while there and _empty(window.spans[there]):
        there -= 1
    for i, j in [*pairs, (len(query), pairs[-1][1] + 1)]:
        if at < i or there < j:
            found.append(Block((at, i), (there, j)))
        if i < len(query):
            found.append(Block((i, i + 1), (j, j + 1), query.keyed.keys[i] == window.keys[j]))
        at, there = i + 1, j + 1
    return _joined([part for block in found for part in _parted(block, query)], query, window)


def _parted(block: Block, query: Query) -> Iterator[Block]:
    """A block in which words stand for others is parted where many are left out, or where the quotation shows that
    some are."""
    (at, to), (there, end) = block.ours, block.theirs
    put_in, left_out = to - at, end - there
    marked = any(i in query.marked for i in range(at, to + 1))
    own = all(i in query.bracketed for i in range(at, to))
    if put_in and left_out and not block.same and ((marked and not own) or left_out > FEW + 2 * put_in):
        before = at in query.marked
        yield from (Block((at, at), block.theirs),) if before else ()
        yield Block(block.ours, (end, end) if before else (there, there))
        yield from () if before else (Block((to, to), block.theirs),)
    else:
        yield block


def _joined(blocks: list[Block], query: Query, window: Window) -> tuple[Block, ...]:
    """Blocks with those joined that part a word ("don't" against "do not"), and with few words left out beside
    replaced ones made part of the replacement."""
    found: list[Block] = []
    for block in blocks:
        if found and (_continues(block, query, window) or _belongs(found[-1], block, query)):
            last = found[-1]
            same = last.same and block.same
            found[-1] = Block((last.ours[0], block.ours[1]), (last.theirs[0], block.theirs[1]), same)
        else:
            found.append(block)
    return tuple(found)


def _continues(block: Block, query: Query, window: Window) -> bool:
    """The block begins within a word."""
    ours, theirs = block.ours, block.theirs
    within_ours = not block.left_out and _empty(query.keyed.spans[ours[0]])
    return within_ours or (not block.put_in and _empty(window.spans[theirs[0]]))


def _empty(span: Span) -> bool:
    return span[0] == span[1]


def _belongs(last: Block, block: Block, query: Query) -> bool:
    """One replaces words and the other leaves a few out beside them, or puts a few in."""
    if last.same or block.same or block.ours[0] in query.marked:
        return False
    own = [_own(one, query) for one in (last, block) if not one.left_out]
    if any(own):
        return all(own)
    replaces = not (last.put_in or last.left_out), not (block.put_in or block.left_out)
    few = all(one.theirs[1] - one.theirs[0] <= FEW for one in (last, block) if one.left_out)
    return few and replaces in ((True, False), (False, True))


def _own(block: Block, query: Query) -> bool:
    return not block.left_out and all(i in query.bracketed for i in range(*block.ours))


# --- the walk ------------------------------------------------------------------------------------


class _Walk:
    """Walks two texts along blocks and collects what differs."""

    def __init__(self, query: Query, window: Window, keyer: Keyer) -> None:
        self.query = query
        self.window = window
        self.language = keyer.language
        self.likeness = keyer.likeness
        self.changes: list[Change] = []
        self.gaps: list[Gap] = []
        self.at = 0
        """How far the quotation's text is walked."""
        self.there = 0
        """How far the original's is."""

    def walked(self, blocks: tuple[Block, ...]) -> Differences:
        first = next(k for k, block in enumerate(blocks) if not block.put_in)
        start = self._start(blocks[first], first > 0)
        left_out: Block | None = None
        for block in blocks[first:]:
            if block.left_out:
                left_out = block
                continue
            if block is not blocks[first]:
                self._between(block, left_out)
            left_out = None
            self._block(block)
        end = self._end(left_out)
        tidied = [(_tidy(change), self._is_quiet(change)) for change in self.changes]
        changes = tuple(change for change, _ in tidied)
        quiet = frozenset(change for change, is_quiet in tidied if is_quiet)
        return Differences((start, end), changes, tuple(self.gaps), blocks, quiet)

    def _start(self, block: Block, put_in: bool) -> int:
        """What stands before the first word that is in both."""
        start = self.window.spans[block.theirs[0]][0]
        lead = self.query.text[: self.query.keyed.spans[block.ours[0]][0]]
        kept = 0 if put_in else _common_end(lead, self.window.text[max(0, start - len(lead)) : start])
        self.there = start
        self.at = len(lead) - kept
        if self.at:
            words = range(block.ours[0])
            self._change((0, self.at), (start - kept, start - kept), self._class_put_in(words) if put_in else None)
        self.at = len(lead)
        return start - kept

    def _between(self, block: Block, left_out: Block | None) -> None:
        """What stands between the words before and a block that is in the quotation."""
        start = self.query.keyed.spans[block.ours[0]][0]
        ours = self.query.text[self.at : start]
        if block.put_in and left_out is None:
            return
        first = self.window.spans[block.theirs[0]][0] if not block.put_in else self._end_of(left_out)
        theirs = self.window.text[self.there : first]
        if left_out is not None:
            self._gap(ours, theirs, left_out, block.ours[0] in self.query.marked)
        elif ours != theirs:
            self._change((self.at, start), (self.there, first))
        self.at, self.there = start, first

    def _gap(self, ours: str, theirs: str, block: Block, marked: bool) -> None:
        """Words left out between two that are kept; of what stands around them, the quotation's is kept if it is
        there."""
        cut = (0, len(theirs))
        if ours and theirs.endswith(ours):
            cut = (0, len(theirs) - len(ours))
        elif ours and theirs.startswith(ours):
            cut = (len(ours), len(theirs))
        else:
            self._change((self.at, self.at + len(ours)), (self.there, self.there))
        span = (self.there + cut[0], self.there + cut[1])
        words = sum(not _empty(self.window.spans[j]) for j in range(*block.theirs))
        self.gaps.append(Gap(marked, words, self.window.text[slice(*span)], span))

    def _block(self, block: Block) -> None:
        """A block that is in the quotation."""
        spans = self.query.keyed.spans
        end = max(stop for _, stop in spans[slice(*block.ours)])
        if block.put_in:
            self._change((self.at, end), (self.there, self.there), self._class_put_in(range(*block.ours)))
            self.at = end
            return
        start = spans[block.ours[0]][0]
        theirs = self.window.spans[block.theirs[0]][0], self._end_of(block)
        if self.query.text[start:end] != self.window.text[slice(*theirs)]:
            self._change((start, end), theirs, self._class(block))
        self.at, self.there = end, theirs[1]

    def _end(self, left_out: Block | None) -> int:
        """What stands after the last word that is in both."""
        tail = self.query.text[self.at :]
        after = self.window.text[self.there : self.there + len(tail)]
        kept = 0
        while kept < len(after) and tail[kept] == after[kept]:
            kept += 1
        self.there += kept
        if kept < len(tail):
            self._change((self.at + kept, len(self.query.text)), (self.there, self.there))
        return self.there

    def _end_of(self, block: Block | None) -> int:
        if block is None or block.put_in:
            return self.there
        return max(stop for _, stop in self.window.spans[slice(*block.theirs)])

    def _change(self, ours: Span, theirs: Span, as_class: ChangeClass | None = None) -> None:
        to, from_ = self.query.text[slice(*ours)], self.window.text[slice(*theirs)]
        if to == from_:
            return
        op: Literal["replace", "insert", "delete"] = "insert" if not from_ else "delete" if not to else "replace"
        self.changes.append(Change(op, as_class or self._class_between(to, from_), ours, theirs, from_, to))

    # --- classes ---

    def _class_between(self, to: str, from_: str) -> ChangeClass:
        """The class of what differs between words."""
        own = ELLIPSIS.search(to) and not ELLIPSIS.search(from_)
        return "bracketed" if own or "[" in to or "]" in to else "typography"

    def _class_put_in(self, words: Sequence[int]) -> ChangeClass:
        if all(i in self.query.bracketed for i in words):
            return "bracketed"
        return "function" if all(self._is_function(self.query.keyed.keys[i]) for i in words) else "content"

    def _is_function(self, key: str) -> bool:
        return key in self.language.function

    def _class(self, block: Block) -> ChangeClass:
        """The class of a word that stands for another."""
        ours = self.query.keyed.keys[slice(*block.ours)]
        theirs = self.window.keys[slice(*block.theirs)]
        if _own(block, self.query):
            return "bracketed"
        if block.same or ours == theirs:
            return self._class_same(block)
        if "".join(ours) == "".join(theirs):
            return "spelling"
        if len(ours) == len(theirs) == 1:
            like = self.likeness.between(ours[0], theirs[0])
            return "content" if like == "apart" else like
        return "function" if all(map(self._is_function, (*ours, *theirs))) else "content"

    def _class_same(self, block: Block) -> ChangeClass:
        """The class of words that differ and count as the same."""
        start = self.query.keyed.spans[block.ours[0]][0]
        end = max(stop for _, stop in self.query.keyed.spans[slice(*block.ours)])
        ours = self.query.text[start:end]
        theirs = self.window.text[self.window.spans[block.theirs[0]][0] : self._end_of(block)]
        if "[" in ours or "]" in ours:
            return "bracketed"
        if letters(ours) == letters(theirs):
            return "typography"
        if any(key[0].isdigit() for key in self.query.keyed.keys[slice(*block.ours)]):
            return "spelling"
        return "contraction" if self._is_contracted(ours) or self._is_contracted(theirs) else "spelling"

    def _is_contracted(self, words: str) -> bool:
        word = folded(words)
        return word in self.language.contractions or (word.endswith("'s") and word[:-2] in self.language.is_after)

    def _is_quiet(self, change: Change) -> bool:
        """Nothing that a reader of the words sees: white space, a hyphen at a line end, a blanked label or note."""
        if change.class_ != "typography":
            return False
        blank = self.window.blank[slice(*change.original_span)]
        if any(change.span[0] <= joint <= change.span[1] for joint in self.query.joints):
            return (change.to + blank).strip() in ("", ",", ",,")
        return _squeezed(blank) == _squeezed(change.to) or ("\n" in blank and _unbroken(blank) == _unbroken(change.to))


def _squeezed(text: str) -> str:
    """A text with each stretch of white space, and the marks of quoted lines after it, as one space."""
    return re.sub(r"\s+(?:>\s*)*", " ", text)


def _unbroken(text: str) -> str:
    """A text without white space and hyphens: two that differ in a hyphen at a line end are the same."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def _common_end(one: str, two: str) -> int:
    """How many characters two texts end in alike."""
    count = 0
    while count < min(len(one), len(two)) and one[-1 - count] == two[-1 - count]:
        count += 1
    return count


def _tidy(change: Change) -> Change:
    """A change of what stands between words, without the white space that both sides of it begin with."""
    from_, to = change.from_, change.to
    if change.op != "replace" or change.class_ != "typography" or from_[0] != to[0] or not from_[0].isspace():
        return change
    op: Literal["replace", "insert", "delete"] = (
        "insert" if len(from_) == 1 else "delete" if len(to) == 1 else "replace"
    )
    ours, theirs = change.span, change.original_span
    return Change(op, "typography", (ours[0] + 1, ours[1]), (theirs[0] + 1, theirs[1]), from_[1:], to[1:])

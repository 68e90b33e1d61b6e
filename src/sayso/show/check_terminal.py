"""A checked draft as terminal text: what fails first, each quotation beside the original.

Signs tell it all without colour:  ✗ fails, ✓ has the same words, – is neither;  [-taken out-] {+put in+}
[…4 words…] are the differences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from rich.console import Console
from rich.text import Text

from sayso.model import Article, Checked, Comparison, Place, Searched, Verdict
from sayso.show import verdicts, wording
from sayso.show.canvas import canvas, flat, hanging, line

ROOM_FOR_TWO = 100
"""Columns from which draft and original stand side by side."""
COLUMN = 76
"""Columns of a side at most."""
MOST_PLACES = 3
MOST_WORDS = 60
"""Words that are shown at most where nothing differs."""
FEW_WORDS = 12
"""Words up to which what is left out without a mark is shown whole among the original's."""
AROUND = 60
"""Characters shown around a find."""
SIGNS = {"✗": "bold red", "✓": "green", "–": "yellow"}
PIECES = {"kept": ("", "", ""), "out": ("[-", "-]", "red"), "in": ("{+", "+}", "green"), "gap": ("[…", "…]", "dim")}


def render(checked: Checked, fail_on: frozenset[str], *, width: int = 80, color: bool = False) -> str:
    """What became of a draft's quotations as text of at most ``width`` columns."""

    def draw(console: Console) -> None:
        console.print(Text(line(checked.draft.title or checked.draft.id), "bold"))
        for note in dict.fromkeys(note.message for note in checked.draft.notes + checked.notes):
            hanging(Text(line(note), "yellow"), "Note: ", console)
        console.print()
        for number, verdict in verdicts.ranked(checked, fail_on):
            _print_verdict(checked, number, verdict, fail_on, console)
        _print_comparisons(checked.to_compare, console)
        _print_unchecked(checked, console)
        hanging(Text(verdicts.summary(checked), "bold"), "", console)

    return canvas(draw, width, color)


def _print_verdict(checked: Checked, number: int, verdict: Verdict, fail_on: frozenset[str], console: Console) -> None:
    sign = verdicts.sign(verdict, fail_on)
    place = verdicts.draft_place(checked.draft, verdict)
    head = Text(f"{sign} ").append(verdicts.called(verdict, fail_on), SIGNS[sign])
    hanging(head.append(f" · quotation {number}{', ' if place else ''}{place}"), "", console)
    reasons = wording.reasons(verdict)
    _print_sides(verdict, console)
    if verdict.verdict in ("not found", *verdicts.UNDECIDED):
        reasons.insert(0, wording.lead(checked, verdict))
    for reason in reasons:
        hanging(Text(line(reason), "bold" if reason in wording.meanings(verdict) else ""), "  - ", console)
    if verdict.context and verdict.context.does:
        hanging(Text(line(wording.short(verdict.context.text, MOST_WORDS)), "dim"), "  around    ", console)
    if verdict.repair:
        hanging(Text(line(verdict.repair), "cyan"), "  paste     ", console)
    _print_places(verdict.other_places, console)
    console.print()


def _print_sides(verdict: Verdict, console: Console) -> None:
    """The draft's words and the original's; the draft's alone where they are the same."""
    draft, original = verdicts.sides(verdict)
    heads = _draft_head(verdict), _original_head(verdict)
    if not verdicts.differs(verdict):
        words = line(wording.short(verdict.quotation.text, MOST_WORDS))
        hanging(Text(words).append(f" ({heads[0]})", "dim"), "  draft     ", console)
        if heads[1]:
            hanging(Text(heads[1], "dim"), "  original  ", console)
    elif console.width >= ROOM_FOR_TWO:
        _print_beside(
            Text(f"draft: {heads[0]}\n", "dim").append_text(_drawn(draft)),
            Text(f"original: {heads[1]}\n", "dim").append_text(_drawn(original)),
            console,
        )
    else:
        hanging(_drawn(draft).append(f" ({heads[0]})", "dim"), "  draft     ", console)
        hanging(_drawn(original).append(f" ({heads[1]})", "dim"), "  original  ", console)


def _print_beside(one: Text, other: Text, console: Console) -> None:
    width = min(COLUMN, (console.width - 5) // 2)
    for left, right in zip_longest(one.wrap(console, width), other.wrap(console, width), fillvalue=Text()):
        row = Text("  ").append_text(left)
        row.pad_right(width + 2 - row.cell_len)
        console.print(row.append(" │ ", "dim").append_text(right), soft_wrap=True)


def _draft_head(verdict: Verdict) -> str:
    return line(verdict.quotation.speaker or "nobody named")


def _original_head(verdict: Verdict) -> str:
    """Where the words stand in the original, who speaks there, and when."""
    about = (verdict.original, verdict.where, verdict.original_speaker, verdict.original_date)
    return line(verdicts.whereabouts(*about))


def _drawn(pieces: Iterable[verdicts.Piece]) -> Text:
    """A side with the signs of what differs."""
    drawn = Text()
    for piece in pieces:
        opens, closes, style = ("", "", "") if piece.quiet else PIECES[piece.kind]
        before, text, after = verdicts.trimmed(flat(piece.text))
        if piece.kind == "gap" and not piece.marked:
            style = "red"
            opens, closes = ("[-", "-]") if piece.words <= FEW_WORDS else (opens, closes)
        if opens == "[…":
            text = verdicts.counted(piece.words, "word")
        drawn.append(before).append(opens + text + closes, style).append(after)
    return drawn


def _print_places(places: Sequence[Place], console: Console) -> None:
    """Other places with the same words, and how many more there are."""
    for place in places[:MOST_PLACES]:
        hanging(Text(f"{_told(place)}: {line(wording.quoted(place.text))}", "dim"), "  also      ", console)
    if len(places) > MOST_PLACES:
        console.print(Text(f"            and {verdicts.counted(len(places) - MOST_PLACES, 'more place')}", "dim"))


def _print_comparisons(comparisons: Sequence[Comparison], console: Console) -> None:
    """Statements told in other words beside the nearest passage, without a verdict."""
    if not comparisons:
        return
    console.print(Text("To compare: told in other words, without a verdict", "bold"))
    for one in comparisons:
        place = one.place
        head = _told(place)
        if console.width >= ROOM_FOR_TWO:
            said = Text(f"draft: {line(one.speaker or 'nobody named')}\n", "dim").append(flat(one.statement.text))
            _print_beside(said, Text(f"original: {head}\n", "dim").append(flat(place.text)), console)
        else:
            said = Text(line(one.statement.text)).append(f" ({line(one.speaker or 'nobody named')})", "dim")
            hanging(said, "  draft     ", console)
            hanging(Text(line(place.text)).append(f" ({head})", "dim"), "  original  ", console)
        for detail in wording.details(one):
            hanging(Text(line(detail)), "  - ", console)
        console.print()


def _print_unchecked(checked: Checked, console: Console) -> None:
    if not checked.unchecked:
        return
    console.print(Text("Not checked: in marks, and nobody's words", "bold"))
    for quotation in checked.unchecked:
        hanging(Text(line(wording.short(quotation.text))), f"  {quotation.role}: ", console)
    console.print()


def render_places(
    words: str,
    places: Sequence[Place],
    searched: Searched,
    originals: Mapping[str, Article] | None = None,
    *,
    width: int = 80,
    color: bool = False,
) -> str:
    """Where words stand in originals, each place with what is around it if its original is among ``originals``."""

    def draw(console: Console) -> None:
        for number, place in enumerate(places, 1):
            hanging(Text(_told(place), "bold"), f"{number:>3}  ", console)
            hanging(_around(place, (originals or {}).get(place.original)), "     ", console)
            console.print()
        found = f"found in {verdicts.counted(len(places), 'place')}" if places else "not found"
        told = f"{wording.quoted(words)} {found}; {verdicts.searched(searched)}"
        hanging(Text(line(told), "bold"), "", console)

    return canvas(draw, width, color)


def _around(place: Place, original: Article | None) -> Text:
    """The words of a place in signs of their own, with what stands before and after them."""
    text = original.text if original else ""
    before, after = text[: place.span[0]][-AROUND:], text[place.span[1] :][:AROUND]
    if len(before) == AROUND:
        before = before.partition(" ")[2]
    if len(after) == AROUND:
        after = after.rpartition(" ")[0]
    return Text().append(flat(before), "dim").append(f"»{flat(place.text)}«", "green").append(flat(after), "dim")


def _told(place: Place) -> str:
    """A place with all that is known of it, on one line."""
    return line(verdicts.whereabouts(place.original, place.where, place.speaker, place.date, place.verdict))

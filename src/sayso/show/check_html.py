"""A checked draft as one self-contained report: the draft with its verdicts, and each quotation beside the original.

No script and nothing from elsewhere; what is in the page was hashed into its policy, so nothing else is drawn.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise

from sayso.model import BlockRole, Checked, Comparison, Context, Place, Span, Verdict
from sayso.show import layout, links, verdicts, wording
from sayso.show.characters import printable

_ELEMENTS: dict[BlockRole, str] = {"title": "h2", "heading": "h3", "quote": "blockquote", "post": "blockquote"}
_LONG_GAP = 60
"""Words of a gap that are shown at most."""
_MOST_PLACES = 10
_CLASSES = {"✗": "fails", "✓": "same", "–": "neither"}


def page(checked: Checked, fail_on: frozenset[str], folder: str | None = None) -> str:
    """The whole report.  Links to originals lead from ``folder``, where the report will lie, or from the working
    directory."""
    report = _Report(checked, fail_on, folder)
    style = _style()
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Quotations checked: {_text(checked.draft.title or checked.draft.id)}</title>\n"
        f"<style>{style}</style>\n</head>\n<body>\n{report.head()}<main>\n{report.draft()}{report.sections()}"
        f"{report.to_compare()}{report.unchecked()}</main>\n</body>\n</html>\n"
    )


@cache
def _style() -> str:
    return resources.files("sayso.show").joinpath("check.css").read_text("utf-8")


class _Report:
    """One checked draft being drawn."""

    def __init__(self, checked: Checked, fail_on: frozenset[str], folder: str | None) -> None:
        self.checked = checked
        self.fail_on = fail_on
        self.folder = folder

    def head(self) -> str:
        draft = self.checked.draft
        about = " · ".join(_text(part) for part in (draft.id, draft.outlet, draft.published) if part)
        notes = dict.fromkeys(note.message for note in draft.notes + self.checked.notes)
        noted = "".join(f"<li>{_text(note)}</li>" for note in notes)
        return (
            f'<header><h1 dir="auto">Quotations checked: {_text(draft.title or draft.id)}</h1>'
            f'<p class="about" dir="auto">{about}</p>{self._summary()}'
            + (f'<ul class="notes">{noted}</ul>' if noted else "")
            + '<p class="legend"><b class="fails">✗</b> fails · <b class="same">✓</b> the same words · '
            '<b class="neither">–</b> neither · <ins>put in</ins> · <del>taken out</del> · '
            '<span class="gap">left out and marked</span></p></header>\n'
        )

    def _summary(self) -> str:
        """The counts, with a link to every quotation that has the verdict."""
        ranked = verdicts.ranked(self.checked, self.fail_on)
        items = "".join(
            f"<li><b>{number} {name}</b> "
            + " ".join(self._number(n, v) for n, v in ranked if v.verdict == name)
            + "</li>"
            for name, number in verdicts.counts(self.checked)
        )
        return f'<p class="summary">{verdicts.summary(self.checked)}</p><ul class="counts">{items}</ul>'

    def _number(self, number: int, verdict: Verdict) -> str:
        """A link to the section of a quotation: its sign and its number."""
        sign = verdicts.sign(verdict, self.fail_on)
        name = verdicts.called(verdict, self.fail_on)
        return (
            f'<a class="number {_CLASSES[sign]}" href="#v{number}" data-n="{sign}\u00a0{number}" '
            f'aria-label="quotation {number}: {name}" title="{name}"></a>'
        )

    # --- the draft -------------------------------------------------------------------------------

    def draft(self) -> str:
        """The draft's text, character for character, with a mark at each quotation."""
        draft = self.checked.draft
        language = f' lang="{_text(draft.language)}"' if draft.language else ""
        drawn: list[str] = []
        end = 0
        for paragraph in layout.paragraphs(draft):
            name = _ELEMENTS.get(paragraph.role, "p")
            drawn.append(_text(draft.text[end : paragraph.span[0]]))
            drawn.append(f'<{name} class="{paragraph.role}" dir="auto">{self._marked(paragraph.span)}</{name}>')
            end = paragraph.span[1]
        drawn.append(_text(draft.text[end:]))
        return f'<section class="draft" aria-label="The draft"{language}>{"".join(drawn)}</section>\n'

    def _marked(self, span: Span) -> str:
        """A paragraph: each stretch within the marks of the innermost quotation, which its number follows."""
        here = [
            (clipped, number)
            for number, verdict in enumerate(self.checked.verdicts, 1)
            for piece in verdict.quotation.pieces or (verdict.quotation.span,)
            if (clipped := (max(piece[0], span[0]), min(piece[1], span[1])))[0] < clipped[1]
        ]
        drawn = ""
        for stretch, over in _stretches(span, [one for one, _ in here]):
            words = _text(self.checked.draft.text[slice(*stretch)])
            numbers = [number for _, number in sorted((here[i] for i in over), key=lambda one: one[0][1] - one[0][0])]
            ended = dict.fromkeys(here[i][1] for i in over if here[i][0][1] == stretch[1])
            drawn += self._anchors(numbers, stretch[0])
            drawn += f'<mark class="{self._kind(numbers[0])}">{words}</mark>' if numbers else words
            drawn += "".join(self._number(number, self.checked[number - 1]) for number in ended)
        return drawn

    def _anchors(self, numbers: Iterable[int], place: int) -> str:
        """What is linked to where quotations begin."""
        return "".join(f'<span id="t{n}"></span>' for n in numbers if self.checked[n - 1].quotation.span[0] == place)

    def _kind(self, number: int) -> str:
        return _CLASSES[verdicts.sign(self.checked[number - 1], self.fail_on)]

    # --- the verdicts ----------------------------------------------------------------------------

    def sections(self) -> str:
        return "".join(self._section(n, v) for n, v in verdicts.ranked(self.checked, self.fail_on))

    def _section(self, number: int, verdict: Verdict) -> str:
        sign = verdicts.sign(verdict, self.fail_on)
        place = verdicts.draft_place(self.checked.draft, verdict)
        name = verdicts.called(verdict, self.fail_on)
        return (
            f'<section class="verdict {_CLASSES[sign]}" id="v{number}">\n'
            f'<h2><span class="sign">{sign}</span> {name} <small><a href="#t{number}">quotation {number}</a>'
            f"{', ' if place else ''}{_text(place)}</small></h2>\n"
            f"{self._why(verdict)}{self._sides(verdict)}{self._repair(verdict)}"
            f"{self._context(verdict)}{self._places(verdict.other_places)}</section>\n"
        )

    def _why(self, verdict: Verdict) -> str:
        meant = wording.meanings(verdict)
        told = [wording.lead(self.checked, verdict), *wording.reasons(verdict)]
        items = "".join(
            f'<li dir="auto">{f"<strong>{_text(one)}</strong>" if one in meant else _text(one)}</li>' for one in told
        )
        return f'<ul class="why">{items}</ul>\n'

    def _sides(self, verdict: Verdict) -> str:
        """Draft and original side by side; beside what was not found, what came nearest."""
        draft, original = verdicts.sides(verdict)
        named = _text(verdict.quotation.speaker or "nobody named")
        left = _side("The draft", _drawn(draft), named)
        if verdict.parts:
            parts = "".join(f"<p>{_text(one.text)}<br><small>{self._place(one)}</small></p>" for one in verdict.parts)
            right = _side("The originals, part by part", parts, "")
        elif original and verdict.original:
            link = self._link(verdict.original, verdict.original_span, verdict.where)
            about = (link, _text(verdict.original_speaker), _text(verdict.original_date))
            right = _side("The original", _drawn(original), " · ".join(part for part in about if part))
        elif verdict.nearest:
            right = _side("Nearest", _text(verdict.nearest.place.text), self._place(verdict.nearest.place))
        else:
            right = ""
        return f'<div class="sides">{left}{right}</div>\n'

    def _repair(self, verdict: Verdict) -> str:
        if not verdict.repair:
            return ""
        return f'<h3>To paste</h3><p class="repair" dir="auto">{_text(verdict.repair)}</p>\n'

    def _context(self, verdict: Verdict) -> str:
        if verdict.context is None:
            return ""
        spans = [*([verdict.original_span] if verdict.original_span else []), *(w.span for w in verdict.context.words)]
        return (
            f'<h3>Around it in the original</h3><p class="context" dir="auto">'
            f"{_context(verdict.context, spans, bool(verdict.original_span))}</p>\n"
        )

    def _places(self, places: Sequence[Place]) -> str:
        """Other places with the words."""
        if not places:
            return ""
        items = "".join(
            f'<li><span dir="auto">{_text(wording.quoted(one.text))}</span> <small>{self._place(one)}'
            f"{f' · {one.verdict}' if one.verdict else ''}</small></li>"
            for one in places[:_MOST_PLACES]
        )
        more = len(places) - _MOST_PLACES
        items += f"<li>and {verdicts.counted(more, 'more place')}</li>" if more > 0 else ""
        return f"<h3>Other places</h3><ul>{items}</ul>\n"

    # --- below -----------------------------------------------------------------------------------

    def to_compare(self) -> str:
        if not self.checked.to_compare:
            return ""
        drawn = "".join(self._comparison(one) for one in self.checked.to_compare)
        return (
            '<section id="compare"><h2>To compare</h2>'
            f"<p>Told in other words, beside the passage that is nearest: without a verdict.</p>{drawn}</section>\n"
        )

    def _comparison(self, one: Comparison) -> str:
        left = _side("The draft", _text(one.statement.text), _text(one.speaker or "nobody named"))
        right = _side("The original", _text(one.place.text), self._place(one.place))
        details = "".join(f'<li dir="auto">{_text(detail)}</li>' for detail in wording.details(one))
        return f'<div class="sides">{left}{right}</div>' + (f"<ul>{details}</ul>" if details else "")

    def unchecked(self) -> str:
        items = "".join(
            f'<li><small>{one.role}</small> <span dir="auto">{_text(one.text)}</span></li>'
            for one in self.checked.unchecked
        )
        if not items:
            return ""
        head = "<h2>Not checked</h2><p>In marks, and nobody's words.</p>"
        return f'<section id="unchecked">{head}<ul>{items}</ul></section>\n'

    def _place(self, place: Place) -> str:
        link = self._link(place.original, place.span, place.where)
        return " · ".join(part for part in (link, _text(place.speaker), _text(place.date)) if part)

    def _link(self, name: str, span: Span | None, where: str | None) -> str:
        """An original's name and the way into it, as a link that leads there where it can."""
        told = f"<bdi>{_text(verdicts.whereabouts(name, where))}</bdi>"
        original = self.checked.originals.get(name)
        if original is None:
            return told
        return f'<a href="{_text(links.href(original, span, self.folder))}" rel="noreferrer">{told}</a>'


def _side(name: str, drawn: str, about: str) -> str:
    """One of two columns."""
    below = f'<p class="about" dir="auto">{about}</p>' if about else ""
    return f'<div><h3>{name}</h3><blockquote dir="auto">{drawn}</blockquote>{below}</div>'


def _drawn(pieces: Iterable[verdicts.Piece]) -> str:
    """One side, with what differs as insertions and deletions."""
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: verdicts.Piece) -> str:
    if piece.quiet or piece.kind == "kept":
        return _text(piece.text)
    before, text, after = verdicts.trimmed(piece.text)
    text = _text(wording.short(text, _LONG_GAP) if piece.kind == "gap" else text)
    if piece.kind == "gap" and piece.marked:
        title = f"{verdicts.counted(piece.words, 'word')} left out and marked"
        return f'{_text(before)}<span class="gap" title="{title}">{text}</span>{_text(after)}'
    element = "ins" if piece.kind == "in" else "del"
    return f"{_text(before)}<{element}>{text}</{element}>{_text(after)}"


def _context(context: Context, spans: Sequence[Span], has_match: bool) -> str:
    """The sentences around, the matched words marked, and what bears on them in bold."""
    drawn = ""
    for stretch, over in _stretches(context.span, spans):
        text = _text(context.text[stretch[0] - context.span[0] : stretch[1] - context.span[0]])
        if any(index or not has_match for index in over):
            text = f"<b>{text}</b>"
        drawn += f"<mark>{text}</mark>" if has_match and 0 in over else text
    return drawn


def _stretches(whole: Span, spans: Sequence[Span]) -> Iterable[tuple[Span, list[int]]]:
    """The parts of a span between the edges of others, each with the indexes of those that are over it."""
    edges = {edge for span in spans for edge in span if whole[0] < edge < whole[1]}
    for start, end in pairwise(sorted({*whole, *edges})):
        yield (start, end), [i for i, span in enumerate(spans) if span[0] <= start and end <= span[1]]


def _text(text: str | None) -> str:
    return html.escape(printable(text or ""))

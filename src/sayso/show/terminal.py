"""An article and its attributions as terminal text.

Every part is in brackets of its own kind with the number of its statement, so that nothing is lost
without colour:  [content]¹ {source}¹ <cue>¹.  Where there is room each paragraph has the sources of
its statements beside it; below stand the statements by speaker, and how the article is sourced.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from rich.console import Console
from rich.text import Text

from sayso.model import Article, BlockRole, Findings, Note
from sayso.show import layout, sourcing
from sayso.show.canvas import canvas
from sayso.show.canvas import line as safe
from sayso.show.characters import visible

BRACKETS: dict[layout.Part, tuple[str, str]] = {"content": ("[", "]"), "source": ("{", "}"), "cue": ("<", ">")}
STYLES: dict[layout.Part, str] = {"content": "green", "source": "bold cyan", "cue": "italic magenta"}
BLOCK_STYLES: dict[BlockRole, str] = {
    "title": "bold", "heading": "bold", "caption": "italic", "byline": "dim", "dateline": "dim",
    "correction": "italic", "furniture": "dim",
}  # fmt: skip
LEADS: dict[BlockRole, tuple[str, str]] = {
    "quote": ("│ ", "│ "), "post": ("│ ", "│ "), "list": ("- ", "  "), "correction": ("! ", "  "),
}  # fmt: skip
"""What stands before the first and the other lines of a block."""

MARGIN = 30
"""Columns of the margin that names the sources."""
UNSURE = 0.7
"""Probability of a speaker under which it is shown."""
ROOM_FOR_MARGIN = 96
TEXT = 78
"""Columns of the text at most: longer lines are hard to read."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def render(found: Findings, *, width: int = 80, color: bool = False) -> str:
    """The article, its notes and its statements as text of at most ``width`` columns, in which no
    character of the article acts on the terminal; with SGR colour sequences only if ``color``."""

    def draw(console: Console) -> None:
        _print_head(found, console)
        rows = layout.rows(found)
        if rows:
            console.print(Text("[content]¹ {source}¹ <cue>¹, numbered as in the list below", style="dim"))
        console.print()
        _print_text(found, rows, console)
        _print_statements(rows, console)
        _print_unattributed(found, console)
        _print_sourcing(found, console)

    return canvas(draw, width, color)


def _print_head(found: Findings, console: Console) -> None:
    console.print(_head(found.article))
    for note in _notes(found):
        console.print(Text(f"Note: {note}", style="yellow"))


def _head(article: Article) -> Text:
    parts = [article.outlet, article.published, ", ".join(article.bylines), article.url or article.id]
    head = Text(" · ".join(safe(part) for part in parts if part), style="dim")
    if article.title and not any(block.role == "title" for block in article.blocks):
        head = Text.assemble((safe(article.title), "bold"), "\n", head)
    return head


def _notes(found: Findings) -> Iterable[str]:
    """Each kind of note once, with how often it was made."""
    by_code: dict[str, list[Note]] = {}
    for note in found.article.notes + found.notes:
        by_code.setdefault(note.code, []).append(note)
    for same in by_code.values():
        more = f" (and {len(same) - 1} more like it)" if len(same) > 1 else ""
        yield safe(same[0].message) + more


def _print_text(found: Findings, rows: list[layout.Row], console: Console) -> None:
    """The paragraphs, with the sources of the statements that begin in each beside it if there is room."""
    margin = console.width >= ROOM_FOR_MARGIN
    width = min(TEXT, console.width - (MARGIN + 3 if margin else 0))
    keep_lines = all(note.code != "hard-wrapped" for note in found.article.notes)
    laid = layout.laid_out(found)
    begin = layout.by_paragraph(rows if margin else [], [paragraph for paragraph, _ in laid])
    for paragraph, segments in laid:
        text = _paragraph(found.article.text, paragraph, segments, keep_lines)
        first, rest = LEADS.get(paragraph.role, ("", ""))
        lines = text.wrap(console, width - len(first))
        beside = _beside(begin[paragraph]).wrap(console, MARGIN)
        for number, (line, note) in enumerate(zip_longest(lines, beside, fillvalue=Text())):
            whole = Text().append(rest if number else first, "dim").append_text(line)
            if note:
                whole.pad_right(width - whole.cell_len)
                whole.append(" │ ", "dim").append_text(note)
            console.print(whole, soft_wrap=True)
        console.print()


def _paragraph(text: str, paragraph: layout.Paragraph, segments: list[layout.Segment], keep_lines: bool) -> Text:
    """One paragraph with the brackets and styles of its parts."""
    drawn = Text(style=BLOCK_STYLES.get(paragraph.role, ""))
    for segment in segments:
        for mark in segment.opens:
            drawn.append(BRACKETS[mark.part][0], "dim")
        words = visible(text[slice(*segment.span)]).expandtabs(4)
        drawn.append(words if keep_lines else words.replace("\n", " "), _style(segment))
        for mark in segment.closes:
            drawn.append(BRACKETS[mark.part][1] + _raised(mark.number), "dim")
    return drawn


def _style(segment: layout.Segment) -> str:
    """The style of the innermost part; a statement within another is underlined."""
    if not segment.marks:
        return ""
    style = STYLES[min(segment.marks, key=lambda mark: mark.span[1] - mark.span[0]).part]
    return style + " underline" * (sum(mark.part == "content" for mark in segment.marks) > 1)


def _beside(rows: list[layout.Row]) -> Text:
    """Number and source of each statement, one a line, for the margin."""
    drawn = Text()
    for row in rows:
        drawn.append("\n" if drawn else "").append(f"{row.number} ", "dim").append_text(_source(row))
    return drawn


def _source(row: layout.Row) -> Text:
    """The words of a source, and whom they stand for where that is not what they say."""
    drawn = Text(safe(row.source), STYLES["source"]) if row.source else Text("(nobody named)", "dim")
    name = row.said.speaker and row.said.speaker.name
    if name and layout.one_line(name) not in layout.one_line(row.source):
        drawn.append(f" = {safe(name)}", "dim")
    return drawn


def _print_statements(rows: list[layout.Row], console: Console) -> None:
    """The statements by speaker: who it is, with title and kind, and of each statement how its words begin."""
    console.print(Text("Statements by speaker" if rows else "No statements found.", style="bold"))
    for mine in layout.by_speaker(rows):
        _print_hanging(_speaker(mine[0]), " " * 4, console)
        for row in mine:
            _print_statement(row, console)


def _speaker(row: layout.Row) -> Text:
    """The head over a speaker's statements."""
    who = row.said.speaker
    if who is None:
        return Text("Unsure who", "yellow")
    drawn = Text("Vague") if who.kind == "vague" else Text(safe(row.called.strip()), STYLES["source"])
    if who.title:
        drawn.append(", ").append(safe(who.title.text))
    return drawn if who.kind == "vague" else drawn.append(f" — {sourcing.called(row.said)}", "dim")


def _print_statement(row: layout.Row, console: Console) -> None:
    indent = "      " + "  " * row.depth
    line = Text(f"{row.number:>5} {indent[6:]}").append_text(_source(row))
    if row.cue:
        line.append(" — ").append(safe(row.cue), STYLES["cue"])
    line.append(f" — {_about(row)}")
    _print_hanging(line, indent, console)
    words = Text(indent + safe(row.content), STYLES["content"])
    words.truncate(console.width, overflow="ellipsis")
    console.print(words, soft_wrap=True)


def _about(row: layout.Row) -> str:
    """What is told of a statement beside its words."""
    said = row.said
    about = [said.type, *([said.act.replace("_", " ")] if said.act and said.act != "said" else [])]
    about += [f"{said.confidence:.2f}"]
    if said.speaker and said.speaker.confidence < UNSURE:
        about.append(f"speaker {said.speaker.confidence:.2f}")
    about += [f"within {row.parent}"] if row.parent else []
    around = " ".join(part for part in (row.via, row.occasion) if part)
    return ", ".join(about) + (f" — {safe(around)}" if around else "")


def _print_sourcing(found: Findings, console: Console) -> None:
    """The box: the article's sourcing summed up."""
    told = sourcing.lines(found)
    if told:
        console.print()
        for line in told:
            _print_hanging(Text(visible(line)), "", console)


def _print_unattributed(found: Findings, console: Console) -> None:
    """What stands in marks and is ascribed to nobody, with its role."""
    others = layout.unattributed(found)
    if others:
        console.print()
        console.print(Text("In quotation marks, ascribed to nobody", style="bold"))
    for quotation in others:
        _print_hanging(Text(f"    {quotation.role}: {safe(found.article.words(quotation.pieces))}"), " " * 6, console)


def _print_hanging(text: Text, indent: str, console: Console) -> None:
    """A line that goes on, where it is too long, behind an indent."""
    for number, line in enumerate(text.wrap(console, console.width - len(indent))):
        console.print(Text(indent if number else "").append_text(line), soft_wrap=True)


def _raised(number: int) -> str:
    return str(number).translate(_RAISED)

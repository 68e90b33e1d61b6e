"""Plain text: kept to the character, with blocks laid over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.model import Block, BlockRole, Note, Span
from sayso.read import patterns
from sayso.read.layout import Layout, Line, layout, lines, paragraphs

_LAYOUT_NOTES = {
    "wrapped": ("hard-wrapped", "lines were broken at a width; a paragraph here runs over several of them"),
    "sentences": ("line-per-sentence", "a line holds a sentence; lines that no blank line parts are one block"),
}
_MAX_LINES = 50_000
"""Lines that are looked at; no article has as many."""
_BULLETS = ("• ", "* ", "‣ ", "◦ ", "▪ ", "■ ", "· ")


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a plain text, sorted and apart, with what its bylines and layout say."""

    blocks: tuple[Block, ...]
    bylines: tuple[str, ...] = ()
    title: str | None = None
    notes: tuple[Note, ...] = ()


def lay_blocks(text: str, title: str | None = None, how: Layout | None = None) -> Blocks:
    """Lay blocks over a plain text.

    ``title`` is the headline where it is known from elsewhere: then only a first line that says the
    same is the title.  ``how`` is its layout, where that is known.  Never raises; every block's span lies
    within the text and is not empty.
    """
    found = lines(text, _MAX_LINES)
    how = how or layout(found)
    groups = paragraphs(found, how)
    groups = _head_apart(groups, how)
    roles = _roles(groups, title)
    laid = [block for group, role in zip(groups, roles, strict=True) for block in _blocks(text, group, role)]
    names = tuple(
        name
        for group, role in zip(groups, roles, strict=True)
        if role == "byline"
        for name in patterns.byline(group[0].text)
    )
    headline = next((text[block.span[0] : block.span[1]] for block in laid if block.role == "title"), None)
    notes: tuple[Note, ...] = (Note(*_LAYOUT_NOTES[how]),) if how != "lines" else ()
    if len(found) > _MAX_LINES:
        notes += (Note("many-lines", f"from line {_MAX_LINES} on, lines are not told apart", found[-1].span),)
    return Blocks(tuple(laid), tuple(dict.fromkeys(names)), headline, notes)


def _head_apart(groups: list[tuple[Line, ...]], how: Layout) -> list[tuple[Line, ...]]:
    """Take headline, byline and furniture out of the paragraph that a missing blank line put them in."""
    if how == "lines":
        return groups
    parted: list[tuple[Line, ...]] = []
    for index, group in enumerate(groups):
        rest = list(group)
        while rest and (_stands_alone(rest[0].text) or (index == 0 and how == "sentences" and _opens(rest))):
            parted.append((rest.pop(0),))
        if rest:
            parted.append(tuple(rest))
    return parted


def _stands_alone(line: str) -> bool:
    return bool(patterns.byline(line)) or patterns.furniture(line)


def _opens(rest: Sequence[Line]) -> bool:
    return len(rest) > 1 and patterns.headline(rest[0].text)


def _roles(groups: list[tuple[Line, ...]], title: str | None) -> list[BlockRole]:
    usual = sorted(group[0].indent for group in groups)[len(groups) // 2] if groups else 0
    roles = [_role(group, usual) for group in groups]
    _mark_title(groups, roles, title)
    _mark_headings(groups, roles)
    _mark_repeated(groups, roles)
    return roles


def _role(group: tuple[Line, ...], usual_indent: int) -> BlockRole:
    first = group[0].text
    whole = first if len(group) == 1 else " ".join(line.text for line in group[:20])
    if patterns.furniture(whole):
        return "furniture"
    if patterns.correction(whole):
        return "correction"
    if len(group) == 1 and (patterns.byline(first) or patterns.sign_off(first)):
        return "byline"
    if patterns.caption(whole):
        return "caption"
    if all(line.text.startswith(">") for line in group) or all(line.indent >= usual_indent + 4 for line in group):
        return "quote"
    return "list" if first.startswith(_BULLETS) or _short_dash_item(group) else "body"


def _short_dash_item(group: tuple[Line, ...]) -> bool:
    """A hyphen opens speech in many languages; only a short line without a full stop is an item."""
    first = group[0].text
    return first.startswith("- ") and len(first) < 100 and not first.endswith((".", "!", "?", '"', "”"))


def _mark_title(groups: list[tuple[Line, ...]], roles: list[BlockRole], title: str | None) -> None:
    first = next((i for i, role in enumerate(roles) if role not in ("furniture", "byline")), None)
    if first is None or roles[first] != "body":
        return
    line = " ".join(part.text for part in groups[first][:4])
    if title is not None:
        if _same(line, title):
            roles[first] = "title"
    elif len(groups) > first + 1 and len(groups[first]) <= 3 and patterns.headline(line):
        after = " ".join(part.text for part in groups[first + 1][:4])
        opens_alike = roles[first + 1] == "body" and patterns.headline(after) and len(after) < len(line)
        roles[first] = "body" if opens_alike and len(groups) == 2 else "title"


def _same(line: str, title: str) -> bool:
    squeezed = ["".join(char for char in part.casefold() if char.isalnum()) for part in (line, title)]
    return squeezed[0] == squeezed[1] != ""


def _mark_headings(groups: list[tuple[Line, ...]], roles: list[BlockRole]) -> None:
    """A short line that no full stop ends, with a longer paragraph after it, heads a section."""
    for i in range(1, len(groups) - 1):
        if roles[i] == roles[i + 1] == "body" and len(groups[i]) == 1 and patterns.heading(groups[i][0].text):
            following = sum(len(line.text) for line in groups[i + 1][:4])
            if following > len(groups[i][0].text) and following > 60:
                roles[i] = "heading"


def _mark_repeated(groups: list[tuple[Line, ...]], roles: list[BlockRole]) -> None:
    """A line that stands twice on end is a caption and the text that stands for its picture."""
    for i in range(len(groups) - 1):
        one, two = groups[i][0].text, groups[i + 1][0].text
        if (
            20 < len(one) <= 400
            and len(groups[i]) == 1
            and roles[i] in ("body", "caption", "heading")
            and two.startswith(one)
        ):
            roles[i] = "furniture"
            if roles[i + 1] in ("body", "heading") and len(two) <= len(one) + 80:
                roles[i + 1] = "caption"


def _blocks(text: str, group: tuple[Line, ...], role: BlockRole) -> tuple[Block, ...]:
    block = Block((group[0].span[0], group[-1].span[1]), role)
    return split_dateline(text, block)


def split_dateline(text: str, block: Block) -> tuple[Block, ...]:
    """A body block as two where it begins with a dateline, else as it is."""
    start, end = block.span
    length = patterns.dateline(text[start : min(end, start + 200)]) if block.role == "body" else 0
    if not length or length >= end - start:
        return (block,)
    head: Span = (start, start + len(text[start : start + length].rstrip()))
    rest = text[start + length : end]
    return (replace(block, span=head, role="dateline"), replace(block, span=(end - len(rest.lstrip()), end)))

"""An article's sourcing in a few lines: how many statements stand on whom, who is not heard, who declined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sayso.model import Attribution, Findings, Kind, size
from sayso.show.layout import one_line

NAMES: dict[Kind, tuple[str, str]] = {
    "named_person": ("named person", "named"),
    "named_organisation": ("named organisation", "named"),
    "document_or_outlet": ("document or outlet", "documents"),
    "unnamed": ("unnamed", "unnamed"),
    "vague": ("vague", "vague"),
    "author": ("the author", "the author's own"),
}
"""What each kind is called: of one speaker, and in a count of statements."""
MOST = 5
"""Names that are listed at most."""


def lines(found: Findings) -> list[str]:
    """The box below an article, a sentence a line; empty where nobody says anything."""
    return [line for line in (_counts(found), _share(found), _not_heard(found), *_refused(found)) if line]


def called(said: Attribution) -> str:
    """The kind of an attribution's speaker in words."""
    return NAMES[said.speaker.kind][0] if said.speaker else "unsure who"


def _counts(found: Findings) -> str:
    if not found.attributions:
        return ""
    kinds = Counter(NAMES[a.speaker.kind][1] if a.speaker else "unsure who" for a in found)
    order = [*dict.fromkeys(name for _, name in NAMES.values()), "unsure who"]
    counts = ", ".join(_count(kinds[name], name) for name in order if kinds[name])
    within = sum(a.parent is not None for a in found)
    nested = f" {within} of them within another." if within else ""
    return f"{len(found)} {'statement' if len(found) == 1 else 'statements'}: {counts}.{nested}"


def _count(number: int, name: str) -> str:
    return f"{number} {name.removesuffix('s') if number == 1 and name == 'documents' else name}"


def _share(found: Findings) -> str:
    """Whose words most of what is said are, counted in characters of what lies in nothing else."""
    spoken: Counter[str] = Counter()
    for a in found:
        if a.parent is None and a.speaker and a.speaker.name:
            spoken[a.speaker.name] += size(a.content)
    total = sum(size(a.content) for a in found if a.parent is None)
    if not spoken or len(found) < 2:
        return ""
    name, most = max(spoken.items(), key=lambda one: (one[1], one[0]))
    return f"{round(100 * most / total)} % of the words are {one_line(name)}'s."


def _not_heard(found: Findings) -> str:
    names = list(dict.fromkeys(one_line(words.text) for words in found.not_heard))
    return f"Spoken about and not heard: {_listed(names)}." if names else ""


def _refused(found: Findings) -> Iterator[str]:
    for act, words in (("declined", "Declined or did not respond"), ("denied", "Denied")):
        names = [one_line(a.speaker.name or "unnamed") for a in found if a.act == act and a.speaker]
        if names:
            yield f"{words}: {_listed(list(dict.fromkeys(names)))}."


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(names[:MOST]) + more

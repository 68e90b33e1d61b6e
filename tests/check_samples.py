"""A checked draft with every verdict, made by hand; people, places and papers are invented."""

from __future__ import annotations

from typing import Any

from sayso.model import (
    Article,
    Block,
    Change,
    Checked,
    Comparison,
    Context,
    Detail,
    Extent,
    Gap,
    Meaning,
    Nearest,
    Note,
    Place,
    Provenance,
    Quotation,
    Quoted,
    Searched,
    Verdict,
    Words,
    digest,
)

HEARING = (
    "MS. LUND: The water in the Pell Road wells is unsafe to drink today. We have tested it, and tested it again, "
    "and nobody may use it.\n\n"
    "If the money comes, we will open the new works in May. It is never the council that pays. "
    "Read me the letter, please.\n\n"
    "MR. CALDER: I have it here: “Two thousand homes\nwill be without water.” That was the letter's colour."
)
CALL = "[00:01:02] Nobody asked us about the pipes. They say the pipes are sound."
PAGE = "The Mere Courier asked the mayor. “I did not sign it – not once,” said Ada Brink. The lido is shut."

DRAFT = """# Water in Mere

“The water in the Pell Road wells is safe to drink today,” said Ruth Lund.

Lund promised: “we will open the new works in May.”

“The moon is made of the best green cheese,” she added.

“Nobody may use it … the pipes are sound,” she said.

“We have tested it … and nobody may use it,” Lund said.

“It is the council that pays,” she said.

“Two thousand homes will be without water,” said Lund.

“I did not sign it - not once,” said Brink.

“The lido is shut.” “Yes.” “Das Wasser ist gut.” She called it “temporary”.
"""


def article(name: str, text: str, **fields: Any) -> Article:
    return Article(name, digest(text), text, **fields)


ORIGINALS = {
    "hearing.pdf": article(
        "hearing.pdf", HEARING, blocks=(Block((0, 135), "body", "page=3"), Block((135, len(HEARING)), "body", "page=4"))
    ),
    "call.vtt": article("call.vtt", CALL, blocks=(Block((0, len(CALL)), "body", "t=62.5,65"),)),
    "page.html": article(
        "page.html", PAGE, url="https://courier.example/mayor?a=1&b=2", blocks=(Block((0, len(PAGE)), "body", "/p[1]"),)
    ),
}


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def change(quotation: str, original: str, class_: str, from_: str, to: str, before: str = "", **at: int) -> Change:
    """A change by its words; ``before`` stands right before ``from_`` in the original."""
    start = original.index(before + from_) + len(before)
    put = at.get("put", quotation.find(to) if to else 0)
    op = "replace" if from_ and to else "insert" if to else "delete"
    return Change(op, class_, (put, put + len(to)), (start, start + len(from_)), from_, to)  # type: ignore[arg-type]


def verdict(words: str, name: str, original: str = "", source: str | None = None, **fields: Any) -> Verdict:
    here = span(DRAFT, words)
    if original:
        text = ORIGINALS[original].text
        fields |= {"original": original, "original_span": span(text, source or words), "original_text": source or words}
    speaker = fields.pop("speaker", "Ruth Lund")
    return Verdict(f"id{here[0]}", Quoted(here, words, speaker, (here,)), name, **fields)  # type: ignore[arg-type]


def gap(text: str, marked: bool, original: str) -> Gap:
    return Gap(marked, len(text.split()), text, span(original, text))


def place(original: str, words: str, **fields: Any) -> Place:
    return Place(original, span(ORIGINALS[original].text, words), words, **fields)


SAFE = "The water in the Pell Road wells is safe to drink today"
UNSAFE = "The water in the Pell Road wells is unsafe to drink today"
TESTED = "We have tested it … and nobody may use it"
TESTED_ALL = "We have tested it, and tested it again, and nobody may use it"
COUNCIL = "It is the council that pays"
HOMES = "Two thousand homes\nwill be without water"
SIGNED = "I did not sign it – not once"

ALTERED = verdict(
    SAFE, "altered", "hearing.pdf", UNSAFE,
    changes=(change(SAFE, HEARING, "content", "unsafe", "safe"),),
    meaning=(
        Meaning("negation", "change", Words("unsafe", span(HEARING, "unsafe")), Words("safe", span(SAFE, "safe"))),
    ),
    original_speaker="MS. LUND", speaker_match="same", original_date="2023-05-02", date_match="before", where="page 3",
    repair=UNSAFE,
)  # fmt: skip
OUT_OF_CONTEXT = verdict(
    "we will open the new works in May", "out of context", "hearing.pdf", where="page 4", original_speaker="MS. LUND",
    context=Context(
        span(HEARING, "If the money comes, we will open the new works in May."),
        "If the money comes, we will open the new works in May.",
        ("conditions",), (Words("If the money comes", span(HEARING, "If the money comes")),),
    ),
    meaning=(Meaning("condition", "context", Words("If", span(HEARING, "If"))),),
)  # fmt: skip
NOT_FOUND = verdict(
    "The moon is made of the best green cheese", "not found",
    nearest=Nearest(place("hearing.pdf", "The water in the Pell", where="page 3"), 3, 9),
)  # fmt: skip
SPLICED = verdict(
    "Nobody may use it … the pipes are sound", "spliced",
    parts=(place("hearing.pdf", "nobody may use it", where="page 3", speaker="MS. LUND"),
           place("call.vtt", "the pipes are sound", where="00:01:02")),
)  # fmt: skip
CUT = verdict(
    TESTED, "cut", "hearing.pdf", TESTED_ALL, where="page 3", original_speaker="MS. LUND",
    changes=(change(TESTED, HEARING, "typography", ", ", " … ", "We have tested it"),),
    extent=Extent(end="cut", gaps=(gap("and tested it again, ", True, HEARING),)),
)  # fmt: skip
LEFT_OUT = verdict(
    COUNCIL, "altered", "hearing.pdf", "It is never the council that pays", where="page 4",
    changes=(change(COUNCIL, HEARING, "content", "never ", ""),),
    meaning=(Meaning("negation", "change", Words("never", span(HEARING, "never"))),),
    date_match="only later", original_date="2024-06-01", repair="It is never the council that pays",
)  # fmt: skip
OTHER = verdict(
    "Two thousand homes will be without water", "verbatim", "hearing.pdf", HOMES, where="page 4",
    changes=(change("Two thousand homes will be without water", HEARING, "typography", "\n", " ", "homes", put=18),),
    original_speaker="MR. CALDER", speaker_match="quoting",
    other_places=tuple(place("call.vtt", "the pipes are sound", where=f"00:0{n}:00") for n in range(5)),
)  # fmt: skip
TYPOGRAPHY = verdict(
    "I did not sign it - not once", "verbatim but for typography", "page.html", SIGNED, speaker="Ada Brink",
    changes=(change("I did not sign it - not once", PAGE, "typography", "–", "-"),), original_speaker="Ada Brink",
)  # fmt: skip
VERBATIM = verdict("The lido is shut", "verbatim", "page.html", speaker=None)
TOO_SHORT = verdict("Yes", "too short", speaker=None)
OTHER_LANGUAGE = verdict("Das Wasser ist gut", "other language", speaker=None)

ALL = (
    ALTERED, OUT_OF_CONTEXT, NOT_FOUND, SPLICED, CUT, LEFT_OUT, OTHER, TYPOGRAPHY, VERBATIM, TOO_SHORT, OTHER_LANGUAGE,
)  # fmt: skip


def checked(*verdicts: Verdict, **fields: Any) -> Checked:
    """The draft with the verdicts, all if none are given."""
    temporary = Quotation("q", "draft.md", (span(DRAFT, "“temporary”"),), "temporary", "scare")
    comparison = Comparison(
        "a1", Words("Brink said 25 pipes had burst", (0, 29)), "Ada Brink",
        place("call.vtt", "Nobody asked us about the pipes", where="00:01:02"),
        (Detail("number", Words("25", (11, 13))), Detail("name", Words("pipes", (14, 19)), Words("pipes", (0, 5)))),
    )  # fmt: skip
    draft = article("draft.md", DRAFT, provenance=Provenance("news/draft 1.md"), published="2023-05-04", language="en")
    known: dict[str, Any] = {
        "draft": draft, "verdicts": verdicts or ALL, "searched": Searched(3, 12400, ("en",)),
        "to_compare": (comparison,), "unchecked": (temporary,), "originals": ORIGINALS,
        "notes": (Note("undated", "call.vtt has no date"),),
    }  # fmt: skip
    return Checked(**known | fields)


HOSTILE = (
    "\x00\x1b[31m\x9b\r\n\u202e\u2066<script>alert(1)</script>::error::x%0A%25]]>&\"'](http://x.example)\ufffe\ud800,:"
)


def hostile() -> Checked:
    """A draft in which every text from outside is hostile."""
    text = f"“{HOSTILE}” he said"
    bad = Place(HOSTILE, (0, 5), HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    one = Verdict(
        "id", Quoted((1, 1 + len(HOSTILE)), HOSTILE, HOSTILE, ((1, 1 + len(HOSTILE)),)), "altered",
        changes=(Change("insert", "content", (0, len(HOSTILE)), (0, 0), "", HOSTILE),),
        meaning=(Meaning("name", "change", Words(HOSTILE, (0, 5))), Meaning("name", "edge", Words(HOSTILE, (90, 95)))),
        context=Context((0, len(HOSTILE)), HOSTILE, ("denies",), (Words(HOSTILE, (0, 3)),)),
        original=HOSTILE, original_span=(0, 5), original_text=HOSTILE, original_speaker=HOSTILE, speaker_match="other",
        original_date=HOSTILE, date_match="only later", repair=HOSTILE, where=HOSTILE, other_places=(bad, bad),
        nearest=Nearest(bad, 1, 2),
    )  # fmt: skip
    original = article(HOSTILE, HOSTILE, url="javascript:alert(1)", title=HOSTILE)
    comparison = Comparison("a", Words(HOSTILE, (0, 1)), HOSTILE, bad, (Detail("name", Words(HOSTILE, (0, 1))),))
    return Checked(
        article(HOSTILE, text, title=HOSTILE, outlet=HOSTILE, language=HOSTILE), (one,), Searched(1, 1), (comparison,),
        (Quotation("q", "x", ((0, 3),), HOSTILE, "title"),), (Note("n", HOSTILE),), {HOSTILE: original},
    )  # fmt: skip

"""What a line says about itself: byline, dateline, caption, correction, furniture.

Each test looks at one line or paragraph without the space around it, and at no more than its first
characters, so that its cost does not grow with the text.  The words are those of English first, and
of German, French, Spanish, Italian, Portuguese and Dutch where a page of news in them uses a set
phrase.
"""

from __future__ import annotations

import re

_SHORT = 160
"""Characters up to which a line can be a byline, a slot label or a heading."""

# --- bylines ---------------------------------------------------------------------------------

_BY = re.compile(
    r"(?:(?:(?:Additional|Further) reporting|Analysis|Reporting|Written|Story|Opinion|Commentary|Words|Interview|Review"
    r"|Text|Reported|Photographs?)"
    r"\s+by|By|BY|by:|Von|Par|Por|Di|Door|Text:|Author:)\s+(?=\S)"
)
_SIGN_OFF = re.compile(
    r"[(\[]?(?:(?:additional|further|with) )?(?:reporting|writing|editing|reported|written|edited|compiled)"
    r"(?: and (?:reporting|writing|editing))? by (?=[^\W\d_])",
    re.I,
)
_NOT_REPORTED = re.compile(r"[;,.|]?\s*\b(?:additional |further )?(?:writing|editing|edited|compiled)\b.*", re.I)
_LEADING_KIND = re.compile(r"(?:Analysis|Opinion|Commentary|Review|Exclusive)\s*[:|]\s*(?=[Bb]y\s)")
_JOINING = {
    "and", "und", "et", "y", "e", "en", "for", "of", "the", "in", "at", "de", "da", "do", "dos", "du",
    "del", "della",
    "di", "la", "le", "van", "von", "der", "den", "zu", "bin", "al", "el", "with", "&",
    "|", "/", "•", "·", "-", "–", "—",
    "staff", "writer", "reporter", "correspondent", "editor", "contributor",
}  # fmt: skip
_TIMES = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "christmas",
    "easter",
    "january",
    "february", "march", "april", "june", "july", "august", "september", "october",
    "november", "december", "then", "now",
}  # fmt: skip
_SEPARATOR = re.compile(r"\s*(?:[,;&|/•·]|\s[-–—]\s|\b(?:and|und|et|y)\b)\s*")
_SIGN_OFF_PARTS = re.compile(r"[;,.()\[\]]|\b(?:reporting|writing|editing|edited|compiled|additional|by)\b", re.I)
_JOB = re.compile(
    r"(?:senior |chief |staff |political |special |foreign |our )*"
    r"(?:writer|reporter|correspondent|editor|contributor|columnist|updated|published|\d).*"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
    r"|(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?\s+)?(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d.*"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?\s+\d.*",
    re.I,
)


def byline(line: str) -> tuple[str, ...]:
    """The names that a byline gives, and () where the line is none: "By Ada Moss and Li Wen" has two."""
    line = _LEADING_KIND.sub("", line[: _SHORT + 1])
    found = _BY.match(line.lstrip("([") if _SIGN_OFF.match(line) else line)
    if not found or len(line) > _SHORT or line.endswith(("?", "!", ":", "”", '"')):
        return ()
    rest = _NOT_REPORTED.sub("", found.string[found.end() :]).rstrip(".)] ")
    words = rest.replace(",", " ").split()
    if not words or words[0].lower() in _TIMES or not all(_is_name_word(word) for word in words):
        return ()
    return names(rest)


def sign_off(line: str) -> bool:
    """True for the line below a story that names who worked on it: "(Reporting by Ada Moss; Editing by Li Wen)"."""
    found = _SIGN_OFF.match(line[:_SHORT])
    if not found or len(line) > 2 * _SHORT or line.endswith(("?", "!", ":", "”", '"')):
        return False
    words = _SIGN_OFF_PARTS.sub(" ", line[found.end() :]).split()
    return bool(words) and words[0].lower() not in _TIMES and all(_is_name_word(word) for word in words)


def names(text: str) -> tuple[str, ...]:
    """The single names in a list of names as bylines write it, without jobs and dates."""
    parts = (re.sub(r"\s+in\s.*", "", part).strip(" .") for part in _SEPARATOR.split(text))
    return tuple(dict.fromkeys(part for part in parts if part and not _JOB.fullmatch(part) and len(part) > 1))


def _is_name_word(word: str) -> bool:
    return word.lower() in _JOINING or word[0].isupper() or not word[0].isalpha() or not word[0].islower()


# --- datelines -------------------------------------------------------------------------------

_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][\w.'’/-]{1,30}(?:[ ][^\W_][\w.'’/-]{0,20}){0,3}(?:,[ ][^\W\d_][\w. ]{1,24}?)?)?"
    r"(?P<day>,?[ ](?:\w{3,9}\.?[ ]\d{1,2}|\d{1,2}\.?[ ]\w{3,9})(?:,?[ ]\d{4})?)?"
    r"[ ]?(?P<agency>\((?:[^\W\d_a-zà-ÿ][^()\n]{1,39}|[a-z]{2,5})\)|/[A-Z]{2,8}/)?[ ]?(?P<dash>—|–|--|-|:)[ ]?(?=\S)"
)


def dateline(paragraph: str) -> int:
    """Length of the dateline that a paragraph begins with, 0 if there is none.

    A place is taken for one only if it is in capitals, or an agency or a day follows it; so
    "Yes - he said" is none and "LONDON (Agency) - He said" is one.
    """
    found = _DATELINE.match(paragraph[:_SHORT])
    if not found:
        return 0
    place, agency, day, dash = found.group("place", "agency", "day", "dash")
    capitals = bool(place) and place.split(",")[0].isupper() and len(place) > 2
    if dash in ":-" and not agency:
        return 0
    if not (capitals or agency or (place and day)) or (agency and not place and not _short_agency(agency)):
        return 0
    return found.end() if place is None or place[0].isupper() else 0


def _short_agency(agency: str) -> bool:
    return len(agency) < 25 and agency[1].isupper()


# --- posts -----------------------------------------------------------------------------------

_POST_CREDIT = re.compile(r"[-–—]\s*.{1,80}\(@[\w.@-]{1,60}\)")


def post_credit(line: str) -> bool:
    """True for the line below an embedded post that names its author: "— Li Wen (@liwen) 3 May"."""
    return bool(_POST_CREDIT.match(line[:_SHORT]))


# --- captions --------------------------------------------------------------------------------

_CREDIT = re.compile(
    r"(?:\(?(?:Photo(?:graph)?|Image|Picture|Foto|Bild|Video|Illustration|Graphic|Crédit|(?:Photo |Image )?Credit)"
    r"(?:\s+(?:by|via|courtesy of))?\s*[:/©])|^©",
    re.I,
)
_AGENCY_CREDIT = re.compile(
    r"(?:\((?:[^()]{0,60}[/,] ?)?(?:AP|AFP|EPA|Reuters|Getty Images?|Photo|Handout|File|dpa|Shutterstock)[^()]{0,40}\)"
    r"|[/|] ?(?:Getty Images?|Reuters|AFP|AP|EPA|Shutterstock|Handout|dpa|Bloomberg|Alamy))\.?$",
)


def caption(line: str) -> bool:
    """True for a line that is, or ends in, the credit of a picture."""
    if len(line) > 600:
        return False
    return bool(_CREDIT.match(line) or _AGENCY_CREDIT.search(line[-120:]))


# --- corrections -----------------------------------------------------------------------------

_CORRECTION = re.compile(
    r"""\W{0,3}(?:
      an\ (?:earlier|previous)\ version\ of\b | (?:a\ )?previous\ version\ of\ this\b
    | corrections?\b\W | clarifications?\b\W | (?:this\ is\ a\ )?corrected\ version\b
    | (?:this|the)\ (?:article|story|report|headline|piece|post|column|page)\ (?:has\ been|was|have\ been)\ (?:since\ )?
      (?:updated|corrected|amended|clarified|changed|edited)\b
    | editor['’]?s?['’]?\ note\b.{0,200}?(?:version|correct|updated|amended|clarif|retract)
    | retraction\b\W
    | in\ einer\ (?:früheren|ersten|vorherigen)\ (?:version|fassung)\b | korrektur\b\W | (?:anm(?:erkung)?\.?\ der\ red)
    | une\ version\ (?:précédente|antérieure)\b | (?:correction|rectificatif|erratum)\b\W
    | una\ versión\ (?:anterior|previa)\b | (?:corrección|fe\ de\ errores|rectificación)\b\W
    )""",
    re.I | re.X | re.S,
)


def correction(paragraph: str) -> bool:
    """True for an outlet's own notice that it corrected or changed the piece."""
    return bool(_CORRECTION.match(paragraph[:400]))


# --- furniture -------------------------------------------------------------------------------

_SIZE = r"\(?(?:ad\s*)?\d{2,4}\s?[x×]\s?\d{2,4}\)?(?:\s*px)?"
_FURNITURE = re.compile(
    rf"""(?:
      (?:{_SIZE})(?:\s*[,|/]?\s*(?:{_SIZE}))*
    | (?:[-–—]\s*)?(?:advertisements?|ads?|adverts?|sponsored(?:\ content)?|promoted|anzeige|werbung|publicité
      |publicidad
      |pubblicità|advertentie|publicidade|annonse|annons|reklam)(?:\s*[-–—:].*)?(?:\s*[-–—])?
    | (?:story|article|text|content)\ continues?\ (?:below|after).* | continue\ reading.* | scroll\ (?:down
      |to)\ continue.*
    | (?:read|see|learn|find\ out)\ (?:more|also|next|the\ full\ story)\b(?:\s*[:|].*|\ about.{{0,60}}|\ on\ this.*|\W*)
    | (?:also|now)\ read\b.* | more\ (?:on|from|in)\ (?:this|the|our)?\W?.{{0,40}} | more\ stories.{{0,40}}
    | (?:related|recommended|most\ (?:read|popular|viewed)|trending|editors?['’]s?\ picks?|top\ stories
      |you\ (?:may|might)
      \ (?:also\ )?like|don['’]t\ miss|up\ next|latest\ (?:news|stories))(?:\ (?:articles?|stories|story|news
        |content|topics|now))?
      (?:\s*[:|].*|\W*)
    | share(?:\ (?:this|on|via|article|story|save|options|full\ article))*(?:\ (?:facebook|twitter|x|whatsapp
      |linkedin|email))?\W*
    | (?:facebook|twitter|whatsapp|linkedin|pinterest|reddit|telegram|e-?mail|print|tweet|copy\ (?:link|url)
      |link\ copied|bookmark
      |save|messenger|flipboard|bluesky|threads|comments?|\d+\ comments?|comments?\ \(?\d+\)?
        |leave\ a\ (?:comment|reply))\W*
    | (?:sign\ up|subscribe|register|log\ in|sign\ in)(?:\W*|\ (?:to|for|now|here|today)\b.*)
    | (?:get|receive)\ .{{0,60}}\ (?:in|to|into)\ your\ inbox.* | newsletters?\W*
      | .{{0,60}}\bnewsletter\ (?:sign-?up|abonnieren)\W*
    | follow\ (?:us|.{{1,40}})\ on\ (?:twitter|facebook|instagram|x|youtube|google|whatsapp|tiktok)\b.* | follow\ us\W*
    | download\ (?:our|the)\ (?:.{{0,30}}\ )?app\b.* | click\ here\b.{{0,80}}
    | .{{0,60}}\b(?:uses?|accept(?:\ all)?|manage|our)\ cookies\b.{{0,80}} | cookie\ (?:policy|settings|preferences)\W*
    | skip\ to\ (?:main\ )?(?:content|navigation)\W* | skip\ advertisement\W* | menu\W* | search\W* | home\W*
      | close\W* | loading\W*
    | (?!photo|image|picture|foto|bild)(?:.{{0,80}}[\s.|])?(?-i:©|Copyright|COPYRIGHT)\W*(?:c\W+)?\d{{4}}\b.{{0,80}}
    | .{{0,120}}\ball\ rights\ reserved\W*
    | posted\ (?:by|at|on)\b.{{0,60}}[|•·].{{0,60}}\b(?:comments?|permalink|link)\b.{{0,40}}
    | do\ you\ (?:have|know)\b.{{0,60}}\?.{{0,60}}\b(?:e-?mail|call|contact|write\ to|get\ in\ touch)\b.{{0,60}}
    | (?:next|previous)\ (?:article|story|post)\W* | back\ to\ top\W* | view\ (?:all|comments|gallery).{{0,30}}
    | (?:listen|play)\ (?:to\ this\ article|now|audio)\W* | \d+\ min(?:ute)?s?\ read\W* | reading\ time.{{0,30}}
    | lesen\ sie\ (?:auch|mehr|hier).* | mehr\ zum\ thema(?:\W.*)? | auch\ interessant(?:\W.*)? | teilen\W*
      | kommentare\W*
    | (?:à\ )?lire\ aussi\b.* | partager\W* | lea\ también\b.* | te\ puede\ interesar\b.* | compartir\W*
      | leggi\ anche\b.*
    | lees\ (?:ook|verder)\b.* | leia\ (?:também|mais)\b.*
    )""",
    re.I | re.X,
)


def furniture(line: str) -> bool:
    """True for a line that belongs to the page and not to the article: slot labels of advertisements,
    share buttons, menus, links to other stories, newsletter and cookie boxes."""
    return 0 < len(line) <= _SHORT and bool(_FURNITURE.fullmatch(line))


# --- headings --------------------------------------------------------------------------------

_FINAL = (".", "!", "?", ":", ";", ",", "…", "。", "！", "？", "”", '"', "»", "’", "'", ")")
_OPENING = ("“", '"', "„", "«", "‘", "'", "(", "[", "-", "–", "—", "•", "*")


def heading(line: str) -> bool:
    """True for a line short enough for a heading that neither ends like a sentence nor opens like speech."""
    return len(line) <= 90 and len(line.split()) <= 14 and not line.endswith(_FINAL) and not line.startswith(_OPENING)


def headline(line: str) -> bool:
    """True for a first line that can be a headline: short, and without a full stop at its end."""
    return len(line) <= 200 and not line.endswith((".", "。", ",", ";", ":")) and any(char.isalpha() for char in line)

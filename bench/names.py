"""When two names of a speaker are the same."""

from __future__ import annotations

import re

LITTLE = {"the", "a", "an", "of", "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "sir", "’s", "'s", "s"}


def plain(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without what stands in brackets and without articles and titles."""
    name = re.sub(r"\(.*?\)", " ", name).replace(".", "")
    return tuple(w for w in re.findall(r"\w+", name.lower()) if w not in LITTLE)


def same_name(gold: str, found: str) -> bool:
    """Whether a name that was found tells whom the gold one names: the same words, or one in the other to the last
    word of a person's name; the short form in the brackets counts too."""
    one, other = plain(gold), plain(found)
    short = [plain(x) for x in re.findall(r"\((.*?)\)", gold)]
    if not one or not other:
        return one == other
    if (
        one == other
        or other in short
        or plain("".join(w[0] for w in one)) == other
        or plain("".join(w[0] for w in other)) == one
    ):
        return True
    few, many = sorted((one, other), key=len)
    return set(few) <= set(many) and (few[-1] == many[-1] or few[0] == many[0])

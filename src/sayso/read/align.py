"""Find the paragraphs of a page that an extractor chose, though it gives their text and not their place.

The extractor's text and the page's paragraphs are compared by letters and digits alone, so neither
white space nor markup nor the way in which either cuts paragraphs matters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from sayso.model import Span

_LONG = 24
"""Letters from which a paragraph is found by itself; shorter ones must lie between chosen neighbours."""
_PIECE = 12
_MAX_PIECES = 60
_ENOUGH = 0.5
"""Share of a paragraph's pieces that must have been chosen."""
_NEAR = 400
"""Letters by which a short paragraph may lie off its neighbours in the chosen text."""


def choose(keys: Sequence[str], chosen: str) -> list[bool]:
    """Which paragraphs of the page stand in the chosen text.

    ``keys`` are the page's paragraphs and ``chosen`` the extractor's text, all squeezed to letters and
    digits.  Of paragraphs that say the same, the one that lies among other chosen ones is taken.
    """
    places = [_place(key, chosen) if len(key) >= _LONG else None for key in keys]
    _drop_doubles(keys, places, chosen)
    _add_short(keys, places, chosen)
    return [place is not None for place in places]


def _place(key: str, chosen: str) -> Span | None:
    """From where to where a paragraph stands in the chosen text, None where less than half of it does."""
    whole = chosen.find(key)
    if whole >= 0:
        return whole, whole + len(key)
    step = max(_PIECE, len(key) // _MAX_PIECES)
    starts = range(0, len(key) - _PIECE + 1, step)
    found = [place for place in (chosen.find(key[at : at + _PIECE]) for at in starts) if place >= 0]
    return (min(found), max(found) + _PIECE) if len(found) > len(starts) * _ENOUGH else None


def _drop_doubles(keys: Sequence[str], places: list[Span | None], chosen: str) -> None:
    """Of equal paragraphs keep as many as were chosen, those whose neighbours were chosen too."""
    groups: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        if place is not None:
            groups.setdefault(keys[index], []).append(index)
    single = {index: places[index] or (0, 0) for group in groups.values() if len(group) == 1 for index in group}
    order = sorted(single)
    for key, group in groups.items():
        many = max(chosen.count(key), 1) if len(group) > 1 else 1
        at = (places[group[0]] or (0, 0))[0]
        for index in sorted(group, key=lambda index: _distance(index, at, order, single))[many:]:
            places[index] = None


def _distance(index: int, at: int, order: list[int], places: dict[int, Span]) -> tuple[int, int]:
    """How far a paragraph is from chosen ones on the page, after whether page and text agree on the order."""
    place = bisect_left(order, index)
    near = order[max(place - 2, 0) : place + 2]
    disorder = sum((other < index) != (places[other][0] < at) for other in near)
    return disorder, min((abs(other - index) for other in near), default=0)


def _add_short(keys: Sequence[str], places: list[Span | None], chosen: str) -> None:
    """Take a short paragraph if it stands in the chosen text right by those before or after it."""
    following = _following(places)
    end = -1
    for index, key in enumerate(keys):
        place, after = places[index], following[index]
        if place is None and key and len(key) < _LONG:
            start = end if end >= 0 else max(after - _NEAR, 0)
            limit = min(start + _NEAR, after) if after >= start else start + (_NEAR if end >= 0 else 0)
            found = chosen.find(key, start, limit)
            place = places[index] = (found, found + len(key)) if found >= 0 else None
        end = place[1] if place else end


def _following(places: list[Span | None]) -> list[int]:
    """For each paragraph, where the next one that was found stands; -1 where there is none."""
    following, ahead = [-1] * len(places), -1
    for index in range(len(places) - 1, -1, -1):
        following[index] = ahead
        place = places[index]
        ahead = place[0] if place else ahead
    return following

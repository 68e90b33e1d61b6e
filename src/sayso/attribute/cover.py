"""Spans asked for those that meet a place: what is asked of thousands must not look at all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Generic, TypeVar

from sayso.model import Span

T = TypeVar("T")


class Cover(Generic[T]):
    """Spans, each with what it belongs to."""

    def __init__(self, items: Iterable[tuple[Span, T]]) -> None:
        self._items = sorted(items, key=lambda item: item[0])
        self._starts = [start for (start, _), _ in self._items]
        self._reach = list(accumulate((end for (_, end), _ in self._items), max))
        """How far the spans up to each one go."""

    def meeting(self, start: int, end: int) -> Iterator[tuple[Span, T]]:
        """Those that share a character with start to end, the last first."""
        at = bisect_left(self._starts, end) - 1
        while at >= 0 and self._reach[at] > start:
            if self._items[at][0][1] > start:
                yield self._items[at]
            at -= 1

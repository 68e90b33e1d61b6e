"""Dates as pages write them, as ISO prefixes of the precision that they have."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePath

_ISO = re.compile(
    r"(\d{4})(?:-?(\d\d)(?:-?(\d\d)"
    r"(?:[T ]+(\d\d:\d\d)(?::\d\d(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?)?)?(?![\d:])"
)
_DAY_LINE = re.compile(
    r"(?:(?:first )?(?:published|posted|date)(?: on)?\W{1,3})?"
    r"(?:\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?[\s,|–-]*)?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\W{1,3})?"
    r"(?P<day>\d{1,2}\.? [a-z]{3,9}\.?,? \d{4}|[a-z]{3,9}\.? \d{1,2},? \d{4}|\d{4}-\d\d-\d\d)"
    r"(?:[\s,|–-]+(?:at )?\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*(?:[a-z]{2,4})?)?",
    re.I,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME_SPACE = re.compile(r"[\s,+]+|%20")
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<joint>[-_. ]?)(?P<m>\d\d)(?P=joint)(?P<d>\d\d)(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(?P<a>\d\d?)(?P<joint>[-_.])(?P<b>\d\d?)(?P=joint)(?P<y>(?:19|20)\d\d)(?!\d)")
_WRITTEN = re.compile(
    r"(?<![^\W_])(?:(?P<before>\d\d?)(?:st|nd|rd|th)?[-_. ])?"
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?[-_ ]"
    r"(?(before)|(?P<after>\d\d?)(?:st|nd|rd|th)?[-_. ])(?P<y>(?:19|20)\d\d)(?!\d)",
    re.I,
)


def iso_date(value: str) -> str | None:
    """A date as an ISO prefix of its precision: "2019", "2019-07", "2019-07-13", "2019-07-13T10:00+02:00".

    Seconds are dropped.  None for what is no date between 1700 and 2100.
    """
    value = value.strip()
    found = _ISO.match(value)
    if not found:
        return _mail_date(value)
    year, month, day, time, zone = found.groups()
    if not _is_date(int(year), int(month or 1), int(day or 1)):
        return None
    parts = "-".join(part for part in (year, month, day) if part)
    if not time or not _is_time(time):
        return parts
    zone = {"Z": "Z", "UTC": "Z", "GMT": "Z", None: ""}.get(zone, zone)
    zone = zone if ":" in zone or len(zone) < 5 else f"{zone[:3]}:{zone[3:]}"
    return f"{parts}T{time}{zone}"


def _is_time(time: str) -> bool:
    hour, minute = time.split(":")
    return int(hour) < 24 and int(minute) < 60


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1700 <= year <= 2100 and (year, month, day) != (1970, 1, 1)


def _mail_date(value: str) -> str | None:
    """ "Sat, 13 Jul 2019 10:00:00 +0200", and days written out in English."""
    try:
        return parsedate_to_datetime(value).isoformat(timespec="minutes")
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    for form in ("%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(value, form).date().isoformat()
        except ValueError:
            continue
    return None


def day_line(line: str) -> str | None:
    """The day of a line that holds nothing else but a time: "Published: Thursday, 16 March 2034 | 07:12".

    Only days in English and ISO dates are told.
    """
    found = _DAY_LINE.fullmatch(line) if len(line) < 80 else None
    return iso_date(re.sub(r"[.,]", "", found["day"])) if found else None


def day_in_name(name: str) -> str | None:
    """The one day that the last part of a file's name or of an id holds: "2016-07-13 hearing.txt" is of 2016-07-13.

    Days in figures are told with the year first, or where one of the other two numbers is no month.
    """
    part = _NAME_SPACE.sub(" ", PurePath(name.replace("\0", "")).name)
    days = {_day_of(*found.group("y", "m", "d")) for found in _YEAR_FIRST.finditer(part)}
    days |= {_day_of(found["y"], *_month_and_day(found["a"], found["b"])) for found in _YEAR_LAST.finditer(part)}
    days |= {_written_day(found) for found in _WRITTEN.finditer(part)}
    days -= {None}
    return days.pop() if len(days) == 1 else None


def _day_of(year: str, month: str, day: str) -> str | None:
    plausible = month.isdigit() and year >= "1900" and _is_date(int(year), int(month), int(day))
    return f"{year}-{int(month):02}-{int(day):02}" if plausible else None


def _month_and_day(one: str, other: str) -> tuple[str, str]:
    """Which of two numbers is the month: the one up to twelve; neither where both could be."""
    if int(one) > 12 or one == other:
        return other, one
    return (one, other) if int(other) > 12 else ("", "")


def _written_day(found: re.Match[str]) -> str | None:
    month = _MONTHS.index(found["month"][:3].lower()) + 1
    return _day_of(found["y"], str(month), found["before"] or found["after"])

"""Dates as pages write them, as ISO prefixes of the precision that they have."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

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

"""The first day on which a step of the ladder can be taken, told by its name alone.

Whatever the ladder was then: that steps without business days move is taken for possible, for it moves those
before the due date back.
"""

import re
from datetime import date, timedelta

from .calendar import BusinessCalendar

_LABEL = re.compile(r"([DEFA])([+-]?\d{1,4})", re.ASCII)


def earliest(
    label: str, due: date, issued: date, previous: date | None, calendar: BusinessCalendar
) -> date | None:
    """The day before which a step of this name (`D+3`) cannot have been due; None if the name does not tell.

    `due` is the effective due date, `previous` the day of the step taken before it.
    """
    match = _LABEL.fullmatch(label)
    if match is None:
        return None
    base = {"D": due, "E": issued, "F": due, "A": previous}[match[1]]
    if base is None:
        return None
    day = base + timedelta(days=int(match[2]))
    if match[1] == "F":
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)
    return calendar.previous_business_day(day) if day < due else day

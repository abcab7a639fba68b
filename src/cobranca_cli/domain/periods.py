"""Periods of whole calendar months that end on a day, and the days that close them.

A period has its first and its last day in it. Counted back from the last day of a month, every period ends
and begins with a month; counted back from another day, with that day of the month, or with the last one of
a month that is too short.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

_ONE_DAY = timedelta(days=1)


class Period(NamedTuple):
    """From `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Calendar days, both ends counted."""
        return (self.last - self.first).days + 1

    @property
    def opening(self) -> date:
        """The day whose closing balance is the opening balance of the period."""
        return self.first - _ONE_DAY

    def each_day(self) -> Iterator[date]:
        """Its days in their order."""
        return (self.first + timedelta(days=count) for count in range(self.days))

    def holds(self, day: date) -> bool:
        """Whether the day is one of the period."""
        return self.first <= day <= self.last


def last_of_month(day: date) -> date:
    """The last day of the month of a day."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - _ONE_DAY


def months_back(day: date, months: int) -> date:
    """The closing day so many months before: 31/05 and 3 give 28/02 (29/02), and 30/04 and 1 give 31/03."""
    count = day.year * 12 + day.month - 1 - months
    last = last_of_month(date(count // 12, count % 12 + 1, 1))
    return last if day == last_of_month(day) else last.replace(day=min(day.day, last.day))


def period_ending(as_of: date, months: int) -> Period:
    """The period of so many months whose last day is `as_of`."""
    return Period(months_back(as_of, months) + _ONE_DAY, as_of)


def closings(as_of: date, months: int) -> tuple[date, ...]:
    """The opening day of that period and the closing day of each of its months, the oldest first."""
    return tuple(months_back(as_of, back) for back in range(months, -1, -1))


def month_ends(as_of: date, count: int) -> tuple[date, ...]:
    """The last days of the last `count` months that are over at the end of `as_of`, the oldest first."""
    last = as_of if as_of == last_of_month(as_of) else as_of.replace(day=1) - _ONE_DAY
    return closings(last, count - 1)


def calendar_months(as_of: date) -> Iterator[Period]:
    """The calendar months back from `as_of`, the first of them only up to it; without end."""
    period = Period(as_of.replace(day=1), as_of)
    while True:
        yield period
        last = period.opening
        period = Period(last.replace(day=1), last)


def month_over(as_of: date, days: int) -> Period:
    """The latest calendar month of which even the last day lies `days` or more before `as_of`."""
    (last,) = month_ends(as_of - timedelta(days=days), 1)
    return Period(last.replace(day=1), last)

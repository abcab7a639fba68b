"""Brazilian business days: national holidays, days without banking, and the owner's local holidays.

Sources: Lei 662/1949 with Lei 10.607/2002 and Lei 6.802/1980 (fixed national days), Lei 14.759/2023
(20 November, national from 2024 on), Res. CMN 4.880/2020 (no banking business on Saturdays, Sundays,
national holidays, Good Friday, 2 November, Carnival Monday and Tuesday, and Corpus Christi).
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_FIXED = ((1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (12, 25))
_BLACK_AWARENESS_FROM = 2024


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (the method of Meeus, Jones and Butcher; from 1583 on)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon + 15) % 30
    leap_years, year_rest = divmod(of_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=512)
def national_holidays(year: int) -> frozenset[date]:
    """Return the national holidays, Good Friday with them; 20 November only from 2024 (Lei 14.759/2023)."""
    days = {date(year, month, day) for month, day in _FIXED}
    days.add(easter(year) - timedelta(days=2))
    if year >= _BLACK_AWARENESS_FROM:
        days.add(date(year, 11, 20))
    return frozenset(days)


@lru_cache(maxsize=512)
def bank_holidays(year: int) -> frozenset[date]:
    """Return the weekday holidays of banks: the national ones, Carnival Monday and Tuesday, Corpus Christi.

    Res. CMN 4.880/2020. Ash Wednesday, 24 and 31 December are business days in that rule.
    """
    sunday = easter(year)
    movable = (sunday - timedelta(days=48), sunday - timedelta(days=47), sunday + timedelta(days=60))
    return national_holidays(year).union(movable)


class BusinessCalendar(NamedTuple):
    """Which days count as business days: those of banks, less the owner's state and city holidays.

    `extra` are single days and `recurring` are (month, day) of every year. With `banking=False` only the
    national holidays count (courts, letters), not Carnival nor Corpus Christi. Serves Lei 7.089/1983 (no
    interest on a title due on a day without banking and paid on the next business day) and Código Civil
    art. 132 §1 (a term that ends on a holiday moves to the next business day).
    """

    extra: frozenset[date] = frozenset()
    recurring: frozenset[tuple[int, int]] = frozenset()
    banking: bool = True

    def is_business_day(self, day: date) -> bool:
        """Tell whether the day is no weekend, no holiday of the country and none of the owner's."""
        return day.weekday() < _SATURDAY and not self.is_holiday(day)

    def is_holiday(self, day: date) -> bool:
        """Tell whether the day is a holiday of the country or one of the owner's; weekends do not count."""
        holidays = bank_holidays(day.year) if self.banking else national_holidays(day.year)
        return day in holidays or day in self.extra or (day.month, day.day) in self.recurring

    def next_business_day(self, day: date) -> date:
        """Return the first business day on or after the day: the effective due date of CC art. 132 §1."""
        while not self.is_business_day(day):
            day += _ONE_DAY
        return day

    def previous_business_day(self, day: date) -> date:
        """Return the last business day on or before the day."""
        while not self.is_business_day(day):
            day -= _ONE_DAY
        return day

    def add_business_days(self, day: date, count: int) -> date:
        """Return the count-th business day strictly after the day (strictly before it when negative).

        Zero gives `next_business_day`. The starting day is never counted, business day or not.
        """
        if count == 0:
            return self.next_business_day(day)
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        remaining = abs(count)
        while remaining:
            day += step
            remaining -= self.is_business_day(day)
        return day

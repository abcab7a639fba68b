"""Holidays and business days: the legal fixtures, and the `holidays` package as an outside judge."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.calendar import BusinessCalendar, bank_holidays, easter, national_holidays

CALENDAR = BusinessCalendar()
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 1))


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2025, "01/01 03/03 04/03 18/04 21/04 01/05 19/06 07/09 12/10 02/11 15/11 20/11 25/12"),
        (2026, "01/01 16/02 17/02 03/04 21/04 01/05 04/06 07/09 12/10 02/11 15/11 20/11 25/12"),
        (2027, "01/01 08/02 09/02 26/03 21/04 01/05 27/05 07/09 12/10 02/11 15/11 20/11 25/12"),
    ],
)
def test_bank_holidays(year: int, days: str) -> None:
    expected = {date(year, int(day[3:]), int(day[:2])) for day in days.split()}
    assert bank_holidays(year) == expected


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1961, "1961-04-02"),
        (2000, "2000-04-23"),
        (2008, "2008-03-23"),
        (2011, "2011-04-24"),
        (2026, "2026-04-05"),
    ],
)
def test_easter(year: int, day: str) -> None:
    assert easter(year) == date.fromisoformat(day)


def test_black_awareness_day_is_national_only_from_2024() -> None:
    assert date(2023, 11, 20) not in bank_holidays(2023)
    assert date(2024, 11, 20) in national_holidays(2024)


@pytest.mark.parametrize("year", range(2001, 2078))
def test_the_holidays_package_agrees(year: int) -> None:
    national = set(holidays.country_holidays("BR", years=year, language="pt_BR", categories=("public",)))
    optional = holidays.country_holidays("BR", years=year, language="pt_BR", categories=("optional",))
    bank = {day for day, name in optional.items() if name in ("Carnaval", "Corpus Christi")}
    assert len(bank) == 3
    assert national_holidays(year) == national
    assert bank_holidays(year) == national | bank


def test_business_days_of_november_2026() -> None:
    days = [date(2026, 11, day) for day in range(1, 31)]
    assert sum(map(CALENDAR.is_business_day, days)) == 19
    assert not any(CALENDAR.is_business_day(date(2026, 11, day)) for day in (1, 2, 15, 20, 21, 22))


@pytest.mark.parametrize(
    ("day", "following", "previous"),
    [
        ("2026-11-19", "2026-11-19", "2026-11-19"),
        ("2026-11-20", "2026-11-23", "2026-11-19"),
        ("2026-11-21", "2026-11-23", "2026-11-19"),
        ("2027-02-08", "2027-02-10", "2027-02-05"),  # Ash Wednesday is a business day
        ("2026-12-24", "2026-12-24", "2026-12-24"),
        ("2026-12-31", "2026-12-31", "2026-12-31"),
        ("2027-01-01", "2027-01-04", "2026-12-31"),
    ],
)
def test_nearest_business_days(day: str, following: str, previous: str) -> None:
    assert CALENDAR.next_business_day(date.fromisoformat(day)) == date.fromisoformat(following)
    assert CALENDAR.previous_business_day(date.fromisoformat(day)) == date.fromisoformat(previous)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-11-19", 1, "2026-11-23"),
        ("2026-11-23", -1, "2026-11-19"),
        ("2026-11-21", 0, "2026-11-23"),
        ("2026-11-19", 0, "2026-11-19"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-21", 5, "2026-11-27"),
        ("2026-11-22", -2, "2026-11-18"),
    ],
)
def test_add_business_days(day: str, count: int, expected: str) -> None:
    assert CALENDAR.add_business_days(date.fromisoformat(day), count) == date.fromisoformat(expected)


def test_the_owners_holidays_count_too() -> None:
    local = BusinessCalendar(extra=frozenset({date(2026, 12, 7)}), recurring=frozenset({(12, 8)}))
    assert local.next_business_day(date(2026, 12, 7)) == date(2026, 12, 9)
    assert local.next_business_day(date(2027, 12, 7)) == date(2027, 12, 7)
    assert not local.is_business_day(date(2027, 12, 8))
    assert CALENDAR.is_business_day(date(2026, 12, 8))


def test_courts_work_in_carnival_and_on_corpus_christi_as_far_as_the_law_says() -> None:
    courts = BusinessCalendar(banking=False)
    for day in (date(2026, 2, 16), date(2026, 2, 17), date(2026, 6, 4)):
        assert courts.is_business_day(day)
        assert not CALENDAR.is_business_day(day)
    assert not courts.is_business_day(date(2026, 4, 3))


@given(DAYS)
def test_next_and_previous_enclose_the_day(day: date) -> None:
    following, previous = CALENDAR.next_business_day(day), CALENDAR.previous_business_day(day)
    assert previous <= day <= following
    assert CALENDAR.is_business_day(following)
    assert CALENDAR.is_business_day(previous)
    assert (previous == day == following) == CALENDAR.is_business_day(day)
    between = [previous + timedelta(days=n) for n in range(1, (following - previous).days)]
    assert not any(map(CALENDAR.is_business_day, between))


@given(DAYS, st.integers(1, 40))
def test_adding_counts_exactly_so_many_business_days(day: date, count: int) -> None:
    end = CALENDAR.add_business_days(day, count)
    walked = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert CALENDAR.is_business_day(end)
    assert sum(map(CALENDAR.is_business_day, walked)) == count


@given(DAYS, st.integers(1, 40))
def test_adding_and_taking_back_returns_to_a_business_day(day: date, count: int) -> None:
    start = CALENDAR.next_business_day(day)
    assert CALENDAR.add_business_days(CALENDAR.add_business_days(start, count), -count) == start

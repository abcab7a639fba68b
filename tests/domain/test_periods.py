"""Periods that end on a day: the ends of months are kept, and no day is in two periods or in none."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import day

from cobranca_cli.domain.periods import (
    Period,
    calendar_months,
    closings,
    last_of_month,
    month_ends,
    month_over,
    months_back,
    period_ending,
)

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("as_of", "months", "before"),
    [
        ("2026-11-21", 3, "2026-08-21"),
        ("2026-11-30", 3, "2026-08-31"),
        ("2026-05-31", 3, "2026-02-28"),
        ("2024-05-31", 3, "2024-02-29"),
        ("2026-03-30", 1, "2026-02-28"),
        ("2026-02-28", 1, "2026-01-31"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-12-31", 12, "2025-12-31"),
    ],
)
def test_the_closing_day_months_before(as_of: str, months: int, before: str) -> None:
    assert months_back(day(as_of), months) == day(before)
    period = period_ending(day(as_of), months)
    assert (period.opening, period.last) == (day(before), day(as_of))


def test_a_period_counts_both_its_days() -> None:
    period = period_ending(day("2026-11-21"), 3)
    assert period == Period(day("2026-08-22"), day("2026-11-21"))
    assert period.days == 92 and len(list(period.each_day())) == 92
    assert [period.holds(day(each)) for each in ("2026-08-21", "2026-08-22", "2026-11-21", "2026-11-22")] == [
        False, True, True, False,
    ]  # fmt: skip


@given(days, st.integers(1, 24))
def test_the_months_of_a_period_follow_each_other(as_of: date, months: int) -> None:
    found = closings(as_of, months)
    assert len(found) == months + 1 and found[-1] == as_of
    assert found[0] == period_ending(as_of, months).opening
    assert all(27 <= (after - before).days <= 31 for before, after in pairwise(found))
    assert (as_of == last_of_month(as_of)) == all(each == last_of_month(each) for each in found)


def test_the_ends_of_the_months_that_are_over() -> None:
    assert month_ends(day("2026-11-21"), 2) == (day("2026-09-30"), day("2026-10-31"))
    assert month_ends(day("2026-11-30"), 2) == (day("2026-10-31"), day("2026-11-30"))


def test_calendar_months_go_back_from_a_part() -> None:
    assert [month.days for month in islice(calendar_months(day("2026-03-21")), 3)] == [21, 28, 31]


@pytest.mark.parametrize(
    ("as_of", "month"), [("2026-11-29", "2026-09"), ("2026-11-30", "2026-10"), ("2026-12-01", "2026-10")]
)
def test_the_latest_month_of_which_all_had_thirty_days(as_of: str, month: str) -> None:
    found = month_over(day(as_of), 30)
    assert f"{found.first:%Y-%m}" == month == f"{found.last:%Y-%m}"
    assert found.first.day == 1 and found.last == last_of_month(found.first)
    assert found.last + timedelta(days=30) <= day(as_of)

"""Cohorts by month of maturity, and what became overdue: as known on a day, by days after due."""

from collections import defaultdict
from datetime import date

import pytest
from tests.domain.notation import day

from cobranca_cli.domain.cohorts import (
    Facts,
    Settled,
    Sold,
    became_overdue,
    cohort,
    first_due_needed,
    latest_cohorts,
)
from cobranca_cli.domain.indicators import percent
from cobranca_cli.domain.periods import Period

JULY = Period(day("2026-07-01"), day("2026-07-31"))
LONG_AFTER = day("2026-12-31")


def sold(line: str) -> Sold:
    """`due amount`, and `from day` and `cancelled day` if they matter."""
    due, amount, *rest = line.split()
    said = dict(zip(rest[::2], rest[1::2], strict=True))
    cancelled = said.get("cancelled")
    return Sold(day(said.get("from", "2026-01-01")), day(due), cancelled and day(cancelled), int(amount))


def settled(line: str) -> Settled:
    """`due amount on`, and the day it was booked if that is another."""
    due, amount, on, *booked = line.split()
    return Settled(day(due), None, day(on), day((*booked, on)[0]), int(amount))


def facts(sales: str, taken: str = "") -> Facts:
    by_due: tuple[dict[date, list[Sold]], dict[date, list[Settled]]] = defaultdict(list), defaultdict(list)
    for each in map(sold, sales.split(" · ")):
        by_due[0][each.due].append(each)
    for one in map(settled, taken.split(" · ") if taken else ()):
        by_due[1][one.due].append(one)
    return Facts(*by_due)


# 80.000 due in July; of the cohort 18 % were not paid 5 days after, 8 % 30, 4,5 % 60 and 2,5 % 90 days after.
RULES = facts(
    "2026-07-10 50000 · 2026-07-31 30000 · 2026-06-30 999 · 2026-08-01 999",
    "2026-07-10 50000 2026-07-15 · 2026-07-31 15600 2026-07-20 · 2026-07-31 8000 2026-08-30"
    " · 2026-07-31 2800 2026-09-29 · 2026-07-31 1600 2026-10-29 · 2026-07-31 1000 2026-10-30",
)


def test_the_example_of_the_rules() -> None:
    found = cohort(RULES, JULY, LONG_AFTER)
    assert (found.amount, found.unpaid) == (80_000, {5: 14_400, 30: 6_400, 60: 3_600, 90: 2_000})
    shares = [percent(unpaid, found.amount) for unpaid in found.unpaid.values() if unpaid]
    assert [str(share) for share in shares] == ["18.00", "8.00", "4.50", "2.50"]


@pytest.mark.parametrize(
    ("as_of", "told"),
    [("2026-08-04", 0), ("2026-08-05", 1), ("2026-08-30", 2), ("2026-09-29", 3), ("2026-10-29", 4)],
)
def test_a_term_is_told_when_it_is_over_for_all(as_of: str, told: int) -> None:
    found = cohort(RULES, JULY, day(as_of))
    assert [unpaid is not None for unpaid in found.unpaid.values()] == [True] * told + [False] * (4 - told)


def test_only_what_was_known_counts() -> None:
    known = facts(
        "2026-07-10 100 · 2026-07-10 50 from 2026-07-20 · 2026-07-11 30 cancelled 2026-09-01",
        "2026-07-10 100 2026-07-12 2026-08-20",
    )
    # Paid on the 12th and told in August; one invoice that came later, one that went.
    assert cohort(known, JULY, day("2026-07-19")).amount == 130
    assert cohort(known, JULY, day("2026-08-19")).unpaid[5] == 180
    assert cohort(known, JULY, day("2026-08-20")).unpaid[5] == 80
    assert cohort(known, JULY, day("2026-09-01")).unpaid[5] == 50


def test_the_latest_month_for_each_term() -> None:
    found = latest_cohorts(RULES, day("2026-11-21"))
    assert {days: f"{each.period.first:%m}" for days, each in found.items()} == {
        5: "10", 30: "09", 60: "08", 90: "07",
    }  # fmt: skip
    assert found[90].unpaid[90] == 2_000
    assert all(each.unpaid[days] is not None for days, each in found.items())


def test_what_became_overdue() -> None:
    """Due from the opening day to the day before the last; less what was paid by the end of its due date."""
    known = facts(
        "2026-06-29 1 · 2026-06-30 2 · 2026-07-10 40 · 2026-07-30 80 · 2026-07-31 160",
        "2026-07-10 10 2026-07-10 · 2026-07-10 20 2026-07-11",
    )
    assert became_overdue(known, JULY) == 2 + (40 - 10) + 80


def test_which_due_dates_are_needed() -> None:
    as_of = day("2026-11-21")
    assert first_due_needed(as_of, Period(day("2026-08-22"), as_of)) == day("2026-07-01")
    assert first_due_needed(as_of, Period(day("2025-11-22"), as_of)) == day("2025-11-21")

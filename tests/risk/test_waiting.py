"""What it says that an invoice is still open, and the days late to expect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.risk.notation import day, titles

from cobranca_cli.risk.facts import Customer
from cobranca_cli.risk.sweep import GRID, Look, Sweep
from cobranca_cli.risk.waiting import HORIZON, KNOTS, UNKNOWN, Habits, expected_days, habits_of, still_open

START = Sweep(Customer(1, None, titles("0-30 1"))).look(0, day(0))


def open_for(days: int, *paid: int) -> Look:
    """A look at so many days late, of a customer who paid others so many days late."""
    parts = [0] * len(GRID)
    for each in paid:
        parts[next(i for i, last in enumerate(GRID) if each <= last)] += 1
    return START._replace(late_for=days, timely=tuple(parts))


def test_a_customer_with_habits() -> None:
    early, slow = [0] * 40, [14] * 40
    assert still_open(open_for(-30, *early), UNKNOWN) == 1
    assert still_open(open_for(10, *early), UNKNOWN) < 0.03
    assert still_open(open_for(10, *slow), UNKNOWN) > 0.9
    assert still_open(open_for(30, *slow), UNKNOWN) < 0.01


def test_between_two_days_of_the_grid() -> None:
    """A third of the way from 7 to 10 days: the part of that time counts for two thirds."""
    habits = Habits(tuple(1 / 11 for _ in GRID), UNKNOWN.days, UNKNOWN.late, 4)
    whole = sum(habits.parts[GRID.index(15) :])
    assert still_open(open_for(8), habits) == pytest.approx(whole + 2 / 3 / 11)


@given(st.lists(st.integers(-20, 30), max_size=8), st.integers(-30, 29))
def test_the_longer_it_is_open_the_fewer_are(paid: list[int], days: int) -> None:
    sooner, later = still_open(open_for(days, *paid), UNKNOWN), still_open(open_for(days + 1, *paid), UNKNOWN)
    assert 0 < later <= sooner <= 1


def test_the_habits_of_a_portfolio() -> None:
    found = habits_of([0] * 500 + [12] * 500, [(40, True)] * 100)
    assert found.parts[GRID.index(0)] == pytest.approx(0.5, abs=0.01)
    assert found.days[GRID.index(15)] == pytest.approx(12, abs=0.1)
    assert sum(found.parts) == pytest.approx(1)


def test_what_is_still_open_says_that_it_was_open_until_now() -> None:
    """By product-limit: of 1000 late ones half are paid at 40 days; the rest are open after 50."""
    found = habits_of([], [(40, True)] * 500 + [(50, False)] * 500)
    at_30 = 30 + 10 + (HORIZON - 40) / 2
    assert found.late[0] == pytest.approx((1000 * at_30 + 20 * UNKNOWN.late[0]) / 1020, abs=0.1)
    # Counted as paid on the day until which they are known, they would be far fewer days.
    assert found.late[0] > 100
    assert found.late[KNOTS.index(45)] == pytest.approx(HORIZON, abs=2)


def test_days_to_expect() -> None:
    sure = expected_days(open_for(-10, *[0] * 40), 0.0, UNKNOWN)
    assert sure == pytest.approx(0, abs=1.5)
    assert expected_days(open_for(-10, *[0] * 40), 1.0, UNKNOWN) == UNKNOWN.late[0]
    assert expected_days(open_for(-10, *[0] * 40), 0.5, UNKNOWN) == pytest.approx(
        (sure + UNKNOWN.late[0]) / 2
    )
    assert expected_days(open_for(400), 1.0, UNKNOWN) == 400


@given(st.lists(st.integers(-20, 30), max_size=8), st.integers(-40, 179), st.floats(0, 1))
def test_never_fewer_days_than_it_has(paid: list[int], days: int, probability: float) -> None:
    likely = 1.0 if days > 30 else probability
    assert expected_days(open_for(days, *paid), likely, UNKNOWN) >= min(days, HORIZON) - 1e-9

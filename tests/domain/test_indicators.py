"""The formulas of the indicators: every value of the domain rules 6, peers AC-22, AC-33 and AC-34."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import cents

from cobranca_cli.domain.indicators import (
    average_delay,
    cei,
    count_back,
    delinquent_days,
    dso,
    dso_average,
    percent,
    quotient,
)


def thousand(*amounts: int) -> tuple[int, ...]:
    return tuple(100_000 * amount for amount in amounts)


def d(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


@pytest.mark.parametrize(
    ("amount", "sales", "days", "said"),
    [
        (200, 1000, 360, "72,0"),
        (212, 250, 90, "76,32"),
        (800, 10_000, 365, "29,2"),
        (0, 250, 90, "0"),
        (212, 0, 90, None),
    ],
)
def test_days_of_sales(amount: int, sales: int, days: int, said: str | None) -> None:
    assert dso(*thousand(amount, sales), days) == (d(said) if said else None)


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ([(100, 30), (80, 30), (70, 30)], "73,71"),
        ([(100, 31), (80, 28), (70, 31)], "73,17"),
        ([(100, 31), (0, 28), (112, 31)], "90,00"),
        ([(212, 31)], "31,00"),
        ([(300, 31)], "21,91"),
        ([(100, 31), (80, 28), (31, 31)], None),
        ([(0, 31)], None),
        ([], None),
    ],
)
def test_counting_back(months: list[tuple[int, int]], said: str | None) -> None:
    known = [(100_000 * sales, days) for sales, days in months]
    assert count_back(21_200_000, known) == (d(said) if said else None)


def test_counting_back_from_nothing_open() -> None:
    assert count_back(0, [(0, 30), (500, 30)]) == 30
    assert count_back(0, [(500, 30)]) == 0
    assert count_back(0, []) is None


@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**7), min_size=1, max_size=12))
def test_counting_back_says_days_enough_to_sell_it(amount: int, sales: list[int]) -> None:
    found = count_back(amount, [(each, 30) for each in sales])
    assert (found is None) == (amount > sum(sales))
    if found is not None:
        whole, part = divmod(found, 30)
        sold = sum(sales[: int(whole)]) + (sales[int(whole)] * part / 30 if part else 0)
        # Half a hundredth of a day of the best month.
        assert abs(sold - amount) <= max(sales) * Decimal("0.005") / 30 + Decimal("0.01")


def test_delinquent_days_by_both_formulas() -> None:
    assert delinquent_days(d("43,8"), d("29,2")) == d("14,6")
    assert delinquent_days(None, d("29,2")) is delinquent_days(d("43,8"), None) is None
    late = [(cents(amount), days) for amount, days in
            (("10.000,00", 5), ("4.000,00", 40), ("1.000,00", 120), ("5.000,00", 0))]  # fmt: skip
    assert average_delay(late) == d("16,5")
    assert average_delay(late, overdue_only=True) == d("22,0")
    assert average_delay([(500, 0)], overdue_only=True) is average_delay([]) is None


def test_cei_is_the_textbooks() -> None:
    opening, sales, closing, current = thousand(500, 300, 450, 350)
    assert cei(opening, sales, closing, current) == d("77,78")
    # Of three months, and the opening of one.
    assert cei(opening, 3 * sales, closing, current, parts=3) == d("77,78")
    # What another program calls by the same name leaves the closing balance out of the denominator.
    assert percent(opening + sales - closing, opening + sales) == d("43,75")
    assert cei(0, 0, 0, 0) is None
    assert cei(opening, sales, 0, 0) == 100


def test_ac34_days_by_the_average_portfolio() -> None:
    assert dso_average(*thousand(90, 110, 150), 30, places=0) == 20
    assert dso_average(*thousand(90, 110, 150), 30) == d("20,00")
    assert dso_average(*thousand(90, 110, 0), 30) is None


@pytest.mark.parametrize(
    ("what", "part", "whole", "said"),
    [
        ("default over 90 days", "12.000,00", "180.000,00", "6,67"),
        ("with drag", "20.000,00", "180.000,00", "11,11"),
        ("any overdue", "60.000,00", "180.000,00", "33,33"),
        ("cohort, 5 days", "14.400,00", "80.000,00", "18"),
        ("cohort, 30 days", "6.400,00", "80.000,00", "8"),
        ("cohort, 60 days", "3.600,00", "80.000,00", "4,5"),
        ("cohort, 90 days", "2.000,00", "80.000,00", "2,5"),
        ("recovered of the overdue", "18.000,00", "60.000,00", "30"),
        ("recovered, with what came in", "18.000,00", "72.000,00", "25"),
        ("promises, in value", "21.000,00", "35.000,00", "60"),
        ("cost of collecting", "1.260,00", "18.000,00", "7,0"),
        ("matrix on the portfolio", "12.900,00", "180.000,00", "7,17"),
        ("nothing", "0,00", "0,00", None),
        ("nothing of something", "0,00", "1,00", "0"),
    ],
)
def test_percentages(what: str, part: str, whole: str, said: str | None) -> None:
    assert percent(cents(part), cents(whole)) == (d(said) if said else None), what


def test_the_return_on_the_cost() -> None:
    assert quotient(cents("18.000,00"), cents("1.260,00")) == d("14,29")
    assert quotient(1, 0) is quotient(1, -5) is None


def test_ac33_time_to_pay() -> None:
    """Two invoices, each paid ten days after it was issued: ten days, of one, of the other, of both."""
    first, second = (cents("100,00"), 10), (cents("300,00"), 10)
    for paid in ([first], [second], [first, second]):
        assert quotient(sum(a * n for a, n in paid), sum(a for a, _ in paid)) == 10

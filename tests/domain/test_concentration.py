"""Concentration: the numbers of the domain rules 6, and what must hold of any portfolio."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.concentration import (
    Ranked,
    equivalent_customers,
    hhi,
    largest_share,
    letters,
    ranked,
)

FIVE = [4_000_000, 3_000_000, 1_500_000, 1_000_000, 500_000]


def test_the_example_of_the_rules() -> None:
    assert hhi(FIVE) == 2850
    assert equivalent_customers(FIVE) == Decimal("3.51")
    assert largest_share(FIVE, 3) == 85 == largest_share(FIVE[::-1], 3)
    assert ranked(FIVE) == [
        Ranked(Decimal(share), Decimal(cumulative), letter)
        for share, cumulative, letter in (
            (40, 40, "A"),
            (30, 70, "A"),
            (15, 85, "B"),
            (10, 95, "B"),
            (5, 100, "C"),
        )
    ]


def test_nobody_and_one() -> None:
    assert hhi([]) is equivalent_customers([]) is largest_share([], 3) is None
    assert ranked([]) == letters([]) == []
    assert (hhi([7]), equivalent_customers([7]), largest_share([7], 3)) == (10_000, 1, 100)
    # Who is everything is no small customer.
    assert letters([7]) == ["A"] and letters([90, 10]) == ["A", "C"]


def test_limits_are_inclusive() -> None:
    assert letters([80, 15, 5]) == ["A", "B", "C"]
    assert letters([40, 40, 16, 4]) == ["A", "A", "C", "C"]


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=30))
def test_of_any_portfolio(amounts: list[int]) -> None:
    amounts.sort(reverse=True)
    index, equivalent = hhi(amounts), equivalent_customers(amounts)
    assert index is not None and equivalent is not None
    assert 10_000 // len(amounts) <= index <= 10_000
    assert 1 <= equivalent <= len(amounts)
    found = letters(amounts)
    assert found == sorted(found) and found[0] == "A"
    assert [each.letter for each in ranked(amounts)] == found and ranked(amounts)[-1].cumulative == 100

"""Settled before its time: A08, and that it only falls; in part, that the parts come to the whole."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.notation import cents, day, percent
from tests.domain.test_instalments import A01, BASE, FIRST, RATES, WAYS, listed, plan

from cobranca_cli.domain.early import discounted, unearned
from cobranca_cli.domain.instalments import Instalment, monthly, schedule, total


@pytest.mark.parametrize(
    ("case", "on", "owed", "not_earned"),
    [
        ("the day it is signed", "2026-06-01", "9.600,00", "510,25"),
        ("before it", "2026-05-01", "9.600,00", "510,25"),
        ("half of the first month", "2026-06-16", "9.672,00", "438,25"),
        ("A08", "2026-08-01", "6.494,80", "245,37"),
        ("A08, 15 days later", "2026-08-16", "6.543,51", "196,66"),
        ("30 days are a month", "2026-08-31", "6.592,22", "147,95"),
        ("the last day", "2026-12-01", "0,00", "0,00"),
    ],
)
def test_a08_paid_before_its_time(case: str, on: str, owed: str, not_earned: str) -> None:
    off = unearned(A01, "price", percent("1,5%"), BASE, day(on))
    later = [each for each in A01 if each.due > day(on)]
    assert list(off) == [each.position for each in later], case
    assert sum(off.values()) == cents(not_earned), case
    assert total(later) - sum(off.values()) == cents(owed), case


@pytest.mark.parametrize(
    ("system", "simple", "on", "expected"),
    [
        ("sac", "parcela", "2026-07-16", "20,00 30,00 20,00 10,00"),
        ("simples", "parcela", "2026-07-01", "10,00 20,00 30,00 40,00"),
        ("simples", "parcela", "2026-07-16", "5,00 15,00 25,00 35,00"),
        ("simples", "parcela", "2026-07-31", "0,00 10,00 20,00 30,00"),
        ("simples", "montante", "2026-07-01", "25,41 33,70 37,70 40,20"),
        ("simples", "montante", "2026-05-01", "5x50,00"),
        ("simples", "gauss", "2026-07-01", "19,93 19,82 14,78 7,88"),
        ("simples", "equivalente", "2026-10-01", "9,94"),
        ("sem-juros", "parcela", "2026-07-16", "4x0,00"),
    ],
)
def test_interest_not_earned_yet(system: str, simple: str, on: str, expected: str) -> None:
    made = plan("5.000,00", 5, system, "1%", simple)
    off = unearned(made, system, percent("1%"), BASE, day(on), simple)
    assert list(off.values()) == listed(expected)


def test_a_period_earns_one_month_however_long_it_is() -> None:
    made = plan("10.000,00", 10, "simples", "1%")
    assert list(unearned(made, "simples", percent("1%"), BASE, day("2026-07-31")).values()) == [
        1000 * later for later in range(9)
    ]
    assert unearned(made, "simples", percent("1%"), BASE, day("2027-03-01")) == {10: 1000}


def test_never_more_than_all_the_interest_is_earned() -> None:
    assert unearned(A01, "price", percent("12%"), BASE, day("2026-11-30")) == {6: 0}


@pytest.mark.parametrize(("on", "of_entry"), [("2026-06-05", {0: 0}), ("2026-06-10", {}), ("2026-06-20", {})])
def test_the_entry_changes_nothing(on: str, of_entry: dict[int, int]) -> None:
    entry = Instalment(0, day("2026-06-10"), 240_000, 0, 240_000, 960_000)
    found = [unearned(each, "price", percent("1,5%"), BASE, day(on)) for each in ([entry, *A01], A01)]
    assert found[0] == {**of_entry, **found[1]}


@settings(max_examples=80, deadline=None)
@given(debt=st.integers(100, 10_000_000), count=st.integers(1, 24), rate=RATES, way=WAYS)
def test_what_is_not_earned_only_falls(debt: int, count: int, rate: Decimal, way: tuple[str, str]) -> None:
    made = schedule(debt, count, way[0], rate, monthly(FIRST, count), way[1])
    days = [BASE + timedelta(days=n) for n in range(-1, 31 * (count + 1), 5)]
    off = [unearned(made, way[0], rate, BASE, each, way[1]) for each in days]
    assert off[0] == {each.position: each.interest for each in made}
    assert off[-1] == {}
    for earlier, later in pairwise(off):
        assert all(0 <= later[position] <= earlier[position] for position in later)


@pytest.mark.parametrize(
    ("case", "on", "position", "worth"),
    [
        # 1.685,05 / 1,015^6, and / 1,015^4 on the day of the second.
        ("the last, on the day it is signed", "2026-06-01", 6, "1.541,05"),
        ("the last, on the day of the second", "2026-08-01", 6, "1.587,63"),
        ("the next, 15 days later", "2026-08-16", 3, "1.672,59"),
    ],
)
def test_one_instalment_alone_is_worth_its_present_value(
    case: str, on: str, position: int, worth: str
) -> None:
    off = discounted(A01, "price", percent("1,5%"), BASE, day(on))
    assert A01[position - 1].amount - off[position] == cents(worth), case


@pytest.mark.parametrize(("system", "simple"), [("tabela", "parcela"), ("simples", "outro")])
def test_only_what_is_known(system: str, simple: str) -> None:
    with pytest.raises(ValueError, match="system"):
        unearned(A01, system, Decimal(1), BASE, FIRST, simple)


@settings(max_examples=80, deadline=None)
@given(
    debt=st.integers(10_000, 10_000_000),
    count=st.integers(1, 24),
    rate=st.decimals("0.01", "5", places=2),
    way=WAYS,
    days=st.integers(0, 400),
)
def test_all_of_them_by_themselves_come_to_the_whole(
    debt: int, count: int, rate: Decimal, way: tuple[str, str], days: int
) -> None:
    made = schedule(debt, count, way[0], rate, monthly(FIRST, count), way[1])
    on = BASE + timedelta(days=days)
    alone = discounted(made, way[0], rate, BASE, on, way[1])
    together = unearned(made, way[0], rate, BASE, on, way[1])
    assert alone.keys() == together.keys()
    # The last instalment of a Price table takes the rounding of all: it may weigh some cents at a high rate.
    assert abs(sum(alone.values()) - sum(together.values())) <= 2 * count + debt // 100_000

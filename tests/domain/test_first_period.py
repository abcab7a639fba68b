"""Interest counts from the day of signing: a first period that is shorter or longer than a month."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.notation import cents, day, percent
from tests.domain.test_instalments import RATES, WAYS, listed

from cobranca_cli.domain.early import discounted, unearned
from cobranca_cli.domain.instalments import Instalment, TooLate, first_period, monthly, schedule, total


def plan(
    debt: str, count: int, system: str, rate: str, base: str, first: str, *simple: str
) -> list[Instalment]:
    how = simple or ("parcela",)
    return schedule(cents(debt), count, system, percent(rate), monthly(day(first), count), *how, day(base))


@pytest.mark.parametrize(
    ("base", "first", "months"),
    [
        ("2026-06-01", "2026-07-01", "1"),
        ("2026-06-01", "2026-06-11", "1/3"),
        ("2026-06-01", "2026-06-01", "0"),
        ("2026-06-10", "2026-06-01", "0"),
        ("2026-06-01", "2026-07-16", "3/2"),
        ("2026-06-01", "2026-09-01", "3"),
        ("2026-07-01", "2026-07-31", "1"),
        ("2026-01-31", "2026-02-28", "1"),
        ("2026-01-30", "2026-02-28", "1"),
        ("2026-02-28", "2026-03-31", "1"),
        ("2026-02-28", "2026-03-28", "1"),
        ("2026-01-31", "2026-02-27", "27/30"),
        ("2026-12-15", "2027-01-30", "3/2"),
    ],
)
def test_months_until_the_first_due_date(base: str, first: str, months: str) -> None:
    assert first_period(day(base), day(first)) == Fraction(months)


@pytest.mark.parametrize(
    ("case", "system", "first", "amounts", "interest"),
    [
        ("ten days", "price", "2026-06-11", "2x5.124,63", "100,00 149,26"),  # 10.100 / (1 + 1/1,03)
        ("the same day", "sac", "2026-06-01", "5.000,00 5.150,00", "0,00 150,00"),
        ("ten days", "sac", "2026-06-11", "5.100,00 5.150,00", "100,00 150,00"),
        ("a month and a half", "sac", "2026-07-16", "5.450,00 5.150,00", "450,00 150,00"),
        ("ten days", "simples", "2026-06-11", "5.050,00 5.200,00", "50,00 200,00"),
        ("ten days", "montante", "2026-06-11", "2x5.200,00", "200,00 200,00"),
        # 1 + 3% of 1/3 and of 4/3 of a month: 10.000 / (1/1,01 + 1/1,04).
        ("ten days", "equivalente", "2026-06-11", "2x5.123,90", "50,73 197,07"),
        # 10.000 × 1,04 = 2 parts × (1 + 0,03 / 2).
        ("ten days", "gauss", "2026-06-11", "2x5.123,15", "164,20 82,10"),
    ],
)
def test_ten_thousand_in_two_at_three_percent(
    case: str, system: str, first: str, amounts: str, interest: str
) -> None:
    way = (system,) if system in ("price", "sac", "simples") else ("simples", system)
    found = plan("10.000,00", 2, way[0], "3%", "2026-06-01", first, *way[1:])
    assert [each.amount for each in found] == listed(amounts), case
    assert [each.interest for each in found] == listed(interest), case


def test_a_month_is_a_month_whatever_day_it_counts_from() -> None:
    assert plan("9.600,00", 6, "price", "1,5%", "2026-06-01", "2026-07-01") == schedule(
        cents("9.600,00"), 6, "price", percent("1,5%"), monthly(day("2026-07-01"), 6)
    )


def test_the_price_table_has_no_instalment_that_does_not_pay_its_interest() -> None:
    with pytest.raises(TooLate):
        plan("10.000,00", 60, "price", "3%", "2026-06-01", "2026-12-01")
    assert plan("10.000,00", 1, "price", "3%", "2026-06-01", "2026-12-01")[0].interest == cents("1.800,00")


BASE = day("2026-06-01")


@settings(max_examples=120, deadline=None)
@given(
    debt=st.integers(10_000, 10_000_000),
    count=st.integers(1, 24),
    rate=RATES,
    way=WAYS,
    until=st.integers(0, 95),
    after=st.integers(0, 400),
)
def test_it_earns_from_nothing_on_the_day_it_is_signed_to_all_of_it(
    debt: int, count: int, rate: Decimal, way: tuple[str, str], until: int, after: int
) -> None:
    first, on = BASE + timedelta(days=until), BASE + timedelta(days=after)
    try:
        made = schedule(debt, count, way[0], rate, monthly(first, count), way[1], BASE)
    except TooLate:
        assert way[0] == "price"
        return
    assert sum(each.amortisation for each in made) == debt
    assert made[-1].balance == 0
    for each in made:
        assert each.amount == each.interest + each.amortisation
        assert min(each.interest, each.amortisation) >= 0
    for let_off in (unearned, discounted):
        off = let_off(made, way[0], rate, BASE, BASE, way[1])
        left = sum(each.amount for each in made if each.due > BASE) - sum(off.values())
        gone = sum(each.amortisation for each in made if each.due <= BASE)
        cents_of_rounding = count + debt // 100_000 if let_off is discounted else 0
        assert left <= debt - gone + cents_of_rounding
        later = let_off(made, way[0], rate, BASE, on, way[1])
        assert all(0 <= later[position] <= off[position] + 1 for position in later)


@settings(max_examples=60, deadline=None)
@given(
    debt=st.integers(100_000, 10_000_000),
    count=st.integers(1, 24),
    rate=st.decimals("0.5", "3", places=2),
    until=st.integers(0, 62),
)
def test_the_price_table_is_worth_the_debt_on_the_day_it_is_signed(
    debt: int, count: int, rate: Decimal, until: int
) -> None:
    first = BASE + timedelta(days=until)
    made = schedule(debt, count, "price", rate, monthly(first, count), base=BASE)
    interest = Fraction(rate) / 100
    to_first = 1 + interest * first_period(BASE, first)
    worth = sum(each.amount / to_first / (1 + interest) ** (each.position - 1) for each in made)
    assert abs(worth - debt) <= count
    assert total(made) - debt == sum(each.interest for each in made)

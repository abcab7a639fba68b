"""Instalments: A01 to A04, A10, AC-24, AC-25 and AC-29 to the cent; that every schedule closes; and the
Price table against numpy-financial. A first period that is not a month is in `test_first_period`.
"""

from datetime import date
from decimal import Decimal

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.domain.notation import cents, day, percent

from cobranca_cli.domain.instalments import (
    MOST,
    SIMPLE_KINDS,
    SYSTEMS,
    Instalment,
    NotClosed,
    OutOfOrder,
    TooMany,
    TooSmall,
    TwoRests,
    Wish,
    by_amount,
    custom,
    month_interest,
    monthly,
    price_payment,
    schedule,
    total,
)

BASE = day("2026-06-01")
FIRST = day("2026-07-01")


def listed(amounts: str) -> list[int]:
    """`5x16,67 16,65` is five amounts and one more."""
    found = []
    for each in amounts.split():
        times, _, amount = each.rpartition("x")
        found += [cents(amount)] * int(times or 1)
    return found


def plan(debt: str, count: int, system: str, rate: str = "0%", *simple: str) -> list[Instalment]:
    return schedule(cents(debt), count, system, percent(rate), monthly(FIRST, count), *simple)


def wished(said: str) -> list[tuple[date, Wish]]:
    """`2026-07-01 25% 2026-08-01 396,84 2026-09-01 resto`."""
    words = said.split()
    return [(day(due), wish(what)) for due, what in zip(words[::2], words[1::2], strict=True)]


def wish(said: str) -> Wish:
    if said == "resto":
        return Wish("resto")
    return Wish("percentual", percent(said)) if said.endswith("%") else Wish("valor", cents(said))


A01 = plan("9.600,00", 6, "price", "1,5%")


@pytest.mark.parametrize(
    ("first", "count", "months", "expected"),
    [
        ("2027-01-31", 3, 1, "2027-01-31 2027-02-28 2027-03-31"),  # A10
        ("2026-01-31", 6, 1, "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31 2026-06-30"),  # AC-24
        ("2026-12-15", 3, 1, "2026-12-15 2027-01-15 2027-02-15"),
        ("2026-08-31", 3, 6, "2026-08-31 2027-02-28 2027-08-31"),
        ("2024-02-29", 3, 12, "2024-02-29 2025-02-28 2026-02-28"),
    ],
)
def test_days_count_from_the_first_one(first: str, count: int, months: int, expected: str) -> None:
    assert monthly(day(first), count, months) == [day(each) for each in expected.split()]


@pytest.mark.parametrize(
    ("case", "debt", "count", "system", "rate", "amounts", "interest", "sum_of_all"),
    [
        ("A01", "9.600,00", 6, "price", "1,5%", "5x1.685,04 1.685,05",
         "144,00 120,88 97,42 73,61 49,44 24,90", "10.110,25"),
        ("A02", "9.600,00", 6, "sac", "1,5%", "1.744,00 1.720,00 1.696,00 1.672,00 1.648,00 1.624,00",
         "144,00 120,00 96,00 72,00 48,00 24,00", "10.104,00"),
        ("A03", "1.000,00", 3, "sem-juros", "0%", "333,34 2x333,33", "3x0,00", "1.000,00"),
        ("A03", "1.234,57", 4, "sem-juros", "0%", "308,65 3x308,64", "4x0,00", "1.234,57"),
        ("A03", "1.234,57", 4, "price", "0%", "308,65 3x308,64", "4x0,00", "1.234,57"),
        ("each on its own part", "0,05", 2, "simples", "10%", "0,03 0,02", "2x0,00", "0,05"),
        ("no rate counts", "1.234,57", 4, "sem-juros", "2%", "308,65 3x308,64", "4x0,00", "1.234,57"),
        ("AC-29", "1.000,00", 6, "price", "2%", "5x178,53 178,51", "20,00 16,83 13,60 10,30 6,93 3,50",
         "1.071,16"),
        ("A04, by default", "5.000,00", 5, "simples", "1%", "1.010,00 1.020,00 1.030,00 1.040,00 1.050,00",
         "10,00 20,00 30,00 40,00 50,00", "5.150,00"),
        ("SAC, unequal", "100,00", 3, "sac", "1%", "34,34 34,00 33,66", "1,00 0,67 0,33", "102,00"),
        ("a half goes up", "50,00", 1, "price", "0,01%", "50,01", "0,01", "50,01"),
        ("rounded to nothing too soon", "6,00", 360, "price", "0,001%", "240x0,02 120x0,01", "360x0,00",
         "6,00"),
        ("a cent each", "3,60", 360, "price", "0,01%", "360x0,01", "360x0,00", "3,60"),
    ],
)  # fmt: skip
def test_a_schedule(
    case: str, debt: str, count: int, system: str, rate: str, amounts: str, interest: str, sum_of_all: str
) -> None:
    found = plan(debt, count, system, rate)
    assert [each.amount for each in found] == listed(amounts), case
    assert [each.interest for each in found] == listed(interest), case
    assert total(found) == cents(sum_of_all), case


@pytest.mark.parametrize(
    ("simple", "amounts", "interest"),
    [
        ("parcela", "1.010,00 1.020,00 1.030,00 1.040,00 1.050,00", "10,00 20,00 30,00 40,00 50,00"),
        ("montante", "5x1.050,00", "5x50,00"),
        ("equivalente", "5x1.029,81", "10,20 20,19 29,99 39,61 49,06"),
        ("gauss", "5x1.029,41", "49,02 39,22 29,41 19,60 9,80"),
    ],
)
def test_a04_simple_interest(simple: str, amounts: str, interest: str) -> None:
    found = plan("5.000,00", 5, "simples", "1%", simple)
    assert [each.amount for each in found] == listed(amounts)
    assert [each.interest for each in found] == listed(interest)


def test_a_row_of_the_price_table() -> None:
    """AC-29."""
    first = plan("10.000,00", 12, "price", "1%")[0]
    row = (cents("888,49"), cents("100,00"), cents("788,49"), cents("9.211,51"))
    assert first == (1, FIRST, *row)


def test_ac29_the_payment_of_15_years() -> None:
    assert price_payment(cents("200.000,00"), 180, percent("0,625%")) == cents("1.854,02")


@pytest.mark.parametrize(
    ("debt", "count", "system", "rate", "error"),
    [
        ("0,02", 3, "sem-juros", "0%", TooSmall),
        ("3,59", 360, "sac", "12%", TooSmall),
        ("0,00", 1, "price", "1%", TooSmall),
        ("9.600,00", 361, "price", "1%", TooMany),
        ("9.600,00", 0, "price", "1%", ValueError),
        ("9.600,00", 6, "price", "-1%", ValueError),
        ("9.600,00", 6, "tabela", "1%", ValueError),
    ],
)
def test_no_such_schedule(debt: str, count: int, system: str, rate: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        plan(debt, count, system, rate)


def test_dues_are_as_many_as_instalments_and_in_order() -> None:
    with pytest.raises(ValueError, match="len"):
        schedule(1000, 3, "price", Decimal(1), monthly(FIRST, 2))
    with pytest.raises(OutOfOrder):
        schedule(1000, 2, "price", Decimal(1), [FIRST, FIRST])
    with pytest.raises(ValueError, match="outro"):
        schedule(1000, 2, "simples", Decimal(1), monthly(FIRST, 2), "outro")


@pytest.mark.parametrize(
    ("debt", "amount", "months", "count", "amounts", "last"),
    [
        ("100,00", "30,00", 2, None, "3x30,00 10,00", "2026-07-31"),
        ("100,00", "33,33", 1, 3, "2x33,33 33,34", "2026-03-31"),
        ("100,00", "16,67", 1, 6, "5x16,67 16,65", "2026-06-30"),
        ("100,00", "14,29", 1, 7, "6x14,29 14,26", "2026-07-31"),
        ("100,00", "25,00", 1, None, "4x25,00", "2026-04-30"),
        ("100,00", "250,00", 1, None, "100,00", "2026-01-31"),
        ("100,00", "10,00", 1, 2, "10,00 90,00", "2026-02-28"),
        ("3,60", "0,01", 1, None, "360x0,01", "2055-12-31"),
    ],
)
def test_ac24_so_much_each(
    debt: str, amount: str, months: int, count: int | None, amounts: str, last: str
) -> None:
    found = by_amount(cents(debt), cents(amount), day("2026-01-31"), months, count)
    assert [each.amount for each in found] == listed(amounts)
    assert found[-1].due == day(last)


@pytest.mark.parametrize(
    ("debt", "amount", "count", "error"),
    [
        ("100,00", "50,00", 3, TooSmall),
        ("100,00", "60,00", 3, TooSmall),
        ("100,00", "0,00", None, TooSmall),
        ("0,00", "10,00", None, TooSmall),
        ("3,61", "0,01", None, TooMany),
        ("100,00", "0,01", 361, TooMany),
        ("100,00", "30,00", 0, ValueError),
    ],
)
def test_not_so_much_each(debt: str, amount: str, count: int | None, error: type[Exception]) -> None:
    with pytest.raises(error):
        by_amount(cents(debt), cents(amount), FIRST, 1, count)


@pytest.mark.parametrize(
    ("case", "debt", "said", "amounts"),
    [
        ("AC-25", "1.587,35", "2011-10-31 25% 2011-11-01 25% 2011-12-01 396,84 2012-01-14 resto",
         "3x396,84 396,83"),
        ("AC-24", "100,00", "2026-01-31 40,00 2026-02-28 30,00 2026-03-31 30,00", "40,00 2x30,00"),
        ("the rest in the middle", "100,00", "2026-07-01 12,5% 2026-08-01 resto 2026-08-02 20,00",
         "12,50 67,50 20,00"),
        ("only the rest", "100,00", "2026-07-01 resto", "100,00"),
    ],
)  # fmt: skip
def test_by_hand(case: str, debt: str, said: str, amounts: str) -> None:
    found = custom(cents(debt), wished(said))
    assert [each.amount for each in found] == listed(amounts), case
    assert [each.due for each in found] == [due for due, _ in wished(said)], case


@pytest.mark.parametrize(
    ("said", "got"),
    [
        ("2026-07-01 40,00 2026-08-01 30,00", "70,00"),
        ("2026-07-01 40,00 2026-08-01 70,00", "110,00"),
        ("2026-07-01 40,00 2026-08-01 70,00 2026-09-01 resto", "110,00"),
        ("2026-07-01 33,33% 2026-08-01 33,33% 2026-09-01 33,33%", "99,99"),
        ("", "0,00"),
    ],
)
def test_by_hand_the_sum_does_not_close(said: str, got: str) -> None:
    with pytest.raises(NotClosed) as raised:
        custom(cents("100,00"), wished(said))
    assert (raised.value.expected, raised.value.got) == (cents("100,00"), cents(got))


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("2026-07-01 100,00 2026-08-01 resto", TooSmall),
        ("2026-07-01 0,00 2026-08-01 resto", TooSmall),
        ("2026-07-01 0,004% 2026-08-01 resto", TooSmall),
        ("2026-07-01 resto 2026-08-01 resto", TwoRests),
        ("2026-07-01 50,00 2026-07-01 50,00", OutOfOrder),
        ("2026-07-02 50,00 2026-07-01 resto", OutOfOrder),
    ],
)
def test_not_by_hand(said: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        custom(cents("100,00"), wished(said))


def test_by_hand_no_more_than_the_most_and_only_what_is_known() -> None:
    said = [(due, Wish("valor", 1)) for due in monthly(FIRST, MOST + 1)]
    assert len(custom(MOST, said[:-1])) == MOST
    with pytest.raises(TooMany):
        custom(MOST + 1, said)
    for unknown in (Wish("metade", 1), Wish("valor")):
        with pytest.raises(ValueError, match="Wish"):
            custom(1, [(FIRST, unknown)])


COUNTS = st.integers(1, MOST)
RATES = st.decimals("0", "12", places=4, allow_nan=False)
DEBTS = st.one_of(st.integers(1, 1_000), st.integers(1, 100_000_000))
WAYS = st.sampled_from([(each, "parcela") for each in SYSTEMS] + [("simples", each) for each in SIMPLE_KINDS])


@settings(max_examples=150, deadline=None)
@given(debt=DEBTS, count=COUNTS, rate=RATES, way=WAYS)
@example(debt=54, count=37, rate=Decimal(12), way=("simples", "gauss"))
def test_every_schedule_closes(debt: int, count: int, rate: Decimal, way: tuple[str, str]) -> None:
    dues = monthly(FIRST, count)
    if debt < count:
        with pytest.raises(TooSmall):
            schedule(debt, count, way[0], rate, dues, way[1])
        return
    made = schedule(debt, count, way[0], rate, dues, way[1])
    assert [each.position for each in made] == list(range(1, count + 1))
    assert [each.due for each in made] == dues
    assert sum(each.amortisation for each in made) == debt
    assert made[-1].balance == 0
    balances = [debt, *(each.balance for each in made)]
    for before, each in zip(balances, made, strict=False):
        assert each.amount == each.interest + each.amortisation >= 1
        assert min(each.interest, each.amortisation, each.balance) >= 0
        assert each.balance == before - each.amortisation
    equal = [each.amount if way == ("simples", "montante") else each.amortisation for each in made]
    if not rate or way[0] in ("sem-juros", "sac") or way[1] == "montante" or way == ("simples", "parcela"):
        assert max(equal) - min(equal) <= 1
        assert equal == sorted(equal, reverse=True)


@settings(max_examples=60, deadline=None)
@given(debt=st.integers(100_000, 100_000_000), count=COUNTS, rate=st.decimals("0.01", "12", places=2))
@example(debt=cents("78.344,69"), count=360, rate=Decimal(3))
@example(debt=4_813_896, count=101, rate=Decimal("11.42"))
def test_no_instalment_of_the_price_table_takes_all_the_rounding(
    debt: int, count: int, rate: Decimal
) -> None:
    amounts = [each.amount for each in schedule(debt, count, "price", rate, monthly(FIRST, count))]
    usual = len({*amounts[:-1]}) <= 1 and abs(amounts[-1] - amounts[0]) <= count
    assert usual or max(amounts) - min(amounts) <= 2


@settings(max_examples=80, deadline=None)
@given(amount=st.integers(1, 1_000_000), count=COUNTS, last=st.integers(1, 1_000_000))
def test_so_much_each_closes(amount: int, count: int, last: int) -> None:
    debt = amount * (count - 1) + last
    made = by_amount(debt, amount, FIRST, 1, count)
    assert [each.amount for each in made] == [amount] * (count - 1) + [last]
    assert (made[0].balance, made[-1].balance) == (debt - made[0].amount, 0)
    assert last > amount or by_amount(debt, amount, FIRST) == made


def test_the_price_table_against_numpy_financial() -> None:
    """Ten thousand cases, but for those where a double cannot tell on which side of a half cent it is."""
    draw = np.random.default_rng(20261121)
    debts, counts = draw.integers(100, 100_000_001, 10_000), draw.integers(1, MOST + 1, 10_000)
    rates = draw.integers(100, 120_001, 10_000)
    cases = [
        (debt, count, Decimal(rate).scaleb(-4))
        for debt, count, rate in zip(debts.tolist(), counts.tolist(), rates.tolist(), strict=True)
    ]
    payments = -npf.pmt(rates / 1_000_000, counts, debts)
    first_interest = -npf.ipmt(rates / 1_000_000, 1, counts, debts)
    for theirs, ours in (
        (payments, [price_payment(*case) for case in cases]),
        (first_interest, [month_interest(debt, rate) for debt, _, rate in cases]),
    ):
        sure = np.abs(theirs % 1 - 0.5) > 1e-6
        assert sure.sum() > 9_990
        wrong = np.flatnonzero(sure & (np.floor(theirs + 0.5) != ours))
        assert [(cases[place], theirs[place], ours[place]) for place in wrong] == []
    for debt, count, rate in cases[::100]:
        row = schedule(debt, count, "price", rate, monthly(FIRST, count))[0]
        assert (row.amount, row.interest) == (price_payment(debt, count, rate), month_interest(debt, rate))

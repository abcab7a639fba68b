"""Early-payment discount: the six kinds, their tiers, and who paid in time."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import CALENDAR, cents, day

from cobranca_cli.domain.discount import discount
from cobranca_cli.domain.money import MAX_CENTS, Rounding
from cobranca_cli.domain.terms import DISCOUNTS, Terms, read_terms

KINDS = DISCOUNTS[1:]


def offered(kind: str, *tiers: tuple[int, str], rounding: str = "half_up") -> Terms:
    """Terms from the keys of the settings: pairs of days before the due date and value."""
    return read_terms({"desconto": kind, "desconto_faixas": tiers, "arredondamento": rounding})


def desconto(nominal: str, terms: Terms, due: str, paid: str) -> tuple[int, str, Decimal]:
    return discount(cents(nominal), terms, day(due), day(paid), CALENDAR)


@pytest.mark.parametrize(
    ("rounding", "expected"), [("half_up", "124,05"), ("half_even", "124,04"), ("down", "124,04")]
)
def test_e11_a_percentage_until_a_day(rounding: str, expected: str) -> None:
    """2.480,90 x 5% is 124,045."""
    terms = offered("percentual_ate", (5, "5"), rounding=rounding)
    assert desconto("2.480,90", terms, "2026-06-30", "2026-06-25") == (
        cents(expected),
        "desconto de 5% do valor até 25/06/2026",
        5,
    )
    assert desconto("2.480,90", terms, "2026-06-30", "2026-06-26") == (0, "", 0)


@pytest.mark.parametrize(
    ("kind", "value", "expected", "rule", "percent"),
    [
        (
            "percentual_dia_corrido",
            "0.1",
            "17,37",
            "desconto de 0,1% do valor por dia de antecipação x 7 dias",
            "0.1",
        ),
        ("valor_dia_corrido", "2.00", "14,00", "desconto de R$ 2,00 por dia de antecipação x 7 dias", "0"),
        (
            "percentual_dia_util",
            "0.1",
            "12,40",
            "desconto de 0,1% do valor por dia útil de antecipação x 5 dias úteis",
            "0.1",
        ),
        (
            "valor_dia_util",
            "2.00",
            "10,00",
            "desconto de R$ 2,00 por dia útil de antecipação x 5 dias úteis",
            "0",
        ),
        ("valor_ate", "30.00", "30,00", "desconto de R$ 30,00 até 30/06/2026", "0"),
        ("percentual_ate", "3", "74,43", "desconto de 3% do valor até 30/06/2026", "3"),
    ],
)
def test_e12_seven_days_early(kind: str, value: str, expected: str, rule: str, percent: str) -> None:
    """Due on Tuesday 2026-06-30 and paid on the Tuesday before: five of the days are business days."""
    given_up = desconto("2.480,90", offered(kind, (0, value)), "2026-06-30", "2026-06-23")
    assert given_up == (cents(expected), rule, Decimal(percent))


@pytest.mark.parametrize(
    ("paid", "net"),
    [
        ("2015-06-20", "90,00"),
        ("2015-06-21", "90,00"),
        ("2015-06-22", "100,00"),
        ("2015-06-23", "100,00"),
        ("2015-06-24", "100,00"),
        ("2015-06-25", "100,00"),
    ],
)
def test_ac_04_ten_percent_three_days_early(paid: str, net: str) -> None:
    taken, _, _ = desconto("100,00", offered("percentual_ate", (3, "10")), "2015-06-24", paid)
    assert cents("100,00") - taken == cents(net)


@pytest.mark.parametrize(
    ("paid", "expected", "until"),
    [
        ("2026-08-30", "100,00", "31/08/2026"),
        ("2026-08-31", "100,00", "31/08/2026"),
        ("2026-09-01", "50,00", "10/09/2026"),
        ("2026-09-10", "50,00", "10/09/2026"),
        ("2026-09-11", "20,00", "20/09/2026"),
        ("2026-09-20", "20,00", "20/09/2026"),
        ("2026-09-21", "20,00", "20/09/2026"),
        ("2026-09-22", "0,00", ""),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_the_best_tier_reached_counts(order: int, paid: str, expected: str, until: str) -> None:
    """Due on Sunday 2026-09-20: who pays on Monday paid on time. The order of the tiers does not matter."""
    terms = offered("valor_ate", *((20, "100.00"), (10, "50.00"), (0, "20.00"))[::order])
    amount, rule, _ = desconto("1.000,00", terms, "2026-09-20", paid)
    assert amount == cents(expected)
    assert rule.endswith(until)


def test_the_best_tier_is_the_largest_not_the_earliest() -> None:
    terms = offered("percentual_ate", (10, "3"), (5, "5"))
    assert desconto("100,00", terms, "2026-09-21", "2026-09-01")[0] == cents("5,00")


@pytest.mark.parametrize("kind", KINDS[2:])
def test_no_anticipation_no_discount_by_the_day(kind: str) -> None:
    """Due on a Sunday and paid on the Monday is on time, but no day early."""
    for paid in ("2026-09-20", "2026-09-21"):
        assert desconto("100,00", offered(kind, (0, "1.00")), "2026-09-20", paid) == (0, "", 0)


@pytest.mark.parametrize(
    ("due", "paid", "days"),
    [
        ("2026-10-10", "2026-10-09", 1),
        ("2026-10-10", "2026-10-08", 2),
        ("2026-10-13", "2026-10-10", 0),
        ("2026-10-13", "2026-10-12", 0),
        ("2026-10-14", "2026-10-12", 1),
        ("2026-10-14", "2026-10-14", 0),
    ],
)
def test_business_days_of_anticipation_include_the_payment_and_not_the_due_date(
    due: str, paid: str, days: int
) -> None:
    """2026-10-10 is a Saturday, and the Monday after it a holiday."""
    taken, _, _ = desconto("100,00", offered("valor_dia_util", (0, "1.00")), due, paid)
    assert taken == days * 100


@pytest.mark.parametrize(("paid", "expected"), [("2026-09-15", "5,00"), ("2026-09-16", "0,00")])
def test_the_least_anticipation_of_a_discount_by_the_day(paid: str, expected: str) -> None:
    terms = offered("percentual_dia_corrido", (5, "1"))
    assert desconto("100,00", terms, "2026-09-20", paid)[0] == cents(expected)


@pytest.mark.parametrize(("kind", "value"), [("valor_ate", "150.00"), ("valor_dia_corrido", "30.00")])
def test_never_more_than_the_nominal_value(kind: str, value: str) -> None:
    assert desconto("100,00", offered(kind, (0, value)), "2026-09-20", "2026-09-10")[0] == cents("100,00")


def test_no_discount_agreed() -> None:
    assert desconto("100,00", offered("nenhum", (0, "10.00")), "2026-09-20", "2026-09-10") == (0, "", 0)
    assert desconto("100,00", offered("valor_ate"), "2026-09-20", "2026-09-10") == (0, "", 0)


TIERS = st.lists(
    st.tuples(st.integers(0, 60), st.decimals(0, 999, places=2).map(str)), min_size=1, max_size=3
)


@given(
    st.integers(1, MAX_CENTS),
    st.sampled_from(KINDS),
    TIERS,
    st.sampled_from(Rounding),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(-90, 10),
)
def test_paying_later_never_earns_more(
    nominal: int, kind: str, tiers: list[tuple[int, str]], rounding: Rounding, due: date, after: int
) -> None:
    terms = offered(kind, *tiers, rounding=rounding.value)
    paid = due + timedelta(days=after)
    amounts = [discount(nominal, terms, due, paid + timedelta(days=n), CALENDAR)[0] for n in (0, 1)]
    assert nominal >= amounts[0] >= amounts[1] >= 0

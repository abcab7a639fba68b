"""The integer path gives the cents of the Decimal rule, on 100 thousand cases full of halves of a cent."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import CALENDAR, NO_RATES, cents, interest, percent

from cobranca_cli.domain.bulk_charges import Charges, fast, rounded_ratio
from cobranca_cli.domain.interest import accrue
from cobranca_cli.domain.money import MAX_CENTS, Rounding, round_cents
from cobranca_cli.domain.terms import METHODS, Terms

CASES = 100_000
DUE = date(2001, 1, 1)
GOLDEN = Path(__file__).with_name("rounding.csv")


class Case(NamedTuple):
    principal: int
    days: int
    terms: Terms


@cache
def agreements() -> tuple[Terms, ...]:
    """Every method, rounding and a few rates; one in eight with a fixed fine."""
    fines, rates = ("0", "2", "10", "1.5", "0.333"), ("0", "1", "2", "0.5", "1.99", "0.0333", "12")
    methods = [method for method in METHODS if method != "E_taxa_legal"]
    combined = product(methods, Rounding, rates, fines)
    return tuple(
        Terms(
            fine_percent=Decimal(fine),
            fine_cents=1990 if n % 8 == 0 else 0,
            interest_percent=Decimal(rate),
            interest_cents=33,
            interest_method=method,
            rounding=rounding,
        )
        for n, (method, rounding, rate, fine) in enumerate(combined)
    )


def cases() -> Iterator[Case]:
    """The same cases on every run: half of them round amounts and terms, where halves of a cent come from."""
    random = Random(2026)
    for _ in range(CASES // 2):
        terms = random.choice(agreements())
        yield Case(int(10 ** random.uniform(0, 11)), random.randrange(0, 4000), terms)
        yield Case(random.randrange(1, 20_000) * 25, random.choice((1, 3, 5, 15, 30, 45, 73, 90)), terms)


def slow(principal: int, days: int, terms: Terms) -> Charges:
    """By the Decimal rule."""
    if not days:
        return 0, 0
    fine = terms.fine_cents or round_cents(principal * terms.fine_percent / 100, terms.rounding)
    accrual = accrue(principal, terms, DUE, DUE + timedelta(days=days), CALENDAR, NO_RATES)
    return fine, accrual.cents


def test_equal_to_the_decimal_rule_on_a_hundred_thousand_cases() -> None:
    ways = {terms: fast(terms) for terms in agreements()}
    differing = []
    for case in cases():
        way = ways[case.terms]
        assert way
        if way(case.principal, case.days) != slow(*case):
            differing.append(case)
    assert differing == []


def test_the_cases_tell_the_roundings_apart() -> None:
    """Or a half-even that rounds halves up would pass the test above."""
    other = {
        Rounding.HALF_UP: Rounding.HALF_EVEN,
        Rounding.HALF_EVEN: Rounding.HALF_UP,
        Rounding.DOWN: Rounding.HALF_EVEN,
    }
    mistaken = {terms: fast(terms._replace(rounding=other[terms.rounding])) for terms in agreements()}
    apart = dict.fromkeys(Rounding, 0)
    for case in cases():
        way = mistaken[case.terms]
        assert way
        apart[case.terms.rounding] += way(case.principal, case.days) != slow(*case)
    assert min(apart.values()) > 1000


def golden() -> list[dict[str, str]]:
    """200 cases computed once with fractions, by other code; every second one has a half of a cent."""
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.mark.parametrize("rounding", Rounding)
def test_the_golden_table(rounding: Rounding) -> None:
    rows = golden()
    assert len(rows) == 200
    for row in rows:
        terms = interest(row["juros"], row["metodo"], rounding.value)._replace(
            fine_percent=percent(row["multa"])
        )
        expected = cents(row[f"multa {rounding.value}"]), cents(row[f"juros {rounding.value}"])
        way = fast(terms)
        assert way
        assert way(cents(row["valor"]), int(row["dias"])) == expected, row
        assert slow(cents(row["valor"]), int(row["dias"]), terms) == expected, row


@pytest.mark.parametrize(
    ("case", "principal", "days", "terms", "expected"),
    [
        ("E01", "1.000,00", 0, interest("1%", "A_mensal_30"), ("0,00", "0,00")),
        ("E02", "1.000,00", 1, interest("1%", "A_mensal_30"), ("20,00", "0,33")),
        ("E03", "100,00", 5, interest("1%", "A_mensal_30"), ("2,00", "0,17")),
        ("E03 down", "100,00", 5, interest("1%", "A_mensal_30", "down"), ("2,00", "0,16")),
        ("E04", "1.250,00", 92, interest("1%", "A_mensal_30"), ("25,00", "38,33")),
        ("E05 B", "1.250,00", 92, interest("1%", "B_dia_0033"), ("25,00", "37,95")),
        ("E05 C", "1.250,00", 92, interest("1%", "C_valor_dia"), ("25,00", "38,64")),
        ("E06 D", "10.000,00", 60, interest("1%", "D_ano_365"), ("200,00", "197,26")),
        ("E14", "15.780,45", 47, interest("1%", "A_mensal_30"), ("315,61", "247,23")),
        ("AC-07", "200,00", 15, interest("3%", "A_mensal_30"), ("4,00", "3,00")),
    ],
)
def test_the_acceptance_tables(
    case: str, principal: str, days: int, terms: Terms, expected: tuple[str, str]
) -> None:
    way = fast(terms._replace(fine_percent=Decimal(2)))
    assert way
    assert way(cents(principal), days) == tuple(map(cents, expected)), case


@pytest.mark.parametrize(
    ("case", "principal", "days", "terms", "expected"),
    [
        ("AC-02", 10_000, 15, interest("10%", "percentual_ano")._replace(fine_cents=1000), (1000, 41)),
        ("AC-06", 10_000, 3, Terms(interest_method="valor_fixo_dia", interest_cents=100), (0, 300)),
        (
            "AC-08: 15% of the amount, not of the fee before",
            10_000,
            10,
            Terms(fine_percent=Decimal(15)),
            (1500, 0),
        ),
        ("AC-09", 1000, 10, Terms(fine_cents=1000), (1000, 0)),
        (
            "E13",
            1_578_045,
            47,
            interest("2%", "A_mensal_30")._replace(fine_percent=Decimal(10)),
            (157_805, 49_445),
        ),
    ],
)
def test_other_agreements(case: str, principal: int, days: int, terms: Terms, expected: Charges) -> None:
    way = fast(terms)
    assert way
    assert way(principal, days) == expected, case


@pytest.mark.parametrize(
    "terms",
    [
        Terms(interest_method="E_taxa_legal"),
        Terms(correction_index="ipca"),
        interest("1%", "A_mensal_30", business_days=True),
    ],
)
def test_terms_that_need_the_slow_rule(terms: Terms) -> None:
    assert fast(terms) is None


@pytest.mark.parametrize(("principal", "days"), [(0, 10), (-1, 10), (1000, 0), (1000, -5)])
def test_nothing_late_or_nothing_open(principal: int, days: int) -> None:
    way = fast(Terms(fine_cents=500, interest_percent=Decimal(1)))
    assert way
    assert way(principal, days) == (0, 0)


@given(
    st.integers(0, MAX_CENTS * 4000),
    st.sampled_from((1, 2, 3, 30, 365, 3000, 36500)),
    st.sampled_from(Rounding),
)
def test_a_ratio_of_integers_rounds_as_cents_do(dividend: int, divisor: int, rounding: Rounding) -> None:
    expected = round_cents(Decimal(dividend) / divisor, rounding)
    assert rounded_ratio(rounding)(dividend, divisor) == expected

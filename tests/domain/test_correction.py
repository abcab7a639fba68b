"""Correction by an index: which months count, the exact factor, and the floor at the nominal value."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import CALENDAR, RATES, cents, day, interest

from cobranca_cli.domain.correction import corrected, factor, floored, months, rule
from cobranca_cli.domain.interest import accrue
from cobranca_cli.domain.money import MAX_CENTS, Rounding
from cobranca_cli.domain.rates import Month, Rates
from cobranca_cli.errors import MissingIndexError

CONVENTIONS = ("entre", "ate_pagamento", "ambos")
HALF_UP = Rounding.HALF_UP


def stretch(text: str) -> tuple[Month, ...]:
    """`2025-01..03`, or nothing."""
    if not text:
        return ()
    year, first, last = int(text[:4]), int(text[5:7]), int(text[9:])
    return tuple((year, month) for month in range(first, last + 1))


@pytest.mark.parametrize(
    ("due", "paid", "entre", "ate_pagamento", "ambos"),
    [
        ("2024-12-10", "2025-04-20", "2025-01..03", "2025-01..04", None),
        ("2025-01-31", "2025-04-01", "2025-02..03", "2025-02..04", "2025-01..04"),
        ("2025-01-01", "2025-02-28", "", "2025-02..02", "2025-01..02"),
        ("2025-01-10", "2025-01-20", "", "", "2025-01..01"),
        ("2025-01-10", "2025-01-10", "", "", ""),
        ("2025-02-10", "2025-01-10", "", "", ""),
        ("2024-12-31", "2025-02-28", "2025-01..01", "2025-01..02", None),
    ],
)
def test_months_by_convention(due: str, paid: str, entre: str, ate_pagamento: str, ambos: str | None) -> None:
    expected = ((2024, 12), *stretch(ate_pagamento)) if ambos is None else stretch(ambos)
    assert months(day(due), day(paid), "entre") == stretch(entre)
    assert months(day(due), day(paid), "ate_pagamento") == stretch(ate_pagamento)
    assert months(day(due), day(paid), "ambos") == expected


@pytest.mark.parametrize(
    ("case", "base", "series", "counted", "exact", "raw", "expected"),
    [
        ("E15", "5.000,00", "ipca", "2025-01..03", "1.020403397376", "5.102,02", "5.102,02"),
        ("E16", "8.000,00", "igpm", "2025-03..07", "0.969968649", "7.759,75", "8.000,00"),
        ("E17", "8.000,00", "igpm", "2025-01..03", "1.009883302692", "8.079,07", "8.079,07"),
        ("E18", "1.234,56", "ipca", "2025-07..09", "1.006304326272", "1.242,34", "1.242,34"),
        ("E20", "1.000,00", "ipca", "2025-01..02", "1.01472096", "1.014,72", "1.014,72"),
        ("IPCA of 2025", "1.000,00", "ipca", "2025-01..12", "1.042643849", "1.042,64", "1.042,64"),
        ("IGP-M of 2025", "1.000,00", "igpm", "2025-01..12", "0.989578334", "989,58", "1.000,00"),
        ("no month", "1.000,00", "ipca", "", "1", "1.000,00", "1.000,00"),
    ],
)
def test_factor_and_value(
    case: str, base: str, series: str, counted: str, exact: str, raw: str, expected: str
) -> None:
    """Zeroing the negative month of E17 would give 8.106,63."""
    product = factor(series, stretch(counted), RATES)
    digits = Decimal(1).scaleb(-9 if len(exact) <= 11 else -12)
    assert product.quantize(digits) == Decimal(exact), case
    assert corrected(cents(base), product, HALF_UP) == cents(raw)
    assert floored(cents(base), product, HALF_UP) == cents(expected)


def test_e20_interest_runs_on_the_corrected_value() -> None:
    due, paid = date(2024, 12, 31), date(2025, 2, 28)
    value = corrected(100_000, factor("ipca", months(due, paid, "ate_pagamento"), RATES), HALF_UP)
    interest_cents = accrue(value, interest("0%", "E_taxa_legal"), due, paid, CALENDAR, RATES).cents
    assert (value, interest_cents, value + interest_cents) == (101_472, 1514, 102_986)


@pytest.mark.parametrize(
    ("series", "counted", "message"),
    [
        ("ipca", "2025-11..13", "falta o IPCA de 13/2025"),
        ("inpc", "2025-01..03", "falta o INPC de 01/2025"),
        ("igpm", "2024-12..12", "falta o IGP-M de 12/2024"),
    ],
)
def test_a_missing_month_is_an_error(series: str, counted: str, message: str) -> None:
    """E25."""
    with pytest.raises(MissingIndexError, match=message):
        factor(series, stretch(counted), RATES)


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [(Rounding.HALF_UP, 10_051), (Rounding.HALF_EVEN, 10_050), (Rounding.DOWN, 10_050)],
)
def test_rounding_of_half_a_cent(rounding: Rounding, expected: int) -> None:
    assert corrected(10_000, Decimal("1.00505"), rounding) == expected


@pytest.mark.parametrize(
    ("series", "counted", "text", "source"),
    [
        (
            "ipca",
            "2025-01..03",
            "correção pelo IPCA de 01/2025 a 03/2025 (3 meses): base x produto de (1 + taxa de cada mês)",
            "CC, arts. 389 e 395; IBGE; Banco Central, série 433",
        ),
        (
            "igpm",
            "2025-03..03",
            "correção pelo IGP-M de 03/2025: base x (1 + taxa do mês)",
            "contrato; CC, art. 389; FGV; Banco Central, série 189",
        ),
        (
            "selic",
            "",
            "correção pela Selic: nenhum mês a contar entre o vencimento e o pagamento",
            "contrato; Banco Central, série 4390",
        ),
    ],
)
def test_the_rule_in_words(series: str, counted: str, text: str, source: str) -> None:
    assert rule(series, stretch(counted)) == (text, source)


DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
PERCENTS = st.decimals(-3, 5, places=2)
TABLES = st.lists(PERCENTS, max_size=60)


def table(percents: list[Decimal]) -> tuple[tuple[Month, ...], Rates]:
    by_month = {(2000 + n // 12, n % 12 + 1): rate for n, rate in enumerate(percents)}
    return tuple(by_month), Rates({"inpc": by_month})


@given(DAYS, DAYS, st.sampled_from(CONVENTIONS))
def test_months_follow_each_other_within_both_ends(due: date, paid: date, convention: str) -> None:
    counted = months(due, paid, convention)
    numbers = [year * 12 + month for year, month in counted]
    assert all(later == earlier + 1 for earlier, later in pairwise(numbers))
    assert all((due.year, due.month) <= month <= (paid.year, paid.month) for month in counted)
    apart = (paid.year - due.year) * 12 + paid.month - due.month
    more = {"entre": -1, "ate_pagamento": 0, "ambos": 1}[convention]
    assert len(counted) == (max(0, apart + more) if paid > due else 0)


@given(TABLES, st.integers(1, MAX_CENTS), st.sampled_from(Rounding))
def test_the_factor_is_exact_and_the_value_is_rounded_once(
    percents: list[Decimal], base: int, rounding: Rounding
) -> None:
    counted, rates = table(percents)
    exact = Fraction(1)
    for rate in percents:
        exact *= 1 + Fraction(rate) / 100
    product = factor("inpc", counted, rates)
    assert Fraction(product) == exact
    value = corrected(base, product, rounding)
    error = value - base * exact
    assert -1 < error <= 0 if rounding is Rounding.DOWN else abs(error) <= Fraction(1, 2)
    assert floored(base, product, rounding) == max(base, value)


@given(TABLES, st.integers(0, 60))
def test_stretches_of_months_multiply(percents: list[Decimal], cut: int) -> None:
    counted, rates = table(percents)
    whole, first, second = (
        Fraction(factor("inpc", part, rates)) for part in (counted, counted[:cut], counted[cut:])
    )
    assert whole == first * second

"""Interest by every method: the acceptance tables to the cent, and what holds of any base and any days."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import CALENDAR, NO_RATES, RATES, cents, day, interest, percent

from cobranca_cli.domain.interest import Accrual, accrue, business_days, divisor, settle
from cobranca_cli.domain.money import MAX_CENTS, Rounding
from cobranca_cli.domain.terms import METHODS, Terms
from cobranca_cli.errors import MissingIndexError

DUE = date(2026, 1, 15)
LEGAL = interest("0%", "E_taxa_legal")


def juros(base: str, terms: Terms, begin: str, end: str) -> Accrual:
    return accrue(cents(base), terms, day(begin), day(end), CALENDAR, RATES)


@pytest.mark.parametrize(
    ("case", "base", "rate", "begin", "end", "expected"),
    [
        ("E01", "1.000,00", "1%", "2026-03-10", "2026-03-10", "0,00"),
        ("E02", "1.000,00", "1%", "2026-03-10", "2026-03-11", "0,33"),
        ("E03", "100,00", "1%", "2026-03-10", "2026-03-15", "0,17"),
        ("E04", "1.250,00", "1%", "2026-01-15", "2026-04-17", "38,33"),
        ("E06", "10.000,00", "1%", "2026-01-30", "2026-03-31", "200,00"),
        ("E08 prorrogado", "3.000,00", "1%", "2026-05-18", "2026-05-19", "1,00"),
        ("E08 original", "3.000,00", "1%", "2026-05-16", "2026-05-19", "3,00"),
        ("E09 prorrogado", "3.000,00", "1%", "2026-02-18", "2026-02-19", "1,00"),
        ("E09 original", "3.000,00", "1%", "2026-02-16", "2026-02-19", "3,00"),
        ("E13", "15.780,45", "2%", "2026-07-01", "2026-08-17", "494,45"),
        ("E14", "15.780,45", "1%", "2026-07-01", "2026-08-17", "247,23"),
        ("E15", "5.102,02", "1%", "2025-01-01", "2025-04-01", "153,06"),
        ("AC-01", "100,00", "0%", "2026-03-01", "2026-03-21", "0,00"),
        ("AC-03", "1.000,00", "1,5%", "2026-03-01", "2026-03-31", "15,00"),
        ("AC-03", "1.000,00", "1,5%", "2026-03-01", "2026-04-16", "23,00"),
        ("AC-03", "1.250,00", "1,5%", "2026-03-01", "2026-03-08", "4,38"),
        ("AC-03", "1.000,00", "3%", "2026-03-01", "2026-03-02", "1,00"),
        ("AC-03", "500,00", "1%", "2026-03-01", "2026-03-17", "2,67"),
        ("AC-03", "20.000,00", "10%", "2026-03-01", "2026-05-31", "6.066,67"),
        ("AC-05", "30.000,00", "1%", "2024-09-04", "2024-09-05", "10,00"),
        ("AC-07", "200,00", "3%", "2026-03-01", "2026-03-16", "3,00"),
    ],
)
def test_a_rate_a_month(case: str, base: str, rate: str, begin: str, end: str, expected: str) -> None:
    accrual = juros(base, interest(rate, "A_mensal_30"), begin, end)
    assert accrual.cents == cents(expected), case
    assert accrual.days == (day(end) - day(begin)).days


@pytest.mark.parametrize(
    ("method", "in_92_days", "in_60_days"),
    [
        ("A_mensal_30", "38,33", "200,00"),
        ("B_dia_0033", "37,95", "198,00"),
        ("C_valor_dia", "38,64", "199,80"),
        ("D_ano_365", "37,81", "197,26"),
    ],
)
def test_one_percent_a_month_by_method(method: str, in_92_days: str, in_60_days: str) -> None:
    """E05, E06."""
    terms = interest("1%", method)
    assert juros("1.250,00", terms, "2026-01-15", "2026-04-17").cents == cents(in_92_days)
    assert juros("10.000,00", terms, "2026-01-30", "2026-03-31").cents == cents(in_60_days)


@pytest.mark.parametrize(
    ("base", "begin", "end", "fine", "total"),
    [
        ("100,00", "2015-07-06", "2015-07-07", "2,00", "102,03"),
        ("336,91", "2015-06-21", "2015-06-24", "6,74", "343,98"),
        ("360,02", "2015-06-18", "2015-06-24", "7,20", "367,94"),
        ("169,64", "2015-06-19", "2015-06-24", "3,39", "173,33"),
        ("365,93", "2015-06-21", "2015-06-24", "7,32", "373,61"),
        ("370,66", "2015-06-21", "2015-06-24", "7,41", "378,43"),
        ("100,00", "2015-06-27", "2015-06-30", "2,00", "102,09"),
        ("100,00", "2015-06-28", "2015-06-30", "2,00", "102,06"),
    ],
)
def test_an_amount_a_day_is_rounded_before_it_is_multiplied(
    base: str, begin: str, end: str, fine: str, total: str
) -> None:
    """AC-04, with 1% a month."""
    accrual = juros(base, interest("1%", "C_valor_dia"), begin, end)
    assert cents(base) + cents(fine) + accrual.cents == cents(total)


@pytest.mark.parametrize(
    ("case", "base", "method", "rate", "begin", "end", "expected"),
    [
        ("AC-02", "100,00", "percentual_ano", "10%", "2026-03-01", "2026-03-16", "0,41"),
        ("AC-02", "20.000,00", "percentual_ano", "10%", "2026-03-01", "2026-03-16", "82,19"),
        ("a year is its rate", "1.000,00", "percentual_ano", "12%", "2025-03-01", "2026-03-01", "120,00"),
        ("a day is its rate", "1.000,00", "percentual_dia", "0,1%", "2026-03-01", "2026-03-11", "10,00"),
        ("2% is 0,066% a day", "1.000,00", "B_dia_0033", "2%", "2026-03-01", "2026-03-31", "19,80"),
    ],
)
def test_other_units(
    case: str, base: str, method: str, rate: str, begin: str, end: str, expected: str
) -> None:
    assert juros(base, interest(rate, method), begin, end).cents == cents(expected), case


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("2020-11-27", "2020-11-30", "3,00"),
        ("2020-11-30", "2020-11-30", "0,00"),
        ("2020-11-30", "2020-12-01", "1,00"),
    ],
)
def test_an_amount_in_reais_a_day(begin: str, end: str, expected: str) -> None:
    """AC-06: R$ 1,00 a calendar day on R$ 100,00 due on a Friday; due on a Saturday, it starts on Monday."""
    accrual = juros("100,00", Terms(interest_method="valor_fixo_dia", interest_cents=100), begin, end)
    assert (accrual.cents, accrual.percent) == (cents(expected), 0)


@pytest.mark.parametrize(
    ("method", "rate", "expected"),
    [
        ("A_mensal_30", "2,1%", "20,00"),
        ("D_ano_365", "2,1%", "20,00"),
        ("B_dia_0033", "2,1%", "20,00"),
        ("C_valor_dia", "2,1%", "20,00"),
        ("percentual_dia", "0,1%", "20,00"),
        ("percentual_ano", "25,2%", "20,00"),
    ],
)
def test_business_days(method: str, rate: str, expected: str) -> None:
    """From Tuesday 2025-12-23 to Thursday 2026-01-08 there are 10 days of banking besides holidays.

    A month is of 21 business days and a year of 252, as in the Pix manual (bacen/pix-api#205).
    """
    accrual = juros("2.000,00", interest(rate, method, business_days=True), "2025-12-23", "2026-01-08")
    assert (accrual.days, accrual.cents) == (10, cents(expected))


def test_business_days_lie_after_the_first_and_up_to_the_last() -> None:
    friday, sunday, monday = date(2026, 5, 15), date(2026, 5, 17), date(2026, 5, 18)
    assert business_days(friday, sunday, CALENDAR) == 0
    assert business_days(friday, monday, CALENDAR) == 1
    assert business_days(sunday, monday, CALENDAR) == 1
    assert business_days(monday, friday, CALENDAR) == 0


@pytest.mark.parametrize(
    ("case", "base", "begin", "end", "rate", "expected"),
    [
        ("E19", "1.000,00", "2024-12-31", "2025-02-28", "1,491636%", "14,92"),
        ("E20", "1.014,72", "2024-12-31", "2025-02-28", "1,491636%", "15,14"),
        ("E21", "10.000,00", "2025-09-10", "2025-11-20", "2,336226%", "233,62"),
        ("E22", "7.350,00", "2026-01-20", "2026-02-14", "0,824426%", "60,60"),
        ("E23", "1.000,00", "2025-02-28", "2025-03-31", "0%", "0,00"),
        ("first day", "100.000,00", "2024-08-29", "2024-08-30", "0,019526%", "19,53"),
        ("across a year", "1.000,00", "2024-11-30", "2025-01-31", "0,761351%", "7,61"),
    ],
)
def test_taxa_legal(case: str, base: str, begin: str, end: str, rate: str, expected: str) -> None:
    accrual = juros(base, LEGAL, begin, end)
    assert (accrual.percent, accrual.cents) == (percent(rate), cents(expected)), case


def test_taxa_legal_of_parts_of_a_month_adds_up_to_the_month() -> None:
    """10/31 and 21/31 of 2026-01 are no finite decimals, but half a cent stays half a cent."""
    first = accrue(100_000_000, LEGAL, date(2025, 12, 31), date(2026, 1, 10), CALENDAR, RATES)
    second = accrue(100_000_000, LEGAL, date(2026, 1, 10), date(2026, 1, 31), CALENDAR, RATES)
    assert (first.dividend + second.dividend) / divisor(LEGAL) == Decimal(967510)
    half = accrue(5_000_000, LEGAL, date(2025, 12, 31), date(2026, 1, 31), CALENDAR, RATES)
    assert half.dividend / divisor(LEGAL) == Decimal("48375.5")
    assert half.cents == 48376
    assert settle(half.dividend, LEGAL._replace(rounding=Rounding.DOWN)) == 48375


def test_business_days_do_not_change_the_taxa_legal() -> None:
    legal = LEGAL._replace(business_days=True)
    assert juros("1.000,00", legal, "2024-12-31", "2025-02-28").cents == cents("14,92")


@pytest.mark.parametrize(
    ("begin", "end", "message"),
    [
        ("2026-10-20", "2026-11-05", "falta a taxa legal de 11/2026"),
        ("2024-08-28", "2024-09-15", "antes de 30/08/2024 não havia taxa legal"),
        ("2023-05-10", "2026-11-05", "antes de 30/08/2024 não havia taxa legal"),
    ],
)
def test_taxa_legal_not_known(begin: str, end: str, message: str) -> None:
    """E25: no partial amount."""
    with pytest.raises(MissingIndexError, match=message):
        juros("1.000,00", LEGAL, begin, end)


@pytest.mark.parametrize(
    ("rounding", "of_100", "of_321"),
    [("half_up", "0,17", "0,54"), ("half_even", "0,17", "0,54"), ("down", "0,16", "0,53")],
)
def test_rounding_is_that_of_the_terms(rounding: str, of_100: str, of_321: str) -> None:
    """E03 is 16,67 cents; 321,00 x 1% x 5 / 30 is 53,5 cents."""
    terms = interest("1%", "A_mensal_30", rounding)
    assert juros("100,00", terms, "2026-03-10", "2026-03-15").cents == cents(of_100)
    assert juros("321,00", terms, "2026-03-10", "2026-03-15").cents == cents(of_321)


@pytest.mark.parametrize(("rounding", "expected"), [("half_up", 53), ("half_even", 52), ("down", 52)])
def test_a_half_after_an_even_cent(rounding: str, expected: int) -> None:
    """315,00 x 1% x 5 / 30 is 52,5 cents."""
    terms = interest("1%", "A_mensal_30", rounding)
    assert juros("315,00", terms, "2026-03-10", "2026-03-15").cents == expected


def test_next_to_a_half_is_not_a_half() -> None:
    """967.741.956,29 x 1% x 31 / 30 is 1.000.000.021 cents and 1499/3000 of one."""
    late = accrue(96_774_195_629, interest("1%", "A_mensal_30"), DUE, DUE + timedelta(31), CALENDAR, NO_RATES)
    assert late.cents == 1_000_000_021


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        (interest("1%", "A_mensal_30"), "juros de 1% ao mês, por dia: base x 1% x 92 dias / 30"),
        (
            interest("1%", "A_mensal_30", business_days=True),
            "juros de 1% ao mês, por dia: base x 1% x 63 dias úteis / 21",
        ),
        (interest("1%", "B_dia_0033"), "juros de 1% ao mês, 0,033% ao dia: base x 0,033% x 92 dias"),
        (interest("1%", "C_valor_dia"), "juros de 1% ao mês: R$ 0,42 por dia (base x 1% / 30) x 92 dias"),
        (interest("1%", "D_ano_365"), "juros de 1% ao mês, 12% ao ano: base x 12% x 92 dias / 365"),
        (interest("0,05%", "percentual_dia"), "juros de 0,05% ao dia: base x 0,05% x 92 dias"),
        (interest("9,5%", "percentual_ano"), "juros de 9,5% ao ano: base x 9,5% x 92 dias / 365"),
        (
            Terms(interest_method="valor_fixo_dia", interest_cents=150),
            "juros de R$ 1,50 por dia: R$ 1,50 x 92 dias",
        ),
    ],
)
def test_the_rule_in_words(terms: Terms, rule: str) -> None:
    accrual = juros("1.250,00", terms, "2026-01-15", "2026-04-17")
    assert (accrual.rule, accrual.source) == (rule, "contrato; CC, art. 406")


def test_the_taxa_legal_in_words() -> None:
    accrual = juros("10.000,00", LEGAL, "2025-09-10", "2025-11-20")
    assert accrual.rule == (
        "taxa legal: 20/30 de 1,305984% (09/2025) + 0,736394% (10/2025) + 20/30 de 1,093764% (11/2025)"
        " = 2,336226% x base"
    )
    assert "Lei 14.905/2024" in accrual.source
    assert "Res. CMN 5.171/2024" in accrual.source
    assert "série 29543" in accrual.source


BASES = st.integers(1, MAX_CENTS)
DAYS = st.dates(date(2024, 8, 29), date(2026, 10, 31))
TERMS = st.builds(
    Terms,
    interest_percent=st.decimals(0, 20, places=4),
    interest_cents=st.integers(0, 100_000),
    interest_method=st.sampled_from(METHODS),
    business_days=st.booleans(),
    rounding=st.sampled_from(Rounding),
)


@given(BASES, TERMS, DAYS, DAYS, DAYS)
def test_stretches_of_days_add_up_before_rounding(
    base: int, terms: Terms, one: date, other: date, third: date
) -> None:
    begin, middle, end = sorted((one, other, third))
    whole = accrue(base, terms, begin, end, CALENDAR, RATES)
    parts = [
        accrue(base, terms, first, last, CALENDAR, RATES) for first, last in ((begin, middle), (middle, end))
    ]
    assert sum(part.dividend for part in parts) == whole.dividend
    assert sum(part.days for part in parts) == whole.days
    assert settle(whole.dividend, terms) == whole.cents
    assert abs(sum(part.cents for part in parts) - whole.cents) <= 1


OF_THE_BASE = TERMS.filter(lambda terms: terms.interest_method not in ("valor_fixo_dia", "C_valor_dia"))


@given(BASES, BASES, OF_THE_BASE, DAYS, DAYS)
def test_bases_add_up_before_rounding(base: int, more: int, terms: Terms, one: date, other: date) -> None:
    begin, end = sorted((one, other))
    parts = [accrue(b, terms, begin, end, CALENDAR, RATES).dividend for b in (base, more, base + more)]
    assert parts[0] + parts[1] == parts[2]


@given(BASES, TERMS, DAYS, st.integers(0, 30), st.integers(0, 1000))
def test_more_days_or_a_larger_base_never_cost_less(
    base: int, terms: Terms, begin: date, days: int, more: int
) -> None:
    end = min(begin + timedelta(days=days), date(2026, 10, 30))
    now = accrue(base, terms, begin, end, CALENDAR, RATES).cents
    assert now >= 0
    assert accrue(base, terms, begin, end + timedelta(days=1), CALENDAR, RATES).cents >= now
    assert accrue(base + more, terms, begin, end, CALENDAR, RATES).cents >= now


@given(BASES, TERMS, DAYS, DAYS)
def test_the_amount_is_the_exact_fraction_rounded_once(
    base: int, terms: Terms, one: date, other: date
) -> None:
    begin, end = sorted((one, other))
    accrual = accrue(base, terms, begin, end, CALENDAR, RATES)
    rate = Fraction(terms.interest_percent) / 100
    month, year = (21, 252) if terms.business_days else (30, 365)
    n = sum(
        CALENDAR.is_business_day(begin + timedelta(days=d)) or not terms.business_days
        for d in range(1, (end - begin).days + 1)
    )
    match terms.interest_method:
        case "A_mensal_30":
            exact = base * rate * n / month
        case "B_dia_0033":
            exact = base * Fraction(rate * 100_000 // month, 100_000) * n
        case "C_valor_dia":
            exact = Fraction(rounded(base * rate / month, terms.rounding) * n)
        case "D_ano_365":
            exact = base * 12 * rate * n / year
        case "percentual_dia":
            exact = base * rate * n
        case "percentual_ano":
            exact = base * rate * n / year
        case "valor_fixo_dia":
            exact = Fraction(terms.interest_cents * n)
        case _:
            exact = base * sum(
                map(legal_day, (begin + timedelta(days=d + 1) for d in range((end - begin).days)))
            )
    assert accrual.cents == rounded(Fraction(exact), terms.rounding)


def legal_day(on: date) -> Fraction:
    """One day's worth of the taxa legal."""
    next_month = date(on.year + on.month // 12, on.month % 12 + 1, 1)
    length = (next_month - on.replace(day=1)).days
    return Fraction(RATES.of("taxa-legal", on.year, on.month)) / 100 / length


def rounded(exact: Fraction, rounding: Rounding) -> int:
    if rounding is Rounding.DOWN:
        return exact.numerator // exact.denominator
    if rounding is Rounding.HALF_EVEN:
        return round(exact)
    return (2 * exact + 1).__floor__() // 2


@given(BASES, TERMS, DAYS, st.integers(0, 1000))
def test_no_days_or_no_base_no_interest(base: int, terms: Terms, begin: date, days: int) -> None:
    """Not even a rate is asked for."""
    backwards = accrue(base, terms, begin, begin - timedelta(days=days), CALENDAR, NO_RATES)
    assert (backwards.cents, backwards.days, backwards.dividend) == (0, 0, 0)
    assert accrue(0, terms, begin, begin + timedelta(days=days), CALENDAR, NO_RATES).cents == 0

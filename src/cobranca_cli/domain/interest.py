"""Interest on late payment (juros de mora): simple, on one base, over one stretch of days.

Every method gives a dividend, and a divisor that depends on the terms only: nothing is divided before the
end, so exact halves of a cent stay exact and stretches with different bases can be added before rounding.

Sources: Código Civil arts. 406 and 407; Lei 14.905/2024 and Res. CMN 5.171/2024 for the taxa legal; the
Central Bank's Pix manual for a month of 30 days or 21 business days and a year of 365 or 252.
"""

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_DOWN, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from cobranca_cli.brformat import counted, currency_br

from .calendar import BusinessCalendar
from .money import Rounding, round_cents
from .rates import EXACT, LEGAL_RATE_BEGIN, Month, Rates, before_legal_rate, month_br, rate_br, six_decimals
from .terms import LEGAL_RATE, Terms

_ONE_DAY = timedelta(days=1)
_DAILY_CUT = Decimal("0.001")
_WIDE = Context(prec=100)
"""Wide enough that no quotient takes the place of a half of a cent it is not."""

_MONTH_LENGTHS = 28 * 29 * 15 * 31
"""A multiple of 28, 29, 30 and 31: parts of months add up without dividing."""

_NO_DAYS = "sem dias de atraso: não há juros"
_CONTRACT = "contrato; CC, art. 406"
_LEGAL_SOURCE = "CC, art. 406, § 1º (Lei 14.905/2024); Res. CMN 5.171/2024; Banco Central, série 29543"


class Accrual(NamedTuple):
    """Interest of one stretch of days.

    Attributes:
        cents: rounded once, as the terms say.
        percent: the agreed rate in its unit; for the taxa legal the sum of its months with six decimals;
            zero for a fixed amount a day.
        days: calendar or business days, as the terms say.
        rule: how it was counted, in words.
        source: the ground of it: contract, law.
        dividend: the exact interest in cents, times `divisor(terms)`. Stretches of one title are added as
            dividends and rounded once by `settle`.
    """

    cents: int
    percent: Decimal
    days: int
    rule: str
    source: str
    dividend: Decimal = Decimal(0)


def accrue(
    base: int, terms: Terms, begin: date, end: date, calendar: BusinessCalendar, rates: Rates
) -> Accrual:
    """Interest on `base` cents for the days after `begin`, up to and including `end`.

    Zero when there is no such day or the base is not positive. The taxa legal always counts calendar days.

    Raises:
        MissingIndexError: by the taxa legal, for a month not known or a day before 30/08/2024.
    """
    if begin >= end or base <= 0:
        return Accrual(0, Decimal(0), 0, _NO_DAYS, "")
    if terms.interest_method == "E_taxa_legal":
        return _by_legal_rate(base, terms, begin, end, rates)
    days = business_days(begin, end, calendar) if terms.business_days else (end - begin).days
    amount = _dividend(base, terms, days)
    percent = Decimal(0) if terms.interest_method == "valor_fixo_dia" else terms.interest_percent
    return Accrual(settle(amount, terms), percent, days, _rule(base, terms, days), _CONTRACT, amount)


def divisor(terms: Terms) -> int:
    """What the dividends under these terms are divided by to be cents."""
    match terms.interest_method:
        case "A_mensal_30":
            return 100 * _month(terms)
        case "D_ano_365" | "percentual_ano":
            return 100 * _year(terms)
        case "B_dia_0033" | "percentual_dia":
            return 100
        case "E_taxa_legal":
            return 100 * _MONTH_LENGTHS
        case _:
            return 1


def settle(dividend: Decimal, terms: Terms) -> int:
    """Whole cents of one dividend, or of the sum of several under the same terms."""
    return _divided(dividend, divisor(terms), terms.rounding)


@lru_cache(maxsize=4096)
def business_days(begin: date, end: date, calendar: BusinessCalendar) -> int:
    """How many business days lie after `begin`, up to and including `end`.

    Remembered, because a report asks the same of every title that fell due on one day.
    """
    days = (begin + timedelta(days=n) for n in range(1, (end - begin).days + 1))
    return sum(map(calendar.is_business_day, days))


def daily_percent(terms: Terms) -> Decimal:
    """The rate a day of method B: the month's by its days, cut to three decimals (1% is `0,033% ao dia`)."""
    return (terms.interest_percent / _month(terms)).quantize(_DAILY_CUT, ROUND_DOWN)


def daily_cents(base: int, terms: Terms) -> int:
    """The amount a day of method C, as boletos register it: the month's by its days, rounded to the cent."""
    dividend = EXACT.multiply(Decimal(base), terms.interest_percent)
    return _divided(dividend, 100 * _month(terms), terms.rounding)


def _divided(dividend: Decimal, by: int, rounding: Rounding) -> int:
    return round_cents(_WIDE.divide(dividend, by), rounding)


def _month(terms: Terms) -> int:
    return 21 if terms.business_days else 30


def _year(terms: Terms) -> int:
    return 252 if terms.business_days else 365


def _dividend(base: int, terms: Terms, days: int) -> Decimal:
    match terms.interest_method:
        case "valor_fixo_dia":
            return Decimal(terms.interest_cents * days)
        case "C_valor_dia":
            return Decimal(daily_cents(base, terms) * days)
        case "B_dia_0033":
            rate = daily_percent(terms)
        case "D_ano_365":
            rate = 12 * terms.interest_percent
        case _:
            rate = terms.interest_percent
    return EXACT.multiply(Decimal(base * days), rate)


def _rule(base: int, terms: Terms, days: int) -> str:
    kind = ("dia útil", "dias úteis") if terms.business_days else ("dia", "dias")
    rate, counted_days = rate_br(terms.interest_percent), counted(days, *kind)
    month, year = _month(terms), _year(terms)
    match terms.interest_method:
        case "A_mensal_30":
            return f"juros de {rate} ao mês, por dia: base x {rate} x {counted_days} / {month}"
        case "B_dia_0033":
            daily = rate_br(daily_percent(terms))
            return f"juros de {rate} ao mês, {daily} ao {kind[0]}: base x {daily} x {counted_days}"
        case "C_valor_dia":
            amount = currency_br(daily_cents(base, terms))
            each = f"{amount} por {kind[0]} (base x {rate} / {month})"
            return f"juros de {rate} ao mês: {each} x {counted_days}"
        case "D_ano_365":
            yearly = rate_br(12 * terms.interest_percent)
            return f"juros de {rate} ao mês, {yearly} ao ano: base x {yearly} x {counted_days} / {year}"
        case "percentual_dia":
            return f"juros de {rate} ao {kind[0]}: base x {rate} x {counted_days}"
        case "percentual_ano":
            return f"juros de {rate} ao ano: base x {rate} x {counted_days} / {year}"
        case _:
            amount = currency_br(terms.interest_cents)
            return f"juros de {amount} por {kind[0]}: {amount} x {counted_days}"


class _Part(NamedTuple):
    """The days of one month, how many it has, and its taxa legal."""

    month: Month
    days: int
    length: int
    percent: Decimal


def _by_legal_rate(base: int, terms: Terms, begin: date, end: date, rates: Rates) -> Accrual:
    if begin + _ONE_DAY < LEGAL_RATE_BEGIN:
        raise before_legal_rate()
    parts = _legal_parts(begin, end, rates)
    summed = sum((part.percent * (part.days * (_MONTH_LENGTHS // part.length)) for part in parts), Decimal(0))
    percent = six_decimals(summed / _MONTH_LENGTHS)
    rule = f"taxa legal: {' + '.join(map(_part_br, parts))} = {rate_br(percent)} x base"
    amount = EXACT.multiply(Decimal(base), summed)
    return Accrual(settle(amount, terms), percent, (end - begin).days, rule, _LEGAL_SOURCE, amount)


def _legal_parts(begin: date, end: date, rates: Rates) -> list[_Part]:
    """The days of (begin, end] month by month."""
    parts = []
    while begin < end:
        first = begin + _ONE_DAY
        length = monthrange(first.year, first.month)[1]
        last = min(end, first.replace(day=length))
        month = (first.year, first.month)
        parts.append(_Part(month, (last - begin).days, length, rates.of(LEGAL_RATE, *month)))
        begin = last
    return parts


def _part_br(part: _Part) -> str:
    whole = f"{rate_br(part.percent)} ({month_br(part.month)})"
    return whole if part.days == part.length else f"{part.days}/{part.length} de {whole}"

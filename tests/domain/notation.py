"""Amounts, days and rates of the tables of tests, as a person writes them."""

from datetime import date
from decimal import Decimal

from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.money import Decimals, Rounding, parse_cents
from cobranca_cli.domain.rates import Month, Rates
from cobranca_cli.domain.terms import Terms

CALENDAR = BusinessCalendar()

LEGAL = """
2024: 08 0,605306 · 09 0,676227 · 10 0,704241 · 11 0,385874 · 12 0,171924
2025: 01 0,589427 · 02 0,902209 · 03 0,000000 · 04 0,321969 · 05 0,623200 · 06 0,775982
2025: 07 0,834880 · 08 0,942622 · 09 1,305984 · 10 0,736394 · 11 1,093764 · 12 0,851001
2026: 01 0,967510 · 02 0,962232 · 03 0,155714 · 04 0,768672 · 05 0,198293 · 06 0,450641
2026: 07 0,706607 · 08 1,154527 · 09 1,499119 · 10 0,379020
"""
IPCA = """
2025: 01 0,16 · 02 1,31 · 03 0,56 · 04 0,43 · 05 0,26 · 06 0,24
2025: 07 0,26 · 08 -0,11 · 09 0,48 · 10 0,09 · 11 0,18 · 12 0,33
"""
IGPM = """
2025: 01 0,27 · 02 1,06 · 03 -0,34 · 04 0,24 · 05 -0,49 · 06 -1,67
2025: 07 -0,77 · 08 0,36 · 09 0,42 · 10 -0,36 · 11 0,27 · 12 -0,01
"""


def cents(amount: str) -> int:
    """`1.250,00` in cents; zero too."""
    if amount == "0,00":
        return 0
    parsed = parse_cents(amount, Decimals.COMMA)
    assert isinstance(parsed, int)
    return parsed


def day(iso: str) -> date:
    return date.fromisoformat(iso)


def percent(text: str) -> Decimal:
    return Decimal(text.removesuffix("%").replace(",", "."))


def interest(rate: str, method: str, rounding: str = "half_up", business_days: bool = False) -> Terms:
    return Terms(
        interest_percent=percent(rate),
        interest_method=method,
        rounding=Rounding(rounding),
        business_days=business_days,
    )


def published(table: str) -> dict[Month, Decimal]:
    months = {}
    for line in table.strip().splitlines():
        year, rest = line.split(": ")
        for entry in rest.split(" · "):
            month, rate = entry.split()
            months[int(year), int(month)] = percent(rate)
    return months


RATES = Rates({"taxa-legal": published(LEGAL), "ipca": published(IPCA), "igpm": published(IGPM)})
NO_RATES = Rates({})

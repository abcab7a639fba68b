"""`vencidos` and `memoria` against an independent computation: random invoices, days, payments and terms.

The oracle below knows nothing of the program: fractions, its own calendar (the `holidays` package), its own
rounding. Both ways of the program, the fast one in integers and the rule by steps, must give its cents.
"""

import random
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import holidays
import pytest

from cobranca_cli.config import Settings, parse_settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.services.import_invoices import import_invoices
from cobranca_cli.services.overdue import overdue
from cobranca_cli.services.payments import Order, register
from cobranca_cli.services.setup import create
from cobranca_cli.services.working import work_invoice

TODAY = date(2026, 11, 21)
MOMENT = Moment(TODAY, "2026-11-21T12:00:00.000Z")
BRAZIL = holidays.country_holidays(
    "BR", years=range(2022, 2028), categories=("public", "optional"), language="en_US"
)
NOT_OF_BANKS = {"Ash Wednesday", "Christmas Eve", "New Year's Eve", "Public Servant's Day"}
OFF = {day for day, name in BRAZIL.items() if name not in NOT_OF_BANKS}
"""National holidays and the movable days of banks, by a package that is not ours."""


def effective(day: date) -> date:
    while day.weekday() >= 5 or day in OFF:
        day += timedelta(days=1)
    return day


def half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def charges(
    cents: int, due: date, on: date, fine: Fraction, monthly: Fraction, method: str
) -> tuple[int, int]:
    """Fine and interest in cents, by rule 1.2."""
    late = (on - effective(due)).days
    if late <= 0:
        return 0, 0
    interest = {
        "A_mensal_30": lambda: half_up(cents * monthly * late / 3000),
        "B_dia_0033": lambda: half_up(cents * Fraction(int(monthly * 1000 / 30), 100_000) * late),
        "C_valor_dia": lambda: half_up(cents * monthly / 3000) * late,
        "D_ano_365": lambda: half_up(cents * monthly * 12 * late / 36_500),
    }[method]()
    return half_up(cents * fine / 100), interest


CASES = [
    ("A_mensal_30", "2", "1"),
    ("B_dia_0033", "10", "2"),
    ("C_valor_dia", "0.5", "3.3"),
    ("D_ano_365", "2", "1"),
]


@pytest.mark.parametrize(("method", "fine", "monthly"), CASES)
def test_two_hundred_random_invoices_to_the_cent(
    tmp_path: Path, method: str, fine: str, monthly: str
) -> None:
    chance = random.Random(method)
    terms = Fraction(fine), Fraction(monthly), method
    ledger = tmp_path / "livro.db"
    settings = make(ledger, method, fine, monthly)
    rows = [
        (
            f"F{number}",
            date(2023, 1, 2) + timedelta(days=chance.randrange(1400)),
            chance.randrange(1, 5_000_000),
        )
        for number in range(200)
    ]
    load(ledger, settings, rows)
    paid = pay_some(ledger, settings, rows, chance)
    as_of = date(2025, 6, 1) + timedelta(days=chance.randrange(520))
    expected = {
        number: owed(cents, due, paid.get(number), as_of, terms)
        for number, due, cents in rows
        if effective(due) < as_of
    }
    found = overdue(ledger, settings, MOMENT, as_of)
    got = {o.item.number: (o.open.principal, o.open.fine, o.open.interest) for o in found.items}
    assert got == {number: sums for number, sums in expected.items() if any(sums)}
    for number in chance.sample(sorted(got), min(40, len(got))):
        worked = work_invoice(ledger, settings, MOMENT, as_of, number)
        left = worked.working.standing.open
        assert (left.principal, left.fine, left.interest) == got[number]
        assert sum(step.amount for step in worked.working.steps) == left.total


Terms = tuple[Fraction, Fraction, str]


def owed(
    cents: int, due: date, payment: tuple[date, int] | None, as_of: date, terms: Terms
) -> tuple[int, int, int]:
    """Principal, fine and interest open on a day, after at most one payment (CC art. 354: interest first)."""
    if payment is None or payment[0] > as_of:
        return cents, *charges(cents, due, as_of, *terms)
    day, amount = payment
    fine, interest = charges(cents, due, day, *terms)
    to_interest = min(amount, interest)
    to_fine = min(amount - to_interest, fine)
    left = cents - (amount - to_interest - to_fine)
    fresh = late_interest(left, max(effective(due), day), as_of, terms)
    later_fine = 0 if day > effective(due) else charges(left, due, as_of, *terms)[0]
    return left, fine - to_fine + later_fine, interest - to_interest + fresh


def late_interest(cents: int, begin: date, as_of: date, terms: Terms) -> int:
    """Interest of a later stretch: as if the rest had fallen due on the day of the payment."""
    if as_of <= begin:
        return 0
    friday = date(2026, 6, 12)  # any business day: only how many days there are matters
    return charges(cents, friday, friday + (as_of - begin), *terms)[1]


def make(ledger: Path, method: str, fine: str, monthly: str) -> Settings:
    create(ledger, {}, MOMENT)
    toml = ledger.parent / "cobranca.toml"
    text = toml.read_text()
    for key, value in (("multa", fine), ("juros", monthly), ("juros_metodo", method)):
        start = text.index(f"\n{key} = ")
        end = text.index("#", start)
        text = f'{text[:start]}\n{key} = "{value}" {text[end:]}'
    toml.write_text(text)
    return parse_settings(toml.read_bytes(), toml)


def load(ledger: Path, settings: Settings, rows: list[tuple[str, date, int]]) -> None:
    lines = ["numero;cliente;documento;emissao;vencimento;valor"]
    for number, due, cents in rows:
        issued = date(2023, 1, 1)
        lines.append(f"{number};Padaria {number};;{issued};{due};{cents // 100},{cents % 100:02d}")
    file = ledger.parent / "f.csv"
    file.write_text("\n".join(lines))
    result = import_invoices(ledger, file, Wishes(), MOMENT, settings.calendar)
    assert result.new == len(rows), [problem.text() for problem in result.problems.kept[:3]]


def pay_some(
    ledger: Path, settings: Settings, rows: list[tuple[str, date, int]], chance: random.Random
) -> dict[str, tuple[date, int]]:
    """Part payments of a quarter of the invoices, before and after they are due."""
    paid = {}
    for number, due, cents in chance.sample(rows, 50):
        day = min(TODAY, max(date(2023, 1, 2), due + timedelta(days=chance.randrange(-20, 90))))
        amount = chance.randrange(1, cents) if cents > 1 else 0
        if amount:
            paid[number] = (day, amount)
            register(ledger, settings, MOMENT, Order(amount, day, (number,)))
    return paid

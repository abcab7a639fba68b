"""The aging of any day equals a model that knows nothing of SQL: invoices in a list, rules in a loop.

The ledgers are random, their days crowd around weekends and holidays, invoices with and without issue
date, some cancelled on a day of their own. Each has a history of payments, discounts and reversals, which is
written straight into the tables: what the ledger says of a day must not depend on who wrote it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cobranca_cli.config import Settings
from cobranca_cli.domain.aging import BAND_NAMES
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.moment import Moment
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.ledger.due_dates import record_mark
from cobranca_cli.ledger.migrations import create_ledger
from cobranca_cli.ledger.queries.items import Filters, Item
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.import_invoices import import_invoices
from cobranca_cli.services.invoices import cancel_invoice, list_invoices
from cobranca_cli.services.overdue import Overdue, overdue
from cobranca_cli.services.reports import VIEWS, Aged, aging

TODAY = date(2026, 11, 21)
CALENDAR = BusinessCalendar(recurring=frozenset({(7, 9)}))
CUSTOMERS = ("Ana", "Bia", "Caio")
HOLIDAYS = (date(2026, 2, 16), date(2026, 4, 3), date(2026, 7, 9), date(2026, 11, 20), date(2025, 12, 25))


@dataclass(frozen=True)
class Invoice:
    """What the model knows of an invoice."""

    customer: str
    due: date
    issued: date | None
    cents: int
    cancelled: date | None
    booked: tuple[tuple[date, int], ...] = ()

    def starts(self) -> date:
        return self.issued or min(self.due, TODAY)

    def effective(self) -> date:
        day = self.due
        while day.weekday() >= 5 or day in _days_off(day.year):
            day += timedelta(days=1)
        return day

    def left(self, day: date) -> int:
        return self.cents - sum(principal for booked, principal in self.booked if booked <= day)

    def known(self, day: date) -> bool:
        return self.starts() <= day and (self.cancelled is None or self.cancelled > day)

    def open_on(self, day: date) -> bool:
        return self.known(day) and self.left(day) > 0


def _days_off(year: int) -> set[date]:
    """Written out by hand for the years of this test, from the calendar of the domain rules."""
    fixed = [(1, 1), (4, 21), (5, 1), (7, 9), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20), (12, 25)]
    movable = {
        2025: [(3, 3), (3, 4), (4, 18), (6, 19)],
        2026: [(2, 16), (2, 17), (4, 3), (6, 4)],
        2027: [(2, 8), (2, 9), (3, 26), (5, 27)],
    }
    return {date(year, month, day) for month, day in fixed + movable[year]}


def _band(days: int) -> str:
    if days <= 0:
        return "a_vencer"
    for last, name in ((30, "d1_30"), (60, "d31_60"), (90, "d61_90"), (180, "d91_180"), (360, "d181_360")):
        if days <= last:
            return name
    return "d361_mais"


near_holidays = st.builds(
    lambda day, shift: day + timedelta(days=shift), st.sampled_from(HOLIDAYS), st.integers(-4, 4)
)
days = st.one_of(near_holidays, st.dates(date(2025, 1, 2), date(2027, 3, 31)))


@st.composite
def invoices(draw: st.DrawFn) -> Invoice:
    due = draw(days)
    issued = draw(st.none() | st.integers(0, 90).map(lambda before: due - timedelta(days=before)))
    issued = None if issued is None else max(issued, date(2025, 1, 1))
    cents = draw(st.integers(1, 99_999_999))
    first = issued or min(due, TODAY)
    cancelled = draw(st.none() | st.dates(first, TODAY)) if first <= TODAY else None
    history = draw(histories(cents))
    return Invoice(draw(st.sampled_from(CUSTOMERS)), due, issued, cents, cancelled, history)


@st.composite
def histories(draw: st.DrawFn, cents: int) -> tuple[tuple[date, int], ...]:
    """Days and principal: a part, the rest or an undoing of one row, so that it is never below zero."""
    rows: list[tuple[date, int]] = []
    standing: list[int] = []
    for day in sorted(draw(st.lists(days, max_size=5))):
        left = cents - sum(standing)
        what = draw(st.sampled_from(("rest", "part", "undo")))
        if what == "undo" and standing:
            rows.append((day, -standing.pop(draw(st.integers(0, len(standing) - 1)))))
        elif left:
            paid = left if what == "rest" else draw(st.integers(1, left))
            rows.append((day, paid))
            standing.append(paid)
    return tuple(rows)


def _ledger(folder: Path, known: list[Invoice]) -> Path:
    ledger = folder / "livro.db"
    create_ledger(ledger)
    moment = Moment(TODAY, "2026-11-21T12:00:00.000Z")
    with writing(ledger) as transaction:
        record_mark(transaction.connection, CALENDAR)
        transaction.record("livro_criado", {}, moment.instant)
    rows = [
        f"{index};{each.customer};{each.issued.isoformat() if each.issued else ''};"
        f"{each.due.isoformat()};{each.cents // 100},{each.cents % 100:02d}"
        for index, each in enumerate(known)
    ]
    file = folder / "faturas.csv"
    file.write_text("\n".join(["numero;cliente;emissao;vencimento;valor", *rows, ""]))
    result = import_invoices(ledger, file, Wishes(), moment, CALENDAR)
    assert result.new == len(known), [problem.text() for problem in result.problems.kept]
    for index, each in enumerate(known):
        if each.cancelled:
            cancel_invoice(ledger, moment, str(index), "teste", each.cancelled)
    _book(ledger, known)
    return ledger


def _book(ledger: Path, known: list[Invoice]) -> None:
    with writing(ledger) as transaction:
        run = transaction.connection.execute
        for number, each in enumerate(known):
            for day, principal in each.booked:
                run(
                    "INSERT INTO movement (kind, customer_id, day, horizon, recorded_at)"
                    " SELECT 'abatimento', customer_id, ?, 0, '' FROM receivable WHERE number = ?",
                    (day.isoformat(), str(number)),
                )
                run(
                    "INSERT INTO entry (movement_id, receivable_id, kind, value_on, booked_on, expenses,"
                    " interest, fine, correction, principal, recorded_at) SELECT last_insert_rowid(), id,"
                    " 'abatimento', ?, ?, 0, 0, 0, 0, ?, '' FROM receivable WHERE number = ?",
                    (day.isoformat(), day.isoformat(), principal, str(number)),
                )
            settled = sum(principal for _, principal in each.booked)
            run("UPDATE receivable SET settled = ? WHERE number = ?", (settled, str(number)))
        transaction.record("teste", {}, "2026-11-21T12:00:00.000Z")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(known=st.lists(invoices(), min_size=1, max_size=12), as_of=st.lists(days, min_size=1, max_size=4))
def test_every_view_of_any_day_equals_the_model(known: list[Invoice], as_of: list[date]) -> None:
    with TemporaryDirectory() as folder:
        ledger = _ledger(Path(folder), known)
        beside = Settings(ledger, calendar=CALENDAR, charges={"multa": "0", "juros": "0"})
        moment = Moment(TODAY, "2026-11-21T12:00:00.000Z")
        edges = {each.cancelled for each in known if each.cancelled} | {each.starts() for each in known}
        booked = {
            day + timedelta(days=shift) for each in known for day, _ in each.booked for shift in (-1, 0, 1)
        }
        for day in {TODAY, *as_of, *sorted(edges)[:4], *sorted(booked)[-15:]}:
            aged = aging(ledger, beside, moment, day, VIEWS)
            _compare(known, day, aged, overdue(ledger, beside, moment, day))
            for situation, holds in SITUATIONS.items():
                found = list_invoices(ledger, beside, moment, day, Filters(situation=situation))
                assert sorted((item.number, item.settled, item.open) for item in found.items) == sorted(
                    (str(number), each.cents - each.left(day), each.left(day))
                    for number, each in enumerate(known)
                    if each.known(day) and holds(each, day)
                )


SITUATIONS = {
    "abertas": lambda each, day: each.left(day) > 0,
    "vencidas": lambda each, day: each.left(day) > 0 and each.effective() < day,
    "pagas": lambda each, day: each.left(day) == 0,
}


def _compare(known: list[Invoice], day: date, aged: Aged, late: Overdue) -> None:
    items = [each for each in known if each.open_on(day)]
    by_customer: dict[str, dict[str, int]] = {}
    for each in items:
        bands = by_customer.setdefault(each.customer, dict.fromkeys(BAND_NAMES, 0))
        bands[_band((day - each.effective()).days)] += each.left(day)
    assert {
        row.customer: dict(zip(BAND_NAMES, row.bands, strict=True)) for row in aged.customers
    } == by_customer
    assert {row.customer: row.oldest_due for row in aged.customers} == {
        name: min(each.effective() for each in items if each.customer == name).isoformat()
        for name in by_customer
    }
    assert {band.name: (band.invoices, band.amount) for band in aged.totals} == {
        name: (
            sum(_band((day - each.effective()).days) == name for each in items),
            sum(each.left(day) for each in items if _band((day - each.effective()).days) == name),
        )
        for name in BAND_NAMES
    }
    assert _rows(aged.items) == sorted(
        (each.customer, each.effective().isoformat(), each.cents, each.left(day)) for each in items
    )
    assert _rows(owed.item for owed in late.items if owed.item.open) == sorted(
        (each.customer, each.effective().isoformat(), each.cents, each.left(day))
        for each in items
        if each.effective() < day
    )
    assert all(item.open > 0 for item in aged.items)


def _rows(items: Iterable[Item]) -> list[tuple[str, str, int, int]]:
    return sorted((item.customer, item.due_effective, item.amount, item.open) for item in items)

"""What a ledger and the model of payments must agree on, and what a ledger must hold by itself."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

from tests.services.payment_facts import COMPONENTS
from tests.services.payment_model import Book, Played

from cobranca_cli.config import Settings
from cobranca_cli.domain.aging import band_limits
from cobranca_cli.domain.charges import standing_on
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.posting import net_of
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.accounts import entries_of_title, titles_by_id
from cobranca_cli.ledger.queries.aging import by_band
from cobranca_cli.ledger.queries.customers import customer_by_id
from cobranca_cli.ledger.queries.payments import credit_on, listed_payments
from cobranca_cli.ledger.queries.terms import TermsBook
from cobranca_cli.services.overdue import overdue

OUT_OF_STEP = """
SELECT r.id, r.amount, r.settled, coalesce(sum(e.principal), 0) AS booked FROM receivable r
LEFT JOIN entry e ON e.receivable_id = r.id GROUP BY r.id
HAVING r.settled <> booked OR r.settled NOT BETWEEN 0 AND r.amount"""
"""Invoices whose stored sum is not that of their entries; none."""

OVERPAID = """
SELECT m.id FROM movement m JOIN entry e ON e.movement_id = m.id AND e.kind IN ('pagamento', 'credito')
GROUP BY m.id
HAVING sum(e.expenses + e.interest + e.fine + e.correction + e.principal) NOT BETWEEN 0 AND m.amount"""
"""Payments that gave more than they brought; none."""


More = Callable[[sqlite3.Connection, date, dict[str, Played]], None]


def compare(
    ledger: Path, settings: Settings, moment: Moment, book: Book, days: Iterable[date], more: More
) -> None:
    """Assert that the ledger says of each of the days what the model says, and `more` of it."""
    with closing(open_for_reading(ledger).connection) as connection:
        assert connection.execute(OUT_OF_STEP).fetchall() == []
        assert connection.execute(OVERPAID).fetchall() == []
        customers = dict(connection.execute("SELECT name, id FROM customer"))
        assert [row[0] for row in connection.execute("SELECT id FROM movement ORDER BY id")] == sorted(
            book.facts
        )
        assert [row[0] for row in connection.execute("SELECT id FROM receivable ORDER BY id")] == sorted(
            book.bills
        )
        for day in days:
            played = {name: book.play(name, day) for name in customers}
            _same_balances(connection, settings, book, played, customers, day)
            _same_payments(connection, book, played, day)
            assert {name: credit_on(connection, number, day) for name, number in customers.items()} == {
                name: each.credit for name, each in played.items()
            }, day
            aged = by_band(connection, day, band_limits(day))
            assert sum(band.amount for band in aged) == sum(
                debt.open["principal"]
                for each in played.values()
                for debt in each.debts.values()
                if debt.bill.exists(day)
            ), day
            more(connection, day, played)
            if day == moment.today:
                _same_residues(connection, book, played, day)
    _same_report(ledger, settings, moment, book, day)


def _same_balances(
    connection: sqlite3.Connection,
    settings: Settings,
    book: Book,
    played: dict[str, Played],
    customers: dict[str, int],
    day: date,
) -> None:
    terms = TermsBook(connection, settings.calendar, settings.charges)
    claimed = titles_by_id(connection, book.bills, day)
    for bill in book.bills.values():
        customer = customer_by_id(connection, customers[bill.customer])
        conditions = terms.conditions(customer.id, customer.document)(bill.id)
        entries = net_of(entries_of_title(connection, bill.id, day))
        standing = standing_on(claimed[bill.id].title, entries, conditions, day)
        debt = played[bill.customer].debts[bill.id]
        assert (standing.open._asdict(), standing.lost._asdict()) == (debt.open, debt.lost), (
            f"{bill.name} on {day}"
        )


def _same_payments(connection: sqlite3.Connection, book: Book, played: dict[str, Played], day: date) -> None:
    """Entry by entry, and the list of payments that people see."""
    rows = connection.execute(
        f"SELECT movement_id, receivable_id, kind, {', '.join(f'sum({name})' for name in COMPONENTS)}"
        " FROM entry WHERE booked_on <= ? AND kind NOT IN ('encargos', 'acordo')"
        " GROUP BY movement_id, receivable_id, kind",
        (day.isoformat(),),
    )
    did = {tuple(row[:3]): dict(zip(COMPONENTS, row[3:], strict=True)) for row in rows if any(row[3:])}
    assert did == {
        key: taken for each in played.values() for key, taken in each.did.items() if any(taken.values())
    }
    for payment in listed_payments(connection, day):
        fact = book.facts[payment.row.id]
        assert payment.allocated == played[fact.customer].paid_by(fact.id)
        assert payment.row.reversed_on == (
            fact.undone.isoformat() if fact.undone and fact.undone <= day else None
        )


def _same_residues(
    connection: sqlite3.Connection, book: Book, played: dict[str, Played], today: date
) -> None:
    """`charges_left` is what is open of an invoice without principal."""
    for number, left in connection.execute("SELECT id, charges_left FROM receivable"):
        bill = book.bills[number]
        debt = played[bill.customer].debts[number]
        if not bill.prescribed(today):
            assert left == (0 if debt.open["principal"] else debt.total), bill.name


def _same_report(ledger: Path, settings: Settings, moment: Moment, book: Book, day: date) -> None:
    """`vencidos` of a day, as people see it."""
    shown = {owed.item.name: owed.open._asdict() for owed in overdue(ledger, settings, moment, day).items}
    debts = [debt for name in book.customers for debt in book.play(name, day).debts.values()]
    assert shown == {
        debt.bill.name: debt.open
        for debt in debts
        if debt.total and debt.bill.exists(day) and debt.bill.late_day < day
    }, day

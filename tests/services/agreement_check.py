"""What a ledger with agreements and the model of them must agree on, and what it must hold by itself."""

import sqlite3
from datetime import date
from pathlib import Path

from tests.services.agreement_model import AgreedBook, AgreedPlayed, Agreement
from tests.services.payment_facts import PAYING
from tests.services.payment_model import Played

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.agreement_marks import in_agreement
from cobranca_cli.ledger.queries.items import open_items
from cobranca_cli.services.agreement_find import find_agreement, see, terms_book_of
from cobranca_cli.services.statement import state

_CENTS = "expenses + interest + fine + correction + principal"
UNBALANCED = f"""
SELECT e.movement_id, e.receivable_id FROM entry e GROUP BY e.movement_id, e.receivable_id
HAVING sum(iif(kind = 'repasse', {_CENTS}, 0)) <> 0
AND sum(iif(kind IN ('encargos', 'acordo', 'repasse'), {_CENTS}, 0)) <> 0"""
"""What was passed on to a title and is not taken up by what is held of it; none."""

NOT_CLOSED = """
SELECT a.id FROM agreement a JOIN agreement_instalment i ON i.agreement_id = a.id
JOIN receivable r ON r.id = i.receivable_id GROUP BY a.id
HAVING sum(i.amortisation) <> a.debt - a.charges_off - a.principal_off
OR sum(r.amount) <> sum(i.interest + i.amortisation)"""
"""Agreements whose instalments are not what was agreed; none."""


def check(
    connection: sqlite3.Connection, settings: Settings, book: AgreedBook, day: date, played: dict[str, Played]
) -> None:
    """Assert that the ledger says of agreements what the model says."""
    assert connection.execute(UNBALANCED).fetchall() == []
    assert connection.execute(NOT_CLOSED).fetchall() == []
    _same_items(connection, book, day, played)
    _same_held(connection, book, day, played)
    for agreement in book.agreements.values():
        if agreement.fact.day <= day:
            _same_agreement(connection, settings, book, agreement, day, played[agreement.fact.customer])


def _same_items(
    connection: sqlite3.Connection, book: AgreedBook, day: date, played: dict[str, Played]
) -> None:
    """`aging --por fatura`."""
    shown = {item.name: item.open for item in open_items(connection, day)}
    debts = [debt for each in played.values() for debt in each.debts.values()]
    assert shown == {
        debt.bill.name: debt.open["principal"]
        for debt in debts
        if debt.open["principal"] and debt.bill.exists(day)
    }, day


def _same_held(
    connection: sqlite3.Connection, book: AgreedBook, day: date, played: dict[str, Played]
) -> None:
    """What is suspended: by the entries of the day, and by the facts about agreements."""
    rows = connection.execute(
        f"SELECT receivable_id, sum({_CENTS}) AS cents FROM entry WHERE booked_on <= ? AND kind = 'acordo'"
        " AND receivable_id IN (SELECT receivable_id FROM agreement_title) GROUP BY 1 HAVING cents <> 0",
        (day.isoformat(),),
    )
    aside = {number: debt.total for each in played.values() for number, debt in each.aside.items()}
    assert dict(rows.fetchall()) == {number: cents for number, cents in aside.items() if cents}, day
    in_force = {number for number in book.bills if in_agreement(connection, number, day)}
    assert in_force == {bill.id for bill in book.bills.values() if book.holds(bill, day)}, day
    assert {*aside} <= in_force
    signed = connection.execute(
        f"SELECT e.movement_id, e.receivable_id, sum({_CENTS}) AS cents FROM entry e"
        " JOIN agreement a ON a.movement_id = e.movement_id"
        " WHERE e.booked_on <= ? AND e.kind = 'acordo' GROUP BY 1, 2 HAVING cents <> 0",
        (day.isoformat(),),
    )
    assert {(fact, title): cents for fact, title, cents in signed} == {
        key: cents
        for each in played.values()
        if isinstance(each, AgreedPlayed)
        for key, cents in each.held.items()
    }, day


def _same_agreement(
    connection: sqlite3.Connection,
    settings: Settings,
    book: AgreedBook,
    agreement: Agreement,
    day: date,
    played: Played,
) -> None:
    """How it stands, as `acordo ver` says: what came in, what went where, what settles it."""
    book_of_terms = terms_book_of(connection, settings)
    seen = see(connection, book_of_terms, find_agreement(connection, agreement.name), day)
    assert [(each.row.due, each.row.amount, each.row.interest) for each in seen.instalments] == [
        (row.due.isoformat(), row.amount, row.interest) for row in agreement.plan.rows
    ]
    assert bool(seen.cancelled_on) == book.cancelled(agreement, day)
    assert bool(seen.breach) == bool(book.broken(agreement, day))
    debts = {bill: played.debts[bill] for bill in agreement.bills.values()}
    assert seen.paid == sum(
        sum(taken.values())
        for (_, bill, kind), taken in played.did.items()
        if bill in debts and kind in PAYING
    )
    # What came in for another agreement of the same titles is not this one's.
    mine = {
        movement
        for (movement, bill, kind), taken in played.did.items()
        if bill in debts and kind in PAYING and any(taken.values())
    }
    for each in seen.members:
        passed = [
            sum(taken.values())
            for (movement, title, kind), taken in played.did.items()
            if title == each.member.receivable and kind == "repasse" and movement in mine
        ]
        assert each.credited == sum(passed)
    if not seen.cancelled_on:
        left = {bill: debt for bill, debt in debts.items() if debt.total}
        relief = agreement.relief(day, left, left)
        off = {bill: min(relief.get(bill, 0), debt.open["principal"]) for bill, debt in left.items()}
        assert (seen.payoff, seen.relief) == (
            sum(debt.total for debt in left.values()) - sum(off.values()),
            sum(off.values()),
        ), (agreement.name, day)


def same_statements(
    ledger: Path, settings: Settings, moment: Moment, day: date, played: dict[str, Played]
) -> None:
    """`extrato`: its balance is what is owed less the credit."""
    for name, each in played.items():
        owed = sum(debt.total for debt in each.debts.values() if debt.bill.exists(day))
        assert state(ledger, settings, moment, day, name).balance == owed - each.credit, (name, day)

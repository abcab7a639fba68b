"""Settling an agreement before its time: future interest is not owed (CDC art. 52 §2)."""

import sqlite3
from collections.abc import Iterable, Sequence, Set
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.agreement import BREACHED, FULFILLED, UNDONE
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.suspension import SETTLE_EARLY
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.queries.accounts import movement_by_id, titles_by_id
from cobranca_cli.ledger.queries.agreements import Signed
from cobranca_cli.ledger.queries.payments import PaymentRow, payment_by_key
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.accounts import refuse_future
from cobranca_cli.services.adjustments import Wish, adjust_in
from cobranca_cli.services.agreement_find import (
    InstalmentSeen,
    Seen,
    find_agreement,
    relief_of,
    see,
    terms_book_of,
)
from cobranca_cli.services.payments import Order, Registered, register_in
from cobranca_cli.services.reading import reading

_NOT_EARNED = "quitação antecipada: juros que ainda não correram (CDC, art. 52, § 2º)"


class Line(NamedTuple):
    """What settles one instalment: what is owed on it, and the interest let off, in cents."""

    seen: InstalmentSeen
    off: int

    @property
    def to_settle(self) -> int:
        """What is to be paid."""
        return self.seen.owed.total - self.off


class Quote(NamedTuple):
    """What settles an agreement, or some of its instalments, on a day."""

    seen: Seen
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        """All that is to be paid."""
        return sum(each.to_settle for each in self.lines)

    @property
    def off(self) -> int:
        """All the interest let off."""
        return sum(each.off for each in self.lines)


class PaidOff(NamedTuple):
    """An agreement, or some instalments of it, that were settled, by which payment.

    `payment` is None when all that was left was interest not earned: it is let off, and nobody pays.
    """

    quote: Quote
    payment: Registered | None


def quote(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    typed: str,
    day: date | None,
    positions: Sequence[int] = (),
) -> Quote:
    """What settles an agreement on a day, or these instalments of it; nothing is written."""
    with reading(ledger, settings, moment, charges=True) as reader:
        book = terms_book_of(reader.connection, settings)
        seen = see(reader.connection, book, find_agreement(reader.connection, typed), day or moment.today)
        return _quoted(seen, positions)


def pay_off(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    typed: str,
    day: date | None = None,
    positions: Sequence[int] = (),
    form: str | None = None,
    key: str | None = None,
) -> PaidOff:
    """Register the payment of what settles an agreement, or these instalments of it, on a day."""
    on = day or moment.today
    refuse_future(on, moment, "da quitação")
    with writing(ledger) as transaction:
        connection = transaction.connection
        signed = find_agreement(connection, typed)
        if key and (again := payment_by_key(connection, key)):
            seen = see(connection, terms_book_of(connection, settings), signed, moment.today)
            order = _as_before(connection, again, key)
            typed_again = order._replace(
                day=day or order.day, invoices=_named(connection, seen, again, positions) or order.invoices
            )
            known = register_in(transaction, settings, moment, typed_again)
            transaction.abandon()
            return PaidOff(Quote(seen, ()), known)
        found = _quoted(see(connection, terms_book_of(connection, settings), signed, on), positions)
        if not found.total:
            _let_off(transaction, settings, moment, found)
            return PaidOff(found, None)
        names = _names(signed, [each.seen.row.position for each in found.lines])
        order = Order(found.total, on, names, mode=SETTLE_EARLY, form=form, key=key)
        return PaidOff(found, register_in(transaction, settings, moment, order))


def _let_off(transaction: Transaction, settings: Settings, moment: Moment, found: Quote) -> None:
    """Take off what is left of the instalments, interest that was not earned, without money."""
    for line in found.lines:
        name = f"{found.seen.signed.number}/{line.seen.row.position}"
        wish = Wish("desconto", name, _NOT_EARNED, line.off, day=found.seen.as_of)
        adjust_in(transaction, settings, moment, wish)


def _names(signed: Signed, positions: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"{signed.number}/{position}" for position in positions)


def _named(
    connection: sqlite3.Connection, seen: Seen, row: PaymentRow, positions: Sequence[int]
) -> tuple[str, ...]:
    """The instalments that are meant, by name; none if what the payment settled is all that was left.

    Without `positions` all that is open is meant, and a payment that left some open was another.
    """
    known = {each.row.position for each in seen.instalments}
    if positions:
        _refuse_unknown(seen, positions, known)
        return _names(seen.signed, sorted({*positions}))
    left = [each.row.position for each in seen.instalments if each.owed.total]
    if left and not row.reversed_on:
        return _names(seen.signed, left)
    movement = movement_by_id(connection, row.id)
    assert movement is not None
    mine = {each.row.receivable for each in seen.instalments}
    return () if {*movement.targets} <= mine else _names(seen.signed, sorted(known))


def _as_before(connection: sqlite3.Connection, row: PaymentRow, key: str) -> Order:
    """The order that a payment came from: its key again changes nothing."""
    movement = movement_by_id(connection, row.id)
    assert movement is not None
    names = tuple(each.name for each in titles_by_id(connection, movement.targets, date.max).values())
    customer = None if names else row.customer
    return Order(row.amount, date.fromisoformat(row.day), names, customer, SETTLE_EARLY, row.form, key)


def _quoted(seen: Seen, positions: Sequence[int]) -> Quote:
    number = seen.signed.number
    if seen.following.state in (BREACHED, UNDONE, FULFILLED):
        raise DataError(f"o {number} está {seen.following.state}", code="E-ACORDO")
    left = [each for each in seen.instalments if each.owed.total]
    _refuse_unknown(seen, positions, {each.row.position for each in left})
    off = relief_of(seen.deal, seen.instalments, seen.as_of, positions)
    mine = [each for each in left if each.row.position in off]
    return Quote(seen, tuple(Line(each, off[each.row.position]) for each in mine))


def _refuse_unknown(seen: Seen, positions: Sequence[int], known: Set[int]) -> None:
    unknown = sorted({*positions} - known)
    if unknown:
        raise DataError(
            f"a parcela {unknown[0]} do {seen.signed.number} não existe, ou não tem nada em aberto",
            code="E-SEM-DIVIDA",
            hint=f"veja: cobranca acordo ver {seen.signed.id}",
        )

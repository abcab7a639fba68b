"""Writing movements: the fact, what it does to each title, and what it changes about what was written.

A movement later than all others of its customer is posted on what is there. Any other, and every reversal,
makes the account be posted again from that day on; where the ledger has something else, the difference
becomes a new row. Rows are never changed. `receivable.settled` and `charges_left`, which reports read,
follow in the same transaction.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from json import dumps
from typing import NamedTuple

from cobranca_cli.domain.account import NOTHING, Account, Entry, Movement, Parts
from cobranca_cli.domain.charges import Standing, discount_on, standing_on
from cobranca_cli.domain.posting import credit_before, net_of, post, replay
from cobranca_cli.ledger.queries.accounts import (
    Claimed,
    entries_of_customer,
    movements_of,
    titles_of,
)
from cobranca_cli.ledger.queries.agreements import deals_of
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.ledger.queries.terms import TermsBook
from cobranca_cli.ledger.transaction import Transaction


class CustomerAccount:
    """One customer's account inside an open write transaction; kept in step with what is written."""

    def __init__(
        self, connection: sqlite3.Connection, book: TermsBook, customer: Customer, today: date
    ) -> None:
        self.customer = customer
        self.claimed = titles_of(connection, customer.id, today)
        self.movements = movements_of(connection, customer.id)
        self.entries = entries_of_customer(connection, customer.id)
        self.deals = deals_of(connection, customer.id)
        self._conditions = cache(book.conditions(customer.id, customer.document))

    @property
    def account(self) -> Account:
        """As the rules see it."""
        return Account({i: each.title for i, each in self.claimed.items()}, self._conditions, self.deals)

    def add_titles(self, titles: dict[int, Claimed]) -> None:
        """Take in titles that nothing has touched and that are not open, but that somebody named."""
        self.claimed = {**titles, **self.claimed}

    def standing(self, title: int, day: date, net: list[Entry] | None = None) -> Standing:
        """One title on a day, by everything booked so far, of which `net` may be given."""
        mine = [entry for entry in (net_of(self.entries) if net is None else net) if entry.title == title]
        return standing_on(self.claimed[title].title, mine, self._conditions(title), day)

    def offer(self, title: int, day: date) -> tuple[int, int]:
        """What settles a title on a day, and the early-payment discount in it; cents."""
        standing = self.standing(title, day)
        cents = discount_on(standing, self._conditions(title), day)[0]
        return standing.open.total - cents, cents

    def credit(self, day: date) -> int:
        """What the customer has to his credit at the end of a day, in cents."""
        last = Movement(2**62, "credito", day, None)
        return credit_before(last, self.movements, net_of(self.entries), day)


class Posted(NamedTuple):
    """What a movement did: its entries, and which other movements were allocated anew because of it."""

    entries: tuple[Entry, ...]
    again: frozenset[int]


def begin_by(connection: sqlite3.Connection, titles: Iterable[int], day: date) -> None:
    """Let titles without an issue date exist from a day on which something happened to them."""
    connection.executemany(
        "UPDATE receivable SET starts_on = ?1 WHERE id = ?2 AND issued IS NULL AND starts_on > ?1",
        [(day.isoformat(), title) for title in titles],
    )


def begin_again(connection: sqlite3.Connection, customer: int, movements: Iterable[int]) -> None:
    """Let the titles that movements of a customer made begin earlier begin as if these had never been.

    Each of the movements is reversed from its own day on. Without an issue date a title exists from its
    import or its due date, whichever is earlier, or from an earlier movement that still counts. Linear in the
    movements of the customer.
    """
    connection.execute(
        "WITH named (title, day) AS MATERIALIZED (SELECT t.receivable_id, min(m.day) FROM movement m"
        " JOIN movement_target t ON t.movement_id = m.id"
        " LEFT JOIN movement_reversal x ON x.movement_id = m.id"
        " WHERE m.customer_id = :customer AND (x.id IS NULL OR x.reversed_on > m.day) GROUP BY 1)"
        " UPDATE receivable SET starts_on = min(due, coalesce((SELECT b.imported_on FROM import_batch b"
        " WHERE b.id = import_id), due), coalesce((SELECT day FROM named WHERE title = receivable.id), due))"
        " WHERE issued IS NULL AND cancelled_on IS NULL AND id IN (SELECT t.receivable_id"
        " FROM movement_target t WHERE t.movement_id IN (SELECT value FROM json_each(:movements)))",
        {"customer": customer, "movements": dumps(list(movements))},
    )


def write_movement(
    transaction: Transaction, mine: CustomerAccount, movement: Movement, recorded_at: str
) -> Posted:
    """Post a movement whose row is written already, with everything that follows from it."""
    later = _something_later(mine, movement.day)
    mine.movements.append(movement)
    if later:
        return _rewrite(transaction, mine, movement, movement.day, recorded_at)
    net = net_of(mine.entries)
    credit = credit_before(movement, mine.movements, net, movement.day)
    entries = post(mine.account, net, movement, credit)
    _insert(transaction, mine, entries, recorded_at)
    return Posted(tuple(entries), frozenset())


def would_post(mine: CustomerAccount, movement: Movement) -> list[Entry]:
    """What a movement later than those of its day would do, by the rules alone; nothing is written."""
    movement = movement._replace(id=2**62)
    if _something_later(mine, movement.day):
        before = [entry for entry in mine.entries if entry.booked_on < movement.day]
        posted = net_of(replay(mine.account, before, [*mine.movements, movement], movement.day))
        return [entry for entry in posted if entry.movement == movement.id]
    net = net_of(mine.entries)
    return post(mine.account, net, movement, credit_before(movement, mine.movements, net, movement.day))


def _something_later(mine: CustomerAccount, day: date) -> bool:
    """Whether anything of the account happened after a day."""
    moved = any(m.day > day or (m.reversed_on or m.day) > day for m in mine.movements)
    return moved or any((each.title.cancelled_on or date.min) > day for each in mine.claimed.values())


def write_reversal(
    transaction: Transaction, mine: CustomerAccount, movement: Movement, day: date, recorded_at: str
) -> Posted:
    """Take a movement back from a day on; the row that says so is written already."""
    undone = movement._replace(reversed_on=day)
    mine.movements = [undone if each.id == movement.id else each for each in mine.movements]
    return _rewrite(transaction, mine, undone, day, recorded_at)


def _rewrite(
    transaction: Transaction, mine: CustomerAccount, cause: Movement, since: date, recorded_at: str
) -> Posted:
    changes = post_since(transaction, mine, since, recorded_at)
    effect = [entry for entry in net_of(mine.entries) if entry.movement == cause.id]
    return Posted(tuple(effect), frozenset(entry.movement for entry in changes) - {cause.id})


def post_since(transaction: Transaction, mine: CustomerAccount, since: date, recorded_at: str) -> list[Entry]:
    """Bring the entries of an account in step with its movements from a day on; returns what was written.

    Many movements whose rows are written already cost one replay together.
    """
    changes = _changes(mine, since)
    _insert(transaction, mine, changes, recorded_at)
    return changes


def would_reverse(mine: CustomerAccount, days: Mapping[int, date]) -> frozenset[int]:
    """The movements allocated anew if some were taken back, each from a day; nothing is written.

    The account is of no use for anything else afterwards.
    """
    mine.movements = [
        movement._replace(reversed_on=days.get(movement.id, movement.reversed_on))
        for movement in mine.movements
    ]
    return frozenset(entry.movement for entry in _changes(mine, min(days.values()))) - days.keys()


def _changes(mine: CustomerAccount, since: date) -> list[Entry]:
    """What is missing, from a day on, between the entries of an account and what its movements do."""
    before = [entry for entry in mine.entries if entry.booked_on < since]
    wanted = _sums(replay(mine.account, before, mine.movements, since))
    written = _sums(entry for entry in mine.entries if entry.booked_on >= since)
    return [
        Entry(*key, wanted.get(key, NOTHING).minus(written.get(key, NOTHING)))
        for key in dict.fromkeys((*wanted, *written))
        if wanted.get(key, NOTHING) != written.get(key, NOTHING)
    ]


def _sums(entries: Iterable[Entry]) -> dict[tuple[int, int, str, date, date], Parts]:
    sums: dict[tuple[int, int, str, date, date], Parts] = {}
    for entry in entries:
        key = entry[:5]
        sums[key] = sums.get(key, NOTHING).plus(entry.parts)
    return sums


def _insert(
    transaction: Transaction, mine: CustomerAccount, entries: Iterable[Entry], recorded_at: str
) -> None:
    """Write entries, and bring what reports read of the titles in step."""
    connection = transaction.connection
    moved: dict[int, int] = {}
    for entry in entries:
        connection.execute(
            "INSERT INTO entry (movement_id, receivable_id, kind, value_on, booked_on, expenses, interest,"
            " fine, correction, principal, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.movement,
                entry.title,
                entry.kind,
                entry.value_on.isoformat(),
                entry.booked_on.isoformat(),
                *entry.parts,
                recorded_at,
            ),
        )
        mine.entries.append(entry)
        moved[entry.title] = moved.get(entry.title, 0) + entry.parts.principal
    net: dict[int, list[Entry]] = {title: [] for title in moved}
    for entry in net_of(mine.entries):
        if entry.title in net:
            net[entry.title].append(entry)
    for title, principal in moved.items():
        last = max((entry.value_on for entry in net[title]), default=date.min)
        left = mine.standing(title, last, net[title]).open
        fixed = 0 if left.principal else left.total
        connection.execute(
            "UPDATE receivable SET settled = settled + ?, charges_left = ? WHERE id = ?",
            (principal, fixed, title),
        )

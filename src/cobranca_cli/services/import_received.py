"""What a system's export says was received becomes payments: once each, and only what is new.

The system has allocated the money already, and its split wins: the ledger ends at the same open principal.
What the ledger knows of a title, from the system or from the owner, is never recorded again. A title that
entered by its balance, because it was paid in part before, keeps that balance as its amount.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.account import Entry, Movement, Told
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.posting import MONEY, net_of
from cobranca_cli.ledger.movements import NewMovement, keys_of
from cobranca_cli.ledger.queries.accounts import entries_of_customer
from cobranca_cli.ledger.queries.targets import key_in_use
from cobranca_cli.ledger.received import Pending, ReceivedStage
from cobranca_cli.ledger.transaction import Transaction
from cobranca_cli.services.bulk_payments import BulkPayments, Recorded

KEY = "erp:"
"""How the key of a payment begins that a system's export told: title, then cents received all in all."""


class Known(NamedTuple):
    """What the ledger knows was taken off a title, in cents; `told` is what exports told it all in all."""

    principal: int = 0
    charges: int = 0
    let_off: int = 0
    told: int = 0


class Fresh(NamedTuple):
    """What came in since: the payment's cents and how the system allocated them."""

    amount: int
    told: Told


def fresh_payment(pending: Pending, known: Known) -> Fresh | None:
    """The payment that brings the ledger to what the file says; None when no money came in since.

    What came in beyond the principal was interest and fine. Principal that went without money was let off.
    """
    carried = max(0, pending.said - pending.amount)
    taken = pending.said - pending.left
    cash = min(taken, max(0, pending.cash - (pending.charges or 0)))
    let_off = max(0, taken - carried) - max(0, cash - carried)
    amount = pending.cash - max(known.principal + known.charges + carried, known.told)
    if amount <= 0:
        return None
    need = pending.amount - pending.settled - pending.left
    charges = min(amount, max(0, pending.cash - cash - known.charges))
    principal = min(need, amount - charges)
    discount = min(need - principal, max(0, let_off - known.let_off))
    settled = pending.left == 0 and principal + discount == need
    return Fresh(amount, Told(principal, discount, settled))


class ReceivedPayments:
    """Keeps what an export says was received while invoices are loaded, then records what is new of it."""

    def __init__(self, transaction: Transaction, batch: int) -> None:
        self.done = Recorded()
        self.once: list[str] = []
        """Paid in part, late, and told as one payment of the last day, whatever came in before it."""
        self.reversed: list[str] = []
        self.unequal: list[str] = []
        self.repeated: list[str] = []
        self.cancelled: list[str] = []
        self.lost: list[str] = []
        self._transaction = transaction
        self._batch = batch
        self._connection = transaction.connection
        self._stage = ReceivedStage(transaction.connection, batch)

    def see(self, keys: Iterable[tuple[str, str]]) -> None:
        """Count rows of titles that the ledger had before; see `ReceivedStage.see`."""
        self._stage.see(keys)

    def keep(self, rows: Iterable[tuple[object, ...]]) -> None:
        """Take rows of titles that have been loaded; see `ReceivedStage.keep`."""
        self._stage.keep(rows)

    def record(self, settings: Settings, moment: Moment) -> None:
        """Record what is new, customer by customer. Called once, when every invoice is loaded."""
        bulk = BulkPayments(self._transaction, settings, moment, self._batch)
        for customer, rows in self._stage.by_customer():
            keys = keys_of(self._connection, customer, KEY)
            known = _known(net_of(entries_of_customer(self._connection, customer)), keys, rows)
            new = [made for row in rows if (made := self._payment(row, keys, known[row.title]))]
            if new:
                bulk.record(new)
        self.done = bulk.done

    def _payment(self, row: Pending, keys: dict[str, bool], known: Known) -> NewMovement | None:
        for applies, names in (
            (row.repeated, self.repeated),
            (row.cancelled_on, self.cancelled),
            (row.lost, self.lost),
        ):
            if applies:
                names.append(row.name)
                return None
        key = f"{_title_key(row)}{row.cash}"
        if key in keys:
            (self.reversed if keys[key] else self.unequal).append(row.name)
            return None
        fresh = fresh_payment(row, known)
        if fresh is None or row.amount - row.settled - fresh.told.principal - fresh.told.discount > row.left:
            self.unequal.append(row.name)
        if fresh is None:
            return None
        if row.left and known == Known() and row.day > row.due_effective:
            self.once.append(row.name)
        day = date.fromisoformat(row.day)
        movement = Movement(0, "pagamento", day, fresh.amount, "capital", (row.title,), told=fresh.told)
        return NewMovement(row.customer, movement, key_in_use(self._connection, key)[0], row.line)


def _title_key(row: Pending) -> str:
    return f"{KEY}{row.number.casefold()}/{row.instalment.casefold()}:"


def _known(entries: Iterable[Entry], keys: Iterable[str], rows: Iterable[Pending]) -> dict[int, Known]:
    known = {row.title: Known() for row in rows}
    for entry in entries:
        if entry.title not in known:
            continue
        before, parts = known[entry.title], entry.parts
        if entry.kind in MONEY:
            charges = before.charges + parts.total - parts.principal
            before = before._replace(principal=before.principal + parts.principal, charges=charges)
        else:
            before = before._replace(let_off=before.let_off + parts.principal)
        known[entry.title] = before
    most: dict[str, int] = {}
    for key in keys:
        title, _, cents = key.rpartition(":")
        # The owner may have given a key that begins like ours.
        told = int(cents) if cents.isdecimal() else 0
        most[f"{title}:"] = max(most.get(f"{title}:", 0), told)
    return {row.title: known[row.title]._replace(told=most.get(_title_key(row), 0)) for row in rows}

"""Payments by the file: rows written in bulk, each customer's account posted once, one event a payment."""

from collections.abc import Sequence
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.account import Movement
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.posting import MONEY, net_of
from cobranca_cli.ledger.movements import NewMovement, add_movements
from cobranca_cli.ledger.posting import begin_by, post_since
from cobranca_cli.ledger.queries.customers import customer_by_id
from cobranca_cli.ledger.queries.terms import TermsBook
from cobranca_cli.ledger.transaction import Transaction
from cobranca_cli.services.accounts import open_account, terms_book


class Recorded(NamedTuple):
    """What the payments of a file did: how many, their cents, what of them went to invoices."""

    payments: int = 0
    cents: int = 0
    allocated: int = 0
    again: int = 0
    """Earlier movements that were allocated anew because of them."""

    def plus(self, other: "Recorded") -> "Recorded":
        """Both together."""
        return Recorded(*(a + b for a, b in zip(self, other, strict=True)))


class BulkPayments:
    """Records payments of one import batch inside the open transaction."""

    def __init__(self, transaction: Transaction, settings: Settings, moment: Moment, batch: int) -> None:
        self.done = Recorded()
        self._transaction = transaction
        self._settings = settings
        self._moment = moment
        self._batch = batch
        self._book: TermsBook | None = None

    def record(self, new: Sequence[NewMovement]) -> None:
        """Record payments, which are numbered in the order given.

        An account is posted from its earliest new payment on, as if each had come in its time. Raises
        DataError when the terms of a title break the law or need an index that is not known.
        """
        connection = self._transaction.connection
        written = add_movements(connection, new, self._batch, self._moment.instant)
        of_customer: dict[int, list[Movement]] = {}
        for each, movement in zip(new, written, strict=True):
            begin_by(connection, movement.targets, movement.day)
            of_customer.setdefault(each.customer, []).append(movement)
        allocated: dict[int, int] = {}
        for customer, movements in of_customer.items():
            allocated |= self._post(customer, movements)
        for each, movement in zip(new, written, strict=True):
            self._tell(each.customer, movement, allocated[movement.id])

    def _post(self, customer: int, movements: Sequence[Movement]) -> dict[int, int]:
        """Post one customer's payments, whose rows are written; what of each went to invoices."""
        transaction, moment = self._transaction, self._moment
        if self._book is None:
            self._book = terms_book(transaction, self._settings, moment)
        who = customer_by_id(transaction.connection, customer)
        mine = open_account(transaction, self._settings, moment, who, book=self._book).mine
        since = min(movement.day for movement in movements)
        changes = post_since(transaction, mine, since, moment.instant)
        allocated = {movement.id: 0 for movement in movements}
        for entry in net_of(mine.entries):
            if entry.kind in MONEY and entry.movement in allocated:
                allocated[entry.movement] += entry.parts.total
        again = {entry.movement for entry in changes} - allocated.keys()
        self.done = self.done._replace(again=self.done.again + len(again))
        return allocated

    def _tell(self, customer: int, movement: Movement, allocated: int) -> None:
        amount = movement.amount or 0
        self.done = self.done.plus(Recorded(1, amount, allocated))
        self._transaction.record(
            "pagamento_registrado",
            {
                "pagamento": movement.id,
                "cliente": customer,
                "em": movement.day.isoformat(),
                "valor": amount,
                "credito": amount - allocated,
            },
            self._moment.instant,
        )

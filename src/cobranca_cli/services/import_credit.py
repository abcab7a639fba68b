"""What a file of customers says of their credit, recorded row by row."""

from collections.abc import Mapping
from datetime import date

from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.credit import record_fact
from cobranca_cli.ledger.queries.credit import facts_of
from cobranca_cli.ledger.transaction import Transaction


class CreditBook:
    """Records what is new; `updated` counts the customers of whom nothing else has changed."""

    def __init__(self, transaction: Transaction, batch: int, file: str, moment: Moment) -> None:
        self.updated = 0
        self._transaction, self._batch, self._file, self._moment = transaction, batch, file, moment

    @property
    def today(self) -> date:
        """The day of the import, from which what is told counts."""
        return self._moment.today

    def tell(self, customer: int, told: Mapping[str, str], *, alone: bool) -> bool:
        """Record what a row says of a customer; whether any of it is new.

        `alone` when the row has changed nothing else of him.
        """
        before = facts_of(self._transaction.connection, customer, self.today) if told else {}
        new = {
            kind: value for kind, value in told.items() if kind not in before or before[kind].value != value
        }
        for kind, value in new.items():
            record_fact(self._transaction, customer, kind, value, self._moment, self._file, self._batch)
        self.updated += bool(new and alone)
        return bool(new)

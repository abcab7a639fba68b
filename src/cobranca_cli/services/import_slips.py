"""The boletos that came with the rows of an import of invoices: which are news, and which do not fit."""

import sqlite3
from collections.abc import Mapping, Sequence

from cobranca_cli.domain.boleto import Boleto
from cobranca_cli.domain.moment import Moment
from cobranca_cli.importing.drafts import InvoiceRow
from cobranca_cli.ledger.slips import SlipLoader, StagedSlip


class ImportedSlips:
    """Boletos of one file on their way into the ledger, inside the transaction that is open.

    Attributes:
        written: boletos that the ledger did not have; `changed` of them take the place of another.
        other_amount: invoices whose boleto is for another amount than theirs, and did not enter.
        other_day: invoices whose boleto entered and is due on another day.
    """

    def __init__(self, connection: sqlite3.Connection, batch: int, moment: Moment) -> None:
        self.written = 0
        self.changed = 0
        self.other_amount: list[str] = []
        self.other_day: list[str] = []
        self._loader = SlipLoader(connection, batch, moment)

    def load(self, rows: Sequence[InvoiceRow], slips: Mapping[int, Boleto]) -> None:
        """Write the boletos of the rows, by line, that the ledger has by now; the same again is no news."""
        staged = [
            StagedSlip(row[1], row[2], slip.line, slip.cents, slip.due.isoformat() if slip.due else None)
            for row in rows
            if (slip := slips.get(row[10]))
        ]
        news = []
        for target in self._loader.stage(staged):
            if target.slip_cents is not None and target.slip_cents != target.amount:
                self.other_amount.append(target.name)
                continue
            if target.slip_due and target.slip_due not in (target.due, target.due_effective):
                self.other_day.append(target.name)
            self.changed += target.replaces
            news.append((target.receivable, target.content))
        self._loader.write(news)
        self.written += len(news)

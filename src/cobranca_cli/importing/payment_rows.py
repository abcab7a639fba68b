"""The rows of a file of payments: each cell read, every problem of a row found; the ledger is not known."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from cobranca_cli.domain.days import DayOrder
from cobranca_cli.domain.money import Decimals
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.text import name_key

from .drafts import CustomerDraft, PaymentDraft
from .fields import PAYER_FIELDS
from .layout import Layout
from .lines import LONGEST_FIELD, BadQuote, split_line
from .payment_values import amount_received, past_day, payment_form, payment_key
from .problems import Problems
from .telling import Reject, Teller
from .values import CUSTOMER_VALUES, FieldProblem, instalment, invoice_number

Accept = Callable[[PaymentDraft], list[FieldProblem]]
"""Takes a good row, or tells what in it does not agree with the ledger."""

WHOSE = ("fatura", *PAYER_FIELDS)
"""At least one of these columns says what or who was paid for."""

_NOBODY = Problem("E-VAZIO", "não diz a fatura nem o cliente; preencha um dos dois")

Value = TypeVar("Value")


class PaymentRows:
    """Reads the rows of one file. Counts what it saw; keeps problems, never raises."""

    def __init__(
        self,
        layout: Layout,
        problems: Problems,
        *,
        decimals: Decimals | None,
        days: DayOrder,
        today: date,
        accept: Accept,
        reject: Reject | None = None,
    ) -> None:
        self._layout = layout
        self._at = layout.positions
        self._decimals = decimals
        self._days = days
        self._today = today
        self._accept = accept
        self._good = 0
        self._teller = Teller(layout, layout.positions, problems, reject)

    @property
    def rows(self) -> int:
        """Rows seen, good or bad; blank lines are none."""
        return self._good + self._teller.bad

    @property
    def bad(self) -> int:
        """Rows with a problem."""
        return self._teller.bad

    @property
    def blank(self) -> int:
        """Blank lines seen."""
        return self._teller.blank

    def read_block(self, lines: list[str], first_line: int) -> None:
        """Hand over the good rows of a block of physical lines, the first of which is `first_line`."""
        for line, ended in enumerate(lines, first_line):
            text = ended.rstrip("\n")
            cells = split_line(text, self._layout.delimiter)
            if isinstance(cells, BadQuote) or len(cells) != self._layout.width:
                self._teller.odd_line(text, line, cells)
                continue
            self._teller.open_quote = False
            if self._teller.is_blank(text):
                continue
            if len(text) > LONGEST_FIELD and self._teller.has_huge_field(text, line, cells):
                continue
            bad: list[FieldProblem] = []
            draft = self._draft(cells, line, bad)
            if draft:
                bad = self._accept(draft)
            if bad:
                self._teller.bad_row(text, line, bad)
            else:
                self._good += 1

    def _draft(self, cells: list[str], line: int, bad: list[FieldProblem]) -> PaymentDraft | None:
        day = self._value("data", cells, lambda raw: past_day(raw, self._today, self._days), bad)
        amount = self._value("valor", cells, lambda raw: amount_received(raw, self._decimals), bad)
        number = self._value("fatura", cells, _number, bad)
        which = self._value("parcela", cells, instalment, bad)
        customer = self._customer(cells, bad)
        form = self._value("forma", cells, payment_form, bad)
        key = self._value("chave", cells, payment_key, bad)
        if not bad and number is None and customer is None:
            first = next(name for name in WHOSE if name in self._at)
            bad.append((first, "", _NOBODY))
        if bad or day is None or amount is None:
            return None
        return PaymentDraft(line, day, amount, number, which or None, customer, form, key)

    def _customer(self, cells: list[str], bad: list[FieldProblem]) -> CustomerDraft | None:
        """Whom the row names, by name, document or code; None when by nothing."""
        said: dict[str, str | None] = dict.fromkeys(PAYER_FIELDS)
        for name in PAYER_FIELDS:
            if name in self._at and cells[self._at[name]].strip():
                said[name] = self._value(name, cells, CUSTOMER_VALUES[name], bad)
        if not any(said.values()):
            return None
        person = said["cliente"] or ""
        return CustomerDraft(person, name_key(person), said["documento"], said["codigo_cliente"])

    def _value(
        self,
        name: str,
        cells: list[str],
        read: Callable[[str], Value | Problem],
        bad: list[FieldProblem],
    ) -> Value | None:
        position = self._at.get(name)
        if position is None:
            return None
        value = read(cells[position])
        if isinstance(value, Problem):
            bad.append((name, cells[position], value))
            return None
        return value


def _number(raw: str) -> str | Problem | None:
    return invoice_number(raw) if raw.strip() else None

"""What a row of a system's export says was received: how much, of what, and when.

A system tells what is open (`saldo`) or what was received (`recebido`), some also what of it was interest and
fine (`juros`, `multa`) and all that came in (`recebido_total`). What is open decides: the ledger ends at the
same principal as the system. What was taken off it without money was a discount.
"""

from datetime import date
from typing import NamedTuple

from cobranca_cli.domain.days import DayOrder
from cobranca_cli.domain.money import Decimals, is_ambiguous, is_negative, parse_cents
from cobranca_cli.domain.problem import Problem

from .layout import Layout
from .payment_values import past_day
from .values import AMBIGUOUS_AMOUNT, FieldProblem


class Amounts(NamedTuple):
    """What is open of a title and what came in for it, in cents; as in `drafts.Received`."""

    left: int
    cash: int
    charges: int | None


class ReceivedCells:
    """Reads the cells of a row that tell what was received."""

    def __init__(self, layout: Layout, decimals: Decimals | None, days: DayOrder, today: date) -> None:
        self._at = layout.positions
        self._decimals = decimals
        self._days = days
        self._today = today
        self._day_of: dict[str, date | Problem] = {}

    def amounts(self, cells: list[str], total: int, settled: bool) -> Amounts | FieldProblem | None:
        """What was received of a title of `total` cents; None when nothing was.

        `settled` is what the system says in words, and wins over its figures.
        """
        found: dict[str, int | None] = {}
        for name in ("saldo", "recebido", "recebido_total", "juros", "multa"):
            read = self._cents(cells, name)
            if isinstance(read, tuple):
                return read
            found[name] = read
        charges = _sum(found["juros"], found["multa"])
        part, cash = found["recebido"], found["recebido_total"]
        if part is None and cash is not None:
            part = cash - (charges or 0)
        left = 0 if settled else _left(found["saldo"], part, total)
        if left >= total:
            return None
        if cash is None:
            cash = (total - left if part is None else part) + (charges or 0)
        return Amounts(left, cash, charges)

    def day(self, cells: list[str]) -> str | FieldProblem | None:
        """The ISO day of the last payment; None when the row does not tell it."""
        position = self._at.get("pago_em")
        raw = "" if position is None else cells[position].strip()
        if not raw:
            return None
        if raw not in self._day_of:
            self._day_of[raw] = past_day(raw, self._today, self._days)
        day = self._day_of[raw]
        return ("pago_em", raw, day) if isinstance(day, Problem) else day.isoformat()

    def _cents(self, cells: list[str], name: str) -> int | FieldProblem | None:
        """Cents of an amount that may be zero; a balance below zero was paid over, and nothing is open."""
        position = self._at.get(name)
        text = "" if position is None else cells[position].strip()
        if not text:
            return None
        if name == "saldo" and is_negative(text):
            return 0
        if self._decimals is None and is_ambiguous(text):
            return (name, text, AMBIGUOUS_AMOUNT)
        cents = parse_cents(text, self._decimals or Decimals.COMMA)
        if isinstance(cents, Problem):
            return 0 if cents.code == "E-VALOR-ZERO" else (name, text, cents)
        return cents


def _sum(*cents: int | None) -> int | None:
    told = [each for each in cents if each is not None]
    return sum(told) if told else None


def _left(balance: int | None, received: int | None, total: int) -> int:
    if balance is not None:
        return balance
    return total if received is None else max(0, total - received)

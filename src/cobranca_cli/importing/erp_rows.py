"""Rows as a system exports them, made into rows as we read them: what is payable or cancelled steps aside.

An export lists titles to receive beside bills to pay, and open titles beside settled ones. What was received
enters with the title when the export says the day; without it only what is still owed enters. What stays out
is counted by its reason, and said.
"""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from cobranca_cli.domain.days import DayOrder
from cobranca_cli.domain.money import Decimals, is_negative, parse_cents
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.text import fold

from .drafts import Received
from .erp_received import Amounts, ReceivedCells
from .layout import Layout
from .profiles import Profile
from .values import FieldProblem, instalment

SETTLED, CANCELLED, PAYABLE = "quitadas", "canceladas", "contas a pagar"
LOST, TOTAL = "dadas como perdidas", "linhas de total ou sem cliente e vencimento"
UNPAID = "encerradas sem valor recebido"
DIFFERENT, REPEATED = "quitadas que têm outros dados no livro", "quitadas repetidas no arquivo"

_SETTLED_WORDS = frozenset(
    word + ending
    for word in ("quitad", "recebid", "liquidad", "pag", "baixad", "conciliad")
    for ending in ("o", "a", "os", "as")
)
_CANCELLED_WORDS = frozenset(
    word + ending for word in ("cancelad", "excluid", "estornad", "renegociad") for ending in ("o", "a")
)
_PAYABLE_WORDS = frozenset({"pagar", "pagamento", "despesa", "despesas", "debito", "saida"})
_INSTALMENT = re.compile(r"(?<![\d/])(\d{1,3})\s*(?:/|\bde\b)\s*(\d{1,3})(?![\d/])", re.ASCII | re.IGNORECASE)
_TOTALS = frozenset({"total", "totais", "total geral", "subtotal", "sub total"})
_READABLE = 40


class ErpRows:
    """The rows of one file of a profile. `adapt` changes a row in place and tells why it is left out.

    Attributes:
        received: what was received of the row just adapted, if the row says when.
        reduced: the amount of the row just adapted became what is still open of it.
    """

    def __init__(
        self, layout: Layout, profile: Profile, decimals: Decimals | None, days: DayOrder, today: date
    ) -> None:
        self.received: Received | None = None
        self.reduced = False
        self.skipped: Counter[str] = Counter()
        self.partly_paid = 0
        self.made_numbers = 0
        self.settled: list[tuple[str, str]] = []
        """Number and instalment of the rows set aside as settled; whoever has looked at them empties it."""
        self._layout = layout
        self._profile = profile
        self._decimals = decimals
        self._cells = ReceivedCells(layout, decimals, days, today)
        self._at = layout.positions
        virtual = {"numero": layout.width} if "numero" not in self._at else {}
        if "parcela" not in self._at:
            virtual["parcela"] = layout.width + len(virtual)
        self._virtual = virtual
        self.positions: Mapping[str, int] = {**layout.positions, **virtual}

    def adapt(self, cells: list[str]) -> bool | FieldProblem:
        """True for a title that enters, with its number filled in: open, or paid on a day that is told.

        False for a row that stays out (counted in `skipped`); a problem when it cannot be read.
        """
        self.received, self.reduced = None, False
        said = self._reason_to_skip(cells)
        reason = self._take_received(cells, said == SETTLED) if said in (None, SETTLED) else said
        if isinstance(reason, tuple):
            return reason
        if reason not in (None, SETTLED, UNPAID):
            self.skipped[reason] += 1
            return False
        number, which = self._key(cells)
        if reason:
            read = instalment(which)
            self.skipped[reason] += 1
            self.settled.append((number.strip(), read if isinstance(read, str) else ""))
            return False
        self.made_numbers += self._has_no_number(cells)
        return True

    @property
    def day_heading(self) -> str | None:
        """The file's column with the day of payment, as it is headed; None when the file has none."""
        position = self._at.get("pago_em")
        return None if position is None else self._layout.headings[position].strip()

    def _key(self, cells: list[str]) -> tuple[str, str]:
        """Number and instalment of the row, which gets the cells that the file has no column for."""
        if "numero" in self._virtual:
            cells.append(self._number(cells))
        if "parcela" in self._virtual:
            cells.append(self._instalment(cells))
        return cells[self.positions["numero"]], cells[self.positions["parcela"]]

    def _cell(self, cells: list[str], name: str) -> str:
        position = self._at.get(name)
        return "" if position is None else cells[position].strip()

    def _reason_to_skip(self, cells: list[str]) -> str | None:
        if not self._cell(cells, "vencimento") and _is_total(cells, self._cell(cells, "cliente")):
            return TOTAL
        kind = fold(f"{self._cell(cells, 'tipo')} {self._cell(cells, 'grupo')}")
        if _PAYABLE_WORDS.intersection(kind.split()):
            return PAYABLE
        if self._profile.negative_is_payable and is_negative(self._cell(cells, "valor")):
            return PAYABLE
        words = set(fold(self._cell(cells, "situacao")).split())
        if words & _CANCELLED_WORDS:
            return CANCELLED
        if words & {"perdido", "perdida"}:
            return LOST
        # "Não pago" and "recebido parcialmente" are open; the amounts tell what is left of them.
        if words & _SETTLED_WORDS and not words & {"nao", "parcial", "parcialmente"}:
            return SETTLED
        tells_amounts = "saldo" in self._at or "recebido" in self._at
        return SETTLED if self._cell(cells, "pago_em") and not tells_amounts else None

    def _take_received(self, cells: list[str], settled: bool) -> str | FieldProblem | None:
        """Note what was received, or leave what is open in the place of the amount; why the row stays out."""
        amount = self._cell(cells, "valor")
        if amount and not settled and self._cell(cells, "saldo") == amount:
            return None
        total = parse_cents(amount, self._decimals or Decimals.COMMA)
        if isinstance(total, Problem):
            return SETTLED if settled else None
        amounts = self._cells.amounts(cells, total, settled)
        if not isinstance(amounts, Amounts):
            return amounts
        if amounts.left == 0 and amounts.cash == 0:
            return UNPAID
        day = self._cells.day(cells) if amounts.cash else None
        if isinstance(day, tuple):
            return day
        if day is not None:
            self.received = Received(*amounts, day)
            return None
        if amounts.left == 0:
            return SETTLED
        self.partly_paid += 1
        self.reduced = True
        separator = "." if self._decimals is Decimals.POINT else ","
        cells[self._at["valor"]] = f"{amounts.left // 100}{separator}{amounts.left % 100:02d}"
        return None

    def _has_no_number(self, cells: list[str]) -> bool:
        return "numero" in self._virtual and not any(
            cells[column].strip() for column in self._layout.number_columns
        )

    def _number(self, cells: list[str]) -> str:
        if not self._has_no_number(cells):
            return next(cells[column] for column in self._layout.number_columns if cells[column].strip())
        who = (
            self._cell(cells, "documento")
            or self._cell(cells, "codigo_cliente")
            or self._cell(cells, "cliente")
        )
        what = self._cell(cells, "descricao")
        identity = "\x1f".join(fold(part) for part in (who, self._cell(cells, "vencimento"), what))
        mark = base64.b32encode(hashlib.sha256(identity.encode()).digest()[:5]).decode()
        return f"{what[:_READABLE].strip()} #{mark}".strip()

    def _instalment(self, cells: list[str]) -> str:
        match = _INSTALMENT.search(self._cell(cells, "descricao"))
        if match and 1 <= int(match[1]) <= int(match[2]):
            return match[1]
        return ""


def _is_total(cells: list[str], customer: str) -> bool:
    """Whether a row without due date sums up the others: no customer, or it begins with that word."""
    first = next((cell for cell in cells if cell.strip()), "")
    return not customer or fold(first) in _TOTALS

"""The rows of an invoice file: fast where a row is ordinary, thorough where it is not.

The loop knows only what it has already understood (caches of texts seen before); everything else takes
the careful path, which finds every problem of the row. Both give the same draft.
"""

from collections.abc import Callable
from datetime import date
from operator import itemgetter
from typing import Any

from cobranca_cli.domain.boleto import Boleto
from cobranca_cli.domain.boleto import parse as parse_boleto
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.days import DayOrder, parse_day
from cobranca_cli.domain.money import Decimals, is_ambiguous, parse_cents
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.text import MAX_NUMBER, MAX_TEXT

from .customer_rows import read_customer
from .drafts import CustomerDraft, InvoiceRow, Received
from .erp_rows import ErpRows
from .fields import CUSTOMER_FIELDS
from .layout import Layout
from .lines import LONGEST_FIELD, BadQuote, split_line
from .problems import Problems
from .telling import Reject, Teller
from .values import AMBIGUOUS_AMOUNT, MAX_DESCRIPTION, FieldProblem, instalment, invoice_number, text_or_none

Register = Callable[[CustomerDraft, str, str], tuple[int, bool] | Problem]
"""Tells the ledger's id for the customer of an invoice (by number and instalment) and whether every row
that says the same means him, or why it cannot be told."""

Known = Callable[[str, str], str | None]
"""The due date of the ledger's invoice of this number and instalment, if it has one."""

_CACHED = 200_000
_OUT_OF_ORDER = Problem("E-DATA-ORDEM", "é anterior à emissão; confira as duas datas")


class InvoiceRows:
    """Reads the rows of one file, block by block. Counts what it saw; keeps problems, never raises.

    Attributes:
        received: of the good rows of a system's export, by line, what was received of the title.
        reduced: the lines whose amount became what is open, because they do not say when the rest was paid.
        slips: of the good rows that have one, by line, the boleto.
            All are emptied by whoever has looked at them.
    """

    def __init__(
        self,
        layout: Layout,
        problems: Problems,
        *,
        decimals: Decimals | None,
        days: DayOrder,
        today: date,
        calendar: BusinessCalendar,
        register: Register,
        reject: Reject | None = None,
        erp: ErpRows | None = None,
        known: Known | None = None,
    ) -> None:
        self.received: dict[int, Received] = {}
        self.reduced: set[int] = set()
        self.slips: dict[int, Boleto] = {}
        self._layout = layout
        # Undecided, every amount that is not ambiguous reads alike in both grammars.
        self._decimals = decimals or Decimals.COMMA
        self._undecided = decimals is None
        self._days = days
        self._today = today
        self._today_text = today.isoformat()
        self._calendar = calendar
        self._register = register
        self._erp = erp
        self._known: Known = known or (lambda _number, _instalment: None)
        self._first_due: dict[str, str] = {}
        self._at = erp.positions if erp else layout.positions
        self._number_at, self._amount_at, self._due_at = (
            self._at[name] for name in ("numero", "valor", "vencimento")
        )
        self._optional_at = tuple(
            self._at.get(name) for name in ("emissao", "parcela", "descricao", "categoria")
        )
        self._slip_at = self._at.get("linha_digitavel")
        # A file without the column is not asked about it row by row.
        self._quick = self._fast if self._slip_at is None else self._fast_with_slip
        self._identity = itemgetter(*(self._at[name] for name in CUSTOMER_FIELDS if name in self._at))
        self._customers: dict[object, int | list[FieldProblem]] = {}
        self._due_of: dict[str, tuple[str, str]] = {}
        self._issued_of: dict[str, str | Problem | None] = {}
        self._instalment_of: dict[str, str | Problem] = {}
        self._taken = 0
        self._teller = Teller(layout, self._at, problems, reject)
        self._ordinary = erp is None

    @property
    def rows(self) -> int:
        """Rows seen, good or bad; blank lines are none."""
        return self._taken + self._teller.bad

    @property
    def blank(self) -> int:
        """Blank lines seen."""
        return self._teller.blank

    def read_block(self, lines: list[str], first_line: int) -> list[InvoiceRow]:
        """The good rows of a block of physical lines, `first_line` being the number of the first."""
        rows: list[InvoiceRow] = []
        delimiter, width, fast = self._layout.delimiter, self._layout.width, self._quick
        for line_number, line in enumerate(lines, first_line):
            text = line[:-1] if line[-1] == "\n" else line
            cells = text.split(delimiter) if '"' not in text else split_line(text, delimiter)
            if len(cells) != width or isinstance(cells, BadQuote):
                self._teller.odd_line(text, line_number, cells)
                # While a quote is open, every line is looked at twice.
                self._ordinary = self._erp is None and not self._teller.open_quote
                continue
            row = fast(cells, line_number) if self._ordinary else None
            if row is None:
                row = self._slow(cells, text, line_number)
                if row is None:
                    continue
            rows.append(row)
        self._taken += len(rows)
        if len(self._customers) > _CACHED:
            self._customers.clear()
        return rows

    def _slow(self, cells: list[str], text: str, line: int) -> InvoiceRow | None:
        """A row that the fast path has not understood, or that is not ordinary."""
        self._teller.open_quote = False
        self._ordinary = self._erp is None
        if len(text) > LONGEST_FIELD and self._teller.has_huge_field(text, line, cells):
            return None
        if self._erp is None:
            return self._careful(cells, text, line)
        if not self._adapted(self._erp, cells, text, line):
            return None
        row = self._quick(cells, line) or self._careful(cells, text, line)
        if row and self._erp.received:
            self.received[line] = self._erp.received
        if row and self._erp.reduced:
            self.reduced.add(line)
        return row

    def _adapted(self, erp: ErpRows, cells: list[str], text: str, line: int) -> bool:
        """Whether the row of a system's export goes on as an open title."""
        if self._teller.is_blank(text):
            return False
        outcome = erp.adapt(cells)
        if outcome is True:
            self._tell_instalments_apart(cells)
            return True
        if outcome is False:
            self._taken += 1
        else:
            self._teller.bad_row(text, line, [outcome])
        return False

    def _tell_instalments_apart(self, cells: list[str]) -> None:
        """Where a system exports no instalment, several due dates of one number are its instalments.

        The first one met keeps the bare number, the others take their due date for instalment; an
        instalment that the ledger knows by its due date is known by it again, in whatever order and
        company it comes. Met first with another due date than the ledger's, the number stays bare, and the
        conflict is told; it is no measure for the rows after it.
        """
        which_at = self._at["parcela"]
        due = self._due(cells, [])
        if cells[which_at].strip() or due is None:
            return
        number = cells[self._number_at].strip()
        seen = self._first_due.get(number.casefold())
        if seen == due[0]:
            return
        if self._known(number, due[0]) or seen:
            cells[which_at] = due[0]
        elif self._known(number, "") in (None, due[0]):
            self._first_due[number.casefold()] = due[0]

    def _fast(self, cells: list[str], line: int) -> InvoiceRow | None:
        """The draft of a row whose texts were all seen before or are plainly good; else None."""
        number = cells[self._number_at]
        due = self._due_of.get(cells[self._due_at])
        if due is None or not number or not _plain(number, MAX_NUMBER):
            return None
        raw = cells[self._amount_at]
        amount = parse_cents(raw, self._decimals)
        if not isinstance(amount, int) or (self._undecided and is_ambiguous(raw)):
            return None
        issued_at, instalment_at, description_at, category_at = self._optional_at
        issued = None if issued_at is None else self._issued_of.get(cells[issued_at], _UNSEEN)
        if issued is not None and (isinstance(issued, Problem) or issued > due[0]):
            return None
        which = "" if instalment_at is None else self._instalment_of.get(cells[instalment_at])
        if not isinstance(which, str):
            return None
        description = None if description_at is None else cells[description_at] or None
        category = None if category_at is None else cells[category_at] or None
        if (description and not _plain(description, MAX_TEXT)) or (
            category and not _plain(category, MAX_TEXT)
        ):
            return None
        customer = self._customers.get(self._identity(cells)) or self._customer(cells, number, which, [])
        if not isinstance(customer, int):
            return None
        due_text, effective = due
        starts = issued or min(due_text, self._today_text)
        return (
            customer, number, which, issued, due_text, effective, starts, amount, description, category, line
        )  # fmt: skip

    def _fast_with_slip(self, cells: list[str], line: int) -> InvoiceRow | None:
        """The draft of an ordinary row, its boleto noted; None too when there is something wrong with it."""
        bad: list[FieldProblem] = []
        slip = self._slip(cells, bad)
        row = None if bad else self._fast(cells, line)
        if row and slip:
            self.slips[line] = slip
        return row

    def _slip(self, cells: list[str], bad: list[FieldProblem]) -> Boleto | None:
        if self._slip_at is None or not (raw := cells[self._slip_at]).strip(" -"):
            return None
        slip = parse_boleto(raw, self._today)
        if isinstance(slip, Problem):
            bad.append(("linha_digitavel", raw, slip))
            return None
        return slip

    def _careful(self, cells: list[str], text: str, line: int) -> InvoiceRow | None:
        """The same, field by field; finds every problem of the row."""
        if self._teller.is_blank(text):
            return None
        bad: list[FieldProblem] = []
        number = self._value("numero", cells, invoice_number, bad)
        which = self._cached("parcela", cells, self._instalment_of, instalment, bad)
        due = self._due(cells, bad)
        amount = self._amount(cells, bad)
        issued = self._cached("emissao", cells, self._issued_of, self._read_issued, bad)
        description = self._value("descricao", cells, _description, bad)
        category = self._value("categoria", cells, text_or_none, bad)
        slip = self._slip(cells, bad)
        if due and issued and issued > due[0]:
            bad.append(("vencimento", cells[self._due_at], _OUT_OF_ORDER))
        customer = self._customer(cells, number or "", which or "", bad)
        if bad or due is None or customer is None or amount is None or number is None:
            self._teller.bad_row(text, line, bad)
            return None
        if slip:
            self.slips[line] = slip
        starts = issued or min(due[0], self._today_text)
        return (
            customer,
            number,
            which or "",
            issued,
            due[0],
            due[1],
            starts,
            amount,
            description,
            category,
            line,
        )

    def _value(
        self,
        name: str,
        cells: list[str],
        read: Callable[[str], str | Problem | None],
        bad: list[FieldProblem],
    ) -> str | None:
        position = self._at.get(name)
        if position is None:
            return None
        value = read(cells[position])
        if isinstance(value, Problem):
            bad.append((name, cells[position], value))
            return None
        return value

    def _cached(
        self,
        name: str,
        cells: list[str],
        known: dict[str, Any],
        read: Callable[[str], str | Problem | None],
        bad: list[FieldProblem],
    ) -> str | None:
        position = self._at.get(name)
        if position is not None and cells[position] not in known and len(known) < _CACHED:
            known[cells[position]] = read(cells[position])
        return self._value(name, cells, lambda raw: known[raw] if raw in known else read(raw), bad)

    def _read_issued(self, raw: str) -> str | Problem | None:
        if not raw.strip():
            return None
        day = parse_day(raw, self._today, self._days)
        return day if isinstance(day, Problem) else day.isoformat()

    def _due(self, cells: list[str], bad: list[FieldProblem]) -> tuple[str, str] | None:
        """Due date and effective due date: the first business day on or after it."""
        raw = cells[self._due_at]
        if raw in self._due_of:
            return self._due_of[raw]
        day = parse_day(raw, self._today, self._days)
        if isinstance(day, Problem):
            bad.append(("vencimento", raw, day))
            return None
        value = (day.isoformat(), self._calendar.next_business_day(day).isoformat())
        if len(self._due_of) < _CACHED:
            self._due_of[raw] = value
        return value

    def _amount(self, cells: list[str], bad: list[FieldProblem]) -> int | None:
        raw = cells[self._amount_at]
        value = (
            AMBIGUOUS_AMOUNT if self._undecided and is_ambiguous(raw) else parse_cents(raw, self._decimals)
        )
        if isinstance(value, Problem):
            bad.append(("valor", raw, value))
            return None
        return value

    def _customer(self, cells: list[str], number: str, which: str, bad: list[FieldProblem]) -> int | None:
        """The customer's id; a new one is made only for a row that is good in everything else."""
        identity = self._identity(cells)
        known = self._customers.get(identity)
        if known is None:
            draft = read_customer(cells, self._at)
            if isinstance(draft, list):
                known = self._customers[identity] = draft
            elif bad:
                return None
            else:
                found = self._register(draft, number, which)
                if isinstance(found, Problem):
                    # Not remembered: another invoice may tell who is meant.
                    bad.append(("cliente", draft.name, found))
                    return None
                known, certain = found
                if certain:
                    self._customers[identity] = known
        if isinstance(known, int):
            return known
        bad.extend(known)
        return None


_UNSEEN = Problem("E-INTERNO", "ainda não lido")


def _plain(text: str, limit: int) -> bool:
    """Whether the text needs no cleaning: printable ASCII, no blanks outside or doubled, not too long."""
    return (
        text.isascii()
        and text.isprintable()
        and len(text) <= limit
        and (" " not in text or (text[0] != " " and text[-1] != " " and "  " not in text))
    )


def _description(raw: str) -> str | Problem | None:
    return text_or_none(raw, MAX_DESCRIPTION)

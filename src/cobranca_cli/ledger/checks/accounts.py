"""Layer `dinheiro`, account by account: what the movements left is what the rules say that they leave.

Each customer's account is posted again from its movements. What was decided under other terms, holidays or
indices stays as it was decided, so an account is posted again only from the day after the last such change
that came when there were entries already. Linear in the movements; one customer is in memory at a time.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cobranca_cli.domain.account import NOTHING, Entry, Parts
from cobranca_cli.domain.finding import Finding
from cobranca_cli.domain.posting import net_of, replay
from cobranca_cli.errors import CobrancaError
from cobranca_cli.ledger.due_dates import calendar_from, recorded_mark
from cobranca_cli.ledger.posting import CustomerAccount
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id
from cobranca_cli.ledger.queries.terms import TermsBook

from .look import RESTORE, Look, breathe
from .rules import NAMED_TITLE

_LAYER = "dinheiro"
_EVERY = 200
_DIGITS = (0, 11, 14)
"""Of the document of a customer: none, a CPF, a CNPJ. The terms may depend on it, and it may come later."""

Key = tuple[int, int, str, date, date]


def account_findings(look: Look) -> Iterator[Finding]:
    """Accounts whose entries are not what their movements leave by the rules."""
    connection = look.connection
    customers = [row[0] for row in connection.execute("SELECT DISTINCT customer_id FROM movement")]
    # The settings may have moved on; what is in the ledger was reckoned with its own holidays.
    calendar = calendar_from(recorded_mark(connection)) or look.calendar
    book = TermsBook(connection, calendar, look.charges)
    changes = _Changes(connection, look.today)
    for done, identity in enumerate(customers):
        if done % _EVERY == 0:
            look.tell(done, len(customers))
            breathe(look)
        try:
            yield from _Checked(look, book, changes.settled_since(identity), identity).findings()
        except (ValueError, LookupError, TypeError, ArithmeticError, AssertionError, CobrancaError):
            what = "a conta não pode ser refeita: falta um dado, ou ele não faz sentido"
            yield Finding(_LAYER, "V-CONTA", f"cliente {identity}", what, RESTORE)


class _Changes:
    """When what accounts are reckoned by was changed for days gone by."""

    def __init__(self, connection: sqlite3.Connection, today: date) -> None:
        self._connection = connection
        self._of_all = sorted(row[0] for row in connection.execute(_OF_ALL))
        self._of: dict[int, list[str]] = {}
        for customer, instant in connection.execute(_OF_ONE, {"today": today.isoformat()}):
            self._of.setdefault(customer, []).append(instant)

    def settled_since(self, customer: int) -> date:
        """The first day since which nothing was changed under an account that had entries already."""
        mine = self._of.get(customer, ())
        if not self._of_all and not mine:
            return date.min
        rows = self._connection.execute(
            "SELECT e.recorded_at, max(e.booked_on) FROM movement m JOIN entry e ON e.movement_id = m.id"
            " WHERE m.customer_id = ? GROUP BY e.recorded_at ORDER BY e.recorded_at",
            (customer,),
        ).fetchall()
        instants = [row[0] for row in rows]
        before = max((bisect_left(instants, each) for each in (*self._of_all, *mine)), default=0)
        last = max((row[1] for row in rows[:before]), default=None)
        return date.fromisoformat(last) + timedelta(days=1) if last else date.min


_OF_ALL = (
    "SELECT recorded_at FROM charge_terms WHERE customer_id IS NULL AND receivable_id IS NULL"
    " UNION SELECT recorded_at FROM event WHERE kind = 'feriados_mudaram'"
    " UNION SELECT v.recorded_at FROM index_value v WHERE EXISTS (SELECT 1 FROM index_value w"
    " WHERE w.series = v.series AND w.month = v.month AND w.id < v.id AND w.percent <> v.percent)"
)
_OF_ONE = (
    "SELECT customer_id, recorded_at FROM charge_terms WHERE customer_id IS NOT NULL"
    " UNION SELECT r.customer_id, t.recorded_at FROM charge_terms t"
    " JOIN receivable r ON r.id = t.receivable_id"
    " WHERE NOT EXISTS (SELECT 1 FROM agreement_instalment i JOIN agreement a ON a.id = i.agreement_id"
    " WHERE i.receivable_id = r.id AND a.recorded_at = t.recorded_at)"
    # A fact only extends the time in which a title may be claimed.
    " UNION SELECT r.customer_id, f.recorded_at FROM legal_fact f JOIN receivable r ON r.id = f.receivable_id"
    " WHERE date(r.due, '+5 years') < :today"
)


class _Posted(NamedTuple):
    mine: CustomerAccount
    wrong: list[Key]


class _Checked:
    """One customer's account, posted again from a day on."""

    def __init__(self, look: Look, book: TermsBook, since: date, customer: int) -> None:
        self._look, self._book, self._since = look, book, since
        self._customer = customer_by_id(look.connection, customer)

    def findings(self) -> Iterator[Finding]:
        posted = self._posted(self._customer)
        if posted.wrong and (other := self._with_another_document()):
            posted = other
        if posted.wrong and self._document_may_have_changed():
            name = f"cliente {self._customer.id}"
            self._look.notes.append(
                f"{name}: o cadastro mudou depois dos pagamentos; a conta não foi refeita"
            )
            return
        names = self._names({key[1] for key in posted.wrong})
        for movement, title in dict.fromkeys(key[:2] for key in posted.wrong):
            kind = next((m.kind for m in posted.mine.movements if m.id == movement), "lançamento")
            what = f"o que ele fez na {names.get(title, 'fatura')} não é o que as regras dizem"
            yield Finding(_LAYER, "V-LANCAMENTO", f"{kind} {movement}", what, RESTORE)
        if not posted.wrong:
            yield from self._charges_left(posted.mine)

    def _posted(self, customer: Customer) -> _Posted:
        mine = CustomerAccount(self._look.connection, self._book, customer, self._look.today)
        before = [entry for entry in mine.entries if entry.booked_on < self._since]
        wanted = _sums(replay(mine.account, before, mine.movements, self._since))
        written = _sums(entry for entry in mine.entries if entry.booked_on >= self._since)
        wrong = [k for k in dict.fromkeys((*wanted, *written)) if wanted.get(k) != written.get(k)]
        return _Posted(mine, wrong)

    def _with_another_document(self) -> _Posted | None:
        for digits in _DIGITS:
            posted = self._posted(self._customer._replace(document="0" * digits or None))
            if not posted.wrong:
                return posted
        return None

    def _document_may_have_changed(self) -> bool:
        """Whether terms differ by document, and a file with registrations came after the first entry."""
        today = self._look.today
        if len({self._book.terms(self._customer.id, "0" * n, 0, today) for n in _DIGITS}) == 1:
            return False
        row = self._look.connection.execute(
            "SELECT 1 FROM import_batch WHERE kind IN ('clientes', 'faturas') AND recorded_at >"
            " (SELECT min(recorded_at) FROM movement WHERE customer_id = ?) LIMIT 1",
            (self._customer.id,),
        ).fetchone()
        return row is not None

    def _charges_left(self, mine: CustomerAccount) -> Iterator[Finding]:
        """What is left of titles without principal, as it was reckoned with their last entry."""
        net: dict[int, list[Entry]] = {}
        for entry in net_of(mine.entries):
            net.setdefault(entry.title, []).append(entry)
        touched = {entry.title for entry in mine.entries if entry.booked_on >= self._since}
        stored = self._stored()
        for title in sorted(touched & stored.keys()):
            last = max((entry.value_on for entry in net.get(title, ())), default=date.min)
            left = mine.standing(title, last, net.get(title, [])).open
            if stored[title] != (0 if left.principal else left.total):
                name = self._names({title})[title]
                what = "os encargos fixos que faltam pagar não são os que a conta dá"
                yield Finding(_LAYER, "V-ENCARGOS", name, what, RESTORE)

    def _stored(self) -> dict[int, int]:
        rows = self._look.connection.execute(
            "SELECT r.id, r.charges_left FROM receivable r"
            " WHERE r.id IN (SELECT e.receivable_id FROM movement m"
            " JOIN entry e ON e.movement_id = m.id WHERE m.customer_id = ?)",
            (self._customer.id,),
        )
        return dict(rows.fetchall())

    def _names(self, titles: set[int]) -> dict[int, str]:
        find = self._look.connection.execute
        rows = (
            find(f"SELECT {NAMED_TITLE} FROM receivable r WHERE r.id = ?", (i,)).fetchone() for i in titles
        )
        return {title: row[0] for title, row in zip(titles, rows, strict=True) if row}


def _sums(entries: Iterable[Entry]) -> dict[Key, Parts]:
    """By movement, title, kind and days; what was taken back on the day it was posted has never been."""
    sums: dict[Key, Parts] = {}
    for entry in entries:
        key: Key = entry[:5]
        sums[key] = sums.get(key, NOTHING).plus(entry.parts)
    return {key: parts for key, parts in sums.items() if any(parts)}

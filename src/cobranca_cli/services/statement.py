"""The statement of a customer: what was charged, what came in, and what is owed, day by day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.config import Company, Settings
from cobranca_cli.domain.account import Conditions, Entry
from cobranca_cli.domain.aging import days_late
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.posting import MONEY
from cobranca_cli.domain.statement import (
    ADJUSTMENT,
    CANCELLATION,
    CHARGES,
    ISSUED,
    PRESCRIPTION,
    DatedTitle,
    Line,
    Opening,
    TitleStatement,
    opening_of,
    tell,
)
from cobranca_cli.domain.suspension import AGREED
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.queries.accounts import entries_of_customer
from cobranca_cli.ledger.queries.customers import Customer, find_customer
from cobranca_cli.ledger.queries.payments import credit_on
from cobranca_cli.ledger.queries.statement import (
    StatedMovement,
    StatedTitle,
    stated_movements,
    stated_titles,
)
from cobranca_cli.ledger.queries.terms import TermsBook
from cobranca_cli.services.accounts import by_title
from cobranca_cli.services.caps import check_caps
from cobranca_cli.services.reading import Reader, reading

REVERSAL = "estorno"

_SECTIONS = {ISSUED: 0, PRESCRIPTION: 3, CANCELLATION: 4}
_SIGNING, _BY_MOVEMENT, _CORRECTIONS, _CLOSING = -1, 1, 2, 5
_RANKS = {CHARGES: 0, "recuperacao": 1, "despesa": 1, **dict.fromkeys((*MONEY, REVERSAL), 2)}
_LAST = 9
_NO_MOVEMENT = 2**62


class Share(NamedTuple):
    """What an invoice got of a payment on its day, in cents."""

    invoice: str
    cents: int


class StatedLine(NamedTuple):
    """One line, with the balance after it in cents; a positive `line.amount` is a debit.

    Attributes:
        title: the invoice it is about, if it is about one.
        movement: the movement whose doing it is, if it is one's.
        shares: of a payment, where it went on its day.
        again: of a reversal, how many other movements were allocated anew because of it.
    """

    line: Line
    title: StatedTitle | None = None
    movement: StatedMovement | None = None
    shares: tuple[Share, ...] = ()
    again: int = 0
    balance: int = 0


class Statement(NamedTuple):
    """A customer's statement. Amounts are cents.

    Attributes:
        since: the first day; None from the beginning on.
        opening: the balance at the end of the day before `since`.
        lines: of the days from `since` to `as_of`, both included.
        balance: what is owed on `as_of` less the credit; negative when the credit is more.
        overdue: the part of what is owed whose due date has passed, with its charges.
        credit: what the customer has to his credit.
        prescribed: the invoices on which only the principal is owed, and that nobody may claim.
        lost: what was written off and is not in the balance.
    """

    as_of: date
    since: date | None
    customer: Customer
    company: Company
    opening: int
    lines: tuple[StatedLine, ...]
    balance: int
    overdue: int
    credit: int
    prescribed: tuple[str, ...]
    lost: int
    notices: tuple[str, ...]


def state(
    ledger: Path, settings: Settings, moment: Moment, as_of: date, typed: str, since: date | None = None
) -> Statement:
    """The statement of a customer up to a day, by what was known on that day.

    Raises DataError when `since` is after `as_of` or terms break the law, MissingIndexError when an index is
    not known, NotFoundError and AmbiguousError for the customer.
    """
    if since and since > as_of:
        raise DataError(
            f"o extrato começaria em {date_br(since.isoformat())}, depois de {date_br(as_of.isoformat())},"
            " o dia em que termina",
            code="E-DATA-ORDEM",
            hint="confira a data em --de, ou diga o último dia com --em",
        )
    with reading(ledger, settings, moment, charges=True) as reader:
        return _Drawing(reader, settings, as_of, find_customer(reader.connection, typed), since).statement()


class _Drawing:
    """One statement as it is put together from the titles, which know nothing of each other."""

    def __init__(
        self, reader: Reader, settings: Settings, as_of: date, customer: Customer, since: date | None
    ) -> None:
        connection = reader.connection
        self._reader, self._company, self._customer = reader, settings.company, customer
        self._as_of, self._since = as_of, since
        self._before = since - timedelta(days=1) if since else date.min
        self._book = TermsBook(connection, settings.calendar, settings.charges)
        self._conditions = self._book.conditions(customer.id, customer.document)
        self._titles = stated_titles(connection, customer.id, as_of)
        self._movements = {row.id: row for row in stated_movements(connection, customer.id, as_of)}
        self._entries = by_title(
            entry for entry in entries_of_customer(connection, customer.id) if entry.booked_on <= as_of
        )

    def statement(self) -> Statement:
        openings = self._openings()
        told = {
            identity: tell(*self._account_of(identity, stated), self._as_of, openings.get(identity))
            for identity, stated in self._titles.items()
        }
        standings = {identity: each.standing for identity, each in told.items() if each.standing}
        owing = {identity: standing for identity, standing in standings.items() if standing.open.total}
        claims = [(self._customer, self._titles[identity].claimed) for identity in owing]
        warnings = check_caps(self._book, claims, self._as_of)
        opening = sum(each.owed for each in openings.values()) - self._credit(self._before)
        lines = _balanced(self._lines(told), opening)
        return Statement(
            as_of=self._as_of,
            since=self._since,
            customer=self._customer,
            company=self._company,
            opening=opening,
            lines=lines,
            balance=lines[-1].balance if lines else opening,
            overdue=sum(
                each.open.total for each in owing.values() if days_late(self._as_of, each.title.due_effective)
            ),
            credit=self._credit(self._as_of),
            prescribed=tuple(
                self._titles[identity].claimed.name
                for identity, each in owing.items()
                if each.title.prescribed(self._as_of)
            ),
            lost=sum(each.lost.total for each in standings.values()),
            notices=(*self._reader.notices, *warnings),
        )

    def _credit(self, day: date) -> int:
        return credit_on(self._reader.connection, self._customer.id, day)

    def _openings(self) -> dict[int, Opening]:
        """How each title stood before the first day, by what was known then."""
        if self._since is None:
            return {}
        known = stated_titles(self._reader.connection, self._customer.id, self._before)
        return {
            identity: opening_of(*self._account_of(identity, stated), self._before)
            for identity, stated in known.items()
        }

    def _account_of(self, identity: int, stated: StatedTitle) -> tuple[DatedTitle, list[Entry], Conditions]:
        claimed, cancelled = stated.claimed, stated.cancelled_on
        dated = DatedTitle(
            claimed.title,
            date.fromisoformat(claimed.starts_on),
            date.fromisoformat(cancelled) if cancelled else None,
        )
        return dated, self._entries.get(identity, []), self._conditions(identity)

    def _lines(self, told: Mapping[int, TitleStatement]) -> list[StatedLine]:
        lines = [
            StatedLine(line, self._titles[identity], self._movements.get(line.movement))
            for identity, each in told.items()
            for line in each.lines
        ]
        return sorted([*lines, *self._of_money()], key=_place)

    def _of_money(self) -> Iterator[StatedLine]:
        """What came in and what was taken back: a line for each as a whole, whatever it went to.

        What was taken back from its own day on has never counted, and has no line.
        """
        shares, again = self._shares(), self._allocated_anew()
        for row in self._movements.values():
            if row.kind not in MONEY or row.reversed_on == row.day:
                continue
            amount = (row.amount or 0) if row.kind == "pagamento" else 0
            day, reversed_on = date.fromisoformat(row.day), row.reversed_on
            if day > self._before:
                went = tuple(shares.get(row.id, ()))
                yield StatedLine(Line(day, row.kind, -amount, row.id), movement=row, shares=went)
            if reversed_on and (back := date.fromisoformat(reversed_on)) > self._before:
                others = len(again.get(back, set()) - {row.id})
                yield StatedLine(Line(back, REVERSAL, amount, row.id), movement=row, again=others)

    def _shares(self) -> dict[int, list[Share]]:
        """What each payment went to on its own day."""
        cents: dict[tuple[int, int], int] = {}
        for title, entries in self._entries.items():
            for entry in entries:
                if entry.kind in MONEY and entry.value_on == entry.booked_on:
                    key = entry.movement, title
                    cents[key] = cents.get(key, 0) + entry.parts.total
        found: dict[int, list[Share]] = {}
        for (movement, title), amount in cents.items():
            if amount:
                found.setdefault(movement, []).append(Share(self._titles[title].claimed.name, amount))
        return found

    def _allocated_anew(self) -> dict[date, set[int]]:
        """The movements that were corrected on each day."""
        found: dict[date, set[int]] = {}
        for entries in self._entries.values():
            for entry in entries:
                if entry.value_on < entry.booked_on:
                    found.setdefault(entry.booked_on, set()).add(entry.movement)
        return found


def _place(stated: StatedLine) -> tuple[date, int, int, int]:
    """The order: invoices, each movement with what it brings, corrections, what ends a debt, what accrued."""
    line = stated.line
    section = _SECTIONS.get(line.kind, _BY_MOVEMENT)
    if stated.movement and stated.movement.kind == AGREED:
        # What an agreement replaces leaves before the instalments come.
        section = _SIGNING
    if line.closing:
        section = _CLOSING
    elif line.again or line.kind in (ADJUSTMENT, REVERSAL):
        section = _CORRECTIONS
    return line.day, section, line.movement or _NO_MOVEMENT, _RANKS.get(line.kind, _LAST)


def _balanced(lines: Iterable[StatedLine], opening: int) -> tuple[StatedLine, ...]:
    found, balance = [], opening
    for each in lines:
        balance += each.line.amount
        found.append(each._replace(balance=balance))
    return tuple(found)

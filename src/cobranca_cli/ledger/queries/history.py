"""What customers have paid and when, as of any day: only what was booked by then.

Entries of the whole amount are summed up in SQL with their sign, so that one that was taken back leaves
nothing. Titles with entries of another amount are settled by `domain.segments.paid_on`, and what they added
to the sums is taken out again.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from json import dumps
from operator import itemgetter
from typing import NamedTuple

from cobranca_cli.domain.aging import days_late
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.deadlines import add_months
from cobranca_cli.domain.holds import DISPUTE
from cobranca_cli.domain.loyalty import Paid
from cobranca_cli.domain.promises import BROKEN, judge
from cobranca_cli.domain.segments import (
    MONEY,
    MONTHS,
    REST,
    History,
    Settling,
    by_agreements,
    paid_on,
)
from cobranca_cli.ledger.queries.as_of import open_as_of
from cobranca_cli.ledger.queries.holds import holds_on
from cobranca_cli.ledger.queries.promises import money_of, promises_on
from cobranca_cli.ledger.queries.withdrawals import WITHDRAWN_LETTERS

_FEW = 1_000
_WHO = "customer_id IN (SELECT value FROM json_each(:who))"
_KNOWN = (
    "x.starts_on <= :as_of AND (x.cancelled_on IS NULL OR x.cancelled_on > :as_of)"
    " AND e.booked_on <= :as_of AND e.principal <> 0"
)
_TOUCHED = (
    "(SELECT DISTINCT t.receivable_id AS id FROM movement m JOIN entry t ON t.movement_id = m.id"
    f" WHERE m.{_WHO}) k CROSS JOIN receivable x ON x.id = k.id"
)
"""The titles with entries, reached from the movements of the customers; of many, one pass over all titles
is the faster way.
"""
_LATE = "CAST(julianday(e.value_on) - julianday(x.due_effective) AS INTEGER)"
_WHOLE = "abs(e.principal) = x.amount AND e.kind IN ('pagamento', 'credito')"
_PART = (
    "(abs(e.principal) <> x.amount OR e.kind IN ('acordo', 'repasse'))"
    " AND e.kind NOT IN ('perda', 'recuperacao', 'encerramento')"
)


class _Title(NamedTuple):
    customer: int
    id: int
    name: str
    due: date
    amount: int


class _Sums:
    """What is gathered of one customer."""

    def __init__(self) -> None:
        self.first = ""
        self.ever = self.paid = self.amount = self.cent_days = self.open = 0
        self.late: Counter[int] = Counter()
        self.standing: tuple[int, ...] = ()

    def began(self, day: str | None) -> None:
        self.first = min(filter(None, (self.first, day)), default="")

    def settled(self, count: int, title: "_Title", on: date, since: date) -> None:
        """Take in a title paid on a day; with a count of -1, take it out."""
        self.ever += count
        if on > since:
            late = days_late(on, title.due)
            self.paid += count
            self.amount += count * title.amount
            self.late_by(count, title.amount, late)

    def late_by(self, count: int, cents: int, days: int) -> None:
        self.cent_days += count * cents * days
        if days:
            self.late[days] += count

    def history(self, broken: int) -> History:
        return History(
            date.fromisoformat(self.first) if self.first else None,
            self.ever,
            self.paid,
            self.amount,
            self.cent_days,
            tuple(sorted(self.late.elements())),
            self.standing,
            self.open,
            broken,
        )


def histories(
    connection: sqlite3.Connection,
    customers: Iterable[int],
    as_of: date,
    calendar: BusinessCalendar | None = None,
) -> dict[int, History]:
    """The history of each of these customers as of a day, also of one without any invoice.

    `calendar` says until when a promise may still be kept; by default that of banks. Reads the titles and
    the entries of these customers, of more than a thousand the ledger's titles once.
    """
    ids = sorted(set(customers))
    sums = {identity: _Sums() for identity in ids}
    bound = {"who": dumps(ids), "as_of": as_of.isoformat()}
    since = add_months(as_of, -MONTHS)
    in_parts = _settled_whole(connection, sums, {**bound, "since": since.isoformat()})
    _settled_in_parts(connection, sums, in_parts, since, as_of)
    _open(connection, sums, bound, as_of)
    broken = _broken_promises(connection, sums, since, as_of, calendar or BusinessCalendar())
    return {identity: each.history(broken.get(identity, 0)) for identity, each in sums.items()}


def _settled_whole(
    connection: sqlite3.Connection, sums: dict[int, _Sums], bound: dict[str, str]
) -> list[int]:
    """Sum up what one payment settled; returns the titles that took several."""
    titles = _TOUCHED if len(sums) <= _FEW else "receivable x"
    recent = f"({_WHOLE} AND e.value_on > :since)"
    rows = connection.execute(
        "SELECT x.customer_id, min(x.starts_on),"
        f" sum(iif({_WHOLE}, iif(e.principal > 0, 1, -1), 0)),"
        f" sum(iif({recent}, iif(e.principal > 0, 1, -1), 0)), sum(iif({recent}, e.principal, 0)),"
        f" group_concat(iif({recent} AND e.value_on > x.due_effective, e.principal || ':' || {_LATE}, NULL)),"
        f" group_concat(iif({_PART}, x.id, NULL))"
        f" FROM {titles} CROSS JOIN entry e ON e.receivable_id = x.id"
        f" WHERE x.{_WHO} AND {_KNOWN} GROUP BY x.customer_id",
        bound,
    )
    in_parts: set[int] = set()
    for customer, first, ever, paid, amount, late, parts in rows:
        mine = sums[customer]
        mine.began(first)
        mine.ever, mine.paid, mine.amount = ever, paid, amount
        for each in late.split(",") if late else ():
            cents, _, days = each.partition(":")
            mine.late_by(1 if int(cents) > 0 else -1, abs(int(cents)), int(days))
        in_parts.update(map(int, parts.split(",")) if parts else ())
    return sorted(in_parts)


def _settled_in_parts(
    connection: sqlite3.Connection, sums: dict[int, _Sums], titles: Sequence[int], since: date, as_of: date
) -> None:
    named = "SELECT value AS title FROM json_each(:titles)"
    for title, settling in settlings(connection, named, {"titles": dumps(titles)}, as_of):
        mine = sums[title.customer]
        for kind, day, principal in settling:
            if abs(principal) == title.amount and kind in MONEY:
                mine.settled(-1 if principal > 0 else 1, title, day, since)
        on = paid_on(title.amount, settling, REST)
        if on:
            mine.settled(1, title, on, since)


def _open(connection: sqlite3.Connection, sums: dict[int, _Sums], bound: dict[str, str], as_of: date) -> None:
    """Sum up what is open; a disputed title stands late for nobody."""
    customers, titles = disputed(connection, as_of)
    opened = open_as_of(
        connection, as_of, "r.id, customer_id, due_effective, starts_on, amount", f" AND {_WHO}"
    )
    rows = connection.execute(
        "SELECT customer_id, min(starts_on), sum(open), group_concat(iif(due_effective < :as_of"
        " AND 100 * open > :rest * amount AND id NOT IN (SELECT value FROM json_each(:titles)),"
        " due_effective, NULL))"
        f" FROM ({opened}) GROUP BY customer_id",
        {**bound, "titles": dumps(sorted(titles)), "rest": REST},
    )
    day = _Days()
    for customer, first, cents, dues in rows:
        mine = sums[customer]
        mine.began(first)
        mine.open = cents
        if dues and customer not in customers:
            mine.standing = tuple(sorted(days_late(as_of, day[due]) for due in dues.split(",")))


def disputed(connection: sqlite3.Connection, as_of: date) -> tuple[set[int], set[int]]:
    """The customers who dispute all they owe, and the single titles in dispute, on a day."""
    found = [hold for hold in holds_on(connection, as_of) if hold.kind == DISPUTE]
    whole = {hold.customer for hold in found if hold.receivable is None}
    return whole, {hold.receivable for hold in found if hold.receivable is not None}


def _broken_promises(
    connection: sqlite3.Connection,
    customers: Iterable[int],
    since: date,
    as_of: date,
    calendar: BusinessCalendar,
) -> dict[int, int]:
    wanted = set(customers)
    promises = [each for each in promises_on(connection, as_of) if each.customer in wanted]
    recent = {each.customer for each in promises if each.day > since}
    money = money_of(connection, recent, as_of) if recent else {}
    broken: Counter[int] = Counter()
    for customer in recent:
        mine = [each for each in promises if each.customer == customer]
        judged = judge(mine, money.get(customer, ()), as_of, calendar)
        broken[customer] = sum(each.day > since and judged[each.id].state == BROKEN for each in mine)
    return broken


def paid_titles(
    connection: sqlite3.Connection, after: date, as_of: date, customers: Iterable[int] | None = None
) -> Iterator[Paid]:
    """The titles paid after a day and by another, as known on this one, of all customers or of these.

    A customer's stand together. Linear in what was booked in between.
    """
    booked = (
        "SELECT DISTINCT receivable_id AS title FROM entry"
        " WHERE booked_on > :after AND booked_on <= :as_of AND principal <> 0"
    )
    bound = {"after": after.isoformat()}
    if customers is not None:
        booked = f"SELECT title FROM ({booked}) JOIN receivable ON id = title WHERE {_WHO}"
        bound["who"] = dumps(list(customers))
    for (customer, identity, name, due, amount), settling in settlings(connection, booked, bound, as_of):
        on = paid_on(amount, settling)
        if on and on > after:
            yield Paid(customer, identity, name, due, on, amount)


def settlings(
    connection: sqlite3.Connection, titles: str, bound: dict[str, str], as_of: date
) -> Iterator[tuple[_Title, list[Settling]]]:
    """The titles that an SQL query names with the entries known by a day, customer by customer."""
    rows = connection.execute(
        "SELECT x.customer_id, x.id, x.number || iif(x.instalment = '', '', '/' || x.instalment),"
        f" x.due_effective, x.amount, e.kind, e.value_on, e.principal FROM ({titles})"
        " CROSS JOIN receivable x ON x.id = title CROSS JOIN entry e ON e.receivable_id = x.id"
        f" WHERE {_KNOWN} ORDER BY x.customer_id, x.id",
        {**bound, "as_of": as_of.isoformat()},
    )
    day = _Days()
    for (customer, identity, name, due, amount), group in groupby(rows, key=itemgetter(0, 1, 2, 3, 4)):
        settling = [Settling(kind, day[on], principal) for *_, kind, on, principal in group]
        known = by_agreements(settling, day[due])
        yield _Title(customer, identity, name, day[due], amount), known


class _Days(dict[str, date]):
    """ISO days read once each: they repeat from row to row."""

    def __missing__(self, text: str) -> date:
        day = self[text] = date.fromisoformat(text)
        return day


class Dues(NamedTuple):
    """What a customer has open on a day, by effective due dates.

    Attributes:
        overdue: open principal that is overdue, in cents.
        oldest: the oldest due date, disputed titles left out.
        next: the nearest due date that has not passed.
    """

    overdue: int
    oldest: date | None
    next: date | None


def dues_on(connection: sqlite3.Connection, as_of: date) -> dict[int, Dues]:
    """Every customer who has something open on a day; linear in what is open."""
    customers, titles = disputed(connection, as_of)
    opened = open_as_of(connection, as_of, "r.id, customer_id, due_effective")
    rows = connection.execute(
        "SELECT customer_id, coalesce(sum(open) FILTER (WHERE due_effective < :as_of), 0),"
        " min(due_effective) FILTER (WHERE id NOT IN (SELECT value FROM json_each(:titles))),"
        f" min(due_effective) FILTER (WHERE due_effective >= :as_of) FROM ({opened}) GROUP BY customer_id",
        {"as_of": as_of.isoformat(), "titles": dumps(sorted(titles))},
    )
    day = _Days()
    return {
        customer: Dues(
            overdue,
            day[oldest] if oldest and customer not in customers else None,
            day[coming] if coming else None,
        )
        for customer, overdue, oldest, coming in rows
    }


def charges_left(connection: sqlite3.Connection) -> dict[int, int]:
    """The customers who today owe charges of titles that are settled, and how much in cents."""
    rows = connection.execute(
        "SELECT customer_id, sum(charges_left) FROM receivable INDEXED BY ix_charges_left"
        " WHERE charges_left > 0 AND cancelled_on IS NULL GROUP BY customer_id"
    )
    return dict(rows.fetchall())


def thanked_among(connection: sqlite3.Connection, receivables: Iterable[int]) -> frozenset[int]:
    """Those of the titles that a letter of thanks was ever about."""
    rows = connection.execute(
        "SELECT t.receivable_id FROM letter_target t JOIN letter l ON l.id = t.letter_id"
        " WHERE l.origin = 'agradecimento' AND t.receivable_id IN (SELECT value FROM json_each(?))",
        (dumps(list(receivables)),),
    )
    return frozenset(title for (title,) in rows)


def told_on(connection: sqlite3.Connection, template: str) -> dict[int, date]:
    """The last day on which each customer got a letter of this model."""
    rows = connection.execute(
        "SELECT customer_id, max(day) FROM letter WHERE template = :template"
        f" AND id NOT IN {WITHDRAWN_LETTERS} GROUP BY customer_id",
        {"template": template, "as_of": date.max.isoformat()},
    )
    return {customer: date.fromisoformat(day) for customer, day in rows}

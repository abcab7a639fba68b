"""What the duties of a creditor rest on, as of a day: listings and protests, what was paid, agreements.

Linear in the recorded facts, which are few, and in what touched the titles of these two kinds.
"""

import sqlite3
from collections.abc import Iterable
from datetime import date
from json import dumps
from typing import NamedTuple

from cobranca_cli.domain.deadlines import LISTING, PROTEST
from cobranca_cli.domain.duties import CANCELLED, DISPUTED, UPHELD, Mark, Reason
from cobranca_cli.domain.holds import DISPUTE
from cobranca_cli.ledger.queries.holds import holds_on, upheld_on
from cobranca_cli.ledger.queries.legal_facts import COUNTING
from cobranca_cli.ledger.queries.names import TITLE


class Marked(NamedTuple):
    """A listing or a protest that counts on a day, and its title; `name` is NUMERO or NUMERO/PARCELA."""

    mark: Mark
    customer: int
    name: str
    due: date
    cancelled_on: date | None


def marks_on(connection: sqlite3.Connection, as_of: date) -> list[Marked]:
    """Those that count on a day, in order of their days."""
    rows = connection.execute(
        "SELECT f.id, r.id, f.kind, f.day, r.customer_id, r.due,"
        " iif(r.cancelled_on <= :as_of, r.cancelled_on, NULL),"
        f" {TITLE}"
        f" FROM (SELECT f.* {COUNTING} AND f.kind IN (:listing, :protest)) f"
        " JOIN receivable r ON r.id = f.receivable_id ORDER BY f.day, f.id",
        {"as_of": as_of.isoformat(), "listing": LISTING, "protest": PROTEST},
    )
    return [
        Marked(Mark(fact, title, kind, _day(on)), customer, name, _day(due), _day(gone) if gone else None)
        for fact, title, kind, on, customer, due, gone, name in rows
    ]


_NET = (
    "WITH net AS (SELECT receivable_id, kind, value_on, sum(principal) AS principal,"
    " sum(expenses + interest + fine + correction + principal) AS total FROM entry"
    " WHERE receivable_id IN (SELECT value FROM json_each(:titles)) AND booked_on <= :as_of"
    " GROUP BY receivable_id, movement_id, kind, value_on)"
)
"""What each movement came to on each of some titles by the day: nothing, where it had been taken back."""


def settled_since(connection: sqlite3.Connection, titles: Iterable[int], as_of: date) -> dict[int, date]:
    """Since when the principal of each of these titles is settled on a day, by the day of the funds.

    By money, a discount or a waiver: what an agreement holds suspended, or a loss that was not recovered, is
    not settled. The day is that of the last thing that took anything off, charges too.
    """
    rows = connection.execute(
        f"{_NET} SELECT r.id, max(iif(n.total > 0 AND n.kind NOT IN ('perda', 'acordo'), n.value_on, NULL))"
        " FROM net n JOIN receivable r ON r.id = n.receivable_id GROUP BY r.id"
        " HAVING sum(n.principal) >= r.amount AND sum(iif(n.kind = 'acordo', n.total, 0)) = 0"
        " AND sum(iif(n.kind IN ('perda', 'recuperacao'), n.total, 0)) = 0",
        {"titles": dumps(sorted(set(titles))), "as_of": as_of.isoformat()},
    )
    return {title: _day(since) for title, since in rows if since}


class Agreement(NamedTuple):
    """An agreement about a title, as of a day; the instalments are receivables, the first of them first."""

    title: int
    signed_on: date
    broken_on: date | None
    instalments: tuple[int, ...]


def agreements_about(connection: sqlite3.Connection, titles: Iterable[int], as_of: date) -> list[Agreement]:
    """The agreements signed by a day about these titles, the broken ones too, those cancelled by it left out.

    An agreement is broken from the day of a breach on, unless the breach had been taken back by the day.
    """
    rows = connection.execute(
        "SELECT t.receivable_id, a.signed_on, (SELECT max(b.day) FROM agreement_breach b"
        "  LEFT JOIN movement_reversal y ON y.movement_id = b.movement_id AND y.reversed_on <= :as_of"
        "  WHERE b.agreement_id = a.id AND b.day <= :as_of AND y.id IS NULL),"
        " (SELECT group_concat(receivable_id) FROM (SELECT i.receivable_id FROM agreement_instalment i"
        "  WHERE i.agreement_id = a.id ORDER BY i.position))"
        " FROM agreement_title t JOIN agreement a ON a.id = t.agreement_id"
        " LEFT JOIN movement_reversal x ON x.movement_id = a.movement_id AND x.reversed_on <= :as_of"
        " WHERE t.receivable_id IN (SELECT value FROM json_each(:titles)) AND a.signed_on <= :as_of"
        " AND x.id IS NULL ORDER BY a.id",
        {"titles": dumps(sorted(set(titles))), "as_of": as_of.isoformat()},
    )
    return [
        Agreement(title, _day(signed), _day(broken) if broken else None, tuple(map(int, made.split(","))))
        for title, signed, broken, made in rows
    ]


def reasons_on(
    connection: sqlite3.Connection, marks: Iterable[Marked], as_of: date
) -> dict[int, list[Reason]]:
    """Why these titles may not stand listed on a day, by title: cancelled, disputed, rightly disputed."""
    found: dict[tuple[int, int | None], list[Reason]] = {}
    for hold in holds_on(connection, as_of):
        if hold.kind == DISPUTE:
            found.setdefault((hold.customer, hold.receivable), []).append(Reason(DISPUTED, hold.since))
    for upheld in upheld_on(connection, as_of):
        reason = Reason(UPHELD, _day(upheld.ended_on))
        found.setdefault((upheld.customer, upheld.receivable), []).append(reason)
    return {
        each.mark.title: [
            *((Reason(CANCELLED, each.cancelled_on),) if each.cancelled_on else ()),
            *found.get((each.customer, None), ()),
            *found.get((each.customer, each.mark.title), ()),
        ]
        for each in marks
    }


def _day(iso: str) -> date:
    return date.fromisoformat(iso)

"""Single invoices: the open ones of a day, a list by filters, one by what a person types.

As of a day means that what was booked later does not count: `settled` is the principal settled by then.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from cobranca_cli.errors import AmbiguousError, NotFoundError
from cobranca_cli.ledger.queries.as_of import EXISTED, LATER, booked_later, open_on


class Item(NamedTuple):
    """One invoice as of a day. Cents and ISO days; `open` is 0 of one that is cancelled or settled.

    `charges_left` alone is the ledger's of today: fixed charges open although the principal is settled. On a
    past day it may have been another for the titles that `residues` names.
    """

    id: int
    customer: str
    document: str | None
    code: str | None
    number: str
    instalment: str
    issued: str | None
    due: str
    due_effective: str
    amount: int
    settled: int
    cancelled_on: str | None
    description: str | None
    category: str | None
    charges_left: int
    customer_id: int = 0

    @property
    def open(self) -> int:
        """What is still owed of the principal."""
        return 0 if self.cancelled_on else self.amount - self.settled

    @property
    def name(self) -> str:
        """`NUMERO` or `NUMERO/PARCELA`, as a person types it."""
        return f"{self.number}/{self.instalment}" if self.instalment else self.number


class Origin(NamedTuple):
    """Where an invoice came from, from which day it exists, and why it was cancelled."""

    starts_on: str
    file_name: str | None
    line: int | None
    imported_on: str | None
    cancel_reason: str | None


_CUSTOMER = "JOIN customer c ON c.id = r.customer_id"


def _columns(settled: str) -> str:
    """The columns of an Item; `settled` is the SQL of what was settled on the day."""
    return (
        "r.id, c.name, c.document, c.code, r.number, r.instalment, r.issued, r.due, r.due_effective,"
        f" r.amount, {settled}, iif(r.cancelled_on <= :as_of, r.cancelled_on, NULL), r.description,"
        " r.category, r.charges_left, r.customer_id"
    )


_SETTLED_OF_ONE = (
    "r.settled - coalesce((SELECT sum(principal) FROM entry"
    " WHERE receivable_id = r.id AND +booked_on > :as_of), 0)"
)
"""What was settled on the day, from the entries of one title: for reading few titles."""

LATEST_OF_KEY = (
    "r.id = (SELECT v.id FROM receivable v WHERE v.number = r.number AND v.instalment = r.instalment"
    " ORDER BY v.void <> 0, v.id DESC LIMIT 1)"
)
"""Of the invoices of one number and instalment the one that people mean: that whose import was not taken
back, else the last.
"""

_ORDER = "ORDER BY r.due_effective, c.name_key, r.number, r.instalment"


class Filters(NamedTuple):
    """What a person asks for; days and cents are inclusive, None does not filter."""

    situation: str | None = None
    """`abertas`, `a-vencer`, `vencidas`, `pagas`, `encargos`, `em-acordo`, `canceladas`, or None for all."""
    customer: int | None = None
    due_from: str | None = None
    due_to: str | None = None
    issued_from: str | None = None
    issued_to: str | None = None
    least: int | None = None
    most: int | None = None


_SITUATIONS = {
    "abertas": f"{{settled}} < r.amount AND {EXISTED}",
    "a-vencer": f"{{settled}} < r.amount AND {EXISTED} AND r.due_effective >= :as_of",
    "vencidas": f"{{settled}} < r.amount AND {EXISTED} AND r.due_effective < :as_of",
    # Whether charges are left of a settled one, or an agreement holds it, the service asks.
    "pagas": f"{{settled}} >= r.amount AND {EXISTED}",
    "encargos": f"{{settled}} >= r.amount AND {EXISTED}",
    "em-acordo": f"{{settled}} >= r.amount AND {EXISTED}",
    "canceladas": "r.cancelled_on <= :as_of",
}
_CONDITIONS = {
    "customer": "r.customer_id = :customer",
    "due_from": "r.due >= :due_from",
    "due_to": "r.due <= :due_to",
    "issued_from": "r.issued >= :issued_from",
    "issued_to": "r.issued <= :issued_to",
    "least": "r.amount >= :least",
    "most": "r.amount <= :most",
}


def open_items(connection: sqlite3.Connection, as_of: date) -> Iterator[Item]:
    """What is open on a day, customer by customer, the oldest first; linear in the open items."""
    yield from _open_on_day(connection, as_of, "", "2, 3, 9, 5, 6")


def overdue_items(connection: sqlite3.Connection, as_of: date) -> Iterator[Item]:
    """What was due before a day and is open on it, the longest overdue first; reads only those rows."""
    yield from _open_on_day(connection, as_of, " AND due_effective < :as_of", "9, 8, 2, 5, 6")


def _open_on_day(
    connection: sqlite3.Connection, as_of: date, and_: str, order: str, last: date | None = None
) -> Iterator[Item]:
    """The items open on a day that also meet a condition, ordered by column numbers."""
    prefix, sources = open_on(connection, as_of)
    bound: dict[str, object] = {"as_of": as_of.isoformat(), "last": last and last.isoformat()}
    sql = " UNION ALL ".join(
        f"SELECT {_columns(settled)} FROM {tables} {_CUSTOMER} WHERE {condition}{and_}"
        for tables, condition, settled in sources
    )
    yield from _items(connection, f"{prefix}{sql} ORDER BY {order}", bound)


def items_due_by(connection: sqlite3.Connection, as_of: date, last: date) -> Iterator[Item]:
    """What is open on a day and comes due by `last`, customer by customer, the oldest first."""
    yield from _open_on_day(connection, as_of, " AND due_effective <= :last", "16, 9, 5, 6", last)


def listed(connection: sqlite3.Connection, as_of: date, filters: Filters) -> Iterator[Item]:
    """The invoices known on a day that pass the filters, by effective due date."""
    later = booked_later(connection, as_of)
    settled = "r.settled - coalesce(l.principal, 0)" if later else "r.settled"
    tables = f"receivable r {_CUSTOMER}" + " LEFT JOIN later l ON l.receivable_id = r.id" * later
    conditions = ["r.starts_on <= :as_of"]
    bound: dict[str, object] = {"as_of": as_of.isoformat()}
    if filters.situation:
        conditions.append(_SITUATIONS[filters.situation].format(settled=settled))
    for name, condition in _CONDITIONS.items():
        value = getattr(filters, name)
        if value is not None:
            conditions.append(condition)
            bound[name] = value
    prefix = f"WITH {LATER} " if later else ""
    sql = f"{prefix}SELECT {_columns(settled)} FROM {tables} WHERE {' AND '.join(conditions)} {_ORDER}"
    yield from _items(connection, sql, bound)


def items_by_id(connection: sqlite3.Connection, ids: Iterable[int], as_of: date) -> Iterator[Item]:
    """These invoices as of a day, in the order of the ids; linear in them."""
    for identity in ids:
        yield from _few(connection, "r.id = :id", {"id": identity}, as_of)


def residues(connection: sqlite3.Connection, as_of: date) -> list[int]:
    """The titles that may have fixed charges open on a day on which their principal was settled, by id.

    A title with charges left today has them since it was settled; of one that entries touched after the day
    they must be reckoned. Not yet existing or cancelled titles are left out. Linear in the titles with
    charges left and in the later entries.
    """
    rows = connection.execute(
        # Left to itself SQLite walks the whole table: the index has no column of the conditions.
        "SELECT r.id FROM receivable r INDEXED BY ix_charges_left"
        f" WHERE r.charges_left > 0 AND {EXISTED} AND {_SETTLED_OF_ONE} >= r.amount"
        " UNION SELECT r.id FROM"
        # Of a title settled then, at least one later row takes principal back or leaves it as it was.
        " (SELECT DISTINCT +receivable_id AS id FROM entry WHERE booked_on > :as_of AND principal <= 0) e"
        f" CROSS JOIN receivable r ON r.id = e.id WHERE {EXISTED} AND {_SETTLED_OF_ONE} >= r.amount"
        " ORDER BY 1",
        {"as_of": as_of.isoformat()},
    )
    return [row[0] for row in rows]


def find_item(connection: sqlite3.Connection, typed: str, as_of: date) -> Item:
    """The invoice a person means by `NUMERO` or `NUMERO/PARCELA`; case does not count.

    Raises NotFoundError, or AmbiguousError listing the instalments.
    """
    text = typed.strip()
    found = _by_key(connection, text, None, as_of)
    if not found and "/" in text:
        number, _, instalment = text.rpartition("/")
        found = _by_key(connection, number, instalment.lstrip("0") or "0", as_of)
    if not found:
        raise NotFoundError(
            f"não encontrei a fatura '{typed}'", hint="veja os números com 'cobranca faturas listar'"
        )
    if len(found) > 1:
        names = ", ".join(item.name for item in found[:20])
        raise AmbiguousError(
            f"a fatura '{typed}' tem {len(found)} parcelas: {names}", hint="diga NUMERO/PARCELA"
        )
    return found[0]


def origin_of(connection: sqlite3.Connection, identity: int) -> Origin:
    """The provenance of one invoice."""
    row = connection.execute(
        "SELECT r.starts_on, b.file_name, r.import_line, b.imported_on, x.reason FROM receivable r"
        " LEFT JOIN import_batch b ON b.id = r.import_id"
        " LEFT JOIN cancellation x ON x.receivable_id = r.id WHERE r.id = ?",
        (identity,),
    ).fetchone()
    return Origin(*row)


def _by_key(connection: sqlite3.Connection, number: str, instalment: str | None, as_of: date) -> list[Item]:
    condition = f"r.number = :number AND {LATEST_OF_KEY}"
    condition += "" if instalment is None else " AND r.instalment = :instalment"
    bound: dict[str, object] = {"number": number, "instalment": instalment}
    return list(_few(connection, condition, bound, as_of))


def _few(
    connection: sqlite3.Connection, condition: str, bound: dict[str, object], as_of: date
) -> Iterator[Item]:
    """Single titles, each with its own entries."""
    sql = f"SELECT {_columns(_SETTLED_OF_ONE)} FROM receivable r {_CUSTOMER} WHERE {condition} {_ORDER}"
    yield from _items(connection, sql, bound | {"as_of": as_of.isoformat()})


_LONG_LIST = 50_000


def _items(connection: sqlite3.Connection, sql: str, bound: dict[str, object]) -> Iterator[Item]:
    """The rows as items.

    Names and days repeat from row to row. Keeping each once costs a quarter of the time and saves nearly
    half of the memory, so it begins where a list gets long.
    """
    cursor = connection.execute(sql, bound)
    make = Item._make
    yield from map(make, islice(cursor, _LONG_LIST))
    known: dict[object, object] = {}
    once = known.setdefault
    for row in cursor:
        # Ids, numbers and amounts are of their row alone; they are left as they are.
        identity, name, document, code, number, *days, amount, settled, cancelled, about, category = row[:14]
        shared = [once(text, text) for text in (name, document, code)]
        rest = [once(text, text) for text in (cancelled, about, category)]
        yield make(
            (identity, *shared, number, *(once(d, d) for d in days), amount, settled, *rest, *row[14:])
        )

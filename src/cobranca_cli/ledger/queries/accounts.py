"""One customer's account as the ledger has it: titles, movements, entries; and single titles likewise."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cobranca_cli.domain.account import Entry, Movement, Parts, Title, Told
from cobranca_cli.domain.deadlines import LIMITATION_YEARS, add_years, limitation
from cobranca_cli.ledger.indexes import OPEN_ITEM
from cobranca_cli.ledger.queries.legal_facts import facts_of

_PARTS = "e.expenses, e.interest, e.fine, e.correction, e.principal"


class Claimed(NamedTuple):
    """A title with what people call it."""

    title: Title
    number: str
    instalment: str
    starts_on: str
    customer: int

    @property
    def name(self) -> str:
        """`NUMERO` or `NUMERO/PARCELA`."""
        return f"{self.number}/{self.instalment}" if self.instalment else self.number


_TITLE = (
    "r.id, r.amount, r.due, r.due_effective, r.cancelled_on, r.number, r.instalment,"
    " r.starts_on, r.customer_id"
)


def titles_of(connection: sqlite3.Connection, customer: int, known_on: date) -> dict[int, Claimed]:
    """The titles of a customer that are open or that a movement has touched, and all the instalments of his
    agreements; linear in them.

    `known_on` is the latest day the titles will be judged for.
    """
    touched = (
        "SELECT e.receivable_id FROM movement m JOIN entry e ON e.movement_id = m.id WHERE m.customer_id = :c"
        " UNION SELECT t.receivable_id FROM movement m JOIN movement_target t ON t.movement_id = m.id"
        " WHERE m.customer_id = :c"
        " UNION SELECT i.receivable_id FROM agreement a JOIN agreement_instalment i ON i.agreement_id = a.id"
        " WHERE a.customer_id = :c"
        f" UNION SELECT id FROM receivable WHERE customer_id = :c AND {OPEN_ITEM}"
    )
    return _titles(connection, f"r.id IN ({touched})", {"c": customer}, known_on)


def titles_by_id(connection: sqlite3.Connection, ids: Iterable[int], known_on: date) -> dict[int, Claimed]:
    """These titles; linear in them."""
    found: dict[int, Claimed] = {}
    for identity in ids:
        found |= _titles(connection, "r.id = :id", {"id": identity}, known_on)
    return found


def _titles(
    connection: sqlite3.Connection, condition: str, bound: dict[str, int], known_on: date
) -> dict[int, Claimed]:
    rows = connection.execute(f"SELECT {_TITLE} FROM receivable r WHERE {condition} ORDER BY r.id", bound)
    found: dict[int, Claimed] = {}
    for identity, amount, due_text, effective, cancelled, *names in rows.fetchall():
        due = date.fromisoformat(due_text)
        last = _last_day(connection, identity, due, known_on)
        gone = date.fromisoformat(cancelled) if cancelled else None
        title = Title(identity, amount, due, date.fromisoformat(effective), last, gone)
        found[identity] = Claimed(title, *names)
    return found


def _last_day(connection: sqlite3.Connection, identity: int, due: date, known_on: date) -> date:
    """The last day on which it can be claimed; facts, which only extend it, are read when it matters."""
    last = add_years(due, LIMITATION_YEARS)
    if last >= known_on:
        return last
    return limitation(due, facts_of(connection, identity, known_on)).expires


def movements_of(connection: sqlite3.Connection, customer: int) -> list[Movement]:
    """Every movement of a customer, reversed ones too, in the order of their days."""
    return _movements(connection, "m.customer_id = ?", customer)


def movement_by_id(connection: sqlite3.Connection, identity: int) -> Movement | None:
    """One movement."""
    found = _movements(connection, "m.id = ?", identity)
    return found[0] if found else None


def _movements(connection: sqlite3.Connection, condition: str, value: int) -> list[Movement]:
    rows = connection.execute(
        "SELECT m.id, m.kind, m.day, m.amount, m.mode, m.components, m.horizon, x.reversed_on,"
        " (SELECT group_concat(receivable_id) FROM (SELECT receivable_id FROM movement_target t"
        " WHERE t.movement_id = m.id ORDER BY position))"
        " FROM movement m LEFT JOIN movement_reversal x ON x.movement_id = m.id"
        f" WHERE {condition} ORDER BY m.day, m.id",
        (value,),
    )
    return [
        Movement(
            id=identity,
            kind=kind,
            day=date.fromisoformat(day),
            amount=amount,
            mode=mode or "legal",
            targets=tuple(map(int, targets.split(","))) if targets else (),
            components=tuple(components.split(",")) if components and kind != "pagamento" else (),
            horizon=horizon,
            reversed_on=date.fromisoformat(reversed_on) if reversed_on else None,
            told=_told(components) if components and kind == "pagamento" else None,
        )
        for identity, kind, day, amount, mode, components, horizon, reversed_on, targets in rows
    ]


def components_text(movement: Movement) -> str | None:
    """What the ledger keeps of a movement's components: of a payment, how another system allocated it."""
    if movement.told:
        return f"{movement.told.principal},{movement.told.discount},{int(movement.told.settled)}"
    return ",".join(movement.components) or None


def _told(text: str) -> Told:
    principal, discount, settled = map(int, text.split(","))
    return Told(principal, discount, bool(settled))


def entries_of_customer(connection: sqlite3.Connection, customer: int) -> list[Entry]:
    """Every entry of a customer's movements as booked, corrections too."""
    return _entries(connection, "m.customer_id = ?", (customer,))


def entries_of_title(connection: sqlite3.Connection, title: int, as_of: date) -> list[Entry]:
    """The entries of one title that were booked up to a day."""
    return _entries(connection, "e.receivable_id = ? AND e.booked_on <= ?", (title, as_of.isoformat()))


def entries_of_movement(connection: sqlite3.Connection, movement: int) -> list[Entry]:
    """The entries of one movement as booked, corrections too."""
    return _entries(connection, "e.movement_id = ?", (movement,))


def _entries(connection: sqlite3.Connection, condition: str, bound: tuple[object, ...]) -> list[Entry]:
    rows = connection.execute(
        f"SELECT e.movement_id, e.receivable_id, e.kind, e.value_on, e.booked_on, {_PARTS} FROM entry e"
        f" JOIN movement m ON m.id = e.movement_id WHERE {condition} ORDER BY e.id",
        bound,
    )
    return [
        Entry(movement, title, kind, date.fromisoformat(value), date.fromisoformat(booked), Parts(*parts))
        for movement, title, kind, value, booked, *parts in rows
    ]


def touched_among(connection: sqlite3.Connection, ids: Iterable[int]) -> set[int]:
    """Those of the titles that any movement has touched; linear in the titles."""
    from json import dumps

    rows = connection.execute(
        "SELECT j.value FROM json_each(?) j"
        " WHERE EXISTS (SELECT 1 FROM entry e WHERE e.receivable_id = j.value)",
        (dumps(list(ids)),),
    )
    return {identity for (identity,) in rows}


def customer_of(connection: sqlite3.Connection, title: int) -> int:
    """The customer who owes a title."""
    row = connection.execute("SELECT customer_id FROM receivable WHERE id = ?", (title,)).fetchone()
    return int(row[0])


def money_on(connection: sqlite3.Connection, title: int) -> int:
    """What a title has received in money, that of instalments too, less what was reversed, in cents."""
    (cents,) = connection.execute(
        "SELECT coalesce(sum(expenses + interest + fine + correction + principal), 0) FROM entry"
        " WHERE receivable_id = ? AND kind IN ('pagamento', 'credito', 'repasse')",
        (title,),
    ).fetchone()
    return int(cents)


def last_entry(connection: sqlite3.Connection, customer: int, title: int) -> str | None:
    """The last day on which an entry took effect on a title, or, with title 0, on any of a customer's."""
    condition = "e.receivable_id = ?2" if title else "m.customer_id = ?1"
    row = connection.execute(
        "SELECT max(e.value_on) FROM entry e JOIN movement m ON m.id = e.movement_id"
        f" WHERE {condition} AND ?1 + ?2 > 0",
        (customer, title),
    ).fetchone()
    return str(row[0]) if row[0] else None


def reasons_of(connection: sqlite3.Connection, movements: Iterable[int]) -> dict[int, str]:
    """The reasons given for these movements, of those that have one."""
    from json import dumps

    rows = connection.execute(
        "SELECT m.id, m.reason FROM json_each(?) j JOIN movement m ON m.id = j.value"
        " WHERE m.reason IS NOT NULL",
        (dumps(sorted(set(movements))),),
    )
    return dict(rows.fetchall())


def lost_among(connection: sqlite3.Connection, ids: Iterable[int], as_of: date) -> dict[int, int]:
    """Of these titles those written off by a day and not wholly recovered: principal lost, in cents."""
    from json import dumps

    rows = connection.execute(
        "SELECT j.value, (SELECT sum(e.principal) FROM entry e WHERE e.receivable_id = j.value"
        " AND e.booked_on <= ? AND e.kind IN ('perda', 'recuperacao')) AS lost"
        " FROM json_each(?) j WHERE lost > 0",
        (as_of.isoformat(), dumps(list(ids))),
    )
    return dict(rows.fetchall())


def taken_off(connection: sqlite3.Connection, title: int, as_of: date) -> dict[str, tuple[int, int]]:
    """What entries of each kind took off a title by a day: of the principal, and in all; cents."""
    rows = connection.execute(
        "SELECT kind, sum(principal), sum(expenses + interest + fine + correction + principal) FROM entry"
        " WHERE receivable_id = ? AND booked_on <= ? GROUP BY kind",
        (title, as_of.isoformat()),
    )
    return {kind: (principal, total) for kind, principal, total in rows if principal or total}


def horizon(connection: sqlite3.Connection) -> int:
    """The highest id of a title in the ledger; 0 of an empty one."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM receivable").fetchone()[0])

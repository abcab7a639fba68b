"""What banks issued for titles, as of a day: a boleto's line, a Pix code; the last row of a kind counts."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cobranca_cli.ledger.queries.names import TITLE

BOLETO, PIX = "boleto", "pix"


class Slips(NamedTuple):
    """How one title can be paid: the digits of the line and the Pix code, None where there is none."""

    boleto: str | None = None
    pix: str | None = None


NO_SLIPS = Slips()


def slips_of(connection: sqlite3.Connection, receivable_ids: Iterable[int], as_of: date) -> dict[int, Slips]:
    """The slips that these titles had on a day; titles without any are left out. Linear in the titles."""
    from json import dumps

    rows = connection.execute(
        "SELECT p.receivable_id, p.kind, p.content FROM json_each(:ids) j CROSS JOIN payment_slip p"
        " ON p.receivable_id = j.value WHERE p.booked_on <= :as_of ORDER BY p.id",
        {"ids": dumps(list(receivable_ids)), "as_of": as_of.isoformat()},
    )
    last = {(title, kind): content for title, kind, content in rows}
    found: dict[int, Slips] = {}
    for (title, kind), content in last.items():
        if content is not None:
            found[title] = found.get(title, NO_SLIPS)._replace(**{kind: content})
    return found


def slip_now(connection: sqlite3.Connection, receivable: int, kind: str) -> str | None:
    """What counts of a kind for a title, whatever the day it was booked on."""
    row = connection.execute(
        "SELECT content FROM payment_slip WHERE receivable_id = ? AND kind = ? ORDER BY id DESC LIMIT 1",
        (receivable, kind),
    ).fetchone()
    return row[0] if row else None


def others_with(connection: sqlite3.Connection, receivable: int, kind: str, content: str) -> list[str]:
    """The other invoices, not cancelled, that have this very slip now, as people type them."""
    rows = connection.execute(
        f"SELECT {TITLE} FROM payment_slip p"
        " JOIN receivable r ON r.id = p.receivable_id"
        " WHERE p.kind = :kind AND p.content = :content AND p.receivable_id <> :receivable"
        " AND r.cancelled_on IS NULL AND p.id = (SELECT max(q.id) FROM payment_slip q"
        " WHERE q.receivable_id = p.receivable_id AND q.kind = p.kind) ORDER BY p.id",
        {"kind": kind, "content": content, "receivable": receivable},
    )
    return [name for (name,) in rows]

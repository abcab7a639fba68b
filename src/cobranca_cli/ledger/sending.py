"""Whether automatic sending is frozen: from a restore until the owner says that it may go on.

A restored ledger has forgotten what was sent after its copy was made. The events tell; `meta` only says where
the last restore is among them, so that no report walks through them all. The bare `cobranca` asks too: what
only a restore needs is imported there.
"""

import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .events import Event

RESTORED, RELEASED = "restauracao", "envios_liberados"
COPIED = "copia"
"""The kinds of events that a restore, its release, and a copy are noted by."""


class Frozen(NamedTuple):
    """The restore that froze sending: the number of its event, and the day it was made on (ISO)."""

    event: int
    day: str


def freeze(connection: sqlite3.Connection, data: Mapping[str, object], instant: str) -> "Event":
    """Note a restore in the transaction that is open; `data` holds its day (ISO) as `em`."""
    from .events import append_event

    event = append_event(connection, RESTORED, data, instant)
    connection.execute(
        "INSERT INTO meta (key, value) VALUES ('restored', ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (str(event.seq),),
    )
    return event


def frozen(connection: sqlite3.Connection) -> Frozen | None:
    """The restore after which nobody has released sending; None when sending is free."""
    place = connection.execute("SELECT value FROM meta WHERE key = 'restored'").fetchone()
    if place is None:
        return None
    # What is no number is no place of ours: then all events are asked.
    since = int(place[0]) if place[0].isdecimal() and len(place[0]) < 19 else 0
    row = connection.execute(
        "SELECT seq, kind, data FROM event WHERE seq >= ? AND kind IN (?, ?) ORDER BY seq DESC LIMIT 1",
        (since, RESTORED, RELEASED),
    ).fetchone()
    if row is None or row[1] == RELEASED:
        return None
    import json

    return Frozen(row[0], json.loads(row[2])["em"])


def frozen_by_events(connection: sqlite3.Connection) -> bool:
    """Whether it is by the events alone, linear in them, for who does not trust what else the ledger says."""
    last = connection.execute(
        "SELECT kind FROM event WHERE kind IN (?, ?) ORDER BY seq DESC LIMIT 1", (RESTORED, RELEASED)
    ).fetchone()
    return bool(last == (RESTORED,))

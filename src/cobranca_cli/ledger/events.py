"""The event log: append-only, chained by hash, written in the same transaction as what it tells.

An event says that something was written and by which rule; it holds ids, days, cents and counts,
never a name, a document or an address, so that a person can be erased without breaking the chain.
"""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

GENESIS = "0" * 64
NO_INSTANT = "1970-01-01T00:00:00.000Z"
"""Of a seal in a ledger without any event."""

_DOMAIN = b"cobranca-evento-v1\0"


class Event(NamedTuple):
    """One link of the chain; `data` is the canonical JSON text that was hashed."""

    seq: int
    recorded_at: str
    kind: str
    data: str
    previous: str
    hash: str


MOST_BACK = timedelta(hours=36)
"""How much earlier than the event before it one may be: a command notes its instant when it begins, and may
wait for an answer while others write."""

COLUMNS = ", ".join(Event._fields)
"""The columns of the table `event`, in the order of an Event."""


def event_hash(seq: int, recorded_at: str, kind: str, data: str, previous: str) -> str:
    """SHA-256 over a versioned prefix, the canonical JSON of the event and the previous hash."""
    body = json.dumps([seq, recorded_at, kind, data], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(_DOMAIN + body.encode() + previous.encode()).hexdigest()


def append_event(
    connection: sqlite3.Connection, kind: str, data: Mapping[str, object], recorded_at: str
) -> Event:
    """Append at the head of the chain, inside the transaction that is open on `connection`."""
    seq, previous = head(connection)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    event = Event(
        seq + 1, recorded_at, kind, text, previous, event_hash(seq + 1, recorded_at, kind, text, previous)
    )
    connection.execute(
        f"INSERT INTO event ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
        event,
    )
    return event


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """Number and hash of the last event; (0, GENESIS) of an empty chain."""
    last = last_event(connection)
    return (last.seq, last.hash) if last else (0, GENESIS)


def last_event(connection: sqlite3.Connection) -> Event | None:
    """The event at the head of the chain."""
    row = connection.execute(f"SELECT {COLUMNS} FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    return Event(*row) if row else None

"""Whether automatic sending is frozen: from a restore until the owner says that it may go on.

A restored ledger has forgotten what was sent after its copy was made. Told by events alone.
"""

import json
import sqlite3
from typing import NamedTuple

RESTORED, RELEASED = "restauracao", "envios_liberados"


class Frozen(NamedTuple):
    """The restore that froze sending: the number of its event, and the day it was made on (ISO)."""

    event: int
    day: str


def frozen(connection: sqlite3.Connection) -> Frozen | None:
    """The restore after which nobody has released sending; None when sending is free."""
    row = connection.execute(
        "SELECT seq, kind, data FROM event WHERE kind IN (?, ?) ORDER BY seq DESC LIMIT 1",
        (RESTORED, RELEASED),
    ).fetchone()
    if row is None or row[1] == RELEASED:
        return None
    return Frozen(row[0], json.loads(row[2])["em"])

"""The files that were imported: each row of the ledger that came from one names its batch and line."""

import sqlite3

from cobranca_cli.domain.moment import Moment


def add_batch(
    connection: sqlite3.Connection,
    kind: str,
    file_name: str,
    sha256: str,
    profile: str | None,
    moment: Moment,
) -> int:
    """Note a file that is being imported; returns the batch's id."""
    # A name from another system may hold bytes that are no text; the ledger keeps text.
    file_name = file_name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    cursor = connection.execute(
        "INSERT INTO import_batch (kind, file_name, sha256, profile, imported_on, recorded_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (kind, file_name[-400:], sha256, profile, moment.today.isoformat(), moment.instant),
    )
    return int(cursor.lastrowid or 0)

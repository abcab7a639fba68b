"""Who has looked at personal data: kept as an event, listed for the owner (LGPD art. 37)."""

import os
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.clock import day_of_text
from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import CobrancaError
from cobranca_cli.ledger.access import Access, accesses, record_access
from cobranca_cli.services.reading import reading

EXPORT, SHOWN, FILE = "exportado", "mostrado", "arquivo"
"""How the data went out: all of a person's, whole on the screen, into a file."""


class Accesses(NamedTuple):
    """The looks as of today, the newest first."""

    as_of: date
    rows: tuple[Access, ...]
    notices: tuple[str, ...]


def note_access(ledger: Path, instant: str, command: str, rows: int, way: str) -> str | None:
    """Keep an access; None when it was kept, else why not, in words: a report never fails by it."""
    try:
        record_access(ledger, Access(instant, _user(), command, rows, way))
    except CobrancaError as error:
        return error.message
    return None


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # In a container without an entry for the user.
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "desconhecido"


def list_accesses(ledger: Path, settings: Settings, moment: Moment, since: date | None) -> Accesses:
    """The accesses from a day on, or all."""
    with reading(ledger, settings, moment) as reader:
        # The day of São Paulo begins later than that of UTC, by which they are found.
        late = accesses(reader.connection, since.isoformat() if since else "")
        found = tuple(each for each in late if not since or day_of_text(each.instant) >= since)
        return Accesses(moment.today, found, reader.notices)

"""Writing the ledger file anew, so that nothing stays in it of what was taken out."""

from pathlib import Path

from .connection import open_for_writing
from .failures import told


def compact(path: Path) -> None:
    """VACUUM: freed pages and the unused ends of pages go.

    Raises LedgerError for a full disk, BusyError when another process does not leave the ledger; what was
    committed before stays committed either way.
    """
    opened = open_for_writing(path)
    try:
        with told(opened.path):
            opened.connection.execute("VACUUM")
    finally:
        opened.connection.close()

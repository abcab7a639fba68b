"""The anchor: the head of the event chain, kept beside the ledger after every write.

A chain whose end was cut off, or that was written anew from the start, is sound in itself; only somebody who
kept a head can tell. `LIVRO.ancora` keeps them, one a line: number, hash, instant, occasion. Whoever can
change the ledger can change this file too: the heads that backups print are for keeping elsewhere. A line
may be missing (a crash between the commit and the line); one that is there was true.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from .events import GENESIS

WRITTEN, BACKUP, RESTORED, GIVEN = "gravado", "copia", "restaurado", "dada"
"""On what occasion a head was kept; the last is of what a person kept elsewhere, and no line has it."""

COMPACT_FROM_BYTES = 256 * 1024
DAILY_LINES = 400


class Anchored(NamedTuple):
    """A head that was kept: of an event, at an instant (UTC, ISO text), on an occasion.

    Of a head that was given the hash may be only its beginning, and no instant is known.
    """

    seq: int
    hash: str
    instant: str
    occasion: str


def anchor_path(ledger: Path) -> Path:
    """Where the anchor of a ledger is: beside it."""
    return Path(f"{os.path.realpath(ledger)}.ancora")


def anchor(ledger: Path, seq: int, digest: str, instant: str, occasion: str = WRITTEN) -> bool:
    """Keep a head; False when that was not possible, which undoes nothing: the ledger is written already.

    `occasion` is one of the words above. A restored head binds all that is before it, and what was anchored
    earlier binds no more: it may be of what the restore gave up.
    """
    path, line = anchor_path(ledger), f"{seq} {digest} {instant} {occasion}\n"
    try:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(path, flags, 0o600)
        try:
            size = os.fstat(handle).st_size
            # A line cut short by a crash must not run into this one.
            if size and os.lseek(handle, size - 1, os.SEEK_SET) and os.read(handle, 1) != b"\n":
                line = "\n" + line
            os.write(handle, line.encode("ascii"))
        finally:
            os.close(handle)
        if size > COMPACT_FROM_BYTES:
            _compact(path)
    except OSError:
        return False
    return True


def anchored(ledger: Path) -> list[Anchored] | None:
    """The heads that are kept and still bind, in the order kept; None when there is no anchor.

    Lines that cannot be read are left out. Raises OSError.
    """
    try:
        with anchor_path(ledger).open(encoding="ascii", errors="replace") as file:
            return _binding(filter(None, map(_parse, file)))
    except FileNotFoundError:
        return None


def _parse(line: str) -> Anchored | None:
    words = line.split()
    if len(words) != 4 or not words[0].isdecimal() or len(words[1]) != len(GENESIS):
        return None
    return Anchored(int(words[0]), *words[1:]) if line.endswith("\n") else None


def _binding(heads: Iterable[Anchored]) -> list[Anchored]:
    """From the last restore on."""
    kept: list[Anchored] = []
    for head in heads:
        if head.occasion == RESTORED:
            kept.clear()
        kept.append(head)
    return kept


def _compact(path: Path) -> None:
    """Leave the last line of each of the last days, and of each month before; some 70 KB in twenty years."""
    # Seldom needed, and it brings the random numbers of the standard library with it.
    from cobranca_cli.placing import private_file

    with path.open(encoding="ascii", errors="replace") as file:
        heads = _binding(filter(None, map(_parse, file)))
    days = {head.instant[:10]: head for head in heads}
    recent = list(days.values())[-DAILY_LINES:]
    months = {head.instant[:7]: head for head in list(days.values())[:-DAILY_LINES]}
    descriptor, hidden = private_file(path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.writelines(f"{' '.join(map(str, head))}\n" for head in (*months.values(), *recent))
        hidden.replace(path)
    finally:
        hidden.unlink(missing_ok=True)

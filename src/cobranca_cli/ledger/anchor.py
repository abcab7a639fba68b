"""The anchor: the head of the event chain, kept beside the ledger after every write.

A chain whose end was cut off, or that was written anew from the start, is sound in itself; only somebody who
kept a head can tell. `LIVRO.ancora` keeps them, one a line: number, hash, instant, occasion. Whoever can
change the ledger can change this file too: the heads that backups print are for keeping elsewhere. A line
may be missing (a crash between the commit and the line); one that is there was true.
"""

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from cobranca_cli.placing import private_file

from .events import GENESIS

WRITTEN, RESTORED, GIVEN = "gravado", "restaurado", "dada"
"""On what occasion a head was kept; the last is of what a person kept elsewhere, and no line has it."""

COMPACT_FROM_BYTES = 256 * 1024
DAILY_LINES = 400

MOST_BYTES = 16 * COMPACT_FROM_BYTES
"""No anchor of ours grows so large, and a larger one is not read."""


_PLAIN_FILE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""No link is followed, and a pipe does not keep us waiting."""


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
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | _PLAIN_FILE
        handle = os.open(path, flags, 0o600)
        try:
            size = os.fstat(handle).st_size
            # A line cut short by a crash must not run into this one.
            if size and os.lseek(handle, size - 1, os.SEEK_SET) and os.read(handle, 1) != b"\n":
                line = "\n" + line
            os.write(handle, line.encode("ascii"))
        finally:
            os.close(handle)
        if COMPACT_FROM_BYTES < size <= MOST_BYTES:
            _compact(path)
    except OSError:
        return False
    return True


def anchored(ledger: Path) -> list[Anchored] | None:
    """The heads that are kept and still bind, in the order kept; None when there is no anchor.

    Lines that cannot be read are left out. Raises OSError, also of what is no file.
    """
    try:
        return _binding(_heads(anchor_path(ledger)))
    except FileNotFoundError:
        return None


def _heads(path: Path) -> list[Anchored]:
    with os.fdopen(os.open(path, os.O_RDONLY | _PLAIN_FILE), encoding="ascii", errors="replace") as file:
        status = os.fstat(file.fileno())
        if not S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return [] if status.st_size > MOST_BYTES else list(filter(None, map(_parse, file)))


def _parse(line: str) -> Anchored | None:
    words = line.split()
    if len(words) != 4 or not words[0].isdecimal() or len(words[0]) > 18 or len(words[1]) != len(GENESIS):
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
    heads = _binding(_heads(path))
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

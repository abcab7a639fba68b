"""Who holds a lock on the ledger, where the system says so (Linux: `/proc/locks`)."""

import os
from pathlib import Path

_LOCKS = Path("/proc/locks")


def in_use(path: Path) -> str:
    """The sentence that the ledger is in use, with number and name of the process if they can be known.

    Only the name of the program is told: the rest of its command line may name customers.
    """
    process = _process(path)
    who = f" ({process}{_named(process)})" if process else ""
    return f"o livro {path} está sendo usado por outro processo{who}"


def _process(path: Path) -> int | None:
    """Another process with a lock on the file; one that writes before one that reads."""
    try:
        status = path.stat()
        lines = _LOCKS.read_text().splitlines()
    except OSError:
        return None
    file = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    found = []
    for line in lines:
        # 7: POSIX  ADVISORY  WRITE 4242 fd:00:131090 1073741825 1073741825
        words = line.split()
        if len(words) == 8 and words[5] == file and words[4].isdecimal():
            found.append((words[3] != "WRITE", int(words[4])))
    others = sorted(each for each in found if each[1] not in (0, os.getpid()))
    return others[0][1] if others else None


def _named(process: int) -> str:
    try:
        name = Path(f"/proc/{process}/comm").read_text().strip()
    except OSError:
        return ""
    return f", {name}" if name.isprintable() and name else ""

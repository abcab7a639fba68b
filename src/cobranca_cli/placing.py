"""How a file takes its name whole: written under a hidden name of the same folder, then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

PRIVATE = 0o600
SQLITE_MAGIC = b"SQLite format 3\0"
SETTINGS_NAME = "cobranca.toml"
_BESIDE_A_LEDGER = ("-journal", "-wal", "-shm", ".ancora")
_STALE_SECONDS = 24 * 3600
_HIDDEN = ".cobranca-"


def belongs_to_ledger(path: Path) -> bool:
    """Whether the place is a ledger's, or of a file that a ledger needs beside it, there or not.

    A database, what SQLite and the anchor put beside one, the owner's settings: no output may take it.
    """
    # In capitals it is the same file on the disks of Windows and macOS.
    real = Path(os.path.realpath(path))
    owner = real
    for ending in _BESIDE_A_LEDGER:
        if real.name.lower().endswith(ending) and len(real.name) > len(ending):
            owner = real.with_name(real.name[: -len(ending)])
    return real.name.lower() == SETTINGS_NAME or (owner.is_file() and _is_database(owner))


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC
    except PermissionError:
        return False


def private_file(folder: Path) -> tuple[int, Path]:
    """A new empty file under a hidden name, readable by its owner alone (0600): descriptor and path.

    The name carries the number of the process, so that what a killed one left can be told.
    """
    path = folder / f"{_HIDDEN}{os.getpid():08x}{os.urandom(4).hex()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, PRIVATE), path


def take_name(temporary: Path, final: Path, overwrite: bool) -> None:
    """Give the file its name. Raises FileExistsError when the name is taken and may not be."""
    if overwrite:
        temporary.replace(final)
        return
    try:
        # A link fails where the name has been taken meanwhile; a replace would not.
        final.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        temporary.replace(final)


def sync_file(path: Path) -> None:
    """Wait until the bytes of the file are on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until the names in the folder are on the disk."""
    # Windows has no such call and some network disks refuse it; the file itself is safe by now.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep(folder: Path, instant: str) -> None:
    """Remove what killed runs left under hidden names a day or more before `instant` (UTC, ISO text).

    For a folder that other machines may write to as well, whose processes nobody here can see.
    """
    before = datetime.fromisoformat(instant).timestamp() - _STALE_SECONDS
    for path in _hidden(folder):
        with suppress(OSError):
            if path.stat().st_mtime < before:
                path.unlink()


def sweep_orphans(folder: Path) -> None:
    """Remove at once what killed processes of this machine left in a folder, such as the ledger's."""
    for path in orphans(folder):
        with suppress(OSError):
            path.unlink()


def orphans(folder: Path) -> list[Path]:
    """The files under hidden names whose process is gone; none where that cannot be told (Windows)."""
    return sorted(each for each in _hidden(folder) if _gone(each)) if os.name == "posix" else []


def _hidden(folder: Path) -> Iterator[Path]:
    return folder.glob(f"{_HIDDEN}????????????????.tmp*")


def _gone(path: Path) -> bool:
    """Whether the process in the name of a hidden file has ended."""
    try:
        # The signal 0 is sent to nobody; it only asks.
        os.kill(int(path.name.removeprefix(_HIDDEN)[:8], 16), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except (OSError, ValueError):
        return False
    return False


@contextmanager
def cleared_when_stopped() -> Iterator[None]:
    """Within it a hang-up or a request to end is like Ctrl-C: what `finally` says happens.

    Only the main thread hears signals; what is ignored (`nohup`) stays ignored.
    """
    import signal

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    kinds = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {}
    try:
        with suppress(ValueError):
            for kind in kinds:
                if signal.getsignal(kind) == signal.SIG_DFL:
                    before[kind] = signal.signal(kind, stop)
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)

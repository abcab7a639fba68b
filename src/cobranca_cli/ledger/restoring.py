"""Putting a copy in the ledger's place: what is there now, what comes, and the change of one for the other.

The change is one `rename` over the ledger, after the old one got a second name; killed at any moment, the
ledger's name stands for the old one or for the new one, whole. What SQLite would take for the journal of the
new one (`-journal`, `-wal`, `-shm`) is moved aside before.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.errors import BusyError, LedgerError
from cobranca_cli.placing import sync_folder

from .copies import Contents, Judged, contents, judged
from .events import Event
from .failures import damaged, told
from .raw import NO_WAL, READ_WAIT_SECONDS, SIDE_FILES, SQLITE_MAGIC, WAL, WRITE_WAIT_SECONDS, connect, uri_of
from .schema import APPLICATION_ID, STEPS
from .sending import COPIED, freeze
from .since import Back, Gone, coming_back, gone

ABSENT, DAMAGED, SOUND = "ausente", "danificado", "inteiro"
DAMAGED_COPY = "E-COPIA-DANIFICADA"


class Present(NamedTuple):
    """The ledger that a copy is to replace.

    Attributes:
        state: ABSENT, DAMAGED (it cannot be read) or SOUND.
        found: what it holds, of a SOUND one.
        later: how many events, notes of copies apart, its chain has after the copy's end; None if it does
            not go through there, and the two are not the same ledger at different times.
        gone: what was recorded there, if it does.
        back: customers who are erased in it, and not in the copy.
    """

    state: str
    found: Contents | None = None
    later: int | None = None
    gone: tuple[Gone, ...] = ()
    back: tuple[Back, ...] = ()


def present(ledger: Path, coming: Contents, copy: sqlite3.Connection) -> Present:
    """Look at the ledger as it is, without bringing it to this version, beside the copy that is to come.

    Raises LedgerError for a file that is not a ledger of this program, or one of a newer version: a copy
    does not take their place.
    """
    if not ledger.exists():
        return Present(ABSENT)
    try:
        with told(ledger):
            _refuse_foreign(ledger, ledger)
            with closing(connect(ledger, READ_WAIT_SECONDS)) as connection:
                _refuse_other(connection, ledger)
                connection.execute("BEGIN")
                later = _later(connection, coming)
                lost = gone(connection, copy) if later is not None else ()
                return Present(SOUND, contents(connection), later, lost, coming_back(connection, copy))
    except LedgerError as error:
        if error.code == "E-LIVRO-DANIFICADO":
            return Present(DAMAGED)
        raise
    except sqlite3.OperationalError:
        # Its tables are missing.
        return Present(DAMAGED)


def _later(connection: sqlite3.Connection, coming: Contents) -> int | None:
    row = connection.execute("SELECT hash FROM event WHERE seq = ?", (coming.seq,)).fetchone()
    if row != (coming.hash,):
        return None
    after = "SELECT count(*) FROM event WHERE seq > ? AND kind <> ?"
    return int(connection.execute(after, (coming.seq, COPIED)).fetchone()[0])


def fetch(copy: Path, target: Path) -> None:
    """Copy a plain copy into the empty file `target`, by SQLite, so that one that is in use comes whole.

    Raises LedgerError for what is not a copy of a ledger, or has a journal beside it.
    """
    with _as_copy(copy):
        _refuse_foreign(copy, copy)
    for ending in SIDE_FILES[:2]:
        side = Path(f"{copy}{ending}")
        if side.exists() and side.stat().st_size:
            raise LedgerError(
                f"a cópia {copy} não está inteira: uma parte dela está em {side.name}",
                code="E-COPIA",
                hint=f"abra-a uma vez para completá-la: cobranca aging --livro {copy}",
            )
    uri = uri_of(copy.resolve(), "mode=ro")
    source = sqlite3.connect(uri, uri=True, timeout=READ_WAIT_SECONDS, isolation_level=None)
    with _as_copy(copy), closing(source), closing(connect(target, READ_WAIT_SECONDS)) as fetched:
        fetched.execute("PRAGMA journal_mode=OFF")
        fetched.execute("PRAGMA synchronous=OFF")
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        source.backup(fetched)


@contextmanager
def opened_copy(content: Path | bytes, copy: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a copy that was fetched, or to the bytes of one, which then reach no disk.

    Errors name the `copy` it came from. Raises LedgerError for what is no ledger.
    """
    with _as_copy(copy):
        connection = _to_file(content, copy) if isinstance(content, Path) else _to_bytes(content, copy)
    with closing(connection):
        yield connection


def _to_file(file: Path, copy: Path) -> sqlite3.Connection:
    _refuse_foreign(file, copy)
    return connect(file, READ_WAIT_SECONDS)


def _to_bytes(content: bytes, copy: Path) -> sqlite3.Connection:
    _refuse_beginning(content[: len(SQLITE_MAGIC)], copy)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    # In memory there is no WAL; a header that says so could not be opened.
    connection.deserialize(content[:18] + NO_WAL + content[20:] if content[18:20] == WAL else content)
    return connection


def judge(connection: sqlite3.Connection, copy: Path, *, anyway: bool = False) -> Judged:
    """What is in a copy, wholly checked; errors name the `copy`.

    Raises LedgerError when its pages are damaged, or it is not ours, or of a newer version; and, if not
    `anyway`, when its history and its rows do not hold together.
    """
    with _as_copy(copy):
        # What was written in WAL would need two files more.
        connection.execute("PRAGMA journal_mode=DELETE")
        _refuse_other(connection, copy)
        found = judged(connection)
        if not found.found or (found.wrong and not anyway):
            raise bad_copy(copy, found.wrong or "o conteúdo não confere")
        return found


@contextmanager
def _as_copy(copy: Path) -> Iterator[None]:
    """Within it, what cannot be read is told as a damaged copy."""
    try:
        with told(copy):
            yield
    except sqlite3.OperationalError as error:
        raise bad_copy(copy, "faltam tabelas") from error
    except LedgerError as error:
        if error.code != "E-LIVRO-DANIFICADO":
            raise
        raise bad_copy(copy, "o conteúdo não confere") from error


def bad_copy(copy: Path, detail: str) -> LedgerError:
    """The error for a copy that cannot be relied on."""
    return LedgerError(
        f"a cópia {copy} está danificada ({detail})",
        code=DAMAGED_COPY,
        hint="use outra cópia; o livro não foi tocado",
    )


def mark(file: Path, data: Mapping[str, object], instant: str) -> Event:
    """Note the restore in a ledger that nobody else has, whatever its version."""
    with closing(connect(file, READ_WAIT_SECONDS)) as connection:
        connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("BEGIN IMMEDIATE")
        event = freeze(connection, data, instant)
        connection.execute("COMMIT")
    return event


def change(ledger: Path, prepared: Path, aside: Path, expected: Present) -> list[Path]:
    """Put `prepared` in the ledger's place, the old one and its side files under `aside`; these, as moved.

    Raises BusyError when another process writes, or wrote since `expected` was seen. OSError.
    """
    with _held(ledger, expected):
        moved = []
        if ledger.exists():
            _second_name(ledger, aside)
            moved.append(aside)
        for ending in SIDE_FILES:
            side = Path(f"{ledger}{ending}")
            if side.exists():
                moved.append(side.rename(f"{aside}{ending}"))
        prepared.replace(ledger)
        sync_folder(ledger.parent)
        return moved


@contextmanager
def _held(ledger: Path, expected: Present) -> Iterator[None]:
    """Nobody reads or writes the old ledger within it, if it is one that can still be locked."""
    if expected.state != SOUND:
        yield
        return
    with told(ledger), closing(connect(ledger, WRITE_WAIT_SECONDS)) as connection:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        if contents(connection) != expected.found:
            raise BusyError(
                f"o livro {ledger} mudou enquanto você decidia", hint="rode de novo e confira os números"
            )
        yield


def _second_name(ledger: Path, aside: Path) -> None:
    try:
        aside.hardlink_to(ledger)
    except FileExistsError:
        raise
    except OSError:
        # A disk without links; for an instant the ledger has no name.
        ledger.rename(aside)


def _refuse_foreign(file: Path, named: Path) -> None:
    """Raise LedgerError unless the file begins as a database. OSError."""
    if not file.is_file():
        raise LedgerError(f"{named} não é um arquivo", hint="diga o arquivo do livro ou da cópia (.db)")
    with file.open("rb") as opened:
        _refuse_beginning(opened.read(len(SQLITE_MAGIC)), named)


def _refuse_beginning(magic: bytes, named: Path) -> None:
    if magic == SQLITE_MAGIC:
        return
    if not magic.strip(b"\0"):
        raise damaged(named, "o começo do arquivo foi apagado" if magic else "0 bytes")
    raise LedgerError(
        f"{named} não é um livro do cobranca nem uma cópia de um", hint="confira o nome do arquivo"
    )


def _refuse_other(connection: sqlite3.Connection, named: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise LedgerError(
            f"{named} é um banco de outro programa, não um livro do cobranca",
            hint="confira o nome do arquivo",
        )
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(STEPS):
        raise LedgerError(
            f"{named} é de uma versão mais nova do cobranca (formato {version}; este programa conhece até"
            f" {len(STEPS)})",
            code="E-LIVRO-NOVO",
            hint="atualize o programa; nada foi tocado",
        )

"""Opening the ledger with the standard library alone: who may open what, and with which settings.

The order of the checks is the order in which a person can mend things: is it there, is it a ledger,
is it sound, is it of this version, is it private. Nothing is ever created by opening
(`mode=rw`, path quoted), and the journal mode is rollback (DELETE) with `synchronous=EXTRA`: the only
pair that lost no acknowledged commit in a simulated power cut without a second file beside the ledger.
"""

import os
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_IMODE, S_ISREG

from cobranca_cli.errors import LedgerError
from cobranca_cli.faults import reason

from .failures import ABSENT, damaged, told
from .migrations import upgrade
from .raw import READ_WAIT_SECONDS, SQLITE_MAGIC, WRITE_WAIT_SECONDS, connect, in_wal
from .schema import APPLICATION_ID, STEPS

_SYNC_NAMES = ("onedrive", "dropbox", "icloud", "google drive", "googledrive", "nextcloud")
_PRAGMAS = (
    "foreign_keys=ON",
    "synchronous=EXTRA",
    "trusted_schema=OFF",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "recursive_triggers=ON",
    "cell_size_check=ON",
)


@dataclass(slots=True)
class Opened:
    """A connection with what its opening found worth saying (Portuguese sentences)."""

    connection: sqlite3.Connection
    path: Path
    notices: list[str] = field(default_factory=list)


def open_for_reading(path: Path) -> Opened:
    """Open for a report: nothing can be written, a journal left by a crash is still rolled back."""
    opened = _open(path, READ_WAIT_SECONDS)
    opened.connection.execute("PRAGMA query_only=ON")
    opened.connection.execute("PRAGMA cache_size=-65536")
    return opened


def open_for_writing(path: Path, wait: float | None = None) -> Opened:
    """Open for a write, which waits some seconds for another's. Raises LedgerError if it may only be read."""
    opened = _open(path, WRITE_WAIT_SECONDS if wait is None else wait)
    for pragma in _PRAGMAS:
        opened.connection.execute(f"PRAGMA {pragma}")
    # A pragma inside a transaction is silently ignored; a ledger without foreign keys is not ours, without
    # the triggers that REPLACE sets off not append-only, and without secure deletion it does not erase.
    for needed in ("foreign_keys", "recursive_triggers", "secure_delete"):
        assert opened.connection.execute(f"PRAGMA {needed}").fetchone() == (1,)
    return opened


def _open(path: Path, wait: float) -> Opened:
    # Two names for one file would have two journals; a loop of links is told by the check below.
    path = Path(os.path.realpath(path))
    notices = _tighten(path, check_file(path))
    with told(path):
        connection = connect(path, wait)
    try:
        with told(path):
            if version_of(connection, path) < len(STEPS):
                notices.append(upgrade(connection, path, STEPS))
            # A ledger found in WAL (opened by another tool) goes back to one file.
            if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                connection.execute("PRAGMA journal_mode=DELETE")
    except BaseException:
        connection.close()
        raise
    opened = Opened(connection, path, notices)
    _notice_synced_folder(opened)
    return opened


def _refuse_foreign_log(path: Path) -> None:
    """SQLite applies the `-wal` beside a file whoever wrote it, also to a ledger that says it has none."""
    log = Path(f"{path}-wal")
    if log.is_file() and log.stat().st_size and not in_wal(path):
        raise LedgerError(
            f"ao lado do livro está {log}, de outro livro ou de outra cópia dele: abrir o livro assim o"
            " estragaria",
            code="E-LIVRO-SOBRA",
            hint=f"mude {log.name} de pasta, sem apagar, e rode de novo",
        )


def check_file(path: Path) -> int:
    """Look at the file before SQLite does, and return its mode; raises LedgerError.

    It must be present, regular, not empty and a database.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        raise LedgerError(
            f"não encontrei o livro {path}",
            code=ABSENT,
            hint="crie um com 'cobranca iniciar', ou diga onde ele está com --livro",
        ) from None
    except OSError as error:
        raise LedgerError(
            f"não consegui abrir o livro {path}: {reason(error)}", hint="confira o caminho e as permissões"
        ) from error
    if not S_ISREG(status.st_mode):
        raise LedgerError(f"{path} não é um arquivo", hint="diga em --livro o arquivo do livro (.db)")
    if status.st_size == 0:
        raise LedgerError(
            f"o livro {path} está vazio (0 bytes)",
            hint="se ia ser um livro novo, apague-o e rode 'cobranca iniciar'; se não, recupere uma cópia",
        )
    try:
        with path.open("rb") as file:
            magic = file.read(16)
        _refuse_foreign_log(path)
    except OSError as error:
        raise LedgerError(
            f"não consegui ler o livro {path}: {reason(error)}",
            hint="confira as permissões",
        ) from error
    if magic != SQLITE_MAGIC:
        if magic.strip(b"\0") == b"":
            raise damaged(path, "o começo do arquivo foi apagado")
        raise LedgerError(
            f"{path} não é um livro do cobranca",
            hint="diga em --livro o arquivo do livro (.db); planilhas entram com 'cobranca importar faturas'",
        )
    return S_IMODE(status.st_mode)


def _tighten(path: Path, mode: int) -> list[str]:
    """Take from others the right to read; say so, because somebody may have counted on it."""
    if not mode & 0o077:
        return []
    try:
        path.chmod(0o600)
    except OSError:
        return [f"o livro {path} pode ser lido por outras pessoas desta máquina e não consegui mudar isso"]
    return [f"o livro podia ser lido por outras pessoas desta máquina; agora só você o lê ({path})"]


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The ledger's version, once it is known to be ours, not newer than us, and with its tables."""
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    if application_id != APPLICATION_ID:
        raise LedgerError(
            f"{path} é um banco de outro programa, não um livro do cobranca",
            hint="diga em --livro o arquivo do livro, ou crie um com 'cobranca iniciar'",
        )
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(STEPS):
        raise LedgerError(
            f"o livro {path} é de uma versão mais nova do cobranca (formato {version};"
            f" este programa conhece até {len(STEPS)})",
            code="E-LIVRO-NOVO",
            hint="atualize o programa; o livro não foi tocado",
        )
    tables = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'receivable'").fetchone()[0]
    if version == 0 or not tables:
        raise damaged(path, "faltam tabelas")
    return version


def _notice_synced_folder(opened: Opened) -> None:
    """Warn, until a writing command has recorded the warning, of a folder that a program synchronises."""
    if not synced_folder(opened.path):
        return
    known = opened.connection.execute("SELECT value FROM meta WHERE key = 'synced_folder'").fetchone()
    if known != (str(opened.path.parent),):
        opened.notices.append(
            f"a pasta {opened.path.parent} parece sincronizada com a nuvem; a sincronização pode estragar o"
            " livro no meio de uma gravação. Prefira guardá-lo fora dela e sincronizar só as cópias"
        )


def synced_folder(path: Path) -> bool:
    """Whether a part of the path bears the name of a synchronising service."""
    return any(name in part.lower() for part in path.parent.parts for name in _SYNC_NAMES)

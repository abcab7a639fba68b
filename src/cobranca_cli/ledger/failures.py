"""What SQLite reports, told to a person: one table from its error names to our errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cobranca_cli.errors import BusyError, CobrancaError, LedgerError

from .holder import in_use

ABSENT, DAMAGED = "E-LIVRO-AUSENTE", "E-LIVRO-DANIFICADO"
"""Codes of a ledger that a copy may bring back."""

SENSELESS = (
    ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError, CobrancaError,
)  # fmt: skip
"""What reading may raise of a ledger whose values make no sense."""


def damaged(path: Path, detail: str) -> LedgerError:
    """The error for a ledger whose bytes are not right; which copies there are is said where it is told."""
    return LedgerError(
        f"o livro {path} está danificado ({detail})",
        code=DAMAGED,
        hint="não apague o arquivo; volte à última cópia: cobranca restaurar COPIA",
    )


def busy(path: Path) -> BusyError:
    """The error for a ledger that another process holds."""
    return BusyError(
        in_use(path),
        hint="espere o outro comando terminar (uma importação, o cron) e rode de novo",
    )


def read_only(path: Path) -> LedgerError:
    """The error for a write to a ledger that may only be read."""
    return LedgerError(
        f"o livro {path} só pode ser lido: o arquivo ou a pasta não aceita gravação",
        code="E-SOMENTE-LEITURA",
        hint="dê permissão de escrita ao arquivo e à pasta, ou copie o livro para outra pasta",
    )


def translate(error: sqlite3.Error, path: Path) -> CobrancaError | None:
    """Our error for SQLite's, by its symbolic name; None when it can only be a defect of the program."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return busy(path)
    if name == "SQLITE_FULL":
        return LedgerError(
            "o disco do livro está cheio",
            code="E-DISCO-CHEIO",
            hint="libere espaço e rode de novo; o livro continua como estava",
        )
    if name == "SQLITE_READONLY_DBMOVED":
        return BusyError(
            f"o livro {path} foi trocado enquanto este comando esperava",
            hint="rode de novo; ele vai gravar no livro de agora",
        )
    if name.startswith("SQLITE_READONLY"):
        return read_only(path)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return damaged(path, "o conteúdo não confere")
    if name.startswith("SQLITE_CANTOPEN"):
        return LedgerError(
            f"não consegui abrir o livro {path}",
            hint="confira a permissão do arquivo e da pasta, e se há espaço no disco",
        )
    if name.startswith("SQLITE_IOERR"):
        return LedgerError(
            f"o disco recusou uma leitura ou gravação do livro {path}",
            code="E-DISCO",
            hint="confira o espaço livre e a saúde do disco, e rode de novo",
        )
    return None


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Within it, what SQLite raises becomes our error; a defect of the program passes as it is."""
    try:
        yield
    except Exception as error:
        # SQLAlchemy wraps what the driver raised, and keeps it as `orig`.
        cause = error if isinstance(error, sqlite3.Error) else getattr(error, "orig", None)
        ours = translate(cause, path) if isinstance(cause, sqlite3.Error) else None
        if ours is None:
            raise
        raise ours from error

"""The copies that there are of a ledger, and the way back to it when it is lost or damaged."""

import os
import shlex
import stat
from contextlib import suppress
from pathlib import Path

from cobranca_cli.config import load_settings
from cobranca_cli.config_backup import FOLDER, backup_settings
from cobranca_cli.domain.copies import SEALED, copies_among, source_of
from cobranca_cli.errors import CobrancaError, LedgerError
from cobranca_cli.ledger.anchor import anchor_path
from cobranca_cli.ledger.failures import ABSENT, DAMAGED
from cobranca_cli.ledger.raw import SQLITE_MAGIC
from cobranca_cli.ledger.schema import APPLICATION_ID
from cobranca_cli.paths import ledger_path
from cobranca_cli.placing import sweep_orphans
from cobranca_cli.services.age_files import MAGIC


def is_copy(path: Path) -> bool:
    """Whether the file is what its name says: a ledger of this program, or encrypted with age."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        with path.open("rb") as file:
            beginning = file.read(100)
    except OSError:
        return False
    if path.name.endswith(SEALED):
        return beginning.startswith(MAGIC)
    return beginning.startswith(SQLITE_MAGIC) and beginning[68:72] == APPLICATION_ID.to_bytes(4)


def known_copies(ledger: Path) -> list[Path]:
    """The copies of a ledger of this name, the newest first: in the folder of `[backup]`, in `copias`, and
    those that an upgrade left beside it. What cannot be read is left out.
    """
    ledger = Path(os.path.realpath(ledger))
    folders = {ledger.parent / FOLDER: None}
    with suppress(CobrancaError, OSError):
        folders[ledger.parent / backup_settings(load_settings(ledger)).folder] = None
    found = [each for folder in folders for each in _copies_in(folder, ledger.stem)]
    with suppress(OSError):
        found += ledger.parent.glob(f"{ledger.name}*.bak")
    times = {}
    for path in filter(is_copy, found):
        with suppress(OSError):
            times[path] = path.stat().st_mtime_ns
    return sorted(times, key=lambda path: (times[path], path.name), reverse=True)


def copied_from(path: Path) -> Path | None:
    """The ledger that a file is a copy of; None of one that is in daily use, whatever is missing beside it.

    Its name must be one that this program gives to copies, and the ledger of that name, with its anchor, must
    lie beside it or in the folder above. Who takes the anchor of a ledger away does not make a copy of it.
    """
    name = source_of(path.name)
    if name is None or anchor_path(path).exists():
        return None
    places = (folder / name for folder in (path.parent, path.parent.parent))
    return next((each for each in places if each.is_file() and anchor_path(each).is_file()), None)


def _copies_in(folder: Path, stem: str) -> list[Path]:
    try:
        return [folder / each.name for each in copies_among(stem, (it.name for it in folder.iterdir()))]
    except OSError:
        return []


def sweep_beside(ledger: Path) -> None:
    """Remove what killed commands left in clear beside a ledger and in its `copias`."""
    for folder in (ledger.parent, ledger.parent / FOLDER):
        sweep_orphans(folder)


def way_back(ledger: Path) -> str | None:
    """The command that brings back the newest copy; None when no copy is known."""
    copies = known_copies(ledger)
    return restore_command(ledger, copies[0]) if copies else None


def restore_command(ledger: Path, copy: Path) -> str:
    """The command that puts a copy in the place of a ledger, to be pasted."""
    key = ["--chave", "CHAVE"] if copy.name.endswith(SEALED) else []
    where = [] if ledger == ledger_path() else ["--livro", str(ledger)]
    return shlex.join(["cobranca", "restaurar", str(copy), *key, *where])


def lost(ledger: Path) -> tuple[str, str] | None:
    """Of a ledger that is not there: what shows that it was, and what to do, two Portuguese clauses; None if
    nothing shows it.
    """
    if _lies_there(ledger):
        return None
    copies = known_copies(ledger)
    if copies:
        return f"a cópia mais nova dele é {copies[0]}", restore_command(ledger, copies[0])
    anchor = anchor_path(ledger)
    if not _lies_there(anchor):
        return None
    return (
        f"a âncora dele ficou em {anchor}",
        "procure o arquivo do livro ou uma cópia dele, em outro disco: cobranca restaurar COPIA",
    )


def _lies_there(path: Path) -> bool:
    """The answer; no where a folder on the way may not be entered."""
    try:
        return path.exists()
    except OSError:
        return False


def help_with(code: str, ledger: Path) -> str | None:
    """What to do about an error of this code, in the place of its hint; None if no copy would help."""
    if code == ABSENT and (there_was := lost(ledger)):
        return f"{there_was[0]}; para voltar ao livro: {there_was[1]}"
    if code == DAMAGED and (command := way_back(ledger)):
        return f"não apague o arquivo; volte à cópia mais nova: {command}"
    return None


def refuse_lost(ledger: Path) -> None:
    """Raise LedgerError where a new ledger would take the place of one that was lost.

    It would begin beside the anchor and the copies of the old one, and its own copies would mix with those.
    """
    if there_was := lost(ledger):
        what, way = there_was
        raise LedgerError(
            f"já houve um livro em {ledger}: {what}",
            code="E-LIVRO-PERDIDO",
            hint=f"para voltar a ele: {way}; para um livro novo, diga outro nome ou outra pasta com --livro,"
            f" ou mude antes de pasta as cópias e a âncora do antigo ({anchor_path(ledger)})",
        )

"""Layer `arquivo`: what can be seen of the ledger from outside, before it is opened."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shlex import quote
from stat import S_IMODE, S_ISVTX, S_IWOTH

from cobranca_cli.domain.finding import Finding
from cobranca_cli.ledger.connection import synced_folder
from cobranca_cli.ledger.raw import WAL_FIXED, in_wal
from cobranca_cli.placing import orphans

from .look import Look

_LAYER = "arquivo"
MOUNTS = Path("/proc/mounts")
_STALE_SECONDS = 3600
_REMOTE = ("nfs", "cifs", "smb", "9p", "afs", "fuse.sshfs", "fuse.rclone", "fuse.davfs", "davfs")


def journal_findings(path: Path) -> list[Finding]:
    """How the ledger keeps its journal, told before it is opened: SQLite may take up what lies beside it."""
    path = Path(os.path.realpath(path))
    wal = in_wal(path)
    found = []
    if wal and sqlite3.sqlite_version_info < WAL_FIXED:
        version = sqlite3.sqlite_version
        found.append(
            Finding(
                _LAYER, "V-WAL", str(path),
                f"outro programa pôs o livro no modo WAL, em que o SQLite {version} pode perder gravações",
                "rode um comando qualquer, como 'cobranca hoje': o programa desfaz isso ao abrir o livro",
            )
        )  # fmt: skip
    if not wal:
        found += [_left_over(side) for side in _sides(path, "-wal", "-shm") if side.exists()]
    return found


def file_findings(look: Look) -> Iterator[Finding]:
    """Whose the ledger is, who else can read it, where it lies, and what a killed command left beside it.

    Called on the open ledger: a journal left by a crash has been rolled back by then. A writer at work has a
    journal too, but not for an hour.
    """
    yield from rights_findings(look.path)
    yield from place_findings(look.path)
    for left in orphans(look.path.parent):
        yield Finding(
            _LAYER, "V-SOBRA", str(left),
            "sobrou de um comando interrompido, e pode ser o livro inteiro, aberto",
            "rode 'cobranca backup', que apaga o que sobrou",
        )  # fmt: skip
    for side in _sides(look.path, "-journal"):
        if _is_stale(side, look.now):
            yield _left_over(side)


def rights_findings(path: Path) -> Iterator[Finding]:
    """Who can read the ledger, whose it is, and under how many names it goes."""
    status = path.stat()
    mine = not hasattr(os, "geteuid") or os.geteuid() in (0, status.st_uid)
    # Windows has no such rights, and says that everybody has all.
    if S_IMODE(status.st_mode) & 0o077 and os.name != "nt":
        yield Finding(
            _LAYER, "V-PERMISSAO", str(path), "outras pessoas desta máquina podem ler ou mudar o livro",
            f"{'' if mine else 'peça ao dono do livro: '}chmod 600 {quote(str(path))}",
        )  # fmt: skip
    if not mine:
        yield Finding(
            _LAYER, "V-DONO", str(path), "o livro é de outro usuário desta máquina",
            "rode com o usuário dono do livro, ou peça a quem administra a máquina que o passe para você:"
            f' sudo chown "$USER" {quote(str(path))}',
        )  # fmt: skip
    if status.st_nlink > 1:
        yield Finding(
            _LAYER, "V-DOIS-NOMES", str(path), "o mesmo arquivo tem outro nome: cada nome teria o seu diário",
            "copie o livro para um arquivo novo com 'cobranca backup' e use só ele",
        )  # fmt: skip


def place_findings(path: Path) -> Iterator[Finding]:
    """What is wrong with the folder that a ledger lies in, if it is to stay whole and its owner's."""
    folder = path.parent
    if synced_folder(path):
        yield Finding(
            _LAYER, "V-PASTA-NUVEM", str(folder),
            "a pasta parece sincronizada com a nuvem, que pode estragar o livro no meio de uma gravação",
            "mude o livro para fora dela e sincronize só as cópias",
        )  # fmt: skip
    if kind := _remote(folder):
        yield Finding(
            _LAYER, "V-PASTA-REDE", str(folder),
            f"a pasta é da rede ({kind}), onde a trava entre dois programas falha",
            "mude o livro para um disco desta máquina",
        )  # fmt: skip
    mode = folder.stat().st_mode
    if mode & S_IWOTH and not mode & S_ISVTX:
        yield Finding(
            _LAYER, "V-PASTA-ABERTA", str(folder),
            "qualquer pessoa desta máquina pode trocar ou apagar o livro",
            f"chmod o-w {quote(str(folder))}",
        )  # fmt: skip


def _remote(folder: Path) -> str:
    """The kind of the network file system that holds a folder; empty if it is local or cannot be told."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    mounts = [fields for fields in (line.split() for line in lines) if len(fields) > 2]
    over = [each for each in mounts if folder.is_relative_to(each[1].replace("\\040", " "))]
    kind = max(over, key=lambda each: len(each[1]), default=["", "", ""])[2]
    return kind if kind.startswith(_REMOTE) else ""


def _sides(path: Path, *endings: str) -> list[Path]:
    return [Path(f"{path}{ending}") for ending in endings]


def _is_stale(side: Path, now: str) -> bool:
    """Whether it was last written more than an hour before an instant."""
    try:
        written = side.stat().st_mtime_ns // 1_000_000_000
    except OSError:
        return False
    return int(datetime.fromisoformat(now).timestamp()) - written > _STALE_SECONDS


def _left_over(side: Path) -> Finding:
    return Finding(
        _LAYER, "V-SOBRA", str(side), "sobrou um arquivo de uma gravação que não é mais deste livro",
        "feche os outros programas que usam o livro e rode de novo; se continuar, mude esse arquivo de pasta",
    )  # fmt: skip

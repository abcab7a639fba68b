"""The ledger as a file, and the folder it lies in."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from shlex import quote
from stat import S_IMODE

from cobranca_cli.domain.finding import Finding
from cobranca_cli.ledger.anchor import anchor_path
from cobranca_cli.ledger.checks.file import place_findings, rights_findings
from cobranca_cli.ledger.health import NEWEST_FORMAT, Health, side_files
from cobranca_cli.placing import orphans
from cobranca_cli.services.copies import lost, way_back
from cobranca_cli.services.doctor_types import MEND, OK, OPTIONAL, Line

_LEDGER, _FOLDER = "livro", "pastas"
LETTERS = "cartas"
_ROOM = 100_000_000
_MEGA = 1_000_000


def ledger_lines(ledger: Path, health: Health | None) -> Iterator[Line]:
    """What can be said of it without opening it as ours, and of its folder."""
    place = ledger.absolute()
    if health is None:
        yield _absent(ledger, place)
        return
    size = ledger.stat().st_size
    yield Line(_LEDGER, "lugar", OK, f"{place}, {max(1, size // 1000)} kB")
    if health.trouble or not health.ours:
        yield _unreadable(ledger, health)
    else:
        yield from _inside(ledger, health)
    yield from _rights(ledger)
    yield from _folder(ledger, size)


def _absent(ledger: Path, place: Path) -> Line:
    if _lies_there(ledger.is_dir):
        return Line(_LEDGER, "lugar", MEND, f"{place} é uma pasta", "diga em --livro o arquivo do livro")
    if _lies_there(ledger.exists):
        return Line(
            _LEDGER, "lugar", MEND, f"{place} está vazio ou não é um arquivo",
            "se ia ser um livro novo, apague-o e rode: cobranca iniciar",
        )  # fmt: skip
    if there_was := lost(ledger):
        what, way = there_was
        return Line(_LEDGER, "lugar", MEND, f"não há mais livro em {place}; {what}", way)
    return Line(_LEDGER, "lugar", MEND, f"não há livro em {place}", "cobranca iniciar")


def _restore(ledger: Path) -> str:
    return way_back(ledger) or "volte à última cópia: cobranca restaurar COPIA"


def _lies_there(look: Callable[[], bool]) -> bool:
    """The answer; no where a folder on the way may not be entered."""
    try:
        return look()
    except OSError:
        return False


def _unreadable(ledger: Path, health: Health) -> Line:
    if not os.access(ledger, os.R_OK):
        mine = not hasattr(os, "geteuid") or os.geteuid() == ledger.stat().st_uid
        mend = f"{'' if mine else 'peça ao dono do livro: '}chmod u+rw {quote(str(ledger.absolute()))}"
        return Line(_LEDGER, "conteúdo", MEND, "você não tem permissão para lê-lo", mend)
    if health.trouble and side_files(ledger) and "READONLY" in health.trouble:
        return Line(_LEDGER, "conteúdo", MEND, "uma gravação ficou pela metade", "cobranca hoje")
    if health.trouble and health.trouble.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Line(_LEDGER, "conteúdo", MEND, "outro processo está gravando", "cobranca doutor")
    if health.trouble:
        return Line(
            _LEDGER, "conteúdo", MEND, "o arquivo está danificado ou não é um livro", _restore(ledger)
        )
    return Line(
        _LEDGER, "conteúdo", MEND, "é um banco de outro programa", "diga em --livro o arquivo do livro"
    )


def _inside(ledger: Path, health: Health) -> Iterator[Line]:
    if health.format > NEWEST_FORMAT:
        found = f"{health.format}; este programa conhece até {NEWEST_FORMAT}"
        yield Line(_LEDGER, "formato", MEND, found, "atualize o programa")
    elif health.format < NEWEST_FORMAT:
        found = f"{health.format}, e o de agora é {NEWEST_FORMAT}"
        yield Line(_LEDGER, "formato", OPTIONAL, found, "cobranca hoje (passa ao novo, com uma cópia antes)")
    else:
        yield Line(_LEDGER, "formato", OK, str(health.format))
    if health.journal == "delete":
        yield Line(_LEDGER, "modo de gravação", OK, "um arquivo só")
    else:
        found = health.journal.upper()
        yield Line(_LEDGER, "modo de gravação", MEND, found, "cobranca hoje (volta ao modo de um arquivo só)")
    if beside := side_files(ledger):
        yield Line(_LEDGER, "arquivos ao lado", MEND, ", ".join(beside), "cobranca hoje (não os apague)")
    if health.sound is not None:
        if health.sound == "ok":
            yield Line(_LEDGER, "páginas", OK, "inteiras")
        else:
            yield Line(_LEDGER, "páginas", MEND, "há páginas danificadas", _restore(ledger))


_ITEMS = {
    "V-PERMISSAO": "permissões",
    "V-DONO": "dono",
    "V-DOIS-NOMES": "nomes",
    "V-PASTA-NUVEM": "nuvem",
    "V-PASTA-REDE": "rede",
    "V-PASTA-ABERTA": "aberta",
}


def _told(topic: str, findings: Iterable[Finding]) -> list[Line]:
    """What `verificar` finds about the file from outside."""
    return [Line(topic, _ITEMS[each.code], MEND, each.what, each.remedy) for each in findings]


def _rights(ledger: Path) -> Iterator[Line]:
    wrong = _told(_LEDGER, rights_findings(ledger.absolute()))
    yield from wrong
    if all(line.item != "permissões" for line in wrong):
        yield _privacy(ledger)
    anchor = anchor_path(ledger)
    if anchor.exists() and not os.access(anchor, os.R_OK | os.W_OK):
        remedy = f"chmod u+rw {quote(str(anchor))}"
        yield Line(_LEDGER, "âncora", MEND, f"{anchor.name} não aceita gravação", remedy)


def _privacy(ledger: Path) -> Line:
    if os.name == "nt":
        return Line(_LEDGER, "permissões", OK, "as da pasta do usuário")
    mode = S_IMODE(ledger.stat().st_mode)
    if not os.access(ledger, os.W_OK):
        found = f"{mode:04o}: o livro só pode ser lido"
        return Line(_LEDGER, "permissões", MEND, found, f"chmod 600 {quote(str(ledger.absolute()))}")
    return Line(_LEDGER, "permissões", OK, f"{mode:04o}: só você lê e grava")


def _folder(ledger: Path, size: int) -> Iterator[Line]:
    folder = ledger.absolute().parent
    yield from _told(_FOLDER, place_findings(ledger.absolute()))
    if left := orphans(Path(os.path.realpath(ledger)).parent):
        found = f"sobrou de um comando interrompido: {', '.join(each.name for each in left)}"
        yield Line(_FOLDER, "sobras", MEND, found, "cobranca backup (apaga o que sobrou)")
    if os.access(folder, os.W_OK | os.X_OK):
        yield Line(_FOLDER, "do livro", OK, "aceita gravação")
    else:
        yield Line(_FOLDER, "do livro", MEND, "não aceita gravação", f"chmod u+rwx {quote(str(folder))}")
    yield from _letters(folder / LETTERS)
    free = shutil.disk_usage(folder).free
    room = max(_ROOM, 3 * size)
    if free >= room:
        yield Line(_FOLDER, "espaço livre", OK, f"mais de {room // _MEGA} MB")
    else:
        found = f"{free // _MEGA} MB; o programa precisa de {room // _MEGA} MB para as cópias"
        yield Line(_FOLDER, "espaço livre", MEND, found, "libere espaço no disco")


def _letters(folder: Path) -> Iterator[Line]:
    """The folder of the letters, if it is there already and of no use."""
    if not folder.exists():
        return
    if not folder.is_dir():
        remedy = f"dê outro nome a {quote(str(folder))}"
        yield Line(_FOLDER, "das cartas", MEND, f"{folder} não é uma pasta", remedy)
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield Line(
            _FOLDER, "das cartas", MEND, f"{folder} não aceita gravação", f"chmod u+rwx {quote(str(folder))}"
        )

"""`doutor`: every trouble is named with what mends it; nothing is created, changed or needed."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from cobranca_cli.domain.moment import Moment
from cobranca_cli.services.doctor import examine, needs_mending
from cobranca_cli.services.doctor_program import screen_lines
from cobranca_cli.services.doctor_types import MEND, OK, OPTIONAL, Asked, Line, Screen
from cobranca_cli.services.setup import create

COMPANY = {"nome": "Loja", "documento": "11.222.333/0001-81", "endereco": "Rua A, 1"}
TODAY, NOW = date(2026, 11, 21), "2026-11-21T12:00:00.000Z"
SCREEN = Screen(terminal=True, width=80, encoding="utf-8", colour=True)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "loja" / "livro.db"
    path.parent.mkdir(mode=0o700)
    create(path, COMPANY, Moment(TODAY, NOW))
    return path


def asked(ledger: Path, instant: str = NOW, **more: bool) -> Asked:
    return Asked(ledger, TODAY, instant, SCREEN, **more)


def line(lines: list[Line], topic: str, item: str) -> Line:
    (found,) = [each for each in lines if (each.topic, each.item) == (topic, item)]
    return found


def state_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(each): (each.stat().st_mode, each.read_bytes() if each.is_file() else b"")
        for each in sorted(folder.rglob("*"))
    }


def test_a_new_ledger_is_well(ledger: Path) -> None:
    before = state_of(ledger.parent)
    lines = examine(asked(ledger))
    assert [each for each in lines if each.state == MEND] == []
    assert not needs_mending(lines)
    assert line(lines, "livro", "páginas").found == "inteiras"
    assert line(lines, "cópias", "a última").state == OPTIONAL
    assert state_of(ledger.parent) == before
    quick = examine(asked(ledger, quick=True))
    assert [each.item for each in quick if each.item == "páginas"] == []


def test_every_line_that_is_not_well_says_what_to_do(ledger: Path) -> None:
    ledger.chmod(0o644)
    for each in examine(asked(ledger)):
        assert bool(each.remedy) == (each.state != OK), each


def _group_reads(ledger: Path) -> None:
    ledger.chmod(0o640)


def _newer(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA user_version=99")


def _foreign(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA application_id=7")


def _wal(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def _cut(ledger: Path) -> None:
    os.truncate(ledger, ledger.stat().st_size // 2)


def _random_page(ledger: Path) -> None:
    size = 4096
    with ledger.open("r+b") as file:
        file.seek(ledger.stat().st_size // size // 2 * size)
        file.write(b"\xa5" * size)


def _header_gone(ledger: Path) -> None:
    with ledger.open("r+b") as file:
        file.write(b"\0" * 100)


def _journal_left(ledger: Path) -> None:
    Path(f"{ledger}-journal").write_bytes(b"")


def _old_format(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA user_version=3")


def _bad_policy(ledger: Path) -> None:
    ledger.with_name("cobranca.toml").write_text("[encargos]\nmulta = sim\n")


def _bad_letter(ledger: Path) -> None:
    folder = ledger.with_name("modelos")
    folder.mkdir()
    (folder / "amigavel.j2").write_text("{% if %}")


@pytest.mark.parametrize(
    ("spoil", "topic", "item", "state", "remedy"),
    [
        (_group_reads, "livro", "permissões", MEND, "chmod 600"),
        (_newer, "livro", "formato", MEND, "atualize o programa"),
        (_old_format, "livro", "formato", OPTIONAL, "cobranca hoje"),
        (_foreign, "livro", "conteúdo", MEND, "--livro"),
        (_wal, "livro", "modo de gravação", MEND, "cobranca hoje"),
        (_cut, "livro", "conteúdo", MEND, "cobranca restaurar"),
        (_random_page, "livro", "páginas", MEND, "cobranca restaurar"),
        (_header_gone, "livro", "conteúdo", MEND, "cobranca restaurar"),
        (_journal_left, "livro", "arquivos ao lado", MEND, "cobranca hoje"),
        (_bad_policy, "política", "cobranca.toml", MEND, "cobranca politica verificar"),
        (_bad_letter, "modelos", "cartas", MEND, "cobranca carta verificar"),
    ],
)
def test_a_trouble_is_named_and_left_as_it_is(
    spoil: Callable[[Path], None], topic: str, item: str, state: str, remedy: str, ledger: Path
) -> None:
    spoil(ledger)
    before = state_of(ledger.parent)
    lines = examine(asked(ledger))
    found = line(lines, topic, item)
    assert (found.state, remedy in found.remedy) == (state, True), found
    assert needs_mending(lines) == (state == MEND)
    assert state_of(ledger.parent) == before


def test_a_synced_folder_is_named(ledger: Path) -> None:
    place = ledger.parent.parent / "Dropbox" / "livro.db"
    place.parent.mkdir()
    shutil.copy(ledger, place)
    assert line(examine(asked(place)), "pastas", "nuvem").state == MEND


@pytest.mark.parametrize("path", ["nao/ha.db", "."])
def test_without_a_ledger_it_says_how_to_make_one(path: str, tmp_path: Path) -> None:
    lines = examine(asked(tmp_path / path))
    found = line(lines, "livro", "lugar")
    assert found.state == MEND and ("cobranca iniciar" in found.remedy) == (path != ".")
    assert list(tmp_path.iterdir()) == []


def test_a_clock_behind_the_ledger_and_a_copy_that_was_never_made(ledger: Path) -> None:
    lines = examine(asked(ledger, "2026-11-20T12:00:00.000Z"))
    assert line(lines, "relógio", "hoje").remedy == "acerte o relógio do computador"
    lines = examine(asked(ledger, "2026-11-25T12:00:00.000Z"))
    assert line(lines, "cópias", "a última").remedy == "cobranca backup"
    assert "--hoje" in line(lines, "relógio", "hoje").found


@pytest.mark.parametrize(
    ("screen", "states"),
    [
        (SCREEN, [OK, OK, OK]),
        (SCREEN._replace(encoding="ascii"), [MEND, OK, OK]),
        (SCREEN._replace(width=60), [OK, OPTIONAL, OK]),
        (SCREEN._replace(width=60, terminal=False), [OK, OK, OK]),
    ],
)
def test_the_screen(screen: Screen, states: list[str]) -> None:
    assert [each.state for each in screen_lines(screen)] == states


@pytest.mark.parametrize(("there", "code"), [(True, 0), (False, 7)])
def test_the_program_without_an_environment(there: bool, code: int, ledger: Path) -> None:
    path = ledger if there else ledger.with_name("outro.db")
    words = [sys.executable, "-m", "cobranca_cli", "doutor", "--livro", str(path), "--formato", "json"]
    done = subprocess.run(words, capture_output=True, env={}, text=True, timeout=60)
    # By the clock of the machine the ledger may be days old, and nobody has made a copy of it.
    old = there and '"nenhuma ainda"' in done.stdout
    assert done.returncode == (7 if old else code), done.stdout + done.stderr
    assert done.stderr == ""
    assert not ledger.with_name("outro.db").exists()

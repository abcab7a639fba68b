"""`doutor`: what would make tonight's copy fail is told today, with what mends it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.test_doctor import asked, ledger, line

from cobranca_cli.services.doctor import examine
from cobranca_cli.services.doctor_program import library_lines
from cobranca_cli.services.doctor_types import MEND, OK, OPTIONAL, Line

__all__ = ["ledger"]
KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


def with_backup(ledger: Path, text: str) -> list[Line]:
    ledger.with_name("cobranca.toml").write_text(f"[backup]\n{text}\n")
    return examine(asked(ledger))


def test_the_folder_of_the_copies(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert line(examine(asked(ledger)), "cópias", "pasta").state == OK
    disk = tmp_path / "meu disco"
    found = line(with_backup(ledger, f'pasta = "{disk}"'), "cópias", "pasta")
    assert found.state == MEND and f"mkdir -m 700 '{disk}'" in found.remedy
    disk.mkdir()
    assert line(examine(asked(ledger)), "cópias", "pasta").state == OK
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != disk and real(path, mode))
    found = line(examine(asked(ledger)), "cópias", "pasta")
    assert found.state == MEND and f"chmod u+rwx '{disk}'" in found.remedy
    disk.rmdir()
    disk.write_text("não é pasta")
    assert line(examine(asked(ledger)), "cópias", "pasta").state == MEND


@pytest.mark.parametrize(("needed", "state"), [((), OPTIONAL), (("cifrado",), MEND)])
def test_what_encrypts_copies_is_needed_by_who_names_a_key(needed: tuple[str, ...], state: str) -> None:
    lines = list(library_lines(needed, ["ausente<2; extra == 'cifrado'"]))
    found = line(lines, "programa", "extra cifrado")
    assert (found.state, "cobranca-cli[cifrado]" in found.remedy) == (state, True)


def test_a_key_that_no_copy_can_be_encrypted_for(ledger: Path) -> None:
    assert [each for each in with_backup(ledger, f'destinatario = "{KEY}"') if each.state == MEND] == []
    found = line(examine(asked(ledger)), "cópias", "destinatario")
    assert found.state == OK
    wrong = with_backup(ledger, f'destinatario = "{KEY[:-1]}q"')
    assert line(wrong, "cópias", "destinatario").state == MEND


@pytest.mark.parametrize(
    ("cron", "state", "found"),
    [
        ("5 12 * * * {program} backup --livro {ledger}", OK, "1 linha"),
        ("5 12 * * * {program} backup", MEND, "um livro que não existe"),
        ("COBRANCA_LIVRO={ledger}\n5 12 * * * {program} backup", OK, "1 linha"),
        ("@daily cd /tmp && {program} backup --livro={ledger} >> x.log 2>&1", OK, "1 linha"),
        ("5 12 * * * /nao/ha/cobranca backup --livro {ledger}", MEND, "/nao/ha/cobranca"),
        ("5 12 * * * cobranca backup --livro {ledger}", MEND, "o cron não acha"),
        ("PATH={folder}\n5 12 * * * cobranca backup --livro {ledger}", OK, "1 linha"),
        ("5 12 * * * {program} backup --livro /nao/ha.db", MEND, "/nao/ha.db"),
        ("5 12 * * * {program} backup --livro {other}", OPTIONAL, "de outro livro"),
        ("# 5 12 * * * {program} backup", OPTIONAL, "nenhuma"),
    ],
)
def test_the_lines_of_the_crontab(
    cron: str, state: str, found: str, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    other = tmp_path / "outro.db"
    other.touch()
    text = cron.format(ledger=ledger, folder=folder, program=folder / "cobranca", other=other)
    for name, script in (("cobranca", ""), ("crontab", f"cat <<'FIM'\n{text}\nFIM\n")):
        (folder / name).write_text(f"#!/bin/sh\n{script}")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    told = line(examine(asked(ledger)), "agenda", "cron")
    assert told.state == state and found in told.found, told
    assert bool(told.remedy) == (state != OK)


def _open_folder(ledger: Path) -> None:
    ledger.parent.chmod(0o777)


def _letters_not_ours(ledger: Path) -> None:
    ledger.with_name("cartas").touch()


def _two_names(ledger: Path) -> None:
    os.link(ledger, ledger.with_name("mesmo.db"))


@pytest.mark.parametrize(
    ("spoil", "topic", "item", "remedy"),
    [
        (_open_folder, "pastas", "aberta", "chmod o-w"),
        (_letters_not_ours, "pastas", "das cartas", "outro nome"),
        (_two_names, "livro", "nomes", "cobranca backup"),
    ],
)
def test_what_the_check_of_the_ledger_sees_too(
    spoil: Callable[[Path], None], topic: str, item: str, remedy: str, ledger: Path
) -> None:
    spoil(ledger)
    found = line(examine(asked(ledger)), topic, item)
    assert (found.state, remedy in found.remedy) == (MEND, True), found


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners are of Unix")
def test_a_ledger_of_somebody_else_is_not_to_be_closed_by_who_cannot(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.chmod(0o666)
    monkeypatch.setattr(os, "geteuid", lambda: ledger.stat().st_uid + 7)
    lines = examine(asked(ledger))
    assert "sudo chown" in line(lines, "livro", "dono").remedy
    assert line(lines, "livro", "permissões").remedy.startswith("peça ao dono do livro: chmod 600")

"""A ledger that is lost while its copies or its anchor are there: everybody says how it comes back."""

import os
from datetime import date
from pathlib import Path

import pytest
from tests.services.copy_box import MOMENT, NOW, backup, told_ledger

from cobranca_cli.cli.day import show
from cobranca_cli.cli.failures import report
from cobranca_cli.cli.invocation import Invocation
from cobranca_cli.cli.run import Run
from cobranca_cli.errors import LedgerError
from cobranca_cli.ledger.anchor import anchor_path
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.services.doctor import examine
from cobranca_cli.services.doctor_types import Asked, Screen
from cobranca_cli.services.setup import create


def run_of(ledger: Path) -> Run:
    return Run(MOMENT.today, MOMENT.today, ledger_typed=str(ledger))


def said_of(ledger: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the bare program, the doctor, a report and `iniciar` say of it."""
    show(run_of(ledger))
    bare = capsys.readouterr().out
    lines = examine(Asked(ledger, date(2026, 11, 21), NOW, Screen(False, 80, "utf-8", False), True))
    (doctor,) = [f"{each.found} {each.remedy}" for each in lines if each.item == "lugar"]
    call = Invocation(("aging",))
    call.run = run_of(ledger)
    with pytest.raises(LedgerError) as raised:
        open_for_reading(ledger)
    report(raised.value, call)
    told = capsys.readouterr().err
    with pytest.raises(LedgerError) as refused:
        create(ledger, {}, MOMENT)
    assert refused.value.code == "E-LIVRO-PERDIDO" and not ledger.exists()
    return [bare, doctor, told, f"{refused.value.message} {refused.value.hint}"]


@pytest.mark.parametrize("folder", ["copias", "longe"])
def test_the_newest_copy_is_named_with_the_command(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = told_ledger(tmp_path / "loja")
    if folder == "longe":
        (tmp_path / folder).mkdir()
        (ledger.parent / "cobranca.toml").write_text(f'[backup]\npasta = "{tmp_path / folder}"\n')
    copy = backup(ledger).path
    ledger.unlink()
    for said in said_of(ledger, capsys):
        assert f"cobranca restaurar {copy} --livro {ledger}" in said
        assert "cobranca iniciar" not in said


def test_the_anchor_shows_that_a_ledger_was_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = told_ledger(tmp_path / "loja")
    ledger.unlink()
    for said in said_of(ledger, capsys):
        assert str(anchor_path(ledger)) in said and "cobranca restaurar" in said
    anchor_path(ledger).unlink()
    create(ledger, {}, MOMENT)


def test_damage_names_the_newest_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = told_ledger(tmp_path / "loja")
    copy = backup(ledger).path
    ledger.write_bytes(b"SQLite format 3\0" + b"\1" * 9000)
    call = Invocation(("aging",))
    call.run = run_of(ledger)
    with pytest.raises(LedgerError) as raised:
        open_for_reading(ledger)
    report(raised.value, call)
    assert f"cobranca restaurar {copy} --livro {ledger}" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="numbers of processes")
def test_the_doctor_tells_what_a_killed_command_left(tmp_path: Path) -> None:
    ledger = told_ledger(tmp_path / "loja")
    left = ledger.parent / f".cobranca-7ffffff0{'a' * 8}.tmp"
    left.write_bytes(b"")
    lines = examine(Asked(ledger, date(2026, 11, 21), NOW, Screen(False, 80, "utf-8", False), True))
    (found,) = [each for each in lines if each.item == "sobras"]
    assert left.name in found.found and "cobranca backup" in found.remedy and left.exists()

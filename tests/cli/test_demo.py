"""The first thing a newcomer runs: on a terminal it asks nothing, and it tells the same story every time."""

import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

PROGRAM = [sys.executable, "-m", "cobranca_cli", "demo", "--pasta", "d"]


def test_on_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    child = pexpect.spawn(
        PROGRAM[0], PROGRAM[1:], cwd=str(tmp_path), dimensions=(40, 80), encoding="utf-8", timeout=60
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "Pronto. Está tudo em" in child.before


def test_the_same_story_every_time(tmp_path: Path) -> None:
    told = [
        subprocess.run(PROGRAM, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert told[0] == told[1]
    made = {path.name for path in (tmp_path / "d").iterdir()}
    assert {"demo.db", "cobranca.toml", "aging.xlsx", "vencidos.csv", "faturas.csv", "recebidas.csv"} <= made


def test_a_folder_with_something_of_the_owner_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "importante.txt").write_text("meu")
    ended = subprocess.run(PROGRAM, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 4
    assert "não são da demonstração" in ended.stderr
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["importante.txt"]


@pytest.mark.parametrize("width", [40])
def test_it_reads_on_narrow_terminals(width: int, tmp_path: Path) -> None:
    child = pexpect.spawn(
        PROGRAM[0], PROGRAM[1:], cwd=str(tmp_path), dimensions=(40, width), encoding="utf-8", timeout=60
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "457.716,92" in child.before

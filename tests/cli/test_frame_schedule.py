"""What `cron mostrar` gives to paste."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from cobranca_cli.cli import schedule
from cobranca_cli.errors import UsageError

Frame = Callable[..., Result]
WORDS = ["/opt/meus programas/cobranca", "vencidos", "--quieto-se-vazio", "--livro", "/dados/100%/João's.db"]


def test_cron_line_survives_the_shell_and_the_percent_sign() -> None:
    line = schedule.cron_line(WORDS, 7, 30)
    assert line.startswith("30 7 * * * ")
    assert shlex.split(line.replace(r"\%", "%"))[5:] == WORDS
    assert "%" not in line.replace(r"\%", "")


@pytest.mark.parametrize("hidden", ["\x1b[8m", "\u202e", "\n", "\udcff"])
@pytest.mark.parametrize("lines", [schedule.cron_line, schedule.systemd_units, schedule.windows_line])
def test_a_name_that_hides_something_is_not_given_to_paste(lines: Callable[..., str], hidden: str) -> None:
    with pytest.raises(UsageError, match="não se veem"):
        lines([*WORDS, f"/dados/{hidden}x.db"], 7, 30)


def test_systemd_units() -> None:
    units = schedule.systemd_units(WORDS, 7, 30)
    assert 'ExecStart="/opt/meus programas/cobranca" vencidos --quieto-se-vazio' in units
    assert '"/dados/100%%/João\'s.db"' in units
    assert "OnCalendar=*-*-* 07:30:00" in units


def test_windows_line() -> None:
    line = schedule.windows_line(
        ["C:\\Meus Programas\\cobranca.exe", "vencidos", "--livro", "C:\\l.db"], 8, 5
    )
    assert line == (
        'schtasks /Create /SC DAILY /ST 08:05 /TN "Cobranca vencidos" '
        '/TR "\\"C:\\Meus Programas\\cobranca.exe\\" vencidos --livro C:\\l.db"'
    )


@pytest.mark.parametrize(("system", "heads"), [
    ("cron", ["# cron"]), ("systemd", ["# systemd"]), ("windows", ["REM Windows"]),
    (None, ["# cron", "# systemd", "REM Windows"]),
])  # fmt: skip
def test_one_system_or_all(frame: Frame, system: str | None, heads: list[str]) -> None:
    words = ("--sistema", system) if system else ()
    text = frame("cron", "mostrar", *words, "--livro", "a.db").stdout
    assert [head for head in ("# cron", "# systemd", "REM Windows") if head in text] == heads


def test_paths_are_whole_and_the_hour_is_taken(
    frame: Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "livro.db").touch()
    result = frame("cron", "mostrar", "--livro", "livro.db", "--horario", "6h05", "--sistema", "cron")
    assert result.stderr == ""
    line = result.stdout.splitlines()[-1]
    assert line.startswith("5 6 * * * /")
    assert line.endswith(f" vencidos --quieto-se-vazio --livro {tmp_path / 'livro.db'}")


def test_a_ledger_that_is_not_there_is_told(frame: Frame) -> None:
    assert "ainda não existe" in frame("cron", "mostrar", "--livro", "nada.db").stderr


@pytest.mark.parametrize(("started", "expected"), [
    ("/x/cobranca_cli/__main__.py", [sys.executable, "-m", "cobranca_cli"]), (__file__, [__file__]),
])  # fmt: skip
def test_program(monkeypatch: pytest.MonkeyPatch, started: str, expected: list[str]) -> None:
    monkeypatch.setattr(sys, "argv", [started])
    assert schedule.program() == expected

"""The options that every command has, in every place where they may stand."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.cli.frame_program import build
from typer.testing import Result

from cobranca_cli import clock
from cobranca_cli.cli.run import Run
from cobranca_cli.views.report import Column, Kind, Report

Frame = Callable[..., Result]


def heard(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("words", "env", "ledger"),
    [
        (("relato", "--livro", "a.db"), {}, "a.db"),
        (("--livro", "b.db", "relato"), {}, "b.db"),
        (("--livro", "b.db", "relato", "--livro", "a.db"), {}, "a.db"),
        (("--livro=b.db", "relato"), {"COBRANCA_LIVRO": "c.db"}, "b.db"),
        (("relato",), {"COBRANCA_LIVRO": "c.db"}, "c.db"),
    ],
)
def test_ledger(frame: Frame, words: tuple[str, ...], env: dict[str, str], ledger: str) -> None:
    assert heard(frame(*words, **env))["ledger"] == ledger


def test_ledger_in_a_group(frame: Frame) -> None:
    for words in (
        ("--livro", "a.db", "faturas", "listar"),
        ("--livro", "x.db", "faturas", "--livro", "a.db", "listar"),
        ("--livro", "x.db", "faturas", "listar", "--livro", "a.db"),
    ):
        assert frame(*words, "--hoje", "2026-11-21").stdout == "a.db 2026-11-21 tabela abertas\n"


def test_default_ledger_is_in_the_data_folder(frame: Frame, tmp_path: Path) -> None:
    assert heard(frame("relato"))["ledger"] == str(tmp_path / "dados" / "cobranca" / "livro.db")


def test_home_in_the_environment_is_expanded(frame: Frame, tmp_path: Path) -> None:
    result = frame("relato", COBRANCA_LIVRO="~/livro.db", HOME=str(tmp_path))
    assert heard(result)["ledger"] == str(tmp_path / "livro.db")


@pytest.mark.parametrize(
    ("words", "env", "today", "as_of"),
    [
        (("relato", "--hoje", "2026-11-21"), {}, "2026-11-21", "2026-11-21"),
        (("--hoje", "21/11/2026", "relato"), {}, "2026-11-21", "2026-11-21"),
        (("--hoje", "1/1/2020", "relato", "--hoje", "21/11/2026"), {}, "2026-11-21", "2026-11-21"),
        (("relato",), {"COBRANCA_HOJE": "21/11/2026"}, "2026-11-21", "2026-11-21"),
        (("relato", "--hoje", "2026-11-22"), {"COBRANCA_HOJE": "x"}, "2026-11-22", "2026-11-22"),
        (("relato", "--em", "2025-01-31", "--hoje", "2026-11-21"), {}, "2026-11-21", "2025-01-31"),
        (("relato", "--em", "ontem", "--hoje", "2026-03-01"), {}, "2026-03-01", "2026-02-28"),
        (("relato", "--em", "hoje"), {"COBRANCA_HOJE": "2026-03-01"}, "2026-03-01", "2026-03-01"),
    ],
)
def test_days(frame: Frame, words: tuple[str, ...], env: dict[str, str], today: str, as_of: str) -> None:
    found = heard(frame(*words, **env))
    assert (found["today"], found["as_of"]) == (today, as_of)


def test_today_by_the_clock(frame: Frame) -> None:
    before = clock.today()
    found = heard(frame("relato", "--hoje", "ontem"))["today"]
    assert found in {str(day - timedelta(days=1)) for day in (before, clock.today())}


def test_a_wrong_day_in_the_environment_names_the_variable(frame: Frame) -> None:
    result = frame("relato", COBRANCA_HOJE="30/02/2026")
    assert result.exit_code == 2
    assert "valor inválido para COBRANCA_HOJE:" in result.stderr


@pytest.mark.parametrize(
    ("words", "format"),
    [
        ((), "tabela"),
        (("--formato", "JSON"), "json"),
        (("--saida", "a.CSV"), "csv"),
        (("--saida", "a.jsonl"), "jsonl"),
        (("--saida", "a.xlsx"), "xlsx"),
        (("--saida", "a.txt"), "tabela"),
        (("--saida", "a"), "tabela"),
        (("--saida", "a.csv", "--formato", "json"), "json"),
        (("--formato", "xlsx"), "xlsx"),
    ],
)
def test_format(frame: Frame, words: tuple[str, ...], format: str) -> None:
    assert heard(frame("relato", *words))["format"] == format


def test_what_commands_are_given_when_nothing_is_said(frame: Frame) -> None:
    found = heard(frame("relato", "--hoje", "2026-11-21", "--livro", "a.db"))
    assert found == {
        "cliente": None, "por": "cliente", "valor": None, "de": None, "parcelas": 1, "fatura": [],
        "todos": False, "today": "2026-11-21", "as_of": "2026-11-21", "format": "tabela", "output": None,
        "overwrite": False, "csv_iso": False, "show_data": False, "assume_yes": False, "ledger": "a.db",
    }  # fmt: skip


def test_what_commands_are_given_when_all_is_said(frame: Frame) -> None:
    words = "relato SILVA --por FAIXA --valor 1.234,56 --de 01/02/2026 --parcelas 3 --fatura 10 --fatura 11/2"
    more = "--todos --saida x.csv --sobrescrever --csv-padrao iso --mostrar-dados --sim --depurar"
    found = heard(frame(*words.split(), *more.split()))
    assert (found["cliente"], found["por"], found["valor"]) == ("SILVA", "faixa", 123456)
    assert (found["de"], found["parcelas"], found["fatura"]) == ("2026-02-01", 3, ["10", "11/2"])
    assert (found["output"], found["format"]) == ("x.csv", "csv")
    switches = ("todos", "overwrite", "csv_iso", "show_data", "assume_yes")
    assert [found[name] for name in switches] == [True] * 5


def test_output_dash_is_stdout(frame: Frame) -> None:
    assert heard(frame("relato", "--saida", "-"))["output"] is None


def test_the_program_alone_shows_the_day(frame: Frame) -> None:
    assert frame("--hoje", "2026-11-21", "--livro", "a.db").stdout == "o dia 2026-11-21 a.db\n"
    assert frame("--livro", "").exit_code == 2


def test_reports_go_to_the_output_as_the_options_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = date(2026, 11, 21)
    report = Report("lista", "Lista", day, (Column("valor", "Valor", Kind.MONEY),), [(123456,)])
    Run(today=day, as_of=day, format="csv", csv_iso=True).emit_all([report])
    assert "1234.56" in capsys.readouterr().out
    book = tmp_path / "a.xlsx"
    Run(today=day, as_of=day, format="xlsx", output=book).emit_all([report, report._replace(title="Outra")])
    assert book.read_bytes().startswith(b"PK")


def test_a_command_may_choose_its_exit_code(frame: Frame) -> None:
    assert frame("codigo").exit_code == 20


@pytest.mark.parametrize(
    "words", [("--versao",), ("--version",), ("relato", "--versao"), ("gravar", "--version")]
)
def test_version_needs_nothing(frame: Frame, words: tuple[str, ...]) -> None:
    result = frame(*words)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "cobranca 0.1.0\n", "")


def test_a_name_cannot_be_registered_twice() -> None:
    app = build()
    with pytest.raises(AssertionError, match="registered twice"):
        app.add(app.entries["faturas"])  # type: ignore[arg-type]

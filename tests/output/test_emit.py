"""The door out, run as users run it: with a pipe, a file, or a broken stream behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.output.samples import report, texts

from cobranca_cli.errors import UsageError
from cobranca_cli.output.emit import emit, emit_workbook
from cobranca_cli.output.target import Target
from cobranca_cli.views.report import Report

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from cobranca_cli.output.emit import emit
from cobranca_cli.output.target import Target
from tests.output.samples import report
emit(report(notes=("nota",)), Target({target}))
{after}
"""


def run(
    target: str, *, after: str = "", stdout: int = subprocess.PIPE, **environment: str
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(target=target, after=after)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, **environment},
    )


def test_a_pipe_gets_the_data_and_stderr_the_notes() -> None:
    done = run("'tabela'")
    assert done.stdout.decode().startswith("Vencidos em 21/11/2026\n\nCliente ")
    assert done.stderr == b"nota\n"


@pytest.mark.parametrize(
    "environment", [{"COLUMNS": "20"}, {"FORCE_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1"}]
)
def test_a_pipe_is_the_same_under_any_terminal_setting(environment: dict[str, str]) -> None:
    assert run("'tabela'", **environment).stdout == run("'tabela'").stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
def test_a_stream_that_is_not_utf8_does_not_break_the_table(encoding: str) -> None:
    done = run("'tabela'", PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert b"1.234.567,89" in done.stdout


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_machine_formats_are_utf8_whatever_the_stream(form: str) -> None:
    done = run(f"{form!r}", PYTHONIOENCODING="ascii")
    assert "São José" in done.stdout.decode("utf-8")
    assert done.stdout == run(f"{form!r}").stdout


@pytest.mark.parametrize("form", ["tabela", "csv", "json"])
def test_reports_in_a_pipe_load_nothing_heavy(form: str) -> None:
    done = run(f"{form!r}", after="print(*sys.modules, file=sys.stderr)")
    loaded = {name.split(".")[0] for name in done.stderr.decode().split()}
    assert not loaded & {"rich", "xlsxwriter", "pendulum", "sqlmodel", "sqlalchemy", "jinja2"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("form", ["tabela", "csv", "xlsx"])
def test_a_full_disk_behind_the_stream_is_an_error_outside(form: str) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        done = run(f"{form!r}", stdout=full)
    finally:
        os.close(full)
    assert (
        "OutsideError: não foi possível escrever na saída: não há espaço livre no disco"
        in done.stderr.decode()
    )
    assert done.returncode == 1
    assert b"Exception ignored" not in done.stderr


def test_a_reader_that_leaves_is_not_an_error_of_ours() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run("'csv'", stdout=writer)
    os.close(writer)
    assert b"BrokenPipeError" in done.stderr


def test_a_closed_stream_is_told_as_such() -> None:
    command = [sys.executable, "-c", PROGRAM.format(target="'csv'", after="")]
    done = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *command], stderr=subprocess.PIPE, cwd=ROOT)
    assert "a saída padrão está fechada" in done.stderr.decode()


@pytest.mark.parametrize("form", ["tabela", "csv", "json", "jsonl", "xlsx"])
def test_a_file_holds_what_a_pipe_would_get(
    form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "saida"
    emit(report(), Target(form, path))
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err == f"Escrito: {path} (3 linhas)\n"
    assert path.read_bytes() == run(f"{form!r}").stdout


def test_iso_and_whole_documents_come_from_the_target(tmp_path: Path) -> None:
    emit(report(), Target("csv", tmp_path / "a", csv_iso=True))
    emit(report(), Target("tabela", tmp_path / "b", show_data=True))
    assert "1234567.89" in (tmp_path / "a").read_text()
    assert "529.982.247-25" in (tmp_path / "b").read_text()


def test_rows_may_be_read_only_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for form in ("tabela", "csv", "json", "jsonl", "xlsx"):
        emit(texts("Ana"), Target(form, tmp_path / form))
        assert capfd.readouterr().err.endswith("(1 linha)\n")
    assert json.loads((tmp_path / "json").read_text())["linhas"] == [{"nome": "Ana"}]


def test_a_workbook_of_many_reports_counts_all_rows(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    emit_workbook([report(), texts("Ana")], Target("xlsx", tmp_path / "a.xlsx"))
    assert capfd.readouterr().err.endswith("(4 linhas)\n")


def test_an_unknown_format_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="formato desconhecido: odt"):
        emit(report(), Target("odt", tmp_path / "a"))
    assert not list(tmp_path.iterdir())


def broken() -> Report:
    return report(((str(1 // n),) for n in (1, 0)), columns=texts().columns, totals=())


def test_an_error_in_the_rows_leaves_no_file(tmp_path: Path) -> None:
    for form in ("tabela", "csv", "json", "xlsx"):
        with pytest.raises(ZeroDivisionError):
            emit(broken(), Target(form, tmp_path / form))
    assert not list(tmp_path.iterdir())

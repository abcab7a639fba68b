"""A document through the one door out, run as users run it."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.output.documents import CREDITOR, PARTIES, STEPS, memory
from tests.output.test_terminal import on_terminal

from cobranca_cli.errors import UsageError
from cobranca_cli.output.emit import emit, emit_document
from cobranca_cli.output.target import Target
from cobranca_cli.views.document import Document

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from cobranca_cli.output.emit import emit_document
from cobranca_cli.output.target import Target
from tests.output.documents import memory
emit_document(memory(), Target({target}))
{after}
"""
STARTS = {
    "tabela": b"Mem\xc3\xb3ria de c\xc3\xa1lculo - Fatura NF-2031\n",
    "csv": b"\xef\xbb\xbfetapa;base;taxa;dias;valor;regra\r\n",
    "json": b'{"relatorio": "memoria", "versao": 1, "em": "2026-11-21"',
    "jsonl": b'{"etapa": ',
    "xlsx": b"PK",
    "html": b"<!DOCTYPE html>\n",
    "pdf": b"%PDF-1.7\n",
}


def run(target: str, after: str = "", **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(target=target, after=after)],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("form", STARTS)
def test_every_format_goes_to_a_pipe_and_to_a_private_file(
    form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    piped = run(f"{form!r}")
    assert piped.stdout.startswith(STARTS[form])
    assert piped.stderr == b"um aviso\n"
    path = tmp_path / f"memoria.{form}"
    emit_document(memory(), Target(form, path))
    assert path.read_bytes() == piped.stdout
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    said = capfd.readouterr()
    assert said.out == ""
    count = "" if form in ("tabela", "html", "pdf") else " (8 linhas)"
    assert said.err == f"Escrito: {path}{count}\num aviso\n"


@pytest.mark.parametrize("form", ["tabela", "html", "pdf"])
def test_a_file_that_exists_is_kept_unless_told(form: str, tmp_path: Path) -> None:
    path = tmp_path / "memoria"
    path.write_bytes(b"antes")
    with pytest.raises(UsageError, match="já existe"):
        emit_document(memory(), Target(form, path))
    assert path.read_bytes() == b"antes"
    emit_document(memory(), Target(form, path, overwrite=True))
    assert path.read_bytes().startswith(STARTS[form])
    assert [each.name for each in tmp_path.iterdir()] == ["memoria"]


def test_programs_get_the_report_whole(tmp_path: Path) -> None:
    emit_document(memory(), Target("json", tmp_path / "a"))
    said = json.loads((tmp_path / "a").read_text(encoding="utf-8"))
    assert [row["etapa"] for row in said["linhas"]] == [step[0] for step in STEPS]
    assert said["totais"]["total"] == "3958.69"


def test_a_report_alone_has_no_html() -> None:
    with pytest.raises(UsageError, match="formato desconhecido: html"):
        emit(memory().report, Target("html"))


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_a_creditor_the_law_would_not_accept_is_told_of(
    form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document = memory(parties=PARTIES._replace(creditor=CREDITOR._replace(document="", address="")))
    emit_document(document, Target(form, tmp_path / "a"))
    assert (
        "Não envie ainda: falta CPF ou CNPJ, endereço do credor, que todo documento de cobrança deve ter"
        in capfd.readouterr().err
    )


def test_the_data_asked_for_reaches_every_form(tmp_path: Path) -> None:
    for form in ("tabela", "html"):
        for show_data in (False, True):
            path = tmp_path / f"{form}{show_data}"
            emit_document(memory(), Target(form, path, show_data=show_data))
            assert ("529.982.247-25" in path.read_text(encoding="utf-8")) is show_data


PRELUDE = "from cobranca_cli.output.emit import emit_document; from tests.output.documents import memory;"


def test_a_terminal_gets_text_in_its_width_and_html_but_no_pdf() -> None:
    seen, _ = on_terminal(f"{PRELUDE} emit_document(memory(), Target())", 60)
    assert "R$ 3.958,69" in seen and max(map(len, seen.splitlines())) <= 60
    seen, _ = on_terminal(f"{PRELUDE} emit_document(memory(), Target('html'))", 60)
    assert seen.startswith("<!DOCTYPE html>")
    _, errors = on_terminal(f"{PRELUDE} emit_document(memory(), Target('pdf'))", 60, error_expected=True)
    assert "UsageError: o formato pdf não aparece na tela" in errors


def test_text_and_data_load_nothing_heavy() -> None:
    for form in ("tabela", "json"):
        loaded = {
            name.split(".")[0]
            for name in run(f"{form!r}", "print(*sys.modules, file=sys.stderr)").stderr.decode().split()
        }
        assert "cobranca_cli" in loaded
        assert not loaded & {"rich", "xlsxwriter", "typst", "jinja2", "pendulum", "sqlmodel"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("form", ["tabela", "html", "pdf"])
def test_a_full_disk_behind_the_stream_is_an_error_outside(form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM.format(target=f"{form!r}", after="")],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )
    assert (
        "OutsideError: não foi possível escrever na saída: não há espaço livre no disco"
        in done.stderr.decode()
    )
    assert b"Exception ignored" not in done.stderr


def test_an_error_while_it_is_laid_out_leaves_no_file(tmp_path: Path) -> None:
    broken: Document = memory(steps=((None,),))
    for form in ("tabela", "html", "pdf"):
        with pytest.raises(ValueError):
            emit_document(broken, Target(form, tmp_path / form))
    assert not list(tmp_path.iterdir())

"""Reports on a real pseudo-terminal, at the widths people have."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
AMOUNTS = ("1.234.567,89", "-0,05", "1.234.567,84")
PRELUDE = """
from dataclasses import replace
from cobranca_cli.output.emit import emit
from cobranca_cli.output.target import Target
from cobranca_cli.views.report import Column, Kind
from tests.output.samples import HOSTILE, ROWS, report, texts
"""


def on_terminal(
    program: str, width: int, *, error_expected: bool = False, **environment: str
) -> tuple[str, str]:
    """What `program` writes on a terminal of `width` cells, and on its standard error."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-c", PRELUDE + program],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**clean, "TERM": "xterm-256color", **environment},
    )
    os.close(theirs)
    seen = _read_all(ours)
    os.close(ours)
    assert process.stderr is not None
    errors = process.stderr.read().decode()
    process.stderr.close()
    assert (process.wait() != 0) is error_expected, errors
    return seen.decode("utf-8", "replace").replace("\r\n", "\n"), errors


def _read_all(descriptor: int) -> bytes:
    pieces = []
    while True:
        try:
            piece = os.read(descriptor, 65536)
        except OSError:
            break
        if not piece:
            break
        pieces.append(piece)
    return b"".join(pieces)


def table(width: int, program: str = "emit(report(), Target())", **environment: str) -> str:
    return ESCAPE.sub("", on_terminal(program, width, **environment)[0])


@pytest.mark.parametrize("width", [20, 27, 40, 60, 80, 120, 200])
def test_amounts_are_whole_at_any_width(width: int) -> None:
    text = table(width)
    for amount in AMOUNTS:
        assert amount in text
    for name in ("Padaria", "José", "Ana Lima", "Fulano [/]"):
        assert name in text
    assert max(map(len, text.splitlines()), default=0) <= max(width, len("Vencidos em 21/11/2026"))


def test_80_columns() -> None:
    text, errors = on_terminal("emit(report(), Target())", 80)
    assert [line.rstrip() for line in ESCAPE.sub("", text).splitlines()] == [
        "Vencidos em 21/11/2026",
        "",
        "Cliente           CPF/CNPJ            Fatura  Vencimento  Dias         Total",
        "─" * 76,
        "Padaria São José  11.222.333/0001-81  NF-001  30/09/2026    52  1.234.567,89",
        "Ana Lima          ***.982.247-**      00042   20/11/2026     1         -0,05",
        "Fulano [/]        12.ABC.345/01DE-35  -       -              -             -",
        "─" * 76,
        "Total                                                           1.234.567,84",
        "",
        "Faturas:                 3",
        "Valor médio: R$ 411.522,61",
    ]
    assert errors == (
        "Não couberam na tela: Taxa ao mês, Contestada.\n"
        "Para ver tudo, use --formato csv ou alargue o terminal.\n"
    )


def test_nothing_is_said_when_everything_fits() -> None:
    assert on_terminal("emit(report(), Target())", 120)[1] == ""


def test_40_columns_keep_customer_invoice_and_amount() -> None:
    heading = table(40).splitlines()[2].split()
    assert heading == ["Cliente", "Fatura", "Total"]


def test_a_name_is_wrapped_between_words_before_a_column_goes() -> None:
    assert "Padaria São     NF-001  1.234.567,89\nJosé" in table(36)


def test_too_narrow_for_a_table_is_one_value_a_line() -> None:
    text, errors = on_terminal("emit(report(), Target())", 20)
    assert "Total: 1.234.567,89\n\nCliente: Ana Lima\nTotal: -0,05\n" in text
    assert "Fatura" in errors


@pytest.mark.parametrize("width", [40, 80, 120])
def test_long_lists_have_the_same_columns_without_boxes(width: int) -> None:
    long = "emit(report(ROWS * 70), Target())"
    text = table(width, long)
    assert "─" not in text
    assert text.count("1.234.567,89") == 70
    assert text.splitlines()[2].split() == table(width).splitlines()[2].split()
    assert max(map(len, text.splitlines())) <= width


def test_long_lists_wrap_names_too() -> None:
    text = table(36, "emit(report(ROWS * 70), Target())")
    assert text.count("Padaria São     NF-001  1.234.567,89\nJosé\n") == 70
    assert max(map(len, text.splitlines())) <= 36


def test_markup_in_data_is_only_text() -> None:
    text = table(80, "emit(texts(*HOSTILE), Target())")
    for line in ("Fulano [/]", "[bold]Ana[/bold] :smile:", '=HYPERLINK("http://e")'):
        assert line in text


def test_escapes_in_data_do_not_reach_the_terminal() -> None:
    for form in ("tabela", "csv", "json"):
        program = f"emit(texts('Ana\\x1b[2J\\x9b\\u202eB'), Target({form!r}))"
        text = on_terminal(program, 80, NO_COLOR="1")[0]
        assert not {"\x1b", "\x9b", "\u202e"} & set(text)
        assert "Ana" in text


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_escape_where_the_user_wants_none(environment: dict[str, str]) -> None:
    plain = on_terminal("emit(report(), Target())", 80, **environment)[0]
    assert "\x1b" not in plain
    assert plain == table(80)


def test_force_color_changes_no_layout() -> None:
    assert table(60, FORCE_COLOR="1") == table(60)


def test_ascii_rules_where_the_encoding_has_no_others() -> None:
    text = table(80, PYTHONIOENCODING="ascii")
    assert "-" * 76 in text
    assert text.isascii()
    assert "1.234.567,89" in text


def test_wide_characters_do_not_push_amounts_out() -> None:
    text = table(34, "emit(report([('日本語日本語日本語', *ROWS[0][1:])]), Target())")
    assert "1.234.567,89" in text
    assert "日本語日本語日" in text


def test_an_empty_report_is_a_sentence() -> None:
    assert table(80, "emit(report([], totals=()), Target())").splitlines()[2] == "Nenhuma fatura vencida."


def test_a_workbook_is_not_thrown_at_a_terminal() -> None:
    _, errors = on_terminal("emit(report(), Target('xlsx'))", 80, error_expected=True)
    assert "UsageError: o formato xlsx não aparece na tela" in errors

"""Files nobody had seen when the importer was written."""

import os
from pathlib import Path
from time import perf_counter

import pytest
from tests.importing.bench import codes, import_bytes, new_ledger, rows, table
from tests.importing.odd_files import ODD_FILES, Odd

from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.problems import RowProblem
from cobranca_cli.importing.source import inspect


@pytest.mark.parametrize("odd", ODD_FILES, ids=lambda odd: odd.title)
def test_an_odd_file_gives_what_its_sender_expects(odd: Odd, tmp_path: Path) -> None:
    ledger, started = new_ledger(tmp_path), perf_counter()
    result = import_bytes(ledger, odd.content, odd.wishes)
    assert perf_counter() - started < 2
    if odd.problem:
        assert codes(result)[0] == odd.problem
        assert result.refused
    else:
        assert codes(result) == []
        assert tuple((*row[:3], *row[8:10]) for row in rows(ledger)) == odd.rows


@pytest.mark.parametrize("instalment", ["ß" * 12, "ﬃ" * 10])
def test_an_instalment_that_grows_in_capitals_is_told(instalment: str, tmp_path: Path) -> None:
    content = table(f"1;{instalment};Ana;01/12/2026;1,00", header="numero;parcela;cliente;vencimento;valor")
    result = import_bytes(new_ledger(tmp_path), content)
    assert codes(result) == [("E-TAMANHO", 2, 2)]


def test_a_name_that_grows_without_end_when_folded(tmp_path: Path) -> None:
    result = import_bytes(new_ledger(tmp_path), table(f"1;{'ΐ' * 200};01/12/2026;1,00"))
    assert result.written or codes(result) == [("E-TAMANHO", 2, 2)]


def test_a_file_name_that_is_not_unicode(tmp_path: Path) -> None:
    name = b"relat\xa2rio.csv".decode("utf-8", "surrogateescape")
    result = import_bytes(new_ledger(tmp_path), table("1;Ana;01/12/2026;1,00"), name=name)
    assert result.written


def test_an_unclosed_quote_hides_no_other_line(tmp_path: Path) -> None:
    content = table('1;"Ana;01/12/2026;1,00', "2;Bia;01/12/2026;1,00", "3;Cid;01/12/2026;1,00;sobra")
    result = import_bytes(new_ledger(tmp_path), content)
    assert codes(result) == [("E-ASPAS", 2, 2), ("E-COLUNAS", 4, None)]


def test_a_good_line_ends_what_an_unclosed_quote_began(tmp_path: Path) -> None:
    content = table('1;"Ana;01/12/2026;1,00', "2;Bia;01/12/2026;1,00", '3;TV 42" LED;01/12/2026')
    result = import_bytes(new_ledger(tmp_path), content)
    assert codes(result) == [("E-ASPAS", 2, 2), ("E-COLUNAS", 4, None)]


def test_the_rest_of_a_quoted_line_break_is_told_once(tmp_path: Path) -> None:
    content = table('1;"Ana\nMaria";01/12/2026;1,00', "2;Bia;01/12/2026;1,00", "3;Cid;31/02/2026;1,00")
    result = import_bytes(new_ledger(tmp_path), content)
    assert codes(result) == [("E-ASPAS", 2, 2), ("E-DATA", 5, 3)]


def test_a_null_byte_after_mixed_line_ends_is_found_at_its_line(tmp_path: Path) -> None:
    content = b"numero;cliente;vencimento;valor\n1;Ana;01/12/2026;1,00\r2;A\0;01/12/2026;1,00\n"
    assert codes(import_bytes(new_ledger(tmp_path), content)) == [("E-NUL", 3, None)]


def test_problems_name_the_file_as_it_was_typed(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    empty = import_bytes(ledger, b"", name="vazio.csv")
    wrong = import_bytes(ledger, table("1;Ana;x;1,00"), name="errado.csv")
    assert {Path(each.problems.kept[0].file).parent for each in (empty, wrong)} == {tmp_path}


def test_a_monstrous_heading_is_not_repeated_whole(tmp_path: Path) -> None:
    heading = "x" * 200_000
    result = import_bytes(
        new_ledger(tmp_path),
        table("1;A;01/12/2026;1,00;", header=f"numero;cliente;vencimento;valor;{heading}"),
    )
    assert codes(result) == [("E-CABECALHO", 1, 5)]
    assert len(result.problems.kept[0].text()) < 1000


def test_lines_of_countless_separators_above_the_header(tmp_path: Path) -> None:
    content = (b"a;" * 130_000 + b"\n") * 14 + table("1;Ana;01/12/2026;1,00")
    ledger, started = new_ledger(tmp_path), perf_counter()
    result = import_bytes(ledger, content)
    assert result.written
    assert perf_counter() - started < 1


@pytest.mark.parametrize(
    ("heading", "advice"),
    [("vencimeto", "vencimento"), ("Documneto", "documento"), ("desconto", "--ignorar-colunas")],
)
def test_an_unknown_heading_says_what_to_do(heading: str, advice: str, tmp_path: Path) -> None:
    header = f"numero;cliente;vencimento;valor;{heading}"
    result = import_bytes(new_ledger(tmp_path), table("1;A;01/12/2026;1,00;x", header=header))
    assert advice in result.problems.kept[0].message


def test_an_ignored_column_is_named_in_the_preview(tmp_path: Path) -> None:
    content = table("1;A;01/12/2026;1,00;x", header="numero;cliente;vencimento;valor;desconto")
    result = import_bytes(new_ledger(tmp_path), content, Wishes(ignore_unknown=True))
    assert result.reading is not None
    assert result.reading.ignored == ("desconto",)
    assert dict(result.reading.columns) == {
        name: name for name in ("numero", "cliente", "vencimento", "valor")
    }


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "loop", "below a file"])
def test_what_is_not_a_file_is_told(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "below a file":
        (tmp_path / "y").write_bytes(b"")
        path = tmp_path / "y" / "x.csv"
    found = inspect(path, path.name)
    assert isinstance(found, RowProblem)
    assert found.code == "E-ARQUIVO"
    assert "directory" not in found.message
    assert "symbolic" not in found.message

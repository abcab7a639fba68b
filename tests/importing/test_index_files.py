"""What the Central Bank gives of a series, as bytes: the months read, and what is told of the rest."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cobranca_cli.importing.index_files import MOST_BYTES, IndexFile, read_index_file
from cobranca_cli.importing.problems import Problems

TODAY = date(2026, 11, 21)
IPCA = {(2026, 1): "0.33", (2026, 2): "-0.70"}

Told = tuple[int | None, int | None, str]
"""Line, column and code of a problem."""


def read(
    folder: Path, content: bytes | str, series: str = "ipca", today: date = TODAY
) -> tuple[IndexFile | None, Problems]:
    file = folder / "serie"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    problems = Problems("serie")
    found = read_index_file(file, problems, series, today)
    if found:
        left_out = int(found.unfinished is not None)
        assert len(found.values) + problems.rows + left_out <= found.read
    else:
        assert problems.total
    return found, problems


def months(found: IndexFile | None) -> dict[tuple[int, int], str]:
    assert found
    return {value.month: f"{value.percent:f}" for value in found.values}


def told(problems: Problems) -> list[Told]:
    return [(problem.line, problem.column, problem.code) for problem in problems.kept]


# --- one series in every form ---


@pytest.mark.parametrize(
    "content",
    [
        '"data";"valor"\r\n"01/01/2026";"0,33"\r\n"01/02/2026";"-0,70"\r\n',
        "data;valor\n01/01/2026;0,33\n01/02/2026;-0,70",
        "\ufeffdata,valor\n2026-01-01,0.33\n2026-02-01,-0.70\n",
        'data,valor\n01/01/2026,"0,33"\n01/02/2026,"-0,70"\n',
        "data\tvalor\n2026-01\t0.33\n2026-02\t−0.70\n",
        "\n\nValor;Data\n0,33;01/01/2026\n;;\n-0,70;1/2/2026\n",
        "data;datafim;valor\n01/01/2026;31/01/2026;0,33\n01/02/2026;28/02/2026;-0,70\n",
        "data;valor\n01/02/2026;-0,70\n01/01/2026;0,33\n01/02/2026;-0,7000\n",
        '[{"data":"01/01/2026","valor":"0.33"},{"data":"01/02/2026","valor":"-0.70"}]',
        ' [\n {"data": "01/01/2026", "valor": 0.33},\n {"valor": -0.70, "data": "01/02/2026", "x": {}}\n]\n',
        '\ufeff[{"data":"01/01/2026","valor":"0,33"},{"DATA":"2026-02-01","Valor":"-0,70"}]',
        '"Data";"433 - Índice nacional (IPCA) - Var. % mensal";\r\n01/2026;0,33;\r\n02/2026;-0,70;\r\n'
        '"Fonte";"IBGE";\r\n',
        '"Data";"188 - INPC - %";"433 - IPCA - %"\n01/2026;9;0,33\n02/2026;9;-0,70\nFonte;IBGE;IBGE\n',
    ],
)
def test_every_form_of_the_series_is_read(content: str, tmp_path: Path) -> None:
    found, problems = read(tmp_path, content)
    assert (months(found), told(problems)) == (IPCA, [])


def test_the_page_of_the_sgs_writes_windows_1252(tmp_path: Path) -> None:
    page = '"Data";"433 - Índice de preços"\n01/2026;0,33\n02/2026;-0,70\n'.encode("cp1252")
    assert months(read(tmp_path, page)[0]) == IPCA


@pytest.mark.parametrize(
    ("written", "percent"),
    [
        ("0,605306", "0.605306"),
        ("0.00000001", "0.00000001"),
        ("-0,00", "0.00"),
        ("+1", "1"),
        (" 0,5 ", "0.5"),
        ("-9,99", "-9.99"),
    ],
)
def test_a_value_keeps_its_decimals(written: str, percent: str, tmp_path: Path) -> None:
    assert months(read(tmp_path, f"data;valor\n01/01/2026;{written}\n")[0]) == {(2026, 1): percent}


def test_the_high_inflation_of_the_past_is_read(tmp_path: Path) -> None:
    content = "data;valor\n01/01/1980;6,62\n01/03/1990;82,39\n01/12/1999;0,60\n"
    assert len(months(read(tmp_path, content)[0])) == 3


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=st.dictionaries(
        st.tuples(st.integers(2000, 2025), st.integers(1, 12)),
        st.decimals(Decimal("-9.99"), Decimal("9.99"), places=4),
        min_size=1,
        max_size=40,
    )
)
def test_csv_and_json_say_the_same(table: dict[tuple[int, int], Decimal], tmp_path: Path) -> None:
    rows = [(f"01/{month:02d}/{year}", f"{value:f}") for (year, month), value in table.items()]
    csv = "".join(f'"{day}";"{value.replace(".", ",")}"\r\n' for day, value in rows)
    items = json.dumps([{"data": day, "valor": value} for day, value in rows])
    read_back = [
        {value.month: value.percent for value in found.values}
        for content in (f'"data";"valor"\r\n{csv}', items)
        if (found := read(tmp_path, content)[0])
    ]
    assert read_back == [table, table]


# --- what is refused, and where ---


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ("31/02/2026;1", (2, 1, "E-DATA")),
        ("02/01/2026;1", (2, 1, "E-DATA")),
        ("janeiro;1", (2, 1, "E-DATA")),
        ("01/13/2026;1", (2, 1, "E-DATA")),
        ("01/01/26;1", (2, 1, "E-DATA-ANO2")),
        (";1", (2, 1, "E-VAZIO")),
        ("01/12/1979;1", (2, 1, "E-DATA-INTERVALO")),
        ("01/12/2026;1", (2, 1, "E-DATA-FUTURA")),
        ("01/01/2026;", (2, 2, "E-VAZIO")),
        ("01/01/2026;-", (2, 2, "E-VALOR")),
        ("01/01/2026;0,16%", (2, 2, "E-VALOR")),
        ("01/01/2026;1e-3", (2, 2, "E-VALOR")),
        ("01/01/2026;1.234,56", (2, 2, "E-VALOR")),
        ("01/01/2026;0,123456789", (2, 2, "E-VALOR-PRECISAO")),
        ("01/01/1990;100", (2, 2, "E-VALOR-LIMITE")),
        ("01/01/2026;6543,21", (2, 2, "E-VALOR-LIMITE")),
        ("01/01/2026;10", (2, 2, "E-SERIE")),
        ("01/01/2026", (2, None, "E-COLUNAS")),
        ("01/01/2026;0;1", (2, None, "E-COLUNAS")),
        ('01/01/2026;"0', (2, None, "E-ASPAS")),
    ],
)
def test_a_bad_row_is_told_at_its_place(row: str, where: Told, tmp_path: Path) -> None:
    found, problems = read(tmp_path, f"data;valor\n{row}\n01/02/2026;0,5\n")
    assert told(problems) == [where]
    # The other row is still looked at, but for a file of another series.
    assert months(found) == ({} if where[2] == "E-SERIE" else {(2026, 2): "0.5"})


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ('[{"data":"01/01/2026","valor":"x"}]', (1, 2, "E-VALOR")),
        ('[\n  {"data":"01/02/2026","valor":"1"},\n  {"data":"1/1","valor":"1"}\n]', (3, 3, "E-DATA")),
        ('[{"data":"01/01/2026","valor":null}]', (1, 2, "E-VAZIO")),
        ('[{"data":"01/01/2026"}]', (1, 2, "E-JSON")),
        ('[{"data":"01/01/2026","valor":"1","valor":"2"}]', (1, 2, "E-JSON")),
        ('[{"data":"01/01/2026","valor":[1]}]', (1, 2, "E-JSON")),
        ('[{"data":"01/01/2026","valor":true}]', (1, 2, "E-JSON")),
        ('["01/01/2026", 1]', (1, 2, "E-JSON")),
        ('[{"data":"01/01/2026","valor":"1"}', (1, 35, "E-JSON")),
        ('[{"data":"01/01/2026","valor":"1"}] x', (1, 37, "E-JSON")),
        ('[{"data":"01/01/2026","valor":NaN}]', (1, 2, "E-VALOR")),
        ('{"data":"01/01/2026","valor":"1"}', (1, None, "E-TIPO")),
        ("[" * 50_000, (None, None, "E-JSON")),
        ("[]", (None, None, "E-SEM-LINHAS")),
    ],
)
def test_a_bad_item_is_told_at_its_place(content: str, where: Told, tmp_path: Path) -> None:
    assert told(read(tmp_path, content)[1])[0] == where


def test_an_item_is_told_by_its_position_too(tmp_path: Path) -> None:
    _, problems = read(tmp_path, '[{"data":"01/01/2026","valor":"1"},{"data":"01/02/2026","valor":"x"}]')
    assert problems.kept[0].message.startswith("item 2 da lista: ")


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"<!DOCTYPE html><html><body>502</body></html>", (1, None, "E-TIPO")),
        (b'<?xml version="1.0" encoding="pt-br"?><html/>', (1, None, "E-TIPO")),
        ('{"error": "O sistema aceita uma janela de, no máximo, 10 anos"}'.encode(), (1, None, "E-TIPO")),
        (b'{"erro": {"statusCode": 400, "detail": "nada"}}', (1, None, "E-TIPO")),
        (b"PK\x03\x04....", (None, None, "E-TIPO")),
        (b"", (None, None, "E-VAZIO-ARQUIVO")),
        (b"Value(s) not found", (1, None, "E-CABECALHO")),
        (b"01/01/2026;0,33\n", (1, None, "E-CABECALHO")),
        (b"data;valor\n", (None, None, "E-SEM-LINHAS")),
        (b"data;valor\n" + b"01/01/2026;0,33\n" * (MOST_BYTES // 16), (None, None, "E-TIPO")),
        (b"[" + b" " * 300_000 + b"]", (1, None, "E-CAMPO-GRANDE")),
    ],
)
def test_what_is_not_a_series_is_refused_whole(content: bytes, where: Told, tmp_path: Path) -> None:
    found, problems = read(tmp_path, content)
    assert (found, told(problems)) == (None, [where])


# --- files of another series ---


@pytest.mark.parametrize(
    ("series", "content", "where", "why"),
    [
        ("selic", "data;valor\n03/11/2026;0,05\n04/11/2026;0,05\n05/11/2026;x\n", (3, 1), "série diária"),
        ("selic", "data;valor\n01/09/2026;14,90\n01/10/2026;14,90\n", (2, 2), "taxa ao ano"),
        ("selic", "data;valor\n01/09/2026;1,1\n01/10/2026;-0,1\n", (3, 2), "nunca é"),
        ("taxa-legal", "data;valor\n01/07/2024;0,9\n", (2, 1), "começa em 08/2024"),
        ("taxa-legal", "data;valor\n01/09/2026;-0,1\n", (2, 2), "nunca é"),
        ("igpm", "data;valor\n01/09/2026;12,5\n", (2, 2), "acumulada em 12 meses"),
        ("ipca", "Data;13522 - IPCA - em 12 meses\n01/2026;4,4\n", (1, 2), "a série 13522"),
        ("ipca", "Data;188 - INPC;189 - IGP-M\n01/2026;4;4\n", (1, 2), "das séries 188, 189"),
    ],
)
def test_a_file_of_another_series_has_one_clear_error(
    series: str, content: str, where: tuple[int, int], why: str, tmp_path: Path
) -> None:
    found, problems = read(tmp_path, content, series)
    assert told(problems) == [(*where, "E-SERIE")]
    assert why in problems.kept[0].message and "baixe a série" in problems.kept[0].message
    assert found is None or found.values == []


def test_the_same_month_with_another_value(tmp_path: Path) -> None:
    found, problems = read(tmp_path, "data;valor\n01/01/2026;0,33\n01/02/2026;1\n01/01/2026;0,34\n")
    assert told(problems) == [(4, 2, "E-DUPLICADA")]
    assert "linha 2 com 0,33%" in problems.kept[0].message
    assert months(found) == {(2026, 1): "0.33", (2026, 2): "1"}


# --- the Selic of a month that has not ended ---

SELIC = "data;valor\n01/08/2026;1,16\n01/09/2026;1,22\n01/10/2026;{october}\n"


@pytest.mark.parametrize(
    ("series", "october", "today", "taken", "unfinished", "unproven"),
    [
        ("selic", "1,28", date(2026, 10, 31), 2, True, False),
        ("selic", "1,28", date(2026, 11, 1), 3, False, True),
        # Made early in October, imported later: the service published what there was until then.
        ("selic", "0,22", date(2026, 12, 5), 2, True, False),
        ("selic", "0,74", date(2026, 12, 5), 3, False, True),
        ("ipca", "0,22", date(2026, 10, 31), 3, False, False),
    ],
)
def test_the_unfinished_month(
    series: str, october: str, today: date, taken: int, unfinished: bool, unproven: bool, tmp_path: Path
) -> None:
    found, problems = read(tmp_path, SELIC.format(october=october), series, today)
    assert found and not problems.total
    marked = (found.unfinished is not None, found.unproven is not None)
    assert (len(found.values), marked) == (taken, (unfinished, unproven))


def test_a_gap_before_the_last_month_proves_no_drop(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "data;valor\n01/08/2016;1,22\n01/10/2020;0,16\n", "selic")
    assert found and (len(found.values), found.unfinished) == (2, None)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from(["", "data;valor\n", '[{"data":"01/01/2026","valor":"1"}', "[", "{"]),
    rest=st.text(st.sampled_from('[]{}":,;\n\\-/0129.eE ãdatvlor\u2028')) | st.binary().map(repr),
    series=st.sampled_from(["ipca", "selic", "taxa-legal"]),
)
def test_whatever_is_in_a_file_is_told_and_never_raised(
    start: str, rest: str, series: str, tmp_path: Path
) -> None:
    found, problems = read(tmp_path, start + rest, series)
    assert found or problems.total

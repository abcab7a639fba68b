import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.output.samples import ROWS, report, texts

from cobranca_cli.output.safety import printable_lines
from cobranca_cli.output.tabular import csv_chunks, json_chunks, jsonl_chunks
from cobranca_cli.views.report import Column, Kind, Report


def text_of(given: Report, *, iso: bool = False) -> str:
    return "".join(csv_chunks(given, iso=iso))


def test_csv_for_excel_in_brazil_to_the_byte() -> None:
    assert text_of(report()).encode() == (
        b"\xef\xbb\xbfcliente;documento;numero;vencimento;dias;taxa;contestada;total\r\n"
        + "Padaria São José;11.222.333/0001-81;NF-001;30/09/2026;52;7,17;não;1234567,89\r\n".encode()
        + b"Ana Lima;529.982.247-25;00042;20/11/2026;1;1,00;sim;-0,05\r\n"
        + b"Fulano [/];12.ABC.345/01DE-35;;;;;;\r\n"
    )


def test_csv_for_machines_to_the_byte() -> None:
    assert text_of(report(), iso=True).encode() == (
        b"cliente,documento,numero,vencimento,dias,taxa,contestada,total\n"
        + "Padaria São José,11222333000181,NF-001,2026-09-30,52,7.17,false,1234567.89\n".encode()
        + b"Ana Lima,52998224725,00042,2026-11-20,1,1.00,true,-0.05\n"
        + b"Fulano [/],12ABC34501DE35,,,,,,\n"
    )


def test_an_empty_csv_has_its_heading() -> None:
    assert text_of(texts()) == "\ufeffnome\r\n"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ('=HYPERLINK("http://e")', '"\'=HYPERLINK(""http://e"")"'),
        ("=1+1", "'=1+1"),
        ("  =1+1", "'  =1+1"),
        ("-1+1", "'-1+1"),
        ("a;b", '"a;b"'),
        ("duas\nlinhas", '"duas\nlinhas"'),
        ('diz "oi"', '"diz ""oi"""'),
        ("a,b", "a,b"),
        ("A\x1b]0;x\x9bB\u202eC\u200bD", '"A\ufffd]0;x\ufffdB\ufffdC\ufffdD"'),
        ("01234567890", "01234567890"),
        ("", ""),
    ],
)
def test_csv_text(cell: str, written: str) -> None:
    assert text_of(texts(cell)) == f"\ufeffnome\r\n{written}\r\n"


def test_the_iso_form_is_formula_safe_too() -> None:
    assert text_of(texts("=1,2"), iso=True) == 'nome\n"\'=1,2"\n'


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), min_size=1)))
def test_any_text_comes_back_harmless(cells: list[str]) -> None:
    written = text_of(texts(*cells)).removeprefix("\ufeff")
    back = [row[0] for row in csv.reader(io.StringIO(written, newline=""), delimiter=";")][1:]
    assert [text.removeprefix("'") for text in back] == [
        printable_lines(text).removeprefix("'") for text in cells
    ]
    assert not any(text.lstrip()[:1] in set("=+-@") for text in back if text.strip())


@pytest.mark.parametrize("rows", [0, 1, 999, 1000, 1001, 2500])
def test_every_row_once_and_in_order_around_the_batches(rows: int) -> None:
    given = report(((i,) for i in range(rows)), columns=(Column("n", "N", Kind.INTEGER),), totals=())
    assert text_of(given, iso=True).splitlines() == ["n", *map(str, range(rows))]
    given = report(((i,) for i in range(rows)), columns=(Column("n", "N", Kind.INTEGER),), totals=())
    assert json.loads("".join(json_chunks(given)))["linhas"] == [{"n": i} for i in range(rows)]


def test_rows_are_read_as_they_are_written() -> None:
    read: list[int] = []

    def rows() -> Any:
        for i in range(5000):
            read.append(i)
            yield (i,)

    chunks = jsonl_chunks(report(rows(), columns=(Column("n", "N", Kind.INTEGER),)))
    next(chunks)
    assert len(read) < 2000


def test_the_json_contract() -> None:
    text = "".join(json_chunks(report()))
    assert text.endswith("}\n")
    assert "São José" in text
    assert json.loads(text) == {
        "relatorio": "vencidos",
        "versao": 1,
        "em": "2026-11-21",
        "colunas": [
            {"nome": "cliente", "tipo": "texto"},
            {"nome": "documento", "tipo": "texto"},
            {"nome": "numero", "tipo": "texto"},
            {"nome": "vencimento", "tipo": "data"},
            {"nome": "dias", "tipo": "inteiro"},
            {"nome": "taxa", "tipo": "percentual"},
            {"nome": "contestada", "tipo": "logico"},
            {"nome": "total", "tipo": "dinheiro"},
        ],
        "linhas": [
            {
                "cliente": "Padaria São José",
                "documento": "11222333000181",
                "numero": "NF-001",
                "vencimento": "2026-09-30",
                "dias": 52,
                "taxa": "7.17",
                "contestada": False,
                "total": "1234567.89",
            },
            {
                "cliente": "Ana Lima",
                "documento": "52998224725",
                "numero": "00042",
                "vencimento": "2026-11-20",
                "dias": 1,
                "taxa": "1.00",
                "contestada": True,
                "total": "-0.05",
            },
            {
                "cliente": "Fulano [/]",
                "documento": "12ABC34501DE35",
                "numero": None,
                "vencimento": None,
                "dias": None,
                "taxa": None,
                "contestada": None,
                "total": None,
            },
        ],
        "totais": {"faturas": 3, "total": "1234567.84", "media": "411522.61"},
    }


def test_empty_json_is_the_same_object() -> None:
    loaded = json.loads("".join(json_chunks(report([], totals=()))))
    assert (loaded["linhas"], loaded["totais"]) == ([], {})
    assert list(loaded) == ["relatorio", "versao", "em", "colunas", "linhas", "totais"]


def test_json_lines_are_the_rows_alone() -> None:
    lines = "".join(jsonl_chunks(report())).splitlines()
    assert [json.loads(line)["cliente"] for line in lines] == [row[0] for row in ROWS]
    assert "".join(jsonl_chunks(report([]))) == ""


@given(st.integers(-(10**15), 10**15))
def test_money_in_json_is_the_exact_amount(cents: int) -> None:
    given = report([(cents,)], columns=(Column("v", "V", Kind.MONEY),), totals=())
    value = json.loads("".join(json_chunks(given)))["linhas"][0]["v"]
    assert Decimal(value) == Decimal(cents).scaleb(-2)


def test_a_row_of_the_wrong_length_is_a_bug_that_shows() -> None:
    with pytest.raises(ValueError):
        text_of(report([("só um",)]))


def test_json_says_what_commands_a_terminal_or_hides_in_escapes_and_loses_nothing() -> None:
    hidden = "A\x1b\x9b\u202e\u200b\U000e0001B é 😀"
    for text in ("".join(json_chunks(texts(hidden))), "".join(jsonl_chunks(texts(hidden)))):
        assert text.replace("\n", "").isprintable()
        assert "é 😀" in text
    assert json.loads("".join(jsonl_chunks(texts(hidden)))) == {"nome": hidden}

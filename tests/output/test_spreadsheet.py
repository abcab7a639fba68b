import gc
import io
import sys
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from tests.output.samples import HOSTILE, report, texts

from cobranca_cli.errors import UsageError
from cobranca_cli.output import spreadsheet
from cobranca_cli.output.spreadsheet import sheet_names, write_workbook
from cobranca_cli.views.report import Column, Kind, Report


def written(*reports: Report, show_data: bool = False) -> bytes:
    handle = io.BytesIO()
    write_workbook(reports, handle, show_data=show_data)
    return handle.getvalue()


def rows_of(data: bytes, sheet: int = 0) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(sheet).to_python()  # type: ignore[return-value]


def test_types_are_real() -> None:
    assert rows_of(written(report())) == [
        ["Cliente", "CPF/CNPJ", "Fatura", "Vencimento", "Dias", "Taxa ao mês", "Contestada", "Total"],
        [
            "Padaria São José",
            "11.222.333/0001-81",
            "NF-001",
            date(2026, 9, 30),
            52,
            0.0717,
            False,
            1234567.89,
        ],
        ["Ana Lima", "***.982.247-**", "00042", date(2026, 11, 20), 1, 0.01, True, -0.05],
        ["Fulano [/]", "12.ABC.345/01DE-35", "", "", "", "", "", ""],
        ["Total", "", "", "", "", "", "", 1234567.84],
        [""] * 8,
        ["Faturas", 3, "", "", "", "", "", ""],
        ["Valor médio", 411522.61, "", "", "", "", "", ""],
    ]


def test_whole_documents_on_request() -> None:
    assert rows_of(written(report(), show_data=True))[2][1] == "529.982.247-25"


@pytest.mark.parametrize("text", [*HOSTILE, "=1+1", "000123", "1E5", "http://exemplo.com", "{=1}"])
def test_text_stays_text(text: str) -> None:
    assert rows_of(written(texts(text)))[1] == [text]


def test_control_characters_do_not_break_the_file() -> None:
    assert rows_of(written(texts("a\x1b\x00b\ufffe")))[1] == ["a\ufffd\ufffdb\ufffd"]


def test_a_text_longer_than_a_cell_is_not_lost() -> None:
    assert rows_of(written(texts("x" * 40_000)))[1] == ["x" * 32_767]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert written(report()) == written(report())


def test_every_cent_survives() -> None:
    amounts = [1, -1, 10, 99, 100_000_000_000_01, 2**53 - 1, -(2**53) + 1, 123456789012345]
    data = written(report([(c,) for c in amounts], columns=(Column("v", "V", Kind.MONEY),), totals=()))
    assert [round(row[0] * 100) for row in rows_of(data)[1:]] == amounts  # type: ignore[operator]


def test_a_day_that_excel_counts_wrong_is_text() -> None:
    data = written(
        report([("1900-02-28",), ("1900-03-01",)], columns=(Column("d", "D", Kind.DATE),), totals=())
    )
    assert rows_of(data)[1:] == [["28/02/1900"], [date(1900, 3, 1)]]


def test_an_empty_report_keeps_its_heading() -> None:
    assert rows_of(written(texts())) == [["Nome"]]


def test_one_sheet_a_report() -> None:
    data = written(report(title="Carteira"), texts("Ana"), report(title="carteira"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["Carteira", "Vencidos", "carteira (2)"]
    assert rows_of(data, 1) == [["Nome"], ["Ana"]]


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Aging [1/2]: a*b?"], ["Aging 1 2 a b"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 27 + " (2)"]),
        (["", "'"], ["Planilha", "Planilha (2)"]),
        (["History"], ["History (2)"]),
        (["'Ana'"], ["Ana"]),
    ],
)
def test_names_that_excel_accepts(titles: list[str], names: list[str]) -> None:
    assert sheet_names(titles) == names


def test_more_rows_than_a_sheet_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "SHEET_ROWS", 13)
    written(texts(*map(str, range(10))))
    with pytest.raises(UsageError) as raised:
        written(texts(*map(str, range(11))))
    assert "--formato csv" in str(raised.value.hint)


class FullDisk(io.BytesIO):
    def write(self, data: object) -> int:
        raise OSError(28, "No space left on device")


def test_a_disk_that_fills_at_the_end_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    unheard: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", unheard.append)
    with pytest.raises(OSError, match="No space"), FullDisk() as disk:
        write_workbook([report()], disk, show_data=False)
    gc.collect()
    assert unheard == []

"""A column of numbers that each have a unit, in every form a report takes."""

import io
import json
from decimal import Decimal

from python_calamine import CalamineWorkbook
from tests.output.samples import AS_OF

from cobranca_cli.output.document_text import document_lines
from cobranca_cli.output.plain import full_lines
from cobranca_cli.output.shown import shown
from cobranca_cli.output.spreadsheet import write_workbook
from cobranca_cli.output.tabular import csv_chunks, json_chunks
from cobranca_cli.views.document import Document, Table
from cobranca_cli.views.report import Column, Figure, Kind, Measure, Report

COLUMNS = (
    Column("nome", "Nome"),
    Column("valor", "Valor", measure=True),
    Column("parte", "Parte", Kind.PERCENT, missing="n/d"),
)
MEASURES = (
    ("dinheiro", Measure(123456789, "reais")),
    ("taxa", Measure(Decimal("7.17"), "percentual")),
    ("prazo", Measure(Decimal("1076.30"), "dias")),
    ("pontos", Measure(2850, "pontos")),
    ("nada", Measure(None, "dias")),
)
REPORT = Report(
    "medidas", "Medidas", AS_OF, COLUMNS, [(name, each, None) for name, each in MEASURES],
    (Figure("parte", "Parte", Kind.PERCENT, None, "n/d"),),
)  # fmt: skip


def test_people_read_the_unit() -> None:
    lines = [
        "Nome                Valor  Parte",
        "dinheiro  R$ 1.234.567,89    n/d",
        "taxa                7,17%    n/d",
        "prazo       1.076,30 dias    n/d",
        "pontos              2.850    n/d",
        "nada                  n/d    n/d",
    ]
    assert list(full_lines(REPORT, show_data=False))[2:] == [*lines, "Total                        n/d"]
    table = Table(COLUMNS, list(REPORT.rows))
    page = shown(Document("medidas", "Medidas", AS_OF, (table,), REPORT), show_data=False)
    assert list(document_lines(page, 80))[3:] == lines


def test_machines_get_the_number_or_nothing() -> None:
    rows = json.loads("".join(json_chunks(REPORT)))["linhas"]
    assert [row["valor"] for row in rows] == ["1234567.89", "7.17", "1076.30", "2850", None]
    assert {row["parte"] for row in rows} == {None}
    for iso, said in ((False, ["1234567,89", "7,17", "1076,30", "2850", ""]),
                      (True, ["1234567.89", "7.17", "1076.30", "2850", ""])):  # fmt: skip
        lines = "".join(csv_chunks(REPORT, iso=iso)).splitlines()[1:]
        assert [line.split("," if iso else ";")[1] for line in lines] == said


def test_a_spreadsheet_gets_real_numbers() -> None:
    handle = io.BytesIO()
    write_workbook([REPORT], handle, show_data=False)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(handle.getvalue())).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:6]] == [1234567.89, 0.0717, 1076.3, 2850, "n/d"]
    assert [row[2] for row in rows[1:6]] == ["n/d"] * 5

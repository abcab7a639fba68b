"""E-mail, telephone and address are masked where people read, and whole for programs and on demand."""

from datetime import date
from pathlib import Path

import pytest
from tests.output.documents import memory

from cobranca_cli.domain.contact import mask_address, mask_email, mask_phone, mask_zip
from cobranca_cli.output.html import html_text
from cobranca_cli.output.plain import full_lines
from cobranca_cli.output.spreadsheet import write_workbook
from cobranca_cli.output.tabular import csv_chunks, json_chunks
from cobranca_cli.views.report import Column, Report
from cobranca_cli.views.sheet import sheet

REPORT = Report(
    "clientes",
    "Clientes",
    date(2026, 11, 21),
    (
        Column("email", "E-mail", mask=mask_email),
        Column("telefone", "Telefone", mask=mask_phone),
        Column("endereco", "Endereço", mask=mask_address),
        Column("cep", "CEP", mask=mask_zip),
    ),
    [("financeiro@padaria.com.br", "(11) 98888-7777", "Rua do Sol, 12", "13070-178"), (None,) * 4],
)
WHOLE = ("financeiro@padaria.com.br", "98888-7777", "Rua do Sol, 12", "13070-178")
MASKED = ("f***@padaria.com.br", "*****-7777", "Rua ***", "13***-***")


def of_table(show: bool) -> str:
    return "\n".join(full_lines(REPORT, show_data=show))


def of_sheet(show: bool) -> str:
    return "\n".join(full_lines(sheet(REPORT, show_data=show), show_data=show))


@pytest.mark.parametrize("text_of", [of_table, of_sheet])
def test_people_see_a_part_unless_they_ask(text_of) -> None:
    assert all(word in text_of(False) for word in MASKED)
    assert not any(word in text_of(False) for word in WHOLE)
    assert all(word in text_of(True) for word in WHOLE)


@pytest.mark.parametrize("chunks", [csv_chunks(REPORT, iso=False), json_chunks(REPORT)])
def test_programs_get_all(chunks) -> None:
    text = "".join(chunks)
    assert all(word in text for word in WHOLE)


@pytest.mark.parametrize(("show", "words"), [(False, MASKED), (True, WHOLE)])
def test_a_workbook_is_for_people(tmp_path: Path, show: bool, words: tuple[str, ...]) -> None:
    from python_calamine import load_workbook

    path = tmp_path / "c.xlsx"
    with path.open("wb") as handle:
        write_workbook([REPORT], handle, show_data=show)
    cells = load_workbook(path).get_sheet_by_index(0).to_python()[1]
    assert all(word in str(cell) for word, cell in zip(words, cells, strict=True))


def test_a_document_names_the_debtor_and_his_city_and_says_the_rest_when_asked() -> None:
    private = ("Avenida Brasil, 1500", "13070-178", "98888-7777", "ana.lima@exemplo.br", "529.982.247-25")
    masked, whole = (html_text(memory(), show_data=show) for show in (False, True))
    assert not any(word in masked for word in private)
    assert all(word in whole for word in private)
    assert "Campinas/SP" in masked and "financeiro@aurora.exemplo.br" in masked

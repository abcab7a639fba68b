"""The cells of a file of payments: what each becomes, and what is said of what it cannot become."""

from datetime import date
from pathlib import Path

import pytest

from cobranca_cli.domain.days import DayOrder
from cobranca_cli.domain.money import Decimals
from cobranca_cli.importing.drafts import CustomerDraft, PaymentDraft
from cobranca_cli.importing.fields import PAYMENT_FIELDS, PAYMENT_NEEDED
from cobranca_cli.importing.layout import Layout, Wishes, find_layout
from cobranca_cli.importing.payment_rows import PaymentRows
from cobranca_cli.importing.problems import Problems, RowProblem
from cobranca_cli.importing.values import FieldProblem

TODAY = date(2026, 11, 21)
WHOLE = "data;valor;fatura;parcela;cliente;documento;codigo_cliente;forma;chave"


def layout(header: str) -> Layout | list[RowProblem]:
    return find_layout("p.csv", [header], PAYMENT_FIELDS, PAYMENT_NEEDED, Wishes())


def read(*lines: str, header: str = WHOLE) -> tuple[list[PaymentDraft], Problems, PaymentRows]:
    """The drafts of some lines under a header, and what was wrong."""
    found, problems, drafts = layout(header), Problems("p.csv"), []
    assert isinstance(found, Layout)

    def accept(draft: PaymentDraft) -> list[FieldProblem]:
        drafts.append(draft)
        return []

    rows = PaymentRows(
        found, problems, decimals=Decimals.COMMA, days=DayOrder.DAY_FIRST, today=TODAY, accept=accept
    )
    rows.read_block([f"{line}\n" for line in lines], 2)
    return drafts, problems, rows


@pytest.mark.parametrize(
    ("line", "draft"),
    [
        (
            "20/11/2026;1.234,56;NF-1;02/03;;;;Pix; E12 ",
            PaymentDraft(2, date(2026, 11, 20), 123_456, "NF-1", "2", None, "pix", "E12"),
        ),
        ("2026-11-21;10;NF-1;;;;;;", PaymentDraft(2, TODAY, 1000, "NF-1")),
        (
            "20/11/2026;R$ 5,00;;; Ana  Souza ;;;TED;",
            PaymentDraft(
                2,
                date(2026, 11, 20),
                500,
                customer=CustomerDraft("Ana Souza", "ana souza"),
                form="transferencia",
            ),
        ),
        (
            "20/11/2026;5,00;;;;529.982.247-25;;;",
            PaymentDraft(2, date(2026, 11, 20), 500, customer=CustomerDraft("", "", "52998224725")),
        ),
        (
            '20/11/2026;5,00;"7;8";;;;C-1;Cartão de Crédito;',
            PaymentDraft(
                2, date(2026, 11, 20), 500, "7;8", None, CustomerDraft("", "", None, "C-1"), "cartao"
            ),
        ),
    ],
)
def test_what_a_row_becomes(line: str, draft: PaymentDraft) -> None:
    drafts, problems, _ = read(line)
    assert (drafts, problems.kept) == ([draft], [])


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("22/11/2026;5,00;1;;;;;;", [("data", "E-DATA-FUTURA", 1)]),
        (";5,00;1;;;;;;", [("data", "E-VAZIO", 1)]),
        ("31/02/2026;0,00;1;;;;;;", [("data", "E-DATA", 1), ("valor", "E-VALOR-ZERO", 2)]),
        ("20/11/2026;-5,00;1;;;;;;", [("valor", "E-VALOR-NEGATIVO", 2)]),
        ("20/11/2026;5.00;1;;;;;;", [("valor", "E-FORMATO-MISTO", 2)]),
        ("20/11/2026;9.999.999.999,00;1;;;;;;", [("valor", "E-VALOR-LIMITE", 2)]),
        ("20/11/2026;5,00;;2;;;;;", [("fatura", "E-VAZIO", 3)]),
        (f"20/11/2026;5,00;{'9' * 61};;;;;;", [("fatura", "E-TAMANHO", 3)]),
        ("20/11/2026;5,00;;;;529.982.247-24;;;", [("documento", "E-DOC", 6)]),
        ("20/11/2026;5,00;1;;;;;fiado;", [("forma", "E-FORMA", 8)]),
        (f"20/11/2026;5,00;1;;;;;;{'k' * 201}", [("chave", "E-TAMANHO", 9)]),
        ("20/11/2026;5,00;1", [(None, "E-COLUNAS", None)]),
        ('20/11/2026;5,00;"1;;;;;;', [(None, "E-ASPAS", 3)]),
    ],
)
def test_what_is_wrong_with_a_row(line: str, wrong: list[tuple[str | None, str, int | None]]) -> None:
    drafts, problems, rows = read(line, "20/11/2026;5,00;1;;;;;;")
    assert [(each.field, each.code, each.column) for each in problems.kept] == wrong
    assert (len(drafts), rows.rows, rows.bad) == (1, 2, 1)


def test_no_message_of_a_payment_speaks_of_an_invoices_amount() -> None:
    _, problems, _ = read(*(f"20/11/2026;{amount};1;;;;;;" for amount in ("0", "-1", "9.999.999.999,00")))
    assert len(problems.kept) == 3
    assert not [each for each in problems.kept if "fatura" in each.message]


def test_blank_lines_are_counted_and_are_no_rows() -> None:
    drafts, problems, rows = read("", ";;;;;;;;", " ; ;;;;;;;", "20/11/2026;5,00;1;;;;;;")
    assert (len(drafts), problems.total, rows.rows, rows.blank) == (1, 0, 1, 3)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Data;Valor;Fatura", {"data", "valor", "fatura"}),
        ("DATA DO PAGAMENTO;Valor Pago;Número;Parcela", {"data", "valor", "fatura", "parcela"}),
        ("Data Recebimento;Valor;CPF/CNPJ", {"data", "valor", "documento"}),
        ("Data;Valor;Nota Fiscal;Forma de Pagamento;ID", {"data", "valor", "fatura", "forma", "chave"}),
        ("data;valor;cliente;linha_original;motivo", {"data", "valor", "cliente"}),
    ],
)
def test_how_the_columns_may_be_called(header: str, fields: set[str]) -> None:
    found = layout(header)
    assert isinstance(found, Layout)
    assert set(found.positions) == fields


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("data;fatura;cliente", "falta a coluna valor"),
        ("data;valor;numero;fatura", "dizem a mesma coisa (fatura)"),
        ("data;valor;fatura;vencimento", "não conheço a coluna 'vencimento'"),
        (
            "Cliente;Data Liquidação;Valor documento;Valor;Saldo",
            "'cobranca importar faturas' e --perfil tiny",
        ),
    ],
)
def test_a_header_that_cannot_be(header: str, said: str) -> None:
    found = layout(header)
    assert isinstance(found, list)
    assert any(said in problem.message for problem in found), found


def test_a_file_of_invoices_knows_nothing_of_the_columns_of_payments(tmp_path: Path) -> None:
    from cobranca_cli.importing.fields import INVOICE_FIELDS, INVOICE_NEEDED

    found = find_layout(
        "f.csv", ["numero;cliente;vencimento;valor;data;forma"], INVOICE_FIELDS, INVOICE_NEEDED, Wishes()
    )
    assert isinstance(found, list)
    assert [problem.column for problem in found] == [5, 6]

"""Exports of six systems, laid out as they write them: what enters, what steps aside, what is said of it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.importing.bench import codes, import_bytes, new_ledger, query, rows

from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.profiles import BUILT_IN
from cobranca_cli.services.import_result import ImportResult

OMIE = (
    "Situação|Tipo|Grupo|Categoria|Observação da Conta|Data de Registro (completa)"
    "|Data de Emissão (completa)|NC/Nfe|Data de Vencimento (completa)|Situação do Vencimento"
    "|Valor da Conta|Pago ou Recebido|A Pagar ou Receber|Conta Corrente"
    "|Cliente ou Fornecedor (Nome Fantasia)|Observação do Pagto ou Recbto|Data de Pagto"
)
CONTA_AZUL = (
    "Identificador do cliente|Nome do cliente|Código de referência|Data de competência|Data de vencimento"
    "|Data prevista|Descrição|Situação|Valor original da parcela (R$)|Forma de recebimento"
    "|Valor recebido da parcela (R$)|Juros realizado (R$)|Multa realizado (R$)|Desconto realizado (R$)"
    "|Valor total recebido da parcela (R$)|Valor da parcela em aberto (R$)|Juros previsto (R$)"
    "|Multa previsto (R$)|Desconto previsto (R$)|Valor total da parcela em aberto (R$)"
    "|Data do último pagamento|Conta bancária|Categoria 1|Valor na Categoria 1|Centro de Custo 1"
    "|Nota fiscal|Observações"
)
CONTA_AZUL_SHEET = (
    "Data de Competência|Data de Vencimento|Data de Pagamento|Valor|Categoria|Descrição"
    "|Cliente/Fornecedor|CNPJ/CPF Cliente/Fornecedor|Centro de Custo|Observações"
)
TINY = (
    "ID|Cliente|Data Emissão|Data Vencimento|Data Liquidação|Valor documento|Saldo|Situação|Número documento"
    "|Número no banco|Categoria|Histórico|Forma de recebimento|Meio de recebimento|Taxas|Competência"
    "|Recebimento|Recebido"
)
GRANATUM = (
    "Cliente/Fornecedor|Documento cliente/fornecedor|Descrição|Categoria|Data de vencimento|Valor"
    "|Forma de pagamento"
)
NIBO = (
    "Tipo de transação|Nome do contato|Descrição|Categoria|Valor|Vencimento|Previsto para|Competência"
    "|Centro de custo|Favorito|Tipo de contato|Referência|Conta|Data pag/rec/transferência|Anotação"
)
QUICKBOOKS = "Num|Customer|Date|Due Date|Amount|Open Balance|P.O. #"


def export(
    layout: str,
    lines: Sequence[dict[str, str] | str],
    *,
    delimiter: str = ";",
    titles: Sequence[str] = (),
    encoding: str = "utf-8",
) -> bytes:
    """A file with CRLF: titles, the heading, and rows given by the headings that are filled."""
    headings = layout.split("|")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    for title in titles:
        out.write(f"{title}\r\n")
    writer.writerow(headings)
    for line in lines:
        if isinstance(line, str):
            out.write(f"{line}\r\n")
            continue
        assert not set(line) - set(headings)
        writer.writerow([line.get(heading, "") for heading in headings])
    return out.getvalue().encode(encoding)


def load(folder: Path, profile: str, content: bytes) -> tuple[Path, ImportResult]:
    ledger = new_ledger(folder)
    return ledger, import_bytes(ledger, content, Wishes(profile=BUILT_IN[profile]))


def brief(ledger: Path) -> list[tuple[object, ...]]:
    """Number, instalment, customer, issue date, due date, cents."""
    return [(*row[:3], *row[7:10]) for row in rows(ledger)]


def paid(ledger: Path) -> list[tuple[object, ...]]:
    """Invoice, day, cents of every payment, and the principal that it took."""
    return query(
        ledger,
        "SELECT r.number || iif(r.instalment = '', '', '/' || r.instalment), m.day, m.amount,"
        " (SELECT sum(e.principal) FROM entry e WHERE e.movement_id = m.id AND e.kind = 'pagamento')"
        " FROM movement m JOIN movement_target t ON t.movement_id = m.id"
        " JOIN receivable r ON r.id = t.receivable_id ORDER BY m.day, m.import_line",
    )


def omie_row(note: str, amount: str, left: str, **more: str) -> dict[str, str]:
    return {
        "Situação": "A vencer",
        "Grupo": "Contas a Receber",
        "Data de Emissão (completa)": "01/11/2026",
        "Data de Vencimento (completa)": "01/12/2026",
        "NC/Nfe": note,
        "Valor da Conta": amount,
        "A Pagar ou Receber": left,
        "Cliente ou Fornecedor (Nome Fantasia)": "Padaria São João",
    } | more


def test_omie(tmp_path: Path) -> None:
    content = export(
        OMIE,
        [
            omie_row("1001", "1.000,00", "1.000,00"),
            omie_row("1002", "500,00", "200,00", Situação="Recebido parcialmente"),
            omie_row("1003", "300,00", "0,00", Situação="Recebido", **{"Data de Pagto": "10/11/2026"}),
            omie_row("1004", "80,00", "80,00", Situação="Cancelado"),
            omie_row("77", "-90,00", "-90,00", Situação="Atrasado"),
            omie_row("78", "45,00", "45,00", Grupo="Contas a Pagar"),
            {"Valor da Conta": "2.015,00", "A Pagar ou Receber": "1.200,00"},
        ],
        titles=("Omie - Finanças", "Período: 01/11/2026 a 30/11/2026", ""),
    )
    ledger, result = load(tmp_path, "omie", content)
    assert codes(result) == []
    assert brief(ledger) == [
        ("1001", "", "Padaria São João", "2026-11-01", "2026-12-01", 100_000),
        ("1002", "", "Padaria São João", "2026-11-01", "2026-12-01", 20_000),
        ("1003", "", "Padaria São João", "2026-11-01", "2026-12-01", 30_000),
    ]
    assert paid(ledger) == [("1003", "2026-11-10", 30_000, 30_000)]
    assert dict(result.set_aside) == {
        "canceladas": 1,
        "contas a pagar": 2,
        "linhas de total ou sem cliente e vencimento": 1,
    }
    assert [remark.split(":")[0] for remark in result.remarks] == [
        "pagamentos que a exportação diz recebidos",
        "faturas pagas em parte",
    ]
    assert (result.reading and result.reading.header_line) == 4


def test_conta_azul_report(tmp_path: Path) -> None:
    plain = {
        "Identificador do cliente": "C-9",
        "Nome do cliente": "Ana Souza",
        "Data de competência": "05/11/2026",
        "Data de vencimento": "05/12/2026",
        "Situação": "Em aberto",
    }
    original, left = "Valor original da parcela (R$)", "Valor da parcela em aberto (R$)"
    content = export(
        CONTA_AZUL,
        [
            plain | {"Nota fiscal": "55", "Descrição": "Venda 1/2", original: "1.500,00", left: "1.500,00"},
            plain | {"Nota fiscal": "55", "Descrição": "Venda 2/2", original: "1.500,00", left: "400,00"},
            plain | {"Código de referência": "V-8", "Descrição": "Frete", original: "20,00", left: "20,00"},
            plain | {"Nota fiscal": "54", "Situação": "Quitado", original: "10,00", left: "0,00"},
            plain | {"Descrição": "Sem nota", original: "30,00", left: "30,00"},
        ],
        titles=("Visão Contas a Receber",),
    )
    ledger, result = load(tmp_path, "conta-azul", content)
    assert codes(result) == []
    found = brief(ledger)
    assert [row[:2] for row in found[:3]] == [("55", "1"), ("55", "2"), ("V-8", "")]
    assert [row[5] for row in found] == [150_000, 40_000, 2_000, 3_000]
    assert found[3][0].startswith("Sem nota #")
    assert dict(result.set_aside) == {"quitadas": 1}
    assert [remark.split(":")[0] for remark in result.remarks] == [
        "faturas pagas em parte",
        "1 quitada ficou de fora, porque a coluna “Data do último pagamento” está vazia",
        "linhas sem número de fatura",
    ]
    assert query(ledger, "SELECT name, code FROM customer") == [("Ana Souza", "C-9")]


def test_conta_azul_sheet(tmp_path: Path) -> None:
    plain = {
        "Data de Competência": "05/11/2026",
        "Data de Vencimento": "05/12/2026",
        "Categoria": "Vendas",
        "Cliente/Fornecedor": "Ana Souza",
        "CNPJ/CPF Cliente/Fornecedor": "529.982.247-25",
    }
    lines = [
        plain | {"Valor": "100,50", "Descrição": "Mensalidade novembro"},
        plain | {"Valor": "-80,00", "Descrição": "Aluguel"},
        plain | {"Valor": "70,00", "Descrição": "Curso", "Data de Pagamento": "06/11/2026"},
    ]
    ledger, result = load(tmp_path, "conta-azul", export(CONTA_AZUL_SHEET, lines, delimiter=","))
    assert codes(result) == []
    assert [(row[2], row[3], row[9], row[10]) for row in rows(ledger)] == [
        ("Ana Souza", "52998224725", 10050, "Mensalidade novembro"),
        ("Ana Souza", "52998224725", 7000, "Curso"),
    ]
    assert [row[1:] for row in paid(ledger)] == [("2026-11-06", 7000, 7000)]
    assert dict(result.set_aside) == {"contas a pagar": 1}


def test_tiny_with_a_bom(tmp_path: Path) -> None:
    plain = {"Cliente": "Bia Lima", "Data Emissão": "05/11/2026", "Data Vencimento": "05/12/2026"}
    lines = [
        plain | {"ID": "9001", "Número documento": "000123/01", "Valor documento": "10,00", "Saldo": "10,00"},
        plain | {"ID": "9002", "Valor documento": "20,00", "Saldo": "5,00", "Situação": "Parcial"},
        plain | {"ID": "9003", "Valor documento": "30,00", "Saldo": "0", "Situação": "Pago"},
        plain | {"ID": "9004", "Valor documento": "40,00", "Saldo": "40,00", "Situação": "Não pago"},
        plain | {"ID": "9005", "Valor documento": "50,00", "Saldo": "50,00", "Situação": "Cancelada"},
    ]
    ledger, result = load(tmp_path, "tiny", export(TINY, lines, encoding="utf-8-sig"))
    assert codes(result) == []
    assert [(row[0], row[5]) for row in brief(ledger)] == [("000123/01", 1000), ("9002", 500), ("9004", 4000)]
    assert dict(result.set_aside) == {"quitadas": 1, "canceladas": 1}


def test_granatum_in_latin_1_without_numbers(tmp_path: Path) -> None:
    plain = {"Cliente/Fornecedor": "João", "Data de vencimento": "05/12/2026", "Categoria": "Serviços"}
    lines = [
        plain | {"Descrição": "Manutenção (1/3)", "Valor": "1234,56"},
        plain | {"Descrição": "Manutenção (2/3)", "Valor": "1234,56", "Data de vencimento": "05/01/2027"},
        plain | {"Descrição": "Água", "Valor": "-50,00"},
    ]
    ledger, result = load(tmp_path, "granatum", export(GRANATUM, lines, encoding="latin-1"))
    assert codes(result) == []
    found = brief(ledger)
    assert [(row[1], row[2], row[5]) for row in found] == [("1", "João", 123456), ("2", "João", 123456)]
    assert dict(result.set_aside) == {"contas a pagar": 1}
    again = import_bytes(
        ledger, export(GRANATUM, lines[::-1], encoding="utf-8"), Wishes(profile=BUILT_IN["granatum"])
    )
    assert (again.new, again.existing, again.refused) == (0, 2, False)
    assert brief(ledger) == found


def test_nibo(tmp_path: Path) -> None:
    plain = {"Nome do contato": "Cid", "Vencimento": "05/12/2026", "Competência": "01/11/2026"}
    lines = [
        plain | {"Tipo de transação": "Recebimento", "Referência": "R1", "Valor": "100,00"},
        plain | {"Tipo de transação": "Pagamento", "Referência": "P1", "Valor": "-30,00"},
        plain | {"Tipo de transação": "Pagamento", "Referência": "P2", "Valor": "30,00"},
        plain
        | {
            "Tipo de transação": "Recebimento",
            "Referência": "R2",
            "Valor": "9,00",
            "Data pag/rec/transferência": "06/11/2026",
        },
    ]
    ledger, result = load(tmp_path, "nibo", export(NIBO, lines, encoding="utf-8-sig"))
    assert codes(result) == []
    assert brief(ledger) == [
        ("R1", "", "Cid", "2026-11-01", "2026-12-05", 10_000),
        ("R2", "", "Cid", "2026-11-01", "2026-12-05", 900),
    ]
    assert paid(ledger) == [("R2", "2026-11-06", 900, 900)]
    assert dict(result.set_aside) == {"contas a pagar": 2}


def test_quickbooks_reads_the_month_first(tmp_path: Path) -> None:
    content = export(
        QUICKBOOKS,
        [
            {
                "Num": "1037",
                "Customer": "Acme",
                "Date": "10/05/2026",
                "Due Date": "11/04/2026",
                "Amount": "1,284.50",
                "Open Balance": "1,284.50",
            },
            {
                "Num": "1038",
                "Customer": "Acme",
                "Date": "10/25/2026",
                "Due Date": "11/24/2026",
                "Amount": "500.00",
                "Open Balance": "125.25",
            },
            {
                "Num": "1039",
                "Customer": "Acme",
                "Date": "10/25/2026",
                "Due Date": "11/24/2026",
                "Amount": "-60.00",
                "Open Balance": "-60.00",
            },
            {"Num": "Total for Acme", "Amount": "1,724.50", "Open Balance": "1,349.75"},
        ],
        delimiter=",",
        titles=("Acme Brasil", "A/R Aging Detail", '"As of November 21, 2026"', ""),
    )
    ledger, result = load(tmp_path, "quickbooks", content)
    assert codes(result) == []
    assert brief(ledger) == [
        ("1037", "", "Acme", "2026-10-05", "2026-11-04", 128_450),
        ("1038", "", "Acme", "2026-10-25", "2026-11-24", 12_525),
    ]
    assert dict(result.set_aside) == {"contas a pagar": 1, "linhas de total ou sem cliente e vencimento": 1}


@pytest.mark.parametrize(
    ("layout", "profile"),
    [
        (OMIE, "omie"),
        (CONTA_AZUL, "conta-azul"),
        (TINY, "tiny"),
        (GRANATUM, "granatum"),
        (NIBO, "nibo"),
        (QUICKBOOKS, "quickbooks"),
    ],
)
def test_an_export_without_its_profile_is_recognised(layout: str, profile: str, tmp_path: Path) -> None:
    result = import_bytes(new_ledger(tmp_path), export(layout, [";"]))
    assert result.refused
    assert any(f"--perfil {profile}" in problem.message for problem in result.problems.kept)


def tiny(**cells: str) -> dict[str, str]:
    names = {"saldo": "Saldo", "valor": "Valor documento", "pago": "Recebido", "due": "Data Vencimento"}
    plain = {"ID": "1", "Cliente": "Ana", "Data Vencimento": "05/12/2026", "Valor documento": "10,00"}
    return plain | {names.get(name, name): cell for name, cell in cells.items()}


@pytest.mark.parametrize(
    ("title", "line", "open_cents"),
    [
        ("balance", {"saldo": "4,00"}, 400),
        ("balance above the amount", {"saldo": "12,00"}, 1000),
        ("no balance, received", {"pago": "4,00"}, 600),
        ("no balance, all received", {"pago": "10,00"}, None),
        ("balance in favour of the customer", {"saldo": "-5,00"}, None),
        ("neither", {}, 1000),
    ],
)
def test_only_what_is_open_enters(
    title: str, line: dict[str, str], open_cents: int | None, tmp_path: Path
) -> None:
    ledger, result = load(tmp_path, "tiny", export(TINY, [tiny(**line)]))
    assert codes(result) == []
    assert [row[9] for row in rows(ledger)] == ([] if open_cents is None else [open_cents])
    assert sum(result.set_aside.values()) == (open_cents is None)


@pytest.mark.parametrize(("line", "column"), [({"saldo": "4,O0"}, 7), ({"pago": "quatro"}, 18)])
def test_an_unreadable_balance_is_a_problem_and_never_the_whole_amount(
    line: dict[str, str], column: int, tmp_path: Path
) -> None:
    _, result = load(tmp_path, "tiny", export(TINY, [tiny(**line)]))
    assert codes(result) == [("E-VALOR", 2, column)]


def test_an_ambiguous_balance_is_asked_about(tmp_path: Path) -> None:
    _, result = load(tmp_path, "tiny", export(TINY, [tiny(valor="1.500", saldo="1.200")]))
    assert [code for code, _, _ in codes(result)] == ["E-VALOR-AMBIGUO"]


@pytest.mark.parametrize("cells", [{"Cliente": "Totalmed Ltda"}, {"Histórico": "Total da nota 12"}])
def test_a_row_without_due_date_is_no_total_because_of_a_word(cells: dict[str, str], tmp_path: Path) -> None:
    _, result = load(tmp_path, "tiny", export(TINY, [tiny(due="", **cells)]))
    assert codes(result) == [("E-VAZIO", 2, 4)]


@pytest.mark.parametrize("blank", [";" * 17, "", '"";' * 17 + '""', " ;" * 17])
def test_blank_rows_of_a_system_are_counted(blank: str, tmp_path: Path) -> None:
    ledger, result = load(tmp_path, "tiny", export(TINY, [tiny(), blank, tiny(ID="2")]))
    assert codes(result) == []
    assert [row[0] for row in rows(ledger)] == ["1", "2"]
    assert result.remarks == ["linhas em branco deixadas de lado: 1"]


@pytest.mark.parametrize(
    ("title", "line", "problem"),
    [
        ("no such day", {"Data Liquidação": "31/02/2026"}, "E-DATA"),
        ("a day to come", {"Data Liquidação": "22/11/2026"}, "E-DATA-FUTURA"),
        ("today", {"Data Liquidação": "21/11/2026"}, None),
        ("of what nothing was received", {"saldo": "10,00", "Data Liquidação": "31/02/2026"}, None),
    ],
)
def test_the_day_of_payment(title: str, line: dict[str, str], problem: str | None, tmp_path: Path) -> None:
    _, result = load(tmp_path, "tiny", export(TINY, [tiny(**{"saldo": "4,00"} | line)]))
    assert codes(result) == ([] if problem is None else [(problem, 2, 5)])


def test_a_title_closed_without_money_stays_out(tmp_path: Path) -> None:
    line = tiny(saldo="0,00", pago="0,00", Situação="Baixado", **{"Data Liquidação": "20/11/2026"})
    ledger, result = load(tmp_path, "tiny", export(TINY, [line]))
    assert (codes(result), rows(ledger)) == ([], [])
    assert dict(result.set_aside) == {"encerradas sem valor recebido": 1}


def test_a_file_with_nothing_open_is_not_refused(tmp_path: Path) -> None:
    ledger, result = load(tmp_path, "tiny", export(TINY, [tiny(saldo="0,00"), tiny(Situação="Paga")]))
    assert (result.refused, result.read, result.new) == (False, 2, 0)
    assert dict(result.set_aside) == {"quitadas": 2}
    assert rows(ledger) == []


def test_a_bad_row_of_a_system_names_its_column(tmp_path: Path) -> None:
    _, result = load(tmp_path, "tiny", export(TINY, [tiny(due="31/02/2026"), tiny(Cliente="")]))
    assert codes(result) == [("E-DATA", 2, 4), ("E-VAZIO", 3, 2)]

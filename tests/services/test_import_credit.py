"""The columns of credit in a file of customers: told with their file as the source, wrong ones by place."""

from pathlib import Path

import pytest
from tests.domain.account_notation import rows
from tests.domain.notation import day
from tests.ledger.ledger_box import ask
from tests.services.credit_box import Creditor

from cobranca_cli.domain.money import Decimals
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.ledger.queries.credit import Told
from cobranca_cli.services.credit_facts import registration
from cobranca_cli.services.import_customers import import_customers
from cobranca_cli.services.import_result import ImportResult

HEADER = "cliente;documento;fundacao;setor;faturamento;patrimonio;referencia"
LUA = "Lua;11444777000161;12/03/2019;padaria;120.000,00;50.000,00;paga em dia"


@pytest.fixture
def shop(tmp_path: Path) -> Creditor:
    return Creditor(tmp_path)


def bring(shop: Creditor, *lines: str, header: str = HEADER, simulate: bool = False) -> ImportResult:
    file = shop.ledger.with_name("clientes.csv")
    file.write_text("\n".join([header, *lines, ""]))
    return import_customers(shop.ledger, file, Wishes(), shop.moment, simulate=simulate)


def facts(shop: Creditor, customer: str = "Lua") -> dict[str, Told]:
    found = registration(shop.ledger, shop.settings, shop.moment, shop.moment.today, customer)
    return dict(found.facts)


def test_a_file_tells_what_people_tell(shop: Creditor) -> None:
    result = bring(shop, LUA, "Sol;;;;;;")
    assert (result.new, result.updated, result.existing, result.written) == (2, 0, 0, True)
    today = day("2026-11-21")
    assert facts(shop) == {
        kind: Told(kind, value, today, "clientes.csv")
        for kind, value in (
            ("fundacao", "2019-03-12"), ("setor", "padaria"), ("faturamento", "12000000"),
            ("patrimonio", "5000000"), ("referencia", "paga em dia"),
        )
    }  # fmt: skip
    assert facts(shop, "Sol") == {}
    assert ask(shop.ledger, "SELECT DISTINCT import_id FROM customer_fact") == [(1,)]


def test_again_is_no_news_and_an_empty_cell_takes_nothing_back(shop: Creditor) -> None:
    bring(shop, LUA)
    again = bring(shop, LUA)
    assert (again.new, again.updated, again.existing) == (0, 0, 1)
    emptied = bring(shop, "Lua;11444777000161;;;;;")
    assert (emptied.updated, emptied.existing) == (0, 1)
    shop.today = "2026-11-25"
    changed = bring(shop, LUA.replace("120.000,00", "130.000,00"))
    assert (changed.new, changed.updated, changed.existing) == (0, 1, 0)
    told = facts(shop)
    assert (told["faturamento"].value, told["faturamento"].day) == ("13000000", day("2026-11-25"))
    assert told["setor"].day == day("2026-11-21")
    assert ask(shop.ledger, "SELECT count(*) FROM customer_fact") == [(6,)]


def test_one_customer_that_changes_in_two_ways_is_updated_once(shop: Creditor) -> None:
    bring(shop, "Lua;;;;;;")
    assert bring(shop, LUA).updated == 1


def test_what_the_owner_typed_stands_until_a_file_says_otherwise(shop: Creditor) -> None:
    bring(shop, "Lua;11444777000161;;;;;")
    shop.knows("Lua", setor="padaria", fonte="visita")
    bring(shop, LUA)
    assert facts(shop)["setor"].source == "visita"
    bring(shop, LUA.replace("padaria", "mercado"))
    assert (facts(shop)["setor"].value, facts(shop)["setor"].source) == ("mercado", "clientes.csv")


@pytest.mark.parametrize(
    ("heading", "field"),
    rows("""
        Data de abertura   | fundacao
        Fundação           | fundacao
        Ramo de atividade  | setor
        Faturamento mensal | faturamento
        Patrimônio líquido | patrimonio
        Referências        | referencia
    """),
)
def test_the_headings_that_systems_write(shop: Creditor, heading: str, field: str) -> None:
    value = "12/03/2019" if field == "fundacao" else "100,00"
    bring(shop, f"Lua;{value}", header=f"cliente;{heading}")
    assert facts(shop).keys() == {field}


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    rows("""
        3 | 31/02/2019   | E-DATA
        3 | ontem        | E-DATA
        3 | 22/11/2026   | E-DATA-FUTURA
        3 | 31/12/1899   | E-DATA-INTERVALO
        5 | muito        | E-VALOR
        5 | 0,00         | E-VALOR-ZERO
        5 | -1,00        | E-VALOR-NEGATIVO
        6 | 0            | E-VALOR-ZERO
        6 | 1.000.000.000,00 | E-VALOR-LIMITE
    """),
)
def test_a_bad_cell_refuses_the_file_by_line_and_column(
    shop: Creditor, column: str, cell: str, code: str
) -> None:
    cells = LUA.split(";")
    cells[int(column) - 1] = cell
    result = bring(shop, "Sol;;;;10,00;;", ";".join(cells))
    (problem,) = result.problems.kept
    assert (problem.line, problem.column, problem.value) == (3, int(column), cell)
    assert problem.code == code, problem.message
    assert (result.written, result.rejected) == (False, 1)
    assert ask(shop.ledger, "SELECT count(*) FROM customer_fact") == [(0,)]


def test_all_bad_cells_of_a_row_are_told(shop: Creditor) -> None:
    result = bring(shop, "Lua;123;ontem;padaria;muito;0,00;")
    assert [problem.column for problem in result.problems.kept] == [2, 3, 5, 6]


def test_a_trial_writes_nothing(shop: Creditor) -> None:
    result = bring(shop, LUA, simulate=True)
    assert (result.new, result.written) == (1, False)
    assert ask(shop.ledger, "SELECT count(*) FROM customer_fact") == [(0,)]


@pytest.mark.parametrize(
    ("cells", "wishes", "expected"),
    rows("""
        1.200           |         | E-VALOR-AMBIGUO
        1.200           | virgula | 120000
        1.200           | ponto   | E-VALOR-PRECISAO
        1.200; 1.234,50 |         | 120000 123450
        1,200; 1,234.50 |         | 120000 123450
        1234.50         |         | 123450
    """),
)
def test_the_file_decides_how_cents_are_written_or_the_owner_says(
    shop: Creditor, cells: str, wishes: str, expected: str
) -> None:
    file = shop.ledger.with_name("clientes.csv")
    lines = [f"Cliente {number};{cell.strip()}" for number, cell in enumerate(cells.split(";"))]
    file.write_text("\n".join(["cliente;faturamento", *lines, ""]))
    wish = Wishes(decimals=Decimals(wishes) if wishes else None)
    result = import_customers(shop.ledger, file, wish, shop.moment)
    told = [problem.code for problem in result.problems.kept]
    told += [str(value) for (value,) in ask(shop.ledger, "SELECT value FROM customer_fact ORDER BY id")]
    assert told == expected.split()


def test_a_company_founded_today_is_founded(shop: Creditor) -> None:
    assert bring(shop, "Lua;;21/11/2026;;;;").written
    assert facts(shop)["fundacao"].value == "2026-11-21"

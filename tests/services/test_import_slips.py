"""The boleto column of an invoice file: read row by row, wrong ones told by place, the same again no news."""

from pathlib import Path

import pytest
from tests.importing.bench import MOMENT, codes, import_bytes, new_ledger, query, table

from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.profiles import BUILT_IN
from cobranca_cli.importing.rejects import RejectsFile
from cobranca_cli.services.import_result import ImportResult
from cobranca_cli.services.invoices import cancel_invoice
from cobranca_cli.services.slips import register_boleto, remove
from cobranca_cli.views.imports import outcome

# R$ 1.234,56 until 10/12/2026, 20/12/2026 and 21/12/2026; R$ 135,00.
ONE = "00190.00009 01238.798977 77700.168188 1 16560000123456"
TWO = "00190.00009 01238.798977 77700.168188 4 16660000123456"
THREE = "00190.00009 01238.798977 77700.168188 1 16670000123456"
CHEAPER = "34191.75009 25828.170818 05367.890000 1 37700000013500"
BARS = "00191165600001234560000001238798977770016818"
HEADER = "numero;cliente;vencimento;valor;Linha Digitável"


def digits(line: str) -> str:
    return line.replace(".", "").replace(" ", "")


def slips(ledger: Path) -> list[tuple[object, ...]]:
    """Every row ever written, in order: invoice, line, day, file."""
    return query(
        ledger,
        "SELECT r.number, p.content, p.booked_on, p.import_id FROM payment_slip p"
        " JOIN receivable r ON r.id = p.receivable_id ORDER BY p.id",
    )


def bring(ledger: Path, *lines: str, header: str = HEADER, wishes: Wishes | None = None) -> ImportResult:
    return import_bytes(ledger, table(*lines, header=header), wishes)


def row(number: str, line: str, due: str = "10/12/2026", amount: str = "1.234,56") -> str:
    return f"{number};Ana;{due};{amount};{line}"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return new_ledger(tmp_path)


@pytest.mark.parametrize("typed", [ONE, digits(ONE), BARS, f'"{ONE}"', f" {ONE} "])
@pytest.mark.parametrize(
    "heading", ["linha_digitavel", "Linha Digitável", "Codigo de barras", "Código de Barras"]
)
def test_a_line_is_kept_by_its_digits(ledger: Path, typed: str, heading: str) -> None:
    header = f"numero;cliente;vencimento;valor;{heading}"
    result = bring(ledger, row("1", typed), row("2", ""), row("3", " - "), header=header)
    assert (codes(result), result.new, result.slips, result.remarks) == ([], 3, 1, [])
    assert slips(ledger) == [("1", digits(ONE), "2026-11-21", 1)]


def test_what_entered_is_said(ledger: Path) -> None:
    result = bring(ledger, row("1", ONE), row("2", ""))
    assert outcome(result, ("fatura nova", "faturas novas")) == "2 faturas novas e 1 boleto de " + result.file


def test_the_same_file_again_changes_no_byte(ledger: Path) -> None:
    lines = (row("1", ONE), row("2", TWO, "20/12/2026"), row("3", ""))
    bring(ledger, *lines)
    before = ledger.read_bytes()
    again = bring(ledger, *lines)
    assert (again.new, again.existing, again.slips, again.changes) == (0, 3, 0, 0)
    assert ledger.read_bytes() == before


def test_a_file_may_bring_nothing_but_boletos(ledger: Path) -> None:
    bring(ledger, "1;Ana;10/12/2026;1.234,56", header="numero;cliente;vencimento;valor")
    result = bring(ledger, row("1", ONE))
    assert (result.new, result.existing, result.slips, result.written) == (0, 1, 1, True)
    assert outcome(result, ("fatura nova", "faturas novas")) == f"1 boleto de {result.file}"
    assert len(slips(ledger)) == 1


def test_another_line_of_a_known_invoice_takes_the_place_of_the_first(ledger: Path) -> None:
    bring(ledger, row("1", ONE), row("2", TWO, "20/12/2026"))
    result = bring(ledger, row("1", TWO), row("2", TWO, "20/12/2026"))
    assert (result.slips, result.existing) == (1, 2)
    assert [line for number, line, *_ in slips(ledger) if number == "1"] == [digits(ONE), digits(TWO)]
    assert result.remarks == [
        "faturas que já tinham outro boleto: 1; vale o do arquivo",
        "boletos que vencem em outro dia que a fatura: 1",
    ]


def test_a_line_that_was_removed_by_hand_does_not_come_back(ledger: Path) -> None:
    bring(ledger, row("1", ONE))
    remove(ledger, MOMENT, "1", "boleto")
    before = ledger.read_bytes()
    assert bring(ledger, row("1", ONE)).slips == 0
    assert ledger.read_bytes() == before
    assert bring(ledger, row("1", TWO)).slips == 1


def test_a_line_registered_by_hand_is_the_same_line(ledger: Path) -> None:
    bring(ledger, "1;Ana;10/12/2026;1.234,56", header="numero;cliente;vencimento;valor")
    register_boleto(ledger, MOMENT, "1", ONE)
    assert bring(ledger, row("1", BARS)).slips == 0


def test_a_boleto_of_another_amount_stays_out_and_is_named(ledger: Path) -> None:
    result = bring(ledger, row("1", CHEAPER), row("2", CHEAPER, amount="135,00"))
    assert (codes(result), result.new, result.slips) == ([], 2, 1)
    assert [number for number, *_ in slips(ledger)] == ["2"]
    assert result.remarks == [
        "boletos com valor diferente do da fatura, que não entraram: 1; confira e, se estão certos, use"
        " 'cobranca faturas boleto FATURA LINHA --aceitar-diferenca'",
        "boletos que vencem em outro dia que a fatura: 2",
    ]


def test_the_day_on_which_a_title_is_due_in_effect_is_its_day_too(ledger: Path) -> None:
    """The 20th is a Sunday."""
    result = bring(ledger, row("1", TWO, "20/12/2026"), row("2", THREE, "20/12/2026"))
    assert (result.slips, result.remarks) == (2, [])


# --- wrong lines ---

WRONG = {
    "a digit": (ONE.replace("01238.7", "01238.8"), "o último número do 2º campo não confere"),
    "the end": (ONE[:-1] + "7", "o dígito geral do boleto (1) não confere"),
    "too short": (ONE[:-1], "tem 46 dígitos"),
    "a spreadsheet": ("1,90000E+44", "notação científica"),
    "words": ("não tem", "só tem números, e esta tem “n”"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_line_is_told_by_row_and_column(ledger: Path, name: str) -> None:
    typed, says = WRONG[name]
    result = bring(ledger, row("1", ONE), row("2", typed), row("3", ONE))
    assert [(problem.line, problem.column, problem.field) for problem in result.problems.kept] == [
        (3, 5, "linha_digitavel")
    ]
    assert says in result.problems.kept[0].message
    assert (result.rejected, result.written, slips(ledger)) == (1, False, [])


def test_a_row_tells_all_its_problems(ledger: Path) -> None:
    result = bring(ledger, row("1", "123", "31/02/2026", "abc"))
    assert [code for code, *_ in codes(result)] == ["E-DATA", "E-VALOR", "E-BOLETO"]


def test_a_row_with_a_wrong_line_makes_no_customer(ledger: Path, tmp_path: Path) -> None:
    rejects = RejectsFile(tmp_path / "ruins.csv", overwrite=False)
    content = table(row("1", ONE), "2;Bia;10/12/2026;1,00;123", header=HEADER)
    result = import_bytes(ledger, content, rejects=rejects)
    assert (result.new, result.rejected, result.slips) == (1, 1, 1)
    assert query(ledger, "SELECT name FROM customer") == [("Ana",)]


@pytest.mark.parametrize(
    ("second", "code"),
    [(row("1", TWO), "E-DUPLICADA"), (row("9", TWO, "20/12/2026"), "E-CONFLITO")],
)
def test_a_row_that_does_not_enter_leaves_no_boleto(
    ledger: Path, tmp_path: Path, second: str, code: str
) -> None:
    bring(ledger, "9;Ana;10/12/2026;1.234,56", header="numero;cliente;vencimento;valor")
    rejects = RejectsFile(tmp_path / "ruins.csv", overwrite=False)
    result = import_bytes(ledger, table(row("1", ONE), second, header=HEADER), rejects=rejects)
    assert [each[0] for each in codes(result)] == [code]
    assert slips(ledger) == [("1", digits(ONE), "2026-11-21", 2)]


def test_a_cancelled_invoice_gets_no_boleto(ledger: Path) -> None:
    bring(ledger, row("1", ""))
    cancel_invoice(ledger, MOMENT, "1", "devolvida", MOMENT.today)
    assert bring(ledger, row("1", ONE)).slips == 0


def test_a_rehearsal_writes_none(ledger: Path) -> None:
    content = table(row("1", ONE), header=HEADER)
    result = import_bytes(ledger, content, simulate=True)
    assert (result.slips, result.written, slips(ledger)) == (1, False, [])


def test_the_column_may_be_left_out(ledger: Path) -> None:
    result = bring(ledger, row("1", "123"), wishes=Wishes(mapping={"Linha Digitável": "ignorar"}))
    assert (codes(result), result.new, result.slips) == ([], 1, 0)


def test_a_system_may_export_it(ledger: Path) -> None:
    header = (
        "ID;Cliente;Data Emissão;Data Vencimento;Valor documento;Saldo;Situação;Número documento"
        ";Linha digitável"
    )
    lines = (
        f"1;Ana;01/10/2026;10/12/2026;1.234,56;1.234,56;em aberto;NF-1;{ONE}",
        # Paid in part, and entered by its balance: the boleto would charge too much.
        f"2;Ana;01/10/2026;10/12/2026;1.234,56;234,56;em aberto;NF-2;{ONE}",
        f"3;Ana;01/10/2026;10/12/2026;1.234,56;0,00;pago;NF-3;{ONE}",
        f"4;Ana;01/10/2026;10/12/2026;1.234,56;1.234,56;em aberto;NF-4;{THREE}",
    )
    result = bring(ledger, *lines, header=header, wishes=Wishes(BUILT_IN["tiny"]))
    assert (codes(result), result.new, result.slips) == ([], 3, 2)
    assert [number for number, *_ in slips(ledger)] == ["NF-1", "NF-4"]

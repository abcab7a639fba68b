"""Month after month: what the next export of a system means for what the ledger has from the last one."""

from pathlib import Path

import pytest
from tests.importing.bench import codes, import_bytes, new_ledger, query

from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.profiles import BUILT_IN
from cobranca_cli.importing.rejects import RejectsFile
from cobranca_cli.services.import_result import ImportResult


def test_instalments_without_a_column_are_told_apart_by_due_date(tmp_path: Path) -> None:
    """One NC/Nfe, three due dates; later exports bring them in another order and without the paid ones."""
    header = (
        "Cliente (Nome Fantasia);NC/Nfe;Data de Vencimento (completa);Valor da Conta;A Pagar ou Receber\n"
    )
    one, two, three = (f"Padaria Sol;1234;0{month}/02/2026;100,00;100,00\n" for month in (1, 2, 3))
    ledger, wishes = new_ledger(tmp_path), Wishes(profile=BUILT_IN["omie"])
    assert import_bytes(ledger, (header + one + two + three).encode(), wishes=wishes).new == 3
    assert [which for (which,) in query(ledger, "SELECT instalment FROM receivable ORDER BY due")] == [
        "",
        "2026-02-02",
        "2026-02-03",
    ]
    for later in (one + two + three, three + one, three, two + three):
        result = import_bytes(ledger, (header + later).encode(), wishes=wishes)
        assert (result.new, result.problems.total) == (0, 0), later


def test_one_number_with_the_same_due_date_twice_is_told_with_the_number(tmp_path: Path) -> None:
    header = (
        "Cliente (Nome Fantasia);NC/Nfe;Data de Vencimento (completa);Valor da Conta;A Pagar ou Receber\n"
    )
    rows_ = "Sol;1234;01/02/2026;100,00;100,00\nSol;1234;01/02/2026;90,00;90,00\n"
    result = import_bytes(
        new_ledger(tmp_path), (header + rows_).encode(), wishes=Wishes(profile=BUILT_IN["omie"])
    )
    (problem,) = result.problems.kept
    assert (problem.code, problem.line, problem.column, problem.value) == ("E-DUPLICADA", 3, 2, "1234")
    assert "parcela" in problem.message


TINY = "Cliente;Data Vencimento;Data Liquidação;Valor documento;Saldo;Situação;Número documento\n"
OCTOBER = "Ana;01/10/2026;;100,00;100,00;em aberto;7\nBia;02/10/2026;;50,00;50,00;em aberto;8\n"


def tiny(ledger: Path, lines: str) -> ImportResult:
    return import_bytes(ledger, (TINY + lines).encode(), wishes=Wishes(profile=BUILT_IN["tiny"]))


def book(ledger: Path) -> list[tuple[object, ...]]:
    """Number, amount and what was taken off it, of every invoice; then day and cents of every payment."""
    return [
        *query(ledger, "SELECT number, amount, settled FROM receivable ORDER BY number"),
        *query(ledger, "SELECT day, amount FROM movement ORDER BY id"),
    ]


def test_what_was_settled_since_the_last_file_becomes_a_payment(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    assert tiny(ledger, OCTOBER).new == 2
    settled = "Ana;01/10/2026;05/11/2026;100,00;0,00;recebido;7\nBia;02/10/2026;;50,00;50,00;em aberto;8\n"
    result = tiny(ledger, settled)
    assert (result.existing, dict(result.set_aside)) == (2, {})
    assert (result.payments, result.paid_cents) == (1, 10_000)
    assert book(ledger) == [("7", 10_000, 10_000), ("8", 5_000, 0), ("2026-11-05", 10_000)]
    before = ledger.read_bytes()
    assert tiny(ledger, settled).payments == 0
    assert ledger.read_bytes() == before


def test_what_was_settled_without_a_day_is_told(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    tiny(ledger, OCTOBER)
    result = tiny(ledger, "Ana;01/10/2026;;100,00;0,00;recebido;7\n")
    assert (result.existing, dict(result.set_aside)) == (0, {"quitadas": 1})
    (still_open,) = [
        each for each in result.remarks if "ainda abertas no livro: 7, somando R$ 100,00" in each
    ]
    assert "cobranca pagamento registrar --fatura FATURA" in still_open
    assert any("a coluna “Data Liquidação” está vazia" in remark for remark in result.remarks)
    assert book(ledger)[0] == ("7", 10_000, 0)


def test_an_export_without_the_column_is_told_which_one_it_lacks(tmp_path: Path) -> None:
    content = "Cliente;Data Vencimento;Valor documento;Saldo;Número documento\nAna;01/10/2026;9,00;0,00;7\n"
    result = import_bytes(new_ledger(tmp_path), content.encode(), wishes=Wishes(profile=BUILT_IN["tiny"]))
    assert any("inclua nela a coluna “Data Liquidação”" in remark for remark in result.remarks)


def test_a_part_paid_since_does_not_stop_the_next_file(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    assert tiny(ledger, "Ana;01/10/2026;;100,00;100,00;em aberto;7\n").new == 1
    later = "Ana;01/10/2026;;100,00;60,00;em aberto;7\nBia;02/10/2026;;50,00;50,00;em aberto;8\n"
    result = tiny(ledger, later)
    assert (result.new, result.existing, result.conflicts) == (1, 1, 0)
    assert any("pagas em parte desde a última importação: 7, somando R$ 40,00" in r for r in result.remarks)
    # The other way round nobody paid: the amount was changed, and that is a conflict.
    assert codes(tiny(ledger, "Ana;01/10/2026;;200,00;160,00;em aberto;7\n")) == [("E-CONFLITO", 2, 4)]


def test_what_entered_by_its_balance_keeps_it(tmp_path: Path) -> None:
    """Without a day R$ 60,00 of R$ 100,00 entered; a later export with the day pays only what came since."""
    ledger = new_ledger(tmp_path)
    tiny(ledger, "Ana;01/10/2026;;100,00;60,00;parcial;7\n")
    assert book(ledger) == [("7", 6_000, 0)]
    same = tiny(ledger, "Ana;01/10/2026;05/10/2026;100,00;60,00;parcial;7\n")
    assert (same.existing, same.payments, codes(same)) == (1, 0, [])
    assert any(remark.startswith("faturas que entraram antes pelo saldo: 1;") for remark in same.remarks)
    assert tiny(ledger, "Ana;01/10/2026;05/11/2026;100,00;25,00;parcial;7\n").paid_cents == 3_500
    assert tiny(ledger, "Ana;01/10/2026;10/11/2026;100,00;0,00;pago;7\n").paid_cents == 2_500
    assert book(ledger) == [("7", 6_000, 6_000), ("2026-11-05", 3_500), ("2026-11-10", 2_500)]
    # More open than the ledger ever had is another amount.
    assert codes(tiny(ledger, "Ana;01/10/2026;10/11/2026;100,00;80,00;parcial;7\n")) == [("E-CONFLITO", 2, 4)]


OMIE = (
    "Cliente (Nome Fantasia);NC/Nfe;Data de Vencimento (completa);Valor da Conta;A Pagar ou Receber"
    ";Data de Pagto;Situação\n"
)
PAID, OPEN = (
    "Sol;1234;01/02/2026;100,00;0,00;02/02/2026;Recebido\n",
    "Sol;1234;01/03/2026;100,00;100,00;;Atrasado\n",
)


@pytest.mark.parametrize("lines", [PAID + OPEN, OPEN + PAID, PAID + OPEN + PAID + OPEN])
def test_a_paid_instalment_never_takes_the_number_of_an_open_one(lines: str, tmp_path: Path) -> None:
    """The ledger knows March by the bare number, because an earlier export had the open ones only."""
    ledger, wishes = new_ledger(tmp_path), Wishes(profile=BUILT_IN["omie"])
    import_bytes(ledger, (OMIE + OPEN).encode(), wishes=wishes)
    with RejectsFile(tmp_path / "ruins.csv", overwrite=False) as rejects:
        import_bytes(ledger, (OMIE + lines).encode(), wishes=wishes, rejects=rejects)
    due = query(ledger, "SELECT instalment, due, settled FROM receivable ORDER BY due")
    assert ("", "2026-03-01", 0) in due
    assert [each for each in due if each[1] == "2026-03-01" and each[0]] == []


def test_settled_rows_that_differ_are_set_aside_and_told_if_it_matters(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    tiny(ledger, OCTOBER)
    rows = (
        "Ana;05/10/2026;05/11/2026;100,00;0,00;recebido;7\n"
        "Bia;02/10/2026;05/11/2026;50,00;0,00;recebido;8\n"
        "Cid;02/10/2026;05/11/2026;10,00;0,00;recebido;9\n"
        "Cid;02/10/2026;05/11/2026;11,00;0,00;recebido;9\n"
    )
    result = tiny(ledger, rows)
    assert (codes(result), result.new, result.existing, result.payments) == ([], 1, 1, 2)
    assert dict(result.set_aside) == {
        "quitadas que têm outros dados no livro": 1,
        "quitadas repetidas no arquivo": 1,
    }
    assert any("abertas no livro com outros dados: 7;" in remark for remark in result.remarks)
    assert book(ledger)[:2] == [("7", 10_000, 0), ("8", 5_000, 5_000)]
    assert book(ledger)[2:3] == [("9", 1_000, 1_000)]

"""Month after month: what the next export of a system means for what the ledger has from the last one."""

from pathlib import Path

from tests.importing.bench import codes, import_bytes, new_ledger, query

from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.profiles import BUILT_IN


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


def test_what_was_settled_since_the_last_file_is_told(tmp_path: Path) -> None:
    header = "Cliente;Data Vencimento;Data Liquidação;Valor documento;Saldo;Situação;Número documento\n"
    ledger, wishes = new_ledger(tmp_path), Wishes(profile=BUILT_IN["tiny"])
    october = header + "Ana;01/10/2026;;100,00;100,00;em aberto;7\nBia;02/10/2026;;50,00;50,00;em aberto;8\n"
    assert import_bytes(ledger, october.encode(), wishes=wishes).new == 2
    november = (
        header + "Ana;01/10/2026;05/11/2026;100,00;0,00;recebido;7\nBia;02/10/2026;;50,00;50,00;em aberto;8\n"
    )
    result = import_bytes(ledger, november.encode(), wishes=wishes)
    assert (result.existing, dict(result.set_aside)) == (1, {"quitadas": 1})
    assert any("ainda abertas no livro: 7, somando R$ 100,00" in remark for remark in result.remarks)


def test_a_part_paid_since_does_not_stop_the_next_file(tmp_path: Path) -> None:
    header = "Cliente;Data Vencimento;Data Liquidação;Valor documento;Saldo;Situação;Número documento\n"
    ledger, wishes = new_ledger(tmp_path), Wishes(profile=BUILT_IN["tiny"])
    first = header + "Ana;01/10/2026;;100,00;100,00;em aberto;7\n"
    assert import_bytes(ledger, first.encode(), wishes=wishes).new == 1
    later = header + "Ana;01/10/2026;;100,00;60,00;em aberto;7\nBia;02/10/2026;;50,00;50,00;em aberto;8\n"
    result = import_bytes(ledger, later.encode(), wishes=wishes)
    assert (result.new, result.existing, result.conflicts) == (1, 1, 0)
    assert any("pagas em parte desde a última importação: 7;" in remark for remark in result.remarks)
    # The other way round nobody paid: the amount was changed, and that is a conflict.
    grown = header + "Ana;01/10/2026;;200,00;160,00;em aberto;7\n"
    assert codes(import_bytes(ledger, grown.encode(), wishes=wishes)) == [("E-CONFLITO", 2, 4)]

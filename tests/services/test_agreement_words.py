"""What people read when money, or a word, does not go where they meant it: every sentence says what is so."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.domain.notation import cents, day
from tests.services.agreement_box import Bank

from cobranca_cli.errors import DataError, UsageError
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.services import agreement_break
from cobranca_cli.services.import_payments import import_payments
from cobranca_cli.services.statement import state
from cobranca_cli.views.statement import statement

ROWS = ("100;;Ana;2026-04-01;2026-05-04;6000,00",)


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    bank = Bank(tmp_path, *ROWS, said="multa=2 juros=1", today="2026-06-01")
    bank.signs("Ana", many=2, first=day("2026-07-01"))
    return bank


def broken(bank: Bank, on: str = "2026-08-10", reason: str | None = None) -> str:
    bank.today = on
    agreement_break.break_agreement(bank.ledger, bank.settings, bank.moment, "1", reason)
    breach = bank.seen(on).breach
    assert breach
    return breach.reason or ""


def test_money_for_a_suspended_invoice(bank: Bank) -> None:
    notices = "; ".join(bank.pays("10,00", "2026-06-01", "100").notices)
    assert "está suspensa pelo ACORDO-1: não recebe pagamento" in notices
    assert "--fatura ACORDO-1/N" in notices
    assert "quitada" not in notices


def test_money_for_a_closed_instalment(bank: Bank) -> None:
    bank.today = "2026-07-01"
    bank.pays("1.000,00", "2026-07-01", "ACORDO-1/1")
    broken(bank)
    for instalment in ("ACORDO-1/1", "ACORDO-1/2"):
        notices = "; ".join(bank.pays("10,00", "2026-08-10", instalment).notices)
        assert (
            f"a fatura {instalment} é uma parcela do ACORDO-1, que foi rompido, e está encerrada" in notices
        )


def test_of_a_fulfilled_agreement_nothing_is_suspended(bank: Bank) -> None:
    bank.settles()
    assert not any("suspensa" in notice for notice in bank.pays("10,00", "2026-06-01", "100").notices)


def test_a_file_of_payments_says_which_rows_do_not_go_where_they_say(bank: Bank) -> None:
    file = bank.ledger.with_name("pagamentos.csv")
    file.write_text(
        "fatura;data;valor\n100;2026-06-01;5,00\nACORDO-1/1;2026-06-01;6,00\n100;2026-05-05;7,00\n"
    )
    found = import_payments(bank.ledger, file, Wishes(), bank.moment, bank.settings)
    (remark,) = (each for each in found.remarks if "acordo" in each)
    assert "linha 2 (100, ACORDO-1)" in remark
    assert "linha 3" not in remark
    assert "linha 4" not in remark


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        ("2026-07-02", "parcela vencida há 1 dia"),
        ("2026-07-20", "parcela vencida há 19 dias"),
        ("2026-08-10", "2 parcelas vencidas, a mais antiga há 40 dias"),
    ],
)
def test_the_reason_of_a_breach_is_what_is_late(bank: Bank, on: str, reason: str) -> None:
    assert broken(bank, on) == reason


def test_without_anything_late_the_reason_is_told(bank: Bank) -> None:
    with pytest.raises(DataError, match="em dia: diga por que romper"):
        broken(bank, "2026-06-20")
    assert broken(bank, "2026-06-20", "mudou de endereço") == "mudou de endereço"


def test_what_there_is_not_to_do_with_a_fulfilled_one(bank: Bank) -> None:
    bank.settles()
    with pytest.raises(DataError, match="foi cumprido: não há o que cancelar"):
        bank.undoes()
    with pytest.raises(DataError, match="foi cumprido: não há o que romper"):
        broken(bank, "2026-06-01")


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"entry_on": day("2026-06-05")}, "não há entrada"),
        ({"form": "pix"}, "--forma diz como entrou a entrada"),
        ({"form": "pix", "entry": cents("100,00")}, "--forma diz como entrou a entrada"),
    ],
)
def test_an_option_that_would_change_nothing_is_not_taken(
    tmp_path: Path, wish: dict[str, object], said: str
) -> None:
    bank = Bank(tmp_path, *ROWS, today="2026-06-01")
    with pytest.raises(UsageError, match=said):
        bank.signs("Ana", many=2, rate=Decimal(0), **wish)


def test_the_statement_does_not_call_an_agreement_a_reversal(bank: Bank) -> None:
    broken(bank)
    bank.pays("10,00", "2026-08-10", "100")
    bank.today = "2026-08-15"
    bank.takes_up()
    found = statement(state(bank.ledger, bank.settings, bank.moment, day("2026-08-15"), "Ana"))
    texts = [str(row[2]) for row in found.report.rows]
    assert "Encargos da fatura 100 recalculados por causa do acordo" in texts
    assert "Rompimento desfeito: suspende a fatura 100" in texts
    assert "Rompimento desfeito: volta a fatura ACORDO-1/1" in texts
    assert not any("estorno" in text.lower() for text in texts)

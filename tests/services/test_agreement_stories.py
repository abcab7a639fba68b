"""Stories that the machine of agreements told, or that were thought of beside it, each as small as can be."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.domain.account_notation import parts
from tests.domain.notation import cents, day
from tests.services.agreement_box import Bank

from cobranca_cli.errors import DataError
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.services.import_payments import import_payments
from cobranca_cli.services.statement import state
from cobranca_cli.services.undo import find, undo
from cobranca_cli.services.undo_types import Asked as Undone
from cobranca_cli.views.undo import will_do

ROW = "1;;Ana;2026-01-05;2026-05-11;1000,00"
TWO = {"many": 2, "first": day("2026-07-01")}
AT_30 = {**TWO, "system": "price", "rate": Decimal(30)}
PLAIN = "multa=0 juros=0"


def new(folder: Path, said: str = PLAIN, today: str = "2026-06-01") -> Bank:
    return Bank(folder, ROW, said=said, today=today)


def test_an_instalment_of_which_only_interest_to_come_is_left_is_settled_with_the_others(
    tmp_path: Path,
) -> None:
    """It costs nothing, and no money reaches it."""
    bank = new(tmp_path)
    bank.signs("Ana", **AT_30)
    bank.pays("700,00", "2026-06-01", "ACORDO-1/2")
    bank.settles()
    assert bank.open_on("2026-06-01") == {}
    assert bank.seen("2026-06-01").following.state == "cumprido"


@pytest.mark.parametrize("clause", ["parcelas", "proporcional"])
def test_what_a_breach_puts_back_has_borne_all_up_to_its_day(clause: str, tmp_path: Path) -> None:
    """The old debt was paid in July, the interest of the agreement was not; in October it is put back."""
    bank = new(tmp_path, said="multa=2 juros=1")
    bank.signs("Ana", **AT_30)
    bank.today = "2026-07-01"
    bank.pays("750,00", "2026-07-01", "ACORDO-1/1")
    bank.pays("400,00", "2026-07-01", "ACORDO-1/2")
    bank.today = "2026-10-01"
    (said,) = bank.breaks(clause).readings.outcomes[clause].parts
    assert bank.owed("1", "2026-10-01") == said
    later = bank.owed("1", "2026-10-31")
    assert later.minus(said) == parts("")._replace(interest=round(said.principal / 100))


def test_an_agreement_is_not_taken_up_again_when_its_title_is_in_another(tmp_path: Path) -> None:
    bank = new(tmp_path)
    bank.signs("Ana", **TWO)
    bank.breaks()
    bank.signs("Ana", **TWO)
    bank.today = "2026-06-05"
    for mistaken in (False, True):
        with pytest.raises(DataError, match="a fatura 1 entrou no ACORDO-2"):
            bank.takes_up(mistaken=mistaken)
    bank.undoes("2")
    bank.takes_up()
    assert bank.open_on("2026-06-05") == {"ACORDO-1/1": cents("500,00"), "ACORDO-1/2": cents("500,00")}


@pytest.mark.parametrize("kind", ["despesa", "abatimento"])
def test_nor_when_something_would_be_lost_that_was_recorded_since(kind: str, tmp_path: Path) -> None:
    bank = new(tmp_path)
    bank.signs("Ana", **TWO)
    bank.breaks()
    changed = bank.adjusts(kind, "1", "2026-06-01", "60,00")
    bank.today = "2026-06-05"
    with pytest.raises(DataError, match=f"a fatura 1 tem o lançamento {changed.id}"):
        bank.takes_up()
    bank.reverses(changed.id)
    bank.takes_up()
    assert bank.owed("1", "2026-06-05") == parts("")


def test_it_is_cancelled_from_no_day_on_which_it_was_broken(tmp_path: Path) -> None:
    """The breach counts on the days before it was taken back, and would be a breach of nothing."""
    bank = new(tmp_path)
    bank.signs("Ana", clause="parcelas", principal_off=Decimal(50), **TWO)
    bank.today = "2026-06-05"
    bank.breaks()
    bank.today = "2026-06-10"
    bank.takes_up()
    before = bank.open_on("2026-06-07")
    for on in ("2026-06-01", "2026-06-05", "2026-06-09"):
        with pytest.raises(DataError, match="esteve rompido até 10/06/2026"):
            bank.undoes(on=on)
    bank.undoes(on="2026-06-10")
    assert bank.open_on("2026-06-07") == before
    assert bank.open_on("2026-06-10") == {"1": cents("1.000,00")}


def test_what_was_given_up_of_a_suspended_title_is_recovered_once(tmp_path: Path) -> None:
    """A payment that passes money on to a title may recover a loss of it as well."""
    bank = new(tmp_path, today="2026-06-10")
    bank.adjusts("despesa", "1", "2026-06-05", "60,00")
    bank.adjusts("perda", "1", "2026-06-01")
    bank.signs("Ana", "1", many=2, first=day("2026-06-10"))
    assert bank.pays("530,00", "2026-06-10", customer="Ana").credit == 0
    assert bank.pays("800,00", "2026-06-10", customer="Ana").credit == cents("300,00")
    assert bank.credit("Ana") == cents("300,00")


def test_an_invoice_that_instalments_have_paid_is_not_cancelled(tmp_path: Path) -> None:
    bank = new(tmp_path)
    bank.signs("Ana", **TWO)
    bank.pays("500,00", "2026-06-01", "ACORDO-1/1")
    bank.breaks()
    with pytest.raises(DataError, match=r"já recebeu R\$ 500,00"):
        bank.cancels("1", "2026-06-01")


def test_one_agreement_is_settled_early_when_another_was_cancelled(tmp_path: Path) -> None:
    bank = new(tmp_path)
    bank.signs("Ana", **TWO)
    bank.undoes()
    bank.signs("Ana", **TWO)
    assert bank.settles("2").payment.amount == cents("1.000,00")


def test_the_statement_adds_up_when_money_for_a_title_went_to_an_instalment_after_all(
    tmp_path: Path,
) -> None:
    """It came while the agreement was broken; the day it is taken up again, the title gives it back."""
    bank = new(tmp_path)
    bank.signs("Ana", many=1, first=day("2026-06-01"))
    bank.breaks()
    bank.pays("300,00", "2026-06-01", customer="Ana")
    bank.today = "2026-06-05"
    bank.takes_up()
    told = state(bank.ledger, bank.settings, bank.moment, day("2026-06-05"), "Ana")
    assert told.balance == bank.owed("ACORDO-1/1", "2026-06-05").total == cents("700,00")


@pytest.mark.parametrize(("ends", "told"), [("", 1), ("breaks", 0), ("undoes", 0)])
def test_what_an_older_payment_taken_back_leaves_out_of_the_instalments_is_told(
    ends: str, told: int, tmp_path: Path
) -> None:
    """The title owes again what the agreement was not signed for, and is suspended all the same."""
    bank = new(tmp_path)
    paid = bank.pays("100,00", "2026-05-02", "1")
    bank.signs("Ana", **TWO)
    if ends:
        getattr(bank, ends)()
    shown = find(bank.ledger, bank.settings, bank.moment, Undone("pagamento", paid.id))
    assert shown is not None
    warned = [line for line in will_do(shown, bank.moment.today) if "ACORDO-1" in line]
    assert ["nenhuma parcela" in line for line in warned] == [True] * told
    notices = bank.reverses(paid.id).notices
    assert [each for each in notices if "ACORDO-1" in each and "nenhuma parcela" in each] == [*notices][:told]


def test_an_import_taken_back_from_beneath_an_agreement_is_told_too(tmp_path: Path) -> None:
    bank = new(tmp_path)
    file = tmp_path / "pagos.csv"
    file.write_text("data;valor;fatura;chave\n2026-05-02;100,00;1;a\n2026-05-03;50,00;1;b\n")
    import_payments(bank.ledger, file, Wishes(), bank.moment, bank.settings, mode="legal")
    bank.signs("Ana", **TWO)
    at, asked = (bank.ledger, bank.settings, bank.moment), Undone("importacao")
    shown = find(*at, asked)
    assert shown is not None
    assert sum("nenhuma parcela" in line for line in will_do(shown, bank.moment.today)) == 1
    assert sum("nenhuma parcela" in notice for notice in undo(*at, asked, shown, "engano")) == 1

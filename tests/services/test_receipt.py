"""What a receipt states: where the money went, what is quit and what is not, and when there is none."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from tests.domain.account_notation import parts
from tests.domain.notation import cents, day
from tests.services.statement_box import (
    MOMENT,
    TODAY,
    Bill,
    History,
    do,
    histories,
    new_ledger,
    settings_of,
)

from cobranca_cli.config import Company, Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import DataError
from cobranca_cli.services.adjustments import Wish, adjust
from cobranca_cli.services.payment_list import list_payments
from cobranca_cli.services.payments import Order, register, reverse, use_credit
from cobranca_cli.services.receipt import Receipt, give
from cobranca_cli.views.receipt import receipt as view

COMPANY = Company("Aurora", "11222333000181", "Rua A, 1", "Campinas", "SP")
BILLS = [
    Bill("Ana", 300_00, day("2025-12-01"), day("2026-01-12")),
    Bill("Ana", 500_00, day("2025-12-01"), day("2026-02-10")),
    Bill("Ana", 400_00, day("2025-12-01"), day("2026-03-10")),
    Bill("Ana", 1000_00, day("2025-12-01"), day("2026-12-10")),
]


class Shop(NamedTuple):
    """A ledger with four invoices of Ana, `0` to `3`, and what a test does with it."""

    beside: Settings

    def pay(self, on: str, amount: str, *invoices: str, mode: str = "legal") -> int:
        order = Order(cents(amount), day(on), invoices, None if invoices else "Ana", mode, "pix")
        return register(self.beside.path, self.beside, MOMENT, order).id

    def reverse(self, identity: int, on: str) -> None:
        reverse(self.beside.path, self.beside, MOMENT, identity, "devolvido", day(on))

    def adjust(self, kind: str, invoice: str, on: str) -> int:
        return adjust(self.beside.path, self.beside, MOMENT, Wish(kind, invoice, "teste", day=day(on))).id

    def use_credit(self, on: str, *invoices: str) -> int:
        return use_credit(self.beside.path, self.beside, MOMENT, "Ana", None, invoices, day(on)).id

    def receipt(self, identity: int, as_of: str = "2026-11-21") -> Receipt:
        return give(self.beside.path, self.beside, MOMENT, day(as_of), identity)

    def quits(self, identity: int) -> list[str]:
        """What the paper says of each invoice."""
        (table,) = [each for each in view(self.receipt(identity)).blocks if hasattr(each, "columns")]
        return [str(row[-1]) for row in table.rows]

    def says(self, identity: int) -> str:
        """All paragraphs and notes of the paper."""
        blocks = view(self.receipt(identity)).blocks
        texts = (getattr(block, "text", "") or " ".join(getattr(block, "notes", ())) for block in blocks)
        return " ".join(filter(None, texts))


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return _shop(tmp_path)


def _shop(folder: Path, **charges: object) -> Shop:
    beside = Settings(folder / "livro.db", company=COMPANY, charges=charges)
    new_ledger(folder, beside, BILLS)
    return Shop(beside)


def test_i04_one_invoice_is_quit_and_one_in_part(shop: Shop) -> None:
    found = shop.receipt(shop.pay("2026-03-20", "700,00"))
    first, second = found.lines
    assert (first.claimed.name, first.paid) == ("0", parts("juros 6,70 multa 6,00 principal 300,00"))
    assert (second.claimed.name, second.paid) == ("1", parts("juros 6,33 multa 10,00 principal 370,97"))
    assert (first.whole, second.whole) == (True, False)
    assert second.left == parts("principal 129,03")
    assert shop.quits(found.row.id) == [
        "Fica quitada.",
        "Quitação parcial; restam R$ 129,03 de principal em 20/03/2026.",
    ]
    assert shop.says(found.row.id) == (
        "Recebemos de Ana a quantia acima, em 20/03/2026, por Pix, em Campinas/SP, em pagamento do que segue."
        " Damos quitação do que foi pago, fatura por fatura, nos termos acima."
    )


def test_i07_on_account_of_the_principal_the_charges_are_reserved(shop: Shop) -> None:
    """Without the reserve the interest would be presumed paid (CC art. 323)."""
    number = shop.pay("2026-03-20", "400,00", "2", mode="capital")
    assert shop.quits(number) == [
        "Quitado o principal, sem quitação dos encargos; restam R$ 9,33 de encargos em 20/03/2026."
    ]
    assert "por conta do principal" in shop.says(number)
    assert "não alcança os encargos que restam" in shop.says(number)
    assert "arts. 323 e 354" in shop.says(number)
    report = view(shop.receipt(number)).report
    names = [column.name for column in report.columns]
    (row,) = report.rows
    assert dict(zip(names, row, strict=True))["quitacao"] == "principal"


def test_without_charges_left_there_is_no_reserve(shop: Shop) -> None:
    number = shop.pay("2026-02-09", "308,80", "0", mode="capital")
    assert shop.quits(number) == ["Fica quitada."]
    assert "323" not in shop.says(number)


def test_what_is_too_much_is_credit_and_using_it_has_its_own_receipt(shop: Shop) -> None:
    paid = shop.pay("2026-01-10", "900,00", "0")
    assert (shop.receipt(paid).credit, shop.receipt(paid).amount) == (600_00, 900_00)
    used = shop.use_credit("2026-02-10", "1")
    found = shop.receipt(used)
    assert (found.amount, found.credit, found.lines[0].paid) == (500_00, 0, parts("principal 500,00"))
    assert view(found).title == "Recibo de uso de crédito"
    assert "Não entrou dinheiro" in shop.says(used)


def test_all_credit(shop: Shop) -> None:
    number = shop.pay("2026-01-10", "50,00")
    found = shop.receipt(number)
    assert (found.lines, found.credit) == ((), 50_00)
    assert shop.says(number) == "Recebemos de Ana a quantia acima, em 10/01/2026, por Pix, em Campinas/SP."


def test_discount_and_tolerance_are_said(tmp_path: Path) -> None:
    shop = _shop(tmp_path, desconto="percentual_ate", desconto_faixas=((0, "5"),), tolerancia_quitacao="1.00")
    early = shop.pay("2026-01-12", "285,00", "0")
    assert shop.quits(early) == ["Fica quitada; desconto por antecipação de R$ 15,00."]
    short = shop.pay("2026-03-20", "409,00", "2")
    assert shop.quits(short) == ["Fica quitada; dispensada a diferença de R$ 0,33."]


def test_what_was_lost_and_is_not_all_recovered_is_not_quit(shop: Shop) -> None:
    shop.adjust("perda", "0", "2026-02-01")
    some = shop.pay("2026-02-09", "100,00", "0")
    assert not shop.receipt(some).lines[0].whole
    assert shop.quits(some) == [
        "Quitação parcial; restam R$ 208,00 baixados por perda e ainda devidos em 09/02/2026; do que tinha"
        " sido baixado por perda, recuperados R$ 100,00."
    ]


def test_a_later_payment_of_the_same_day_is_none_of_its_doing(shop: Shop) -> None:
    first, second = shop.pay("2026-02-10", "200,00", "1"), shop.pay("2026-02-10", "300,00", "1")
    assert shop.quits(first) == ["Quitação parcial; restam R$ 300,00 de principal em 10/02/2026."]
    assert shop.quits(second) == ["Fica quitada."]


def test_when_another_payment_is_taken_back_the_receipt_says_on_which_day(shop: Shop) -> None:
    """Nothing of the second payment itself changes, but it no longer settles the invoice."""
    first, second = shop.pay("2026-02-10", "200,00", "1"), shop.pay("2026-02-10", "300,00", "1")
    assert shop.receipt(second).replaced_on == ()
    shop.reverse(first, "2026-03-02")
    assert shop.quits(second) == ["Quitação parcial; restam R$ 200,00 de principal em 10/02/2026."]
    assert shop.receipt(second).replaced_on == (day("2026-03-02"),)
    assert "mudou em 02/03/2026 o que este pagamento quita" in shop.says(second)
    assert shop.receipt(second, "2026-03-01").lines[0].whole


def test_a_payment_of_an_earlier_day_recorded_later_is_said_too(shop: Shop) -> None:
    late = shop.pay("2026-03-20", "312,70")
    order = Order(cents("306,00"), day("2026-01-12"), (), "Ana")
    register(shop.beside.path, shop.beside, Moment(TODAY, "2026-11-21T13:00:00.000Z"), order)
    found = shop.receipt(late)
    assert (found.revised, found.replaced_on) == (True, ())
    assert [line.claimed.name for line in found.lines] == ["1"]
    assert "registrado depois" in shop.says(late)


REFUSED: dict[str, tuple[Callable[[Shop], tuple[int, str]], str, str]] = {
    "taken back": (lambda shop: (_taken_back(shop), "2026-11-21"), "E-ESTORNADO", "estornado em 02/02/2026"),
    "even before": (lambda shop: (_taken_back(shop), "2026-01-20"), "E-ESTORNADO", "estornado em 02/02/2026"),
    "no payment": (
        lambda shop: (shop.adjust("perda", "0", "2026-02-01"), "2026-11-21"),
        "E-SEM-RECIBO",
        "não é um pagamento",
    ),
    "unknown": (lambda _: (77, "2026-11-21"), "E-NAO-ENCONTRADO", "número 77"),
    "not yet": (
        lambda shop: (shop.pay("2026-03-20", "1,00"), "2026-03-19"),
        "E-DATA-ORDEM",
        "é de 20/03/2026, depois de 19/03/2026",
    ),
}


def _taken_back(shop: Shop) -> int:
    number = shop.pay("2026-01-12", "300,00")
    shop.reverse(number, "2026-02-02")
    return number


@pytest.mark.parametrize("case", REFUSED)
def test_refused(shop: Shop, case: str) -> None:
    prepare, code, said = REFUSED[case]
    number, as_of = prepare(shop)
    with pytest.raises(DataError, match=said) as refused:
        shop.receipt(number, as_of)
    assert refused.value.code == code


def test_without_a_city_it_says_what_is_missing(shop: Shop) -> None:
    bare = Shop(shop.beside._replace(company=COMPANY._replace(cidade="", uf="")))
    number = bare.pay("2026-01-12", "300,00")
    assert "falta a cidade" in bare.receipt(number).notices[-1]
    assert "por Pix, em pagamento" in bare.says(number)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories)
def test_every_cent_of_every_payment_is_on_its_receipt(history: History) -> None:
    with TemporaryDirectory() as folder:
        beside = settings_of(Path(folder) / "livro.db", history.policy)
        ledger = new_ledger(Path(folder), beside, history.bills)
        assume([deed for deed in history.deeds if do(ledger, beside, history, deed)])
        for each in list_payments(ledger, beside, MOMENT, TODAY, None, None, None).payments:
            if each.row.reversed_on or (each.row.kind == "credito" and not each.allocated):
                continue
            found = give(ledger, beside, MOMENT, TODAY, each.row.id)
            paid = sum(line.paid.total for line in found.lines)
            assert paid == each.allocated
            assert paid + found.credit == found.amount
            assert all(min(line.left) >= 0 and line.lost >= 0 for line in found.lines)
            totals = {figure.name: figure.value for figure in view(found).report.totals}
            assert totals == {
                "id": each.row.id,
                "valor": found.amount,
                "alocado": paid,
                "credito": found.credit,
            }

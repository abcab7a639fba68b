"""Boletos and Pix codes of invoices over a real ledger: what is refused, and every past day as it was."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from tests.ledger.ledger_box import ask
from tests.services.payment_box import Shop

from cobranca_cli.config import Company
from cobranca_cli.errors import DataError, NotFoundError
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.slips import Slips, slips_of
from cobranca_cli.services.invoices import see_invoice
from cobranca_cli.services.slips import Slip, register_boleto, register_pix, remove
from cobranca_cli.views.slips import said

# R$ 1.234,56 until 10/12/2026, 20/12/2026 and 21/12/2026; R$ 135,00; no amount.
BOLETO = "00190.00009 01238.798977 77700.168188 1 16560000123456"
LINE = BOLETO.replace(".", "").replace(" ", "")
OTHER_DAY = "00190.00009 01238.798977 77700.168188 4 16660000123456"
NEXT_DAY = "00190.00009 01238.798977 77700.168188 1 16670000123456"
CHEAPER = "34191.75009 25828.170818 05367.890000 1 37700000013500"
NO_AMOUNT = "23794.15009 90019.801670 35000.211405 7 00000000000000"

DYNAMIC = (
    "00020101021226720014br.gov.bcb.pix2550bx.com.br/pix/8b3da2f3-9a41-40d1-a91a-bd93113bd4415204000053039865406"
    "123.455802BR5913Fulano de Tal6008BRASILIA62190515RP12345678-2019630445C8"
)
STATIC = (
    "00020126330014br.gov.bcb.pix01111234567890052040000530398654071234.565802BR5903Ana6006Recife62070503***"
    "6304380F"
)


class SlipShop(Shop):
    """A shop that keeps boletos and Pix codes."""

    def boleto(self, invoice: str, typed: str, *, accept: bool = False) -> Slip:
        return register_boleto(self.ledger, self.moment, invoice, typed, accept_difference=accept)

    def pix(self, invoice: str, typed: str) -> Slip:
        return register_pix(self.ledger, self.settings, self.moment, invoice, typed)

    def removes(self, invoice: str, kind: str) -> Slip:
        return remove(self.ledger, self.moment, invoice, kind)

    def slips(self, on: str, *ids: int) -> dict[int, Slips]:
        with closing(open_for_reading(self.ledger).connection) as connection:
            return slips_of(connection, ids or (1, 2, 3), date.fromisoformat(on))

    def events(self) -> list[tuple[object, ...]]:
        return ask(self.ledger, "SELECT kind, data FROM event WHERE kind <> 'selo' ORDER BY seq DESC LIMIT 1")


@pytest.fixture
def shop(tmp_path: Path) -> SlipShop:
    return SlipShop(
        tmp_path,
        "A;;Ana;2026-10-01;2026-12-10;1234,56",
        "B;1;Ana;2026-10-01;2026-12-10;1234,56",
        "B;2;Ana;2026-10-01;2026-12-20;1234,56",
        today="2026-11-20",
    )


def test_a_line_is_kept_and_shown(shop: SlipShop) -> None:
    done = shop.boleto("a", BOLETO)
    assert (done.content, done.changed, done.doubts) == (LINE, True, ())
    assert said(done) == f"boleto da fatura A de Ana: {BOLETO}"
    assert shop.slips("2026-11-20") == {1: Slips(LINE, None)}
    assert shop.events() == [("boleto_registrado", '{"em":"2026-11-20","fatura":1,"registro":1}')]
    seen = see_invoice(shop.ledger, shop.settings, shop.moment, date(2026, 11, 20), "A")
    assert seen.slips == Slips(LINE, None)


def test_the_same_again_changes_nothing(shop: SlipShop) -> None:
    shop.boleto("A", BOLETO)
    shop.pix("A", DYNAMIC)
    before = shop.ledger.read_bytes()
    for again in (shop.boleto("A", LINE), shop.pix("A", f" {DYNAMIC[:50]}\n{DYNAMIC[50:]}")):
        assert not again.changed
    assert said(again) == "a fatura A de Ana já tinha este código Pix"
    assert said(shop.removes("B/1", "boleto")) == "a fatura B/1 de Ana não tinha boleto"
    assert shop.ledger.read_bytes() == before


def test_every_past_day_stays_as_it_was(shop: SlipShop) -> None:
    shop.boleto("A", BOLETO)
    shop.today = "2026-11-22"
    shop.boleto("A", OTHER_DAY)
    shop.pix("A", DYNAMIC)
    shop.today = "2026-11-24"
    assert said(shop.removes("A", "boleto")) == "a fatura A de Ana ficou sem boleto"
    shop.today = "2026-11-26"
    shop.boleto("A", BOLETO)
    days = {day: shop.slips(f"2026-11-{day}").get(1) for day in (19, 20, 21, 22, 23, 24, 25, 26)}
    newer = OTHER_DAY.replace(".", "").replace(" ", "")
    assert days == {
        19: None, 20: Slips(LINE), 21: Slips(LINE), 22: Slips(newer, DYNAMIC), 23: Slips(newer, DYNAMIC),
        24: Slips(None, DYNAMIC), 25: Slips(None, DYNAMIC), 26: Slips(LINE, DYNAMIC),
    }  # fmt: skip


def test_slips_are_found_for_many_titles_at_once(shop: SlipShop) -> None:
    shop.boleto("A", BOLETO)
    shop.pix("B/2", DYNAMIC)
    assert shop.slips("2026-11-20") == {1: Slips(LINE, None), 3: Slips(None, DYNAMIC)}
    assert shop.slips("2026-11-20", 2) == {}
    assert shop.slips("2026-11-20", 3, 3) == {3: Slips(None, DYNAMIC)}


def test_a_slip_that_was_removed_is_no_slip(shop: SlipShop) -> None:
    shop.boleto("A", BOLETO)
    shop.removes("A", "boleto")
    assert shop.slips("2026-11-20") == {}


@pytest.mark.parametrize(
    ("invoice", "typed", "code", "says"),
    [
        ("A", BOLETO[:-1], "E-BOLETO", "tem 46 dígitos"),
        ("A", BOLETO[:-1] + "7", "E-BOLETO", "o dígito geral do boleto (1) não confere"),
        ("A", "00190.00008" + BOLETO[11:], "E-BOLETO", "1º campo não confere"),
        ("A", CHEAPER, "E-BOLETO-VALOR", "o boleto é de R$ 135,00"),
        ("A", "", "E-VAZIO", "está vazia"),
        ("B", BOLETO, "E-AMBIGUO", "tem 2 parcelas"),
        ("X", BOLETO, "E-NAO-ENCONTRADO", "não encontrei a fatura"),
    ],
)  # fmt: skip
def test_a_wrong_boleto_is_refused(shop: SlipShop, invoice: str, typed: str, code: str, says: str) -> None:
    before = shop.ledger.read_bytes()
    with pytest.raises(DataError) as caught:
        shop.boleto(invoice, typed)
    assert (caught.value.code, says in caught.value.message) == (code, True)
    assert shop.ledger.read_bytes() == before


def test_another_amount_enters_only_when_accepted(shop: SlipShop) -> None:
    done = shop.boleto("A", CHEAPER, accept=True)
    assert done.doubts == (
        "o boleto é de R$ 135,00, e a fatura A é de R$ 1.234,56",
        "o boleto vence em 23/09/2032, e a fatura A em 10/12/2026",
    )
    assert shop.slips("2026-11-20")[1].boleto is not None


@pytest.mark.parametrize(
    ("invoice", "typed", "doubts"),
    [
        ("B/2", BOLETO, ("o boleto vence em 10/12/2026, e a fatura B/2 em 20/12/2026",)),
        # The 20th is a Sunday: the bank may write the Monday on which it is due in effect.
        ("B/2", NEXT_DAY, ()),
        ("A", NO_AMOUNT, ("o boleto não traz o valor: quem paga escolhe quanto",)),
    ],
)
def test_what_only_looks_odd_enters_with_a_doubt(
    shop: SlipShop, invoice: str, typed: str, doubts: tuple[str, ...]
) -> None:
    assert shop.boleto(invoice, typed).doubts == doubts


def test_the_boleto_of_another_invoice_is_refused_unless_it_pays_both(shop: SlipShop) -> None:
    shop.boleto("A", BOLETO)
    with pytest.raises(DataError, match="já é o da fatura A") as caught:
        shop.boleto("B/1", BOLETO)
    assert caught.value.code == "E-BOLETO-REPETIDO"
    assert shop.boleto("B/1", BOLETO, accept=True).changed
    shop.removes("A", "boleto")
    shop.removes("B/1", "boleto")
    assert shop.boleto("B/1", BOLETO).changed


def test_a_boleto_left_on_a_cancelled_invoice_is_free_again(shop: SlipShop) -> None:
    shop.boleto("A", BOLETO)
    shop.cancels("A", "2026-11-20")
    assert shop.boleto("B/1", BOLETO).changed
    with pytest.raises(DataError, match="foi cancelada"):
        shop.boleto("A", OTHER_DAY)
    assert shop.removes("A", "boleto").changed


# --- Pix codes of banks ---


def test_a_dynamic_code_of_another_amount_is_a_doubt(shop: SlipShop) -> None:
    done = shop.pix("A", DYNAMIC)
    assert done.doubts == ("o código Pix é de R$ 123,45, e a fatura A é de R$ 1.234,56",)
    assert said(done) == "código Pix da fatura A de Ana"
    assert shop.events()[0][0] == "pix_registrado"
    assert said(shop.removes("A", "pix")) == "a fatura A de Ana ficou sem código Pix"
    assert shop.events()[0][0] == "pix_retirado"


def test_the_code_of_another_invoice_is_a_doubt(shop: SlipShop) -> None:
    shop.pix("A", DYNAMIC)
    assert "este código já é o da fatura A" in shop.pix("B/1", DYNAMIC).doubts[1]


def test_a_static_code_to_a_key_of_somebody_else_is_asked_about(shop: SlipShop) -> None:
    strange = shop.pix("A", STATIC)
    assert strange.doubts == (
        "este código paga à chave Pix ***.456.789-**, que não é a de [empresa]: confira de quem ela é",
    )
    shop.settings = shop.settings._replace(company=Company(pix="12345678900"))
    assert shop.pix("B/1", STATIC).doubts == (
        "este código já é o da fatura A: confira se o código é mesmo desta",
    )


def test_a_wrong_code_and_an_unknown_invoice_are_refused(shop: SlipShop) -> None:
    with pytest.raises(DataError, match="não confere") as caught:
        shop.pix("A", STATIC[:-1] + "0")
    assert (caught.value.code, caught.value.hint) == ("E-PIX", "copie-o de novo, inteiro")
    with pytest.raises(NotFoundError):
        shop.pix("X", STATIC)
    with pytest.raises(NotFoundError):
        shop.removes("X", "pix")

"""Promises on a real ledger, told with a date a line: what comes in keeps them, what is undone does not.

The shop charges nothing, so that amounts are those of the story. 2026-11-16 is a Monday.
"""

from pathlib import Path

import pytest
from tests.domain.notation import cents, day
from tests.ledger.ledger_box import ask
from tests.services.hold_box import HeldShop
from tests.services.payment_box import NO_CHARGES

from cobranca_cli.domain.promises import Kept
from cobranca_cli.errors import CobrancaError, DataError
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.promise_list import WITHDRAWN, Filters, list_promises
from cobranca_cli.services.promises import Wanted, record_promise, register, withdraw
from cobranca_cli.views.promises import listing, registered

INVOICES = (
    "A;;Ana;2026-09-01;2026-10-01;1000,00",
    "B;;Ana;2026-09-01;2026-10-15;500,00",
    "C;;Bia;2026-09-01;2026-10-15;300,00",
)


def shop_on(folder: Path, today: str = "2026-11-16", said: str = NO_CHARGES) -> HeldShop:
    return HeldShop(folder, *INVOICES, said=said, today=today)


def kept(state: str, paid: str, on: str | None = None) -> Kept:
    return Kept(state, cents(paid), day(on) if on else None)


def test_early_and_partial_money_keeps_it(tmp_path: Path) -> None:
    shop = shop_on(tmp_path)
    assert shop.promised("Ana", "700,00", "2026-11-27").until == day("2026-11-30")
    shop.today = "2026-12-05"
    shop.pays("300,00", "2026-11-18", customer="Ana")
    shop.pays("400,00", "2026-11-30", customer="Ana")
    days = ("2026-11-17", "2026-11-18", "2026-11-29", "2026-11-30", "2026-12-05")
    assert [shop.kept_on(on)[1] for on in days] == [
        kept("ativa", "0,00"),
        kept("ativa", "300,00"),
        kept("ativa", "300,00"),
        kept("cumprida", "700,00", "2026-11-30"),
        kept("cumprida", "700,00", "2026-11-30"),
    ]


def test_of_named_invoices_only_their_money_counts(tmp_path: Path) -> None:
    shop = shop_on(tmp_path)
    shop.promised("Ana", "500,00", "2026-11-27", "B")
    shop.today = "2026-12-05"
    shop.pays("900,00", "2026-11-18", "A")
    assert shop.kept_on("2026-12-05")[1] == kept("quebrada", "0,00")
    shop.pays("200,00", "2026-11-20", "B")
    assert shop.kept_on("2026-12-05")[1] == kept("em parte", "200,00")
    shop.pays("400,00", "2026-11-25", "A")  # 100 for A, the rest for B
    assert shop.kept_on("2026-12-05")[1] == kept("cumprida", "500,00", "2026-11-25")


def test_a_returned_cheque_unkeeps_it_from_its_day(tmp_path: Path) -> None:
    shop = shop_on(tmp_path)
    shop.promised("Ana", "700,00", "2026-11-20")
    shop.today = "2026-11-28"
    payment = shop.pays("700,00", "2026-11-19", customer="Ana")
    shop.reverses(payment.id, "2026-11-26")
    assert shop.kept_on("2026-11-25")[1] == kept("cumprida", "700,00", "2026-11-19")
    assert shop.kept_on("2026-11-26")[1] == kept("quebrada", "0,00")


def test_money_that_a_reversal_moves_to_another_invoice_counts_there_from_that_day(tmp_path: Path) -> None:
    shop = shop_on(tmp_path)
    shop.promised("Ana", "500,00", "2026-11-20", "B")
    shop.today = "2026-11-28"
    cheque = shop.pays("1000,00", "2026-11-17", customer="Ana")
    shop.pays("500,00", "2026-11-18", customer="Ana")
    shop.reverses(cheque.id, "2026-11-19")
    assert [shop.kept_on(f"2026-11-{on}")[1].paid for on in (18, 19)] == [50_000, 0]


def test_credit_counts_when_it_comes_in_or_when_it_is_used_and_once(tmp_path: Path) -> None:
    shop = shop_on(tmp_path)
    shop.invoices("D;;Bia;2026-11-16;2026-11-17;250,00")
    shop.promised("Bia", "400,00", "2026-11-20")
    shop.today = "2026-11-25"
    shop.pays("350,00", "2026-11-16", customer="Bia")  # C, and R$ 50,00 of credit
    shop.uses_credit("Bia", "D", on="2026-11-18")
    assert shop.kept_on("2026-11-25")[1] == kept("em parte", "350,00")


def test_credit_of_before_counts_when_it_is_used(tmp_path: Path) -> None:
    shop = shop_on(tmp_path)
    shop.pays("400,00", "2026-11-10", customer="Bia")  # C, and R$ 100,00 of credit
    shop.invoices("D;;Bia;2026-11-16;2026-11-17;250,00")
    shop.promised("Bia", "250,00", "2026-11-20")
    shop.today = "2026-11-25"
    shop.uses_credit("Bia", "D", on="2026-11-18")
    assert shop.kept_on("2026-11-25")[1] == kept("em parte", "100,00")
    shop.pays("200,00", "2026-11-19", customer="Bia")
    assert shop.kept_on("2026-11-25")[1] == kept("cumprida", "250,00", "2026-11-19")


def test_what_was_recorded_later_is_not_known_before(tmp_path: Path) -> None:
    shop = shop_on(tmp_path)
    shop.promised("Ana", "100,00", "2026-11-20", made_on=day("2026-11-12"))
    assert (shop.kept_on("2026-11-15"), len(shop.kept_on("2026-11-16"))) == ({}, 1)


def test_taken_back_it_is_out_from_that_day_and_its_money_serves_others(tmp_path: Path) -> None:
    shop = shop_on(tmp_path)
    for _ in range(2):
        shop.promised("Ana", "100,00", "2026-11-20")
    shop.pays("100,00", "2026-11-16", customer="Ana")
    assert [each.paid for each in shop.kept_on("2026-11-16").values()] == [10_000, 0]
    shop.today = "2026-11-18"
    withdraw(shop.ledger, shop.moment, 1, "em dobro")
    assert len(shop.kept_on("2026-11-17")) == 2
    assert shop.kept_on("2026-11-18") == {2: kept("cumprida", "100,00", "2026-11-16")}
    gone = Filters(state=WITHDRAWN)
    for on, expected in (("2026-11-17", []), ("2026-11-18", [1])):
        found = list_promises(shop.ledger, shop.settings, shop.moment, day(on), gone)
        assert [row.listed.promise.id for row in found.rows] == expected
    with pytest.raises(DataError, match="já foi retirada em 18/11/2026"):
        withdraw(shop.ledger, shop.moment, 1, "de novo")
    with pytest.raises(DataError, match="não há promessa de número 9"):
        withdraw(shop.ledger, shop.moment, 9, "x")
    shop.today = "2026-11-15"
    with pytest.raises(DataError, match="foi registrada em 16/11/2026"):
        withdraw(shop.ledger, shop.moment, 2, "x")


def test_the_list_filters_by_state_and_day_and_keeps_the_rate_of_the_period(tmp_path: Path) -> None:
    shop = shop_on(tmp_path)
    shop.promised("Ana", "100,00", "2026-11-17")
    shop.promised("Bia", "300,00", "2026-11-17", "C")
    shop.promised("Ana", "900,00", "2026-11-24")
    shop.promised("Ana", "50,00", "2026-12-24")
    shop.today = "2026-12-01"
    shop.pays("100,00", "2026-11-17", customer="Ana")

    def told(filters: Filters) -> tuple[list[int], dict[str, object]]:
        found = list_promises(shop.ledger, shop.settings, shop.moment, day("2026-12-01"), filters)
        report = listing(found)
        rows = list(report.rows)
        return [int(str(row[0])) for row in rows], {each.name: each.value for each in report.totals}

    ids, figures = told(Filters())
    assert ids == [1, 2, 3, 4]
    assert [str(figures[name]) for name in ("vencidas", "taxa", "taxa_valor")] == ["3", "33.33", "7.69"]
    ids, figures = told(Filters(state="quebrada"))
    assert ids == [2, 3] and (figures["quebradas"], str(figures["taxa"])) == (2, "33.33")
    ids, figures = told(Filters(day_from=day("2026-11-24"), day_to=day("2026-11-24")))
    assert ids == [3] and str(figures["taxa"]) == "0.00"
    ids, figures = told(Filters(customer="Bia", state="cumprida"))
    assert ids == [] and str(figures["taxa"]) == "0.00"
    ids, figures = told(Filters(day_from=day("2026-12-02")))
    assert ids == [4] and figures["taxa"] is None


def test_what_is_worth_saying(tmp_path: Path) -> None:
    """The debt of A and B with what will be charged by the promised day."""
    shop = shop_on(tmp_path, said="multa=2 juros=3")
    exact = shop.owed("A", "2026-11-20").total + shop.owed("B", "2026-11-20").total
    text = f"{exact // 100},{exact % 100:02d}"
    assert shop.promised("Ana", text, "2026-11-20").notices == ()
    more = f"{exact // 100 + 1},{exact % 100:02d}"
    (too_much, others) = shop.promised("Ana", more, "2026-11-20").notices
    assert "passa do que é devido por este cliente" in too_much and "1 promessa ativa" in others
    again = shop.promised("Ana", more, "2026-11-20").notices[-1]
    assert "já havia uma promessa igual, a de número 2" in again and "retirar 3" in again
    (far, _) = shop.promised("Bia", "400,00", "2027-02-15", "C").notices
    assert "mais de 90 dias" in far
    assert (
        shop.promised("Bia", "300,00", "2027-02-14", "C").notices[0].startswith("o cliente já tem 1 promessa")
    )


def test_said_in_one_sentence(tmp_path: Path) -> None:
    """A day may be today's, and a Saturday is counted on to the Monday."""
    shop = shop_on(tmp_path)
    done = shop.promised("Ana", "500,00", "2026-11-28", "B")
    assert registered(done) == (
        "promessa 1 de Ana: R$ 500,00 até sábado, 28/11/2026, da fatura B;"
        " a régua espera até segunda-feira, 30/11/2026"
    )
    assert shop.promised("Bia", "1,00", shop.today).until == day("2026-11-17")


WRONG = [
    (Wanted("Ana", 100, day("2026-11-15")), "E-DATA-PASSADA"),
    (Wanted("Ana", 100, day("2026-11-20"), made_on=day("2026-11-17")), "E-DATA-FUTURA"),
    (Wanted("Ana", 0, day("2026-11-20")), "E-VALOR-ZERO"),
    (Wanted("Ana", 100, day("2026-11-20"), ("C",)), "E-CLIENTES"),
    (Wanted("Ana", 100, day("2026-11-20"), ("Z",)), "E-NAO-ENCONTRADO"),
    (Wanted("Zeca", 100, day("2026-11-20")), "E-NAO-ENCONTRADO"),
    (Wanted("Ana", 100, day("2026-11-20"), note="a\x1bb"), "E-CONTROLE"),
    (Wanted("Bia", 100, day("2026-11-20"), ("C",)), "E-CANCELADA"),
]


@pytest.mark.parametrize(("wanted", "code"), WRONG)
def test_what_is_refused(tmp_path: Path, wanted: Wanted, code: str) -> None:
    shop = shop_on(tmp_path)
    shop.cancels("C", "2026-11-16")
    with pytest.raises(CobrancaError) as refused:
        register(shop.ledger, shop.settings, shop.moment, wanted)
    assert refused.value.code == code
    assert ask(shop.ledger, "SELECT count(*) FROM promise") == [(0,)]


def test_inside_anothers_transaction_it_is_whole_or_absent(tmp_path: Path) -> None:
    shop = shop_on(tmp_path)
    until, today = day("2026-11-20"), day(shop.today)
    with writing(shop.ledger) as transaction:
        record_promise(transaction, shop.moment, 1, 100, until, today, [1, 1], "disse", "Rita", None)
        transaction.abandon()
    assert ask(shop.ledger, "SELECT count(*) FROM promise") == [(0,)]
    with writing(shop.ledger) as transaction:
        assert record_promise(transaction, shop.moment, 1, 100, until, today, [1, 1], " ", "Rita", None) == 1
    assert ask(shop.ledger, "SELECT amount, note, author FROM promise") == [(100, None, "Rita")]
    assert ask(shop.ledger, "SELECT * FROM promise_target") == [(1, 1)]
    told = " ".join(str(row) for row in ask(shop.ledger, "SELECT * FROM event"))
    assert "promessa_registrada" in told and "Rita" not in told

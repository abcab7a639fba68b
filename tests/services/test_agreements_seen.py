"""What `acordo ver`, `acordo listar` and `faturas` tell of what ended: nothing that was not paid."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.domain.notation import cents, day
from tests.services.agreement_box import Bank

from cobranca_cli.ledger.queries.items import Filters
from cobranca_cli.services.agreement_list import list_agreements
from cobranca_cli.services.invoices import list_invoices, see_invoice
from cobranca_cli.views import agreements as views
from cobranca_cli.views import invoices as invoice_views
from cobranca_cli.views.report import Report

ROWS = ("200;;Ana;2026-04-01;2026-05-04;6000,00", "201;;Ana;2026-04-01;2026-05-04;4000,00")


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """ACORDO-1 of two instalments of 5.000,00; of the first 2.000,00 came in, then it was broken."""
    bank = Bank(tmp_path, *ROWS, said="multa=0 juros=0", today="2026-06-01")
    bank.signs("Ana", many=2, first=day("2026-07-01"))
    bank.today = "2026-07-01"
    bank.pays("2.000,00", "2026-07-01", "ACORDO-1/1")
    bank.today = "2026-08-10"
    bank.breaks()
    return bank


def records(report: Report) -> list[dict[str, object]]:
    names = [column.name for column in report.columns]
    return [dict(zip(names, row, strict=True)) for row in report.rows]


def credited(bank: Bank, number: str) -> dict[str, int]:
    return {each.member.name: each.credited for each in bank.seen(bank.today, number).members}


def test_what_a_later_agreement_credited_is_not_of_the_earlier(bank: Bank) -> None:
    bank.signs("Ana", many=1, first=day("2026-08-20"))
    bank.today = "2026-08-20"
    bank.pays("8.000,00", "2026-08-20", "ACORDO-2/1")
    assert credited(bank, "1") == {"200": cents("1.200,00"), "201": cents("800,00")}
    assert credited(bank, "2") == {"200": cents("4.800,00"), "201": cents("3.200,00")}


def test_a_part_paid_instalment_that_was_closed_is_not_paid(bank: Bank) -> None:
    report = views.one(bank.seen("2026-08-10"))
    assert [row[-1] for row in report.rows] == ["encerrada", "encerrada"]
    assert [row[-1] for row in views.one(bank.seen("2026-08-09")).rows] == ["vencida", "vencida"]
    found = list_agreements(bank.ledger, bank.settings, bank.moment, day("2026-08-10"))
    (row,) = records(views.listing(found))
    assert (row["pagas"], row["pago"]) == (0, cents("2.000,00"))


def test_resumed_the_instalment_is_owed_again_and_paid_when_it_is_paid(bank: Bank) -> None:
    bank.takes_up()
    bank.pays("3.000,00", "2026-08-10", "ACORDO-1/1")
    assert [row[-1] for row in views.one(bank.seen("2026-08-10")).rows] == ["paga", "vencida"]


@pytest.mark.parametrize(
    ("invoice", "on", "settled", "word"),
    [
        ("ACORDO-1/1", "2026-08-10", "2.000,00", "encerrado"),
        ("ACORDO-1/2", "2026-08-10", "0,00", "encerrado"),
        ("200", "2026-06-01", "0,00", "acordo"),
        ("200", "2026-07-01", "1.200,00", "acordo"),
        ("200", "2026-08-10", "1.200,00", "vencido"),
    ],
)
def test_an_invoice_is_settled_by_what_settled_it(
    bank: Bank, invoice: str, on: str, settled: str, word: str
) -> None:
    one = see_invoice(bank.ledger, bank.settings, bank.moment, day(on), invoice)
    (alone,) = records(invoice_views.one(one, for_people=False, show_data=True))
    every = list_invoices(bank.ledger, bank.settings, bank.moment, day(on), Filters())
    (listed,) = (
        row
        for row, item in zip(records(invoice_views.listing(every)), every.items, strict=True)
        if item.name == invoice
    )
    for row in (alone, listed):
        assert (row["recebido"], row["situacao"]) == (cents(settled), word)


def test_settled_early_is_paid(tmp_path: Path) -> None:
    bank = Bank(tmp_path, *ROWS, said="multa=0 juros=0", today="2026-06-01")
    bank.signs("Ana", many=2, system="simples", rate=Decimal(1))
    bank.settles()
    assert [row[-1] for row in views.one(bank.seen("2026-06-01")).rows] == ["paga", "paga"]

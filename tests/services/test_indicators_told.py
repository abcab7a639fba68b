"""Indicators on a real ledger, told: what is a sale, what is money, what an agreement does to each."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.domain.notation import cents, day
from tests.services.indicator_box import Office
from tests.services.payment_box import NO_CHARGES

from cobranca_cli.domain.effects import Effect, Reach
from cobranca_cli.domain.portfolio import Indicator
from cobranca_cli.services.contact_checks import Pledge
from cobranca_cli.services.indicators import Series, measure_series
from cobranca_cli.services.promise_list import list_promises

# 2026-11-30 is a Monday, so that every due date below but those of weekends is effective.
TODAY = "2026-11-30"


def office(folder: Path, *rows: str, said: str = NO_CHARGES) -> Office:
    return Office(folder, *rows, said=said, today=TODAY)


def some(found: dict[str, object], *codes: str) -> tuple[object, ...]:
    return tuple(found[code] for code in codes)


def test_ac22_what_is_overdue(tmp_path: Path) -> None:
    shop = office(tmp_path, "1;;Ana;2026-11-01;2026-11-25;500,00", "2;;Ana;2026-11-01;2026-12-30;1000,00")
    found = shop.values(TODAY)
    assert some(found, "faturas_vencidas", "vencido", "carteira") == (1, cents("500,00"), cents("1.500,00"))
    assert found["vencido_percentual"] == Decimal("33.33")
    # On its due date it is not late yet.
    assert some(shop.values("2026-11-25"), "faturas_vencidas", "vencido") == (0, 0)


def test_ac33_time_to_pay_of_last_year_of_this_and_of_both(tmp_path: Path) -> None:
    shop = office(tmp_path, "1;;Ana;2025-10-01;2025-10-31;100,00", "2;;Ana;2026-10-01;2026-10-30;300,00")
    shop.pays("100,00", "2025-10-11", "1")
    shop.pays("300,00", "2026-10-11", "2")
    for on, months in (("2025-12-31", 12), (TODAY, 11), (TODAY, 24)):
        assert shop.values(on, months)["prazo_recebimento"] == 10
    assert shop.values("2026-09-30", 9)["prazo_recebimento"] is None


def test_a_sale_is_an_invoice_that_was_issued_and_stands(tmp_path: Path) -> None:
    shop = office(
        tmp_path,
        "1;;Ana;2026-09-01;2026-10-01;100,00",
        "2;;Ana;2026-08-31;2026-10-01;200,00",
        "3;;Ana;;2026-11-10;400,00",  # without an issue date it exists from its due date
        "4;;Ana;2026-11-01;2026-12-01;800,00",
    )
    shop.cancels("4", "2026-11-20")
    assert shop.values(TODAY)["vendas"] == cents("500,00")
    assert shop.values("2026-11-19", 1)["vendas"] == cents("1.200,00")


def test_an_agreement_is_neither_a_payment_nor_a_sale(tmp_path: Path) -> None:
    """The debt of August is agreed on in September and half of it is paid by instalments."""
    shop = office(tmp_path, "1;;Ana;2026-07-01;2026-08-03;1000,00", "2;;Bia;2026-07-01;2026-08-03;1000,00")
    shop.today = "2026-09-01"
    shop.signs("Ana", many=2, first=day("2026-10-01"))
    before = shop.values("2026-08-31", 1)
    assert some(before, "carteira", "vencido") == (cents("2.000,00"), cents("2.000,00"))
    agreed = shop.values("2026-09-30", 1)
    assert some(agreed, "carteira", "vencido") == (cents("2.000,00"), cents("1.000,00"))
    assert some(agreed, "vendas", "recuperacao", "safra_30") == (0, 0, 100)
    assert agreed["cei"] == 0
    shop.today = "2026-10-01"
    shop.pays("500,00", "2026-10-01", "ACORDO-1/1")
    paid = shop.indicators("2026-10-31", 1)
    assert paid["recuperacao"].value == 25
    # The overdue of the opening is the old debts, with the one that the agreement holds.
    assert [part.value for part in paid["recuperacao"].parts] == [cents("500,00"), cents("2.000,00")]
    # Of the money of the instalment the days since the issue of the old invoice.
    assert paid["prazo_recebimento"].value == 92
    assert paid["safra_60"].value == 75


def test_a_broken_agreement_leaves_what_was_paid(tmp_path: Path) -> None:
    shop = office(tmp_path, "1;;Ana;2026-07-01;2026-08-03;1000,00")
    shop.today = "2026-09-01"
    shop.signs("Ana", many=2, first=day("2026-10-01"))
    shop.today = "2026-10-01"
    shop.pays("500,00", "2026-10-01", "ACORDO-1/1")
    shop.today = "2026-11-15"
    shop.breaks("original")
    found = shop.indicators(TODAY, 1)
    assert found["vencido"].value == cents("500,00")
    assert [part.value for part in found["recuperacao"].parts] == [0, cents("500,00")]


def test_a_loss_written_off_is_not_paid_until_money_comes(tmp_path: Path) -> None:
    shop = office(tmp_path, "1;;Ana;2026-07-01;2026-09-01;1000,00", "2;;Ana;2026-07-01;2026-09-01;1000,00")
    shop.adjusts("perda", "1", "2026-09-10")
    shop.adjusts("abatimento", "2", "2026-09-10", "200,00")
    found = shop.values("2026-11-15", 1)
    assert some(found, "carteira", "safra_30") == (cents("800,00"), Decimal("90.00"))
    shop.pays("1.000,00", "2026-11-10", "1")
    found = shop.indicators("2026-11-15", 1)
    assert [part.value for part in found["recuperacao"].parts] == [cents("1.000,00"), cents("800,00")]


def test_what_is_recovered_was_overdue(tmp_path: Path) -> None:
    """Due on the opening day it is not overdue at the opening; paid on its due date it never was."""
    shop = office(tmp_path, "1;;Ana;2026-07-01;2026-09-30;100,00", "2;;Ana;2026-07-01;2026-10-15;200,00")
    shop.pays("60,00", "2026-10-01", "1")
    shop.pays("200,00", "2026-10-15", "2")
    found = shop.indicators("2026-10-31", 1)
    assert [part.value for part in found["recuperacao_entradas"].parts] == [
        cents("60,00"),
        0,
        cents("100,00"),
    ]
    assert found["recuperacao"].value is None and found["recuperacao_entradas"].value == 60


def test_a_debt_that_was_agreed_on_twice_counts_once(tmp_path: Path) -> None:
    shop = office(tmp_path, "1;;Ana;2026-07-01;2026-08-03;1000,00")
    for signed, broken in (("2026-09-01", "2026-09-20"), ("2026-10-01", "")):
        shop.today = signed
        shop.signs("Ana", many=2, first=day("2026-11-03"))
        if broken:
            shop.today = broken
            shop.breaks("original")
    assert shop.indicators(TODAY, 1)["recuperacao"].parts[1].value == cents("1.000,00")


def test_a_reversal_takes_back_what_was_recovered(tmp_path: Path) -> None:
    shop = office(tmp_path, "1;;Ana;2026-07-01;2026-09-01;1000,00")
    payment = shop.pays("1.000,00", "2026-10-05", "1").id
    shop.reverses(payment, "2026-11-03")
    assert shop.values("2026-10-31", 1)["recuperacao"] == 100
    assert shop.values(TODAY, 1)["recuperacao"] is None
    assert shop.indicators(TODAY, 1)["recuperacao"].parts[0].value == -cents("1.000,00")
    assert shop.values(TODAY, 2)["recuperacao"] == 0


def test_drag_by_operation_and_by_customer(tmp_path: Path) -> None:
    shop = office(
        tmp_path,
        "1;1;Ana;2026-07-01;2026-08-03;100,00",  # 119 days late
        "1;2;Ana;2026-07-01;2026-12-01;200,00",  # the same operation
        "2;;Ana;2026-07-01;2026-12-01;400,00",  # the same customer
        "3;1;Bia;2026-07-01;2026-09-01;300,00",  # 90 days late
    )
    found = shop.values(TODAY)
    said = [10, 30, 70]
    codes = ("inadimplencia_90", "inadimplencia_90_operacao", "inadimplencia_90_cliente")
    assert list(some(found, *codes)) == said
    assert list(some(shop.values("2026-12-01"), *codes)) == [40, 60, 100]


def test_promises_are_those_of_the_list(tmp_path: Path) -> None:
    shop = office(tmp_path, "1;;Ana;2026-07-01;2026-09-01;1000,00", "2;;Bia;2026-07-01;2026-09-01;1000,00")
    shop.today = "2026-10-01"
    for who, amount, until in (
        ("Ana", "100,00", "2026-10-09"), ("Bia", "300,00", "2026-10-15"), ("Bia", "50,00", "2026-11-27"),
        ("Ana", "20,00", "2026-11-26"),
    ):  # fmt: skip
        shop.promised(who, amount, until)
    shop.today = TODAY
    shop.pays("120,00", "2026-10-08", customer="Ana")
    found = shop.values(TODAY, 2)
    rate = list_promises(shop.ledger, shop.settings, shop.moment, day(TODAY)).rate
    assert some(found, "promessas", "promessas_valor") == (rate.by_number, rate.by_amount)
    # The last business day of the 27th is today: it may still be kept.
    assert (rate.due, rate.kept) == (3, 2)
    # By months, each promise counts in one of them.
    by_month = [shop.indicators(on, 1)["promessas"].parts for on in ("2026-10-31", TODAY, "2026-12-31")]
    assert [[part.value for part in parts] for parts in by_month] == [[1, 2], [1, 1], [0, 1]]


def test_steps_by_channel_and_what_was_decided(tmp_path: Path) -> None:
    rows = [f"{n};;Ana;2026-07-01;2026-11-03;100,00" for n in range(1, 6)]
    shop = office(tmp_path, *rows)
    shop.today = "2026-11-06"
    shop.takes("1", "D+3")
    shop.takes("2", "D+3")
    shop.takes("3", "D+3", "whatsapp")
    refused, approved = (shop.takes(each, "D+45", "carta", "decidir") for each in ("4", "5"))
    shop.takes("1", "D+2")
    shop.today = "2026-11-16"
    shop.decides(refused, "recusada")
    shop.decides(approved, "aprovada")
    shop.today = TODAY
    shop.pays("100,00", "2026-11-13", "1")
    shop.pays("50,00", "2026-11-13", "3")
    shop.pays("100,00", "2026-11-14", "2")
    shop.pays("100,00", "2026-11-10", "5")
    details = shop.details(TODAY, 1)
    whole, half = cents("100,00"), cents("50,00")
    assert details.steps == {
        ("D+3", "email"): Effect(2, 2 * whole, 1, whole),
        ("D+2", "email"): Effect(1, whole, 1, whole),
        ("D+3", "whatsapp"): Effect(1, whole, 0, half),
        ("D+45", "carta"): Effect(1, whole, 1, whole),
    }
    assert shop.values(TODAY, 1)["regua"] == 60
    # Seven days have to be over, and what is not decided yet has not happened.
    assert shop.values("2026-11-12", 1)["regua"] is None
    assert ("D+45", "carta") not in shop.details("2026-11-15", 1).steps


def test_a_step_is_told_as_it_was_known(tmp_path: Path) -> None:
    shop = office(tmp_path, "1;;Ana;2026-07-01;2026-11-03;100,00")
    shop.today = "2026-11-06"
    shop.takes("1", "D+3")
    shop.today = TODAY
    shop.reverses(shop.pays("100,00", "2026-11-10", "1").id, "2026-11-20")
    assert [shop.values(on, 1)["regua"] for on in ("2026-11-19", "2026-11-20")] == [100, 0]


def test_contacts_that_we_began(tmp_path: Path) -> None:
    shop = office(tmp_path, "1;;Ana;2026-07-01;2026-09-01;1000,00", "2;;Bia;2026-07-01;2026-09-01;1000,00")
    shop.today = "2026-11-03"
    pledge = Pledge(cents("100,00"), day("2026-11-20"))
    shop.contacts("Ana", "telefone", "nao-atendeu")
    shop.contacts("Ana", "telefone", "prometeu", promise=pledge)
    shop.contacts("Bia", "whatsapp", "falou")
    shop.contacts("Bia", "whatsapp", "falou", received=True)
    mistaken = shop.contacts("Bia", "telefone", "falou")
    shop.today = "2026-11-05"
    shop.corrects(mistaken)
    shop.today = TODAY
    shop.reverses(shop.pays("10,00", "2026-11-10", customer="Ana").id, "2026-11-29")
    shop.adjusts("abatimento", "2", "2026-11-04", "10,00")
    shop.contacts("Bia", "telefone", "falou")
    found = shop.details("2026-11-28", 1).reach
    assert found == {"telefone": Reach(2, 1, 1, 1, 1), "whatsapp": Reach(1, 1, 0, 1, 0)}
    codes = ("contato_efetivo", "contato_promessa", "contato_pago")
    assert some(shop.values("2026-11-28", 1), *codes) == (Decimal("66.67"), 50, 50)
    # The payment was taken back, and the contact of the day is too young to be judged.
    assert shop.details(TODAY, 1).reach["telefone"] == Reach(3, 2, 1, 1, 0)
    assert shop.details("2026-11-04", 1).reach["telefone"] == Reach(3, 2, 1, 0, 0)


def test_a_series_is_the_indicators_of_each_month(tmp_path: Path) -> None:
    shop = office(tmp_path, "1;;Ana;2026-07-01;2026-08-03;1000,00", "2;;Bia;2026-09-01;2026-10-01;700,00")
    shop.pays("300,00", "2026-09-10", "1")
    shop.cancels("2", "2026-10-20")
    shop.today = "2026-12-15"

    def series(count: int, months: int) -> Series:
        at = shop.ledger, shop.settings, shop.moment, day("2026-12-15")
        return measure_series(*at, months, count)

    for months in (1, 2, 5):
        found = series(5, months)
        days = ["2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31", "2026-11-30"]
        assert [point.as_of.isoformat() for point in found.points] == days
        for point in found.points:
            alone = tuple(shop.indicators(point.as_of.isoformat(), months).values())
            assert point.indicators == alone


@pytest.mark.parametrize("months", [1, 3])
def test_the_concentration_is_that_of_the_aging(tmp_path: Path, months: int) -> None:
    amounts = {
        "Ana": "40.000,00",
        "Bia": "30.000,00",
        "Caio": "15.000,00",
        "Davi": "10.000,00",
        "Eva": "5.000,00",
    }
    rows = [f"{n};;{who};2026-11-01;2026-12-01;{each}" for n, (who, each) in enumerate(amounts.items())]
    shop = office(tmp_path, *rows)
    found = shop.values(TODAY, months)
    assert some(found, "hhi", "clientes_equivalentes", "maiores_3", "clientes_a") == (
        2850,
        Decimal("3.51"),
        85,
        2,
    )
    assert [each.name for each in shop.details(TODAY).debtors] == [*amounts]


def test_cohorts_are_of_the_months_that_are_over(tmp_path: Path) -> None:
    shop = office(tmp_path, "1;;Ana;2026-07-01;2026-10-15;100,00")
    shop.pays("40,00", "2026-10-20", "1")
    for months, count in ((None, 12), (2, 2)):
        found = shop.details("2026-11-29", months).cohorts
        assert len(found) == count and found[-1].period.last == day("2026-10-31")
        assert (found[-1].amount, found[-1].unpaid[5], found[-1].unpaid[30]) == (10_000, 6_000, None)


def test_the_cost_is_told_only_when_it_was_given(tmp_path: Path) -> None:
    shop = office(tmp_path, "1;;Ana;2026-07-01;2026-09-01;60.000,00")
    shop.pays("18.000,00", "2026-11-10", "1")
    assert "custo" not in shop.indicators(TODAY, 1)
    found = shop.indicators(TODAY, 1, "1.260,00")
    assert isinstance(found["custo"], Indicator)
    values = some({code: each.value for code, each in found.items()}, "custo", "retorno", "recuperacao")
    assert values == (7, Decimal("14.29"), 30)

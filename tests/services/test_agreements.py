"""Agreements on a real ledger: what signing does beside the schedule, what it refuses, and what stays."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.domain.account_notation import keys, parts
from tests.domain.notation import cents, day
from tests.ledger.ledger_box import ask
from tests.services.agreement_box import Bank

from cobranca_cli.domain.instalments import PERCENT, REST, VALUE, Wish
from cobranca_cli.errors import DataError, UsageError
from cobranca_cli.services import agreement_break, agreement_payoff
from cobranca_cli.services.agreement_offers import Asked, simulate

ROWS = (
    "100;;Padaria;2025-10-01;2025-11-13;10000,00",
    "200;;Ana;2026-04-01;2026-05-04;6000,00",
    "201;;Ana;2026-04-01;2026-05-04;4000,00",
)
A05 = {"many": 3, "first": day("2026-07-01"), "charges_off": Decimal(100), "principal_off": Decimal(10)}


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    return Bank(tmp_path, *ROWS, said="multa=2 juros=1", today="2026-06-01")


def test_a07_from_signing_to_the_breach(bank: Bank) -> None:
    bank.signs("Padaria", **A05)
    for on, invoice in (("2026-07-01", "ACORDO-1/1"), ("2026-08-03", "ACORDO-1/2")):
        bank.today = on
        bank.pays("3.000,00", on, invoice)
    bank.today = "2026-09-21"
    assert bank.owed("ACORDO-1/3", "2026-09-21").total == cents("3.080,00")
    bank.breaks()
    assert bank.owed("100", "2026-09-21") == parts("juros 82,55 principal 5.054,30")
    assert bank.open_on("2026-09-21")["100"] == cents("5.054,30")
    assert "ACORDO-1/3" not in bank.open_on("2026-09-21")
    # The days before are as they were.
    assert bank.open_on("2026-09-20")["ACORDO-1/3"] == cents("3.000,00")
    assert "100" not in bank.open_on("2026-09-20")
    assert bank.open_on("2026-05-31")["100"] == cents("10.000,00")


def test_a11_what_is_credited_to_each_title(bank: Bank) -> None:
    bank.settings = bank.settings._replace(charges=keys("multa=0 juros=0"))
    bank.signs("Ana", many=2, first=day("2026-07-01"), amount=cents("3.000,00"))
    bank.today = "2026-07-01"
    bank.pays("3.000,00", "2026-07-01", "ACORDO-1/1")
    credited = {each.member.name: each.credited for each in bank.seen("2026-07-01").members}
    assert credited == {"200": cents("1.800,00"), "201": cents("1.200,00")}
    bank.breaks()
    assert bank.open_on("2026-07-01")["200"] == cents("4.200,00")
    assert bank.open_on("2026-07-01")["201"] == cents("2.800,00")


@pytest.mark.parametrize(
    ("case", "wish", "amounts", "dues"),
    [
        (
            "AC-24: 30,00 every two months",
            {"amount": cents("30,00"), "months": 2},
            "30,00 30,00 30,00 10,00",
            "01-31 03-31 05-31 07-31",
        ),
        ("AC-24: three a month", {"many": 3}, "33,34 33,33 33,33", "01-31 02-28 03-31"),
        (
            "AC-24: three of 33,33",
            {"many": 3, "amount": cents("33,33")},
            "33,33 33,33 33,34",
            "01-31 02-28 03-31",
        ),
        (
            "AC-24: edited",
            {
                "by_hand": (
                    (day("2026-01-31"), Wish(VALUE, cents("40,00"))),
                    (day("2026-02-28"), Wish(PERCENT, Decimal(30))),
                    (day("2026-03-31"), Wish(REST)),
                )
            },
            "40,00 30,00 30,00",
            "01-31 02-28 03-31",
        ),
    ],
)
def test_ac_24_the_schedules_of_a_peer(
    case: str, wish: dict[str, object], amounts: str, dues: str, tmp_path: Path
) -> None:
    bank = Bank(tmp_path, "1;;Ana;2025-12-01;2026-01-30;100,00", said="multa=0 juros=0", today="2026-01-31")
    done = bank.signs("Ana", "1", first=day("2026-01-31"), **wish)
    assert [each.amount for each in done.offer.plan] == [cents(each) for each in amounts.split()], case
    assert [each.due.isoformat()[5:] for each in done.offer.plan] == dues.split(), case
    assert sum(bank.open_on("2026-01-31").values()) == cents("100,00")


def test_what_was_signed_stays_whatever_the_owner_charges_later(bank: Bank) -> None:
    bank.signs("Padaria", **A05)
    bank.settings = bank.settings._replace(charges=keys("multa=10 juros=5"))
    bank.today = "2026-09-21"
    assert bank.owed("ACORDO-1/3", "2026-09-21") == parts("juros 20,00 multa 60,00 principal 3.000,00")


def test_the_entry_may_come_in_at_once(bank: Bank) -> None:
    done = bank.signs("Padaria", entry=cents("2.866,67"), many=2, entry_paid=True, form="pix")
    assert done.payment is not None
    first = bank.seen("2026-06-01").instalments[0]
    assert (first.row.position, first.paid, first.owed.total) == (0, cents("2.866,67"), 0)
    assert [row.amount for row in done.offer.instalments] == [cents("4.000,00")] * 2


def test_signing_acknowledges_the_debt_and_cancelling_takes_that_back(bank: Bank) -> None:
    bank.signs("Ana", many=2)
    assert len(ask(bank.ledger, "SELECT 1 FROM legal_fact WHERE kind = 'reconhecimento'")) == 2
    agreement_break.cancel(bank.ledger, bank.settings, bank.moment, "1", "não assinou")
    standing = ask(
        bank.ledger,
        "SELECT 1 FROM legal_fact f WHERE f.reverses IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM legal_fact w WHERE w.reverses = f.id)",
    )
    assert standing == []


def test_an_agreement_takes_the_place_of_the_promises_about_it(bank: Bank) -> None:
    bank.promised("Ana", "6.000,00", "2026-06-10", "200")
    bank.promised("Ana", "1.000,00", "2026-06-12")
    bank.promised("Padaria", "500,00", "2026-06-12")
    bank.signs("Ana", "200", many=2)
    withdrawn = ask(bank.ledger, "SELECT promise_id FROM promise_withdrawal ORDER BY 1")
    # A promise about all she owes gives way too; that of somebody else stays.
    assert withdrawn == [(1,), (2,)]


def test_a_cancelled_agreement_leaves_the_ledger_as_if_it_had_never_been(bank: Bank) -> None:
    before = {on: (bank.open_on(on), bank.late_on(on)) for on in ("2026-05-31", "2026-06-01")}
    bank.signs("Padaria", **A05)
    agreement_break.cancel(bank.ledger, bank.settings, bank.moment, "1", "não assinou")
    assert {on: (bank.open_on(on), bank.late_on(on)) for on in before} == before
    assert bank.seen("2026-06-01").following.state == "cancelado"
    again = bank.signs("Padaria", **A05)
    assert again.number == "ACORDO-2"


@pytest.mark.parametrize(
    ("case", "customer", "invoices", "wish", "code"),
    [
        ("another's invoice", "Ana", ("100",), {"many": 2}, "E-CLIENTES"),
        ("nothing is due", "Rui", (), {"many": 2}, "E-NAO-ENCONTRADO"),
        ("a first day in the past", "Ana", (), {"many": 2, "first": day("2026-05-31")}, "E-DATA-PASSADA"),
        ("an entry as large as all", "Ana", ("200",), {"many": 1, "entry": 10**9}, "E-ACORDO-VALOR"),
        ("all let off", "Ana", (), {"many": 1, "charges_off": Decimal(100), "principal_off": Decimal(100)},
         "E-ACORDO-VALOR"),
        ("it does not close", "Ana", ("200",),
         {"by_hand": ((day("2026-07-01"), Wish(VALUE, 100)),)}, "E-ACORDO-SOMA"),
        ("an entry after the first", "Ana", (),
         {"many": 2, "entry": 9, "entry_on": day("2026-07-02"), "first": day("2026-07-01")}, "E-DATA-ORDEM"),
    ],
)  # fmt: skip
def test_what_is_refused_leaves_nothing(
    case: str, customer: str, invoices: tuple[str, ...], wish: dict[str, object], code: str, bank: Bank
) -> None:
    before = bank.everything()
    with pytest.raises(DataError) as raised:
        bank.signs(customer, *invoices, **wish)
    assert raised.value.code == code, case
    assert bank.everything() == before


def test_an_invoice_is_in_one_agreement_at_a_time(bank: Bank) -> None:
    bank.signs("Ana", "200", many=2)
    for invoice in ("200", "ACORDO-1/1"):
        with pytest.raises(DataError, match="ACORDO-1"):
            bank.signs("Ana", invoice, many=2)
    bank.signs("Ana", "201", many=2)
    with pytest.raises(DataError, match="não tem fatura vencida"):
        bank.signs("Ana", many=2)


def test_a_disputed_title_stays_out_unless_somebody_resolves_it(bank: Bank) -> None:
    bank.disputes("200", until="2026-06-20")
    done = bank.signs("Ana", many=2)
    assert done.scope.names == ("201",)
    assert any("200 (contestada)" in each for each in done.notices)


def test_a_discount_that_only_some_may_grant_wants_a_name(bank: Bank) -> None:
    tiers = [{"encargos": "100", "principal": "20", "alcada": "a dona"}]
    bank.settings = bank.settings._replace(prevention={"acordo": {"faixas": tiers}})
    with pytest.raises(DataError) as raised:
        bank.signs("Padaria", **A05)
    assert raised.value.code == "E-ALCADA"
    assert bank.signs("Padaria", author="Rita", **A05).number == "ACORDO-1"
    assert ask(bank.ledger, "SELECT author FROM agreement") == [("Rita",)]


def test_a_written_off_instalment_alone_is_refused_and_so_is_what_is_suspended(bank: Bank) -> None:
    bank.signs("Padaria", **A05)
    for kind, invoice in (("perda", "ACORDO-1/1"), ("abono", "100"), ("desconto", "100")):
        with pytest.raises(DataError) as raised:
            bank.adjusts(kind, invoice, "2026-06-01", "" if kind != "desconto" else "1,00")
        assert raised.value.code == "E-ACORDO"
    with pytest.raises(DataError, match="não se cancela sozinha"):
        bank.cancels("100", "2026-06-01")


def test_a_late_breach_reads_the_policy_of_the_day_it_was_signed(bank: Bank) -> None:
    bank.signs("Padaria", **A05)
    bank.settings = bank.settings._replace(prevention={"acordo": {"rompe_dias": 1, "rompe_parcelas": 1}})
    bank.today = "2026-07-05"
    assert bank.seen("2026-07-05").following.breakable_on == day("2026-07-31")


def test_paid_off_early_is_known_by_its_key(bank: Bank) -> None:
    bank.signs("Ana", "200", many=6, system="price", rate=Decimal(1))
    at = bank.ledger, bank.settings, bank.moment
    quoted = agreement_payoff.quote(*at, "1", None)
    assert quoted.total == cents("6.176,00")
    done = agreement_payoff.pay_off(*at, "1", key="E1")
    assert done.payment.amount == quoted.total
    assert bank.seen("2026-06-01").following.state == "cumprido"
    again = agreement_payoff.pay_off(*at, "1", key="E1")
    assert (again.payment.known, again.payment.id) == (True, done.payment.id)
    with pytest.raises(DataError, match="cumprido"):
        agreement_payoff.pay_off(*at, "1")


@pytest.mark.parametrize("system", ["simples", "price", "sac"])
@pytest.mark.parametrize("first", ["2026-06-11", "2026-07-01", "2026-07-16"])
def test_settled_on_the_day_it_is_signed_no_interest_is_owed(bank: Bank, system: str, first: str) -> None:
    bank.signs("Ana", "200", many=2, system=system, rate=Decimal(3), first=day(first))
    quoted = agreement_payoff.quote(bank.ledger, bank.settings, bank.moment, "1", None)
    assert quoted.total == cents("6.176,00")


def test_ten_days_until_the_first_instalment_bear_the_interest_of_ten_days(bank: Bank) -> None:
    done = bank.signs("Ana", "200", many=1, system="sac", rate=Decimal(3), first=day("2026-06-11"))
    assert done.offer.total == cents("6.176,00") + cents("61,76")


def test_with_an_entry_interest_counts_from_its_day(bank: Bank) -> None:
    later = {"entry": cents("176,00"), "entry_on": day("2026-06-10"), "first": day("2026-07-10")}
    done = bank.signs("Ana", "200", many=1, system="sac", rate=Decimal(1), **later)
    assert done.offer.interest == cents("60,00")


def test_a_mistaken_breach_has_never_been(bank: Bank) -> None:
    bank.signs("Padaria", **A05)
    bank.today = "2026-07-10"
    before = bank.open_on("2026-07-10")
    bank.breaks("proporcional")
    bank.today = "2026-07-12"
    bank.takes_up(mistaken=True)
    assert bank.open_on("2026-07-10") == before
    assert bank.owed("ACORDO-1/1", "2026-07-12").fine == cents("60,00")


def test_the_proposals_of_the_policy(bank: Bank) -> None:
    """A05: at sight 9.000,00; in few instalments half of the charges is waived; in many nothing is."""
    found = simulate(bank.ledger, bank.settings, bank.moment, Asked("Padaria"))
    totals = {each.name: (len(each.offer.instalments), each.offer.total) for each in found.proposals}
    assert totals == {
        "a-vista": (1, cents("9.000,00")),
        "poucas": (3, cents("10.433,33")),
        "muitas": (6, cents("10.866,67")),
    }
    assert found.until == day("2026-06-06")


@pytest.mark.parametrize(
    "wish", [{"many": 2, "rate": Decimal(1)}, {"many": 2, "system": "price"}, {"entry": 100}]
)
def test_what_is_typed_must_make_sense(wish: dict[str, object], bank: Bank) -> None:
    with pytest.raises(UsageError):
        bank.signs("Ana", **wish)


@pytest.mark.parametrize("said", [{"many": 361}, {"many": 100_000}, {"many": 2, "months": 13}])
def test_what_nobody_would_sign_is_refused(bank: Bank, said: dict[str, int]) -> None:
    with pytest.raises(UsageError, match=r"o máximo é 360|passa de um ano"):
        simulate(bank.ledger, bank.settings, bank.moment, Asked("Padaria", **said))  # type: ignore[arg-type]

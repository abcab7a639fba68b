"""Payments through the services on a real ledger: what the domain rules and the peers expect, to the cent.

Days are those of the examples; the ledger's today is 2026-11-21 unless a case says otherwise.
"""

from pathlib import Path

import pytest
from tests.domain.account_notation import parts
from tests.domain.notation import cents
from tests.ledger.ledger_box import ask
from tests.services.payment_box import NO_CHARGES, Shop

from cobranca_cli.errors import DataError
from cobranca_cli.services.payments import Registered

TITLE = ("A;;Ana;2026-01-05;2026-04-10;1000,00",)
THREE = (
    "A;;Ana;2026-01-02;2026-01-12;300,00",
    "B;;Ana;2026-01-02;2026-02-10;500,00",
    "C;;Ana;2026-01-02;2026-03-10;400,00",
)


def got(found: Registered) -> dict[str, str]:
    """What each invoice got, as a person writes it."""
    names = {"expenses": "despesas", "interest": "juros", "fine": "multa", "principal": "principal"}
    return {
        line.name: " ".join(
            f"{names[name]} {amount // 100},{amount % 100:02d}"
            for name, amount in line.paid._asdict().items()
            if amount
        )
        for line in found.lines
    }


@pytest.mark.parametrize(
    ("case", "said", "first", "took", "rest", "left"),
    [
        ("I01", "", "500,00", "juros 10,00 multa 20,00 principal 470,00", "535,30", ""),
        ("I01, a cent short", "", "500,00", "juros 10,00 multa 20,00 principal 470,00", "535,29",
         "principal 0,01"),
        ("I02", "", "25,00", "juros 10,00 multa 15,00", "1.015,00", ""),
        ("I03", "imputacao=multa,juros", "25,00", "juros 5,00 multa 20,00", "1.015,00", ""),
    ],
)  # fmt: skip
def test_i01_to_i03_in_two_payments(
    tmp_path: Path, case: str, said: str, first: str, took: str, rest: str, left: str
) -> None:
    """P 1.000,00 due on 2026-04-10; paid 30 days late, and the rest 30 days after that."""
    shop = Shop(tmp_path, *TITLE, said=said)
    assert got(shop.pays(first, "2026-05-10", "A")) == {"A": took}, case
    shop.pays(rest, "2026-06-09", "A")
    assert shop.owed("A", "2026-06-09") == parts(left)
    assert ask(shop.ledger, "SELECT amount - settled, charges_left FROM receivable") == [
        (parts(left).total, 0)
    ]


@pytest.mark.parametrize(
    ("case", "said", "took", "left"),
    [
        ("I04", (),
         {"A": "juros 6,70 multa 6,00 principal 300,00", "B": "juros 6,33 multa 10,00 principal 370,97"},
         {"A": "", "B": "principal 129,03", "C": "juros 1,33 multa 8,00 principal 400,00"}),
        ("I05", ("C",),
         {"C": "juros 1,33 multa 8,00 principal 400,00", "A": "juros 6,70 multa 6,00 principal 277,97"},
         {"A": "principal 22,03", "B": "juros 6,33 multa 10,00 principal 500,00", "C": ""}),
        ("two said", ("C", "B"), {"C": "juros 1,33 multa 8,00 principal 400,00",
         "B": "juros 6,33 multa 10,00 principal 274,34"}, {"A": "juros 6,70 multa 6,00 principal 300,00"}),
    ],
)  # fmt: skip
def test_i04_i05_several_invoices(
    tmp_path: Path, case: str, said: tuple[str, ...], took: dict[str, str], left: dict[str, str]
) -> None:
    shop = Shop(tmp_path, *THREE)
    found = shop.pays("700,00", "2026-03-20", *said, customer=None if said else "Ana")
    assert (got(found), found.credit) == (took, 0), case
    assert {name: shop.owed(name, "2026-03-20") for name in left} == {
        n: parts(text) for n, text in left.items()
    }


def test_i06_equal_titles_share_and_the_odd_cent_goes_to_the_largest(tmp_path: Path) -> None:
    rows = [
        f"{name};;Ana;;2026-04-10;{amount}"
        for name, amount in (("A", "333,33"), ("B", "333,33"), ("C", "333,34"))
    ]
    shop = Shop(tmp_path, *rows)
    found = shop.pays("100,00", "2026-04-10", customer="Ana")
    assert got(found) == {"A": "principal 33,33", "B": "principal 33,33", "C": "principal 33,34"}


@pytest.mark.parametrize(
    ("mode", "took", "left", "in_a_month"),
    [
        ("legal", "juros 3,33 multa 20,00 principal 976,67", "principal 23,33", "juros 0,23 principal 23,33"),
        ("capital", "principal 1000,00", "juros 3,33 multa 20,00", "juros 3,33 multa 20,00"),
    ],
)
def test_i07_the_nominal_value_ten_days_late(
    tmp_path: Path, mode: str, took: str, left: str, in_a_month: str
) -> None:
    shop = Shop(tmp_path, "A;;Ana;;2026-03-10;1000,00")
    found = shop.pays("1.000,00", "2026-03-20", "A", mode=mode)
    assert got(found) == {"A": took}
    assert (shop.owed("A", "2026-03-20"), shop.owed("A", "2026-04-19")) == (parts(left), parts(in_a_month))
    assert any("não rendem juros" in notice for notice in found.notices) is (mode == "capital")
    shop.adjusts("abono", "A", "2026-03-21")
    assert shop.owed("A", "2026-11-21").total == (
        0 if mode == "capital" else shop.owed("A", "2026-11-21").total
    )


def test_i08_and_ac_26_what_is_over_is_the_customers(tmp_path: Path) -> None:
    """110,00 for 100,00: 10,00 of credit. The peer can book them as gain; what is not owed is given back
    or kept for him (CC art. 876), so we cannot."""
    shop = Shop(tmp_path, "A;;Ana;;2026-03-10;1000,00", "B;;Bia;;2026-03-10;100,00")
    found = shop.pays("1.030,00", "2026-03-11", "A")
    assert (found.credit, shop.credit("Ana")) == (cents("9,67"), cents("9,67"))
    assert any("R$ 9,67 ficam como crédito" in notice for notice in found.notices)
    assert shop.pays("110,00", "2026-03-10", "B").credit == cents("10,00")
    assert shop.open_on("2026-03-11") == {}


@pytest.mark.parametrize(
    ("amount", "left", "forgiven"),
    [("99,49", "principal 0,51", 0), ("99,50", "", 50), ("99,99", "", 1), ("100,00", "", 0)],
)
def test_ac_26_tolerance(tmp_path: Path, amount: str, left: str, forgiven: int) -> None:
    """What lacks up to 0,50 is let go, and that is told."""
    shop = Shop(tmp_path, "A;;Ana;;2026-03-10;100,00", said="tolerancia_quitacao=0.50")
    found = shop.pays(amount, "2026-03-10", "A")
    assert shop.owed("A", "2026-03-10") == parts(left)
    assert [line.forgiven for line in found.lines] == [forgiven]
    assert any("dentro da tolerância" in notice for notice in found.notices) is bool(forgiven)


def test_i09_a_returned_cheque(tmp_path: Path) -> None:
    """500,00 and 535,30 settle it; the first comes back on 2026-07-01. Earlier reports stay as they were."""
    shop = Shop(tmp_path, *TITLE)
    first = shop.pays("500,00", "2026-05-10", "A")
    shop.pays("535,30", "2026-06-09", "A")
    before = {day: shop.open_on(day) for day in ("2026-05-09", "2026-05-10", "2026-06-09", "2026-06-30")}
    assert [open_.get("A", 0) for open_ in before.values()] == [100_000, 53_000, 0, 0]
    assert shop.reverses(first.id, "2026-07-01").again == 1
    assert {day: shop.open_on(day) for day in before} == before
    (tmp_path / "nunca").mkdir()
    never = Shop(tmp_path / "nunca", *TITLE)
    never.pays("535,30", "2026-06-09", "A")
    for day in ("2026-07-01", "2026-11-21"):
        assert shop.owed("A", day) == never.owed("A", day)
    assert shop.open_on("2026-07-01") == {"A": cents("504,70")}
    with pytest.raises(DataError, match="já foi estornado em 01/07/2026"):
        shop.reverses(first.id)


def test_a_reversal_is_not_before_what_it_reverses(tmp_path: Path) -> None:
    shop = Shop(tmp_path, *TITLE)
    found = shop.pays("500,00", "2026-05-10", "A")
    with pytest.raises(DataError, match="o estorno não pode ser antes"):
        shop.reverses(found.id, "2026-05-09")
    with pytest.raises(DataError, match="não há pagamento de número 99"):
        shop.reverses(99)


INSTALMENTS = tuple(
    f"P;{n};Ana;2026-01-02;2026-0{n}-10;{amount},00" for n, amount in ((1, 30), (2, 50), (3, 20))
)
TWO_HUNDRED = tuple(
    f"P;{n};Ana;2026-01-02;2026-0{n}-10;{amount},00" for n, amount in ((1, 60), (2, 100), (3, 40))
)


def test_ac_18_the_oldest_instalment_first(tmp_path: Path) -> None:
    """30, 50, 20 and a payment of 40,00 when all are due: as the peer, 40 and 20 stay open."""
    shop = Shop(tmp_path, *INSTALMENTS, said=NO_CHARGES)
    shop.pays("40,00", "2026-03-10", customer="Ana")
    assert shop.open_on("2026-03-10") == {"P/2": 4000, "P/3": 2000}


def test_ac_18_what_is_not_due_is_not_touched_without_a_word(tmp_path: Path) -> None:
    """The same on the first due date: the peer goes on to the second; ours keeps 10,00 as credit, unless the
    debtor says so (CC art. 352: matured debts)."""
    shop = Shop(tmp_path, *INSTALMENTS, said=NO_CHARGES)
    unsaid = shop.pays("40,00", "2026-01-12", customer="Ana")
    assert (got(unsaid), unsaid.credit) == ({"P/1": "principal 30,00"}, 1000)
    shop.reverses(unsaid.id, "2026-01-12")
    said = shop.pays("40,00", "2026-01-12", "P/1", "P/2")
    assert got(said) == {"P/1": "principal 30,00", "P/2": "principal 10,00"}
    assert any("P/2: recebeu antes do vencimento (10/02/2026)" in notice for notice in said.notices)


def test_ac_18_a_credit_note(tmp_path: Path) -> None:
    """60, 100, 40: paid 40,00, then a credit note of 100,00, which is an abatement of each instalment."""
    shop = Shop(tmp_path, *TWO_HUNDRED, said=NO_CHARGES)
    shop.pays("40,00", "2026-03-10", customer="Ana")
    assert shop.open_on("2026-03-10") == {"P/1": 2000, "P/2": 10000, "P/3": 4000}
    shop.adjusts("abatimento", "P/1", "2026-03-11", "20,00")
    shop.adjusts("abatimento", "P/2", "2026-03-11", "80,00")
    assert shop.open_on("2026-03-11") == {"P/2": 2000, "P/3": 4000}


def test_ac_19_a_cent_stays_a_cent(tmp_path: Path) -> None:
    shop = Shop(tmp_path, "A;;Ana;;2026-11-20;100,00", said=NO_CHARGES)
    shop.pays("99,99", "2026-11-21", "A")
    assert [shop.open_on(day) for day in ("2026-11-20", "2026-11-21")] == [{"A": 10000}, {"A": 1}]


@pytest.mark.parametrize("amount", ["100,00", "110,00"])
def test_ac_19_a_payment_of_tomorrow_has_not_happened(tmp_path: Path, amount: str) -> None:
    """The peer keeps it beside today's balance; ours takes facts, and asks to be told tomorrow."""
    shop = Shop(tmp_path, "A;;Ana;;2026-11-20;100,00", said=NO_CHARGES)
    with pytest.raises(DataError, match=r"22/11/2026\) ainda não chegou") as caught:
        shop.pays(amount, "2026-11-22", "A")
    assert caught.value.code == "E-DATA-FUTURA"
    assert shop.open_on("2026-11-21") == {"A": 10000}
    shop.today = "2026-11-22"
    shop.pays(amount, "2026-11-22", "A")
    assert (shop.open_on("2026-11-21"), shop.open_on("2026-11-22")) == ({"A": 10000}, {})


def test_ac_20_an_advance_is_credit_until_it_is_used(tmp_path: Path) -> None:
    """200,00 invoiced and 50,00 in advance. The peer subtracts it at once; ours when somebody says so."""
    shop = Shop(tmp_path, "A;;Ana;2026-01-10;2026-02-10;200,00", said=NO_CHARGES)
    advance = shop.pays("50,00", "2026-01-05", customer="Ana")
    assert (got(advance), advance.credit, shop.open_on("2026-01-15")) == ({}, 5000, {"A": 20000})
    with pytest.raises(DataError, match="não tem fatura vencida para receber o crédito"):
        shop.uses_credit("Ana", on="2026-01-15")
    used = shop.uses_credit("Ana", "A", on="2026-01-15")
    assert (got(used), used.amount, shop.credit("Ana")) == ({"A": "principal 50,00"}, 5000, 0)
    assert (shop.credit("Ana", "2026-01-14"), shop.open_on("2026-01-15")) == (5000, {"A": 15000})
    shop.pays("125,00", "2026-02-10", "A")
    assert shop.open_on("2026-02-10") == {"A": 2500}
    shop.pays("25,00", "2026-02-11", "A")
    assert shop.open_on("2026-02-11") == {}
    with pytest.raises(DataError, match=r"não tem crédito"):
        shop.uses_credit("Ana", "A")


def test_credit_falls_with_the_payment_it_came_from(tmp_path: Path) -> None:
    shop = Shop(tmp_path, "A;;Ana;2026-01-10;2026-02-10;200,00", said=NO_CHARGES)
    advance = shop.pays("50,00", "2026-01-05", customer="Ana")
    shop.uses_credit("Ana", "A", amount="30,00", on="2026-01-15")
    assert shop.reverses(advance.id, "2026-01-20").again == 1
    assert [shop.open_on(day)["A"] for day in ("2026-01-19", "2026-01-20")] == [17000, 20000]
    assert [shop.credit("Ana", day) for day in ("2026-01-19", "2026-01-20")] == [2000, 0]


def test_ac_23_one_instalment_paid_then_not(tmp_path: Path) -> None:
    """Two halves, due 5 and 10 days on; on the sixth only the first is late, paid it is closed, returned it
    is late again."""
    shop = Shop(
        tmp_path,
        "P;1;Ana;2026-03-01;2026-03-05;50,00",
        "P;2;Ana;2026-03-01;2026-03-10;50,00",
        said=NO_CHARGES,
    )
    assert shop.late_on("2026-03-06") == {"P/1": 5000}
    found = shop.pays("50,00", "2026-03-06", "P/1")
    assert (shop.late_on("2026-03-06"), shop.open_on("2026-03-06")) == ({}, {"P/2": 5000})
    shop.reverses(found.id, "2026-03-09")
    assert (shop.late_on("2026-03-08"), shop.late_on("2026-03-09")) == ({}, {"P/1": 5000})


@pytest.mark.parametrize(
    ("received", "left"), [("295,00", ""), ("294,99", "principal 0,01"), ("294,00", "principal 1,00")]
)
def test_ac_27_received_is_title_less_discount_less_abatement(
    tmp_path: Path, received: str, left: str
) -> None:
    """300,00 with 3,00 of discount and 2,00 of abatement."""
    shop = Shop(tmp_path, "A;;Ana;2026-03-01;2026-03-10;300,00")
    shop.adjusts("desconto", "A", "2026-03-09", "3,00")
    shop.adjusts("abatimento", "A", "2026-03-09", "2,00")
    shop.pays(received, "2026-03-10", "A")
    assert shop.owed("A", "2026-03-10") == parts(left)


def test_ac_27_plus_interest(tmp_path: Path) -> None:
    """300,00 a hundred days late at 1% a month: 310,00 close it."""
    shop = Shop(tmp_path, "A;;Ana;;2026-03-10;300,00", said="multa=0")
    found = shop.pays("310,00", "2026-06-18", "A")
    assert (got(found), found.credit) == ({"A": "juros 10,00 principal 300,00"}, 0)

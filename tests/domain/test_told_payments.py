"""Payments that another system has allocated: its split of principal and charges wins."""

import pytest
from tests.domain.account_notation import account, entry, owed, paid, parts, played, shares, standing, title
from tests.domain.notation import day

from cobranca_cli.domain.account import Entry, Told

DUE, PAID = "2026-03-10", "2026-03-25"
# R$ 1.000,00 paid 15 days late owe R$ 20,00 of fine and R$ 5,00 of interest.


@pytest.mark.parametrize(
    ("told", "amount", "expected"),
    [
        (Told(50_000), "500,00", ["pagamento principal 500,00"]),
        (Told(50_000), "510,00", ["pagamento juros 5,00 multa 5,00 principal 500,00"]),
        (Told(100_000), "1000,00", ["pagamento principal 1000,00"]),
        (
            Told(100_000, 0, True),
            "1000,00",
            ["pagamento principal 1000,00", "abono juros 5,00 multa 20,00"],
        ),
        (
            Told(90_000, 10_000, True),
            "900,00",
            ["pagamento principal 900,00", "desconto principal 100,00", "abono juros 5,00 multa 20,00"],
        ),
        (
            Told(100_000, 0, True),
            "1040,00",
            ["despesa juros -15,00", "pagamento juros 20,00 multa 20,00 principal 1000,00"],
        ),
    ],
)
def test_the_split_is_the_systems(told: Told, amount: str, expected: list[str]) -> None:
    one = account(title("1000,00", DUE), title("700,00", "2026-01-10", 2))
    entries = played(one, paid(1, PAID, amount, 1, mode="capital", told=told))
    assert shares(entries) == [
        (1, kind, parts(text)) for kind, text in (each.split(" ", 1) for each in expected)
    ]
    left = standing(one, entries, PAID).open.total
    assert (left == 0) is told.settled


def test_principal_that_is_not_open_any_more_is_the_customers_credit() -> None:
    one = account(title("1000,00", DUE), title("700,00", "2026-01-10", 2))
    by_hand, told = paid(1, DUE, "800,00", 1), paid(2, PAID, "1000,00", 1, told=Told(100_000, 0, True))
    entries = played(one, by_hand, told)
    assert sum(each.parts.principal for each in entries if each.movement == 2) == 20_000
    assert standing(one, entries, PAID).open.total == 0
    assert not [each for each in entries if each.title == 2]


@pytest.mark.parametrize("in_order", [True, False])
def test_charges_that_were_added_are_there_when_the_payment_takes_them(in_order: bool) -> None:
    entries = [
        entry(PAID, "juros -15,00", "despesa"),
        entry(PAID, "juros 20,00 multa 20,00 principal 1000,00"),
    ]
    given: list[Entry] = entries if in_order else entries[::-1]
    assert owed("1000,00", DUE, PAID, "", *given).standing.open.total == 0


def test_taking_it_back_takes_back_all_that_came_with_it() -> None:
    one = account(title("1000,00", DUE))
    told = paid(1, PAID, "900,00", 1, told=Told(90_000, 10_000, True))
    assert played(one, told._replace(reversed_on=day("2026-04-01"))) == []

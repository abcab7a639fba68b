"""`acordo quitar`: its key, and an agreement of which nothing is left to pay."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.domain.notation import day
from tests.services.agreement_box import Bank

from cobranca_cli.errors import DataError
from cobranca_cli.services.agreement_payoff import PaidOff, pay_off, quote

ROWS = (
    "200;;Ana;2026-04-01;2026-05-04;6000,00",
    "300;;Bia;2026-04-01;2026-05-04;6000,00",
)


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    bank = Bank(tmp_path, *ROWS, said="multa=0 juros=0", today="2026-06-01")
    bank.signs("Ana", many=3, system="price", rate=Decimal(1))
    bank.signs("Bia", many=3, system="price", rate=Decimal(1))
    return bank


def settle(bank: Bank, *positions: int, number: str = "1", on: str | None = None) -> PaidOff:
    at = bank.ledger, bank.settings, bank.moment
    return pay_off(*at, number, day(on) if on else None, positions, key="K")


@pytest.mark.parametrize("again", [(3,), (3, 3)])
def test_the_key_again_changes_nothing(bank: Bank, again: tuple[int, ...]) -> None:
    first = settle(bank, 3)
    bank.today = "2026-06-05"
    known = settle(bank, *again)
    assert (known.payment.id, known.payment.known) == (first.payment.id, True)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("another instalment", {"positions": (2,)}),
        ("one that does not exist", {"positions": (9,)}),
        ("one more", {"positions": (2, 3)}),
        ("all that are left", {"positions": ()}),
        ("another agreement", {"positions": (3,), "number": "2"}),
        ("all of another agreement", {"positions": (), "number": "2"}),
        ("another day", {"positions": (3,), "on": "2026-06-02"}),
    ],
)
def test_the_key_for_something_else_is_a_conflict(bank: Bank, case: str, said: dict[str, object]) -> None:
    settle(bank, 3)
    bank.today = "2026-06-05"
    positions = said.pop("positions")
    with pytest.raises(DataError) as raised:
        settle(bank, *positions, **said)  # type: ignore[misc, arg-type]
    assert raised.value.code in ("E-CONFLITO", "E-SEM-DIVIDA"), case
    assert "já é do pagamento" in str(raised.value) or "não existe" in str(raised.value)


def test_the_key_of_a_whole_settlement_again_changes_nothing(bank: Bank) -> None:
    first = settle(bank)
    assert settle(bank).payment.id == first.payment.id
    assert settle(bank, 1, 2, 3).payment.known
    with pytest.raises(DataError, match="outras faturas"):
        settle(bank, 1)


def test_when_only_interest_not_earned_is_left_it_is_let_off_and_nobody_pays(bank: Bank) -> None:
    at = bank.ledger, bank.settings, bank.moment, "1", None
    for position in (1, 2, 3):
        owed = bank.seen("2026-06-01").instalments[position - 1].owed.total
        cents = quote(*at, [3]).total if position == 3 else owed
        bank.pays(f"{cents // 100},{cents % 100:02}", "2026-06-01", f"ACORDO-1/{position}")
    assert bank.seen("2026-06-01").following.state == "em dia"
    done = pay_off(bank.ledger, bank.settings, bank.moment, "1")
    assert (done.payment, done.quote.total) == (None, 0)
    seen = bank.seen("2026-06-01")
    assert (seen.following.state, seen.payoff) == ("cumprido", 0)
    assert not any(bank.open_on("2026-06-01").get(f"ACORDO-1/{each}") for each in (1, 2, 3))

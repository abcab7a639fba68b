"""Somebody sells on credit against the policy: whose decision it is, and what the law says of it."""

from pathlib import Path

import pytest
from tests.ledger.ledger_box import ask
from tests.services.credit_box import Creditor

from cobranca_cli.errors import DataError


@pytest.fixture
def shop(tmp_path: Path) -> Creditor:
    shop = Creditor(tmp_path, said="multa=0 juros=0", today="2026-06-01")
    shop.buys_and_pays("Bia", "2 2026-03-01 2026-03-28 1000,00 2026-03-20")
    return shop


def test_another_author_is_another_decision(shop: Creditor) -> None:
    for author, known in (("Ana", False), ("Rui", False), ("Rui", True), (None, False), ("Ana", False)):
        done = shop.decides("Bia", "9.000,00", because="cliente antigo", author=author)
        assert done.known_before is known, author
        assert done.decision is not None
        assert done.decision.author == author


def test_nobody_releases_for_who_died(shop: Creditor) -> None:
    shop.holds("falecimento", customer="Bia")
    with pytest.raises(DataError, match=r"quem morreu não contrata") as told:
        shop.decides("Bia", "9.000,00", because="a família é boa", author="Ana")
    assert told.value.code == "E-CREDITO"
    assert ask(shop.ledger, "SELECT count(*) FROM credit_decision") == [(0,)]
    assert shop.decides("Bia", "9.000,00").decision is not None


@pytest.mark.parametrize(
    ("kind", "ground"),
    [("insolvencia", "Lei 11.101/2005, art. 103"), ("superendividamento", "CDC, art. 54-D")],
)
def test_who_releases_reads_what_the_law_says(shop: Creditor, kind: str, ground: str) -> None:
    shop.holds(kind, customer="Bia")
    done = shop.decides("Bia", "9.000,00", because="paga antes", author="Ana")
    assert done.decision is not None
    assert done.decision.released
    assert sum(ground in notice for notice in done.notices) == 1
    assert not any(ground in notice for notice in shop.decides("Bia", "9.000,00").notices)

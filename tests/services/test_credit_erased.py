"""A decision about a person who was erased: listed as before, and not made again."""

from datetime import date
from pathlib import Path

import pytest
from tests.domain.notation import day
from tests.services.credit_box import Creditor

from cobranca_cli.errors import NotFoundError
from cobranca_cli.ledger.erasure import erase_person
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services import credit
from cobranca_cli.services.policy_compare import compare


def test_it_says_so_and_is_left_out_of_a_comparison(tmp_path: Path) -> None:
    shop = Creditor(tmp_path, said="multa=0 juros=0")
    shop.invoices("900;;Lua;2026-11-03;2026-12-10;10,00")
    shop.decides("Lua", "5,00")
    at = (shop.ledger, shop.settings, shop.moment)
    with writing(shop.ledger) as transaction:
        ((customer,),) = transaction.connection.execute("SELECT customer_id FROM credit_decision").fetchall()
        erase_person(transaction, customer, date(2026, 11, 28), "pedido", "2026-11-28T12:00:00.000Z")
    with pytest.raises(NotFoundError, match="anonimizado"):
        shop.explains(1)
    (row,) = credit.history(*at, day(shop.today)).rows
    assert (row.customer, row.amount, row.erased) == (f"Titular anonimizado {customer}", 500, True)
    other = shop.ledger.with_name("outra.toml")
    other.touch()
    settings = shop.settings._replace(path=shop.ledger.with_name("nenhum.toml"))
    assert compare(shop.ledger, settings, other, shop.moment, 3).decisions == ()

"""The one word that says where an invoice stands on a day."""

from datetime import date

import pytest

from cobranca_cli.ledger.queries.items import Item
from cobranca_cli.views import columns
from cobranca_cli.views.invoices import situation

TODAY = date(2026, 11, 21)
DUE = Item(1, "Ana", None, None, "1", "", None, "2026-11-20", "2026-11-20", 1000, 0, None, None, None, 0)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "vencido"),
        ({"due_effective": "2026-11-21"}, "aberto"),
        ({"settled": 999}, "vencido"),
        ({"settled": 1000}, "pago"),
        ({"settled": 1000, "charges_left": 1}, "encargos"),
        ({"cancelled_on": "2026-11-21"}, "cancelado"),
        ({"cancelled_on": "2026-11-21", "settled": 1000, "charges_left": 1}, "cancelado"),
    ],
)
def test_the_situation_in_one_word(changes: dict[str, object], word: str) -> None:
    assert situation(DUE._replace(**changes), TODAY) == word
    assert word in columns.SITUATION.words

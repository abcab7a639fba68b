"""Credit of who has no past, and of natural persons."""

from pathlib import Path

import pytest
from tests.domain.notation import day
from tests.services.credit_box import Creditor, failed, limit, points

from cobranca_cli.importing.layout import Wishes
from cobranca_cli.services.import_invoices import import_invoices


@pytest.fixture
def shop(tmp_path: Path) -> Creditor:
    return Creditor(tmp_path, said="multa=0 juros=0")


def test_a_customer_without_a_past_is_scored_by_what_others_say(shop: Creditor) -> None:
    shop.invoices("1;;Nova;2026-11-03;2026-12-01;100,00")
    shop.knows("Nova", fundacao="2010-01-01", faturamento="50.000,00")
    shop.consults("Nova")
    assert limit(shop.looks("Nova", "50,00")) == "107,50"
    shop.rule(concentracao_clientes=0)
    found = shop.looks("Nova", "50,00")
    assert (found.evaluated.scored.total, found.evaluated.scored.grade) == (100, "C")
    assert points(found) == {"restricoes": 15, "idade_cnpj": 10}
    # The concentration alone: ten percent of the 100,00 that she owes herself.
    assert (limit(found), failed(found)) == ("5,00", "total 145,00")


def test_a_person_is_not_asked_for_a_foundation(shop: Creditor) -> None:
    file = shop.ledger.with_name("f.csv")
    header, row = (
        "numero;cliente;documento;emissao;vencimento;valor",
        "1;Ana;52998224725;2026-11-03;2026-12-01;10,00",
    )
    file.write_text(f"{header}\n{row}\n")
    import_invoices(shop.ledger, file, Wishes(), shop.moment, shop.settings.calendar)
    shop.knows("Ana", fundacao="2010-01-01")
    assert points(shop.looks("Ana")) == {"restricoes": 6}


def test_an_agreement_is_kept_when_all_of_it_is_paid_and_not_before(shop: Creditor) -> None:
    shop.invoices("1;;Lua;2026-08-03;2026-09-08;900,00")
    shop.signs("Lua", many=2, first=day("2026-11-24"))
    seen = {}
    for on, number in (("2026-11-24", "1"), ("2026-12-24", "2")):
        shop.today = on
        shop.pays("450,00", on, f"ACORDO-1/{number}")
        seen[on] = shop.looks("Lua").evaluated.scored.rows[4].value
    assert seen == {"2026-11-24": "nenhuma promessa nem acordo", "2026-12-24": "100%, 1 de 1"}
    shop.today = "2027-12-24"
    values = [
        shop.looks("Lua", on=on).evaluated.scored.rows[4].value
        for on in ("2026-11-24", "2027-12-23", "2027-12-24")
    ]
    assert values == ["nenhuma promessa nem acordo", "100%, 1 de 1", "nenhuma promessa nem acordo"]

"""A caller fills the section `acordo` of a letter, and the letter goes out, is kept, and comes back whole."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tests.ledger.ledger_box import ask
from tests.services.ladder_world import World, engine
from tests.services.payment_story import RAM

from cobranca_cli.config_ladder import ladder_settings
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.queries.customers import find_customer
from cobranca_cli.ledger.queries.items import find_item
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.rendering.sample import CONSUMER
from cobranca_cli.services.letter_data import Asked
from cobranca_cli.services.letter_files import recorded_letters
from cobranca_cli.services.letters import LetterWriter, Order, Written
from cobranca_cli.services.overdue import Reckoning
from cobranca_cli.services.reading import Reader

AGREED: dict[str, Any] = {
    **CONSUMER["acordo"],
    "divida": "R$ 1.000,00",
    "memoria": [],
    "devedor": {"documento": "111.222.300-00", "endereco": "Rua B, 2, Belo Horizonte/MG"},
}


@pytest.fixture
def world() -> Iterator[World]:
    """An invoice of 1.000,00 without charges, late by a month."""
    with TemporaryDirectory(dir=RAM) as folder:
        one = World(Path(folder))
        one.today = date(2026, 8, 3)
        one.sells("Ana", "1001", 100_000, date(2026, 8, 14))
        one.today = date(2026, 9, 15)
        yield one


def write(world: World, model: str, agreed: dict[str, Any]) -> Written:
    with writing(world.ledger) as transaction:
        connection = transaction.connection
        item = find_item(connection, "1001", world.today)
        titles = list(Reckoning(Reader(connection, ()), world.settings, world.today).owed([item]))
        customer = find_customer(connection, "Ana")
        extras = ({"acordo": agreed},) if agreed else ()
        asked = Asked(model, titles, channel="carta", extras=extras)
        ladder = ladder_settings(world.settings)
        writer = LetterWriter(transaction, world.settings, ladder, world.today, engine())
        (written,) = writer.write([Order(customer, asked, "avulsa")], world.moment)
        return written


@pytest.mark.parametrize("model", ["termo", "oferta", "aviso-acordo", "quebra"])
def test_the_extras_fill_the_agreement_and_the_letter_is_kept_with_it(world: World, model: str) -> None:
    written = write(world, model, AGREED)
    told = AGREED["propostas"][0]["total"] if model == "oferta" else f"acordo nº {AGREED['numero']}"
    assert told.lower() in written.text.lower()
    (letter,) = recorded_letters(
        world.ledger, world.settings, world.moment, [written.id], lambda code: "data:,"
    )
    assert letter.data["acordo"] == AGREED and letter.text == written.text
    assert letter.html is not None and "1001" in letter.html
    assert letter.parts == engine().model(model).parts


def test_what_is_not_known_of_the_debtor_is_a_blank(world: World) -> None:
    nobody = {"devedor": {"documento": "", "endereco": ""}}
    text = " ".join(write(world, "termo", AGREED | nobody).text.split())
    assert "Parte devedora: Ana, CPF ou CNPJ nº ______" in text and "com endereço em ______" in text
    assert text.count("CPF ou CNPJ ______") == 1


def test_a_letter_about_no_agreement_keeps_nothing_of_one(world: World) -> None:
    """Twenty thousand letters a month would keep forty empty texts each."""
    written = write(world, "firme", {})
    ((content,),) = ask(world.ledger, "SELECT content FROM letter")
    assert "acordo" not in json.loads(str(content))["dados"]
    (letter,) = recorded_letters(world.ledger, world.settings, world.moment, [written.id], None)
    assert letter.data["acordo"]["plano"] == [] and letter.data["acordo"]["parcelas"] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("model", "agreed", "code"),
    [
        ("termo", {}, "E-CARTA-FATO"),
        ("aviso-acordo", {}, "E-CARTA-FATO"),
        ("quebra", {}, "E-CARTA-FATO"),
        ("quitacao-acordo", {}, "E-CARTA-FATO"),
        ("oferta", AGREED | {"propostas": []}, "E-CARTA-FATO"),
        ("termo", AGREED | {"divida": "R$ 999,00"}, "E-ACORDO"),
        ("termo", AGREED | {"plano": []}, "E-ACORDO"),
    ],
)
def test_a_letter_of_an_agreement_without_its_numbers_is_refused(
    world: World, model: str, agreed: dict[str, Any], code: str
) -> None:
    with pytest.raises(DataError) as caught:
        write(world, model, agreed)
    assert caught.value.code == code and caught.value.hint
    assert ask(world.ledger, "SELECT count(*) FROM letter") == [(0,)]

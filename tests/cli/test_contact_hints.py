"""What `contato registrar` tells the owner to do next can be done: the commands exist, with those options."""

import re
import shlex
from datetime import date

import pytest

from cobranca_cli.cli import contacts
from cobranca_cli.cli.app import build_app
from cobranca_cli.cli.frame import Section
from cobranca_cli.domain.outcomes import CHANNELS, OUTCOMES
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.services.contact_checks import Telling
from cobranca_cli.services.contacts import Recorded
from cobranca_cli.views.contacts import next_step

ANA = Customer(1, "Ana Lima", None, None, None, None, None, None, None, None, None, "2026-11-21")
DAY = date(2026, 11, 21)


def hint(code: str, channel: str, *invoices: str, customer: Customer = ANA) -> str | None:
    telling = Telling(customer.name, channel, code)
    return next_step(Recorded(1, customer, DAY, OUTCOMES[code], telling, invoices, None, ()))


def options_of(words: list[str]) -> set[str]:
    """The options of the command that the words begin with; fails when there is none."""
    place: object = build_app()
    for word in words:
        if not isinstance(place, Section):
            break
        place = place.entries[word]
    assert not isinstance(place, Section), words
    return {option for param in place.build().params for option in param.opts}  # type: ignore[attr-defined]


ASKING = [(code, outcome) for code, outcome in OUTCOMES.items() if outcome.asks]


@pytest.mark.parametrize(("code", "outcome"), ASKING, ids=[code for code, _ in ASKING])
def test_every_hint_is_a_command_of_the_program(code: str, outcome: object) -> None:
    for channel in sorted(OUTCOMES[code].channels):
        for invoices in ((), ("A/1", "B 2")):
            said = hint(code, channel, *invoices)
            assert said is not None
            commands = [each.partition("cobranca ")[2] for each in said.split("; ") if "cobranca " in each]
            assert commands
            for each in commands:
                words = shlex.split(each.partition(" (")[0])
                assert {word for word in words if word.startswith("--")} <= options_of(words)


@pytest.mark.parametrize(
    ("code", "name", "typed"),
    [
        (None, "Ana", "Ana"),
        (None, "Ana Lima", '"Ana Lima"'),
        (None, "Zé & Filhos", '"Zé & Filhos"'),
        (None, 'Bar "do Zé"', "CLIENTE"),
        (None, "Ana $HOME", "CLIENTE"),
        (None, "Ana`id`", "CLIENTE"),
        ("C017", "Ana", "C017"),
        ("C 17", "Ana", '"C 17"'),
    ],
)
def test_a_customer_in_a_hint_can_be_pasted_into_a_shell(code: str | None, name: str, typed: str) -> None:
    said = hint("sem-condicoes", "telefone", customer=ANA._replace(code=code, name=name))
    assert said is not None and re.search(r"registrar (.*) --ate", said)[1] == typed  # type: ignore[index]


def test_the_command_offers_what_the_domain_knows() -> None:
    assert contacts._CHANNELS.words == CHANNELS
    assert contacts._completed("ja") == ["ja-pagou"] and "recado-terceiro" not in contacts._completed("")

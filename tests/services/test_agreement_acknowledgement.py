"""Signing acknowledges the debt; cancelling takes that back from the day on which it is cancelled."""

from contextlib import closing
from pathlib import Path

import pytest
from tests.domain.notation import day
from tests.services.agreement_box import Bank

from cobranca_cli.domain.deadlines import Fact
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.items import find_item
from cobranca_cli.ledger.queries.legal_facts import facts_of, prescribed_ids
from cobranca_cli.services.deadlines import record_facts

LAST = "2026-06-10"
"""Five years after the title was due."""


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    return Bank(
        tmp_path, "200;;Ana;2021-05-01;2021-06-10;6000,00", said="multa=0 juros=0", today="2026-06-01"
    )


def acknowledged(bank: Bank, on: str) -> list[str]:
    with closing(open_for_reading(bank.ledger).connection) as connection:
        title = find_item(connection, "200", day(on)).id
        facts = facts_of(connection, title, day(on))
    assert {kind for kind, _ in facts} <= {"reconhecimento"}
    return [each.day.isoformat() for each in facts]


def prescribed(bank: Bank, on: str) -> bool:
    with closing(open_for_reading(bank.ledger).connection) as connection:
        return find_item(connection, "200", day(on)).id in prescribed_ids(connection, day(on))


def test_the_days_before_the_cancellation_stay_as_they_were_told(bank: Bank) -> None:
    bank.signs("Ana", many=2, first=day("2026-07-01"))
    bank.today = "2026-08-20"
    bank.breaks()
    bank.today = "2026-08-25"
    before = [(acknowledged(bank, on), prescribed(bank, on)) for on in ("2026-08-20", "2026-08-24")]
    assert before == [(["2026-06-01"], False)] * 2
    bank.takes_up()
    bank.today = "2026-08-30"
    bank.undoes()
    assert [(acknowledged(bank, on), prescribed(bank, on)) for on in ("2026-08-20", "2026-08-24")] == before
    assert (acknowledged(bank, "2026-08-30"), prescribed(bank, "2026-08-30")) == ([], True)


def test_cancelled_from_its_own_day_it_has_never_counted(bank: Bank) -> None:
    bank.signs("Ana", many=2, first=day("2026-07-01"))
    bank.today = "2026-06-20"
    bank.undoes(on="2026-06-01")
    assert (acknowledged(bank, "2026-06-01"), prescribed(bank, "2026-06-11")) == ([], True)


def test_what_the_first_agreement_of_a_day_acknowledged_outlives_the_second(bank: Bank) -> None:
    bank.signs("Ana", many=2, first=day("2026-07-01"))
    bank.breaks()
    bank.signs("Ana", many=3, first=day("2026-07-01"))
    bank.undoes("2")
    assert acknowledged(bank, "2026-06-01") == ["2026-06-01"]
    assert not prescribed(bank, "2026-06-20")


def test_what_somebody_recorded_by_hand_is_not_the_agreements(bank: Bank) -> None:
    record_facts(bank.ledger, bank.moment, ["200"], Fact("reconhecimento", day("2026-06-01")), "carta")
    bank.signs("Ana", many=2, first=day("2026-07-01"))
    bank.undoes()
    assert acknowledged(bank, "2026-06-01") == ["2026-06-01"]

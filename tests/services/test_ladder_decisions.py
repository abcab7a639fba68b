"""What the ladder leaves to a person: decisions and calls, and what becomes of them when the facts change."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.ledger.ledger_box import ask
from tests.services.ladder_world import World
from tests.services.payment_story import RAM

from cobranca_cli.errors import DataError
from cobranca_cli.services.decisions import APPROVED, REFUSED
from cobranca_cli.services.decisions import decide as service
from cobranca_cli.services.waiting import waiting
from cobranca_cli.services.worklist import worklist

DUE, CALL_DAY, DECISION_DAY = date(2026, 8, 14), date(2026, 8, 21), date(2026, 9, 14)
TUESDAY = date(2026, 9, 15)


@pytest.fixture
def world() -> Iterator[World]:
    """Two invoices of Ana due on 14 August; the policy announces bureau listings."""
    with TemporaryDirectory(dir=RAM) as folder:
        one = World(Path(folder))
        one.settings = one.settings._replace(prevention={"regua": {"negativa": True}})
        one.today = date(2026, 8, 3)
        one.sells("Ana", "1001", 100_000, DUE)
        one.sells("Ana", "1002", 50_000, DUE)
        yield one


def run_on(world: World, day: date) -> list[str]:
    world.today = day
    return world.run()


def waits(world: World) -> list[str]:
    """`decidir D+30`: what waits today."""
    return [f"{task.action.kind} {task.action.step}" for task in waiting(*world.at, world.today).tasks]


def asked_today(world: World) -> set[str]:
    """The kinds of what the morning's list asks for."""
    return {task.kind for work in worklist(*world.at, world.today).work for task in work.tasks}


def decide(world: World, verdict: str) -> str | None:
    """Decide about the first decision that waits; the channel of the letter, if there is one."""
    action = next(
        task.action for task in waiting(*world.at, world.today).tasks if task.action.kind == "decidir"
    )
    letter = service(*world.at, action.id, verdict).letter
    return letter.order.asked.channel if letter else None


def test_a_decision_waits_until_it_is_taken(world: World) -> None:
    """Another one of the same customer does not hide it."""
    world.sells("Ana", "1003", 20_000, date(2026, 9, 1))
    assert run_on(world, DECISION_DAY) == ["decidir D+30 carta: 1001, 1002"]
    run_on(world, date(2026, 10, 1))
    assert run_on(world, date(2026, 10, 2)) == []
    assert waits(world) == ["decidir D+30", "decidir D+30"]
    decide(world, REFUSED)
    assert waits(world) == ["decidir D+30"]


def test_approved_it_has_its_letter_for_what_is_still_open(world: World) -> None:
    run_on(world, DECISION_DAY)
    assert world.letters() == []
    world.today = TUESDAY
    world.pays("Ana", 50_000, ("1002",))
    assert decide(world, APPROVED) == "carta"
    assert world.letters() == ["2026-09-15 1001"]
    assert waits(world) == []
    assert run_on(world, date(2026, 9, 16)) == []


def test_approved_it_says_from_when_a_bureau_lists(world: World) -> None:
    """The letter gives ten days, to Friday the 25th; the bureau waits ten more in Minas Gerais."""
    run_on(world, DECISION_DAY)
    world.today = TUESDAY
    ((action,),) = ask(world.ledger, "SELECT id FROM dunning_action")
    assert service(*world.at, int(str(action)), APPROVED).then == (
        "Até 25/09/2026 não peça o registro: a carta dá esse prazo. Se o órgão avisar o cliente em"
        " 28/09/2026, a inclusão sai a partir de 08/10/2026 (10 dias em MG)."
    )


@pytest.mark.parametrize("verdict", [APPROVED, REFUSED])
def test_of_what_is_no_listing_it_says_nothing(world: World, verdict: str) -> None:
    steps = [{"dias": 30, "canal": ["email"], "modelo": "proposta", "exige": ["aprovacao"]}]
    world.settings = world.settings._replace(prevention={"regua": {"degraus": steps}})
    run_on(world, DECISION_DAY)
    world.today = TUESDAY
    ((action,),) = ask(world.ledger, "SELECT id FROM dunning_action")
    assert service(*world.at, int(str(action)), verdict).then is None


def test_refused_it_has_none_and_the_step_never_comes_again(world: World) -> None:
    run_on(world, DECISION_DAY)
    assert decide(world, REFUSED) is None
    assert world.letters() == []
    assert run_on(world, TUESDAY) == []
    assert waits(world) == []


def test_when_all_is_paid_nothing_waits(world: World) -> None:
    run_on(world, DECISION_DAY)
    world.pays("Ana", 150_000, ("1001", "1002"))
    assert waits(world) == []


def test_nothing_is_decided_twice(world: World) -> None:
    run_on(world, DECISION_DAY)
    ((action,),) = ask(world.ledger, "SELECT id FROM dunning_action")
    service(*world.at, int(str(action)), REFUSED)
    for verdict in (APPROVED, REFUSED):
        with pytest.raises(DataError):
            service(*world.at, int(str(action)), verdict)
    assert ask(world.ledger, "SELECT count(*) FROM dunning_decision") == [(1,)]


STOPS = ("promete", "pausa", "contesta", "faleceu", "faliu", "ja-pagou")


def stop(world: World, how: str) -> None:
    """What makes it wrong to go on with Ana."""
    later = date(2026, 9, 30)
    if how == "promete":
        world.promises("Ana", 150_000, later)
    elif how == "pausa":
        world.pauses("Ana", later)
    elif how == "contesta":
        world.disputes("1001", later)
        world.disputes("1002", later)
    elif how == "ja-pagou":
        world.contacts("Ana", "email", "ja-pagou")
    else:
        world.stops("Ana", how)


@pytest.mark.parametrize("how", STOPS)
def test_what_happened_since_forbids_the_letter(how: str, world: World) -> None:
    run_on(world, DECISION_DAY)
    stop(world, how)
    world.today = TUESDAY
    ((action,),) = ask(world.ledger, "SELECT id FROM dunning_action")
    with pytest.raises(DataError):
        service(*world.at, int(str(action)), APPROVED)
    assert world.letters() == []
    assert ask(world.ledger, "SELECT count(*) FROM dunning_decision") == [(0,)]


def test_what_is_in_dispute_is_left_out_of_the_letter(world: World) -> None:
    run_on(world, DECISION_DAY)
    world.disputes("1002", date(2026, 9, 30))
    world.today = TUESDAY
    assert decide(world, APPROVED) == "carta"
    assert world.letters() == ["2026-09-15 1001"]


def test_a_channel_not_wanted_since_is_not_used(world: World) -> None:
    run_on(world, DECISION_DAY)
    world.refuses("Ana", "carta")
    assert decide(world, APPROVED) == "email"


@pytest.mark.parametrize("how", STOPS)
def test_a_call_that_waits_is_not_asked_for_when_it_would_be_wrong(how: str, world: World) -> None:
    assert run_on(world, CALL_DAY) == ["ligar D+7 telefone: 1001, 1002"]
    assert asked_today(world) == {"ligar"}
    stop(world, how)
    assert asked_today(world) == set()
    world.today = date(2026, 8, 24)
    assert "ligar" not in asked_today(world)


def test_nobody_is_called_on_a_sunday_nor_by_a_telephone_not_wanted(world: World) -> None:
    run_on(world, CALL_DAY)
    world.today = date(2026, 8, 23)
    assert asked_today(world) == set()
    world.today = date(2026, 8, 24)
    assert asked_today(world) == {"ligar"}
    world.refuses("Ana", "telefone")
    assert "ligar" not in asked_today(world)


def test_a_call_waits_until_somebody_spoke_with_her(world: World) -> None:
    run_on(world, CALL_DAY)
    world.today = date(2026, 8, 24)
    world.contacts("Ana", "telefone", "nao-atendeu")
    assert waits(world) == ["ligar D+7"]
    world.contacts("Ana", "telefone", "falou")
    assert waits(world) == []
    assert run_on(world, date(2026, 8, 31)) == ["enviar D+15 email: 1001, 1002"]


def test_a_call_nobody_made_ends_where_the_ladder_goes_on(world: World) -> None:
    run_on(world, CALL_DAY)
    assert run_on(world, date(2026, 8, 28)) == []
    assert waits(world) == ["ligar D+7"]
    assert run_on(world, date(2026, 8, 31)) == ["enviar D+15 email: 1001, 1002"]
    assert waits(world) == []


def test_the_minimum_is_that_of_the_plan() -> None:
    """All that she has overdue counts, not only what the letter asks for."""
    with TemporaryDirectory(dir=RAM) as folder:
        world = World(Path(folder))
        world.settings = world.settings._replace(prevention={"regua": {"negativa": True}})
        world.today = date(2026, 8, 3)
        world.sells("Ana", "1001", 6_000, DUE)
        world.sells("Ana", "1002", 5_000, date(2026, 8, 24))
        assert run_on(world, DECISION_DAY) == ["decidir D+30 carta: 1001"]
        assert decide(world, APPROVED) == "carta"
        assert world.letters() == ["2026-09-14 1001"]


def test_below_the_minimum_since_there_is_no_letter(world: World) -> None:
    run_on(world, DECISION_DAY)
    world.pays("Ana", 99_000, ("1001",))
    world.pays("Ana", 49_000, ("1002",))
    ((action,),) = ask(world.ledger, "SELECT id FROM dunning_action")
    with pytest.raises(DataError, match="mínimo"):
        service(*world.at, int(str(action)), APPROVED)

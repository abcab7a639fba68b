"""Runs of the ladder as such: never backwards, never twice, whole or not at all, whatever interrupts them."""

import shutil
import sqlite3
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.durability.harness import run
from tests.ledger.ledger_box import ask
from tests.services.ladder_world import World
from tests.services.payment_story import RAM
from tests.services.power import PowerFailureError, powered

from cobranca_cli.config import Settings
from cobranca_cli.config_ladder import ladder_settings
from cobranca_cli.errors import CobrancaError, ConfigError, DataError
from cobranca_cli.resources import folder
from cobranca_cli.services.letters import OWN_TEMPLATES
from cobranca_cli.services.run_ladder import run_ladder

FRIDAY, MONDAY = date(2026, 8, 14), date(2026, 8, 17)
APELIDO = "{% block abertura %}{{ cliente.apelido }} "
D_PLUS_3 = "enviar D+3 email: 1001"


@pytest.fixture
def world() -> Iterator[World]:
    """An invoice of 1.000,00, due on Friday; it is Monday, and nothing was run."""
    with TemporaryDirectory(dir=RAM) as folder:
        one = World(Path(folder))
        one.today = date(2026, 8, 3)
        one.sells("Ana", "1001", 100_000, FRIDAY)
        one.today = MONDAY
        yield one


def everything(ledger: Path) -> list[str]:
    """All that a ledger holds."""
    with closing(sqlite3.connect(ledger)) as connection:
        return list(connection.iterdump())


def refused(world: World, as_of: date) -> str:
    """The code with which a run of a day is refused; nothing has changed."""
    before = everything(world.ledger)
    with pytest.raises(CobrancaError) as caught:
        run_ladder(*world.at, as_of)
    assert everything(world.ledger) == before
    return caught.value.code


def test_it_never_goes_back(world: World) -> None:
    """OCA's guard (AC-12): a run before the last one is refused, and so is one of a day that is over."""
    assert refused(world, MONDAY + timedelta(days=1)) == "E-DATA-FUTURA"
    assert refused(world, MONDAY - timedelta(days=1)) == "E-REGUA-DATA"
    assert world.run() == [D_PLUS_3]
    world.today = FRIDAY
    assert refused(world, FRIDAY) == "E-REGUA-DATA"
    world.today = MONDAY
    assert world.run() == []


def test_a_day_with_nothing_to_do_is_a_run_too(world: World) -> None:
    world.today = date(2026, 8, 10)
    world.run()
    world.today = MONDAY
    assert world.run() == [D_PLUS_3]
    world.today = date(2026, 8, 19)
    assert world.run() == []
    world.today = date(2026, 8, 18)
    assert refused(world, world.today) == "E-REGUA-DATA"


def test_2330_every_hour_is_once(world: World) -> None:
    """Third defect of peers: Invoice Ninja's hourly cron repeated the fee."""
    assert [world.run() for _ in range(24)] == [[D_PLUS_3], *[[]] * 23]
    assert world.letters() == ["2026-08-17 1001"]
    assert ask(world.ledger, "SELECT count(*) FROM dunning_run") == [(1,)]


def test_a_rehearsal_tells_the_same_and_writes_nothing(world: World) -> None:
    world.plan(MONDAY)  # Whatever reckons first takes note of the charges agreed.
    before = everything(world.ledger)
    rehearsed = run_ladder(*world.at, MONDAY, rehearse=True)
    assert everything(world.ledger) == before
    done = run_ladder(*world.at, MONDAY)
    assert not rehearsed.recorded and done.recorded
    assert [each.line for each in rehearsed.lines] == [each.line for each in done.lines]


def test_a_plan_writes_nothing(world: World) -> None:
    world.plan(MONDAY)
    before = everything(world.ledger)
    for later in (-3, 0, 3, 30):
        world.plan(MONDAY + timedelta(days=later))
    assert everything(world.ledger) == before


def test_the_power_fails_at_every_statement_of_a_run(world: World) -> None:
    """The run is whole or absent; run again, each step is taken once and each action has its letter."""
    world.sells("Ana", "1002", 50_000, MONDAY)
    kept = world.ledger.with_name("antes.db")
    shutil.copy(world.ledger, kept)
    done = ["enviar D+3 email: 1001, 1002"]
    whole = []
    with powered(world.ledger) as power:
        for statements in range(4, 1000, 3):
            shutil.copy(kept, world.ledger)
            power.left = statements
            try:
                world.run()
            except PowerFailureError:
                power.back()
                whole.append(bool(ask(world.ledger, "SELECT 1 FROM dunning_run")))
                assert world.run() == ([] if whole[-1] else done), statements
            else:
                power.left = None
                break
            assert world.letters() == ["2026-08-17 1001"]
            assert ask(world.ledger, "SELECT count(*) FROM dunning_claim") == [(2,)]
    assert len(whole) > 20 and sorted(whole) == whole, "whole only once it is committed"


def test_two_at_once(world: World) -> None:
    """The owner and the cron job: one does the work, the other finds nothing to do."""
    words = ("regua", "executar", "--livro", world.ledger, "--hoje", "2026-08-17")
    with ThreadPoolExecutor(3) as pool:
        ended = list(pool.map(lambda _: run(*words), range(3)))
    assert [each.code for each in ended] == [0, 0, 0], [each.err for each in ended]
    assert ask(world.ledger, "SELECT count(*) FROM dunning_run") == [(1,)]
    assert world.letters() == ["2026-08-17 1001"]


def test_a_letter_that_cannot_be_written_stops_the_run(world: World) -> None:
    """Nothing is recorded; once the owner's template is mended, the same day does it."""
    own = world.ledger.with_name(OWN_TEMPLATES)
    own.mkdir()
    wrong = own / "amigavel.j2"
    known = (folder("templates") / wrong.name).read_text()
    wrong.write_text(known.replace("{% block abertura %}", APELIDO))
    before = everything(world.ledger)
    with pytest.raises(CobrancaError, match="apelido"):
        run_ladder(*world.at, MONDAY)
    assert everything(world.ledger) == before
    wrong.unlink()
    assert run_ladder(*world.at, MONDAY).recorded


def test_without_the_creditor_nothing_is_sent(world: World) -> None:
    """CDC art. 42-A. The ladder of calls and decisions needs no letter."""
    company = world.settings.company
    world.settings = world.settings._replace(company=company._replace(documento=""))
    assert refused(world, MONDAY) == "E-CREDOR"
    world.today = date(2026, 9, 14)
    assert world.run() == ["decidir D+30 carta: 1001"]


def test_a_ladder_that_is_off_does_nothing_and_forgets_nothing(world: World) -> None:
    steps = world.settings
    world.settings = steps._replace(prevention={"regua": {"ligada": False}})
    assert world.plan(MONDAY) == []
    assert world.run() == []
    world.settings, world.today = steps, date(2026, 8, 21)
    assert world.run() == ["ligar D+7 telefone: 1001"]


def test_another_ladder_goes_on_from_where_the_title_stands(world: World) -> None:
    """And which ladder decided stays on record."""
    assert world.run() == [D_PLUS_3]
    words = '{ dias = %d, canal = ["email"], modelo = "amigavel" }'
    text = f"degraus = [{', '.join(words % number for number in (1, 2, 3, 4))}]"
    world.settings = world.settings._replace(prevention={"regua": tomllib.loads(text)})
    world.today = date(2026, 8, 19)
    assert world.run() == ["enviar D+4 email: 1001"]
    assert ask(world.ledger, "SELECT count(DISTINCT policy_id) FROM dunning_run") == [(2,)]


@pytest.mark.parametrize(
    "steps",
    [
        "{ dias = 10, base = 'anterior' }",
        "{ dias = 3 }, { dias = 3 }",
        "{ dias = 7 }, { dias = 3 }",
        "{ dias = 3 }, { dias = 10, base = 'anterior' }, { dias = 3 }",
        "{ dias = 3 }, { dias = 10, base = 'anterior' }, { dias = 1 }",
        "{ dias = 3 }, { dias = 10, base = 'anterior' }, { dias = 10, base = 'anterior' }",
    ],
)
def test_a_ladder_that_could_take_a_step_twice_is_refused(steps: str, tmp_path: Path) -> None:
    """Labels are for life; OCA refuses a first level that counts from the one before (AC-12)."""
    more = steps.replace(" }", ", canal = ['email'], modelo = 'amigavel' }")
    settings = Settings(tmp_path / "x.toml", prevention={"regua": tomllib.loads(f"degraus = [{more}]")})
    with pytest.raises(ConfigError):
        ladder_settings(settings)


def test_a_promise_registered_between_plan_and_run_counts(world: World) -> None:
    assert world.plan(MONDAY) == [D_PLUS_3]
    world.promises("Ana", 100_000, date(2026, 8, 28))
    assert world.run() == []


def test_a_payment_registered_between_plan_and_run_counts(world: World) -> None:
    assert world.plan(MONDAY) == [D_PLUS_3]
    world.pays("Ana", 100_000, ("1001",))
    with pytest.raises(DataError):
        run_ladder(*world.at, FRIDAY)
    assert world.run() == []

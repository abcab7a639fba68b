"""A year of a business with its faults: what `simulation` plays, by seeds kept, and by a new one each time.

Small: 30 days a seed. Large (`COBRANCA_DEMORADO=1`): 20 new seeds of 400 days. A seed that failed is printed
with the command that plays it again, and then stands in `KEPT`.
"""

import time
from collections import Counter
from collections.abc import Callable

import pytest
from tests.durability.harness import LARGE
from tests.durability.simulation import Surroundings, play
from tests.services.test_payment_mutants import no_idempotency, no_transaction, reversals_reach_back

from cobranca_cli.ledger import raw
from cobranca_cli.services import run_ladder

KEPT = (1,)
"""Seeds that failed once, and the first."""
DAYS = 400 if LARGE else 30
NEW = tuple(time.time_ns() // 1000 % 2**32 + number for number in range(20 if LARGE else 1))
Patch = pytest.MonkeyPatch


def test_a_year_adds_up() -> None:
    happened: Counter[str] = Counter()
    for seed in (*KEPT, *NEW):
        happened += play(seed, DAYS)
    deeds = {"sells", "is paid", "takes back", "promises", "agrees", "pauses", "runs"}
    faults = {"power failed", "waited in vain", "disk full"}
    assert (deeds | faults) - happened.keys() == set(), "the years were not eventful"


def late_lock(patch: Patch) -> None:
    """The lock is taken when something is written, and what was read before may have changed."""
    whole = raw.Patient.execute

    def execute(self: raw.Patient, sql: str, *values: object) -> object:
        return whole(self, "BEGIN" if sql == "BEGIN IMMEDIATE" else sql, *values)

    patch.setattr(raw.Patient, "execute", execute)


def half_done(patch: Patch) -> None:
    """Every statement stands by itself, and only what a failure leaves behind tells so."""
    no_transaction(patch)
    patch.setattr(Surroundings, "watch", lambda *_: None)


def steps_forgotten(patch: Patch) -> None:
    """The ladder does not keep what it did: every run of a day does it again."""
    keep = run_ladder.record_action

    def forgets(transaction, run, day, action, moment):  # type: ignore[no-untyped-def]
        return keep(transaction, run, day, action._replace(titles=()), moment)

    patch.setattr(run_ladder, "record_action", forgets)


MUTANTS = (half_done, no_idempotency, reversals_reach_back, late_lock, steps_forgotten)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_year_sees_it(mutant: Callable[[Patch], None], monkeypatch: Patch) -> None:
    mutant(monkeypatch)
    with pytest.raises(AssertionError, match="again: python"):
        for seed in range(1, 6):
            play(seed, 60)


def test_a_seed_plays_the_same_year() -> None:
    assert play(7, 8) == play(7, 8)

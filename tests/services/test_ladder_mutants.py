"""Mistakes that somebody could make in the ladder; the machine sees each of them.

A mutant that survives means that the machine, or the model beside it, has gone blind. Only in the large run
(`COBRANCA_DEMORADO=1`): some minutes.
"""

import os
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.services.ladder_machine import LadderMachine

from cobranca_cli.domain import ladder
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.plan import Window
from cobranca_cli.errors import CobrancaError
from cobranca_cli.ledger.queries import holds
from cobranca_cli.services import plan, run_ladder, stops

Patch = pytest.MonkeyPatch


def claim_not_recorded(patch: Patch) -> None:
    """An action, but no steps taken."""
    new = run_ladder.NewAction
    patch.setattr(run_ladder, "NewAction", lambda *words: new(*words)._replace(titles=[]))


def with_policy(patch: Patch, **changed: object) -> None:
    """The plan by another policy than the owner's."""
    plan_day = plan.plan_day
    patch.setattr(
        plan, "plan_day", lambda cases, policy, *rest: plan_day(cases, policy._replace(**changed), *rest)
    )


def gap_off_by_one(patch: Patch) -> None:
    with_policy(patch, gap_days=1)


def three_calls_a_week(patch: Patch) -> None:
    with_policy(patch, weekly_calls=3)


def on_weekends(patch: Patch) -> None:
    with_policy(patch, window=Window(frozenset(range(7))))


def forward_instead_of_back(patch: Patch) -> None:
    """A step before the due date that falls on a Sunday comes on Monday."""
    patch.setattr(BusinessCalendar, "previous_business_day", BusinessCalendar.next_business_day)


def lower_after_higher(patch: Patch) -> None:
    """Only the very step that was taken counts as taken."""
    patch.setattr(ladder, "_highest_taken", lambda *_: (-1, 0))


def promise_ends_a_day_early(patch: Patch) -> None:
    """On the promised day, not on the business day after it."""
    patch.setattr(stops, "holds_until", lambda promise, _: promise.day)


def pause_ends_a_day_early(patch: Patch) -> None:
    holds_on = holds.holds_on
    patch.setattr(
        stops, "holds_on", lambda connection, day: [h for h in holds_on(connection, day) if h.until != day]
    )


def twice_a_day(patch: Patch) -> None:
    """What was done today does not count until tomorrow."""
    patch.setattr(plan, "acted_on", lambda *_: {})


def steps_of_later_days(patch: Patch) -> None:
    """The plan of a day gone by knows the steps taken since."""
    steps_taken = plan.steps_taken
    patch.setattr(
        plan, "steps_taken", lambda connection, titles, _: steps_taken(connection, titles, date(9999, 1, 1))
    )


def contacts_of_later_days(patch: Patch) -> None:
    """The plan of a day gone by knows what was sent and said since."""
    touches_on = plan.touches_on
    patch.setattr(plan, "touches_on", lambda connection, _: touches_on(connection, date(9999, 1, 1)))


MUTANTS: list[Callable[[Patch], None]] = [
    claim_not_recorded,
    gap_off_by_one,
    three_calls_a_week,
    on_weekends,
    forward_instead_of_back,
    lower_after_higher,
    promise_ends_a_day_early,
    pause_ends_a_day_early,
    twice_a_day,
    steps_of_later_days,
    contacts_of_later_days,
]


@pytest.mark.skipif(not os.environ.get("COBRANCA_DEMORADO"), reason="minutos; COBRANCA_DEMORADO=1")
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_machine_sees_it(mutant: Callable[[Patch], None], monkeypatch: Patch) -> None:
    mutant(monkeypatch)
    with pytest.raises((AssertionError, CobrancaError)):
        run_state_machine_as_test(
            LadderMachine,
            settings=settings(
                max_examples=150,
                stateful_step_count=50,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )

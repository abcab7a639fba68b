"""Mistakes that somebody could make in the bookkeeping of payments; the stateful test sees each of them.

The first five are those of the reliability plan. A mutant that survives means that the machine, or the model
beside it, has gone blind.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_DOWN
from sqlite3 import IntegrityError

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.services.payment_machine import PaymentMachine
from tests.services.power import Power

from cobranca_cli.domain import allocation, money, posting
from cobranca_cli.domain.account import Account, Entry, Movement, Parts
from cobranca_cli.domain.allocation import Claim, Share
from cobranca_cli.ledger import posting as ledger_posting
from cobranca_cli.services import payments

Patch = pytest.MonkeyPatch


def no_idempotency(patch: Patch) -> None:
    """A key is neither looked up nor kept: the same payment again is another payment."""
    draft = payments.Draft
    patch.setattr(payments, "payment_by_key", lambda *_: None)
    patch.setattr(payments, "Draft", lambda *words, **named: draft(*words, **named)._replace(key=None))


def over_allocation(patch: Patch) -> None:
    """Each invoice takes all that it needs, whatever the ones before it took."""
    patch.setattr(allocation, "_among", lambda _, group: [claim.to_settle for claim in group])


def leak_of_a_cent(patch: Patch) -> None:
    """A payment over several invoices loses a cent on its way to the last."""
    whole = posting.allocate

    def allocate(amount: int, groups: Sequence[Sequence[Claim]], mode: str) -> tuple[list[Share], int]:
        shares, left = whole(amount, groups, mode)
        if len({share.title for share in shares}) > 1 and shares[-1].parts.principal:
            last = shares.pop()
            shares.append(last._replace(parts=last.parts.minus(Parts(principal=1))))
        return shares, left

    patch.setattr(posting, "allocate", allocate)


def floor_rounding(patch: Patch) -> None:
    """A fraction of a cent is always cut off."""
    for rounding in money.Rounding:
        patch.setitem(money._MODES, rounding, ROUND_DOWN)


def no_transaction(patch: Patch) -> None:
    """Every statement stands by itself."""
    patch.setattr(Power, "deaf_to", frozenset({"BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"}))


def reversal_by_itself(patch: Patch) -> None:
    """What was reversed is taken back; what came after it stays where it was."""

    def undo(
        account: Account, net: Sequence[Entry], movements: Sequence[Movement], first: Movement, day: date
    ) -> list[Entry]:
        undone = {movement.id for movement in movements if movement.reversed_on == day}
        return [
            each._replace(booked_on=day, parts=posting.NOTHING.minus(each.parts))
            for each in net
            if each.movement in undone
        ]

    patch.setattr(posting, "_undo", undo)


def late_word_counts_last(patch: Patch) -> None:
    """A payment told late is posted after those of later days."""

    def write(*words: object) -> ledger_posting.Posted:
        transaction, mine, movement, recorded_at = words
        mine.movements.append(movement)
        net = posting.net_of(mine.entries)
        credit = posting.credit_before(movement, mine.movements, net, movement.day)
        entries = posting.post(mine.account, net, movement, credit)
        ledger_posting._insert(transaction, mine, entries, recorded_at)
        return ledger_posting.Posted(tuple(entries), frozenset())

    from cobranca_cli.services import accounts

    patch.setattr(accounts, "write_movement", write)


def reversals_reach_back(patch: Patch) -> None:
    """A reversal changes what was reported before its day."""
    write = ledger_posting._insert

    def insert(transaction, mine, entries, recorded_at) -> None:
        write(transaction, mine, [each._replace(booked_on=each.value_on) for each in entries], recorded_at)

    patch.setattr(ledger_posting, "_insert", insert)


MUTANTS: list[Callable[[Patch], None]] = [
    no_idempotency,
    over_allocation,
    leak_of_a_cent,
    floor_rounding,
    no_transaction,
    reversal_by_itself,
    late_word_counts_last,
    reversals_reach_back,
]


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_machine_sees_it(mutant: Callable[[Patch], None], monkeypatch: Patch) -> None:
    mutant(monkeypatch)
    with pytest.raises((AssertionError, IntegrityError)):
        run_state_machine_as_test(
            PaymentMachine,
            settings=settings(
                max_examples=300,
                stateful_step_count=30,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )

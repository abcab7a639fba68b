"""Mistakes that somebody could make in the bookkeeping of agreements; the stateful test sees each of them.

As in `test_payment_mutants`: one that survives means that the machine, or its model, has gone blind.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from sqlite3 import IntegrityError

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.services.agreement_machine import AgreementMachine
from tests.services.agreement_strategies import Wanted
from tests.services.payment_policy import Policy
from tests.services.payment_strategies import NewBill

from cobranca_cli.domain import agreed_posting, breach, early
from cobranca_cli.domain.account import COMPONENTS, NOTHING, Account, Movement, Parts
from cobranca_cli.domain.agreed_posting import EntriesOf, Revived
from cobranca_cli.domain.agreement import Deal
from cobranca_cli.domain.allocation import Share, split, take
from cobranca_cli.domain.suspension import CLOSED
from cobranca_cli.ledger import posting as ledger_posting
from cobranca_cli.services import agreement_break, movement_reversals

Patch = pytest.MonkeyPatch
LARGE = bool(os.environ.get("COBRANCA_DEMORADO"))


def nothing_is_passed_on(patch: Patch) -> None:
    """The money of instalments stays with the instalments."""
    patch.setattr(agreed_posting, "passed_on", lambda *_: [])


def passed_on_beyond_the_debt(patch: Patch) -> None:
    """All the money is passed on, also what is interest of the agreement."""

    def taken(amount: int, owed: Parts, order: Sequence[str]) -> Parts:
        found = take(amount, owed, order)
        return found._replace(principal=found.principal + amount - found.total)

    def revived(account: Account, entries_of: EntriesOf, title: int, day: object) -> Revived:
        found = whole(account, entries_of, title, day)
        more = found.standing.open._replace(principal=10**9)
        return found._replace(standing=found.standing._replace(open=more))

    whole, credited = agreed_posting.revived, agreed_posting._credited

    def credit(*words: object) -> list[Share]:
        with pytest.MonkeyPatch.context() as inside:
            inside.setattr(agreed_posting, "revived", revived)
            return credited(*words)

    patch.setattr(agreed_posting, "take", taken)
    patch.setattr(agreed_posting, "_credited", credit)


def what_one_cannot_take_is_lost(patch: Patch) -> None:
    """What is beyond one title is not given to the others."""
    whole = agreed_posting.split

    def some(amount: int, weights: Sequence[int]) -> list[int]:
        return [0] * len(weights)

    patch.setattr(
        agreed_posting, "_wanted", lambda deal, cents: whole(cents, [w.total for w in deal.weights])
    )
    patch.setattr(agreed_posting, "split", some)


def all_titles_weigh_the_same(patch: Patch) -> None:
    """Money is passed on in equal parts."""
    patch.setattr(agreed_posting, "_wanted", lambda deal, cents: split(cents, [1] * len(deal.weights)))


def principal_is_passed_on_first(patch: Patch) -> None:
    """CC art. 354 the other way round."""
    patch.setattr(agreed_posting, "take", lambda amount, owed, _: take(amount, owed, COMPONENTS[::-1]))


def _breach_without(patch: Patch, unwanted: Callable[[Share], bool]) -> None:
    whole = agreed_posting.broken

    def broken(account: Account, entries_of: EntriesOf, movement: Movement) -> list[Share]:
        return [each for each in whole(account, entries_of, movement) if not unwanted(each)]

    patch.setattr(agreed_posting, "broken", broken)


def instalments_outlive_the_breach(patch: Patch) -> None:
    """A breach does not close them."""
    _breach_without(patch, lambda share: share.kind == CLOSED)


def a_breach_forgets_what_was_paid(patch: Patch) -> None:
    """The titles come back as they were signed."""
    whole = breach.outcomes

    def outcomes(deal: Deal, *words: object) -> dict[str, breach.Outcome]:
        return whole(deal, *words) | {"original": breach.Outcome("original", deal.weights)}

    patch.setattr(agreed_posting, "outcomes", outcomes)


def interest_to_come_is_owed(patch: Patch) -> None:
    """A breach lets off nothing of it."""
    patch.setattr(breach, "_earned", lambda each: each.owed)


def all_of_the_discount_is_lost(patch: Patch) -> None:
    """Whatever was paid."""
    patch.setattr(breach, "_lost", lambda deal, _: deal.discount)


def more_principal_than_was_issued(patch: Patch) -> None:
    """What a clause puts back is all principal that was principal of an instalment."""
    patch.setattr(breach, "_within", lambda parts, _: list(parts))


def settled_early_at_the_full_price(patch: Patch) -> None:
    """The interest to come is quoted as let off, and is not."""
    patch.setattr(agreed_posting, "early_relief", lambda *_: {})


def a_month_is_a_month(patch: Patch) -> None:
    """The days of the current month earn all of its interest."""
    patch.setattr(early, "MONTH_DAYS", 1)


def nothing_is_taken_up_again(patch: Patch) -> None:
    """That a breach does not count any more is written down, and changes nothing."""
    nothing = ledger_posting.Posted((), frozenset())
    whole = movement_reversals.write_reversal

    def write(*words: object) -> ledger_posting.Posted:
        return nothing if words[2].kind == "rompimento" else whole(*words)  # type: ignore[attr-defined]

    patch.setattr(movement_reversals, "write_reversal", write)


def instalments_outlive_the_agreement(patch: Patch) -> None:
    """What is cancelled leaves its instalments behind."""
    patch.setattr(agreement_break, "_cancel_instalment", lambda *_: None)


def suspended_only_in_principal(patch: Patch) -> None:
    """The charges of a title in an agreement go on being owed."""
    from cobranca_cli.domain import posting

    whole = posting._entries

    def entries(movement: Movement, shares: Iterable[Share]) -> list:
        if movement.kind == "acordo":
            shares = [s._replace(parts=NOTHING._replace(principal=s.parts.principal)) for s in shares]
        return whole(movement, shares)

    patch.setattr(posting, "_entries", entries)


Story = Callable[[AgreementMachine], Iterator[None]]
"""What happens, step by step; after each the ledger is compared with the model."""

PRICE_20 = Wanted(
    many=3, days=30, system="price", rate="20", charges_off="50", principal_off="0", share=0, entry_days=0,
    entry_paid=False, clause="original",
)  # fmt: skip
BILLS = [NewBill("Ana", -30, 100_000, None, None), NewBill("Ana", -7, 40_000, None, None)]


def _pay(machine: AgreementMachine, *picks: int, how: str = "all", percent: int = 50) -> None:
    machine.pay_instalments(
        pick=0, picks=[*picks], odd=False, back=0, percent=percent, capital=False, keyed=False, how=how
    )


def _begin(machine: AgreementMachine, wanted: Wanted = PRICE_20, bills: list[NewBill] = BILLS) -> None:
    machine.begin(policy=Policy(), bills=bills, wanted=wanted, later=False)


def _broken(clause: str) -> Story:
    def story(machine: AgreementMachine) -> Iterator[None]:
        yield _begin(machine)
        yield machine.days_pass(days=31)
        yield _pay(machine, 0)
        yield machine.days_pass(days=15)
        yield machine.break_up(pick=0, clause=clause, own=False, odd=False)

    return story


def broken_at_once(machine: AgreementMachine) -> Iterator[None]:
    yield _begin(machine, PRICE_20._replace(charges_off="0"), BILLS[:1])
    yield machine.break_up(pick=0, clause="parcelas", own=False, odd=False)
    yield machine.days_pass(days=2)
    yield machine.go_on(pick=0, mistaken=False, odd=False)


def settled(machine: AgreementMachine) -> Iterator[None]:
    yield _begin(machine)
    yield machine.days_pass(days=15)
    yield machine.settle_early(pick=0, some=[], odd=False, back=0)


def paid_to_the_end(machine: AgreementMachine) -> Iterator[None]:
    yield _begin(machine)
    yield _pay(machine, 0, 1, 2)


def paid_before_it_was_signed(machine: AgreementMachine) -> Iterator[None]:
    """Most of one title, and that is told after the signing."""
    yield machine.begin(policy=Policy(), bills=BILLS, wanted=PRICE_20, later=True)
    yield machine.days_pass(days=7)
    yield machine.sign(who="Ana", picks=[0, 1], wanted=PRICE_20, odd=False)
    yield machine.pay("Ana", [0], odd=False, back=3, percent=90, capital=False, how="part", keyed=False)
    yield _pay(machine, 0, 1)


def undone(machine: AgreementMachine) -> Iterator[None]:
    yield _begin(machine)
    yield machine.days_pass(days=2)
    yield machine.undo(pick=0, back=0, odd=False)


MUTANTS: dict[Callable[[Patch], None], Story] = {
    nothing_is_passed_on: paid_to_the_end,
    passed_on_beyond_the_debt: paid_to_the_end,
    what_one_cannot_take_is_lost: paid_before_it_was_signed,
    all_titles_weigh_the_same: _broken("original"),
    principal_is_passed_on_first: _broken("original"),
    instalments_outlive_the_breach: _broken("original"),
    a_breach_forgets_what_was_paid: _broken("original"),
    interest_to_come_is_owed: _broken("parcelas"),
    all_of_the_discount_is_lost: _broken("proporcional"),
    more_principal_than_was_issued: broken_at_once,
    settled_early_at_the_full_price: settled,
    a_month_is_a_month: settled,
    nothing_is_taken_up_again: broken_at_once,
    instalments_outlive_the_agreement: undone,
    suspended_only_in_principal: undone,
}
"""And a story that shows it; the large run has the machine find one."""


def live(story: Story) -> None:
    machine = AgreementMachine()
    try:
        for _ in story(machine):
            machine.agree()
    finally:
        machine.teardown()


@pytest.mark.parametrize("story", [*dict.fromkeys(MUTANTS.values())])
def test_the_stories_hold_without_a_mutant(story: Story) -> None:
    live(story)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_story_shows_it(mutant: Callable[[Patch], None], monkeypatch: Patch) -> None:
    mutant(monkeypatch)
    with pytest.raises((AssertionError, IntegrityError)):
        live(MUTANTS[mutant])


@pytest.mark.skipif(not LARGE, reason="the large run: COBRANCA_DEMORADO=1")
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_machine_sees_it(mutant: Callable[[Patch], None], monkeypatch: Patch) -> None:
    mutant(monkeypatch)
    with pytest.raises((AssertionError, IntegrityError)):
        run_state_machine_as_test(
            AgreementMachine,
            settings=settings(
                max_examples=400,
                stateful_step_count=20,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )

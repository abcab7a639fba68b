"""Whether to sell on credit: the checks of an order, each with what is lacking, and what they add up to.

A pure function of the case, the rule and the day. What a customer would pay for at once may not be refused
to him for nothing (CDC art. 39 IX), so the checks of credit end in a sale for cash; refused is who is stopped
by law or for good, and what the owner's policy refuses. Test S04; order of the checks: issue 6.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from cobranca_cli.brformat import currency_br

from .credit_limits import (
    AGREED,
    COMPONENT_WORDS,
    OPEN,
    OVERDUE,
    TOTAL,
    Excess,
    Exposure,
    Guarantee,
    Limits,
    exceeded,
    raised_by,
)
from .holds import FOR_GOOD
from .money import Rounding, round_cents
from .plan import Stop
from .rates import rate_br
from .scorecard import Grade, Scored

APPROVE, SECURED, CASH, REFUSE = "aprovar", "garantia", "a-vista", "recusar"
VERDICTS = (APPROVE, SECURED, CASH, REFUSE)
"""On credit; on credit with a guarantee or a down payment; for cash only; not at all. The mildest first."""

STOPS = (*FOR_GOOD, "juizo")
"""What can stop credit for good: the kinds of holds, and a title in court."""

STOPPED, STEP, GRADE, ENTRY = "parado", "degrau", "classe", "entrada"
CHECKS = (STOPPED, STEP, OVERDUE, AGREED, GRADE, TOTAL, OPEN, ENTRY)
"""The codes of what can fail, in the order in which it is told."""

_STEP = re.compile(r"D([+-]\d{1,4}|0)", re.ASCII)


class DecisionRule(NamedTuple):
    """The owner's blocks.

    Attributes:
        block_step: nothing more on credit when a title has come to this step of the ladder or beyond, such as
            `D+15`; empty never blocks.
        block_verdict: what a block by step or by what is overdue ends in, CASH or REFUSE.
        refused: the kinds of STOPS that refuse; the others leave cash.
    """

    block_step: str
    block_verdict: str
    refused: frozenset[str]


class Case(NamedTuple):
    """What is decided about.

    Attributes:
        grade: the class of the score, with what the policy asks of it.
        order: cents of the order; None asks how he stands. An order of 0 exceeds no limit.
        guarantees: of the customer, in force or not.
        steps: the labels of the ladder's steps that his open titles have come to or taken.
        stops: what stops him for good or by law.
    """

    scored: Scored
    grade: Grade
    limits: Limits
    exposure: Exposure
    order: int | None = None
    guarantees: tuple[Guarantee, ...] = ()
    steps: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()


class Failed(NamedTuple):
    """A check that failed: one of CHECKS, words, the verdict it leads to by itself, and the cents lacking: to
    be paid, let off the order or secured; None where no amount would mend it.
    """

    code: str
    words: str
    verdict: str
    lacking: int | None = None


class Decision(NamedTuple):
    """A verdict with its reasons.

    Attributes:
        failed: the gravest first.
        lacking: of SECURED, the cents of guarantee or down payment with which it is approved; else 0.
        available: cents that may still be sold on credit before the order, guarantees with them; None is
            without a limit.
        guaranteed: cents of the guarantees in force.
        reasons: why, in order; of an approval too.
    """

    verdict: str
    failed: tuple[Failed, ...]
    lacking: int
    available: int | None
    guaranteed: int
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        """What to do, in one phrase."""
        if self.verdict == SECURED and self.lacking:
            return f"vender a prazo com entrada ou garantia de {currency_br(self.lacking)}"
        return _VERDICT_WORDS[self.verdict]


_VERDICT_WORDS = {
    APPROVE: "vender a prazo",
    SECURED: "vender a prazo com entrada ou garantia",
    CASH: "vender só à vista",
    REFUSE: "não vender",
}


def decide(case: Case, rule: DecisionRule, as_of: date) -> Decision:
    """The decision about an order on a day, or, without one, about selling on credit at all."""
    guaranteed = sum(each.amount for each in case.guarantees if each.on(as_of))
    limit = case.limits.total.amount
    more = raised_by(case.limits.total, guaranteed)
    available = None if limit is None else limit + more - case.exposure.total
    failed = sorted(
        (
            *_stopped(case.stops, rule),
            *_blocked(case, rule),
            *_graded(case),
            *_limited(case, guaranteed, available),
            *_entry(case, guaranteed),
        ),
        key=lambda each: (-VERDICTS.index(each.verdict), CHECKS.index(each.code)),
    )
    verdict = failed[0].verdict if failed else APPROVE
    lacking = max((each.lacking or 0 for each in failed), default=0) if verdict == SECURED else 0
    reasons = tuple(each.words for each in failed) or (_fits(case, available, guaranteed),)
    return Decision(verdict, tuple(failed), lacking, available, guaranteed, reasons)


def _stopped(stops: Iterable[Stop], rule: DecisionRule) -> Iterable[Failed]:
    """What holds the ladder for a time only, such as a promise, says nothing here."""
    for each in stops:
        if each.kind in STOPS:
            yield Failed(STOPPED, each.words, REFUSE if each.kind in rule.refused else CASH)


def _blocked(case: Case, rule: DecisionRule) -> Iterable[Failed]:
    """The highest step, when it is at the blocking one or beyond; steps not counted from the due date do not
    compare with it.
    """
    block = _days(rule.block_step)
    reached = [(days, step) for step in case.steps if (days := _days(step)) is not None]
    if block is not None and reached and max(reached)[0] >= block:
        label = max(reached)[1]
        late = f": tem {currency_br(case.exposure.overdue)} em atraso" if case.exposure.overdue else ""
        words = (
            f"a cobrança chegou ao degrau {label}, e a partir de {rule.block_step} não se vende a prazo{late}"
        )
        yield Failed(STEP, words, rule.block_verdict, case.exposure.overdue or None)
    for excess in exceeded(case.limits, case.exposure, None):
        if excess.limit.component == OVERDUE:
            yield _excess(excess, rule.block_verdict, "tem")
        elif excess.limit.component == AGREED:
            yield _excess(excess, CASH, "tem")


def _graded(case: Case) -> Iterable[Failed]:
    if not case.grade.factor:
        words = f"classe {case.grade.letter}, com {case.scored.total} pontos: só à vista"
        yield Failed(GRADE, words, CASH)


def _limited(case: Case, guaranteed: int, available: int | None) -> Iterable[Failed]:
    """The limits that an order adds to. What is lacking to one may be secured or paid down, unless that would
    be the whole order: then it is a sale for cash.
    """
    order = case.order
    for excess in exceeded(case.limits, case.exposure, order, guaranteed):
        if excess.limit.component in (TOTAL, OPEN):
            secured = order is not None and excess.by < order
            yield _excess(excess, SECURED if secured else CASH, "com o pedido, deve" if order else "deve")
    if order is None and available == 0:
        amount, told = case.limits.total.amount, case.limits.total.words
        words = f"o limite de {currency_br(amount)} está todo usado" if amount else "não tem limite a prazo"
        yield Failed(TOTAL, f"{words} ({told})" if told else words, CASH, 0)


def _excess(excess: Excess, verdict: str, owes: str) -> Failed:
    limit = excess.limit
    more = excess.allowed - (limit.amount or 0)
    allowed = currency_br(limit.amount or 0) + (f", mais {currency_br(more)} de garantia" if more else "")
    words = (
        f"{owes} {currency_br(excess.owed)}, e o limite {COMPONENT_WORDS[limit.component]} é de {allowed}:"
        f" passa {currency_br(excess.by)}"
    )
    return Failed(limit.component, f"{words} ({limit.words})" if limit.words else words, verdict, excess.by)


def _entry(case: Case, guaranteed: int) -> Iterable[Failed]:
    """The down payment that the class asks for; what guarantees secure of the order counts towards it."""
    asked = case.grade.entry
    if not asked or not case.grade.factor:
        return
    limit = case.limits.total.amount
    spare = guaranteed if limit is None else max(0, guaranteed - max(0, case.exposure.total - limit))
    share = f"{rate_br(asked)} do pedido"
    if case.order is None:
        if not spare:
            yield Failed(ENTRY, f"classe {case.grade.letter}: pede entrada de {share}, ou garantia", SECURED)
        return
    entry = round_cents(case.order * asked / Decimal(100), Rounding.HALF_UP)
    if entry > spare:
        covered = f", e a garantia livre é de {currency_br(spare)}" if spare else ""
        words = (
            f"classe {case.grade.letter}: pede entrada de {share}, {currency_br(entry)}, ou garantia{covered}"
        )
        yield Failed(ENTRY, words, SECURED, entry - spare)


def _fits(case: Case, available: int | None, guaranteed: int) -> str:
    """Why an order is approved."""
    grade = f"classe {case.grade.letter}, com {case.scored.total} pontos"
    if available is None:
        return f"{grade}; sem limite total"
    secured = f", com {currency_br(guaranteed)} de garantia" if guaranteed else ""
    if case.order:
        left = currency_br(available - case.order)
        return f"{grade}; o pedido cabe no limite{secured}, e sobram {left}"
    return f"{grade}; pode comprar mais {currency_br(max(0, available))} a prazo{secured}"


def _days(label: str) -> int | None:
    match = _STEP.fullmatch(label)
    return int(match[1]) if match else None

"""A credit evaluation from its facts to its decision: what is known of a customer, and what follows from it.

A pure function of what is known and the policy, so that a decision that was kept can be made again, and
another policy be tried on the same facts.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .credit_decision import Case, Decision, DecisionRule, decide
from .credit_facts import Fact, Facts, Share
from .credit_limits import (
    METHOD_WORDS,
    TOTAL,
    Capacity,
    Computed,
    Exposure,
    Guarantee,
    LimitRule,
    Limits,
    Manual,
    Method,
    Title,
    computed_limit,
    exposure_of,
    in_force,
    limits_on,
    methods,
)
from .plan import Stop
from .scorecard import Card, Grade, Scored, score

_UNWEIGHED = Grade("A", 0, Decimal(1))


class Known(NamedTuple):
    """All that a decision is made from, as of a day.

    Attributes:
        facts: without the use of the limit, which follows from the others.
        titles: what he has open.
        manuals: the limits set by hand, in the order in which they were recorded.
        steps: the labels of the ladder's steps that his open titles have come to or taken.
        stops: what stops him for good.
    """

    as_of: date
    facts: Facts
    capacity: Capacity
    titles: tuple[Title, ...] = ()
    manuals: tuple[Manual, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    steps: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()


class Policy(NamedTuple):
    """The owner's rules of credit."""

    card: Card
    limits: LimitRule
    decision: DecisionRule


class Evaluated(NamedTuple):
    """What follows: the score, the limits with their methods, the exposure, the decision."""

    scored: Scored
    grade: Grade
    methods: tuple[Method, ...]
    computed: Computed
    limits: Limits
    exposure: Exposure
    order: int | None
    decision: Decision


def evaluate(known: Known, policy: Policy, order: int | None = None) -> Evaluated:
    """The evaluation of an order in cents, or, without one, of how the customer stands."""
    day = known.as_of
    found = methods(known.capacity, policy.limits)
    exposure = exposure_of(known.titles, policy.limits.margin_days, day)
    scored = score(known.facts._replace(use=_use(known, policy, found, exposure)), policy.card, day)
    grade = policy.card.grade(scored.grade)
    computed = computed_limit(found, grade, policy.limits)
    limits = limits_on(computed, known.manuals, policy.limits, day)
    # The step of a trivial sum blocks as little as the sum itself.
    steps = known.steps if exposure.overdue > policy.limits.tolerated else ()
    case = Case(scored, grade, limits, exposure, order, known.guarantees, steps, known.stops)
    decision = decide(case, policy.decision, day)
    return Evaluated(scored, grade, found, computed, limits, exposure, order, decision)


def _use(known: Known, policy: Policy, found: tuple[Method, ...], exposure: Exposure) -> Fact[Share] | None:
    """What he owes of the limit that he has before the factor of his class.

    With the factor in it the limit would depend on the score and the score on the limit.
    """
    manual = in_force(known.manuals, TOTAL, known.as_of)
    if manual and manual.amount is not None:
        return Fact(Share(exposure.total, manual.amount), "limite definido à mão", manual.since)
    computed = computed_limit(found, _UNWEIGHED, policy.limits)
    if not computed.amount:
        return None
    source = "limite inicial da política"
    if computed.method:
        source = f"limite calculado {METHOD_WORDS[computed.method]}"
    return Fact(Share(exposure.total, computed.amount), source, known.as_of)

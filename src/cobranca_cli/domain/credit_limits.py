"""How much credit a customer has: four methods, a limit set by hand, and limits of parts of the exposure.

Domain rule 7 (market practice, test S03) and, for limits by component, the semantics of OCA's
account_financial_risk and Tryton's account_credit_limit (AC-30 to AC-32): no limit is not a limit of zero.
Amounts are cents; every number comes with its working in words.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from cobranca_cli.brformat import counted, currency_br, date_br

from .credit_facts import Fact
from .money import Rounding, round_cents
from .rates import rate_br
from .scorecard import Grade

TOTAL, OPEN, OVERDUE, AGREED = "total", "aberto", "vencido", "acordo"
COMPONENTS = (TOTAL, OPEN, OVERDUE, AGREED)
"""Of what exposure a limit is: all of it, what is to come, what is overdue, what agreements hold."""

COMPONENT_WORDS = {
    TOTAL: "total",
    OPEN: "do que está a vencer",
    OVERDUE: "do que está vencido",
    AGREED: "do que está em acordo",
}

PURCHASES, REVENUE, BEST, CONCENTRATION = "compras", "faturamento", "historico", "concentracao"

METHOD_WORDS = {
    PURCHASES: "pelas compras",
    REVENUE: "pelo faturamento",
    BEST: "pelo que já pagou em dia",
    CONCENTRATION: "pela concentração",
}

NO_DATA, UNUSED = "sem dados", "não usado nesta política"

_HUNDRED = Decimal(100)
_MONTH = Decimal(30)


class Capacity(NamedTuple):
    """What the methods reckon with; cents. What is not known is None and never zero.

    Attributes:
        purchases: what he buys in a month, on average.
        term: the days of credit that he is used to; without it the policy's.
        revenue: his revenue a month.
        best: the most that he has ever owed and paid on time.
        portfolio: all receivables that are open, of all customers.
        customers: how many owe them; None of what was kept before it was counted.
    """

    purchases: Fact[int] | None = None
    term: Fact[int] | None = None
    revenue: Fact[int] | None = None
    best: Fact[int] | None = None
    portfolio: Fact[int] | None = None
    customers: int | None = None


class LimitRule(NamedTuple):
    """The owner's methods; a factor or a share of zero is a method that he does not use.

    Attributes:
        purchase_factor: times the purchases of `term_days` and `cushion_days`.
        revenue_share: percent of the revenue of a month.
        best_factor: times the best exposure paid on time.
        concentration: percent of all receivables that one customer may owe.
        initial: cents, for a customer of whom no method knows anything; 0 is cash only.
        tolerated: cents that may be overdue before nothing more is sold on credit.
        margin_days: so many days after the due date what is open counts as overdue.
        spread: the concentration counts only where so many customers, or more, owe something: among fewer
            nobody can keep to it.
    """

    purchase_factor: Decimal
    term_days: int
    cushion_days: int
    revenue_share: Decimal
    best_factor: Decimal
    concentration: Decimal
    initial: int
    tolerated: int
    margin_days: int
    spread: int = 0


class Method(NamedTuple):
    """What one method allows: cents, or None, and its formula or why there is no number."""

    code: str
    amount: int | None
    words: str
    source: str = ""
    day: date | None = None


class Computed(NamedTuple):
    """The limit that the policy gives.

    Attributes:
        base: the least of the methods, before the factor of the class; None when none knows anything.
        method: the code of the method that decided, empty when none did.
        words: the working.
    """

    amount: int
    base: int | None
    method: str
    words: str


class Manual(NamedTuple):
    """A limit set by hand, both days inclusive; without an amount, it takes away those set before it."""

    component: str
    amount: int | None
    since: date
    expires: date | None
    reason: str
    author: str = ""

    def on(self, day: date) -> bool:
        """Whether it is in force on a day, if nothing was set after it."""
        return self.since <= day and (self.expires is None or day <= self.expires)


class Limit(NamedTuple):
    """A limit in force: cents, or None for no limit, with its words; `manual` when it was set by hand."""

    component: str
    amount: int | None
    words: str = ""
    manual: Manual | None = None


class Limits(NamedTuple):
    """What a customer may owe, in all and by component; each fails by its own."""

    total: Limit
    open: Limit = Limit(OPEN, None)
    overdue: Limit = Limit(OVERDUE, None)
    agreed: Limit = Limit(AGREED, None)


class Title(NamedTuple):
    """An open title: effective due date, cents that are owed, and whether it is an agreement's instalment."""

    due: date
    cents: int
    agreed: bool = False


class Exposure(NamedTuple):
    """What a customer owes, in cents: to come and overdue make the total; `agreed` is the part of either that
    instalments of agreements are.
    """

    open: int = 0
    overdue: int = 0
    agreed: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.open + self.overdue


class Guarantee(NamedTuple):
    """What secures a customer's debts, in cents; both days inclusive, `expires` the earlier of its own last
    day and that before it was ended.
    """

    what: str
    amount: int
    since: date
    expires: date | None = None

    def on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.expires is None or day <= self.expires)


class Excess(NamedTuple):
    """A limit that does not hold: what is allowed, guarantees with it, what would be owed, and by how much
    more, in cents.
    """

    limit: Limit
    allowed: int
    owed: int

    @property
    def by(self) -> int:
        """What is too much."""
        return self.owed - self.allowed


def exposure_of(titles: Iterable[Title], margin_days: int, as_of: date) -> Exposure:
    """What open titles come to on a day; one is overdue when it is more than the margin late (AC-32)."""
    to_come = overdue = agreed = 0
    since = as_of - timedelta(days=margin_days)
    for title in titles:
        if title.due < since:
            overdue += title.cents
        else:
            to_come += title.cents
        agreed += title.cents if title.agreed else 0
    return Exposure(to_come, overdue, agreed)


def methods(capacity: Capacity, rule: LimitRule) -> tuple[Method, ...]:
    """What each of the four methods allows (S03), in their order; amounts rounded half up."""
    term = capacity.term.value if capacity.term else rule.term_days
    days = term + rule.cushion_days
    bought = f"por mês × ({term} + {rule.cushion_days}) ÷ 30 dias × {_factor_br(rule.purchase_factor)}"
    return (
        _method(PURCHASES, capacity.purchases, rule.purchase_factor * days, _MONTH, bought),
        _method(
            REVENUE,
            capacity.revenue,
            rule.revenue_share,
            _HUNDRED,
            f"por mês × {rate_br(rule.revenue_share)}",
        ),
        _method(BEST, capacity.best, rule.best_factor, Decimal(1), f"× {_factor_br(rule.best_factor)}"),
        _concentration(capacity, rule),
    )


def _concentration(capacity: Capacity, rule: LimitRule) -> Method:
    owing = capacity.customers
    if rule.concentration and owing is not None and owing < rule.spread:
        few = counted(owing, "cliente deve", "clientes devem")
        return Method(CONCENTRATION, None, f"só {few} algo, e ela vale a partir de {rule.spread}")
    share = f"× {rate_br(rule.concentration)}"
    return _method(CONCENTRATION, capacity.portfolio, rule.concentration, _HUNDRED, share)


_FACT_WORDS = {
    PURCHASES: "compras de {}",
    REVENUE: "faturamento de {}",
    BEST: "o maior saldo pago em dia, {},",
    CONCENTRATION: "tudo o que se tem a receber, {},",
}


def _method(code: str, fact: Fact[int] | None, times: Decimal, over: Decimal, formula: str) -> Method:
    if not times:
        return Method(code, None, UNUSED)
    if fact is None or fact.value <= 0:
        return Method(code, None, NO_DATA)
    amount = round_cents(fact.value * times / over, Rounding.HALF_UP)
    told = _FACT_WORDS[code].format(currency_br(fact.value))
    return Method(code, amount, f"{told} {formula} = {currency_br(amount)}", fact.source, fact.day)


def computed_limit(found: Sequence[Method], grade: Grade, rule: LimitRule) -> Computed:
    """The least of the methods that know anything, times the factor of the class, rounded half up (S03).

    The concentration caps the others and is no ground for credit by itself: it says something of us, and
    nothing of the customer. Where it is all that is known, the policy's initial limit counts, up to the cap.
    """
    known = [(each.amount, each.code) for each in found if each.amount is not None]
    letter = f"classe {grade.letter}"
    if any(code != CONCENTRATION for _, code in known):
        base, code = min(known, key=lambda pair: pair[0])
        amount = round_cents(base * grade.factor, Rounding.HALF_UP)
        times = f"× {_factor_br(grade.factor)} ({letter})"
        least = f"{currency_br(base)}, o menor dos métodos ({METHOD_WORDS[code]}), {times}"
        return Computed(amount, base, code, least)
    if not grade.factor:
        return Computed(0, None, "", f"{letter}: só à vista")
    amount = min([rule.initial, *(cap for cap, _ in known)])
    return Computed(amount, None, "", "sem dados para calcular: o limite inicial da política")


def in_force(manuals: Sequence[Manual], component: str, as_of: date) -> Manual | None:
    """The limit set by hand that counts on a day; `manuals` in the order in which they were recorded.

    It is the last one begun of those that have not expired: what was set for a season gives way to what was
    set before it. One without an amount takes the others away.
    """
    begun = [each for each in manuals if each.component == component and each.on(as_of)]
    last = max(enumerate(begun), key=lambda pair: (pair[1].since, pair[0]), default=(0, None))[1]
    return last if last and last.amount is not None else None


def limits_on(computed: Computed, manuals: Sequence[Manual], rule: LimitRule, as_of: date) -> Limits:
    """The limits of a day: those set by hand where there are any, else the policy's."""
    policy = {
        TOTAL: Limit(TOTAL, computed.amount, computed.words),
        OVERDUE: Limit(OVERDUE, rule.tolerated, "o atraso tolerável da política"),
    }
    found = []
    for component in COMPONENTS:
        manual = in_force(manuals, component, as_of)
        default = policy.get(component, Limit(component, None))
        by_hand = manual and Limit(component, manual.amount, _manual_words(manual), manual)
        found.append(by_hand or default)
    return Limits(*found)


def exceeded(
    limits: Limits, exposure: Exposure, order: int | None, guaranteed: int = 0
) -> tuple[Excess, ...]:
    """The limits that do not hold with an order, in the order of COMPONENTS; without one, as he stands.

    A limit of None allows everything, one of 0 nothing; an order of zero adds nothing and is always allowed
    (AC-30). Guarantees, in cents, raise what may be owed, in all and to come, not what may be late; see
    `raised_by`.
    """
    if order == 0:
        return ()
    added = order or 0
    owed = (
        (limits.total, exposure.total + added, raised_by(limits.total, guaranteed)),
        (limits.open, exposure.open + added, raised_by(limits.open, guaranteed)),
        (limits.overdue, exposure.overdue, 0),
        (limits.agreed, exposure.agreed, 0),
    )
    found = (
        Excess(limit, limit.amount + more, amount) for limit, amount, more in owed if limit.amount is not None
    )
    return tuple(each for each in found if each.by > 0)


def raised_by(limit: Limit, guaranteed: int) -> int:
    """By how much guarantees raise a limit: not at all where a person has said that it is cash only."""
    return 0 if limit.manual and not limit.amount else guaranteed


def _manual_words(manual: Manual) -> str:
    until = f", até {_br(manual.expires)}" if manual.expires else ""
    by = f" por {manual.author}" if manual.author else ""
    return f"definido à mão{by}, desde {_br(manual.since)}{until}: {manual.reason}"


def _factor_br(factor: Decimal) -> str:
    return rate_br(factor).removesuffix("%")


def _br(day: date) -> str:
    return date_br(day.isoformat())

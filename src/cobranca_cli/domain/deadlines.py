"""How long a title may be collected: limitation, execution, free protest, listing at a bureau.

Every term counts from the nominal due date (domain rules 3.1: the earlier day, which favours the debtor).
Terms in months and years end on the same day number, or on the next day where there is none (CC art. 132
§3). What happened to a title comes as dated facts; the caller leaves out those of a later day.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

LIMITATION_YEARS = 5
"""Liquid debt in an instrument: CC art. 206 §5 I."""
EXECUTION_YEARS = 3
"""Duplicata and nota promissória: CC art. 206 §3 VIII, Lei 5.474/1968 art. 18."""
FREE_PROTEST_YEARS = 1
"""Protest without fees for the creditor: Prov. CNJ 86/2019."""
BUREAU_YEARS = 5
"""CDC art. 43 §1, Súmula STJ 323."""

PROTEST, ACKNOWLEDGEMENT, CITATION = "protesto", "reconhecimento", "citacao"
LAWSUIT, SECURITY, INSOLVENCY, CREDIT_TITLE = "acao", "garantia", "insolvencia", "duplicata"
LISTING, DELIVERY = "negativacao", "entrega"
"""Listed at a bureau; the delivery of goods or service is proved. They move no term of a title."""
INTERRUPTING = (PROTEST, ACKNOWLEDGEMENT, CITATION)
"""What interrupts the limitation (CC art. 202 III, VI, I). A payment by itself is none of them."""
PASSING = (LAWSUIT, SECURITY, INSOLVENCY, LISTING)
"""What can come to an end; what interrupted has interrupted for good, and a title stays what it is."""
FACT_KINDS = (*INTERRUPTING, *PASSING, CREDIT_TITLE, DELIVERY)

PRESCRIBED, IN_TIME, NOT_DUE = "prescrito", "no_prazo", "a_vencer"
WARNINGS = ((30, "prescreve_30"), (90, "prescreve_90"), (180, "prescreve_180"))
"""Days to go, inclusive, and the state of a title that has so many or fewer."""
STATES = (PRESCRIBED, *(state for _, state in WARNINGS), IN_TIME, NOT_DUE)

_ONE_DAY = timedelta(days=1)


class Fact(NamedTuple):
    """Something that happened to a title, one of FACT_KINDS, and the day on which it did."""

    kind: str
    day: date


def add_years(day: date, years: int) -> date:
    """Return the end of a term in years: 2024-02-29 and 5 years give 2029-03-01 (CC art. 132 §3)."""
    return add_months(day, 12 * years)


def add_months(day: date, months: int) -> date:
    """Return the end of a term in months: 2026-08-31 and 6 months give 2027-03-01 (CC art. 132 §3)."""
    months += day.year * 12 + day.month - 1
    try:
        return date(months // 12, months % 12 + 1, day.day)
    except ValueError:
        # A month that lacks a day is never December.
        return date(months // 12, months % 12 + 2, 1)


class Limitation(NamedTuple):
    """When a debt can no longer be claimed.

    Attributes:
        expires: the last day on which it can; from the next day on the title is prescribed.
        executable_until: the last day for the execution of a credit title; None of what is none.
        interrupted_on: the day of the one interruption that moved `expires`.
    """

    expires: date
    executable_until: date | None = None
    interrupted_on: date | None = None

    def prescribed(self, as_of: date) -> bool:
        """Whether the term is over on a day."""
        return as_of > self.expires


def limitation(due: date, facts: Iterable[Fact] = ()) -> Limitation:
    """Return the limitation of a title due on `due`.

    Each term is restarted by the first interruption within it, once (CC art. 202; REsp 1.963.067): a later
    one changes nothing, nor does one after the term has run, nor one on or before the due date.
    """
    facts = tuple(facts)
    acts = sorted(day for kind, day in facts if kind in INTERRUPTING and day > due)
    expires, interrupted_on = _term(due, LIMITATION_YEARS, acts)
    credit_title = any(kind == CREDIT_TITLE for kind, _ in facts)
    executable_until = _term(due, EXECUTION_YEARS, acts)[0] if credit_title else None
    return Limitation(expires, executable_until, interrupted_on)


def _term(due: date, years: int, acts: list[date]) -> tuple[date, date | None]:
    """The last day of a term, and the act that restarted it; `acts` in order of days."""
    last = add_years(due, years)
    if acts and acts[0] <= last:
        return add_years(acts[0], years), acts[0]
    return last, None


def oldest_live_due(as_of: date) -> date:
    """Return the earliest due date that is not prescribed on a day by time alone; all before it are."""
    due = add_years(as_of, -LIMITATION_YEARS)
    # 29 February lives as long as 1 March.
    while add_years(due - _ONE_DAY, LIMITATION_YEARS) >= as_of:
        due -= _ONE_DAY
    return due


def free_protest_until(due: date) -> date:
    """Return the last day on which the protest costs the creditor nothing."""
    return add_years(due, FREE_PROTEST_YEARS)


def bureau_until(due: date) -> date:
    """Return the last day on which the debt may be listed at a bureau.

    The five years begin on the day after the due date (REsp 1.316.117), and no interruption moves them.
    """
    return add_years(due + _ONE_DAY, BUREAU_YEARS) - _ONE_DAY


class Deadlines(NamedTuple):
    """Every date after which something can no longer be done about a title."""

    limitation: Limitation
    free_protest_until: date
    bureau_until: date
    protested: bool = False

    def next_one(self, as_of: date) -> tuple[str, date] | None:
        """Return what lapses next, on `as_of` or later: its name and its last day.

        The protest counts until the title is protested. None when nothing is left.
        """
        terms = [("prescricao", self.limitation.expires), ("negativacao", self.bureau_until)]
        if self.limitation.executable_until:
            terms.append(("execucao", self.limitation.executable_until))
        if not self.protested:
            terms.append(("protesto", self.free_protest_until))
        open_terms = [term for term in terms if term[1] >= as_of]
        if not open_terms or self.limitation.prescribed(as_of):
            return None
        return min(open_terms, key=_day_of_term)

    def state(self, as_of: date, due_effective: date) -> str:
        """Return one of STATES: how the limitation stands; NOT_DUE until the effective due date is over."""
        if self.limitation.prescribed(as_of):
            return PRESCRIBED
        if as_of <= due_effective:
            return NOT_DUE
        days = (self.limitation.expires - as_of).days
        return next((state for most, state in WARNINGS if days <= most), IN_TIME)


def _day_of_term(term: tuple[str, date]) -> date:
    return term[1]


def deadlines(due: date, facts: Iterable[Fact] = ()) -> Deadlines:
    """Return the deadlines of a title due on `due`, with the facts that are known of it."""
    facts = tuple(facts)
    return Deadlines(
        limitation(due, facts),
        free_protest_until(due),
        bureau_until(due),
        protested=any(kind == PROTEST for kind, _ in facts),
    )

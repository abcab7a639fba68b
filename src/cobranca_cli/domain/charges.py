"""What is owed on one title on a day, and how that came to be.

Domain rules 1.2 and 2: the fine is charged once; interest is simple and runs by segments, because what a
payment took off the principal stops accruing on its day; unpaid interest and fine stay as fixed sums, and
nothing accrues on them. Each component of a segment is rounded once. On or before the effective due date
(CC art. 132 §1, Lei 7.089/1983) nothing is charged, and nothing either once the title is prescribed. On days
that a dispute freezes no interest runs, and a fine that would fall on one waits for the first other day.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from typing import NamedTuple

from cobranca_cli.brformat import date_br

from . import correction
from .account import ACCRUAL, NOTHING, Conditions, Entry, Parts, Title
from .caps import most_fixed_fine
from .charge_keys import NO_INDEX
from .discount import discount
from .interest import accrue as accrue_interest
from .money import Rounding, round_cents
from .rates import Month
from .suspension import BROKEN, effective
from .terms import Terms

_ONE = Decimal(1)
_ONE_DAY = timedelta(days=1)
_TEN_DECIMALS = Decimal(1).scaleb(-10)
_HUNDRED = Decimal(100)
_RANKS = {ACCRUAL: 0, "recuperacao": 1, "despesa": 1}
"""Of one movement, first what had accrued, then what opens a debt, then the payment that takes it up."""


class Step(NamedTuple):
    """One line of the working. `amount` is what it adds to the debt, negative when it lowers it.

    A step that an entry makes has the entry and no rule: what it did was decided on its day.
    """

    stage: str
    amount: int
    rule: str = ""
    source: str = ""
    base: int | None = None
    percent: Decimal | None = None
    days: int | None = None
    day: date | None = None
    entry: Entry | None = None


class Standing(NamedTuple):
    """One title on a day.

    Attributes:
        open: what is owed, by component.
        lost: what was written off and not recovered.
        given: principal taken off by kind of entry (`pagamento`, `desconto`, `abatimento`, …).
        accrued_to: the day up to which charges are in `open`; None before any were.
        fined: the fine is in `open` or was dealt with.
        carry: deflation not yet applied because of the floor, as a factor of at most 1.
    """

    title: Title
    open: Parts
    lost: Parts = NOTHING
    given: tuple[tuple[str, int], ...] = ()
    accrued_to: date | None = None
    fined: bool = False
    carry: Decimal = _ONE
    fresh: Parts = NOTHING
    """What of `open` accrued since the last entry."""


class Working(NamedTuple):
    """A title's standing on a day with the steps that lead to it."""

    standing: Standing
    steps: tuple[Step, ...]


def work_out(title: Title, entries: Iterable[Entry], conditions: Conditions, as_of: date) -> Working:
    """What is owed on `as_of` (at its end), from the entries of value up to that day.

    The first step is the title itself, and the amounts of all steps add up to what is open. Entries must be
    net of reversals. Raises MissingIndexError when a month of an index is not known.
    """
    standing = Standing(title, Parts(principal=title.amount))
    steps = [Step("principal", title.amount, base=None, day=title.due)]
    in_order = effective(sorted((e for e in entries if e.value_on <= as_of), key=_order))
    decided = {entry.movement for entry in in_order if entry.kind == ACCRUAL}
    for entry in in_order:
        if entry.kind == ACCRUAL:
            standing = _as_decided(standing, entry, conditions, steps)
            continue
        if entry.kind != "despesa" and entry.movement not in decided:
            standing = _accrue(standing, conditions, entry.value_on, steps)
        before = standing.open.total
        standing = _apply(standing, entry)
        if entry.kind == BROKEN:
            standing = _accrued_by_clause(standing, conditions, entry.value_on)
        steps.append(Step(entry.kind, standing.open.total - before, day=entry.value_on, entry=entry))
    last = _accrue(standing, conditions, as_of, steps)
    return Working(last._replace(fresh=last.open.minus(standing.open)), tuple(steps))


def standing_on(title: Title, entries: Iterable[Entry], conditions: Conditions, as_of: date) -> Standing:
    """`work_out` for whoever needs no steps."""
    return work_out(title, entries, conditions, as_of).standing


def discount_on(standing: Standing, conditions: Conditions, day: date) -> tuple[int, str, Decimal]:
    """Cents of the early-payment discount for settling the title on that day, its rule and percentage.

    Conditional on full payment in time (rule 1.4): zero after the effective due date.
    """
    if day > standing.title.due_effective or not standing.open.principal:
        return 0, "", Decimal(0)
    terms, principal = conditions.terms_on(day), standing.open.principal
    cents, rule, percent = discount(principal, terms, standing.title.due, day, conditions.calendar)
    # A cent is left to pay: a discount is for who pays.
    return min(cents, principal - 1), rule, percent


def _order(entry: Entry) -> tuple[date, int, int]:
    return entry.value_on, entry.movement, _RANKS.get(entry.kind, len(_RANKS))


def _as_decided(standing: Standing, entry: Entry, conditions: Conditions, steps: list[Step]) -> Standing:
    """Take up what had accrued when a movement came, whatever the terms, holidays and indices say now.

    If they still say the same, its steps are those of the rule; else the amounts stand by themselves.
    """
    added, day, mine = NOTHING.minus(entry.parts), entry.value_on, [*steps]
    reckoned = _accrue(standing, conditions, day, mine)
    if reckoned.open.minus(standing.open) == added:
        steps[:] = mine
        return reckoned
    for stage, cents in (("correcao", added.correction), ("multa", added.fine), ("juros", added.interest)):
        if cents:
            steps.append(Step(stage, cents, "como se decidiu no dia, pelos encargos de então", day=day))
    rest = added._replace(correction=0, fine=0, interest=0).total
    if rest:
        steps.append(Step("prescricao", rest, "como se decidiu no dia", day=day))
    left = standing.open.plus(added).never_negative()
    fined = standing.fined or not _never_awake(standing.title, conditions, day)
    return standing._replace(open=left, accrued_to=day, fined=fined)


def _apply(standing: Standing, entry: Entry) -> Standing:
    """Take up an entry. What was decided on its day holds even if charges are computed lower now."""
    lost = standing.lost
    if entry.kind in ("perda", "recuperacao"):
        lost = lost.plus(entry.parts).never_negative()
    given = dict(standing.given)
    given[entry.kind] = given.get(entry.kind, 0) + entry.parts.principal
    left = standing.open.minus(entry.parts).never_negative()
    after = standing._replace(open=left, lost=lost, given=tuple(given.items()))
    # What was written off did not accrue meanwhile, and is not made to.
    again = entry.kind == "recuperacao"
    return after._replace(accrued_to=entry.value_on, fined=True) if again else after


def _accrued_by_clause(standing: Standing, conditions: Conditions, day: date) -> Standing:
    """What a breach puts back has in it all that the days up to it have borne, also where none was left."""
    title = standing.title
    first = conditions.terms_on(title.due_effective + _ONE_DAY)
    if (day - title.due_effective).days <= first.grace_days:
        return standing
    fined = standing.fined or not _never_awake(title, conditions, day)
    return standing._replace(accrued_to=day, fined=fined)


def _accrue(standing: Standing, conditions: Conditions, day: date, steps: list[Step]) -> Standing:
    """Add what accrued since the last time, each component rounded once."""
    title, left = standing.title, standing.open
    if title.prescribed(day):
        return _without_charges(standing, day, steps)
    if day <= title.due_effective or not left.principal:
        return standing
    first = conditions.terms_on(title.due_effective + _ONE_DAY)
    if (day - title.due_effective).days <= first.grace_days:
        return standing
    begin = standing.accrued_to or late_from(title, first)
    before = left.principal + left.correction
    standing = _correct(standing, conditions, day, steps)
    left = standing.open
    base = left.principal + left.correction
    waits = standing.fined or _never_awake(title, conditions, day)
    fine = 0 if waits else _fine(base, left.principal, first, steps)
    interest = _interest((before, base), conditions, begin, day, steps)
    added = left._replace(interest=left.interest + interest, fine=left.fine + fine)
    return standing._replace(open=added, accrued_to=max(begin, day), fined=standing.fined or not waits)


def _never_awake(title: Title, conditions: Conditions, day: date) -> bool:
    """Whether a dispute has frozen every day on which the title was late, up to this one."""
    late = late_from(title, conditions.terms_on(title.due_effective + _ONE_DAY))
    return any(span.after <= late and day <= span.last for span in conditions.frozen)


def _interest(
    bases: tuple[int, int], conditions: Conditions, begin: date, end: date, steps: list[Step]
) -> int:
    """Interest after `begin` up to `end`, each stretch of days by the terms that hold on them.

    Of the two bases, the debt before and after correction, a stretch without an index takes the first.
    """
    cents = 0
    for start, stop, terms in _stretches(conditions, begin, end):
        if terms is None:
            steps.append(_frozen_step(start, stop))
            continue
        base = bases[terms.correction_index != NO_INDEX]
        found = accrue_interest(base, terms, start, stop, conditions.calendar, conditions.rates)
        cents += found.cents
        if found.days:
            steps.append(
                Step(
                    "juros",
                    found.cents,
                    found.rule,
                    found.source,
                    base,
                    found.percent or None,
                    found.days,
                    stop,
                )
            )
    return cents


def _stretches(conditions: Conditions, begin: date, end: date) -> list[tuple[date, date, Terms | None]]:
    """The days after `begin` up to `end` in stretches of equal terms: the day before each, its last day.

    Frozen days are stretches without terms.
    """
    found: list[tuple[date, date, Terms | None]] = []
    cuts = {day - _ONE_DAY for day in conditions.changes}.union(*conditions.frozen)
    inside = sorted(day for day in cuts if begin < day < end)
    for before, stop in pairwise((begin, *inside, end)):
        frozen = before < stop and any(span.after < stop <= span.last for span in conditions.frozen)
        terms = None if frozen else conditions.terms_on(stop)
        start = before
        if found and found[-1][2] == terms:
            start = found.pop()[0]
        found.append((start, stop, terms))
    return found


def _frozen_step(start: date, stop: date) -> Step:
    first, last = (date_br(day.isoformat()) for day in (start + _ONE_DAY, stop))
    when = f"em {last}" if first == last else f"de {first} a {last}"
    return Step("juros", 0, f"sem juros: fatura contestada, {when}", days=(stop - start).days, day=stop)


def _shown(percent: Decimal) -> Decimal:
    """A percentage to be read: ten decimals, without the zeros at the end."""
    short = percent.quantize(_TEN_DECIMALS).normalize()
    return short.quantize(_ONE) if short == short.to_integral_value() else short


def _without_charges(standing: Standing, day: date, steps: list[Step]) -> Standing:
    """A prescribed title keeps its principal, which may still be paid, and loses its charges."""
    left = standing.open
    if charges := left.total - left.principal:
        rule = "o prazo para cobrar acabou: os encargos saem da conta"
        steps.append(Step("prescricao", -charges, rule, "CC art. 206, § 5º, I", day=day))
    return standing._replace(open=Parts(principal=left.principal))


def late_from(title: Title, terms: Terms) -> date:
    """The day after which a late title accrues: the effective due date, or the nominal one by contract."""
    return title.due if terms.from_original else title.due_effective


def _fine(base: int, nominal: int, terms: Terms, steps: list[Step]) -> int:
    """The fine, once, on the corrected or the nominal value; CC arts. 408 to 413, CDC art. 52 §1."""
    source = "contrato; CC arts. 408 a 413; CDC art. 52, § 1º"
    if terms.fine_cents:
        fixed = min(terms.fine_cents, most_fixed_fine(terms, nominal))
        rule = "multa de valor fixo, uma vez só"
        rule += "" if fixed == terms.fine_cents else ", até o limite da lei"
        steps.append(Step("multa", fixed, rule, source, base=nominal))
        return fixed
    if not terms.fine_percent:
        return 0
    indexed = terms.correction_index != NO_INDEX
    corrected = terms.fine_base == "corrigido" or (terms.fine_base == "auto" and indexed)
    of = base if corrected else nominal
    cents = round_cents(of * terms.fine_percent / _HUNDRED, terms.rounding)
    what = "valor corrigido" if corrected and indexed else "valor em aberto"
    steps.append(
        Step("multa", cents, f"multa sobre o {what}, uma vez só", source, base=of, percent=terms.fine_percent)
    )
    return cents


def _correct(standing: Standing, conditions: Conditions, day: date, steps: list[Step]) -> Standing:
    """Apply the months of the indices that came since the last time, one index after the other."""
    rounding = conditions.terms_on(standing.title.due_effective + _ONE_DAY).rounding
    for series, months in _new_months(standing, conditions, day):
        standing = _apply_index(standing, series, months, conditions, rounding, day, steps)
    return standing


def _apply_index(
    standing: Standing,
    series: str,
    months: tuple[Month, ...],
    conditions: Conditions,
    rounding: Rounding,
    day: date,
    steps: list[Step],
) -> Standing:
    """The floor is the nominal principal (STJ REsp 1.265.580): what deflation would take below it is carried,
    so that a later rise first makes up for it.
    """
    left = standing.open
    base = left.principal + left.correction
    factor = correction.factor(series, months, conditions.rates)
    raw = base * standing.carry * factor
    rounded = round_cents(raw, rounding)
    corrected = max(left.principal, rounded)
    carry = raw / corrected if rounded < left.principal else _ONE
    rule, source = correction.rule(series, months)
    if carry != _ONE:
        rule += "; o índice do período é negativo, e o valor não cai abaixo do nominal"
    percent = _shown((factor - 1) * _HUNDRED)
    steps.append(Step("correcao", corrected - base, rule, source, base=base, percent=percent, day=day))
    moved = left._replace(correction=corrected - left.principal)
    return standing._replace(open=moved, carry=carry)


def _new_months(standing: Standing, conditions: Conditions, day: date) -> list[tuple[str, tuple[Month, ...]]]:
    """The months to apply by `day` that were not at the last time, by the index agreed on their last day."""
    first = conditions.terms_on(standing.title.due_effective + _ONE_DAY)
    since = late_from(standing.title, first)
    known = [first, *(conditions.terms_on(each) for each in (*conditions.changes, day) if each <= day)]
    agreed = dict.fromkeys((t.correction_index, t.index_months) for t in known)
    found: dict[Month, str] = {}
    for series, convention in agreed:
        if series == NO_INDEX:
            continue
        seen = correction.months(since, standing.accrued_to, convention) if standing.accrued_to else ()
        for month in correction.months(since, day, convention):
            terms = conditions.terms_on(min(day, _last_day(month)))
            if month not in seen and (terms.correction_index, terms.index_months) == (series, convention):
                found[month] = series
    in_order = sorted(found.items())
    groups = groupby(in_order, key=lambda item: item[1])
    return [(series, tuple(month for month, _ in group)) for series, group in groups]


def _last_day(month: Month) -> date:
    year, number = month
    return date(year + number // 12, number % 12 + 1, 1) - _ONE_DAY

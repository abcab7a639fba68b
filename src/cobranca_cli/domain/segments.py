"""Who a customer is to the ladder, by facts and not by taste: new, good payer, repeatedly late, high value.

The facts are those of the twelve months before a day, that day included. The average delay is weighted by
the nominal amounts (domain rule 7, S01): a thousand reais ten days late weigh as much as ten thousand one
day late. Days late count from the effective due date.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from cobranca_cli.brformat import counted, currency_br, date_br

from .deadlines import add_months
from .suspension import AGREED, CLOSED, PASSED

NEW, GOOD, LATE, HIGH = "novo", "bom-pagador", "atraso-repetido", "alto-valor"
SEGMENTS = (NEW, GOOD, LATE, HIGH)
"""In the order in which they are told."""

MONTHS = 12
"""How far back a payment counts."""

REST = 10
"""Percent of an invoice that may be left open when it counts as paid here: who pays the nominal amount late
owes a rest for ever, because the money goes to the charges first (CC art. 354), and has yet paid."""

MONEY = ("pagamento", "credito")
"""The kinds of entry that pay."""
_LOSS = ("perda", "recuperacao", CLOSED)
_SETTLING = (*MONEY, AGREED, PASSED)
"""What settles a title: money, or an agreement that took its place."""


class Rules(NamedTuple):
    """When a customer is in a segment; every limit is inclusive unless it says otherwise.

    Attributes:
        new_months: NEW while his first invoice is less than so many months old;
        new_paid: or while he has paid fewer than so many, if none stands more than `late_days` days late.
        good_paid: GOOD needs so many paid in twelve months,
        good_average: with a weighted average delay of at most so many hundredths of a day,
        good_worst: no delay of more days than this, paid or standing, and no broken promise.
        late_invoices: LATE with so many invoices, paid in twelve months or standing,
        late_days: more than so many days late.
        high_open: HIGH with so many cents open, overdue or not; 0 is nobody.
    """

    new_months: int = 3
    new_paid: int = 3
    good_paid: int = 6
    good_average: int = 300
    good_worst: int = 10
    late_invoices: int = 3
    late_days: int = 15
    high_open: int = 500_000


_KEYS = {
    "novo_meses": "new_months",
    "novo_pagas": "new_paid",
    "bom_pagador_pagas": "good_paid",
    "bom_pagador_atraso_medio": "good_average",
    "bom_pagador_maior_atraso": "good_worst",
    "repetido_faturas": "late_invoices",
    "repetido_dias": "late_days",
    "alto_valor": "high_open",
}
"""Key of `[regua.segmentos]` → what it sets."""


def read_rules(keys: Mapping[str, object]) -> Rules:
    """The rules that checked keys of `[regua.segmentos]` set; amounts and decimals are text with a point."""
    return Rules()._replace(**{_KEYS[key]: _number(value) for key, value in keys.items()})


def _number(value: object) -> int:
    """A whole number as it is, text with two decimals in hundredths."""
    return value if isinstance(value, int) else int(str(value).replace(".", ""))


class History(NamedTuple):
    """What a customer's invoices say of him on a day; invoices cancelled by then say nothing.

    Attributes:
        first_on: the day from which his first invoice exists.
        paid_ever: invoices paid, with money, but for a REST; what was only abated or written off is not paid.
        paid: those of them paid in the last twelve months; the next three are about these.
        amount: the sum of their nominal amounts, in cents.
        cent_days: the sum of nominal cents times days late.
        late: days late of each that was paid late, in any order.
        standing: days late of each that is open by more than a REST and overdue, disputed ones left out.
        open_total: open principal in cents, overdue or not.
        broken_promises: those of the last twelve months of which nothing was paid in time.
    """

    first_on: date | None = None
    paid_ever: int = 0
    paid: int = 0
    amount: int = 0
    cent_days: int = 0
    late: tuple[int, ...] = ()
    standing: tuple[int, ...] = ()
    open_total: int = 0
    broken_promises: int = 0

    @property
    def paid_late(self) -> int:
        """How many were paid late."""
        return len(self.late)

    @property
    def average_late(self) -> int:
        """The weighted average delay of what was paid, in hundredths of a day, half up; 0 of nothing paid."""
        return weighted_delay(self.cent_days, self.amount)

    @property
    def worst_late(self) -> int:
        """The longest delay, paid or standing, in days."""
        return max((*self.late, *self.standing), default=0)

    def later_than(self, days: int) -> int:
        """How many invoices were paid, or stand, more than so many days late."""
        return sum(each > days for each in (*self.late, *self.standing))


def weighted_delay(cent_days: int, cents: int) -> int:
    """The average delay weighted by amount, in hundredths of a day, half up; 0 of no cents."""
    return (200 * cent_days + cents) // (2 * cents) if cents else 0


class Settling(NamedTuple):
    """The principal that an entry takes off a title, in cents; negative where it was taken back."""

    kind: str
    day: date
    principal: int


def paid_on(amount: int, entries: Iterable[Settling], rest: int = 0) -> date | None:
    """The day on which a title of so many cents was paid, but for `rest` percent; None of one that is not.

    `entries` are those known on the day asked about, on their days of value. A discount or an abatement
    counts beside money, not alone; what was written off is unpaid until money has replaced it. Agreements are
    dealt with before, by `by_agreements`.
    """
    by_day: dict[date, int] = {}
    money = 0
    for kind, day, principal in entries:
        if kind in _LOSS:
            continue
        by_day[day] = by_day.get(day, 0) + principal
        money += principal if kind in _SETTLING else 0
    settled = 0
    for day in sorted(by_day) if money > 0 else ():
        settled += by_day[day]
        if 100 * settled >= (100 - rest) * amount:
            return day
    return None


def by_agreements(settling: Sequence[Settling], due: date) -> list[Settling]:
    """The entries, in the order of their days, with what agreements say of whether the title was paid.

    One that gave the title free again leaves what it passed on. One that holds it settled it on its day, if
    it was late then: who agrees late was late by so many days at least. Who agrees before the day has neither
    paid nor failed.
    """
    in_order = sorted(settling, key=lambda each: each.day)
    held, free_up_to, place = 0, 0, 0
    for _, group in groupby(in_order, key=lambda each: each.day):
        of_day = list(group)
        place += len(of_day)
        agreed = [each.principal for each in of_day if each.kind == AGREED]
        held += sum(agreed)
        free_up_to = place if agreed and not held else free_up_to
    late = any(each.day > due for each in in_order[free_up_to:] if each.kind == AGREED)
    kept = [each for each in in_order[:free_up_to] if each.kind != AGREED]
    return kept + [each for each in in_order[free_up_to:] if late or each.kind not in (AGREED, PASSED)]


def segments_of(history: History, rules: Rules, as_of: date) -> frozenset[str]:
    """The segments of a customer on a day; GOOD and LATE exclude each other, LATE being the stronger."""
    late = history.later_than(rules.late_days) >= rules.late_invoices
    found = {
        NEW: _is_new(history, rules, as_of),
        GOOD: not late and _is_good(history, rules),
        LATE: late,
        HIGH: 0 < rules.high_open <= history.open_total,
    }
    return frozenset(segment for segment, holds in found.items() if holds)


def _is_new(history: History, rules: Rules, as_of: date) -> bool:
    if _is_young(history, rules, as_of):
        return True
    # Who has paid little because he does not pay is known well enough.
    return history.paid_ever < rules.new_paid and max(history.standing, default=0) <= rules.late_days


def _is_young(history: History, rules: Rules, as_of: date) -> bool:
    return history.first_on is None or add_months(history.first_on, rules.new_months) > as_of


def _is_good(history: History, rules: Rules) -> bool:
    return (
        history.paid >= rules.good_paid
        and 100 * history.cent_days <= rules.good_average * history.amount
        and history.worst_late <= rules.good_worst
        and not history.broken_promises
    )


def why(history: History, rules: Rules, as_of: date) -> dict[str, str]:
    """One sentence a segment the customer is in, with the numbers that put him there; in telling order."""
    found = segments_of(history, rules, as_of)
    sentences = {NEW: _why_new, GOOD: _why_good, LATE: _why_late, HIGH: _why_high}
    return {each: sentences[each](history, rules, as_of) for each in SEGMENTS if each in found}


def _why_new(history: History, rules: Rules, as_of: date) -> str:
    if history.first_on is None:
        return "ainda não tem nenhuma fatura"
    if _is_young(history, rules, as_of):
        age = counted(rules.new_months, "mês", "meses")
        return f"a primeira fatura é de {date_br(history.first_on.isoformat())}, há menos de {age}"
    paid = counted(history.paid_ever, "fatura", "faturas")
    return f"pagou {paid} até hoje, menos de {rules.new_paid}" if history.paid_ever else _NOTHING_PAID


_NOTHING_PAID = "ainda não pagou nenhuma fatura, e nada está muito atrasado"


def _why_good(history: History, rules: Rules, as_of: date) -> str:
    paid = f"pagou {counted(history.paid, 'fatura', 'faturas')} em {MONTHS} meses (bastam {rules.good_paid})"
    average = f"atraso médio de {days_br(history.average_late)} (até {hundredths_br(rules.good_average)})"
    worst = f"o maior de {counted(history.worst_late, 'dia', 'dias')} (até {rules.good_worst})"
    return f"{paid}, com {average} e {worst}, sem promessa quebrada"


def _why_late(history: History, rules: Rules, as_of: date) -> str:
    often = counted(history.later_than(rules.late_days), "fatura", "faturas")
    return (
        f"{often} com mais de {counted(rules.late_days, 'dia', 'dias')} de atraso em {MONTHS} meses"
        f" (bastam {rules.late_invoices}), contando as pagas e as em aberto"
    )


def _why_high(history: History, rules: Rules, as_of: date) -> str:
    return f"tem {currency_br(history.open_total)} em aberto (a partir de {currency_br(rules.high_open)})"


def days_br(hundredths: int) -> str:
    """`304` is `3,04 dias`."""
    return f"{hundredths_br(hundredths)} {'dia' if hundredths < 200 else 'dias'}"


def hundredths_br(number: int) -> str:
    """`304` is `3,04`."""
    return f"{number // 100},{number % 100:02d}"


def hundredths_plain(number: int) -> str:
    """`304` is `3.04`, for programs."""
    return hundredths_br(number).replace(",", ".")

"""Who pays on time: the benefit that earns, and the thanks that are due. No arrears, no letter of thanks.

On time is by the effective due date (Lei 7.089/1983). A streak counts the invoices paid on time, one after
the other, since the last lateness was over; whoever stands late has none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br

from .aging import days_late
from .calendar import BusinessCalendar
from .deadlines import add_months
from .plan import CHANNEL_WORDS, Policy, Stop

THANK, SKIP = "enviar", "pular"
THANKS_MODEL, BENEFIT_MODEL = "agradecimento", "fidelidade"


class Rule(NamedTuple):
    """`invoices` paid on time in a row within `months`, each at most `tolerance_days` after its effective
    due date, earn the benefit that the owner describes in his own words.
    """

    invoices: int = 6
    months: int = 12
    tolerance_days: int = 0
    benefit: str = ""

    def since(self, as_of: date) -> date:
        """The last day that is too long ago to count."""
        return add_months(as_of, -self.months)


class Paid(NamedTuple):
    """An invoice that was paid in full: nominal cents, effective due date, day of the last money."""

    customer: int
    id: int
    name: str
    due: date
    paid_on: date
    amount: int


class Streak(NamedTuple):
    """Invoices that a customer has paid on time in a row.

    Attributes:
        amount: the sum of their nominal amounts, in cents.
        since: the day on which the first of them was paid.
        earned_on: the day on which enough of them were; None while some are missing.
        missing: how many more earn the benefit.
    """

    customer: int
    invoices: int
    amount: int
    since: date
    earned_on: date | None
    missing: int


def streaks(
    paid: Iterable[Paid], oldest_due: Mapping[int, date], rule: Rule, as_of: date
) -> Iterator[Streak]:
    """The streak of each customer who has one, in the order of `paid`, where a customer's stand together.

    `oldest_due` is the oldest effective due date of what a customer has open, if anything, disputed titles
    left out. Linear but for sorting each customer's invoices.
    """
    for customer, invoices in groupby(paid, key=attrgetter("customer")):
        due = oldest_due.get(customer)
        if due is None or days_late(as_of, due) <= rule.tolerance_days:
            found = _streak(customer, invoices, rule, as_of)
            if found:
                yield found


def _streak(customer: int, invoices: Iterable[Paid], rule: Rule, as_of: date) -> Streak | None:
    counting = [each for each in invoices if rule.since(as_of) < each.paid_on <= as_of]
    late = (each.paid_on for each in counting if days_late(each.paid_on, each.due) > rule.tolerance_days)
    last = max(late, default=date.min)
    run = sorted((each for each in counting if each.paid_on > last), key=attrgetter("paid_on", "due", "id"))
    if not run:
        return None
    enough = len(run) >= rule.invoices
    return Streak(
        customer,
        len(run),
        sum(each.amount for each in run),
        run[0].paid_on,
        run[rule.invoices - 1].paid_on if enough else None,
        max(0, rule.invoices - len(run)),
    )


class Payer(NamedTuple):
    """A customer who may be thanked.

    Attributes:
        channels: those by which he can be reached; `refused` are those he does not want.
        overdue: cents he has overdue, charges with them.
        next_due: the nearest effective due date of what he has open and not overdue.
        last: the last day on which he was reached.
        stop: what keeps us from writing to him at all.
        earned: he has earned the benefit, and nobody has told him.
    """

    id: int
    name: str = ""
    document: str | None = None
    state: str = ""
    channels: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    overdue: int = 0
    next_due: date | None = None
    last: date | None = None
    stop: Stop | None = None
    earned: bool = False


class Thanks(NamedTuple):
    """One letter of thanks to one customer, or why there is none: `kind` is the Stop's of a skip."""

    payer: Payer
    action: str
    channel: str
    model: str
    invoices: tuple[Paid, ...]
    reason: str
    kind: str = ""

    @property
    def amount(self) -> int:
        """The nominal cents of the invoices."""
        return sum(each.amount for each in self.invoices)


class Manner(NamedTuple):
    """How the owner thanks: for what was paid in `days` up to today, by the first channel that will do.

    With `reminds` the ladder is on, and a letter of thanks must not take the place of its reminder.
    """

    days: int
    channels: tuple[str, ...]
    policy: Policy
    reminds: bool = True


def owed_thanks(paid: Iterable[Paid], thanked: frozenset[int], manner: Manner, as_of: date) -> list[Paid]:
    """The invoices paid on or before their effective due date in the days asked for and never thanked for."""
    first = as_of - timedelta(days=manner.days)
    return [
        each
        for each in paid
        if first <= each.paid_on <= as_of and each.paid_on <= each.due and each.id not in thanked
    ]


def thank(
    cases: Iterable[tuple[Payer, Sequence[Paid]]], manner: Manner, calendar: BusinessCalendar, as_of: date
) -> Iterator[Thanks]:
    """One line a customer, in the order given: all his invoices in one letter, or the reason for none."""
    for payer, invoices in cases:
        stop, channel = _hindrance(payer, manner, calendar, as_of), ""
        if stop is None:
            channel = next((one for one in manner.channels if one in payer.channels - payer.refused), "")
            stop = None if channel else _no_channel(payer, manner)
        model = BENEFIT_MODEL if payer.earned else THANKS_MODEL
        mine = tuple(sorted(invoices, key=attrgetter("paid_on", "due", "id")))
        if stop:
            yield Thanks(payer, SKIP, channel, model, mine, stop.words, stop.kind)
        else:
            yield Thanks(payer, THANK, channel, model, mine, _praise(mine))


def _hindrance(payer: Payer, manner: Manner, calendar: BusinessCalendar, as_of: date) -> Stop | None:
    """What keeps us from thanking a customer today; what is for good comes first."""
    if payer.stop:
        return payer.stop
    if payer.overdue:
        return Stop("vencida", f"tem {currency_br(payer.overdue)} vencidos: não é hora de agradecer")
    window = manner.policy.windows.get(payer.state, manner.policy.window)
    if not calendar.is_business_day(as_of) or as_of.weekday() not in window.weekdays:
        return Stop("janela", "fora da janela de contato: não é dia de procurar clientes")
    gap = timedelta(days=manner.policy.gap_days)
    if payer.last and as_of < payer.last + gap:
        words = f"o último contato foi em {_br(payer.last)}: o próximo pode ser em {_br(payer.last + gap)}"
        return Stop("intervalo", words)
    if manner.reminds and payer.next_due and payer.next_due < as_of + gap:
        words = f"outra fatura vence em {_br(payer.next_due)}: o lembrete da régua vem antes"
        return Stop("lembrete", words)
    return None


def _no_channel(payer: Payer, manner: Manner) -> Stop:
    refused = [CHANNEL_WORDS[one] for one in manner.channels if one in payer.refused]
    missing = [CHANNEL_WORDS[one] for one in manner.channels if one not in payer.refused]
    parts = [f"falta {' ou '.join(missing)}"] if missing else []
    parts += [f"o cliente não quer contato por {' nem '.join(refused)}"] if refused else []
    return Stop("canal", f"sem canal: {'; '.join(parts)}")


def _praise(invoices: Sequence[Paid]) -> str:
    shown = "; ".join(
        f"{each.name} paga em {_br(each.paid_on)}, {_ahead((each.due - each.paid_on).days)}"
        for each in invoices[:_SHOWN]
    )
    more = len(invoices) - _SHOWN
    return f"{shown}; e mais {more}" if more > 0 else shown


_SHOWN = 12


def _ahead(days: int) -> str:
    return f"{days} dia{'s' * (days > 1)} antes do vencimento" if days else "no vencimento"


def _br(day: date) -> str:
    return date_br(day.isoformat())

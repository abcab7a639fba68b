"""All indicators of a portfolio on a day, from the sums that the ledger knows of it (domain rules 5.2 and 6).

`portfolio_of` names each by a code and says what it was worked out from, so that a person can do the sum
again. Amounts are cents, rates percent points; a value that its denominator does not allow is None.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from . import indicators as formulas
from .aging import BANDS, band_of, days_late
from .cohorts import Cohort
from .concentration import A, equivalent_customers, hhi, largest_share, letters
from .effects import WEEK, Effect, Reach
from .periods import Period, calendar_months
from .promises import Rate
from .roll_rates import (
    MATRIX,
    ROLLING,
    balances,
    loss_rates,
    matrix_provision,
    mean_rates,
    monthly_rates,
    provision,
    rate_percent,
    whole_of,
)

MONEY, PERCENT, DAYS = "reais", "percentual", "dias"
POINTS, CUSTOMERS, TIMES, INVOICES, COUNT = "pontos", "clientes", "vezes", "faturas", "quantidade"

LARGEST = 3


class Part(NamedTuple):
    """A number that went into an indicator: cents of MONEY, else as it is."""

    value: int | Decimal | None
    unit: str


class Indicator(NamedTuple):
    """One indicator of a day.

    Attributes:
        value: cents of MONEY, an `int` of what is counted, else a decimal; None for n/d.
        period: the days whose facts it is about; None for the balance of the day.
        parts: what its formula takes, in the order in which it names them.
    """

    code: str
    value: int | Decimal | None
    unit: str
    period: Period | None
    parts: tuple[Part, ...] = ()


class Snapshot(NamedTuple):
    """What is known of a portfolio at the end of a day; principal in cents, due dates effective.

    Attributes:
        opened: open by due date at the opening and at the end of each month of the period, oldest first.
        sales: sold by day, from the first on, without instalments of agreements.
        amounts: open of each customer that owes, the largest first.
        long_overdue: open and more than 90 days late; `of_operations` and `of_customers` all that is open of
            the operations, and of the customers, that have such a title.
        overdue_at_opening: of what was sold, with what agreements held; `became_overdue` in the period.
        recovered: money that came in after the due date; `dated` and `cent_days` as in `Received`.
        cohorts: by days after due.
        steps, reach: of the steps taken, and the contacts made, in the period.
        cost: of collection in the period, if it was told.
    """

    as_of: date
    period: Period
    opened: Sequence[tuple[date, Mapping[date, int]]]
    sales: Mapping[date, int]
    amounts: Sequence[int]
    overdue_count: int
    long_overdue: int
    of_operations: int
    of_customers: int
    overdue_at_opening: int
    became_overdue: int
    recovered: int
    dated: int
    cent_days: int
    cohorts: Mapping[int, Cohort]
    promises: Rate
    steps: Effect
    reach: Reach
    cost: int | None = None

    @property
    def total(self) -> int:
        """All that is open."""
        return sum(self.opened[-1][1].values())

    @property
    def opening(self) -> int:
        """All that was open before the period."""
        return sum(self.opened[0][1].values())

    @property
    def overdue(self) -> int:
        """What is open and late."""
        return sum(cents for due, cents in self.opened[-1][1].items() if due < self.as_of)

    @property
    def sold(self) -> int:
        """What was sold in the period."""
        return sum(cents for day, cents in self.sales.items() if self.period.holds(day))


def portfolio_of(known: Snapshot) -> tuple[Indicator, ...]:
    """Every indicator, in the order in which they are told."""
    groups: Iterable[Callable[[Snapshot], Iterator[Indicator]]] = (
        _size, _terms, _delays, _recovery, _default, _cohorts, _rolling, _contacts, _concentration,
    )  # fmt: skip
    return tuple(each for group in groups for each in group(known))


def _share(code: str, part: int, whole: int, unit: str = MONEY, period: Period | None = None) -> Indicator:
    return Indicator(
        code, formulas.percent(part, whole), PERCENT, period, (Part(part, unit), Part(whole, unit))
    )


def _size(known: Snapshot) -> Iterator[Indicator]:
    yield Indicator("carteira", known.total, MONEY, None)
    yield Indicator("vencido", known.overdue, MONEY, None)
    yield Indicator("faturas_vencidas", known.overdue_count, INVOICES, None)
    yield Indicator("vendas", known.sold, MONEY, known.period)


def _terms(known: Snapshot) -> Iterator[Indicator]:
    """Days of sales, by four readings."""
    period, sold, total = known.period, known.sold, known.total
    current = total - known.overdue
    days = Part(period.days, COUNT)
    all_days = formulas.dso(total, sold, period.days)
    best = formulas.dso(current, sold, period.days)
    yield Indicator("pmr", all_days, DAYS, period, (Part(total, MONEY), Part(sold, MONEY), days))
    counted = formulas.count_back(total, _by_month(known))
    yield Indicator("pmr_exaustao", counted, DAYS, None, (Part(total, MONEY),))
    average = formulas.dso_average(known.opening, total, sold, period.days)
    parts = (Part(known.opening, MONEY), Part(total, MONEY), Part(sold, MONEY), days)
    yield Indicator("pmr_medio", average, DAYS, period, parts)
    yield Indicator("pmr_melhor", best, DAYS, period, (Part(current, MONEY), Part(sold, MONEY), days))
    late = formulas.delinquent_days(all_days, best)
    yield Indicator("atraso_pmr", late, DAYS, period, (Part(all_days, DAYS), Part(best, DAYS)))


def _by_month(known: Snapshot) -> Iterator[tuple[int, int]]:
    """Sales and days of the calendar months back from the day, down to the first with a sale."""
    sums: dict[tuple[int, int], int] = {}
    for day, cents in known.sales.items():
        sums[day.year, day.month] = sums.get((day.year, day.month), 0) + cents
    first = min(sums, default=None)
    for month in calendar_months(known.as_of):
        named = month.last.year, month.last.month
        if first is None or named < first:
            return
        yield sums.get(named, 0), month.days


def _delays(known: Snapshot) -> Iterator[Indicator]:
    late = [(cents, days_late(known.as_of, due)) for due, cents in known.opened[-1][1].items()]
    weighted = Part(sum(cents * days for cents, days in late), MONEY)
    for code, whole, only in (
        ("atraso_medio", known.total, False), ("atraso_vencidas", known.overdue, True)
    ):  # fmt: skip
        value = formulas.average_delay(late, overdue_only=only)
        yield Indicator(code, value, DAYS, None, (weighted, Part(whole, MONEY)))
    value = formulas.quotient(known.cent_days, known.dated)
    parts = (Part(known.cent_days, MONEY), Part(known.dated, MONEY))
    yield Indicator("prazo_recebimento", value, DAYS, known.period, parts)


def _recovery(known: Snapshot) -> Iterator[Indicator]:
    period = known.period
    opening, sold, total = known.opening, known.sold, known.total
    current = total - known.overdue
    value = formulas.cei(opening, sold, total, current)
    parts = tuple(Part(cents, MONEY) for cents in (opening, sold, total, current))
    yield Indicator("cei", value, PERCENT, period, parts)
    first, new, back = known.overdue_at_opening, known.became_overdue, known.recovered
    yield _share("recuperacao", back, first, period=period)
    value = formulas.percent(back, first + new)
    parts = tuple(Part(cents, MONEY) for cents in (back, first, new))
    yield Indicator("recuperacao_entradas", value, PERCENT, period, parts)
    if known.cost is not None:
        yield _share("custo", known.cost, back, period=period)
        value = formulas.quotient(back, known.cost)
        yield Indicator("retorno", value, TIMES, period, (Part(back, MONEY), Part(known.cost, MONEY)))


def _default(known: Snapshot) -> Iterator[Indicator]:
    total = known.total
    yield _share("vencido_percentual", known.overdue, total)
    yield _share("inadimplencia_90", known.long_overdue, total)
    yield _share("inadimplencia_90_operacao", known.of_operations, total)
    yield _share("inadimplencia_90_cliente", known.of_customers, total)


def _cohorts(known: Snapshot) -> Iterator[Indicator]:
    for days, cohort in known.cohorts.items():
        unpaid = cohort.unpaid[days]
        assert unpaid is not None
        yield _share(f"safra_{days}", unpaid, cohort.amount, period=cohort.period)


class Rolling(NamedTuple):
    """A band with what is open in it, what rolls on in a month on average and what is expected to be lost.

    Rates are exact, 1 being all; `provision` is cents. None is not known.
    """

    band: str
    amount: int
    rates: tuple[Decimal | None, ...]
    mean: Decimal | None
    loss: Decimal | None
    provision: int | None


def rolling_of(opened: Sequence[tuple[date, Mapping[date, int]]]) -> tuple[Rolling, ...]:
    """The bands that roll, from what was open at the end of each month, oldest first."""
    days = [day for day, _ in opened]
    months = [
        balances(by_due, day, before)
        for (day, by_due), before in zip(opened, (None, *days[:-1]), strict=True)
    ]
    rates = monthly_rates(months)
    means = mean_rates(rates) or [None] * len(ROLLING)
    columns = list(zip(*rates, strict=True)) or [()] * len(ROLLING)
    found = zip(ROLLING, months[-1].bands, columns, means, loss_rates(means), strict=True)
    return tuple(
        Rolling(band.name, held, tuple(of_band), mean, loss, provision(held, loss))
        for band, held, of_band, mean, loss in found
    )


def bands_of(opened: Mapping[date, int], as_of: date) -> dict[str, int]:
    """What is open by the bands of the aging, cents."""
    sums = {band.name: 0 for band in BANDS}
    for due, cents in opened.items():
        sums[band_of(days_late(as_of, due))] += cents
    return sums


def _rolling(known: Snapshot) -> Iterator[Indicator]:
    period, bands = known.period, rolling_of(known.opened)
    for each in bands:
        rates = tuple(Part(rate_percent(rate), PERCENT) for rate in each.rates)
        yield Indicator(f"rolagem_{each.band}", rate_percent(each.mean), PERCENT, period, rates)
    parts = _products((each.amount, None if each.loss is None else 100 * each.loss) for each in bands)
    expected = whole_of(each.provision for each in bands)
    yield Indicator("provisao_rolagem", expected, MONEY, period, parts)
    amounts = bands_of(known.opened[-1][1], known.as_of)
    by_matrix = matrix_provision(amounts)
    parts = _products((cents, MATRIX[band]) for band, cents in amounts.items())
    yield Indicator("provisao_matriz", by_matrix, MONEY, None, parts)
    yield _share("provisao_matriz_percentual", by_matrix, known.total)


def _products(pairs: Iterable[tuple[int, Decimal | None]]) -> tuple[Part, ...]:
    """Amounts and the percentages applied to them, of those that are not empty."""
    return tuple(
        part
        for cents, rate in pairs
        if cents
        for part in (Part(cents, MONEY), Part(_four_places(rate), PERCENT))
    )


def _four_places(rate: Decimal | None) -> Decimal | None:
    return None if rate is None else formulas.quotient(rate, 1, places=4)


def _contacts(known: Snapshot) -> Iterator[Indicator]:
    period, rate, steps, reach = known.period, known.promises, known.steps, known.reach
    over = Period(period.first, period.last - WEEK)
    yield _share("promessas", rate.kept, rate.due, COUNT, period)
    yield _share("promessas_valor", rate.kept_amount, rate.due_amount, period=period)
    yield _share("regua", steps.paid, steps.titles, COUNT, over)
    yield _share("regua_valor", steps.paid_amount, steps.amount, period=over)
    yield _share("contato_efetivo", reach.reached, reach.attempts, COUNT, period)
    yield _share("contato_promessa", reach.promised, reach.reached, COUNT, period)
    yield _share("contato_pago", reach.paid, reach.judged, COUNT, over)


def _concentration(known: Snapshot) -> Iterator[Indicator]:
    amounts = known.amounts
    yield Indicator("hhi", hhi(amounts), POINTS, None)
    yield Indicator("clientes_equivalentes", equivalent_customers(amounts), CUSTOMERS, None)
    largest = Part(sum(amounts[:LARGEST]), MONEY), Part(known.total, MONEY)
    yield Indicator("maiores_3", largest_share(amounts, LARGEST), PERCENT, None, largest)
    in_a = letters(amounts).count(A)
    parts = Part(in_a, COUNT), Part(len(amounts), COUNT)
    yield Indicator("clientes_a", in_a if amounts else None, CUSTOMERS, None, parts)

"""Fitting the model: examples, each looked at on its own day, and weights that explain what became of them.

The weights have a prior: without data the customer's rate counts as it is and nothing else does, so that a
little history changes little. How the portfolio's level moved over time is fitted beside them, so that no
feature is blamed for it, and the level of the end is what counts afterwards.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cobranca_cli.domain.turns import APART, LATE_DAYS, OPEN

from .facts import MARGIN, Customer, Title
from .inputs import FEATURES, SEASON, Usual, value
from .logistic import Column, evidence, fit, logit, sigmoid
from .metrics import log_loss
from .model import LOGISTIC, Model, Weighted
from .prior import Prior, choose
from .sweep import Look, Sweep
from .waiting import PULLS, Habits, habits_of

LANDMARKS = (0, 10, 20)
"""Days late at which the invoices still open are looked at again."""

SEASON_DAYS = 400
"""The time of the year is a feature where the due dates span so many days."""

_BLOCK = 180
"""Days in which the portfolio's level is held to be one."""

_LEVEL, _OWN, _TIME, _SLOPE, _DELAYED, _WAITED = 2.0, 0.3, 0.3, 0.1, 0.5, 0.3
"""Standard deviations of the priors, in logits: found on invented portfolios, judged on others."""

_FEATURE = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Those tried for the weights of the features: the data say how much features tell at all."""

_LEAST_OF_A_KIND = 10
"""The later half needs so many late and so many timely."""

_HELD_OUT = 5
"""Every so many customers one is held out for the calibration."""

_MOST_FOR_PRIOR, _MOST_FOR_ROOM = 20_000, 5_000
"""So many rows, evenly taken, say how strong the priors are."""


class Example(NamedTuple):
    """An invoice whose time is over: the look of its first day, and of LANDMARKS at which it was open."""

    customer: int
    title: Title
    look: Look
    later: tuple[Look, ...]


class Labelled(NamedTuple):
    """An example and what became of it: 1 is late."""

    example: Example
    label: int


MOST_EXAMPLES = 40_000
"""Of more invoices, so many or nearly are taken, evenly and always the same: see `taken`."""

WINDOW = 1_095
"""Days before the day of fitting in which an invoice must have been due to be an example."""

_HASH, _ALL = 2_654_435_761, 2**32


def share_of(invoices: int) -> int:
    """Of so many invoices, the share to take, in parts of 2**32."""
    return _ALL if invoices <= MOST_EXAMPLES else _ALL * MOST_EXAMPLES // invoices


def taken(title: int, share: int) -> bool:
    """Whether an invoice is one of the share: by its number, scattered by Knuth's multiplicative hash."""
    return title * _HASH % _ALL < share


def examples(customer: Customer, as_of: int, share: int = _ALL) -> Iterator[Example]:
    """The invoices of a customer due within WINDOW whose outcome may be known on a day, or a share of them.

    One that was settled or overdue on its first day was never to be predicted, and is left out.
    """
    wanted: list[tuple[int, int, int]] = []
    for place, title in enumerate(customer.titles):
        over = as_of - WINDOW <= title.due < as_of - LATE_DAYS - MARGIN
        if over and title.lives(title.start) and taken(title.id, share):
            days = [title.start, *(title.due + late for late in LANDMARKS if title.due + late > title.start)]
            wanted += ((day, place, number) for number, day in enumerate(days))
    sweep = Sweep(customer)
    found: dict[int, list[Look]] = {}
    for day, place, number in sorted(wanted):
        sweep.advance(day)
        if sweep.unpaid(place) and (number == 0 or place in found):
            look = sweep.look(place, day)
            if number or look.late_for <= 0:
                found.setdefault(place, []).append(look)
    for place, (first, *later) in sorted(found.items()):
        yield Example(customer.id, customer.titles[place], first, tuple(later))


def labelled(known: Iterable[Example], day: int) -> list[Labelled]:
    """The examples whose outcome is known on a day, by their due dates."""
    found = []
    for each in known:
        label = each.title.label(day)
        if label is not None:
            found.append(Labelled(each, int(label)))
    return sorted(found, key=lambda row: (row.example.title.due, row.example.title.id))


def fit_model(rows: Sequence[Labelled], day: int) -> Model:
    """The model that explains the rows best, with what was known on a day."""
    looks, labels = [row.example.look for row in rows], [row.label for row in rows]
    prior = _prior(looks, labels)
    usual = _usual(looks)
    told = [(row.example.title, row.label) for row in rows]
    bare = Model(LOGISTIC, prior, usual, habits_from(told, day))
    spread = looks[-1].due - looks[0].due
    names = (*FEATURES, *(SEASON if spread >= SEASON_DAYS else ()))
    features = [each for name in names if (each := _scale(name, looks, usual))]
    table = _Table(bare, features, looks, labels)
    room = table.room()
    model = _weighted(bare, table, range(len(rows)), room)
    model = model._replace(slope=_slope(bare, table, room, [row.example.customer for row in rows]))
    return _waiting(model, rows).rounded()


def _prior(looks: Sequence[Look], labels: Sequence[int]) -> Prior:
    """The prior that fits the later half of the rows, if that has enough of both kinds.

    A ledger begins without any past, and its first invoices say little of how much a past tells.
    """
    half = len(looks) // 2
    late = sum(labels[half:])
    first = half if _LEAST_OF_A_KIND <= late <= len(labels) - half - _LEAST_OF_A_KIND else 0
    stride = -(-(len(looks) - first) // _MOST_FOR_PRIOR)
    return choose(looks[first::stride], labels[first::stride])


def digest(rows: Iterable[Labelled]) -> str:
    """The SHA-256 of what was learned from."""
    found = hashlib.sha256()
    for (customer, title, *_), label in rows:
        found.update(repr((customer, *title, label)).encode())
    return found.hexdigest()


class _Table(NamedTuple):
    """The rows as columns."""

    model: Model
    features: Sequence[Weighted]
    looks: Sequence[Look]
    labels: Sequence[int]

    def room(self) -> float:
        """The deviation of the features' weights that makes the labels likeliest."""
        rows = range(0, len(self.looks), -(-len(self.looks) // _MOST_FOR_ROOM))
        columns, blocks, labels, offset = self._columns(rows)
        expected = self._expected(len(blocks))
        likely: dict[float, float] = {}
        weights = expected
        for deviation in _FEATURE:
            prior = expected, self._precision(deviation, len(blocks))
            weights = fit([*columns, *blocks], labels, offset, *prior, start=weights)
            likely[deviation] = evidence([*columns, *blocks], labels, offset, *prior, weights)
        return max(_FEATURE, key=lambda each: likely[each])

    def fitted(self, rows: Sequence[int], room: float) -> list[float]:
        """The weights of: the level, the own rate, the features, the blocks of time from the last."""
        columns, blocks, labels, offset = self._columns(rows)
        precision = self._precision(room, len(blocks))
        return fit([*columns, *blocks], labels, offset, self._expected(len(blocks)), precision)

    def _columns(self, rows: Sequence[int]) -> tuple[list[Column], list[Column], Column, Column]:
        looks, usual = [self.looks[row] for row in rows], self.model.usual
        centre = logit(self.model.prior.rate)
        columns: list[Column] = [[1.0] * len(looks), [self.model.prior.base(look) - centre for look in looks]]
        columns += ([each.scaled(look, usual) for look in looks] for each in self.features)
        labels = [float(self.labels[row]) for row in rows]
        return columns, _blocks(looks), labels, [centre] * len(looks)

    def _expected(self, blocks: int) -> list[float]:
        return [0.0, 1.0, *([0.0] * (len(self.features) + blocks))]

    def _precision(self, room: float, blocks: int) -> list[float]:
        deviations = [_LEVEL, _OWN, *([room] * len(self.features)), *([_TIME] * blocks)]
        return [1 / each**2 for each in deviations]


def _weighted(bare: Model, table: _Table, rows: Sequence[int], room: float) -> Model:
    level, own, *rest = table.fitted(rows, room)
    count = len(table.features)
    features = tuple(
        each._replace(weight=weight) for each, weight in zip(table.features, rest[:count], strict=True)
    )
    return bare._replace(level=level + rest[count], own=own, features=features)


def _blocks(looks: Sequence[Look]) -> list[Column]:
    """For each block of time, the last first, which rows are in it."""
    last = max(look.day for look in looks)
    places = [(last - look.day) // _BLOCK for look in looks]
    return [[float(place == block) for place in places] for block in range(max(places) + 1)]


def _slope(bare: Model, table: _Table, room: float, customers: Sequence[int]) -> float:
    """Platt's slope on customers that a fit has not seen; 1 where there are too few to say."""
    rows = range(len(customers))
    seen = [row for row in rows if customers[row] % _HELD_OUT]
    held = [row for row in rows if customers[row] % _HELD_OUT == 0]
    if not held or sum(table.labels[row] for row in seen) < 2 * _HELD_OUT:
        return 1.0
    other = _weighted(bare, table, seen, room)
    centre = logit(bare.prior.rate) + other.level
    apart = [other.at_first(table.looks[row]) - centre for row in held]
    labels = [float(table.labels[row]) for row in held]
    return max(fit([apart], labels, [centre] * len(held), [1.0], [1 / _SLOPE**2])[0], 0.1)


def _waiting(model: Model, rows: Sequence[Labelled]) -> Model:
    """The model with the weights of being overdue, of being still open, and of the customer's own habits."""
    later = [(look, row.label) for row in rows for look in row.example.later]
    if not later:
        return model
    some = later[:: -(-len(later) // _MOST_FOR_PRIOR)]
    model = model._replace(habits=model.habits._replace(pull=_pull(model, some)))
    columns: list[Column] = [
        [float(look.late_for > 0) for look, _ in later],
        [model.waiting(look) for look, _ in later],
    ]
    offset = [model.at_first(look) for look, _ in later]
    labels = [float(label) for _, label in later]
    precision = [1 / _DELAYED**2, 1 / _WAITED**2]
    delayed, waited = fit(columns, labels, offset, [0.0, 1.0], precision)
    return model._replace(delayed=delayed, waited=waited)


def _pull(model: Model, later: Sequence[tuple[Look, int]]) -> float:
    """How strongly a customer's habits are drawn toward the portfolio's: as makes the labels likeliest."""
    labels = [label for _, label in later]
    offset = [model.at_first(look) for look, _ in later]
    losses = {}
    for pull in PULLS:
        tried = model._replace(habits=model.habits._replace(pull=pull))
        told = [sigmoid(z + tried.waiting(look)) for z, (look, _) in zip(offset, later, strict=True)]
        losses[pull] = log_loss(told, labels)
    return min(PULLS, key=lambda pull: losses[pull])


def _usual(looks: Sequence[Look]) -> Usual:
    timely = [sum(part) for part in zip(*(look.timely for look in looks), strict=True)]
    known = [look.delay for look in looks if look.resolved]
    slow = value("slow", looks[0]._replace(timely=tuple(timely)), Usual(0.0, 0.0, 0.0))
    return Usual(
        delay=sum(known) / len(known) if known else 0.0,
        size=sum(look.size for look in looks) / len(looks),
        slow=slow,
    )


def _scale(name: str, looks: Sequence[Look], usual: Usual) -> Weighted | None:
    """A feature with its mean and deviation; None of one that is the same for all."""
    values = [value(name, look, usual) for look in looks]
    mean = sum(values) / len(values)
    deviation = (sum((each - mean) ** 2 for each in values) / len(values)) ** 0.5
    return Weighted(name, mean, deviation, 0.0) if deviation > 1e-6 else None


def habits_from(known: Iterable[tuple[Title, int]], day: int) -> Habits:
    """How labelled titles were paid, as known on a day."""
    timely, late = [], []
    for title, label in known:
        paid = title.known(day)
        if label:
            late.append((day - title.due, False) if paid == OPEN else (paid - title.due, True))
        elif paid != APART:
            timely.append(paid - title.due)
    return habits_of(timely, late)

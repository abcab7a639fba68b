"""One customer's story, day by day: what was known of him at the end of any day, and nothing that came later.

The days are asked in rising order, each answer takes in what happened since the last. Linear in the events of
the customer and in the questions.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from math import log
from operator import itemgetter
from typing import NamedTuple

from cobranca_cli.domain.turns import APART, LATE_DAYS, OPEN

from .facts import Customer, Title, count_by

HALF_LIVES = (120, 360)
"""Days in which what is remembered of an invoice loses half of its weight; the rate may also not forget."""

WORST = 60
"""Days late beyond which an invoice does not weigh more in the past delay."""

LATEST = 3
"""So many of the last invoices resolved are looked at by themselves."""

GRID = (-20, -10, -5, 0, 3, 7, 10, 15, 20, 25, LATE_DAYS)
"""Days late between which it is counted when the timely invoices were paid."""

_START, _TURN, _DUE, _LATE, _GONE = range(5)
_SOME_DAY = 730_120
"""The first of January of 2000: any day will do, but always the same."""


class Look(NamedTuple):
    """What is known of an invoice and its customer at the end of a day; the invoice itself is left out.

    Attributes:
        late_for: days from its effective due date to the day; negative before it.
        term: days from its first day to the due date.
        resolved: the customer's invoices that were paid, or are more than LATE_DAYS late.
        late: those of them that were late.
        fading: for each of HALF_LIVES, both numbers with the weights that time has left.
        delay: mean days late of the resolved, up to WORST each, weighted by the longer half-life.
        latest: the same of the last LATEST, unweighted; 0 of none.
        timely: of the timely ones, how many were paid up to each day of GRID and after the one before.
        size: logarithm of the size; `usual` the mean of the customer's other invoices, `sizes` how many.
        open: how many others are open; `overdue` how many of them are overdue,
        overdue_share: which share of the open size that is,
        overdue_days: and since how many days the oldest.
        broken: promises broken; `agreed` agreements signed.
    """

    title: int
    day: int
    due: int
    late_for: int
    term: int
    person: bool | None
    resolved: int
    late: int
    fading: tuple[tuple[float, float], ...]
    delay: float
    latest: float
    timely: tuple[int, ...]
    size: float
    usual: float
    sizes: int
    open: int
    overdue: int
    overdue_share: float
    overdue_days: int
    broken: int
    agreed: int


@lru_cache(maxsize=20_000)
def _weight(day: int, half_life: int) -> float:
    return float(2 ** ((day - _SOME_DAY) / half_life))


class _Past:
    """What has been resolved so far."""

    def __init__(self) -> None:
        self.resolved = self.late = 0
        self.counts = [0.0] * len(HALF_LIVES)
        self.lates = [0.0] * len(HALF_LIVES)
        self.delays = 0.0
        self.timely = [0] * len(GRID)
        self._booked: dict[int, tuple[int, int]] = {}

    def book(self, place: int, day: int, days_late: int) -> None:
        """A title is resolved on a day, or resolved otherwise than before; the first day stays."""
        known = self._booked.get(place)
        if known:
            self._add(-1, *known)
            day = known[0]
        self._booked[place] = (day, days_late)
        self._add(1, day, days_late)

    def unbook(self, place: int) -> None:
        """It is not resolved after all."""
        known = self._booked.pop(place, None)
        if known:
            self._add(-1, *known)

    def _add(self, sign: int, day: int, days_late: int) -> None:
        late = days_late > LATE_DAYS
        self.resolved += sign
        self.late += sign * late
        if not late:
            self.timely[bisect_left(GRID, days_late)] += sign
        for place, half_life in enumerate(HALF_LIVES):
            weight = sign * _weight(day, half_life)
            self.counts[place] += weight
            if late:
                self.lates[place] += weight
        self.delays += sign * _weight(day, HALF_LIVES[-1]) * _counted(days_late)

    def fading(self, day: int) -> tuple[tuple[float, float], ...]:
        """For each half-life, how many were resolved and how many of them late, in today's weights."""
        today = [_weight(day, half_life) for half_life in HALF_LIVES]
        return tuple(
            (count / weight, late / weight)
            for count, late, weight in zip(self.counts, self.lates, today, strict=True)
        )

    def mean_delay(self) -> float:
        """Of all, the later ones weighing more."""
        return self.delays / self.counts[-1] if self.resolved else 0.0

    def latest(self) -> float:
        """Mean days late of the last ones."""
        last = [_counted(days) for _, days in islice(reversed(self._booked.values()), LATEST)]
        return sum(last) / len(last) if last else 0.0


def _counted(days_late: int) -> int:
    return min(max(days_late, 0), WORST)


class Sweep:
    """The story of one customer."""

    def __init__(self, customer: Customer) -> None:
        self._customer = customer
        self._titles = customer.titles
        self._events = sorted(_events(customer.titles), key=itemgetter(0, 1, 2))
        self._next = 0
        self._past = _Past()
        self._living: set[int] = set()
        self._logs = 0.0
        self._open: set[int] = set()
        self._open_size = 0
        self._overdue: dict[int, int] = {}
        self._overdue_size = 0
        self._disputed = [i for i, title in enumerate(self._titles) if title.disputes]

    def look(self, place: int, day: int) -> Look:
        """What is known at the end of a day of the title at a place of the customer's; days must not fall."""
        self.advance(day)
        title, past = self._titles[place], self._past
        size, own = log(title.size), place in self._open
        overdue, overdue_size, oldest = self._late_ones(place, day)
        open_size = self._open_size - title.size * own
        sizes = len(self._living) - (place in self._living)
        return Look(
            title.id, day, title.due, day - title.due, title.due - title.start, self._customer.person,
            past.resolved, past.late, past.fading(day), past.mean_delay(), past.latest(), tuple(past.timely),
            size, (self._logs - size * (place in self._living)) / sizes if sizes else size, sizes,
            len(self._open) - own, overdue, overdue_size / open_size if overdue else 0.0,
            day - oldest if overdue else 0,
            count_by(self._customer.broken, day), count_by(self._customer.agreed, day),
        )  # fmt: skip

    def unpaid(self, place: int) -> bool:
        """Whether a title is open at the end of the last day asked about."""
        return place in self._open

    def advance(self, day: int) -> None:
        """Take in what happened up to the end of a day."""
        events, number = self._events, self._next
        while number < len(events) and events[number][0] <= day:
            self._take(*events[number])
            number += 1
        self._next = number

    def _late_ones(self, place: int, day: int) -> tuple[int, int, int]:
        """Of the overdue, without this one and those in dispute: how many, their size, the first due date."""
        without = [place, *(i for i in self._disputed if i != place and self._titles[i].disputed(day))]
        without = [i for i in without if i in self._overdue]
        size = self._overdue_size - sum(self._titles[i].size for i in without)
        oldest = next((due for i, due in self._overdue.items() if i not in without), day)
        return len(self._overdue) - len(without), size, oldest

    def _take(self, day: int, kind: int, place: int, outcome: int) -> None:
        title = self._titles[place]
        if kind == _START:
            self._living.add(place)
            self._logs += log(title.size)
            self._reopen(place, title)
        elif kind == _TURN:
            self._turn(day, place, title, outcome)
        elif kind == _GONE:
            self._living.discard(place)
            self._logs -= log(title.size)
            self._past.unbook(place)
            self._close(place, title)
        elif place in self._open:
            if kind == _DUE:
                self._fall_due(place, title)
            elif not title.disputed(day):
                self._past.book(place, day, LATE_DAYS + 1)

    def _turn(self, day: int, place: int, title: Title, outcome: int) -> None:
        if outcome == OPEN:
            self._past.unbook(place)
            self._reopen(place, title)
            if day > title.due:
                self._fall_due(place, title)
            if day > title.due + LATE_DAYS:
                self._past.book(place, day, LATE_DAYS + 1)
            return
        self._close(place, title)
        if outcome == APART:
            self._past.unbook(place)
        else:
            self._past.book(place, day, outcome - title.due)

    def _reopen(self, place: int, title: Title) -> None:
        if place not in self._open:
            self._open.add(place)
            self._open_size += title.size

    def _close(self, place: int, title: Title) -> None:
        if place in self._open:
            self._open.remove(place)
            self._open_size -= title.size
        if self._overdue.pop(place, None) is not None:
            self._overdue_size -= title.size

    def _fall_due(self, place: int, title: Title) -> None:
        if place in self._overdue:
            return
        last = next(reversed(self._overdue.values()), title.due)
        self._overdue[place] = title.due
        self._overdue_size += title.size
        if title.due < last:
            # One that was paid and is not: the oldest must stand first.
            self._overdue = dict(sorted(self._overdue.items(), key=itemgetter(1, 0)))


def _events(titles: Sequence[Title]) -> Iterator[tuple[int, int, int, int]]:
    for place, title in enumerate(titles):
        yield title.start, _START, place, 0
        last = title.gone or 2**31
        if title.gone and title.gone <= title.start:
            last = title.start
        for day, kind in ((title.due + 1, _DUE), (title.due + LATE_DAYS + 1, _LATE)):
            if max(day, title.start) < last:
                yield max(day, title.start), kind, place, 0
        for known_on, outcome in title.turns:
            if known_on < last:
                yield max(known_on, title.start), _TURN, place, outcome
        if title.gone:
            yield last, _GONE, place, 0

"""The collection ladder (régua de cobrança) as data, and which step of it a title has come to.

Nothing is scheduled: the step is derived each time from the title's dates and from the steps it has taken,
so that a missed day, a payment or a reversal needs no repair.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from .calendar import BusinessCalendar

DUE, ISSUE, MONTH_END, PREVIOUS = "vencimento", "emissao", "fim-do-mes", "anterior"
BASES = {DUE: "D", ISSUE: "E", MONTH_END: "F", PREVIOUS: "A"}
"""What a step's days are counted from, and the letter of its label: the effective due date; the issue date;
the effective due date and then on to the end of that month; the day on which the step before was taken."""

SEND, CALL, DECIDE, SKIP = "enviar", "ligar", "decidir", "pular"

DATA_GATE, PROOF_GATE = "dados", "prova"
GATES = (DATA_GATE, PROOF_GATE)
"""What a step may ask for: that the customer's registration is complete; that the delivery is proved."""

_LABEL = re.compile(r"([DEFA])([+-]?\d{1,4})", re.ASCII)


class Step(NamedTuple):
    """One rung.

    Attributes:
        days: from the base, negative before it.
        repeat: days between repetitions, which go on until the next step's day; 0 for a step that comes once.
        action: SEND renders a text, CALL is a person's task, DECIDE waits for the owner's approval.
        channels: those that will do, the preferred one first; none for a decision that reaches nobody.
        minimum: cents; below it in overdue principal of the customer the step is not taken.
        segments: of whom it is asked, if not of everybody; `except_segments` of whom never.
        gates: see GATES.
    """

    days: int
    base: str = DUE
    repeat: int = 0
    action: str = SEND
    channels: tuple[str, ...] = ("email", "whatsapp")
    template: str = ""
    tone: str = ""
    minimum: int = 0
    segments: frozenset[str] = frozenset()
    except_segments: frozenset[str] = frozenset()
    gates: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """`D-5`, `D0`, `D+3`."""
        return label_of(self.base, self.days)


def label_of(base: str, days: int) -> str:
    """The name of a step, for life: what has been taken is known by it."""
    return f"{BASES[base]}{days:+d}" if days else f"{BASES[base]}0"


class Ladder(NamedTuple):
    """The steps in their order.

    Attributes:
        one_at_a_time: a title takes one rung a run and skips none; else it takes the highest it has come to.
        move: a step on a day without business moves, back before the effective due date, forward after it.
    """

    steps: tuple[Step, ...]
    one_at_a_time: bool = False
    move: bool = True


class Dates(NamedTuple):
    """What the steps of a title are counted from."""

    due: date
    """The effective due date."""
    issued: date


class Reached(NamedTuple):
    """A step that a title may take: its place in the ladder, the name it is taken under and its day."""

    position: int
    label: str
    on: date
    step: Step


def reached(
    ladder: Ladder, dates: Dates, done: Mapping[str, date], as_of: date, calendar: BusinessCalendar
) -> tuple[Reached, ...]:
    """The steps a title may take on a day, the highest first; `done` are those taken and when.

    A step is open when its day has come, it stands above every step taken, and, if its day is not after the
    effective due date, that has not passed: nobody is reminded of a day that is over. Linear in the steps.
    """
    top = _highest_taken(ladder, dates, done, calendar)
    found: list[Reached] = []
    for position, step in enumerate(ladder.steps):
        base = _base(ladder, position, step, dates, done)
        if base is None:
            continue
        day = _Day(step, base, dates.due, calendar if ladder.move else None)
        number = _occurrence(day, as_of, _end(ladder, position))
        on = day(number)
        if on > as_of or on <= dates.due < as_of:
            continue
        if (position, number) > top:
            found.append(Reached(position, label_of(step.base, number), on, step))
    if ladder.one_at_a_time and found:
        found = [each for each in found if each.on == found[0].on]
    return tuple(reversed(found))


class _Day(NamedTuple):
    """The day of a step by its number of days; `calendar` None leaves it on the day it falls."""

    step: Step
    base: date
    due: date
    calendar: BusinessCalendar | None

    def __call__(self, number: int) -> date:
        day = self.base + timedelta(days=number)
        if self.step.base == MONTH_END:
            day = _month_end(day)
        if self.calendar is None:
            return day
        before = day < self.due
        return self.calendar.previous_business_day(day) if before else self.calendar.next_business_day(day)


def _end(ladder: Ladder, position: int) -> int | None:
    """The days at which the repetitions of a step end: those of the next step from the same base."""
    base = ladder.steps[position].base
    return next((step.days for step in ladder.steps[position + 1 :] if step.base == base), None)


def _occurrence(day: _Day, as_of: date, end: int | None) -> int:
    """The number of days of a step; of a repeated one that of the last time that has come, else the first."""
    step = day.step
    number = step.days
    if step.repeat:
        # A day may move either way: the next time is looked at too.
        number += max(0, ((as_of - day.base).days - number) // step.repeat + 1) * step.repeat
        while number > step.days and (day(number) > as_of or (end is not None and number >= end)):
            number -= step.repeat
    return number


def _base(ladder: Ladder, position: int, step: Step, dates: Dates, done: Mapping[str, date]) -> date | None:
    if step.base == PREVIOUS:
        return max((on for label, on in done.items() if _rank(ladder, label)[0] < position), default=None)
    return dates.issued if step.base == ISSUE else dates.due


def _month_end(day: date) -> date:
    first = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return first - timedelta(days=1)


def _highest_taken(
    ladder: Ladder, dates: Dates, done: Mapping[str, date], calendar: BusinessCalendar
) -> tuple[int, int]:
    """The place and number of days of the highest step taken.

    A step that the ladder has no more stands where its days would be, or, counted from another base, where
    the ladder would have been on the day it was taken: what has been said is not said again more mildly.
    """
    top = (-1, 0)
    for label, on in done.items():
        place = _rank(ladder, label)
        if place[0] < 0:
            for position, step in enumerate(ladder.steps):
                base = _base(ladder, position, step, dates, {})
                day = base and _Day(step, base, dates.due, calendar if ladder.move else None)
                if day and day(step.days) <= on:
                    place = position, step.days
        top = max(top, place)
    return top


def _rank(ladder: Ladder, label: str) -> tuple[int, int]:
    """Where a step taken stands by its label: place and number of days; place -1 when it cannot be told."""
    match = _LABEL.fullmatch(label)
    if match is None:
        return -1, 0
    number = int(match[2])
    place = -1
    for position, step in enumerate(ladder.steps):
        if BASES[step.base] == match[1] and step.days <= number:
            place = position
    return place, number

"""What one title adds to its customer's statement: lines whose amounts add up to what is owed on it.

A line stands on the day on which the ledger came to know of something, so that a later correction leaves the
lines of earlier days as they were. Charges become a line when an entry fixes them, and at the end for what
accrued since. Where a correction fixes other charges than had been told, the difference is a line too.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from .account import ACCRUAL, NOTHING, Conditions, Entry, Parts, Title
from .charges import Standing, Working, work_out
from .posting import MONEY, net_of
from .suspension import AGREED, BROKEN, CLOSED, PASSING, is_suspended, passed_on_by, without_agreement

ISSUED, CHARGES, ADJUSTMENT = "fatura", "encargos", "ajuste"
PRESCRIPTION, CANCELLATION = "prescricao", "cancelamento"

_ACCRUALS = {"juros": "interest", "multa": "fine", "correcao": "correction"}
_FIXES_NOTHING = "despesa"
_OF_AGREEMENTS = (AGREED, BROKEN, CLOSED)
_ONE_DAY = timedelta(days=1)


class DatedTitle(NamedTuple):
    """A title, the first day on which it exists, and the first on which it is cancelled."""

    title: Title
    starts_on: date
    cancelled_on: date | None = None

    def cancelled(self, day: date) -> bool:
        """Whether it is cancelled at the end of a day."""
        return self.cancelled_on is not None and self.cancelled_on <= day


class Line(NamedTuple):
    """What changed on a day.

    Attributes:
        kind: that of an entry, or one of the kinds above.
        amount: cents that it adds to what is owed; negative when it lowers it.
        movement: the number of the movement whose doing it is; 0 of none.
        charges: of `encargos`, what they consist of.
        again: it corrects what an earlier day had.
        closing: accrued up to the last day, and fixed by nothing yet.
        agreed: an agreement, or what became of one, is why.
    """

    day: date
    kind: str
    amount: int
    movement: int = 0
    charges: Parts = NOTHING
    again: bool = False
    closing: bool = False
    agreed: bool = False


class Opening(NamedTuple):
    """How a title stood at the end of a day, in cents.

    `fixed` is what it came to by its entries, principal included; `lately` what accrued after the last one.
    """

    day: date
    owed: int = 0
    fixed: int = 0
    lately: Parts = NOTHING


class TitleStatement(NamedTuple):
    """The lines of one title in the order of their days, and how it stands in the end.

    There is no standing of a title that does not exist yet or is cancelled: nothing is owed on it.
    """

    lines: tuple[Line, ...]
    standing: Standing | None


def opening_of(dated: DatedTitle, entries: Iterable[Entry], conditions: Conditions, day: date) -> Opening:
    """How a title stood at the end of a day, by the entries booked up to it."""
    booked = _booked(entries, day)
    if day < dated.starts_on or dated.cancelled(day) or is_suspended(booked):
        return Opening(day)
    known = _Knowledge(work_out(dated.title, without_agreement(booked), conditions, day))
    return Opening(day, known.standing.open.total, known.fixed(day), known.lately)


def tell(
    dated: DatedTitle,
    entries: Iterable[Entry],
    conditions: Conditions,
    as_of: date,
    opening: Opening | None = None,
) -> TitleStatement:
    """The lines of a title after the day of `opening`, or of all days, up to `as_of` inclusive.

    `entries` are as booked, corrections too. The amounts of the lines, less the entries that pay, add up to
    what is owed on `as_of` less what was owed on the day of `opening`. The cost is one working for every
    day on which a reversal corrected the title, and one more. Raises MissingIndexError.
    """
    if as_of < dated.starts_on:
        return TitleStatement((), None)
    return _Teller(dated, _merged(entries, as_of), conditions, as_of, opening or Opening(date.min)).told()


class _Knowledge:
    """A working, by which the fixed part of the debt on any of its days can be told."""

    def __init__(self, working: Working) -> None:
        self.standing = working.standing
        self.lately = NOTHING
        total, accrued = working.steps[0].amount, NOTHING
        self._days, self._fixed, self._accrued = [date.min], [total], [accrued]
        for step in working.steps[1:]:
            total += step.amount
            if step.entry:
                accrued, self.lately = accrued.plus(self.lately), NOTHING
                self._days.append(step.entry.value_on)
                self._fixed.append(total)
                self._accrued.append(accrued)
            elif name := _ACCRUALS.get(step.stage):
                self.lately = self.lately.plus(NOTHING._replace(**{name: step.amount}))

    def fixed(self, day: date) -> int:
        """Cents owed by the entries of value up to a day, without what accrued after the last of them."""
        return self._fixed[bisect_right(self._days, day) - 1]

    def accrued(self, day: date) -> Parts:
        """All that those entries found accrued."""
        return self._accrued[bisect_right(self._days, day) - 1]


class _Teller:
    """The lines of one title as they are told, day after day.

    `_fixed` is what they come to, but for `_pending`: what the opening had beyond the entries, which the next
    entry that fixes charges finds again.
    """

    def __init__(
        self,
        dated: DatedTitle,
        booked: dict[date, list[Entry]],
        conditions: Conditions,
        as_of: date,
        opening: Opening,
    ) -> None:
        self._dated, self._booked, self._conditions, self._as_of = dated, booked, conditions, as_of
        self._fixed, self._pending = opening.fixed, opening.owed - opening.fixed
        self._lately, self._after = opening.lately, opening.day
        self._corrected = [day for day, rows in booked.items() if any(row.value_on < day for row in rows)]
        self._lines: list[Line] = []
        self._known: _Knowledge | None = None
        self._known_until = date.min

    def told(self) -> TitleStatement:
        dated = self._dated
        happened = {
            dated.starts_on: self._issue,
            _prescribed_from(dated.title): self._prescribe,
        }
        for day in sorted({*self._booked, *happened, dated.cancelled_on or dated.starts_on}):
            if not self._after < day <= self._as_of:
                continue
            if day in happened:
                happened[day](day)
            if day in self._booked:
                self._enter(day, self._booked[day])
            if day == dated.cancelled_on:
                self._cancel(day)
        standing = self._close()
        return TitleStatement(tuple(self._lines), standing)

    def _issue(self, day: date) -> None:
        self._fixed = self._dated.title.amount
        self._lines.append(Line(day, ISSUED, self._fixed))

    def _prescribe(self, day: date) -> None:
        """Charges leave the account, those that were told and those that were not."""
        yesterday = day - _ONE_DAY
        if not self._dated.cancelled(yesterday) and not self._suspended(yesterday):
            self._settle_on(self._work_out(yesterday, day).open.total, day, PRESCRIPTION)

    def _enter(self, day: date, rows: Sequence[Entry]) -> None:
        # What an instalment passes on adds up to nothing, and is the instalment's line already.
        passed = passed_on_by(rows)
        rows = [
            row
            for row in rows
            if row.kind != ACCRUAL and (row.movement not in passed or row.kind not in PASSING)
        ]
        gone = self._dated.cancelled(day - _ONE_DAY)
        again = any(row.value_on < day for row in rows)
        # Nothing is owed on a cancelled title: all that may come is that a payment is taken back.
        counted = [row for row in rows if row.kind in MONEY] if gone else rows
        entered = [
            Line(day, row.kind, -row.parts.total, row.movement, again=row.value_on < day)
            for row in counted
            if row.kind not in MONEY and row.parts.total
        ]
        fixed = 0 if gone or self._suspended(day) else self._fixed_on(day)
        amount = fixed - self._fixed + sum(row.parts.total for row in counted)
        self._fixed, charges, movement = fixed, NOTHING, 0
        if fixing := [row for row in rows if row.value_on == day and row.kind != _FIXES_NOTHING]:
            amount -= self._pending
            charges, movement = self._accrued_on(day).minus(self._lately), fixing[0].movement
            self._pending, self._lately = 0, NOTHING
        if amount:
            kind = ADJUSTMENT if again or gone else CHARGES
            if amount < 0 and self._dated.title.prescribed(day):
                kind = PRESCRIPTION
            place = 0 if kind == CHARGES else len(entered)
            agreed = any(row.kind in _OF_AGREEMENTS for row in rows)
            entered.insert(place, Line(day, kind, amount, movement, charges, again=again, agreed=agreed))
        self._lines += entered

    def _cancel(self, day: date) -> None:
        self._settle_on(0, day, CANCELLATION)

    def _close(self) -> Standing | None:
        if self._dated.cancelled(self._as_of):
            return None
        known = self._knowledge_on(self._as_of)
        if self._suspended(self._as_of):
            self._settle_on(0, self._as_of, ADJUSTMENT)
            return known.standing._replace(open=NOTHING, fresh=NOTHING)
        owed = known.standing.open.total
        kind = CHARGES
        if owed < self._fixed + self._pending:
            kind = PRESCRIPTION if self._dated.title.prescribed(self._as_of) else ADJUSTMENT
        self._settle_on(owed, self._as_of, kind, known.lately.minus(self._lately))
        return known.standing

    def _settle_on(self, owed: int, day: date, kind: str, charges: Parts | None = None) -> None:
        """Bring what the lines come to in step with what is owed."""
        if amount := owed - self._fixed - self._pending:
            line = Line(day, kind, amount, charges=charges or NOTHING, closing=charges is not None)
            self._lines.append(line._replace(agreed=self._suspended(day)))
        self._fixed, self._pending, self._lately = owed, 0, NOTHING

    def _fixed_on(self, day: date) -> int:
        if self._dated.title.prescribed(day):
            return self._work_out(day, day).open.total
        return self._knowledge_on(day).fixed(day)

    def _accrued_on(self, day: date) -> Parts:
        known = self._knowledge_on(day)
        return known.accrued(day).minus(known.accrued(day - _ONE_DAY))

    def _knowledge_on(self, day: date) -> _Knowledge:
        """What was known on a day of all days up to it; computed once from one correction to the next."""
        if self._known is None or day > self._known_until:
            later = [corrected for corrected in self._corrected if corrected > day]
            self._known_until = later[0] - _ONE_DAY if later else self._as_of
            entries = self._net(self._known_until)
            self._known = _Knowledge(
                work_out(self._dated.title, entries, self._conditions, self._known_until)
            )
        return self._known

    def _work_out(self, known_on: date, day: date) -> Standing:
        return work_out(self._dated.title, self._net(known_on), self._conditions, day).standing

    def _net(self, known_on: date) -> list[Entry]:
        """The entries as they would be without agreements, which `_suspended` tells of."""
        booked = (row for day, rows in self._booked.items() if day <= known_on for row in rows)
        return without_agreement(net_of(booked))

    def _suspended(self, day: date) -> bool:
        """Whether an agreement held the title at the end of a day, by what was known then."""
        return is_suspended(row for on, rows in self._booked.items() if on <= day for row in rows)


def _prescribed_from(title: Title) -> date:
    return date.max if title.prescribes_on is None else title.prescribes_on + _ONE_DAY


def _booked(entries: Iterable[Entry], day: date) -> list[Entry]:
    return net_of(entry for entry in entries if entry.booked_on <= day)


def _merged(entries: Iterable[Entry], as_of: date) -> dict[date, list[Entry]]:
    """What was booked on each day up to `as_of`, in the order of days and movements."""
    sums: dict[tuple[date, int, date, str, int], Parts] = {}
    for e in entries:
        if e.booked_on <= as_of:
            key = (e.booked_on, e.movement, e.value_on, e.kind, e.title)
            sums[key] = sums.get(key, NOTHING).plus(e.parts)
    found: dict[date, list[Entry]] = {}
    for (booked_on, movement, value_on, kind, title), parts in sorted(sums.items()):
        if any(parts):
            entry = Entry(movement, title, kind, value_on, booked_on, parts)
            found.setdefault(booked_on, []).append(entry)
    return found

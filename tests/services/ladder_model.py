"""What a customer, his titles and what was agreed with him are, told again without any code of ours.

It says what the ladder is to do on a day. Titles carry no charges, payments go to named titles, and every
step may be taken by everybody: gates and segments are the affair of `tests/domain/test_plan.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from tests.domain.ladder_oracle import Rung, business_days_later, effective, every_step, may_take, works

GAP, CALLS, WEEK, CLEARING = 2, 2, 7, 2
LEAST = 500
"""Cents; who owes less, overdue, is left alone."""

FOR_GOOD = {
    "faleceu": "falecimento", "faliu": "insolvencia", "está superendividada": "superendividamento",
    "nunca se cobra": "nunca",
}  # fmt: skip
"""What is said of a customer, and the kind of hold that stops everything."""

SEND, CALL, DECIDE = "enviar", "ligar", "decidir"


class Rule(NamedTuple):
    """A step of the model's ladder."""

    days: int
    action: str
    channels: tuple[str, ...]
    repeat: int = 0


DECIDED_BY = ("email", "carta")
LADDER = (
    Rule(-5, SEND, ("email", "whatsapp")),
    Rule(0, SEND, ("email", "whatsapp")),
    Rule(1, SEND, ("whatsapp", "email")),
    Rule(3, SEND, ("email",)),
    Rule(7, CALL, ("telefone",)),
    Rule(15, SEND, ("email", "carta"), 14),
    Rule(30, DECIDE, DECIDED_BY),
    Rule(45, SEND, ("carta", "email")),
    Rule(60, DECIDE, ()),
)
RUNGS = tuple(Rung(rule.days, rule.repeat) for rule in LADDER)


class Payment(NamedTuple):
    """Cents on a title, until the day from which they do not count."""

    id: int
    day: date
    cents: int
    undone: date | None = None


class Pledge(NamedTuple):
    """A promise; `title` empty is all that the customer owes. `withdrawn` is the day it was taken back."""

    id: int
    who: str
    title: str
    day: date
    made_on: date
    withdrawn: date | None = None

    def rests(self, on: date) -> bool:
        """Whether the ladder waits for it."""
        if self.withdrawn and self.withdrawn <= on:
            return False
        return self.made_on <= on <= business_days_later(self.day, 1)


class Restraint(NamedTuple):
    """A pause, a dispute, a stop for good (`until` None), or a channel not wanted."""

    id: int
    who: str
    title: str
    kind: str
    value: str
    since: date
    until: date | None
    ended: date | None = None

    def on(self, day: date) -> bool:
        return (
            self.since <= day
            and (self.until is None or day <= self.until)
            and (self.ended is None or day < self.ended)
        )


class Talk(NamedTuple):
    """A contact with a customer; `told` is the day on which somebody wrote it down."""

    who: str
    day: date
    told: date
    channel: str
    outcome: str


REACHED = ("falou", "ja-pagou", "enviado")
ATTEMPTS = ("falou", "ja-pagou", "nao-atendeu")


@dataclass
class Bill:
    """A title."""

    name: str
    who: str
    cents: int
    due: date
    since: date
    payments: list[Payment] = field(default_factory=list)
    taken: dict[str, date] = field(default_factory=dict)

    def open(self, on: date) -> int:
        """What is owed at the end of a day."""
        if on < self.since:
            return 0
        paid = sum(p.cents for p in self.payments if p.day <= on and not (p.undone and p.undone <= on))
        return self.cents - paid


class Action(NamedTuple):
    """What is done with a customer; titles with the step that each takes."""

    who: str
    kind: str
    label: str
    channel: str
    titles: frozenset[tuple[str, str]]


class _Choice(NamedTuple):
    bill: Bill
    height: tuple[int, int]
    label: str
    channel: str


@dataclass
class Book:
    """All that is known."""

    channels: dict[str, frozenset[str]]
    bills: dict[str, Bill] = field(default_factory=dict)
    pledges: list[Pledge] = field(default_factory=list)
    restraints: list[Restraint] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    letters: list[tuple[str, date]] = field(default_factory=list)
    acted: list[tuple[str, date]] = field(default_factory=list)

    def expected(self, on: date) -> set[Action]:
        """What the ladder does on a day."""
        return {action for who in self.channels if (action := self._of(who, on))}

    def take(self, action: Action, on: date) -> None:
        """Write an action down."""
        self.acted.append((action.who, on))
        for name, label in action.titles:
            self.bills[name].taken[label] = on
        if action.kind == SEND:
            self.letters.append((action.who, on))

    def stopped(self, who: str, title: str, on: date) -> str:
        """Why nothing may be done about a title; empty when it may."""
        for each in self.restraints:
            if each.who == who and each.title in ("", title) and each.kind != "canal" and each.on(on):
                return each.kind
        for pledge in self.pledges:
            if pledge.who == who and pledge.title in ("", title) and pledge.rests(on):
                return "promessa"
        said = [talk.day for talk in self._talks(who, on) if talk.outcome == "ja-pagou"]
        return "compensacao" if said and on <= business_days_later(max(said), CLEARING) else ""

    def may_be_sent(self, who: str, titles: Iterable[str], on: date) -> frozenset[str]:
        """Of the titles of a decision those that its letter may ask for on a day."""
        reachable = self.usable(who, on) & set(DECIDED_BY)
        if not self._free(who, on) or not reachable or self._overdue(who, on) < LEAST:
            return frozenset()
        return frozenset(
            name for name in titles if self.bills[name].open(on) > 0 and not self.stopped(who, name, on)
        )

    def _free(self, who: str, on: date) -> bool:
        """Whether the day, and the time since the last contact, allow another."""
        last = self.reached_on(who, on)
        return works(on) and (last is None or (on - last).days >= GAP)

    def reached_on(self, who: str, on: date) -> date | None:
        """The last day on which a customer had something from us."""
        days = [day for name, day in self.letters if name == who and day <= on]
        days += [talk.day for talk in self._talks(who, on) if talk.outcome in REACHED]
        return max(days, default=None)

    def usable(self, who: str, on: date) -> frozenset[str]:
        """The channels there are, less those not wanted."""
        unwanted = {each.value for each in self.restraints if each.who == who and each.kind == "canal"}
        known = {
            each.value for each in self.restraints if each.kind == "canal" and each.who == who and each.on(on)
        }
        return self.channels[who] - (unwanted & known)

    def _overdue(self, who: str, on: date) -> int:
        """What a customer owes that is late and that nothing holds."""
        late = [bill for bill in self.bills.values() if bill.who == who and effective(bill.due) < on]
        return sum(bill.open(on) for bill in late if not self.stopped(who, bill.name, on))

    def _talks(self, who: str, on: date) -> Iterable[Talk]:
        return [talk for talk in self.talks if talk.who == who and talk.told <= on]

    def _of(self, who: str, on: date) -> Action | None:
        if (who, on) in self.acted:
            return None
        chosen = [
            choice
            for bill in self.bills.values()
            if bill.who == who and bill.open(on) > 0 and not self.stopped(who, bill.name, on)
            if (choice := self._choose(bill, on))
        ]
        decisions = [each for each in chosen if LADDER[each.height[0]].action == DECIDE]
        if decisions:
            return self._action(who, decisions)
        return self._action(who, chosen) if chosen and self._free(who, on) else None

    def _choose(self, bill: Bill, on: date) -> _Choice | None:
        """The highest step there is a channel for; a conversation since its day is the call."""
        if effective(bill.due) < on and self._overdue(bill.who, on) < LEAST:
            return None
        options = may_take(RUNGS, bill.due, bill.taken, on)
        steps = {step.name: step for step in every_step(RUNGS, bill.due)}
        calls = [talk for talk in self._talks(bill.who, on) if talk.channel == "telefone"]
        week = [talk for talk in calls if talk.outcome in ATTEMPTS and on - talk.day < timedelta(days=WEEK)]
        spoke = [talk.day for talk in calls if talk.outcome in REACHED]
        for label in options:
            place, day = steps[label].height[0], steps[label].day
            rule = LADDER[place]
            if rule.action == CALL and any(day <= each for each in spoke):
                return None
            if rule.action == CALL and len(week) >= CALLS:
                continue
            channel = next((one for one in rule.channels if one in self.usable(bill.who, on)), None)
            if channel or rule.action == DECIDE:
                return _Choice(bill, steps[label].height, label, channel or "")
        return None

    @staticmethod
    def _action(who: str, chosen: list[_Choice]) -> Action:
        top = max(chosen, key=lambda each: each.height)
        titles = frozenset((each.bill.name, each.label) for each in chosen)
        return Action(who, LADDER[top.height[0]].action, top.label, top.channel, titles)

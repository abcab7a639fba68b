"""Agreements in the model of payments, in plain Python: nothing of the domain, no entries, only facts.

What an agreement suspends stands aside and goes on as it would without the agreement, with the money of the
instalments as payments on it. A breach puts it back, as it is or as the clause has it. To undo is to play the
facts again without the one that was undone.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from tests.services.agreement_plan import Plan, half_up
from tests.services.payment_facts import BROKEN, COMPONENTS, FINE_FIRST, PAYING, SIGNED, Bill, Fact
from tests.services.payment_model import Book, Debt, Payment, Played, note, shared
from tests.services.payment_policy import ONE_DAY, Policy

NOTHING = dict.fromkeys(COMPONENTS, 0)


@dataclass(eq=False)
class Agreement:
    """What was agreed. `weights` is what each of its titles came to, `bills` its instalments by position."""

    id: int
    fact: Fact
    plan: Plan
    weights: dict[int, dict[str, int]]
    discount: int
    clause: str
    bills: dict[int, int]

    @property
    def name(self) -> str:
        return f"ACORDO-{self.id}"

    @property
    def titles(self) -> tuple[int, ...]:
        return self.fact.named

    @property
    def debt(self) -> int:
        return sum(sum(weight.values()) for weight in self.weights.values())

    def relief(self, day: date, left: Collection[int], settled: Collection[int]) -> dict[int, int]:
        """The interest let off these instalments if they are settled on a day, when `left` are open."""
        to_come = [self.bills[row.position] for row in self.plan.rows if row.position and row.due > day]
        whole = all(bill in left and bill in settled for bill in to_come)
        off = self.plan.unearned(day, whole=whole)
        return {self.bills[position]: cents for position, cents in off.items()}


@dataclass
class AgreedPlayed(Played):
    """With what each title came to by the play when it was signed, by fact and title."""

    held: dict[tuple[int, int], int] = field(default_factory=dict)


class AgreedBook(Book):
    """The facts of a ledger with agreements."""

    def __init__(self, policy: Policy) -> None:
        super().__init__(policy)
        self.agreements: dict[int, Agreement] = {}

    def begin(self) -> Played:
        return AgreedPlayed({}, {})

    # How an agreement stands

    def breaches(self, agreement: Agreement) -> list[Fact]:
        """Those that count and those that do not."""
        mine = {*agreement.bills.values()}
        return [fact for fact in self.facts.values() if fact.kind == BROKEN and mine & {*fact.named}]

    def broken(self, agreement: Agreement, day: date) -> Fact | None:
        """The breach that counts on a day."""
        counts = [
            fact
            for fact in self.breaches(agreement)
            if fact.day <= day and (fact.undone is None or fact.undone > day)
        ]
        return counts[-1] if counts else None

    @staticmethod
    def cancelled(agreement: Agreement, day: date) -> bool:
        return agreement.fact.undone is not None and agreement.fact.undone <= day

    def in_force(self, agreement: Agreement, day: date) -> bool:
        signed = agreement.fact.day <= day and not self.cancelled(agreement, day)
        return signed and not self.broken(agreement, day)

    def fulfilled(self, agreement: Agreement, day: date) -> bool:
        debts = self.play(agreement.fact.customer, day).debts
        return not any(debts[bill].total for bill in agreement.bills.values())

    def holds(self, bill: Bill, day: date) -> bool:
        """Whether an agreement in force on the day is about it."""
        return any(bill.id in each.titles and self.in_force(each, day) for each in self.agreements.values())

    def of_bill(self, bill: int) -> Agreement | None:
        """The agreement that it is an instalment of."""
        return next((each for each in self.agreements.values() if bill in each.bills.values()), None)

    # What facts do

    def happen(self, played: Played, fact: Fact, known_on: date) -> None:
        if fact.kind == SIGNED:
            _sign(played, fact)
        elif fact.kind == BROKEN:
            agreement = self.of_bill(fact.named[0])
            assert agreement
            _break(played, fact, agreement)
        elif fact.kind in PAYING:
            _AgreedPayment(self, played, fact, known_on).run()
            for agreement in self.agreements.values():
                self._pass_on(played, fact, agreement)
        else:
            super().happen(played, fact, known_on)

    def _pass_on(self, played: Played, fact: Fact, agreement: Agreement) -> None:
        """A11: in proportion to what each came to, then to those that have room."""
        came = sum(
            sum(played.did.get((fact.id, bill, kind), NOTHING).values())
            for bill in agreement.bills.values()
            for kind in PAYING
        )
        held = {
            title: played.aside[title].grown(fact.day) for title in agreement.titles if title in played.aside
        }
        if not came or not held:
            return
        owed = [held[title].total if title in held else 0 for title in agreement.titles]
        wanted = in_proportion(came, [sum(agreement.weights[title].values()) for title in agreement.titles])
        given = list(map(min, wanted, owed))
        room = [most - part for most, part in zip(owed, given, strict=True)]
        more = shared(min(came, sum(owed)) - sum(given), room)
        for title, part, extra in zip(agreement.titles, given, more, strict=True):
            if part + extra:
                debt = held[title]
                order = FINE_FIRST if self.policy(debt.bill, fact.day).fine_first else COMPONENTS
                taken = debt.take(part + extra, order, debt.open)
                debt.less(taken)
                played.aside[title] = debt
                note(played, fact, debt, "repasse", taken)


class _AgreedPayment(Payment):
    """A payment that may settle instalments before their time."""

    def __init__(self, book: AgreedBook, played: Played, fact: Fact, known_on: date) -> None:
        super().__init__(book, played, fact, known_on)
        self.off: dict[int, int] = {}
        mine = {book.of_bill(bill) for bill in fact.named} if fact.early else ()
        for agreement in filter(None, mine):
            left = [bill for bill in agreement.bills.values() if played.debts[bill].grown(fact.day).total]
            named = [bill for bill in fact.named if bill in left]
            relief = agreement.relief(fact.day, left, named)
            self.off |= {bill: relief.get(bill, 0) for bill in named}

    def _discount(self, debt: Debt) -> int:
        if debt.bill.id in self.off:
            return min(self.off[debt.bill.id], debt.open["principal"])
        return super()._discount(debt)


def _sign(played: Played, fact: Fact) -> None:
    """What is owed on the day is not owed any more, and stands aside."""
    assert isinstance(played, AgreedPlayed)
    for title in fact.named:
        debt = _fixed(played.debts[title], fact.day)
        owed = played.debts[title].grown(fact.day).total
        if owed:
            played.held[fact.id, title] = owed
            played.aside[title] = debt
            played.debts[title] = replace(debt, open=dict(NOTHING), lost=dict(debt.lost))


def _fixed(debt: Debt, day: date) -> Debt:
    """With what it has borne by the day; if that is nothing, the days go on counting from where they did."""
    grown = debt.grown(day)
    return grown if grown.open != debt.open else debt


def _break(played: Played, fact: Fact, agreement: Agreement) -> None:
    """The instalments are closed; the titles owe again, by the clause that was applied."""
    day, (clause,) = fact.day, fact.parts
    owed = {bill: played.debts[bill].grown(day) for bill in agreement.bills.values()}
    left = {bill: debt for bill, debt in owed.items() if debt.total}
    olds = {title: played.aside.pop(title, played.debts[title]) for title in agreement.titles}
    asked = _asked(agreement, clause, day, left)
    for bill, debt in left.items():
        note(played, fact, debt, "encerramento", debt.open)
        played.debts[bill] = replace(debt, open=dict(NOTHING))
    for title, old in olds.items():
        now = old.grown(day).open
        target = now if asked is None else _within(asked[title], old.bill.amount)
        debt = _fixed(old, day) if target == now else old.grown(day)
        first = debt.book.policy(debt.bill, debt.bill.late_day + ONE_DAY)
        if target != now and (day - debt.bill.late_day).days > first.grace:
            # What the clause says is owed has all in it that the days up to now have borne.
            debt.counted, debt.fined = day, True
        lost = played.debts[title].lost if title in played.debts else old.lost
        played.debts[title] = replace(debt, open=dict(target), lost=dict(lost))
        back = {name: now[name] - target[name] for name in COMPONENTS}
        note(played, fact, debt, "rompimento", back)


def _asked(
    agreement: Agreement, clause: str, day: date, left: dict[int, Debt]
) -> dict[int, dict[str, int]] | None:
    """What a clause puts back on each title; None is what is owed without the agreement."""
    if clause == "original":
        return None
    relief = agreement.relief(day, left, left)
    earned = {
        bill: debt.open | {"principal": max(0, debt.open["principal"] - relief.get(bill, 0))}
        for bill, debt in left.items()
    }
    whole = {name: sum(each[name] for each in earned.values()) for name in COMPONENTS}
    weights = [sum(agreement.weights[title].values()) for title in agreement.titles]
    if clause == "parcelas":
        columns = {name: in_proportion(cents, weights) for name, cents in whole.items()}
        return {
            title: {name: columns[name][place] for name in COMPONENTS}
            for place, title in enumerate(agreement.titles)
        }
    parts = {agreement.bills[row.position]: row.part for row in agreement.plan.rows}
    unpaid = sum(min(each["principal"], parts[bill]) for bill, each in earned.items())
    agreed = agreement.debt - agreement.discount
    lost = half_up(Fraction(agreement.discount * unpaid, agreed))
    shares = in_proportion(whole["principal"] + lost, weights)
    return {
        title: dict(zip(COMPONENTS, in_proportion(share, [*agreement.weights[title].values()]), strict=True))
        for title, share in zip(agreement.titles, shares, strict=True)
    }


def _within(target: dict[str, int], amount: int) -> dict[str, int]:
    """A title owes no more principal than its amount; what is beyond came as interest."""
    beyond = max(0, target["principal"] - amount)
    return target | {"principal": target["principal"] - beyond, "interest": target["interest"] + beyond}


def in_proportion(cents: int, weights: list[int]) -> list[int]:
    """Cents in proportion, also beyond the weights; the odd ones to the largest."""
    parts = [cents * weight // sum(weights) for weight in weights]
    by_size = sorted(range(len(weights)), key=lambda place: weights[place], reverse=True)
    for place in by_size[: cents - sum(parts)]:
        parts[place] += 1
    return parts

"""An account as the rules of payments have it, in plain Python: no SQL, no cents lost, nothing of the domain.

The ledger keeps entries and corrects them; this keeps only the facts, and plays all of them again for
every question. What a day knows are the facts that had happened by then and were not undone by then.
Amounts are cents, rates are fractions.
"""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor

from tests.services.payment_facts import CHARGES, COMPONENTS, FINE_FIRST, PAYING, Bill, Fact
from tests.services.payment_policy import IGPM_2025, ONE_DAY, Policy


@dataclass
class Debt:
    """One invoice in the course of a play."""

    bill: Bill
    book: "Book"
    open: dict[str, int]
    lost: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COMPONENTS, 0))
    counted: date | None = None
    fined: bool = False
    lag: Fraction = Fraction(1)
    """Deflation below the floor that a rise must make up for first."""

    @property
    def total(self) -> int:
        return sum(self.open.values())

    def grown(self, day: date) -> "Debt":
        """The same at the end of a day, with what it bears by then."""
        self = Debt(
            self.bill, self.book, dict(self.open), dict(self.lost), self.counted, self.fined, self.lag
        )
        bill = self.bill
        if bill.prescribed(day):
            self.open.update(dict.fromkeys(CHARGES, 0))
            return self
        first = self.book.policy(bill, bill.late_day + ONE_DAY)
        if not self.open["principal"] or (day - bill.late_day).days <= first.grace:
            return self
        start = self.counted or (bill.due if first.original else bill.late_day)
        self._correct(day, first)
        base = self.open["principal"] + self.open["correction"]
        if not self.fined:
            self.open["fine"] += first.whole(
                (base if first.igpm else self.open["principal"]) * Fraction(first.fine) / 100
            )
        for days, policy in self.book.stretches(bill, start, day):
            self.open["interest"] += policy.whole(base * Fraction(policy.interest) * days / 3000)
        self.fined, self.counted = True, day
        return self

    def _correct(self, day: date, policy: Policy) -> None:
        """The whole months between that of the due date and that of the day, each once."""
        if not policy.igpm:
            return
        since = self.bill.due if policy.original else self.bill.late_day
        first = max(_month(since) + 1, _month(self.counted) if self.counted else 0)
        months = range(first, _month(day))
        if not months:
            return
        raw = (self.open["principal"] + self.open["correction"]) * self.lag
        for month in months:
            raw *= 1 + IGPM_2025[month - 2025 * 12]
        rounded, floor_ = policy.whole(raw), self.open["principal"]
        self.lag = raw / floor_ if rounded < floor_ else Fraction(1)
        self.open["correction"] = max(0, rounded - floor_)

    def take(self, amount: int, order: Iterable[str], of: dict[str, int]) -> dict[str, int]:
        """As much of `of` as the amount reaches, component after component."""
        taken = {}
        for name in order:
            taken[name] = min(amount, of[name])
            amount -= taken[name]
        return taken

    def less(self, taken: dict[str, int]) -> None:
        for name, cents in taken.items():
            self.open[name] -= cents


def _month(day: date) -> int:
    return day.year * 12 + day.month


@dataclass
class Played:
    """A customer's account at the end of a day: debts, and what each fact did to each invoice, by kind.

    What an agreement holds stands `aside`, as it would be without the agreement.
    """

    debts: dict[int, Debt]
    did: dict[tuple[int, int, str], dict[str, int]]
    came: int = 0
    used: int = 0
    aside: dict[int, Debt] = field(default_factory=dict)

    @property
    def credit(self) -> int:
        return self.came - self.used

    def paid_by(self, fact: int) -> int:
        """Cents of a payment that went to invoices."""
        return sum(
            sum(taken.values()) for (f, _, kind), taken in self.did.items() if f == fact and kind in PAYING
        )

    def money_on(self, bill: int) -> int:
        """Cents of payments that are on an invoice, those that instalments passed on to it too."""
        return sum(
            sum(taken.values())
            for (_, b, kind), taken in self.did.items()
            if b == bill and kind in (*PAYING, "repasse")
        )


class Book:
    """The facts of a ledger."""

    def __init__(self, policy: Policy) -> None:
        self.policies: list[tuple[date, Policy]] = [(date.min, policy)]
        self.bills: dict[int, Bill] = {}
        self.facts: dict[int, Fact] = {}

    def add(self, fact: Fact) -> None:
        """Take in a fact; an invoice that it is about was there."""
        self.facts[fact.id] = fact
        for bill in (self.bills[number] for number in fact.named):
            if not bill.issued:
                bill.starts = min(bill.starts, fact.day)

    @property
    def invoices(self) -> list[Bill]:
        """What was issued, the instalments of agreements left out."""
        return [bill for bill in self.bills.values() if not bill.signed]

    @property
    def customers(self) -> set[str]:
        return {bill.customer for bill in self.bills.values()}

    def policy(self, bill: Bill, day: date) -> Policy:
        if bill.signed:
            return bill.signed
        found = [policy for since, policy in self.policies if since <= day][-1]
        return found._replace(fine=bill.own[0], interest=bill.own[1]) if bill.own else found

    def stretches(self, bill: Bill, start: date, end: date) -> Iterator[tuple[int, Policy]]:
        """The days after `start` up to `end`, by what is charged on them."""
        cuts = [since for since, _ in self.policies[1:] if start + ONE_DAY < since <= end]
        runs: list[tuple[int, Policy]] = []
        for first, after in zip([start + ONE_DAY, *cuts], [*cuts, end + ONE_DAY], strict=True):
            policy, days = self.policy(bill, first), (after - first).days
            if runs and runs[-1][1] == policy:
                days += runs.pop()[0]
            runs.append((days, policy))
        return iter(runs)

    def play(self, customer: str, on: date, known_on: date | None = None) -> Played:
        """What the facts up to `on` come to at its end, as far as they are known on `known_on` (the same)."""
        known_on = known_on or on
        played = self.begin()
        for bill in self.bills.values():
            if bill.customer == customer:
                start = dict.fromkeys(COMPONENTS, 0) | {"principal": bill.amount}
                played.debts[bill.id] = Debt(bill, self, start)
        happened = [
            fact
            for fact in self.facts.values()
            if fact.customer == customer
            and fact.day <= on
            and (fact.undone is None or fact.undone > known_on)
        ]
        for fact in sorted(happened, key=lambda each: (each.day, each.id)):
            self.happen(played, fact, known_on)
        played.debts = {number: debt.grown(on) for number, debt in played.debts.items()}
        return played

    def begin(self) -> Played:
        """An account of which nothing is known."""
        return Played({}, {})

    def happen(self, played: Played, fact: Fact, known_on: date) -> None:
        """What a fact does, as far as it is known on a day."""
        if fact.kind in PAYING:
            Payment(self, played, fact, known_on).run()
        else:
            adjust(played, fact)

    def without_undone(self) -> "Book":
        """The ledger in which what was undone never was."""
        other = deepcopy(self)
        other.facts = {number: fact for number, fact in other.facts.items() if fact.undone is None}
        return other


class Payment:
    """A payment, or a use of credit, finding its debts."""

    def __init__(self, book: Book, played: Played, fact: Fact, known_on: date) -> None:
        self.book, self.played, self.fact = book, played, fact
        self.left = fact.amount or 0
        if fact.kind == "credito":
            self.left = min(self.left, played.credit)
        else:
            played.came += self.left
        self.now = {
            number: debt.grown(fact.day)
            for number, debt in played.debts.items()
            if number <= fact.known and (debt.bill.cancelled is None or debt.bill.cancelled > known_on)
        }

    def run(self) -> None:
        fact = self.fact
        named = [[self.now[number]] for number in fact.named if number in self.now]
        others = []
        if not (fact.kind == "credito" and fact.named):
            others = self._by_law(
                debt
                for number, debt in self.now.items()
                if number not in fact.named
                and debt.bill.due <= fact.day
                and not debt.bill.prescribed(fact.day)
            )
        if any(sum(debt.lost.values()) for group in named for debt in group):
            # What was named comes first, also what was given up of it.
            self._pay(named)
            self._recover(named)
            self._pay(others)
        else:
            self._pay(named + others)
        self._recover(others)

    def _pay(self, groups: list[list[Debt]]) -> None:
        owing = [[debt for debt in group if debt.total] for group in groups]
        (self._by_capital if self.fact.capital else self._by_charges)([group for group in owing if group])

    def _by_law(self, debts: Iterable[Debt]) -> list[list[Debt]]:
        """The oldest first, then what bears most, then together."""
        groups: dict[tuple[date, Fraction, Fraction], list[Debt]] = {}
        for debt in debts:
            policy = self._policy(debt)
            burden = (debt.bill.due, -Fraction(policy.interest), -Fraction(policy.fine))
            groups.setdefault(burden, []).append(debt)
        return [groups[burden] for burden in sorted(groups)]

    def _policy(self, debt: Debt) -> Policy:
        return self.book.policy(debt.bill, self.fact.day)

    def _order(self, debt: Debt) -> tuple[str, ...]:
        return FINE_FIRST if self._policy(debt).fine_first else COMPONENTS

    def _discount(self, debt: Debt) -> int:
        """What is let off if it is settled now."""
        if self.fact.day > debt.bill.late_day:
            return 0
        policy = self._policy(debt)
        return policy.whole(debt.open["principal"] * Fraction(policy.discount) / 100)

    def _by_charges(self, groups: list[list[Debt]]) -> None:
        for group in groups:
            needs = [debt.total - self._discount(debt) for debt in group]
            for debt, need, gets in zip(group, needs, shared(self.left, needs), strict=True):
                self.left -= gets
                if need and not gets:
                    continue
                off = self._discount(debt) if gets + self._policy(debt).tolerance >= need else 0
                owed = debt.open | {"principal": debt.open["principal"] - off}
                self._write(debt, debt.take(gets, self._order(debt), owed), off)

    def _by_capital(self, groups: list[list[Debt]]) -> None:
        debts = [debt for group in groups for debt in group]
        takes: dict[int, tuple[dict[str, int], int]] = {}
        for debt in debts:
            off = self._discount(debt)
            if self.left + self._policy(debt).tolerance < debt.open["principal"] - off:
                off = 0
            principal = min(self.left, debt.open["principal"] - off)
            takes[debt.bill.id] = ({"principal": principal}, off)
            self.left -= principal
        for debt in debts:
            taken, off = takes[debt.bill.id]
            charges = debt.take(self.left, [n for n in self._order(debt) if n != "principal"], debt.open)
            self.left -= sum(charges.values())
            if sum(charges.values()) + taken["principal"]:
                self._write(debt, charges | taken, off)

    def _write(self, debt: Debt, taken: dict[str, int], off: int) -> None:
        """The payment, what is let off with it, and the few cents that are not worth another one."""
        self._done(debt, self.fact.kind, taken)
        if off:
            self._done(debt, "desconto", {"principal": off})
        if 0 < debt.total <= self._policy(debt).tolerance:
            self._done(debt, "tolerancia", dict(debt.open))

    def _done(self, debt: Debt, kind: str, taken: dict[str, int]) -> None:
        debt.less(taken)
        self.played.debts[debt.bill.id] = debt
        note(self.played, self.fact, debt, kind, taken)
        if kind in PAYING:
            self.played.used += sum(taken.values())

    def _recover(self, groups: list[list[Debt]]) -> None:
        """What no open debt takes goes to what had been given up; nothing accrued on that meanwhile."""
        for group in groups:
            shares = shared(self.left, [sum(debt.lost.values()) for debt in group])
            for debt, gets in zip(group, shares, strict=True):
                if gets:
                    self.left -= gets
                    self._recover_one(debt, debt.take(gets, self._order(debt), debt.lost))

    def _recover_one(self, debt: Debt, taken: dict[str, int]) -> None:
        self.played.used += sum(taken.values())
        debt.lost = {name: cents - taken[name] for name, cents in debt.lost.items()}
        debt.counted, debt.fined = self.fact.day, True
        self.played.debts[debt.bill.id] = debt
        back = {name: -cents for name, cents in taken.items()}
        note(self.played, self.fact, debt, "recuperacao", back)
        note(self.played, self.fact, debt, self.fact.kind, taken)


def adjust(played: Played, fact: Fact) -> None:
    """A waiver, an abatement, a loss or an expense: never more than there is."""
    (number,) = fact.named
    if fact.kind == "despesa":
        played.debts[number].open["expenses"] += fact.amount or 0
        note(played, fact, played.debts[number], "despesa", {"expenses": -(fact.amount or 0)})
        return
    debt = played.debts[number].grown(fact.day)
    if fact.kind == "perda":
        taken = dict(debt.open)
        debt.lost = {name: debt.lost[name] + cents for name, cents in taken.items()}
    elif fact.kind == "abono":
        order = [name for name in CHARGES if name in fact.parts]
        taken = debt.take(debt.total if fact.amount is None else fact.amount, order, debt.open)
    else:
        taken = debt.take(fact.amount or 0, ["principal"], debt.open)
    if sum(taken.values()):
        debt.less(taken)
        played.debts[number] = debt
        note(played, fact, debt, fact.kind, taken)


def note(played: Played, fact: Fact, debt: Debt, kind: str, taken: dict[str, int]) -> None:
    known = played.did.setdefault((fact.id, debt.bill.id, kind), dict.fromkeys(COMPONENTS, 0))
    for name, cents in taken.items():
        known[name] += cents


def shared(amount: int, needs: list[int]) -> list[int]:
    """To each what it needs, or else in proportion, the odd cents to the largest."""
    if amount >= sum(needs):
        return needs
    parts = [floor(Fraction(amount * need, sum(needs))) for need in needs]
    by_size = sorted(range(len(needs)), key=lambda i: needs[i], reverse=True)
    for index in by_size[: amount - sum(parts)]:
        parts[index] += 1
    return parts

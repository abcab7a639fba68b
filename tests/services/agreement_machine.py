"""The stories of `payment_machine` with agreements in them: signed, paid, settled early, broken, undone.

A ledger and the model of `agreement_model` live through them; after every step they say the same of today
and of days gone by.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from sqlite3 import Connection
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from tests.ledger.ledger_box import ask
from tests.services.agreement_check import check, same_statements
from tests.services.agreement_model import AgreedBook, Agreement
from tests.services.agreement_plan import NONE, Plan, half_up, made
from tests.services.agreement_strategies import CLAUSE, WANTED, Wanted
from tests.services.payment_facts import BROKEN, CHARGES, PAYING, SIGNED, Bill, Fact
from tests.services.payment_machine import PaymentMachine, chosen
from tests.services.payment_model import Debt, Played
from tests.services.payment_policy import Policy
from tests.services.payment_strategies import BACK, BILLS, PERCENT, PICK, POLICIES, SELDOM, WHO, NewBill

from cobranca_cli.services.agreement_break import break_agreement, cancel, resume
from cobranca_cli.services.agreement_offers import Asked
from cobranca_cli.services.agreement_payoff import pay_off
from cobranca_cli.services.agreement_sign import Signing, sign

_SOME, _ONE = st.lists(PICK, max_size=3), st.lists(PICK, max_size=2)


def _let_off(debt: Debt, wanted: Wanted) -> int:
    """Each percentage of each title rounded once."""
    principal = debt.open["principal"]
    of = ((debt.total - principal, wanted.charges_off), (principal, wanted.principal_off))
    return sum(half_up(cents * Fraction(percent) / 100) for cents, percent in of)


class AgreementMachine(PaymentMachine):
    """What may happen to a ledger with payments and agreements."""

    book_of: ClassVar[type[AgreedBook]] = AgreedBook
    book: AgreedBook

    def teardown(self) -> None:
        # An agreement is signed over what is owed that day: without what was undone it would be another.
        self.exits.close() if self.book.agreements else super().teardown()

    @initialize(policy=POLICIES, bills=BILLS, wanted=WANTED, later=SELDOM)
    def begin(self, policy: Policy, bills: list[NewBill], wanted: Wanted, later: bool) -> None:
        super().begin(policy, bills)
        if not later:
            self.sign(bills[0].customer, [0, 1, 2], wanted, odd=False)

    def more(self, connection: Connection, day: date, played: dict[str, Played]) -> None:
        check(connection, self.settings, self.book, day, played)
        if self.steps % 3 == 0:
            same_statements(*self.at, day, played)

    @rule(k=st.integers(20, 210))
    def power_will_fail(self, k: int) -> None:
        """A signing takes twice the statements of a payment."""
        super().power_will_fail(k)

    # Signing

    @rule(who=WHO, picks=_SOME, wanted=WANTED, odd=SELDOM)
    @precondition(lambda self: len(self.book.agreements) < 4)
    def sign(self, who: str, picks: list[int], wanted: Wanted, odd: bool) -> None:
        fit = [
            bill
            for bill in self.book.bills.values()
            if odd or (bill.customer == who and not self._unfit(bill))
        ]
        titles = chosen(fit, picks or [0, 1, 2])
        if not titles:
            return
        who = titles[0].customer
        refused = "E-CLIENTES" if {bill.customer for bill in titles} != {who} else ""
        refused = refused or next(filter(None, map(self._unfit, titles)), "")
        titles.sort(key=lambda bill: (bill.late_day, bill.name))
        debts = self.book.play(who, self.today).debts
        owed = [] if refused else [debts[bill.id] for bill in titles]
        off = sum(_let_off(debt, wanted) for debt in owed)
        left = sum(debt.total for debt in owed) - off
        entry = left * wanted.share // 100
        refused = refused or ("E-ACORDO-VALOR" if left - entry < wanted.many or not left else "")
        asked = self._asked(who, titles, wanted, entry)
        signing = Signing(asked, wanted.clause, entry_paid=bool(entry) and wanted.entry_paid)
        self.do(lambda: sign(*self.at, signing), refused)
        if not refused:
            system, first = wanted.system, asked.first or self.today
            said = system, wanted.rate, self.today, first, entry, asked.entry_on
            plan = made(left - entry, wanted.many, *said)
            self._agreed_on(who, owed, plan, off, wanted.clause, paid=signing.entry_paid)

    def _asked(self, who: str, titles: Sequence[Bill], wanted: Wanted, entry: int) -> Asked:
        days = timedelta(days=wanted.days)
        return Asked(
            who,
            tuple(bill.name for bill in titles),
            wanted.many,
            entry,
            self.today + min(days, timedelta(days=wanted.entry_days)) if entry else None,
            None if wanted.system == NONE else Decimal(wanted.rate),
            wanted.system,
            self.today + days,
            Decimal(wanted.charges_off),
            Decimal(wanted.principal_off),
        )

    def _unfit(self, bill: Bill) -> str:
        """Why it is not put into an agreement today."""
        out = bill.cancelled or bill.signed or bill.prescribed(self.today)
        if out or self.book.holds(bill, self.today):
            return "E-ACORDO"
        return "" if self.book.play(bill.customer, self.today).debts[bill.id].total else "E-SEM-DIVIDA"

    def _agreed_on(
        self, who: str, owed: Sequence[Debt], plan: Plan, off: int, clause: str, *, paid: bool
    ) -> None:
        """The agreement as the ledger made it, with its instalments and the entry that came in."""
        ((movement,),) = ask(self.ledger, "SELECT movement_id FROM agreement ORDER BY id DESC LIMIT 1")
        named = tuple(debt.bill.id for debt in owed)
        fact = Fact(movement, SIGNED, who, self.today, None, max(self.book.bills), named=named)
        self.book.add(fact)
        number, signed = len(self.book.agreements) + 1, self.book.policies[-1][1]._replace(discount="0")
        bills = {}
        for row in plan.rows:
            bills[row.position] = made_ = max(self.book.bills) + 1
            name = f"ACORDO-{number}/{row.position}"
            bill = Bill(made_, name, who, row.amount, row.due, self.today, issued=True, signed=signed)
            self.book.bills[made_] = bill
        weights = {debt.bill.id: dict(debt.open) for debt in owed}
        self.book.agreements[number] = Agreement(number, fact, plan, weights, off, clause, bills)
        for debt in owed:
            debt.bill.acknowledged = True
        if paid:
            entry = Fact(
                movement + 1, "pagamento", who, self.today, plan.rows[0].amount, max(self.book.bills)
            )
            entry.named = (bills[0],)
            self.book.add(entry)

    # Money

    def _agreement(self, pick: int, *, odd: bool) -> Agreement | None:
        """One in force and not fulfilled; any, if odd ones are wanted."""
        fit = [each for each in self.book.agreements.values() if odd or not self._over(each, self.today)]
        return fit[pick % len(fit)] if fit else None

    def _over(self, agreement: Agreement, day: date) -> bool:
        return not self.book.in_force(agreement, day) or self.book.fulfilled(agreement, day)

    def _of(self, agreement: Agreement, picks: list[int], day: date, *, odd: bool) -> list[Bill]:
        """Instalments by their place; such as are open on the day, unless odd ones are wanted."""
        debts = self.book.play(agreement.fact.customer, day).debts
        fit = [debts[bill].bill for bill in agreement.bills.values() if odd or debts[bill].total]
        return chosen(fit, picks or [0])

    def _fit_day(self, agreement: Agreement, back: int, *, odd: bool) -> date:
        """Some days ago, but not before it was signed unless odd days are wanted."""
        day = self._day(back)
        return day if odd else max(day, agreement.fact.day)

    @rule(
        pick=PICK, picks=_ONE, odd=SELDOM, back=BACK, percent=PERCENT, capital=SELDOM, keyed=SELDOM,
        how=st.sampled_from(("part", "part", "all", "over")),
    )  # fmt: skip
    @precondition(lambda self: self.book.agreements)
    def pay_instalments(
        self, pick: int, picks: list[int], odd: bool, back: int, percent: int, capital: bool, keyed: bool,
        how: str,
    ) -> None:  # fmt: skip
        agreement = self._agreement(pick, odd=odd)
        if agreement:
            day, who = self._fit_day(agreement, back, odd=odd), agreement.fact.customer
            named = self._of(agreement, picks, day, odd=odd)
            amount = self._amount(who, named, day, how, percent)
            self._register(who, named, day, amount, capital=capital, keyed=keyed)

    @rule(pick=PICK, some=_ONE, odd=SELDOM, back=BACK)
    @precondition(lambda self: self.book.agreements)
    def settle_early(self, pick: int, some: list[int], odd: bool, back: int) -> None:
        agreement = self._agreement(pick, odd=odd)
        if not agreement:
            return
        day, who = self._fit_day(agreement, back, odd=odd), agreement.fact.customer
        debts = self.book.play(who, day).debts
        left = [bill for bill in agreement.bills.values() if debts[bill].total]
        mine = [bill.id for bill in self._of(agreement, some, day, odd=odd)] if some else left
        named = tuple(bill for bill in agreement.bills.values() if bill in mine)
        relief = agreement.relief(day, left, named)
        amount = sum(
            debts[bill].total - min(relief.get(bill, 0), debts[bill].open["principal"]) for bill in named
        )
        refused = self._not_settled(agreement, day, {*named} <= {*left}, amount)
        positions = [place for place, bill in agreement.bills.items() if bill in named] if some else ()
        found = self.do(lambda: pay_off(*self.at, agreement.name, day, positions), refused)
        if not refused:
            known = max(self.book.bills)
            fact = Fact(0, "pagamento", who, day, amount, known, early=True, named=named)
            self._add(fact, found.payment.id if found else None)
            assert not found or found.payment.amount == amount

    def _not_settled(self, agreement: Agreement, day: date, there: bool, amount: int) -> str:
        """Why it is not settled on the day."""
        if day < agreement.fact.day:
            return "E-DATA-ORDEM"
        if self._over(agreement, day):
            return "E-ACORDO"
        if not there:
            return "E-SEM-DIVIDA"
        if not amount:
            return "E-VALOR-ZERO"
        return "E-CANCELADA" if agreement.fact.undone else ""

    @rule(pick=PICK, back=BACK, mistaken=st.booleans())
    @precondition(lambda self: self.book.agreements)
    def money_comes_back(self, pick: int, back: int, mistaken: bool) -> None:
        """What was paid for an instalment."""
        mine = {bill for each in self.book.agreements.values() for bill in each.bills.values()}
        facts = [
            fact
            for fact in self.book.facts.values()
            if fact.kind in PAYING and mine & {*fact.named} and not fact.undone
        ]
        if facts:
            fact = facts[pick % len(facts)]
            self._take_back(fact, max(fact.day, self._day(back)), mistaken=mistaken)

    @rule(
        pick=PICK, kind=st.sampled_from(("abono", "abatimento", "desconto", "despesa", "perda")),
        which=PICK, odd=SELDOM, back=BACK, percent=PERCENT,
    )  # fmt: skip
    @precondition(lambda self: self.book.agreements)
    def adjust_instalment(self, pick: int, kind: str, which: int, odd: bool, back: int, percent: int) -> None:
        agreement = self._agreement(pick, odd=odd)
        if agreement:
            day = self._fit_day(agreement, back, odd=False)
            for bill in self._of(agreement, [which], day, odd=odd):
                there = self._there_is(kind, bill, day, CHARGES)
                self._adjust(kind, bill, day, max(1, there * percent // 100), there, CHARGES)

    # The end, and what is taken back

    @rule(pick=PICK, clause=CLAUSE, own=st.booleans(), odd=SELDOM)
    @precondition(lambda self: self.book.agreements)
    def break_up(self, pick: int, clause: str, own: bool, odd: bool) -> None:
        agreement = self._agreement(pick, odd=odd)
        if not agreement:
            return
        over = self._over(agreement, self.today)
        said = None if own else clause
        self.do(
            lambda: break_agreement(*self.at, agreement.name, "não pagou", clause=said),
            "E-ACORDO" if over else "",
        )
        if not over:
            ((movement,),) = ask(self.ledger, "SELECT max(id) FROM movement")
            fact = Fact(movement, BROKEN, agreement.fact.customer, self.today, None, max(self.book.bills))
            fact.named, fact.parts = tuple(agreement.bills.values()), (said or agreement.clause,)
            self.book.add(fact)

    @rule(pick=PICK, mistaken=st.booleans(), odd=SELDOM)
    @precondition(lambda self: self.book.agreements)
    def go_on(self, pick: int, mistaken: bool, odd: bool) -> None:
        """What was broken is taken up again."""
        broken = [
            each
            for each in self.book.agreements.values()
            if odd or (self.book.broken(each, self.today) and not each.fact.undone)
        ]
        if not broken:
            return
        agreement = broken[pick % len(broken)]
        breach = self.book.broken(agreement, self.today)
        day = breach.day if breach and mistaken else self.today
        over = not breach or agreement.fact.undone or self._recorded_since(agreement, breach, day)
        self.do(
            lambda: resume(*self.at, agreement.name, "pagou", mistaken=mistaken), "E-ACORDO" if over else ""
        )
        if breach and not over:
            breach.undone = day

    def _recorded_since(self, agreement: Agreement, breach: Fact, day: date) -> bool:
        """Whether what the titles owe without the agreement was changed, or put into another one."""
        return any(
            fact.day >= breach.day
            and fact.id > breach.id
            and fact.kind not in (*PAYING, BROKEN)
            and {*fact.named} & {*agreement.titles}
            and (fact.undone is None or fact.undone > day)
            for fact in self.book.facts.values()
        )

    @rule(pick=PICK, back=BACK, odd=SELDOM)
    @precondition(lambda self: self.book.agreements)
    def undo(self, pick: int, back: int, odd: bool) -> None:
        """An agreement that should not have been signed is cancelled."""
        agreement = self._agreement(pick, odd=odd)
        if not agreement:
            return
        day = self._fit_day(agreement, back, odd=odd)
        titles = [self.book.bills[title] for title in agreement.titles]
        if any(self.today > title.last_day for title in titles):
            return  # Nobody has acknowledged it then, and it is prescribed from a day gone by.
        refused = self._not_cancelled(agreement, day)
        self.do(lambda: cancel(*self.at, agreement.name, "engano", day), refused)
        if not refused:
            agreement.fact.undone = day
            for bill in agreement.bills.values():
                self.book.bills[bill].cancelled = day
            for title in agreement.titles:
                signed = [
                    each
                    for each in self.book.agreements.values()
                    if title in each.titles and not each.fact.undone
                ]
                self.book.bills[title].acknowledged = bool(signed)

    def _not_cancelled(self, agreement: Agreement, day: date) -> str:
        """Why it is not cancelled from the day on."""
        played = self.book.play(agreement.fact.customer, self.today)
        if self._over(agreement, self.today):
            return "E-ACORDO"
        if any(played.money_on(bill) for bill in agreement.bills.values()):
            return "E-PAGA"
        undone = [
            each.undone for each in self.book.breaches(agreement) if each.undone and each.undone > each.day
        ]
        return "E-DATA-ORDEM" if day < max([agreement.fact.day, *undone]) else ""

    # What is refused because of an agreement

    def _bound(self, bill: Bill) -> str:
        return "E-ACORDO" if bill.signed or self.book.holds(bill, self.today) else ""

    def _agreed(self, kind: str, bill: Bill, day: date) -> str:
        alone = bool(bill.signed) and kind == "perda"
        return "E-ACORDO" if alone or self.book.holds(bill, day) else ""

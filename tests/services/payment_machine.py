"""A real ledger and the model of `payment_model` live through the same story; after every step they agree.

Invoices come in, customers pay in every way, payments are taken back, the power fails in the middle. It
fails for the statement, not for the disk: `tests/durability` is about that.
"""

import shutil
from datetime import date, timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from tests.ledger.ledger_box import ask
from tests.services.payment_check import compare
from tests.services.payment_facts import BROKEN, CHARGES, SIGNED, Bill, Fact
from tests.services.payment_model import Book, Played
from tests.services.payment_policy import ONE_DAY, Policy
from tests.services.payment_retold import today_of, write
from tests.services.payment_story import CALENDAR, FIRST_DAY, LAST_DAY, Story, template
from tests.services.payment_strategies import (
    BACK,
    BILLS,
    OLD,
    PERCENT,
    PICK,
    POLICIES,
    SELDOM,
    WHO,
    NewBill,
)
from tests.services.verified import assert_sound

from cobranca_cli.importing.layout import Wishes
from cobranca_cli.services import adjustments, invoices, payments, terms
from cobranca_cli.services.import_invoices import import_invoices


def chosen(known: list[Bill], picks: list[int]) -> list[Bill]:
    """Those in these places, each once."""
    return list({known[p % len(known)].id: known[p % len(known)] for p in picks}.values()) if known else []


class PaymentMachine(Story):
    """What may happen to a ledger with payments."""

    book_of: ClassVar[type[Book]] = Book

    def teardown(self) -> None:
        with self.exits:
            assert_sound(*self.at)
            if any(fact.undone for fact in self.book.facts.values()):
                self._as_if_it_had_never_been()

    def _as_if_it_had_never_been(self) -> None:
        """I09: the totals are those of a ledger in which what was reversed never happened."""
        other = self.folder / "outro.db"
        shutil.copy(template(), other)
        for again in self.told:
            again(other)
        assert today_of(self.ledger, *self.at[1:]) == today_of(other, *self.at[1:])

    @initialize(policy=POLICIES, bills=BILLS)
    def begin(self, policy: Policy, bills: list[NewBill]) -> None:
        self.book = self.book_of(policy)
        self.files: list[Path] = []
        self.steps = 0
        self._note_terms()
        self.new_invoices(bills)

    def _note_terms(self) -> None:
        """Any report that reckons takes note of what the settings say that day."""
        ledger, *beside = self.at
        terms.list_terms(ledger, *beside, self.today)
        self.told.append(lambda other: terms.list_terms(other, *beside, beside[1].today))

    @rule(bills=BILLS)
    @precondition(lambda self: len(self.book.invoices) < 9)
    def new_invoices(self, bills: list[NewBill]) -> None:
        file = self.folder / f"{len(self.files)}.csv"
        made = []
        for number, (customer, days, amount, own, told) in enumerate(bills, len(self.book.bills) + 1):
            # Of 2020 the model has no IGP-M; what is prescribed needs none.
            days = -30 if days == OLD and self.book.policies[0][1].igpm else days
            due = self.today + timedelta(days=days)
            starts = min(due, self.today) - timedelta(days=told or 0)
            made.append(Bill(number, f"F{number}", customer, amount, due, starts, told is not None, own))
        file.write_text("\n".join(["numero;cliente;emissao;vencimento;valor", *map(self._row, made), ""]))
        moment = self.moment
        result = self.do(lambda: import_invoices(self.ledger, file, Wishes(), moment, CALENDAR))
        self.told.append(lambda other: import_invoices(other, file, Wishes(), moment, CALENDAR))
        assert result is None or result.new == len(made), [each.text() for each in result.problems.kept]
        self.files.append(file)
        for bill in made:
            self.book.bills[bill.id] = bill
            if bill.own:
                self._agree_on_own_terms(bill, *bill.own)

    @staticmethod
    def _row(bill: Bill) -> str:
        issued = bill.starts.isoformat() if bill.issued else ""
        amount = f"{bill.amount // 100},{bill.amount % 100:02d}"
        return f"{bill.name};{bill.customer};{issued};{bill.due.isoformat()};{amount}"

    def _agree_on_own_terms(self, bill: Bill, fine: str, interest: str) -> None:
        beside = self.at[1:]

        def define(ledger: Path) -> object:
            said = {"multa": fine, "juros": interest}
            more = {"customer": None, "invoice": bill.name, "since": date(2018, 1, 1), "reason": "contrato"}
            return terms.define(ledger, *beside, said, **more)

        define(self.ledger)
        self.told.append(define)

    @rule(days=st.sampled_from((15, 31, 7, 2, 1)))
    @precondition(lambda self: self.today < LAST_DAY)
    def days_pass(self, days: int) -> None:
        self.today = min(LAST_DAY, self.today + timedelta(days=days))

    @rule(k=st.integers(20, 115))
    def power_will_fail(self, k: int) -> None:
        """During the next command. The first statements of each only open the ledger."""
        self.fails_after = k

    @rule(what=st.sampled_from(("file", "file", "terms", "cancel")), policy=POLICIES, pick=PICK)
    def something_rare(self, what: str, policy: Policy, pick: int) -> None:
        if what == "file":
            file = self.files[pick % len(self.files)]
            result = import_invoices(self.ledger, file, Wishes(), self.moment, CALENDAR)
            assert (result.new, result.problems.total) == (0, 0)
        elif what == "cancel":
            self._cancel(pick)
        elif self.today < LAST_DAY:
            # What is agreed changes; how days are counted and cents rounded stays.
            self.today += ONE_DAY
            old = self.book.policies[-1][1]
            kept = {name: getattr(old, name) for name in ("rounding", "grace", "original", "igpm")}
            self.book.policies.append((self.today, policy._replace(**kept)))
            self._note_terms()

    def _cancel(self, pick: int) -> None:
        """What has money on it is not cancelled."""
        bill, moment = self.book.bills[pick % len(self.book.bills) + 1], self.moment
        if bill.due < self.today and not any(bill.id in fact.named for fact in self.book.facts.values()):
            return  # A payment without a word told late would have found it, and does not.
        played = self.book.play(bill.customer, self.today)
        refused = "E-CANCELADA" if bill.cancelled else self._bound(bill)
        refused = refused or ("E-PAGA" if played.money_on(bill.id) else "")

        def cancel(ledger: Path) -> object:
            return invoices.cancel_invoice(ledger, moment, bill.name, "devolvida", moment.today)

        self.do(lambda: cancel(self.ledger), refused)
        if not refused:
            self.told.append(cancel)
            bill.cancelled = self.today

    def _bound(self, bill: Bill) -> str:
        """Why it is not by itself that it can be cancelled."""
        return ""

    def _day(self, back: int) -> date:
        return max(FIRST_DAY, self.today - timedelta(days=back))

    def _named(self, who: str, picks: list[int], day: date, odd: bool) -> list[Bill]:
        """Invoices by their place; of one customer and fit for the day, unless odd ones are wanted."""
        known = [
            bill
            for bill in self.book.bills.values()
            if odd or (bill.customer == who and not self._refused([bill], day))
        ]
        return chosen(known, picks)

    @staticmethod
    def _refused(bills: list[Bill], day: date) -> str:
        if len({bill.customer for bill in bills}) > 1:
            return "E-CLIENTES"
        for bill in bills:
            if bill.cancelled or (bill.issued and day < bill.starts):
                return "E-CANCELADA" if bill.cancelled else "E-DATA-ORDEM"
        return ""

    def _add(self, fact: Fact, identity: int | None) -> None:
        """With the number that the ledger gave it; if nobody heard it, it is the last one."""
        if identity is None:
            ((identity,),) = ask(self.ledger, "SELECT max(id) FROM movement")
        fact.id, beside = identity, self.at[1:]
        self.book.add(fact)
        self.told.append(lambda other: fact.undone or write(other, *beside, fact))

    @rule(
        who=WHO, picks=st.lists(PICK, max_size=3), odd=SELDOM, back=BACK, percent=PERCENT,
        how=st.sampled_from(("part", "part", "part", "all", "short", "over", "over")),
        capital=st.booleans(), keyed=st.booleans(),
    )  # fmt: skip
    def pay(
        self,
        who: str,
        picks: list[int],
        odd: bool,
        back: int,
        percent: int,
        capital: bool,
        how: str,
        keyed: bool,
    ) -> None:
        day = self._day(back)
        named = self._named(who, picks, day, odd)
        who = named[0].customer if named else who
        if not any(bill.customer == who for bill in self.book.bills.values()):
            return
        amount = self._amount(who, named, day, how, percent)
        self._register(who, named, day, amount, capital=capital, keyed=keyed)

    def _register(
        self, who: str, named: list[Bill], day: date, amount: int, *, capital: bool, keyed: bool
    ) -> None:
        key = f"pix-{len(self.book.facts)}" if keyed else None
        names = tuple(bill.id for bill in named)
        fact = Fact(0, "pagamento", who, day, amount, max(self.book.bills), capital, named=names, key=key)
        order, refused = self._order(fact), self._refused(named, day)
        found = self.do(lambda: payments.register(*self.at, order), refused)
        if refused:
            return
        if self.unheard and key:
            found = payments.register(*self.at, order)
            assert found.known
        self._add(fact, found.id if found else None)
        if found:
            assert found.credit == amount - self.book.play(who, self.today).paid_by(fact.id)

    @rule(who=WHO, back=BACK, percent=PERCENT, how=st.sampled_from(("part", "part", "over")))
    def pay_without_a_word(self, who: str, back: int, percent: int, how: str) -> None:
        """Most money comes so: nobody says for what."""
        self.pay(who, [], False, back, percent, capital=False, how=how, keyed=False)

    def _order(self, fact: Fact) -> payments.Order:
        names = tuple(self.book.bills[number].name for number in fact.named)
        mode = "quitacao" if fact.early else "capital" if fact.capital else "legal"
        return payments.Order(
            fact.amount or 0, fact.day, names, None if names else fact.customer, mode, key=fact.key
        )

    def _amount(self, who: str, named: list[Bill], day: date, how: str, percent: int) -> int:
        debts = self.book.play(who, day, self.today).debts
        wanted = [debts[bill.id] for bill in named if bill.customer == who] or [
            debt for debt in debts.values() if debt.bill.due <= day
        ]
        owed = sum(debt.total for debt in wanted)
        amounts = {"part": owed * percent // 100, "short": owed - percent, "over": owed + 500 * percent}
        return max(1, amounts.get(how, owed))

    @rule(pick=PICK, other=st.sampled_from(("", "", "amount", "day", "who")))
    @precondition(lambda self: any(fact.key for fact in self.book.facts.values()))
    def same_key_again(self, pick: int, other: str) -> None:
        keyed = [fact for fact in self.book.facts.values() if fact.key]
        fact = keyed[pick % len(keyed)]
        order = self._order(fact)
        strangers = [bill for bill in self.book.bills.values() if bill.customer != fact.customer]
        if other == "amount":
            order = order._replace(amount=order.amount + 1)
        elif other == "day":
            order = order._replace(day=fact.day - ONE_DAY)
        elif other and strangers:
            order = order._replace(invoices=(), customer=strangers[0].customer)
        else:
            other = ""
        found = self.do(lambda: payments.register(*self.at, order), "E-CONFLITO" if other else "")
        assert other or self.unheard or (found and (found.known, found.id) == (True, fact.id))

    @rule(pick=st.integers(0, 30), back=BACK, again=SELDOM)
    @precondition(lambda self: self.book.facts)
    def reverse(self, pick: int, back: int, again: bool) -> None:
        facts = [fact for fact in self.book.facts.values() if again or not fact.undone]
        if not facts:
            return
        fact = facts[pick % len(facts)]
        self._take_back(fact, max(fact.day, self._day(back)))

    def _take_back(self, fact: Fact, day: date, *, mistaken: bool = False) -> None:
        refused = "E-ACORDO" if fact.kind in (SIGNED, BROKEN) else ""
        refused = refused or ("E-ESTORNADO" if fact.undone else "")
        self.do(lambda: payments.reverse(*self.at, fact.id, "estorno", day, mistaken=mistaken), refused)
        if not refused:
            fact.undone = fact.day if mistaken else day

    @rule(pick=PICK, say=st.booleans(), percent=st.integers(10, 105), anyway=SELDOM)
    @precondition(lambda self: self.book.facts)
    def use_credit(self, pick: int, say: bool, percent: int, anyway: bool) -> None:
        rich = [who for who in ("Ana", "Bia") if self.book.play(who, self.today).credit]
        who = rich[0] if rich else next(iter(self.book.facts.values())).customer
        debts = self.book.play(who, self.today).debts
        owing = [d.bill for d in debts.values() if d.total and not self._refused([d.bill], self.today)]
        if not anyway and not (rich and owing):
            return
        named = [owing[pick % len(owing)]] if say and owing else []
        there = self.book.play(who, self.today).credit
        amount = None if percent > 90 and percent <= 100 else max(1, there * percent // 100)
        number = max(self.book.facts) + 1
        fact = Fact(
            number, "credito", who, self.today, amount or there, max(self.book.bills),
            named=tuple(bill.id for bill in named),
        )  # fmt: skip
        self.book.facts[number] = fact
        used = self.book.play(who, self.today).paid_by(number)
        del self.book.facts[number]
        refused = "E-CREDITO" if there <= 0 or (amount or 0) > there else "" if used else "E-SEM-DIVIDA"
        names = [bill.name for bill in named]
        found = self.do(lambda: payments.use_credit(*self.at, who, amount, names, None), refused)
        if not refused:
            fact.amount = used  # It is worth what it was, whatever is told later.
            self._add(fact, found.id if found else None)
            assert not found or found.amount == used

    @rule(
        kind=st.sampled_from(("abono", "abono", "perda", "despesa", "abatimento", "desconto")), pick=PICK,
        odd=SELDOM, back=BACK, percent=st.integers(1, 105), whole=st.booleans(),
        about=st.sampled_from((CHARGES, ("interest",), ("fine", "expenses"))),
    )  # fmt: skip
    def adjust(
        self, kind: str, pick: int, odd: bool, back: int, percent: int, whole: bool, about: tuple[str, ...]
    ) -> None:
        day = self._day(back)
        fit = [
            (bill, there)
            for bill in self.book.bills.values()
            for there in [self._there_is(kind, bill, day, about)]
            if odd or (there and not self._refused([bill], day) and not self._agreed(kind, bill, day))
        ]
        if not fit:
            return
        bill, there = fit[pick % len(fit)]
        amount = None if kind == "perda" or (kind == "abono" and whole) else max(1, there * percent // 100)
        self._adjust(kind, bill, day, amount, there, about)

    def _agreed(self, kind: str, bill: Bill, day: date) -> str:
        """Why such an adjustment is not for it on the day, because of an agreement."""
        return ""

    def _adjust(
        self, kind: str, bill: Bill, day: date, amount: int | None, there: int, about: tuple[str, ...]
    ) -> None:
        refused = self._refused([bill], day) or self._agreed(kind, bill, day)
        refused = refused or ("" if there else "E-SEM-DIVIDA")
        if not refused and kind != "despesa" and (amount or 0) > there:
            refused = "E-VALOR-LIMITE"
        wish = adjustments.Wish(kind, bill.name, "combinado", amount, components=about, day=day)
        found = self.do(lambda: adjustments.adjust(*self.at, wish), refused)
        if not refused:
            fact = Fact(0, kind, bill.customer, day, amount, max(self.book.bills), named=(bill.id,))
            fact.parts = about if kind == "abono" else ()
            self._add(fact, found.id if found else None)

    def _there_is(self, kind: str, bill: Bill, day: date, about: tuple[str, ...]) -> int:
        """What of an invoice such an adjustment is about."""
        debt = self.book.play(bill.customer, day, self.today).debts[bill.id]
        if kind == "abono":
            return sum(debt.open[name] for name in about)
        return debt.total if kind == "perda" else debt.open["principal"]

    @invariant()
    def agree(self) -> None:
        """The ledger and the model say the same of today and of some days gone by."""
        self.steps += 1
        marks = {FIRST_DAY}
        for fact in self.book.facts.values():
            days = {fact.day, fact.undone or fact.day}
            marks |= days | {day - ONE_DAY for day in days}
        gone = sorted(day for day in marks if day < self.today) or [FIRST_DAY - ONE_DAY]
        chosen = {gone[(self.steps * 7 + n * 3) % len(gone)] for n in range(2)}
        compare(*self.at, self.book, [self.today, *sorted(chosen)], self.more)

    def more(self, connection: Connection, day: date, played: dict[str, Played]) -> None:
        """Assert what else holds on a day."""

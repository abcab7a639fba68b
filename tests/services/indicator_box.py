"""A shop of which everything that indicators look at can be told, and random stories of one."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st
from tests.domain.notation import cents, day
from tests.ledger.ledger_box import ask
from tests.services.agreement_box import Bank
from tests.services.payment_box import NO_CHARGES

from cobranca_cli.domain.portfolio import Indicator, Snapshot
from cobranca_cli.errors import CobrancaError
from cobranca_cli.ledger import dunning
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services import contacts
from cobranca_cli.services.contact_checks import Pledge, Telling
from cobranca_cli.services.indicator_details import DETAILS, Details, detail
from cobranca_cli.services.indicators import History, measure
from cobranca_cli.services.reading import reading


class Office(Bank):
    """A shop with a ladder and contacts, and its indicators."""

    def contacts(self, who: str, channel: str, outcome: str, **said: object) -> int:
        telling = Telling(who, channel, outcome)._replace(**said)
        return contacts.record_contact(self.ledger, self.settings, self.moment, telling).id

    def corrects(self, contact: int) -> None:
        contacts.correct_contact(self.ledger, self.moment, contact, "engano")

    def takes(self, invoice: str, step: str, channel: str = "email", kind: str = "enviar") -> int:
        """The step that a run of the ladder lets an invoice take today; the number of the action."""
        number, _, instalment = invoice.partition("/")
        with writing(self.ledger) as transaction:
            found = transaction.connection.execute(
                "SELECT id, customer_id FROM receivable WHERE number = ? AND instalment = ?",
                (number, instalment),
            ).fetchone()
            policy = dunning.keep_policy(transaction, "{}", self.moment)
            run = dunning.begin_run(transaction, day(self.today), policy, self.moment)
            action = dunning.NewAction(found[1], step, kind, channel, "", 0, "teste", [(found[0], step)])
            made = dunning.record_action(transaction, run, day(self.today), action, self.moment)
            transaction.record("regua_executada", {}, self.moment.instant)
            return made

    def decides(self, action: int, verdict: str) -> None:
        with writing(self.ledger) as transaction:
            dunning.record_decision(transaction, action, verdict, None, None, self.moment)

    def indicators(self, on: str, months: int = 3, cost: str = "") -> dict[str, Indicator]:
        at = self.ledger, self.settings, self.moment, day(on), months
        return {each.code: each for each in measure(*at, cents(cost) if cost else None).indicators}

    def values(self, on: str, months: int = 3) -> dict[str, object]:
        return {code: each.value for code, each in self.indicators(on, months).items()}

    def details(self, on: str, months: int | None = None) -> Details:
        return detail(self.ledger, self.settings, self.moment, day(on), months, DETAILS)

    def snapshot(self, on: str, months: int = 3) -> Snapshot:
        with reading(self.ledger, self.settings, self.moment) as reader:
            history = History(reader.connection, self.settings.calendar, [day(on)], months)
            return history.snapshot(day(on))


FIRST = date(2026, 1, 5)
CUSTOMERS = ("Ana", "Bia", "Caio")


class Fact(NamedTuple):
    """Something that happens `after` so many days; which of what is there, and how much, by numbers."""

    after: int
    kind: str
    pick: int
    size: int
    flag: bool


KINDS = {
    "sell": 7, "pay": 5, "part": 8, "reverse": 2, "cancel": 1, "loss": 1, "abate": 1, "credit": 1, "step": 4,
    "decide": 1, "contact": 4, "correct": 1, "promise": 2, "agree": 3, "break": 2, "resume": 1, "undo": 1,
}  # fmt: skip
facts = st.builds(
    Fact,
    st.one_of(st.integers(0, 6), st.integers(0, 40)),
    st.sampled_from([kind for kind, weight in KINDS.items() for _ in range(weight)]),
    st.integers(0, 9),
    st.integers(1, 999),
    st.booleans(),
)
stories = st.lists(facts, min_size=6, max_size=22).map(
    lambda rest: [
        Fact(0, "sell", 0, 500, True),
        Fact(3, "sell", 1, 300, True),
        Fact(1, "sell", 2, 40, False),
        *rest,
    ]
)


class Teller:
    """Lets a story happen to an office, each fact on its day; what the program refuses does not happen."""

    def __init__(self, folder: Path, *, backdating: bool = False) -> None:
        """With `backdating` some payments and invoices are of a day gone by, from which on they are known."""
        folder.mkdir()
        self.backdating = backdating
        self.office = Office(folder, said=NO_CHARGES, today=FIRST.isoformat())
        self.sold = 0

    def tell(self, story: Sequence[Fact], until: date | None = None) -> list[date]:
        """The days of the facts; what happens after a day is not told."""
        on, told = FIRST, []
        for fact in story:
            on += timedelta(days=fact.after)
            if until is None or on <= until:
                self.office.today = on.isoformat()
                with suppress(CobrancaError):
                    getattr(self, f"_{fact.kind}")(fact, on)
                told.append(on)
        return told

    def _invoice(self, fact: Fact) -> str:
        names = ask(
            self.office.ledger, "SELECT number || iif(instalment = '', '', '/' || instalment) FROM receivable"
        )
        return str(names[fact.pick % len(names)][0])

    def _sell(self, fact: Fact, on: date) -> None:
        self.sold += 1
        due = on + timedelta(days=fact.size % 40 - 5 * (fact.flag and self.backdating))
        issued = "" if fact.size % 5 == 0 else min(on, due).isoformat()
        # Two instalments of one operation now and then.
        number = f"{self.sold - fact.pick % 2};{self.sold}"
        who = CUSTOMERS[fact.pick % len(CUSTOMERS)]
        self.office.invoices(f"{number};{who};{issued};{due.isoformat()};{fact.size},00")

    def _pay(self, fact: Fact, on: date) -> None:
        amount = fact.size * (3 if fact.flag else 1)
        self.office.pays(f"{amount},00", on.isoformat(), customer=CUSTOMERS[fact.pick % 3])

    def _part(self, fact: Fact, on: date) -> None:
        day = on - timedelta(days=fact.size % 9 if fact.flag and self.backdating else 0)
        self.office.pays(f"{fact.size},00", max(day, FIRST).isoformat(), self._invoice(fact))

    def _one_of(self, table: str, fact: Fact) -> int:
        found = ask(self.office.ledger, f"SELECT id FROM {table} ORDER BY id")
        return int(str(found[fact.pick % len(found)][0])) if found else 0

    def _reverse(self, fact: Fact, on: date) -> None:
        self.office.reverses(self._one_of("movement", fact), on.isoformat())

    def _cancel(self, fact: Fact, on: date) -> None:
        self.office.cancels(self._invoice(fact), on.isoformat())

    def _loss(self, fact: Fact, on: date) -> None:
        self.office.adjusts("perda", self._invoice(fact), on.isoformat())

    def _abate(self, fact: Fact, on: date) -> None:
        self.office.adjusts("abatimento", self._invoice(fact), on.isoformat(), f"{fact.size},00")

    def _credit(self, fact: Fact, on: date) -> None:
        self.office.uses_credit(CUSTOMERS[fact.pick % 3], on=on.isoformat())

    def _step(self, fact: Fact, on: date) -> None:
        ((taken,),) = ask(self.office.ledger, "SELECT count(*) FROM dunning_claim")
        step, kind = f"D+{taken}", "decidir" if fact.flag else "enviar"
        self.office.takes(self._invoice(fact), step, "carta" if fact.pick % 2 else "email", kind)

    def _decide(self, fact: Fact, on: date) -> None:
        taken = ask(
            self.office.ledger,
            "SELECT id FROM dunning_action WHERE kind = 'decidir'"
            " AND id NOT IN (SELECT action_id FROM dunning_decision)",
        )
        for (action,) in taken:
            self.office.decides(int(str(action)), "recusada" if fact.flag else "aprovada")

    def _contact(self, fact: Fact, on: date) -> None:
        outcome = ("falou", "nao-atendeu", "prometeu")[fact.size % 3]
        pledge = Pledge(100 * fact.size, on + timedelta(days=fact.pick)) if outcome == "prometeu" else None
        when = max(on - timedelta(days=fact.size % 7), FIRST)
        who, channel = CUSTOMERS[fact.pick % 3], "telefone" if fact.flag else "whatsapp"
        received = outcome == "falou" and fact.pick == 9
        self.office.contacts(who, channel, outcome, day=when, promise=pledge, received=received)

    def _correct(self, fact: Fact, on: date) -> None:
        self.office.corrects(self._one_of("contact", fact))

    def _promise(self, fact: Fact, on: date) -> None:
        until = (on + timedelta(days=fact.pick)).isoformat()
        self.office.promised(CUSTOMERS[fact.size % 3], f"{fact.size},00", until)

    def _agree(self, fact: Fact, on: date) -> None:
        entry = {"entry": 500, "entry_paid": True} if fact.flag else {}
        first = on + timedelta(days=fact.size % 30 + 1)
        self.office.signs(CUSTOMERS[fact.pick % 3], many=2, first=first, **entry)

    def _break(self, fact: Fact, on: date) -> None:
        clause = ("original", "parcelas", "proporcional")[fact.pick % 3]
        self.office.breaks(clause)

    def _resume(self, fact: Fact, on: date) -> None:
        self.office.takes_up()

    def _undo(self, fact: Fact, on: date) -> None:
        self.office.undoes()

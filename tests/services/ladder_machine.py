"""A real ledger and the model of `ladder_model` live through the same year; what the ladder does is the same.

The program runs every day or only now and then; whatever happened in between, it does what the model says,
and what it does keeps the promises of `ladder_check`.
"""

from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from tests.ledger.ledger_box import ask
from tests.services.ladder_check import Seen, keeps_its_word, recorded
from tests.services.ladder_model import FOR_GOOD, LADDER, Bill, Book, Payment, Pledge, Restraint, Talk
from tests.services.ladder_world import EVERYTHING, World
from tests.services.payment_story import RAM

FIRST_DAY, LAST_DAY = date(2026, 8, 3), date(2027, 8, 3)
ONE_DAY = timedelta(days=1)
NAMES = ("Ana", "Bia", "Caio")
CHANNELS = st.sampled_from(
    (EVERYTHING, EVERYTHING, "documento email", "documento telefone", "documento carta")
)
WHO, PICK = st.sampled_from(NAMES), st.integers(0, 30)
BACK = st.sampled_from((0, 0, 0, 0, 1, 3, 10))
AFTER, AHEAD = st.sampled_from((0, 1, 2, 3, 5, 9)), st.integers(0, 14)
SALE = st.tuples(WHO, st.sampled_from((0, 1, 3, 5, 8, 12, 20, 30)), st.integers(1, 90_000))
SELDOM = st.sampled_from((False,) * 9 + (True,))
MOST = 16
"""Titles of a story."""


def as_toml() -> str:
    """The model's ladder as the owner writes it."""
    steps = []
    for rule_ in LADDER:
        channels = ", ".join(f'"{each}"' for each in rule_.channels)
        words = {"enviar": "amigavel", "ligar": "roteiro", "decidir": "proposta" if channels else ""}[
            rule_.action
        ]
        asks = ', exige = ["aprovacao"]' if rule_.action == "decidir" else ""
        again = f", repetir = {rule_.repeat}" if rule_.repeat else ""
        steps.append(f'{{ dias = {rule_.days}, canal = [{channels}], modelo = "{words}"{asks}{again} }}')
    return f"degraus = [{', '.join(steps)}]"


class LadderMachine(RuleBasedStateMachine):
    """What may happen between a business and its customers."""

    def __init__(self) -> None:
        super().__init__()
        self.exits = ExitStack()
        self.folder = Path(self.exits.enter_context(TemporaryDirectory(dir=RAM)))
        self.plans: dict[tuple[str, date], list[str]] = {}
        self.seen: list[Seen] = []

    @initialize(
        daily=st.booleans(),
        channels=st.tuples(CHANNELS, CHANNELS, CHANNELS),
        sold=st.lists(SALE, min_size=2, max_size=4),
    )
    def begin(self, daily: bool, channels: tuple[str, str, str], sold: list[tuple[str, int, int]]) -> None:
        known = dict(zip(NAMES, channels, strict=True))
        self.world = World(self.folder, as_toml(), known)
        self.world.today = FIRST_DAY
        self.daily = daily
        self.world.plan(FIRST_DAY)  # Whatever reckons first takes note of the charges agreed.
        self.book = Book({name: usable(words) for name, words in known.items()})
        for each in sold:
            self._sells(*each)

    def teardown(self) -> None:
        with self.exits:
            if self.plans:
                self._as_it_was()

    @property
    def today(self) -> date:
        return self.world.today

    # What happens, some days after what happened before

    @rule(after=AFTER, sold=SALE)
    @precondition(lambda self: len(self.book.bills) < MOST)
    def sells(self, after: int, sold: tuple[str, int, int]) -> None:
        self._days(after)
        self._sells(*sold)

    def _sells(self, who: str, days: int, cents: int) -> None:
        bill = Bill(self._name(), who, cents, self.today + timedelta(days=days), self.today)
        self.world.sells(who, bill.name, cents, bill.due)
        self.book.bills[bill.name] = bill

    @rule(after=AFTER, who=WHO, days=st.sampled_from((1, 4, 10, 29, 31, 61, 100)))
    @precondition(lambda self: len(self.book.bills) < MOST)
    def imports(self, after: int, who: str, days: int) -> None:
        """An old one, of which only the due date is known: it is taken to exist since then."""
        self._days(after)
        due = self.today - timedelta(days=days)
        bill = Bill(self._name(), who, 5_000, due, due)
        self.world.imports(who, bill.name, bill.cents, due)
        self.book.bills[bill.name] = bill
        self._forget(who, due)

    def _name(self) -> str:
        return str(1001 + len(self.book.bills))

    def _owing(self, pick: int) -> Bill | None:
        owing = [bill for bill in self.book.bills.values() if bill.open(self.today)]
        return owing[pick % len(owing)] if owing else None

    @rule(after=AFTER, pick=PICK, percent=st.sampled_from((100, 100, 40)), back=BACK)
    def pays(self, after: int, pick: int, percent: int, back: int) -> None:
        self._days(after)
        if bill := self._owing(pick):
            day = max(bill.since, self.today - timedelta(days=back))
            cents = max(1, bill.open(self.today) * percent // 100)
            number = self.world.pays(bill.who, cents, (bill.name,), day)
            bill.payments.append(Payment(number, day, cents))
            self._forget(bill.who, day)

    @rule(after=AFTER, pick=PICK)
    def takes_back(self, after: int, pick: int) -> None:
        self._days(after)
        found = [(bill, p) for bill in self.book.bills.values() for p in bill.payments if not p.undone]
        if found:
            bill, payment = found[pick % len(found)]
            self.world.reverses(payment.id)
            bill.payments[bill.payments.index(payment)] = payment._replace(undone=self.today)

    @rule(after=AFTER, pick=PICK, whole=st.booleans(), ahead=AHEAD)
    def promises(self, after: int, pick: int, whole: bool, ahead: int) -> None:
        self._days(after)
        if bill := self._owing(pick):
            title, day = "" if whole else bill.name, self.today + timedelta(days=ahead)
            number = self.world.promises(bill.who, 10_000, day, (title,) if title else ())
            self.book.pledges.append(Pledge(number, bill.who, title, day, self.today))

    @rule(pick=PICK, at_once=st.booleans())
    def withdraws(self, pick: int, at_once: bool) -> None:
        standing = [place for place, each in enumerate(self.book.pledges) if not each.withdrawn]
        if standing:
            place = standing[pick % len(standing)]
            pledge = self.book.pledges[place]
            self.world.withdraws(pledge.id)
            self.book.pledges[place] = pledge._replace(withdrawn=self.today)
            if at_once:
                self._runs()

    @rule(after=AFTER, pick=PICK, kind=st.sampled_from(("pausa", "contestacao")), ahead=AHEAD)
    def restrains(self, after: int, pick: int, kind: str, ahead: int) -> None:
        self._days(after)
        if bill := self._owing(pick):
            until = self.today + timedelta(days=ahead)
            if kind == "pausa":
                self._noted(self.world.pauses(bill.who, until), bill.who, "", kind, "", until)
            else:
                self._noted(self.world.disputes(bill.name, until), bill.who, bill.name, kind, "", until)

    @rule(who=WHO, channel=st.sampled_from(("email", "whatsapp", "telefone")), seldom=SELDOM)
    def refuses_a_channel(self, who: str, channel: str, seldom: bool) -> None:
        if seldom:
            self._noted(self.world.refuses(who, channel), who, "", "canal", channel, None)

    @rule(why=st.sampled_from(tuple(FOR_GOOD)), seldom=SELDOM)
    def stops_for_good(self, why: str, seldom: bool) -> None:
        if seldom:
            self._noted(self.world.stops("Caio", why), "Caio", "", FOR_GOOD[why], "", None)

    def _noted(self, number: int, who: str, title: str, kind: str, value: str, until: date | None) -> None:
        """Unless the ledger says that it was there before."""
        if number:
            self.book.restraints.append(Restraint(number, who, title, kind, value, self.today, until))

    @rule(after=AFTER, pick=PICK, at_once=st.booleans())
    def resumes(self, after: int, pick: int, at_once: bool) -> None:
        self._days(after)
        in_force = [place for place, each in enumerate(self.book.restraints) if each.on(self.today)]
        if in_force:
            place = in_force[pick % len(in_force)]
            one = self.book.restraints[place]
            self.world.resumes(one.id)
            self.book.restraints[place] = one._replace(ended=self.today)
            if at_once:
                self._runs()

    @rule(
        after=AFTER,
        who=WHO,
        how=st.sampled_from(("telefone", "telefone", "whatsapp")),
        outcome=st.sampled_from(("falou", "nao-atendeu", "nao-atendeu", "ja-pagou")),
        back=BACK,
    )
    def talks(self, after: int, who: str, how: str, outcome: str, back: int) -> None:
        self._days(after)
        day = max(FIRST_DAY, self.today - timedelta(days=back))
        self.world.contacts(who, how, outcome, day)
        self.book.talks.append(Talk(who, day, self.today, how, outcome))

    @rule(after=AFTER, pick=PICK, approved=st.booleans())
    def decides(self, after: int, pick: int, approved: bool) -> None:
        """About an action that waits; an approved letter asks for what may be asked for today."""
        self._days(after)
        waiting = [
            each for each in self.world.waiting(self.today) if each.kind == "decidir" and each.template
        ]
        if not waiting:
            return
        action = waiting[pick % len(waiting)]
        who, names = self.world.titles_of(action.id)
        allowed = self.book.may_be_sent(who, names, self.today)
        done = self.world.decides(action.id, approved=approved)
        assert done == (bool(allowed) or not approved), f"{who} on {self.today}: {names}, may {allowed}"
        if approved and done:
            assert set(self.world.letters()[-1].split(" ", 1)[1].split(", ")) == allowed
            self.book.letters.append((who, self.today))

    # What the program does

    @rule(days=st.sampled_from((3, 7, 14)))
    def days_pass(self, days: int) -> None:
        self._days(days)

    @rule()
    def runs_again(self) -> None:
        """On the same day: it does what is new since, with whoever it has not dealt with today."""
        self._runs()

    def _days(self, days: int) -> None:
        days = min(days, (LAST_DAY - self.today).days)
        for left in reversed(range(days)):
            for who, lines in self.world.plan_of(self.today).items():
                self.plans[who, self.today] = lines
            self.world.today += ONE_DAY
            if self.daily or not left:
                self._runs()

    def _runs(self) -> None:
        today, events = self.today, self._events()
        plan = self.world.plan_of(today)
        assert plan == self.world.plan_of(today), "two plans of one day"
        assert events == self._events(), "a plan has written"
        expected = self.book.expected(today)
        self.world.run()
        known = {each.id for each in self.seen}
        done = [each for each in recorded(self.world.ledger, today) if each.id not in known]
        told = {each.action for each in done}
        assert told == expected, f"on {today}: did {told - expected}, not {expected - told}"
        for each in done:
            self.book.take(each.action, today)
        keeps_its_word(self.world.ledger, self.book, self.seen, done, today)
        self.seen += done
        assert self.world.run() == [], f"twice on {today}"

    def _events(self) -> object:
        return ask(self.world.ledger, "SELECT count(*) FROM event")

    def _forget(self, who: str, since: date) -> None:
        """What is told late changes the days gone by, as the reports say them."""
        for name, day in list(self.plans):
            if name == who and day >= since:
                del self.plans[name, day]

    def _as_it_was(self) -> None:
        """The plan of any day gone by is what it was in the evening of that day; of a dozen of them."""
        days = sorted({day for _, day in self.plans})
        for day in days[:: max(1, len(days) // 12)]:
            now = self.world.plan_of(day)
            for who in NAMES:
                if (who, day) in self.plans:
                    assert now[who] == self.plans[who, day], f"the plan of {day} has changed"


def usable(known: str) -> frozenset[str]:
    """The channels by which somebody can be reached."""
    words = set(known.split()) - {"documento"}
    return frozenset(words | ({"whatsapp"} if "telefone" in words else set()))

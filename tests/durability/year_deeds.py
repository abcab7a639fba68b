"""What the owner of the shop does on an ordinary day, and what he takes back."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from tests.durability.year_book import NAMES, Book, Paid, Said, Sale
from tests.durability.year_mishaps import Mishaps, Surroundings
from tests.services.ladder_machine import as_toml
from tests.services.ladder_world import EVERYTHING, World

from cobranca_cli.domain.moment import Moment
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.ledger.queries.undo import Batch
from cobranca_cli.services import payments
from cobranca_cli.services.import_invoices import import_invoices
from cobranca_cli.services.statement import state
from cobranca_cli.services.undo import find, undo
from cobranca_cli.services.undo_types import AGREEMENT, IMPORT, LADDER, PAYMENT, Asked
from cobranca_cli.services.verify import verify

FIRST_DAY = date(2026, 1, 5)


class Clocked(World):
    """No two of its deeds are of one instant: what a run of the ladder could know depends on that."""

    _moments = 0

    @property
    def moment(self) -> Moment:
        self._moments += 1
        instant = datetime.combine(self.today, time(12)) + timedelta(milliseconds=self._moments)
        return Moment(self.today, f"{instant.isoformat(timespec='milliseconds')}Z")


class Shop(Mishaps):
    """A ledger and its model; every deed is done to both."""

    def __init__(self, seed: int, folder: Path, around: Surroundings) -> None:
        world = Clocked(folder, as_toml(), dict.fromkeys(NAMES, EVERYTHING), FIRST_DAY)
        super().__init__(Random(seed), world, around)
        world.plan(FIRST_DAY)  # Whatever reckons first takes note of the charges.
        self.book = Book()

    def said(self, day: date, names: tuple[str, ...], ledger: Path | None = None) -> Said:
        """What the statements of a day say; of a copy, if one is named."""
        where, settings, moment = self.world.at
        found = {who: state(ledger or where, settings, moment, day, who) for who in names}
        return {who: (each.balance, each.overdue, each.credit) for who, each in found.items()}

    def verified(self) -> None:
        """`verificar` finds nothing, but who was forgotten and is spoken of again."""
        found = {(each.code, each.subject): each.what for each in verify(*self.world.at).findings}
        assert found.keys() == {("V-LGPD-RESTO", name.lower()) for name in self.book.spoken_of}, found

    def sells(self, who: str = "") -> None:
        """By importing a file; the same file again brings nothing (P7)."""
        who, cents = who or self.dice.choice(self.book.living), self.dice.randrange(100, 90_000)
        number = str(1001 + self.seen["sells"])
        # Only what is due is paid without being named: who wants to be forgotten buys no other.
        days = 0 if who in self.book.visitors else self.dice.choice((0, 3, 10, 20))
        due = self.world.today + timedelta(days=days)
        file = self.world.ledger.with_name("venda.csv")
        row = f"{number};{who};{self.world.today};{due};{cents // 100},{cents % 100:02d}"
        file.write_text(f"numero;cliente;emissao;vencimento;valor\n{row}\n")

        def call() -> None:
            world = self.world
            result = import_invoices(world.ledger, file, Wishes(), world.moment, world.settings.calendar)
            assert result.new + result.existing == 1, [each.text() for each in result.problems.kept]

        self.deed("sells", call)
        before = self.head()
        call()
        assert self.head() == before, "the same file again was written again"
        self.book.sales.append(Sale(number, who, cents))

    def is_paid(self) -> None:
        """In part, in full, too much; nobody says for what."""
        who = self.dice.choice(self.book.living)
        owed = self.book.owed()[who]
        self.pays(who, max(1, self.dice.choice((owed, owed // 2, owed // 3, owed + 700))))

    def uses_credit(self, who: str = "") -> None:
        """For the model it is a payment of nothing."""
        at, name = self.world.at, who or self.dice.choice(self.book.living)
        if self.deed("uses credit", lambda: payments.use_credit(*at, name, None, (), None)):
            ((number,),) = self.ask("SELECT max(id) FROM movement")
            self.book.paid.append(Paid(number, name, 0))

    def pays(self, who: str, cents: int) -> None:
        """The same key again brings nothing (P7)."""
        key, found = f"pix-{len(self.book.paid)}", []
        order = payments.Order(cents, None, (), who, key=key)

        def call() -> None:
            found.append(payments.register(*self.world.at, order).id)

        if self.deed("is paid", call):
            call()
            assert len({*found}) == 1
            self.book.paid.append(Paid(found[-1], who, cents))
            self.book.words_about(who)

    def takes_back(self) -> None:
        standing = [each for each in self.book.paid if not each.undone and self._after_agreements(each)]
        if standing:
            one = self.dice.choice(standing)
            at = (*self.world.at, one.number, "cheque devolvido", None)
            if self.deed("takes back", lambda: payments.reverse(*at)):
                one.undone = True
                self.book.words_about(one.who)

    def _after_agreements(self, payment: Paid) -> bool:
        """Only such are taken back: an older one taken back adds to what the agreement holds suspended, which
        nobody owes until it breaks; that is a rule, and the model has none.
        """
        signed: dict[str, int] = dict(self.ask(_SIGNED))
        return payment.number > signed.get(payment.who, 0)

    def cancels(self) -> None:
        standing = [each for each in self.book.sales if each.counts]
        if standing:
            one = self.dice.choice(standing)
            if self.deed("cancels", lambda: self.world.cancels(one.number)):
                one.counts = False
                self.book.words_about(one.who)

    def promises(self) -> None:
        on = self.world.today + timedelta(days=self.dice.randrange(12))
        who = self.dice.choice(self.book.living)
        self.deed("promises", lambda: self.world.promises(who, 10_000, on))

    def agrees(self) -> None:
        """About all that somebody owes, without interest; what he owes stays what it is."""
        who = self.dice.choice(self.book.living)
        first, many = self.world.today + timedelta(days=self.dice.randrange(1, 20)), self.dice.randrange(2, 6)
        self.deed("agrees", lambda: self.world.agrees(who, (), many, first))

    def breaks(self) -> None:
        if self.ask("SELECT count(*) FROM agreement")[0][0]:
            deed = self.dice.choice((self.world.breaks, self.world.takes_up))
            if self.deed(deed.__name__, deed):
                self.book.words_about(self._whose_agreement(self.ask("SELECT max(id) FROM agreement")[0][0]))

    def _whose_agreement(self, number: int) -> str:
        sql = "SELECT c.name FROM agreement a JOIN customer c ON c.id = a.customer_id WHERE a.id = "
        return str(self.ask(f"{sql}{number}")[0][0])

    def pauses(self) -> None:
        who, until = (
            self.dice.choice(self.book.living),
            self.world.today + timedelta(days=self.dice.randrange(9)),
        )
        self.deed("pauses", lambda: self.world.pauses(who, until))

    def undoes(self) -> None:
        self.takes_back_last(self.dice.choice((IMPORT, PAYMENT, AGREEMENT, LADDER)))

    def takes_back_last(self, kind: str) -> bool:
        """`desfazer`, now and then as if it had never been; whether there was something to take back."""
        asked = Asked(kind, mistaken=self.dice.random() < 0.2)
        found, book = find(*self.world.at, asked), self.book
        if found is None or found.undone_on:
            return False
        if kind == PAYMENT and not self._after_agreements(book.paid[-1]):
            return False
        if not self.deed(f"undoes {kind}", lambda: undo(*self.world.at, asked, found, "engano")):
            return False
        again = find(*self.world.at, Asked(kind, found.id))
        assert again and again.undone_on, f"{kind} {found.id} was taken back, and still counts"
        if kind == IMPORT:
            assert isinstance(found.facts, Batch) and found.facts.cents == book.sales[-1].cents
            book.sales[-1].counts = False
            book.words_about(book.sales[-1].who)
        elif kind == PAYMENT:
            assert found.id == book.paid[-1].number
            book.paid[-1].undone = True
            book.words_about(book.paid[-1].who)
        elif kind == AGREEMENT:
            book.words_about(self._whose_agreement(found.id))
        if found.never:
            book.rewritten(date.fromisoformat(found.day))
        return True

    def runs(self) -> None:
        """The ladder; a run taken back on its day is done again just so, and a second one does nothing."""
        did: list[list[str]] = []

        def call() -> None:
            did.append(self.world.run())

        self.deed("runs", call)
        if did and did[0] and self.dice.random() < 0.2 and self.takes_back_last(LADDER):
            again = self.world.run()
            assert again == did[0], f"taken back and run again: {again}, not {did[0]}"
        assert self.world.run() == [], "the ladder did something twice"


_SIGNED = """SELECT c.name, max(a.movement_id) FROM agreement a JOIN customer c ON c.id = a.customer_id
GROUP BY 1"""

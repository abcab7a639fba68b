"""A year of a business: an owner, a cron job and what goes wrong, on one real ledger, by one seed.

`python -m tests.durability.simulation --semente N --dias 400` plays it and prints what happened; the same
seed plays the same year. Every deed is a real service's. Some of them meet a fault: the power fails at
the k-th statement, another writer holds the lock, or the disk is full; then they are done again. After
each day the ledger must say what a model says that shares nothing with the rules: in this shop nothing bears
interest, so what somebody owes is what was sold to him less what he paid, whatever was agreed, broken,
reversed and repeated; and what it said of days gone by it must say still.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from sqlite3 import Connection, connect
from tempfile import TemporaryDirectory
from typing import Any

from tests.services.agreement_check import NOT_CLOSED, UNBALANCED
from tests.services.ladder_machine import as_toml
from tests.services.ladder_world import EVERYTHING, World, cells
from tests.services.payment_check import OUT_OF_STEP, OVERPAID
from tests.services.payment_story import RAM
from tests.services.power import Power, PowerFailureError, powered

from cobranca_cli.errors import BusyError, DataError, LedgerError
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.ledger import connection as opening
from cobranca_cli.services import payments
from cobranca_cli.services.import_invoices import import_invoices
from cobranca_cli.services.statement import state

FIRST_DAY = date(2026, 1, 5)
NAMES = ("Ana", "Bia", "Caio", "Davi")
FAULTS = ("power", "power", "writer", "disk")
CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")


@dataclass
class Paid:
    """A payment as the model knows it."""

    number: int
    who: str
    cents: int
    undone: bool = False


@dataclass
class Surroundings:
    """What every connection of the program meets, and what it was seen to do outside a transaction."""

    power: Power
    full: bool = False
    outside: list[str] = field(default_factory=list)

    def watch(self, connection: Connection) -> None:
        """P4: nothing is changed but after BEGIN IMMEDIATE."""
        inside = False

        def see(statement: str) -> None:
            nonlocal inside
            words = statement.upper().split()
            if words[:1] == ["BEGIN"]:
                inside = words[1:2] == ["IMMEDIATE"]
            elif words[:1] in (["COMMIT"], ["ROLLBACK"]):
                inside = False
            elif words[:1] and words[0] in CHANGES and not inside:
                self.outside.append(statement)

        connection.set_trace_callback(see)


@contextmanager
def surroundings(ledger: Path) -> Iterator[Surroundings]:
    """Within it the program's connections have power and a disk that may fail, and wait for nobody."""
    with powered(ledger) as power:
        around, connected = Surroundings(power), opening.connect

        def met(path: Path, wait: float) -> Connection:
            connection = connected(path, min(wait, 0.01))
            around.watch(connection)
            if around.full:
                pages = connection.execute("PRAGMA page_count").fetchone()[0]
                connection.execute(f"PRAGMA max_page_count={pages}")
            return connection

        opening.connect = met
        try:
            yield around
        finally:
            opening.connect = connected


class Year:
    """The shop, its model, and the dice."""

    def __init__(self, seed: int, folder: Path, around: Surroundings) -> None:
        self.dice, self.around = Random(seed), around
        self.world = World(folder, as_toml(), dict.fromkeys(NAMES, EVERYTHING))
        self.world.today = FIRST_DAY
        self.world.plan(FIRST_DAY)  # Whatever reckons first takes note of the charges.
        self.sold: dict[str, int] = dict.fromkeys(NAMES, 0)
        self.paid: list[Paid] = []
        self.open: dict[str, tuple[str, int]] = {}
        self.then: dict[date, dict[str, tuple[int, int, int]]] = {}
        self.seen: Counter[str] = Counter()

    # A deed, and what may come between

    def deed(self, what: str, call: Callable[[], object]) -> bool:
        """Do it, whatever happens; False when the program refuses it. With its fault it is retried."""
        fault = self.dice.choice(FAULTS) if self.dice.random() < 0.35 else ""
        self.seen[what] += 1
        before = self._events()
        try:
            with self._fault(fault):
                call()
        except DataError as error:
            self.seen[f"{what} {error.code}"] += 1
            assert self._events() == before, f"refused, and something was written: {error}"
            return False
        except PowerFailureError:
            self.around.power.back()
            self.seen["power failed"] += 1
            return self._events() > before or self.deed(what, call)
        except BusyError:
            self.seen["waited in vain"] += 1
            assert fault == "writer" and self._events() == before
            return self.deed(what, call)
        except LedgerError as error:
            self.seen["disk full"] += 1
            assert (fault, error.code, self._events()) == ("disk", "E-DISCO-CHEIO", before)
            return self.deed(what, call)
        return True

    @contextmanager
    def _fault(self, fault: str) -> Iterator[None]:
        with ExitStack() as after:
            if fault == "power":
                self.around.power.left = self.dice.randrange(20, 150)
                after.callback(setattr, self.around.power, "left", None)
            elif fault == "disk":
                self.around.full = True
                after.callback(setattr, self.around, "full", False)
            elif fault == "writer":
                other = after.enter_context(closing(connect(self.world.ledger, isolation_level=None)))
                other.execute("BEGIN IMMEDIATE")
            yield

    def _events(self) -> int:
        return int(self._ask("SELECT count(*) FROM event")[0][0])

    def _ask(self, sql: str) -> list[Any]:
        with closing(connect(self.world.ledger)) as connection:
            return connection.execute(sql).fetchall()

    # What the owner does

    def sells(self) -> None:
        """By importing a file; the same file again brings nothing (P7)."""
        who, cents = self.dice.choice(NAMES), self.dice.randrange(100, 90_000)
        number = str(1001 + self.seen["sells"])
        due = self.world.today + timedelta(days=self.dice.choice((0, 3, 10, 20)))
        file = self.world.ledger.with_name("venda.csv")
        row = f"{number};{who};{self.world.today};{due};{cents // 100},{cents % 100:02d}"
        file.write_text(f"numero;cliente;emissao;vencimento;valor\n{row}\n")

        def call() -> None:
            world = self.world
            result = import_invoices(world.ledger, file, Wishes(), world.moment, world.settings.calendar)
            assert result.new + result.existing == 1, [each.text() for each in result.problems.kept]

        self.deed("sells", call)
        before = self._events()
        call()
        assert self._events() == before, "the same file again was written again"
        self.sold[who] += cents
        self.open[number] = who, cents

    def is_paid(self) -> None:
        """In part, in full, too much; nobody says for what. The same key again brings nothing (P7)."""
        who = self.dice.choice(NAMES)
        owed = self.owed()[who]
        cents = max(1, self.dice.choice((owed, owed // 2, owed // 3, owed + 700)))
        key, found = f"pix-{len(self.paid)}", []
        order = payments.Order(cents, None, (), who, key=key)

        def call() -> None:
            found.append(payments.register(*self.world.at, order).id)

        if self.deed("is paid", call):
            call()
            assert len({*found}) == 1
            self.paid.append(Paid(found[-1], who, cents))

    def takes_back(self) -> None:
        """Only what was paid since the last agreement: an older payment taken back adds to what the agreement
        holds suspended, which nobody owes until it breaks; that is a rule, and the model has none.
        """
        signed = dict(self._ask(_SIGNED))
        standing = [p for p in self.paid if not p.undone and p.number > signed.get(NAMES.index(p.who) + 1, 0)]
        if standing:
            one = self.dice.choice(standing)
            at = (*self.world.at, one.number, "cheque devolvido", None)
            one.undone = self.deed("takes back", lambda: payments.reverse(*at))

    def cancels(self) -> None:
        number = self.dice.choice([*self.open] or [""])
        if number and self.deed("cancels", lambda: self.world.cancels(number)):
            who, cents = self.open.pop(number)
            self.sold[who] -= cents

    def promises(self) -> None:
        who, on = self.dice.choice(NAMES), self.world.today + timedelta(days=self.dice.randrange(12))
        self.deed("promises", lambda: self.world.promises(who, 10_000, on))

    def agrees(self) -> None:
        """About all that somebody owes, without interest; what he owes stays what it is."""
        who = self.dice.choice(NAMES)
        first, many = self.world.today + timedelta(days=self.dice.randrange(1, 20)), self.dice.randrange(2, 6)
        self.deed("agrees", lambda: self.world.agrees(who, (), many, first))

    def breaks(self) -> None:
        if self._ask("SELECT count(*) FROM agreement")[0][0]:
            deed = self.dice.choice((self.world.breaks, self.world.takes_up))
            self.deed(deed.__name__, deed)

    def pauses(self) -> None:
        who, until = self.dice.choice(NAMES), self.world.today + timedelta(days=self.dice.randrange(9))
        self.deed("pauses", lambda: self.world.pauses(who, until))

    # What cron does, and what must hold

    def day(self) -> None:
        """A day: some deeds of the owner's, the ladder, and the evening's check."""
        deeds = [self.sells, self.is_paid, self.takes_back, self.cancels, self.promises, self.agrees]
        weights = (5, 6, 2, 1, 2, 2, 2, 1)
        for deed in self.dice.choices([*deeds, self.breaks, self.pauses], weights, k=self.dice.randrange(4)):
            deed()
        self.deed("runs", self.world.run)
        assert self.world.run() == [], "the ladder did something twice"
        self.check()
        self.world.today += timedelta(days=1)

    def owed(self) -> dict[str, int]:
        """The model: sold less paid."""
        owed = dict(self.sold)
        for each in self.paid:
            owed[each.who] -= 0 if each.undone else each.cents
        return owed

    def check(self) -> None:
        """What must hold every evening."""
        today = self.world.today
        self.then[today] = self._said_of(today)
        assert {who: said[0] for who, said in self.then[today].items()} == self.owed()
        past = self.dice.choice([*self.then])
        assert self._said_of(past) == self.then[past], f"what was said of {past} is another thing on {today}"
        for what in (*_NEVER, "PRAGMA foreign_key_check"):
            assert self._ask(what) == [], what
        assert self._ask("SELECT count(*), max(seq) FROM event WHERE seq > 0")[0] in {
            (n := self._events(), n)
        }
        assert self.around.outside == [], "changed outside BEGIN IMMEDIATE"

    def _said_of(self, day: date) -> dict[str, tuple[int, int, int]]:
        """What the statements say: balance, overdue, credit."""
        said = {who: state(*self.world.at, day, who) for who in NAMES}
        return {who: (each.balance, each.overdue, each.credit) for who, each in said.items()}

    def close(self) -> None:
        """What is checked once: the file, and that nobody's data stand in the history."""
        assert self._ask("PRAGMA integrity_check") == [("ok",)]
        history = str(self._ask("SELECT group_concat(data, char(10)) FROM event"))
        for number, name in enumerate(NAMES):
            for datum in cells(number, name, EVERYTHING)[:4]:
                assert f'"{datum}"' not in history, datum


_SIGNED = """SELECT r.customer_id, max(a.movement_id) FROM agreement a JOIN agreement_title t
ON t.agreement_id = a.id JOIN receivable r ON r.id = t.receivable_id GROUP BY 1"""
_STEP_TWICE = "SELECT receivable_id, step FROM dunning_claim GROUP BY 1, 2 HAVING count(*) > 1"
_ABOUT_NOTHING = "SELECT id FROM dunning_action WHERE id NOT IN (SELECT action_id FROM dunning_claim)"
_NEVER = (OUT_OF_STEP, OVERPAID, UNBALANCED, NOT_CLOSED, _STEP_TWICE, _ABOUT_NOTHING)


def play(seed: int, days: int) -> Counter[str]:
    """So many days by this seed; what happened, counted. An AssertionError names the seed."""
    with TemporaryDirectory(dir=RAM) as folder, surroundings(Path(folder) / "livro.db") as around:
        year = Year(seed, Path(folder), around)
        try:
            for _ in range(days):
                year.day()
            year.close()
        except Exception as error:
            again = f"python -m tests.durability.simulation --semente {seed} --dias {days}"
            raise AssertionError(f"day {year.world.today}; again: {again}") from error
        return year.seen


def main(words: list[str]) -> int:
    """Play as the words say."""
    parser = argparse.ArgumentParser(description="Um ano de dono, cron e defeitos, por uma semente.")
    parser.add_argument("--semente", type=int, default=1)
    parser.add_argument("--dias", type=int, default=400)
    parser.add_argument("--vezes", type=int, default=1, help="quantas sementes, a partir da primeira")
    said = parser.parse_args(words)
    for seed in range(said.semente, said.semente + said.vezes):
        print(f"semente {seed}, {said.dias} dias:", dict(sorted(play(seed, said.dias).items())), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

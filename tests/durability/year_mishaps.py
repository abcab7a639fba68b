"""Deeds that meet a fault: power fails at a statement, another writer holds the lock, the disk is full."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from sqlite3 import Connection, connect
from sqlite3 import Error as SqliteError
from typing import Any

from tests.services.ladder_world import World
from tests.services.power import Power, PowerFailureError, powered

from cobranca_cli.errors import BusyError, CobrancaError, DataError, LedgerError
from cobranca_cli.ledger import connection as opening
from cobranca_cli.ledger import copies, restoring
from cobranca_cli.services import restore

FAULTS = ("power", "power", "writer", "disk")
CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")
POWER_ENOUGH = 10**9


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

    def between(self, step: Callable[..., Any]) -> Callable[..., Any]:
        """The step, before and after which the power may fail, ten times as likely as at a statement."""

        def ticking(*words: Any) -> object:
            for _ in range(10):
                self.power.tick("", done=False)
            found = step(*words)
            for _ in range(10):
                self.power.tick("", done=True)
            return found

        return ticking


@contextmanager
def surroundings(ledger: Path) -> Iterator[Surroundings]:
    """Within it the program's connections have power and a disk that may fail, and wait for nobody."""
    with powered(ledger) as power, ExitStack() as after:
        around, connected = Surroundings(power), opening.connect  # type: ignore[attr-defined]

        def met(path: Path, wait: float) -> Connection:
            connection = connected(path, min(wait, 0.01))
            around.watch(connection)
            if around.full:
                pages = connection.execute("PRAGMA page_count").fetchone()[0]
                connection.execute(f"PRAGMA max_page_count={max(1, pages)}")
            return connection

        def instead(module: Any, name: str, other: object) -> None:
            after.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, other)

        for module in (opening, copies, restoring):
            instead(module, "connect", met)
        # Files take their names between statements.
        for module, name in ((restoring, "_second_name"), (restoring, "sync_folder"), (restore, "anchor")):
            instead(module, name, around.between(getattr(module, name)))
        yield around


def head_of(ledger: Path) -> str:
    """The hash of the last event."""
    with closing(connect(ledger)) as connection:
        return str(connection.execute("SELECT hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()[0])


class Mishaps:
    """A ledger, and deeds that are done in the end, whatever comes between."""

    def __init__(self, dice: Random, world: World, around: Surroundings) -> None:
        self.dice, self.world, self.around = dice, world, around
        self.seen: Counter[str] = Counter()
        self._took: dict[str, int] = {}

    def deed(self, what: str, call: Callable[[], object], done: Callable[[], bool] | None = None) -> bool:
        """Do it; False when the program refuses it. With a fault it is retried.

        After a power failure it is retried unless it is `done`: by default, when the history has changed.
        """
        fault = self.dice.choice(FAULTS) if self.dice.random() < 0.35 else ""
        self.seen[what] += 1
        before, power = self.head(), self.around.power
        try:
            with self._fault(fault, self._took.get(what, 100)):
                power.left = POWER_ENOUGH if power.left is None else power.left
                begun = power.left
                call()
                self._took[what] = begun - power.left
        except (CobrancaError, SqliteError, PowerFailureError) as error:
            # A closing statement may have been refused for want of power, and hide the failure.
            if power.failed:
                power.back()
                self.seen["power failed"] += 1
                finished = done() if done else self.head() != before
                return finished or self.deed(what, call, done)
            return self._refused(error, fault, before, what) and self.deed(what, call, done)
        return True

    def _refused(self, error: BaseException, fault: str, before: object, what: str) -> bool:
        """Whether it was for the fault, so that it may be tried again; nothing was written either way."""
        if isinstance(error, DataError):
            self.seen[f"{what} {error.code}"] += 1
            assert self.head() == before, f"refused, and something was written: {error}"
            return False
        if isinstance(error, BusyError):
            self.seen["waited in vain"] += 1
            assert (fault, self.head()) == ("writer", before)
        elif isinstance(error, LedgerError):
            self.seen["disk full"] += 1
            assert (fault, error.code, self.head()) == ("disk", "E-DISCO-CHEIO", before), error
        else:
            raise error
        return True

    @contextmanager
    def _fault(self, fault: str, statements: int) -> Iterator[None]:
        """Power fails somewhere among as many statements as the deed took the last time."""
        ledger = self.world.ledger
        with ExitStack() as after:
            after.callback(setattr, self.around.power, "left", None)
            if fault == "power":
                self.around.power.left = self.dice.randrange(statements + 1)
            elif fault == "disk":
                self.around.full = True
                after.callback(setattr, self.around, "full", False)
            elif fault == "writer" and ledger.exists():
                other = after.enter_context(closing(connect(ledger, isolation_level=None)))
                other.execute("BEGIN IMMEDIATE")
            yield

    def head(self) -> str | None:
        """The hash of the last event; None where no ledger is."""
        if not self.world.ledger.exists():
            return None
        return head_of(self.world.ledger)

    def ask(self, sql: str) -> list[Any]:
        """Of the ledger, past the program."""
        with closing(connect(self.world.ledger)) as connection:
            return connection.execute(sql).fetchall()

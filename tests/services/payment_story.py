"""A real ledger in memory, on a day, under settings, whose power may fail; what a story of payments needs."""

import atexit
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from hypothesis.stateful import RuleBasedStateMachine
from tests.services.payment_model import Book
from tests.services.payment_policy import Policy
from tests.services.power import PowerFailureError, powered

from cobranca_cli.config import Settings
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.due_dates import record_mark
from cobranca_cli.ledger.migrations import create_ledger
from cobranca_cli.ledger.transaction import writing

FIRST_DAY, LAST_DAY = date(2025, 6, 2), date(2025, 12, 19)
RAM = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
CALENDAR = BusinessCalendar()
Answer = TypeVar("Answer")


@cache
def template() -> Path:
    """A ledger without anything, made once."""
    folder = TemporaryDirectory(dir=RAM)
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "livro.db"
    create_ledger(path)
    with writing(path) as transaction:
        record_mark(transaction.connection, CALENDAR)
        transaction.record("livro_criado", {}, f"{FIRST_DAY}T12:00:00.000Z")
    return path


class Story(RuleBasedStateMachine):
    """A ledger and the book of the model beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.exits = ExitStack()
        self.folder = Path(self.exits.enter_context(TemporaryDirectory(dir=RAM)))
        self.ledger = self.folder / "livro.db"
        shutil.copy(template(), self.ledger)
        self.power = self.exits.enter_context(powered(self.ledger))
        self.book = Book(Policy())
        self.today = FIRST_DAY
        self.unheard = False
        self.fails_after: int | None = None
        self.told: list[Callable[[Path], object]] = []
        """What became of the ledger, to be done again on another one."""

    @property
    def settings(self) -> Settings:
        return Settings(self.ledger, charges=self.book.policies[-1][1].keys(), calendar=CALENDAR)

    @property
    def at(self) -> tuple[Path, Settings, Moment]:
        """What every service wants to know first."""
        return self.ledger, self.settings, self.moment

    @property
    def moment(self) -> Moment:
        return Moment(self.today, f"{self.today}T12:00:00.000Z")

    def do(self, call: Callable[[], Answer], refused: str = "") -> Answer | None:
        """The answer; None when it is refused, as foretold, or when the power failed after the commit.

        When it failed before, the ledger is as it was, and the same is done again.
        """
        self.unheard = self.power.committed = False
        self.power.left, self.fails_after = self.fails_after, None
        try:
            answer = call()
        except DataError as error:
            assert error.code == refused, f"{error.code} and not {refused!r}: {error}"
            return None
        except PowerFailureError:
            self.power.back()
            self.unheard = self.power.committed
            if self.unheard:
                return None
            self.agree()
            return self.do(call, refused)
        finally:
            self.power.left = None
        assert not refused, f"{refused} was to be refused"
        return answer

    def agree(self) -> None:
        """Assert that the ledger is what the book says."""
        raise NotImplementedError

"""What can be taken back, and what stands in the way; the same for every kind."""

from typing import NamedTuple

from cobranca_cli import clock
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import CobrancaError, DataError
from cobranca_cli.ledger.queries.agreements import Breach, Signed
from cobranca_cli.ledger.queries.payments import PaymentRow
from cobranca_cli.ledger.queries.undo import Batch, LadderRun

IMPORT, PAYMENT, AGREEMENT, LADDER = "importacao", "pagamento", "acordo", "regua"
KINDS = (IMPORT, PAYMENT, AGREEMENT, LADDER)


class PaymentFacts(NamedTuple):
    """A payment, and the invoices that it is on now; cents."""

    row: PaymentRow
    allocated: int
    invoices: str


class AgreementFacts(NamedTuple):
    """The last act of an agreement: its signing or, with `breach`, its breach."""

    signed: Signed
    breach: Breach | None


class Obstacle(NamedTuple):
    """Why something is not taken back, and what to do first."""

    message: str
    code: str
    hint: str | None

    def error(self) -> DataError:
        """The error that says so."""
        return DataError(self.message, code=self.code, hint=self.hint)


class Found(NamedTuple):
    """The last thing of a kind, or the one asked for.

    Attributes:
        day: the ISO day on which it was done, or is about.
        recorded_at: the instant at which it was recorded.
        never: taken back, it counts as if it had never been; otherwise from today on, and reports of days
            before today stay as they were.
        undone_on: the ISO day from which it does not count any more.
        obstacle: why it cannot be taken back.
        left_out: the agreements in force whose titles would owe more than their instalments say.
    """

    kind: str
    id: int
    day: str
    recorded_at: str
    facts: Batch | PaymentFacts | AgreementFacts | LadderRun
    never: bool
    undone_on: str | None = None
    obstacle: Obstacle | None = None
    left_out: tuple[str, ...] = ()


class Asked(NamedTuple):
    """What a person wants taken back: a kind, a number or the last; `mistaken` as if it had never been."""

    kind: str
    id: int | None = None
    mistaken: bool = False


def obstacle_of(error: CobrancaError) -> Obstacle:
    """What an existing rule refuses with."""
    return Obstacle(error.message, error.code, error.hint)


def recorded_today(recorded_at: str, moment: Moment) -> bool:
    """Whether two instants, as events write them, fall on one day in São Paulo."""
    return clock.day_of_text(recorded_at) == clock.day_of_text(moment.instant)

"""What an import did, or would do: counts, how the file was read, what was wrong."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from cobranca_cli.importing.problems import Problems


@dataclass(frozen=True, slots=True)
class Reading:
    """How the file was understood, for the preview in people's words."""

    encoding: str
    delimiter: str
    header_line: int
    columns: Mapping[str, str]
    """Field → heading."""
    ignored: tuple[str, ...]
    decimals: str | None
    """`virgula`, `ponto`, or None when no amount has cents."""
    days: str
    profile: str | None


@dataclass(frozen=True, slots=True)
class Sample:
    """The first invoice as it was understood, or the first payment: what a person checks at a glance.

    The day is that of the due date or of the payment, which may name no invoice.
    """

    number: str | None
    customer: str
    day: str
    amount: int
    payment: bool = False


@dataclass(slots=True)
class ImportResult:
    """The outcome for one file. `read` = new + existing + conflicts + rejected + set aside."""

    file: str
    problems: Problems
    reading: Reading | None = None
    sample: Sample | None = None
    read: int = 0
    new: int = 0
    new_cents: int = 0
    existing: int = 0
    updated: int = 0
    conflicts: int = 0
    rejected: int = 0
    new_customers: int = 0
    payments: int = 0
    """Of an import of invoices: what the file says was received and the ledger did not know."""
    paid_cents: int = 0
    slips: int = 0
    """Of an import of invoices: boletos that the ledger did not have, or had otherwise."""
    set_aside: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    written: bool = False
    rows_taken: bool = False
    """The bad rows went to a rejects file, so that the good ones may enter."""

    @property
    def changes(self) -> int:
        """How many things are in the ledger because of the file, or would be."""
        return self.new + self.updated + self.payments + self.slips

    @property
    def refused(self) -> bool:
        """Whether the file was refused as a whole: it has problems, and nobody took its bad rows."""
        return self.problems.total > 0 and not self.rows_taken

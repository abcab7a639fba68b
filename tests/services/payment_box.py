"""A shop's ledger told in a user's words: invoices as lines, amounts as written, days in ISO."""

from contextlib import closing
from decimal import Decimal
from pathlib import Path

from tests.domain.account_notation import keys
from tests.domain.notation import cents, day
from tests.ledger.ledger_box import ask

from cobranca_cli.config import Settings
from cobranca_cli.domain.account import Parts
from cobranca_cli.domain.moment import Moment
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.customers import find_customer
from cobranca_cli.ledger.queries.payments import credit_on
from cobranca_cli.services import payments
from cobranca_cli.services.adjustments import CHARGES, Adjusted, Wish, adjust
from cobranca_cli.services.import_invoices import import_invoices
from cobranca_cli.services.invoices import cancel_invoice
from cobranca_cli.services.overdue import overdue
from cobranca_cli.services.reports import aging
from cobranca_cli.services.setup import create
from cobranca_cli.services.working import work_invoice

HEADER = "numero;parcela;cliente;emissao;vencimento;valor"
TODAY = "2026-11-21"
NO_CHARGES = "multa=0 juros=0"


class Shop:
    """One ledger; `today` may be moved on."""

    def __init__(self, folder: Path, *rows: str, said: str = "", today: str = TODAY) -> None:
        """Rows are `numero;parcela;cliente;emissao;vencimento;valor`."""
        self.ledger = folder / "livro.db"
        self.today = today
        self.settings = Settings(self.ledger, charges=keys(said))
        create(self.ledger, {"nome": "Loja"}, self.moment)
        if rows:
            self.invoices(*rows)

    @property
    def moment(self) -> Moment:
        return Moment(day(self.today), f"{self.today}T12:00:00.000Z")

    def invoices(self, *rows: str) -> None:
        file = self.ledger.with_name("faturas.csv")
        file.write_text("\n".join([HEADER, *rows, ""]))
        result = import_invoices(self.ledger, file, Wishes(), self.moment, self.settings.calendar)
        assert result.new == len(rows), [problem.text() for problem in result.problems.kept]

    def pays(
        self, amount: str, on: str, *invoices: str, customer: str | None = None, mode: str = "legal",
        key: str | None = None,
    ) -> payments.Registered:  # fmt: skip
        order = payments.Order(cents(amount), day(on), invoices, customer, mode, "pix", key)
        return payments.register(self.ledger, self.settings, self.moment, order)

    def reverses(self, payment: int, on: str | None = None) -> payments.Reversed:
        when = day(on) if on else None
        return payments.reverse(self.ledger, self.settings, self.moment, payment, "devolvido", when)

    def uses_credit(
        self, customer: str, *invoices: str, amount: str = "", on: str | None = None
    ) -> payments.Registered:
        return payments.use_credit(
            self.ledger, self.settings, self.moment, customer, cents(amount) if amount else None, invoices,
            day(on) if on else None,
        )  # fmt: skip

    def adjusts(
        self, kind: str, invoice: str, on: str, amount: str = "", components: tuple[str, ...] = CHARGES,
        percent: str = "",
    ) -> Adjusted:  # fmt: skip
        part = Decimal(percent) if percent else None
        some = cents(amount) if amount else None
        wish = Wish(kind, invoice, "combinado", some, part, components, "Rita", day(on))
        return adjust(self.ledger, self.settings, self.moment, wish)

    def cancels(self, invoice: str, on: str) -> None:
        cancel_invoice(self.ledger, self.moment, invoice, "devolvida", day(on))

    def owed(self, invoice: str, on: str) -> Parts:
        """What is owed on an invoice on a day, as its working says."""
        worked = work_invoice(self.ledger, self.settings, self.moment, day(on), invoice)
        return worked.working.standing.open

    def open_on(self, on: str) -> dict[str, int]:
        """The open principal of each invoice, as `aging --por fatura` says."""
        report = aging(self.ledger, self.settings, self.moment, day(on), ("fatura",))
        return {item.name: item.open for item in report.items}

    def late_on(self, on: str) -> dict[str, int]:
        """The open principal of each overdue invoice, as `vencidos` says."""
        report = overdue(self.ledger, self.settings, self.moment, day(on))
        return {owed.item.name: owed.open.principal for owed in report.items}

    def credit(self, customer: str, on: str | None = None) -> int:
        """What is left to a customer's credit of everything that came in up to a day."""
        with closing(open_for_reading(self.ledger).connection) as connection:
            return credit_on(connection, find_customer(connection, customer).id, day(on or self.today))

    def everything(self) -> list[tuple[object, ...]]:
        """What the tables of money hold."""
        tables = ("movement", "movement_target", "movement_reversal", "entry", "event", "receivable")
        return [row for table in tables for row in ask(self.ledger, f"SELECT * FROM {table}")]

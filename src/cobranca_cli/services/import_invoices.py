"""Importing invoices: one file, one transaction; whole or absent, and the same again changes nothing."""

from functools import partial
from pathlib import Path

from cobranca_cli.brformat import thousands_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.problem import Problem
from cobranca_cli.importing.drafts import CustomerDraft, InvoiceRow
from cobranca_cli.importing.erp_rows import DIFFERENT, REPEATED, ErpRows
from cobranca_cli.importing.fields import INVOICE_FIELDS, INVOICE_NEEDED
from cobranca_cli.importing.invoice_rows import InvoiceRows
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.problems import Problems, file_label
from cobranca_cli.importing.rejects import RejectsFile
from cobranca_cli.ledger.batches import add_batch
from cobranca_cli.ledger.customers import CustomerBook, Doubt
from cobranca_cli.ledger.loading import Clash, InvoiceLoader, open_among
from cobranca_cli.ledger.queries.customers import customer_name
from cobranca_cli.ledger.received import carried, due_of
from cobranca_cli.ledger.transaction import Transaction, writing

from .clashes import clash_problem
from .import_file import Prepared, Progress, no_rows, prepare, row_blocks, without_collector
from .import_received import ReceivedPayments
from .import_remarks import Unrecorded, of_customers, of_payments, of_rows, of_slips
from .import_result import ImportResult, Sample
from .import_slips import ImportedSlips
from .persons import as_person, doubt_problem


def import_invoices(
    ledger: Path,
    file: Path,
    wishes: Wishes,
    moment: Moment,
    calendar: BusinessCalendar,
    *,
    simulate: bool = False,
    settings: Settings | None = None,
    rejects: RejectsFile | None = None,
    progress: Progress | None = None,
) -> ImportResult:
    """Import one file. Bad rows refuse the whole file, unless `rejects` takes them.

    What a system's export says was received becomes payments, by the charges of `settings`. Linear in the
    rows; memory grows with the distinct customers and the new payments, not with the rows. Raises
    CobrancaError for the ledger's own troubles; what is wrong in the file stands in the result.
    """
    problems = Problems(file_label(file))
    result = ImportResult(problems.file, problems)
    prepared = prepare(file, wishes, problems, INVOICE_FIELDS, INVOICE_NEEDED)
    if prepared is None:
        return result
    result.reading = prepared.reading
    result.rows_taken = rejects is not None
    with without_collector(), writing(ledger) as transaction:
        run = _Import(transaction, prepared, wishes, moment, calendar, result, rejects)
        run.load(progress)
        run.pay(settings or Settings(ledger, calendar=calendar), moment)
        result.notices.extend(dict.fromkeys(transaction.notices))
        if simulate or not run.worth_keeping():
            transaction.abandon()
        else:
            run.record(moment)
            if rejects:
                rejects.flush()
        result.written = not simulate and (problems.total == 0 or rejects is not None)
    return result


class _Import:
    """One file on its way into the open transaction."""

    def __init__(
        self,
        transaction: Transaction,
        prepared: Prepared,
        wishes: Wishes,
        moment: Moment,
        calendar: BusinessCalendar,
        result: ImportResult,
        rejects: RejectsFile | None,
    ) -> None:
        profile = wishes.profile
        self._transaction = transaction
        self._prepared = prepared
        self._profile = profile
        self._result = result
        self._rejects = rejects
        self._block: list[str] = []
        self._block_start = 1
        self._unrecorded = Unrecorded()
        self._book = CustomerBook(transaction.connection, moment.today.isoformat())
        self._batch = add_batch(
            transaction.connection,
            "faturas",
            prepared.source.path.name,
            prepared.source.sha256,
            profile.name if profile else None,
            moment,
        )
        self._loader = InvoiceLoader(transaction.connection, self._batch, prepared.expected_rows())
        self._received = ReceivedPayments(transaction, self._batch)
        self._slips = ImportedSlips(transaction.connection, self._batch, moment)
        decimals, days = prepared.decimals, prepared.days
        self._erp = ErpRows(prepared.layout, profile, decimals, days, moment.today) if profile else None
        if rejects:
            rejects.begin(prepared.layout)
        self._rows = InvoiceRows(
            prepared.layout,
            result.problems,
            decimals=decimals,
            days=days,
            today=moment.today,
            calendar=calendar,
            register=self._register,
            reject=rejects.add if rejects else None,
            erp=self._erp,
            known=partial(due_of, transaction.connection),
        )

    def load(self, progress: Progress | None) -> None:
        """Read every block into the ledger and fill in the result."""
        result = self._result
        for first_line, block in row_blocks(self._prepared, progress):
            self._block_start, self._block = first_line, block
            drafts = self._rows.read_block(block, first_line)
            self._note_settled()
            if drafts:
                self._load_block(drafts)
        self._loader.finish()
        if result.conflicts:
            self._book.forget_without_invoice()
        if self._rows.rows == 0:
            no_rows(result.problems, self._prepared)
        result.read = self._rows.rows
        result.new_customers = self._book.new
        if self._erp:
            result.set_aside = self._erp.skipped
        set_aside = sum(result.set_aside.values())
        result.rejected = result.read - result.new - result.existing - result.conflicts - set_aside
        result.problems.kept.sort(key=lambda problem: problem.line or 0)

    def pay(self, settings: Settings, moment: Moment) -> None:
        """Record what the file says was received, unless it is refused; then say what is to be said."""
        result = self._result
        if result.problems.total == 0 or self._rejects:
            self._received.record(settings, moment)
            result.payments, result.paid_cents = self._received.done.payments, self._received.done.cents
            result.slips = self._slips.written
        if self._rows.blank:
            result.remarks.append(f"linhas em branco deixadas de lado: {thousands_br(self._rows.blank)}")
        if self._erp and self._profile:
            result.remarks += of_payments(self._received)
            result.remarks += of_rows(self._erp, self._unrecorded, self._profile.day_heading)
        result.remarks += of_slips(self._slips)
        result.remarks += of_customers(self._book)

    def worth_keeping(self) -> bool:
        """Whether the file may be kept, and brings anything."""
        result = self._result
        good = result.problems.total == 0 or self._rejects is not None
        found = (result.new, result.payments, result.slips, self._book.new, self._book.completed)
        return good and any(found)

    def record(self, moment: Moment) -> None:
        """Write what was done to the event chain."""
        result = self._result
        self._transaction.record(
            "faturas_importadas",
            {
                "importacao": self._batch,
                "sha256": self._prepared.source.sha256,
                "lidas": result.read,
                "novas": result.new,
                "existentes": result.existing,
                "conflitos": result.conflicts,
                "rejeitadas": result.rejected,
                "clientes_novos": result.new_customers,
                "contatos_completados": self._book.completed,
                "valor_novo": result.new_cents,
                "pagamentos": result.payments,
                "valor_recebido": result.paid_cents,
                "boletos": result.slips,
            },
            moment.instant,
        )

    def _load_block(self, drafts: list[InvoiceRow]) -> None:
        result, received = self._result, self._rows.received
        if result.sample is None:
            result.sample = self._sample(drafts[0])
        # Of two rows with one key the open one is worth more.
        drafts.sort(key=lambda row: row[10] in received and received[row[10]].settled)
        loaded = self._loader.load(drafts)
        result.new += loaded.new
        result.new_cents += loaded.new_cents
        result.existing += loaded.existing
        of_line = {row[10]: row for row in drafts} if loaded.clashes else {}
        for clash in loaded.clashes:
            if self._is_known_by_balance(clash, of_line[clash.line]):
                result.existing += 1
                continue
            self._rows.slips.pop(clash.line, None)
            if not self._is_settled_otherwise(clash, of_line[clash.line]):
                self._tell(clash)
                received.pop(clash.line, None)
        if self._erp and self._erp.day_heading and loaded.new < len(drafts):
            self._received.see((row[1], row[2]) for row in drafts)
        if received:
            self._received.keep(
                (row[1], row[2], row[10], row[7], *received[row[10]]) for row in drafts if row[10] in received
            )
            received.clear()
        if self._rows.slips:
            self._slips.load(drafts, self._rows.slips)
            self._rows.slips.clear()
        self._rows.reduced.clear()

    def _is_known_by_balance(self, clash: Clash, row: InvoiceRow) -> bool:
        """Whether the amounts differ only because one of them is what was open once of a title paid in part.

        Either the file now says what is open and not when the rest was paid, and the ledger has the whole
        amount; or the ledger has the balance of an earlier import, and the file now says the whole.
        """
        if clash.first_line is not None or [each.field for each in clash.differences] != ["valor"]:
            return False
        received = self._rows.received.get(clash.line)
        if received is None and clash.line not in self._rows.reduced:
            return False
        known = carried(self._transaction.connection, row[1], row[2])
        if received is None:
            if known.amount > row[7] and known.open > row[7]:
                self._unrecorded.in_part.add(clash.number, known.open - row[7])
            return known.amount > row[7]
        by_balance = known.profile is not None and received.left <= known.amount < row[7]
        self._unrecorded.by_balance += by_balance
        return by_balance

    def _is_settled_otherwise(self, clash: Clash, row: InvoiceRow) -> bool:
        """Whether the row is settled: then it is set aside, for what it says matters to nobody any more.

        That the ledger has a title of its key open is said all the same.
        """
        received = self._rows.received.get(clash.line)
        if received is None or not received.settled or self._erp is None:
            return False
        del self._rows.received[clash.line]
        if clash.first_line is not None:
            self._erp.skipped[REPEATED] += 1
            return True
        self._erp.skipped[DIFFERENT] += 1
        still = carried(self._transaction.connection, row[1], row[2]).open
        if still:
            self._unrecorded.different.add(clash.number, still)
        return True

    def _note_settled(self) -> None:
        """Count what the file calls settled, without a day, and the ledger still has open."""
        if self._erp and self._erp.settled:
            for (number, which), cents in open_among(self._transaction.connection, self._erp.settled):
                self._unrecorded.settled.add(f"{number}/{which}" if which else number, cents)
            self._erp.settled.clear()

    def _register(self, draft: CustomerDraft, number: str, instalment: str) -> tuple[int, bool] | Problem:
        found = self._book.register(as_person(draft), (number, instalment))
        return doubt_problem(found) if isinstance(found, Doubt) else found

    def _sample(self, row: InvoiceRow) -> Sample:
        customer, number, due, amount = row[0], row[1], row[4], row[7]
        return Sample(number, customer_name(self._transaction.connection, customer), due, amount)

    def _tell(self, clash: Clash) -> None:
        """A duplicate or a conflict becomes a problem of its row."""
        result = self._result
        connection, file = self._transaction.connection, result.problems.file
        problem = clash_problem(
            connection, file, self._prepared.layout, clash, of_a_system=self._erp is not None
        )
        result.conflicts += clash.first_line is None
        result.problems.add_row([problem])
        if self._rejects:
            text = self._block[clash.line - self._block_start].rstrip("\n")
            self._rejects.add(clash.line, text, [problem])

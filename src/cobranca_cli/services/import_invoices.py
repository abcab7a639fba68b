"""Importing invoices: one file, one transaction; whole or absent, and the same again changes nothing."""

from functools import partial
from pathlib import Path

from cobranca_cli.brformat import currency_br, date_br, thousands_br
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.problem import Problem
from cobranca_cli.importing.drafts import CustomerDraft, InvoiceRow
from cobranca_cli.importing.erp_rows import ErpRows
from cobranca_cli.importing.fields import INVOICE_FIELDS, INVOICE_NEEDED
from cobranca_cli.importing.invoice_rows import InvoiceRows
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.problems import Problems, RowProblem, file_label
from cobranca_cli.importing.rejects import RejectsFile
from cobranca_cli.ledger.batches import add_batch
from cobranca_cli.ledger.customers import CustomerBook, Doubt
from cobranca_cli.ledger.loading import Clash, InvoiceLoader, has_invoice, open_among
from cobranca_cli.ledger.queries.customers import customer_label, customer_name
from cobranca_cli.ledger.transaction import Transaction, writing

from .import_file import Prepared, Progress, no_rows, prepare, row_blocks, without_collector
from .import_result import ImportResult, Sample
from .persons import as_person, doubt_problem


def import_invoices(
    ledger: Path,
    file: Path,
    wishes: Wishes,
    moment: Moment,
    calendar: BusinessCalendar,
    *,
    simulate: bool = False,
    rejects: RejectsFile | None = None,
    progress: Progress | None = None,
) -> ImportResult:
    """Import one file. Bad rows refuse the whole file, unless `rejects` takes them.

    Linear in the rows; memory grows with the distinct customers, not with the rows. Raises
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
        result.notices.extend(transaction.notices)
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
        self._result = result
        self._rejects = rejects
        self._block: list[str] = []
        self._block_start = 1
        self._settled_but_open: list[str] = []
        self._settled_cents = 0
        self._paid_since: list[str] = []
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
        decimals = prepared.decimals
        self._erp = ErpRows(prepared.layout, profile, decimals) if profile else None
        if rejects:
            rejects.begin(prepared.layout)
        self._rows = InvoiceRows(
            prepared.layout,
            result.problems,
            decimals=decimals,
            days=prepared.days,
            today=moment.today,
            calendar=calendar,
            register=self._register,
            reject=rejects.add if rejects else None,
            erp=self._erp,
            known=partial(has_invoice, transaction.connection),
        )

    def load(self, progress: Progress | None) -> None:
        """Read every block into the ledger and fill in the result."""
        result = self._result
        for first_line, block in row_blocks(self._prepared, progress):
            self._block_start, self._block = first_line, block
            drafts = self._rows.read_block(block, first_line)
            self._note_settled()
            if not drafts:
                continue
            if result.sample is None:
                result.sample = self._sample(drafts[0])
            loaded = self._loader.load(drafts)
            result.new += loaded.new
            result.new_cents += loaded.new_cents
            result.existing += loaded.existing
            for clash in loaded.clashes:
                if self._is_part_payment(clash):
                    result.existing += 1
                    self._paid_since.append(clash.number)
                else:
                    self._tell(clash)
            self._rows.partly_paid_lines.clear()
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
        result.remarks.extend(self._remarks())

    def _note_settled(self) -> None:
        """Count what the file calls settled and the ledger still has open: the ledger records no payments."""
        if self._erp and self._erp.settled:
            for (number, which), cents in open_among(self._transaction.connection, self._erp.settled):
                self._settled_but_open.append(f"{number}/{which}" if which else number)
                self._settled_cents += cents
            self._erp.settled.clear()

    def worth_keeping(self) -> bool:
        """Whether the file may be kept, and brings anything."""
        good = self._result.problems.total == 0 or self._rejects is not None
        return good and (self._result.new > 0 or self._book.new > 0 or self._book.completed > 0)

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
            },
            moment.instant,
        )

    def _register(self, draft: CustomerDraft, number: str, instalment: str) -> tuple[int, bool] | Problem:
        found = self._book.register(as_person(draft), (number, instalment))
        return doubt_problem(found) if isinstance(found, Doubt) else found

    def _sample(self, row: InvoiceRow) -> Sample:
        customer, number, due, amount = row[0], row[1], row[4], row[7]
        return Sample(number, customer_name(self._transaction.connection, customer), due, amount)

    def _is_part_payment(self, clash: Clash) -> bool:
        """Whether the row is a known invoice of which the system has received a part meanwhile.

        The ledger records no payments, so it keeps its amount; that it is too high is said.
        """
        if clash.first_line is not None or clash.line not in self._rows.partly_paid_lines:
            return False
        (first, *others) = clash.differences
        return first.field == "valor" and not others and first.ledger > first.file

    def _tell(self, clash: Clash) -> None:
        """A duplicate or a conflict becomes a problem of its row."""
        layout = self._prepared.layout
        if clash.first_line is not None:
            code, name, value, message = "E-DUPLICADA", "numero", clash.number, self._duplicate(clash)
        else:
            name, ours, theirs = clash.differences[0]
            code, value, message = "E-CONFLITO", self._shown(name, theirs), self._conflict(clash, ours)
            self._result.conflicts += 1
        position = layout.positions.get(name)
        if name == "numero" and position is None and layout.number_columns:
            position = layout.number_columns[0]
        column = None if position is None else position + 1
        problem = RowProblem(self._result.problems.file, clash.line, column, name, value, code, message)
        self._result.problems.add_row([problem])
        if self._rejects:
            text = self._block[clash.line - self._block_start].rstrip("\n")
            self._rejects.add(clash.line, text, [problem])

    def _duplicate(self, clash: Clash) -> str:
        first = f"já está na linha {clash.first_line} deste arquivo"
        if self._erp and clash.differences:
            return (
                f"{first} com outros dados: se são parcelas da mesma nota, exporte a coluna da parcela"
                ' e diga qual é com --mapear "Coluna=parcela"; se não, use --rejeitados'
            )
        return f"a mesma fatura {first}; se é repetição, deixe uma só; se são duas, dê um número a cada uma"

    def _conflict(self, clash: Clash, ours: object) -> str:
        first, *others = clash.differences
        message = f"o livro tem {self._shown(first.field, ours)} na fatura {clash.number}"
        for other in others:
            there, here = self._shown(other.field, other.ledger), self._shown(other.field, other.file)
            message += f"; e {other.field} {there}, aqui {here}"
        return f"{message}; nada foi mudado. {self._way_out(first.field)}"

    def _way_out(self, field: str) -> str:
        if field == "cliente":
            return "Se é a mesma pessoa, complete o cadastro com 'cobranca clientes editar'"
        return "Se o arquivo está certo, cancele a fatura e importe-a com outro número"

    def _shown(self, name: str, value: object) -> str:
        if name == "valor" and isinstance(value, int):
            return currency_br(value)
        if name == "cliente" and isinstance(value, int):
            return customer_label(self._transaction.connection, value)
        return date_br(value) if isinstance(value, str) else "nada"

    def _remarks(self) -> list[str]:
        book, erp = self._book, self._erp
        remarks = []
        if self._rows.blank:
            remarks.append(f"linhas em branco deixadas de lado: {thousands_br(self._rows.blank)}")
        if erp and erp.partly_paid:
            remarks.append(
                f"faturas pagas em parte: {thousands_br(erp.partly_paid)};"
                " entraram pelo que ainda está em aberto"
            )
        if self._paid_since:
            remarks.append(
                f"pagas em parte desde a última importação: {_some(self._paid_since)}; o livro ainda não"
                " registra pagamentos e continua com o valor de antes"
            )
        if self._settled_but_open:
            remarks.append(
                f"quitadas no arquivo e ainda abertas no livro: {_some(self._settled_but_open)}, somando"
                f" {currency_br(self._settled_cents)}; o livro ainda não registra pagamentos: não cobre por"
                " elas, ou tire-as da conta com 'cobranca faturas cancelar FATURA --motivo \"já paga\"'"
            )
        if erp and erp.made_numbers:
            remarks.append(
                f"linhas sem número de fatura: {thousands_br(erp.made_numbers)};"
                " cada uma ganhou um número fixo, feito da descrição, do cliente e do vencimento"
            )
        if book.completed:
            remarks.append(
                f"dados de cadastro que faltavam e foram completados: {thousands_br(book.completed)}"
            )
        if book.namesakes:
            remarks.append(
                f"clientes novos com o nome de outro já cadastrado: {thousands_br(book.namesakes)};"
                " veja com 'cobranca clientes listar' se são a mesma pessoa"
            )
        if book.other_name:
            remarks.append(
                f"clientes com outro nome no cadastro: {thousands_br(book.other_name)};"
                " ficou o do cadastro, porque quem decide é o documento ou o código"
            )
        return remarks


def _some(names: list[str], shown: int = 10) -> str:
    """The first names and how many more there are."""
    more = f" e mais {thousands_br(len(names) - shown)}" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more

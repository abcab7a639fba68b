"""Importing payments: one file, one transaction; whole or absent, and the same again changes nothing.

A row without a key gets one from what it says: day, amount, invoice or customer, form, and which of the
equal rows of its file it is. So the same file again, or a longer one with the same rows, adds nothing, and
two truly equal payments of one file are two.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br, thousands_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.account import Movement
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.problem import Problem
from cobranca_cli.importing.drafts import PaymentDraft
from cobranca_cli.importing.fields import PAYMENT_FIELDS, PAYMENT_NEEDED
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.payment_rows import WHOSE, PaymentRows
from cobranca_cli.importing.problems import Problems, RowProblem, file_label
from cobranca_cli.importing.rejects import RejectsFile
from cobranca_cli.importing.values import FieldProblem
from cobranca_cli.ledger.batches import add_batch
from cobranca_cli.ledger.movements import NewMovement
from cobranca_cli.ledger.queries.agreement_marks import marked_on
from cobranca_cli.ledger.queries.customers import customer_name
from cobranca_cli.ledger.queries.targets import Standing, key_in_use, unmarked_twin
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.bulk_payments import BulkPayments
from cobranca_cli.services.payers import Payer, Payers

from .import_file import Prepared, Progress, no_rows, prepare, row_blocks, without_collector
from .import_remarks import some
from .import_result import ImportResult, Sample

KEY = "arq:"
"""How the key begins that is made for a row without one."""


@dataclass(slots=True)
class PaymentImport(ImportResult):
    """The outcome for one file; `allocated` and `credit` are what became of the new payments, in cents."""

    allocated: int = 0
    credit: int = 0


def import_payments(
    ledger: Path,
    file: Path,
    wishes: Wishes,
    moment: Moment,
    settings: Settings,
    *,
    mode: str = "legal",
    simulate: bool = False,
    rejects: RejectsFile | None = None,
    progress: Progress | None = None,
) -> PaymentImport:
    """Import one file of payments. Bad rows refuse the whole file, unless `rejects` takes them.

    They are registered in the order of their days, whatever the order of the file. Memory grows with the
    rows. Raises CobrancaError for what is no fault of the file.
    """
    problems = Problems(file_label(file))
    result = PaymentImport(problems.file, problems)
    prepared = prepare(file, wishes, problems, PAYMENT_FIELDS, PAYMENT_NEEDED)
    if prepared is None or _says_not_whose(prepared, problems):
        return result
    result.reading = prepared.reading
    result.rows_taken = rejects is not None
    with without_collector(), writing(ledger) as transaction:
        run = _Import(transaction, prepared, moment, mode, result, rejects)
        run.read(progress)
        if problems.total == 0 or rejects:
            run.record(settings)
        result.notices.extend(dict.fromkeys(transaction.notices))
        if simulate or not result.new:
            transaction.abandon()
        elif rejects:
            rejects.flush()
        result.written = not simulate and not result.refused
    return result


def _says_not_whose(prepared: Prepared, problems: Problems) -> bool:
    """Whether no column says what or who was paid for, which is told."""
    if any(name in prepared.layout.positions for name in WHOSE):
        return False
    message = (
        "falta dizer de quem é cada pagamento: a coluna fatura, ou documento, codigo_cliente ou cliente;"
        ' se ela tem outro nome, use --mapear "Coluna=fatura"'
    )
    line = prepared.layout.header_line
    problems.add(RowProblem(problems.file, line, None, None, None, "E-CABECALHO", message))
    return True


class _Row(NamedTuple):
    """A row that was understood, with its payer and its key."""

    draft: PaymentDraft
    payer: Payer
    key: str

    @property
    def targets(self) -> tuple[int, ...]:
        return (self.payer.target.id,) if self.payer.target else ()


class _Import:
    """One file on its way into the open transaction."""

    def __init__(
        self,
        transaction: Transaction,
        prepared: Prepared,
        moment: Moment,
        mode: str,
        result: PaymentImport,
        rejects: RejectsFile | None,
    ) -> None:
        self._transaction = transaction
        self._connection = transaction.connection
        self._prepared = prepared
        self._moment = moment
        self._mode = mode
        self._result = result
        self._payers = Payers(transaction.connection, moment.today.isoformat())
        self._new: list[_Row] = []
        self._by_key: dict[str, _Row] = {}
        self._equal: Counter[str] = Counter()
        self._by_content = self._other_mode = 0
        self._reversed: list[int] = []
        self._twins: list[str] = []
        if rejects:
            rejects.begin(prepared.layout)
        self._rows = PaymentRows(
            prepared.layout,
            result.problems,
            decimals=prepared.decimals,
            days=prepared.days,
            today=moment.today,
            accept=self._accept,
            reject=rejects.add if rejects else None,
        )

    def read(self, progress: Progress | None) -> None:
        """Read every row, and tell the new from those the ledger has."""
        result = self._result
        for first_line, block in row_blocks(self._prepared, progress):
            self._rows.read_block(block, first_line)
        if self._rows.rows == 0:
            no_rows(result.problems, self._prepared)
        result.read = self._rows.rows
        result.rejected = self._rows.bad - result.conflicts
        result.new = len(self._new)
        result.new_cents = sum(row.draft.amount for row in self._new)
        result.remarks += self._remarks()

    def record(self, settings: Settings) -> None:
        """Register the new payments, the earliest first, and write to the event chain."""
        if not self._new:
            return
        source, result, moment = self._prepared.source, self._result, self._moment
        batch = add_batch(self._connection, "pagamentos", source.path.name, source.sha256, None, moment)
        bulk = BulkPayments(self._transaction, settings, moment, batch)
        self._new.sort(key=lambda row: (row.draft.day, row.draft.line))
        bulk.record([self._movement(row) for row in self._new])
        result.allocated, result.credit = bulk.done.allocated, bulk.done.cents - bulk.done.allocated
        if bulk.done.again:
            result.remarks.append(
                "lançamentos de dias posteriores que foram distribuídos de novo:"
                f" {thousands_br(bulk.done.again)}"
            )
        self._transaction.record(
            "pagamentos_importados",
            {
                "importacao": batch,
                "sha256": source.sha256,
                "lidas": result.read,
                "novos": result.new,
                "existentes": result.existing,
                "conflitos": result.conflicts,
                "rejeitadas": result.rejected,
                "valor_novo": result.new_cents,
                "alocado": result.allocated,
                "refeitos": bulk.done.again,
            },
            moment.instant,
        )

    def _movement(self, row: _Row) -> NewMovement:
        draft = row.draft
        movement = Movement(0, "pagamento", draft.day, draft.amount, self._mode, row.targets)
        return NewMovement(row.payer.customer, movement, row.key, draft.line, draft.form)

    def _accept(self, draft: PaymentDraft) -> list[FieldProblem]:
        payer = self._payers.find(draft)
        if not isinstance(payer, Payer):
            return [payer]
        if self._result.sample is None:
            self._result.sample = self._sample(draft, payer)
        said = draft.key or self._made_key(draft, payer)
        known = self._by_key.get(said)
        key, standing = (said, None) if known else key_in_use(self._connection, said)
        row = _Row(draft, payer, key)
        if known is None and standing is None:
            self._by_key[said] = row
            self._take(row)
            return []
        problem = self._conflict(row, known, standing)
        if problem:
            self._result.conflicts += 1
            return [problem]
        self._result.existing += 1
        self._by_content += draft.key is None
        if standing and standing.reversed:
            self._reversed.append(standing.id)
        elif standing and standing.mode != self._mode:
            self._other_mode += 1
        return []

    def _take(self, row: _Row) -> None:
        self._new.append(row)
        twin = unmarked_twin(
            self._connection, row.payer.customer, row.draft.day, row.draft.amount, row.targets
        )
        if twin:
            self._twins.append(f"linha {row.draft.line} (pagamento {twin})")

    def _made_key(self, draft: PaymentDraft, payer: Payer) -> str:
        """The key of a row without one: what it says, and which of the equal rows of the file it is."""
        what = f"f{payer.target.id}" if payer.target else f"c{payer.customer}"
        said = f"{KEY}{draft.day.isoformat()}:{draft.amount}:{what}:{draft.form or ''}"
        self._equal[said] += 1
        return f"{said}:{self._equal[said]}"

    def _conflict(self, row: _Row, known: _Row | None, standing: Standing | None) -> FieldProblem | None:
        """The problem of a key that another payment has; None when it is the same payment."""
        draft = row.draft
        if known:
            where = f"na linha {known.draft.line}"
            there = (known.draft.amount, known.draft.day.isoformat(), known.targets, known.payer.customer)
        else:
            assert standing is not None
            where = f"no pagamento {standing.id} do livro"
            there = (standing.amount, standing.day, standing.targets, standing.customer)
        amount, day, targets, customer = there
        differences = [
            text
            for differs, text in (
                (amount != draft.amount, f"{currency_br(amount)} lá, {currency_br(draft.amount)} aqui"),
                (day != draft.day.isoformat(), f"{date_br(day)} lá, {date_br(draft.day.isoformat())} aqui"),
                (targets != row.targets, "outra fatura"),
                (customer != row.payer.customer, "outro cliente"),
            )
            if differs
        ]
        if not differences:
            return None
        reason = (
            f"já está {where}, com outros dados: {'; '.join(differences)}; se é outro pagamento, use outra"
            " chave; se aquele está errado, estorne-o e importe este com outra chave"
        )
        return ("chave", draft.key or row.key, Problem("E-CONFLITO", reason))

    def _sample(self, draft: PaymentDraft, payer: Payer) -> Sample:
        customer = customer_name(self._connection, payer.customer)
        invoice = payer.target.name if payer.target else None
        return Sample(invoice, customer, draft.day.isoformat(), draft.amount, payment=True)

    def _aside(self) -> list[str]:
        """The rows whose invoice an agreement held suspended, or had closed, on their day."""
        held = {mark.receivable for mark in marked_on(self._connection, self._moment.today)}
        said = []
        for row in self._new:
            target, day = row.payer.target, row.draft.day
            if target and target.id in held:
                marks = marked_on(self._connection, day, target.id)
                said += [f"linha {row.draft.line} ({target.name}, {mark.number})" for mark in marks]
        return said

    def _remarks(self) -> list[str]:
        remarks = []
        if self._rows.blank:
            remarks.append(f"linhas em branco deixadas de lado: {thousands_br(self._rows.blank)}")
        if self._by_content:
            remarks.append(
                f"linhas sem chave que já estavam no livro: {thousands_br(self._by_content)}, reconhecidas"
                " pela data, valor, fatura ou cliente e forma; se alguma é outro pagamento igual, dê uma"
                " chave a ela"
            )
        if self._other_mode:
            remarks.append(
                f"já registrados com outra imputação, que continua valendo: {thousands_br(self._other_mode)}"
            )
        if self._reversed:
            numbers = some([str(each) for each in self._reversed])
            remarks.append(f"pagamentos que foram estornados e continuam estornados: {numbers}")
        if aside := self._aside():
            remarks.append(
                "pagamentos de faturas que um acordo suspendeu ou encerrou, e que não recebem:"
                f" {some(aside)}; o dinheiro vai para o que está vencido, ou fica como crédito; a parcela"
                " de um acordo se indica assim: ACORDO-1/2"
            )
        if self._twins:
            remarks.append(
                f"iguais a um pagamento já registrado sem chave: {some(self._twins)}; se é o mesmo, desfaça"
                " um deles com 'cobranca pagamento estornar'"
            )
        return remarks

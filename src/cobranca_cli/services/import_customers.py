"""Importing customers: registers the new, brings the known up to date; an empty cell erases nothing."""

from pathlib import Path

from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.problem import Problem
from cobranca_cli.importing.credit_values import read_credit
from cobranca_cli.importing.customer_rows import read_customer
from cobranca_cli.importing.fields import CUSTOMER_FIELDS, CUSTOMER_FILE_FIELDS
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.lines import BadQuote, quote_problem, split_line, width_problem
from cobranca_cli.importing.problems import Problems, RowProblem, file_label
from cobranca_cli.ledger.batches import add_batch
from cobranca_cli.ledger.customers import CustomerBook, Doubt
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.import_credit import CreditBook
from cobranca_cli.services.import_file import Prepared, Progress, no_rows, prepare, row_blocks
from cobranca_cli.services.import_result import ImportResult
from cobranca_cli.services.persons import as_person, doubt_problem


def import_customers(
    ledger: Path,
    file: Path,
    wishes: Wishes,
    moment: Moment,
    *,
    simulate: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Import one file of customers; one bad row refuses it whole."""
    problems = Problems(file_label(file))
    result = ImportResult(problems.file, problems)
    prepared = prepare(file, wishes, problems, CUSTOMER_FILE_FIELDS, ("cliente",))
    if prepared is None:
        return result
    result.reading = prepared.reading
    with writing(ledger) as transaction:
        book = CustomerBook(transaction.connection, moment.today.isoformat())
        batch = add_batch(
            transaction.connection,
            "clientes",
            prepared.source.path.name,
            prepared.source.sha256,
            None,
            moment,
        )
        facts = CreditBook(transaction, batch, prepared.source.path.name, moment)
        _load(prepared, book, facts, result, progress)
        result.notices.extend(transaction.notices)
        changes = result.new or result.updated
        if simulate or problems.total or not changes:
            transaction.abandon()
        else:
            transaction.record(
                "clientes_importados",
                {
                    "importacao": batch,
                    "sha256": prepared.source.sha256,
                    "lidas": result.read,
                    "novos": result.new,
                    "atualizados": result.updated,
                },
                moment.instant,
            )
        result.written = not simulate and problems.total == 0
    return result


def _load(
    prepared: Prepared,
    book: CustomerBook,
    facts: CreditBook,
    result: ImportResult,
    progress: Progress | None,
) -> None:
    blanks = f'{prepared.layout.delimiter} \t"'
    for first_line, block in row_blocks(prepared, progress):
        for line, text in enumerate(block, first_line):
            text = text.rstrip("\n")
            if text.strip(blanks):
                result.read += 1
                _row(prepared, book, facts, result, line, text)
    if result.read == 0:
        no_rows(result.problems, prepared)
    result.new = result.new_customers = book.new
    result.updated = book.updated + facts.updated


def _row(
    prepared: Prepared, book: CustomerBook, facts: CreditBook, result: ImportResult, line: int, text: str
) -> None:
    problems, layout = result.problems, prepared.layout
    cells = split_line(text, layout.delimiter)
    if isinstance(cells, BadQuote):
        _tell(result, line, cells.column, quote_problem(cells))
        return
    if len(cells) != layout.width:
        _tell(result, line, None, width_problem(len(cells), layout.width, layout.delimiter))
        return
    draft = read_customer(cells, layout.positions, (*CUSTOMER_FIELDS, "categoria"))
    told = read_credit(cells, layout.positions, prepared.decimals, prepared.days, facts.today)
    if isinstance(draft, list) or isinstance(told, list):
        found = [*(draft if isinstance(draft, list) else ()), *(told if isinstance(told, list) else ())]
        rows = [
            RowProblem(problems.file, line, layout.positions[name] + 1, name, raw, bad.code, bad.reason)
            for name, raw, bad in found
        ]
        problems.add_row(rows)
        result.rejected += 1
        return
    person = as_person(draft)
    before = book.new + book.updated
    enrolled = book.enrol(person)
    if isinstance(enrolled, Doubt):
        _tell(result, line, layout.positions["cliente"] + 1, doubt_problem(enrolled))
        return
    customer = book.find(person) if enrolled is None else enrolled
    assert isinstance(customer, int)
    changed = facts.tell(customer, told, alone=book.new + book.updated == before)
    if enrolled is None and not changed:
        result.existing += 1


def _tell(result: ImportResult, line: int, column: int | None, problem: Problem) -> None:
    result.problems.add_row([RowProblem(result.problems.file, line, column, None, None, *problem)])
    result.rejected += 1

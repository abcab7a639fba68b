"""Noticing that whole personal data goes out, and keeping that (never what) in the ledger."""

from collections.abc import Iterable, Iterator, Sequence

from cobranca_cli import clock
from cobranca_cli.cli.run import Run
from cobranca_cli.views.document import Block, Document, Facts, Parties, Table
from cobranca_cli.views.report import Report

_PAGES = ("html", "pdf")


class Watch:
    """What one command gives out; `reports` are to be shown in the place of those it was made of."""

    def __init__(self, run: Run, reports: Sequence[Report], document: Document | None) -> None:
        self._run = run
        self._holds = run.show_data or run.exports_person or _names(run, reports, document)
        # Of a document as a page, the rows of the report are not read.
        tables = [block for block in document.blocks if isinstance(block, Table)] if document else []
        self._on_paper = sum(len(table.rows) for table in tables)
        self._rows = [_Counted(report.rows) for report in reports]
        self.reports = [report._replace(rows=rows) for report, rows in zip(reports, self._rows, strict=True)]

    def note(self) -> None:
        """Keep the access; a ledger that cannot be written is no reason for a report to fail."""
        if not self._holds:
            return
        from cobranca_cli.services.access import EXPORT, FILE, SHOWN, note_access

        run = self._run
        way = EXPORT if run.exports_person else FILE if run.output else SHOWN
        count = sum(rows.count for rows in self._rows) or self._on_paper
        failed = note_access(run.ledger_path, clock.utc_now_text(), run.command, count, way)
        if failed:
            run.note(f"o acesso a estes dados não ficou registrado: {failed}")


class _Counted:
    """Rows that know how many have been read."""

    def __init__(self, rows: Iterable[tuple[object, ...]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        for row in self._rows:
            self.count += 1
            yield row


def _names(run: Run, reports: Sequence[Report], document: Document | None) -> bool:
    """Whether a CPF or CNPJ of a customer stands in what goes out."""
    if document and run.format in _PAGES:
        return any(map(_in_block, document.blocks))
    return any(column.document for report in reports for column in report.columns)


def _in_block(block: Block) -> bool:
    match block:
        case Parties():
            return bool(block.debtor.document)
        case Facts():
            return any(fact.document for fact in block.facts)
        case Table():
            return any(column.document for column in block.columns)
    return False

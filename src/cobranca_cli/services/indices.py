"""The index tables: import what the Central Bank published, and tell what is known and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.rates import SERIES, Month, month_br, rate_br
from cobranca_cli.domain.terms import LEGAL_RATE
from cobranca_cli.importing.index_files import IndexFile, read_index_file
from cobranca_cli.importing.index_rows import MonthValue, address, bad_cell
from cobranca_cli.importing.problems import Problems, file_label
from cobranca_cli.ledger.batches import add_batch
from cobranca_cli.ledger.queries.indices import Known, known
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.import_result import ImportResult
from cobranca_cli.services.reading import reading

_SUSPICIOUS = 3
"""So many known months that all differ are the sign of another series."""


@dataclass(slots=True)
class IndexImport(ImportResult):
    """The outcome for one file; `new` counts months, `updated` those whose value was replaced."""

    series: str = ""
    form: str = ""
    first: Month | None = None
    last: Month | None = None


def import_indices(
    ledger: Path,
    file: Path,
    series: str,
    moment: Moment,
    *,
    replace: bool = False,
    simulate: bool = False,
) -> IndexImport:
    """Import one file of a series; one bad row refuses it whole, the same file again changes nothing.

    Another value for a known month is a conflict, unless `replace`: then it counts from now on, and the
    earlier row stays.
    """
    problems = Problems(file_label(file))
    result = IndexImport(problems.file, problems, series=series)
    found = read_index_file(file, problems, series, moment.today)
    if found is None:
        result.read = result.rejected = problems.rows
        return result
    _describe(result, found)
    with writing(ledger) as transaction:
        changes = _compare(found, known(transaction.connection, series), result, replace)
        result.notices.extend(transaction.notices)
        if simulate or problems.total or not changes:
            transaction.abandon()
        else:
            _store(transaction, found, changes, result, moment)
        result.written = not simulate and problems.total == 0
    return result


def _describe(result: IndexImport, file: IndexFile) -> None:
    result.form = file.form
    result.read = file.read
    months = [value.month for value in file.values]
    if months:
        result.first, result.last = min(months), max(months)
    left_out = len([file.unfinished]) if file.unfinished else 0
    result.rejected = result.problems.rows
    # A month that comes twice with one value is there once already.
    result.existing = file.read - result.rejected - len(months) - left_out
    if file.unfinished:
        result.set_aside["mês que ainda não acabou"] = left_out
        month = month_br(file.unfinished.month)
        result.remarks.append(
            f"a Selic de {month} ({rate_br(file.unfinished.percent)}) ficou de fora: o mês não tinha acabado,"
            " e o valor cresce até o último dia; importe de novo depois"
        )


def _compare(
    file: IndexFile, months: Mapping[Month, Known], result: IndexImport, replace: bool
) -> list[MonthValue]:
    """What is to be written; conflicts become problems."""
    changes = []
    same = 0
    for value in file.values:
        before = months.get(value.month)
        if before is None:
            result.new += 1
            changes.append(value)
        elif before.percent == value.percent:
            result.existing += 1
            same += 1
        elif replace:
            result.updated += 1
            changes.append(value)
        else:
            result.conflicts += 1
            problem = _conflict(value, before, file)
            result.problems.add(bad_cell(result.problems.file, value.cells, "valor", problem))
    result.problems.kept.sort(key=lambda problem: (problem.line or 0, problem.column or 0))
    _remark(result, file, changes, same)
    return changes

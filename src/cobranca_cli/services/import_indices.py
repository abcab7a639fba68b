"""Importing what the Central Bank published of a monthly series: only what is new, nothing by stealth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cobranca_cli.brformat import date_br, percent_br
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.rates import SERIES, Month, month_br
from cobranca_cli.importing.index_files import IndexFile, read_index_file
from cobranca_cli.importing.index_rows import WRONG_SERIES, MonthValue, bad_cell, fetch
from cobranca_cli.importing.problems import Problems, RowProblem, file_label
from cobranca_cli.ledger.batches import add_batch
from cobranca_cli.ledger.queries.indices import Known, known
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.import_result import ImportResult

_SUSPICIOUS = 3
"""So many known months that all differ, or are all those of another series, are no coincidence."""


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
    _describe(result, found, moment.today)
    with writing(ledger) as transaction:
        tables = {each: known(transaction.connection, each) for each in SERIES}
        changes = (
            [] if _is_another(found, tables, result) else _compare(found, tables[series], result, replace)
        )
        result.notices.extend(transaction.notices)
        if simulate or problems.total or not changes:
            transaction.abandon()
        else:
            _store(transaction, found, changes, result, moment)
        result.written = not simulate and problems.total == 0
    return result


def _describe(result: IndexImport, file: IndexFile, today: date) -> None:
    result.form = file.form
    result.read = file.read
    months = [value.month for value in file.values]
    if months:
        result.first, result.last = min(months), max(months)
    left_out = int(file.unfinished is not None)
    # A file of another series is refused whole by a single row.
    result.rejected = result.problems.rows if months else file.read - left_out
    # A month that comes twice with one value is there once already.
    result.existing = file.read - result.rejected - len(months) - left_out
    if file.unfinished:
        result.set_aside["mês que ainda não acabou"] = left_out
        result.remarks.append(_left_out(file.unfinished, today))


def _left_out(selic: MonthValue, today: date) -> str:
    said = f"a Selic de {month_br(selic.month)} ({percent_br(selic.percent)}) ficou de fora:"
    if selic.month == (today.year, today.month):
        return f"{said} o mês não acabou, e o valor cresce até o último dia; importe de novo depois"
    return f"{said} tão abaixo do mês anterior, é de um mês que não tinha acabado; baixe o arquivo de novo"


def _is_another(file: IndexFile, tables: Mapping[str, Mapping[Month, Known]], result: IndexImport) -> bool:
    """Whether the months are those of another series; told as a problem of the file.

    A file says nothing of its series, and no other sign is left where no month of the asked one is known.
    """
    ours = tables[result.series]
    if any(value.month in ours and ours[value.month].percent == value.percent for value in file.values):
        return False
    for series, months in tables.items():
        shared = [value for value in file.values if value.month in months]
        if len(shared) >= _SUSPICIOUS and all(each.percent == months[each.month].percent for each in shared):
            asked, other = SERIES[result.series][0], SERIES[series][0]
            message = f"os {len(shared)} meses que tem em comum com a série {other} são iguais aos dela"
            message += f": não parece a série {asked}; {fetch(result.series)}"
            result.problems.add(RowProblem(result.file, None, None, None, None, WRONG_SERIES, message))
            result.rejected += len(file.values)
            return True
    return False


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
            problem = _conflict(value, before)
            result.problems.add(bad_cell(result.problems.file, value.cells, "valor", problem))
    result.problems.kept.sort(key=lambda problem: (problem.line or 0, problem.column or 0))
    _remark(result, file, changes, same)
    return changes


def _conflict(value: MonthValue, before: Known) -> Problem:
    if before.file_name is None:
        ours = f"o programa já traz {percent_br(before.percent)} ({before.source}, visto em"
    else:
        ours = f"o livro já tem {percent_br(before.percent)} (de {before.file_name}, importado em"
    return Problem(
        "E-CONFLITO",
        f"{ours} {date_br(before.since)}) para {month_br(value.month)};"
        " se o Banco Central corrigiu o valor, use --substituir",
    )


def _remark(result: IndexImport, file: IndexFile, changes: list[MonthValue], same: int) -> None:
    name, number = SERIES[result.series]
    different = result.conflicts + result.updated
    if different >= _SUSPICIOUS and not same:
        result.remarks.append(
            f"nenhum dos {different} meses que já eram conhecidos tem o mesmo valor:"
            f" confira se este arquivo é mesmo da série {number} ({name})"
        )
    if file.unproven in changes:
        result.remarks.append(
            f"a Selic de {month_br(file.unproven.month)} é a última do arquivo: só está certa se ele foi"
            " baixado depois do fim do mês"
        )


def _store(
    transaction: Transaction, file: IndexFile, changes: list[MonthValue], result: IndexImport, moment: Moment
) -> None:
    from cobranca_cli.ledger.tables import IndexValueRow

    source = file.source
    batch = add_batch(transaction.connection, "indices", source.path.name, source.sha256, None, moment)
    transaction.session.add_all(
        IndexValueRow(
            series=result.series,
            month=f"{value.month[0]}-{value.month[1]:02d}",
            percent=f"{value.percent:f}",
            import_id=batch,
            recorded_at=moment.instant,
        )
        for value in changes
    )
    transaction.session.flush()
    transaction.record(
        "indices_importados",
        {
            "importacao": batch,
            "sha256": source.sha256,
            "serie": result.series,
            "lidas": result.read,
            "novos": result.new,
            "substituidos": result.updated,
        },
        moment.instant,
    )

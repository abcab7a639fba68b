"""The one door out: a report and a target become bytes somewhere."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from cobranca_cli.brformat import counted
from cobranca_cli.errors import UsageError
from cobranca_cli.output.streams import encoded, guarded_stdout, is_terminal, say, write_text, write_utf8
from cobranca_cli.output.target import Target
from cobranca_cli.views.report import Report

Chunks = Callable[[Report, Target], Iterator[str]]


def emit(report: Report, target: Target) -> None:
    """Write `report` as `target` says; its notes go to standard error.

    `tabela` fits a terminal and is whole everywhere else. The rows are read once.

    Raises:
        UsageError: unknown format, existing file without `overwrite`, or a workbook sent to a terminal.
        OutsideError: the disk or the stream refuses.
    """
    if target.format == "xlsx":
        emit_workbook([report], target)
        return
    chunks = _chunks_of(target.format)
    if target.output is not None:
        rows = _CountedRows(report.rows)
        _write_file(chunks(report._replace(rows=rows), target), target)
        _say_written(target, rows.count)
    elif target.format == "tabela":
        _show(report, target)
    else:
        write_utf8(chunks(report, target))
    _say_notes([report])


def emit_workbook(reports: Sequence[Report], target: Target) -> None:
    """Write one workbook with a sheet for each report, to the file of `target` or to a pipe.

    Raises:
        UsageError: standard output is a terminal, or a report does not fit in a sheet.
        OutsideError: the disk or the stream refuses.
    """
    from cobranca_cli.output.spreadsheet import copy_workbook, write_workbook

    counts = [_CountedRows(report.rows) for report in reports]
    counted_reports = [report._replace(rows=rows) for report, rows in zip(reports, counts, strict=True)]
    if target.output is None:
        _refuse_terminal()
        with guarded_stdout() as stream:
            copy_workbook(counted_reports, stream.buffer, show_data=target.show_data)
    else:
        from cobranca_cli.output.atomic import replacing

        with replacing(target.output, overwrite=target.overwrite) as handle:
            write_workbook(counted_reports, handle, show_data=target.show_data)
        _say_written(target, sum(rows.count for rows in counts))
    _say_notes(reports)


class _CountedRows:
    """Rows that know how many have been read."""

    def __init__(self, rows: Iterable[tuple[object, ...]]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        for row in self.rows:
            self.count += 1
            yield row


def _chunks_of(name: str) -> Chunks:
    formats: dict[str, Chunks] = {"tabela": _plain, "csv": _csv, "json": _json, "jsonl": _jsonl}
    if name not in formats:
        raise UsageError(
            f"formato desconhecido: {name}", hint=f"este relatório sai em {', '.join([*formats, 'xlsx'])}"
        )
    return formats[name]


def _plain(report: Report, target: Target) -> Iterator[str]:
    from cobranca_cli.output.plain import full_lines

    return (f"{line}\n" for line in full_lines(report, show_data=target.show_data))


def _csv(report: Report, target: Target) -> Iterator[str]:
    from cobranca_cli.output.tabular import csv_chunks

    return csv_chunks(report, iso=target.csv_iso)


def _json(report: Report, _: Target) -> Iterator[str]:
    from cobranca_cli.output.tabular import json_chunks

    return json_chunks(report)


def _jsonl(report: Report, _: Target) -> Iterator[str]:
    from cobranca_cli.output.tabular import jsonl_chunks

    return jsonl_chunks(report)


def _show(report: Report, target: Target) -> None:
    if is_terminal():
        from cobranca_cli.output.terminal import show

        show(report, show_data=target.show_data)
    else:
        from cobranca_cli.output.plain import full_lines

        write_text(full_lines(report, show_data=target.show_data))


def _write_file(chunks: Iterator[str], target: Target) -> None:
    from cobranca_cli.output.atomic import replacing

    assert target.output is not None
    with replacing(target.output, overwrite=target.overwrite) as handle:
        handle.writelines(map(encoded, chunks))


def _refuse_terminal() -> None:
    if is_terminal():
        raise UsageError(
            "uma planilha não pode ser mostrada no terminal",
            hint="acrescente --saida relatorio.xlsx para gravá-la num arquivo",
        )


def _say_written(target: Target, count: int) -> None:
    if target.quiet:
        return
    say(f"Escrito: {target.output} ({counted(count, 'linha', 'linhas')})")


def _say_notes(reports: Sequence[Report]) -> None:
    for report in reports:
        for note in report.notes:
            say(note)

"""The one door out: a report and a target become bytes somewhere."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted
from cobranca_cli.errors import UsageError
from cobranca_cli.output.streams import encoded, guarded_stdout, is_terminal, say, write_text, write_utf8
from cobranca_cli.output.target import BINARY, Target
from cobranca_cli.views.report import Report

if TYPE_CHECKING:
    from cobranca_cli.views.document import Document

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
    _refuse_terminal(target)
    if target.output is None:
        with guarded_stdout() as stream:
            copy_workbook(counted_reports, stream.buffer, show_data=target.show_data)
    else:
        from cobranca_cli.output.atomic import replacing

        with replacing(target.output, overwrite=target.overwrite) as handle:
            write_workbook(counted_reports, handle, show_data=target.show_data)
        _say_written(target, sum(rows.count for rows in counts))
    _say_notes(reports)


def emit_document(document: "Document", target: Target) -> None:
    """Write a document as `target` says: whole as `tabela`, `html` or `pdf`, else its report as `emit` does.

    Raises:
        UsageError: as `emit`; a PDF sent to a terminal, or made without the package that makes it.
        OutsideError: the disk or the stream refuses.
    """
    forms = {"tabela": _document_text, "html": _document_html, "pdf": _document_pdf}
    if target.format not in forms:
        emit(document.report, target)
        return
    _refuse_terminal(target)
    forms[target.format](document, target)
    if target.format != "tabela":
        _say_missing(document)
    if target.output is not None and not target.quiet:
        say(f"Escrito: {target.output}")
    _say_notes([document.report])


def _document_text(document: "Document", target: Target) -> None:
    from cobranca_cli.output.document_text import document_lines
    from cobranca_cli.output.shown import shown

    page = shown(document, show_data=target.show_data)
    if target.output is not None:
        _write_file((f"{line}\n" for line in document_lines(page, None)), target)
    elif is_terminal():
        from cobranca_cli.output.terminal import terminal_width

        write_text(document_lines(page, terminal_width()))
    else:
        write_text(document_lines(page, None))


def _document_html(document: "Document", target: Target) -> None:
    from cobranca_cli.output.html import html_text

    text = html_text(document, show_data=target.show_data)
    if target.output is not None:
        _write_file(iter([text]), target)
    else:
        write_utf8([text])


def _document_pdf(document: "Document", target: Target) -> None:
    from cobranca_cli.output.pdf import pdf_bytes

    content, warnings = pdf_bytes(document, show_data=target.show_data)
    if target.output is not None:
        from cobranca_cli.output.atomic import replacing

        with replacing(target.output, overwrite=target.overwrite) as handle:
            handle.write(content)
    else:
        with guarded_stdout() as stream:
            stream.flush()
            stream.buffer.write(content)
    for warning in warnings:
        say(warning)


def _say_missing(document: "Document") -> None:
    from cobranca_cli.views.document import missing_in

    missing = missing_in(document)
    if missing:
        say(
            f"Não envie ainda: falta {', '.join(missing)} do credor, que todo documento de cobrança deve ter"
            " (CDC, art. 42-A); preencha a seção [empresa] de cobranca.toml e faça de novo."
        )


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


def _refuse_terminal(target: Target) -> None:
    """The command line has refused already; this is for whoever else calls."""
    if target.format in BINARY and target.output is None and is_terminal():
        raise UsageError(
            f"o formato {target.format} não aparece na tela",
            hint=f"grave em um arquivo: --saida nome.{target.format}",
        )


def _say_written(target: Target, count: int) -> None:
    if target.quiet:
        return
    say(f"Escrito: {target.output} ({counted(count, 'linha', 'linhas')})")


def _say_notes(reports: Sequence[Report]) -> None:
    for report in reports:
        for note in report.notes:
            say(note)

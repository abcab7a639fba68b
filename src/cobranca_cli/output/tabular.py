"""Reports for programs: CSV, JSON and JSON lines, in pieces of text.

The names, types and forms here are promises: see the contract in the manual.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from cobranca_cli.brformat import (
    bool_br,
    date_br,
    document_br,
    measure_plain,
    money_writer,
    percent_plain,
)
from cobranca_cli.output.safety import csv_safe, printable_lines
from cobranca_cli.output.streams import UTF8_BOM
from cobranca_cli.views.report import MANY_SEPARATOR, Column, Kind, Measure, Report

JSON_VERSION = 1
BATCH = 1000
ORDINARY_TEXT = re.compile(r"[0-9A-Za-zÀ-ÿ][^\";,\r\n]*").fullmatch

Cells = Sequence[Any]
Conversion = Callable[[Any], Any]


class Dialect(NamedTuple):
    """How a CSV is written."""

    start: str
    separator: str
    line_end: str
    decimal: str
    date: Conversion
    boolean: Conversion
    document: Conversion


# With its punctuation a document stays text in Excel, which would make a number of bare digits.
_WITH_MASK = partial(document_br, masked=False)
EXCEL_BR = Dialect(UTF8_BOM, ";", "\r\n", ",", date_br, bool_br, _WITH_MASK)
ISO = Dialect("", ",", "\n", ".", str, lambda value: "true" if value else "false", str)


def csv_chunks(report: Report, *, iso: bool) -> Iterator[str]:
    """The CSV of `report` in pieces: a heading of column names and the rows, without totals."""
    dialect = ISO if iso else EXCEL_BR
    names = (_csv_text(column.name, dialect.separator) for column in report.columns)
    yield f"{dialect.start}{dialect.separator.join(names)}{dialect.line_end}"
    conversions = [_csv_conversion(column, dialect) for column in report.columns]
    for batch in _batches(report.rows):
        columns = [
            _converted(f, cells, "") for f, cells in zip(conversions, _turned(report, batch), strict=True)
        ]
        lines = map(dialect.separator.join, zip(*columns, strict=True))
        yield dialect.line_end.join([*lines, ""])


def _csv_conversion(column: Column, dialect: Dialect) -> Conversion:
    conversions: dict[Kind, Conversion] = {
        Kind.TEXT: partial(_csv_text, separator=dialect.separator),
        Kind.MONEY: money_writer(dialect.decimal),
        Kind.DATE: dialect.date,
        Kind.INTEGER: str,
        Kind.PERCENT: partial(percent_plain, separator=dialect.decimal),
        Kind.BOOL: dialect.boolean,
    }
    if column.measure:
        return partial(_measure, separator=dialect.decimal, nothing="")
    if column.many:
        return lambda cell: _csv_text(MANY_SEPARATOR.join(cell), dialect.separator)
    if column.document:
        return lambda document: _csv_text(dialect.document(document), dialect.separator)
    return conversions[column.kind]


def _measure(cell: Measure, separator: str, nothing: str | None) -> str | None:
    return nothing if cell.value is None else measure_plain(cell.value, cell.unit, separator)


def _csv_text(text: str, separator: str) -> str:
    # A CSV has no escapes: what commands a terminal or hides characters is shown as in the table.
    harmless = printable_lines(text)
    if ORDINARY_TEXT(harmless):
        return harmless
    safe = csv_safe(harmless)
    if any(character in safe for character in (separator, '"', "\r", "\n")):
        doubled = safe.replace('"', '""')
        return f'"{doubled}"'
    return safe


def json_chunks(report: Report) -> Iterator[str]:
    """The JSON object of `report` in pieces, one row a line."""
    encode = _encoder()
    head = {
        "relatorio": report.name,
        "versao": JSON_VERSION,
        "em": report.as_of.isoformat(),
        "colunas": [{"nome": column.name, "tipo": column.kind.value} for column in report.columns],
    }
    yield f'{encode(head)[:-1]}, "linhas": ['
    separator = "\n"
    for lines in _json_rows(report):
        yield separator + ",\n".join(lines)
        separator = ",\n"
    totals = {figure.name: _json_value(figure.kind, figure.value) for figure in report.totals}
    yield f'\n], "totais": {encode(totals)}}}\n'


def jsonl_chunks(report: Report) -> Iterator[str]:
    """The rows alone, one JSON object a line."""
    for lines in _json_rows(report):
        yield "\n".join([*lines, ""])


def _json_rows(report: Report) -> Iterator[list[str]]:
    encode = _encoder()
    names = [column.name for column in report.columns]
    conversions = [_json_conversion(column) for column in report.columns]
    for batch in _batches(report.rows):
        columns = [
            _converted(f, cells, None) if f else cells
            for f, cells in zip(conversions, _turned(report, batch), strict=True)
        ]
        yield [encode(dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]


def _json_conversion(column: Column) -> Conversion | None:
    if column.measure:
        return partial(_measure, separator=".", nothing=None)
    return JSON_CONVERSIONS.get(column.kind)


JSON_CONVERSIONS: dict[Kind, Conversion] = {
    Kind.MONEY: money_writer("."),
    Kind.PERCENT: partial(percent_plain, separator="."),
    Kind.BOOL: bool,
}


def _json_value(kind: Kind, value: object) -> object:
    conversion = JSON_CONVERSIONS.get(kind)
    return value if value is None or conversion is None else conversion(value)


def _encoder() -> Callable[[object], str]:
    # json.dumps would build an encoder for every row.
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode

    def harmless(value: object) -> str:
        text = encode(value)
        return text if text.isprintable() else "".join(map(_escaped, text))

    return harmless


def _escaped(character: str) -> str:
    """What commands a terminal or hides characters as its `\\u202e` escape, which says the same."""
    return character if character.isprintable() else json.dumps(character)[1:-1]


def _batches(rows: Iterable[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _turned(report: Report, batch: Sequence[tuple[object, ...]]) -> list[Cells]:
    """The rows of `batch` as columns, so that each is converted in one tight loop."""
    columns: list[Cells] = list(zip(*batch, strict=True))
    if len(columns) != len(report.columns):
        raise ValueError(f"{report.name}: rows of {len(columns)} cells for {len(report.columns)} columns")
    return columns


def _converted(conversion: Conversion, cells: Cells, nothing: object) -> list[Any]:
    return [nothing if cell is None else conversion(cell) for cell in cells]

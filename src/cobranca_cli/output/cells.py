"""The cells of a report as people read them, column by column."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from cobranca_cli.brformat import (
    bool_br,
    currency_br,
    date_br,
    document_br,
    measure_br,
    money_br,
    percent_br,
)
from cobranca_cli.output.safety import printable
from cobranca_cli.views.report import MANY_SEPARATOR, Column, Figure, Kind, Report

NO_VALUE = "-"
TOTAL_LABEL = "Total"
NUMERIC = frozenset({Kind.MONEY, Kind.INTEGER, Kind.PERCENT})

_FORMATS: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: printable,
    Kind.MONEY: money_br,
    Kind.DATE: date_br,
    Kind.INTEGER: str,
    Kind.PERCENT: percent_br,
    Kind.BOOL: bool_br,
}


def numeric(column: Column) -> bool:
    """Whether the column holds numbers, which stand to the right."""
    return column.measure or column.kind in NUMERIC


class Totals(NamedTuple):
    """The totals of a report, laid under the columns that are shown.

    Attributes:
        row: one figure, the label or None a shown column; None when no total belongs to a column.
        others: figures that stand on a line of their own.
    """

    row: tuple[Figure | str | None, ...] | None
    others: tuple[Figure, ...]


def title_line(report: Report) -> str:
    """The title with the as-of date."""
    return f"{printable(report.title)} em {date_br(report.as_of.isoformat())}"


def format_of(column: Column, *, show_data: bool) -> Callable[[Any], str]:
    """How people read a cell of `column`; the function does not take None."""
    if column.document:
        return partial(_document, masked=not show_data)
    if column.mask and not show_data:
        mask = column.mask
        return lambda cell: printable(mask(cell))
    if column.measure:
        return lambda cell: measure_br(*cell)
    if column.many:
        return lambda cell: printable(MANY_SEPARATOR.join(cell))
    if column.words:
        words = column.words
        return lambda cell: words.get(cell) or printable(cell)
    if column.said:
        said = column.said
        return lambda cell: printable(said(cell))
    return _FORMATS[column.kind]


def text_columns(report: Report, *, show_data: bool) -> list[list[str]]:
    """The whole body as text, one list a column. Reads `report.rows` to the end."""
    rows = list(report.rows)
    if not rows:
        return [[] for _ in report.columns]
    return [
        _column_text(format_of(column, show_data=show_data), cells, column.missing or NO_VALUE)
        for column, cells in zip(report.columns, zip(*rows, strict=True), strict=True)
    ]


def _column_text(form: Callable[[Any], str], cells: Sequence[object], missing: str) -> list[str]:
    return [missing if cell is None else form(cell) for cell in cells]


def _document(document: str, masked: bool) -> str:
    return printable(document_br(document, masked))


def totals_under(report: Report, shown: Sequence[int]) -> Totals:
    """Lay the totals under the columns with the indexes `shown`.

    A figure belongs to the column of the same name and type. The first shown column holds the label,
    so without text there, or with nothing to lay, every figure goes to `others`.
    """
    columns = [report.columns[index] for index in shown]
    by_column = {(figure.name, figure.kind): figure for figure in report.totals}
    row = [by_column.get((column.name, column.kind)) for column in columns]
    first_is_label = bool(columns) and columns[0].kind is Kind.TEXT and row[0] is None
    if not first_is_label or not any(row):
        return Totals(None, report.totals)
    laid = {figure.name for figure in row if figure}
    others = tuple(figure for figure in report.totals if figure.name not in laid)
    return Totals((TOTAL_LABEL, *row[1:]), others)


def figure_text(figure: Figure) -> str:
    """The value of a figure in a row of totals."""
    if figure.said:
        return printable(figure.said)
    return figure.missing or NO_VALUE if figure.value is None else _FORMATS[figure.kind](figure.value)


def total_texts(totals: Totals) -> list[str] | None:
    """The row of totals as text."""
    if totals.row is None:
        return None
    return [figure_text(cell) if isinstance(cell, Figure) else cell or "" for cell in totals.row]


def figure_lines(figures: Sequence[Figure]) -> list[tuple[str, str]]:
    """Label and value of the figures that stand alone; money with its symbol."""
    return [(printable(figure.label), _alone(figure)) for figure in figures]


def _alone(figure: Figure) -> str:
    if figure.kind is Kind.MONEY and isinstance(figure.value, int):
        return currency_br(figure.value)
    return figure_text(figure)


def figures_of_empty(report: Report) -> tuple[Figure, ...]:
    """What an empty report still has to say: figures that no column explains, unless all are nothing."""
    names = {column.name for column in report.columns}
    others = tuple(figure for figure in report.totals if figure.name not in names)
    return others if any(figure.value for figure in others) else ()

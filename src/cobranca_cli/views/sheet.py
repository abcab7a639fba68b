"""A report of one row turned on its side: one field a line, for people to read."""

from decimal import Decimal

from cobranca_cli.brformat import date_br, document_br, money_br, percent_br, thousands_br
from cobranca_cli.views.report import Column, Kind, Report


def sheet(report: Report, *, show_data: bool = False) -> Report:
    """The first row of a report as lines of field and value; fields without value are left out."""
    row = next(iter(report.rows))
    lines = [
        (column.label, _shown(column, value, show_data))
        for column, value in zip(report.columns, row, strict=True)
        if value is not None
    ]
    columns = (Column("campo", "Campo"), Column("valor", "Valor", elastic=True))
    return Report(report.name, report.title, report.as_of, columns, lines, notes=report.notes)


def _shown(column: Column, value: object, show_data: bool) -> str:
    if column.document:
        return document_br(str(value), masked=not show_data)
    if column.mask and not show_data:
        return column.mask(str(value))
    if column.words:
        return column.words.get(str(value), str(value))
    if column.kind is Kind.MONEY and isinstance(value, int):
        return money_br(value)
    if column.kind is Kind.DATE:
        return date_br(str(value))
    if column.kind is Kind.PERCENT and isinstance(value, Decimal):
        return percent_br(value)
    return thousands_br(value) if isinstance(value, int) else str(value)

"""A file of one monthly series, as the Central Bank's SGS gives it, in CSV or JSON."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from .index_csv import csv_rows
from .index_json import json_rows
from .index_rows import SELIC, MonthValue, fetch, read_values
from .problems import Problems, RowProblem
from .source import Source, inspect, read_blocks

MOST_BYTES = 1_000_000
"""Forty years of days take a third of it: what is larger is no series of months."""

_SUDDEN_DROP_PERCENT = 60
"""A Selic month below so much of the one before is one that had not ended: since 2000 the least is 75%."""


class IndexFile(NamedTuple):
    """What a file says.

    Attributes:
        source: the file as it was found.
        form: `CSV` or `JSON`.
        read: rows that hold something, the bad ones included.
        values: the months that may enter, in the order of the file.
        unfinished: a month of the Selic that had not ended when the file was made.
        unproven: the last month of the Selic in the file, when nothing in it shows that it had ended.
    """

    source: Source
    form: str
    read: int
    values: list[MonthValue]
    unfinished: MonthValue | None = None
    unproven: MonthValue | None = None


def read_index_file(path: Path, problems: Problems, series: str, today: date) -> IndexFile | None:
    """Read the file of `series`; None when there is no row to look at, told in `problems`."""
    source = inspect(path, problems.file)
    if isinstance(source, RowProblem):
        problems.add(_in_terms_of_series(source, series))
        return None
    if source.size > MOST_BYTES:
        problems.add(_whole(problems.file, "E-TIPO", _too_large(series)))
        return None
    text = "".join(line for block in read_blocks(source) for line in block)
    is_json = text.lstrip()[:1] in ("[", "{")
    rows = list((json_rows if is_json else csv_rows)(text, problems, series))
    if not rows:
        if not problems.total:
            message = f"não traz nenhum mês; {fetch(series)}"
            problems.add(_whole(problems.file, "E-SEM-LINHAS", message))
        return None
    read = len(rows) + problems.rows
    values = read_values(rows, problems, series, today)
    found = IndexFile(source, "JSON" if is_json else "CSV", read, values)
    return _of_ended_months(found, today) if series == SELIC else found


def _of_ended_months(file: IndexFile, today: date) -> IndexFile:
    """The Selic of a month grows until its last day, and the service publishes it meanwhile."""
    values = sorted(file.values)
    if not values:
        return file
    last = values[-1]
    dropped = len(values) > 1 and _dropped(values[-2], last)
    if dropped or last.month == (today.year, today.month):
        kept = [value for value in file.values if value is not last]
        return file._replace(values=kept, unfinished=last)
    return file._replace(unproven=last)


def _dropped(before: MonthValue, last: MonthValue) -> bool:
    (year, month), (last_year, last_month) = before.month, last.month
    follows = (last_year - year) * 12 + last_month - month == 1
    return follows and last.percent * 100 < before.percent * _SUDDEN_DROP_PERCENT


def _in_terms_of_series(problem: RowProblem, series: str) -> RowProblem:
    """What the look at the bytes found, with the advice that serves here."""
    if problem.code == "E-TIPO" and problem.line is not None:
        message = "é uma página da internet, não os dados da série (o endereço errado, ou um erro do site)"
        return replace(problem, message=f"{message}; {fetch(series)}")
    if problem.code == "E-CAMPO-GRANDE":
        return replace(problem, message=_too_large(series))
    return problem


def _too_large(series: str) -> str:
    return f"é grande demais para uma série de meses; {fetch(series)}"


def _whole(name: str, code: str, message: str) -> RowProblem:
    return RowProblem(name, None, None, None, None, code, message)

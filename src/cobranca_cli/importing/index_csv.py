"""The CSV of the SGS service (`"data";"valor"`), and the one that its page exports.

The page writes the series itself as the heading (`433 - Índice nacional …`), the months as `MM/AAAA`, and
the source as a last row.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.rates import SERIES
from cobranca_cli.domain.text import fold

from .index_rows import WRONG_SERIES, Cells, fetch
from .lines import BadQuote, quote_problem, split_line, width_problem
from .problems import Problems, RowProblem

DAY_NAMES = {"data", "date", "mes", "referencia"}
VALUE_NAMES = {"valor", "value", "percentual", "taxa", "variacao"}

_SCANNED_LINES = 15
_DELIMITERS = (";", "\t", ",", "|")
_UNNAMED = 0
_NUMBERED = re.compile(r"\s*(\d{1,6}) - ", re.ASCII)


class _Heading(NamedTuple):
    line: int
    delimiter: str
    day: int
    value: int
    width: int


def csv_rows(text: str, problems: Problems, series: str) -> Iterator[Cells]:
    """The rows under the heading; lines that cannot be split go to `problems`."""
    lines = text.split("\n")
    heading = _find_heading(lines, problems.file, series)
    if isinstance(heading, RowProblem):
        problems.add(heading)
        return
    blanks = f'{heading.delimiter} \t"'
    for line, content in enumerate(lines[heading.line :], heading.line + 1):
        if not content.strip(blanks):
            continue
        fields = _fields(content, heading)
        if isinstance(fields, Problem):
            problems.add_row([RowProblem(problems.file, line, None, None, None, *fields)])
        elif fold(fields[heading.day]) != "fonte":
            day, value = fields[heading.day], fields[heading.value]
            yield Cells(line, heading.day + 1, heading.value + 1, day, value)


def _fields(content: str, heading: _Heading) -> list[str] | Problem:
    fields = split_line(content, heading.delimiter)
    if isinstance(fields, BadQuote):
        return quote_problem(fields)
    # A line may end with a separator that closes nothing.
    while len(fields) > heading.width and not fields[-1].strip():
        fields.pop()
    if len(fields) != heading.width:
        return width_problem(len(fields), heading.width, heading.delimiter)
    return fields


def _find_heading(lines: Sequence[str], name: str, series: str) -> _Heading | RowProblem:
    """The first line that names a date and a value, whatever its separator."""
    for line, content in enumerate(lines[:_SCANNED_LINES], 1):
        for delimiter in _DELIMITERS:
            fields = split_line(content, delimiter)
            if not isinstance(fields, BadQuote) and (found := _heading(line, delimiter, fields, series)):
                return found if isinstance(found, _Heading) else RowProblem(name, line, *found)
    first = next((line for line, content in enumerate(lines, 1) if content.strip()), 1)
    message = "não achei o cabeçalho: a primeira linha de um CSV do Banco Central é data;valor"
    return RowProblem(name, first, None, None, None, "E-CABECALHO", f"{message}; {fetch(series)}")


_Told = tuple[int, str, str, str, str]
"""Column, field, value, code and message of a problem."""


def _heading(line: int, delimiter: str, fields: list[str], series: str) -> _Heading | _Told | None:
    while len(fields) > 1 and not fields[-1].strip():
        fields.pop()
    day = next((index for index, text in enumerate(fields) if fold(text) in DAY_NAMES), None)
    values = _value_columns(fields)
    if day is None or not values:
        return None
    value = values.get(SERIES[series][1], values.get(_UNNAMED))
    if value is None:
        first = min(values.values())
        message = f"é {_named(values.keys())}, e foi pedida a {SERIES[series][1]}; {fetch(series)}"
        return first + 1, "valor", fields[first].strip(), WRONG_SERIES, message
    return _Heading(line, delimiter, day, value, len(fields))


def _named(numbers: Collection[int]) -> str:
    listed = ", ".join(str(number) for number in sorted(numbers))
    return f"a série {listed}" if len(numbers) == 1 else f"das séries {listed}"


def _value_columns(fields: Sequence[str]) -> dict[int, int]:
    """Number of the series in a heading (_UNNAMED when it only says `valor`) → index of its column."""
    found: dict[int, int] = {}
    for index, text in enumerate(fields):
        if fold(text) in VALUE_NAMES:
            found.setdefault(_UNNAMED, index)
        elif numbered := _NUMBERED.match(text):
            found.setdefault(int(numbered[1]), index)
    return found

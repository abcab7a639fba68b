"""The rows of a monthly series: cells become a month and percent points, or what is wrong with them.

A file of another series costs money without looking wrong, so each sign of one is an error: more than one
day in a month, a taxa legal from before there was one, a month that no month of the series ever came near.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from cobranca_cli.brformat import date_br, percent_br
from cobranca_cli.domain.days import parse_day
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.rates import LEGAL_RATE_BEGIN, SERIES, Month, month_br
from cobranca_cli.domain.terms import LEGAL_RATE

from .problems import Problems, RowProblem

SELIC = "selic"
MOST_DECIMALS = 8
FIRST_YEAR = 1980
WRONG_SERIES = "E-SERIE"

_EMPTY = Problem("E-VAZIO", "está vazio; baixe o arquivo de novo")

_LIMIT = Decimal(100)
_STABLE_SINCE = (2000, 1)
_HIGHEST = {SELIC: 5, LEGAL_RATE: 5, "ipca": 10, "inpc": 10, "igpm": 10}
"""Well above every month since _STABLE_SINCE: Selic 2.08, IPCA 3.02, IGP-M 5.19."""

_SLASHED = re.compile(r"(?:(\d{1,2})/)?(\d{1,2})/(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)
_NUMBER = re.compile(r"([+-]?\d{1,20})(?:[.,](\d{1,40}))?", re.ASCII)


class Cells(NamedTuple):
    """One row before its cells are read.

    Attributes:
        line: physical line, from 1.
        day_column: position of the date's column, from 1; in JSON, of the first character of the item.
        value_column: the same of the value.
        day: the date as written.
        value: the value as written.
        item: position of the item in a JSON list, from 1; None in a CSV.
    """

    line: int
    day_column: int
    value_column: int
    day: str
    value: str
    item: int | None = None


class MonthValue(NamedTuple):
    """One month of the file in percent points, and the cells it came from."""

    month: Month
    percent: Decimal
    cells: Cells


def address(series: str) -> str:
    """Where a browser fetches the CSV of a series. The program itself never goes there."""
    return f"https://api.bcb.gov.br/dados/serie/bcdata.sgs.{SERIES[series][1]}/dados?formato=csv"


def fetch(series: str) -> str:
    """What to do when a file is not that of the series."""
    name, number = SERIES[series]
    return f"baixe a série {number} ({name}) em {address(series)}"


def bad_cell(file: str, cells: Cells, field: str, problem: Problem) -> RowProblem:
    """The problem of one cell (`data` or `valor`) at its place."""
    column, value = (cells.day_column, cells.day) if field == "data" else (cells.value_column, cells.value)
    where = "" if cells.item is None else f"item {cells.item} da lista: "
    return RowProblem(file, cells.line, column, field, value, problem.code, f"{where}{problem.reason}")


def read_values(rows: Sequence[Cells], problems: Problems, series: str, today: date) -> list[MonthValue]:
    """The months in the order of the file, each once; what is wrong with the others goes to `problems`.

    A month that comes again with the same value is left out. When a row shows that the file is of another
    series, that alone is told, and nothing is returned.
    """
    found: dict[Month, MonthValue] = {}
    wrong: list[list[RowProblem]] = []
    days = [_day(cells.day) for cells in rows]
    stranger = _daily(rows, days, series)
    for cells, day in zip(rows, days, strict=True):
        if stranger:
            break
        value = _row(cells, day, series, today)
        if isinstance(value, MonthValue):
            twin = found.setdefault(value.month, value)
            bad = [] if twin.percent == value.percent else [("valor", _twice(twin))]
        else:
            bad = value
        stranger = next(((cells, *each) for each in bad if each[1].code == WRONG_SERIES), None)
        if bad:
            wrong.append([bad_cell(problems.file, cells, field, problem) for field, problem in bad])
    if stranger:
        problems.add_row([bad_cell(problems.file, *stranger)])
        return []
    for row in wrong:
        problems.add_row(row)
    return list(found.values())


def _daily(
    rows: Sequence[Cells], days: Sequence[date | Problem], series: str
) -> tuple[Cells, str, Problem] | None:
    """The first row that shows a second day of a month."""
    first: dict[Month, date] = {}
    for cells, day in zip(rows, days, strict=True):
        if isinstance(day, Problem):
            continue
        other = first.setdefault((day.year, day.month), day)
        if other != day:
            both = f"{date_br(other.isoformat())} e {date_br(day.isoformat())}"
            reason = f"é o segundo dia do mesmo mês ({both}): este arquivo é de uma série diária"
            return cells, "data", Problem(WRONG_SERIES, f"{reason}; {fetch(series)}")
    return None


def _row(
    cells: Cells, day: date | Problem, series: str, today: date
) -> MonthValue | list[tuple[str, Problem]]:
    month = day if isinstance(day, Problem) else _month(day, series, today)
    percent = _percent(cells.value)
    if not isinstance(percent, Problem) and not isinstance(month, Problem):
        strange = _strange(percent, month, series)
        return [("valor", strange)] if strange else MonthValue(month, percent, cells)
    both = (("data", month), ("valor", percent))
    return [(field, found) for field, found in both if isinstance(found, Problem)]


def _day(raw: str) -> date | Problem:
    text = raw.strip()
    if not text:
        return _EMPTY
    if found := _SLASHED.fullmatch(text):
        day, month, year = found.groups()
    elif found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    else:
        # Days of another form have their explanation already.
        return parse_day(text, date.min)
    try:
        return date(int(year), int(month), int(day or 1))
    except ValueError:
        return Problem("E-DATA", "não existe no calendário; o Banco Central escreve 01/MM/AAAA")


def _month(day: date, series: str, today: date) -> Month | Problem:
    month = (day.year, day.month)
    if day.day != 1:
        reason = "não é o primeiro dia do mês, e a série mensal só traz o dia 01"
        return Problem("E-DATA", f"{reason}; {fetch(series)}")
    if day.year < FIRST_YEAR:
        return Problem("E-DATA-INTERVALO", f"é anterior a {FIRST_YEAR}, quando as séries começam")
    if month > (today.year, today.month):
        return Problem(
            "E-DATA-FUTURA",
            f"é um mês que ainda não chegou (hoje é {date_br(today.isoformat())}); confira o arquivo",
        )
    begin = (LEGAL_RATE_BEGIN.year, LEGAL_RATE_BEGIN.month)
    if series == LEGAL_RATE and month < begin:
        reason = f"é de antes da taxa legal, que começa em {month_br(begin)}: este arquivo é de outra série"
        return Problem(WRONG_SERIES, f"{reason}; {fetch(series)}")
    return month


def _percent(raw: str) -> Decimal | Problem:
    """Percent points; a single comma or point is the decimal one, since a thousand is out of the question."""
    text = raw.strip().replace("\u2212", "-")
    if not text:
        return _EMPTY
    found = _NUMBER.fullmatch(text)
    if not found:
        return Problem("E-VALOR", "não é um número em pontos percentuais; escreva como 0,16")
    whole, decimals = found.groups()
    if decimals and len(decimals) > MOST_DECIMALS:
        return Problem(
            "E-VALOR-PRECISAO", f"tem mais de {MOST_DECIMALS} casas decimais; use o valor publicado"
        )
    percent = Decimal(f"{whole}.{decimals or 0}") if decimals else Decimal(whole)
    if abs(percent) >= _LIMIT:
        return Problem(
            "E-VALOR-LIMITE", "não é a variação de um mês em %: parece um número-índice; confira a série"
        )
    # Minus zero would be a value of its own when shown.
    return percent if percent else abs(percent)


def _strange(percent: Decimal, month: Month, series: str) -> Problem | None:
    """Why the value cannot be one of this series."""
    name = SERIES[series][0]
    if percent < 0 and series in (SELIC, LEGAL_RATE):
        return Problem(WRONG_SERIES, f"é negativo, e a {name} nunca é; {fetch(series)}")
    highest = _HIGHEST[series]
    if month >= _STABLE_SINCE and abs(percent) >= highest:
        said = f"{percent_br(percent)} em um mês: desde 2000, nenhum mês chegou a {highest}%"
        return Problem(WRONG_SERIES, f"{said}; parece taxa ao ano ou acumulada em 12 meses; {fetch(series)}")
    return None


def _twice(first: MonthValue) -> Problem:
    """What to say of a month that comes a second time with another value."""
    item = "" if first.cells.item is None else f", item {first.cells.item}"
    return Problem(
        "E-DUPLICADA",
        f"{month_br(first.month)} já está na linha {first.cells.line}{item} com {percent_br(first.percent)};"
        " deixe só o valor certo",
    )

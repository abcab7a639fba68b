"""The JSON of the SGS service: `[{"data": "01/01/2025", "valor": "0.16"}, …]`, on one line or on many."""

import json
import re
from collections.abc import Iterator
from json import JSONDecodeError

from cobranca_cli.domain.text import fold

from .index_csv import DAY_NAMES, VALUE_NAMES
from .index_rows import Cells, fetch
from .problems import Problems, RowProblem

_BLANKS = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(object_pairs_hook=tuple, parse_float=str, parse_int=str, parse_constant=str)
"""Numbers stay the text that was written, and a key that comes twice is seen."""

_SAYS_WHY = ("detail", "error", "message")


def json_rows(text: str, problems: Problems, series: str) -> Iterator[Cells]:
    """The items of the list; what is no pair of date and value goes to `problems`."""
    try:
        if text.lstrip().startswith("{"):
            problems.add(_answer(text, problems.file, series))
            return
        line, seen = 1, 0
        for item, (position, found) in enumerate(_items(text), 1):
            line, seen = line + text.count("\n", seen, position), position
            column = position - text.rfind("\n", 0, position)
            yield from _cells(line, column, item, found, problems)
    except JSONDecodeError as error:
        message = f"o JSON se quebra neste ponto; {fetch(series)}"
        problems.add(RowProblem(problems.file, error.lineno, error.colno, None, None, "E-JSON", message))
    except RecursionError:
        message = f"não é a lista de datas e valores de uma série; {fetch(series)}"
        problems.add(RowProblem(problems.file, None, None, None, None, "E-JSON", message))


def _items(text: str) -> Iterator[tuple[int, object]]:
    """Every item of the list with the position of its first character."""
    position = _after_blanks(text, text.index("[") + 1)
    if text[position : position + 1] == "]":
        _demand_end(text, position + 1)
        return
    while True:
        found, end = _DECODER.raw_decode(text, position)
        yield position, found
        end = _after_blanks(text, end)
        if text[end : end + 1] == "]":
            _demand_end(text, end + 1)
            return
        if text[end : end + 1] != ",":
            raise JSONDecodeError("no comma", text, end)
        position = _after_blanks(text, end + 1)


def _after_blanks(text: str, position: int) -> int:
    blanks = _BLANKS.match(text, position)
    assert blanks
    return blanks.end()


def _demand_end(text: str, position: int) -> None:
    if (rest := _after_blanks(text, position)) != len(text):
        raise JSONDecodeError("more after the list", text, rest)


def _cells(line: int, column: int, item: int, found: object, problems: Problems) -> Iterator[Cells]:
    pairs = found if isinstance(found, tuple) else ()
    days = [value for key, value in pairs if fold(key) in DAY_NAMES]
    values = [value for key, value in pairs if fold(key) in VALUE_NAMES]
    if len(days) == len(values) == 1 and all(isinstance(each, str | None) for each in (*days, *values)):
        yield Cells(line, column, column, days[0] or "", values[0] or "", item)
        return
    message = f'item {item} da lista: deve ter um "data" e um "valor", em texto ou número'
    problems.add_row([RowProblem(problems.file, line, column, None, None, "E-JSON", message)])


def _answer(text: str, name: str, series: str) -> RowProblem:
    """What the service answers instead of a series: an object that says why."""
    found, _ = _DECODER.raw_decode(text.lstrip())
    said = dict(_texts(found))
    why = next((said[key] for key in _SAYS_WHY if key in said), None)
    message = f"é a resposta de um erro do Banco Central, não os dados da série; {fetch(series)}"
    return RowProblem(name, 1, None, "resposta" if why else None, why, "E-TIPO", message)


def _texts(found: object) -> Iterator[tuple[str, str]]:
    """Every text under a key, however deep."""
    for key, value in found if isinstance(found, tuple) else ():
        if isinstance(value, str):
            yield key, value
        else:
            yield from _texts(value)

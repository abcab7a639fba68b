"""What every report is: a title, typed columns, rows and totals; no format, no layout.

Cells are plain values, so that a million of them stay cheap:
money is an `int` of cents, a date an ISO text (`2026-11-21`), a percentage a `Decimal` of percent
points, the rest `str`, `int` or `bool`; `None` is "no value" in any column.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal


class Kind(Enum):
    """The type of a column, by the name the JSON contract gives it."""

    TEXT = "texto"
    MONEY = "dinheiro"
    DATE = "data"
    INTEGER = "inteiro"
    PERCENT = "percentual"
    BOOL = "logico"


class Column(NamedTuple):
    """One column.

    Attributes:
        name: ASCII name of the machine formats, a promise.
        label: heading for people.
        kind: type of the cells.
        priority: 0 is always shown; on a terminal too narrow the highest number goes first.
        elastic: may be wrapped over lines on a terminal (names, never amounts).
        document: holds a CPF or CNPJ, masked where people see it.
        words: how people read the code words of the column (`d1_30` is "1 a 30"); machines get the word.
        many: the cell is a tuple of texts: a list in JSON, one text with commas everywhere else.
        measure: the cell is a `Measure`, each with a unit of its own; the kind is TEXT.
        missing: what people read where there is no value, if not a dash.
        said: how people read the text of the column (an instant); machines get the text.
        mask: what of the text people see unless the whole data was asked for (an e-mail, an address).
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    priority: int = 0
    elastic: bool = False
    document: bool = False
    words: Mapping[str, str] | None = None
    many: bool = False
    measure: bool = False
    missing: str = ""
    mask: "Callable[[str], str] | None" = None
    said: "Callable[[str], str] | None" = None


class Measure(NamedTuple):
    """A number with its unit (`brformat.measure_br` knows them): cents of `reais`, else as it is.

    The value None is a number that cannot be had: "n/d" to people, no value to machines.
    """

    value: "int | Decimal | None"
    unit: str


MANY_SEPARATOR = ", "


class Figure(NamedTuple):
    """One total of a report; `missing` as of a column, `said` what people read for the value."""

    name: str
    label: str
    kind: Kind
    value: object
    missing: str = ""
    said: str = ""


class Report(NamedTuple):
    """A report ready for any format.

    `rows` may be a one-pass iterable of tuples, one cell a column; `short` is the title where there is
    little room (the tab of a sheet), the title itself when empty.
    """

    name: str
    title: str
    as_of: date
    columns: tuple[Column, ...]
    rows: Iterable[tuple[object, ...]]
    totals: tuple[Figure, ...] = ()
    empty: str = "Nada a mostrar."
    notes: tuple[str, ...] = ()
    short: str = ""

"""What a row of a file of customers says of them for their credit."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from cobranca_cli.brformat import date_br
from cobranca_cli.domain.days import DayOrder, parse_day
from cobranca_cli.domain.money import Decimals
from cobranca_cli.domain.problem import Problem

from .fields import CREDIT_FIELDS
from .payment_values import amount_received
from .values import FieldProblem, text_or_none

_FIRST_FOUNDED = 1900
_NOT_POSITIVE = "deve ser um valor maior que zero; deixe a célula vazia se não o conhece"


def read_credit(
    cells: Sequence[str],
    positions: Mapping[str, int],
    decimals: Decimals | None,
    days: DayOrder,
    today: date,
) -> dict[str, str] | list[FieldProblem]:
    """Field → its value as the ledger keeps it: an ISO day, cents, a text; or everything that is wrong.

    An empty cell says nothing.
    """

    def money(raw: str) -> str | Problem:
        cents = amount_received(raw, decimals)
        if isinstance(cents, Problem):
            return cents._replace(reason=_NOT_POSITIVE) if cents.code in _LOW else cents
        return str(cents)

    read: dict[str, Callable[[str], str | Problem | None]] = {
        "fundacao": lambda raw: _founded(raw, days, today),
        "faturamento": money,
        "patrimonio": money,
    }
    values: dict[str, str] = {}
    problems: list[FieldProblem] = []
    for field in CREDIT_FIELDS:
        raw = cells[positions[field]].strip() if field in positions else ""
        if not raw:
            continue
        value = read.get(field, text_or_none)(raw)
        if isinstance(value, Problem):
            problems.append((field, raw, value))
        elif value is not None:
            values[field] = value
    return problems or values


_LOW = ("E-VALOR-ZERO", "E-VALOR-NEGATIVO")


def _founded(raw: str, days: DayOrder, today: date) -> str | Problem:
    day = parse_day(raw, today, days, _FIRST_FOUNDED)
    if isinstance(day, Problem):
        return day
    if day > today:
        return Problem("E-DATA-FUTURA", f"ainda não chegou (hoje é {date_br(today.isoformat())})")
    return day.isoformat()

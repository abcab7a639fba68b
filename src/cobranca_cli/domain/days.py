"""Days from text: `DD/MM/AAAA` or ISO, ASCII digits, days that exist, within a sensible window."""

import re
from datetime import date
from enum import Enum

from .problem import Problem

FIRST_YEAR = 2000
YEARS_AHEAD = 10

_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}/\d{1,2}/\d{2}", re.ASCII)
_SERIAL = re.compile(r"[1-9]\d{4}", re.ASCII)
_WITH_TIME = re.compile(r"[\d/-]{8,10}[ T]\d{1,2}:.*", re.ASCII)


class DayOrder(Enum):
    """What comes first where days are written with slashes."""

    DAY_FIRST = "dd/mm/aaaa"
    MONTH_FIRST = "mm/dd/aaaa"


def parse_day(
    raw: str, today: date, order: DayOrder = DayOrder.DAY_FIRST, first_year: int = FIRST_YEAR
) -> date | Problem:
    """The day written in `raw`, between the first day of `first_year` and ten years after `today`."""
    text = raw.strip()
    if not text:
        return Problem("E-VAZIO", "está vazio; preencha")
    if slashed := _SLASHED.fullmatch(text):
        first, second, year = (int(part) for part in slashed.groups())
        day, month = (first, second) if order is DayOrder.DAY_FIRST else (second, first)
        if month > 12 and 1 <= day <= 12:
            return _swapped(order)
    elif iso := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in iso.groups())
    else:
        return _unknown_form(text, order)
    if not first_year <= year <= today.year + YEARS_AHEAD:
        return Problem(
            "E-DATA-INTERVALO", f"está fora do intervalo aceito ({first_year} a {today.year + YEARS_AHEAD})"
        )
    try:
        return date(year, month, day)
    except ValueError:
        return Problem("E-DATA", "não existe no calendário; confira o dia e o mês")


def _swapped(order: DayOrder) -> Problem:
    other = DayOrder.MONTH_FIRST if order is DayOrder.DAY_FIRST else DayOrder.DAY_FIRST
    return Problem(
        "E-DATA-MMDD",
        f"parece ter o dia e o mês trocados: aqui se lê {order.value};"
        f" se o arquivo todo é assim, use --datas {other.value}",
    )


def _unknown_form(text: str, order: DayOrder) -> Problem:
    if _SHORT_YEAR.fullmatch(text):
        return Problem("E-DATA-ANO2", "tem o ano com dois dígitos; escreva o ano com quatro")
    if _SERIAL.fullmatch(text):
        return Problem(
            "E-DATA", "é um número de série do Excel; formate a coluna como data e exporte de novo"
        )
    if _WITH_TIME.fullmatch(text):
        return Problem("E-DATA", "traz a hora junto; exporte só a data")
    return Problem("E-DATA", f"não é uma data; use {order.value} ou aaaa-mm-dd")

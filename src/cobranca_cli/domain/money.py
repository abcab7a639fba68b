"""Money from text, exactly: two explicit grammars, integer cents, nothing rounded, nothing guessed.

A file is written with a decimal comma (`1.234,56`) or with a decimal point (`1,234.56`), never both.
Which one is decided from the whole file (`importing.decimals`), not from one value.
"""

import re
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation
from enum import Enum

from .problem import Problem

MAX_CENTS = 99_999_999_999
"""R$ 999.999.999,99, the largest amount of one invoice."""

_LONGEST = 40
_MOST_DIGITS = 100


class Decimals(Enum):
    """Which sign separates the cents."""

    COMMA = "virgula"
    POINT = "ponto"


class Rounding(Enum):
    """How an amount with a fraction of a cent becomes cents, by the name in the settings.

    `half_up` is the trade's practice and the default, `half_even` that of ABNT NBR 5891, `down` cuts.
    """

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


_MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
}
_WHOLE = Decimal(1)


def round_cents(cents: Decimal, rounding: Rounding) -> int:
    """Whole cents from cents with a fraction; the only place where an amount is rounded."""
    return int(cents.quantize(_WHOLE, _MODES[rounding]))


_SYMBOL = r"(?:[Rr]\$[ \u00a0]*)?"
_GRAMMAR = {
    Decimals.COMMA: re.compile(_SYMBOL + r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?", re.ASCII),
    Decimals.POINT: re.compile(_SYMBOL + r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?", re.ASCII),
}
_COMMA, _POINT = _GRAMMAR[Decimals.COMMA], _GRAMMAR[Decimals.POINT]
_TOO_PRECISE = {
    Decimals.COMMA: re.compile(_SYMBOL + r"(?:\d{1,3}(?:\.\d{3})+|\d+),\d{3,}", re.ASCII),
    Decimals.POINT: re.compile(_SYMBOL + r"(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{3,}", re.ASCII),
}
_SIGNED = re.compile(r"\(.*\)|[-−–].*|R\$\s*[-−–].*|.*[-−–]")
_UNSIGN = str.maketrans("", "", "()-−–")
_HAS_CENTS = {
    Decimals.COMMA: re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+),\d{1,2}|\d{1,3}(?:\.\d{3}){2,}", re.ASCII),
    Decimals.POINT: re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,2}|\d{1,3}(?:,\d{3}){2,}", re.ASCII),
}
_AMBIGUOUS = re.compile(r"\d{1,3}[.,]\d{3}", re.ASCII)


def parse_cents(raw: str, decimals: Decimals) -> int | Problem:
    """Cents of a positive amount, by the file's grammar; at most two decimals, at most MAX_CENTS."""
    comma = decimals is Decimals.COMMA
    cents = _ordinary_cents(raw, ",", ".") if comma else _ordinary_cents(raw, ".", ",")
    if cents:
        return cents
    match = (_COMMA if comma else _POINT).fullmatch(raw)
    if match is None or len(raw) > _LONGEST:
        return _why_not(raw.strip(), decimals)
    whole, part = match.groups()
    if not whole.isdigit():
        whole = whole.replace("." if comma else ",", "")
    cents = int(whole) * 100
    if part:
        cents += int(part) if len(part) == 2 else int(part) * 10
    if 0 < cents <= MAX_CENTS:
        return cents
    if cents == 0:
        return Problem("E-VALOR-ZERO", "é zero; uma fatura tem valor maior que zero")
    return _too_large()


def _ordinary_cents(raw: str, sign: str, group: str) -> int:
    """Cents of `1234,56` and `1.234,56` up to 999.999,99, without the grammar; 0 for any other text.

    Half the time of an import is spent on amounts, and nearly all of them are written so.
    """
    size = len(raw)
    if not 3 < size < 11 or raw[-3] != sign:
        return 0
    grouped = size > 7 and raw[-7] == group
    digits = raw[:-7] + raw[-6:-3] + raw[-2:] if grouped else raw[:-3] + raw[-2:]
    return int(digits) if digits.isdigit() and digits.isascii() else 0


def is_negative(raw: str) -> bool:
    """Whether an amount carries a sign: `-10,00`, `(10,00)`, `10,00-`, `R$ -10,00`, `−10,00`."""
    text = raw.strip()
    return bool(_SIGNED.fullmatch(text)) and any(character.isdigit() for character in text)


def evidence(raw: str) -> Decimals | None:
    """Which grammar this value proves; None when it proves neither (`1234`, `1.234`, `abc`)."""
    bare = _bare(raw)
    if len(bare) <= _LONGEST:
        for decimals, pattern in _HAS_CENTS.items():
            if pattern.fullmatch(bare):
                return decimals
    return None


def is_ambiguous(raw: str) -> bool:
    """Whether the value reads differently in the two grammars: `1.234` is 1234 or 1 and 234 thousandths."""
    return bool(_AMBIGUOUS.fullmatch(_bare(raw)))


def _bare(raw: str) -> str:
    return raw.translate(_UNSIGN).replace("R$", "").replace("r$", "").strip()


def _why_not(text: str, decimals: Decimals) -> int | Problem:
    if not text:
        return Problem("E-VAZIO", "está vazio; preencha")
    if len(text) > _LONGEST:
        return Problem("E-VALOR", "é longo demais para um valor em reais")
    if _GRAMMAR[decimals].fullmatch(text):
        return parse_cents(text, decimals)
    if is_negative(text):
        return Problem("E-VALOR-NEGATIVO", "é negativo; o valor de uma fatura é positivo")
    other = Decimals.POINT if decimals is Decimals.COMMA else Decimals.COMMA
    if evidence(text) is other:
        return Problem("E-FORMATO-MISTO", _mixed(decimals))
    if _TOO_PRECISE[decimals].fullmatch(text):
        return Problem("E-VALOR-PRECISAO", "tem mais de duas casas decimais; arredonde no sistema de origem")
    return Problem("E-VALOR", f"não é um valor em reais; escreva como {_example(decimals)}")


def _mixed(decimals: Decimals) -> str:
    comma = "com vírgula nos centavos (1.234,56)"
    point = "com ponto nos centavos (1,234.56)"
    file_has, this_has = (comma, point) if decimals is Decimals.COMMA else (point, comma)
    return f"está escrito {this_has}, mas o arquivo escreve {file_has}; use um formato só"


def _example(decimals: Decimals) -> str:
    return "1234,56 ou 1.234,56" if decimals is Decimals.COMMA else "1234.56 ou 1,234.56"


def _too_large() -> Problem:
    return Problem("E-VALOR-LIMITE", "passa do limite de R$ 999.999.999,99 por fatura")


def stored_decimal(text: str) -> Decimal:
    """A percentage or rate as the ledger keeps it; raises ValueError of what no rule can reckon with.

    A number of a hundred million digits would be a valid text, and keep every sum busy for ever.
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError(text[:40]) from None
    if not value.is_finite() or len(text) > _MOST_DIGITS or abs(value.adjusted()) > _MOST_DIGITS:
        raise ValueError(text[:40])
    return value

"""Boletos as they are copied and typed: the digits of the line or of the barcode, checked and read.

Two kinds (FEBRABAN). A bank's (cobrança): line of 47 digits, barcode of 44, mod 10 in three fields of the
line and one digit mod 11 over all. Of an agreement (convênio, arrecadação: taxes, utilities, clubs): line of
48 digits, barcode of 44, both beginning with 8, mod 10 or mod 11 as the third digit says.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from operator import mul
from typing import NamedTuple

from .problem import Problem

_FIRST_DAY = date(1997, 10, 7)
_CYCLE = 9000
_RESTART = 1000
_DAYS_BACK, _DAYS_AHEAD = 3000, 5500
_LONGEST = 120
_SEPARATORS = re.compile(r"[\s.\-–—]+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[Ee]\+?\d+", re.ASCII)
_REAL = "9"
_CONFER = "confira os números"
_ZERO = ord("0")
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))
_WEIGHTS = tuple(2 + place % 8 for place in range(43))


class Boleto(NamedTuple):
    """What a boleto says of itself.

    Attributes:
        line: the 47 or 48 digits that people type.
        barcode: the 44 digits of the bars.
        cents: None when the boleto leaves the amount to whoever pays, or tells it in another unit.
        due: None when it tells none, as an agreement's never does.
    """

    line: str
    barcode: str
    cents: int | None
    due: date | None

    @property
    def of_bank(self) -> bool:
        """Whether a bank collects it for one creditor, unlike taxes and utilities."""
        return self.barcode[0] != "8"


def parse(text: str, read_on: date) -> Boleto | Problem:
    """Read a line or a barcode, with or without its points and blanks, as of the day it is read.

    The due date of a bank's boleto is a count of days that began anew in 2025: the day of reading decides
    which count is meant, by FEBRABAN's window. Every check digit is checked; the problem tells where.
    """
    if len(text) > _LONGEST:
        return _problem(f"tem {len(text)} caracteres; uma linha digitável tem 47 ou 48 dígitos", _CONFER)
    digits = _SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        return _no_digits(text.strip(), digits)
    of_agreement = digits[0] == "8"
    if len(digits) == 44:
        return _agreement(digits) if of_agreement else _bank(digits, "", read_on)
    if len(digits) == (48 if of_agreement else 47):
        return _agreement_line(digits) if of_agreement else _bank_line(digits, read_on)
    return _wrong_length(len(digits), of_agreement)


def format_line(line: str) -> str:
    """The line of a boleto as it is printed: `00190.00009 01238.798977 77700.168188 3 37690000013500`."""
    if len(line) == 48:
        return " ".join(f"{block}-{digit}" for block, digit in _blocks(line))
    one, two, three, rest = line[:10], line[10:21], line[21:32], line[32:]
    fields = " ".join(f"{field[:5]}.{field[5:]}" for field in (one, two, three))
    return f"{fields} {rest[0]} {rest[1:]}"


def due_date(factor: str, read_on: date) -> date | Problem | None:
    """The day of a due factor of four digits, read on a day; None for `0000`.

    Days are counted from 1997-10-07 to 9999 on 2025-02-21, and from 1000 again on 2025-02-22. Of the days
    that a factor may mean, the one from 3000 days before to 5500 after the reading counts; the window is
    shorter than a cycle. A factor without such a day is no boleto in force.
    """
    days = int(factor)
    if days == 0:
        return None
    first = _FIRST_DAY + timedelta(days)
    passed = max(0, (read_on - timedelta(_DAYS_BACK) - first).days)
    # Rounded up: the first cycle in which the day does not lie before the window.
    day = first + timedelta(-(-passed // _CYCLE) * _CYCLE)
    if days >= _RESTART and day <= read_on + timedelta(_DAYS_AHEAD):
        return day
    return _problem(
        f"o vencimento do boleto (fator {factor}) não é de nenhuma data que os bancos aceitem hoje",
        "confira os quatro números depois do dígito sozinho",
    )


# --- a bank's ---


def _bank_line(line: str, read_on: date) -> Boleto | Problem:
    for number, (start, end) in enumerate(((0, 9), (10, 20), (21, 31)), 1):
        if _mod_10(line[start:end]) != line[end]:
            printed = format_line(line).split()[number - 1]
            return _problem(
                f"o último número do {number}º campo não confere", f"confira {printed}, algum está trocado"
            )
    barcode = line[:4] + line[32:47] + line[4:9] + line[10:20] + line[21:31]
    return _bank(barcode, line, read_on)


def _bank(barcode: str, line: str, read_on: date) -> Boleto | Problem:
    """A boleto by its barcode; its line, if that is what was typed, else an empty text."""
    if _bank_mod_11(barcode[:4] + barcode[5:]) != barcode[4]:
        end = f"o fim da linha, {barcode[4]} {barcode[5:19]}: dígito, vencimento e valor"
        return _problem(
            f"o dígito geral do boleto ({barcode[4]}) não confere", f"confira {end if line else 'os números'}"
        )
    if barcode[3] != _REAL:
        return _problem("o boleto não é em reais", "peça ao banco um em reais")
    due = due_date(barcode[5:9], read_on)
    if isinstance(due, Problem):
        return due
    if not line:
        fields = (barcode[:4] + barcode[19:24], barcode[24:34], barcode[34:])
        line = "".join(field + _mod_10(field) for field in fields) + barcode[4:19]
    return Boleto(line, barcode, int(barcode[9:19]) or None, due)


# --- an agreement's ---


def _agreement_line(line: str) -> Boleto | Problem:
    digit_of = _agreement_digit(line)
    if isinstance(digit_of, Problem):
        return digit_of
    for number, (block, digit) in enumerate(_blocks(line), 1):
        if digit_of(block) != digit:
            return _problem(
                f"o último número do {number}º bloco não confere",
                f"confira {block}-{digit}, algum está trocado",
            )
    return _agreement("".join(block for block, _ in _blocks(line)))


def _agreement(barcode: str) -> Boleto | Problem:
    digit_of = _agreement_digit(barcode)
    if isinstance(digit_of, Problem):
        return digit_of
    if digit_of(barcode[:3] + barcode[4:]) != barcode[3]:
        return _problem(f"o dígito geral (o 4º número, {barcode[3]}) não confere", _CONFER)
    blocks = (barcode[start : start + 11] for start in range(0, 44, 11))
    line = "".join(block + digit_of(block) for block in blocks)
    in_reais = barcode[2] in "68"
    return Boleto(line, barcode, (int(barcode[4:15]) or None) if in_reais else None, None)


def _agreement_digit(digits: str) -> Callable[[str], str] | Problem:
    """How the check digits of this agreement are made, which its third digit tells."""
    if digits[2] not in "6789":
        return _problem(f"o 3º número de uma conta de convênio é 6, 7, 8 ou 9, e aqui é {digits[2]}", _CONFER)
    return _mod_10 if digits[2] in "67" else _agreement_mod_11


def _blocks(line: str) -> Iterator[tuple[str, str]]:
    """The four blocks of a line of 48, each with its digit."""
    for start in range(0, 48, 12):
        yield line[start : start + 11], line[start + 11]


# --- check digits ---


def _mod_10(digits: str) -> str:
    """Weights 2 and 1 from the right, the digits of each product added."""
    codes = digits.encode("ascii")[::-1]
    total = sum(codes[::2].translate(_DOUBLED)) + sum(codes[1::2]) - _ZERO * (len(codes) // 2)
    return str(-total % 10)


def _mod_11(digits: str) -> int:
    """The remainder for weights 2 to 9 from the right, over and over."""
    codes = digits.encode("ascii")[::-1]
    weights = _WEIGHTS[: len(codes)]
    total: int = sum(map(mul, codes, weights))
    return (total - _ZERO * sum(weights)) % 11


def _bank_mod_11(digits: str) -> str:
    digit = 11 - _mod_11(digits)
    return str(digit) if digit < 10 else "1"


def _agreement_mod_11(digits: str) -> str:
    remainder = _mod_11(digits)
    return str(11 - remainder) if remainder > 1 else "0"


def _no_digits(text: str, digits: str) -> Problem:
    if not digits:
        return Problem("E-VAZIO", "a linha digitável está vazia; preencha")
    if _SCIENTIFIC.fullmatch(text):
        return _problem(
            "a planilha mostrou o número em notação científica e perdeu dígitos",
            "formate a coluna como texto e copie a linha de novo",
        )
    strange = next(each for each in digits if not (each.isascii() and each.isdigit()))
    shown = f"“{strange}”" if strange.isprintable() else f"U+{ord(strange):04X}"
    return _problem(f"a linha digitável só tem números, e esta tem {shown}", "copie-a de novo")


def _wrong_length(count: int, of_agreement: bool) -> Problem:
    line = "48 (começa com 8, é de convênio)" if of_agreement else "47"
    return _problem(
        f"tem {count} dígitos; a linha digitável tem {line} e o código de barras tem 44", "copie-a de novo"
    )


def _problem(what: str, remedy: str) -> Problem:
    return Problem("E-BOLETO", f"{what}; {remedy}")

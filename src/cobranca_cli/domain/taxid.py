"""CPF and CNPJ typed by people: from text to the bare document, or to a reason a person understands.

Rules: CPF of 11 digits with two check digits modulo 11; CNPJ of 14 characters whose first 12 may hold
letters since July 2026 (IN RFB 2.229/2024): the value of a character is its ASCII code minus 48 and the
two check digits stay numeric. Only ASCII counts: a full-width digit is not a digit here.

The bare form is upper-case text without mask, never a number: zeros on the left and letters matter.
"""

import re
from operator import mul
from typing import Literal

from .problem import Problem

CODE = "E-DOC"

_SHAPE = re.compile(
    r"\d{3}[ ./-]{0,3}\d{3}[ ./-]{0,3}\d{3}[ ./-]{0,3}\d\d"
    r"|[0-9A-Za-z]{2}[ ./-]{0,3}[0-9A-Za-z]{3}[ ./-]{0,3}[0-9A-Za-z]{3}"
    r"[ ./-]{0,3}[0-9A-Za-z]{4}[ ./-]{0,3}\d\d",
    re.ASCII,
)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[Ee](?:\+\d+|\d{1,2})", re.ASCII)
_DECIMAL = re.compile(r"[\d.]*\d[.,]\d", re.ASCII)
_ALPHANUMERIC = re.compile(r"[0-9A-Z]+", re.ASCII)
_MASK = str.maketrans("", "", " ./-")
_MAX_TEXT = 40

# The weights of the first check digit are those of the second without the leading one. 48, the code of
# "0", is taken off the whole sum (the offset) instead of off each character: imports run through here.
_CPF_WEIGHTS: tuple[int, ...] = (11, 10, 9, 8, 7, 6, 5, 4, 3, 2)
_CNPJ_WEIGHTS: tuple[int, ...] = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
_TABLES = {
    len(weights): (weights, 48 * sum(weights))
    for weights in (_CPF_WEIGHTS[1:], _CPF_WEIGHTS, _CNPJ_WEIGHTS[1:], _CNPJ_WEIGHTS)
}
_DIGITS = "00987654321"  # by the remainder of the division by 11

_ASK = "confira o número"
_AS_TEXT = "formate a coluna como texto na planilha e digite o número de novo"


def parse_tax_id(text: str) -> str | Problem:
    """Return the bare document (11 digits, or 14 of `[0-9A-Z]`), or the problem with what was typed.

    Mask characters and blanks are accepted between the groups of the usual mask, and only there. Empty
    text is a problem `E-VAZIO`, all others are `E-DOC`: whoever accepts a missing document asks before.
    """
    text = text.strip()
    if _SHAPE.fullmatch(text) is None:
        return _diagnose(text)
    document = text.translate(_MASK).upper()
    return document if _is_real(document) else _wrong_digits(document)


def check(text: str) -> Problem | None:
    """Return the problem with a typed document, or None when it is a valid CPF or CNPJ."""
    result = parse_tax_id(text)
    return None if isinstance(result, str) else result


def is_valid(text: str) -> bool:
    """Tell whether the text, with or without mask, is a valid CPF or CNPJ."""
    text = text.strip()
    return _SHAPE.fullmatch(text) is not None and _is_real(text.translate(_MASK).upper())


def normalize(text: str) -> str:
    """Drop mask characters (`.`, `/`, `-`) and blanks wherever they stand; upper-case; judge nothing.

    For comparing what was typed with stored documents. Only ASCII letters change case, so that no
    foreign letter turns into a plain one.
    """
    bare = text.strip().translate(_MASK)
    return bare.upper() if bare.isascii() else bare


def kind(document: str) -> Literal["cpf", "cnpj"]:
    """Tell a bare CPF from a bare CNPJ by its length; ValueError for anything else.

    A masked CPF has the length of a bare CNPJ: it is refused, or a masking would let it through whole.
    """
    if len(document) == 11:
        return "cpf"
    if len(document) == 14 and document.isalnum():
        return "cnpj"
    raise ValueError("a bare document has 11 or 14 characters")


def format_tax_id(document: str) -> str:
    """Put the mask on a bare document: `529.982.247-25`, `12.ABC.345/01DE-35`."""
    d = document
    if kind(d) == "cpf":
        return f"{d[:3]}.{d[3:6]}.{d[6:9]}-{d[9:]}"
    return f"{d[:2]}.{d[2:5]}.{d[5:8]}/{d[8:12]}-{d[12:]}"


def mask_cpf(document: str) -> str:
    """Return what people may see: a CPF as `***.982.247-**`; a CNPJ is public and comes whole."""
    if kind(document) == "cnpj":
        return format_tax_id(document)
    return f"***.{document[3:6]}.{document[6:9]}-**"


def check_digits(base: str) -> str:
    """Return the two check digits of 9 digits (CPF) or of 12 characters `[0-9A-Z]` (CNPJ)."""
    if len(base) not in (9, 12):
        raise ValueError("a base has 9 digits or 12 characters")
    first = _digit(base)
    return first + _digit(base + first)


def _digit(base: str) -> str:
    weights, offset = _TABLES[len(base)]
    return _DIGITS[(sum(map(mul, weights, base.encode("ascii"))) - offset) % 11]


def _is_real(document: str) -> bool:
    """Judge a bare text already known to have the shape of a CPF or CNPJ."""
    return (
        document[-1] == _digit(document[:-1])
        and document[-2] == _digit(document[:-2])
        and document.count(document[0]) != len(document)
    )


def _wrong_digits(document: str) -> Problem:
    name = kind(document).upper()
    if document.count(document[0]) == len(document):
        return _problem(f"{name} com todos os dígitos iguais não existe", _ASK)
    message = f"os dígitos verificadores do {name} não conferem"
    padded = document.zfill(14)
    if len(document) == 11 and is_valid(padded):
        return _problem(message, _if_zeros_were_lost(padded))
    return _problem(f"{message}: algum número está trocado", "confira o número")


def _diagnose(text: str) -> Problem:
    if not text:
        return Problem("E-VAZIO", "o documento está vazio; preencha o CPF ou o CNPJ")
    if len(text) > _MAX_TEXT:
        message = f"tem {len(text)} caracteres; um CPF tem 11 dígitos e um CNPJ tem 14 posições"
        return _problem(message, "deixe só o CPF ou o CNPJ")
    if _SCIENTIFIC.fullmatch(text):
        message = "o Excel mostrou o número em notação científica e perdeu dígitos"
        return _problem(message, _AS_TEXT)
    if _DECIMAL.fullmatch(text):
        return _problem("o documento veio como número com casa decimal", _AS_TEXT)
    return _diagnose_characters(text)


def _diagnose_characters(text: str) -> Problem:
    strange = next((char for char in text if not (char.isascii() and (char.isalnum() or char in " ./-"))), "")
    if strange:
        return _problem(f"tem um caractere estranho: {_named(strange)}", _strange_hint(strange))
    document = normalize(text)
    if is_valid(document):
        hint = f"escreva {format_tax_id(document)}, se for este o número"
        return _problem("a pontuação está fora do lugar", hint)
    if len(document) == 14 and document[-2:].isalpha():
        return _problem("os dois últimos caracteres de um CNPJ são sempre dígitos", _ASK)
    return _wrong_length(document)


def _wrong_length(document: str) -> Problem:
    if len(document) in (11, 14) and _ALPHANUMERIC.fullmatch(document):
        return _misshapen(document)
    unit = "dígitos" if document.isdigit() else "caracteres"
    message = f"tem {len(document)} {unit}; um CPF tem 11 dígitos e um CNPJ tem 14 posições"
    if not document.isdigit() or len(document) not in (8, 9, 10, 12, 13):
        return _problem(message, _ASK)
    padded = document.zfill(11 if len(document) < 11 else 14)
    lost = "falte o zero" if len(padded) - len(document) == 1 else "faltem os zeros"
    if is_valid(padded):
        return _problem(message, _if_zeros_were_lost(padded))
    hint = f"talvez {lost} à esquerda, mas {format_tax_id(padded)} também não confere; {_ASK}"
    return _problem(message, hint)


def _misshapen(document: str) -> Problem:
    """Explain a right length in a wrong shape: letters in a CPF or in a check digit, or a wild mask."""
    if len(document) == 11 and not document.isdigit():
        return _problem("um CPF só tem dígitos; este tem letra", _ASK)
    if not document[-2:].isdigit():
        return _problem("os dois últimos caracteres de um CNPJ são sempre dígitos", _ASK)
    return _wrong_digits(document)


def _if_zeros_were_lost(padded: str) -> str:
    name = kind(padded).upper()
    number = f"{name} {format_tax_id(padded)}"
    return f"a planilha deve ter comido o zero à esquerda: se for o {number}, escreva assim"


def _problem(what: str, remedy: str) -> Problem:
    return Problem(CODE, f"{what}; {remedy}")


def _named(char: str) -> str:
    code = f"U+{ord(char):04X}"
    return f"“{char}” ({code})" if char.isprintable() and not char.isspace() else code


def _strange_hint(char: str) -> str:
    if char.isdigit():
        return "digite os números de novo no teclado: este só parece um dígito comum"
    return "deixe só dígitos, letras e a pontuação do documento"

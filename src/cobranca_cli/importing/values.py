"""One cell into one value: cleaning shared by every kind of file."""

import re
from collections.abc import Callable

from cobranca_cli.domain.contact import parse_email, parse_phone, parse_state, parse_zip
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.taxid import parse_tax_id
from cobranca_cli.domain.text import EMPTY, MAX_NUMBER, MAX_TEXT, clean_name, clean_text, is_mojibake

from .lines import LONGEST_FIELD

MAX_DESCRIPTION = 1000
MAX_INSTALMENT = 20
MAX_CODE = 60

AMBIGUOUS_AMOUNT = Problem(
    "E-VALOR-AMBIGUO",
    "pode ser lido como milhar ou como decimal, e nada no arquivo decide;"
    " diga --decimal virgula (1.234 é mil duzentos e trinta e quatro) ou --decimal ponto",
)
_MOJIBAKE = Problem(
    "E-MOJIBAKE",
    "tem acentos trocados (como “Ã£” por “ã”): o arquivo foi convertido duas vezes; exporte-o de novo",
)
_HUGE = Problem("E-CAMPO-GRANDE", f"tem mais de {LONGEST_FIELD} caracteres; falta fechar aspas?")
_OF = re.compile(r"0*(\d{1,4})(?:\s*(?:/|de)\s*\d{1,4})?", re.ASCII | re.IGNORECASE)

FieldProblem = tuple[str, str, Problem]
"""Field, raw value, what is wrong with it."""


def text_or_none(raw: str, limit: int = MAX_TEXT) -> str | Problem | None:
    """Clean text, None when the cell is empty."""
    if not raw:
        return None
    if len(raw) > LONGEST_FIELD:
        return _HUGE
    text = clean_text(raw, limit)
    if isinstance(text, Problem):
        return text
    return _MOJIBAKE if is_mojibake(text) else text or None


def required_text(raw: str, limit: int) -> str | Problem:
    """Clean text that may not be empty."""
    text = text_or_none(raw, limit)
    return EMPTY if text is None else text


def customer_name(raw: str) -> str | Problem:
    """The name of a customer."""
    if len(raw) > LONGEST_FIELD:
        return _HUGE
    name = clean_name(raw)
    return _MOJIBAKE if not isinstance(name, Problem) and is_mojibake(name) else name


def invoice_number(raw: str) -> str | Problem:
    """The number of an invoice: any clean text of up to 60 characters."""
    return required_text(raw, MAX_NUMBER)


def instalment(raw: str) -> str | Problem:
    """Which instalment: `2`, `02`, `2/3` and `2 de 3` are all `2`; empty, `0` and `única` are none."""
    text = text_or_none(raw, MAX_INSTALMENT)
    if isinstance(text, Problem):
        return text
    if text is None or text.casefold() in ("0", "-", "unica", "única", "u"):
        return ""
    match = _OF.fullmatch(text)
    if match is None:
        upper = text.upper()
        return (
            upper if len(upper) <= MAX_INSTALMENT else Problem("E-TAMANHO", "é longa demais para uma parcela")
        )
    return "" if match[1] == "0" else match[1]


def _parsed(parse: Callable[[str], str | Problem]) -> Callable[[str], str | Problem | None]:
    def read(raw: str) -> str | Problem | None:
        text = text_or_none(raw, LONGEST_FIELD)
        return text if text is None or isinstance(text, Problem) else parse(text)

    return read


CUSTOMER_VALUES: dict[str, Callable[[str], str | Problem | None]] = {
    "cliente": customer_name,
    "documento": _parsed(parse_tax_id),
    "codigo_cliente": lambda raw: text_or_none(raw, MAX_CODE),
    "email": _parsed(parse_email),
    "telefone": _parsed(parse_phone),
    "endereco": text_or_none,
    "cidade": text_or_none,
    "uf": _parsed(parse_state),
    "cep": _parsed(parse_zip),
    "categoria": text_or_none,
}
"""Field of a customer → how its cell is read. Every value may be None but the name."""

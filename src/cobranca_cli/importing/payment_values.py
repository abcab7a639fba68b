"""The cells of a payment, each into one value: a day that has come, an amount that came in, how it came."""

from datetime import date

from cobranca_cli.brformat import date_br
from cobranca_cli.domain.days import DayOrder, parse_day
from cobranca_cli.domain.money import Decimals, is_ambiguous, parse_cents
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.text import fold

from .values import AMBIGUOUS_AMOUNT, text_or_none

MAX_KEY = 200

FORMS = ("pix", "boleto", "transferencia", "dinheiro", "cartao", "outro")
"""How money comes in, as the ledger keeps it."""

_FORM_WORDS = {
    "transferencia": "transferencia bancaria; ted; doc; tef; deposito; deposito em conta",
    "dinheiro": "em dinheiro; especie; em especie",
    "cartao": "cartao de credito; cartao de debito; credito; debito; cartao credito; cartao debito",
    "boleto": "boleto bancario; cobranca",
    "outro": "outra; outros; outras; cheque",
}
_FORM = {form: form for form in FORMS} | {
    word.strip(): form for form, words in _FORM_WORDS.items() for word in words.split(";")
}
_AMOUNTS = {
    "E-VALOR-ZERO": "é zero; um pagamento tem valor maior que zero",
    "E-VALOR-NEGATIVO": "é negativo; para desfazer um pagamento use 'cobranca pagamento estornar'",
    "E-VALOR-LIMITE": "passa do limite de R$ 999.999.999,99",
}


def past_day(raw: str, today: date, order: DayOrder) -> date | Problem:
    """The day written in `raw`, which has come by `today`."""
    day = parse_day(raw, today, order)
    if not isinstance(day, Problem) and day > today:
        reason = f"ainda não chegou (hoje é {date_br(today.isoformat())}); confira a data"
        return Problem("E-DATA-FUTURA", reason)
    return day


def amount_received(raw: str, decimals: Decimals | None) -> int | Problem:
    """Cents of a payment; `decimals` None is a file in which nothing decides how cents are written."""
    if decimals is None and is_ambiguous(raw):
        return AMBIGUOUS_AMOUNT
    cents = parse_cents(raw, decimals or Decimals.COMMA)
    if isinstance(cents, Problem):
        return cents._replace(reason=_AMOUNTS.get(cents.code, cents.reason))
    return cents


def payment_form(raw: str) -> str | Problem | None:
    """How the money came in, one of FORMS; None when the cell is empty."""
    text = fold(raw)
    if not text:
        return None
    return _FORM.get(text) or Problem(
        "E-FORMA", f"não é uma forma que conheço; use {', '.join(FORMS[:-1])} ou {FORMS[-1]}"
    )


def payment_key(raw: str) -> str | Problem | None:
    """The text that identifies a payment; None when the cell is empty."""
    return text_or_none(raw, MAX_KEY)

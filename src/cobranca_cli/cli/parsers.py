"""What a person types after an option, turned into a value or refused in Portuguese.

A parser takes the text and the day the command takes for today, and raises `BadValue` with the rest of
the sentence "valor inválido para --opção: …".
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from cobranca_cli.paths import expanded

Parser = Callable[[str, date], object]

_DATE_HELP = "use DD/MM/AAAA ou AAAA-MM-DD"
# Kept as text: `re` compiles what is used, and most commands are started without a date or an amount.
_ISO = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_BRAZILIAN = r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"
_SHORT_YEAR = r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}"
_YEARS = range(1900, 2200)

_MONEY = r"(?:R\$ ?)?([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]{1,2}))?"
_MONEY_POINT = r"(?:R\$ ?)?([0-9]+)\.([0-9]{1,2})"
_MONEY_TWO_WAYS = r"(?:R\$ ?)?([0-9]{1,3})[.,]([0-9]{3})"
_MOST_CENTS = 9_999_999_999_900


class BadValue(Exception):
    """What was typed is not a value of its kind; the text says why and what would be."""


def fold(text: str) -> str:
    """Lower case without accents, to compare what people type."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def either(words: tuple[str, ...]) -> str:
    """`a, b ou c`."""
    *first, last = words
    return f"{', '.join(first)} ou {last}" if first else last


def text(typed: str, today: date) -> str:
    """Any text of valid characters."""
    if not typed.isascii() and any("\ud800" <= c <= "\udfff" for c in typed):
        raise BadValue("o texto tem bytes que não são UTF-8")
    return typed


def path(typed: str, today: date) -> Path:
    """A path; `~` is expanded. Whether it exists is the command's business."""
    if not typed:
        raise BadValue("o caminho está vazio")
    return expanded(typed)


def day(typed: str, today: date) -> date:
    """`DD/MM/AAAA`, `AAAA-MM-DD`, `hoje` or `ontem`; years from 1900 to 2199."""
    word = fold(typed.strip())
    if word in ("hoje", "ontem"):
        return today if word == "hoje" else today - timedelta(days=1)
    if found := re.fullmatch(_ISO, word):
        year, month, number = map(int, found.groups())
    elif found := re.fullmatch(_BRAZILIAN, word):
        number, month, year = map(int, found.groups())
    elif re.fullmatch(_SHORT_YEAR, word):
        raise BadValue(f'"{typed}" traz o ano com dois dígitos; escreva o ano com quatro (DD/MM/AAAA)')
    else:
        raise BadValue(f'"{typed}" não é uma data; {_DATE_HELP}')
    try:
        found_day = date(year, month, number)
    except ValueError:
        raise BadValue(f'"{typed}" não existe no calendário; {_DATE_HELP}') from None
    if year not in _YEARS:
        raise BadValue(f'"{typed}" está fora dos anos aceitos, de 1900 a 2199')
    return found_day


def money(typed: str, today: date) -> int:
    """Cents, never negative: `1.234,56`, `1234,56`, `1234`, `1234.56`, each with `R$` or not.

    `1.234` and `1,234` can be read in two ways and are refused.
    """
    word = typed.replace("\u00a0", " ").strip()
    if twice := re.fullmatch(_MONEY_TWO_WAYS, word):
        whole, rest = twice.groups()
        raise BadValue(
            f'"{typed}" tem duas leituras, {whole}{rest},00 ou {whole},{rest}; escreva {whole}{rest} '
            f"para a primeira ou {whole},{rest[:2]} para a segunda"
        )
    found = re.fullmatch(_MONEY, word) or re.fullmatch(_MONEY_POINT, word)
    if not found:
        negative = word.startswith(("-", "(", "R$ -", "R$-"))
        why = "não pode ser negativo" if negative else "não é um valor em reais; escreva como 1.234,56"
        raise BadValue(f'"{typed}" {why}')
    cents = int(found[1].replace(".", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
    if cents > _MOST_CENTS:
        raise BadValue(f'"{typed}" passa do maior valor aceito, 99.999.999.999,00')
    return cents


def positive_money(typed: str, today: date) -> int:
    """Cents, more than zero; see `money`."""
    cents = money(typed, today)
    if cents == 0:
        raise BadValue("o valor precisa ser maior que zero")
    return cents


def percent(typed: str, today: date) -> object:
    """Percent points as a Decimal, more than 0 and at most 100: `5`, `2,5`, `2,5%`."""
    from decimal import Decimal

    word = typed.strip().removesuffix("%").rstrip()
    if not re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{1,6})?", word):
        raise BadValue(f'"{typed}" não é um percentual; escreva como 2,5')
    value = Decimal(word.replace(",", "."))
    if not 0 < value <= 100:
        raise BadValue("o percentual vai de mais de 0 até 100")
    return value


def share(typed: str, today: date) -> object:
    """The same from 0 on."""
    from decimal import Decimal

    bare = typed.strip().removesuffix("%").rstrip()
    return Decimal(0) if re.fullmatch(r"0{1,3}(?:[.,]0{1,6})?", bare) else percent(typed, today)


def planned(typed: str, today: date) -> object:
    """An instalment made by hand, `DATA=VALOR`: an amount, a percentage (`25%`) or `resto`."""
    from cobranca_cli.domain.instalments import PERCENT, REST, VALUE, Wish

    when, sign, what = typed.partition("=")
    if not sign:
        raise BadValue(
            f'"{typed}" não é DATA=VALOR, como 10/12/2026=500,00, 10/12/2026=25% ou 10/12/2026=resto'
        )
    due = day(when, today)
    if fold(what.strip()) == REST:
        return due, Wish(REST)
    if what.strip().endswith("%"):
        value = percent(what, today)
        return due, Wish(PERCENT, value)  # type: ignore[arg-type]
    return due, Wish(VALUE, positive_money(what, today))


def whole(typed: str, today: date) -> int:
    """A whole number, zero or more."""
    word = typed.strip()
    if not (word.isascii() and word.isdigit() and len(word) <= 9):
        raise BadValue(f'"{typed}" não é um número inteiro')
    return int(word)


def positive(typed: str, today: date) -> int:
    """A whole number, one or more."""
    number = whole(typed, today)
    if number == 0:
        raise BadValue("o número precisa ser maior que zero")
    return number


class Choice:
    """One of a few words, typed in any case and with or without accents."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self._known = {fold(word): word for word in words}

    def __call__(self, typed: str, today: date) -> str:
        """The word as the program spells it."""
        word = self._known.get(fold(typed.strip()))
        if word is None:
            raise BadValue(f'"{typed}" não é uma das opções; use {either(self.words)}')
        return word

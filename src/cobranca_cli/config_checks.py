"""Checks of values in `cobranca.toml`: each returns the value as it is kept, or says what is wrong."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from cobranca_cli.domain.problem import Problem
from cobranca_cli.errors import ConfigError

_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d{1,6})?", re.ASCII)
_RECURRING = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
_AMOUNT = re.compile(r"(\d{1,9}|\d{1,3}(?:\.\d{3})+)(?:,(\d{1,2}))?", re.ASCII)
_MOST_TOLERANCE = 100
_TIER = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Check = Callable[[object], object]
"""Returns the value as it is kept, or raises ValueError with a Portuguese reason and remedy."""


def text(value: object) -> str:
    """One line of ordinary text, without the blanks around it."""
    if not isinstance(value, str):
        raise ValueError("deve ser um texto entre aspas")
    if len(value) > 200 or not all(character.isprintable() for character in value):
        raise ValueError("deve ser um texto comum, de até 200 caracteres")
    return value.strip()


def parsed(module: str, name: str) -> Check:
    """By a parser of the domain, imported when there is a value: every report reads the settings."""

    def check(value: object) -> str:
        typed = text(value)
        if not typed:
            return ""
        from importlib import import_module

        parse: Callable[[str], str | Problem] = getattr(import_module(f"cobranca_cli.domain.{module}"), name)
        parsed = parse(typed)
        if isinstance(parsed, Problem):
            raise ValueError(parsed.reason)
        return parsed

    return check


def percent(value: object) -> str:
    """A percentage as text, kept with a point."""
    if not isinstance(value, str) or not _PERCENT.fullmatch(value):
        raise ValueError('deve ser um percentual entre aspas, como "2" ou "0,5"')
    return value.replace(",", ".")


def amount(value: object) -> str:
    """An amount in reais as text, kept as `1234.50`."""
    if not isinstance(value, str) or not (found := re.fullmatch(_AMOUNT, value)):
        raise ValueError('deve ser um valor em reais entre aspas, como "1,50"')
    return f"{found[1].replace('.', '')}.{(found[2] or '').ljust(2, '0')}"


def tolerance(value: object) -> str:
    """An amount of at most R$ 1,00."""
    cents = amount(value)
    if int(cents.replace(".", "")) > _MOST_TOLERANCE:
        raise ValueError('pode ir de "0,00" a "1,00"')
    return cents


def days(value: object) -> int:
    """A number of days from 0 to 365."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 365:
        raise ValueError("deve ser um número de dias entre 0 e 365, sem aspas")
    return value


def tiers(value: object) -> tuple[tuple[int, str], ...]:
    """Pairs of days before the due date and value, the value as text with a point."""
    if not isinstance(value, list) or len(value) > 3:
        raise ValueError('deve ser uma lista de até 3 faixas, como [{ dias_antes = 5, valor = "2" }]')
    tiers = []
    for tier in value:
        if not isinstance(tier, dict) or set(tier) != {"dias_antes", "valor"}:
            raise ValueError('cada faixa é { dias_antes = 5, valor = "2" }')
        if not isinstance(tier["valor"], str) or not _TIER.fullmatch(tier["valor"]):
            raise ValueError('o valor da faixa vai entre aspas, como "2" (%) ou "15,00" (R$)')
        tiers.append((days(tier["dias_antes"]), tier["valor"].replace(",", ".")))
    return tuple(tiers)


def one_of(*choices: str) -> Check:
    """A check for one of the words."""

    def check(value: object) -> str:
        if value not in choices:
            raise ValueError(f"deve ser um destes: {', '.join(choices)}")
        return str(value)

    return check


def count(least: int, most: int) -> Check:
    """A whole number, both ends included."""

    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"deve ser um número entre {least} e {most}, sem aspas")
        return value

    return check


def some_of(*words: str) -> Check:
    """A list of some of the words, or one of them alone."""

    def check(value: object) -> tuple[str, ...]:
        given = [value] if isinstance(value, str) else value
        if not isinstance(given, list) or not all(one in words for one in given):
            raise ValueError(f"deve ser uma lista com: {', '.join(words)}")
        return tuple(given)

    return check


def holidays(value: object) -> tuple[str, ...]:
    """Days of every year (`MM-DD`) or of one (`AAAA-MM-DD`)."""
    if not isinstance(value, list):
        raise ValueError('deve ser uma lista, como ["07-09", "2026-01-25"]')
    for each in value:
        holiday(each)
    return tuple(value)


def holiday(value: object) -> None:
    """Raises ValueError unless the value is a day as in `holidays`."""
    reason = f'"{value}" não é um feriado: use "MM-DD" (todo ano) ou "AAAA-MM-DD" (só naquele)'
    if not isinstance(value, str):
        raise ValueError(reason)
    try:
        if _ISO.fullmatch(value):
            date.fromisoformat(value)
        elif match := _RECURRING.fullmatch(value):
            date(2024, int(match[1]), int(match[2]))
        else:
            raise ValueError
    except ValueError:
        raise ValueError(reason) from None


def iso_day(value: object) -> str:
    """A day as ISO text."""
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ValueError('deve ser uma data, como "2026-01-31"') from None


def columns(value: object) -> dict[str, str]:
    """A mapping of names of columns to fields."""
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value.values()):
        raise ValueError('deve ser uma tabela, como { "Nome do Sacado" = "cliente" }')
    return dict(value)


def line_count(value: object) -> int:
    """A number of lines from 0 to 14."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 14:
        raise ValueError("deve ser um número de linhas entre 0 e 14")
    return value


def separator(value: object) -> str:
    """A separator of columns."""
    if value not in (";", ",", "\t", "|"):
        raise ValueError(r'deve ser ";", ",", "|" ou "\t" (tabulação)')
    return str(value)


def flag(value: object) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise ValueError("deve ser true ou false")
    return value


def checked_section(table: object, checks: Mapping[str, Check], path: Path, name: str) -> dict[str, object]:
    """The values of one section. Raises ConfigError naming file, key, value and remedy."""
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: {name} deve ser uma seção", hint=f"escreva [{name}] numa linha só dela")
    refuse_unknown(table, checks, path, name)
    return {key: checked_value(checks[key], value, path, f"{name}.{key}") for key, value in table.items()}


def checked_value(check: Check, value: object, path: Path, key: str) -> object:
    """One value; `key` is its full name for the message."""
    try:
        return check(value)
    except ValueError as error:
        raise ConfigError(
            f"{path}: {key} = {without_secret(repr(value))}: {error}", hint="corrija o arquivo e rode de novo"
        ) from None


def without_secret(text: str) -> str:
    """A text to be shown, without the secret key of age that somebody wrote where the public one belongs."""
    return re.sub(r"(?i)(age-secret-key-1)\w*", r"\1…", text)


def refuse_unknown(table: Mapping[str, object], known: Mapping[str, object], path: Path, where: str) -> None:
    """Raise ConfigError for a key that is not known, with the nearest that is."""
    for key in table:
        if key not in known:
            from difflib import get_close_matches

            close = get_close_matches(key, known, n=1)
            name = f"{where}.{key}" if where else key
            hint = f"quis dizer '{close[0]}'?" if close else f"as chaves são: {', '.join(known)}"
            raise ConfigError(f"{path}: não conheço a chave '{name}'", hint=hint)

"""The profile a person names: the owner's own first, then those that come with the program."""

from collections.abc import Mapping
from difflib import get_close_matches

from cobranca_cli.config import Settings
from cobranca_cli.domain.days import DayOrder
from cobranca_cli.domain.money import Decimals
from cobranca_cli.domain.text import fold
from cobranca_cli.errors import ConfigError, UsageError
from cobranca_cli.importing.fields import IGNORE, INVOICE_FIELDS, PROFILE_FIELDS, field_named
from cobranca_cli.importing.profiles import BUILT_IN, Profile


def profile_named(name: str, settings: Settings) -> Profile:
    """The profile of this name. Raises UsageError listing those that exist."""
    if name in settings.profiles:
        return _own(name, settings.profiles[name], settings)
    if name in BUILT_IN:
        return BUILT_IN[name]
    names = [*BUILT_IN, *settings.profiles]
    close = get_close_matches(name.lower(), names, n=1)
    guess = f"quis dizer '{close[0]}'? " if close else ""
    raise UsageError(
        f"não conheço o perfil '{name}'",
        hint=f"{guess}os perfis são: {', '.join(names)}; os seus ficam em {settings.path}",
    )


def _own(name: str, table: Mapping[str, object], settings: Settings) -> Profile:
    def text(key: str) -> str | None:
        value = table.get(key)
        return value if isinstance(value, str) else None

    lines, decimal, days = table.get("pular_linhas"), text("decimal"), text("datas")
    return Profile(
        name=name,
        title=text("titulo") or name,
        columns=_columns(name, table, settings),
        skip_lines=lines if isinstance(lines, int) else None,
        delimiter=text("separador"),
        decimals=Decimals(decimal) if decimal else None,
        days=DayOrder(days) if days else DayOrder.DAY_FIRST,
        encoding=text("codificacao"),
        negative_is_payable=table.get("negativo_e_a_pagar") is True,
    )


def _columns(name: str, table: Mapping[str, object], settings: Settings) -> dict[str, str]:
    columns: dict[str, str] = {}
    wanted = table.get("colunas")
    for heading, typed in wanted.items() if isinstance(wanted, dict) else ():
        field = field_named(str(typed), INVOICE_FIELDS)
        if field is None:
            raise ConfigError(
                f"{settings.path}: importacao.perfil.{name}.colunas: não conheço o campo '{typed}'",
                hint=f"os campos são: {', '.join((*INVOICE_FIELDS, *PROFILE_FIELDS, IGNORE))}",
            )
        columns[fold(heading)] = field
    return columns

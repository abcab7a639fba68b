"""`cobranca.toml`, the owner's settings beside the ledger: read, checked, and frozen.

One table (`SPEC`) says what may stand there; it drives the check, the file that `iniciar` writes and the
page in `docs/`. An unknown key is refused, because a mistyped one would otherwise be silently without
effect. A missing file means the defaults.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from cobranca_cli.domain import charge_keys as terms
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.problem import Problem
from cobranca_cli.errors import ConfigError
from cobranca_cli.faults import reason

FILE_NAME = "cobranca.toml"

_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d{1,6})?", re.ASCII)
_RECURRING = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
_AMOUNT = re.compile(r"(\d{1,9}|\d{1,3}(?:\.\d{3})+)(?:,(\d{1,2}))?", re.ASCII)
_MOST_TOLERANCE = 100
_TIER = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Company(NamedTuple):
    """The creditor, as letters must name him (CDC art. 42-A); empty text is "not told yet"."""

    nome: str = ""
    documento: str = ""
    endereco: str = ""
    cidade: str = ""
    uf: str = ""
    telefone: str = ""
    email: str = ""
    pix: str = ""


class Settings(NamedTuple):
    """Everything the owner has settled.

    `charges` holds the keys of `[encargos]` that are written, checked, numbers as text with a point; what a
    key means is `domain.terms`' affair. Its `consumo` is a table of the same keys, for consumers.
    `profiles` maps a name to its checked table.
    """

    path: Path
    company: Company = Company()
    charges: Mapping[str, object] = MappingProxyType({})
    calendar: BusinessCalendar = BusinessCalendar()
    profiles: Mapping[str, Mapping[str, object]] = MappingProxyType({})


Check = Callable[[object], object]
"""Returns the value as it is kept, or raises ValueError with a Portuguese reason and remedy."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("deve ser um texto entre aspas")
    if len(value) > 200 or not all(character.isprintable() for character in value):
        raise ValueError("deve ser um texto comum, de até 200 caracteres")
    return value.strip()


def _parsed(module: str, name: str) -> Check:
    """By a parser of the domain, imported when there is a value: every report reads the settings."""

    def check(value: object) -> str:
        text = _text(value)
        if not text:
            return ""
        from importlib import import_module

        parse: Callable[[str], str | Problem] = getattr(import_module(f"cobranca_cli.domain.{module}"), name)
        parsed = parse(text)
        if isinstance(parsed, Problem):
            raise ValueError(parsed.reason)
        return parsed

    return check


def _percent(value: object) -> str:
    if not isinstance(value, str) or not _PERCENT.fullmatch(value):
        raise ValueError('deve ser um percentual entre aspas, como "2" ou "0,5"')
    return value.replace(",", ".")


def _amount(value: object) -> str:
    if not isinstance(value, str) or not (found := re.fullmatch(_AMOUNT, value)):
        raise ValueError('deve ser um valor em reais entre aspas, como "1,50"')
    return f"{found[1].replace('.', '')}.{(found[2] or '').ljust(2, '0')}"


def _tolerance(value: object) -> str:
    amount = _amount(value)
    if int(amount.replace(".", "")) > _MOST_TOLERANCE:
        raise ValueError('pode ir de "0,00" a "1,00"')
    return amount


def _days(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 365:
        raise ValueError("deve ser um número de dias entre 0 e 365, sem aspas")
    return value


def _tiers(value: object) -> tuple[tuple[int, str], ...]:
    """Pairs of days before the due date and value, the value as text with a point."""
    if not isinstance(value, list) or len(value) > 3:
        raise ValueError('deve ser uma lista de até 3 faixas, como [{ dias_antes = 5, valor = "2" }]')
    tiers = []
    for tier in value:
        if not isinstance(tier, dict) or set(tier) != {"dias_antes", "valor"}:
            raise ValueError('cada faixa é { dias_antes = 5, valor = "2" }')
        if not isinstance(tier["valor"], str) or not _TIER.fullmatch(tier["valor"]):
            raise ValueError('o valor da faixa vai entre aspas, como "2" (%) ou "15,00" (R$)')
        tiers.append((_days(tier["dias_antes"]), tier["valor"].replace(",", ".")))
    return tuple(tiers)


def refuse_charges(charges: Mapping[str, object]) -> str | None:
    """What is wrong between keys of `[encargos]` that are right by themselves; None when nothing is."""
    kind, tiers = str(charges.get("desconto", "nenhum")), charges.get("desconto_faixas", ())
    assert isinstance(tiers, tuple | list)
    if kind != "nenhum" and not tiers:
        return f'desconto = "{kind}" precisa de desconto_faixas, como [{{ dias_antes = 0, valor = "5" }}]'
    if "_dia_" in kind and len(tiers) > 1:
        return f'desconto = "{kind}" tem uma faixa só: o valor de cada dia'
    for _, value in tiers:
        whole, _, part = str(value).partition(".")
        percentage = kind.startswith("percentual")
        if len(part) > (6 if percentage else 2) or (percentage and int(whole) > 99):
            return f'"{value}" não serve para desconto = "{kind}"'
    if charges.get("juros_metodo") == "valor_fixo_dia" and not charges.get("juros_valor_dia"):
        return 'juros_metodo = "valor_fixo_dia" precisa de juros_valor_dia, como "1,00"'
    return None


def _for_consumers(value: object) -> Mapping[str, object]:
    """The keys of `[encargos.consumo]`: those of `[encargos]` again."""
    if not isinstance(value, dict):
        raise ValueError("deve ser uma seção: escreva [encargos.consumo] numa linha só dela")
    checked = {}
    for key, each in value.items():
        if key not in CHARGES_SPEC:
            raise ValueError(f"não conheço a chave '{key}'; as chaves são: {', '.join(CHARGES_SPEC)}")
        try:
            checked[key] = CHARGES_SPEC[key](each)
        except ValueError as error:
            raise ValueError(f"{key} = {each!r}: {error}") from None
    return checked


def _one_of(*choices: str) -> Check:
    def check(value: object) -> str:
        if value not in choices:
            raise ValueError(f"deve ser um destes: {', '.join(choices)}")
        return str(value)

    return check


def _holidays(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError('deve ser uma lista, como ["07-09", "2026-01-25"]')
    for each in value:
        _holiday(each)
    return tuple(value)


def _holiday(value: object) -> None:
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


def _iso_day(value: object) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ValueError('deve ser uma data, como "2026-01-31"') from None


def _columns(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value.values()):
        raise ValueError('deve ser uma tabela, como { "Nome do Sacado" = "cliente" }')
    return dict(value)


def _lines(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 14:
        raise ValueError("deve ser um número de linhas entre 0 e 14")
    return value


def _separator(value: object) -> str:
    if value not in (";", ",", "\t", "|"):
        raise ValueError(r'deve ser ";", ",", "|" ou "\t" (tabulação)')
    return str(value)


CHARGES_SPEC: dict[str, Check] = {
    "multa": _percent,
    "multa_valor": _amount,
    "multa_base": _one_of("auto", "nominal", "corrigido"),
    "juros": _percent,
    "juros_valor_dia": _amount,
    "juros_metodo": _one_of(*terms.METHODS),
    "juros_dias": _one_of("corridos", "uteis"),
    "dias_nao_uteis": _one_of("prorrogado", "original"),
    "carencia_dias": _days,
    "correcao": _one_of(terms.NO_INDEX, *terms.INDEXES),
    "correcao_meses": _one_of("entre", "ate_pagamento", "ambos"),
    "arredondamento": _one_of("half_up", "half_even", "down"),
    "desconto": _one_of(*terms.DISCOUNTS),
    "desconto_faixas": _tiers,
    "imputacao": _one_of(*terms.ALLOCATION_ORDERS),
    "tolerancia_quitacao": _tolerance,
    "relacao": _one_of(terms.CONSUMER, terms.BUSINESS),
}
"""Key of `[encargos]` → check; the meaning of each is in `domain.terms`."""

SPEC: dict[str, dict[str, Check]] = {
    "empresa": {
        "nome": _text,
        "documento": _parsed("taxid", "parse_tax_id"),
        "endereco": _text,
        "cidade": _text,
        "uf": _parsed("contact", "parse_state"),
        "telefone": _parsed("contact", "parse_phone"),
        "email": _parsed("contact", "parse_email"),
        "pix": _text,
    },
    "encargos": {**CHARGES_SPEC, "desde": _iso_day, "consumo": _for_consumers},
    "calendario": {"feriados": _holidays},
}
"""Section → key → check."""

PROFILE_SPEC: dict[str, Check] = {
    "titulo": _text,
    "pular_linhas": _lines,
    "separador": _separator,
    "decimal": _one_of("virgula", "ponto"),
    "datas": _one_of("dd/mm/aaaa", "mm/dd/aaaa"),
    "codificacao": _one_of("utf-8", "cp1252", "latin-1", "cp850", "mac-roman"),
    "negativo_e_a_pagar": lambda value: _flag(value),
    "colunas": _columns,
}
"""Keys of `[importacao.perfil.NOME]`."""


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("deve ser true ou false")
    return value


def load_settings(ledger: Path) -> Settings:
    """The settings beside the ledger. Raises ConfigError naming file, key, value and remedy."""
    path = ledger.parent / FILE_NAME
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Settings(path)
    except OSError as error:
        raise ConfigError(f"não consegui ler {path}: {reason(error)}") from error
    return parse_settings(content, path)


def parse_settings(content: bytes, path: Path) -> Settings:
    """The settings written in `content`; `path` is for the messages."""
    import tomllib

    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        where = re.search(r"at line (\d+), column (\d+)", str(error))
        place = f":{where[1]}:{where[2]}" if where else ""
        raise ConfigError(
            f"{path}{place} não está escrito em TOML",
            hint='cada linha é chave = "valor"; textos ficam entre aspas',
        ) from error
    _refuse_unknown(table, {**SPEC, "importacao": {}}, path, "")
    profiles = _profiles(table.pop("importacao", {}), path)
    values = {name: _section(table.get(name, {}), checks, path, name) for name, checks in SPEC.items()}
    if wrong := refuse_charges(values["encargos"]):
        raise ConfigError(f"{path}: encargos: {wrong}", hint="corrija o arquivo e rode de novo")
    return Settings(
        path,
        Company(**values["empresa"]),  # type: ignore[arg-type]
        values["encargos"],
        _calendar(values["calendario"].get("feriados", ())),
        profiles,
    )


def _section(table: object, checks: Mapping[str, Check], path: Path, name: str) -> dict[str, object]:
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: {name} deve ser uma seção", hint=f"escreva [{name}] numa linha só dela")
    _refuse_unknown(table, checks, path, name)
    return {key: _checked(checks[key], value, path, f"{name}.{key}") for key, value in table.items()}


def _checked(check: Check, value: object, path: Path, key: str) -> object:
    try:
        return check(value)
    except ValueError as error:
        raise ConfigError(
            f"{path}: {key} = {value!r}: {error}", hint="corrija o arquivo e rode de novo"
        ) from None


def _refuse_unknown(table: Mapping[str, object], known: Mapping[str, object], path: Path, where: str) -> None:
    for key in table:
        if key not in known:
            from difflib import get_close_matches

            close = get_close_matches(key, known, n=1)
            name = f"{where}.{key}" if where else key
            hint = f"quis dizer '{close[0]}'?" if close else f"as chaves são: {', '.join(known)}"
            raise ConfigError(f"{path}: não conheço a chave '{name}'", hint=hint)


def _profiles(table: object, path: Path) -> dict[str, Mapping[str, object]]:
    section = _section(table, {"perfil": lambda value: value}, path, "importacao")
    profiles = section.get("perfil", {})
    if not isinstance(profiles, dict):
        raise ConfigError(f"{path}: importacao.perfil deve ser uma seção", hint="[importacao.perfil.NOME]")
    return {
        name: _section(profile, PROFILE_SPEC, path, f"importacao.perfil.{name}")
        for name, profile in profiles.items()
    }


def _calendar(holidays: object) -> BusinessCalendar:
    days = holidays if isinstance(holidays, tuple) else ()
    return BusinessCalendar(
        extra=frozenset(date.fromisoformat(day) for day in days if len(day) == 10),
        recurring=frozenset((int(day[:2]), int(day[3:])) for day in days if len(day) == 5),
    )

"""`cobranca.toml`, the owner's settings beside the ledger: read, checked, and frozen.

One table (`SPEC`) says what may stand there; it drives the check, the file that `iniciar` writes and the
page in `docs/`. An unknown key is refused, because a mistyped one would otherwise be silently without
effect. A missing file means the defaults.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from cobranca_cli.config_checks import (
    Check,
    amount,
    checked_section,
    columns,
    count,
    days,
    flag,
    holidays,
    iso_day,
    line_count,
    one_of,
    parsed,
    percent,
    refuse_unknown,
    separator,
    text,
    tiers,
    tolerance,
)
from cobranca_cli.domain import charge_keys as terms
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.errors import ConfigError
from cobranca_cli.faults import reason
from cobranca_cli.placing import SETTINGS_NAME

FILE_NAME = SETTINGS_NAME
DEFAULT_YEARS = 5
"""For how many years records of a person are kept, unless `[lgpd]` says more; see `domain.retention`."""

OTHERS = ("regua", "fidelidade", "acordo", "credito", "backup")
"""Sections that only some commands read: `config_ladder`, `config_prevention`, `config_agreement`,
`config_credit`, `config_backup`."""


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
    `profiles` maps a name to its checked table. `prevention` holds the sections of OTHERS as they are
    written: they are checked by modules of their own for the commands that use them, and no report pays for
    that. `retention_years` is for how many years records of a person are kept (`domain.retention`).
    """

    path: Path
    company: Company = Company()
    charges: Mapping[str, object] = MappingProxyType({})
    calendar: BusinessCalendar = BusinessCalendar()
    profiles: Mapping[str, Mapping[str, object]] = MappingProxyType({})
    prevention: Mapping[str, object] = MappingProxyType({})
    retention_years: int = DEFAULT_YEARS


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


CHARGES_SPEC: dict[str, Check] = {
    "multa": percent,
    "multa_valor": amount,
    "multa_base": one_of("auto", "nominal", "corrigido"),
    "juros": percent,
    "juros_valor_dia": amount,
    "juros_metodo": one_of(*terms.METHODS),
    "juros_dias": one_of("corridos", "uteis"),
    "dias_nao_uteis": one_of("prorrogado", "original"),
    "carencia_dias": days,
    "correcao": one_of(terms.NO_INDEX, *terms.INDEXES),
    "correcao_meses": one_of("entre", "ate_pagamento", "ambos"),
    "arredondamento": one_of("half_up", "half_even", "down"),
    "desconto": one_of(*terms.DISCOUNTS),
    "desconto_faixas": tiers,
    "imputacao": one_of(*terms.ALLOCATION_ORDERS),
    "tolerancia_quitacao": tolerance,
    "relacao": one_of(terms.CONSUMER, terms.BUSINESS),
}
"""Key of `[encargos]` → check; the meaning of each is in `domain.terms`."""

SPEC: dict[str, dict[str, Check]] = {
    "empresa": {
        "nome": text,
        "documento": parsed("taxid", "parse_tax_id"),
        "endereco": text,
        "cidade": text,
        "uf": parsed("contact", "parse_state"),
        "telefone": parsed("contact", "parse_phone"),
        "email": parsed("contact", "parse_email"),
        "pix": parsed("pix_key", "key_text"),
    },
    "encargos": {**CHARGES_SPEC, "desde": iso_day, "consumo": _for_consumers},
    "calendario": {"feriados": holidays},
    "lgpd": {"guarda_anos": count(DEFAULT_YEARS, 30)},
}
"""Section → key → check."""

PROFILE_SPEC: dict[str, Check] = {
    "titulo": text,
    "pular_linhas": line_count,
    "separador": separator,
    "decimal": one_of("virgula", "ponto"),
    "datas": one_of("dd/mm/aaaa", "mm/dd/aaaa"),
    "codificacao": one_of("utf-8", "cp1252", "latin-1", "cp850", "mac-roman"),
    "negativo_e_a_pagar": flag,
    "colunas": columns,
}
"""Keys of `[importacao.perfil.NOME]`."""


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
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        where = re.search(r"at line (\d+), column (\d+)", str(error))
        place = f":{where[1]}:{where[2]}" if where else ""
        if re.search("twice|overwrite a value", str(error)):
            raise ConfigError(
                f"{path}{place}: uma seção ou uma chave aparece duas vezes", hint="junte as duas em uma só"
            ) from error
        raise ConfigError(
            f"{path}{place} não está escrito em TOML",
            hint='cada linha é chave = "valor"; textos entre aspas; sim e não são true e false, sem aspas',
        ) from error
    refuse_unknown(table, {**SPEC, "importacao": {}, **{key: {} for key in OTHERS}}, path, "")
    profiles = _profiles(table.pop("importacao", {}), path)
    values = {name: checked_section(table.get(name, {}), checks, path, name) for name, checks in SPEC.items()}
    if wrong := refuse_charges(values["encargos"]):
        raise ConfigError(f"{path}: encargos: {wrong}", hint="corrija o arquivo e rode de novo")
    return Settings(
        path,
        Company(**values["empresa"]),  # type: ignore[arg-type]
        values["encargos"],
        _calendar(values["calendario"].get("feriados", ())),
        profiles,
        {name: table[name] for name in OTHERS if name in table},
        **_retention(values["lgpd"]),
    )


def _retention(section: Mapping[str, object]) -> dict[str, int]:
    years = section.get("guarda_anos")
    return {"retention_years": years} if isinstance(years, int) else {}


def _profiles(table: object, path: Path) -> dict[str, Mapping[str, object]]:
    section = checked_section(table, {"perfil": lambda value: value}, path, "importacao")
    profiles = section.get("perfil", {})
    if not isinstance(profiles, dict):
        raise ConfigError(f"{path}: importacao.perfil deve ser uma seção", hint="[importacao.perfil.NOME]")
    return {
        name: checked_section(profile, PROFILE_SPEC, path, f"importacao.perfil.{name}")
        for name, profile in profiles.items()
    }


def _calendar(holidays: object) -> BusinessCalendar:
    days = holidays if isinstance(holidays, tuple) else ()
    return BusinessCalendar(
        extra=frozenset(date.fromisoformat(day) for day in days if len(day) == 10),
        recurring=frozenset((int(day[:2]), int(day[3:])) for day in days if len(day) == 5),
    )

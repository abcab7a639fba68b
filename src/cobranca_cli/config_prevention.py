"""`[regua.segmentos]` and `[fidelidade]` of `cobranca.toml`: what may stand there, and what it means."""

import re
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.config_checks import Check, amount, checked_section, count, some_of, text
from cobranca_cli.domain.loyalty import Rule

PREVENTION_TOML = """\
# Os segmentos da régua, por fatos dos últimos 12 meses (veja os de um cliente com: cobranca clientes
# perfil CLIENTE). Um degrau pode ser só para alguns: segmentos = ["alto-valor"].
[regua.segmentos]
novo_meses = 3                      # novo: a primeira fatura tem menos de 3 meses,
novo_pagas = 3                      # ou pagou menos de 3 até hoje (e nada está muito atrasado)
bom_pagador_pagas = 6               # bom-pagador: pagou ao menos 6,
bom_pagador_atraso_medio = "3,00"   # com atraso médio, ponderado pelo valor, de até 3 dias,
bom_pagador_maior_atraso = 10       # nenhum acima de 10 dias e nenhuma promessa quebrada
repetido_faturas = 3                # atraso-repetido: 3 faturas ou mais
repetido_dias = 15                  # com mais de 15 dias de atraso
alto_valor = "5.000,00"             # alto-valor: deve ao menos isto, vencido ou a vencer

# Quem paga em dia: o que ganha, e o agradecimento (cobranca fidelidade).
[fidelidade]
faturas = 6                         # tantas seguidas, pagas em dia,
meses = 12                          # nos últimos 12 meses
tolerancia_dias = 0                 # até tantos dias depois do vencimento ainda é em dia
beneficio = ""                      # por exemplo "5% de desconto na próxima compra"
agradecer_dias = 7                  # agradece o que foi pago em dia nos últimos 7 dias
canal = ["email", "whatsapp"]       # por onde, em ordem de preferência

"""
"""The defaults of both, as the owner finds them in his file."""

_DECIMAL = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?", re.ASCII)
_WRITTEN = ("email", "whatsapp", "sms", "carta")


def _decimal_days(value: object) -> str:
    """A number of days, whole or as text, kept as text with two decimals."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    found = _DECIMAL.fullmatch(str(value)) if whole or isinstance(value, str) else None
    if not found:
        raise ValueError('deve ser um número de dias, como 3 ou "2,5"')
    return f"{found[1]}.{(found[2] or '').ljust(2, '0')}"


_some_channels = some_of(*_WRITTEN)


def _channels(value: object) -> object:
    given = _some_channels(value)
    if not given:
        raise ValueError(f"deve ser uma lista com: {', '.join(_WRITTEN)}")
    return given


SEGMENTS_SPEC: dict[str, Check] = {
    "novo_meses": count(0, 120),
    "novo_pagas": count(0, 1000),
    "bom_pagador_pagas": count(1, 1000),
    "bom_pagador_atraso_medio": _decimal_days,
    "bom_pagador_maior_atraso": count(0, 3650),
    "repetido_faturas": count(1, 1000),
    "repetido_dias": count(0, 3650),
    "alto_valor": amount,
}
"""Keys of `[regua.segmentos]`; the meaning of each is in `domain.segments`."""

LOYALTY_SPEC: dict[str, Check] = {
    "faturas": count(1, 1000),
    "meses": count(1, 120),
    "tolerancia_dias": count(0, 30),
    "beneficio": text,
    "agradecer_dias": count(1, 60),
    "canal": _channels,
}
"""Keys of `[fidelidade]`."""


class LoyaltySettings(NamedTuple):
    """`[fidelidade]`, checked.

    Attributes:
        rule: who earns the benefit, and what it is.
        thanks_days: what was paid in so many days up to today is thanked for.
        channels: by which, the preferred one first.
    """

    rule: Rule
    thanks_days: int
    channels: tuple[str, ...]


def loyalty_settings(settings: Settings) -> LoyaltySettings:
    """The owner's rule; without a key its default. Raises ConfigError naming file, key, value and remedy."""
    written = settings.prevention.get("fidelidade", {})
    keys = checked_section(written, LOYALTY_SPEC, settings.path, "fidelidade")
    default = Rule()
    rule = Rule(
        _whole(keys.get("faturas", default.invoices)),
        _whole(keys.get("meses", default.months)),
        _whole(keys.get("tolerancia_dias", default.tolerance_days)),
        str(keys.get("beneficio", default.benefit)),
    )
    channels = keys.get("canal", ("email", "whatsapp"))
    assert isinstance(channels, tuple)
    return LoyaltySettings(rule, _whole(keys.get("agradecer_dias", 7)), channels)


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value

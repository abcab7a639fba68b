"""`[acordo]` of `cobranca.toml`: what may be offered to a late customer, and when an agreement is broken.

Read only by the commands about agreements. Without the section, or without a key of it, the default of
`AGREEMENT_TOML` counts, which is also what `iniciar` writes.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.config_checks import Check, amount, checked_section, count, one_of, percent, text
from cobranca_cli.domain.agreement import CLAUSES, Rule
from cobranca_cli.domain.concession import AgeTier
from cobranca_cli.domain.instalments import SYSTEMS
from cobranca_cli.errors import ConfigError

AGREEMENT_TOML = """\
# Acordos: o que se pode oferecer a quem atrasou (cobranca acordo simular) e quando um acordo se rompe.
[acordo]
validade_dias = 5                # a proposta vale por tantos dias
poucas = 3                       # as três propostas: à vista, em poucas parcelas
muitas = 6                       # e em muitas
parcela_minima = "50,00"         # nenhuma proposta tem parcela menor que isto
parcelas_maximas = 24            # mais que isto só com aviso
entrada_minima = "0"             # % do que se parcela, nas propostas em parcelas
desconto_parcelado = "50"        # % dos encargos dispensada em poucas parcelas (sem passar da faixa)
sistema = "sem-juros"            # das propostas em muitas parcelas: sem-juros, simples, price ou sac
juros = "0"                      # % ao mês, das mesmas; de consumidor, simples e até 1 é o prudente
juros_simples = "parcela"        # como se contam os simples: parcela, montante, equivalente ou gauss
clausula = "original"            # o que o rompimento traz de volta: original (a dívida de antes, menos o que
                                 # foi pago), parcelas (as que faltam) ou proporcional (elas e a parte
                                 # do desconto que lhes cabe)
assinatura = "testemunhas"       # ou eletronica (provedor de assinatura; sem testemunhas)
aviso_dias = 5                   # parcela com mais dias de atraso que isto: avisar antes de romper
rompe_parcelas = 2               # pode romper com tantas parcelas vencidas,
rompe_dias = 30                  # ou com uma vencida há tantos dias
foro = ""                        # a comarca do contrato; vazio: a do devedor
# O desconto à vista, pelo atraso de cada fatura, em % dos encargos e do principal. alcada: quem pode
# conceder; quando está escrita, firmar pede o nome em --autor. A última faixa, sem ate, vale dali em diante.
faixas = [
  { ate = 30, encargos = "50" },
  { ate = 90, encargos = "100" },
  { ate = 180, encargos = "100", principal = "5" },
  { ate = 360, encargos = "100", principal = "10" },
  { encargos = "100", principal = "20" },
]

"""
"""The default, as the owner finds it in his file."""


class AgreementSettings(NamedTuple):
    """`[acordo]`, checked. Cents and percent points.

    Attributes:
        offer_days: how many days an offer stands.
        few: instalments of the second proposal, and `many` of the third.
        minimum: the least instalment of a proposal; `most` instalments of any.
        entry: least entry of the proposals in instalments, percent of what is put into instalments.
        in_instalments: percent of the charges that the second proposal waives, the tier allowing.
        system: of the third proposal, with `rate` percent a month; `simple` how simple interest is counted.
        clause: what a breach brings back.
        signature: `testemunhas` or `eletronica`.
        forum: the venue that the term names; empty is the debtor's city.
        content: the settings as one JSON text, for the record of what decided.
    """

    offer_days: int
    few: int
    many: int
    minimum: int
    most: int
    entry: Decimal
    in_instalments: Decimal
    system: str
    rate: Decimal
    simple: str
    clause: str
    signature: str
    rule: Rule
    forum: str
    tiers: tuple[AgeTier, ...]
    content: str


def _tiers(value: object) -> tuple[dict[str, object], ...]:
    """Tiers by age; the days rise, and only the last may be without an end."""
    form = 'cada faixa é { ate = 30, encargos = "50", principal = "0", alcada = "gerente" }'
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ValueError(f"deve ser uma lista de faixas; {form}")
    found: list[dict[str, object]] = []
    last = 0
    for place, tier in enumerate(value, 1):
        unknown = set(tier) - {"ate", "encargos", "principal", "alcada"}
        if unknown:
            raise ValueError(f"não conheço '{sorted(unknown)[0]}' na {place}ª faixa; {form}")
        if "ate" not in tier and place < len(value):
            raise ValueError(f"falta ate na {place}ª faixa: só a última vale sem fim")
        until = tier.get("ate")
        if until is not None and (not isinstance(until, int) or isinstance(until, bool) or until <= last):
            raise ValueError(f"ate da {place}ª faixa deve ser um número de dias maior que {last}, sem aspas")
        last = until if isinstance(until, int) else last
        shares = {key: _share(tier.get(key, "0"), key, place) for key in ("encargos", "principal")}
        found.append({"ate": until, **shares, "alcada": text(tier.get("alcada", ""))})
    return tuple(found)


def _share(value: object, key: str, place: int) -> str:
    try:
        found = percent(value)
    except ValueError as error:
        raise ValueError(f"{key} da {place}ª faixa {error}") from None
    if Decimal(found) > (100 if key == "encargos" else 99):
        raise ValueError(f"{key} da {place}ª faixa passa do que se pode dispensar")
    return found


def _up_to_100(value: object) -> str:
    found = percent(value)
    if Decimal(found) > 100:
        raise ValueError("não passa de 100")
    return found


AGREEMENT_SPEC: dict[str, Check] = {
    "validade_dias": count(0, 365),
    "poucas": count(2, 360),
    "muitas": count(2, 360),
    "parcela_minima": amount,
    "parcelas_maximas": count(1, 360),
    "entrada_minima": _up_to_100,
    "desconto_parcelado": _up_to_100,
    "sistema": one_of(*SYSTEMS),
    "juros": percent,
    "juros_simples": one_of("parcela", "montante", "equivalente", "gauss"),
    "clausula": one_of(*CLAUSES),
    "assinatura": one_of("testemunhas", "eletronica"),
    "aviso_dias": count(0, 365),
    "rompe_parcelas": count(1, 360),
    "rompe_dias": count(1, 3650),
    "foro": text,
    "faixas": _tiers,
}
"""Keys of `[acordo]`."""


def agreement_settings(settings: Settings) -> AgreementSettings:
    """The owner's rules for agreements. Raises ConfigError naming file, key, value and remedy."""
    written = settings.prevention.get("acordo", {})
    values = {**_defaults(), **checked_section(written, AGREEMENT_SPEC, settings.path, "acordo")}
    if values["sistema"] == "sem-juros" and Decimal(str(values["juros"])):
        raise ConfigError(
            f'{settings.path}: acordo.juros = {values["juros"]!r} com acordo.sistema = "sem-juros"',
            hint='diga o sistema (simples, price ou sac), ou deixe juros = "0"',
        )
    return _made(values)


def policy_from(content: str) -> AgreementSettings:
    """The settings that decided an agreement, from the text that was kept of them."""
    return _made(json.loads(content))


def _made(values: Mapping[str, object]) -> AgreementSettings:
    tiers = values["faixas"]
    assert isinstance(tiers, tuple | list)
    return AgreementSettings(
        offer_days=_int(values["validade_dias"]),
        few=_int(values["poucas"]),
        many=_int(values["muitas"]),
        minimum=int(str(values["parcela_minima"]).replace(".", "")),
        most=_int(values["parcelas_maximas"]),
        entry=Decimal(str(values["entrada_minima"])),
        in_instalments=Decimal(str(values["desconto_parcelado"])),
        system=str(values["sistema"]),
        rate=Decimal(str(values["juros"])),
        simple=str(values["juros_simples"]),
        clause=str(values["clausula"]),
        signature=str(values["assinatura"]),
        rule=Rule(_int(values["aviso_dias"]), _int(values["rompe_parcelas"]), _int(values["rompe_dias"])),
        forum=str(values["foro"]),
        tiers=tuple(
            AgeTier(each["ate"], Decimal(each["encargos"]), Decimal(each["principal"]), str(each["alcada"]))
            for each in tiers
        ),
        content=json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    )


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


@cache
def _defaults() -> Mapping[str, object]:
    import tomllib

    written: Mapping[str, object] = tomllib.loads(AGREEMENT_TOML)["acordo"]
    return {key: AGREEMENT_SPEC[key](value) for key, value in written.items()}

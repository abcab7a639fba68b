"""`[credito]` of `cobranca.toml`: the scorecard, the limits, the blocks and the review of credit.

Read only by the commands about credit. Without the section, or without a key of it, the default of
`CREDIT_TOML` counts, which is also what `iniciar` writes: the proposal of domain rule 7.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import FILE_NAME, Settings
from cobranca_cli.config_checks import Check, amount, checked_section, count, one_of, percent, some_of
from cobranca_cli.config_scorecard import (
    factor,
    made_card,
    read_classes,
    read_points,
    refuse_sum,
    up_to_100,
)
from cobranca_cli.domain.credit_decision import CASH, REFUSE, STOPS, DecisionRule
from cobranca_cli.domain.credit_limits import LimitRule
from cobranca_cli.domain.credit_review import ReviewRule
from cobranca_cli.domain.scorecard import GRADES, Card

CREDIT_TOML = """\
# Crédito: quem compra a prazo, quanto e por quê (cobranca credito avaliar).
[credito]
validade_consulta = 90           # uma consulta a um birô vale por tantos dias
teto_restricao = "D"             # com restrição ativa, nunca uma classe melhor que esta
teto_novo = "C"                  # nem esta, quem ainda não tem histórico
# O limite é o menor destes quatro, dos que têm dados, vezes o fator da classe. "0" não usa o método.
fator_compras = "1,5"            # compras de um mês x (prazo + folga) / 30 dias x isto
prazo_dias = 28                  # o prazo, quando não se conhece o do cliente
folga_dias = 15                  # e a folga até o dinheiro entrar
parte_faturamento = "10"         # % do faturamento de um mês do cliente
fator_historico = "1,2"          # o maior saldo que ele já pagou em dia x isto
concentracao = "10"              # % de tudo o que se tem a receber, no máximo, de um só cliente
concentracao_clientes = 10       # isto só vale quando tantos clientes, ou mais, devem algo
limite_inicial = "0,00"          # de quem ainda não tem dados para calcular; 0 é só à vista
# O que impede a venda a prazo, até que se pague.
bloqueia_degrau = "D+15"         # uma fatura que chegou a este degrau da régua; "" não bloqueia
atraso_toleravel = "50,00"       # mais que isto em atraso (limite de vencido, se o cliente não tem o seu)
margem_dias = 3                  # só conta como atraso depois de tantos dias do vencimento
bloqueio = "a-vista"             # o que esses dois deixam: a-vista ou recusar
recusa = ["falecimento", "insolvencia", "superendividamento", "nunca", "juizo"]  # estes não compram
# A revisão (cobranca credito revisar).
aumenta_ciclos = 3               # tantos meses seguidos de compras, pagos em dia, propõem aumentar o limite
aumento = "20"                   # em tantos %
corta_dias = 30                  # um atraso de mais de tantos dias propõe reduzir
corte = "50"                     # em tantos %
avisa_dias = 15                  # avisa tantos dias antes de um limite vencer
# As classes, da melhor à pior: a partir de quantos pontos, que parte do limite calculado se dá (0 é só à
# vista) e que entrada se pede, em % do pedido.
classes = [
  { classe = "A", pontos = 80, fator = "1,0" },
  { classe = "B", pontos = 65, fator = "0,8" },
  { classe = "C", pontos = 50, fator = "0,5" },
  { classe = "D", pontos = 35, fator = "0,2", entrada = "30" },
  { classe = "E", pontos = 0, fator = "0" },
]

# Os pontos de cada fator; os máximos somam 100. Vale a primeira faixa que serve: ate (até tanto) ou de (de
# tanto em diante), os dois inclusive; sem nenhum, é o resto. Só estes fatores existem: a lei proíbe usar
# origem social e étnica, saúde, sexo, convicções políticas e religiosas (Lei 12.414/2011, art. 7º-A).
[credito.pontos]
pontualidade = [                 # atraso médio das pagas em 12 meses, em dias, ponderado pelo valor
  { ate = 0, pontos = 30 }, { ate = 5, pontos = 24 }, { ate = 15, pontos = 16 }, { ate = 30, pontos = 8 },
  { pontos = 0 }, { quando = "sem-dados", pontos = 0 },
]
maior_atraso = [                 # o maior atraso em 12 meses, em dias
  { ate = 5, pontos = 15 }, { ate = 30, pontos = 9 }, { ate = 60, pontos = 4 },
  { pontos = 0 }, { quando = "sem-dados", pontos = 0 },
]
relacionamento = [               # meses desde a primeira compra
  { de = 36, pontos = 10 }, { de = 12, pontos = 7 }, { de = 6, pontos = 4 },
  { pontos = 2 }, { quando = "sem-dados", pontos = 0 },
]
uso_limite = [                   # % do limite já usada
  { ate = 50, pontos = 10 }, { ate = 80, pontos = 7 }, { ate = 100, pontos = 3 },
  { pontos = 0 }, { quando = "sem-dados", pontos = 0 },
]
promessas = [                    # % das promessas e dos acordos cumpridos em 12 meses; sem nenhum, sem-dados
  { de = 90, pontos = 10 }, { de = 70, pontos = 6 }, { de = 50, pontos = 3 },
  { pontos = 0 }, { quando = "sem-dados", pontos = 10 },
]
restricoes = [                   # o que disse a última consulta; sem consulta válida, desconhecida
  { quando = "nenhuma", pontos = 15 }, { quando = "resolvida", pontos = 8 },
  { quando = "desconhecida", pontos = 6 }, { quando = "ativa", pontos = 0 },
]
idade_cnpj = [                   # anos desde a fundação; não vale para pessoa física
  { de = 5, pontos = 10 }, { de = 2, pontos = 6 }, { de = 1, pontos = 3 },
  { pontos = 0 }, { quando = "sem-dados", pontos = 0 },
]

"""
"""The default, as the owner finds it in his file."""


class CreditSettings(NamedTuple):
    """`[credito]`, checked.

    Attributes:
        content: the settings as one JSON text, for the record of what decided.
        version: what that text is known by: the first digits of its SHA-256.
    """

    card: Card
    limits: LimitRule
    decision: DecisionRule
    review: ReviewRule
    content: str
    version: str


_BLOCK = re.compile(r"(?:D(?:[+-][1-9]\d{0,3}|0))?", re.ASCII)


def _block(value: object) -> str:
    if not isinstance(value, str) or not _BLOCK.fullmatch(value):
        raise ValueError('deve ser um degrau contado do vencimento, como "D+15", ou "" para não bloquear')
    return value


def _as_written(value: object) -> object:
    """Checked by `config_scorecard`, part by part."""
    return value


CREDIT_SPEC: dict[str, Check] = {
    "validade_consulta": count(1, 3650),
    "teto_restricao": one_of(*GRADES),
    "teto_novo": one_of(*GRADES),
    "fator_compras": factor,
    "prazo_dias": count(0, 365),
    "folga_dias": count(0, 365),
    "parte_faturamento": up_to_100,
    "fator_historico": factor,
    "concentracao": up_to_100,
    "concentracao_clientes": count(0, 100_000),
    "limite_inicial": amount,
    "bloqueia_degrau": _block,
    "atraso_toleravel": amount,
    "margem_dias": count(0, 365),
    "bloqueio": one_of(CASH, REFUSE),
    "recusa": some_of(*STOPS),
    "aumenta_ciclos": count(1, 120),
    "aumento": percent,
    "corta_dias": count(0, 3650),
    "corte": up_to_100,
    "avisa_dias": count(0, 365),
    "classes": _as_written,
    "pontos": _as_written,
}
"""Keys of `[credito]`; the meaning of each is in the rules of the domain that it makes."""


def credit_settings(settings: Settings) -> CreditSettings:
    """The owner's rules for credit. Raises ConfigError naming file, key, value and remedy."""
    values = _checked(settings.prevention.get("credito", {}), settings.path)
    points = {**_table(_defaults()["pontos"]), **_table(values.get("pontos", {}))}
    found = _made({**_defaults(), **values, "pontos": points})
    refuse_sum(found.card, settings.path)
    return found


def _checked(table: object, path: Path) -> dict[str, object]:
    values = checked_section(table, CREDIT_SPEC, path, "credito")
    if "classes" in values:
        values["classes"] = read_classes(values["classes"], path)
    if "pontos" in values:
        values["pontos"] = read_points(values["pontos"], path)
    return values


def policy_from(content: str) -> CreditSettings:
    """The settings that decided, from the text that was kept of them."""
    return _made(json.loads(content))


def _made(values: Mapping[str, object]) -> CreditSettings:
    content = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    version = hashlib.sha256(content.encode()).hexdigest()[:12]
    return CreditSettings(
        made_card(values, version),
        _limit_rule(values),
        _decision_rule(values),
        _review_rule(values),
        content,
        version,
    )


def _limit_rule(values: Mapping[str, object]) -> LimitRule:
    return LimitRule(
        purchase_factor=Decimal(str(values["fator_compras"])),
        term_days=_int(values["prazo_dias"]),
        cushion_days=_int(values["folga_dias"]),
        revenue_share=Decimal(str(values["parte_faturamento"])),
        best_factor=Decimal(str(values["fator_historico"])),
        concentration=Decimal(str(values["concentracao"])),
        initial=_cents(values["limite_inicial"]),
        tolerated=_cents(values["atraso_toleravel"]),
        margin_days=_int(values["margem_dias"]),
        spread=_int(values.get("concentracao_clientes", 0)),
    )


def _decision_rule(values: Mapping[str, object]) -> DecisionRule:
    refused = values["recusa"]
    assert isinstance(refused, tuple | list)
    return DecisionRule(str(values["bloqueia_degrau"]), str(values["bloqueio"]), frozenset(refused))


def _review_rule(values: Mapping[str, object]) -> ReviewRule:
    return ReviewRule(
        good_cycles=_int(values["aumenta_ciclos"]),
        raise_by=Decimal(str(values["aumento"])),
        cut_days=_int(values["corta_dias"]),
        cut_by=Decimal(str(values["corte"])),
        consult_days=_int(values["validade_consulta"]),
        notice_days=_int(values["avisa_dias"]),
    )


def _cents(value: object) -> int:
    return int(str(value).replace(".", ""))


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _table(value: object) -> Mapping[str, object]:
    assert isinstance(value, dict)
    return value


@cache
def _defaults() -> Mapping[str, object]:
    import tomllib

    written: Mapping[str, object] = tomllib.loads(CREDIT_TOML)["credito"]
    return _checked(written, Path(FILE_NAME))

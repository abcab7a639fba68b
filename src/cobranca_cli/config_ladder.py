"""`[regua]` of `cobranca.toml`: the owner's collection ladder, checked and made into the domain's policy.

Read only by the commands that run the ladder. Without the section, or without a key of it, the default of
`LADDER_TOML` counts, which is also what `iniciar` writes.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.config_checks import (
    Check,
    amount,
    checked_section,
    count,
    flag,
    one_of,
    refuse_unknown,
    some_of,
    text,
)
from cobranca_cli.domain.contact import STATES
from cobranca_cli.domain.ladder import (
    BASES,
    CALL,
    DECIDE,
    DUE,
    GATES,
    MONTH_END,
    PREVIOUS,
    SEND,
    Ladder,
    Step,
)
from cobranca_cli.domain.plan import CHANNEL_WORDS, Policy, Window
from cobranca_cli.domain.segments import SEGMENTS
from cobranca_cli.errors import ConfigError

LADDER_TOML = """\
# A régua de cobrança: o que fazer em cada dia, contado do vencimento efetivo (o primeiro dia útil a
# partir do vencimento). Um degrau por linha: dias = -5 é cinco dias antes, 3 é três dias depois. O que
# cai em dia sem expediente vai para o dia útil anterior (antes do vencimento) ou seguinte (depois).
#   canal        por onde, em ordem de preferência: email, whatsapp, sms, carta, telefone, presencial
#   modelo       a carta (veja todas com: cobranca carta modelos)
#   exige        "aprovacao" (você decide antes), "dados" (CPF/CNPJ no cadastro), "prova" (comprovante
#                da entrega ou o título, registrado com: cobranca faturas fato)
#   valor_minimo só se o cliente tiver ao menos isto vencido; segmentos: só para estes clientes
[regua]
intervalo_minimo_dias = 2      # entre dois contatos com o mesmo cliente (48 horas)
ligacoes_por_semana = 2        # tentativas por telefone, no máximo
valor_minimo = "5,00"          # quem deve menos que isto, já vencido, a régua não procura
contestacao_dias = 30          # por quanto tempo uma contestação segura a cobrança, no máximo
resposta_dias = 10             # as cartas prometem responder a uma contestação neste prazo
contestacao_congela_encargos = false   # true: a fatura contestada não rende juros enquanto se decide
negativa = false               # as cartas só anunciam negativação se aqui estiver true
protesta = false               # e só anunciam protesto se aqui estiver true
degraus = [
  { dias = -5,  canal = ["email", "whatsapp"], modelo = "lembrete", tom = "cordial" },
  { dias = -1,  canal = ["whatsapp", "sms"], modelo = "lembrete-curto", tom = "breve", \
segmentos = ["alto-valor", "atraso-repetido"] },
  { dias = 0,   canal = ["email", "whatsapp"], modelo = "vencimento", tom = "neutro" },
  { dias = 1,   canal = ["whatsapp", "email"], modelo = "verificacao", tom = "amigável" },
  { dias = 3,   canal = ["email", "whatsapp"], modelo = "amigavel", tom = "informativo" },
  { dias = 7,   canal = ["telefone"], modelo = "roteiro", tom = "de escuta" },
  { dias = 15,  canal = ["email", "carta", "whatsapp"], modelo = "firme", tom = "firme" },
  { dias = 20,  canal = ["carta", "email"], modelo = "notificacao", tom = "formal" },
  { dias = 30,  canal = ["carta", "email"], modelo = "negativacao", tom = "formal", \
exige = ["aprovacao", "dados"], valor_minimo = "100,00" },
  { dias = 45,  canal = ["carta", "email"], modelo = "protesto", tom = "formal", \
exige = ["aprovacao", "prova"] },
  { dias = 60,  canal = ["email", "whatsapp", "carta"], modelo = "proposta", tom = "de acordo", \
exige = ["aprovacao"] },
  { dias = 90,  tom = "jurídico", exige = ["aprovacao"] },
  { dias = 120, tom = "interno", exige = ["aprovacao"] },
]

# Quando se pode procurar o cliente. Não há lei federal; esta janela cabe em todas as leis estaduais
# conhecidas. Para um estado só: [regua.janela.SP] com as mesmas chaves.
[regua.janela]
dias = ["seg", "ter", "qua", "qui", "sex"]
inicio = "09:00"
fim = "18:00"

"""
"""The default ladder of the product, as the owner finds it in his file."""

_WEEKDAYS = ("seg", "ter", "qua", "qui", "sex", "sab", "dom")
_TIME = re.compile(r"([01]\d|2[0-4]):[0-5]\d", re.ASCII)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}", re.ASCII)
_MOST_DAYS = 3650
SPOKEN = frozenset({"telefone", "presencial"})
"""The channels by which a person speaks."""


class LadderSettings(NamedTuple):
    """`[regua]`, checked.

    Attributes:
        policy: what the plan takes.
        clearing_days: business days given to a customer who says that he has paid.
        notice_days: the term a formal letter gives, in days.
        answer_days: within how many days the letters promise an answer to a dispute.
        dispute_days: how long a dispute holds the ladder when no day is named.
        freezes: no interest runs while a title is disputed.
        lists: the owner's letters may announce that he will ask for a bureau listing; `protests` likewise.
        segments: keys of `[regua.segmentos]` that are written, checked.
        content: the settings as one JSON text, for the record of what decided.
    """

    policy: Policy
    on: bool
    clearing_days: int
    notice_days: int
    dispute_days: int
    answer_days: int
    freezes: bool
    lists: bool
    protests: bool
    segments: Mapping[str, object]
    content: str


def _signed(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _MOST_DAYS:
        raise ValueError("deve ser um número de dias, sem aspas: -5 é antes do vencimento, 3 é depois")
    return value


_some_channels = some_of(*CHANNEL_WORDS)


def _channels(value: object) -> object:
    given = _some_channels(value)
    assert isinstance(given, tuple)
    if SPOKEN & set(given) and not set(given) <= SPOKEN:
        raise ValueError("telefone ou presencial não se misturam com canais de texto no mesmo degrau")
    return given


def _template(value: object) -> str:
    name = text(value)
    if name and not _NAME.fullmatch(name):
        raise ValueError("deve ser o nome de um modelo (letras minúsculas, números e hífen)")
    return name


def _weekdays(value: object) -> frozenset[int]:
    if not isinstance(value, list) or not value or not all(one in _WEEKDAYS for one in value):
        raise ValueError(f"deve ser uma lista com: {', '.join(_WEEKDAYS)}")
    return frozenset(_WEEKDAYS.index(one) for one in value)


def _time(value: object) -> str:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ValueError('deve ser uma hora entre aspas, como "09:00"')
    return value


def _anything(value: object) -> object:
    return value


_APPROVAL = "aprovacao"
CALL_SCRIPT = "roteiro"
"""The model that is for whoever makes a call."""

STEP_SPEC: dict[str, Check] = {
    "dias": _signed,
    "base": one_of(*BASES),
    "repetir": count(0, 365),
    "canal": _channels,
    "modelo": _template,
    "tom": text,
    "valor_minimo": amount,
    "segmentos": some_of(*SEGMENTS),
    "exceto_segmentos": some_of(*SEGMENTS),
    "exige": some_of(_APPROVAL, *GATES),
}
"""Keys of one step of `degraus`."""

WINDOW_SPEC: dict[str, Check] = {"dias": _weekdays, "inicio": _time, "fim": _time}
"""Keys of `[regua.janela]` and of `[regua.janela.UF]`."""

LADDER_SPEC: dict[str, Check] = {
    "ligada": flag,
    "intervalo_minimo_dias": count(0, 30),
    "ligacoes_por_semana": count(0, 50),
    "compensacao_dias": count(0, 10),
    "valor_minimo": amount,
    "prazo_notificacao": count(1, 60),
    "contestacao_dias": count(1, 365),
    "resposta_dias": count(1, 60),
    "contestacao_congela_encargos": flag,
    "negativa": flag,
    "protesta": flag,
    "avanco": one_of("atual", "um-por-vez"),
    "dias_nao_uteis": one_of("mover", "manter"),
    "degraus": _anything,
    "janela": _anything,
    "segmentos": _anything,
}
"""Keys of `[regua]`; `degraus`, `janela` and `segmentos` are tables with keys of their own."""

DEFAULTS: Mapping[str, object] = {
    "ligada": True,
    "intervalo_minimo_dias": 2,
    "ligacoes_por_semana": 2,
    "compensacao_dias": 2,
    "valor_minimo": "5.00",
    "prazo_notificacao": 10,
    "contestacao_dias": 30,
    "resposta_dias": 10,
    "contestacao_congela_encargos": False,
    "negativa": False,
    "protesta": False,
    "avanco": "atual",
    "dias_nao_uteis": "mover",
}


def ladder_settings(settings: Settings) -> LadderSettings:
    """The owner's ladder. Raises ConfigError naming file, key, value and remedy."""
    path = settings.path
    written = settings.prevention.get("regua", {})
    checked = checked_section(written, LADDER_SPEC, path, "regua")
    values = {**DEFAULTS, **_default_tables(), **checked}
    ladder = Ladder(
        _steps(values["degraus"], settings),
        one_at_a_time=values["avanco"] == "um-por-vez",
        move=values["dias_nao_uteis"] == "mover",
    )
    window, windows = _windows(values["janela"], settings)
    policy = Policy(
        ladder,
        _int(values["intervalo_minimo_dias"]),
        _int(values["ligacoes_por_semana"]),
        window,
        windows,
        _cents(values["valor_minimo"]),
    )
    return LadderSettings(
        policy,
        on=bool(values["ligada"]),
        clearing_days=_int(values["compensacao_dias"]),
        notice_days=_int(values["prazo_notificacao"]),
        dispute_days=_int(values["contestacao_dias"]),
        answer_days=_int(values["resposta_dias"]),
        freezes=bool(values["contestacao_congela_encargos"]),
        lists=bool(values["negativa"]),
        protests=bool(values["protesta"]),
        segments=_segments(values.get("segmentos", {}), settings),
        content=_as_json(values),
    )


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _cents(value: object) -> int:
    return int(str(value).replace(".", ""))


@cache
def _default_tables() -> Mapping[str, object]:
    import tomllib

    ladder: Mapping[str, object] = tomllib.loads(LADDER_TOML)["regua"]
    return {key: ladder[key] for key in ("degraus", "janela")}


def _steps(table: object, settings: Settings) -> tuple[Step, ...]:
    path = settings.path
    if not isinstance(table, list) or not all(isinstance(one, dict) for one in table):
        raise ConfigError(
            f"{path}: regua.degraus deve ser uma lista de degraus",
            hint='cada degrau é { dias = 3, canal = ["email"], modelo = "amigavel" }',
        )
    steps = tuple(_step(each, number, settings) for number, each in enumerate(table, 1))
    last: dict[str, Step] = {}
    for number, step in enumerate(steps, 1):
        before = last.get(step.base)
        if before and step.label == before.label:
            raise _wrong_step(settings, number, f"{step.label} aparece duas vezes", "deixe um só")
        if before and step.base != PREVIOUS and step.days < before.days:
            raise _wrong_step(
                settings, number, f"{step.label} vem depois de {before.label}", "ponha os dias em ordem"
            )
        last[step.base] = step
    if len({step.label for step in steps}) < len(steps):
        raise ConfigError(f"{path}: regua.degraus tem dois degraus iguais", hint="deixe um só")
    return steps


def _step(table: dict[str, object], number: int, settings: Settings) -> Step:
    values = checked_section(table, STEP_SPEC, settings.path, f"regua.degraus (o {number}º)")
    if "dias" not in values:
        raise _wrong_step(settings, number, "falta dias", "por exemplo dias = 3")
    channels, gates = _words(values, "canal"), set(_words(values, "exige"))
    template, base = str(values.get("modelo", "")), str(values.get("base", DUE))
    decides = _APPROVAL in gates
    if not decides and not (channels and template):
        raise _wrong_step(
            settings, number, "falta canal ou modelo", "só um degrau com aprovação pode ficar sem"
        )
    if values.get("repetir") and (base in (MONTH_END, PREVIOUS) or _int(values["dias"]) < 0):
        raise _wrong_step(
            settings, number, "só se repete um degrau contado do vencimento ou da emissão", "tire repetir"
        )
    if template == CALL_SCRIPT and not set(channels) <= SPOKEN:
        raise _wrong_step(
            settings, number, "o roteiro é para quem liga, não para o cliente", 'use canal = ["telefone"]'
        )
    if base == PREVIOUS and number == 1:
        raise _wrong_step(settings, number, 'base = "anterior" precisa de um degrau antes', "use outra base")
    action = DECIDE if decides else CALL if SPOKEN & set(channels) else SEND
    return Step(
        days=_int(values["dias"]),
        base=base,
        repeat=_int(values.get("repetir", 0)),
        action=action,
        channels=channels,
        template=template,
        tone=str(values.get("tom", "")),
        minimum=_cents(values.get("valor_minimo", "0.00")),
        segments=frozenset(_words(values, "segmentos")),
        except_segments=frozenset(_words(values, "exceto_segmentos")),
        gates=frozenset(gates - {_APPROVAL}),
    )


def _words(values: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = values.get(key, ())
    assert isinstance(found, tuple)
    return found


def _wrong_step(settings: Settings, number: int, what: str, remedy: str) -> ConfigError:
    return ConfigError(f"{settings.path}: regua.degraus, o {number}º degrau: {what}", hint=remedy)


def _windows(table: object, settings: Settings) -> tuple[Window, dict[str, Window]]:
    path = settings.path
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: regua.janela deve ser uma seção", hint="escreva [regua.janela]")
    states = {
        key: value for key, value in table.items() if isinstance(value, dict) and key not in WINDOW_SPEC
    }
    own = {key: value for key, value in table.items() if key not in states}
    window = _window(own, settings, "regua.janela", Window())
    found = {}
    for state, keys in states.items():
        if state not in STATES:
            refuse_unknown({state: keys}, WINDOW_SPEC, path, "regua.janela")
        found[state] = _window(keys, settings, f"regua.janela.{state}", window)
    return window, found


def _window(table: dict[str, object], settings: Settings, where: str, default: Window) -> Window:
    values = checked_section(table, WINDOW_SPEC, settings.path, where)
    weekdays = values.get("dias", default.weekdays)
    assert isinstance(weekdays, frozenset)
    window = Window(
        weekdays, str(values.get("inicio", default.opens)), str(values.get("fim", default.closes))
    )
    if window.opens >= window.closes:
        raise ConfigError(f"{settings.path}: {where}: o início vem depois do fim", hint="corrija as horas")
    return window


def _segments(table: object, settings: Settings) -> dict[str, object]:
    from cobranca_cli.config_prevention import SEGMENTS_SPEC

    return checked_section(table, SEGMENTS_SPEC, settings.path, "regua.segmentos")


def _as_json(values: Mapping[str, object]) -> str:
    import json

    def plain(value: object) -> object:
        return sorted(value) if isinstance(value, frozenset) else str(value)

    return json.dumps(values, default=plain, ensure_ascii=False, sort_keys=True)


__all__ = ["LADDER_SPEC", "LADDER_TOML", "STEP_SPEC", "WINDOW_SPEC", "LadderSettings", "ladder_settings"]

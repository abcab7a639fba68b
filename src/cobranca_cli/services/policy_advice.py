"""What the program accepts in a `cobranca.toml` and is still risky, or surely not meant.

Only what follows from the file itself, and from the ways in which the ledger's customers can be reached.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import percent_br
from cobranca_cli.config import Company, Settings
from cobranca_cli.config_agreement import AgreementSettings, agreement_settings
from cobranca_cli.config_credit import CreditSettings, credit_settings
from cobranca_cli.config_ladder import LadderSettings, ladder_settings
from cobranca_cli.domain.caps import MONTHLY_INTEREST, judge
from cobranca_cli.domain.concession import AgeTier
from cobranca_cli.domain.credit_facts import AGE, EXTERNAL, FACTORS
from cobranca_cli.domain.instalments import PRICE
from cobranca_cli.domain.ladder import DECIDE, DUE, Step
from cobranca_cli.domain.plan import CHANNEL_WORDS, Window
from cobranca_cli.domain.scorecard import FULL, GRADES, Card
from cobranca_cli.domain.terms import BUSINESS, CONSUMER, read_terms
from cobranca_cli.services.known_models import has_model
from cobranca_cli.services.policy_errors import ERROR, WARNING, Finding


class Having(NamedTuple):
    """What a ledger's customers have: how many can be reached by each channel, and how many have a CPF."""

    channels: Mapping[str, int]
    persons: int


_SAFE = Window()
_CREDITOR = ("nome", "documento", "endereco")


def advice_on(
    settings: Settings, wrong: frozenset[str], ledger: Path, having: Having | None
) -> Iterator[Finding]:
    """What is worth saying of each section that is not in `wrong`; `having` None when no ledger was read."""
    if "empresa" not in wrong:
        yield from _company(settings.company)
    if "encargos" not in wrong:
        yield from _charges(settings.charges, having.persons if having else 0)
    ladder = None if "regua" in wrong else ladder_settings(settings)
    if ladder:
        yield from _ladder(ladder)
        for step in ladder.policy.ladder.steps:
            yield from _step(step, ladder, ledger, having)
    if "acordo" not in wrong:
        yield from _agreement(agreement_settings(settings))
    if "credito" not in wrong:
        yield from _credit(credit_settings(settings), ladder)


def _warn(section: str, key: str, problem: str, remedy: str) -> Finding:
    return Finding(section, key, WARNING, problem, remedy)


def _company(company: Company) -> Iterator[Finding]:
    for key in _CREDITOR:
        if not getattr(company, key):
            yield _warn(
                "empresa",
                key,
                "vazio: nenhuma carta pode ser escrita",
                "preencha: toda carta traz nome, endereço e CPF ou CNPJ de quem vendeu (CDC, art. 42-A)",
            )
    if not (company.telefone or company.email):
        yield _warn(
            "empresa", "telefone", "nem telefone nem e-mail: o cliente não tem como responder às cartas",
            "preencha telefone ou email",
        )  # fmt: skip
    if not company.pix:
        yield _warn(
            "empresa", "pix", "vazio: as cartas saem sem Pix", "preencha com a sua chave Pix, se tem uma"
        )


def _charges(charges: Mapping[str, object], persons: int) -> Iterator[Finding]:
    """What the law says against the charges, for each kind of customer that they may be used with.

    What it forbids with consumers is an error when there is no doubt that they are meant: the reports refuse
    it for every customer with a CPF.
    """
    everyone = dict(charges)
    consumers = everyone.pop("consumo", {})
    assert isinstance(consumers, Mapping)
    said = read_terms(everyone).relation
    cases = {
        CONSUMER: (read_terms(everyone, consumers), True),
        BUSINESS: (read_terms(everyone), said == BUSINESS),
    }
    told: dict[str, Finding] = {}
    for relation, (terms, person) in cases.items():
        if said not in (None, relation):
            continue
        for each in judge(terms, relation, person):
            name = next((key for key in ("multa", "juros") if each.message.startswith(key)), "correcao")
            own = relation == CONSUMER and name in consumers
            sure = each.refused and (persons or own or said == relation or relation == BUSINESS)
            told[each.message] = Finding(
                "encargos",
                f"consumo.{name}" if own else name,
                ERROR if sure else WARNING,
                each.message,
                _remedy(name, consumer=relation == CONSUMER and said is None, own=own),
            )
    yield from told.values()


def _remedy(name: str, *, consumer: bool, own: bool) -> str:
    if name == "correcao":
        return 'use juros = "0", ou outro índice'
    most = '"2"' if name == "multa" else '"1"'
    if consumer and not own:
        return f"para quem tem CPF, escreva em [encargos.consumo]: {name} = {most}"
    return f"reduza a {most}" if consumer or own else "confira o contrato, e reduza se ele não prevê isto"


def _ladder(ladder: LadderSettings) -> Iterator[Finding]:
    policy = ladder.policy
    if not ladder.on:
        yield _warn("regua", "ligada", "a régua está desligada: nada se cobra", "escreva ligada = true")
    if not policy.ladder.steps:
        yield _warn(
            "regua", "degraus", "nenhum degrau: nada se cobra", "tire a linha, para valer a régua padrão"
        )
    if not policy.gap_days:
        yield _warn(
            "regua",
            "intervalo_minimo_dias",
            "0: o mesmo cliente pode ser procurado todos os dias, o que pode ser abusivo (CDC, art. 42)",
            "use 2 (48 horas) ou mais",
        )
    if ladder.answer_days > ladder.dispute_days:
        yield _warn(
            "regua",
            "resposta_dias",
            f"as cartas prometem resposta em {ladder.answer_days} dias, mas uma contestação só segura a"
            f" cobrança por {ladder.dispute_days}",
            "deixe contestacao_dias igual a resposta_dias, ou maior",
        )
    window = policy.window
    if not window.weekdays <= _SAFE.weekdays or window.opens < _SAFE.opens or window.closes > _SAFE.closes:
        yield _warn(
            "regua",
            "janela",
            "mais larga que de segunda a sexta, das 09:00 às 18:00, que cabe em todas as leis estaduais"
            " conhecidas",
            "confira a lei do estado de cada cliente; para um estado só: [regua.janela.SP]",
        )


def _step(step: Step, ladder: LadderSettings, ledger: Path, having: Having | None) -> Iterator[Finding]:
    key = f"degraus ({step.label})"
    if step.template and not has_model(ledger, step.template):
        yield Finding(
            "regua", key, ERROR, f"não existe o modelo '{step.template}'",
            "veja os que há com: cobranca carta modelos",
        )  # fmt: skip
    if step.segments and step.segments <= step.except_segments:
        yield _warn(
            "regua", key, "não vale para ninguém: exclui os segmentos que pede", "tire exceto_segmentos"
        )
    if (
        step.channels
        and step.action != DECIDE
        and having
        and not any(having.channels[one] for one in step.channels)
    ):
        words = " nem ".join(CHANNEL_WORDS[one] for one in step.channels)
        yield _warn(
            "regua",
            key,
            f"nenhum cliente do livro tem {words}: o degrau será sempre pulado",
            "acrescente outro canal, ou complete o cadastro",
        )


def _agreement(policy: AgreementSettings) -> Iterator[Finding]:
    yield from _tiers(policy.tiers)
    if policy.few >= policy.many:
        yield _warn(
            "acordo", "poucas", f"{policy.few} parcelas não são menos que as {policy.many} de muitas",
            "deixe poucas menor que muitas",
        )  # fmt: skip
    if policy.many > policy.most:
        yield _warn(
            "acordo", "muitas", f"{policy.many} passam de parcelas_maximas ({policy.most}), e serão cortadas",
            "deixe muitas até parcelas_maximas",
        )  # fmt: skip
    if policy.rate > MONTHLY_INTEREST:
        yield _warn(
            "acordo",
            "juros",
            f"{percent_br(policy.rate)} ao mês: acima de 1% ao mês, de consumidor ou pessoa física, podem ser"
            " considerados usura (Decreto 22.626/1933, art. 1º)",
            'reduza a "1", ou não use as parcelas com juros com eles',
        )
    if policy.system == PRICE and policy.rate:
        yield _warn(
            "acordo",
            "sistema",
            "a tabela Price embute juros compostos, frágeis com consumidor ou pessoa física"
            " (Decreto 22.626/1933, art. 4º)",
            'prefira sistema = "simples"',
        )


def _tiers(tiers: Iterable[AgeTier]) -> Iterator[Finding]:
    """Where an older debt gets less let off than a younger one, or a very old one nothing."""
    tiers = tuple(tiers)
    for number, (before, after) in enumerate(pairwise(tiers), 2):
        for what, less, more in (
            ("dos encargos", after.charges, before.charges),
            ("do principal", after.principal, before.principal),
        ):
            if less < more:
                yield _warn(
                    "acordo",
                    "faixas",
                    f"a {number}ª faixa dispensa menos {what} ({percent_br(less)}) que a anterior"
                    f" ({percent_br(more)}): ganha mais quem atrasou menos",
                    "ponha os descontos em ordem, do menor ao maior",
                )
    if tiers and tiers[-1].up_to is not None:
        yield _warn(
            "acordo", "faixas", f"quem atrasou mais de {tiers[-1].up_to} dias não tem desconto nenhum",
            "acrescente uma última faixa sem ate",
        )  # fmt: skip


def _credit(credit: CreditSettings, ladder: LadderSettings | None) -> Iterator[Finding]:
    limits, card = credit.limits, credit.card
    for letter in unreached(card):
        yield _warn(
            "credito", "classes", f"a classe {letter}: nenhuma soma de pontos chega a ela",
            "mude os pontos da classe, ou os das faixas",
        )  # fmt: skip
    if not any(grade.factor for grade in card.grades):
        yield _warn(
            "credito",
            "classes",
            "todas as classes têm fator 0: só se vende à vista",
            "dê um fator à classe A",
        )
    methods = {
        "fator_compras": limits.purchase_factor, "parte_faturamento": limits.revenue_share,
        "fator_historico": limits.best_factor, "concentracao": limits.concentration,
    }  # fmt: skip
    off = [key for key, value in methods.items() if not value]
    if len(off) == len(methods):
        yield _warn(
            "credito", "fator_compras", "nenhum método de limite está ligado: todos têm só o limite_inicial",
            "dê um valor a pelo menos um dos quatro",
        )  # fmt: skip
    else:
        for key in off:
            yield _warn(
                "credito",
                key,
                "está em 0: este método de limite não é usado",
                "apague a linha, se foi engano",
            )
    yield from _block(credit, ladder)


def _block(credit: CreditSettings, ladder: LadderSettings | None) -> Iterator[Finding]:
    """Whether the step that blocks credit can be come to."""
    last = _last_step(ladder)
    block = credit.decision.block_step
    if block and last is not None and int(block[1:]) > last:
        yield _warn(
            "credito",
            "bloqueia_degrau",
            f"a régua não tem degrau em {block} nem depois: o bloqueio só vale por um degrau já tomado",
            "use um degrau da régua (cobranca regua mostrar)",
        )
    if not block:
        yield _warn(
            "credito", "bloqueia_degrau", "vazio: nenhum atraso, por mais velho, bloqueia pelo degrau",
            'por exemplo "D+15"',
        )  # fmt: skip


def _last_step(ladder: LadderSettings | None) -> int | None:
    """The highest number of days from the due date in the ladder; None when that cannot be told."""
    if ladder is None:
        return None
    steps = [step for step in ladder.policy.ladder.steps if step.base == DUE]
    return None if any(step.repeat for step in steps) else max((step.days for step in steps), default=0)


def unreached(card: Card) -> list[str]:
    """The classes that no facts lead to: neither a sum of points nor a cap."""
    every = set(FACTORS)
    found = {card.restriction_cap, card.new_cap}
    for codes in (every, every - {AGE}):
        for total in _totals(card, codes):
            found.add(next(grade.letter for grade in card.grades if total >= grade.floor))
    for codes in (set(EXTERNAL), set(EXTERNAL) - {AGE}):
        for total in _totals(card, codes):
            letter = next(grade.letter for grade in card.grades if total >= grade.floor)
            found.add(max(letter, card.new_cap, key=GRADES.index))
    return [letter for letter in GRADES if letter not in found]


def _totals(card: Card, codes: Iterable[str]) -> set[int]:
    """All totals out of FULL that the bands of these factors can add up to, as `score` reckons them."""
    codes = list(codes)
    most = sum(map(card.maximum, codes))
    sums = {0}
    for code in codes:
        points = {band.points for band in card.bands[code]}
        sums = {each + more for each in sums for more in points}
    return {(2 * FULL * each + most) // (2 * most) for each in sums} if most else {0}

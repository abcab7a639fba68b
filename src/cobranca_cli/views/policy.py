"""What is wrong in a policy, and what another policy would have decided."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, currency_br, date_br
from cobranca_cli.views import columns
from cobranca_cli.views.credit import VERDICTS
from cobranca_cli.views.document import Block, Document, Facts, Notes, Table
from cobranca_cli.views.document import Fact as Shown
from cobranca_cli.views.ladder import ACTION_WORDS
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.policy_check import Checked
    from cobranca_cli.services.policy_compare import Assessed, Compared, Counted, Outcome

_GRAVITY = {"erro": "erro", "aviso": "aviso"}

_FINDINGS = (
    Column("secao", "Seção"),
    Column("chave", "Chave"),
    Column("gravidade", "Gravidade", words=_GRAVITY),
    Column("problema", "Problema", elastic=True),
    Column("remedio", "O que fazer", elastic=True),
)


def checked(found: "Checked", as_of: date) -> Document:
    """Everything that is wrong or worth thinking of."""
    wrong = len(found.wrong)
    rows = [(each.section or None, each.key or None, *each[2:]) for each in found.findings]
    totals = (
        Figure("erros", "Erros", Kind.INTEGER, wrong),
        Figure("avisos", "Avisos", Kind.INTEGER, len(rows) - wrong),
    )
    return Document(
        name="politica_verificar",
        title=f"Verificação de {found.path}",
        as_of=as_of,
        dated="Em",
        blocks=(
            Table(
                _FINDINGS,
                [_told(*row) for row in rows],
                totals=totals if rows else (),
                details=("problema", "remedio"),
                empty="Tudo certo.",
            ),
        ),
        report=Report(
            name="politica_verificar",
            title=f"Verificação de {found.path}",
            short="Verificação",
            as_of=as_of,
            columns=_FINDINGS,
            rows=rows,
            totals=totals,
            empty="Tudo certo.",
            notes=found.notes,
        ),
    )


def _told(
    section: str | None, key: str | None, gravity: str, problem: str, remedy: str
) -> tuple[object, ...]:
    """A finding as people read it, the last two on lines of their own."""
    end = "" if remedy.endswith("?") else "."
    return section or "–", key or "–", gravity, f"{problem}.", f"O que fazer: {remedy}{end}"


SUBJECTS = {"credito": "crédito", "regua": "régua", "acordo": "acordo"}
_STOPS = {
    "janela": "fora da janela de contato",
    "intervalo": "contato recente",
    "canal": "sem canal",
    "dados": "cadastro incompleto",
    "prova": "sem prova",
    "minimo": "valor pequeno",
    "decisao": "há uma decisão antes",
    "telefone": "ligações demais",
    "excecao": "exceção do cliente",
    "promessa": "promessa",
    "compensacao": "diz que pagou",
    "credito": "tem crédito",
    "prescrita": "prescrita",
    "juizo": "em juízo",
    "acordo": "em acordo",
    "corrigir": "contestação procedente",
}
_COLUMNS = (
    Column("assunto", "Assunto", words=SUBJECTS),
    Column("item", "Item"),
    Column("data", "Data", Kind.DATE, priority=7),
    columns.CUSTOMER,
    Column("pedido", "Pedido", Kind.MONEY, priority=6),
    Column("agora", "Agora", words=VERDICTS),
    Column("outra", "Outra", words=VERDICTS),
    Column("classe_agora", "Classe agora", priority=5),
    Column("classe_outra", "Classe outra", priority=5),
    Column("valor_agora", "Valor agora", Kind.MONEY, priority=3),
    Column("valor_outra", "Valor outra", Kind.MONEY, priority=3),
    Column("acoes_agora", "Ações agora", Kind.INTEGER, priority=4),
    Column("acoes_outra", "Ações outra", Kind.INTEGER, priority=4),
    Column("diferenca", "Diferença", Kind.MONEY),
    Column("diferenca_acoes", "Diferença de ações", Kind.INTEGER, priority=4),
)
"""Values are limits (crédito) and discounts (acordo) in cents; the ladder counts actions."""


def compared(found: "Compared", *, rows_alone: bool = False) -> Document:
    """How much would change, then what: decisions on credit, the ladder step by step, discounts.

    `rows_alone`: the rows are shown without the document, so that they bring its notes.
    """
    return Document(
        name="politica_comparar",
        title="Comparação de políticas",
        subtitle=str(found.other),
        as_of=found.as_of,
        dated="Posição em",
        blocks=(
            Facts(_summary(found)),
            *_credit(found),
            *_ladder(found),
            *_agreement(found),
            Notes([*_how(found)]),
        ),
        report=Report(
            name="politica_comparar",
            title=f"Comparação com {found.other}",
            short="Comparação",
            as_of=found.as_of,
            columns=_COLUMNS,
            rows=list(_rows(found)),
            totals=_totals(found),
            empty="Nada mudaria.",
            notes=(*found.notices, *(_how(found) if rows_alone else ())),
        ),
    )


def _changed(rows: "Iterable[Assessed]") -> "list[Assessed]":
    return [each for each in rows if each.changes]


def _moved(found: "Compared") -> "list[Counted]":
    return [each for each in found.steps if each.now != each.other]


def _totals(found: "Compared") -> tuple[Figure, ...]:
    acting = [each for each in found.steps if not each.kind]
    money = (
        ("divida", "Dívida vencida", sum(each.debt for each in found.discounts)),
        ("desconto_agora", "Desconto à vista agora", sum(each.now for each in found.discounts)),
        ("desconto_outra", "Desconto à vista com a outra", sum(each.other for each in found.discounts)),
    )
    numbers = (
        ("decisoes", "Decisões de crédito refeitas", len(found.decisions)),
        ("decisoes_mudam", "Decisões que mudam", len(_changed(found.decisions))),
        ("clientes", "Clientes avaliados hoje", len(found.customers)),
        ("clientes_mudam", "Clientes que mudam", len(_changed(found.customers))),
        ("acoes_agora", "Ações da régua agora", sum(each.now for each in acting)),
        ("acoes_outra", "Ações da régua com a outra", sum(each.other for each in acting)),
        ("devedores", "Clientes com dívida vencida", len(found.discounts)),
        ("descontos_mudam", "Descontos que mudam", sum(each.now != each.other for each in found.discounts)),
    )
    return (
        *(Figure(name, label, Kind.INTEGER, value) for name, label, value in numbers),
        *(Figure(name, label, Kind.MONEY, value) for name, label, value in money),
    )


def _rows(found: "Compared") -> Iterable[tuple[object, ...]]:
    for each in _changed((*found.decisions, *found.customers)):
        item = "hoje" if each.decision is None else f"decisao {each.decision}"
        yield (
            "credito", item, each.day.isoformat(), each.customer, each.order, each.now.verdict,
            each.other.verdict, each.now.grade, each.other.grade, each.now.limit, each.other.limit,
            None, None, _difference(each.now, each.other), None,
        )  # fmt: skip
    for step in _moved(found):
        item = " ".join(filter(None, (step.step, step.action, step.kind)))
        yield (
            "regua", item, None, None, None, None, None, None, None, None, None, step.now, step.other, None,
            step.other - step.now,
        )  # fmt: skip
    for each_of in found.discounts:
        if each_of.now != each_of.other:
            yield (
                "acordo", "a-vista", found.as_of.isoformat(), each_of.customer, None, None, None, None, None,
                each_of.now, each_of.other, None, None, each_of.other - each_of.now, None,
            )  # fmt: skip


def _difference(now: "Outcome", other: "Outcome") -> int | None:
    return None if now.limit is None or other.limit is None else other.limit - now.limit


def _summary(found: "Compared") -> list[Shown]:
    decisions, customers = _changed(found.decisions), _changed(found.customers)
    acting = [each for each in found.steps if not each.kind]
    now, other = sum(each.now for each in acting), sum(each.other for each in acting)
    discounts = [each for each in found.discounts if each.now != each.other]
    said = [Shown("Decisões de crédito", _of(len(decisions), len(found.decisions)))]
    if found.looked:
        said.append(Shown("Clientes, como estão hoje", _of(len(customers), len(found.customers))))
    off_now, off = sum(each.now for each in found.discounts), sum(each.other for each in found.discounts)
    return [
        *said,
        Shown("Ações da régua", f"{now} agora, {other} com a outra"),
        Shown("Descontos à vista", _of(len(discounts), len(found.discounts))),
        Shown("Soma dos descontos", f"{currency_br(off_now)} agora, {currency_br(off)} com a outra"),
    ]


def _of(changed: int, every: int) -> str:
    return f"{counted(changed, 'mudaria', 'mudariam')}, de {every}" if every else "não há"


_ASSESSED = (
    columns.CUSTOMER,
    Column("diferenca", "Limite: diferença", Kind.MONEY),
    Column("agora", "Agora"),
    Column("outra", "Com a outra"),
)
_DECISIONS = (
    Column("decisao", "Decisão", Kind.INTEGER),
    Column("data", "Data", Kind.DATE),
    Column("pedido", "Pedido", Kind.MONEY),
    *_ASSESSED,
)
_SAID = ("agora", "outra")


def _credit(found: "Compared") -> Iterable[Block]:
    if found.decisions:
        yield Table(
            _DECISIONS,
            [
                (each.decision, each.day.isoformat(), each.order, *_assessed(each))
                for each in _changed(found.decisions)
            ],
            title="Crédito: as decisões do período",
            details=_SAID,
            empty="Nenhuma decisão mudaria.",
        )
    if found.looked:
        yield Table(
            _ASSESSED,
            [_assessed(each) for each in _changed(found.customers)],
            title="Crédito: os clientes, como estão hoje",
            details=_SAID,
            empty="Nenhum cliente mudaria.",
        )


def _assessed(each: "Assessed") -> tuple[object, ...]:
    return (
        each.customer,
        _difference(each.now, each.other),
        f"Agora: {_outcome(each.now)}",
        f"Com a outra: {_outcome(each.other)}",
    )


def _outcome(outcome: "Outcome") -> str:
    limit = "sem limite" if outcome.limit is None else f"limite {currency_br(outcome.limit)}"
    return f"{VERDICTS[outcome.verdict]}; classe {outcome.grade}, {limit}"


def _ladder(found: "Compared") -> Iterable[Block]:
    rows = [(each.step, _action(each), each.now, each.other, each.other - each.now) for each in _moved(found)]
    yield Table(
        (
            Column("degrau", "Degrau"),
            Column("acao", "Ação", elastic=True),
            Column("agora", "Agora", Kind.INTEGER),
            Column("outra", "Com a outra", Kind.INTEGER),
            Column("diferenca", "Diferença", Kind.INTEGER),
        ),
        rows,
        title=f"Régua: os planos de {_listed(found.days)}",
        empty="Nenhum degrau mudaria.",
    )


def _action(each: "Counted") -> str:
    words = ACTION_WORDS[each.action]
    return f"{words}: {_STOPS.get(each.kind, each.kind)}" if each.kind else words


def _listed(days: Iterable[date]) -> str:
    words = [date_br(each.isoformat()) for each in days]
    return f"{', '.join(words[:-1])} e {words[-1]}" if len(words) > 1 else "".join(words)


def _agreement(found: "Compared") -> Iterable[Block]:
    changed = [each for each in found.discounts if each.now != each.other]
    yield Table(
        (
            columns.CUSTOMER,
            Column("divida", "Dívida", Kind.MONEY),
            Column("agora", "Desconto agora", Kind.MONEY),
            Column("outra", "Com a outra", Kind.MONEY),
            Column("diferenca", "Diferença", Kind.MONEY),
        ),
        [(each.customer, each.debt, each.now, each.other, each.other - each.now) for each in changed],
        totals=(
            Figure("divida", "Dívida", Kind.MONEY, sum(each.debt for each in changed)),
            Figure("agora", "Desconto agora", Kind.MONEY, sum(each.now for each in changed)),
            Figure("outra", "Com a outra", Kind.MONEY, sum(each.other for each in changed)),
            Figure("diferenca", "Diferença", Kind.MONEY, sum(each.other - each.now for each in changed)),
        )
        if changed
        else (),
        title="Acordo: o desconto da proposta à vista, hoje",
        empty="Nenhum desconto mudaria.",
    )


def _how(found: "Compared") -> Iterable[str]:
    months = counted(found.months, "mês", "meses")
    since, until = date_br(found.since.isoformat()), date_br(found.as_of.isoformat())
    yield f"Período: {months}, depois de {since} até {until}."
    yield (
        "Crédito: cada decisão guardada no período, avaliada de novo pelas duas políticas com o que se sabia"
        " no dia dela."
    )
    if found.looked:
        yield (
            f"Como há menos de {found.few} decisões, também os clientes que compraram no período, devem ou"
            " têm limite à mão: como estão hoje, sem pedido."
        )
    yield (
        "Régua: o plano do último dia útil de cada mês do período, e do último até hoje, como se ela ainda"
        " não tivesse rodado no dia; os degraus tomados antes contam nas duas, e o cadastro é o de hoje."
    )
    yield (
        "Acordo: o desconto da proposta à vista sobre o que cada cliente com dívida vencida pode pôr hoje em"
        " um acordo."
    )
    if found.unlike:
        yield (
            f"Não entram na comparação, e são diferentes: {' e '.join(found.unlike)}. O que se deve foi"
            " contado pela política de agora."
        )
    yield "Nada foi gravado."

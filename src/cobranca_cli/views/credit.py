"""An evaluation of credit as a report, the decisions that were kept, and one of them as a letter.

The letter is what a customer has the right to: the elements of his score, their sources, and a review by a
person (Lei 12.414/2011 art. 5º IV and VI; LGPD art. 20; Súmula 550 STJ).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, currency_br, date_br
from cobranca_cli.domain.contact import format_phone
from cobranca_cli.domain.credit_limits import CONCENTRATION, METHOD_WORDS
from cobranca_cli.views import columns
from cobranca_cli.views.document import Block, Card, Document, Facts, Notes, Parties, Table, Text, creditor
from cobranca_cli.views.document import Fact as Shown
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.config import Company
    from cobranca_cli.domain.credit_case import Evaluated
    from cobranca_cli.domain.credit_limits import Method
    from cobranca_cli.domain.scorecard import Row
    from cobranca_cli.ledger.queries.credit import Decision
    from cobranca_cli.services.credit import Answer, Explained, History

VERDICTS = {
    "aprovar": "vender a prazo",
    "garantia": "vender a prazo com entrada ou garantia",
    "a-vista": "vender só à vista",
    "recusar": "não vender",
}
_ANSWER_DAYS = 10

_FACTOR = Column("fator", "Fator", words={
    "pontualidade": "pontualidade", "maior_atraso": "maior atraso", "relacionamento": "relacionamento",
    "uso_limite": "uso do limite", "promessas": "promessas e acordos", "restricoes": "restrições externas",
    "idade_cnpj": "idade do CNPJ",
})  # fmt: skip
_VALUE, _POINTS, _MOST = (
    Column("valor", "Valor", priority=2),
    Column("pontos", "Pontos", Kind.INTEGER),
    Column("maximo", "Máximo", Kind.INTEGER),
)
_WHY = Column("motivo", "Motivo", elastic=True, priority=1)


def evaluation(found: "Answer") -> Report:
    """The factors with their points; the limits and the reasons below."""
    evaluated = found.evaluated
    order = "" if evaluated.order is None else f", pedido de {currency_br(evaluated.order)}"
    return Report(
        name="credito",
        title=f"Crédito de {found.customer.name}{order}",
        short="Crédito",
        as_of=found.as_of,
        columns=(_FACTOR, _VALUE, _POINTS, _MOST, _WHY),
        rows=[
            (row.factor, row.value, row.points, row.maximum, _sourced(row)) for row in evaluated.scored.rows
        ],
        totals=_figures(evaluated),
        notes=(*_told(evaluated), *_kept(found), *found.notices),
    )


def _figures(evaluated: "Evaluated") -> tuple[Figure, ...]:
    return (
        Figure("pontos", "Pontos", Kind.INTEGER, evaluated.scored.total),
        Figure("classe", "Classe", Kind.TEXT, evaluated.scored.grade),
        Figure("limite", "Limite", Kind.MONEY, evaluated.limits.total.amount),
        Figure("exposicao", "Exposição", Kind.MONEY, evaluated.exposure.total),
        Figure("disponivel", "Disponível", Kind.MONEY, evaluated.decision.available),
        Figure(
            "decisao",
            "Decisão",
            Kind.TEXT,
            evaluated.decision.verdict,
            said=VERDICTS[evaluated.decision.verdict],
        ),
    )


def _sourced(row: "Row") -> str:
    """The reason with the source and its day, where there is one; the factor stands beside it."""
    reason = _reason(row)
    if not row.source or row.day is None:
        return reason
    return f"{reason}; {row.source}, {date_br(row.day.isoformat())}"


def _reason(row: "Row") -> str:
    return row.reason.removeprefix(f"{row.title}: ")


def _told(evaluated: "Evaluated") -> Iterable[str]:
    """The decision and its reasons, what cost most points, and how the limit was worked out."""
    decision, scored = evaluated.decision, evaluated.scored
    yield f"Decisão: {decision.words}."
    yield from (f"{_sentence(reason)}." for reason in decision.reasons)
    if scored.losses:
        lost = ", ".join(f"{row.title} -{row.lost}" for row in scored.losses)
        yield f"O que mais tirou pontos: {lost}."
    yield from (f"{_sentence(why)}." for why in scored.capped)
    yield f"Limite: {evaluated.limits.total.words}."
    yield from (f"  {METHOD_WORDS[each.code]}: {each.words}" for each in evaluated.methods)


def _kept(found: "Answer") -> Iterable[str]:
    decision = found.decision
    if decision is None:
        yield "Só uma simulação: nada foi gravado."
    if decision and decision.released:
        yield f"Liberado{_by(decision)}: {decision.reason}."


def said(found: "Answer") -> str:
    """What stands in the ledger, in one sentence."""
    decision = found.decision
    assert decision is not None
    what = f"decisão de crédito {decision.id}, de {found.customer.name}: {VERDICTS[decision.verdict]}"
    return f"{what}, mas liberado a prazo{_by(decision)}" if decision.released else what


def _by(decision: "Decision") -> str:
    return f" por {decision.author}" if decision.author else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


_DECISIONS = (
    Column("id", "Nº", Kind.INTEGER),
    Column("data", "Data", Kind.DATE),
    columns.CUSTOMER,
    Column("pedido", "Pedido", Kind.MONEY),
    Column("decisao", "Decisão", words=VERDICTS),
    Column("liberada", "Liberada", Kind.BOOL, priority=1),
    Column("autor", "Autor", priority=3),
    Column("motivo", "Motivo", elastic=True, priority=2),
)


def decisions(found: "History") -> Report:
    """The decisions that were kept."""
    return Report(
        name="decisoes_de_credito",
        title="Decisões de crédito",
        as_of=found.as_of,
        columns=_DECISIONS,
        rows=[
            (
                each.id,
                each.day.isoformat(),
                each.customer,
                each.amount,
                each.verdict,
                each.released,
                each.author,
                each.reason,
            )
            for each in found.rows
        ],
        totals=(
            Figure("decisoes", "Decisões", Kind.INTEGER, len(found.rows)),
            Figure("liberadas", "Liberadas", Kind.INTEGER, sum(each.released for each in found.rows)),
        ),
        empty="Nenhuma decisão de crédito.",
        notes=found.notices,
    )


_ELEMENTS = (
    Column("fator", "Elemento"),
    _POINTS,
    _MOST,
    Column("motivo", "Valor e faixa"),
    Column("fonte", "Fonte"),
    Column("data", "Data", Kind.DATE),
)


def explanation(found: "Explained", company: "Company") -> Document:
    """A decision as a letter to the customer, with the report that programs read."""
    decision, evaluated = found.decision, found.evaluated
    return Document(
        name="decisao_de_credito",
        title="Decisão de crédito",
        subtitle=f"Nº {decision.id}",
        as_of=decision.day,
        dated="Decidida em",
        blocks=(
            Parties(creditor(company), _customer(found)),
            Text(_introduction(found)),
            Facts(_summary(evaluated)),
            Table(
                _ELEMENTS,
                [
                    (row.title, row.points, row.maximum, _reason(row), row.source or None, _iso(row))
                    for row in evaluated.scored.rows
                ],
                title="Os elementos da pontuação",
                details=("motivo", "fonte"),
            ),
            *_reasons(evaluated),
            Text(_limit_words(evaluated), "Como se chegou ao limite"),
            Text(_rights(company), "Os seus direitos"),
            Notes(_small(found)),
        ),
        report=_as_report(found),
    )


def _customer(found: "Explained") -> Card:
    return Card("Cliente", found.customer.name, found.customer.document or "")


def _introduction(found: "Explained") -> str:
    decision = found.decision
    what = "para compras a prazo"
    if decision.amount is not None:
        what = f"para um pedido de {currency_br(decision.amount)} a prazo"
    text = (
        f"Em {date_br(decision.day.isoformat())} avaliamos o crédito de {found.customer.name} {what}."
        f" O resultado do cálculo foi: {found.evaluated.decision.words}."
    )
    return f"{text} A venda foi liberada por decisão de uma pessoa da empresa." if decision.released else text


def _summary(evaluated: "Evaluated") -> list[Shown]:
    scored = evaluated.scored
    return [
        Shown("Pontos", f"{scored.total} de 100, classe {scored.grade}"),
        Shown("Limite de crédito", evaluated.limits.total.amount, Kind.MONEY),
        Shown("Já em aberto", evaluated.exposure.total, Kind.MONEY),
        Shown("Garantias", evaluated.decision.guaranteed or None, Kind.MONEY),
        Shown("Disponível", evaluated.decision.available, Kind.MONEY),
    ]


def _reasons(evaluated: "Evaluated") -> Iterable[Block]:
    scored = evaluated.scored
    sentences = [f"{_sentence(reason)}." for reason in (*evaluated.decision.reasons, *scored.capped)]
    if scored.losses:
        lost = ", ".join(f"{row.title} ({counted(row.lost, 'ponto', 'pontos')})" for row in scored.losses)
        sentences.append(f"O que mais tirou pontos: {lost}.")
    yield Text(" ".join(sentences), "Os motivos")


def _limit_words(evaluated: "Evaluated") -> str:
    told = [
        f"{_sentence(METHOD_WORDS[each.code])}: {_told_outside(each)}." for each in _known(evaluated.methods)
    ]
    return " ".join([*told, f"O limite: {evaluated.limits.total.words}."])


def _told_outside(method: "Method") -> str:
    """What the company has to receive in all is its own business; the amount that follows from it is not."""
    if method.code == CONCENTRATION and method.amount is not None:
        return f"não mais que {currency_br(method.amount)} em um só cliente"
    return method.words


def _known(methods: "Iterable[Method]") -> "Iterable[Method]":
    return (each for each in methods if each.amount is not None)


def _rights(company: "Company") -> str:
    phone = format_phone(company.telefone) if company.telefone else ""
    contact = " ou ".join(filter(None, (company.email, phone)))
    where = f" por {contact}" if contact else ""
    return (
        "Esta carta diz os elementos e os critérios que foram considerados, com as suas fontes (Lei"
        " 12.414/2011, art. 5º, IV; Súmula 550 do STJ). Quem não concorda pode pedir a correção de um dado"
        " errado e a revisão desta decisão por uma pessoa (Lei 12.414/2011, art. 5º, III e VI; Lei"
        f" 13.709/2018, art. 20){where}. Respondemos em até {_ANSWER_DAYS} dias."
    )


def _small(found: "Explained") -> list[str]:
    notes = [
        f"Política de crédito {found.version}. Não se usam dados de origem social ou étnica, de saúde, de"
        " sexo nem de convicções (Lei 12.414/2011, art. 7º-A)."
    ]
    if not found.same:
        notes.append("ATENÇÃO: refeita a partir do que foi gravado, a decisão sai diferente.")
    return notes


def _as_report(found: "Explained") -> Report:
    decision, evaluated = found.decision, found.evaluated
    rows = evaluated.scored.rows
    released = (f"Liberado{_by(decision)}: {decision.reason}.",) if decision.released else ()
    checked = (
        "Refeita a partir do que foi gravado, a decisão sai igual."
        if found.same
        else "ATENÇÃO: refeita a partir do que foi gravado, a decisão sai diferente."
    )
    return Report(
        name="decisao_de_credito",
        title=f"Decisão de crédito {decision.id}, de {found.customer.name}",
        short="Decisão",
        as_of=decision.day,
        columns=(_FACTOR, _VALUE, _POINTS, _MOST, _WHY),
        rows=[(row.factor, row.value, row.points, row.maximum, _sourced(row)) for row in rows],
        totals=_figures(evaluated),
        notes=(*_told(evaluated), *released, checked, *found.notices),
    )


def _iso(row: "Row") -> str | None:
    return row.day.isoformat() if row.day else None

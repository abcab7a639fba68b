"""The plan of a day, what a run did, the ladder itself, and what waits for a person."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, currency_br
from cobranca_cli.domain.ladder import CALL, DECIDE, SEND, SKIP
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.domain.ladder import Ladder, Step
    from cobranca_cli.domain.plan import Line
    from cobranca_cli.services.plan import Plan
    from cobranca_cli.services.run_ladder import Ran

ACTION_WORDS = {SEND: "enviar", CALL: "ligar", DECIDE: "decidir", SKIP: "pular"}
STATE_WORDS = {"feito": "feito", "pendente": "pendente", "pulado": "pulado"}
CHANNEL_WORDS = {
    "email": "e-mail", "whatsapp": "WhatsApp", "sms": "SMS", "carta": "carta", "telefone": "telefone",
    "presencial": "visita",
}  # fmt: skip

_COLUMNS = (
    Column("cliente", "Cliente", elastic=True),
    Column("documento", "CPF/CNPJ", document=True, priority=4),
    Column("degrau", "Degrau"),
    Column("canal", "Canal", words=CHANNEL_WORDS, priority=1),
    Column("modelo", "Modelo", priority=3),
    Column("faturas", "Faturas", elastic=True, many=True, priority=2),
    Column("total", "Total", Kind.MONEY),
    Column("acao", "Ação", words=ACTION_WORDS),
    Column("motivo", "Motivo", elastic=True),
)


def planned(found: "Plan") -> Report:
    """The plan of a day, a line a customer and action, then the skips with their reasons."""
    return Report(
        name="regua_planejar",
        title="Plano da régua",
        as_of=found.as_of,
        columns=_COLUMNS,
        rows=[_cells(line) for line in found.lines],
        totals=_counts(line.action for line in found.lines),
        empty="A régua não tem nada a fazer neste dia.",
        notes=found.notices,
        short="Régua",
    )


def executed(ran: "Ran", files: Sequence[str | None]) -> Report:
    """What a run did; `files` are the main file of each line, if it has one."""
    states = [each.state for each in ran.lines]
    return Report(
        name="regua_executar",
        title="Ensaio da régua" if ran.rehearsal else "Execução da régua",
        as_of=ran.as_of,
        columns=(
            *_COLUMNS,
            Column("situacao", "Situação", words=STATE_WORDS),
            Column("arquivo", "Arquivo", elastic=True, priority=1),
        ),
        rows=[(*_cells(each.line), each.state, name) for each, name in zip(ran.lines, files, strict=True)],
        totals=tuple(
            Figure(state, label, Kind.INTEGER, states.count(state))
            for state, label in (("feito", "Feitos"), ("pendente", "Pendentes"), ("pulado", "Pulados"))
        ),
        empty="A régua não tem nada a fazer neste dia.",
        short="Régua",
    )


def said(ran: "Ran") -> str:
    """What a run did, in one sentence."""
    states = [each.state for each in ran.lines]
    letters = counted(states.count("feito"), "carta", "cartas")
    tasks = counted(states.count("pendente"), "tarefa sua", "tarefas suas")
    return f"régua executada: {letters}, {tasks}"


def _cells(line: "Line") -> tuple[object, ...]:
    return (
        line.debtor.name,
        line.debtor.document,
        line.label,
        line.channel or None,
        line.step.template or None,
        tuple(each.name for each in line.titles),
        line.total,
        line.action,
        line.reason,
    )


def _counts(actions: Iterable[str]) -> tuple[Figure, ...]:
    every = list(actions)
    labels = {SEND: "A enviar", CALL: "A ligar", DECIDE: "A decidir", SKIP: "Pulados"}
    return tuple(Figure(a, label, Kind.INTEGER, every.count(a)) for a, label in labels.items())


_GATE_WORDS = {"dados": "CPF ou CNPJ no cadastro", "prova": "comprovante da entrega ou título"}
_BASE_WORDS = {
    "vencimento": "do vencimento", "emissao": "da emissão", "fim-do-mes": "do vencimento, até o fim do mês",
    "anterior": "do degrau anterior",
}  # fmt: skip


def ladder(found: "Ladder", as_of: date, notes: tuple[str, ...]) -> Report:
    """The steps of the owner's ladder in their order."""
    return Report(
        name="regua",
        title="Régua de cobrança",
        as_of=as_of,
        columns=(
            Column("degrau", "Degrau"),
            Column("quando", "Quando", elastic=True),
            Column("canais", "Canais", many=True, elastic=True),
            Column("modelo", "Modelo"),
            Column("tom", "Tom", priority=2),
            Column("acao", "Ação", words=ACTION_WORDS),
            Column("condicoes", "Condições", elastic=True, priority=1),
        ),
        rows=[_step(step) for step in found.steps],
        empty="A régua não tem degraus.",
        notes=notes,
        short="Régua",
    )


def _step(step: "Step") -> tuple[object, ...]:
    return (
        step.label,
        _when(step),
        step.channels or None,
        step.template or None,
        step.tone or None,
        step.action,
        "; ".join(_conditions(step)) or None,
    )


def _when(step: "Step") -> str:
    base = _BASE_WORDS[step.base]
    if not step.days:
        return f"no dia {base}"
    side = "antes" if step.days < 0 else "depois"
    again = f", de novo a cada {counted(step.repeat, 'dia', 'dias')}" if step.repeat else ""
    return f"{counted(abs(step.days), 'dia', 'dias')} {side} {base}{again}"


def _conditions(step: "Step") -> list[str]:
    found = []
    if step.action == DECIDE:
        found.append("a sua aprovação")
    if step.minimum:
        found.append(f"ao menos {currency_br(step.minimum)} vencidos")
    found += [_GATE_WORDS[gate] for gate in sorted(step.gates)]
    if step.segments:
        found.append(f"só para {', '.join(sorted(step.segments))}")
    if step.except_segments:
        found.append(f"menos para {', '.join(sorted(step.except_segments))}")
    return found

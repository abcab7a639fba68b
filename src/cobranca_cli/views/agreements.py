"""Agreements in force and past ones: the list, one of them, and the three readings of a breach."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, currency_br, date_br, percent_br
from cobranca_cli.domain.agreement import LATE, ON_TIME, STATES
from cobranca_cli.views import columns
from cobranca_cli.views.agreement_offers import CLAUSES, SYSTEMS
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.agreement_break import Broken, Readings, Resumed
    from cobranca_cli.services.agreement_find import InstalmentSeen, Seen
    from cobranca_cli.services.agreement_list import Listed
    from cobranca_cli.services.agreement_payoff import Quote

_STATE = Column("situacao", "Situação", words={state.replace(" ", "_"): state for state in STATES})


def listing(found: "Listed") -> Report:
    """Agreements in the order in which they were signed."""
    rows = [_row(each) for each in found.agreements]
    states = [each.following.state for each in found.agreements]
    return Report(
        name="acordos",
        title="Acordos",
        as_of=found.as_of,
        columns=(
            Column("id", "Nº", Kind.INTEGER),
            Column("numero", "Acordo", priority=5),
            columns.CUSTOMER,
            columns.DOCUMENT,
            Column("firmado_em", "Firmado em", Kind.DATE, priority=6),
            Column("parcelas", "Parcelas", Kind.INTEGER, priority=7),
            Column("pagas", "Pagas", Kind.INTEGER, priority=4),
            Column("total", "Total", Kind.MONEY, priority=3),
            Column("pago", "Pago", Kind.MONEY, priority=2),
            Column("falta", "Falta", Kind.MONEY),
            Column("proximo_vencimento", "Próxima", Kind.DATE, priority=3),
            Column("dias", "Dias", Kind.INTEGER, priority=1),
            _STATE,
        ),
        rows=rows,
        totals=(
            Figure("acordos", "Acordos", Kind.INTEGER, len(rows)),
            *(
                Figure(state.replace(" ", "_"), f"{state.capitalize()}", Kind.INTEGER, states.count(state))
                for state in STATES
            ),
            Figure("pago", "Pago", Kind.MONEY, sum(each.paid for each in found.agreements)),
            Figure("falta", "Falta", Kind.MONEY, sum(_left(each) for each in found.agreements)),
        ),
        empty="Nenhum acordo com esses filtros.",
        notes=found.notices,
    )


def _left(seen: "Seen") -> int:
    return sum(each.owed.total for each in seen.instalments)


def _row(seen: "Seen") -> tuple[object, ...]:
    signed = seen.signed
    open_ones = [each for each in seen.instalments if each.owed.total]
    return (
        signed.id,
        signed.number,
        signed.customer,
        signed.document,
        signed.signed_on,
        sum(1 for each in seen.instalments if each.row.position),
        sum(1 for each in seen.instalments if each.row.position and _situation(each) == "paga"),
        seen.deal.total,
        seen.paid,
        _left(seen),
        min((each.row.due for each in open_ones), default=None),
        seen.following.days,
        seen.following.state.replace(" ", "_"),
    )


_INSTALMENT = (
    Column("parcela", "Parcela", Kind.INTEGER),
    Column("vencimento", "Vencimento", Kind.DATE),
    Column("valor", "Valor", Kind.MONEY),
    Column("juros", "Juros", Kind.MONEY, priority=5),
    Column("amortizacao", "Amortização", Kind.MONEY, priority=6),
    Column("saldo", "Saldo devedor", Kind.MONEY, priority=7),
    Column("pago", "Pago", Kind.MONEY, priority=2),
    Column("encargos", "Encargos", Kind.MONEY, priority=4),
    Column("em_aberto", "Em aberto", Kind.MONEY),
    Column("dias", "Dias", Kind.INTEGER, priority=3),
    Column(
        "situacao",
        "Situação",
        priority=1,
        words={
            "a_vencer": "a vencer",
            "vencida": "vencida",
            "paga": "paga",
            "encerrada": "encerrada",
        },
    ),
)


def one(seen: "Seen", notices: tuple[str, ...] = ()) -> Report:
    """An agreement instalment by instalment, with what was credited to the titles it replaced."""
    signed = seen.signed
    return Report(
        name="acordo",
        title=f"{signed.number} com {signed.customer}",
        as_of=seen.as_of,
        columns=_INSTALMENT,
        rows=_instalments(seen),
        totals=(
            Figure("id", "Acordo", Kind.INTEGER, signed.id),
            Figure("divida", "Dívida no dia do acordo", Kind.MONEY, signed.debt),
            Figure("desconto", "Desconto", Kind.MONEY, signed.discount),
            Figure("juros", "Juros", Kind.MONEY, sum(each.interest for each in seen.deal.plan)),
            Figure("total", "Total do acordo", Kind.MONEY, seen.deal.total),
            Figure("pago", "Pago", Kind.MONEY, seen.paid),
            Figure("falta", "Falta", Kind.MONEY, _left(seen)),
            Figure("quitacao", "Para quitar hoje", Kind.MONEY, seen.payoff),
        ),
        notes=(*_about(seen), *notices),
        short=signed.number,
    )


def _instalments(seen: "Seen") -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for planned, each in zip(seen.deal.plan, seen.instalments, strict=True):
        row = each.row
        rows.append(
            (
                row.position,
                row.due,
                row.amount,
                row.interest,
                row.amortisation,
                planned.balance,
                each.paid,
                each.owed.total - each.owed.principal,
                each.owed.total,
                each.days,
                _situation(each),
            )
        )
    return rows


def _situation(each: "InstalmentSeen") -> str:
    if each.owed.total:
        return "vencida" if each.days else "a_vencer"
    return "paga" if (each.paid or each.off) and not each.closed else "encerrada"


def _about(seen: "Seen") -> list[str]:
    signed, following = seen.signed, seen.following
    rate = f", {percent_br(Decimal(signed.rate))} ao mês" if Decimal(signed.rate) else ""
    said = [
        f"situação: {following.state}{_when(seen)}; firmado em {date_br(signed.signed_on)};"
        f" {SYSTEMS[signed.system]}{rate}"
    ]
    for each in seen.members:
        said.append(
            f"fatura {each.member.name}: entrou com {currency_br(each.member.parts.total)}"
            f" ({currency_br(each.member.parts.principal)} de principal); as parcelas já lhe creditaram"
            f" {currency_br(each.credited)}"
        )
    if seen.relief:
        said.append(f"quitado hoje, o cliente deixa de pagar {currency_br(seen.relief)} de juros futuros")
    if following.state in (ON_TIME, LATE):
        said.append(f"se for rompido: {CLAUSES[signed.clause]}")
    if following.breakable_on and not following.breakable:
        said.append(f"sem pagamento, pode ser rompido a partir de {_br(following.breakable_on)}")
    if following.breakable:
        said.append(f"a regra do termo já permite romper: cobranca acordo romper {signed.id}")
    if signed.author:
        said.append(f"concedido por {signed.author}")
    if signed.note:
        said.append(f"nota: {signed.note}")
    return said


def _when(seen: "Seen") -> str:
    if seen.cancelled_on:
        return f" em {date_br(seen.cancelled_on)}"
    if seen.breach:
        return f" em {date_br(seen.breach.day)} ({seen.breach.reason})"
    if seen.following.days:
        late = counted(seen.following.late, "parcela", "parcelas")
        return f", {late} há até {seen.following.days} dia{'s' * (seen.following.days > 1)}"
    return ""


def payoff(found: "Quote") -> Report:
    """What settles an agreement, or some of its instalments, on a day."""
    signed = found.seen.signed
    rows: list[tuple[object, ...]] = [
        (
            each.seen.row.position,
            each.seen.row.due,
            each.seen.owed.principal,
            each.seen.owed.total - each.seen.owed.principal,
            each.off,
            each.to_settle,
        )
        for each in found.lines
    ]
    return Report(
        name="acordo_quitacao",
        title=f"Quitação do {signed.number} com {signed.customer}",
        as_of=found.seen.as_of,
        columns=(
            Column("parcela", "Parcela", Kind.INTEGER),
            Column("vencimento", "Vencimento", Kind.DATE),
            Column("em_aberto", "Em aberto", Kind.MONEY),
            Column("encargos", "Encargos", Kind.MONEY, priority=2),
            Column("juros_abatidos", "Juros abatidos", Kind.MONEY, priority=1),
            Column("quitacao", "Quita por", Kind.MONEY),
        ),
        rows=rows,
        totals=(
            Figure("juros_abatidos", "Juros abatidos", Kind.MONEY, found.off),
            Figure("quitacao", "Quita por", Kind.MONEY, found.total),
        ),
        notes=("para registrar, tire --simular da linha de comando",),
        short="Quitação",
    )


def settled_without_payment(found: "Quote") -> str:
    """What stands in the ledger, in one sentence, when all that was left is interest not earned."""
    signed, many = found.seen.signed, len(found.lines)
    return (
        f"{signed.number} de {signed.customer}: nada mais a pagar; {counted(many, 'parcela', 'parcelas')} sem"
        f" os {currency_br(found.off)} de juros que ainda não correram"
    )


_READINGS = {
    "original": "a dívida original, com os pagamentos imputados nos seus dias (Código Civil, art. 354)",
    "parcelas": "só as parcelas que faltam, com os encargos das vencidas e sem juros futuros",
    "proporcional": "as parcelas que faltam e a parte do desconto que lhes cabe",
}


def readings(found: "Readings", applied: str | None = None) -> Report:
    """The three readings side by side; `aplicada` marks the one of the term, or the one applied."""
    marked = applied or found.chosen
    signed = found.seen.signed
    return Report(
        name="acordo_rompimento",
        title=f"Rompimento do {signed.number} com {signed.customer}",
        as_of=found.seen.as_of,
        columns=(
            Column("clausula", "Cláusula"),
            Column("principal", "Principal", Kind.MONEY),
            Column("encargos", "Encargos", Kind.MONEY),
            Column("total", "Total", Kind.MONEY),
            Column("desconto_perdido", "Desconto perdido", Kind.MONEY, priority=3),
            Column("aplicada", "Aplicada" if applied else "Do termo", Kind.BOOL, priority=1),
            Column("regra", "O que se cobra", elastic=True, priority=2),
        ),
        rows=[
            (
                clause,
                sum(part.principal for part in each.parts),
                each.total - sum(part.principal for part in each.parts),
                each.total,
                each.lost,
                clause == marked,
                _READINGS[clause],
            )
            for clause, each in found.outcomes.items()
        ],
        totals=(
            Figure("pago", "Pago no acordo", Kind.MONEY, found.seen.paid),
            Figure("cumprido", "Do acordo, cumprido", Kind.PERCENT, _percent(found.paid)),
        ),
        notes=found.notices,
        short="Rompimento",
    )


def _percent(share: Decimal) -> Decimal:
    return (share * 100).quantize(Decimal("0.01"))


def broken(done: "Broken") -> str:
    """What stands in the ledger, in one sentence."""
    signed = done.readings.seen.signed
    total = currency_br(done.readings.outcomes[done.clause].total)
    names = ", ".join(each.member.name for each in done.readings.seen.members)
    return f"{signed.number} de {signed.customer} rompido em {_br(done.day)}; devidos {total} em {names}"


def resumed(done: "Resumed", what: str) -> str:
    """The same of what was taken back."""
    again = counted(done.again, "lançamento foi refeito", "lançamentos foram refeitos") if done.again else ""
    return f"{done.number} de {done.customer} {what} em {_br(done.day)}" + (f"; {again}" if again else "")


def _br(day: date) -> str:
    return date_br(day.isoformat())

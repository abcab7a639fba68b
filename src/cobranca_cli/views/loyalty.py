"""What a customer's history says of him, who earned the benefit, and the letters of thanks."""

from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted
from cobranca_cli.domain.loyalty import SKIP, THANK
from cobranca_cli.domain.segments import days_br, hundredths_plain
from cobranca_cli.views.columns import CUSTOMER, DOCUMENT
from cobranca_cli.views.ladder import CHANNEL_WORDS
from cobranca_cli.views.report import Column, Figure, Kind, Report
from cobranca_cli.views.sheet import sheet

if TYPE_CHECKING:
    from cobranca_cli.domain.loyalty import Thanks
    from cobranca_cli.services.loyalty import Loyal, Loyalty, Profile
    from cobranca_cli.services.thanks import Thanked

_PROFILE = (
    CUSTOMER,
    DOCUMENT,
    Column("desde", "Primeira fatura", Kind.DATE),
    Column("pagas_ao_todo", "Faturas pagas até hoje", Kind.INTEGER),
    Column("pagas", "Pagas em 12 meses", Kind.INTEGER),
    Column("pagas_valor", "Valor dessas", Kind.MONEY),
    Column("pagas_com_atraso", "Pagas com atraso", Kind.INTEGER),
    Column("atraso_medio", "Atraso médio"),
    Column("maior_atraso", "Maior atraso (dias)", Kind.INTEGER),
    Column("em_atraso", "Em atraso hoje", Kind.INTEGER),
    Column("aberto", "Total em aberto", Kind.MONEY),
    Column("promessas_quebradas", "Promessas quebradas", Kind.INTEGER),
    Column("segmentos", "Segmentos"),
)


def _average(hundredths: int, *, for_people: bool) -> str:
    return days_br(hundredths) if for_people else hundredths_plain(hundredths)


def profile(found: "Profile", *, for_people: bool, show_data: bool) -> Report:
    """One customer: field by field for people, one row for programs."""
    history, customer = found.history, found.customer
    row = (
        customer.name,
        customer.document,
        history.first_on.isoformat() if history.first_on else None,
        history.paid_ever,
        history.paid,
        history.amount,
        history.paid_late if history.paid else None,
        _average(history.average_late, for_people=for_people) if history.paid else None,
        history.worst_late,
        len(history.standing),
        history.open_total,
        history.broken_promises,
        ", ".join(found.segments) or ("nenhum" if for_people else None),
    )
    title = f"Perfil de {customer.name}"
    if not for_people:
        columns = (*_PROFILE, Column("motivos", "Motivos"))
        reasons = "; ".join(f"{name}: {reason}" for name, reason in found.segments.items())
        return Report("perfil", title, found.as_of, columns, [(*row, reasons or None)], notes=found.notices)
    report = Report("perfil", title, found.as_of, _PROFILE, [row], notes=found.notices)
    shown = sheet(report, show_data=show_data)
    return shown._replace(rows=[*shown.rows, *found.segments.items()])


_LOYAL = (
    CUSTOMER,
    DOCUMENT,
    Column("faturas", "Em dia", Kind.INTEGER),
    Column("valor", "Valor", Kind.MONEY, priority=1),
    Column("desde", "Desde", Kind.DATE, priority=2),
    Column("ganhou_em", "Ganhou em", Kind.DATE),
    Column("faltam", "Faltam", Kind.INTEGER),
)


def loyalty(found: "Loyalty") -> Report:
    """Who earned the benefit, and who is near it if asked, with the invoices paid on time in a row."""
    rule = found.rule
    benefit = rule.benefit or "ainda não descrito: escreva beneficio em [fidelidade] de cobranca.toml"
    tolerance = counted(rule.tolerance_days, "dia de tolerância", "dias de tolerância")
    how = (
        f"Ganha quem paga {counted(rule.invoices, 'fatura', 'faturas')} em dia, uma atrás da outra, em"
        f" {counted(rule.months, 'mês', 'meses')}{f', com {tolerance}' if rule.tolerance_days else ''},"
        " e não tem nada atrasado."
    )
    earned = [each for each in found.loyal if not each.streak.missing]
    return Report(
        name="fidelidade",
        title="Quem paga em dia",
        as_of=found.as_of,
        columns=_LOYAL,
        rows=[_loyal(each) for each in found.loyal],
        totals=(
            Figure("ganharam", "Ganharam", Kind.INTEGER, len(earned)),
            Figure("perto", "Perto", Kind.INTEGER, len(found.loyal) - len(earned)),
            Figure("beneficio", "Benefício", Kind.TEXT, benefit if rule.benefit else None),
        ),
        empty="Ninguém ganhou o benefício ainda.",
        notes=(*found.notices, how, *(() if rule.benefit else (f"Benefício {benefit}.",))),
    )


def _loyal(each: "Loyal") -> tuple[object, ...]:
    streak = each.streak
    return (
        each.customer.name,
        each.customer.document,
        streak.invoices,
        streak.amount,
        streak.since.isoformat(),
        streak.earned_on.isoformat() if streak.earned_on else None,
        streak.missing,
    )


_THANKS = (
    CUSTOMER,
    DOCUMENT,
    Column("faturas", "Faturas", elastic=True, many=True),
    Column("valor", "Valor", Kind.MONEY, priority=2),
    Column("canal", "Canal", words=CHANNEL_WORDS, priority=1),
    Column("modelo", "Modelo", priority=3),
    Column("acao", "Ação", words={THANK: "enviar", SKIP: "pular"}),
    Column("motivo", "Motivo", elastic=True),
    Column("arquivo", "Arquivo", elastic=True, priority=2),
)


def thanks(found: "Thanked", files: dict[int, str]) -> Report:
    """Whom we thank and whom not, with the reason; `files` are the letters, by the place of their line."""
    actions = [line.action for line in found.lines]
    return Report(
        name="fidelidade_agradecer",
        title="Ensaio dos agradecimentos" if found.rehearsed else "Agradecimentos",
        as_of=found.as_of,
        columns=_THANKS,
        rows=[(*_thanks(line), files.get(place)) for place, line in enumerate(found.lines)],
        totals=(
            Figure("enviar", "A enviar", Kind.INTEGER, actions.count(THANK)),
            Figure("pular", "Pulados", Kind.INTEGER, actions.count(SKIP)),
        ),
        empty="Ninguém a agradecer hoje.",
    )


def _thanks(line: "Thanks") -> tuple[object, ...]:
    return (
        line.payer.name,
        line.payer.document,
        tuple(each.name for each in line.invoices),
        line.amount,
        line.channel or None,
        line.model if line.action == THANK else None,
        line.action,
        line.reason,
    )


def said(done: "Thanked") -> str:
    """What stands in the ledger, in one sentence."""
    return counted(len(done.letters), "agradecimento escrito", "agradecimentos escritos")

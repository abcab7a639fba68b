"""An offer of agreement as a schedule, and the three proposals side by side."""

from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, currency_br, date_br, percent_br
from cobranca_cli.domain.instalments import NO_INTEREST, PRICE, SAC, SIMPLE
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.domain.offer import Offer
    from cobranca_cli.services.agreement_offers import Offered, Proposal
    from cobranca_cli.services.agreement_sign import Agreed

SYSTEMS = {
    NO_INTEREST: "sem juros",
    SIMPLE: "juros simples",
    PRICE: "tabela Price",
    SAC: "SAC",
    "livre": "sem juros, parcelas combinadas",
}
CLAUSES = {
    "original": "volta a dívida original, menos o que foi pago",
    "parcelas": "vencem as parcelas que faltam",
    "proporcional": "vencem as parcelas que faltam, com a parte do desconto que lhes cabe",
}

PROPOSALS = {"a-vista": "à vista", "poucas": "em poucas parcelas", "muitas": "em muitas parcelas"}

SCHEDULE = (
    Column("parcela", "Parcela", Kind.INTEGER),
    Column("vencimento", "Vencimento", Kind.DATE),
    Column("valor", "Valor", Kind.MONEY),
    Column("juros", "Juros", Kind.MONEY, priority=3),
    Column("amortizacao", "Amortização", Kind.MONEY, priority=4),
    Column("saldo", "Saldo", Kind.MONEY, priority=2),
)


def simulated(found: "Offered") -> Report:
    """One offer as a schedule, or the proposals side by side."""
    return _schedule(found) if found.asked else _proposals(found)


def _schedule(found: "Offered") -> Report:
    (proposal,) = found.proposals
    offer = proposal.offer
    return Report(
        name="acordo_simulacao",
        title=f"Simulação de acordo com {found.scope.customer.name}",
        as_of=found.as_of,
        columns=SCHEDULE,
        rows=rows_of(offer),
        totals=totals_of(offer),
        notes=(*_about(found), *found.notices, _stands(found), *_sign(found)),
        short="Simulação",
    )


def rows_of(offer: "Offer") -> list[tuple[object, ...]]:
    """The plan of an offer, the entry as instalment 0."""
    return [
        (each.position, each.due.isoformat(), each.amount, each.interest, each.amortisation, each.balance)
        for each in offer.plan
    ]


def totals_of(offer: "Offer") -> tuple[Figure, ...]:
    """What the offer comes to: debt − discount + interest = total, the entry included."""
    return (
        Figure("divida", "Dívida de hoje", Kind.MONEY, offer.debt),
        Figure("desconto", "Desconto", Kind.MONEY, offer.discount),
        Figure("entrada", "Entrada", Kind.MONEY, offer.entry),
        Figure("juros", "Juros", Kind.MONEY, offer.interest),
        Figure("total", "Total a pagar", Kind.MONEY, offer.total),
    )


def _about(found: "Offered") -> tuple[str, ...]:
    (proposal,) = found.proposals
    offer, wanted = proposal.offer, proposal.offer.conditions
    said = [f"faturas: {', '.join(found.scope.names)}"]
    rate = f", {percent_br(wanted.rate)} ao mês" if offer.interest else ""
    said.append(f"{SYSTEMS[offer.system]}{rate}")
    off = [
        f"{currency_br(cents)} {of}"
        for cents, of in ((offer.charges_off, "dos encargos"), (offer.principal_off, "do principal"))
        if cents
    ]
    if off:
        said.append(f"o desconto: {' e '.join(off)}, se o acordo for cumprido")
    saved = offer.debt - offer.total
    if saved > 0:
        said.append(f"o cliente economiza {currency_br(saved)} em relação à dívida de hoje")
    return tuple(said)


def _stands(found: "Offered") -> str:
    return f"a proposta vale até {date_br(found.until.isoformat())}"


def _sign(found: "Offered") -> tuple[str, ...]:
    return ("para registrar, troque simular por firmar na mesma linha de comando",)


def _proposals(found: "Offered") -> Report:
    rows = [_proposal(each) for each in found.proposals]
    return Report(
        name="acordo_propostas",
        title=f"Propostas de acordo para {found.scope.customer.name}",
        as_of=found.as_of,
        columns=(
            Column("proposta", "Proposta", words=PROPOSALS),
            Column("entrada", "Entrada", Kind.MONEY, priority=4),
            Column("parcelas", "Parcelas", Kind.INTEGER),
            Column("valor_parcela", "Valor de cada", Kind.MONEY),
            Column("primeiro_vencimento", "Primeira", Kind.DATE, priority=2),
            Column("desconto", "Desconto", Kind.MONEY, priority=3),
            Column("juros", "Juros", Kind.MONEY, priority=5),
            Column("total", "Total", Kind.MONEY),
            Column("economia", "Economiza", Kind.MONEY, priority=1),
        ),
        rows=rows,
        totals=(
            Figure("divida", "Dívida de hoje", Kind.MONEY, found.proposals[0].offer.debt),
            Figure("faturas", "Faturas", Kind.INTEGER, len(found.scope.items)),
        ),
        notes=(
            f"faturas: {', '.join(found.scope.names)}",
            *found.notices,
            *(
                (f"quem pode conceder o desconto: {', '.join(found.authorities)}",)
                if found.authorities
                else ()
            ),
            _stands(found).replace("a proposta vale", "as propostas valem"),
            "para firmar uma delas: cobranca acordo firmar CLIENTE --proposta a-vista (ou poucas, muitas)",
            "para escrever as três ao cliente: cobranca acordo propor CLIENTE",
        ),
        short="Propostas",
    )


def _proposal(each: "Proposal") -> tuple[object, ...]:
    offer = each.offer
    first = offer.instalments[0]
    return (
        each.name,
        offer.entry,
        len(offer.instalments),
        first.amount,
        first.due.isoformat(),
        offer.discount,
        offer.interest,
        offer.total,
        max(0, offer.debt - offer.total),
    )


def signed(done: "Agreed") -> Report:
    """The schedule of an agreement that stands in the ledger."""
    return Report(
        name="acordo",
        title=f"{done.number} com {done.scope.customer.name}",
        as_of=done.signed_on,
        columns=SCHEDULE,
        rows=rows_of(done.offer),
        totals=(
            Figure("id", "Acordo", Kind.INTEGER, done.id),
            *totals_of(done.offer),
        ),
        notes=(
            f"faturas suspensas: {', '.join(done.scope.names)}; a régua passa a cobrar as parcelas",
            f"se for rompido: {CLAUSES[done.clause]}",
            *done.notices,
            f"o termo para assinar: cobranca acordo termo {done.id}",
        ),
    )


def said(done: "Agreed") -> str:
    """What stands in the ledger, in one sentence."""
    offer = done.offer
    entry = f"entrada de {currency_br(offer.entry)} e " if offer.entry else ""
    rest = counted(len(offer.instalments), "parcela", "parcelas")
    paid = f"; entrada recebida, pagamento {done.payment}" if done.payment else ""
    return (
        f"{done.number} de {done.scope.customer.name}: {entry}{rest}, no total de"
        f" {currency_br(offer.total)}{paid}"
    )

"""An agreement as its letters see it: texts ready to print, in the shape of `agreement_texts`."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from cobranca_cli.brformat import currency_br, date_br, document_br, percent_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.contact import format_zip
from cobranca_cli.domain.terms import Terms
from cobranca_cli.domain.words import amount_in_words
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.ledger.queries.items import Item
from cobranca_cli.ledger.queries.letters import last_payment
from cobranca_cli.services.agreement_find import Seen
from cobranca_cli.services.agreement_offers import Offered, Proposal
from cobranca_cli.services.letter_data import long_date
from cobranca_cli.services.working import work_title
from cobranca_cli.views.agreement_offers import PROPOSALS, SYSTEMS
from cobranca_cli.views.working import lines

_UNITS = {"percentual_dia": "ao dia", "percentual_ano": "ao ano"}
_METHODS = {"E_taxa_legal": "taxa legal"}


def agreed_texts(seen: Seen, customer: Customer, terms: Terms) -> dict[str, object]:
    """What every letter about an agreement says of it; `terms` are those of its instalments."""
    signed, deal, policy = seen.signed, seen.deal, seen.policy
    agreed = signed.debt - signed.discount
    day = date.fromisoformat(signed.signed_on)
    entry = next((each.amount for each in deal.plan if not each.position), 0)
    left = sum(each.owed.total for each in seen.instalments)
    rate = Decimal(signed.rate)
    return {
        "numero": signed.number.removeprefix("ACORDO-"),
        "data": date_br(signed.signed_on),
        "data_extenso": long_date(day),
        "divida": currency_br(signed.debt),
        "desconto": currency_br(signed.discount),
        "desconto_encargos": currency_br(signed.charges_off),
        "desconto_principal": currency_br(signed.principal_off),
        "saldo": currency_br(agreed),
        "saldo_extenso": amount_in_words(agreed),
        "entrada": currency_br(entry) if entry else "",
        "parcelas": sum(1 for each in deal.plan if each.position),
        "juros_total": currency_br(sum(each.interest for each in deal.plan)),
        "total": currency_br(deal.total),
        "total_extenso": amount_in_words(deal.total),
        "sistema": SYSTEMS[signed.system],
        "taxa": f"{_percent(rate)} ao mês" if rate else "",
        "multa": _fine(terms),
        "mora": _interest(terms),
        "clausula": signed.clause,
        "aviso_dias": policy.rule.notice_days,
        "rompe_parcelas": policy.rule.instalments,
        "rompe_dias": policy.rule.days,
        "rompe_em": _breakable(seen),
        "assinatura": signed.signature,
        "foro": policy.forum,
        "autor": signed.author or "",
        "devedor": debtor_texts(customer),
        "pago": currency_br(seen.paid) if seen.paid else "",
        "falta": currency_br(left) if left else "",
    }


def debtor_texts(customer: Customer) -> dict[str, str]:
    """The debtor as a contract names him: the whole document, the whole address."""
    place = "/".join(filter(None, (customer.city, customer.state)))
    zip_code = f"CEP {format_zip(customer.zip)}" if customer.zip else ""
    address = ", ".join(filter(None, (customer.address, place, zip_code)))
    return {"documento": document_br(customer.document or "", masked=False), "endereco": address}


def plan_texts(connection: sqlite3.Connection, seen: Seen, *, done: bool) -> list[dict[str, str]]:
    """The schedule; with `done` also what became of each instalment by the day."""
    found = []
    for planned, each in zip(seen.deal.plan, seen.instalments, strict=True):
        what = ""
        if done and each.paid:
            paid = last_payment(connection, [each.row.receivable], seen.as_of)
            what = f"paga em {date_br(paid.day)}" if paid and not each.owed.total else "paga em parte"
            if seen.breach and not each.owed.total and each.paid + each.off < planned.amount:
                what = "paga em parte"
        elif done:
            what = "não paga" if seen.breach else "vencida" if each.days else "a vencer"
        found.append(
            {
                "numero": str(planned.position) if planned.position else "Entrada",
                "vencimento": date_br(planned.due.isoformat()),
                "valor": currency_br(planned.amount),
                "juros": currency_br(planned.interest),
                "amortizacao": currency_br(planned.amortisation),
                "saldo": currency_br(planned.balance),
                "situacao": what,
            }
        )
    return found


def working_texts(
    connection: sqlite3.Connection,
    settings: Settings,
    items: Sequence[Item],
    as_of: date,
    before: int | None = None,
) -> list[dict[str, object]]:
    """The working of each title on a day, for the annex; `before` as in `work_title`."""
    return [
        {"fatura": item.name, "linhas": lines(work_title(connection, settings, item, as_of, before))}
        for item in items
    ]


def offered_texts(offered: Offered, customer: Customer) -> dict[str, object]:
    """The proposals side by side, and until when they stand."""
    return {
        "validade": date_br(offered.until.isoformat()),
        "devedor": debtor_texts(customer),
        "propostas": [_proposal(each) for each in offered.proposals],
    }


def _proposal(each: Proposal) -> Mapping[str, str]:
    offer = each.offer
    rows = offer.instalments
    amounts = [row.amount for row in rows]
    first, last = amounts[0], amounts[-1]
    many = f"{len(rows)} × {currency_br(first)}"
    if len(set(amounts)) > 1:
        many = f"{len(rows)} parcelas de {currency_br(first)} a {currency_br(last)}"
    saved = offer.debt - offer.total
    name = PROPOSALS.get(each.name, "proposta")
    return {
        "nome": f"{name[0].upper()}{name[1:]}",
        "entrada": currency_br(offer.entry) if offer.entry else "",
        "parcelas": many,
        "primeiro": date_br(rows[0].due.isoformat()),
        "desconto": currency_br(offer.discount) if offer.discount else "",
        "total": currency_br(offer.total),
        "economia": currency_br(saved) if saved > 0 else "",
    }


def _breakable(seen: Seen) -> str:
    if seen.breach:
        return date_br(seen.breach.day)
    day = seen.following.breakable_on
    return date_br(max(day, seen.as_of).isoformat()) if day else ""


def _fine(terms: Terms) -> str:
    if terms.fine_cents:
        return currency_br(terms.fine_cents)
    return _percent(terms.fine_percent) if terms.fine_percent else ""


def _interest(terms: Terms) -> str:
    if terms.interest_method in _METHODS:
        return _METHODS[terms.interest_method]
    if terms.interest_method == "valor_fixo_dia":
        return f"{currency_br(terms.interest_cents)} ao dia" if terms.interest_cents else ""
    unit = _UNITS.get(terms.interest_method, "ao mês")
    return f"{_percent(terms.interest_percent)} {unit}" if terms.interest_percent else ""


def _percent(value: Decimal) -> str:
    return percent_br(value).replace(",00%", "%")

"""A receipt as a report for programs and as a document to sign.

CC art. 320 wants the amount and the kind of the debt, the debtor's name, time and place of the payment, and
the creditor's signature. Art. 323: quittance of the principal without reserve presumes that the interest is
paid, so that a receipt that leaves charges open says it.
"""

from typing import TYPE_CHECKING

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.views.document import (
    Block,
    Document,
    Fact,
    Facts,
    Highlight,
    Notes,
    Parties,
    Signature,
    Table,
    Text,
    creditor,
    debtor,
)
from cobranca_cli.views.payments import PARTS
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.receipt import Quittance, Receipt

QUITTANCES = {
    "total": "quitada",
    "principal": "principal quitado",
    "parcial": "quitação parcial",
}

MEANS = {
    "pix": "por Pix",
    "boleto": "por boleto",
    "transferencia": "por transferência",
    "dinheiro": "em dinheiro",
    "cartao": "por cartão",
}

_INVOICE = (
    Column("fatura", "Fatura"),
    Column("parcela", "Parcela"),
    Column("vencimento", "Vencimento", Kind.DATE),
)
_PAID = Column("pago", "Pago", Kind.MONEY)
_COLUMNS = (
    *_INVOICE,
    *PARTS,
    _PAID,
    Column("desconto", "Desconto", Kind.MONEY, priority=6),
    Column("saldo", "Saldo", Kind.MONEY),
    Column("encargos_restantes", "Encargos restantes", Kind.MONEY, priority=1),
    Column("quitacao", "Quitação", words=QUITTANCES),
)
_DETAILS = (Column("descricao", "Descrição"), Column("quitacao", "Quitação"))


def receipt(found: "Receipt") -> Document:
    """The receipt as a document, with the report that programs read."""
    title = "Recibo de uso de crédito" if _from_credit(found) else "Recibo"
    return Document(
        name="recibo",
        title=title,
        subtitle=f"Nº {found.row.id}",
        as_of=found.as_of,
        dated="Emitido em",
        blocks=(
            Parties(creditor(found.company), debtor(found.customer)),
            Highlight("Crédito usado" if _from_credit(found) else "Valor recebido", found.amount),
            Text(_received(found)),
            *_allocation(found),
            *_quittance(found),
            *_remarks(found),
            Signature(found.company.nome, found.company.documento, _place(found), found.as_of.isoformat()),
        ),
        report=_report(found, title),
    )


def _report(found: "Receipt", title: str) -> Report:
    return Report(
        name="recibo",
        title=f"{title} {found.row.id}, de {found.customer.name}",
        as_of=found.as_of,
        columns=_COLUMNS,
        rows=[
            (
                *_invoice(line),
                *line.paid,
                line.paid.total,
                line.let_off,
                line.left.principal,
                line.charges_left,
                _extent(line),
            )
            for line in found.lines
        ],
        totals=(
            Figure("id", "Número", Kind.INTEGER, found.row.id),
            Figure("valor", "Valor", Kind.MONEY, found.amount),
            Figure("alocado", "Em faturas", Kind.MONEY, found.amount - found.credit),
            Figure("credito", "Crédito", Kind.MONEY, found.credit),
        ),
        empty="Nenhuma fatura recebeu este valor.",
        notes=found.notices,
    )


def _from_credit(found: "Receipt") -> bool:
    return found.row.kind == "credito"


def _place(found: "Receipt") -> str:
    return "/".join(filter(None, (found.company.cidade, found.company.uf)))


def _received(found: "Receipt") -> str:
    name, day = found.customer.name, date_br(found.row.day)
    if _from_credit(found):
        return (
            f"Em {day} usamos o crédito que {name} tinha conosco, no valor acima, para pagar o que segue."
            " Não entrou dinheiro nessa data."
        )
    means = MEANS.get(found.row.form or "")
    place = _place(found)
    parts = (f"Recebemos de {name} a quantia acima", f"em {day}", means, place and f"em {place}")
    account = " por conta do principal" if found.on_principal else ""
    what = f", em pagamento{account} do que segue" if found.lines else ""
    return f"{', '.join(filter(None, parts))}{what}."


def _invoice(line: "Quittance") -> tuple[object, ...]:
    claimed = line.claimed
    return claimed.number, claimed.instalment or None, claimed.title.due.isoformat()


def _allocation(found: "Receipt") -> list[Block]:
    """The invoices with what each got, and what became of the rest."""
    blocks: list[Block] = [_table(found)] if found.lines else []
    if found.credit:
        blocks.append(Facts([Fact("Fica como crédito do cliente", found.credit, Kind.MONEY)]))
    return blocks


def _table(found: "Receipt") -> Table:
    """Only the columns that hold something: on paper there is no room for the others."""
    columns = (*_INVOICE, *PARTS, _PAID, *_DETAILS)
    amounts = [(*line.paid, line.paid.total) for line in found.lines]
    rows = [
        (*_invoice(line), *cents, line.description, _quit(line, found.row.day))
        for line, cents in zip(found.lines, amounts, strict=True)
    ]
    kept = [place for place, cells in enumerate(zip(*rows, strict=True)) if any(cells)]
    sums = [sum(cents) for cents in zip(*amounts, strict=True)]
    return Table(
        tuple(columns[place] for place in kept),
        [tuple(row[place] for place in kept) for row in rows],
        totals=tuple(
            Figure(column.name, column.label, Kind.MONEY, cents)
            for column, cents in zip((*PARTS, _PAID), sums, strict=True)
            if cents and len(rows) > 1
        ),
        title="A que o valor foi imputado",
        details=tuple(column.name for column in _DETAILS),
    )


def _extent(line: "Quittance") -> str:
    """How far the invoice is quit, as a word of QUITTANCES."""
    if line.whole:
        return "total"
    return "principal" if not line.left.principal and not line.lost else "parcial"


def _quit(line: "Quittance", paid_on: str) -> str:
    """How far the invoice is quit, as a creditor says it above his signature."""
    early = paid_on <= line.claimed.title.due_effective.isoformat()
    left = [
        f"{currency_br(cents)} {what}"
        for cents, what in (
            (line.left.principal, "de principal"),
            (line.charges_left, "de encargos"),
            (line.lost, "baixados por perda e ainda devidos"),
        )
        if cents
    ]
    extras = [
        f"{what} {currency_br(cents)}"
        for cents, what in (
            (line.let_off, "desconto por antecipação de" if early else "desconto de"),
            (line.forgiven, "dispensada a diferença de"),
            (line.recovered, "do que tinha sido baixado por perda, recuperados"),
        )
        if cents
    ]
    said = {
        "total": "Fica quitada",
        "principal": "Quitado o principal, sem quitação dos encargos",
        "parcial": "Quitação parcial",
    }[_extent(line)]
    rest = [f"restam {' e '.join(left)} em {date_br(paid_on)}"] if left else []
    return f"{'; '.join([said, *rest, *extras])}."


def _reserved(found: "Receipt") -> bool:
    """Whether principal was paid of an invoice that keeps charges; without reserve these would seem paid."""
    return any(line.charges_left and line.paid.principal for line in found.lines)


def _quittance(found: "Receipt") -> list[Block]:
    if not found.lines:
        return []
    said = "Damos quitação do que foi pago, fatura por fatura, nos termos acima."
    if _reserved(found):
        said += (
            " A quitação do principal não alcança os encargos que restam: eles continuam devidos, com esta"
            " ressalva (Código Civil, arts. 323 e 354)."
        )
    return [Text(said, title="Quitação")]


def _remarks(found: "Receipt") -> list[Block]:
    remarks = []
    if found.replaced_on:
        days = " e em ".join(date_br(day.isoformat()) for day in found.replaced_on)
        remarks.append(
            f"O estorno de outro lançamento mudou em {days} o que este pagamento quita: vale o que está"
            " acima, e este recibo substitui os anteriores."
        )
    if found.revised:
        remarks.append(
            "Um lançamento de dia anterior, registrado depois, mudou o que este pagamento quita: vale o que"
            " está acima, e este recibo substitui os anteriores."
        )
    return [Notes(remarks)] if remarks else []

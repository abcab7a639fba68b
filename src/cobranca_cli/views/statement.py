"""The statement of a customer as a report for programs and as a document for people.

The reasons that the house wrote down for itself are not in it, for it is sent to the customer; but what an
expense was for is, because he is asked to pay it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, currency_br, date_br
from cobranca_cli.domain.statement import ADJUSTMENT, CANCELLATION, CHARGES, ISSUED, PRESCRIPTION
from cobranca_cli.domain.suspension import AGREED, BROKEN, CLOSED
from cobranca_cli.views.document import (
    Document,
    Fact,
    Facts,
    Highlight,
    Notes,
    Parties,
    Table,
    creditor,
    debtor,
)
from cobranca_cli.views.payments import FORMS, NAMES
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.statement import Share, StatedLine, Statement

KINDS = {
    "saldo_anterior": "Saldo anterior",
    ISSUED: "Fatura",
    CHARGES: "Encargos",
    "pagamento": "Pagamento",
    "credito": "Uso de crédito",
    "desconto": "Desconto",
    "abatimento": "Abatimento",
    "abono": "Encargos dispensados",
    "tolerancia": "Tolerância",
    "despesa": "Despesa",
    "perda": "Baixa por perda",
    "recuperacao": "Recuperação de perda",
    AGREED: "Acordo",
    BROKEN: "Rompimento de acordo",
    CLOSED: "Rompimento de acordo",
    "estorno": "Estorno",
    ADJUSTMENT: "Ajuste",
    PRESCRIPTION: "Prescrição",
    CANCELLATION: "Cancelamento",
}

_TEXT = Column("descricao", "Histórico", elastic=True)
_DATE = Column("data", "Data", Kind.DATE)
_MONEY = (
    Column("debito", "Débito", Kind.MONEY),
    Column("credito", "Crédito", Kind.MONEY),
    Column("saldo", "Saldo", Kind.MONEY),
)
_COLUMNS = (_DATE, Column("tipo", "Tipo", priority=2, words=KINDS), _TEXT, *_MONEY)

_CHARGES = {"interest": "juros", "fine": "multa", "correction": "correção"}
_MOST_SHARES = 20

_SIGNS = (
    "Débito é o que aumenta a dívida, e crédito, o que a diminui; um saldo negativo é a favor do cliente.",
    "Os encargos correm por dia, e em outra data são outros; peça a memória de cálculo da fatura que quiser.",
    "Se algo aqui não confere com os seus registros, fale com o credor antes de pagar.",
)


def statement(found: "Statement") -> Document:
    """The statement as a document, with the report that programs read."""
    rows = [*_opening(found), *map(_row, found.lines)]
    report = Report(
        name="extrato",
        title=f"Extrato de {found.customer.name}",
        as_of=found.as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=tuple(
            Figure(name, label, Kind.MONEY, cents)
            for name, label, cents in (
                ("saldo", "Saldo", found.balance),
                ("vencido", "Vencido", found.overdue),
                ("credito_disponivel", "Crédito disponível", found.credit),
            )
        ),
        empty="Nenhum lançamento até esta data.",
        notes=found.notices,
        short="Extrato",
    )
    without_kind = [(day, *rest) for day, _, *rest in rows]
    return Document(
        name="extrato",
        title="Extrato",
        subtitle=_period(found),
        as_of=found.as_of,
        blocks=(
            Parties(creditor(found.company), debtor(found.customer)),
            Table((_DATE, _TEXT, *_MONEY), without_kind, title="Lançamentos", empty=report.empty),
            _highlight(found),
            Facts(_figures(found)),
            Notes(_notes(found)),
        ),
        report=report,
    )


def _period(found: "Statement") -> str:
    last = date_br(found.as_of.isoformat())
    return f"De {date_br(found.since.isoformat())} a {last}" if found.since else f"Do início até {last}"


def _opening(found: "Statement") -> list[tuple[object, ...]]:
    if found.since is None:
        return []
    return [(found.since.isoformat(), "saldo_anterior", "Saldo anterior", None, None, found.opening)]


def _row(stated: "StatedLine") -> tuple[object, ...]:
    amount = stated.line.amount
    debit, credit = amount if amount > 0 else None, -amount if amount < 0 else None
    return stated.line.day.isoformat(), _kind(stated), _text(stated), debit, credit, stated.balance


def _kind(stated: "StatedLine") -> str:
    """The word of the line; what a reversal changed of other movements is an adjustment."""
    line = stated.line
    if _charged_elsewhere(stated) and not line.again:
        return CHARGES
    if not line.again or stated.movement is None:
        return line.kind
    return "estorno" if stated.movement.reversed_on == line.day.isoformat() else ADJUSTMENT


def _text(stated: "StatedLine") -> str:
    line, movement = stated.line, stated.movement
    if line.kind in _TEXTS:
        return _TEXTS[line.kind](stated)
    said = _entry(stated)
    if not line.again:
        return said
    assert movement
    undone = movement.reversed_on == line.day.isoformat()
    if undone and movement.kind == line.kind:
        return f"Estorno do {NAMES[movement.kind]} {movement.id}, {_of_invoice(stated)}"
    return f"{said}: {'sem efeito, pelo estorno' if undone else 'acerto por causa de estorno'}"


def _of_invoice(stated: "StatedLine", of: str = "da") -> str:
    assert stated.title
    return f"{of} fatura {stated.title.claimed.name}"


def _entry(stated: "StatedLine") -> str:
    """What an entry on an invoice is."""
    movement, invoice = stated.movement, _of_invoice(stated)
    match stated.line.kind:
        case "desconto" if _early(stated):
            return f"Desconto por antecipação {invoice}"
        case "abono":
            return f"Encargos dispensados {invoice}"
        case "tolerancia":
            return f"Diferença dispensada {_of_invoice(stated, 'na')}"
        case "despesa" if movement and _charged_elsewhere(stated):
            return f"Encargos {invoice}, conforme o pagamento {movement.id}"
        case "despesa":
            return f"Despesa {invoice}" + (f": {movement.reason}" if movement and movement.reason else "")
        case "desconto" | "abatimento" as kind:
            return f"{KINDS[kind]} {_of_invoice(stated, 'na')}"
        case kind:
            return f"{KINDS[kind]} {invoice}"


def _early(stated: "StatedLine") -> bool:
    """Whether a discount came with a payment in time, and not by itself."""
    assert stated.movement and stated.title
    in_time = stated.movement.day <= stated.title.claimed.title.due_effective.isoformat()
    return stated.movement.kind == "pagamento" and in_time


def _charged_elsewhere(stated: "StatedLine") -> bool:
    """Whether these are charges that another system took with a payment, beyond those reckoned here."""
    return stated.line.kind == "despesa" and stated.movement is not None and stated.movement.kind != "despesa"


def _issued(stated: "StatedLine") -> str:
    assert stated.title
    claimed, what = stated.title.claimed, stated.title.description
    said = f"Fatura {claimed.name}, vencimento em {date_br(claimed.title.due.isoformat())}"
    return f"{said}: {what}" if what else said


def _charges(stated: "StatedLine") -> str:
    line = stated.line
    names = [word for name, word in _CHARGES.items() if getattr(line.charges, name)] or ["encargos"]
    *first, last = names
    said = f"{', '.join(first)} e {last}" if first else last
    until = f" até {date_br(line.day.isoformat())}" if line.closing else ""
    return f"{said.capitalize()} {_of_invoice(stated)}{until}"


def _paid(stated: "StatedLine") -> str:
    movement = stated.movement
    assert movement
    name = "Uso de crédito" if movement.kind == "credito" else "Pagamento"
    form = FORMS.get(movement.form or "") if movement.form != "outro" else None
    said = f"{name} {movement.id}{f' ({form})' if form else ''}"
    credit = -stated.line.amount - sum(share.cents for share in stated.shares)
    if movement.kind == "pagamento" and movement.reversed_on == movement.day:
        return said
    if len(stated.shares) == 1 and credit <= 0:
        return f"{said}: fatura {stated.shares[0].invoice}" + _amount_of(stated)
    parts = _shares(stated.shares)
    if credit > 0:
        parts.append(f"crédito do cliente {currency_br(credit)}")
    return f"{said}: {', '.join(parts)}" if parts else said


def _amount_of(stated: "StatedLine") -> str:
    """The amount where no column has it."""
    return "" if stated.line.amount else f" {currency_br(stated.shares[0].cents)}"


def _shares(shares: "tuple[Share, ...]") -> list[str]:
    parts = [f"{share.invoice} {currency_br(share.cents)}" for share in shares[:_MOST_SHARES]]
    if more := shares[_MOST_SHARES:]:
        rest = currency_br(sum(share.cents for share in more))
        parts.append(f"mais {counted(len(more), 'fatura', 'faturas')} {rest}")
    return parts


def _agreed(stated: "StatedLine") -> str:
    """What an agreement took up, what came back to the invoice, or what was closed with it."""
    invoice, movement = _of_invoice(stated, "a"), stated.movement
    assert movement
    if movement.reversed_on == stated.line.day.isoformat() and stated.line.again:
        does = "volta" if stated.line.amount > 0 else "suspende"
        return f"{'Rompimento' if movement.kind == BROKEN else 'Acordo'} desfeito: {does} {invoice}"
    if stated.line.amount > 0 and stated.line.kind == AGREED:
        return f"Acordo rompido: volta {invoice}"
    return f"Acordo: {'encerra' if stated.line.kind == CLOSED else 'suspende'} {invoice}"


def _broken(stated: "StatedLine") -> str:
    return f"Cláusula de rompimento do acordo: {_of_invoice(stated, 'a')}"


def _reversed(stated: "StatedLine") -> str:
    movement = stated.movement
    assert movement
    said = f"Estorno do {NAMES[movement.kind]} {movement.id}, de {date_br(movement.day)}"
    if stated.again:
        one, more = "outro lançamento foi refeito", "outros lançamentos foram refeitos"
        said += f"; {counted(stated.again, one, more)}"
    return said


def _adjusted(stated: "StatedLine") -> str:
    line, title = stated.line, stated.title
    assert title
    if title.cancelled_on and title.cancelled_on < line.day.isoformat():
        return f"Fatura {title.claimed.name}, já cancelada: o estorno não a reabre"
    why = " por causa do acordo" if line.agreed else " por causa de estorno"
    until = f" até {date_br(line.day.isoformat())}" if line.closing else why
    return f"Encargos {_of_invoice(stated)} recalculados{until}"


def _prescribed(stated: "StatedLine") -> str:
    assert stated.title
    return f"Fatura {stated.title.claimed.name} prescrita: os encargos saem da conta"


_TEXTS: "dict[str, Callable[[StatedLine], str]]" = {
    ISSUED: _issued,
    CHARGES: _charges,
    "pagamento": _paid,
    "credito": _paid,
    "estorno": _reversed,
    AGREED: _agreed,
    BROKEN: _broken,
    CLOSED: _agreed,
    ADJUSTMENT: _adjusted,
    PRESCRIPTION: _prescribed,
    CANCELLATION: lambda stated: f"Cancelamento {_of_invoice(stated)}",
}


def _highlight(found: "Statement") -> Highlight:
    day = date_br(found.as_of.isoformat())
    if found.balance < 0:
        return Highlight(f"Saldo a favor do cliente em {day}", -found.balance)
    return Highlight(f"Saldo devedor em {day}" if found.balance else f"Saldo em {day}", found.balance)


def _figures(found: "Statement") -> list[Fact]:
    owed = found.balance + found.credit
    return [
        Fact("Vencido", found.overdue, Kind.MONEY),
        Fact("A vencer", owed - found.overdue, Kind.MONEY),
        Fact("Crédito disponível", found.credit, Kind.MONEY),
    ]


def _notes(found: "Statement") -> list[str]:
    notes = []
    if found.prescribed:
        notes.append(
            f"Prescritas, e por isso sem encargos: {', '.join(found.prescribed)}. Não se cobram mais; só se"
            " recebe pagamento voluntário."
        )
    if found.lost:
        notes.append(
            f"Baixado por perda: {currency_br(found.lost)}, que não estão no saldo;"
            " a dívida continua a existir."
        )
    return [*notes, *_SIGNS]

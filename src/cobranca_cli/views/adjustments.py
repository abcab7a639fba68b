"""An adjustment in one sentence."""

from typing import TYPE_CHECKING

from cobranca_cli.brformat import currency_br, date_br

if TYPE_CHECKING:
    from cobranca_cli.domain.account import Parts
    from cobranca_cli.services.adjustments import Adjusted

COMPONENT_LABELS = {
    "expenses": "despesas",
    "interest": "juros",
    "fine": "multa",
    "correction": "correção",
    "principal": "principal",
}

_NAMES = {
    "abono": "abono",
    "abatimento": "abatimento",
    "desconto": "desconto",
    "perda": "baixa por perda",
    "despesa": "despesa",
}


def said(done: "Adjusted") -> str:
    """What was done and what is left."""
    kind, day = _NAMES[done.kind], date_br(done.day.isoformat())
    amount = currency_br(abs(done.parts.total))
    detail = f" ({by_component(done.parts)})" if done.kind in ("abono", "perda") else ""
    left = f"ficam {currency_br(done.left.total)} em aberto" if done.left.total else "nada fica em aberto"
    where = f"na fatura {done.invoice} de {done.customer}"
    return f"{kind} {done.id}, de {amount}{detail}, {where}, em {day}; {left}"


def by_component(parts: "Parts") -> str:
    """`juros R$ 3,33, multa R$ 20,00`: the components that are not zero."""
    return ", ".join(
        f"{COMPONENT_LABELS[name]} {currency_br(cents)}"
        for name, cents in zip(parts._fields, parts, strict=True)
        if cents
    )

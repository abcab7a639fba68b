"""The columns that several reports share, so that one thing has one name, one label and one type."""

from typing import TYPE_CHECKING

from cobranca_cli.views.report import Column, Kind

if TYPE_CHECKING:
    from cobranca_cli.ledger.queries.items import Item

CUSTOMER = Column("cliente", "Cliente", elastic=True)
DOCUMENT = Column("documento", "CPF/CNPJ", priority=9, document=True)
NUMBER = Column("numero", "Fatura")
INSTALMENT = Column("parcela", "Parcela", priority=4)
ISSUED = Column("emissao", "Emissão", Kind.DATE, priority=7)
DUE = Column("vencimento", "Vencimento", Kind.DATE, priority=1)
DUE_EFFECTIVE = Column("vencimento_efetivo", "Venc. efetivo", Kind.DATE, priority=8)
AMOUNT = Column("valor", "Valor", Kind.MONEY, priority=5)
RECEIVED = Column("recebido", "Quitado", Kind.MONEY, priority=6)
"""What is settled of the principal: by money, discount, abatement or write-off."""
BALANCE = Column("saldo", "Saldo", Kind.MONEY)
DAYS = Column("dias", "Dias", Kind.INTEGER, priority=1)
SITUATION = Column(
    "situacao",
    "Situação",
    priority=2,
    words={
        "aberto": "em aberto",
        "vencido": "vencida",
        "pago": "paga",
        "encargos": "só encargos",
        "perda": "baixada por perda",
        "cancelado": "cancelada",
        "acordo": "em acordo",
        "encerrado": "encerrada",
    },
)

INVOICE = (
    CUSTOMER,
    DOCUMENT,
    NUMBER,
    INSTALMENT,
    ISSUED,
    DUE,
    DUE_EFFECTIVE,
    AMOUNT,
    RECEIVED,
    BALANCE,
    DAYS,
)
"""What identifies an invoice and says where it stands."""


def invoice_cells(item: "Item") -> tuple[object, ...]:
    """The cells of INVOICE up to what was received; balance and days are the report's affair."""
    which = item.instalment or None
    dates = (item.issued, item.due, item.due_effective)
    return (item.customer, item.document, item.number, which, *dates, item.amount, item.settled)

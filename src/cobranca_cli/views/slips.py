"""The boleto or the Pix code of an invoice, in one sentence."""

from typing import TYPE_CHECKING

from cobranca_cli.domain.boleto import format_line

if TYPE_CHECKING:
    from cobranca_cli.services.slips import Slip

_NAMES = {"boleto": "boleto", "pix": "código Pix"}


def said(slip: "Slip") -> str:
    """What stands in the ledger now, without a final full stop."""
    item, name = slip.item, _NAMES[slip.kind]
    whose = f"a fatura {item.name} de {item.customer}"
    if slip.content is None:
        return f"{whose} ficou sem {name}" if slip.changed else f"{whose} não tinha {name}"
    if not slip.changed:
        return f"{whose} já tinha este {name}"
    if slip.kind == "boleto":
        return f"boleto d{whose}: {format_line(slip.content)}"
    return f"código Pix d{whose}"

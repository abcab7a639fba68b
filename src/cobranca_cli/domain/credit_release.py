"""What the law says to who sells on credit although the policy would not.

The owner may decide against his own policy, not against the law: with who died there is nobody to contract
with. The other stops do not forbid a sale; they say at whose risk it is.
"""

from collections.abc import Iterable

from .holds import DEATH, INSOLVENCY, OVER_INDEBTED
from .plan import Stop

FORBIDDEN = {DEATH: "quem morreu não contrata (Código Civil, art. 6º)"}
"""By kind of stop, why a release is refused."""

WARNED = {
    INSOLVENCY: (
        "há falência, recuperação ou insolvência registrada: na falência o devedor não dispõe dos seus bens"
        " (Lei 11.101/2005, art. 103); na recuperação judicial a venda nova fica fora do plano (art. 67):"
        " confira qual é, e venda a quem pode assinar"
    ),
    OVER_INDEBTED: (
        "há superendividamento registrado: dar crédito sem avaliar se o cliente pode pagar permite ao juiz"
        " tirar os juros e alongar o prazo (CDC, art. 54-D)"
    ),
    "juizo": "há fatura deste cliente em juízo: fale com o advogado antes de vender mais a prazo",
}
"""By kind of stop, what is said to who releases all the same."""


def forbidden(stops: Iterable[Stop]) -> str | None:
    """Why nobody may release, in words; None if somebody may."""
    return next((FORBIDDEN[each.kind] for each in stops if each.kind in FORBIDDEN), None)


def warned(stops: Iterable[Stop]) -> tuple[str, ...]:
    """What the law says of a release, each once."""
    return tuple(dict.fromkeys(WARNED[each.kind] for each in stops if each.kind in WARNED))

"""A letter that has been written and recorded, as the outputs take it: its words, its data, its text."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

PARTS = ("titulos", "pagamento", "contestacao")
"""What a layout shows besides the words, unless the model says otherwise."""

FORMAL_TONE = "formal"
# The layouts in `templates/` ask in the same way: an owner's `notificacao-2` is a notification too.
_FORMAL = (
    *("notificacao", "negativacao", "protesto", "anuencia"),
    *("termo", "aviso-acordo", "quebra", "quitacao-acordo"),
)
_SIGNED = ("notificacao", "anuencia")
_INTERNAL = ("roteiro",)
_FOR_NOTARY = ("anuencia",)


class Letter(NamedTuple):
    """One letter to one customer.

    Attributes:
        id: number of the letter in the ledger, from 1.
        channel: one of `ledger.step_3.CHANNELS`.
        recipient: e-mail address, national digits of a telephone, or empty.
        sender: name and e-mail of the company; empty texts when unknown.
        words: `assunto`, `titulo`, `abertura`, `apos_titulos`, `fechamento`, `curto`; plain text.
        data: what the templates saw, ready for people; nothing missing is absent, it is empty.
        text: the whole plain text, whose SHA-256 is kept in the ledger as proof.
        html: the whole page, its QR code inside it; None when nobody asked for it.
        parts: which parts of a layout the model shows, as `rendering.shelf.ALL_PARTS` names them.
    """

    id: int
    customer: int
    customer_name: str
    model: str
    channel: str
    recipient: str
    sender: tuple[str, str]
    day: date
    words: Mapping[str, str]
    data: Mapping[str, object]
    text: str
    html: str | None = None
    parts: tuple[str, ...] = PARTS


def is_formal(letter: Letter) -> bool:
    """Whether the letter sets a term or declares something: by e-mail, it goes as a PDF too."""
    card = letter.data["carta"]
    tone = card["tom"] if isinstance(card, Mapping) else ""
    return tone == FORMAL_TONE or letter.model.startswith(_FORMAL)


def is_signed(letter: Letter) -> bool:
    """Whether the creditor alone puts a signature under the letter."""
    return letter.model.startswith(_SIGNED) or "assinatura" in letter.parts


def is_instrument(letter: Letter) -> bool:
    """Whether both parties sign: a contract, which names them in its text and is addressed to nobody."""
    return "assinaturas" in letter.parts


def is_internal(letter: Letter) -> bool:
    """Whether it is a sheet for the person who calls, which never reaches the customer."""
    return letter.model.startswith(_INTERNAL)


def is_for_notary(letter: Letter) -> bool:
    """Whether the customer takes the letter to the notary: it is not addressed to him."""
    return letter.model.startswith(_FOR_NOTARY)

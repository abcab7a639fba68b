"""What came of a contact: the codes a collector uses, and what each means to the ladder.

A contact *reaches* when it counts for the least time between two active contacts with a customer (48 hours
by default), and is an *attempt* when, by telephone, it counts for the calls of a week (2 by default); neither
is law, both are conduct (rules §3.4). What a customer begins himself counts for neither. The outcomes are
those of the OCA reminder (peers 1.3: voicemail, unreachable, not received, approval, dispute, payment on its
way, payment sent) with those that Brazilian law asks for.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from .text import fold

CHANNELS = ("telefone", "email", "whatsapp", "sms", "carta", "presencial")
"""How a customer is reached."""

CALL_WINDOW = timedelta(days=7)
"""How long a call counts as one of the week: on its own day and the six after it."""

_ALL = frozenset(CHANNELS)
_LIVE = frozenset({"telefone", "whatsapp", "presencial"})
_BY_NUMBER = frozenset({"telefone", "whatsapp", "sms"})
_WRITTEN = frozenset({"email", "whatsapp", "sms", "carta"})


class Outcome(NamedTuple):
    """One outcome.

    Attributes:
        code: what is typed and kept.
        words: what people read.
        channels: those by which it can come about.
        said: the customer said it, so that he may also have begun the contact.
        reached: it counts for the least time between active contacts.
        attempt: by telephone, it counts for the calls of a week.
        clearing: he says that he has paid; the ladder waits for the bank.
        promise: it goes with an amount and a day.
        asks: what has to be done next, a word for `views.contacts`; None when nothing beyond the ladder.
        refused: it may not be recorded, for it may not be done.
    """

    code: str
    words: str
    channels: frozenset[str] = _ALL
    said: bool = False
    reached: bool = False
    attempt: bool = False
    clearing: bool = False
    promise: bool = False
    asks: str | None = None
    refused: bool = False


def _said(code: str, words: str, asks: str, *, clearing: bool = False, promise: bool = False) -> Outcome:
    """What the customer himself said, by whatever channel."""
    return Outcome(code, words, _ALL, True, True, True, clearing, promise, asks)


_KNOWN = (
    Outcome("falou", "conversou", _LIVE, said=True, reached=True, attempt=True),
    Outcome("nao-atendeu", "não atendeu", _LIVE, attempt=True),
    Outcome("caixa-postal", "caixa postal", frozenset({"telefone"}), attempt=True),
    # Another person's telephone rang: nothing that the customer has noticed.
    Outcome("numero-errado", "número errado", _BY_NUMBER, asks="cadastro"),
    _said("nao-recebeu-fatura", "diz que não recebeu a fatura", "segunda-via"),
    _said("contesta", "contesta a cobrança", "contestacao"),
    _said("prometeu", "prometeu pagar", "promessa", promise=True),
    _said("pagamento-agendado", "diz que o pagamento está agendado", "promessa", promise=True),
    _said("aguardando-aprovacao", "aguarda aprovação para pagar", "espera"),
    _said("pede-prazo", "pede prazo ou parcelamento", "prazo"),
    _said("ja-pagou", "diz que já pagou", "comprovante", clearing=True),
    _said("recusa-pagar", "recusa-se a pagar", "recusa"),
    _said("sem-condicoes", "diz que não tem como pagar", "espera"),
    _said("nao-quer-canal", "pediu para não ser procurado por este canal", "canal"),
    _said("insolvencia", "avisou de falência, recuperação judicial ou superendividamento", "insolvencia"),
    # Somebody else says so: the customer was not reached.
    Outcome("faleceu", "soube-se que faleceu", attempt=True, asks="falecimento"),
    Outcome("enviado", "enviado", _WRITTEN, reached=True),
    Outcome("entregue", "entregue", _WRITTEN | {"presencial"}, reached=True),
    Outcome("devolvido", "devolvido", _WRITTEN, asks="cadastro"),
    Outcome("respondeu", "respondeu", _WRITTEN, said=True, reached=True),
    Outcome("recado-terceiro", "recado com outra pessoa", refused=True),
)

OUTCOMES: Mapping[str, Outcome] = {outcome.code: outcome for outcome in _KNOWN}
"""Every outcome by its code, in the order in which people read them."""


def outcome_named(typed: str) -> Outcome | None:
    """The outcome that a person means; case, accents, and what stands between the words do not count."""
    return OUTCOMES.get(fold(typed).replace(" ", "-"))

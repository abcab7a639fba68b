"""How a person reads the code words that the ledger keeps of her; others stand for themselves."""

from collections.abc import Mapping

from cobranca_cli.views.agreement_offers import CLAUSES, SYSTEMS
from cobranca_cli.views.contacts import CHANNEL_WORDS, OUTCOME_WORDS
from cobranca_cli.views.credit import VERDICTS
from cobranca_cli.views.credit_facts import WORDS as INFORMATION
from cobranca_cli.views.deadlines import FACT_LABELS
from cobranca_cli.views.holds import KINDS as HOLDS
from cobranca_cli.views.payments import FORMS, NAMES

_EFFECTS = {
    "credito": "uso de crédito",
    "tolerancia": "diferença de centavos perdoada",
    "recuperacao": "recebido do que estava perdido",
}
_ACTIONS = {"enviar": "carta a enviar", "ligar": "ligação a fazer", "decidir": "a decidir pelo credor"}
_MODES = {
    "legal": "primeiro os encargos, como manda a lei",
    "capital": "primeiro o principal",
    "quitacao": "quitação antecipada do acordo",
}
_MODELS = {
    "aviso-acordo": "aviso sobre o acordo",
    "anuencia": "anuência",
    "contestacao": "resposta à contestação",
    "lembrete-curto": "lembrete curto",
    "negativacao": "aviso de negativação",
    "notificacao": "notificação",
    "quitacao-acordo": "quitação do acordo",
    "verificacao": "verificação",
}
_SIGNATURES = {"testemunhas": "assinado na presença de testemunhas", "eletronica": "assinatura eletrônica"}
_LIMITS = {
    "aberto": "do que está a vencer",
    "vencido": "do que está vencido",
    "acordo": "do que está em acordo",
}

_BY_COLUMN: Mapping[str, Mapping[str, str]] = {
    "channel": CHANNEL_WORDS,
    "clause": CLAUSES,
    "component": _LIMITS,
    "form": FORMS,
    "mode": _MODES,
    "outcome": OUTCOME_WORDS,
    "signature": _SIGNATURES,
    "system": SYSTEMS,
    "template": _MODELS,
}
_BY_KIND: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("acao", "kind"): _ACTIONS,
    ("arquivo", "kind"): {"indices": "índices"},
    ("boleto", "kind"): {"pix": "Pix"},
    ("decisao_de_credito", "verdict"): VERDICTS,
    ("efeito", "kind"): _EFFECTS,
    ("fato", "kind"): FACT_LABELS,
    ("informacao", "kind"): INFORMATION,
    ("lancamento", "kind"): NAMES,
    ("pausa", "kind"): HOLDS,
}


def word_of(kind: str, column: str, value: object) -> object:
    """A value of a column of a kind of records, as people say it."""
    words = _BY_KIND.get((kind, column)) or _BY_COLUMN.get(column) or {}
    return words.get(value, value) if isinstance(value, str) else value

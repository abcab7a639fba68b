"""Something that a check of the ledger found: where, what, and what the owner should do."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is not as it should be; every text is Portuguese and holds no personal data.

    Attributes:
        layer: one of the layers of `cobranca verificar`: arquivo, sqlite, historico, dinheiro, regua, copias,
            tempo, lgpd.
        code: `V-` and a word that stays the same from version to version, for scripts.
        subject: what it is about, as the owner would type it: an invoice, `pagamento 12`, a file; may
            be empty.
        what: what is wrong, without a final stop.
        remedy: what to do about it, without a final stop.
    """

    layer: str
    code: str
    subject: str
    what: str
    remedy: str


LAYERS = ("arquivo", "sqlite", "historico", "dinheiro", "regua", "copias", "tempo", "lgpd")

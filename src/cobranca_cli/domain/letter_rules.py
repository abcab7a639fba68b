from typing import NamedTuple


class Words(NamedTuple):
    """The words of one letter, as plain text, and the SHA-256 of the model they came from."""

    assunto: str
    titulo: str
    abertura: str
    apos_titulos: str
    fechamento: str
    curto: str
    sha256: str

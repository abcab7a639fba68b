"""Layer `sqlite`, the table of customers: what one column says of another.

A registration is no fact: it may be corrected and erased, and no seal covers it. What can be derived is
checked, so that nobody is found under another name, or held for another person.
"""

from collections.abc import Iterator

from cobranca_cli.domain.finding import Finding
from cobranca_cli.domain.taxid import is_valid
from cobranca_cli.domain.text import name_key
from cobranca_cli.ledger.schema import STEPS

from .look import RESTORE, Look

_LAYER = "sqlite"


def registration_findings(look: Look) -> Iterator[Finding]:
    """Customers whose search name is not their name's, or whose document is none; linear in customers."""
    if look.version < len(STEPS):
        return
    rows = look.connection.execute("SELECT id, name, name_key, document FROM customer ORDER BY id")
    for identity, name, key, document in rows:
        if key != name_key(name):
            what = "o nome pelo qual se procura não é o do cadastro"
            yield Finding(_LAYER, "V-CADASTRO", f"cliente {identity}", what, RESTORE)
        if document is not None and not is_valid(document):
            what = "o CPF ou CNPJ do cadastro não existe: os dígitos não conferem"
            yield Finding(_LAYER, "V-CADASTRO", f"cliente {identity}", what, RESTORE)

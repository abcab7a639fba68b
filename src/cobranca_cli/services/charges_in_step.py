"""The ledger takes note of the charges in the settings before anything is reckoned with them."""

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.charge_terms import keep_in_step
from cobranca_cli.ledger.queries.terms import ledger_versions
from cobranca_cli.ledger.transaction import Transaction


def note_charges(transaction: Transaction, settings: Settings, moment: Moment) -> list[str]:
    """Record a version if the settings changed; returns what the owner should know about it."""
    today = moment.today.isoformat()
    first = all(version.since == today for version in ledger_versions(transaction.connection))
    version = keep_in_step(transaction.connection, settings.charges, moment)
    if version is None:
        return []
    transaction.record("encargos_definidos", {"versao": version}, moment.instant)
    if first or "desde" in settings.charges:
        return []
    return [
        "os encargos de cobranca.toml mudaram: valem de hoje em diante, e os dias de antes continuam com os"
        ' anteriores (para valerem antes, escreva em [encargos]: desde = "AAAA-MM-DD")'
    ]

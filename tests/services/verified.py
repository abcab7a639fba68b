"""That a ledger is sound, as `cobranca verificar` sees it."""

from pathlib import Path

from cobranca_cli.config import Settings
from cobranca_cli.domain.finding import LAYERS
from cobranca_cli.domain.moment import Moment
from cobranca_cli.services.verify import verify

_LAYERS = [layer for layer in LAYERS if layer != "copias"]


def assert_sound(ledger: Path, settings: Settings, moment: Moment) -> None:
    """Nothing is found in any layer but that of the backups, of which a story makes none."""
    found = verify(ledger, settings, moment, _LAYERS)
    assert found.findings == (), "\n".join(map(str, found.findings))
    assert [layer.name for layer in found.layers] == _LAYERS

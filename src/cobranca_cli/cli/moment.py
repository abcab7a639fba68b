"""The moment and the settings of a run, as services take them.

Imported by every command module, so what it needs is imported when it is called.
"""

from typing import TYPE_CHECKING

from cobranca_cli import clock
from cobranca_cli.cli.run import Run

if TYPE_CHECKING:
    from cobranca_cli.config import Settings
    from cobranca_cli.domain.moment import Moment


def moment_of(run: Run) -> "Moment":
    """The run's day, and this instant."""
    from cobranca_cli.domain.moment import Moment

    return Moment(run.today, clock.utc_now_text())


def settings_of(run: Run) -> "Settings":
    """The owner's settings beside the run's ledger."""
    from cobranca_cli.config import load_settings

    return load_settings(run.ledger_path)

"""The moment and the settings of a run, as services take them."""

from cobranca_cli import clock
from cobranca_cli.cli.run import Run
from cobranca_cli.config import Settings, load_settings
from cobranca_cli.domain.moment import Moment


def moment_of(run: Run) -> Moment:
    """The run's day, and this instant."""
    return Moment(run.today, clock.utc_now_text())


def settings_of(run: Run) -> Settings:
    """The owner's settings beside the run's ledger."""
    return load_settings(run.ledger_path)

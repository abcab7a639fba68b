"""Whether the models that the ladder names exist, told before a run would fail on them."""

from pathlib import Path

from cobranca_cli.config import Settings
from cobranca_cli.config_ladder import LadderSettings, ladder_settings
from cobranca_cli.errors import ConfigError
from cobranca_cli.resources import folder

OWN_TEMPLATES = "modelos"
"""The folder beside the ledger with the owner's copies of the templates."""


def checked_ladder(ledger: Path, settings: Settings) -> LadderSettings:
    """The owner's ladder, whose models exist. Raises ConfigError, as `ladder_settings` does too."""
    ladder = ladder_settings(settings)
    for step in ladder.policy.ladder.steps:
        if step.template and not has_model(ledger, step.template):
            raise ConfigError(
                f"{settings.path}: regua.degraus, {step.label}: não existe o modelo '{step.template}'",
                hint="veja os que há com: cobranca carta modelos",
            )
    return ladder


def has_model(ledger: Path, name: str) -> bool:
    """Whether there is a model of this name, the owner's beside the ledger or the program's."""
    places = (ledger.parent / OWN_TEMPLATES, folder("templates"))
    return any((place / f"{name}.j2").is_file() for place in places)

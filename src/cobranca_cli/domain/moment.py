"""When a command runs: handed to every write, so that nothing below the edge asks a clock."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Moment:
    """The day the command takes for today, and the instant (UTC, ISO text) at which it is recorded."""

    today: date
    instant: str

"""When a command runs: handed to every write, so that nothing below the edge asks a clock."""

from datetime import date
from typing import NamedTuple


class Moment(NamedTuple):
    """The day the command takes for today, and the instant (UTC, ISO text) at which it is recorded."""

    today: date
    instant: str

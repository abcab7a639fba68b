"""A line of `doutor`: what was looked at, how it is, and the command that mends it."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

OK, OPTIONAL, MEND = "ok", "opcional", "conserte"


class Line(NamedTuple):
    """One thing that was looked at.

    Attributes:
        state: `ok`, `opcional` (the program works without it), or `conserte`.
        found: how it is, without a final stop.
        remedy: the command, or the deed, that mends it or brings it; empty when nothing is to be done.
    """

    topic: str
    item: str
    state: str
    found: str
    remedy: str = ""


class Screen(NamedTuple):
    """Where the words go, as the command line knows it."""

    terminal: bool
    width: int
    encoding: str
    colour: bool


class Asked(NamedTuple):
    """What a check needs to know: `instant` is now (UTC, ISO text), `quick` leaves out reading every page."""

    ledger: Path
    today: date
    instant: str
    screen: Screen
    quick: bool = False

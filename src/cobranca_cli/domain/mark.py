"""The mark of the history: its last event's number and the beginning of its hash, to be kept elsewhere."""

import re
from typing import NamedTuple

SHOWN_DIGITS, LEAST_DIGITS = 32, 20
"""Of the hash: how many digits are shown, and how many are enough to compare.

Whoever writes a history anew can try until its hash begins as the mark does; of twelve digits that would take
a graphics card hours, of twenty a million years.
"""

_MARK = re.compile(rf"0*([1-9][0-9]{{0,17}}):([0-9a-f]{{{LEAST_DIGITS},64}})", re.ASCII)


class Mark(NamedTuple):
    """An event's number, and the hexadecimal digits with which its hash begins."""

    seq: int
    digits: str

    @property
    def text(self) -> str:
        """As people write it down."""
        return f"{self.seq}:{self.digits[:SHOWN_DIGITS]}"


def read_mark(text: str) -> Mark | None:
    """The mark that somebody wrote down; None of what is none.

    Capitals, and the ellipsis of a hash that was shown shortened, make no difference.
    """
    found = _MARK.fullmatch(text.strip().rstrip(".…").lower())
    return Mark(int(found[1]), found[2]) if found else None

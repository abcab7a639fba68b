"""What is wrong with one value that came from outside: a value itself, never an exception."""

from typing import NamedTuple


class Problem(NamedTuple):
    """A reason to refuse a value.

    Attributes:
        code: the word in brackets that people search for (`E-DATA`).
        reason: what is wrong and what to do, in Portuguese, lower-case, without the value and without
            a final full stop.
    """

    code: str
    reason: str

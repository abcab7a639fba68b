"""What a story of payments is made of, for hypothesis to draw."""

from typing import NamedTuple

from hypothesis import strategies as st
from tests.services.payment_policy import Policy


class NewBill(NamedTuple):
    """An invoice that is about to come.

    `days` from today to its due date; terms of its own, if any; how long before that, or before today, it was
    issued, if the file says so.
    """

    customer: str
    days: int
    amount: int
    own: tuple[str, str] | None
    issued: int | None


POLICIES = st.builds(
    Policy,
    fine=st.sampled_from(("2", "10", "0")),
    interest=st.sampled_from(("1", "3.5", "0")),
    fine_first=st.booleans(),
    tolerance=st.sampled_from((0, 100)),
    rounding=st.sampled_from(("half_up", "half_even", "down")),
    discount=st.sampled_from(("0", "5")),
    grace=st.sampled_from((0, 0, 4)),
    original=st.booleans(),
    igpm=st.booleans(),
)
WHO = st.sampled_from(("Ana", "Ana", "Ana", "Bia"))
OLD, GONE = -1800, -2000
"""Days to a due date of nearly five years ago, and of more."""
DUE = st.sampled_from((-30, -30, -30, -30, -7, OLD, GONE)) | st.integers(-150, 20)
AMOUNT = st.integers(20_000, 200_000) | st.integers(1, 2_000)
OWN = st.sampled_from((None, None, None, ("5", "2")))
ISSUED = st.sampled_from((None, 30, 0))
BILLS = st.lists(st.builds(NewBill, WHO, DUE, AMOUNT, OWN, ISSUED), min_size=1, max_size=3)
PICK, PERCENT = st.integers(0, 9), st.integers(1, 99)
BACK = st.sampled_from((0, 0, 0, 1, 3, 20, 60))
SELDOM = st.sampled_from((False,) * 9 + (True,))

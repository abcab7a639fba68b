"""What a story of agreements is made of, for hypothesis to draw."""

from typing import NamedTuple

from hypothesis import strategies as st
from tests.services.agreement_plan import NONE, PRICE, SAC, SIMPLE


class Wanted(NamedTuple):
    """The conditions of an agreement about to be signed.

    `days` from today to the first instalment, and to the entry, which is a `share` of what there is to pay;
    percentages as text.
    """

    many: int
    days: int
    system: str
    rate: str
    charges_off: str
    principal_off: str
    share: int
    entry_days: int
    entry_paid: bool
    clause: str


CLAUSE = st.sampled_from(("original", "parcelas", "proporcional"))
WANTED = st.builds(
    Wanted,
    many=st.sampled_from((1, 2, 3, 3, 4)),
    days=st.sampled_from((10, 30, 45, 5, 0)),
    system=st.sampled_from((PRICE, SAC, SIMPLE, NONE)),
    rate=st.sampled_from(("1", "3.5", "20")),
    charges_off=st.sampled_from(("0", "0", "50", "100")),
    principal_off=st.sampled_from(("0", "0", "12.5")),
    share=st.sampled_from((0, 30)),
    entry_days=st.sampled_from((0, 3)),
    entry_paid=st.sampled_from((True, True, False)),
    clause=CLAUSE,
)

"""Offers: A01, A03, A05 and A06 of the domain rules put together, and the sum that always closes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.account_notation import parts
from tests.domain.notation import cents, day

from cobranca_cli.domain.account import Parts
from cobranca_cli.domain.concession import DEFAULT_TIERS, AgeTier, Granted
from cobranca_cli.domain.instalments import REST, SYSTEMS, VALUE, TooSmall, Wish
from cobranca_cli.domain.offer import (
    Conditions,
    Owing,
    TooMuchEntry,
    authorities,
    by_tiers,
    consolidated,
    make_offer,
)

A05 = Owing(1, parts("juros 666,67 multa 200,00 principal 10.000,00"), 200)
FIRST = day("2026-07-01")


@pytest.mark.parametrize(
    ("days", "owed", "pay"),
    [
        (20, "juros 66,67 multa 200,00 principal 10.000,00", "10.133,33"),
        (75, "juros 250,00 multa 200,00 principal 10.000,00", "10.000,00"),
        (150, "juros 500,00 multa 200,00 principal 10.000,00", "9.500,00"),
        (200, "juros 666,67 multa 200,00 principal 10.000,00", "9.000,00"),
        (400, "juros 1.333,33 multa 200,00 principal 10.000,00", "8.000,00"),
        (0, "principal 10.000,00", "10.000,00"),
    ],
)
def test_a06_at_sight_by_the_tiers(days: int, owed: str, pay: str) -> None:
    one = [Owing(1, parts(owed), days)]
    offer = make_offer(one, Conditions(FIRST), by_tiers(one, DEFAULT_TIERS))
    assert offer.total == cents(pay)
    assert offer.total + offer.discount == offer.debt


def test_a05_in_instalments_half_of_the_charges_is_waived() -> None:
    off = by_tiers([A05], DEFAULT_TIERS, Decimal(50))
    assert off == Granted(cents("433,34"), 0)
    assert make_offer([A05], Conditions(FIRST, 3), off).total == cents("10.433,33")


def test_a01_entry_and_price() -> None:
    """12.000,00 with 20% of entry, the rest by Price at 1,5% in six."""
    wanted = Conditions(FIRST, 6, cents("2.400,00"), day("2026-06-01"), "price", Decimal("1.5"))
    offer = make_offer([Owing(1, parts("principal 12.000,00"), 0)], wanted)
    assert [each.amount for each in offer.plan] == [
        cents(amount) for amount in ("2.400,00", *["1.685,04"] * 5, "1.685,05")
    ]
    assert [each.position for each in offer.plan] == [0, 1, 2, 3, 4, 5, 6]
    assert (offer.interest, offer.total) == (cents("510,25"), cents("12.510,25"))
    assert offer.plan[0].balance == cents("9.600,00")
    assert offer.plan[-1].balance == 0


def test_percentages_are_of_each_title_and_rounded_once_each() -> None:
    """Two titles of 0,01 of charges: half of a cent each is a cent each, not one together."""
    two = [Owing(i, parts("juros 0,01 principal 10,00"), 10) for i in (1, 2)]
    offer = make_offer(two, Conditions(FIRST, charges_off=Decimal(50)))
    assert offer.charges_off == 2
    assert consolidated(two) == parts("juros 0,02 principal 20,00")


@pytest.mark.parametrize("entry", ["10.866,67", "11.000,00"])
def test_an_entry_must_leave_something(entry: str) -> None:
    with pytest.raises(TooMuchEntry) as raised:
        make_offer([A05], Conditions(FIRST, 2, cents(entry)))
    assert raised.value.left == cents("10.866,67")


def test_by_hand_the_rest_closes_the_sum() -> None:
    by_hand = ((FIRST, Wish(VALUE, cents("400,00"))), (day("2026-08-01"), Wish(REST)))
    offer = make_offer([A05], Conditions(FIRST, None, by_hand=by_hand))
    assert [each.amount for each in offer.plan] == [cents("400,00"), cents("10.466,67")]
    assert offer.system == "livre"


def test_who_may_grant() -> None:
    tiers = (AgeTier(30, Decimal(50), Decimal(0), ""), AgeTier(None, Decimal(100), Decimal(10), "dono"))
    assert authorities([A05, A05], tiers) == ("dono",)
    assert authorities([A05._replace(days_late=3)], tiers) == ()


@given(
    titles=st.lists(st.tuples(st.integers(1, 10**8), st.integers(0, 10**6)), min_size=1, max_size=5),
    entry=st.integers(0, 10**6),
    count=st.integers(1, 360),
    system=st.sampled_from(SYSTEMS),
    rate=st.decimals("0", "12", places=2),
    off=st.tuples(st.decimals("0", "100", places=1), st.decimals("0", "99", places=1)),
)
def test_debt_less_discount_plus_interest_is_entry_plus_instalments(
    titles: list[tuple[int, int]],
    entry: int,
    count: int,
    system: str,
    rate: Decimal,
    off: tuple[Decimal, Decimal],
) -> None:
    owing = [Owing(place, Parts(interest=i, principal=p), 40) for place, (p, i) in enumerate(titles)]
    wanted = Conditions(date(2026, 1, 31), count, entry, date(2026, 1, 1), system, rate, "parcela", *off)
    try:
        offer = make_offer(owing, wanted)
    except (TooMuchEntry, TooSmall):
        return
    assert offer.debt - offer.discount + offer.interest == offer.total
    assert offer.total == offer.entry + sum(each.amount for each in offer.instalments)
    assert len(offer.instalments) == count
    assert min(each.amount for each in offer.plan) >= 1
    if system == "sem-juros" or not rate:
        amounts = [each.amount for each in offer.instalments]
        assert max(amounts) - min(amounts) <= 1

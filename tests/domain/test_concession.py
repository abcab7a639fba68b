"""What may be let off: A05 and A06 to the cent, and never more than there is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import cents, percent

from cobranca_cli.domain.concession import DEFAULT_TIERS, AgeTier, Granted, grant, tier_of

MANAGER = (AgeTier(60, Decimal(50)), AgeTier(120, Decimal(100), Decimal(5), "gerente"))


@pytest.mark.parametrize(
    ("days_late", "charges", "principal"),
    [
        (1, 50, 0),
        (30, 50, 0),
        (31, 100, 0),
        (90, 100, 0),
        (91, 100, 5),
        (180, 100, 5),
        (181, 100, 10),
        (360, 100, 10),
        (361, 100, 20),
        (5000, 100, 20),
    ],
)
def test_the_default_tiers(days_late: int, charges: int, principal: int) -> None:
    tier = tier_of(days_late, DEFAULT_TIERS)
    assert tier is not None
    assert (tier.charges, tier.principal, tier.authority) == (charges, principal, "")


@pytest.mark.parametrize("days_late", [0, -1, -400])
def test_nothing_for_what_is_not_late(days_late: int) -> None:
    assert tier_of(days_late, DEFAULT_TIERS) is None


@pytest.mark.parametrize(
    ("days_late", "authority"), [(60, ""), (61, "gerente"), (120, "gerente"), (121, None)]
)
def test_the_owners_tiers(days_late: int, authority: str | None) -> None:
    tier = tier_of(days_late, MANAGER)
    assert (tier and tier.authority) == authority


def test_no_tiers() -> None:
    assert tier_of(200, ()) is None


@pytest.mark.parametrize(
    ("case", "charges", "days_late", "off", "to_pay"),
    [
        ("A06", "266,67", 20, "133,34", "10.133,33"),
        ("A06", "450,00", 75, "450,00", "10.000,00"),
        ("A06", "700,00", 150, "1.200,00", "9.500,00"),
        ("A05", "866,67", 200, "1.866,67", "9.000,00"),
        ("A06", "1.533,33", 400, "3.533,33", "8.000,00"),
    ],
)
def test_10_000_at_sight(case: str, charges: str, days_late: int, off: str, to_pay: str) -> None:
    tier = tier_of(days_late, DEFAULT_TIERS)
    assert tier is not None
    found = grant(cents("10.000,00"), cents(charges), tier.charges, tier.principal)
    assert found.total == cents(off), case
    assert cents("10.000,00") + cents(charges) - found.total == cents(to_pay), case


@pytest.mark.parametrize(
    ("principal", "charges", "charges_percent", "principal_percent", "expected"),
    [
        ("10.000,00", "866,67", "50%", "0%", ("433,34", "0,00")),  # A05 in instalments
        ("0,01", "0,01", "50%", "49,99%", ("0,01", "0,00")),
        ("0,05", "0,05", "10%", "10%", ("0,01", "0,01")),
        ("33,33", "0,00", "100%", "12,5%", ("0,00", "4,17")),
    ],
)
def test_each_part_is_rounded_once(
    principal: str, charges: str, charges_percent: str, principal_percent: str, expected: tuple[str, str]
) -> None:
    found = grant(cents(principal), cents(charges), percent(charges_percent), percent(principal_percent))
    assert found == Granted(*(cents(each) for each in expected))


@pytest.mark.parametrize(
    ("charges", "principal"), [("101%", "0%"), ("0%", "101%"), ("-1%", "0%"), ("0%", "-1%")]
)
def test_no_such_percentage(charges: str, principal: str) -> None:
    with pytest.raises(ValueError, match="percent"):
        grant(100, 100, percent(charges), percent(principal))


PERCENT = st.decimals(0, 100, places=2)
CENTS = st.integers(0, 99_999_999_999)


@given(CENTS, CENTS, PERCENT, PERCENT)
def test_never_more_than_there_is(
    principal: int, charges: int, charges_percent: Decimal, principal_percent: Decimal
) -> None:
    found = grant(principal, charges, charges_percent, principal_percent)
    assert 0 <= found.charges <= charges and 0 <= found.principal <= principal
    # Half a cent at most, above or below the exact share.
    assert abs(found.charges * 100 - charges * charges_percent) <= 50
    assert abs(found.principal * 100 - principal * principal_percent) <= 50

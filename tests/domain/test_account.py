"""What an account is made of: amounts by component, and the last day of a title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.account_notation import parts, title
from tests.domain.notation import day

from cobranca_cli.domain.account import COMPONENTS, NOTHING, Parts

AMOUNTS = st.builds(Parts, *[st.integers(-(10**11), 10**11)] * 5)


def test_the_components_are_the_fields_of_an_amount() -> None:
    """`take` and the columns of the ledger go by these names."""
    assert Parts._fields == COMPONENTS
    assert NOTHING == (0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("", 0),
        ("principal 0,01", 1),
        ("despesas 1,00 juros 2,00 multa 3,00 correcao 4,00 principal 5,00", 1500),
        ("despesas -50,00", -5000),
    ],
)
def test_total(text: str, total: int) -> None:
    assert parts(text).total == total


def test_never_negative_is_by_component() -> None:
    """One component does not make up for another."""
    assert parts("juros -3,00 principal 10,00").never_negative() == parts("principal 10,00")


@given(AMOUNTS, AMOUNTS)
def test_plus_and_minus_undo_each_other(one: Parts, other: Parts) -> None:
    assert one.plus(other).minus(other) == one
    assert one.plus(other).total == one.total + other.total
    assert one.minus(other) == one.plus(NOTHING.minus(other))


@pytest.mark.parametrize(
    ("last", "on", "prescribed"),
    [
        ("2031-03-10", "2031-03-10", False),
        ("2031-03-10", "2031-03-11", True),
        (None, "9999-12-31", False),
    ],
)
def test_the_last_day_is_a_day_on_which_it_can_be_claimed(
    last: str | None, on: str, prescribed: bool
) -> None:
    assert title("1,00", "2026-03-10", claimed_until=last).prescribed(day(on)) is prescribed

"""What becomes of an invoice, and from which day on that can be said."""

import pytest
from tests.risk.notation import day, title

from cobranca_cli.risk.facts import MARGIN, count_by


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("0-30 1 @40", False),
        ("0-30 1 @60", False),
        ("0-30 1 @61", True),
        ("0-30 1", True),
        ("0-30 1 @40 @50=aberto", True),
        ("0-30 1 @20=fora", None),
        ("0-30 1 x50", None),
        ("0-30 1 !40-50", None),
    ],
)
def test_what_became_of_it(text: str, wanted: bool | None) -> None:
    assert title(1, text).label(day(200)) == wanted


def test_it_is_said_only_when_no_payment_can_be_on_its_way() -> None:
    one = title(1, "0-30 1")
    assert [one.label(day(60 + MARGIN)), one.label(day(61 + MARGIN))] == [None, True]
    # Money that came in time but was booked weeks later.
    late = title(1, "0-30 1 @90=55")
    assert [late.label(day(89)), late.label(day(90))] == [True, False]


def test_how_many_by_a_day() -> None:
    assert [count_by([3, 3, 7], each) for each in (2, 3, 6, 7)] == [0, 2, 2, 3]

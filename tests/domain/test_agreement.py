"""How an agreement stands on a day, and when the rule of its term lets it be broken."""

from datetime import date

import pytest
from tests.domain.agreement_notation import A07, PRICE
from tests.domain.notation import cents, day

from cobranca_cli.domain.agreement import Due, Following, Rule, follow

RULE = Rule()
"""More than 5 days late: warn; two late instalments or 30 days: break."""


def dues(text: str) -> list[Due]:
    """`07-01 08-03*`: the effective due dates of 2026, with a star if nothing is owed."""
    return [
        Due(date.fromisoformat(f"2026-{each.strip('*')}"), 0 if "*" in each else 100) for each in text.split()
    ]


@pytest.mark.parametrize(
    ("case", "instalments", "on", "wanted"),
    [
        ("none is due yet", "07-01 08-03 09-01", "2026-06-20", Following("em dia")),
        ("due today is not late", "07-01 08-03 09-01", "2026-07-01", Following("em dia")),
        (
            "a day late",
            "07-01 08-03 09-01",
            "2026-07-02",
            Following("atrasado", 1, 1, False, False, day("2026-07-31")),
        ),
        (
            "5 days are no reason to warn",
            "07-01 08-03 09-01",
            "2026-07-06",
            Following("atrasado", 1, 5, False, False, day("2026-07-31")),
        ),
        (
            "6 days are",
            "07-01 08-03 09-01",
            "2026-07-07",
            Following("atrasado", 1, 6, True, False, day("2026-07-31")),
        ),
        (
            "30 days break it",
            "07-01 08-03 09-01",
            "2026-07-31",
            Following("atrasado", 1, 30, True, True, day("2026-07-31")),
        ),
        (
            "two late ones break it, before 30 days",
            "07-20 08-03 09-01",
            "2026-08-04",
            Following("atrasado", 2, 15, True, True, day("2026-08-04")),
        ),
        ("paid ones do not count", "07-01* 08-03* 09-01", "2026-08-20", Following("em dia")),
        ("all paid", "07-01* 08-03* 09-01*", "2026-09-20", Following("cumprido")),
    ],
)
def test_how_it_stands(case: str, instalments: str, on: str, wanted: Following) -> None:
    assert follow(dues(instalments), RULE, day(on)) == wanted, case


def test_the_owners_rule_counts() -> None:
    found = follow(dues("07-01 08-03"), Rule(notice_days=0, instalments=1, days=60), day("2026-07-02"))
    assert found == Following("atrasado", 1, 1, True, True, day("2026-07-02"))


def test_what_a_deal_comes_to() -> None:
    (deal,) = A07.deals
    assert deal.total == cents("9.000,00")
    assert deal.relief_on(day("2026-06-01"), {2, 3, 4}, {2, 3, 4}) == {2: 0, 3: 0, 4: 0}


def test_settled_whole_it_is_the_balance_and_in_part_what_each_is_worth() -> None:
    """A08 on the day of the second instalment; the last alone is 1.685,05 / 1,015^4 = 1.587,63."""
    (deal,) = PRICE.deals
    left = {5, 6, 7, 8}
    whole = deal.relief_on(day("2026-08-01"), left, left)
    assert sum(whole.values()) == cents("245,37")
    assert deal.relief_on(day("2026-08-01"), left, {8}) == {8: cents("97,42")}
    # With one settled before, the others are worth what they are each.
    assert deal.relief_on(day("2026-08-01"), {5, 6, 7}, {5, 6, 7}) != {k: whole[k] for k in (5, 6, 7)}

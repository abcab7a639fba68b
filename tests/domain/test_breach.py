"""The three readings of a breach: A07 of the domain rules, interest not earned, and that no cent is lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.account_notation import parts, title
from tests.domain.agreement_notation import A07, PRICE, agreed, plan
from tests.domain.notation import cents

from cobranca_cli.domain.account import Account, Parts
from cobranca_cli.domain.agreement import Deal
from cobranca_cli.domain.breach import Open, outcomes, paid_share


def deal_of(account: Account) -> Deal:
    (deal,) = account.deals
    return deal


def test_a07_side_by_side() -> None:
    """The third instalment of 3.000,00 is open, 20 days late; the title would owe 5.136,85."""
    late = {4: Open(parts("juros 20,00 multa 60,00 principal 3.000,00"))}
    found = outcomes(deal_of(A07), late, [parts("juros 82,55 principal 5.054,30")], [cents("10.000,00")])
    assert {clause: each.total for clause, each in found.items()} == {
        "original": cents("5.136,85"),
        "parcelas": cents("3.080,00"),
        "proporcional": cents("3.622,22"),
    }
    assert found["proporcional"].lost == cents("622,22")
    assert paid_share(deal_of(A07), late) == Decimal(2) / Decimal(3)


def test_interest_that_was_not_earned_is_not_owed() -> None:
    """Four of the Price table are open on the day of the second: what is owed is the balance, 6.494,80."""
    deal = deal_of(PRICE)
    unearned = {5: "97,42", 6: "73,61", 7: "49,44", 8: "24,90"}
    amounts = {5: "1.685,04", 6: "1.685,04", 7: "1.685,04", 8: "1.685,05"}
    left = {i: Open(Parts(principal=cents(amounts[i])), cents(unearned[i])) for i in unearned}
    revived = [parts("principal 4.000,00"), parts("principal 2.400,00")]
    found = outcomes(deal, left, revived, [cents("6.000,00"), cents("3.600,00")])
    assert found["parcelas"].total == found["proporcional"].total == cents("6.494,80")
    assert [each.total for each in found["parcelas"].parts] == [cents("4.059,25"), cents("2.435,55")]


def test_a_title_never_owes_more_principal_than_it_was_issued_for() -> None:
    """1.000,00 put into instalments with 200,00 of interest: what is beyond comes back as interest."""
    one = agreed(
        (title("1.000,00", "2026-12-01"),), ("principal 1.000,00",),
        plan("2026-07-01 1.200,00 juros 200,00"), "1.000,00", system="simples", rate="20",
    )  # fmt: skip
    owed = {2: Open(parts("multa 24,00 principal 1.200,00"))}
    found = outcomes(deal_of(one), owed, [parts("principal 1.000,00")], [cents("1.000,00")])
    assert found["parcelas"].parts == (parts("juros 200,00 multa 24,00 principal 1.000,00"),)


AMOUNTS = st.integers(1, 2_000_000)


@given(
    owed=st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=5),
    weights=st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=4),
    discount=st.integers(0, 1_000_000),
)
def test_no_cent_is_lost_on_the_way_back(
    owed: list[tuple[int, int, int]], weights: list[tuple[int, int]], discount: int
) -> None:
    rows = [f"20{30 + place}-01-01 {p // 100},{p % 100:02}" for place, (p, _, _) in enumerate(owed)]
    one = agreed(
        tuple(title("1,00", "2026-12-01", place) for place in range(1, len(weights) + 1)),
        tuple("principal 1,00" for _ in weights),
        plan(*rows),
        "0,00",
    )
    deal = deal_of(one)
    total = sum(p for p, _, _ in owed)
    deal = deal._replace(
        weights=tuple(Parts(interest=i, principal=p) for i, p in weights),
        debt=total + discount,
        discount=discount,
    )
    first = len(weights) + 1
    open_ones = {
        first + place: Open(Parts(interest=i, fine=f, principal=p)) for place, (p, i, f) in enumerate(owed)
    }
    amounts = [5_000] * len(weights)
    found = outcomes(deal, open_ones, [Parts()] * len(weights), amounts)
    assert found["parcelas"].total == sum(map(sum, owed))
    assert found["proporcional"].total == total + discount
    for each in (*found["parcelas"].parts, *found["proporcional"].parts):
        assert min(each) >= 0
        assert each.principal <= 5_000


@pytest.mark.parametrize(("left", "share"), [({}, 1), ({4: Open(parts("principal 4.500,00"))}, "2/3")])
def test_the_share_that_was_paid(left: dict[int, Open], share: object) -> None:
    """An instalment is never more than what it amortises: 4.500,00 open of 3.000,00 is 3.000,00."""
    assert paid_share(deal_of(A07), left) == (1 if share == 1 else Decimal(2) / Decimal(3))

"""What an agreement does to an account: A07 and A11 of the domain rules, and that its sums close."""

from datetime import timedelta

import pytest
from tests.domain.account_notation import paid, parts, played, shares, standing, title
from tests.domain.agreement_notation import A07, SIGNED, agreed, broken, plan, signed
from tests.domain.notation import cents, day

from cobranca_cli.domain.account import Entry, Movement
from cobranca_cli.domain.posting import credit_before, net_of, replay
from cobranca_cli.domain.suspension import AGREED, PASSED, suspended_by

PAID_TWICE = (
    signed(A07, "2026-06-01"),
    paid(200, "2026-07-01", "3.000,00", 2),
    paid(201, "2026-08-03", "3.000,00"),
)
A11 = agreed(
    (title("6.000,00", "2026-12-01"), title("4.000,00", "2026-12-10", 2)),
    ("principal 6.000,00", "principal 4.000,00"),
    plan("2026-07-01 3.000,00", "2026-08-01 3.000,00", "2026-09-01 4.000,00"),
    "10.000,00",
)


def test_signing_suspends_what_is_owed_and_nothing_accrues_on_it() -> None:
    booked = played(A07, signed(A07, "2026-06-01"))
    assert shares(booked) == [(1, AGREED, parts("juros 666,67 multa 200,00 principal 10.000,00"))]
    assert standing(A07, booked, "2026-05-31").open.total == cents("10.863,33")
    for on in ("2026-06-01", "2026-06-02", "2030-01-01"):
        assert standing(A07, booked, on).open.total == 0, on


def test_an_instalment_is_late_like_any_title() -> None:
    """A09's terms: 2% once and 1% a month."""
    booked = played(A07, signed(A07, "2026-06-01"))
    assert standing(A07, booked, "2026-09-21", 4).open == parts("juros 20,00 multa 60,00 principal 3.000,00")


@pytest.mark.parametrize(
    ("clause", "total", "owed"),
    [
        ("original", "5.136,85", "juros 82,55 principal 5.054,30"),
        ("parcelas", "3.080,00", "juros 20,00 multa 60,00 principal 3.000,00"),
        ("proporcional", "3.622,22", "juros 222,22 multa 66,66 principal 3.333,34"),
    ],
)
def test_a07_the_three_results_of_a_breach(clause: str, total: str, owed: str) -> None:
    """Two paid on time, the third open on 2026-09-21; the instalments are closed, the title revives."""
    booked = played(A07, *PAID_TWICE, broken(A07, "2026-09-21", clause))
    assert standing(A07, booked, "2026-09-21").open == parts(owed)
    assert standing(A07, booked, "2026-09-21").open.total == cents(total)
    assert [standing(A07, booked, "2030-01-01", each).open.total for each in (2, 3, 4)] == [0, 0, 0]


def test_a07_payments_were_allocated_on_their_days_as_if_there_had_been_no_agreement() -> None:
    booked = played(A07, *PAID_TWICE)
    passed = [(e.movement, e.parts) for e in booked if e.kind == PASSED]
    assert passed == [
        (200, parts("juros 766,67 multa 200,00 principal 2.033,33")),
        (201, parts("juros 87,63 principal 2.912,37")),
    ]


def test_a07_a_revived_title_goes_on_accruing_on_what_is_left() -> None:
    booked = played(A07, *PAID_TWICE, broken(A07, "2026-09-21", "original"))
    assert standing(A07, booked, "2026-10-21").open == parts("juros 133,09 principal 5.054,30")


def test_a11_an_instalment_is_credited_to_the_titles_in_proportion() -> None:
    booked = played(A11, signed(A11, "2026-06-01"), paid(200, "2026-07-01", "3.000,00", 3))
    assert [(e.title, e.parts) for e in booked if e.kind == PASSED] == [
        (1, parts("principal 1.800,00")),
        (2, parts("principal 1.200,00")),
    ]
    booked = played(
        A11, signed(A11, "2026-06-01"), paid(200, "2026-07-01", "3.000,00", 3),
        broken(A11, "2026-07-02", "original"),
    )  # fmt: skip
    assert [standing(A11, booked, "2026-07-02", each).open for each in (1, 2)] == [
        parts("principal 4.200,00"),
        parts("principal 2.800,00"),
    ]


def test_what_is_beyond_the_old_debt_is_interest_of_the_agreement() -> None:
    """1.000,00 in two of 600,00 with interest: the title takes 1.000,00 of the money and no more."""
    one = agreed(
        (title("1.000,00", "2026-12-01"),),
        ("principal 1.000,00",),
        plan("2026-07-01 600,00 juros 100,00", "2026-08-01 600,00 juros 100,00"),
        "1.000,00",
        system="price",
        rate="10",
    )
    booked = played(
        one, signed(one, "2026-06-01"), paid(200, "2026-07-01", "600,00", 2),
        paid(201, "2026-08-01", "600,00", 3),
    )  # fmt: skip
    assert [(e.movement, e.parts.total) for e in booked if e.kind == PASSED] == [
        (200, cents("600,00")),
        (201, cents("400,00")),
    ]
    assert standing(one, booked, "2026-12-31").open.total == 0


def test_money_of_an_instalment_is_counted_once() -> None:
    """What is passed on is no money: the customer's credit is what is beyond the instalments."""
    movements = [*PAID_TWICE, paid(202, "2026-09-01", "3.500,00", 4)]
    booked = played(A07, *movements)
    last = Movement(2**62, "credito", day("2026-09-02"), None)
    assert credit_before(last, movements, booked, day("2026-09-02")) == cents("500,00")


def test_a_payment_without_indication_goes_to_the_instalment_and_not_to_what_is_suspended() -> None:
    booked = played(A07, signed(A07, "2026-06-01"), paid(200, "2026-07-02", "1.000,00"))
    assert [(e.title, e.parts.total) for e in booked if e.kind == "pagamento"] == [(2, cents("1.000,00"))]


def test_a_payment_that_names_a_suspended_title_is_the_customers_credit() -> None:
    booked = played(A07, signed(A07, "2026-06-01"), paid(200, "2026-06-15", "1.000,00", 1))
    assert shares(booked)[1:] == []


@pytest.mark.parametrize("clause", ["original", "parcelas", "proporcional"])
def test_a_breach_taken_back_leaves_the_account_as_if_it_had_never_been(clause: str) -> None:
    undone = broken(A07, "2026-09-21", clause)._replace(reversed_on=day("2026-09-25"))
    later = paid(300, "2026-10-01", "500,00")
    assert net_of(replay(A07, [], [*PAID_TWICE, undone, later], day("2000-01-01"))) == played(
        A07, *PAID_TWICE, later
    )


def test_money_that_came_while_it_was_broken_goes_where_it_would_have_gone() -> None:
    undone = broken(A07, "2026-09-21", "original")._replace(reversed_on=day("2026-09-25"))
    between = paid(950, "2026-09-23", "3.082,00", 1)
    before = played(A07, *PAID_TWICE, undone, between, as_of="2026-09-24")
    assert [e.title for e in before if e.movement == 950 and e.kind == "pagamento"] == [1]
    after = played(A07, *PAID_TWICE, undone, between)
    went = [(e.title, e.parts) for e in after if e.movement == 950 and e.kind == "pagamento"]
    assert went == [(4, parts("juros 22,00 multa 60,00 principal 3.000,00"))]


def test_a_payment_taken_back_after_the_breach_changes_what_revived() -> None:
    """I09 across an agreement: the total is that of an account in which the payment never was."""
    bounced = PAID_TWICE[2]._replace(reversed_on=day("2026-10-05"))
    broken_on = broken(A07, "2026-09-21", "original")
    booked = played(A07, *PAID_TWICE[:2], bounced, broken_on)
    never = played(A07, *PAID_TWICE[:2], broken_on)
    for on in ("2026-10-05", "2026-12-31"):
        assert standing(A07, booked, on).open == standing(A07, never, on).open


def test_an_agreement_taken_back_leaves_the_titles_as_they_were() -> None:
    undone = signed(A07, "2026-06-01")._replace(reversed_on=day("2026-06-10"))
    booked = played(A07, undone)
    assert standing(A07, booked, "2026-06-10").open == standing(A07, [], "2026-06-10").open


@pytest.mark.parametrize(
    ("system", "rate", "row", "payoff"),
    [
        # A08: on the date of the second instalment, and 15 days later, simple interest for the part.
        ("price", "1.5", "2026-08-01", "6.494,80"),
        ("price", "1.5", "2026-08-16", "6.543,51"),
    ],
)
def test_a08_settled_early_without_interest_to_come(system: str, rate: str, row: str, payoff: str) -> None:
    one = agreed(
        (title("9.600,00", "2026-12-01"),),
        ("principal 9.600,00",),
        plan(
            "2026-07-01 1.685,04 juros 144,00", "2026-08-01 1.685,04 juros 120,88",
            "2026-09-01 1.685,04 juros 97,42", "2026-10-01 1.685,04 juros 73,61",
            "2026-11-01 1.685,04 juros 49,44", "2026-12-01 1.685,05 juros 24,90",
        ),
        "9.600,00",
        system=system,
        rate=rate,
    )  # fmt: skip
    first = [
        signed(one, "2026-06-01"),
        paid(200, "2026-07-01", "1.685,04", 2),
        paid(201, "2026-08-01", "1.685,04", 3),
    ]
    all_of_it = paid(202, row, payoff, 4, 5, 6, 7, mode="quitacao")
    booked = played(one, *first, all_of_it)
    assert [standing(one, booked, row, each).open.total for each in (4, 5, 6, 7)] == [0, 0, 0, 0]
    let_off = sum(e.parts.total for e in booked if e.kind == "desconto")
    assert cents(payoff) + let_off == cents("6.740,17")
    short = all_of_it._replace(amount=cents(payoff) - 1)
    assert standing(one, played(one, *first, short), row, 7).open.total > 0


def _sums(booked: list[Entry]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for each in booked:
        key = each.movement, each.title
        found[key] = found.get(key, 0) + each.parts.total
    return found


def test_what_is_passed_on_adds_up_to_nothing_on_the_title() -> None:
    booked = played(A07, *PAID_TWICE)
    assert {key: total for key, total in _sums(booked).items() if key[1] == 1 and key[0] != SIGNED} == {
        (200, 1): 0,
        (201, 1): 0,
    }
    assert any(suspended_by(each for each in booked if each.title == 1))


def test_after_a_breach_nothing_is_held() -> None:
    booked = played(A07, *PAID_TWICE, broken(A07, "2026-09-21", "proporcional"))
    assert not any(suspended_by(each for each in booked if each.title == 1))
    for days in range(60):
        on = (day("2026-09-21") + timedelta(days=days)).isoformat()
        assert standing(A07, booked, on).open.principal == cents("3.333,34"), on

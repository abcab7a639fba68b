"""What movements do to an account: I01 to I09 of the domain rules, and what replay promises."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.account_notation import account, paid, parts, played, shares, standing, title
from tests.domain.notation import cents, day

from cobranca_cli.domain.account import Account, Entry, Movement, Parts
from cobranca_cli.domain.posting import credit_before, net_of, post, replay, sum_up

ONE = account(title("1.000,00", "2026-04-10"))
THREE = account(
    title("300,00", "2026-01-12"), title("500,00", "2026-02-10", 2), title("400,00", "2026-03-10", 3)
)
LATE = account(title("1.000,00", "2026-03-10"))


@pytest.mark.parametrize(
    ("case", "said", "amount", "first", "later"),
    [
        ("I01", "", "500,00", "juros 10,00 multa 20,00 principal 470,00", "juros 5,30 principal 530,00"),
        ("I02", "", "25,00", "juros 10,00 multa 15,00", "juros 10,00 multa 5,00 principal 1.000,00"),
        ("I03", "imputacao=multa,juros", "25,00", "juros 5,00 multa 20,00", "juros 15,00 principal 1.000,00"),
    ],
)
def test_paid_in_part(case: str, said: str, amount: str, first: str, later: str) -> None:
    """P 1.000,00 due on 2026-04-10, paid in part 30 days late, looked at 30 days after that.

    I01: 535,30 settle it; interest on the whole principal would say 540,00. I02: 1.015,00.
    """
    one = account(title("1.000,00", "2026-04-10"), said=said)
    booked = played(one, paid(1, "2026-05-10", amount))
    assert shares(booked) == [(1, "pagamento", parts(first))], case
    assert standing(one, booked, "2026-06-09").open == parts(later)


def test_i01_the_second_payment_settles_it() -> None:
    booked = played(ONE, paid(1, "2026-05-10", "500,00"), paid(2, "2026-06-09", "535,30"))
    assert shares(booked)[1] == (1, "pagamento", parts("juros 5,30 principal 530,00"))
    assert standing(ONE, booked, "2027-01-01").open.total == 0


def test_i04_nobody_said_which() -> None:
    """A is closed, B gets the rest, C is untouched and owes 409,33."""
    booked = played(THREE, paid(1, "2026-03-20", "700,00"))
    assert shares(booked) == [
        (1, "pagamento", parts("juros 6,70 multa 6,00 principal 300,00")),
        (2, "pagamento", parts("juros 6,33 multa 10,00 principal 370,97")),
    ]
    assert standing(THREE, booked, "2026-03-20", 2).open == parts("principal 129,03")
    assert standing(THREE, booked, "2026-03-20", 3).open.total == cents("409,33")


def test_i05_the_debtor_said_which() -> None:
    """C is closed; what is left goes to the oldest of the others."""
    booked = played(THREE, paid(1, "2026-03-20", "700,00", 3))
    assert shares(booked) == [
        (3, "pagamento", parts("juros 1,33 multa 8,00 principal 400,00")),
        (1, "pagamento", parts("juros 6,70 multa 6,00 principal 277,97")),
    ]
    assert standing(THREE, booked, "2026-03-20", 1).open == parts("principal 22,03")


def test_several_are_paid_in_the_order_in_which_they_were_said() -> None:
    booked = played(THREE, paid(1, "2026-03-20", "500,00", 3, 2))
    assert [title for title, *_ in shares(booked)] == [3, 2]


def test_i06_two_of_the_same_day() -> None:
    equal = account(title("600,00", "2026-04-10"), title("400,00", "2026-04-10", 2))
    booked = played(equal, paid(1, "2026-04-10", "250,00"))
    assert [each.parts.total for each in booked] == [cents("150,00"), cents("100,00")]
    thirds = [
        title("333,33", "2026-04-10", 1),
        title("333,33", "2026-04-10", 2),
        title("333,34", "2026-04-10", 3),
    ]
    booked = played(account(*thirds), paid(1, "2026-04-10", "100,00"))
    assert [each.parts.total for each in booked] == [cents("33,33"), cents("33,33"), cents("33,34")]


def test_of_the_same_day_the_most_onerous_first() -> None:
    """CC art. 355, end: the second bears 2% a month."""
    two = account(title("600,00", "2026-04-10"), title("400,00", "2026-04-10", 2), own={2: "juros=2"})
    assert [each.title for each in played(two, paid(1, "2026-04-10", "250,00"))] == [2]


@pytest.mark.parametrize(
    ("mode", "first", "left", "in_a_month"),
    [
        ("legal", "juros 3,33 multa 20,00 principal 976,67", "principal 23,33", "juros 0,23 principal 23,33"),
        ("capital", "principal 1.000,00", "juros 3,33 multa 20,00", "juros 3,33 multa 20,00"),
    ],
)
def test_i07_the_nominal_value_paid_late(mode: str, first: str, left: str, in_a_month: str) -> None:
    """What is left of the principal accrues, charges do not."""
    booked = played(LATE, paid(1, "2026-03-20", "1.000,00", mode=mode))
    assert shares(booked) == [(1, "pagamento", parts(first))]
    assert standing(LATE, booked, "2026-03-20").open == parts(left)
    assert standing(LATE, booked, "2026-04-19").open == parts(in_a_month)


def test_i08_what_is_over_is_credit() -> None:
    money = paid(1, "2026-03-11", "1.030,00")
    booked = played(LATE, money)
    assert sum(given.total for *_, given in shares(booked)) == cents("1.020,33")
    use = paid(2, "2026-03-12", "", kind="credito")
    assert credit_before(use, [money, use], booked, use.day) == cents("9,67")


def test_credit_is_used_up_to_what_there_is() -> None:
    """9,67 of credit and a title of 5,00 that is due: 4,67 are left for the next."""
    two = account(
        title("1.000,00", "2026-03-10"), title("5,00", "2026-03-20", 2), title("100,00", "2026-03-25", 3)
    )
    movements = [
        paid(1, "2026-03-11", "1.030,00"),
        paid(2, "2026-03-20", "9,67", kind="credito"),
        paid(3, "2026-03-25", "50,00", kind="credito"),
    ]
    booked = played(two, *movements)
    assert shares(booked)[1:] == [
        (2, "credito", parts("principal 5,00")),
        (3, "credito", parts("principal 4,67")),
    ]


@pytest.mark.parametrize(
    ("case", "movement", "expected"),
    [
        ("waiver of all", paid(1, "2026-05-10", "", 1, kind="abono", components=("interest", "fine")),
         "juros 10,00 multa 20,00"),
        ("of the interest", paid(1, "2026-05-10", "", 1, kind="abono", components=("interest",)),
         "juros 10,00"),
        ("of an amount", paid(1, "2026-05-10", "12,00", 1, kind="abono", components=("interest", "fine")),
         "juros 10,00 multa 2,00"),
        ("never of the principal", paid(1, "2026-05-10", "", 1, kind="abono", components=("principal",)), ""),
        ("abatement", paid(1, "2026-05-10", "150,00", 1, kind="abatimento"), "principal 150,00"),
        ("never more than there is", paid(1, "2026-05-10", "1.500,00", 1, kind="desconto"),
         "principal 1.000,00"),
        ("write-off", paid(1, "2026-05-10", "", 1, kind="perda"),
         "juros 10,00 multa 20,00 principal 1.000,00"),
        ("expense", paid(1, "2026-05-10", "35,90", 1, kind="despesa"), "despesas -35,90"),
    ],
)  # fmt: skip
def test_what_changes_a_debt_without_money(case: str, movement: Movement, expected: str) -> None:
    booked = played(ONE, movement)
    assert shares(booked) == ([(1, movement.kind, parts(expected))] if expected else []), case


def test_a_loss_is_recovered_by_what_open_debts_leave() -> None:
    """Written off with 30,00 of charges; of 700,00 the open title takes 512,67, the lost one 187,33."""
    two = account(title("1.000,00", "2026-03-10"), title("500,00", "2026-05-04", 2))
    booked = played(two, paid(1, "2026-04-09", "", 1, kind="perda"), paid(2, "2026-05-20", "700,00"))
    assert shares(booked)[1:] == [
        (2, "pagamento", parts("juros 2,67 multa 10,00 principal 500,00")),
        (1, "recuperacao", parts("juros -10,00 multa -20,00 principal -157,33")),
        (1, "pagamento", parts("juros 10,00 multa 20,00 principal 157,33")),
    ]
    after = standing(two, booked, "2026-12-01")
    assert (after.open.total, after.lost) == (0, parts("principal 842,67"))


def test_the_oldest_loss_is_recovered_first() -> None:
    two = account(title("100,00", "2026-03-10"), title("100,00", "2026-02-10", 2), said="multa=0 juros=0")
    booked = played(
        two,
        paid(1, "2026-04-09", "", 1, kind="perda"),
        paid(2, "2026-04-09", "", 2, kind="perda"),
        paid(3, "2026-05-09", "100,00"),
    )
    assert shares(booked)[-1] == (2, "pagamento", parts("principal 100,00"))


def test_what_was_lost_before_it_was_late_is_recovered_without_charges() -> None:
    booked = played(LATE, paid(1, "2026-03-05", "", 1, kind="perda"), paid(2, "2026-05-09", "600,00", 1))
    assert standing(LATE, booked, "2026-05-09").open.total == 0


@pytest.mark.parametrize(
    ("case", "movement", "titles"),
    [
        ("not due yet, nobody said it", paid(1, "2026-04-09", "100,00"), []),
        ("not due yet, said", paid(1, "2026-04-09", "100,00", 1), [1]),
        ("due today", paid(1, "2026-04-10", "100,00"), [1]),
        ("recorded before the title was", paid(1, "2026-04-10", "100,00", horizon=0), []),
        ("prescribed, nobody said it", paid(1, "2031-04-11", "100,00"), []),
        ("prescribed, said: it may be paid", paid(1, "2031-04-11", "100,00", 1), [1]),
        ("the last day", paid(1, "2031-04-10", "100,00"), [1]),
        ("use of credit for one takes no other", paid(1, "2026-05-10", "1,00", 9, kind="credito"), []),
    ],
)
def test_who_may_be_paid(case: str, movement: Movement, titles: list[int]) -> None:
    """Due on Friday 2026-04-10. Rule 2: what is not matured is touched only if the debtor says so."""
    one = account(title("1.000,00", "2026-04-10", claimed_until="2031-04-10"))
    posted = post(one, [], movement, cents("1,00"))
    assert [title for title, *_ in shares(posted)] == titles, case


def test_what_is_cancelled_takes_no_money() -> None:
    cancelled = account(title("1.000,00", "2026-04-10")._replace(cancelled_on=day("2026-04-01")))
    assert played(cancelled, paid(1, "2026-05-10", "100,00"), paid(2, "2026-05-10", "100,00", 1)) == []


def test_i09_reversed_as_if_it_had_never_been() -> None:
    """The second payment is allocated again on the day of the reversal, with value on its own day."""
    movements = [
        paid(1, "2026-05-10", "500,00", reversed_on=day("2026-07-01")),
        paid(2, "2026-06-09", "535,30"),
    ]
    assert played(ONE, *movements, as_of="2026-06-30") == played(
        ONE, *[each._replace(reversed_on=None) for each in movements]
    )
    after = played(ONE, *movements)
    assert shares(after) == [(1, "pagamento", parts("juros 20,00 multa 20,00 principal 495,30"))]
    assert after[0].value_on == day("2026-06-09")
    assert sum_up(after) == sum_up(played(ONE, movements[1]))


def test_reversed_on_its_own_day_it_never_counted() -> None:
    gone = paid(1, "2026-05-10", "500,00", reversed_on=day("2026-05-10"))
    assert played(ONE, gone) == []
    # Thousands are undone at once; each posted and taken back on its day would cost a whole replay.
    assert replay(ONE, [], [gone], date.min) == []


AMOUNTS = st.integers(1, 90_000)
SPAN = 120


@st.composite
def stories(draw: st.DrawFn) -> tuple[Account, list[Movement]]:
    """Three titles and some movements in the course of four months; some are reversed."""
    begin = date(2026, 2, 1)
    titles = [
        title("1,00", (begin + timedelta(days=draw(st.integers(0, 60)))).isoformat(), identity)._replace(
            amount=draw(AMOUNTS)
        )
        for identity in (1, 2, 3)
    ]
    said = draw(
        st.sampled_from(("", "multa=2 juros=1 tolerancia_quitacao=1.00", "imputacao=multa,juros juros=5"))
    )
    movements = []
    for identity in range(1, draw(st.integers(1, 6)) + 1):
        at = draw(st.integers(0, SPAN))
        undone = draw(st.none() | st.integers(at, SPAN))
        movements.append(
            Movement(
                identity,
                draw(
                    st.sampled_from(("pagamento", "pagamento", "pagamento", "credito", "perda", "abatimento"))
                ),
                begin + timedelta(days=at),
                draw(AMOUNTS),
                draw(st.sampled_from(("legal", "capital"))),
                (draw(st.sampled_from((1, 2, 3))),),
                reversed_on=None if undone is None else begin + timedelta(days=undone),
            )
        )
    return account(*titles, said=said), movements


@given(stories(), st.integers(0, SPAN))
def test_a_day_is_the_facts_known_on_it(story: tuple[Account, list[Movement]], after: int) -> None:
    """What is booked up to a day equals a replay of what had happened, and was not reversed, by then."""
    one, movements = story
    on = date(2026, 2, 1) + timedelta(days=after)
    known = [
        m._replace(reversed_on=None)
        for m in movements
        if m.day <= on and (m.reversed_on is None or m.reversed_on > on)
    ]
    assert sum_up(played(one, *movements, as_of=on.isoformat())) == sum_up(played(one, *known))


@given(stories(), st.integers(0, SPAN))
def test_replay_from_a_day_equals_replay_from_the_beginning(
    story: tuple[Account, list[Movement]], after: int
) -> None:
    one, movements = story
    since = date(2026, 2, 1) + timedelta(days=after)
    whole = replay(one, [], movements, date.min)
    before = [each for each in whole if each.booked_on < since]
    assert sum_up(before + replay(one, before, movements, since)) == sum_up(whole)


@given(stories())
def test_what_comes_in_is_what_was_allocated_and_what_is_left(story: tuple[Account, list[Movement]]) -> None:
    one, movements = story
    booked = played(one, *movements)
    for movement in movements:
        got = sum(
            e.parts.total for e in booked if e.movement == movement.id and e.kind in ("pagamento", "credito")
        )
        assert 0 <= got <= (movement.amount or 0)
    for identity, each in one.titles.items():
        principal = sum(e.parts.principal for e in booked if e.title == identity)
        assert 0 <= principal <= each.amount


@given(st.lists(st.builds(Parts, *[st.integers(-99, 99)] * 5), max_size=6))
def test_net_is_the_sum(amounts: list[Parts]) -> None:
    entries = [Entry(1, 1, "pagamento", day("2026-05-10"), day("2026-05-10"), each) for each in amounts]
    net = net_of(entries)
    assert len(net) <= 1
    assert tuple(sum(each) for each in zip(*amounts, strict=True)) in ((), (0,) * 5, *(e.parts for e in net))


def test_movements_of_a_day_count_in_the_order_in_which_they_were_recorded() -> None:
    """1.025,00 in two payments: what the second finds is what the first left."""
    law, all_of_it = paid(1, "2026-05-10", "25,00"), paid(2, "2026-05-10", "1.000,00")
    assert shares(played(ONE, law, all_of_it)) == [
        (1, "pagamento", parts("juros 10,00 multa 15,00")),
        (1, "pagamento", parts("multa 5,00 principal 995,00")),
    ]
    assert shares(played(ONE, law._replace(id=2), all_of_it._replace(id=1))) == [
        (1, "pagamento", parts("juros 10,00 multa 20,00 principal 970,00")),
        (1, "pagamento", parts("principal 25,00")),
    ]


def test_a_closed_title_that_owes_again_is_found_again() -> None:
    """Settled by a payment told late; looked at and found closed; then comes an expense, then more money."""
    booked = played(
        LATE,
        paid(1, "2026-04-15", "50,00", 1, kind="despesa"),
        paid(2, "2026-04-09", "1.030,00"),
        paid(3, "2026-04-20", "100,00"),
        paid(4, "2026-04-12", "10,00"),
    )
    assert shares(booked)[-1] == (1, "pagamento", parts("despesas 50,00"))


def test_what_is_named_and_lost_comes_before_what_nobody_named() -> None:
    """1.000,00 written off; 600,00 come for it by name while 500,00 of another invoice are due."""
    two = account(title("1.000,00", "2026-03-10"), title("500,00", "2026-05-04", 2), said="multa=0 juros=0")
    lost = paid(1, "2026-04-09", "", 1, kind="perda")
    named = played(two, lost, paid(2, "2026-05-20", "600,00", 1))
    assert shares(named)[-1] == (1, "pagamento", parts("principal 600,00"))
    unsaid = played(two, lost, paid(2, "2026-05-20", "600,00"))
    assert [title for title, *_ in shares(unsaid)] == [1, 2, 1, 1]


def test_by_capital_every_principal_comes_first() -> None:
    """The first is written off and named; of 400,00, 102,33 recover it and the rest is all principal."""
    three = account(
        title("100,00", "2026-03-10"), title("200,00", "2026-02-10", 2), title("300,00", "2026-03-12", 3)
    )
    loss = paid(1, "2026-03-20", "", 1, kind="perda")
    booked = played(three, loss, paid(2, "2026-04-09", "400,00", 1, mode="capital"))
    assert shares(booked)[-2:] == [
        (2, "pagamento", parts("principal 200,00")),
        (3, "pagamento", parts("principal 97,67")),
    ]

"""Promises: the days that count, early and partial money, one cent for one promise, and the rate.

The cases are told as lines; a model that moves single cents about, and shares nothing with the rule but its
words, must agree on random histories.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import CALENDAR, cents, day

from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.promises import Kept, Money, Promise, holds_until, judge, kept_rate

MADE, FRIDAY = "2026-11-16", "2026-11-27"
"""A Monday, and the Friday of the week after."""

NO_TITLE: frozenset[int] = frozenset()


def promise(identity: int, amount: str, until: str = FRIDAY, made: str = MADE, *titles: int) -> Promise:
    return Promise(identity, 1, cents(amount), day(until), day(made), frozenset(titles))


def paid(identity: int, on: str, amount: str, **titles: str) -> Money:
    """A payment; `t7="30,00"` went to title 7, what is on none is credit."""
    return Money(identity, day(on), cents(amount), {int(t[1:]): cents(part) for t, part in titles.items()})


def used(identity: int, on: str, **titles: str) -> Money:
    """A use of credit."""
    parts = {int(t[1:]): cents(part) for t, part in titles.items()}
    return Money(identity, day(on), sum(parts.values()), parts, from_credit=True)


@pytest.mark.parametrize(
    ("promised", "last"),
    [
        ("2026-11-25", "2026-11-26"),
        ("2026-11-27", "2026-11-30"),  # Friday: Monday
        ("2026-11-28", "2026-11-30"),  # Saturday: that Monday
        ("2026-11-29", "2026-11-30"),
        ("2026-11-19", "2026-11-23"),  # Friday the 20th is a holiday
        ("2026-12-31", "2027-01-04"),
    ],
)
def test_the_last_day_is_the_next_business_day(promised: str, last: str) -> None:
    assert holds_until(promise(1, "1,00", promised), CALENDAR) == day(last)


def test_a_local_holiday_moves_the_last_day() -> None:
    calendar = BusinessCalendar(recurring=frozenset({(11, 30)}))
    assert holds_until(promise(1, "1,00"), calendar) == day("2026-12-01")


ONE = [
    # what came in, asked on, state, paid, reached on
    ("nothing, before the day", [], "2026-11-20", "ativa", "0,00", None),
    ("nothing, on the last day", [], "2026-11-30", "ativa", "0,00", None),
    ("nothing, a day later", [], "2026-12-01", "quebrada", "0,00", None),
    ("ARCM: the day before", [("2026-11-26", "500,00")], "2026-12-01", "cumprida", "500,00", "2026-11-26"),
    ("on the day it was made", [(MADE, "500,00")], MADE, "cumprida", "500,00", MADE),
    ("the day before it was made", [("2026-11-15", "500,00")], "2026-12-01", "quebrada", "0,00", None),
    ("on the last day", [("2026-11-30", "500,00")], "2026-12-05", "cumprida", "500,00", "2026-11-30"),
    ("a day too late", [("2026-12-01", "500,00")], "2026-12-05", "quebrada", "0,00", None),
    ("in two", [("2026-11-18", "200,00"), ("2026-11-27", "300,00")], FRIDAY, "cumprida", "500,00", FRIDAY),
    ("a part, and still time", [("2026-11-18", "200,00")], FRIDAY, "ativa", "200,00", None),
    ("a part", [("2026-11-18", "200,00")], "2026-12-01", "em parte", "200,00", None),
    ("a cent short", [("2026-11-18", "499,99")], "2026-12-01", "em parte", "499,99", None),
    ("more than promised", [("2026-11-18", "900,00")], "2026-12-01", "cumprida", "500,00", "2026-11-18"),
    ("known only later", [("2026-11-26", "500,00")], "2026-11-25", "ativa", "0,00", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "came", "asked", "state", "counted", "reached"), ONE, ids=[c[0] for c in ONE]
)
def test_one_promise(
    case: str, came: list[tuple[str, str]], asked: str, state: str, counted: str, reached: str | None
) -> None:
    money = [paid(n, on, amount) for n, (on, amount) in enumerate(came, 1)]
    found = judge([promise(1, "500,00")], money, day(asked), CALENDAR)
    assert found == {1: Kept(state, cents(counted), day(reached) if reached else None)}


SEVERAL = [
    (
        "a cent serves one promise, the earlier day first",
        [promise(1, "100,00", "2026-11-27"), promise(2, "100,00", "2026-11-25")],
        [paid(1, "2026-11-18", "150,00")],
        {2: "100,00", 1: "50,00"},
    ),
    (
        "of equal days the number decides",
        [promise(2, "100,00"), promise(1, "100,00")],
        [paid(1, "2026-11-18", "150,00")],
        {1: "100,00", 2: "50,00"},
    ),
    (
        "named titles count what went to them",
        [promise(1, "100,00", FRIDAY, MADE, 7)],
        [paid(1, "2026-11-18", "130,00", t8="100,00", t7="30,00")],
        {1: "30,00"},
    ),
    (
        "without titles any money counts, credit too",
        [promise(1, "100,00")],
        [paid(1, "2026-11-18", "130,00", t8="50,00")],
        {1: "100,00"},
    ),
    (
        "who asks for no title leaves the named ones to who asks for them",
        [promise(1, "100,00"), promise(2, "100,00", FRIDAY, MADE, 7)],
        [paid(1, "2026-11-18", "100,00", t7="100,00"), paid(2, "2026-11-19", "100,00", t8="100,00")],
        {1: "100,00", 2: "100,00"},
    ),
    (
        "but takes them when there is nothing else",
        [promise(1, "100,00"), promise(2, "100,00", FRIDAY, MADE, 7)],
        [paid(1, "2026-11-18", "100,00", t7="100,00")],
        {1: "100,00", 2: "0,00"},
    ),
    (
        "a use of credit counts for the title",
        [promise(1, "80,00", FRIDAY, MADE, 7)],
        [paid(1, "2026-11-10", "100,00"), used(2, "2026-11-18", t7="80,00")],
        {1: "80,00"},
    ),
    (
        "what came in and was used later is the same money",
        [promise(1, "100,00"), promise(2, "100,00")],
        [paid(1, "2026-11-17", "100,00"), used(2, "2026-11-18", t7="100,00")],
        {1: "100,00", 2: "0,00"},
    ),
    (
        "used after the last day, it counts for what it came in for",
        [promise(1, "100,00"), promise(2, "100,00", "2026-12-11", "2026-12-01", 7)],
        [paid(1, "2026-11-17", "100,00"), used(2, "2026-12-02", t7="100,00")],
        {1: "100,00", 2: "0,00"},
    ),
    (
        "credit without an origin that counts is money of its day",
        [promise(1, "100,00")],
        [used(2, "2026-11-18", t7="60,00")],
        {1: "60,00"},
    ),
]


@pytest.mark.parametrize(("case", "promises", "money", "expected"), SEVERAL, ids=[c[0] for c in SEVERAL])
def test_several_promises(
    case: str, promises: list[Promise], money: list[Money], expected: dict[int, str]
) -> None:
    found = judge(promises, money, day("2027-01-04"), CALENDAR)
    assert {identity: kept.paid for identity, kept in found.items()} == {
        identity: cents(amount) for identity, amount in expected.items()
    }


def test_it_is_reached_on_the_day_of_the_last_cent() -> None:
    """Although the older money, which another promise asks for, is taken last."""
    money = [paid(1, "2026-11-18", "60,00", t7="60,00"), paid(2, "2026-11-19", "60,00", t8="60,00")]
    found = judge([promise(1, "100,00"), promise(2, "1,00", FRIDAY, MADE, 7)], money, day(FRIDAY), CALENDAR)
    assert found[1] == Kept("cumprida", cents("100,00"), day("2026-11-19"))


def test_the_rate_of_rule_6() -> None:
    """14 of 20 promises are 70%; R$ 21.000,00 of R$ 35.000,00 are 60%."""
    kept = [promise(n, "1500,00") for n in range(1, 15)]
    broken = [promise(n, "2333,33") for n in range(15, 20)] + [promise(20, "2333,35")]
    still = promise(21, "9000,00", "2027-03-01")
    everything = [*kept, *broken, still]
    early = [paid(n, "2026-11-20", "1500,00") for n in range(1, 15)]
    judged = judge(everything, early, day("2026-12-01"), CALENDAR)
    rate = kept_rate(everything, judged, day("2026-12-01"), CALENDAR)
    assert (rate.due, rate.kept, rate.due_amount, rate.kept_amount) == (20, 14, 3_500_000, 2_100_000)
    assert (rate.by_number, rate.by_amount) == (Decimal("70.00"), Decimal("60.00"))


def test_what_is_not_over_is_in_no_rate_and_none_has_none() -> None:
    early = promise(1, "100,00")
    judged = judge([early], [paid(1, MADE, "100,00")], day("2026-11-30"), CALENDAR)
    rate = kept_rate([early], judged, day("2026-11-30"), CALENDAR)
    assert (judged[1].state, rate.due, rate.by_number, rate.by_amount) == ("cumprida", 0, None, None)
    assert kept_rate([early], judged, day("2026-12-01"), CALENDAR).by_number == 100


START = date(2026, 11, 16)
days = st.integers(0, 14).map(lambda n: START + timedelta(days=n))
titles = st.sampled_from([7, 8, 9])


@st.composite
def promised(draw: st.DrawFn, identity: int) -> Promise:
    made = draw(days)
    until = made + timedelta(days=draw(st.integers(0, 8)))
    return Promise(identity, 1, draw(st.integers(1, 6)), until, made, draw(st.frozensets(titles, max_size=2)))


@st.composite
def came_in(draw: st.DrawFn, identity: int) -> Money:
    parts = draw(st.dictionaries(titles, st.integers(1, 4), max_size=2))
    credit = bool(parts) and draw(st.booleans())
    rest = 0 if credit else draw(st.integers(0 if parts else 1, 4))
    return Money(identity, draw(days), sum(parts.values()) + rest, parts, from_credit=credit)


histories = st.tuples(
    st.lists(st.booleans(), max_size=5).flatmap(
        lambda each: st.tuples(*(promised(n) for n in range(1, len(each) + 1)))
    ),
    st.lists(st.booleans(), max_size=6).flatmap(
        lambda each: st.tuples(*(came_in(n) for n in range(1, len(each) + 1)))
    ),
    st.integers(0, 30).map(lambda n: START + timedelta(days=n)),
)


def next_business_day(after: date) -> date:
    """By hand: within these weeks only weekends and the 20th of November are no business days."""
    following = after + timedelta(days=1)
    while following.weekday() > 4 or following == date(2026, 11, 20):
        following += timedelta(days=1)
    return following


def model(promises: tuple[Promise, ...], money: tuple[Money, ...], as_of: date) -> dict[int, tuple[str, int]]:
    """Coin by coin: each is a list of what happened to it, and lies on one heap until a promise takes it."""
    heap: list[list[tuple[date, int]]] = []
    for each in sorted(money, key=lambda m: (m.day, m.id)):
        if each.day > as_of:
            continue
        for title in sorted(each.by_title):
            for _ in range(each.by_title[title]):
                free = [coin for coin in heap if coin[-1][1] == 0] if each.from_credit else []
                coin = free[0] if free else []
                if free:
                    heap.remove(coin)
                heap.append([*coin, (each.day, title)])
        if not each.from_credit:
            heap += [[(each.day, 0)] for _ in range(each.amount - sum(each.by_title.values()))]
    found = {}
    queue = sorted(promises, key=lambda p: (p.day, p.id))
    for place, one in enumerate(queue):
        mine = []
        for number, coin in enumerate(heap):
            if when := counts(coin, one):
                wanted = any(other.targets and counts(coin, other) for other in queue[place + 1 :])
                mine.append((wanted, when, number))
        taken = sorted(mine)[: one.amount]
        for _, _, number in sorted(taken, key=lambda each: -each[2]):
            del heap[number]
        over = as_of > next_business_day(one.day)
        state = "em parte" if taken else "quebrada"
        state = "cumprida" if len(taken) == one.amount else state if over else "ativa"
        found[one.id] = (state, len(taken))
    return found


def counts(coin: list[tuple[date, int]], one: Promise) -> date | None:
    return next(
        (
            on
            for on, title in coin
            if one.made_on <= on <= next_business_day(one.day) and (title in one.targets or not one.targets)
        ),
        None,
    )


@given(histories)
def test_coin_by_coin(history: tuple[tuple[Promise, ...], tuple[Money, ...], date]) -> None:
    promises, money, as_of = history
    found = judge(promises, money, as_of, CALENDAR)
    assert {identity: (kept.state, kept.paid) for identity, kept in found.items()} == model(*history)


@given(histories)
def test_no_coin_serves_twice_and_the_first_promise_gets_all_it_can(
    history: tuple[tuple[Promise, ...], tuple[Money, ...], date],
) -> None:
    promises, money, as_of = history
    found = judge(promises, money, as_of, CALENDAR)
    came = sum(each.amount for each in money if each.day <= as_of)
    assert sum(kept.paid for kept in found.values()) <= came
    if promises:
        first = min(promises, key=lambda p: (p.day, p.id))
        assert found[first.id] == judge([first], money, as_of, CALENDAR)[first.id]._replace(
            on=found[first.id].on
        )

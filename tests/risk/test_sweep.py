"""What is known of a customer at the end of a day: by hand, against a plain model, never from later on."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.risk.notation import day, titles

from cobranca_cli.domain.turns import APART, LATE_DAYS, OPEN
from cobranca_cli.risk.facts import Customer, Title
from cobranca_cli.risk.sweep import GRID, LATEST, WORST, Look, Sweep


def look(customer: Customer, place: int, on: int) -> Look:
    return Sweep(customer).look(place, on)


def test_a_story_by_hand() -> None:
    mine = titles("0-30 1000 @35", "10-40 2000", "50-80 1000 @140", "60-90 4000", "95-125 500")
    customer = Customer(1, False, mine, broken=[day(70), day(99)], agreed=[day(101)])
    found = look(customer, 4, day(100))
    assert (found.resolved, found.late) == (2, 1)
    assert found.timely[GRID.index(7)] == 1
    assert (found.open, found.overdue, found.overdue_days) == (3, 3, 60)
    assert found.overdue_share == pytest.approx(7000 / 7000)
    assert found.delay == pytest.approx((5 + 31) / 2, rel=0.1)
    assert found.latest == (5 + 31) / 2
    assert found.usual == pytest.approx((2 * log(1000) + log(2000) + log(4000)) / 4)
    assert (found.late_for, found.term, found.broken, found.agreed) == (-25, 30, 2, 0)
    # The third one turned late on day 111, and was paid on day 140, 60 days late.
    assert look(customer, 4, day(111)).late == 2
    assert look(customer, 4, day(150)).latest == (31 + 60 + 31) / 3


@pytest.mark.parametrize(
    ("case", "text", "on", "resolved", "late", "open_"),
    [
        ("not due", "0-30 1", 30, 0, 0, 1),
        ("overdue", "0-30 1", 60, 0, 0, 1),
        ("very late", "0-30 1", 61, 1, 1, 1),
        ("paid on the last day", "0-30 1 @60", 60, 1, 0, 0),
        ("paid a day later", "0-30 1 @61", 61, 1, 1, 0),
        ("paid, and not after all", "0-30 1 @40 @50=aberto", 50, 0, 0, 1),
        ("not paid after all, and late", "0-30 1 @40 @50=aberto", 61, 1, 1, 1),
        ("not paid after all, long late", "0-30 1 @40 @90=aberto", 90, 1, 1, 1),
        ("agreed early", "0-30 1 @20=fora", 70, 0, 0, 0),
        ("cancelled when late", "0-30 1 x80", 80, 0, 0, 0),
        ("cancelled, and paid later by mistake", "0-30 1 @90 x80", 95, 0, 0, 0),
        ("in dispute when it would be late", "0-30 1 !50-70", 90, 0, 0, 1),
    ],
)
def test_what_one_title_counts_as(
    case: str, text: str, on: int, resolved: int, late: int, open_: int
) -> None:
    customer = Customer(1, None, titles(text, "0-300 1"))
    found = look(customer, 1, day(on))
    assert (found.resolved, found.late, found.open) == (resolved, late, open_)


def test_a_disputed_title_is_overdue_for_nobody() -> None:
    customer = Customer(1, None, titles("0-30 1000 !50-70", "0-40 500", "0-300 1"))
    assert [look(customer, 2, day(on)).overdue for on in (49, 50, 70, 71)] == [2, 1, 1, 2]
    assert [look(customer, 2, day(on)).overdue_days for on in (49, 50)] == [19, 10]
    assert look(customer, 2, day(50)).overdue_share == pytest.approx(500 / 1500)


def test_one_that_is_open_again_may_be_the_oldest() -> None:
    customer = Customer(1, None, titles("0-30 1000 @20 @70=aberto", "0-40 500", "0-300 1"))
    assert [look(customer, 2, day(on)).overdue_days for on in (69, 70)] == [29, 40]


def test_the_past_fades() -> None:
    customer = Customer(1, None, titles("0-30 1", "400-430 1 @430", "460-500 1"))
    found = look(customer, 2, day(460))
    short, long = found.fading
    assert (found.late, found.resolved) == (1, 2)
    assert short[1] / short[0] < long[1] / long[0] < 1 / 2


TITLES = st.builds(
    lambda start, term, size, turns, gone, dispute: _made(start, term, size, turns, gone, dispute),
    st.integers(0, 60),
    st.integers(0, 40),
    st.sampled_from([100, 500, 900]),
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from(["paid", OPEN, APART])), max_size=3),
    st.none() | st.integers(0, 200),
    st.none() | st.tuples(st.integers(0, 150), st.integers(0, 40)),
)


def _made(
    start: int,
    term: int,
    size: int,
    turns: list[tuple[int, object]],
    gone: int | None,
    dispute: tuple[int, int] | None,
) -> Title:
    first, last = day(start), OPEN
    known = []
    for on, what in sorted(turns, key=lambda turn: turn[0]):
        outcome = first + on if what == "paid" else what
        if outcome != last and (not known or known[-1][0] < first + on):
            known.append((first + on, outcome))
            last = outcome
    disputes = ((first + dispute[0], first + sum(dispute)),) if dispute else ()
    return Title(0, first, first + term, size, tuple(known), 0 if gone is None else first + gone, disputes)


CUSTOMERS = st.lists(TITLES, min_size=1, max_size=6).map(
    lambda each: Customer(1, None, [title._replace(id=i) for i, title in enumerate(each)])
)


def modelled(customer: Customer, place: int, on: int) -> dict[str, object]:
    """The same by looking at each title alone."""
    others = [t for i, t in enumerate(customer.titles) if i != place and t.lives(on)]
    delays = [_delay(t, on) for t in customer.titles if t.lives(on)]
    late = [t for t in others if t.known(on) == OPEN and on > t.due and not t.disputed(on)]
    open_ = [t for t in others if t.known(on) == OPEN]
    known = [each for each in delays if each is not None]
    return {
        "resolved": len(known),
        "late": sum(each > LATE_DAYS for each in known),
        "open": len(open_),
        "overdue": len(late),
        "overdue_days": max((on - t.due for t in late), default=0),
        "overdue_share": pytest.approx(sum(t.size for t in late) / sum(t.size for t in open_) if late else 0),
        "sizes": len(others),
        "timely": sum(each <= LATE_DAYS for each in known),
    }


def _delay(title: Title, on: int) -> int | None:
    """Days late of a title that is resolved on a day."""
    outcome = title.known(on)
    if outcome == APART:
        return None
    if outcome != OPEN:
        return outcome - title.due
    if on <= title.due + LATE_DAYS:
        return None
    # It was in dispute on the day on which it would have turned late, and has not turned since.
    turned = max(title.due + LATE_DAYS + 1, title.start)
    reopened = [known for known, what in title.turns if what == OPEN and turned <= known <= on]
    return None if title.disputed(turned) and title.known(turned) == OPEN and not reopened else LATE_DAYS + 1


@given(CUSTOMERS, st.integers(0, 260), st.data())
def test_a_sweep_sees_what_each_title_says(customer: Customer, after: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(customer.titles) - 1))
    on = day(after)
    found = look(customer, place, on)
    told = {**found._asdict(), "timely": sum(found.timely)}
    assert {name: told[name] for name in modelled(customer, place, on)} == modelled(customer, place, on)
    assert 0 <= found.latest <= WORST and LATEST > 0


@given(CUSTOMERS, st.integers(0, 260), st.integers(0, 120))
def test_a_look_is_the_same_whatever_comes_later(customer: Customer, after: int, more: int) -> None:
    """Titles, turns, cancellations and disputes of later days change nothing of an earlier look."""
    on = day(after)
    known = [title for title in customer.titles if title.start <= on]
    if not known:
        return
    then = Customer(1, None, [_as_of(title, on) for title in known])
    now = Customer(1, None, [*known, *(t for t in customer.titles if t.start > on)])
    # Asking on other days before, and after, changes nothing either.
    sweep = Sweep(now)
    sweep.look(0, min(on, day(more)))
    assert sweep.look(0, on) == look(then, 0, on)


def _as_of(title: Title, on: int) -> Title:
    """The title as a ledger of that day has it."""
    return title._replace(
        turns=tuple(turn for turn in title.turns if turn[0] <= on),
        gone=title.gone if title.gone <= on else 0,
        disputes=tuple(span for span in title.disputes if span[0] <= on),
    )

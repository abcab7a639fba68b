"""The ladder: the days of its steps, and the step that a title has come to."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.account_notation import rows
from tests.domain.ladder_oracle import Rung, day_of, effective, every_step, may_take, works
from tests.domain.notation import CALENDAR, day

from cobranca_cli.domain.ladder import Dates, Ladder, Step, reached

DEFAULT = (-5, -1, 0, 1, 3, 7, 15, 20, 30, 45, 60, 90, 120)
"""The days of the ladder of `rules.md` §8."""


def ladder(*days: int, repeat: int = 0, again: int | None = None, **more: bool) -> Ladder:
    """Steps from the effective due date; `again` of them, else the last, repeated every `repeat` days."""
    repeated = days[-1] if again is None else again
    return Ladder(tuple(Step(each, repeat=repeat if each == repeated else 0) for each in days), **more)


def open_steps(
    one: Ladder, due: date, on: date, *taken: str, issued: date | None = None
) -> list[tuple[str, date]]:
    """Name and day of the steps that a title may take on a day, the highest first."""
    start = CALENDAR.next_business_day(due)
    done = dict.fromkeys(taken, on)
    return [(each.label, each.on) for each in reached(one, Dates(start, issued or due), done, on, CALENDAR)]


def step_on(one: Ladder, due: str, on: str, *taken: str) -> str:
    """The step of a day; `-` when there is none."""
    found = open_steps(one, day(due), day(on), *taken)
    return found[0][0] if found else "-"


@pytest.mark.parametrize(
    ("step", "on"),
    rows("""
        D-5   | 2026-08-07
        D-1   | 2026-08-13
        D0    | 2026-08-14
        D+1   | 2026-08-17
        D+3   | 2026-08-17
        D+7   | 2026-08-21
        D+15  | 2026-08-31
        D+20  | 2026-09-03
        D+30  | 2026-09-14
        D+45  | 2026-09-28
        D+60  | 2026-10-13
        D+90  | 2026-11-12
        D+120 | 2026-12-14
    """),
)
def test_the_days_of_a_title_due_on_friday_14_august_2026(step: str, on: str) -> None:
    """Rules §8: before the due date back, after it forward; 12 October is a holiday."""
    one = ladder(int(step[1:]))
    before = day(on) - timedelta(days=1)
    assert open_steps(one, date(2026, 8, 14), day(on)) == [(step, day(on))]
    assert open_steps(one, date(2026, 8, 14), before) == []


@pytest.mark.parametrize(
    ("due", "step", "on"),
    rows("""
        2026-02-16 | D-5  | 2026-02-13
        2026-02-16 | D-1  | 2026-02-13
        2026-02-16 | D0   | 2026-02-18
        2026-02-13 | D+1  | 2026-02-18
        2026-02-13 | D+3  | 2026-02-18
        2026-02-13 | D+5  | 2026-02-18
        2026-02-13 | D+6  | 2026-02-19
        2026-11-20 | D0   | 2026-11-23
        2026-11-20 | D-1  | 2026-11-19
        2026-11-20 | D-5  | 2026-11-18
        2026-11-19 | D+1  | 2026-11-23
        2026-12-24 | D+1  | 2026-12-28
        2026-12-28 | D-3  | 2026-12-24
        2026-12-31 | D+1  | 2027-01-04
        2027-01-04 | D-3  | 2026-12-31
        2026-04-02 | D+1  | 2026-04-06
        2026-06-04 | D0   | 2026-06-05
        2026-08-15 | D0   | 2026-08-17
        2026-08-15 | D-1  | 2026-08-14
        2026-08-15 | D+1  | 2026-08-18
    """),
)
def test_steps_around_carnival_november_christmas_and_weekends(due: str, step: str, on: str) -> None:
    one, before = ladder(int(step[1:])), day(on) - timedelta(days=1)
    assert open_steps(one, day(due), day(on)) == [(step, day(on))]
    assert open_steps(one, day(due), before) == []


@pytest.mark.parametrize(
    ("on", "taken", "step"),
    rows("""
        2026-08-06 |                   | -
        2026-08-07 |                   | D-5
        2026-08-12 |                   | D-5
        2026-08-12 | D-5               | -
        2026-08-13 | D-5               | D-1
        2026-08-14 | D-5               | D0
        2026-08-14 | D-5 D-1           | D0
        2026-08-15 | D-5 D-1           | -
        2026-08-16 | D-5               | -
        2026-08-17 | D0                | D+3
        2026-08-17 | D0 D+3            | -
        2026-08-31 | D0                | D+15
        2026-08-31 | D+7               | D+15
        2026-09-01 | D+15              | -
        2027-08-31 |                   | D+120
        2027-08-31 | D+120             | -
    """),
)
def test_a_title_takes_the_highest_step_that_has_come(on: str, taken: str, step: str) -> None:
    """A missed day is caught up with the right step only; an old invoice begins at its current step."""
    assert step_on(ladder(*DEFAULT), "2026-08-14", on, *taken.split()) == step


def test_two_steps_on_one_day_the_lower_one_remains_to_fall_back_to() -> None:
    found = open_steps(ladder(*DEFAULT), date(2026, 8, 14), date(2026, 8, 17))
    assert found == [("D+3", date(2026, 8, 17)), ("D+1", date(2026, 8, 17))]


def test_a_lower_step_is_never_taken_after_a_higher_one() -> None:
    """Not even when the higher one was taken and its day is moved away, or the step is no more."""
    due, on = date(2026, 8, 14), date(2026, 9, 2)
    assert open_steps(ladder(1, 3, 15), due, on, "D+20") == []
    assert open_steps(ladder(1, 3, 15, 30), due, date(2026, 9, 14), "D+20") == [("D+30", date(2026, 9, 14))]
    assert open_steps(ladder(1, 3, 15), due, on, "D+7") == [("D+15", date(2026, 8, 31))]


def test_a_repetition_has_its_own_name_and_only_the_last_one_counts() -> None:
    one, due = ladder(1, 15, repeat=7), date(2026, 8, 14)
    assert open_steps(one, due, date(2026, 8, 31))[0] == ("D+15", date(2026, 8, 31))
    assert open_steps(one, due, date(2026, 9, 4), "D+15") == []
    # D+22 is Saturday, 5 September; Monday the 7th is a holiday.
    assert open_steps(one, due, date(2026, 9, 7), "D+15") == []
    assert open_steps(one, due, date(2026, 9, 7)) == [("D+15", date(2026, 8, 31)), ("D+1", date(2026, 8, 17))]
    assert open_steps(one, due, date(2026, 9, 8), "D+15") == [("D+22", date(2026, 9, 8))]
    assert open_steps(one, due, date(2026, 9, 8), "D+22") == []
    assert open_steps(one, due, date(2026, 10, 1), "D+22") == [("D+43", date(2026, 9, 28))]
    assert open_steps(one, due, date(2026, 10, 1), "D+22", "D+43") == []


def test_repetitions_end_where_the_next_step_begins() -> None:
    """So that no name belongs to two steps: 15 and 15 more days are 30."""
    one, due = ladder(15, 30, repeat=15, again=15), date(2026, 8, 14)
    assert open_steps(one, due, date(2026, 9, 14)) == [
        ("D+30", date(2026, 9, 14)), ("D+15", date(2026, 8, 31)),
    ]  # fmt: skip
    assert open_steps(one, due, date(2026, 10, 14), "D+30") == []


def test_from_the_issue_date_and_from_the_end_of_the_month() -> None:
    issued, due = date(2026, 1, 5), date(2026, 1, 10)
    by_issue = Ladder((Step(5, "emissao"), Step(10, "emissao")))
    # Due on Saturday 10 January: effective on Monday the 12th; the 10th moves back, the 15th stays.
    assert open_steps(by_issue, due, date(2026, 1, 9), issued=issued) == [("E+5", date(2026, 1, 9))]
    assert open_steps(by_issue, due, date(2026, 1, 15), issued=issued) == [("E+10", date(2026, 1, 15))]
    by_month = Ladder((Step(30, "fim-do-mes"),), move=False)
    assert open_steps(by_month, date(2026, 1, 9), date(2026, 2, 27)) == []
    assert open_steps(by_month, date(2026, 1, 9), date(2026, 2, 28)) == [("F+30", date(2026, 2, 28))]
    # 28 February 2026 is a Saturday.
    moved = by_month._replace(move=True)
    assert open_steps(moved, date(2026, 1, 9), date(2026, 3, 2)) == [("F+30", date(2026, 3, 2))]
    assert open_steps(moved, date(2026, 1, 9), date(2026, 3, 1)) == []


def test_a_year_end_is_an_end_of_month() -> None:
    by_month = Ladder((Step(0, "fim-do-mes"),), move=False)
    assert open_steps(by_month, date(2026, 12, 1), date(2026, 12, 31)) == [("F0", date(2026, 12, 31))]
    assert open_steps(by_month, date(2027, 2, 1), date(2027, 2, 28)) == [("F0", date(2027, 2, 28))]


def test_from_the_day_on_which_the_step_before_was_taken() -> None:
    one, dates = Ladder((Step(5), Step(10, "anterior"))), Dates(date(2026, 8, 14), date(2026, 8, 1))
    assert [each.label for each in reached(one, dates, {}, date(2026, 12, 1), CALENDAR)] == ["D+5"]
    done = {"D+5": date(2026, 9, 10)}
    assert reached(one, dates, done, date(2026, 9, 18), CALENDAR) == ()
    # 20 September is a Sunday.
    (found,) = reached(one, dates, done, date(2026, 9, 21), CALENDAR)
    assert (found.label, found.on) == ("A+10", date(2026, 9, 21))


DUES = st.dates(date(2025, 1, 1), date(2027, 6, 30))


@settings(deadline=None)
@given(due=DUES, days=st.sampled_from(DEFAULT), move=st.booleans())
def test_the_day_of_a_step_is_that_of_the_outside_judge(due: date, days: int, move: bool) -> None:
    on = day_of(due, days, move)
    one = ladder(days, move=move)
    assert open_steps(one, due, on) == [(Step(days).label, on)]
    assert open_steps(one, due, on - timedelta(days=1)) == []
    assert not move or works(on)


def test_since_the_step_before_is_since_the_last_one_taken_below() -> None:
    """Whichever that was: a step that was never taken does not block the ladder for life."""
    one, dates = Ladder((Step(3), Step(7), Step(10, "anterior"))), Dates(date(2026, 8, 14), date(2026, 8, 1))
    for done in ({"D+3": date(2026, 8, 17)}, {"D+3": date(2026, 8, 10), "D+7": date(2026, 8, 17)}):
        found = [each.label for each in reached(one, dates, done, date(2026, 8, 27), CALENDAR)]
        assert found[0] == "A+10"
        assert "A+10" not in [each.label for each in reached(one, dates, done, date(2026, 8, 26), CALENDAR)]


def test_a_repetition_at_the_ends_of_months_counts_those_that_have_come() -> None:
    one, due = Ladder((Step(30, "fim-do-mes", 7),), move=False), date(2026, 1, 9)
    # Four weeks of repetitions fall on the same end of month; the last of them is its name.
    found = open_steps(one, due, date(2026, 3, 2))
    assert found == [("F+44", date(2026, 2, 28))]
    assert open_steps(one, due, date(2026, 3, 30), "F+44") == []
    assert open_steps(one, due, date(2026, 3, 31), "F+44") == [("F+79", date(2026, 3, 31))]


def test_a_repetition_before_the_due_date_moves_back() -> None:
    """D-4 of a title due on Thursday, 13 August, is Sunday, and comes on Friday."""
    one, due = Ladder((Step(-10, repeat=3),)), date(2026, 8, 13)
    assert open_steps(one, due, date(2026, 8, 7)) == [("D-4", date(2026, 8, 7))]
    assert open_steps(one, due, date(2026, 8, 6)) == [("D-7", date(2026, 8, 6))]


def test_another_ladder_does_not_begin_anew() -> None:
    """Steps once counted from the issue stand where the new ladder was on the day they were taken."""
    one, dates = ladder(1, 15, 30), Dates(date(2026, 8, 14), date(2026, 8, 4))
    done = {"E+27": date(2026, 8, 31)}
    assert reached(one, dates, done, date(2026, 9, 1), CALENDAR) == ()
    assert [each.label for each in reached(one, dates, done, date(2026, 9, 14), CALENDAR)] == ["D+30"]


class Drawn(NamedTuple):
    """A ladder as days, with one step that may be repeated; of before the due date none is."""

    days: list[int]
    repeat: int
    again: int

    @property
    def ours(self) -> Ladder:
        return ladder(*self.days, repeat=self.repeat, again=self.again)

    @property
    def rungs(self) -> tuple[Rung, ...]:
        return tuple(Rung(each, self.repeat if each == self.again else 0) for each in self.days)


@st.composite
def ladders(draw: st.DrawFn) -> Drawn:
    days = draw(st.lists(st.sampled_from(DEFAULT), min_size=1, max_size=8, unique=True).map(sorted))
    again = draw(st.sampled_from(days))
    return Drawn(days, draw(st.sampled_from((0, 7, 10, 15))) if again > 0 else 0, again)


@settings(deadline=None)
@given(due=DUES, drawn=ladders(), move=st.booleans(), later=st.integers(-10, 150), data=st.data())
def test_a_title_may_take_what_the_outside_judge_says(
    due: date, drawn: Drawn, move: bool, later: int, data: st.DataObject
) -> None:
    on = effective(due) + timedelta(days=later)
    come = [step.name for step in every_step(drawn.rungs, due, move) if step.day <= on]
    taken = data.draw(st.lists(st.sampled_from(come), max_size=3, unique=True)) if come else []
    found = open_steps(drawn.ours._replace(move=move), due, on, *taken)
    assert [label for label, _ in found] == may_take(drawn.rungs, due, taken, on, move)


@settings(deadline=None)
@given(due=DUES, drawn=ladders(), runs=st.sets(st.integers(-10, 150), max_size=40))
def test_whatever_the_days_of_the_runs_the_ladder_is_climbed_and_never_twice(
    due: date, drawn: Drawn, runs: set[int]
) -> None:
    done: dict[str, date] = {}
    heights = []
    for later in sorted(runs):
        on = effective(due) + timedelta(days=later)
        dates = Dates(effective(due), due)
        found = reached(drawn.ours, dates, done, on, CALENDAR)
        if found:
            assert found[0].label not in done
            done[found[0].label] = on
            heights.append((found[0].position, int(found[0].label[1:])))
        assert reached(drawn.ours, dates, done, on, CALENDAR) == ()
    assert heights == sorted(set(heights))


@settings(deadline=None)
@given(due=DUES, runs=st.sets(st.integers(1, 150), min_size=1, max_size=40))
def test_a_missed_day_changes_nothing_about_where_a_title_stands_now(due: date, runs: set[int]) -> None:
    """Run every day, or only now and then: today's step is the same, and what is left to come too."""
    one, dates = ladder(*DEFAULT), Dates(effective(due), due)
    last = effective(due) + timedelta(days=max(runs))

    def top(days: set[int]) -> tuple[str, ...]:
        done: dict[str, date] = {}
        for later in sorted(days):
            on = effective(due) + timedelta(days=later)
            for found in reached(one, dates, done, on, CALENDAR)[:1]:
                done[found.label] = on
        assert not reached(one, dates, done, last, CALENDAR)
        return tuple(done)[-1:]

    assert top(runs) == top(set(range(1, max(runs) + 1)))

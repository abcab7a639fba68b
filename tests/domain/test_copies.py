"""Names of copies, and which of many are kept."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.copies import PLAIN, SEALED, Copy, Keep, copies_among, copy_name, outdated

DAY = date(2026, 11, 28)


def copy(day: date, time: str = "0915", number: int = 1) -> Copy:
    return Copy(day, time, number, copy_name("livro", day, f"{time}", PLAIN, ()))


@pytest.mark.parametrize(
    ("taken", "ending", "name"),
    [
        ((), PLAIN, "livro-2026-11-28-0915.db"),
        ((), SEALED, "livro-2026-11-28-0915.db.age"),
        (("livro-2026-11-28-0915.db",), PLAIN, "livro-2026-11-28-0915-2.db"),
        (("livro-2026-11-28-0915.db",), SEALED, "livro-2026-11-28-0915-2.db.age"),
        (("livro-2026-11-28-0915.db.age", "livro-2026-11-28-0915-2.db"), PLAIN, "livro-2026-11-28-0915-3.db"),
        (("livro-2026-11-28-0916.db",), PLAIN, "livro-2026-11-28-0915.db"),
    ],
)
def test_a_copy_is_named_by_ledger_day_and_time(taken: tuple[str, ...], ending: str, name: str) -> None:
    made = copy_name("livro", DAY, "0915", ending, taken)
    assert made == name
    assert [each.name for each in copies_among("livro", [made])] == [made]


@pytest.mark.parametrize(
    "name",
    [
        "livro.db",
        "livro-2026-11-28.db",
        "livro-2026-02-30-0915.db",
        "livro-2026-11-28-0915.db.bak",
        "livro-2026-11-28-0915.db-journal",
        "outro-2026-11-28-0915.db",
        "meu-livro-2026-11-28-0915.db",
        ".livro-2026-11-28-0915.db",
        "livro-٢٠٢٦-11-28-0915.db",
        "livroX2026-11-28-0915.db",
    ],
)
def test_other_names_are_left_alone(name: str) -> None:
    assert copies_among("livro", [name]) == []


def test_a_stem_is_not_a_pattern() -> None:
    assert copies_among("l.vro", ["livro-2026-11-28-0915.db"]) == []


def test_copies_are_ordered_within_a_minute() -> None:
    names = [f"livro-2026-11-28-0915{more}.db" for more in ("-10", "-2", "")]
    assert [each.number for each in copies_among("livro", names)] == [1, 2, 10]


def test_a_year_of_daily_copies_leaves_days_weeks_and_months() -> None:
    days = [DAY - timedelta(days=back) for back in range(400)]
    gone = {each.day for each in outdated(map(copy, days), Keep())}
    kept = sorted(set(days) - gone, reverse=True)
    daily = [DAY - timedelta(days=back) for back in range(7)]
    weekly = [date(2026, 11, 28), date(2026, 11, 22), date(2026, 11, 15), date(2026, 11, 8)]
    monthly = [date(2026, 10, 31), date(2026, 9, 30), date(2026, 8, 31), date(2026, 7, 31), date(2026, 6, 30)]
    monthly += [date(2026, 5, 31), date(2026, 4, 30), date(2026, 3, 31), date(2026, 2, 28)]
    monthly += [date(2026, 1, 31), date(2025, 12, 31)]
    assert kept == sorted({*daily, *weekly, *monthly}, reverse=True)


def test_every_copy_of_the_newest_day_stays_and_of_the_others_the_last() -> None:
    before = DAY - timedelta(days=1)
    copies = [copy(day, time) for day in (before, DAY) for time in ("0800", "1200", "1900")]
    assert [(each.day, each.time) for each in outdated(copies, Keep())] == [
        (before, "0800"),
        (before, "1200"),
    ]


@pytest.mark.parametrize(("keep", "left"), [(Keep(1, 0, 0), 1), (Keep(3, 0, 0), 3), (Keep(1, 2, 0), 2)])
def test_what_is_kept_is_the_owners_choice(keep: Keep, left: int) -> None:
    copies = [copy(DAY - timedelta(days=back)) for back in range(20)]
    assert len(outdated(copies, keep)) == 20 - left


def test_a_ledger_copied_now_and_then_keeps_as_many() -> None:
    copies = [copy(DAY - timedelta(days=40 * back)) for back in range(7)]
    assert outdated(copies, Keep(monthly=0, weekly=0)) == []


@given(
    st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.sampled_from(["0800", "2000"]))),
    st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)),
)
def test_the_newest_never_goes_and_a_second_look_finds_nothing(
    made: list[tuple[date, str]], counts: tuple[int, int, int]
) -> None:
    copies = [copy(day, time) for day, time in set(made)]
    gone = outdated(copies, Keep(*counts))
    left = sorted(set(copies) - set(gone))
    assert not copies or max(copies) in left
    assert outdated(left, Keep(*counts)) == []

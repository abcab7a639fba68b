"""What became known of a title, and when; entries as `booked kind principal [value]`, due 2026-02-10."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.turns import APART, LATE_DAYS, OPEN, Booked, turns_of

DUE = date(2026, 2, 10).toordinal()
VERY_LATE = DUE + LATE_DAYS + 1


def booked(text: str) -> Booked:
    """`02-05 pagamento 900` or, booked later than its value, `03-20 pagamento 900 02-05`."""
    day, kind, principal, *value = text.split()
    on = date.fromisoformat(f"2026-{day}").toordinal()
    value_on = date.fromisoformat(f"2026-{value[0]}").toordinal() if value else on
    return Booked(kind, value_on, on, int(principal))


def on(text: str) -> int:
    return date.fromisoformat(f"2026-{text}").toordinal()


@pytest.mark.parametrize(
    ("case", "entries", "wanted"),
    [
        ("nothing was paid", [], []),
        ("paid in one", ["02-12 pagamento 1000"], [("02-12", on("02-12"))]),
        ("but for a rest", ["02-12 pagamento 900"], [("02-12", on("02-12"))]),
        ("a part is not paid", ["02-12 pagamento 899"], []),
        ("in parts", ["02-12 pagamento 500", "04-01 credito 500"], [("04-01", on("04-01"))]),
        ("booked later than it came", ["03-20 pagamento 1000 02-05"], [("03-20", on("02-05"))]),
        (
            "taken back",
            ["02-05 pagamento 1000", "03-01 pagamento -1000 02-05"],
            [("02-05", on("02-05")), ("03-01", OPEN)],
        ),
        (
            "taken back and paid again",
            ["02-05 pagamento 1000", "03-01 pagamento -1000 02-05", "03-02 pagamento 1000"],
            [("02-05", on("02-05")), ("03-01", OPEN), ("03-02", on("03-02"))],
        ),
        ("written off is not paid", ["05-01 perda 1000"], []),
        ("abated whole is neither", ["02-01 abatimento 1000"], [("02-01", APART)]),
        ("abated and paid", ["02-01 abatimento 400", "02-11 pagamento 600"], [("02-11", on("02-11"))]),
        ("agreed late is late", ["02-15 acordo 1000"], [("02-15", VERY_LATE)]),
        ("agreed very late", ["05-01 acordo 1000"], [("05-01", on("05-01"))]),
        ("agreed before it was due", ["02-10 acordo 1000"], [("02-10", APART)]),
        (
            "agreed late, paid up by the instalments: it stays late",
            ["02-15 acordo 1000", "03-01 acordo -1000", "03-01 repasse 1000"],
            [("02-15", VERY_LATE)],
        ),
        (
            "agreed early, paid up by the instalments: it never failed",
            ["02-01 acordo 1000", "05-01 acordo -1000", "05-01 repasse 1000"],
            [("02-01", APART)],
        ),
        (
            "agreed and broken: open again",
            ["02-01 acordo 1000", "04-01 acordo -1000"],
            [("02-01", APART), ("04-01", OPEN)],
        ),
        ("an instalment closed before it was due", ["02-01 encerramento 1000"], [("02-01", APART)]),
        ("and one closed when it was late", ["02-20 encerramento 1000"], []),
    ],
)
def test_what_is_known_turns(case: str, entries: list[str], wanted: list[tuple[str, int]]) -> None:
    found = turns_of(1000, DUE, [booked(each) for each in entries])
    assert list(found) == [(on(day), outcome) for day, outcome in wanted]


KINDS = st.sampled_from(["pagamento", "credito", "abatimento", "perda", "acordo", "repasse", "encerramento"])
ENTRIES = st.lists(
    st.builds(
        lambda kind, value, lag, cents: Booked(kind, DUE + value, DUE + value + lag, cents),
        KINDS,
        st.integers(-30, 90),
        st.integers(0, 20),
        st.sampled_from([1000, 950, 500, -500, -1000]),
    ),
    max_size=6,
)


@given(ENTRIES, st.integers(-30, 120))
def test_what_is_known_on_a_day_needs_nothing_booked_later(entries: list[Booked], after: int) -> None:
    day = DUE + after
    known = turns_of(1000, DUE, [each for each in entries if each.booked_on <= day])
    assert [turn for turn in turns_of(1000, DUE, entries) if turn[0] <= day] == list(known)

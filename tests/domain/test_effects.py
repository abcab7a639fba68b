"""What followed a step or a contact within a week: the week's edges, and what is a payment."""

import pytest
from tests.domain.notation import day

from cobranca_cli.domain.effects import (
    Called,
    Credited,
    Effect,
    Reach,
    Taken,
    effect_of,
    reach_of,
    settled_since,
)

STEP = Taken(1, "D+3", "email", day("2026-11-02"), 1000)


def credited(text: str) -> list[Credited]:
    """`kind day cents`, one after another."""
    words = text.split()
    rows = zip(words[::3], words[1::3], words[2::3], strict=True)
    return [Credited(kind, day(f"2026-{on}"), int(each)) for kind, on, each in rows]


@pytest.mark.parametrize(
    ("entries", "effect"),
    [
        ("", (1, 1000, 0, 0)),
        ("pagamento 11-02 1000", (1, 1000, 1, 1000)),
        ("pagamento 11-09 1000", (1, 1000, 1, 1000)),
        ("pagamento 11-10 1000", (1, 1000, 0, 0)),
        ("pagamento 11-01 1000", (0, 0, 0, 0)),
        ("pagamento 11-01 400 pagamento 11-03 600", (1, 600, 1, 600)),
        # A rest of a tenth counts as paid, as everywhere; more does not.
        ("pagamento 11-03 900", (1, 1000, 1, 900)),
        ("pagamento 11-03 899", (1, 1000, 0, 899)),
        # A payment taken back was none.
        ("pagamento 11-03 1000 pagamento 11-03 -1000", (1, 1000, 0, 0)),
        # To agree is not to pay; what an instalment passes on is money.
        ("acordo 11-03 1000", (1, 1000, 0, 0)),
        ("acordo 11-03 1000 repasse 11-04 950 acordo 11-04 -950", (1, 1000, 1, 950)),
        ("acordo 11-03 1000 repasse 11-04 100 acordo 11-04 -100", (1, 1000, 0, 100)),
        ("perda 11-03 1000", (1, 1000, 0, 0)),
        ("perda 11-01 1000 recuperacao 11-04 -100 pagamento 11-04 100", (1, 1000, 0, 100)),
        ("credito 11-03 500 desconto 11-03 500", (1, 1000, 1, 500)),
        ("abatimento 11-03 1000", (1, 1000, 0, 0)),
        ("abatimento 11-01 300 pagamento 11-04 700", (1, 700, 1, 700)),
    ],
)
def test_what_followed_a_step(entries: str, effect: tuple[int, ...]) -> None:
    assert effect_of(STEP, credited(entries)) == Effect(*effect)


def test_a_week_is_over_on_its_seventh_day_after() -> None:
    assert settled_since(day("2026-11-02"), day("2026-11-09"))
    assert not settled_since(day("2026-11-02"), day("2026-11-08"))


@pytest.mark.parametrize(
    ("reached", "promised", "paid", "as_of", "reach"),
    [
        (False, False, "2026-11-03", "2026-11-30", (1, 0, 0, 0, 0)),
        (True, True, "2026-11-03", "2026-11-30", (1, 1, 1, 1, 1)),
        (True, False, "2026-11-02", "2026-11-30", (1, 1, 0, 1, 1)),
        (True, False, "2026-11-09", "2026-11-30", (1, 1, 0, 1, 1)),
        (True, False, "2026-11-10", "2026-11-30", (1, 1, 0, 1, 0)),
        (True, False, "2026-11-01", "2026-11-30", (1, 1, 0, 1, 0)),
        # The week is not over: it is not judged, whatever came in.
        (True, False, "2026-11-03", "2026-11-08", (1, 1, 0, 0, 0)),
    ],
)
def test_what_came_of_a_contact(
    reached: bool, promised: bool, paid: str, as_of: str, reach: tuple[int, ...]
) -> None:
    called = Called(1, day("2026-11-02"), "telefone", reached, promised)
    assert reach_of(called, [day(paid)], day(as_of)) == Reach(*reach)


def test_they_add_up() -> None:
    assert Effect(1, 2, 3, 4).plus(Effect(1, 1, 1, 1)) == Effect(2, 3, 4, 5)
    assert Reach(1, 2, 3, 4, 5).plus(Reach(1, 1, 1, 1, 1)) == Reach(2, 3, 4, 5, 6)

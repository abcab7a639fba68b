"""Duties about listings and protests: their terms to the day, and what ends or begins them.

A situation is told in pieces: `vence 2025-06-10; quitada 2026-04-17; contestada 2026-04-01`, the letter of
consent as `carta 2026-04-20`, and an agreement as `acordo 2026-03-10 parcela 2026-03-20 cumprido 2026-05-20
rompido 2026-04-30`.
"""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.domain.notation import CALENDAR, day

from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.contact import STATES
from cobranca_cli.domain.deadlines import Fact, bureau_until, limitation
from cobranca_cli.domain.duties import (
    AT_ONCE,
    LAPSED,
    Agreed,
    Mark,
    Reason,
    Situation,
    duty_of,
    listed_until,
    listing_from,
    removal_deadline,
)

DUE = "2025-06-10"


@pytest.mark.parametrize(
    ("funds", "last"),
    [
        ("2026-04-17", "2026-04-27"),  # N01: Tuesday 21 April is a holiday
        ("2026-02-13", "2026-02-24"),  # N02: Carnival
        ("2026-04-18", "2026-04-27"),  # a Saturday counts from the same Monday
        ("2026-08-03", "2026-08-10"),
        ("2026-12-23", "2026-12-31"),  # the 24th and the 31st are business days
    ],
)
def test_the_removal_is_due_on_the_fifth_business_day(funds: str, last: str) -> None:
    assert removal_deadline(day(funds), CALENDAR) == day(last)


def test_the_owner_s_holidays_count() -> None:
    mine = BusinessCalendar(extra=frozenset({day("2026-08-05")}))
    assert removal_deadline(day("2026-08-03"), mine) == day("2026-08-11")


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)))
def test_there_are_five_business_days_to_do_it(funds: date) -> None:
    last = removal_deadline(funds, CALENDAR)
    days = [funds + timedelta(days=n) for n in range(1, (last - funds).days + 1)]
    assert sum(map(CALENDAR.is_business_day, days)) == 5
    assert CALENDAR.is_business_day(last)


@pytest.mark.parametrize(
    ("state", "earliest"),
    [
        ("SP", "2026-12-13"),  # N03
        ("RJ", "2026-12-03"),  # N03
        ("MT", "2027-01-07"),  # N03
        ("PE", "2026-12-13"),
        ("PI", "2026-12-08"),
        (None, "2026-12-03"),
    ],
)
def test_a_bureau_waits_after_its_notice(state: str | None, earliest: str) -> None:
    assert listing_from(day("2026-11-23"), state) == day(earliest)


def test_all_other_states_wait_ten_days() -> None:
    longer = {each for each in STATES if listing_from(day("2026-11-23"), each) != day("2026-12-03")}
    assert longer == {"MT", "SP", "PE", "PI"}


def situation(text: str) -> Situation:
    known = Situation(listed_until(day(DUE), ()))
    for piece in filter(None, text.split("; ")):
        what, first, *rest = piece.split()
        said = dict(zip(rest[::2], map(day, rest[1::2]), strict=True))
        if what == "vence":
            known = known._replace(listed_until=listed_until(day(first), ()))
        elif what == "quitada":
            known = known._replace(paid_on=day(first))
        elif what == "carta":
            known = known._replace(consent_on=day(first))
        elif what == "acordo":
            agreed = Agreed(day(first), said.get("parcela"), said.get("cumprido"), said.get("rompido"))
            known = known._replace(agreements=(*known.agreements, agreed))
        else:
            known = known._replace(reasons=(*known.reasons, Reason(what, day(first))))
    return known


def found(kind: str, text: str, as_of: str, marked: str = "2026-03-02") -> str | None:
    """`baixa quitada 2026-04-17 até 2026-04-27`."""
    duty = duty_of(Mark(7, 3, kind, day(marked)), situation(text), day(as_of), CALENDAR)
    if duty is None:
        return None
    assert (duty.title, duty.fact) == (3, 7)
    return f"{duty.kind} {duty.ground} {duty.since} até {duty.last}"


@pytest.mark.parametrize(
    ("known", "duty"),
    [
        # nothing was paid
        ("", None),
        # paid in full
        ("quitada 2026-04-17", "baixa quitada 2026-04-17 até 2026-04-27"),
        # paid on the day of the listing, and before it
        ("quitada 2026-03-02", "baixa quitada 2026-03-02 até 2026-03-09"),
        ("quitada 2026-03-01", "retirar quitada 2026-03-01 até 2026-03-02"),
        # an agreement: nothing before its first instalment
        ("acordo 2026-03-10", None),
        ("acordo 2026-03-10 parcela 2026-04-17", "baixa parcela 2026-04-17 até 2026-04-27"),
        (
            "acordo 2026-03-10 parcela 2026-04-17 cumprido 2026-05-20",
            "baixa parcela 2026-04-17 até 2026-04-27",
        ),
        # while it holds the title, what the title itself has been paid is no matter
        ("acordo 2026-03-10; quitada 2026-04-01", None),
        # a breach ends the duty unless the term is over; on the last day it is not
        ("acordo 2026-03-10 parcela 2026-04-17 rompido 2026-04-22", None),
        ("acordo 2026-03-10 parcela 2026-04-17 rompido 2026-04-27", None),
        (
            "acordo 2026-03-10 parcela 2026-04-17 rompido 2026-04-28",
            "baixa rompido 2026-04-17 até 2026-04-27",
        ),
        # broken, and then paid
        (
            "acordo 2026-03-10 parcela 2026-04-17 rompido 2026-04-22; quitada 2026-05-08",
            "baixa quitada 2026-05-08 até 2026-05-15",
        ),
        # broken, and agreed anew
        (
            "acordo 2026-03-10 parcela 2026-04-17 rompido 2026-04-22; acordo 2026-05-04 parcela 2026-05-08",
            "baixa parcela 2026-05-08 até 2026-05-15",
        ),
        # listed while an agreement held, or on the day it was signed
        ("acordo 2026-03-01", "retirar acordo 2026-03-01 até 2026-03-02"),
        ("acordo 2026-03-02", None),
        ("acordo 2026-03-01 rompido 2026-03-02", None),
        ("acordo 2026-03-01 rompido 2026-03-03", "retirar acordo 2026-03-01 até 2026-03-02"),
        # may not stand listed
        ("contestada 2026-04-01", "retirar contestada 2026-04-01 até 2026-04-01"),
        ("contestada 2026-02-01", "retirar contestada 2026-02-01 até 2026-03-02"),
        ("cancelada 2026-04-06", "retirar cancelada 2026-04-06 até 2026-04-06"),
        # the most urgent of two
        ("contestada 2026-04-24; quitada 2026-04-17", "retirar contestada 2026-04-24 até 2026-04-24"),
        ("contestada 2026-04-28; quitada 2026-04-17", "baixa quitada 2026-04-17 até 2026-04-27"),
    ],
)
def test_a_listing(known: str, duty: str | None) -> None:
    assert found("negativacao", known, "2026-05-29") == duty


@pytest.mark.parametrize(
    ("due", "as_of", "duty"),
    [
        ("2021-06-10", "2026-06-10", None),
        ("2021-06-10", "2026-06-11", "retirar prazo 2026-06-10 até 2026-06-10"),
        ("2024-02-29", "2029-02-28", None),
        ("2024-02-29", "2029-03-01", "retirar prazo 2029-02-28 até 2029-02-28"),
        # prescribed a day before the five years of the listing are over
        ("2019-02-28", "2024-02-28", None),
        ("2019-02-28", "2024-02-29", "retirar prazo 2024-02-28 até 2024-02-28"),
    ],
)
def test_a_listing_lasts_five_years(due: str, as_of: str, duty: str | None) -> None:
    assert found("negativacao", f"vence {due}", as_of, "2022-03-02") == duty


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.lists(st.integers(1, 2000), max_size=3))
@example(date(2019, 2, 28), [])
@example(date(2019, 2, 28), [30])
def test_neither_what_is_prescribed_nor_what_is_five_years_old_stands_listed(
    due: date, acts: list[int]
) -> None:
    """An interruption moves the limitation, never the five years of the listing."""
    facts = [Fact("reconhecimento", due + timedelta(days=each)) for each in acts]
    last, term = listed_until(due, facts), limitation(due, facts)
    after = last + timedelta(days=1)
    assert last <= bureau_until(due) and not term.prescribed(last)
    assert after > bureau_until(due) or term.prescribed(after)
    mark, known = Mark(1, 1, "negativacao", due + timedelta(days=40)), Situation(last)
    assert duty_of(mark, known, last, CALENDAR) is None
    duty = duty_of(mark, known, after, CALENDAR)
    assert duty and (duty.kind, duty.ground, duty.since) == (AT_ONCE, LAPSED, last)


@pytest.mark.parametrize(
    ("known", "duty"),
    [
        ("", None),
        ("quitada 2026-04-17", "anuencia quitada 2026-04-17 até 2026-04-27"),
        ("quitada 2026-04-17; carta 2026-04-16", "anuencia quitada 2026-04-17 até 2026-04-27"),
        ("quitada 2026-04-17; carta 2026-04-17", None),
        ("quitada 2026-04-17; carta 2026-05-11", None),
        # an agreement is paid by all of its instalments
        ("acordo 2026-03-10 parcela 2026-04-17", None),
        ("acordo 2026-03-10; quitada 2026-04-17", None),
        (
            "acordo 2026-03-10 parcela 2026-04-17 cumprido 2026-05-08",
            "anuencia cumprido 2026-05-08 até 2026-05-15",
        ),
        ("acordo 2026-03-10 parcela 2026-04-17 cumprido 2026-05-08; carta 2026-05-08", None),
        ("acordo 2026-03-10 parcela 2026-03-17 rompido 2026-04-28", None),
        (
            "acordo 2026-03-10 rompido 2026-04-10; quitada 2026-04-17",
            "anuencia quitada 2026-04-17 até 2026-04-27",
        ),
        # what may not be listed may well have been protested
        ("contestada 2026-04-01", None),
        ("vence 2020-01-10", None),
    ],
)
def test_a_protest(known: str, duty: str | None) -> None:
    assert found("protesto", known, "2026-05-29") == duty

"""Days from text: two forms, one order, only days that exist."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.timing import ADVERSARIES, seconds

from cobranca_cli.domain.days import DayOrder, parse_day
from cobranca_cli.domain.problem import Problem

TODAY = date(2026, 11, 21)
DAY_FIRST, MONTH_FIRST = DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST
WINDOW = st.dates(date(2000, 1, 1), date(2036, 12, 31))


@given(WINDOW)
def test_what_is_written_is_read_again(day: date) -> None:
    assert parse_day(day.isoformat(), TODAY) == day
    assert parse_day(f"{day:%d/%m/%Y}", TODAY) == day
    assert parse_day(f" {day.day}/{day.month}/{day.year}\u00a0", TODAY) == day
    assert parse_day(f"{day:%m/%d/%Y}", TODAY, MONTH_FIRST) == day
    assert parse_day(day.isoformat(), TODAY, MONTH_FIRST) == day


@given(WINDOW)
def test_the_other_order_is_never_read_as_another_day_when_it_can_be_seen(day: date) -> None:
    found = parse_day(f"{day:%m/%d/%Y}", TODAY)
    if day.day > 12:
        assert isinstance(found, Problem)
        assert found.code == "E-DATA-MMDD"
        assert "--datas mm/dd/aaaa" in found.reason
    else:
        assert found == date(day.year, day.day, day.month)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E-VAZIO"),
        ("   ", "E-VAZIO"),
        ("31/02/2026", "E-DATA"),
        ("29/02/2027", "E-DATA"),
        ("31/04/2026", "E-DATA"),
        ("00/01/2026", "E-DATA"),
        ("01/00/2026", "E-DATA"),
        ("13/13/2026", "E-DATA"),
        ("2026-13-01", "E-DATA"),
        ("2026-1-1", "E-DATA"),
        ("20261201", "E-DATA"),
        ("12/25/2026", "E-DATA-MMDD"),
        ("1/1/26", "E-DATA-ANO2"),
        ("01-12-2026", "E-DATA"),
        ("01.12.2026", "E-DATA"),
        ("2026/12/01", "E-DATA"),
        ("46357", "E-DATA"),
        ("01/12/2026 10:00", "E-DATA"),
        ("2026-12-01T00:00:00Z", "E-DATA"),
        ("31/12/1999", "E-DATA-INTERVALO"),
        ("01/01/2037", "E-DATA-INTERVALO"),
        ("0000-01-01", "E-DATA-INTERVALO"),
        ("9999-12-31", "E-DATA-INTERVALO"),
        ("１/12/2026", "E-DATA"),
        ("١/12/2026", "E-DATA"),
        ("hoje", "E-DATA"),
        ("01/12/2026;", "E-DATA"),
        ("-01/12/2026", "E-DATA"),
    ],
)
def test_what_is_no_day(text: str, code: str) -> None:
    found = parse_day(text, TODAY)
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("46357", "número de série"),
        ("01/12/2026 10:00", "hora"),
        ("1/1/26", "quatro"),
        ("31/12/1999", "2000 a 2036"),
        ("x", "dd/mm/aaaa"),
    ],
)
def test_the_reason_helps(text: str, words: str) -> None:
    found = parse_day(text, TODAY)
    assert isinstance(found, Problem)
    assert words in found.reason


@given(st.text(max_size=40) | st.text("0123456789/-T: ", max_size=24))
def test_any_text_has_an_answer(text: str) -> None:
    for order in DayOrder:
        found = parse_day(text, TODAY, order)
        assert isinstance(found, Problem) or date(2000, 1, 1) <= found <= date(2036, 12, 31)


@pytest.mark.parametrize("text", ADVERSARIES)
def test_time_is_linear(text: str) -> None:
    assert seconds(lambda raw: parse_day(raw, TODAY), text) < 0.05

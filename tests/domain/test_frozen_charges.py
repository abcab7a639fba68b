"""Charges while a dispute freezes them: no interest on those days, no fine that falls on one; else as ever.

The peer is the rule itself told day by day: with interest by the day (method C) each day costs the same
amount, so what is owed is that amount times the days that count.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.account_notation import conditions, entry, keys, parts, title
from tests.domain.notation import day

from cobranca_cli.domain.account import ACCRUAL, Conditions, Entry, Parts
from cobranca_cli.domain.charges import Working, work_out
from cobranca_cli.domain.holds import Span, joined
from cobranca_cli.domain.interest import daily_cents

DUE = "2026-03-10"
"""A Tuesday; R$ 1.000,00 at 1% a month cost R$ 0,33 a day, or R$ 10,00 in 30 days."""


def span(after: str, last: str) -> Span:
    return Span(day(after), day(last))


def frozen(said: str, *spans: Span) -> Conditions:
    return conditions(keys(said))._replace(frozen=spans)


def owed(on: str, said: str, *spans: Span, entries: tuple[Entry, ...] = ()) -> Working:
    return work_out(title("1000,00", DUE), entries, frozen(said, *spans), day(on))


@pytest.mark.parametrize(
    ("case", "on", "spans", "expected"),
    [
        ("none", "2026-04-09", (), "juros 10,00 multa 20,00"),
        ("before it began", "2026-03-20", (span("2026-03-20", "2026-03-30"),), "juros 3,33 multa 20,00"),
        ("its first day", "2026-03-21", (span("2026-03-20", "2026-03-30"),), "juros 3,33 multa 20,00"),
        ("its last day", "2026-03-30", (span("2026-03-20", "2026-03-30"),), "juros 3,33 multa 20,00"),
        ("the day after", "2026-03-31", (span("2026-03-20", "2026-03-30"),), "juros 3,66 multa 20,00"),
        ("later", "2026-04-19", (span("2026-03-20", "2026-03-30"),), "juros 10,00 multa 20,00"),
        (
            "twice",
            "2026-04-29",
            (span("2026-03-20", "2026-03-30"), span("2026-04-04", "2026-04-14")),
            "juros 10,00 multa 20,00",
        ),
        ("before the due date", "2026-04-09", (span("2026-02-01", "2026-03-01"),), "juros 10,00 multa 20,00"),
        ("over it, inside", "2026-03-20", (span("2026-03-01", "2026-03-20"),), ""),
        ("over it, after", "2026-03-21", (span("2026-03-01", "2026-03-20"),), "juros 0,33 multa 20,00"),
        ("from the due date on", "2026-03-20", (span(DUE, "2026-03-20"),), ""),
        ("a day late before", "2026-03-20", (span("2026-03-11", "2026-03-20"),), "juros 0,33 multa 20,00"),
    ],
)  # fmt: skip
def test_what_is_owed(case: str, on: str, spans: tuple[Span, ...], expected: str) -> None:
    left = owed(on, "", *spans).standing.open
    assert left == parts(f"principal 1000,00 {expected}")


def test_the_working_says_why_in_words() -> None:
    found = owed("2026-04-19", "", span("2026-03-20", "2026-03-30"))
    told = [(step.amount, step.days, step.rule) for step in found.steps if step.stage == "juros"]
    assert told == [
        (333, 10, "juros de 1% ao mês, por dia: base x 1% x 10 dias / 30"),
        (0, 10, "sem juros: fatura contestada, de 21/03/2026 a 30/03/2026"),
        (667, 20, "juros de 1% ao mês, por dia: base x 1% x 20 dias / 30"),
    ]
    assert sum(step.amount for step in found.steps) == found.standing.open.total
    one = owed("2026-03-21", "", span("2026-03-20", "2026-03-30")).steps[-1]
    assert (one.days, one.rule) == (1, "sem juros: fatura contestada, em 21/03/2026")


def test_a_payment_in_frozen_days_owes_no_interest_of_them() -> None:
    """Half is paid on a frozen day; the other half accrues again when they are over."""
    freeze = span("2026-03-20", "2026-03-30")
    half = entry("2026-03-25", "juros 3,33 multa 20,00 principal 500,00")
    assert owed("2026-03-25", "", freeze, entries=(half,)).standing.open == parts("principal 500,00")
    assert owed("2026-04-29", "", freeze, entries=(half,)).standing.open == parts(
        "principal 500,00 juros 5,00"
    )


def test_a_payment_before_any_day_counted_leaves_the_fine_for_the_rest() -> None:
    freeze = span("2026-03-01", "2026-03-20")
    half = entry("2026-03-15", "principal 500,00")
    assert owed("2026-03-20", "", freeze, entries=(half,)).standing.open == parts("principal 500,00")
    later = owed("2026-04-19", "", freeze, entries=(half,)).standing.open
    assert later == parts("principal 500,00 juros 5,00 multa 10,00")


@pytest.mark.parametrize("method", ["valor_fixo_dia", "E_taxa_legal", "A_mensal_30", "D_ano_365"])
def test_no_method_counts_a_frozen_day(method: str) -> None:
    said = f"juros_metodo={method} juros_valor_dia=1.00 multa=0"
    freeze = span("2026-03-20", "2026-03-30")
    before, after = (owed(on, said, freeze).standing.open for on in ("2026-03-20", "2026-03-30"))
    assert before == after != Parts(principal=before.principal)


def test_a_month_of_the_taxa_legal_that_is_frozen_need_not_be_known() -> None:
    """November 2026 is not in the table of the tests."""
    said = "juros_metodo=E_taxa_legal multa=0"
    found = owed("2026-11-20", said, span("2026-10-31", "2026-12-31"))
    assert found.standing.open == owed("2026-10-31", said).standing.open


def test_correction_goes_on() -> None:
    terms = conditions(keys("correcao=ipca juros=0 multa=0"))
    one = title("1000,00", "2025-03-10")
    plain = work_out(one, (), terms, day("2025-09-30")).standing.open
    freeze = (span("2025-04-01", "2025-12-31"),)
    assert work_out(one, (), terms._replace(frozen=freeze), day("2025-09-30")).standing.open == plain
    assert plain.correction


START = day("2026-03-01")
spans = st.builds(
    lambda after, length: Span(START + timedelta(days=after), START + timedelta(days=after + length)),
    st.integers(0, 60),
    st.integers(1, 25),
)


@given(st.lists(spans, max_size=4), st.integers(0, 100), st.integers(1_00, 90_000_00))
def test_day_by_day(given: list[Span], late: int, amount: int) -> None:
    """Each late day that no span covers costs one day's amount; the fine comes with the first of them."""
    terms = frozen("juros_metodo=C_valor_dia", *joined(given))
    due = day(DUE)
    on = due + timedelta(days=late)
    one = title("1,00", DUE)._replace(amount=amount)
    count = sum(
        not any(each.after < due + timedelta(days=n) <= each.last for each in given)
        for n in range(1, late + 1)
    )
    found = work_out(one, (), terms, on).standing.open
    daily = daily_cents(amount, terms.terms_on(on))
    fine = (amount * 2 + 50) // 100 if count else 0
    assert found == Parts(principal=amount, interest=daily * count, fine=fine)


@given(
    st.lists(spans, max_size=3), st.lists(st.integers(1, 100), max_size=4, unique=True), st.integers(0, 40)
)
def test_stopping_anywhere_on_the_way_changes_nothing(given: list[Span], stops: list[int], more: int) -> None:
    """Waivers of nothing on some days cut the stretches as payments do; the sum stays the same."""
    terms = frozen("juros_metodo=C_valor_dia", *joined(given))
    one, due = title("1000,00", DUE), day(DUE)
    days = sorted(due + timedelta(days=n) for n in stops)
    on: date = max(days, default=due) + timedelta(days=more)
    entries = [Entry(n, 1, "abono", each, each, Parts()) for n, each in enumerate(days, 1)]
    assert work_out(one, entries, terms, on).standing.open == work_out(one, (), terms, on).standing.open


def test_what_was_decided_otherwise_in_frozen_days_does_not_take_the_fines_place() -> None:
    """The payment's correction was decided by an index that is another now; the fine was not due yet."""
    freeze = span("2026-03-01", "2026-03-20")
    decided = entry("2026-03-15", "correcao -5,00", ACCRUAL)
    half = entry("2026-03-15", "correcao 5,00 principal 500,00")
    later = owed("2026-04-19", "", freeze, entries=(decided, half)).standing.open
    assert later == parts("principal 500,00 juros 5,00 multa 10,00")

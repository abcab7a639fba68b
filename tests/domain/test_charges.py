"""What is owed on one title: E01 to E25 of the domain rules, segments, and the working that adds up."""

from datetime import date, timedelta
from decimal import Decimal
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.account_notation import changing, conditions, entry, keys, owed, parts, rows, title
from tests.domain.notation import NO_RATES, cents, day

from cobranca_cli.domain.account import NOTHING, Entry, Parts
from cobranca_cli.domain.aging import days_late
from cobranca_cli.domain.charges import Standing, discount_on, late_from, standing_on, work_out
from cobranca_cli.domain.rates import Rates
from cobranca_cli.domain.terms import METHODS, read_terms
from cobranca_cli.errors import MissingIndexError

LEGAL = "multa=0 juros=0 juros_metodo=E_taxa_legal"
"""Nothing agreed but the taxa legal: no contract, no fine."""
PLAIN_IGPM = "multa=0 juros=0 correcao=igpm"

# case | keys | amount | due | on | fine | interest | total
FINE_AND_INTEREST = f"""
E01           |                          | 1.000,00  | 2026-03-10 | 2026-03-10 | 0,00     | 0,00   | 1.000,00
E02           |                          | 1.000,00  | 2026-03-10 | 2026-03-11 | 20,00    | 0,33   | 1.020,33
E03           |                          | 100,00    | 2026-03-10 | 2026-03-15 | 2,00     | 0,17   | 102,17
E03 down      | arredondamento=down      | 100,00    | 2026-03-10 | 2026-03-15 | 2,00     | 0,16   | 102,16
E04, E05 A    |                          | 1.250,00  | 2026-01-15 | 2026-04-17 | 25,00    | 38,33  | 1.313,33
E05 B         | juros_metodo=B_dia_0033  | 1.250,00  | 2026-01-15 | 2026-04-17 | 25,00    | 37,95  | 1.312,95
E05 C         | juros_metodo=C_valor_dia | 1.250,00  | 2026-01-15 | 2026-04-17 | 25,00    | 38,64  | 1.313,64
E06 A         |                          | 10.000,00 | 2026-01-30 | 2026-03-31 | 200,00   | 200,00 | 10.400,00
E06 B         | juros_metodo=B_dia_0033  | 10.000,00 | 2026-01-30 | 2026-03-31 | 200,00   | 198,00 | 10.398,00
E06 C         | juros_metodo=C_valor_dia | 10.000,00 | 2026-01-30 | 2026-03-31 | 200,00   | 199,80 | 10.399,80
E06 D         | juros_metodo=D_ano_365   | 10.000,00 | 2026-01-30 | 2026-03-31 | 200,00   | 197,26 | 10.397,26
E07           |                          | 3.000,00  | 2026-05-16 | 2026-05-18 | 0,00     | 0,00   | 3.000,00
E08           |                          | 3.000,00  | 2026-05-16 | 2026-05-19 | 60,00    | 1,00   | 3.061,00
E08 original  | dias_nao_uteis=original  | 3.000,00  | 2026-05-16 | 2026-05-19 | 60,00    | 3,00   | 3.063,00
E09 in time   |                          | 3.000,00  | 2026-02-16 | 2026-02-18 | 0,00     | 0,00   | 3.000,00
E09           |                          | 3.000,00  | 2026-02-16 | 2026-02-19 | 60,00    | 1,00   | 3.061,00
E09 original  | dias_nao_uteis=original  | 3.000,00  | 2026-02-16 | 2026-02-19 | 60,00    | 3,00   | 3.063,00
E10           |                          | 3.000,00  | 2026-11-20 | 2026-11-23 | 0,00     | 0,00   | 3.000,00
E13           | multa=10 juros=2         | 15.780,45 | 2026-07-01 | 2026-08-17 | 1.578,05 | 494,45 | 17.852,95
E14           |                          | 15.780,45 | 2026-07-01 | 2026-08-17 | 315,61   | 247,23 | 16.343,29
E19           | {LEGAL}                  | 1.000,00  | 2024-12-31 | 2025-02-28 | 0,00     | 14,92  | 1.014,92
E21           | {LEGAL}                  | 10.000,00 | 2025-09-10 | 2025-11-20 | 0,00     | 233,62 | 10.233,62
E22           | {LEGAL}                  | 7.350,00  | 2026-01-20 | 2026-02-14 | 0,00     | 60,60  | 7.410,60
E23           | {LEGAL}                  | 1.000,00  | 2025-02-28 | 2025-03-31 | 0,00     | 0,00   | 1.000,00
"""


@pytest.mark.parametrize("row", rows(FINE_AND_INTEREST), ids=itemgetter(0))
def test_fine_and_interest(row: tuple[str, ...]) -> None:
    """E24 is a rate and no amount: `test_rates`."""
    _, said, amount, due, on, fine, interest, total = row
    left = owed(amount, due, on, said).standing.open
    assert left == parts(f"juros {interest} multa {fine} principal {amount}")
    assert left.total == cents(total)


def test_e10_not_overdue_on_the_day_after_a_holiday() -> None:
    """Due on Friday 2026-11-20, a holiday; on Saturday nobody is late yet."""
    late = title("3.000,00", "2026-11-20")
    assert days_late(day("2026-11-21"), late.due_effective) < 1
    assert owed("3.000,00", "2026-11-20", "2026-11-21").standing.open == parts("principal 3.000,00")


UNTIL_PAYMENT = "correcao=ipca correcao_meses=ate_pagamento"
PLAIN_IPCA = "multa=0 juros=0 correcao=ipca"
NOMINAL = "multa_base=nominal"
# case | keys | amount | due | on | correction | fine | interest | total
CORRECTION = f"""
E15     | {UNTIL_PAYMENT} | 5.000,00 | 2024-12-31 | 2025-03-31 | 102,02 | 102,04 | 153,06 | 5.357,12
E16     | {PLAIN_IGPM}    | 8.000,00 | 2025-02-10 | 2025-08-11 | 0,00   | 0,00   | 0,00   | 8.000,00
E17     | {PLAIN_IGPM}    | 8.000,00 | 2024-12-10 | 2025-04-10 | 79,07  | 0,00   | 0,00   | 8.079,07
E18     | {PLAIN_IPCA}    | 1.234,56 | 2025-06-10 | 2025-10-10 | 7,78   | 0,00   | 0,00   | 1.242,34
E20     | {UNTIL_PAYMENT} {LEGAL} | 1.000,00 | 2024-12-31 | 2025-02-28 | 14,72 | 0,00 | 15,14 | 1.029,86
nominal | {UNTIL_PAYMENT} {NOMINAL} | 5.000,00 | 2024-12-31 | 2025-03-31 | 102,02 | 100,00 | 153,06 | 5.355,08
"""


@pytest.mark.parametrize("row", rows(CORRECTION), ids=itemgetter(0))
def test_correction(row: tuple[str, ...]) -> None:
    """E17: zeroing the month of deflation would give 8.106,63. `nominal`: the fine, by contract."""
    _, said, amount, due, on, correction, fine, interest, total = row
    left = owed(amount, due, on, said).standing.open
    assert left == parts(f"correcao {correction} juros {interest} multa {fine} principal {amount}")
    assert left.total == cents(total)


def test_e25_a_month_that_is_not_known_is_an_error() -> None:
    """No partial total: the error says series and month, and the command that mends it."""
    working = conditions(keys("correcao=inpc"))
    with pytest.raises(MissingIndexError, match="falta o INPC de 04/2025"):
        work_out(title("100,00", "2025-03-10"), (), working, day("2025-06-10"))
    with pytest.raises(MissingIndexError, match="falta a taxa legal de 03/2025") as caught:
        work_out(
            title("100,00", "2025-03-10"), (), conditions(keys(LEGAL), rates=NO_RATES), day("2025-03-11")
        )
    assert "cobranca importar indices" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("case", "kind", "value", "paid", "expected"),
    [
        ("E11", "percentual_ate", "5", "2026-06-25", "124,05"),
        ("E11 a day late", "percentual_ate", "5", "2026-06-26", "0,00"),
        ("E12 7 days", "percentual_dia_corrido", "0.1", "2026-06-18", "17,37"),
        ("E12 R$ 2 a day", "valor_dia_corrido", "2.00", "2026-06-18", "14,00"),
    ],
)
def test_discount(case: str, kind: str, value: str, paid: str, expected: str) -> None:
    """P 2.480,90 due on 2026-06-25. What is let off is of the open principal, and only in time."""
    terms = conditions({"desconto": kind, "desconto_faixas": [(0, value)]})
    untouched = title("2.480,90", "2026-06-25")
    whole = Standing(untouched, Parts(principal=untouched.amount))
    assert discount_on(whole, terms, day(paid))[0] == cents(expected), case
    assert discount_on(whole._replace(open=NOTHING), terms, day(paid))[0] == 0


def test_the_base_of_charges_is_the_full_price() -> None:
    """Rule 1.4: who lost the discount owes fine and interest on the whole (STJ, 3ª Turma)."""
    said = conditions({"desconto": "percentual_ate", "desconto_faixas": [(0, "10")]})
    left = work_out(title("1.000,00", "2026-03-10"), (), said, day("2026-04-09")).standing.open
    assert left == parts("juros 10,00 multa 20,00 principal 1.000,00")


I01 = entry("2026-05-10", "juros 10,00 multa 20,00 principal 470,00")


@pytest.mark.parametrize(
    ("case", "entries", "on", "expected"),
    [
        ("I01: interest on 530,00, not on 1.000,00", [I01], "2026-06-09", "juros 5,30 principal 530,00"),
        ("on the day itself nothing more", [I01], "2026-05-10", "principal 530,00"),
        ("I02: open fine bears nothing", [entry("2026-05-10", "juros 10,00 multa 15,00")], "2026-06-09",
         "juros 10,00 multa 5,00 principal 1.000,00"),
        ("I07: charges left do not accrue", [entry("2026-05-10", "principal 1.000,00")], "2026-12-01",
         "juros 10,00 multa 20,00"),
        ("paid before the due date: charges on the rest", [entry("2026-04-01", "principal 400,00")],
         "2026-05-10", "juros 6,00 multa 12,00 principal 600,00"),
        ("an abatement too", [entry("2026-04-10", "principal 100,00", "abatimento")], "2026-05-10",
         "juros 9,00 multa 18,00 principal 900,00"),
        ("a waiver ends what there was, not what comes",
         [entry("2026-05-10", "juros 10,00 multa 20,00", "abono")], "2026-06-09",
         "juros 10,00 principal 1.000,00"),
        ("an expense bears no interest", [entry("2026-04-20", "despesas -50,00", "despesa")], "2026-05-10",
         "despesas 50,00 juros 10,00 multa 20,00 principal 1.000,00"),
        ("a write-off ends everything", [entry("2026-05-10", "juros 10,00 multa 20,00 principal 1.000,00",
         "perda")], "2026-12-01", ""),
        ("entries of a later day do not count", [I01], "2026-05-09",
         "juros 9,67 multa 20,00 principal 1.000,00"),
    ],
)  # fmt: skip
def test_segments(case: str, entries: list[Entry], on: str, expected: str) -> None:
    """P 1.000,00 due on 2026-04-10, 2% and 1% a month."""
    assert owed("1.000,00", "2026-04-10", on, "", *entries).standing.open == parts(expected), case


def test_each_segment_is_rounded_by_itself() -> None:
    """Ten payments of a centavo on ten days: 0,3333 a day ten times is 0,33 ten times; the fine is once."""
    entries = [entry(f"2026-03-{11 + n}", "principal 0,01", movement=n + 1) for n in range(10)]
    assert owed("1.000,00", "2026-03-10", "2026-03-20", "", *entries).standing.open == parts(
        "juros 3,30 multa 20,00 principal 999,90"
    )


FALL_AND_RISE = Rates({"igpm": {(2025, 2): Decimal(-10), (2025, 3): Decimal(5), (2025, 4): Decimal(10)}})


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-03-10", "principal 1.000,00"),  # 0,9
        ("2025-03-20", "principal 600,00"),
        ("2025-04-10", "principal 600,00"),  # 0,9 x 1,05 = 0,945
        ("2025-05-09", "correcao 19,75 principal 500,00"),  # 0,9 x 1,05 x 1,10 = 1,0395
    ],
)
def test_deflation_is_carried_over_payments(on: str, expected: str) -> None:
    """Minus 10%, plus 5%, plus 10%; 400,00 and 100,00 paid in between.

    The floor is what is left of the principal, and a later rise first makes up for what would be below it.
    Forgotten at a payment, the fall would leave 50,00 and not 19,75.
    """
    entries = [entry("2025-03-20", "principal 400,00"), entry("2025-04-20", "principal 100,00", movement=2)]
    working = owed("1.000,00", "2025-01-10", on, PLAIN_IGPM, *entries, rates=FALL_AND_RISE)
    assert working.standing.open == parts(expected)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-03-10", "correcao 106,00 principal 10.000,00"),  # 02: +1,06%
        ("2025-04-10", "correcao 71,64 principal 10.000,00"),  # 03: -0,34% of 10.106,00 is -34,36
        ("2025-04-20", "principal 7.000,00"),
        ("2025-06-10", "principal 7.000,00"),  # 04 and 05: 1,0024 x 0,9951 = 0,9974882
        ("2025-09-10", "principal 7.000,00"),
    ],
)
def test_deflation_lowers_what_correction_there_is(on: str, expected: str) -> None:
    """IGP-M; 71,64 and 3.000,00 are paid on 2025-04-20."""
    money = entry("2025-04-20", "correcao 71,64 principal 3.000,00")
    assert owed("10.000,00", "2025-01-10", on, PLAIN_IGPM, money).standing.open == parts(expected)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-03-13", "principal 1.000,00"),
        ("2026-03-14", "juros 1,33 multa 20,00 principal 1.000,00"),
    ],
)
def test_grace_then_from_the_due_date(on: str, expected: str) -> None:
    """Three days of grace: within them nothing, after them as if there had been none."""
    assert owed("1.000,00", "2026-03-10", on, "carencia_dias=3").standing.open == parts(expected)


def test_what_is_paid_within_the_grace_is_not_charged() -> None:
    """400,00 on the third day; on the fourth, four days of interest and the fine on the other 600,00."""
    entries = entry("2026-03-13", "principal 400,00")
    assert owed("1.000,00", "2026-03-10", "2026-03-14", "carencia_dias=3", entries).standing.open == parts(
        "juros 0,80 multa 12,00 principal 600,00"
    )


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2031-03-10", "juros 608,67 multa 20,00 principal 1.000,00"),
        ("2031-03-11", "principal 1.000,00"),
    ],
)
def test_a_prescribed_title_has_no_charges(on: str, expected: str) -> None:
    """Five years after 2026-03-10; what is left can still be paid, not claimed."""
    working = owed("1.000,00", "2026-03-10", on, claimed_until="2031-03-10")
    assert working.standing.open == parts(expected)


@pytest.mark.parametrize(
    ("said", "expected"), [("", "2026-05-18"), ("dias_nao_uteis=original", "2026-05-16")]
)
def test_late_from(said: str, expected: str) -> None:
    assert late_from(title("1,00", "2026-05-16"), read_terms(keys(said))) == day(expected)


@pytest.mark.parametrize(
    ("case", "on", "terms", "expected"),
    [
        ("the day before", "2026-04-30", "juros=2", "juros 6,67 multa 20,00"),
        ("its first day", "2026-05-01", "juros=2", "juros 7,34 multa 20,00"),
        ("ten days", "2026-05-10", "juros=2", "juros 13,34 multa 20,00"),
        ("the fine was agreed before", "2026-05-10", "multa=10", "juros 10,00 multa 20,00"),
        ("as the grace was", "2026-05-10", "carencia_dias=60", "juros 10,00 multa 20,00"),
        (
            "and the day from which it counts",
            "2026-05-10",
            "dias_nao_uteis=original",
            "juros 10,00 multa 20,00",
        ),
        ("another method", "2026-05-10", "juros=36.5 juros_metodo=percentual_ano", "juros 16,67 multa 20,00"),
        ("what changes nothing is not seen", "2026-05-10", "juros=1", "juros 10,00 multa 20,00"),
    ],
)
def test_other_terms_from_may_on(case: str, on: str, terms: str, expected: str) -> None:
    """P 1.000,00 due on 2026-04-10 at 1% a month, and other terms from 2026-05-01 on: 20 days before it."""
    changed = changing(_="", on_2026_05_01=terms)
    left = work_out(title("1.000,00", "2026-04-10"), (), changed, day(on)).standing.open
    assert left == parts(f"{expected} principal 1.000,00"), case


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "correcao=ipca", "26,00"),  # 05: +0,26% of 10.000,00
        ("correcao=ipca", "", "231,54"),  # 02 to 04: 1,31%, 0,56%, 0,43%
    ],
)
def test_an_index_counts_while_it_is_agreed(before: str, after: str, expected: str) -> None:
    """P 10.000,00 due on 2025-01-10; the index comes, or goes, on 2025-05-01; looked at on 2025-06-10."""
    changed = changing(_=f"multa=0 juros=0 {before}", on_2025_05_01=f"multa=0 juros=0 {after}")
    left = work_out(title("10.000,00", "2025-01-10"), (), changed, day("2025-06-10")).standing.open
    assert left.correction == cents(expected)


def test_recovered_after_a_loss_nothing_accrued_meanwhile() -> None:
    """Written off on 2026-04-09 with 10,00 and 20,00 of charges; 600,00 come in a month later."""
    loss = entry("2026-04-09", "juros 10,00 multa 20,00 principal 1.000,00", "perda")
    back = entry("2026-05-09", "juros -10,00 multa -20,00 principal -570,00", "recuperacao", movement=2)
    money = entry("2026-05-09", "juros 10,00 multa 20,00 principal 570,00", movement=2)
    after = owed("1.000,00", "2026-03-10", "2026-06-09", "", loss, back, money).standing
    assert (after.open, after.lost) == (NOTHING, parts("principal 430,00"))


def test_the_steps_of_a_working() -> None:
    """I01: every line with its base, rate and days; the lines add up to what is left."""
    working = owed("1.000,00", "2026-04-10", "2026-06-09", "", I01)
    lines = [(s.stage, s.amount, s.base, s.percent, s.days, s.day) for s in working.steps]
    assert lines == [
        ("principal", 100_000, None, None, None, day("2026-04-10")),
        ("multa", 2_000, 100_000, 2, None, None),
        ("juros", 1_000, 100_000, 1, 30, day("2026-05-10")),
        ("pagamento", -50_000, None, None, None, day("2026-05-10")),
        ("juros", 530, 53_000, 1, 30, day("2026-06-09")),
    ]
    assert all(step.rule and step.source for step in working.steps if step.stage in ("multa", "juros"))


KEYS = st.fixed_dictionaries(
    {
        "multa": st.sampled_from(("0", "2", "7.35")),
        "juros": st.sampled_from(("0", "1", "2.5")),
        "juros_metodo": st.sampled_from([each for each in METHODS if each != "valor_fixo_dia"]),
        "correcao": st.sampled_from(("nenhuma", "igpm", "ipca")),
        "carencia_dias": st.sampled_from((0, 5)),
        "dias_nao_uteis": st.sampled_from(("prorrogado", "original")),
        "arredondamento": st.sampled_from(("half_up", "half_even", "down")),
    }
)
CENTS = st.integers(0, 60_000)
COMPONENT = st.sampled_from(("interest", "fine", "correction", "principal"))
TAKEN = st.lists(st.tuples(st.integers(-20, 250), COMPONENT, CENTS), max_size=5)


@given(st.integers(1, 10_000_000), st.integers(0, 40), KEYS, TAKEN, st.integers(0, 260))
def test_the_steps_add_up(
    amount: int, shift: int, said: dict[str, object], taken: list[tuple[int, str, int]], late: int
) -> None:
    """The sum of all steps is the debt, whatever was taken off; and charges are never below zero."""
    due = date(2025, 3, 1) + timedelta(days=shift)
    one = title("1,00", due.isoformat())._replace(amount=amount)
    entries = [
        Entry(n, 1, "pagamento", due + timedelta(days=days), due, Parts(**{component: cents_off}))
        for n, (days, component, cents_off) in enumerate(sorted(taken))
    ]
    working = work_out(one, entries, conditions(said), due + timedelta(days=late))
    left = working.standing.open
    assert sum(step.amount for step in working.steps) == left.total
    assert min(left) >= 0
    added = {stage: sum(s.amount for s in working.steps if s.stage == stage) for stage in ("juros", "multa")}
    if not taken:
        assert (left.interest, left.fine) == (added["juros"], added["multa"])
    assert sum(step.stage == "multa" for step in working.steps) <= 1


@given(st.integers(1, 10_000_000), st.integers(0, 400), st.integers(0, 400))
def test_looking_does_not_change_anything(amount: int, first: int, second: int) -> None:
    """Without entries there is one segment, whatever days it was looked at before."""
    one = title("1,00", "2025-03-10")._replace(amount=amount)
    looked = [
        standing_on(one, (), conditions({}), one.due + timedelta(days=n)) for n in (first, first + second)
    ]
    assert looked[1].open.total >= looked[0].open.total >= amount
    expected = work_out(one, (), conditions({}), one.due + timedelta(days=first + second)).standing
    assert looked[1] == expected

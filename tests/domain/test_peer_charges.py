"""What other programs charge (AC-01 to AC-09), reached by a named setting; where we differ, why.

Each peer's own tests or published examples are the source of its number.
"""

from operator import itemgetter

import pytest
from tests.domain.account_notation import account, keys, owed, paid, parts, played, rows, standing, title
from tests.domain.notation import CALENDAR, cents, day

from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.caps import judge
from cobranca_cli.domain.terms import read_terms

NOTHING_AGREED = "multa=0 juros=0"
ERPNEXT = "multa=0 multa_valor=10.00 juros=10 juros_metodo=percentual_ano"
BADCOP = "multa=0 juros=1.5 carencia_dias=3 dias_nao_uteis=original"
FLAT = "multa=0 multa_valor=25.00 juros=0 carencia_dias=3 dias_nao_uteis=original"
DAILY = "multa=0 juros_metodo=valor_fixo_dia"
A_REAL, TEN_CENTS = f"{DAILY} juros_valor_dia=1.00", f"{DAILY} juros_valor_dia=0.10"
FLAT_4, FLAT_10 = "multa=0 multa_valor=4.00 juros=0", "multa=0 multa_valor=10.00 juros=0"
ORIGINAL = "dias_nao_uteis=original"

# case | keys | amount | due | on | fine | interest | total
PEERS = f"""
AC-01 20 days         | {NOTHING_AGREED}  | 100,00    | 2026-03-10 | 2026-03-30 | 0,00  | 0,00     | 100,00
AC-02 10% a year /365 | {ERPNEXT}         | 100,00    | 2026-03-10 | 2026-03-25 | 10,00 | 0,41     | 110,41
AC-02 the same        | {ERPNEXT}         | 20.000,00 | 2026-03-10 | 2026-03-25 | 10,00 | 82,19    | 20.092,19
AC-03 in grace        | {BADCOP}          | 1.000,00  | 2026-03-01 | 2026-03-04 | 0,00  | 0,00     | 1.000,00
AC-03 30 days         | {BADCOP}          | 1.000,00  | 2026-03-01 | 2026-03-31 | 0,00  | 15,00    | 1.015,00
AC-03 46 days         | {BADCOP}          | 1.000,00  | 2026-03-01 | 2026-04-16 | 0,00  | 23,00    | 1.023,00
AC-03 half up         | {BADCOP}          | 1.250,00  | 2026-03-01 | 2026-03-08 | 0,00  | 4,38     | 1.254,38
AC-03 a day           | multa=0 juros=3   | 1.000,00  | 2026-03-10 | 2026-03-11 | 0,00  | 1,00     | 1.001,00
AC-03 flat, in grace  | {FLAT}            | 1.000,00  | 2026-03-01 | 2026-03-04 | 0,00  | 0,00     | 1.000,00
AC-03 flat            | {FLAT}            | 1.000,00  | 2026-03-01 | 2026-03-31 | 25,00 | 0,00     | 1.025,00
AC-03 16 days         | multa=0 juros=1   | 500,00    | 2026-03-10 | 2026-03-26 | 0,00  | 2,67     | 502,67
AC-03 91 days         | multa=0 juros=10  | 20.000,00 | 2026-03-10 | 2026-06-09 | 0,00  | 6.066,67 | 26.066,67
AC-05 a day           | multa=0           | 30.000,00 | 2024-09-04 | 2024-09-05 | 0,00  | 10,00    | 30.010,00
AC-06 Friday          | {A_REAL} | 100,00 | 2020-11-27 | 2020-11-30 | 0,00 | 3,00 | 103,00
AC-06 Saturday        | {A_REAL} | 100,00 | 2020-11-28 | 2020-11-30 | 0,00 | 0,00 | 100,00
AC-06 from Tuesday    | {A_REAL} | 100,00 | 2020-11-28 | 2020-12-01 | 0,00 | 1,00 | 101,00
AC-06 #347 Monday     | {TEN_CENTS} | 10,00  | 2021-02-27 | 2021-03-01 | 0,00 | 0,00 | 10,00
AC-06 #347 Tuesday    | {TEN_CENTS} | 10,00  | 2021-02-27 | 2021-03-02 | 0,00 | 0,10 | 10,10
AC-06 #347 original   | {TEN_CENTS} {ORIGINAL} | 10,00 | 2021-02-27 | 2021-03-02 | 0,00 | 0,30 | 10,30
AC-07 flat            | {FLAT_4} | 200,00 | 2026-03-10 | 2026-12-10 | 4,00 | 0,00 | 204,00
AC-07 15 days         | juros=3           | 200,00    | 2026-03-10 | 2026-03-25 | 4,00  | 3,00     | 207,00
AC-09 as a fine       | {FLAT_10} | 10,00 | 2026-03-10 | 2026-03-20 | 10,00 | 0,00 | 20,00
"""


@pytest.mark.parametrize("row", rows(PEERS), ids=itemgetter(0))
def test_a_setting_reaches_the_peer(row: tuple[str, ...]) -> None:
    """AC-06 #347 was asked both ways and never answered; Lei 7.089/1983 leaves both, so a setting says."""
    _, said, amount, due, on, fine, interest, total = row
    left = owed(amount, due, on, said).standing.open
    assert left == parts(f"juros {interest} multa {fine} principal {amount}")
    assert left.total == cents(total)


def test_ac_03_by_default_a_sunday_is_not_late_on_monday() -> None:
    """2026-03-01 is a Sunday: badcop, without weekends, has 15,00 on the 31st; ours counts from Monday."""
    assert owed("1.000,00", "2026-03-01", "2026-03-31", "multa=0 juros=1.5").standing.open == parts(
        "juros 14,50 principal 1.000,00"
    )


C_ORIGINAL = f"juros_metodo=C_valor_dia {ORIGINAL}"
# amount | due | on | the peer's, by C_valor_dia | ours by default (A_mensal_30), from the original due date
AC_04 = """
100,00 | 2015-07-06 | 2015-07-06 | 100,00 | 100,00
100,00 | 2015-07-06 | 2015-07-07 | 102,03 | 102,03
336,91 | 2015-06-21 | 2015-06-24 | 343,98 | 343,99
360,02 | 2015-06-18 | 2015-06-24 | 367,94 | 367,94
169,64 | 2015-06-19 | 2015-06-24 | 173,33 | 173,31
365,93 | 2015-06-21 | 2015-06-24 | 373,61 | 373,62
370,66 | 2015-06-21 | 2015-06-24 | 378,43 | 378,44
100,00 | 2015-06-27 | 2015-06-29 | 100,00 | 100,00
100,00 | 2015-06-28 | 2015-06-29 | 100,00 | 100,00
100,00 | 2015-06-27 | 2015-06-30 | 102,09 | 102,10
100,00 | 2015-06-28 | 2015-06-30 | 102,06 | 102,07
"""


@pytest.mark.parametrize(("amount", "due", "on", "peer", "ours"), rows(AC_04))
def test_ac_04_the_amount_a_day_of_a_boleto(amount: str, due: str, on: str, peer: str, ours: str) -> None:
    """`juros_metodo = C_valor_dia` and `dias_nao_uteis = original` are the peer's convention, to the cent.

    By our default the interest is rounded once, not each day. And fine and interest are rounded each by
    itself, so that the lines of the working add up: with one rounding of the sum, 169,64 gives 173,32 and
    365,93 gives 373,61, and no line would show where that cent is.
    """
    assert owed(amount, due, on, C_ORIGINAL).standing.open.total == cents(peer)
    assert owed(amount, due, on, ORIGINAL).standing.open.total == cents(ours)


def test_ac_04_a_declared_holiday() -> None:
    """Due on Monday 2015-06-29, which the owner's calendar has as a holiday: paid on Tuesday, in time."""
    local = BusinessCalendar(extra=frozenset({day("2015-06-29")}))
    assert owed("100,00", "2015-06-29", "2015-06-30", C_ORIGINAL, calendar=local).standing.open.fine == 0
    assert owed("100,00", "2015-06-29", "2015-06-30", C_ORIGINAL, calendar=CALENDAR).standing.open.fine == 200


def test_ac_08_a_fee_for_each_reminder_is_an_expense() -> None:
    """Tryton: 10,00 at the first level, at the second 15% of the 100,00, not of 110,00.

    Ours are expenses, each recorded when it is made, never by itself; neither fine nor interest counts on
    them.
    """
    one = account(title("100,00", "2026-03-10"), said="multa=2 juros=0")
    booked = played(
        one,
        paid(1, "2026-03-15", "10,00", 1, kind="despesa"),
        paid(2, "2026-03-20", "15,00", 1, kind="despesa"),
    )
    plain = parts("despesas 25,00 multa 2,00 principal 100,00")
    assert standing(one, booked, "2026-03-20").open == plain
    assert plain.total - plain.fine == cents("125,00")


def test_ac_09_the_invoice_itself_stays_as_it_is() -> None:
    """Invoice Ninja: the locked invoice stays 10, the customer owes 20. Our principal never grows.

    A fine as high as the debt is the most the law lets through (CC art. 412), with a warning.
    """
    said = read_terms(keys("multa=0 multa_valor=10.00 juros=0"))
    findings = judge(said, "empresarial", natural_person=False, nominal=cents("10,00"))
    assert [finding.refused for finding in findings] == [False]
    more = said._replace(fine_cents=cents("10,01"))
    assert [
        each.refused for each in judge(more, "empresarial", natural_person=False, nominal=cents("10,00"))
    ] == [False]
    # A fixed fine suits some titles and passes others: there the limit is charged.
    one = account(title("10,00", "2026-03-10"), said="multa=0 multa_valor=10.01 juros=0")
    assert standing(one, [], "2026-03-20").open == parts("multa 10,00 principal 10,00")

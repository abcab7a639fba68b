"""Streaks of punctual payments, and whom a letter of thanks goes to: each rule by a line of its own."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import CALENDAR, day

from cobranca_cli.domain.ladder import Ladder
from cobranca_cli.domain.loyalty import (
    Manner,
    Paid,
    Payer,
    Rule,
    Streak,
    Thanks,
    owed_thanks,
    streaks,
    thank,
)
from cobranca_cli.domain.plan import Policy, Stop, Window

AS_OF = date(2026, 11, 24)  # Tuesday
THREE = Rule(invoices=3)


def paid(told: str, customer: int = 1) -> list[Paid]:
    """`due>paid` in days before AS_OF, one invoice after the other: `40>41 10>9`; 9 is one day late."""
    found = []
    for number, each in enumerate(told.split(), 1):
        due, on = (AS_OF - timedelta(days=int(days)) for days in each.split(">"))
        found.append(Paid(customer, number, f"F{number}", due, on, 100_00))
    return found


def before(days: int) -> date:
    return AS_OF - timedelta(days=days)


@pytest.mark.parametrize(
    ("told", "rule", "streak"),
    [
        ("30>30 20>21 10>10", THREE, (3, 30, 10, 0)),
        ("30>30 20>21", THREE, (2, 30, None, 1)),
        ("40>40 30>30 20>20 10>10", THREE, (4, 40, 20, 0)),
        ("40>40 30>30 20>19 10>10 5>5", THREE, (2, 10, None, 1)),
        ("40>40 30>29 20>20", Rule(invoices=3, tolerance_days=1), (3, 40, 20, 0)),
        ("40>40 30>28 20>20", Rule(invoices=3, tolerance_days=1), (1, 20, None, 2)),
        # Late with the oldest until yesterday: what was paid on time meanwhile does not count.
        ("90>1 30>30 20>20 10>10", THREE, None),
        ("90>15 30>30 20>20 10>10", THREE, (1, 10, None, 2)),
        ("10>9 10>9", THREE, None),
        # The day of the late payment itself is not a new beginning.
        ("10>9 8>9", THREE, None),
        ("400>400 30>30 20>20", THREE, (2, 30, None, 1)),
        ("365>365 30>30 20>20", THREE, (2, 30, None, 1)),
        ("364>364 30>30 20>20", THREE, (3, 364, 20, 0)),
        ("400>399 30>30 20>20 10>10", THREE, (3, 30, 10, 0)),
        ("", THREE, None),
    ],
)
def test_a_streak_counts_since_the_last_lateness(
    told: str, rule: Rule, streak: tuple[int, int, int | None, int] | None
) -> None:
    found = list(streaks(paid(told), {}, rule, AS_OF))
    if streak is None:
        assert found == []
    else:
        count, since, earned, missing = streak
        earned_on = None if earned is None else before(earned)
        assert found == [Streak(1, count, count * 100_00, before(since), earned_on, missing)]


@pytest.mark.parametrize(
    ("oldest", "tolerance", "kept"), [(1, 0, False), (0, 0, True), (-5, 0, True), (1, 1, True), (2, 1, False)]
)
def test_whoever_stands_late_has_no_streak(oldest: int, tolerance: int, kept: bool) -> None:
    rule = Rule(invoices=3, tolerance_days=tolerance)
    found = list(streaks(paid("30>30 20>20 10>10"), {1: before(oldest)}, rule, AS_OF))
    assert bool(found) == kept


def test_every_customer_has_his_own_streak() -> None:
    told = [*paid("30>30 20>20 10>10"), *paid("30>30 20>19", customer=2), *paid("5>5", customer=3)]
    found = {each.customer: each.invoices for each in streaks(told, {3: before(-9)}, THREE, AS_OF)}
    assert found == {1: 3, 3: 1}


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(-20, 20)), max_size=12),
    st.integers(1, 6),
    st.integers(0, 5),
)
def test_a_streak_is_what_counting_day_by_day_gives(
    told: list[tuple[int, int]], invoices: int, tolerance: int
) -> None:
    """Walk over the days: an invoice paid on time adds one, a day with a late one begins anew after it."""
    rule = Rule(invoices, tolerance_days=tolerance)
    mine = [
        Paid(1, number, "", before(on) - timedelta(days=late), before(on), 1)
        for number, (on, late) in enumerate(told)
    ]
    count, since, earned_on = 0, None, None
    for back in range(300, -1, -1):
        today = [each for each in mine if each.paid_on == before(back)]
        if any((each.paid_on - each.due).days > tolerance for each in today):
            count, since, earned_on = 0, None, None
            continue
        for _ in today:
            count += 1
            since = since or before(back)
            if count == invoices:
                earned_on = before(back)
    found = list(streaks(mine, {}, rule, AS_OF))
    assert found == (
        [Streak(1, count, count, since, earned_on, max(0, invoices - count))] if count and since else []
    )


POLICY = Policy(Ladder(()), gap_days=2, windows={"SP": Window(frozenset({0, 1, 2}))})
MANNER = Manner(7, ("email", "whatsapp"), POLICY)
ANA = Payer(1, "Ana", channels=frozenset({"email", "telefone", "whatsapp"}))


def one(payer: Payer, on: date = AS_OF, manner: Manner = MANNER) -> Thanks:
    (line,) = thank([(payer, paid("3>3 2>4"))], manner, CALENDAR, on)
    return line


@pytest.mark.parametrize(
    ("told", "owed"),
    [
        ("7>7", "F1"),
        ("8>8", ""),
        ("5>7 5>8", "F1"),
        ("3>2", ""),  # late
        ("0>0 -9>0", "F1 F2"),
    ],
)
def test_thanks_are_owed_for_what_was_paid_on_time_lately(told: str, owed: str) -> None:
    assert [each.name for each in owed_thanks(paid(told), frozenset(), MANNER, AS_OF)] == owed.split()


def test_an_invoice_is_thanked_once_in_its_life() -> None:
    assert [each.id for each in owed_thanks(paid("3>3 2>2"), frozenset({1}), MANNER, AS_OF)] == [2]


@pytest.mark.parametrize(
    ("payer", "kind"),
    [
        (ANA, ""),
        (ANA._replace(overdue=1), "vencida"),
        (ANA._replace(stop=Stop("pausa", "em pausa")), "pausa"),
        (ANA._replace(stop=Stop("falecimento", "falecimento"), overdue=1), "falecimento"),
        (ANA._replace(last=before(1)), "intervalo"),
        (ANA._replace(last=before(2)), ""),
        (ANA._replace(next_due=AS_OF), "lembrete"),
        (ANA._replace(next_due=before(-1)), "lembrete"),
        (ANA._replace(next_due=before(-2)), ""),
        (ANA._replace(state="SP"), ""),
        (ANA._replace(channels=frozenset({"telefone"})), "canal"),
        (ANA._replace(refused=frozenset({"email", "whatsapp"})), "canal"),
        (ANA._replace(refused=frozenset({"email"})), ""),
    ],
)
def test_who_is_not_thanked_today(payer: Payer, kind: str) -> None:
    line = one(payer)
    assert (line.kind, line.action) == (kind, "pular" if kind else "enviar")
    assert bool(line.channel) == (not kind)


@pytest.mark.parametrize(
    ("on", "kind"),
    [("2026-11-20", "janela"), ("2026-11-21", "janela"), ("2026-11-23", ""), ("2026-11-26", "")],
)
def test_only_on_days_of_business(on: str, kind: str) -> None:
    """20 November is a holiday, the 21st a Saturday."""
    assert one(ANA, day(on)).kind == kind


def test_only_in_the_window_of_his_state() -> None:
    """In that policy São Paulo is written to from Monday to Wednesday."""
    assert one(ANA._replace(state="SP"), day("2026-11-26")).kind == "janela"


def test_without_a_ladder_no_reminder_is_waited_for() -> None:
    assert one(ANA._replace(next_due=AS_OF), manner=MANNER._replace(reminds=False)).kind == ""


def test_the_preferred_channel_that_is_not_refused() -> None:
    assert one(ANA).channel == "email"
    assert one(ANA._replace(refused=frozenset({"email"}))).channel == "whatsapp"
    assert one(ANA, manner=MANNER._replace(channels=("whatsapp", "email"))).channel == "whatsapp"


def test_one_letter_a_customer_with_all_his_invoices_and_the_reason() -> None:
    line = one(ANA)
    assert (line.model, line.amount) == ("agradecimento", 200_00)
    assert line.reason == (
        "F2 paga em 20/11/2026, 2 dias antes do vencimento; F1 paga em 21/11/2026, no vencimento"
    )
    assert one(ANA._replace(earned=True)).model == "fidelidade"
    (many,) = thank([(ANA, paid("3>3 " * 14))], MANNER, CALENDAR, AS_OF)
    assert many.reason.count("; ") == 12 and many.reason.endswith("; e mais 2")


def test_what_to_do_about_a_missing_channel_is_said() -> None:
    nothing = ANA._replace(channels=frozenset())
    assert one(nothing).reason == "sem canal: falta e-mail ou WhatsApp"
    assert one(nothing._replace(refused=frozenset({"email"}))).reason == (
        "sem canal: falta WhatsApp; o cliente não quer contato por e-mail"
    )

"""The ladders of other programs, as their own tests have them (AC-10 to AC-16e of the study of peers).

Peers disagree, so the convention is part of each case: which ladder of ours says the same, that nothing
moves for weekends, that contact is allowed on every day of the week, and how far apart.
"""

from datetime import date, timedelta

import pytest
from tests.domain.account_notation import rows
from tests.domain.notation import cents, day
from tests.domain.plan_notation import debtor, ladder, told

from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.ladder import Dates, Ladder, reached
from cobranca_cli.domain.plan import Debt, Debtor, Policy, Stop, Window, plan_day

CALENDAR = BusinessCalendar(banking=False)
ANY_DAY = Window(frozenset(range(7)))


class Title:
    """One title on a ladder that is walked by hand; the due date counts as it stands."""

    def __init__(self, steps: str, due: str, issued: str = "", *, one_at_a_time: bool = False) -> None:
        self.ladder = ladder(steps, one_at_a_time=one_at_a_time, move=False)
        self.dates = Dates(day(due), day(issued or due))
        self.done: dict[str, date] = {}

    def plan(self, on: str | date) -> str:
        """The step that would be taken; nothing is kept of it."""
        when = day(on) if isinstance(on, str) else on
        found = reached(self.ladder, self.dates, self.done, when, CALENDAR)
        return found[0].label if found else "-"

    def run(self, on: str | date) -> str:
        """The step that is taken."""
        label = self.plan(on)
        if label != "-":
            self.done[label] = day(on) if isinstance(on, str) else on
        return label

    def late(self, days: int) -> date:
        """The day on which the title is so many days late."""
        return self.dates.due + timedelta(days=days)


class Customer:
    """One customer with titles; `owes` are name, due date and amount."""

    def __init__(self, steps: str, gap_days: int = 0) -> None:
        self.policy = Policy(ladder(steps, move=False), gap_days, window=ANY_DAY)
        self.who: Debtor = debtor()
        self.titles: dict[str, Debt] = {}

    def owes(self, name: str, due: str, amount: str) -> None:
        when = day(due)
        self.titles[name] = Debt(int(name), name, Dates(when, when), cents(amount), cents(amount), {})

    def plan(self, on: str) -> list[str]:
        return [told(line) for line in plan_day(self._case(), self.policy, CALENDAR, day(on))]

    def run(self, on: str) -> list[str]:
        """What is done on a day, with its total; skips are left out."""
        found = []
        for line in list(plan_day(self._case(), self.policy, CALENDAR, day(on))):
            if line.action == "pular":
                continue
            found.append(f"{line.label} {line.total / 100:.2f}")
            for title in line.titles:
                debt = self.titles[title.name]
                self.titles[title.name] = debt._replace(done={**debt.done, title.label: day(on)})
        return found

    def _case(self) -> list[tuple[Debtor, list[Debt]]]:
        return [(self.who, list(self.titles.values()))]


def walked(title: Title, table: str) -> None:
    """Assert the step taken on each day of a table."""
    told = rows(table)
    assert [(on, title.run(on)) for on, _ in told] == told


def test_ac10_tryton_levels_of_5_20_and_40_days() -> None:
    """Their draft is our plan: it does not advance the title. Their block is our pause."""
    title = Title("D+5 D+20 D+40", "2026-06-01", one_at_a_time=True)
    assert title.plan(title.late(4)) == "-"
    assert title.plan(title.late(5)) == "D+5"
    assert title.plan(title.late(30)) == "D+5"
    assert title.run(title.late(30)) == "D+5"
    assert title.plan(title.late(30)) == "D+20"
    policy = Policy(title.ladder, gap_days=0, window=ANY_DAY)
    debt = Debt(1, "1", title.dates, 10_000, 10_000, title.done)
    paused = debt._replace(stop=Stop("pausa", "pausa"))
    for one, expected in ((paused, "pular pausa D+20: 1 D+20"), (debt, "enviar D+20 email: 1 D+20")):
        (line,) = plan_day([(debtor(), [one])], policy, CALENDAR, title.late(30))
        assert told(line) == expected
    assert list(plan_day([(debtor(), [])], policy, CALENDAR, title.late(50))) == []


def test_ac11_tryton_climbs_one_rung_a_run_and_skips_none() -> None:
    title = Title("D+5 D+20 D+40", "2026-06-01", one_at_a_time=True)
    assert [title.run(title.late(50)) for _ in range(4)] == ["D+5", "D+20", "D+40", "-"]
    single = Title("D+1", "2026-06-01", one_at_a_time=True)
    assert [single.run(single.late(days)) for days in (0, 1, 2)] == ["-", "D+1", "-"]
    # Ours, left to itself, takes the right step only.
    ours = Title("D+5 D+20 D+40", "2026-06-01")
    assert [ours.run(ours.late(50)) for _ in range(2)] == ["D+40", "-"]


def test_ac12_oca_net_days_end_of_month_and_since_the_last_one() -> None:
    """One level a run, none skipped, each mode its own base; a year late."""
    title = Title("D+10 F+30 A+10", "2025-11-20", one_at_a_time=True)
    walked(title, """
        2025-11-29 | -
        2026-05-20 | D+10
        2026-09-20 | F+30
        2026-09-29 | -
        2026-11-20 | A+10
        2026-12-20 | -
    """)  # fmt: skip


def test_ac12_oca_end_of_month() -> None:
    title = Title("F+30", "2026-01-10")
    assert (title.plan("2026-02-27"), title.plan("2026-02-28")) == ("-", "F+30")


def test_ac13_kill_bill_thresholds_of_30_40_and_50_days() -> None:
    title = Title("D+30 D+40 D+50", "2012-05-31")
    walked(title, """
        2012-06-24 | -
        2012-06-30 | D+30
        2012-07-10 | D+40
        2012-07-20 | D+50
    """)  # fmt: skip


def test_ac14_kill_bill_thresholds_of_the_balance() -> None:
    """A step with a minimum, which is met by exactly that amount; ten days after each invoice."""
    one = Customer("D+1>=260,00 D+2>=600,00 D+3>=1.200,00")
    seen = []
    for number, month in enumerate(("06", "07", "08", "09", "10"), 1):
        one.owes(str(number), f"2026-{month}-01", "249,95")
        seen.append([each.split()[0] for each in one.run(f"2026-{month}-11")])
    assert seen == [[], ["D+1"], ["D+2"], ["D+2"], ["D+3"]]
    one.titles.clear()
    assert one.plan("2026-10-12") == []
    exact = Customer("D+1>=100,00")
    exact.owes("1", "2026-06-01", "99,99")
    assert exact.run("2026-06-11") == []
    exact.owes("1", "2026-06-01", "100,00")
    assert exact.run("2026-06-11") == ["D+1 100.00"]


def test_ac15_kill_bill_2297_a_paid_invoice_hands_the_ladder_to_the_next_one() -> None:
    """Their engine keeps the day of its next check and jumps from Clear to BLOCKED on 10 June.

    Second of the five defects of peers: what is next is derived from the facts, never from the last run.
    """
    one = Customer("D+5 D+7 D+11")
    for number, due in enumerate(("2012-05-31", "2012-05-31", "2012-06-02"), 1):
        one.owes(str(number), due, "100,00")
    seen = {}
    on = date(2012, 5, 31)
    while on < date(2012, 6, 20):
        if on == date(2012, 6, 2):
            del one.titles["1"], one.titles["2"]
        if found := one.run(on.isoformat()):
            seen[on.isoformat()] = found
        on += timedelta(days=1)
    assert seen == {"2012-06-07": ["D+5 100.00"], "2012-06-09": ["D+7 100.00"], "2012-06-13": ["D+11 100.00"]}


def test_ac16_lago_a_campaign_of_two_requests_from_a_threshold_on() -> None:
    """Strictly more than two days apart is three days since the one before."""
    one = Customer("D+1>=150,00 A+3>=150,00")
    one.owes("1", "2025-01-02", "149,00")
    assert one.run("2025-01-06") == []
    assert one.plan("2025-01-06") == ["pular minimo D+1: 1 D+1"]
    one.owes("2", "2025-01-06", "6,00")
    days = ("2025-01-07", "2025-01-08", "2025-01-09", "2025-01-10", "2025-01-13", "2025-02-13")
    assert {on: found for on in days if (found := one.run(on))} == {
        "2025-01-07": ["D+1 155.00"],
        "2025-01-10": ["A+3 155.00"],
    }


def test_ac16b_invoice_ninja_days_after_the_issue_and_an_endless_reminder() -> None:
    title = Title("E+5 E+10 E+15/14", "2024-03-15", "2024-03-01")
    walked(title, """
        2024-03-05 | -
        2024-03-06 | E+5
        2024-03-10 | -
        2024-03-11 | E+10
        2024-03-15 | -
        2024-03-16 | E+15
        2024-03-29 | -
        2024-03-30 | E+29
        2024-04-12 | -
        2024-04-13 | E+43
    """)  # fmt: skip
    before = Title("D-14", "2024-03-31")
    assert (before.plan("2024-03-16"), before.plan("2024-03-17")) == ("-", "D-14")


@pytest.mark.parametrize(
    ("on", "step"),
    rows("""
        2026-03-01 | -
        2026-03-12 | D-3
        2026-03-15 | D-3
        2026-03-16 | D+1
        2026-03-22 | D+7
        2026-03-29 | D+14
        2026-04-01 | D+14
        2026-05-01 | D+30
    """),
)
def test_ac16c_badcop_offsets(on: str, step: str) -> None:
    """Courtesy, friendly, firm, final, escalate; without their catch-up only the latest step is sent."""
    title = Title("D-3 D+1 D+7 D+14 D+30", "2026-03-15")
    assert title.run(on) == step
    assert title.run(on) == "-"


@pytest.mark.parametrize(
    ("due", "step"),
    rows("2021-09-07 | D+25\n2021-09-08 | -\n2021-08-28 | D+35\n2021-08-29 | D+25"),
)
def test_ac16d_debtors_cut_off_due_dates(due: str, step: str) -> None:
    title = Title("D+25 D+35", due)
    assert [title.run("2021-10-02") for _ in range(2)] == [step, "-"]


@pytest.mark.parametrize(
    ("credit", "expected"), [("50,00", ["D+5 100.00"]), ("99,99", ["D+5 100.00"]), ("100,00", [])]
)
def test_ac16e_tryton_a_letter_unless_the_credit_covers_it(credit: str, expected: list[str]) -> None:
    one = Customer("D+5")
    one.who = debtor(credit=credit)
    one.owes("1", "2026-06-01", "100,00")
    assert one.run("2026-06-08") == expected


def test_637_a_missed_day_is_not_a_lost_step() -> None:
    """Third defect of peers: Invoice Ninja and Dolibarr send only on the very day; an hourly cron repeats.

    Of a week without the program, the right step is what remains, once.
    """
    title = Title("D+1 D+3 D+7", "2026-06-01")
    assert [title.run(title.late(days)) for days in (5, 5, 5, 6, 9, 9)] == ["D+3", "-", "-", "-", "D+7", "-"]


def test_a_reminder_of_several_invoices_ends_invoice_by_invoice() -> None:
    """First defect of peers: ERPNext decides about the whole letter by its last invoice."""
    for paid in ("1", "2", "3"):
        one = Customer("D+5 D+10")
        for number in ("1", "2", "3"):
            one.owes(number, "2026-06-01", "100,00")
        assert one.run("2026-06-08") == ["D+5 300.00"]
        del one.titles[paid]
        assert one.run("2026-06-11") == ["D+10 200.00"]


def test_a_ladder_of_ours_says_nothing_of_a_day_that_is_over() -> None:
    """Unlike theirs, a reminder is never sent after the due date."""
    one = Ladder(ladder("D-3 D0 D+5").steps, move=False)
    dates = Dates(date(2026, 6, 1), date(2026, 5, 1))
    assert reached(one, dates, {}, date(2026, 6, 2), CALENDAR) == ()

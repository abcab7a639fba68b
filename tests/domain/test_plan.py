"""The plan of a day: one action a customer, every skip with its reason.

The ladder of these tests is that of `plan_notation`; most titles are due on Friday, 14 August 2026.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.ladder_oracle import effective, works
from tests.domain.notation import CALENDAR, day
from tests.domain.plan_notation import LADDER, POLICY, debt, debtor, ladder, plan

from cobranca_cli.domain.ladder import DECIDE, SKIP, Dates, reached
from cobranca_cli.domain.plan import Debt, Debtor, Line, Policy, Stop, Touch, Window, plan_day

FRIDAY = "2026-08-14"


@pytest.mark.parametrize(
    ("on", "done", "expected"),
    [
        ("2026-08-06", "", []),
        ("2026-08-07", "", ["enviar D-5 email: 1 D-5"]),
        ("2026-08-10", "D-5", []),
        ("2026-08-14", "D-5", ["enviar D0 email: 1 D0"]),
        ("2026-08-15", "", []),
        ("2026-08-17", "D0", ["enviar D+3 email: 1 D+3"]),
        ("2026-08-21", "D+3", ["ligar D+7 telefone: 1 D+7"]),
        ("2026-08-31", "D+7", ["enviar D+15 email: 1 D+15"]),
        ("2026-09-08", "D+15", ["enviar D+22 email: 1 D+22"]),
        ("2026-09-14", "D+22", ["decidir D+30 -: 1 D+30"]),
    ],
)
def test_one_title_up_the_ladder(on: str, done: str, expected: list[str]) -> None:
    assert plan(debtor(), [debt("1", FRIDAY, done)], on) == expected


def test_all_titles_of_a_customer_go_together_at_the_highest_step() -> None:
    titles = [
        debt("1", "2026-08-24"),
        debt("2", FRIDAY, "D0"),
        debt("3", "2026-08-20", "D-5"),
        debt("4", "2026-12-01"),
    ]
    assert plan(debtor(), titles, "2026-08-21") == ["ligar D+7 telefone: 1 D-5, 2 D+7, 3 D+1"]
    assert plan(debtor(), titles[::-1], "2026-08-21") == ["ligar D+7 telefone: 3 D+1, 2 D+7, 1 D-5"]


def test_the_total_is_that_of_the_titles_in_the_action_with_their_charges() -> None:
    titles = [debt("1", FRIDAY, total="1.023,33"), debt("2", FRIDAY, "D+3", total="5,00")]
    (line,) = plan_day([(debtor(), titles)], POLICY, CALENDAR, date(2026, 8, 18))
    assert (line.total, [each.name for each in line.titles]) == (102_333, ["1"])


def test_what_comes_due_later_is_not_asked_for_beside_what_is_due() -> None:
    """What is overdue is asked for; if nothing is, what stands at the step of the action."""
    titles = [debt("1", FRIDAY, open="10,00"), debt("2", "2026-08-17", open="5,00")]
    titles += [debt("3", "2026-08-18", open="3,00"), debt("4", "2026-08-18", open="2,00")]
    for first, cents in ((0, 1_000), (1, 500), (2, 500)):
        (line,) = plan_day([(debtor(), titles[first:])], POLICY, CALENDAR, date(2026, 8, 17))
        assert (line.total, len(line.titles)) == (cents, 4 - first)


def test_the_reason_names_each_title_its_lateness_and_its_step() -> None:
    titles = [debt("1", FRIDAY), debt("2", "2026-08-17"), debt("3", "2026-08-18")]
    (line,) = plan_day([(debtor(), titles)], POLICY, CALENDAR, date(2026, 8, 17))
    assert line.reason == "D+3: 1 (há 3 dias); D0: 2 (vence hoje); D-5: 3 (vence em 1 dia)"


DECISION_DAY = "2026-09-14"


def test_a_decision_waits_alone_and_the_others_follow() -> None:
    titles = [debt("1", FRIDAY), debt("2", "2026-09-11")]
    assert plan(debtor(), titles, DECISION_DAY) == ["decidir D+30 -: 1 D+30", "pular decisao D+3: 2 D+3"]
    after = [debt("1", FRIDAY, "D+30"), debt("2", "2026-09-11")]
    assert plan(debtor(), after, "2026-09-15") == ["enviar D+3 email: 2 D+3"]


@pytest.mark.parametrize(
    ("who", "title", "expected"),
    [
        (debtor(), debt("1", FRIDAY, open="100,00"), "decidir D+30 -: 1 D+30"),
        (debtor(), debt("1", FRIDAY, open="99,99"), "enviar D+29 email: 1 D+29"),
        (debtor(), debt("1", FRIDAY, "D+29", open="99,99"), "pular minimo D+30: 1 D+30"),
        (debtor(gaps="falta o CPF"), debt("1", FRIDAY), "enviar D+29 email: 1 D+29"),
        (debtor(gaps="falta o CPF"), debt("1", FRIDAY, "D+29"), "pular dados D+30: 1 D+30"),
        (debtor(no_steps="D+30"), debt("1", FRIDAY, "D+29"), "pular excecao D+30: 1 D+30"),
        (debtor(no_steps="D+15"), debt("1", FRIDAY, open="99,99"), "ligar D+7 telefone: 1 D+7"),
    ],
)
def test_a_step_whose_condition_fails_gives_way_to_the_one_below(
    who: Debtor, title: Debt, expected: str
) -> None:
    assert plan(who, [title], DECISION_DAY) == [expected]


def test_what_kept_a_title_from_a_higher_step_is_said() -> None:
    (line,) = plan_day(
        [(debtor(gaps="falta o CPF"), [debt("1", FRIDAY)])], POLICY, CALENDAR, day(DECISION_DAY)
    )
    assert "D+30 não: o cadastro está incompleto: falta o CPF" in line.reason


def test_the_minimum_is_about_all_that_the_customer_has_overdue() -> None:
    """Nor does what is in dispute count, nor what is not due yet."""
    small = debt("1", FRIDAY, "D+29", open="60,00")
    assert plan(debtor(), [small, debt("2", "2026-09-01", "D+7", open="40,00")], DECISION_DAY) == [
        "decidir D+30 -: 1 D+30"
    ]
    for other in (debt("2", "2026-09-01", "D+7", stop="contestacao"), debt("2", "2026-12-01")):
        assert plan(debtor(), [small, other], DECISION_DAY) == ["pular minimo D+30: 1 D+30"]


def test_proof_is_asked_for_where_a_step_needs_it() -> None:
    on = "2026-09-28"
    assert plan(debtor(), [debt("1", FRIDAY, "D+30", proved=True)], on) == ["decidir D+45 -: 1 D+45"]
    assert plan(debtor(), [debt("1", FRIDAY, "D+30")], on) == ["pular prova D+45: 1 D+45"]


def test_a_step_of_some_customers_only() -> None:
    on, title = "2026-08-13", [debt("1", FRIDAY, "D-5")]
    assert plan(debtor(), title, on) == []
    assert plan(debtor(segments="alto-valor novo"), title, on) == ["enviar D-1 whatsapp: 1 D-1"]
    steps = (LADDER.steps[0]._replace(except_segments=frozenset({"bom-pagador"})),)
    spared = Policy(LADDER._replace(steps=steps))
    assert plan(debtor(segments="bom-pagador"), [debt("1", FRIDAY)], "2026-08-07", spared) == []
    assert plan(debtor(segments="novo"), [debt("1", FRIDAY)], "2026-08-07", spared) != []


@pytest.mark.parametrize(
    ("channels", "refused", "expected"),
    [
        ("email whatsapp", "", "enviar D-5 email: 1 D-5"),
        ("whatsapp", "email", "enviar D-5 whatsapp: 1 D-5"),
        ("telefone", "", "pular canal D-5: 1 D-5"),
        ("telefone", "email whatsapp", "pular canal D-5: 1 D-5"),
    ],
)
def test_the_channel_is_the_first_one_there_is(channels: str, refused: str, expected: str) -> None:
    assert plan(debtor(channels, refused), [debt("1", FRIDAY)], "2026-08-07") == [expected]


def test_without_a_telephone_the_title_falls_back_to_a_message_not_yet_sent() -> None:
    assert plan(debtor("email"), [debt("1", FRIDAY)], "2026-08-21") == ["enviar D+3 email: 1 D+3"]
    assert plan(debtor("email"), [debt("1", FRIDAY, "D+3")], "2026-08-21") == ["pular canal D+7: 1 D+7"]


@pytest.mark.parametrize("kind", ["pausa", "promessa", "nunca", "falecimento", "compensacao"])
def test_what_stops_a_customer_stops_every_step_of_every_title(kind: str) -> None:
    titles = [debt("1", FRIDAY), debt("2", "2026-09-11"), debt("3", "2026-12-01")]
    assert plan(debtor(stop=kind), titles, DECISION_DAY) == [f"pular {kind} D+30: 1 D+30, 2 D+3"]


def test_what_stops_a_title_leaves_the_others() -> None:
    titles = [
        debt("1", FRIDAY, stop="contestacao"),
        debt("2", "2026-09-11"),
        debt("3", "2026-09-11", stop="prescrita"),
    ]
    assert plan(debtor(), titles, DECISION_DAY) == [
        "enviar D+3 email: 2 D+3", "pular contestacao D+30: 1 D+30", "pular prescrita D+3: 3 D+3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("last", "on", "goes"),
    [
        ("2026-08-17", "2026-08-17", False),
        ("2026-08-17", "2026-08-18", False),
        ("2026-08-17", "2026-08-19", True),
        ("2026-08-14", "2026-08-17", True),
        ("2026-08-15", "2026-08-17", True),
        ("2026-08-16", "2026-08-17", False),
    ],
)
def test_48_hours_between_two_contacts(last: str, on: str, goes: bool) -> None:
    expected = "enviar D+3 email: 1 D+3" if goes else "pular intervalo D+3: 1 D+3"
    assert plan(debtor(last=last), [debt("1", FRIDAY)], on) == [expected]


def test_a_decision_needs_neither_a_gap_nor_a_window() -> None:
    assert plan(debtor(last="2026-09-18"), [debt("1", FRIDAY)], "2026-09-19") == ["decidir D+30 -: 1 D+30"]


@pytest.mark.parametrize(
    ("on", "goes"),
    [
        ("2026-08-22", False),
        ("2026-08-23", False),
        ("2026-09-07", False),
        ("2026-09-08", True),
        ("2027-02-08", False),
        ("2027-02-09", False),
        ("2027-02-10", True),
        ("2026-11-20", False),
        ("2026-12-25", False),
    ],
)
def test_nobody_is_reached_on_weekends_and_holidays(on: str, goes: bool) -> None:
    who, policy = debtor(), Policy(ladder("D+1"))
    expected = "enviar D+1 email: 1 D+1" if goes else "pular janela D+1: 1 D+1"
    assert plan(who, [debt("1", FRIDAY)], on, policy) == [expected]


def test_a_state_may_have_a_window_of_its_own() -> None:
    """São Paulo allows Saturdays (Lei 15.426/2014), but no holidays."""
    policy = Policy(ladder("D+1"), windows={"SP": Window(frozenset(range(6)))})
    titles = [debt("1", FRIDAY)]
    assert plan(debtor(state="SP"), titles, "2026-08-22", policy) == ["enviar D+1 email: 1 D+1"]
    assert plan(debtor(state="RJ"), titles, "2026-08-22", policy) == ["pular janela D+1: 1 D+1"]
    assert plan(debtor(state="SP"), titles, "2026-08-23", policy) == ["pular janela D+1: 1 D+1"]
    assert plan(debtor(state="SP"), [debt("1", "2026-08-03")], "2026-12-25", policy) == [
        "pular janela D+1: 1 D+1"
    ]


@pytest.mark.parametrize(
    ("calls", "expected"), [(1, "ligar D+7 telefone: 1 D+7"), (2, "pular telefone D+7: 1 D+7")]
)
def test_two_calls_a_week_at_most(calls: int, expected: str) -> None:
    assert plan(debtor(calls=calls), [debt("1", FRIDAY, "D+3")], "2026-08-21") == [expected]


@pytest.mark.parametrize(
    ("phoned", "expected"),
    [("2026-08-20", ["ligar D+7 telefone: 1 D+7"]), ("2026-08-21", []), ("2026-08-24", [])],
)
def test_a_call_made_since_its_day_counts_as_taken(phoned: str, expected: list[str]) -> None:
    """And nothing milder is sent instead of it."""
    assert plan(debtor(phoned=phoned), [debt("1", FRIDAY)], "2026-08-25") == expected


@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        ("0,00", ["enviar D+3 email: 1 D+3, 2 D+3"]),
        ("1.999,99", ["enviar D+3 email: 1 D+3, 2 D+3"]),
        ("2.000,00", ["pular credito D+3: 1 D+3, 2 D+3"]),
    ],
)
def test_who_has_credit_enough_is_not_asked_for_money(credit: str, expected: list[str]) -> None:
    titles = [debt("1", FRIDAY), debt("2", FRIDAY)]
    assert plan(debtor(credit=credit), titles, "2026-08-17") == expected


def test_a_call_too_many_does_not_hold_back_a_message() -> None:
    titles = [debt("1", FRIDAY, "D+3"), debt("2", "2026-08-19")]
    assert plan(debtor(calls=2), titles, "2026-08-21") == [
        "enviar D+1 email: 2 D+1", "pular telefone D+7: 1 D+7",
    ]  # fmt: skip


def test_once_a_day_is_enough() -> None:
    """What the ladder did with a customer today is done; a second run of the day finds nothing for him."""
    titles = [debt("1", FRIDAY, "D+3"), debt("2", "2026-08-03")]
    who = debtor()._replace(acted="D+3")
    assert plan(who, titles, "2026-09-14") == ["pular hoje D+30: 1 D+30, 2 D+30"]


def test_the_minimum_of_a_reminder_is_about_all_that_is_open() -> None:
    policy = Policy(ladder("D-1>=500,00 D+3>=500,00"))
    titles = [debt("1", "2026-08-13", open="1,00"), debt("2", FRIDAY, open="499,00")]
    assert plan(debtor(), titles, "2026-08-13", policy) == ["enviar D-1 email: 1 D-1, 2 D-1"]
    assert plan(debtor(), titles, "2026-08-17", policy) == ["enviar D+3 email: 1 D+3, 2 D+3"]
    assert plan(debtor(), titles[:1], "2026-08-17", policy) == ["pular minimo D+3: 1 D+3"]
    soon = debt("2", "2026-08-18", open="500,00")
    assert plan(debtor(), [titles[0], soon], "2026-08-17", policy) == [
        "enviar D-1 email: 2 D-1", "pular minimo D+3: 1 D+3",
    ]  # fmt: skip


DUES = st.dates(date(2026, 6, 1), date(2026, 12, 31))
NAMES = ("D-5", "D0", "D+3", "D+7", "D+15", "D+22", "D+30")
HELD = st.sampled_from(("", "", "", "contestacao", "promessa"))
TITLE = st.tuples(DUES, st.lists(st.sampled_from(NAMES), max_size=2), st.integers(1, 50_000), HELD)
LONG_AGO = date(2026, 5, 4)
WHO = st.builds(
    debtor,
    channels=st.sampled_from(("email whatsapp telefone carta", "email", "telefone", "")),
    segments=st.sampled_from(("", "alto-valor")),
    no_steps=st.sampled_from(("", "D+15", "D0")),
    gaps=st.sampled_from(("", "falta o CPF")),
    credit=st.sampled_from(("0,00", "300,00")),
    calls=st.integers(0, 3),
    stop=st.sampled_from(("", "", "", "pausa")),
)


@settings(deadline=None)
@given(who=WHO, titles=st.lists(TITLE, min_size=1, max_size=6), on=DUES, ago=st.none() | st.integers(0, 4))
def test_whatever_the_facts_the_plan_keeps_its_word(
    who: Debtor, titles: list[tuple[date, list[str], int, str]], on: date, ago: int | None
) -> None:
    last = on - timedelta(days=ago) if ago is not None else None
    who = who._replace(touch=Touch(last, who.touch.calls))
    debts = [
        Debt(
            number, str(number), Dates(effective(due), due), cents, cents, dict.fromkeys(done, LONG_AGO),
            stop=Stop(stop, stop) if stop else None,
        )
        for number, (due, done, cents, stop) in enumerate(titles, 1)
    ]  # fmt: skip
    lines = list(plan_day([(who, debts)], POLICY, CALENDAR, on))
    assert lines == list(plan_day([(who, debts)], POLICY, CALENDAR, on))
    _each_title_once(lines, debts, on)
    actions = [line for line in lines if line.action != SKIP]
    assert len(actions) <= 1
    for line in actions:
        _allowed(line, who, {debt.id: debt for debt in debts}, on)


def _each_title_once(lines: list[Line], debts: list[Debt], on: date) -> None:
    """Whoever has a step to take is in one line of the plan, or is not asked for because of his segment."""
    seen = [title.id for line in lines for title in line.titles]
    assert len(seen) == len(set(seen))
    open_steps = {debt.id: reached(LADDER, debt.dates, debt.done, on, CALENDAR) for debt in debts}
    due = {number for number, steps in open_steps.items() if any(not each.step.segments for each in steps)}
    assert due <= set(seen) <= {number for number, steps in open_steps.items() if steps}
    for line in lines:
        for title in line.titles:
            assert title.label in [each.label for each in open_steps[title.id]]


def _allowed(line: Line, who: Debtor, debts: dict[int, Debt], on: date) -> None:
    assert who.stop is None
    assert not any(debts[title.id].stop for title in line.titles)
    asked = [debts[title.id] for title in line.titles]
    late = [each for each in asked if each.dates.due < on]
    first = [debts[title.id] for title in line.titles if title.label == line.label]
    assert sum(each.total for each in late or first) == line.total > who.credit
    assert not {title.label for title in line.titles} & who.no_steps
    if line.action == DECIDE:
        assert {title.label for title in line.titles} <= {"D+30", "D+45"}
        return
    assert works(on)
    assert line.channel in who.channels & set(line.step.channels)
    assert who.touch.last is None or (on - who.touch.last).days >= 2
    assert line.action != "ligar" or who.touch.calls < 2


def test_credit_that_covers_a_decision_takes_it_from_the_owner_and_leaves_the_rest() -> None:
    """A decision about two cents is none with 300,00 in hand; what the credit does not cover is asked for."""
    who = debtor(credit="300,00")
    small = Debt(1, "1", Dates(effective(day("2026-06-01")), day("2026-06-01")), 2, 2, {})
    for cents, actions in ((30_001, 1), (30_000, 0)):
        large = Debt(2, "2", Dates(effective(day("2026-07-01")), day("2026-07-01")), cents, cents, {})
        lines = list(plan_day([(who, [small, large])], POLICY, CALENDAR, day("2026-07-02")))
        asked = [line for line in lines if line.action != SKIP]
        assert [line.total for line in asked] == [cents] * actions
        assert "que cobre" in next(line.reason for line in lines if line.titles[0].id == 1)

"""The lines of one title: which they are, and that they come to what is owed whatever is booked when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.account_notation import account, paid, parts, signed, title
from tests.domain.notation import day

from cobranca_cli.domain.account import Account, Entry, Movement, Told
from cobranca_cli.domain.charges import standing_on
from cobranca_cli.domain.posting import MONEY, net_of, replay
from cobranca_cli.domain.statement import DatedTitle, Line, TitleStatement, opening_of, tell

ISSUED = day("2026-03-02")
ONE = account(title("1.000,00", "2026-04-10"))
ENDING = account(title("1.000,00", "2021-04-09", claimed_until="2026-04-09"))


def told(
    one: Account,
    *movements: Movement,
    as_of: str,
    since: str = "",
    cancelled: str = "",
    issued: date = ISSUED,
) -> TitleStatement:
    entries = replay(one, [], movements, date.min)
    dated = DatedTitle(one.titles[1], issued, day(cancelled) if cancelled else None)
    opening = opening_of(dated, entries, one.conditions(1), day(since)) if since else None
    return tell(dated, entries, one.conditions(1), day(as_of), opening)


def shown(lines: tuple[Line, ...]) -> list[str]:
    """`2026-05-10 encargos 30,00`, as in the tables below."""
    return [f"{line.day} {line.kind} {_amount(line.amount)}" for line in lines]


def _amount(cents: int) -> str:
    text = f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}".replace(",", ".") + f",{abs(cents) % 100:02d}"
    assert signed(text) == cents
    return text


HALF = paid(1, "2026-05-10", "500,00", 1)
REST = paid(2, "2026-06-09", "535,30", 1)
BOUNCED = HALF._replace(reversed_on=day("2026-06-20"))
EXPENSE = paid(3, "2026-05-20", "40,00", 1, kind="despesa")
WAIVER = paid(3, "2026-05-10", "", 1, kind="abono", components=("interest", "fine"))
LOSS = paid(3, "2026-05-10", "", 1, kind="perda")
BACK = paid(4, "2026-06-10", "200,00", 1)

CASES = {
    "not there yet": ([], "2026-03-01", ""),
    "not late": ([], "2026-04-10", "2026-03-02 fatura 1.000,00"),
    "late": ([], "2026-05-10", "2026-03-02 fatura 1.000,00 | 2026-05-10 encargos 30,00"),
    "paid in part and then": (
        [HALF],
        "2026-06-09",
        "2026-03-02 fatura 1.000,00 | 2026-05-10 encargos 30,00 | 2026-06-09 encargos 5,30",
    ),
    "paid": (
        [HALF, REST],
        "2026-12-31",
        "2026-03-02 fatura 1.000,00 | 2026-05-10 encargos 30,00 | 2026-06-09 encargos 5,30",
    ),
    # P2 now finds 20,00 and 20,00 where 30,00 and 5,30 had been told; 504,70 are open again.
    "bounced": (
        [BOUNCED, REST],
        "2026-06-20",
        "2026-03-02 fatura 1.000,00 | 2026-05-10 encargos 30,00 | 2026-06-09 encargos 5,30"
        " | 2026-06-20 ajuste 4,70 | 2026-06-20 encargos 1,85",
    ),
    "an expense fixes no charges": (
        [EXPENSE],
        "2026-05-25",
        "2026-03-02 fatura 1.000,00 | 2026-05-20 despesa 40,00 | 2026-05-25 encargos 35,00",
    ),
    "charges waived": (
        [WAIVER],
        "2026-05-10",
        "2026-03-02 fatura 1.000,00 | 2026-05-10 encargos 30,00 | 2026-05-10 abono -30,00",
    ),
    "written off and in part recovered": (
        [LOSS, BACK],
        "2026-12-31",
        "2026-03-02 fatura 1.000,00 | 2026-05-10 encargos 30,00 | 2026-05-10 perda -1.030,00"
        " | 2026-06-10 recuperacao 200,00",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_lines(case: str) -> None:
    movements, as_of, expected = CASES[case]
    assert shown(told(ONE, *movements, as_of=as_of).lines) == [
        line.strip() for line in expected.split("|") if line
    ]


def test_charges_name_what_they_are_and_the_movement_that_fixed_them() -> None:
    _, first, second, waived = told(
        ONE, HALF, WAIVER._replace(day=day("2026-05-20")), as_of="2026-05-20"
    ).lines
    assert (first.movement, first.charges, first.closing) == (1, parts("juros 10,00 multa 20,00"), False)
    assert (second.movement, second.charges, second.closing) == (3, parts("juros 1,77"), False)
    assert (waived.kind, waived.amount, waived.movement) == ("abono", -177, 3)


def test_the_last_charges_are_fixed_by_nothing() -> None:
    last = told(ONE, HALF, as_of="2026-06-09").lines[-1]
    assert (last.closing, last.movement, last.charges) == (True, 0, parts("juros 5,30"))


def test_after_an_opening_only_what_accrued_since_is_told() -> None:
    """On 2026-04-20 it had come to 1.023,33; the payment of May then finds 30,00 in all, 6,67 more."""
    lines = told(ONE, HALF, as_of="2026-05-10", since="2026-04-20").lines
    assert shown(lines) == ["2026-05-10 encargos 6,67"]
    assert lines[0].charges == parts("juros 6,67")


def test_an_expense_after_an_opening_leaves_what_accrued_before_it_alone() -> None:
    lines = told(
        ONE, EXPENSE, HALF._replace(day=day("2026-06-09")), as_of="2026-06-09", since="2026-05-10"
    ).lines
    assert shown(lines) == ["2026-05-20 despesa 40,00", "2026-06-09 encargos 10,00"]


def test_a_prescribed_title_takes_a_payment_without_more_ado() -> None:
    voluntary = paid(2, "2026-06-01", "100,00", 1)
    found = told(ENDING, voluntary, as_of="2026-12-31", since="2026-04-20", issued=day("2021-03-02"))
    assert shown(found.lines) == []
    assert found.standing is not None and found.standing.open == parts("principal 900,00")
    late = told(ENDING, paid(1, "2026-04-08", "30,00", 1), voluntary, as_of="2026-12-31", since="2026-04-08")
    assert shown(late.lines) == ["2026-04-10 prescricao -598,33"]
    cost = paid(3, "2026-06-01", "40,00", 1, kind="despesa")
    late = told(ENDING, paid(1, "2026-04-08", "30,00", 1), cost, as_of="2026-12-31", since="2026-04-08")
    assert shown(late.lines) == [
        "2026-04-10 prescricao -598,33",
        "2026-06-01 despesa 40,00",
        "2026-06-01 prescricao -40,00",
    ]


def test_a_cancelled_invoice_owes_nothing_and_a_reversal_does_not_revive_it() -> None:
    found = told(ONE, BOUNCED, as_of="2026-12-31", cancelled="2026-06-01")
    assert shown(found.lines) == [
        "2026-03-02 fatura 1.000,00",
        "2026-05-10 encargos 30,00",
        "2026-06-01 cancelamento -530,00",
        "2026-06-20 ajuste -500,00",
    ]
    assert found.standing is None


def test_charges_leave_a_prescribed_title_on_the_day_after_its_last() -> None:
    old = paid(1, "2026-04-08", "30,00", 1)
    found = told(ENDING, old, as_of="2026-12-31", issued=day("2021-03-02"))
    assert shown(found.lines) == [
        "2021-03-02 fatura 1.000,00",
        "2026-04-08 encargos 628,33",
        "2026-04-10 prescricao -598,33",
    ]
    assert found.standing is not None and found.standing.open == parts("principal 1.000,00")
    since = told(ENDING, old, as_of="2026-12-31", since="2026-04-09", issued=day("2021-03-02"))
    # The opening has the interest of one day more, which goes too.
    assert shown(since.lines) == ["2026-04-10 prescricao -598,66"]


DAYS = st.dates(day("2026-03-02"), day("2027-01-31"))
KINDS = st.sampled_from(
    ("pagamento", "pagamento", "pagamento", "credito", "abono", "desconto", "perda", "despesa")
)
PARTIAL = st.sampled_from(("20,00", "300,00", "1.000,00", "1.100,00"))


@st.composite
def movements(draw: st.DrawFn, identity: int) -> Movement:
    on = draw(DAYS)
    kind = draw(KINDS)
    undone = draw(st.none() | DAYS)
    amount = None if kind in ("abono", "perda") else abs(signed(draw(PARTIAL)))
    elsewhere = st.builds(Told, st.integers(0, amount or 0), st.integers(0, 100_00), st.booleans())
    return Movement(
        identity,
        kind,
        on,
        amount,
        draw(st.sampled_from(("legal", "capital"))),
        (draw(st.integers(1, 2)),),
        ("interest", "fine"),
        reversed_on=None if undone is None else max(on, undone),
        told=draw(st.none() | elsewhere) if kind == "pagamento" else None,
    )


TWO = [
    account(title("1.000,00", "2026-04-10"), title("300,00", "2026-06-07", 2), said=said)
    for said in (
        "",
        "carencia_dias=5 dias_nao_uteis=original imputacao=multa,juros",
        "tolerancia_quitacao=1.00",
    )
] + [account(title("1.000,00", "2021-07-10", claimed_until="2026-07-10"), title("300,00", "2026-06-07", 2))]


@given(st.data())
def test_the_lines_come_to_what_is_owed(data: st.DataObject) -> None:
    """Σ lines less Σ what pays = owed at the end less owed at the opening, each reckoned by itself."""
    one = data.draw(st.sampled_from(TWO))
    count = data.draw(st.integers(1, 6))
    done = [data.draw(movements(identity)) for identity in range(1, count + 1)]
    entries = replay(one, [], done, date.min)
    as_of, before = data.draw(DAYS), data.draw(DAYS)
    for identity, each in one.titles.items():
        cancelled = data.draw(st.none() | DAYS)
        dated = DatedTitle(each, min(each.due, ISSUED), cancelled)
        mine = [entry for entry in entries if entry.title == identity]
        conditions = one.conditions(identity)
        opening = opening_of(dated, mine, conditions, min(before, as_of - timedelta(days=1)))
        found = tell(dated, mine, conditions, as_of, opening)
        assert opening.owed == _owed(one, dated, mine, opening.day)
        assert (found.standing.open.total if found.standing else 0) == _owed(one, dated, mine, as_of)
        paid_in = sum(
            entry.parts.total
            for entry in mine
            if entry.kind in MONEY and opening.day < entry.booked_on <= as_of
        )
        change = sum(line.amount for line in found.lines) - paid_in
        assert change == _owed(one, dated, mine, as_of) - opening.owed
        assert all(line.amount and opening.day < line.day <= as_of for line in found.lines)


def _owed(one: Account, dated: DatedTitle, entries: list[Entry], on: date) -> int:
    if on < dated.starts_on or dated.cancelled(on):
        return 0
    known = net_of(entry for entry in entries if entry.booked_on <= on)
    return standing_on(dated.title, known, one.conditions(dated.title.id), on).open.total

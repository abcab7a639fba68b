"""By which entries a title is reckoned while an agreement holds it, and after."""

import pytest
from tests.domain.account_notation import entry

from cobranca_cli.domain.account import ACCRUAL, Entry
from cobranca_cli.domain.suspension import (
    AGREED,
    BROKEN,
    PASSED,
    effective,
    is_suspended,
    only_passed_on,
    passed_on_by,
    without_agreement,
)

PAID = entry("2026-01-10", "principal 100,00", movement=1)
SIGNED = entry("2026-02-01", "principal 900,00", AGREED, 2)
PASSED_ON = [
    entry("2026-03-01", "juros -9,00", ACCRUAL, 3),
    entry("2026-03-01", "principal -291,00", AGREED, 3),
    entry("2026-03-01", "juros 9,00 principal 291,00", PASSED, 3),
]
BREACH = [
    entry("2026-04-01", "juros -6,00", ACCRUAL, 4),
    entry("2026-04-01", "principal -609,00", AGREED, 4),
    entry("2026-04-01", "principal 10,00", BROKEN, 4),
]
AGAIN = entry("2026-05-01", "principal 599,00", AGREED, 5)
CLOSED_BY_MONEY = [
    entry("2026-03-01", "principal -900,00", AGREED, 6),
    entry("2026-03-01", "principal 900,00", PASSED, 6),
]


def kinds(entries: list[Entry]) -> list[tuple[int, str]]:
    return [(each.movement, each.kind) for each in entries]


@pytest.mark.parametrize(
    ("case", "entries", "wanted"),
    [
        ("no agreement", [PAID], [(1, "pagamento")]),
        ("signed: nothing is owed", [PAID, SIGNED], [(1, "pagamento"), (2, AGREED)]),
        ("what is passed on is left out", [PAID, SIGNED, *PASSED_ON], [(1, "pagamento"), (2, AGREED)]),
        (
            "broken: as if it had never been, with what was passed on as payments",
            [PAID, SIGNED, *PASSED_ON, *BREACH],
            [(1, "pagamento"), (3, ACCRUAL), (3, PASSED), (4, ACCRUAL), (4, BROKEN)],
        ),
        (
            "a second agreement holds what the first gave back",
            [PAID, SIGNED, *PASSED_ON, *BREACH, AGAIN],
            [(1, "pagamento"), (3, ACCRUAL), (3, PASSED), (4, ACCRUAL), (4, BROKEN), (5, AGREED)],
        ),
        ("paid up by the instalments", [PAID, SIGNED, *CLOSED_BY_MONEY], [(1, "pagamento"), (6, PASSED)]),
    ],
)
def test_the_entries_that_count(case: str, entries: list[Entry], wanted: list[tuple[int, str]]) -> None:
    assert kinds(list(effective(entries))) == wanted, case


@pytest.mark.parametrize(
    ("entries", "held"),
    [
        ([PAID], False),
        ([SIGNED], True),
        ([SIGNED, *PASSED_ON], True),
        ([SIGNED, *PASSED_ON, *BREACH], False),
        ([SIGNED, *CLOSED_BY_MONEY], False),
    ],
)
def test_whether_an_agreement_holds_the_title(entries: list[Entry], held: bool) -> None:
    assert is_suspended(entries) is held


def test_who_passed_money_on_and_to_what() -> None:
    assert passed_on_by([PAID, SIGNED, *PASSED_ON]) == {3}
    assert only_passed_on([entry("2026-03-01", "principal 300,00", movement=3, title=7), *PASSED_ON]) == {1}
    assert kinds(without_agreement([SIGNED, *PASSED_ON])) == [(3, ACCRUAL), (3, PASSED)]

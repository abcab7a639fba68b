"""What to look at again: good cycles, a long delay, consultations and limits that run out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.credit_notation import AS_OF, DEFAULT, day, manuals

from cobranca_cli.domain.credit_limits import Limit
from cobranca_cli.domain.credit_review import ADVICE, Advice, Reviewed, Settled, good_cycles, review

RULE, CARD = DEFAULT.review, DEFAULT.card
NOTHING = Reviewed(CARD.grade("B"), Limit("total", 100_000))


def settled(told: str) -> list[Settled]:
    """`10/09 09/09; 10/10 –`: effective due date, and the day it was paid."""
    found = []
    for each in filter(None, told.split("; ")):
        due, paid = each.split()
        found.append(Settled(day(due), None if paid == "–" else day(paid)))
    return found


@pytest.mark.parametrize(
    ("told", "since", "cycles"),
    [
        ("", None, 0),
        ("10/08 10/08; 10/09 01/09; 10/10 10/10", None, 3),
        ("10/08 10/08; 10/10 10/10", None, 2),  # a month without invoices is neither good nor bad
        ("10/08 10/08; 10/09 11/09; 10/10 10/10", None, 1),
        ("10/08 10/08; 10/10 10/10; 20/10 –", None, 0),  # all that was due in it
        ("10/08 10/08; 10/10 –; 20/10 20/10", None, 0),
        ("10/10 10/10; 12/10 12/10; 20/10 20/10", None, 1),  # three invoices of a month are one cycle
        ("10/10 10/10; 10/11 10/11", None, 1),  # the running month is not over
        ("10/10 10/10; 10/11 12/11", None, 0),  # but a delay in it counts
        ("10/10 10/10; 21/11 –; 10/12 –", None, 1),  # not late yet
        ("10/10/2025 10/10/2025; 10/10 10/10", None, 2),
        ("10/08 10/08; 10/09 10/09; 10/10 10/10", "10/08", 2),  # since the limit was set
    ],
)
def test_good_cycles(told: str, since: str | None, cycles: int) -> None:
    assert good_cycles(settled(told), day(since) if since else None, AS_OF) == cycles


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"cycles": 2}, []),
        (
            {"cycles": 3},
            [
                Advice(
                    "aumentar",
                    "3 meses seguidos sem atraso: aumentar de R$ 1.000,00 para R$ 1.200,00",
                    120_000,
                )
            ],
        ),
        ({"cycles": 3, "grade": CARD.grade("D")}, []),  # buys with a down payment
        ({"cycles": 3, "grade": CARD.grade("E")}, []),
        ({"cycles": 3, "limit": Limit("total", 0)}, []),
        ({"cycles": 3, "limit": Limit("total", None)}, []),
        ({"worst": 30}, []),
        (
            {"worst": 31},
            [Advice("cortar", "atrasou 31 dias, mais de 30: reduzir de R$ 1.000,00 para R$ 500,00", 50_000)],
        ),
        (
            {"worst": 31, "limit": Limit("total", 1), "cycles": 9},
            [Advice("cortar", "atrasou 31 dias, mais de 30: reduzir de R$ 0,01 para R$ 0,01", 1)],
        ),
        ({"worst": 31, "limit": Limit("total", 0)}, []),
        ({"consulted": day("23/08")}, []),  # 90 days
        (
            {"consulted": day("22/08")},
            [Advice("consultar", "a consulta de 22/08/2026 passou de 90 dias: consultar de novo")],
        ),
    ],
)
def test_what_is_proposed(changes: dict[str, object], expected: list[Advice]) -> None:
    assert [*review(NOTHING._replace(**changes), RULE, AS_OF)] == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expires", "words"),
    [
        ("07/12", None),
        ("06/12", "o limite de R$ 5.000,00 vence em 06/12/2026: renovar ou deixar cair"),
        ("21/11", "o limite de R$ 5.000,00 vence em 21/11/2026: renovar ou deixar cair"),
        ("20/11", "o limite de R$ 5.000,00 venceu em 20/11/2026: renovar ou deixar cair"),
        ("06/11", "o limite de R$ 5.000,00 venceu em 06/11/2026: renovar ou deixar cair"),
        ("05/11", None),
    ],
)
def test_a_limit_that_expires(expires: str, words: str | None) -> None:
    manual = manuals(f"total 5.000,00 desde 01/03 até {expires}")[0]
    found = review(NOTHING._replace(manual=manual), RULE, AS_OF)
    assert [*found] == ([Advice("vence", words)] if words else [])


def test_a_limit_without_an_end_or_an_amount_does_not_expire() -> None:
    for told in ("total 5.000,00 desde 01/03", "total nada desde 01/03 até 21/11"):
        assert review(NOTHING._replace(manual=manuals(told)[0]), RULE, AS_OF) == ()


@settings(max_examples=30)
@given(st.integers(0, 60), st.integers(0, 9), st.integers(1, 10**9))
def test_a_cut_lowers_a_raise_raises_and_never_both(worst: int, cycles: int, amount: int) -> None:
    case = NOTHING._replace(worst=worst, cycles=cycles, limit=Limit("total", amount), consulted=day("01/01"))
    found = review(case, RULE, AS_OF)
    kinds = [each.kind for each in found]
    assert kinds == [kind for kind in ADVICE if kind in kinds] and len({"cortar", "aumentar"} & {*kinds}) < 2
    for each in found:
        assert each.amount is None or (each.amount <= amount) == (each.kind == "cortar") or amount < 3

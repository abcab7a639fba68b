"""Limits: S03 to the cent, what stands by hand, and the limits of components of AC-30, AC-31 and AC-32."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.credit_notation import AS_OF, DEFAULT, capacity, day, fact, manuals
from tests.domain.notation import cents

from cobranca_cli.brformat import money_br
from cobranca_cli.domain.credit_limits import (
    COMPONENTS,
    TOTAL,
    Capacity,
    Computed,
    Exposure,
    Guarantee,
    Limit,
    Limits,
    Manual,
    Title,
    computed_limit,
    exceeded,
    exposure_of,
    in_force,
    limits_on,
    methods,
    raised_by,
)
from cobranca_cli.ledger import step_5

RULE, CARD = DEFAULT.limits, DEFAULT.card
S03 = "compras 8.000,00; faturamento 120.000,00; melhor 13.500,00; carteira 180.000,00"
COMPUTED = Computed(960_000, 1_200_000, "faturamento", "a conta")


@pytest.mark.parametrize(
    ("amount", "by_hand", "raised"),
    [(0, True, 0), (0, False, 500), (100, True, 500), (100, False, 500), (None, False, 500)],
)
def test_a_guarantee_raises_no_limit_of_zero_that_a_person_has_set(
    amount: int | None, by_hand: bool, raised: int
) -> None:
    manual = Manual(TOTAL, amount, AS_OF, None, "só à vista") if by_hand else None
    assert raised_by(Limit(TOTAL, amount, "", manual), 500) == raised


def allowed(told: str, letter: str = "B", **changes: object) -> Computed:
    rule = RULE._replace(**changes)  # type: ignore[arg-type]
    return computed_limit(methods(capacity(told), rule), CARD.grade(letter), rule)


def limits(told: str) -> Limits:
    """`total 1.100,00; vencido 499,00`; what is not told has no limit."""
    found = dict.fromkeys(COMPONENTS, None) | {
        each.split()[0]: cents(each.split()[1]) for each in filter(None, told.split("; "))
    }
    return Limits(*(Limit(component, found[component]) for component in COMPONENTS))


def test_s03() -> None:
    found = methods(capacity(S03), RULE)
    assert [(each.code, money_br(each.amount or 0)) for each in found] == [
        ("compras", "17.200,00"),
        ("faturamento", "12.000,00"),
        ("historico", "16.200,00"),
        ("concentracao", "18.000,00"),
    ]
    limit = computed_limit(found, CARD.grade("B"), RULE)
    assert (money_br(limit.amount), money_br(limit.base or 0)) == ("9.600,00", "12.000,00")
    assert limit.words == "R$ 12.000,00, o menor dos métodos (pelo faturamento), × 0,8 (classe B)"


def test_every_method_shows_its_working_and_its_source() -> None:
    found = methods(capacity(S03), RULE)
    assert [each.words for each in found] == [
        "compras de R$ 8.000,00 por mês × (28 + 15) ÷ 30 dias × 1,5 = R$ 17.200,00",
        "faturamento de R$ 120.000,00 por mês × 10% = R$ 12.000,00",
        "o maior saldo pago em dia, R$ 13.500,00, × 1,2 = R$ 16.200,00",
        "tudo o que se tem a receber, R$ 180.000,00, × 10% = R$ 18.000,00",
    ]
    assert {(each.source, each.day) for each in found} == {("livro", AS_OF)}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("", ["sem dados", "sem dados", "sem dados", "sem dados"]),
        ("compras 0,00; carteira 0,00", ["sem dados", "sem dados", "sem dados", "sem dados"]),
        ("compras 100,00; prazo 60", ["375,00", "sem dados", "sem dados", "sem dados"]),
        ("compras 0,01; melhor 0,01", ["0,02", "sem dados", "0,01", "sem dados"]),  # 2,15 and 1,2 cents
        ("faturamento 0,05", ["sem dados", "0,01", "sem dados", "sem dados"]),  # half a cent is rounded up
    ],
)
def test_a_method_without_facts_is_not_zero(told: str, expected: list[str]) -> None:
    found = methods(capacity(told), RULE)
    assert [each.words if each.amount is None else money_br(each.amount) for each in found] == expected


def test_a_method_that_the_policy_does_not_use() -> None:
    found = methods(capacity(S03), RULE._replace(revenue_share=Decimal(0)))
    assert (found[1].amount, found[1].words) == (None, "não usado nesta política")
    assert allowed(S03, revenue_share=Decimal("0.0")).amount == cents("12.960,00")  # 16.200,00 × 0,8


@pytest.mark.parametrize(
    ("letter", "expected"),
    [("A", "12.000,00"), ("B", "9.600,00"), ("C", "6.000,00"), ("D", "2.400,00"), ("E", "0,00")],
)
def test_the_factor_of_the_class(letter: str, expected: str) -> None:
    assert money_br(allowed(S03, letter).amount) == expected


@pytest.mark.parametrize(
    ("told", "initial", "letter", "amount", "words"),
    [
        ("", "0,00", "C", "0,00", "sem dados para calcular: o limite inicial da política"),
        ("", "500,00", "C", "500,00", "sem dados para calcular: o limite inicial da política"),
        ("", "500,00", "E", "0,00", "classe E: só à vista"),
        # What others owe us says nothing of him: a cap, and no ground.
        (
            "carteira 180.000,00",
            "500,00",
            "C",
            "500,00",
            "sem dados para calcular: o limite inicial da política",
        ),
        (
            "carteira 2.000,00",
            "500,00",
            "C",
            "200,00",
            "sem dados para calcular: o limite inicial da política",
        ),
    ],
)
def test_who_is_known_by_nothing_begins_with_the_initial_limit(
    told: str, initial: str, letter: str, amount: str, words: str
) -> None:
    found = allowed(told, letter, initial=cents(initial))
    assert (money_br(found.amount), found.base, found.method, found.words) == (amount, None, "", words)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("", None),
        ("total 5.000,00 desde 01/03", "5.000,00"),
        ("total 5.000,00 desde 21/11", "5.000,00"),
        ("total 5.000,00 desde 22/11", None),
        ("total 5.000,00 desde 01/03 até 21/11", "5.000,00"),
        ("total 5.000,00 desde 01/03 até 20/11", None),
        ("total 0,00 desde 01/03", "0,00"),  # zero is a limit
        ("total 5.000,00 desde 01/03; total nada desde 01/06", None),
        ("total nada desde 01/06; total 5.000,00 desde 01/07", "5.000,00"),
        ("total 5.000,00 desde 01/03; total 9.000,00 desde 01/10 até 31/12", "9.000,00"),
        (
            "total 5.000,00 desde 01/03; total 9.000,00 desde 01/10 até 31/10",
            "5.000,00",
        ),  # the season is over
        ("total 9.000,00 desde 01/10; total 5.000,00 desde 01/03", "9.000,00"),  # recorded late
        ("total 5.000,00 desde 01/03; total 7.000,00 desde 01/03", "7.000,00"),
        ("vencido 5.000,00 desde 01/03", None),
    ],
)
def test_the_limit_by_hand_that_counts(told: str, expected: str | None) -> None:
    found = in_force(manuals(told), "total", AS_OF)
    assert (money_br(found.amount or 0) if found else None) == expected


def test_by_hand_before_the_policy() -> None:
    told = manuals("total 7.000,00 desde 01/03 até 31/12; acordo 0,00 desde 01/03")
    found = limits_on(COMPUTED, told, RULE, AS_OF)
    assert [limit.component for limit in found] == [*COMPONENTS] == [*step_5.COMPONENTS]
    assert [limit.amount for limit in found] == [700_000, None, 5_000, 0]
    assert found.total.words == "definido à mão, desde 01/03/2026, até 31/12/2026: combinado com o dono"
    assert found.overdue.words == "o atraso tolerável da política"
    assert limits_on(COMPUTED, (), RULE, AS_OF).total == Limit("total", 960_000, "a conta")
    mine = limits_on(COMPUTED, [*told, *manuals("vencido 499,00 desde 01/03")], RULE, AS_OF)
    assert mine.overdue.amount == 49_900
    assert limits_on(COMPUTED, [told[0]._replace(author="Ana")], RULE, AS_OF).total.words.startswith(
        "definido à mão por Ana, desde 01/03/2026"
    )


@pytest.mark.parametrize(
    ("total", "order", "by"),
    [
        ("", 100, None),  # no limit
        ("total 0,00", 1, 10_001),
        ("total 0,00", 0, None),  # nothing more is lent
        ("total 200,00", 1, None),
        ("total 200,00", 10_000, None),
        ("total 200,00", 15_000, 5_000),  # 250 > 200
    ],
)
def test_ac_30(total: str, order: int, by: int | None) -> None:
    """Tryton account_credit_limit: a balance of 100,00."""
    found = exceeded(limits(total), Exposure(open=10_000), order)
    assert [each.by for each in found] == ([] if by is None else [by])


@pytest.mark.parametrize(
    ("told", "order", "expected"),
    [
        ("total 100,00", None, ["total 450,00"]),
        ("total 1.100,00", None, []),
        ("total 1.100,00; vencido 499,00", None, ["vencido 51,00"]),
        ("aberto 300,00", "550,00", ["aberto 250,00"]),  # the second invoice, and the limit by its name
        ("total 900,00", "550,00", ["total 200,00"]),
        ("total 900,00; aberto 300,00; vencido 0,00; acordo 0,00", "550,00",
         ["total 200,00", "aberto 250,00", "vencido 550,00"]),
    ],
)  # fmt: skip
def test_ac_31(told: str, order: str | None, expected: list[str]) -> None:
    """OCA account_financial_risk: one invoice of 550,00, overdue."""
    exposure = exposure_of([Title(day("01/11"), 55_000)], 0, AS_OF)
    found = exceeded(limits(told), exposure, cents(order) if order else None)
    assert [f"{each.limit.component} {money_br(each.by)}" for each in found] == expected


def test_ac_31_after_the_override() -> None:
    titles = [Title(day("01/11"), 55_000), Title(day("21/12"), 55_000)]
    assert exposure_of(titles, 0, AS_OF) == Exposure(open=55_000, overdue=55_000)


@pytest.mark.parametrize(("margin", "open_", "overdue"), [(0, 0, 100), (1, 0, 100), (2, 100, 0), (3, 100, 0)])
def test_ac_32(margin: int, open_: int, overdue: int) -> None:
    """OCA: 100 due 2 days ago."""
    found = exposure_of([Title(AS_OF - timedelta(days=2), 100)], margin, AS_OF)
    assert (found.open, found.overdue, found.total) == (open_, overdue, 100)


def test_what_agreements_hold_is_a_part_of_the_rest() -> None:
    titles = [
        Title(day("01/11"), 700, agreed=True),
        Title(day("01/12"), 300, agreed=True),
        Title(day("02/12"), 5),
    ]
    found = exposure_of(titles, 0, AS_OF)
    assert (found, found.total) == (Exposure(open=305, overdue=700, agreed=1000), 1005)
    assert [each.by for each in exceeded(limits("acordo 9,99"), found, 1)] == [1]


def test_a_title_is_not_overdue_on_its_day() -> None:
    assert exposure_of([Title(AS_OF, 100)], 0, AS_OF).overdue == 0


def test_guarantees_raise_what_may_be_owed_and_not_what_may_be_late() -> None:
    exposure, told = Exposure(open=9_000, overdue=2_000), limits("total 100,00; aberto 100,00; vencido 10,00")
    bare = exceeded(told, exposure, 1_000)
    assert [(each.limit.component, each.by) for each in bare] == [("total", 2_000), ("vencido", 1_000)]
    secured = exceeded(told, exposure, 1_000, 2_000)
    assert [(each.limit.component, each.by) for each in secured] == [("vencido", 1_000)]
    more = exceeded(told, exposure, 2_000, 2_000)
    assert (more[0].limit.component, more[0].allowed, more[0].owed) == ("total", 12_000, 13_000)
    assert [each.by for each in exceeded(told, exposure, 5_000, 2_000)] == [4_000, 2_000, 1_000]


@pytest.mark.parametrize(
    ("on", "expected"), [("28/02", False), ("01/03", True), ("31/12", True), ("01/01/2027", False)]
)
def test_a_guarantee_counts_from_its_first_day_to_its_last(on: str, expected: bool) -> None:
    assert Guarantee("aval", 1, day("01/03"), day("31/12")).on(day(on)) is expected
    assert Guarantee("aval", 1, day("01/03")).on(day("01/01/2030"))


money = st.integers(1, 10**12)


@settings(max_examples=30)
@given(st.none() | money, st.none() | money, st.none() | money, st.none() | money, st.sampled_from("ABCD"))
def test_no_method_is_exceeded(
    purchases: int | None, revenue: int | None, best: int | None, portfolio: int | None, letter: str
) -> None:
    told = [None if each is None else fact(each) for each in (purchases, None, revenue, best, portfolio)]
    found = methods(Capacity(*told), RULE)
    limit = computed_limit(found, CARD.grade(letter), RULE)
    assert all(limit.amount <= each.amount for each in found if each.amount is not None)
    assert bool(limit.method) == any((purchases, revenue, best))


@settings(max_examples=30)
@given(
    st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(1, 500), st.integers(0, 500)
)
def test_an_order_exceeds_by_what_a_smaller_one_would_not(
    total: int, to_come: int, overdue: int, order: int, guaranteed: int
) -> None:
    told = Limits(Limit("total", total))
    found = exceeded(told, Exposure(to_come, overdue), order, guaranteed)
    fits = order - found[0].by if found else order
    assert bool(found) == (to_come + overdue + order > total + guaranteed)
    assert fits <= 0 or not exceeded(told, Exposure(to_come, overdue), fits, guaranteed)


@pytest.mark.parametrize(
    ("customers", "spread", "amount", "words"),
    [
        (None, 10, "18.000,00", "tudo o que se tem a receber"),
        (10, 10, "18.000,00", "tudo o que se tem a receber"),
        (9, 10, None, "só 9 clientes devem algo, e ela vale a partir de 10"),
        (1, 10, None, "só 1 cliente deve algo, e ela vale a partir de 10"),
        (1, 0, "18.000,00", "tudo o que se tem a receber"),
    ],
)
def test_the_concentration_counts_where_enough_customers_owe(
    customers: int | None, spread: int, amount: str | None, words: str
) -> None:
    known = capacity(S03)._replace(customers=customers)
    (found,) = (each for each in methods(known, RULE._replace(spread=spread)) if each.code == "concentracao")
    assert found.amount == (cents(amount) if amount else None)
    assert words in found.words

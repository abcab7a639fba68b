"""Which debt a payment pays: I04 to I06, and that no cent is lost and no debt overpaid."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.account_notation import keys, parts
from tests.domain.notation import cents, day

from cobranca_cli.domain.account import COMPONENTS, Parts
from cobranca_cli.domain.allocation import Claim, Share, allocate, burden, in_legal_order, split, take
from cobranca_cli.domain.terms import ALLOCATION_ORDERS, read_terms

FINE_FIRST = read_terms({"imputacao": "multa,juros"}).allocation


def claim(
    title: int, due: str, open_: str, said: str = "", discount: str = "0,00", left: str = "0,00"
) -> Claim:
    """`left` is what may remain and count as settled."""
    terms = read_terms(keys(said))
    return Claim(title, day(due), burden(terms), parts(open_), terms.allocation, cents(discount), cents(left))


A = claim(1, "2026-01-12", "juros 6,70 multa 6,00 principal 300,00")
B = claim(2, "2026-02-10", "juros 6,33 multa 10,00 principal 500,00")
C = claim(3, "2026-03-10", "juros 1,33 multa 8,00 principal 400,00")


@pytest.mark.parametrize(
    ("case", "groups", "expected"),
    [
        ("I04", in_legal_order([C, B, A]),
         {1: "juros 6,70 multa 6,00 principal 300,00", 2: "juros 6,33 multa 10,00 principal 370,97"}),
        ("I05", [[C], *in_legal_order([B, A])],
         {3: "juros 1,33 multa 8,00 principal 400,00", 1: "juros 6,70 multa 6,00 principal 277,97"}),
    ],
)  # fmt: skip
def test_700_on_three_titles(case: str, groups: list[list[Claim]], expected: dict[int, str]) -> None:
    shares, left = allocate(cents("700,00"), groups, "legal")
    assert shares == [Share(title, "pagamento", parts(text)) for title, text in expected.items()], case
    assert left == 0


@pytest.mark.parametrize(
    ("amount", "weights", "expected"),
    [
        ("250,00", ("600,00", "400,00"), ("150,00", "100,00")),
        ("100,00", ("333,33", "333,33", "333,34"), ("33,33", "33,33", "33,34")),
        ("0,01", ("10,00", "10,00"), ("0,01", "0,00")),
        ("0,02", ("10,00", "20,00", "5,00"), ("0,00", "0,02", "0,00")),
        ("35,00", ("10,00", "20,00", "5,00"), ("10,00", "20,00", "5,00")),
    ],
)
def test_i06_in_proportion_and_the_residue_to_the_largest(
    amount: str, weights: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert split(cents(amount), [cents(each) for each in weights]) == [cents(each) for each in expected]


@pytest.mark.parametrize(
    ("amount", "order", "expected"),
    [
        ("5,00", COMPONENTS, "despesas 5,00"),
        ("25,00", COMPONENTS, "despesas 7,00 juros 10,00 multa 8,00"),
        ("25,00", FINE_FIRST, "despesas 7,00 multa 18,00"),
        ("40,00", COMPONENTS, "despesas 7,00 juros 10,00 multa 20,00 correcao 3,00"),
        ("42,00", COMPONENTS, "despesas 7,00 juros 10,00 multa 20,00 correcao 4,00 principal 1,00"),
        ("9.999,00", COMPONENTS, "despesas 7,00 juros 10,00 multa 20,00 correcao 4,00 principal 1.000,00"),
        ("0,00", COMPONENTS, ""),
    ],
)
def test_inside_a_title(amount: str, order: tuple[str, ...], expected: str) -> None:
    owed = parts("despesas 7,00 juros 10,00 multa 20,00 correcao 4,00 principal 1.000,00")
    assert take(cents(amount), owed, order) == parts(expected)


@pytest.mark.parametrize(
    ("case", "claims", "expected"),
    [
        ("the oldest due first", [(1, "2026-03-10", ""), (2, "2026-02-10", "")], [[2], [1]]),
        ("same day: the higher interest", [(1, "2026-03-10", ""), (2, "2026-03-10", "juros=2")], [[2], [1]]),
        ("same interest: the higher fine", [(1, "2026-03-10", ""), (2, "2026-03-10", "multa=5")], [[2], [1]]),
        ("a rate a day is thirty of a month", [(1, "2026-03-10", "juros=2.9"),
         (2, "2026-03-10", "juros=0.1 juros_metodo=percentual_dia")], [[2], [1]]),
        ("a rate a year is a twelfth", [(1, "2026-03-10", "juros=24 juros_metodo=percentual_ano"),
         (2, "2026-03-10", "juros=2.1")], [[2], [1]]),
        ("equal in both: one group", [(2, "2026-03-10", ""), (1, "2026-03-10", "")], [[1, 2]]),
        ("the older one even if milder", [(1, "2026-03-10", "juros=9"), (2, "2026-03-09", "juros=0")],
         [[2], [1]]),
    ],
)  # fmt: skip
def test_the_order_of_the_law(
    case: str, claims: list[tuple[int, str, str]], expected: list[list[int]]
) -> None:
    """CC art. 355."""
    groups = in_legal_order([claim(title, due, "principal 1,00", said) for title, due, said in claims])
    assert [[each.title for each in group] for group in groups] == expected, case


def test_capital_pays_every_principal_before_any_charge() -> None:
    """CC art. 354, end: the creditor takes it on account of capital."""
    shares, left = allocate(cents("815,00"), [[A], [B]], "capital")
    assert shares == [
        Share(1, "pagamento", parts("juros 6,70 multa 6,00 principal 300,00")),
        Share(2, "pagamento", parts("juros 2,30 principal 500,00")),
    ]
    assert left == 0


@pytest.mark.parametrize("mode", ["legal", "capital"])
@pytest.mark.parametrize(
    ("amount", "expected", "left"),
    [
        ("949,99", [("pagamento", "principal 949,99")], "0,00"),
        ("950,00", [("pagamento", "principal 950,00"), ("desconto", "principal 50,00")], "0,00"),
        ("1.000,00", [("pagamento", "principal 950,00"), ("desconto", "principal 50,00")], "50,00"),
    ],
)
def test_a_discount_is_for_who_pays_all_of_it(
    mode: str, amount: str, expected: list[tuple[str, str]], left: str
) -> None:
    """R$ 1.000,00 with 50,00 off today. Who brings the whole has 50,00 to his credit."""
    shares, over = allocate(
        cents(amount), [[claim(1, "2026-03-10", "principal 1.000,00", discount="50,00")]], mode
    )
    assert shares == [Share(1, kind, parts(text)) for kind, text in expected]
    assert over == cents(left)


@pytest.mark.parametrize("mode", ["legal", "capital"])
@pytest.mark.parametrize(
    ("amount", "forgiven"), [("999,94", ""), ("999,95", "principal 0,05"), ("1.000,00", "")]
)
def test_a_tolerance_settles_what_lacks_a_few_cents(mode: str, amount: str, forgiven: str) -> None:
    """Five centavos of tolerance; what is exact needs none."""
    shares, _ = allocate(cents(amount), [[claim(1, "2026-03-10", "principal 1.000,00", left="0,05")]], mode)
    assert [share.parts for share in shares if share.kind == "tolerancia"] == (
        [parts(forgiven)] if forgiven else []
    )


@pytest.mark.parametrize("mode", ["legal", "capital"])
@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (
            "94,95",
            [
                ("pagamento", "principal 94,95"),
                ("desconto", "principal 5,00"),
                ("tolerancia", "principal 0,05"),
            ],
        ),
        ("94,94", [("pagamento", "principal 94,94")]),
    ],
)
def test_who_lacks_a_few_cents_does_not_lose_the_discount(
    mode: str, amount: str, expected: list[tuple[str, str]]
) -> None:
    """100,00 with 5,00 off today, and five centavos of tolerance."""
    one = claim(1, "2026-03-10", "principal 100,00", discount="5,00", left="0,05")
    shares, left = allocate(cents(amount), [[one]], mode)
    assert (shares, left) == ([Share(1, kind, parts(text)) for kind, text in expected], 0)


def test_tolerance_by_capital_forgives_the_charges_left() -> None:
    shares, _ = allocate(
        cents("100,00"), [[claim(1, "2026-03-10", "juros 0,05 principal 100,00", left="0,05")]], "capital"
    )
    assert shares[1:] == [Share(1, "tolerancia", parts("juros 0,05"))]


def test_nothing_for_nobody() -> None:
    assert allocate(100, [], "legal") == ([], 100)
    assert allocate(0, [[A]], "legal") == ([], 0)
    assert allocate(0, [[A]], "capital") == ([], 0)


OPEN = st.builds(Parts, *[st.integers(0, 40_000)] * 4, st.integers(1, 100_000))


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    made = []
    for identity in range(draw(st.integers(1, 6))):
        open_ = draw(OPEN)
        made.append(
            Claim(
                identity,
                date(2026, 1, draw(st.integers(1, 3))),
                (Decimal(draw(st.integers(0, 2))),),
                open_,
                read_terms({"imputacao": draw(st.sampled_from(ALLOCATION_ORDERS))}).allocation,
                draw(st.sampled_from((0, 0, open_.principal // 10))),
                draw(st.sampled_from((0, 0, 100))),
            )
        )
    return made


@given(claims(), st.integers(0, 700_000), st.sampled_from(("legal", "capital")))
def test_no_cent_is_lost_and_no_debt_is_overpaid(known: list[Claim], amount: int, mode: str) -> None:
    shares, left = allocate(amount, in_legal_order(known), mode)
    paid = sum(share.parts.total for share in shares if share.kind == "pagamento")
    assert paid + left == amount
    assert left >= 0
    for each in known:
        mine = [share for share in shares if share.title == each.title]
        taken = Parts(*map(sum, zip(*(share.parts for share in mine), strict=True))) if mine else Parts()
        rest = each.open.minus(taken)
        assert min(rest) >= 0
        assert all(min(share.parts) >= 0 for share in mine)
        assert sum(s.parts.total for s in mine if s.kind == "desconto") in (0, each.discount)
        assert sum(s.parts.total for s in mine if s.kind == "tolerancia") <= each.tolerance
        # What is let off settles the title; what is left over means that every title is settled.
        if any(share.kind != "pagamento" for share in mine) or left:
            assert mode == "capital" or rest.total == 0


@given(claims(), st.integers(0, 700_000))
def test_nothing_goes_to_a_later_title_before_the_earlier_are_settled(
    known: list[Claim], amount: int
) -> None:
    groups = in_legal_order(known)
    shares, _ = allocate(amount, groups, "legal")
    got = {title: sum(s.parts.total for s in shares if s.title == title) for title in range(6)}
    short = [i for i, group in enumerate(groups) if any(got[c.title] < c.open.total for c in group)]
    if short:
        later = [each.title for group in groups[short[0] + 1 :] for each in group]
        assert not any(got[title] for title in later)


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**9), min_size=1, max_size=8))
def test_a_split_is_exact_and_within_a_cent_of_the_proportion(amount: int, weights: list[int]) -> None:
    amount = min(amount, sum(weights))
    given_out = split(amount, weights)
    assert sum(given_out) == amount
    for part, weight in zip(given_out, weights, strict=True):
        assert 0 <= part <= weight
        assert abs(part * sum(weights) - amount * weight) < sum(weights)

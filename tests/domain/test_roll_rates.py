"""Roll rates, loss rates and what they make expect to lose: the numbers of the domain rules 5.2."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import cents, day

from cobranca_cli.domain.roll_rates import (
    MATRIX,
    Balances,
    balances,
    loss_rates,
    matrix_provision,
    mean_rates,
    monthly_rates,
    provision,
    rate_percent,
    whole_of,
)

MONTHS = [
    Balances((100_000_00, 10_000_00, 4_000_00, 2_000_00), 0),
    Balances((110_000_00, 12_000_00, 4_500_00, 2_200_00), 1_500_00),
    Balances((105_000_00, 11_000_00, 4_800_00, 2_250_00), 1_540_00),
    Balances((115_000_00, 12_600_00, 4_950_00, 2_640_00), 1_575_00),
]


def test_the_example_of_the_rules() -> None:
    rates = monthly_rates(MONTHS)
    columns = [[rate_percent(rate) for rate in column] for column in zip(*rates, strict=True)]
    assert columns == [[12, 10, 12], [45, 40, 45], [55, 50, 55], [75, 70, 70]]
    means = mean_rates(rates)
    assert [f"{mean:.6f}" for mean in means] == ["0.113333", "0.433333", "0.533333", "0.716667"]
    losses = loss_rates(means)
    assert [f"{100 * rate:.4f}" for rate in losses if rate] == ["1.8771", "16.5630", "38.2222", "71.6667"]
    parts = [provision(cents_, rate) for cents_, rate in zip(MONTHS[-1].bands, losses, strict=True)]
    assert parts == [cents(each) for each in ("2.158,71", "2.086,93", "1.892,00", "1.892,00")]
    assert whole_of(parts) == cents("8.029,64")


def test_matrices() -> None:
    canonical = {"a": "0.3", "b": "1.6", "c": "3.6", "d": "6.6", "e": "10.6"}
    amounts = zip(canonical, (15_000_000, 7_500_000, 4_000_000, 2_500_000, 1_000_000), strict=True)
    rates = {band: Decimal(rate) for band, rate in canonical.items()}
    assert matrix_provision({band: 100 * each for band, each in amounts}, rates) == cents("580.000,00")
    small = dict(
        zip(
            MATRIX,
            map(
                cents,
                ("120.000,00", "30.000,00", "12.000,00", "6.000,00", "5.000,00", "4.000,00", "3.000,00"),
            ),
            strict=True,
        )
    )
    parts = [matrix_provision({band: each}) for band, each in small.items()]
    said = ("600,00", "900,00", "1.200,00", "1.500,00", "2.500,00", "3.200,00", "3.000,00")
    assert parts == [cents(each) for each in said]
    assert matrix_provision(small) == cents("12.900,00")


def test_balances_by_due_date() -> None:
    as_of, before = day("2026-11-30"), day("2026-10-31")
    opened = {
        day(due): each
        for due, each in (
            ("2026-12-10", 1), ("2026-11-30", 2),  # to come
            ("2026-11-29", 4), ("2026-10-31", 8),  # 1 and 30 days
            ("2026-10-30", 16), ("2026-10-01", 32),  # 31 and 60
            ("2026-09-30", 64), ("2026-09-01", 128),  # 61 and 90
            ("2026-08-31", 256), ("2026-08-02", 512),  # 91; on the closing before they were 61 and 90
            ("2026-08-01", 1024),  # lost before
        )
    }  # fmt: skip
    assert balances(opened, as_of, before) == Balances((3, 12, 48, 192), 768)
    assert balances(opened, as_of) == Balances((3, 12, 48, 192), 0)


def test_what_is_not_known() -> None:
    empty = Balances((0, 0, 0, 0), 0)
    some = Balances((0, 0, 100, 0), 0)
    means = mean_rates(monthly_rates([empty, some, Balances((0, 0, 0, 50), 0)]))
    # The mean is over the months that have a rate.
    assert means == [None, None, Decimal("0.5"), None]
    assert loss_rates(means) == [None] * 4
    assert loss_rates([None, Decimal("0.5"), Decimal("0.5"), Decimal(1)]) == [
        None, Decimal("0.25"), Decimal("0.5"), Decimal(1),
    ]  # fmt: skip
    assert mean_rates([]) == []
    assert provision(0, None) == 0 and provision(1, None) is None
    assert whole_of([1, None]) is None and whole_of([]) == 0
    assert rate_percent(None) is None


def test_no_more_than_all_is_lost() -> None:
    assert loss_rates([Decimal(1), Decimal(1), Decimal("1.05"), Decimal("1.02")]) == [1, 1, 1, 1]


@pytest.mark.parametrize(("amount", "rate", "said"), [(1, "0.5", 1), (1, "0.4999", 0), (300, "0.005", 2)])
def test_a_band_is_rounded_half_up(amount: int, rate: str, said: int) -> None:
    assert provision(amount, Decimal(rate)) == said


amounts = st.integers(0, 10**9)


@given(st.lists(st.builds(Balances, st.tuples(amounts, amounts, amounts, amounts), amounts), max_size=5))
def test_losses_are_between_nothing_and_all(months: list[Balances]) -> None:
    for rate in loss_rates(mean_rates(monthly_rates(months))):
        assert rate is None or 0 <= rate <= 1

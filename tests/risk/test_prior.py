"""The customer's rate drawn toward the portfolio's."""

from random import Random

import pytest
from tests.risk.notation import day, titles

from cobranca_cli.risk.facts import Customer
from cobranca_cli.risk.prior import STRENGTHS, Prior, bounded, choose, naive
from cobranca_cli.risk.sweep import Look, Sweep

PRIOR = Prior(0.2, 5, -1)
NEW = Sweep(Customer(1, None, titles("0-30 1"))).look(0, day(0))


def known(late: int, resolved: int) -> Look:
    return NEW._replace(late=late, resolved=resolved, fading=((resolved / 2, late / 2), (resolved, late)))


def test_by_hand() -> None:
    """(l + k m) / (n + k)."""
    assert PRIOR.of(known(0, 0)) == pytest.approx(0.2)
    assert PRIOR.of(known(3, 5)) == pytest.approx((3 + 1) / (5 + 5))
    assert PRIOR.of(known(300, 500)) == pytest.approx(0.6, abs=0.005)
    assert PRIOR._replace(memory=0).of(known(3, 5)) == pytest.approx((1.5 + 1) / (2.5 + 5))


def test_the_baseline_takes_the_past_as_it_is() -> None:
    assert [naive(known(*each), 0.2) for each in ((0, 0), (0, 1), (1, 1), (1, 4))] == [0.2, 0.0, 1.0, 0.25]


def test_a_rate_is_never_none_or_all() -> None:
    assert 0 < bounded(0.0) < 0.01 and 0.99 < bounded(1.0) < 1


def drawn(alike: bool) -> tuple[list[Look], list[int]]:
    """Ten invoices a customer, of which the next one is looked at; they have one rate, or are good or bad."""
    chance = Random(7)
    looks, labels = [], []
    for number in range(600):
        rate = 0.3 if alike else 0.05 if number % 2 else 0.55
        looks.append(known(sum(chance.random() < rate for _ in range(10)), 10))
        labels.append(int(chance.random() < rate))
    return looks, labels


def test_the_data_say_how_much_the_own_past_counts() -> None:
    alike, different = choose(*drawn(alike=True)), choose(*drawn(alike=False))
    assert alike.strength == STRENGTHS[-1] and different.strength <= 3
    assert alike.rate == pytest.approx(0.3, abs=0.05)


def test_the_past_fades_only_where_that_says_clearly_more() -> None:
    looks, labels = drawn(alike=False)
    assert choose(looks, labels).memory == -1
    # What the short memory keeps is the truth, and the whole past is not.
    told = [
        look._replace(late=5, resolved=10, fading=((10, 9.0 if label else 1.0), (10, 5)))
        for look, label in zip(looks, labels, strict=True)
    ]
    assert choose(told, labels).memory == 0

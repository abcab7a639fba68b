"""The logistic regression against cases whose answer is known in closed form or by plain integration."""

from math import exp, isclose, log, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.risk.logistic import evidence, factor, fit, logit, sigmoid, solve

FLAT = 1e-9
"""A prior that says nothing."""


def test_sigmoid_and_logit_undo_each_other() -> None:
    assert [round(sigmoid(logit(p)), 12) for p in (0.001, 0.3, 0.5, 0.999)] == [0.001, 0.3, 0.5, 0.999]
    assert (sigmoid(-800), sigmoid(800)) == (pytest.approx(0, abs=1e-15), pytest.approx(1))


@given(
    st.lists(st.lists(st.floats(-3, 3), min_size=3, max_size=3), min_size=3, max_size=3),
    st.lists(st.floats(-5, 5), min_size=3, max_size=3),
)
def test_a_system_is_solved(rows: list[list[float]], right: list[float]) -> None:
    """A times its own transpose, plus one on the diagonal, is symmetric and positive definite."""
    matrix = [
        [sum(a * b for a, b in zip(x, y, strict=True)) + (i == j) for j, y in enumerate(rows)]
        for i, x in enumerate(rows)
    ]
    found = solve(matrix, right)
    again = [sum(a * b for a, b in zip(row, found, strict=True)) for row in matrix]
    assert again == pytest.approx(right, abs=1e-6)
    lower = factor(matrix)
    assert [sum(a * a for a in row) for row in lower] == pytest.approx([matrix[i][i] for i in range(3)])


def test_a_constant_alone_is_the_logit_of_the_rate() -> None:
    found = fit([[1.0] * 10], [1.0] * 3 + [0.0] * 7, [0.0] * 10, [0.0], [FLAT])
    assert found == pytest.approx([log(3 / 7)], abs=1e-6)


def test_two_groups_are_the_odds_and_their_ratio() -> None:
    """Late: 8 of 10 with the mark, 2 of 20 without."""
    mark = [1.0] * 10 + [0.0] * 20
    labels = [1.0] * 8 + [0.0] * 2 + [1.0] * 2 + [0.0] * 18
    found = fit([[1.0] * 30, mark], labels, [0.0] * 30, [0.0, 0.0], [FLAT, FLAT])
    assert found == pytest.approx([log(2 / 18), log((8 / 2) / (2 / 18))], abs=1e-5)


def test_an_offset_is_not_fitted_again() -> None:
    labels = [1.0] * 3 + [0.0] * 7
    found = fit([[1.0] * 10], labels, [log(3 / 7)] * 10, [0.0], [FLAT])
    assert found == pytest.approx([0.0], abs=1e-6)


def test_a_strong_prior_keeps_what_it_expects() -> None:
    labels = [1.0] * 3 + [0.0] * 7
    assert fit([[1.0] * 10], labels, [0.0] * 10, [2.0], [1e9]) == pytest.approx([2.0], abs=1e-6)


def test_it_does_not_matter_where_one_starts() -> None:
    said = [[1.0] * 10], [1.0] * 3 + [0.0] * 7, [0.0] * 10, [0.0], [1.0]
    assert fit(*said, start=[9.0]) == pytest.approx(fit(*said), abs=1e-6)


def test_what_is_told_apart_without_error_stays_finite() -> None:
    """Without the prior the weight would be infinite; the answer solves w = residual / precision."""
    column, labels = [-1.0, 1.0], [0.0, 1.0]
    (weight,) = fit([column], labels, [0.0, 0.0], [0.0], [0.5])
    assert 0.5 * weight == pytest.approx(2 * (1 - sigmoid(weight)), abs=1e-6)


def integral(labels: list[float], precision: float) -> float:
    """The same as `evidence` of one constant, by summing over a fine grid."""
    step, total = 0.001, 0.0
    for place in range(-8000, 8000):
        weight = place * step
        p = sigmoid(weight)
        likely = 1.0
        for label in labels:
            likely *= p if label else 1 - p
        total += likely * (precision / (2 * pi)) ** 0.5 * exp(-precision * weight**2 / 2) * step
    return log(total)


def test_evidence_is_the_integral_over_the_prior() -> None:
    labels = [1.0] * 12 + [0.0] * 28
    for precision in (1.0, 4.0, 25.0):
        said = [[1.0] * 40], labels, [0.0] * 40, [0.0], [precision]
        found = evidence(*said, fit(*said))
        assert isclose(found, integral(labels, precision), abs_tol=0.02)

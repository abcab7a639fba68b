"""The measures of probabilities against cases done by hand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.risk.metrics import auc, auc_error, bands, brier, log_loss


@pytest.mark.parametrize(
    ("case", "probabilities", "labels", "wanted"),
    [
        ("perfect", [0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], 1.0),
        ("the wrong way round", [0.9, 0.1], [0, 1], 0.0),
        ("all alike", [0.5, 0.5, 0.5], [0, 1, 1], 0.5),
        ("one pair of four is wrong", [0.1, 0.7, 0.6, 0.9], [0, 0, 1, 1], 0.75),
        ("a tie counts half", [0.1, 0.6, 0.6, 0.9], [0, 0, 1, 1], 0.875),
        ("without both kinds", [0.1, 0.2], [0, 0], None),
    ],
)
def test_auc(case: str, probabilities: list[float], labels: list[int], wanted: float | None) -> None:
    assert auc(probabilities, labels) == wanted


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.2, 0.5, 0.7, 1.0]), st.integers(0, 1)), max_size=30))
def test_auc_is_the_share_of_pairs_in_order(pairs: list[tuple[float, int]]) -> None:
    late = [p for p, label in pairs if label]
    timely = [p for p, label in pairs if not label]
    won = [1.0 if a > b else 0.5 if a == b else 0.0 for a in late for b in timely]
    found = auc([p for p, _ in pairs], [label for _, label in pairs])
    assert found == (pytest.approx(sum(won) / len(won)) if won else None)


def test_the_error_of_an_auc() -> None:
    """Worked by hand with Hanley and McNeil's formula: Q1 = 0.8/1.2 and Q2 = 1.28/1.8."""
    spread = 0.16 + 9 * (0.8 / 1.2 - 0.64) + 19 * (1.28 / 1.8 - 0.64)
    assert auc_error(0.8, 10, 20) == pytest.approx((spread / 200) ** 0.5)
    assert auc_error(1.0, 10, 20) == 0


def test_brier_and_log_loss() -> None:
    assert brier([0.2, 0.9], [0, 1]) == pytest.approx((0.04 + 0.01) / 2)
    assert log_loss([0.5, 0.5], [0, 1]) == pytest.approx(0.693147, abs=1e-6)
    # What was said to be impossible costs much, and not without end.
    assert log_loss([0.0], [1]) == pytest.approx(13.8155, abs=1e-3)


def test_bands_of_one_size() -> None:
    found = bands([0.4, 0.1, 0.2, 0.3], [1, 0, 1, 0], most=2)
    assert [tuple(each) for each in found] == [
        (2, 0.1, 0.2, pytest.approx(0.15), 0.5),
        (2, 0.3, 0.4, pytest.approx(0.35), 0.5),
    ]


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.3]), st.integers(0, 1)), min_size=1, max_size=40))
def test_no_prediction_is_in_two_bands(pairs: list[tuple[float, int]]) -> None:
    found = bands([p for p, _ in pairs], [label for _, label in pairs])
    assert sum(band.rows for band in found) == len(pairs)
    assert all(left.highest < right.lowest for left, right in pairwise(found))

"""Logistic regression with a Gaussian prior, by Newton's method; columns, not rows, so that sums run in C."""

from collections.abc import Sequence
from math import exp, log, log1p, sqrt
from operator import mul

Column = Sequence[float]

_STEPS = 50
_TOLERANCE = 1e-9
_FAR = 35.0
"""Beyond this many logits a probability is 0 or 1 to every printed digit."""


def sigmoid(logit: float) -> float:
    """The probability of a logit."""
    if logit >= 0:
        return 1 / (1 + exp(-min(logit, _FAR)))
    grown = exp(max(logit, -_FAR))
    return grown / (1 + grown)


def logit(probability: float) -> float:
    """The logit of a probability strictly between 0 and 1."""
    return log(probability / (1 - probability))


def dot(left: Column, right: Column) -> float:
    """The sum of the products."""
    return sum(map(mul, left, right), 0.0)


def factor(matrix: Sequence[Sequence[float]]) -> list[list[float]]:
    """Cholesky's lower factor of a symmetric, positive definite matrix, of which the lower half is read."""
    lower: list[list[float]] = []
    for i in range(len(matrix)):
        row: list[float] = []
        for j in range(i + 1):
            left = matrix[i][j] - dot(row, lower[j][:j] if j < i else row)
            row.append(left / lower[j][j] if j < i else sqrt(left))
        lower.append(row)
    return lower


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """The solution of a symmetric, positive definite system, of which the lower half is read."""
    size, lower = len(right), factor(matrix)
    half: list[float] = []
    for i in range(size):
        half.append((right[i] - dot(lower[i][:i], half)) / lower[i][i])
    found = [0.0] * size
    for i in reversed(range(size)):
        rest = sum(lower[k][i] * found[k] for k in range(i + 1, size))
        found[i] = (half[i] - rest) / lower[i][i]
    return found


def linear(columns: Sequence[Column], weights: Sequence[float], offset: Column) -> list[float]:
    """The offset plus the weighted columns, row by row."""
    found = list(offset)
    for column, weight in zip(columns, weights, strict=True):
        found = [each + weight * value for each, value in zip(found, column, strict=True)]
    return found


def fit(
    columns: Sequence[Column],
    labels: Column,
    offset: Column,
    expected: Sequence[float],
    precision: Sequence[float],
    start: Sequence[float] | None = None,
) -> list[float]:
    """The weights that are most probable given the labels (0 or 1) and independent Gaussian priors.

    `expected` and `precision` (one over the variance, more than 0) are the prior of each column's weight. A
    step that makes things worse is halved; with the prior there is one best answer and it is reached, from
    wherever one starts.
    """
    weights = list(start or expected)
    logits = linear(columns, weights, offset)
    loss = _loss(logits, labels, weights, expected, precision)
    for _ in range(_STEPS):
        step = _newton(columns, labels, logits, weights, expected, precision)
        size = 1.0
        while True:
            tried = [weight + size * each for weight, each in zip(weights, step, strict=True)]
            reached = linear(columns, tried, offset)
            now = _loss(reached, labels, tried, expected, precision)
            if now <= loss or size < 1e-6:
                break
            size /= 2
        done = loss - now <= _TOLERANCE * (1 + abs(now))
        if now <= loss:
            weights, logits, loss = tried, reached, now
        if done:
            break
    return weights


def _newton(
    columns: Sequence[Column],
    labels: Column,
    logits: Column,
    weights: Sequence[float],
    expected: Sequence[float],
    precision: Sequence[float],
) -> list[float]:
    probabilities = [sigmoid(each) for each in logits]
    residual = [label - p for label, p in zip(labels, probabilities, strict=True)]
    gradient = [
        dot(column, residual) - prior * (weight - mean)
        for column, prior, weight, mean in zip(columns, precision, weights, expected, strict=True)
    ]
    return solve(_curvature(columns, probabilities, precision), gradient)


def _curvature(
    columns: Sequence[Column], probabilities: Sequence[float], precision: Sequence[float]
) -> list[list[float]]:
    """The lower half of the second derivatives of the loss."""
    spread = [p * (1 - p) for p in probabilities]
    matrix = []
    for i, column in enumerate(columns):
        weighted = list(map(mul, column, spread))
        matrix.append([dot(weighted, columns[j]) + (precision[i] if i == j else 0.0) for j in range(i + 1)])
    return matrix


def evidence(
    columns: Sequence[Column],
    labels: Column,
    offset: Column,
    expected: Sequence[float],
    precision: Sequence[float],
    weights: Sequence[float],
) -> float:
    """The logarithm of how likely the labels are under the prior, by Laplace's method about the best weights.

    It weighs how well they fit against how much room the prior leaves them.
    """
    logits = linear(columns, weights, offset)
    lower = factor(_curvature(columns, [sigmoid(each) for each in logits], precision))
    room = sum(log(each) for each in precision) / 2 - sum(log(row[-1]) for row in lower)
    return room - _loss(logits, labels, weights, expected, precision)


def _loss(
    logits: Column,
    labels: Column,
    weights: Sequence[float],
    expected: Sequence[float],
    precision: Sequence[float],
) -> float:
    # log(1 + e^z) - y z, without overflow.
    rows = sum(
        (max(z, 0.0) + log1p(exp(-abs(z)))) - label * z for z, label in zip(logits, labels, strict=True)
    )
    prior = sum(
        each * (weight - mean) ** 2 for each, weight, mean in zip(precision, weights, expected, strict=True)
    )
    return rows + prior / 2

"""The fitted model: it adds up, it is written and read without loss, and what is certain is certain."""

from math import log

import pytest
from tests.risk.notation import day, titles

from cobranca_cli.risk.facts import Customer
from cobranca_cli.risk.inputs import Usual
from cobranca_cli.risk.logistic import logit, sigmoid
from cobranca_cli.risk.model import LOGISTIC, RATE, Model, Weighted, as_text, read, written
from cobranca_cli.risk.prior import Prior
from cobranca_cli.risk.sweep import Look, Sweep
from cobranca_cli.risk.waiting import UNKNOWN, still_open

CUSTOMER = Customer(1, False, titles("0-30 1000 @35", "10-40 2000", "60-90 4000", "95-125 500"))
MODEL = Model(
    LOGISTIC,
    Prior(0.2, 5, -1),
    Usual(4.0, log(900), 0.1),
    level=-0.3,
    own=0.9,
    features=(Weighted("overdue", 0.1, 0.5, 0.8), Weighted("term", 1.0, 0.25, -0.2)),
    slope=1.1,
    delayed=0.4,
    waited=0.7,
)


def at(on: int) -> Look:
    return Sweep(CUSTOMER).look(3, day(on))


def test_a_probability_adds_up() -> None:
    look = at(95)
    own = logit((1 + 1) / (2 + 5)) - logit(0.2)
    overdue = (log(1 + 2) - 0.1) / 0.5 * 0.8
    told = {"rate": 1.1 * 0.9 * own, "overdue": 1.1 * overdue, "term": 0.0}
    assert MODEL.contributions(look) == pytest.approx(told)
    assert MODEL.probability(look) == pytest.approx(sigmoid(logit(0.2) - 0.3 + sum(told.values())))


def test_waiting_says_something_when_it_is_late() -> None:
    look = at(135)
    assert MODEL.waiting(look) == pytest.approx(0.4 - 0.7 * log(still_open(look, UNKNOWN)))
    assert MODEL.probability(look) == pytest.approx(sigmoid(MODEL.at_first(look) + MODEL.waiting(look)))
    assert MODEL.probability(at(125)) < MODEL.probability(look)


def test_what_is_later_than_that_is_certain() -> None:
    assert [MODEL.probability(at(on)) for on in (155, 156)] == [pytest.approx(0.99, abs=0.01), 1.0]
    assert MODEL.score(at(156)).reasons[0][0] == "certain"


def test_a_feature_counts_as_at_most_four_deviations() -> None:
    one = Weighted("term", 1.0, 0.01, 1.0)
    assert one.scaled(at(95)._replace(term=180), MODEL.usual) == 4


def test_the_strongest_reason_stands_first() -> None:
    reasons = MODEL.score(at(135)).reasons
    assert [abs(weight) for _, weight in reasons] == sorted((abs(w) for _, w in reasons), reverse=True)
    assert reasons[0][0] == "waiting" and dict(reasons)["overdue"] > 0
    assert MODEL.score(at(135)).probability == MODEL.probability(at(135))


def test_the_rate_alone_is_the_rate() -> None:
    alone = Model(RATE, MODEL.prior)
    assert alone.probability(at(95)) == pytest.approx(2 / 7)


def test_it_is_read_as_it_was_written() -> None:
    kept = MODEL.rounded()
    assert read(written(kept)) == kept
    assert as_text(written(kept)) == as_text(written(read(written(kept))))
    assert kept.probability(at(135)) == pytest.approx(MODEL.probability(at(135)), abs=1e-5)

"""The features: what each says of a customer, and that none is about who he is."""

from math import log, log1p

import pytest
from tests.risk.notation import day, titles

from cobranca_cli.risk.facts import Customer
from cobranca_cli.risk.inputs import FEATURES, SEASON, Usual, value
from cobranca_cli.risk.sweep import Sweep

USUAL = Usual(delay=5.0, size=log(500), slow=0.2)
MINE = titles("0-30 1000 @40", "20-50 1000 @60", "60-90 1000", "120-150 4000")
KNOWN = Sweep(Customer(1, True, MINE, [day(5)], [day(6)])).look(3, day(120))
NEW = Sweep(Customer(2, None, titles("120-150 500"))).look(0, day(120))


@pytest.mark.parametrize(
    ("name", "known", "new"),
    [
        ("latest", log1p(10) - log1p(5), 0),
        ("slow", (2 + 0.4) / 4 - 0.2, 0),
        ("history", log1p(2), 0),
        ("overdue", log1p(1), 0),
        ("overdue_share", 1, 0),
        ("overdue_days", log1p(30), 0),
        ("open", log1p(1), 0),
        ("relative_size", log(4) * 3 / 5, 0),
        ("size", log(8), 0),
        ("term", 1, 1),
        ("person", 1, 0),
        ("broken", log1p(1), 0),
        ("agreed", 1, 0),
        ("delay", log1p((2 * 10 + 15) / 5) - log1p(5), 0),
    ],
)
def test_a_feature(name: str, known: float, new: float) -> None:
    assert value(name, KNOWN, USUAL) == pytest.approx(known, abs=0.05)
    assert value(name, NEW, USUAL) == pytest.approx(new)


def test_the_year_goes_round() -> None:
    after = NEW._replace(due=NEW.due + 365)
    for name in SEASON:
        assert value(name, after, USUAL) == pytest.approx(value(name, NEW, USUAL), abs=0.02)


def test_the_features_are_those_that_are_told() -> None:
    """Whoever adds one says in docs/risco.md what it is, and that it is not forbidden."""
    assert [*FEATURES, *SEASON] == [
        "delay", "latest", "slow", "history", "overdue", "overdue_share", "overdue_days", "open",
        "relative_size", "size", "term", "person", "broken", "agreed", "season_sine", "season_cosine",
    ]  # fmt: skip

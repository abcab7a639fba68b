"""The fitted model: from a look to a probability, the days late to expect, and what made it so.

Everything is in logits and adds up, which is what makes it explainable: the portfolio's level, the customer's
own rate, a weight for each feature, and what it says that the invoice is still open.
"""

import json
from collections.abc import Mapping
from math import log
from typing import Any, NamedTuple

from cobranca_cli.domain.turns import LATE_DAYS

from .inputs import Usual, value
from .logistic import logit, sigmoid
from .prior import Prior
from .sweep import Look
from .waiting import UNKNOWN, Habits, expected_days, still_open

LOGISTIC, RATE = "logistico", "taxa"
VERSION = 1
FAR = 4.0
"""A feature counts as at most so many deviations from its mean: nothing is extrapolated."""


class Weighted(NamedTuple):
    """One feature: its mean and deviation when it was fitted, and its weight per deviation, in logits."""

    name: str
    mean: float
    deviation: float
    weight: float

    def scaled(self, look: Look, usual: Usual) -> float:
        """Deviations from the mean."""
        return min(max((value(self.name, look, usual) - self.mean) / self.deviation, -FAR), FAR)


class Score(NamedTuple):
    """What is to be expected of an invoice.

    `reasons` are what moved the probability away from the portfolio's, in logits, the strongest first.
    """

    probability: float
    days: float
    reasons: tuple[tuple[str, float], ...]


class Model(NamedTuple):
    """How lateness is predicted.

    Attributes:
        kind: LOGISTIC, or RATE: the customer's rate drawn toward the portfolio's, and nothing else.
        level: added to the portfolio's logit: where the portfolio stood in the end of the history.
        own: the weight of the customer's own rate; 1 takes it as it is.
        slope: by which what is told apart is stretched or drawn together: the calibration.
        delayed: added once the invoice is overdue; `waited` the weight of its still being open.
    """

    kind: str
    prior: Prior
    usual: Usual = Usual(0.0, 0.0, 0.0)
    habits: Habits = UNKNOWN
    level: float = 0.0
    own: float = 1.0
    features: tuple[Weighted, ...] = ()
    slope: float = 1.0
    delayed: float = 0.0
    waited: float = 1.0

    def contributions(self, look: Look) -> dict[str, float]:
        """What the look says before it counts for how long the invoice has been open, in logits."""
        found = {"rate": self.slope * self.own * (self.prior.base(look) - logit(self.prior.rate))}
        for each in self.features:
            name = each.name.partition("_sine")[0].partition("_cosine")[0]
            found[name] = found.get(name, 0.0) + self.slope * each.weight * each.scaled(look, self.usual)
        return found

    def at_first(self, look: Look) -> float:
        """The logit without regard to how long the invoice has been open."""
        return logit(self.prior.rate) + self.level + sum(self.contributions(look).values())

    def waiting(self, look: Look) -> float:
        """What it says that it is still open, in logits."""
        return self.delayed * (look.late_for > 0) - self.waited * log(still_open(look, self.habits))

    def probability(self, look: Look) -> float:
        """Of being paid more than LATE_DAYS late; 1 of what is later than that already."""
        if look.late_for > LATE_DAYS:
            return 1.0
        return sigmoid(self.at_first(look) + self.waiting(look))

    def score(self, look: Look) -> Score:
        """The whole answer; of what is certain the only reason is that it is."""
        if look.late_for > LATE_DAYS:
            return Score(1.0, expected_days(look, 1.0, self.habits), (("certain", FAR),))
        reasons = self.contributions(look)
        first = logit(self.prior.rate) + self.level + sum(reasons.values())
        reasons["waiting"] = self.waiting(look)
        probability = sigmoid(first + reasons["waiting"])
        ordered = sorted(reasons.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
        return Score(probability, expected_days(look, probability, self.habits), tuple(ordered))

    def rounded(self) -> "Model":
        """With six digits a number: what is stored is what was judged, and the last bits do not matter."""
        return read(written(self))


def written(model: Model) -> dict[str, Any]:
    """The model as JSON takes it."""
    return {
        "version": VERSION,
        "kind": model.kind,
        "prior": {name: _digits(each) for name, each in model.prior._asdict().items()},
        "usual": {name: _digits(each) for name, each in model.usual._asdict().items()},
        "habits": {
            "parts": [_digits(each) for each in model.habits.parts],
            "days": [_digits(each) for each in model.habits.days],
            "late": [_digits(each) for each in model.habits.late],
            "pull": _digits(model.habits.pull),
        },
        "features": [[each.name, *map(_digits, each[1:])] for each in model.features],
        **{name: _digits(getattr(model, name)) for name in _NUMBERS},
    }


_NUMBERS = ("level", "own", "slope", "delayed", "waited")


def read(content: Mapping[str, Any]) -> Model:
    """The model from what was written."""
    prior, habits = content["prior"], content["habits"]
    return Model(
        kind=content["kind"],
        prior=Prior(prior["rate"], prior["strength"], int(prior["memory"])),
        usual=Usual(**content["usual"]),
        habits=Habits(tuple(habits["parts"]), tuple(habits["days"]), tuple(habits["late"]), habits["pull"]),
        features=tuple(Weighted(*each) for each in content["features"]),
        **{name: content[name] for name in _NUMBERS},
    )


def as_text(content: Mapping[str, Any]) -> str:
    """Canonical JSON: the same content gives the same bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digits(number: float) -> float:
    return float(f"{number:.6g}")

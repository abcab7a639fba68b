"""How well the model of risk does where it was not made: `python -m benchmarks.risk FIRST LAST [--grande]`.

For each seed and kind of `risk_worlds` the history is cut at its last third. What the program would do on
that day is done: judge, keep the model or the rate. Then it is scored on the invoices that began later, and
on what was open on that day, beside the customer's past rate. Only seeds that no tuning has seen count.
"""

import argparse
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.risk_worlds import KINDS, portfolio
from cobranca_cli.domain.turns import LATE_DAYS
from cobranca_cli.risk.evaluation import fit_last, judge
from cobranca_cli.risk.facts import Customer
from cobranca_cli.risk.metrics import auc, brier
from cobranca_cli.risk.model import Model
from cobranca_cli.risk.prior import naive
from cobranca_cli.risk.sweep import Look, Sweep
from cobranca_cli.risk.training import examples


class Result(NamedTuple):
    """The model's and the baseline's AUC and Brier score on some invoices."""

    rows: int
    late: int
    auc: float
    brier: float
    naive_auc: float
    naive_brier: float

    @property
    def better(self) -> bool:
        """In both."""
        return self.auc > self.naive_auc and self.brier < self.naive_brier

    def text(self) -> str:
        """As a line of the table."""
        return (
            f"n={self.rows} atrasadas={self.late} AUC {self.naive_auc:.4f} -> {self.auc:.4f}"
            f" Brier {self.naive_brier:.4f} -> {self.brier:.4f}{'' if self.better else ' *'}"
        )


def compare(model: Model, portfolio_rate: float, pairs: Sequence[tuple[Look, bool]]) -> Result | None:
    """The model beside the baseline; None where there is next to nothing to tell apart."""
    labels = [int(label) for _, label in pairs]
    if not 5 <= sum(labels) <= len(labels) - 5:
        return None
    ours = [model.probability(look) for look, _ in pairs]
    theirs = [naive(look, portfolio_rate) for look, _ in pairs]
    return Result(
        len(labels), sum(labels), auc(ours, labels) or 0, brier(ours, labels), auc(theirs, labels) or 0,
        brier(theirs, labels),
    )  # fmt: skip


def one(seed: int, kind: str, large: bool) -> tuple[str, Result | None, Result | None]:
    """What the program decides on the day of the cut, and how that does on new and on open invoices."""
    customers, last = portfolio(seed, kind, large)
    known = [each for customer in customers for each in examples(customer, last)]
    begun = sorted(each.look.day for each in known)
    cut = begun[int(len(begun) * 0.7)]
    before = [each for each in known if each.look.day < cut]
    verdict = judge(before, cut)
    model, rows = fit_last(before, cut, verdict)
    rate = sum(row.label for row in rows) / max(1, len(rows))
    new = [(each.look, each.title.label(last)) for each in known if each.look.day >= cut]
    return (
        verdict.outcome,
        compare(model, rate, [(look, label) for look, label in new if label is not None]),
        compare(model, rate, open_on(customers, cut, last)),
    )


def open_on(customers: Sequence[Customer], cut: int, last: int) -> list[tuple[Look, bool]]:
    """What is open on the day of the cut and not certain yet, with what became of it."""
    found = []
    for customer in customers:
        sweep = Sweep(customer)
        for place, title in enumerate(customer.titles):
            label = title.label(last)
            if title.start <= cut <= title.due + LATE_DAYS and label is not None:
                sweep.advance(cut)
                if sweep.unpaid(place):
                    found.append((sweep.look(place, cut), label))
    return found


def summary(name: str, results: Sequence[Result]) -> None:
    """How often both are better, and the mean differences."""
    if not results:
        return
    won = sum(each.better for each in results)
    areas = sum(each.auc - each.naive_auc for each in results) / len(results)
    errors = sum(each.brier / each.naive_brier - 1 for each in results) / len(results)
    print(
        f"{name}: {won} of {len(results)} better in both; AUC {areas:+.4f}, Brier {100 * errors:+.1f} %",
        flush=True,
    )


def main() -> None:
    """All kinds for a range of seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    parser.add_argument(
        "--grande", action="store_true", help="6 to 14 thousand invoices instead of 600 to 5,000"
    )
    parser.add_argument(
        "--detalhe", action="store_true", help="a line for each portfolio; * is not better in both"
    )
    said = parser.parse_args()
    everything: tuple[list[Result], list[Result]] = [], []
    for kind in KINDS:
        found: tuple[list[Result], list[Result]] = [], []
        for seed in range(said.first, said.last):
            outcome, *results = one(seed, kind, said.grande)
            for place, result in enumerate(results):
                if result:
                    found[place].append(result)
                    everything[place].append(result)
                    if said.detalhe:
                        print(kind, seed, outcome, ("novas", "em aberto")[place], result.text(), flush=True)
        summary(f"{kind}, novas", found[0])
        summary(f"{kind}, em aberto", found[1])
    summary("tudo, novas", everything[0])
    summary("tudo, em aberto", everything[1])


if __name__ == "__main__":
    main()

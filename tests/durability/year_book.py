"""The model of the year: what was sold to whom and what he paid, and nothing of the program's rules."""

from dataclasses import dataclass, field
from datetime import date

NAMES = ("Ana", "Bia", "Caio", "Davi")
Said = dict[str, tuple[int, int, int]]
"""What the statements of a day say of everybody: balance, overdue, credit."""


@dataclass
class Sale:
    """An invoice; it counts until it is cancelled or its import is taken back."""

    number: str
    who: str
    cents: int
    counts: bool = True


@dataclass
class Paid:
    """A payment."""

    number: int
    who: str
    cents: int
    undone: bool = False


@dataclass
class Book:
    """What a ledger must know; a copy of the ledger comes with a copy of this.

    `then` is what was said in the evening of each day. `visitors` are customers who may want to be forgotten;
    of those who were, `gone` keeps under their new names what must not be found any more, and `spoken_of` has
    those about whom something has been written since.
    """

    sales: list[Sale] = field(default_factory=list)
    paid: list[Paid] = field(default_factory=list)
    then: dict[date, Said] = field(default_factory=dict)
    visitors: list[str] = field(default_factory=list)
    gone: dict[str, tuple[str, ...]] = field(default_factory=dict)
    spoken_of: set[str] = field(default_factory=set)

    @property
    def living(self) -> tuple[str, ...]:
        """Everybody who may still do something."""
        return *NAMES, *self.visitors

    def owed(self) -> dict[str, int]:
        """Sold less paid."""
        owed = dict.fromkeys((*self.living, *self.gone), 0)
        for sale in self.sales:
            owed[sale.who] += sale.cents if sale.counts else 0
        for each in self.paid:
            owed[each.who] -= 0 if each.undone else each.cents
        return owed

    def words_about(self, who: str) -> None:
        """A reason, a note, or a key was written with what he did."""
        self.spoken_of |= {who} & self.gone.keys()

    def forget(self, who: str, name: str, marks: tuple[str, ...]) -> None:
        """From now on he has another name; what he bought and paid, and what was said of him, stays."""
        for sale in self.sales:
            sale.who = name if sale.who == who else sale.who
        for each in self.paid:
            each.who = name if each.who == who else each.who
        for said in self.then.values():
            if who in said:
                said[name] = said.pop(who)
        self.visitors.remove(who)
        self.gone[name] = marks

    def rewritten(self, since: date) -> None:
        """The reports from that day on may say something else."""
        self.then = {day: said for day, said in self.then.items() if day < since}

"""A year of a business: an owner, a cron job and what goes wrong, on one real ledger, by one seed.

`python -m tests.durability.simulation --semente N --dias 400` plays it and prints what happened; the same
seed plays the same year. Every deed is a real service's. Some of them meet a fault: the power fails at
the k-th statement, another writer holds the lock, or the disk is full; then they are done again. After
each day the ledger must say what a model says that shares nothing with the rules: in this shop nothing bears
interest, so what somebody owes is what was sold to him less what he paid, whatever was agreed, broken,
reversed and repeated; and what it said of days gone by it must say still. A restored copy takes the model
back to its evening; who was forgotten leaves his sums and not a byte of his name; `verificar` stays silent.
"""

import argparse
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.durability.year_book import NAMES
from tests.durability.year_copies import Copies
from tests.durability.year_mishaps import Surroundings, surroundings
from tests.durability.year_persons import Persons
from tests.services.agreement_check import NOT_CLOSED, UNBALANCED
from tests.services.ladder_world import EVERYTHING, cells
from tests.services.payment_check import OUT_OF_STEP, OVERPAID
from tests.services.payment_story import RAM


class Year(Persons, Copies):
    """The shop, its model, and the dice; what is rare happens so many times as often."""

    def __init__(self, seed: int, folder: Path, around: Surroundings, often: int) -> None:
        super().__init__(seed, folder, around)
        self.often = often

    def day(self) -> None:
        """A day: some deeds of the owner's, the ladder, the evening's check, and the copy."""
        deeds = {
            self.sells: 5, self.is_paid: 6, self.takes_back: 2, self.cancels: 1, self.promises: 2,
            self.agrees: 2, self.breaks: 2, self.pauses: 1, self.uses_credit: 1, self.undoes: 2 * self.often,
            self.comes: self.often, self.asks_to_be_forgotten: 2 * self.often,
        }  # fmt: skip
        if self.dice.random() < 0.05 * self.often:
            self.restores()
        for deed in self.dice.choices([*deeds], [*deeds.values()], k=self.dice.randrange(4)):
            deed()
        if self.frozen:
            self.stays_frozen()
        else:
            self.runs()
        self.check()
        self.copies()
        self.world.today += timedelta(days=1)

    def check(self) -> None:
        """What must hold every evening."""
        today, book = self.world.today, self.book
        gone = self.dice.sample(sorted(book.gone), min(2, len(book.gone)))
        names = (*book.living, *gone)
        owed = book.owed()
        book.then[today] = self.said(today, names)
        assert {who: said[0] for who, said in book.then[today].items()} == {who: owed[who] for who in names}
        past = self.dice.choice([*book.then])
        some = self.dice.sample(sorted(book.then[past]), 3)
        said = {who: book.then[past][who] for who in some}
        assert self.said(past, (*some,)) == said, f"what was said of {past} is another thing on {today}"
        for what in (*_NEVER, "PRAGMA foreign_key_check"):
            assert self.ask(what) == [], what
        ((count, last),) = self.ask("SELECT count(*), max(seq) FROM event WHERE seq > 0")
        assert count == last, "the events have a gap"
        assert self.around.outside == [], "changed outside BEGIN IMMEDIATE"
        if self.dice.random() < 0.1:
            self.verified()

    def close(self) -> None:
        """What is checked once: the file, and that nobody's data stand in the history."""
        assert self.ask("PRAGMA integrity_check") == [("ok",)]
        self.verified()
        self.leaves_no_trace()
        history = str(self.ask("SELECT group_concat(data, char(10)) FROM event"))
        known = [cells(number, name, EVERYTHING) for number, name in enumerate(NAMES)]
        for each in (*known, *map(self.known_of, self.book.visitors)):
            for datum in each[:4]:
                assert f'"{datum}"' not in history, datum


_STEP_TWICE = """SELECT k.receivable_id, k.step FROM dunning_claim k
JOIN dunning_action a ON a.id = k.action_id WHERE a.run_id NOT IN
(SELECT run_id FROM dunning_withdrawal) GROUP BY 1, 2 HAVING count(*) > 1"""
_ABOUT_NOTHING = "SELECT id FROM dunning_action WHERE id NOT IN (SELECT action_id FROM dunning_claim)"
_NEVER = (OUT_OF_STEP, OVERPAID, UNBALANCED, NOT_CLOSED, _STEP_TWICE, _ABOUT_NOTHING)


def play(seed: int, days: int, often: int = 1) -> Counter[str]:
    """So many days by this seed; what happened, counted. An AssertionError names the seed."""
    with TemporaryDirectory(dir=RAM) as folder, surroundings(Path(folder) / "livro.db") as around:
        year = Year(seed, Path(folder), around, often)
        try:
            for _ in range(days):
                year.day()
            year.close()
        except Exception as error:
            again = f"python -m tests.durability.simulation --semente {seed} --dias {days}"
            again += f" --raros {often}" * (often > 1)
            raise AssertionError(f"day {year.world.today}; again: {again}") from error
        return year.seen


def main(words: list[str]) -> int:
    """Play as the words say."""
    parser = argparse.ArgumentParser(description="Um ano de dono, cron e defeitos, por uma semente.")
    parser.add_argument("--semente", type=int, default=1)
    parser.add_argument("--dias", type=int, default=400)
    parser.add_argument("--vezes", type=int, default=1, help="quantas sementes, a partir da primeira")
    parser.add_argument("--raros", type=int, default=1, help="quantas vezes mais acontece o que é raro")
    said = parser.parse_args(words)
    for seed in range(said.semente, said.semente + said.vezes):
        happened = dict(sorted(play(seed, said.dias, said.raros).items()))
        print(f"semente {seed}, {said.dias} dias:", happened, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

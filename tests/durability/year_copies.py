"""The copies that cron makes every evening, and the owner's way back to one of them."""

import shutil
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from sqlite3 import connect

from tests.durability.year_book import Book
from tests.durability.year_deeds import Shop
from tests.durability.year_mishaps import head_of

from cobranca_cli.errors import BusyError
from cobranca_cli.ledger.restoring import judge, opened_copy
from cobranca_cli.services.backup import Wanted, make_backup
from cobranca_cli.services.freeze import release
from cobranca_cli.services.restore import candidate, check_in_place, put_in_place


class Copies(Shop):
    """A shop whose ledger is copied; `kept` says by name what each copy knows: its head, and the model."""

    def __init__(self, *words: object) -> None:
        super().__init__(*words)  # type: ignore[arg-type]
        self.folder = self.world.ledger.with_name("copias")
        self.kept: dict[str, tuple[str, Book]] = {}
        self.frozen = False

    def copies(self) -> None:
        """Whatever happened, what lies under a copy's name is whole and says what the ledger says."""

        def call() -> None:
            made = make_backup(*self.world.at, "1930", Wanted())
            if made.unnoted:
                raise BusyError(made.unnoted)

        ((last,),) = self.ask("SELECT max(seq) FROM event")
        self.deed("copies", call)
        there = sorted(file.name for file in self.folder.iterdir())
        new = [name for name in there if name not in self.kept]
        assert new, "no copy was made"
        for name in new:
            self._vouch_for(self.folder / name, last)
        self.kept = {name: self.kept[name] for name in there}

    def _vouch_for(self, copy: Path, last: int) -> None:
        """It is sound, no older than the event, and says of somebody what was said this evening."""
        with opened_copy(copy, copy) as connection:
            found = judge(connection, copy).found
        today = self.world.today
        assert found, "judge refuses what it cannot read"
        ((known,),) = self.ask(f"SELECT hash FROM event WHERE seq = {found.seq}")
        assert found.seq >= last and found.hash == known, f"{copy.name} ends with event {found.seq}"
        said = self.book.then[today]
        who = self.dice.choice(sorted(said))
        assert self.said(today, (who,), copy) == {who: said[who]}, copy.name
        self.kept[copy.name] = found.hash, deepcopy(self.book)

    def restores(self) -> None:
        """A copy of some days ago; now and then because the ledger is lost but for a journal."""
        ledger, today = self.world.ledger, str(self.world.today)
        old = sorted(name for name in self.kept if today not in name)
        if not old:
            return
        name = self.dice.choice(old[-6:])
        before, (copied, book) = self.head(), self.kept[name]
        if self.dice.random() < 0.4:
            before = None
            self._lose_ledger()

        def call() -> None:
            now = self.head()
            if now != before:
                assert now, "no ledger is there any more"
                last = self.ask("SELECT kind, previous FROM event ORDER BY seq DESC LIMIT 1")
                assert last == [("restauracao", copied)], "neither the old ledger nor the copy, frozen"
            with candidate(ledger, self.folder / name, None, self.world.moment) as chosen:
                check_in_place(put_in_place(chosen, self.world.moment, "0900"))

        # After a power failure the owner does what the manual says, and restores once more.
        assert self.deed("restores", call, lambda: False)
        asides = [*ledger.parent.glob("livro-antes-de-restaurar-*")]
        assert before is None or before in map(head_of, asides), "the old ledger was not kept"
        for aside in asides:
            aside.unlink()
        self.book, self.frozen = deepcopy(book), True
        self.verified()

    def _lose_ledger(self) -> None:
        """As a disk does that fails in the middle of a write."""
        ledger, beside = self.world.ledger, self.world.ledger.with_name("resto")
        with closing(connect(ledger, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE meta SET value = value")
            connection.execute("PRAGMA user_version=1")
            shutil.copy(f"{ledger}-journal", beside)
            connection.execute("ROLLBACK")
        ledger.unlink()
        beside.rename(f"{ledger}-journal")

    def stays_frozen(self) -> None:
        """The ladder does nothing after a restore until the owner says that it may."""
        told = self.seen["runs E-ENVIOS-PARADOS"]
        assert not self.deed("runs", self.world.run), "the ladder ran though it was frozen"
        assert self.seen["runs E-ENVIOS-PARADOS"] == told + 1
        if self.dice.random() < 0.6:
            self.deed("releases", lambda: release(self.world.ledger, self.world.moment))
            self.frozen = False

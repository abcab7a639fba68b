"""Customers who come, buy, pay, and ask to be forgotten (LGPD art. 18)."""

from collections.abc import Iterable
from pathlib import Path

from tests.durability.year_deeds import Shop
from tests.services.ladder_world import CONTACTS, EVERYTHING, cells

from cobranca_cli.importing.layout import Wishes
from cobranca_cli.ledger.anchor import anchor_path
from cobranca_cli.ledger.raw import SIDE_FILES
from cobranca_cli.services.import_customers import import_customers
from cobranca_cli.services.person_erasure import REQUEST, erase, examine, refuse

MOST = 3


class Persons(Shop):
    """A shop with visitors. No two ever have the same name, not even in a time that a restore gave up."""

    def comes(self) -> None:
        """By a file that is named after him, and buys something."""
        if len(self.book.visitors) == MOST:
            return
        name = f"Passante{self.seen['comes']:04d}"
        file = self.world.ledger.with_name(f"{name.lower()}.csv")
        file.write_text(f"cliente;{';'.join(CONTACTS.values())}\n{';'.join(self.known_of(name))}\n")

        def call() -> None:
            result = import_customers(self.world.ledger, file, Wishes(), self.world.moment)
            assert result.new + result.existing == 1, [each.text() for each in result.problems.kept]

        self.deed("comes", call)
        self.book.visitors.append(name)
        marks = self.marks_of(name)
        assert self.found(marks) == {*marks}, "what is looked for after an erasure could not be found"
        self.sells(name)

    def marks_of(self, name: str) -> tuple[str, ...]:
        """What tells who a visitor is."""
        name, document, email, telephone = self.known_of(name)[:4]
        return name, document, email, "".join(filter(str.isdigit, telephone))

    @staticmethod
    def known_of(name: str) -> list[str]:
        """What is registered of a visitor."""
        return cells(500 + int(name[-4:]), name, EVERYTHING)

    def asks_to_be_forgotten(self) -> None:
        """Who neither owes nor has credit is forgotten; the others may pay, and ask again."""
        asking = [*self.book.visitors, *sorted(self.book.spoken_of)]
        if not asking:
            return
        who = self.dice.choice(asking)
        if self._forgets(who) or self.dice.random() < 0.4:
            return
        if (owed := self.book.owed()[who]) > 0:
            self.pays(who, owed)
        if self.credit_of(who):
            self.uses_credit(who)
        self._forgets(who)

    def credit_of(self, who: str) -> int:
        """What he paid and no invoice got."""
        return self.said(self.world.today, (who,))[who][2]

    def _forgets(self, who: str) -> bool:
        at, owed, credit = self.world.at, self.book.owed()[who], self.credit_of(who)
        settled = (owed, credit) == (0, 0)

        def call() -> None:
            case = examine(*at, who)
            refuse(case, self.world.settings, REQUEST, self.world.today)
            erase(*at, case, REQUEST)

        forgotten = self.deed("forgets", call)
        assert forgotten == settled, f"{who} owes {owed} and has {credit} to his credit"
        if not forgotten:
            return False
        self.book.spoken_of.discard(who)
        if who in self.book.visitors:
            ((number,),) = self.ask("SELECT customer_id FROM erasure ORDER BY id DESC LIMIT 1")
            self.book.forget(who, f"Titular anonimizado {number}", self.marks_of(who))
        self.leaves_no_trace()
        self.verified()
        return True

    def leaves_no_trace(self) -> None:
        """No byte of the ledger, nor of what lies beside it, tells who was forgotten."""
        assert self.found(mark for marks in self.book.gone.values() for mark in marks) == set()

    def found(self, marks: Iterable[str]) -> set[str]:
        """Those of the marks that stand in the ledger or in its side files."""
        ledger = self.world.ledger
        files = (ledger, anchor_path(ledger), *(Path(f"{ledger}{ending}") for ending in SIDE_FILES))
        content = b"".join(file.read_bytes().lower() for file in files if file.exists())
        return {mark for mark in marks if mark.lower().encode() in content}

"""A real ledger with customers, for stories and machines of the ladder: every deed is a real service's."""

import atexit
import json
import tomllib
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import patch

from tests.domain.account_notation import keys
from tests.ledger.ledger_box import ask
from tests.services.ladder_model import FOR_GOOD

from cobranca_cli.config import Settings, load_settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.plan import Line
from cobranca_cli.errors import DataError
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.ledger.queries.ladder import Waiting
from cobranca_cli.rendering.engine import Engine
from cobranca_cli.services import (
    agreement_break,
    agreement_offers,
    agreement_sign,
    contacts,
    decisions,
    holds,
    invoices,
    payments,
    promise_list,
    promises,
    run_ladder,
)
from cobranca_cli.services.contact_checks import Telling
from cobranca_cli.services.import_customers import import_customers
from cobranca_cli.services.import_invoices import import_invoices
from cobranca_cli.services.letters import engine_beside
from cobranca_cli.services.plan import plan
from cobranca_cli.services.setup import create
from cobranca_cli.services.waiting import waiting

CONTACTS = {
    "documento": "documento",
    "email": "email",
    "telefone": "telefone",
    "carta": "endereco;cidade;uf",
}
EVERYTHING = "documento email telefone carta"
COMPANY = {
    "nome": "Loja", "documento": "11.222.333/0001-81", "endereco": "Rua A, 1", "cidade": "Belo Horizonte",
    "uf": "MG", "telefone": "(31) 3333-4444", "email": "loja@example.com",
}  # fmt: skip
ANY_DAY = date(2020, 1, 1)


@cache
def engine() -> Engine:
    """The program's own engine and templates; one process renders for all the days of all the stories."""
    one = engine_beside(Path())
    atexit.register(one.close)
    return one


def tax_id(number: int) -> str:
    """A CPF that is valid."""
    digits = [int(each) for each in f"{number:09d}"]
    for start in (10, 11):
        rest = sum(each * weight for each, weight in zip(digits, range(start, 1, -1), strict=True)) * 10 % 11
        digits.append(rest % 10)
    return "".join(map(str, digits))


def cells(number: int, name: str, known: str) -> list[str]:
    """Name and what is registered of a customer."""
    telephone = f"(31) 9{8000_0000 + number}"
    values = {
        "documento": [tax_id(111_222_300 + number)],
        "email": [f"{name.lower()}@example.com"],
        "telefone": [telephone],
        "carta": ["Rua B, 2", "Belo Horizonte", "MG"],
    }
    found = [name]
    for kind, columns in CONTACTS.items():
        found += values[kind] if kind in known.split() else [""] * (columns.count(";") + 1)
    return found


def told(line: Line) -> str:
    """`enviar D+3 email: 1001, 1002`; `pular promessa D+3: 1001`."""
    names = ", ".join(sorted(each.name for each in line.titles))
    if line.kind:
        return f"{line.action} {line.kind} {line.label}: {names}"
    return f"{line.action} {line.label} {line.channel or '-'}: {names}"


class World:
    """One ledger; `today` is moved on from outside."""

    def __init__(
        self,
        folder: Path,
        ladder: str = "",
        customers: Mapping[str, str] | None = None,
        today: date = ANY_DAY,
    ) -> None:
        self.ledger = folder / "livro.db"
        self.today = today
        self.customers = dict(customers or {"Ana": EVERYTHING})
        create(self.ledger, COMPANY, self.moment)
        self.settings = load_settings(self.ledger)._replace(charges=keys("multa=0 juros=0"))
        if ladder:
            self.settings = self.settings._replace(prevention={"regua": tomllib.loads(ladder)})
        self._register()

    @property
    def moment(self) -> Moment:
        return Moment(self.today, f"{self.today}T12:00:00.000Z")

    @property
    def at(self) -> tuple[Path, Settings, Moment]:
        """What most services want to know first."""
        return self.ledger, self.settings, self.moment

    def _file(self, *rows: str) -> Path:
        file = self.ledger.with_name("linhas.csv")
        file.write_text("\n".join([*rows, ""]))
        return file

    def _register(self) -> None:
        rows = [";".join(cells(number, *each)) for number, each in enumerate(self.customers.items())]
        file = self._file(f"cliente;{';'.join(CONTACTS.values())}", *rows)
        result = import_customers(self.ledger, file, Wishes(), self.moment)
        assert result.new == len(rows), [each.text() for each in result.problems.kept]

    def sells(self, who: str, number: str, amount: int, due: date) -> None:
        """An invoice issued today."""
        self._import(who, number, amount, due, self.today.isoformat())

    def imports(self, who: str, number: str, amount: int, due: date) -> None:
        """An invoice of which only the due date is known."""
        self._import(who, number, amount, due, "")

    def _import(self, who: str, number: str, amount: int, due: date, issued: str) -> None:
        value = f"{amount // 100},{amount % 100:02d}"
        row = f"{number};{who};{issued};{due.isoformat()};{value}"
        file = self._file("numero;cliente;emissao;vencimento;valor", row)
        result = import_invoices(self.ledger, file, Wishes(), self.moment, self.settings.calendar)
        assert result.new == 1, [each.text() for each in result.problems.kept]

    def pays(self, who: str, amount: int, named: tuple[str, ...] = (), on: date | None = None) -> int:
        """The number of the payment."""
        order = payments.Order(amount, on or self.today, named, None if named else who)
        return payments.register(*self.at, order).id

    def reverses(self, payment: int | None = None) -> None:
        """The last payment, if no other is named."""
        ((last,),) = ask(self.ledger, "SELECT max(id) FROM movement")
        payments.reverse(*self.at, payment or int(str(last)), "cheque devolvido", None)

    def cancels(self, number: str) -> None:
        invoices.cancel_invoice(self.ledger, self.moment, number, "devolvida", self.today)

    def plan(self, on: date) -> list[str]:
        """The plan of a day, as of that day."""
        return [told(line) for line in plan(*self.at, on).lines]

    def plan_of(self, on: date) -> dict[str, list[str]]:
        """The plan of a day by customer."""
        found: dict[str, list[str]] = {name: [] for name in self.customers}
        for line in plan(*self.at, on).lines:
            found[line.debtor.name].append(f"{told(line)} {line.total} {line.reason}")
        return found

    def run(self) -> list[str]:
        """What the ladder does today, skips left out."""
        with patch.object(run_ladder, "engine_beside", lambda _: nullcontext(engine())):
            lines = run_ladder.run_ladder(*self.at, self.today).lines
        return [told(each.line) for each in lines if each.state != run_ladder.SKIPPED]

    def promises(
        self, who: str, amount: int, on: date, named: tuple[str, ...] = (), made_on: date | None = None
    ) -> int:
        """The number of the promise."""
        wanted = promises.Wanted(who, amount, on, named, made_on)
        return promises.register(*self.at, wanted).id

    def withdraws(self, promise: int) -> None:
        promises.withdraw(self.ledger, self.moment, promise, "engano")

    def _holds(self, **wanted: object) -> int:
        """The number of a hold; 0 when it was there before."""
        held = holds.register(self.ledger, self.moment, holds.Wanted(reason="combinado", **wanted))  # type: ignore[arg-type]
        return held.new[0].hold.id if held.new else 0

    def pauses(self, who: str, until: date) -> int:
        return self._holds(kind="pausa", customer=who, until=until)

    def disputes(self, number: str, until: date) -> int:
        return self._holds(kind="contestacao", invoices=(number,), until=until)

    def refuses(self, who: str, channel: str) -> int:
        return self._holds(kind="canal", customer=who, value=channel)

    def stops(self, who: str, why: str) -> int:
        return self._holds(kind=FOR_GOOD[why], customer=who)

    def resumes(self, hold: int | None = None, result: str | None = None) -> None:
        """The last hold, if no other is named, is ended; a dispute may be decided."""
        ((last,),) = ask(self.ledger, "SELECT max(id) FROM hold")
        holds.end(self.ledger, self.moment, hold or int(str(last)), "resolvido", result)

    def agrees(self, who: str, named: tuple[str, ...], many: int, first: date) -> None:
        """An agreement without interest or discount."""
        asked = agreement_offers.Asked(who, named, many, first=first)
        agreement_sign.sign(*self.at, agreement_sign.Signing(asked))

    def breaks(self) -> None:
        """The last agreement is broken."""
        agreement_break.break_agreement(*self.at, self._last_agreement(), "parcelas vencidas")

    def takes_up(self) -> None:
        """Its breach is taken back."""
        agreement_break.resume(*self.at, self._last_agreement(), "foi engano")

    def _last_agreement(self) -> str:
        ((last,),) = ask(self.ledger, "SELECT max(id) FROM agreement")
        return str(last)

    def contacts(self, who: str, channel: str, outcome: str, on: date | None = None) -> int:
        """The number of the contact."""
        return contacts.record_contact(*self.at, Telling(who, channel, outcome, on)).id

    def waiting(self, on: date) -> list[Waiting]:
        """The actions that wait for a person."""
        return [task.action for task in waiting(*self.at, on).tasks]

    def titles_of(self, action: int) -> tuple[str, list[str]]:
        """Whose an action is, and the titles it is about."""
        sql = """SELECT c.name, r.number FROM dunning_claim k JOIN receivable r ON r.id = k.receivable_id
            JOIN customer c ON c.id = r.customer_id WHERE k.action_id = """
        rows = ask(self.ledger, f"{sql}{action}")
        return str(rows[0][0]), [str(number) for _, number in rows]

    def decides(self, action: int, *, approved: bool) -> bool:
        """Whether it could be done."""
        with patch.object(decisions, "engine_beside", lambda _: nullcontext(engine())):
            try:
                decisions.decide(*self.at, action, decisions.APPROVED if approved else decisions.REFUSED)
            except DataError:
                return False
        return True

    def promised(self) -> list[str]:
        """How the promises stand today, by their numbers."""
        found = promise_list.list_promises(*self.at, self.today, promise_list.ALL).rows
        ordered = sorted(found, key=lambda each: each.listed.promise.id)
        return [each.kept.state if each.kept else "retirada" for each in ordered]

    def letters(self) -> list[str]:
        """`2026-08-14 1001, 1002`: the letters that were written."""
        sql = """SELECT l.day, group_concat(r.number, ', ') FROM letter l JOIN letter_target t
            ON t.letter_id = l.id JOIN receivable r ON r.id = t.receivable_id GROUP BY l.id ORDER BY l.id"""
        return [f"{day} {names}" for day, names in ask(self.ledger, sql)]

    def others(self) -> list[int]:
        """Of each letter, how many other overdue invoices it speaks of."""
        rows = ask(self.ledger, "SELECT content FROM letter ORDER BY id")
        return [json.loads(str(content))["dados"]["outras"]["quantidade"] for (content,) in rows]

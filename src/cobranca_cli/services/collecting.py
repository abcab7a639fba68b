"""What may be asked of one customer on a day by a person's decision: which titles, by which channel, when.

The ladder plans for everybody by the same rules; here one customer is looked at, and what is not allowed is
an error that says why.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.config import Settings
from cobranca_cli.config_ladder import LadderSettings
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.holds import FOR_GOOD
from cobranca_cli.domain.ladder import DATA_GATE, PROOF_GATE, Step
from cobranca_cli.domain.plan import CHANNEL_WORDS, Debt
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.queries.contacts import Touch, touches_on
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.ledger.queries.ladder import reachable
from cobranca_cli.ledger.queries.legal_facts import facts_on
from cobranca_cli.services.overdue import Owed
from cobranca_cli.services.plan import channels_of
from cobranca_cli.services.stops import PRESCRIBED, Stops, title_stops

WRITTEN = ("email", "whatsapp", "carta")
"""The channels of a letter that no step of the ladder sends, in the order of liking."""
_BY_HAND = frozenset({"carta", "presencial"})
"""A letter on paper can be handed over without an address."""


class Collecting:
    """One customer on one day."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        settings: Settings,
        ladder: LadderSettings,
        customer: Customer,
        today: date,
    ) -> None:
        self._connection, self._customer, self._today = connection, customer, today
        self._policy = ladder.policy
        self._stops = Stops(connection, settings.calendar, ladder.clearing_days, today)
        self._touch = touches_on(connection, today).get(customer.id, Touch())

    def titles(self, titles: Sequence[Owed], *, named: bool) -> list[Owed]:
        """The titles that may be collected.

        Raises DataError E-PAUSA when nothing may be, and for a held title that somebody `named`.
        """
        whole = self._stops.customer(self._customer.id, self._touch)
        if whole:
            raise self._held(f"{self._customer.name}: {whole.words}")
        facts = facts_on(self._connection, self._today)
        held = title_stops(self._stops, facts, [owed.item.id for owed in titles])
        left, last = [], ""
        for owed in titles:
            stop = PRESCRIBED if owed.prescribed else held.get(owed.item.id)
            if stop is None:
                left.append(owed)
                continue
            last = f"fatura {owed.item.name}: {stop.words}"
            if named:
                raise self._held(last)
        if last and not left:
            raise self._held(last)
        return left

    def refuse_for_good(self) -> None:
        """Raise DataError E-PAUSA for a customer of whom nothing may ever be asked."""
        whole = self._stops.customer(self._customer.id, None)
        if whole and whole.kind in FOR_GOOD:
            raise self._held(f"{self._customer.name}: {whole.words}")

    def channel(self, wanted: str | None, liked: Sequence[str] = WRITTEN) -> str:
        """The channel asked for, or the first liked by which the customer can be reached, else paper.

        Raises DataError for one that he refused or that his registration does not allow.
        """
        refused = self._stops.values(self._customer.id, "canal")
        if wanted in refused:
            raise self._held(f"{self._customer.name} não quer contato por {_word(wanted)}")
        person = reachable(self._connection, [self._customer.id])[self._customer.id]
        reach = channels_of(person) - refused
        if wanted and wanted not in reach | _BY_HAND:
            raise DataError(
                f"o cadastro de {self._customer.name} não tem por onde enviar por {_word(wanted)}",
                hint="complete-o: cobranca clientes editar",
                code="E-CANAL",
            )
        if not wanted and "carta" in refused:
            return self.reaching(liked)
        return wanted or next((each for each in liked if each in reach), "carta")

    def through_gates(self, step: Step, titles: Sequence[Owed], debts: Iterable[Debt]) -> list[Owed]:
        """The titles for which the step's conditions hold today; `debts` are all the customer's, as planned.

        Raises DataError when the minimum or the registration does not do, or no title is proved.
        """
        known = {debt.id: debt for debt in debts}
        owed = sum(debt.open for debt in known.values() if debt.dates.due < self._today and not debt.stop)
        least, left, why = max(step.minimum, self._policy.minimum), list(titles), ""
        if PROOF_GATE in step.gates:
            left = [each for each in titles if each.item.id in known and known[each.item.id].proved]
            why = "" if left else "falta o comprovante da entrega ou o título"
        if owed < least:
            why = f"{currency_br(owed)} é menos que o mínimo de {currency_br(least)}"
        elif DATA_GATE in step.gates and not self._customer.document:
            why = "falta o CPF ou o CNPJ no cadastro"
        if why:
            hint = "complete o que falta, ou recuse: cobranca regua recusar"
            raise DataError(f"{self._customer.name}: {why}", code="E-DEGRAU", hint=hint)
        return left

    def reaching(self, liked: Sequence[str]) -> str:
        """The first liked channel by which the customer can be reached. Raises DataError without one."""
        refused = self._stops.values(self._customer.id, "canal")
        person = reachable(self._connection, [self._customer.id])[self._customer.id]
        reach = channels_of(person) - refused
        found = next((each for each in liked or WRITTEN if each in reach), None)
        if found is None:
            raise DataError(
                f"{self._customer.name} não tem por onde receber a carta: falta"
                f" {' ou '.join(CHANNEL_WORDS[each] for each in liked or WRITTEN)}",
                hint="complete o cadastro: cobranca clientes editar",
                code="E-CANAL",
            )
        return found

    def refuse_day(self, calendar: BusinessCalendar) -> None:
        """Raise DataError when the customer may not be contacted today: the window, the least gap."""
        window = self._policy.windows.get(self._customer.state or "", self._policy.window)
        free = self._today
        if self._touch.last:
            free = max(free, self._touch.last + timedelta(days=self._policy.gap_days))
        while calendar.is_holiday(free) or free.weekday() not in window.weekdays:
            free += timedelta(days=1)
        if free > self._today:
            why = self.too_soon() or f"{_br(self._today)} está fora da janela de contato"
            raise DataError(why, code="E-JANELA", hint=f"aprove a partir de {_br(free)}")

    def too_soon(self) -> str:
        """What is worth saying of a contact within the least gap; empty when it is over."""
        last, gap = self._touch.last, self._policy.gap_days
        if last is None or last + timedelta(days=gap) <= self._today:
            return ""
        return f"o último contato com {self._customer.name} foi em {_br(last)}, há menos de {gap * 24} h"

    @staticmethod
    def _held(message: str) -> DataError:
        return DataError(message, code="E-PAUSA", hint="veja: cobranca pausa listar, promessa listar")


def _br(day: date) -> str:
    return date_br(day.isoformat())


def _word(channel: str | None) -> str:
    return CHANNEL_WORDS.get(channel or "", channel or "").replace("endereço", "carta")

"""What stops collection on a day: of single titles, and of whole customers. Linear in what is in force."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.deadlines import Fact
from cobranca_cli.domain.holds import FOR_GOOD, Hold
from cobranca_cli.domain.plan import Stop
from cobranca_cli.domain.promises import holds_until
from cobranca_cli.ledger.queries.contacts import Touch
from cobranca_cli.ledger.queries.holds import holds_on, names_of, upheld_on
from cobranca_cli.ledger.queries.promises import promises_on

PRESCRIBED = Stop("prescrita", "prescrita: não se cobra mais; só se recebe o que o cliente quiser pagar")

TO_MEND = Stop("corrigir", "contestação procedente: corrija a fatura (cancelar, abater ou dar desconto)")
"""Until what the customer was right about is mended, nothing is collected (CDC art. 42)."""

_COURT = {"acao": "está em juízo: fale com o advogado", "insolvencia": "insolvência: habilite o crédito"}
_HELD = {
    "pausa": "em pausa",
    "contestacao": "contestada",
    "falecimento": "falecimento: a dívida é do espólio",
    "insolvencia": "falência ou recuperação judicial: habilite o crédito no processo",
    "superendividamento": "superendividamento: o plano de pagamento é do juiz (Lei 14.181/2021)",
    "nunca": "a régua nunca vale para este cliente",
}


_NONE: frozenset[str] = frozenset()


class Stops:
    """What is in force on a day.

    `titles` are the stops of single titles by promises and holds; `holds` those of whole customers, which
    hold exceptions too; `customer` says what stops everything with one.
    """

    def __init__(
        self, connection: sqlite3.Connection, calendar: BusinessCalendar, clearing_days: int, as_of: date
    ) -> None:
        self._calendar, self._clearing_days, self._as_of = calendar, clearing_days, as_of
        self.titles: dict[int, Stop] = {}
        self.holds: dict[int, list[Hold]] = {}
        self._promised: dict[int, Stop] = {}
        self._upheld: set[int] = set()
        for promise in promises_on(connection, as_of):
            if as_of <= holds_until(promise, calendar):
                stop = Stop("promessa", f"prometeu {currency_br(promise.amount)} para {_br(promise.day)}")
                self.titles.update(dict.fromkeys(promise.targets, stop))
                if not promise.targets:
                    self._promised.setdefault(promise.customer, stop)
        for hold in holds_on(connection, as_of):
            if hold.receivable is None:
                self.holds.setdefault(hold.customer, []).append(hold)
            elif held := _held(hold):
                self.titles[hold.receivable] = held

        for upheld in upheld_on(connection, as_of):
            if upheld.receivable is None:
                self._upheld.add(upheld.customer)
            else:
                self.titles.setdefault(upheld.receivable, TO_MEND)

    def values(self, customer: int, kind: str) -> frozenset[str]:
        """The values of a customer's exceptions of a kind: channels he refuses, steps, segments."""
        mine = self.holds.get(customer)
        return frozenset(h.value for h in mine if h.kind == kind and h.value) if mine else _NONE

    def customer(self, identity: int, touch: Touch | None) -> Stop | None:
        """What stops everything with a customer; what is for good comes first."""
        for_good_first = sorted(self.holds.get(identity, ()), key=lambda hold: hold.until is not None)
        for hold in for_good_first:
            if stop := _held(hold):
                return stop
        mend = TO_MEND if identity in self._upheld else None
        return mend or self._promised.get(identity) or self._clearing(touch)

    def _clearing(self, touch: Touch | None) -> Stop | None:
        if touch is None or touch.clearing is None:
            return None
        told, days = touch.clearing, self._clearing_days
        until = self._calendar.add_business_days(told, days) if days else told
        if self._as_of > until:
            return None
        return Stop("compensacao", f"disse em {_br(told)} que pagou: espera a compensação até {_br(until)}")


def for_good(connection: sqlite3.Connection, customer: int, as_of: date) -> list[Stop]:
    """What stops everything with a customer until it is ended, and not for a time only."""
    holds = (hold for hold in holds_on(connection, as_of) if hold.customer == customer)
    return [stop for hold in holds if hold.kind in FOR_GOOD and (stop := _held(hold))]


def court(facts: Iterable[Fact]) -> Stop | None:
    """What a lawsuit or an insolvency told of a title itself says."""
    return next((Stop("juizo", _COURT[fact.kind]) for fact in facts if fact.kind in _COURT), None)


def title_stops(stops: Stops, facts: Mapping[int, Iterable[Fact]], titles: Iterable[int]) -> dict[int, Stop]:
    """The stops of these titles, prescription apart."""
    found = ((each, court(facts.get(each, ())) or stops.titles.get(each)) for each in titles)
    return {each: stop for each, stop in found if stop}


def held_in_words(
    connection: sqlite3.Connection,
    calendar: BusinessCalendar,
    as_of: date,
    customer: int,
    title: int | None = None,
) -> str | None:
    """What holds the collection of a customer, or of one of his titles, in words; None if nothing."""
    stops = Stops(connection, calendar, 0, as_of)
    whole = stops.customer(customer, None)
    if whole:
        return whole.words
    if title is not None:
        stop = stops.titles.get(title)
        return stop.words if stop else None
    names = names_of(connection, customer, stops.titles)
    return "; ".join(f"fatura {name}: {stops.titles[each].words}" for each, name in names) or None


def _held(hold: Hold) -> Stop | None:
    words = _HELD.get(hold.kind)
    if words is None:
        return None
    until = f" até {_br(hold.until)}" if hold.until else ""
    return Stop(hold.kind, f"{words}{until}: {hold.reason}")


def _br(day: date) -> str:
    return date_br(day.isoformat())

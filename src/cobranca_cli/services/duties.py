"""What the creditor must do about listings and protests on a day, in words, with the commands that end it."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cobranca_cli.brformat import counted, date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.deadlines import PROTEST
from cobranca_cli.domain.duties import (
    AGREED,
    AT_ONCE,
    BROKEN,
    CANCELLED,
    CONSENT,
    DISPUTED,
    FIRST_INSTALMENT,
    FULFILLED,
    LAPSED,
    PAID,
    UPHELD,
    Agreed,
    Duty,
    Situation,
    duty_of,
    listed_until,
    listing_days,
    listing_from,
)
from cobranca_cli.domain.text import command_word
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id
from cobranca_cli.ledger.queries.duties import (
    Agreement,
    Marked,
    agreements_about,
    marks_on,
    reasons_on,
    settled_since,
)
from cobranca_cli.ledger.queries.items import items_by_id, residues
from cobranca_cli.ledger.queries.legal_facts import facts_of
from cobranca_cli.ledger.queries.letters import last_letters
from cobranca_cli.services.overdue import Reckoning
from cobranca_cli.services.reading import Reader

_TEMPLATE = "anuencia"


class Told(NamedTuple):
    """A duty towards a customer, and what is to be done, in words."""

    customer: int
    duty: Duty
    words: str


def duties_on(reader: Reader, settings: Settings, as_of: date) -> list[Told]:
    """The duties of a day, by what was known then, the most urgent first.

    Linear in the listings and protests that count on the day.
    """
    connection = reader.connection
    marks = marks_on(connection, as_of)
    found = []
    for each, known in zip(marks, _situations(reader, settings, marks, as_of), strict=True):
        duty = duty_of(each.mark, known, as_of, settings.calendar)
        if duty:
            who = customer_by_id(connection, each.customer)
            found.append(Told(each.customer, duty, _words(duty, each, who, as_of)))
    return sorted(found, key=lambda told: (told.duty.last, told.duty.fact))


def _situations(
    reader: Reader, settings: Settings, marks: Sequence[Marked], as_of: date
) -> Iterator[Situation]:
    if not marks:
        return
    connection, titles = reader.connection, {each.mark.title for each in marks}
    agreements: dict[int, list[Agreement]] = {title: [] for title in titles}
    for one in agreements_about(connection, titles, as_of):
        agreements[one.title].append(one)
    instalments = {title for mine in agreements.values() for one in mine for title in one.instalments}
    paid = _paid_since(reader, settings, titles | instalments, as_of)
    reasons = reasons_on(connection, marks, as_of)
    protested = [each.mark.title for each in marks if each.mark.kind == PROTEST]
    letters = last_letters(connection, protested, _TEMPLATE, as_of)
    for each in marks:
        title, letter = each.mark.title, letters.get(each.mark.title)
        agreed = tuple(_agreed(one, paid) for one in agreements[title])
        consent = date.fromisoformat(letter) if letter else None
        lapses = listed_until(each.due, facts_of(connection, title, as_of))
        yield Situation(lapses, paid.get(title), reasons[title], agreed, consent)


def _paid_since(reader: Reader, settings: Settings, titles: Iterable[int], as_of: date) -> dict[int, date]:
    """Since when nothing is owed of each of these titles, charges included."""
    connection: sqlite3.Connection = reader.connection
    settled = settled_since(connection, titles, as_of)
    doubtful = [title for title in residues(connection, as_of) if title in settled]
    if doubtful:
        items = list(items_by_id(connection, doubtful, as_of))
        for owed in Reckoning(reader, settings, as_of).owed(items):
            if owed.open.total:
                del settled[owed.item.id]
    return settled


def _agreed(agreement: Agreement, paid: Mapping[int, date]) -> Agreed:
    days = [paid.get(title) for title in agreement.instalments]
    known = [day for day in days if day]
    fulfilled = max(known) if len(known) == len(days) else None
    return Agreed(agreement.signed_on, days[0], fulfilled, agreement.broken_on)


_WHY = {
    PAID: "quitada em {}",
    FIRST_INSTALMENT: "a primeira parcela do acordo foi paga em {}",
    BROKEN: "a primeira parcela do acordo foi paga em {}, e ele só foi rompido depois do prazo",
    FULFILLED: "o acordo foi cumprido em {}",
    CANCELLED: "a fatura foi cancelada em {}",
    DISPUTED: "contestada desde {}",
    UPHELD: "a contestação foi julgada procedente em {}",
    LAPSED: "os cinco anos do registro acabaram em {} (CDC, art. 43, §§ 1º e 5º)",
    AGREED: "foi incluída com um acordo em vigor, o de {}",
}
_LISTED_LATE = "já estava quitada, desde {}, quando foi incluída"


def _words(duty: Duty, about: Marked, who: Customer, as_of: date) -> str:
    late, last = duty.last < as_of, _br(duty.last)
    why = (_LISTED_LATE if duty.kind == AT_ONCE and duty.ground == PAID else _WHY[duty.ground]).format(
        _br(duty.since)
    )
    if duty.kind == CONSENT:
        until = f": devia ter saído até {last}" if late else f" até {last}"
        return (
            f"entregar a carta de anuência de {about.name}{until} (Lei 9.492/1997, art. 26): {why};"
            f" para escrevê-la: cobranca carta gerar {command_word(who.code or who.name, 'CLIENTE')}"
            f" --modelo {_TEMPLATE} --fatura {command_word(about.name)}"
        )
    what = f"a baixa da negativação de {about.name}"
    end = f"depois: cobranca faturas fato-retirar {duty.fact} --data DATA"
    if duty.kind == AT_ONCE:
        return f"pedir já {what}: {why}; {end}"
    if late:
        return f"pedir {what} (Súmula 548): o prazo acabou em {last}; {why}; {end}"
    return f"pedir {what} até {last} (Súmula 548): {why}; {end}"


class Urgency(NamedTuple):
    """Why a customer comes first of all: the earliest last day of his duties, and what that means."""

    last: date
    why: str


def urgent_among(duties: Iterable[Told], as_of: date) -> dict[int, Urgency]:
    """The customers with a duty that cannot wait beyond the day; `duties` with the most urgent first."""
    found: dict[int, Urgency] = {}
    for customer, duty, _ in duties:
        if duty.last <= as_of and customer not in found:
            found[customer] = Urgency(duty.last, _why_urgent(duty, as_of))
    return found


def _why_urgent(duty: Duty, as_of: date) -> str:
    if duty.kind == AT_ONCE:
        return "há um dever para já"
    if duty.last == as_of:
        return "o prazo de um dever acaba hoje"
    return f"o prazo de um dever acabou em {_br(duty.last)}"


def listing_words(last: date, notice_on: date, state: str | None) -> str:
    """When a bureau can list a customer who was given until `last`, if its notice is of `notice_on`."""
    days = counted(listing_days(state), "dia", "dias")
    where = f"{days} em {state}" if state else f"{days}; sem a UF no cadastro, não sei se são mais"
    return (
        f"Até {_br(last)} não peça o registro: a carta dá esse prazo. Se o órgão avisar o cliente em"
        f" {_br(notice_on)}, a inclusão sai a partir de {_br(listing_from(notice_on, state))} ({where})."
    )


def _br(day: date) -> str:
    return date_br(day.isoformat())

"""The charges of a customer or of an invoice, when they differ from everyone's; and what holds for whom."""

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.config import CHARGES_SPEC, Settings, refuse_charges
from cobranca_cli.domain.charge_keys import LEGAL_RATE, NO_INDEX
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.terms import Terms
from cobranca_cli.errors import DataError, MissingIndexError
from cobranca_cli.ledger.charge_terms import add_version
from cobranca_cli.ledger.queries.accounts import last_entry, titles_by_id
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id, find_customer
from cobranca_cli.ledger.queries.items import find_item
from cobranca_cli.ledger.queries.terms import TermsBook, Version, all_versions
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.accounts import clean_reason
from cobranca_cli.services.caps import check_caps, judge_terms
from cobranca_cli.services.charges_in_step import note_charges
from cobranca_cli.services.reading import reading


class Defined(NamedTuple):
    """New terms that stand in the ledger: whose, from when, what they come to with everything else."""

    version: Version
    whose: str
    terms: Terms
    notices: tuple[str, ...]


def define(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    wanted: Mapping[str, object],
    *,
    customer: str | None,
    invoice: str | None,
    since: date | None,
    reason: str,
) -> Defined:
    """Settle terms for a customer or an invoice from a day on; what is not said stays as it was.

    `wanted` has keys of `[encargos]` with values as in cobranca.toml. Days before `since` are reckoned as
    before. Raises DataError for a value that is not valid, or terms that break the law.
    """
    text, day = clean_reason(reason), since or moment.today
    content = _checked(wanted)
    with writing(ledger) as transaction:
        connection = transaction.connection
        transaction.notices.extend(note_charges(transaction, settings, moment))
        book = TermsBook(connection, settings.calendar, settings.charges)
        owner, title, whose = _whose(connection, customer, invoice, moment)
        _refuse_decided(connection, owner.id, title, day)
        before = [
            v for v in book.versions(owner.id, title, day) if v.owner == ("fatura" if title else "cliente")
        ]
        merged = {**(before[-1].content if before else {}), **content}
        _refuse({**settings.charges, **merged})
        number = add_version(
            connection,
            merged,
            day,
            moment.instant,
            customer=None if title else owner.id,
            receivable=title or None,
            reason=text,
        )
        book = TermsBook(connection, settings.calendar, settings.charges)
        terms = book.terms(owner.id, owner.document, title, day)
        claims = titles_by_id(connection, [title] if title else [], moment.today).values()
        warnings = check_caps(book, [(owner, each) for each in claims], day)
        if not title:
            warnings = judge_terms(terms, owner, whose)
        transaction.record(
            "encargos_definidos",
            {"versao": number, "cliente": None if title else owner.id, "fatura": title or None,
             "desde": day.isoformat()},
            moment.instant,
        )  # fmt: skip
        warnings += _unknown_months(book, terms, moment.today)
        version = Version(number, day.isoformat(), merged, "fatura" if title else "cliente")
        return Defined(version, whose, terms, (*transaction.notices, *warnings))


def _refuse_decided(connection: sqlite3.Connection, customer: int, title: int, since: date) -> None:
    """Raise DataError when something was settled, by the terms of before, on a day of the new ones."""
    last = last_entry(connection, customer, title)
    if last is not None and last >= since.isoformat():
        raise DataError(
            f"já há lançamentos até {date_br(last)}, decididos pelos encargos de antes",
            code="E-DATA-ORDEM",
            hint="defina os novos a partir do dia seguinte, com --desde",
        )


def _unknown_months(book: TermsBook, terms: Terms, today: date) -> list[str]:
    """A warning when the latest month that the terms need is not known yet: reports would stop at it."""
    month = today.replace(day=1)
    previous = (month - timedelta(days=1)).replace(day=1)
    wanted = [(terms.correction_index, month if terms.index_months != "entre" else previous)]
    if terms.interest_method == "E_taxa_legal":
        wanted.append((LEGAL_RATE, month))
    said = []
    for series, day in wanted:
        if series != NO_INDEX:
            try:
                book.rates.of(series, day.year, day.month)
            except MissingIndexError as missing:
                said.append(f"{missing.message}; {missing.hint}")
    return said


def _whose(
    connection: sqlite3.Connection, customer: str | None, invoice: str | None, moment: Moment
) -> tuple[Customer, int, str]:
    """The customer, the id of the title (0 when it is about all of them), and what people call it."""
    if invoice is None:
        who = find_customer(connection, customer or "")
        return who, 0, who.name
    item = find_item(connection, invoice, moment.today)
    (claimed,) = titles_by_id(connection, [item.id], moment.today).values()
    return customer_by_id(connection, claimed.customer), item.id, f"fatura {item.name}"


def _checked(wanted: Mapping[str, object]) -> dict[str, object]:
    checked: dict[str, object] = {}
    for key, value in wanted.items():
        try:
            checked[key] = CHARGES_SPEC[key](value)
        except ValueError as error:
            raise DataError(f"{key} = {value!r}: {error}", code="E-ENCARGOS") from None
    return checked


def _refuse(content: Mapping[str, object]) -> None:
    if wrong := refuse_charges(content):
        raise DataError(wrong, code="E-ENCARGOS", hint="diga o que falta no mesmo comando")


class ListedTerms(NamedTuple):
    """Versions known on a day, with whose they are."""

    as_of: date
    versions: tuple[tuple[Version, str, str | None], ...]
    notices: tuple[str, ...]


def list_terms(ledger: Path, settings: Settings, moment: Moment, as_of: date) -> ListedTerms:
    """Every version that began up to a day: owner's name and reason beside it, the ledger's first."""
    with reading(ledger, settings, moment, charges=True) as reader:
        return ListedTerms(as_of, tuple(all_versions(reader.connection, as_of)), reader.notices)

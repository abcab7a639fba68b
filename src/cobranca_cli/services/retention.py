"""Who is kept longer than the rule asks, and what `verificar` has to say of persons."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import counted
from cobranca_cli.config import Settings
from cobranca_cli.domain.finding import Finding
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.retention import kept_until, overdue
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id
from cobranca_cli.ledger.queries.person_affairs import owing_customers, residues_of_erasure
from cobranca_cli.ledger.queries.persons import LastDay, last_days
from cobranca_cli.services.person_affairs import Obstacle, affairs_on, obstacles
from cobranca_cli.services.reading import Reader, reading

LAYER = "lgpd"


class Candidate(NamedTuple):
    """A customer without open titles whose records have been kept long enough, and what is in the way."""

    customer: Customer
    last: date
    until: date
    obstacles: tuple[Obstacle, ...]


class Retention(NamedTuple):
    """The candidates of a day by name, out of how many persons; `years` as the settings say."""

    as_of: date
    years: int
    persons: int
    candidates: tuple[Candidate, ...]
    notices: tuple[str, ...]


def retention(ledger: Path, settings: Settings, moment: Moment, as_of: date) -> Retention:
    """Who is past the retention on a day; linear in the ledger."""
    years = settings.retention_years
    with reading(ledger, settings, moment) as reader:
        everybody = last_days(reader.connection, as_of.isoformat())
        affairs = affairs_on(reader, settings, as_of)
        found = tuple(
            Candidate(who, last, kept_until(last, years), tuple(obstacles(reader, affairs, who)))
            for who, last in _past(reader, everybody, years, as_of)
        )
        return Retention(as_of, years, len(everybody), found, reader.notices)


def _past(
    reader: Reader, everybody: Iterable[LastDay], years: int, as_of: date
) -> list[tuple[Customer, date]]:
    owing = owing_customers(reader.connection, as_of)
    dated = [
        (each.customer, date.fromisoformat(each.day)) for each in everybody if each.customer not in owing
    ]
    return [
        (customer_by_id(reader.connection, customer), last)
        for customer, last in dated
        if overdue(last, years, as_of)
    ]


def lgpd_findings(reader: Reader, settings: Settings, as_of: date) -> list[Finding]:
    """The layer `lgpd` of `verificar`: who is kept too long, and erased persons who are still told of.

    Linear in the ledger. The subject of a residue is the number that the erased customer has.
    """
    years, affairs = settings.retention_years, affairs_on(reader, settings, as_of)
    everybody = last_days(reader.connection, as_of.isoformat())
    past = _past(reader, everybody, years, as_of)
    late = [who for who, _ in past if not obstacles(reader, affairs, who)]
    return [*_too_long(late, years), *map(_residue, residues_of_erasure(reader.connection))]


def _too_long(late: Iterable[Customer], years: int) -> list[Finding]:
    count = len(list(late))
    if not count:
        return []
    persons = counted(count, "cliente sem nada em aberto passou", "clientes sem nada em aberto passaram")
    return [
        Finding(
            LAYER,
            "V-LGPD-PRAZO",
            "",
            f"{persons} do prazo de guarda, de {years} anos (LGPD, arts. 15 e 16)",
            "veja quem são com 'cobranca titular retencao' e apague cada um com"
            " 'cobranca titular anonimizar'",
        )
    ]


def _residue(left: tuple[int, str]) -> Finding:
    customer, table = left
    return Finding(
        LAYER,
        "V-LGPD-RESTO",
        f"titular anonimizado {customer}",
        f"ainda há dado pessoal dele na tabela {table}",
        "foi escrito depois de ele ser apagado, como o motivo de um estorno; apague de novo:"
        f" cobranca titular anonimizar 'Titular anonimizado {customer}' --motivo pedido",
    )

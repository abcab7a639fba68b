"""What must be closed before a person can be erased, in words, each with the command that closes it."""

from datetime import date
from typing import NamedTuple

from cobranca_cli.brformat import counted, currency_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.text import command_word
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.ledger.queries.items import items_by_id, residues
from cobranca_cli.ledger.queries.payments import credit_on
from cobranca_cli.ledger.queries.person_affairs import (
    agreements_under_way,
    disputes_of,
    lasting_facts,
    open_titles,
)
from cobranca_cli.services.duties import duties_on
from cobranca_cli.services.overdue import Reckoning
from cobranca_cli.services.reading import Reader

_MOST = 5
_FACTS = {
    "acao": "há uma ação sobre a fatura {name}",
    "negativacao": "a fatura {name} está negativada",
    "insolvencia": "há uma falência ou recuperação sobre a fatura {name}",
}


class Obstacle(NamedTuple):
    """What is still going on, and what ends it; Portuguese, without a final stop."""

    what: str
    remedy: str


def obstacles(reader: Reader, settings: Settings, who: Customer, as_of: date) -> list[Obstacle]:
    """Everything that keeps a person from being erased on a day; empty when nothing does."""
    return [
        *_debts(reader, settings, who, as_of),
        *_agreements(reader, who, as_of),
        *_law(reader, settings, who, as_of),
    ]


def _debts(reader: Reader, settings: Settings, who: Customer, as_of: date) -> list[Obstacle]:
    found, connection = [], reader.connection
    titles = open_titles(connection, who.id, as_of)
    if titles:
        count = counted(len(titles), "fatura em aberto", "faturas em aberto")
        total = currency_br(sum(title.open for title in titles))
        found.append(
            Obstacle(
                f"{count} ({_names([title.name for title in titles])}), de {total}",
                "receba, cancele ('cobranca faturas cancelar') ou dê por perdida"
                " ('cobranca faturas baixar'), como for o caso",
            )
        )
    ids = residues(connection, as_of)
    items = [item for item in items_by_id(connection, ids, as_of) if item.customer_id == who.id]
    owed = [each for each in Reckoning(reader, settings, as_of).owed(items) if each.open.total]
    if owed:
        names = _names([each.item.name for each in owed])
        found.append(
            Obstacle(
                f"encargos em aberto de {names}, de {currency_br(sum(each.open.total for each in owed))}",
                "receba-os, ou dispense-os com 'cobranca faturas abonar'",
            )
        )
    credit = credit_on(connection, who.id, as_of)
    if credit > 0:
        found.append(
            Obstacle(
                f"crédito a favor dele, de {currency_br(credit)}",
                "use-o ('cobranca pagamento usar-credito'), ou devolva o dinheiro e estorne o pagamento"
                " ('cobranca pagamento estornar')",
            )
        )
    return found


def _agreements(reader: Reader, who: Customer, as_of: date) -> list[Obstacle]:
    return [
        Obstacle(
            f"o acordo {number} não terminou",
            f"espere as parcelas, ou rompa-o com 'cobranca acordo romper {command_word(number)}'",
        )
        for number in agreements_under_way(reader.connection, who.id, as_of)
    ]


def _law(reader: Reader, settings: Settings, who: Customer, as_of: date) -> list[Obstacle]:
    connection = reader.connection
    duties = [told for told in duties_on(reader, settings, as_of) if told.customer == who.id]
    listed = {told.duty.fact for told in duties}
    found = [Obstacle(f"um dever seu: {told.words}", "cumpra-o") for told in duties]
    found += (
        Obstacle(
            _FACTS[fact.kind].format(name=fact.name),
            f"quando acabar: 'cobranca faturas fato-retirar {fact.id} --data DATA'",
        )
        for fact in lasting_facts(connection, who.id, as_of)
        if fact.id not in listed
    )
    found += (
        Obstacle(f"a contestação {hold} não foi decidida", f"decida-a: 'cobranca pausa encerrar {hold}'")
        for hold in disputes_of(connection, who.id, as_of)
    )
    return found


def _names(names: list[str]) -> str:
    more = f" e mais {len(names) - _MOST}" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more

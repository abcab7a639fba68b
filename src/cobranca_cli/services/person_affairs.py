"""What must be closed before a person can be erased, in words, each with the command that closes it."""

from datetime import date
from typing import NamedTuple

from cobranca_cli.brformat import counted, currency_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.holds import DISPUTE, Hold
from cobranca_cli.domain.text import command_word
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.ledger.queries.holds import holds_on
from cobranca_cli.ledger.queries.items import items_by_id, residues
from cobranca_cli.ledger.queries.payments import credit_on
from cobranca_cli.ledger.queries.person_affairs import (
    agreements_under_way,
    lasting_facts,
    open_titles,
)
from cobranca_cli.services.duties import Told, duties_on
from cobranca_cli.services.import_remarks import some
from cobranca_cli.services.overdue import Owed, Reckoning
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


class Affairs(NamedTuple):
    """Of everybody, found in one pass: charges left on paid titles, duties of the creditor, open disputes."""

    as_of: date
    charges: tuple[Owed, ...]
    duties: tuple[Told, ...]
    disputes: tuple[Hold, ...]


def affairs_on(reader: Reader, settings: Settings, as_of: date) -> Affairs:
    """The affairs of a day; linear in the titles with charges left, listings, protests and holds."""
    items = list(items_by_id(reader.connection, residues(reader.connection, as_of), as_of))
    owed = Reckoning(reader, settings, as_of).owed(items)
    return Affairs(
        as_of,
        tuple(each for each in owed if each.open.total),
        tuple(duties_on(reader, settings, as_of)),
        tuple(each for each in holds_on(reader.connection, as_of) if each.kind == DISPUTE),
    )


def obstacles(reader: Reader, affairs: Affairs, who: Customer) -> list[Obstacle]:
    """Everything that keeps a person from being erased; empty when nothing does. Linear in what is hers."""
    return [
        *_debts(reader, affairs, who),
        *_agreements(reader, who, affairs.as_of),
        *_law(reader, affairs, who),
    ]


def _debts(reader: Reader, affairs: Affairs, who: Customer) -> list[Obstacle]:
    found, connection, as_of = [], reader.connection, affairs.as_of
    titles = open_titles(connection, who.id, as_of)
    if titles:
        count = counted(len(titles), "fatura em aberto", "faturas em aberto")
        total = currency_br(sum(title.open for title in titles))
        found.append(
            Obstacle(
                f"{count} ({some([title.name for title in titles], _MOST)}), de {total}",
                "receba, cancele ('cobranca faturas cancelar') ou dê por perdida"
                " ('cobranca faturas baixar'), como for o caso",
            )
        )
    owed = [each for each in affairs.charges if each.item.customer_id == who.id]
    if owed:
        names = some([each.item.name for each in owed], _MOST)
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
                "use-o ('cobranca pagamento usar-credito'); ou devolva o dinheiro, estorne com --engano o"
                " pagamento de que ele sobrou ('cobranca pagamento estornar') e registre de novo, com a data"
                " e a fatura de antes, só o que ficou",
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


def _law(reader: Reader, affairs: Affairs, who: Customer) -> list[Obstacle]:
    connection, as_of = reader.connection, affairs.as_of
    duties = [told for told in affairs.duties if told.customer == who.id]
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
        Obstacle(
            f"a contestação {each.id} não foi decidida", f"decida-a: 'cobranca pausa encerrar {each.id}'"
        )
        for each in affairs.disputes
        if each.customer == who.id
    )
    return found

"""What a letter is made of: plain texts and numbers about one customer's titles on one day.

A template sees nothing else: no row, no date, no object with methods. What is absent is an empty text.
`rendering.sample` holds a specimen of the same shape, and the engine refuses any other.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from cobranca_cli.brformat import MONTHS, counted, currency_br, date_br, document_br, percent_br
from cobranca_cli.config import Settings
from cobranca_cli.config_ladder import LadderSettings
from cobranca_cli.config_prevention import loyalty_settings
from cobranca_cli.domain import pix
from cobranca_cli.domain.account import NOTHING, Parts
from cobranca_cli.domain.boleto import format_line
from cobranca_cli.domain.contact import format_phone, format_zip
from cobranca_cli.domain.deadlines import Fact
from cobranca_cli.domain.pix_key import shown_key
from cobranca_cli.domain.terms import Terms
from cobranca_cli.domain.words import amount_in_words
from cobranca_cli.ledger.queries.accounts import touched_among
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.ledger.queries.items import Item
from cobranca_cli.ledger.queries.legal_facts import facts_on
from cobranca_cli.ledger.queries.letters import noticed_on
from cobranca_cli.ledger.queries.slips import NO_SLIPS, Slips, slips_of
from cobranca_cli.ledger.queries.terms import TermsBook
from cobranca_cli.services.agreement_texts import NO_AGREEMENT
from cobranca_cli.services.overdue import Owed

_CPF = 11

Extras = Mapping[str, Mapping[str, object]]
"""Sections of a letter's data, and what they hold; what is empty, zero or None is not given."""


class Asked(NamedTuple):
    """What is to be written, to whom, and what the ledger does not know.

    `titles` are what the letter asks for; `others` are overdue too, `upcoming` are not, and both are only
    mentioned.

    `extras` fill the sections `pagamento`, `contestacao`, `anuencia` and `acordo` key by key, the later
    over the earlier.
    """

    model: str
    titles: Sequence[Owed]
    others: Sequence[Owed] = ()
    upcoming: Sequence[Owed] = ()
    step: str = ""
    tone: str = ""
    channel: str = ""
    number: int | None = None
    extras: Sequence[Extras] = ()


class Composer:
    """Makes the data of many letters of one day; what they share is read once."""

    def __init__(
        self, connection: sqlite3.Connection, settings: Settings, ladder: LadderSettings, as_of: date
    ) -> None:
        self._connection, self._settings, self._ladder, self._as_of = connection, settings, ladder, as_of
        self._book = TermsBook(connection, settings.calendar, settings.charges)
        self._facts = facts_on(connection, as_of)
        self._slips: dict[int, Slips] = {}
        self._own = self._book.own_titles()
        self._changed = self._book.changed_on(as_of)
        self._uneven: set[int] = set()
        self._noticed: dict[int, str] = {}
        self._company = company_texts(settings)
        self._rule = loyalty_settings(settings).rule

    def prepare(self, titles: Iterable[int]) -> None:
        """Read at once what the letters about these titles will need."""
        ids = list(titles)
        self._slips = slips_of(self._connection, ids, self._as_of)
        self._uneven = touched_among(self._connection, ids) | self._own
        self._noticed = noticed_on(self._connection, ids, self._as_of)

    def data(self, customer: Customer, asked: Asked) -> dict[str, object]:
        """The data of one letter, for titles given to `prepare`."""
        others = {"quantidade": len(asked.others), "total": ""}
        if asked.others:
            others["total"] = currency_br(_sum(asked.others).total)
        last = last_day_given(self._settings, self._ladder, self._as_of)
        found: dict[str, object] = {
            "empresa": self._company,
            "cliente": _person(customer),
            "carta": self._card(asked),
            "titulos": [self._title(customer, owed) for owed in asked.titles],
            **self._totals(asked.titles),
            "outras": others,
            "a_seguir": [_upcoming(owed) for owed in asked.upcoming],
            "pix": self._pix(asked, _sum(asked.titles).total),
            "contestar": {
                "telefone": self._company["telefone"],
                "email": self._company["email"],
                "prazo": counted(self._ladder.answer_days, "dia", "dias"),
            },
            "prazo": {"dias": self._ladder.notice_days, "data": date_br(last.isoformat())},
            "politica": {"negativa": self._ladder.lists, "protesta": self._ladder.protests},
            "fatos": self._known(asked.titles),
            "pagamento": {"valor": "", "data": "", "forma": ""},
            "contestacao": {"resultado": "", "resposta": "", "recebida_em": ""},
            "anuencia": {
                "cartorio": "",
                "protocolo": "",
                "titulo": "",
                "documento": document_br(customer.document or "", masked=False),
            },
            "fidelidade": {"beneficio": self._rule.benefit, "faturas": str(self._rule.invoices)},
            "acordo": NO_AGREEMENT,
        }
        for values in asked.extras:
            for section, told in values.items():
                given = {key: value for key, value in told.items() if value}
                found[section] = {**_section(found, section), **given}
        return found

    def _card(self, asked: Asked) -> dict[str, str]:
        return {
            "modelo": asked.model,
            "data": date_br(self._as_of.isoformat()),
            "data_extenso": long_date(self._as_of),
            "numero": f"{asked.number:06}" if asked.number else "",
            "degrau": asked.step,
            "canal": asked.channel,
            "tom": asked.tone,
        }

    def _totals(self, titles: Sequence[Owed]) -> dict[str, object]:
        total = _sum(titles)
        late = [owed for owed in titles if self._days(owed.item) > 0]
        return {
            "quantidade": len(titles),
            "vencidas": len(late),
            "a_vencer": len(titles) - len(late),
            "total": currency_br(total.total),
            "total_extenso": amount_in_words(total.total),
            "total_principal": currency_br(total.principal),
            "total_encargos": currency_br(total.total - total.principal),
            "total_vencido": currency_br(_sum(late).total),
        }

    def _days(self, item: Item) -> int:
        return (self._as_of - date.fromisoformat(item.due_effective)).days

    def _title(self, customer: Customer, owed: Owed) -> dict[str, object]:
        item, parts = owed.item, owed.open
        days = self._days(item)
        # What a bank issued asks for the whole amount: after a part payment it would ask too much.
        slips = self._slips.get(item.id, NO_SLIPS) if item.open == item.amount else NO_SLIPS
        charges = parts.total - parts.principal
        return {
            "fatura": item.name,
            "descricao": item.description or "",
            "emissao": date_br(item.issued) if item.issued else "",
            "vencimento": date_br(item.due),
            "dias_atraso": max(days, 0) if parts.total else 0,
            "situacao": "paga" if not parts.total else _situation(days),
            "valor": currency_br(item.amount),
            "principal": currency_br(parts.principal),
            "multa": currency_br(parts.fine),
            "juros": currency_br(parts.interest),
            "correcao": currency_br(parts.correction),
            "despesas": currency_br(parts.expenses),
            "encargos": currency_br(charges),
            "total": currency_br(parts.total),
            "boleto": format_line(slips.boleto) if slips.boleto else "",
            "pix": slips.pix or "",
            "memoria": self._working(customer, owed, days) if charges else "",
        }

    def _working(self, customer: Customer, owed: Owed, days: int) -> str:
        """How the charges came about, in one sentence.

        Without the rates where they do not tell the whole: part payments, terms of its own or that changed,
        days that a dispute froze.
        """
        parts = owed.open
        terms = self._book.terms(customer.id, customer.document, owed.item.id, self._as_of)
        plain = owed.item.id not in self._uneven and owed.item.due_effective >= self._changed
        said = []
        if parts.fine:
            rate = f" de {_percent(terms.fine_percent)}" if plain and not terms.fine_cents else ""
            said.append(f"multa{rate}: {currency_br(parts.fine)}")
        if parts.interest:
            said.append(f"juros{_interest(terms, days) if plain else ''}: {currency_br(parts.interest)}")
        if parts.correction:
            said.append(f"correção monetária: {currency_br(parts.correction)}")
        if parts.expenses:
            said.append(f"despesas: {currency_br(parts.expenses)}")
        return "; ".join(said)

    def _pix(self, asked: Asked, cents: int) -> dict[str, str]:
        """The Pix code for exactly what is asked; none when nothing is, or without a key."""
        company, key = self._settings.company, self._settings.company.pix
        if not key or not 0 < cents <= pix.MAX_CENTS:
            return {"copia_e_cola": "", "chave": "", "titular": "", "valor": "", "qr": ""}
        txid = pix.txid_for(asked.titles[0].item.name) if len(asked.titles) == 1 else "***"
        return {
            "copia_e_cola": pix.build(key, company.nome, company.cidade, cents, txid),
            "chave": shown_key(key),
            "titular": company.nome,
            "valor": currency_br(cents),
            "qr": "",
        }

    def _known(self, titles: Iterable[Owed]) -> dict[str, object]:
        """What has happened to these titles, so that no letter says what is not so."""
        ids = [owed.item.id for owed in titles]
        kinds = {fact.kind for each in ids for fact in self._facts.get(each, _NO_FACTS)}
        noticed = max((self._noticed[each] for each in ids if each in self._noticed), default="")
        return {
            "negativado": "negativacao" in kinds,
            "protestado": "protesto" in kinds,
            "ajuizado": "acao" in kinds,
            "notificado_em": date_br(noticed) if noticed else "",
        }


def last_day_given(settings: Settings, ladder: LadderSettings, day: date) -> date:
    """The last day of the term that a letter of a day gives; on a holiday it moves on (CC art. 132 §1)."""
    return settings.calendar.next_business_day(day + timedelta(days=ladder.notice_days))


def _section(found: Mapping[str, object], name: str) -> Mapping[str, object]:
    section = found[name]
    assert isinstance(section, Mapping)
    return section


_NO_FACTS: tuple[Fact, ...] = ()


def long_date(day: date) -> str:
    """`22 de novembro de 2026`."""
    return f"{day.day}{'º' if day.day == 1 else ''} de {MONTHS[day.month - 1]} de {day.year}"


def company_texts(settings: Settings) -> dict[str, str]:
    """The creditor as templates see him; an absent field is an empty text."""
    company = settings.company
    return {
        "nome": company.nome,
        "documento": document_br(company.documento, masked=False),
        "endereco": company.endereco,
        "cidade": company.cidade,
        "uf": company.uf,
        "local": "/".join(filter(None, (company.cidade, company.uf))),
        "telefone": format_phone(company.telefone) if company.telefone else "",
        "email": company.email,
    }


def _person(customer: Customer) -> dict[str, object]:
    person = len(customer.document or "") == _CPF
    return {
        "nome": customer.name,
        "primeiro_nome": customer.name.split()[0] if person else customer.name,
        "documento": document_br(customer.document, masked=True) if customer.document else "",
        "endereco": customer.address or "",
        "cidade": customer.city or "",
        "uf": customer.state or "",
        "cep": format_zip(customer.zip) if customer.zip else "",
        "local": "/".join(filter(None, (customer.city, customer.state))),
        "email": customer.email or "",
        "telefone": format_phone(customer.phone) if customer.phone else "",
        "pessoa_fisica": person,
    }


def _upcoming(owed: Owed) -> dict[str, str]:
    item = owed.item
    return {
        "fatura": item.name,
        "vencimento": date_br(item.due_effective),
        "total": currency_br(owed.open.total),
    }


def _situation(days: int) -> str:
    return "vencida" if days > 0 else "vence hoje" if days == 0 else "a vencer"


def _sum(titles: Iterable[Owed]) -> Parts:
    total = NOTHING
    for owed in titles:
        total = total.plus(owed.open)
    return total


_UNITS = {"percentual_dia": "ao dia", "percentual_ano": "ao ano"}


def _interest(terms: Terms, days: int) -> str:
    late = f"{days} dia{'s' * (days > 1)}"
    if terms.interest_method == "E_taxa_legal":
        return f" pela taxa legal, {late}"
    if terms.interest_method == "valor_fixo_dia":
        return f" de {currency_br(terms.interest_cents)} por dia, {late}"
    unit = _UNITS.get(terms.interest_method, "ao mês")
    return f" de {_percent(terms.interest_percent)} {unit}, {late}"


def _percent(value: Decimal) -> str:
    return percent_br(value).replace(",00%", "%")

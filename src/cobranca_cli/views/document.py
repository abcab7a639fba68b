"""What a document that leaves the house is: blocks of facts, tables and text; no format, no layout.

Cells follow the conventions of `report`: money is an `int` of cents, a date an ISO text, a percentage a
`Decimal` of percent points, a CPF or CNPJ its bare characters. Every text is plain text.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cobranca_cli.domain.contact import format_phone, format_zip
from cobranca_cli.domain.words import amount_in_words
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.config import Company
    from cobranca_cli.ledger.queries.customers import Customer

CREDITOR = "Credor"
DEBTOR = "Devedor"


class Card(NamedTuple):
    """One party as a document names it; an empty text is not shown.

    Attributes:
        role: `Credor`, `Devedor`.
        document: bare CPF or CNPJ.
        address: street and number; `city` and `zip` are what stands on the line below it.
        masked: unless the whole data was asked for, a CPF is shown masked, and of where the party is and how
            it is reached only the city.
    """

    role: str
    name: str
    document: str = ""
    address: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    masked: bool = True
    zip: str = ""


class Parties(NamedTuple):
    """Who collects and who owes, side by side."""

    creditor: Card
    debtor: Card


class Fact(NamedTuple):
    """A label and its value, shown as a cell of `kind`; a fact of value None is left out."""

    label: str
    value: object
    kind: Kind = Kind.TEXT
    document: bool = False
    words: Mapping[str, str] | None = None


class Facts(NamedTuple):
    """Facts that belong together, under an optional title."""

    facts: Sequence[Fact]
    title: str = ""


class Text(NamedTuple):
    """One paragraph under an optional title."""

    text: str
    title: str = ""


class Notes(NamedTuple):
    """Sentences in small print, one a line."""

    notes: Sequence[str]
    title: str = "Observações"


class Table(NamedTuple):
    """Columns and rows as in a report.

    Attributes:
        totals: a figure named as a column stands under it, the others on lines below.
        title: stands over the table.
        details: names of text columns too long for a column: each is a line of its own under its row.
        empty: said when there are no rows.
    """

    columns: tuple[Column, ...]
    rows: Sequence[tuple[object, ...]]
    totals: tuple[Figure, ...] = ()
    title: str = ""
    details: tuple[str, ...] = ()
    empty: str = "Nada a mostrar."


class Highlight(NamedTuple):
    """The one amount the document is about, in cents, shown large and in words."""

    label: str
    cents: int

    @property
    def words(self) -> str:
        """The amount in words, by the norm of cheques."""
        return amount_in_words(self.cents)


class Signature(NamedTuple):
    """Place and ISO day, a line to sign on, and who signs, with the bare CPF or CNPJ shown whole."""

    name: str
    document: str = ""
    place: str = ""
    day: str = ""


Block = Parties | Facts | Text | Notes | Table | Highlight | Signature


class Document(NamedTuple):
    """A document in the order in which it is read.

    Attributes:
        name: of the kind of document, as in the machine formats (`memoria`).
        title: large, on top; `subtitle` beside or below it says of what.
        as_of: the day the document is about; `dated` is what stands before that day.
        report: the same for programs, which `csv`, `json`, `jsonl` and `xlsx` show; its notes are said
            to the person who runs the command and are not part of the document.
    """

    name: str
    title: str
    as_of: date
    blocks: tuple[Block, ...]
    report: Report
    subtitle: str = ""
    dated: str = "Posição em"


def creditor(company: "Company") -> Card:
    """The company, as CDC art. 42-A wants it named; its own document is never masked."""
    return Card(
        CREDITOR,
        company.nome,
        company.documento,
        company.endereco,
        _city(company.cidade, company.uf),
        format_phone(company.telefone) if company.telefone else "",
        company.email,
        masked=False,
    )


def debtor(customer: "Customer") -> Card:
    """The customer."""
    return Card(
        DEBTOR,
        customer.name,
        customer.document or "",
        customer.address or "",
        _city(customer.city or "", customer.state or ""),
        format_phone(customer.phone) if customer.phone else "",
        customer.email or "",
        zip=f"CEP {format_zip(customer.zip)}" if customer.zip else "",
    )


def missing_in(document: Document) -> tuple[str, ...]:
    """What CDC art. 42-A wants on a document of collection and the creditor's card lacks."""
    cards = (block.creditor for block in document.blocks if isinstance(block, Parties))
    return tuple(
        label
        for card in cards
        for label, value in (("nome", card.name), ("CPF ou CNPJ", card.document), ("endereço", card.address))
        if not value
    )


def _city(city: str, state: str) -> str:
    return "/".join(filter(None, (city, state)))

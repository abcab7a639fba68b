"""A document with every value as people read it: what its text, HTML and PDF have in common.

Every text here is harmless on one line (`safety.printable`); escaping for HTML is the renderer's affair.
`kind` is the name by which a layout knows a block.
"""

from datetime import date
from typing import NamedTuple

from cobranca_cli.brformat import CPF_LENGTH, MONTHS, currency_br, date_br, document_br
from cobranca_cli.output.cells import (
    Totals,
    figure_lines,
    figures_of_empty,
    format_of,
    numeric,
    text_columns,
    total_texts,
    totals_under,
)
from cobranca_cli.output.layout import widest
from cobranca_cli.output.safety import printable
from cobranca_cli.views.document import (
    Block,
    Card,
    Document,
    Fact,
    Facts,
    Highlight,
    Notes,
    Parties,
    Signature,
    Table,
    Text,
)
from cobranca_cli.views.report import Column, Figure, Kind, Report

TOTAL = "total"
# Cells; a longer text may not keep its column from being narrowed.
LONG = 24


class ShownCard(NamedTuple):
    """One party: name and what follows it, a line each."""

    role: str
    name: str
    lines: tuple[str, ...]


class ShownParties(NamedTuple):
    """The cards side by side."""

    cards: tuple[ShownCard, ...]
    kind: str = "parties"


class Pair(NamedTuple):
    """A label and a value; `strong` is the sum of the others."""

    label: str
    value: str
    strong: bool = False


class ShownFacts(NamedTuple):
    """Facts under a title, which may be empty."""

    title: str
    facts: tuple[Pair, ...]
    kind: str = "facts"


class ShownText(NamedTuple):
    """A paragraph under a title, which may be empty."""

    title: str
    text: str
    kind: str = "text"


class ShownNotes(NamedTuple):
    """Small print."""

    title: str
    notes: tuple[str, ...]
    kind: str = "notes"


class Heading(NamedTuple):
    """The head of a column; an `elastic` one takes the room that is left, its cells in several lines."""

    label: str
    numeric: bool
    elastic: bool


class Row(NamedTuple):
    """One cell a heading, and the lines that belong under the row."""

    cells: tuple[str, ...]
    details: tuple[str, ...]


class ShownTable(NamedTuple):
    """A table; `total` is its last row, empty when no figure belongs to a column, `figures` the others."""

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    total: tuple[str, ...]
    figures: tuple[Pair, ...]
    empty: str
    kind: str = "table"


class ShownHighlight(NamedTuple):
    """The large amount, and its words."""

    label: str
    amount: str
    words: str
    kind: str = "highlight"


class ShownSignature(NamedTuple):
    """Place and day in full, and what stands below the line."""

    dated: str
    name: str
    document: str
    kind: str = "signature"


Shown = ShownParties | ShownFacts | ShownText | ShownNotes | ShownTable | ShownHighlight | ShownSignature


class Page(NamedTuple):
    """A whole document, ready to be laid out."""

    title: str
    subtitle: str
    dated: str
    blocks: tuple[Shown, ...]


def shown(document: Document, *, show_data: bool) -> Page:
    """The document as people read it; personal data is whole only with `show_data` or the creditor's own."""
    return Page(
        printable(document.title),
        printable(document.subtitle),
        f"{printable(document.dated)} {date_br(document.as_of.isoformat())}".strip(),
        tuple(_show(block, show_data, document.as_of) for block in document.blocks),
    )


def _show(block: Block, show_data: bool, as_of: date) -> Shown:
    match block:
        case Parties():
            return ShownParties(tuple(_card(card, show_data) for card in block))
        case Facts():
            return ShownFacts(printable(block.title), _facts(block, show_data))
        case Text():
            return ShownText(printable(block.title), printable(block.text))
        case Notes():
            return ShownNotes(printable(block.title), tuple(map(printable, block.notes)))
        case Table():
            return _table(block, show_data, as_of)
        case Highlight():
            return ShownHighlight(printable(block.label), currency_br(block.cents), block.words)
        case Signature():
            return _signature(block)


def _card(card: Card, show_data: bool) -> ShownCard:
    masked = card.masked and not show_data
    document = _named_document(card.document, masked=masked)
    lines: tuple[str, ...] = (document, card.city)
    if not masked:
        place = ", ".join(filter(None, (card.city, card.zip)))
        lines = (document, card.address, place, " · ".join(filter(None, (card.phone, card.email))))
    return ShownCard(
        printable(card.role), printable(card.name), tuple(printable(each) for each in lines if each)
    )


def _named_document(document: str, *, masked: bool) -> str:
    if not document:
        return ""
    name = "CPF" if len(document) == CPF_LENGTH else "CNPJ"
    return printable(f"{name} {document_br(document, masked)}")


def _facts(block: Facts, show_data: bool) -> tuple[Pair, ...]:
    return tuple(
        Pair(printable(fact.label), _value(fact, show_data)) for fact in block.facts if fact.value is not None
    )


def _value(fact: Fact, show_data: bool) -> str:
    if fact.kind is Kind.MONEY and isinstance(fact.value, int):
        return currency_br(fact.value)
    column = Column("", fact.label, fact.kind, document=fact.document, words=fact.words)
    return format_of(column, show_data=show_data)(fact.value)


def _signature(block: Signature) -> ShownSignature:
    dated = ", ".join(filter(None, (printable(block.place), day_in_full(block.day) if block.day else "")))
    return ShownSignature(dated, printable(block.name), _named_document(block.document, masked=False))


def day_in_full(iso: str) -> str:
    """`2026-11-21` is "21 de novembro de 2026"; the first of a month is "1º"."""
    day, month = int(iso[8:10]), MONTHS[int(iso[5:7]) - 1]
    return f"{'1º' if day == 1 else day} de {month} de {iso[:4]}"


def _table(table: Table, show_data: bool, as_of: date) -> ShownTable:
    report = Report("", table.title, as_of, table.columns, table.rows, table.totals)
    cells = text_columns(report, show_data=show_data)
    upright = [i for i, column in enumerate(table.columns) if column.name not in table.details]
    below = [i for i, column in enumerate(table.columns) if column.name in table.details]
    totals = totals_under(report, upright) if table.rows else Totals(None, figures_of_empty(report))
    return ShownTable(
        printable(table.title),
        tuple(_heading(table.columns[i], cells[i]) for i in upright),
        tuple(
            Row(
                tuple(_cell(table, cells, place, i) for i in upright),
                tuple(filter(None, (_cell(table, cells, place, i) for i in below))),
            )
            for place in range(len(table.rows))
        ),
        tuple(total_texts(totals) or ()),
        _figures(totals.others),
        printable(table.empty),
    )


def _cell(table: Table, cells: list[list[str]], place: int, index: int) -> str:
    """An empty text for no value: on paper a dash in every other cell is noise."""
    return table.columns[index].missing if table.rows[place][index] is None else cells[index][place]


def _heading(column: Column, cells: list[str]) -> Heading:
    right = numeric(column)
    return Heading(
        printable(column.label), right, column.elastic or (not right and widest(cells, len) > LONG)
    )


def _figures(figures: tuple[Figure, ...]) -> tuple[Pair, ...]:
    lines = zip(figures, figure_lines(figures), strict=True)
    return tuple(Pair(label, value, strong=figure.name == TOTAL) for figure, (label, value) in lines)

"""A document as plain text: whole on one line a paragraph for pipes and files, wrapped on a terminal."""

from collections.abc import Iterable, Iterator, Sequence

from cobranca_cli.output.layout import (
    Layout,
    display_width,
    fitting_layout,
    natural_layout,
    widest,
    wrap_words,
)
from cobranca_cli.output.plain import field_lines, wrapped_cells
from cobranca_cli.output.shown import (
    Page,
    Pair,
    Shown,
    ShownFacts,
    ShownHighlight,
    ShownNotes,
    ShownParties,
    ShownSignature,
    ShownTable,
    ShownText,
)
from cobranca_cli.views.report import Column

# Longer lines of prose are hard to read.
MOST = 100
INDENT = "  "


def document_lines(page: Page, width: int | None) -> Iterator[str]:
    """The lines of the document; nothing longer than `width` cells but amounts and single words.

    None is no limit: nothing is wrapped. Nothing is ever cut or left out.
    """
    width = None if width is None else min(width, MOST)
    yield from _wrapped(" - ".join(filter(None, (page.title, page.subtitle))), width)
    yield from _wrapped(page.dated, width)
    for block in page.blocks:
        yield ""
        yield from _block_lines(block, width)


def _block_lines(block: Shown, width: int | None) -> Iterator[str]:
    match block:
        case ShownParties():
            return _parties(block, width)
        case ShownFacts():
            return _under(block.title, _pairs(block.facts, width), width)
        case ShownText():
            return _under(block.title, _wrapped(block.text, width), width)
        case ShownNotes():
            return _under(block.title, (line for each in block.notes for line in _item(each, width)), width)
        case ShownTable():
            return _under(block.title, _table(block, width), width)
        case ShownHighlight():
            lines = (*_wrapped(f"{block.label}: {block.amount}", width), *_wrapped(f"({block.words})", width))
            return iter(lines)
        case ShownSignature():
            return _signature(block, width)


def _under(title: str, lines: Iterable[str], width: int | None) -> Iterator[str]:
    if title:
        yield from _wrapped(title, width)
        yield ""
    yield from lines


def _parties(block: ShownParties, width: int | None) -> Iterator[str]:
    for place, card in enumerate(block.cards):
        if place:
            yield ""
        yield from _wrapped(card.role, width)
        for line in (card.name, *card.lines):
            yield from _wrapped(line, width, INDENT)


def _pairs(pairs: Sequence[Pair], width: int | None) -> Iterator[str]:
    labels = [f"{pair.label}:" for pair in pairs]
    size = widest(labels, display_width)
    for label, pair in zip(labels, pairs, strict=True):
        line = f"{label}{' ' * (size - display_width(label))} {pair.value}"
        if width is None or display_width(line) <= width:
            yield line
        else:
            yield from field_lines(pair.label, pair.value, True, width, display_width)


def _table(table: ShownTable, width: int | None) -> Iterator[str]:
    if table.rows:
        layout = _layout(table, width)
        yield from _records(table, width) if layout is None else _columns(table, layout, width)
    else:
        yield from _wrapped(table.empty, width)
    if table.figures:
        yield ""
        yield from _figures(table.figures, width)


def _layout(table: ShownTable, width: int | None) -> Layout | None:
    columns = [Column("", heading.label, elastic=heading.elastic) for heading in table.headings]
    lines = [*(row.cells for row in table.rows), *([table.total] if table.total else [])]
    contents = [widest(cells, display_width) for cells in zip(*lines, strict=True)]
    if width is None:
        return natural_layout(columns, contents, display_width)
    return fitting_layout(columns, contents, display_width, width)


def _columns(table: ShownTable, layout: Layout, width: int | None) -> Iterator[str]:
    right = [heading.numeric for heading in table.headings]
    labels = [heading.label for heading in table.headings]
    yield from wrapped_cells(labels, layout.widths, right, display_width)
    for row in table.rows:
        yield from wrapped_cells(row.cells, layout.widths, right, display_width)
        for detail in row.details:
            yield from _wrapped(detail, width, INDENT)
    if table.total:
        yield from wrapped_cells(table.total, layout.widths, right, display_width)


def _records(table: ShownTable, width: int | None) -> Iterator[str]:
    """A field a line, an empty line between records: for terminals too narrow for the columns."""
    assert width is not None
    total = [(table.total, ())] if table.total else []
    for place, (cells, details) in enumerate([*table.rows, *total]):
        if place:
            yield ""
        for heading, cell in zip(table.headings, cells, strict=True):
            if cell:
                yield from field_lines(heading.label, cell, not heading.numeric, width, display_width)
        for detail in details:
            yield from _wrapped(detail, width, INDENT)


def _figures(figures: Sequence[Pair], width: int | None) -> Iterator[str]:
    labels = [f"{pair.label}:" for pair in figures]
    sizes = widest(labels, display_width), widest([pair.value for pair in figures], display_width)
    for label, pair in zip(labels, figures, strict=True):
        if width is not None and sum(sizes) + 1 > width:
            yield from field_lines(pair.label, pair.value, False, width, display_width)
        else:
            yield from wrapped_cells((label, pair.value), sizes, (False, True), display_width)


def _item(text: str, width: int | None) -> Iterator[str]:
    first, *rest = _wrapped(text, width, INDENT)
    yield f"- {first[len(INDENT) :]}"
    yield from rest


def _signature(block: ShownSignature, width: int | None) -> Iterator[str]:
    if block.dated:
        yield from _wrapped(block.dated, width)
    yield from ("", "", "_" * min(40, width or MOST))
    for line in filter(None, (block.name, block.document)):
        yield from _wrapped(line, width)


def _wrapped(text: str, width: int | None, indent: str = "") -> list[str]:
    if width is None:
        return [f"{indent}{text}"]
    return [f"{indent}{line}" for line in wrap_words(text, max(width - len(indent), 1), display_width)]

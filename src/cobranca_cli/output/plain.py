"""Reports as aligned text: for pipes, files, cron mail, and long lists on a terminal."""

from collections.abc import Iterator, Sequence

from cobranca_cli.output.cells import (
    figure_lines,
    figures_of_empty,
    numeric,
    text_columns,
    title_line,
    total_texts,
    totals_under,
)
from cobranca_cli.output.layout import (
    GAP,
    Layout,
    Measure,
    display_width,
    natural_layout,
    widest,
    wrap_words,
)
from cobranca_cli.output.safety import printable
from cobranca_cli.views.report import Figure, Report

SEPARATOR = " " * GAP


def full_lines(report: Report, *, show_data: bool) -> Iterator[str]:
    """The whole report whatever the width: one record a line, nothing cut, wrapped or hidden."""
    cells = text_columns(report, show_data=show_data)
    yield title_line(report)
    yield ""
    if not cells or not cells[0]:
        yield from empty_lines(report)
        return
    everything = range(len(report.columns))
    contents = content_widths(report, everything, cells, display_width)
    layout = natural_layout(report.columns, contents, display_width)
    yield from table_lines(report, cells, layout, display_width)


def empty_lines(report: Report) -> Iterator[str]:
    """What a report without rows says."""
    yield printable(report.empty)
    yield from after_table(figures_of_empty(report))


def content_widths(
    report: Report, shown: Sequence[int], cells: Sequence[Sequence[str]], measure: Measure
) -> list[int]:
    """Width of the contents of each shown column, the row of totals included, the heading not."""
    total = total_texts(totals_under(report, shown)) or [""] * len(shown)
    return [max(widest(cells[i], measure), measure(text)) for i, text in zip(shown, total, strict=True)]


def table_lines(
    report: Report, cells: Sequence[Sequence[str]], layout: Layout, measure: Measure
) -> Iterator[str]:
    """Heading, records and totals in the columns of `layout`; cells wider than theirs are wrapped."""
    totals = totals_under(report, layout.shown)
    right = [numeric(report.columns[i]) for i in layout.shown]
    labels = [printable(report.columns[i].label) for i in layout.shown]
    yield from wrapped_cells(labels, layout.widths, right, measure)
    padded = [
        _padded(cells[i], width, to_right, measure)
        for i, width, to_right in zip(layout.shown, layout.widths, right, strict=True)
    ]
    elastic = [(k, layout.widths[k]) for k, i in enumerate(layout.shown) if report.columns[i].elastic]
    for record in zip(*padded, strict=True):
        if any(measure(record[k]) > width for k, width in elastic):
            yield from wrapped_cells([cell.strip() for cell in record], layout.widths, right, measure)
        else:
            yield SEPARATOR.join(record).rstrip()
    total = total_texts(totals)
    if total:
        yield from wrapped_cells(total, layout.widths, right, measure)
    yield from after_table(totals.others)


def after_table(figures: Sequence[Figure]) -> Iterator[str]:
    """The figures that stand alone, under an empty line."""
    lines = figure_lines(figures)
    if not lines:
        return
    yield ""
    labels = [f"{label}:" for label, _ in lines]
    values = [value for _, value in lines]
    widths = (widest(labels, display_width), widest(values, display_width))
    for label, value in zip(labels, values, strict=True):
        yield f"{_pad(label, widths[0], False, display_width)} {_pad(value, widths[1], True, display_width)}"


def record_lines(
    report: Report, cells: Sequence[Sequence[str]], width: int, measure: Measure
) -> Iterator[str]:
    """The columns of priority 0 as `label: value` lines, an empty line between records: for narrow screens.

    A value that does not fit beside its label goes below it; only elastic text is broken into lines.
    """
    shown = [i for i, column in enumerate(report.columns) if column.priority == 0]
    for position in range(len(cells[0])):
        if position:
            yield ""
        for i in shown:
            column = report.columns[i]
            yield from field_lines(
                printable(column.label), cells[i][position], column.elastic, width, measure
            )
    figures = figure_lines(report.totals)
    if figures:
        yield ""
    for label, value in figures:
        yield from field_lines(label, value, False, width, measure)


def field_lines(label: str, value: str, elastic: bool, width: int, measure: Measure) -> Iterator[str]:
    """`label: value` on one line of `width` cells, or the value below its label, broken if `elastic`."""
    line = f"{label}: {value}"
    if measure(line) <= width:
        yield line.rstrip()
        return
    yield f"{label}:"
    pieces = wrap_words(value, max(width - GAP, 1), measure) if elastic else [value]
    for piece in pieces:
        yield f"{SEPARATOR}{piece}"


def wrapped_cells(
    texts: Sequence[str], widths: Sequence[int], right: Sequence[bool], measure: Measure
) -> Iterator[str]:
    """One record: its cells in columns of `widths`, wider ones over several lines, to the `right` or left."""
    pieces = [wrap_words(text, width, measure) for text, width in zip(texts, widths, strict=True)]
    for depth in range(max(map(len, pieces))):
        parts = (
            _pad(piece[depth] if depth < len(piece) else "", width, to_right, measure)
            for piece, width, to_right in zip(pieces, widths, right, strict=True)
        )
        yield SEPARATOR.join(parts).rstrip()


def _padded(cells: Sequence[str], width: int, to_right: bool, measure: Measure) -> list[str]:
    return [_pad(cell, width, to_right, measure) for cell in cells]


def _pad(text: str, width: int, to_right: bool, measure: Measure) -> str:
    fill = width if text.isascii() else width - measure(text) + len(text)
    return text.rjust(fill) if to_right else text.ljust(fill)

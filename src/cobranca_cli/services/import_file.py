"""What every import does before and around its rows: look at the file, find its layout, stay quick."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from cobranca_cli.domain.days import DayOrder
from cobranca_cli.domain.money import Decimals
from cobranca_cli.importing.decimals import AMOUNTS, find_decimals
from cobranca_cli.importing.layout import SCANNED_LINES, Layout, Wishes, find_layout
from cobranca_cli.importing.problems import Problems, RowProblem
from cobranca_cli.importing.source import Source, inspect, read_blocks

from .import_result import Reading

Progress = Callable[[int, int], None]
"""Told how many bytes of how many have been read."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file whose bytes and header are right."""

    source: Source
    layout: Layout
    decimals: Decimals | None
    days: DayOrder
    reading: Reading

    def expected_rows(self) -> int:
        """A rough count of the rows, from the size of the file."""
        return self.source.size // 60


def prepare(
    file: Path,
    wishes: Wishes,
    problems: Problems,
    allowed: tuple[str, ...],
    needed: tuple[str, ...],
) -> Prepared | None:
    """Look at the file and find its layout; None when something is wrong, told in `problems`."""
    profile = wishes.profile
    source = inspect(file, problems.file, wishes.encoding or (profile.encoding if profile else None))
    if isinstance(source, RowProblem):
        problems.add(source)
        return None
    first_lines = list(islice((line for block in read_blocks(source) for line in block), SCANNED_LINES))
    layout = find_layout(problems.file, first_lines, allowed, needed, wishes)
    if isinstance(layout, list):
        for problem in layout:
            problems.add(problem)
        return None
    decimals = wishes.decimals or (profile.decimals if profile else None)
    if decimals is None and layout.positions.keys() & AMOUNTS:
        decimals = find_decimals(read_blocks(source), layout)
    days = wishes.days or (profile.days if profile else DayOrder.DAY_FIRST)
    reading = Reading(
        encoding=source.encoding,
        delimiter=layout.delimiter,
        header_line=layout.header_line,
        columns=_sources(layout),
        ignored=tuple(heading.strip() for heading in layout.ignored if heading.strip()),
        decimals=decimals.value if decimals else None,
        days=days.value,
        profile=profile.title if profile else None,
    )
    return Prepared(source, layout, decimals, days, reading)


def _sources(layout: Layout) -> dict[str, str]:
    """Field → heading; the number of a system's export may come from the first filled of several."""
    sources = {name: layout.headings[index].strip() for name, index in layout.positions.items()}
    if layout.number_columns:
        sources["numero"] = " ou ".join(layout.headings[index].strip() for index in layout.number_columns)
    return sources


def row_blocks(prepared: Prepared, progress: Progress | None) -> Iterator[tuple[int, list[str]]]:
    """The blocks after the header, each with the physical number of its first line."""
    size = prepared.source.size
    tell = (lambda done: progress(done, size)) if progress else None
    line, header = 1, prepared.layout.header_line
    for block in read_blocks(prepared.source, tell):
        first = line
        line += len(block)
        if first > header:
            yield first, block
        elif line - 1 > header:
            yield header + 1, block[header - first + 1 :]


def no_rows(problems: Problems, prepared: Prepared) -> None:
    """Tell that there is a header and nothing else."""
    line = prepared.layout.header_line
    message = "só tem o cabeçalho, nenhuma linha de dados; confira o filtro da exportação"
    problems.add(RowProblem(problems.file, line, None, None, None, "E-SEM-LINHAS", message))


@contextmanager
def without_collector() -> Iterator[None]:
    """The cyclic collector is a fifth of a bulk load, and nothing in it makes cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

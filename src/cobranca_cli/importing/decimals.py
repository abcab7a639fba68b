"""Which sign separates the cents in a file: decided from the whole file, never from one row.

The search stops at the first amount that can be read in one way only, so that an ordinary file is
decided by its first row; only a file without a single such amount is read to its end.
"""

from collections.abc import Iterable

from cobranca_cli.domain.money import Decimals, evidence

from .layout import Layout
from .lines import BadQuote, split_line

AMOUNTS = ("valor", "saldo", "recebido", "faturamento", "patrimonio")
"""The fields that hold amounts, of any kind of file."""


def find_decimals(blocks: Iterable[list[str]], layout: Layout) -> Decimals | None:
    """The grammar proved by the first unambiguous amount; None when no row proves either."""
    columns = [layout.positions[name] for name in AMOUNTS if name in layout.positions]
    line_number = 0
    for block in blocks:
        for line in block:
            line_number += 1
            if line_number <= layout.header_line:
                continue
            fields = split_line(line.rstrip("\n"), layout.delimiter)
            if isinstance(fields, BadQuote) or len(fields) != layout.width:
                continue
            for column in columns:
                if found := evidence(fields[column]):
                    return found
    return None

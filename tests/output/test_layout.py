import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.output.layout import (
    ELASTIC_FLOOR,
    GAP,
    display_width,
    fitting_layout,
    natural_layout,
    wrap_words,
)
from cobranca_cli.views.report import Column

COLUMNS = (
    Column("cliente", "Cliente", elastic=True),
    Column("documento", "CPF/CNPJ", priority=2),
    Column("vencimento", "Vencimento efetivo", priority=1),
    Column("dias", "Dias", priority=2),
    Column("total", "Total"),
)
CONTENTS = (40, 18, 10, 3, 12)


@pytest.mark.parametrize(
    ("width", "shown", "widths"),
    [
        (200, (0, 1, 2, 3, 4), (40, 18, 18, 4, 12)),
        (100, (0, 1, 2, 3, 4), (40, 18, 18, 4, 12)),
        (99, (0, 1, 2, 3, 4), (40, 18, 17, 4, 12)),
        (92, (0, 1, 2, 3, 4), (40, 18, 10, 4, 12)),
        (80, (0, 1, 2, 3, 4), (28, 18, 10, 4, 12)),
        (74, (0, 1, 2, 3, 4), (22, 18, 10, 4, 12)),
        (73, (0, 1, 2, 4), (27, 18, 10, 12)),
        (67, (0, 2, 4), (40, 11, 12)),
        (59, (0, 2, 4), (33, 10, 12)),
        (40, (0, 2, 4), (14, 10, 12)),
        (39, (0, 4), (25, 12)),
        (28, (0, 4), (14, 12)),
    ],
)
def test_columns_at_each_width(width: int, shown: tuple[int, ...], widths: tuple[int, ...]) -> None:
    layout = fitting_layout(COLUMNS, CONTENTS, len, width)
    assert layout is not None
    assert (layout.shown, layout.widths) == (shown, widths)


def test_priority_zero_is_never_dropped() -> None:
    assert fitting_layout(COLUMNS, CONTENTS, len, 27) is None


def test_everything_when_width_does_not_count() -> None:
    assert natural_layout(COLUMNS, CONTENTS, len).widths == (40, 18, 18, 4, 12)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.integers(0, 60)), min_size=1, max_size=12),
    st.integers(5, 200),
)
def test_a_layout_fits_and_cuts_nothing_rigid(shape: list[tuple[int, bool, int]], width: int) -> None:
    columns = [Column("c", "Rótulo", priority=p, elastic=e) for p, e, _ in shape]
    contents = [content for _, _, content in shape]
    layout = fitting_layout(columns, contents, len, width)
    if layout is None:
        return
    assert sum(layout.widths) + GAP * (len(layout.widths) - 1) <= width
    for i, got in zip(layout.shown, layout.widths, strict=True):
        assert got >= (min(contents[i], ELASTIC_FLOOR) if columns[i].elastic else contents[i])
    assert {i for i, c in enumerate(columns) if c.priority == 0} <= set(layout.shown)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Padaria São José", 14, ["Padaria São", "José"]),
        ("Padaria", 14, ["Padaria"]),
        ("", 5, [""]),
        ("Anticonstitucional", 7, ["Anticon", "stituci", "onal"]),
        ("a Anticonstitucional b", 7, ["a", "Anticon", "stituci", "onal b"]),
        ("日本語", 4, ["日本", "語"]),
    ],
)
def test_wrapping_between_words(text: str, width: int, lines: list[str]) -> None:
    assert wrap_words(text, width, display_width) == lines


@given(st.text("abç 日", max_size=60), st.integers(2, 20))
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    lines = wrap_words(text, width, display_width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(display_width(line) <= width for line in lines)


@pytest.mark.parametrize(("text", "cells"), [("", 0), ("São", 3), ("日本", 4), ("Jose\u0301", 4), ("Ａ", 2)])
def test_width_on_screen(text: str, cells: int) -> None:
    assert display_width(text) == cells

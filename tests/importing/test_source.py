"""A file that is written to while it is read is refused, not half read."""

from pathlib import Path

import pytest

from cobranca_cli.errors import DataError
from cobranca_cli.importing.source import Source, inspect, read_blocks

ROWS = "numero;cliente;vencimento;valor\n" + "1;Ana;01/12/2026;10,00\n" * 3


def _source(path: Path) -> Source:
    source = inspect(path, path.name)
    assert isinstance(source, Source)
    return source


@pytest.mark.parametrize("more", [b"2;Bia;01/12/2026;20,00\n", "2;Zé;01/12/2026;20,00\n".encode("cp1252")])
def test_a_file_that_grows_is_refused(more: bytes, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(ROWS, encoding="utf-8")
    blocks = read_blocks(_source(path))
    assert len(next(blocks)) == 4
    with path.open("ab") as file:
        file.write(more)
    with pytest.raises(DataError, match="mudou enquanto era lido"):
        list(blocks)


def test_a_quiet_file_is_read_whole_and_told(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(ROWS, encoding="utf-8")
    told: list[int] = []
    assert sum(len(block) for block in read_blocks(_source(path), told.append)) == 4
    assert told == [path.stat().st_size]

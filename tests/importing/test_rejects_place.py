"""Where the bad rows may not go: over a ledger, or over what a ledger needs beside it."""

from pathlib import Path

import pytest
from tests.importing.bench import new_ledger

from cobranca_cli.errors import UsageError
from cobranca_cli.importing.rejects import RejectsFile


@pytest.mark.parametrize("ending", ["", "-journal", ".ancora"])
def test_bad_rows_do_not_take_the_place_of_a_ledger(tmp_path: Path, ending: str) -> None:
    ledger = new_ledger(tmp_path)
    with pytest.raises(UsageError, match="livro"):
        RejectsFile(Path(f"{ledger}{ending}"), overwrite=True)


def test_bad_rows_do_not_take_the_place_of_the_settings(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="livro"):
        RejectsFile(tmp_path / "cobranca.toml", overwrite=True)

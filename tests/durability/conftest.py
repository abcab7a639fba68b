"""Ledgers that are made once and copied for each test that spoils one."""

from pathlib import Path

import pytest
from tests.durability.harness import import_file, new_ledger, write_rows


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_ledger(tmp_path_factory.mktemp("vazio"))


@pytest.fixture(scope="session")
def ledger_of_400(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """400 invoices numbered H-0000000 to H-0000399."""
    folder = tmp_path_factory.mktemp("quatrocentas")
    ledger = new_ledger(folder / "livro")
    ended = import_file(ledger, write_rows(folder / "h.csv", 400, prefix="H"))
    assert ended.code == 0, ended.err
    return ledger

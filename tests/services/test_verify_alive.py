"""A ledger in use: a consistent view while somebody writes, a torn copy found, nothing changed by looking."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.ledger.ledger_box import ask
from tests.services.verified import codes_in, damage, demo_in

from cobranca_cli.ledger.schema import STEPS

# Payments of one cent, one after another; each is a transaction of its own.
WRITER = """
import sys
from datetime import date
from pathlib import Path
from cobranca_cli.clock import utc_now_text
from cobranca_cli.config import load_settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.services import payments
ledger = Path(sys.argv[1])
settings, name = load_settings(ledger), sys.argv[2]
for n in range(100_000):
    moment = Moment(date(2026, 11, 28), utc_now_text())
    payments.register(ledger, settings, moment, payments.Order(1, moment.today, (name,), None, key=f"k{n}"))
"""


MOST_TORN = 8


def writing_to(ledger: Path) -> "subprocess.Popen[bytes]":
    ((number, part),) = ask(
        ledger, "SELECT number, instalment FROM receivable WHERE settled = 0 AND cancelled_on IS NULL LIMIT 1"
    )
    name = f"{number}/{part}" if part else str(number)
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(ledger), name])
    deadline = time.monotonic() + 30
    while ask(ledger, "SELECT count(*) FROM movement WHERE key GLOB 'k*'") < [(2,)]:
        assert time.monotonic() < deadline and writer.poll() is None
        time.sleep(0.05)
    return writer


def stop(writer: "subprocess.Popen[bytes]") -> None:
    writer.kill()
    writer.wait()


def test_one_view_while_somebody_writes(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    writer = writing_to(ledger)
    try:
        for _ in range(5):
            assert codes_in(ledger, "historico", "dinheiro", "regua", "tempo", now="2099-01-01") == set()
        assert writer.poll() is None, "the writer is not in the way, nor is he stopped"
    finally:
        stop(writer)


def test_a_torn_copy_is_found(tmp_path: Path) -> None:
    """P10: half of the pages are from before a payment, half from after; SQLite itself is content."""
    ledger = demo_in(tmp_path)
    before = ledger.read_bytes()
    writer = writing_to(ledger)
    stop(writer)
    after, torn = ledger.read_bytes(), tmp_path / "rasgado.db"
    found = []
    places = [
        place
        for place in range(8192, min(len(before), len(after)), 4096)
        if before[4096:place] != after[4096:place] and before[place:] != after[place : len(before)]
    ]
    for place in places[:: max(1, len(places) // MOST_TORN)]:
        torn.write_bytes(before[:place] + after[place:])
        torn.chmod(0o600)
        shutil.copy(f"{ledger}.ancora", f"{torn}.ancora")
        found.append(codes_in(torn, "sqlite", "historico", "dinheiro"))
    assert len(found) > 3
    assert all(found), f"{found.count(set())} of {len(found)} torn copies pass"


@pytest.mark.skipif(os.name == "nt", reason="permissions")
def test_looking_changes_nothing(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    damage(ledger, "UPDATE receivable SET settled = 1 WHERE settled = 0")
    before = {path.name: (path.stat().st_mode, digest(path)) for path in tmp_path.iterdir()}
    ledger.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert "V-QUITADO" in codes_in(ledger)
    finally:
        tmp_path.chmod(0o700)
        ledger.chmod(before["livro.db"][0] & 0o777)
    assert {path.name: (path.stat().st_mode, digest(path)) for path in tmp_path.iterdir()} == before


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_unsound_ledger_of_an_older_format_is_not_brought_up_to_date(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    damage(ledger, f"PRAGMA user_version = {len(STEPS) - 1}")
    assert "V-ESQUEMA" in codes_in(ledger)
    assert ask(ledger, "PRAGMA user_version") == [(len(STEPS) - 1,)]
    assert not list(tmp_path.glob("*.bak"))

"""That a ledger is sound, as `cobranca verificar` sees it; and a real one to be damaged."""

import atexit
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cobranca_cli.clock import utc_now_text
from cobranca_cli.config import Settings, load_settings
from cobranca_cli.domain.finding import LAYERS, Finding
from cobranca_cli.domain.moment import Moment
from cobranca_cli.services.verify import verify

NOW = utc_now_text()[:10] + "T23:59:59.999Z"
_LAYERS = [layer for layer in LAYERS if layer != "copias"]


def assert_sound(ledger: Path, settings: Settings, moment: Moment) -> None:
    """Nothing is found in any layer but that of the backups, of which a story makes none."""
    found = verify(ledger, settings, moment, _LAYERS)
    assert found.findings == (), "\n".join(map(str, found.findings))
    assert [layer.name for layer in found.layers] == _LAYERS


@cache
def demo() -> Path:
    """The ledger of the demonstration, made once: payments, an agreement, letters, a run of the ladder."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    words = [sys.executable, "-m", "cobranca_cli", "demo", "--pasta", "d"]
    subprocess.run(words, cwd=folder.name, capture_output=True, check=True)
    return Path(folder.name) / "d" / "demo.db"


def demo_in(folder: Path) -> Path:
    """A copy of it, with its anchor."""
    for end in ("", ".ancora"):
        shutil.copy(f"{demo()}{end}", folder / f"livro.db{end}")
    return folder / "livro.db"


def damage(ledger: Path, *statements: str) -> None:
    """Statements of somebody who knows the file: no trigger, no check, no reference is in his way."""
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)


def found_in(ledger: Path, *layers: str, now: str = NOW) -> tuple[Finding, ...]:
    """What these layers find on a day after the demonstration."""
    settings = load_settings(demo())._replace(path=ledger)
    return verify(ledger, settings, Moment(date(2026, 11, 28), now), layers).findings


def codes_in(ledger: Path, *layers: str, now: str = NOW) -> set[str]:
    """The codes of it."""
    return {each.code for each in found_in(ledger, *layers, now=now)}

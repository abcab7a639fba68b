"""Opening: whatever lies where the ledger should be, one clear answer, and nothing changed by looking."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger.ledger_box import INSERT_CUSTOMER, ask, ledger_in, run

from cobranca_cli.errors import CobrancaError, LedgerError
from cobranca_cli.ledger.connection import open_for_reading, open_for_writing, synced_folder
from cobranca_cli.ledger.transaction import writing

OPENERS = (open_for_reading, open_for_writing)


def nothing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def spreadsheet(path: Path) -> None:
    path.write_bytes(b"numero;cliente;vencimento;valor\n1;Ana;01/12/2026;1,00\n")


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def only_magic(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0")


def short_magic(path: Path) -> None:
    path.write_bytes(b"SQLite")


def scrambled_schema(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:4096] = os.urandom(3996)
    path.write_bytes(content)


def page_size(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[16:18] = b"\x03\x03"
    path.write_bytes(content)


def foreign(path: Path) -> None:
    run(path, "PRAGMA application_id=1")


def plain_database(path: Path) -> None:
    path.unlink()
    run(path, "CREATE TABLE x (y)")


def newer(path: Path) -> None:
    run(path, "PRAGMA user_version=99")


def versionless(path: Path) -> None:
    run(path, "PRAGMA user_version=0")


def tableless(path: Path) -> None:
    run(path, "PRAGMA foreign_keys=OFF", "DROP TABLE cancellation", "DROP TABLE receivable")


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize(
    ("harm", "code", "words"),
    [
        (nothing, "E-LIVRO-AUSENTE", "não encontrei"),
        (folder, "E-LIVRO", "não é um arquivo"),
        (empty, "E-LIVRO", "vazio"),
        (spreadsheet, "E-LIVRO", "não é um livro"),
        (zeroed, "E-LIVRO-DANIFICADO", "danificado"),
        (halved, "E-LIVRO-DANIFICADO", "danificado"),
        (only_magic, "E-LIVRO-DANIFICADO", "danificado"),
        (short_magic, "E-LIVRO", "não é um livro"),
        (scrambled_schema, "E-LIVRO-DANIFICADO", "danificado"),
        (page_size, "E-LIVRO-DANIFICADO", "danificado"),
        (foreign, "E-LIVRO", "outro programa"),
        (plain_database, "E-LIVRO", "outro programa"),
        (newer, "E-LIVRO-NOVO", "versão mais nova"),
        (versionless, "E-LIVRO-DANIFICADO", "faltam tabelas"),
        (tableless, "E-LIVRO-DANIFICADO", "faltam tabelas"),
    ],
)
def test_what_is_no_ledger_is_told_and_left_as_it_is(
    harm: Callable[[Path], None],
    code: str,
    words: str,
    opener: Callable[[Path], object],
    tmp_path: Path,
) -> None:
    path = ledger_in(tmp_path, customers=2000)
    harm(path)
    if path.is_file():
        path.chmod(0o600)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerError) as raised:
        opener(path)
    assert (raised.value.code, raised.value.exit_code) == (code, 4)
    assert words in raised.value.message
    assert raised.value.hint
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [each.name for each in tmp_path.iterdir()] == (["livro.db"] if path.exists() else [])


@pytest.mark.parametrize(
    "name",
    [
        "com espaço.db",
        "a#b.db",
        "a?b.db",
        "a%41.db",
        "ação é.db",
        "a'b\"c.db",
        "a&mode=ro.db",
        "livro",
        "-x.db",
        "a;b.db",
        "日本.db",
    ],
)
def test_any_file_name_opens_that_file(name: str, tmp_path: Path) -> None:
    path = ledger_in(tmp_path, name)
    with writing(path) as transaction:
        transaction.connection.execute(INSERT_CUSTOMER, ("Ana", "ana"))
    opened = open_for_reading(path)
    assert opened.connection.execute("SELECT name FROM customer").fetchall() == [("Ana",)]
    opened.connection.close()
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_name_that_is_not_unicode_opens(tmp_path: Path) -> None:
    path = tmp_path / b"livro\xff.db".decode("utf-8", "surrogateescape")
    shutil.copy(ledger_in(tmp_path), path)
    opened = open_for_reading(path)
    assert opened.path == path
    opened.connection.close()


@pytest.mark.parametrize("kind", ["loop", "below a file", "too long"])
def test_a_path_that_leads_nowhere_is_told(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "livro.db"
    if kind == "loop":
        path.symlink_to(path)
    elif kind == "below a file":
        path = ledger_in(tmp_path) / "livro.db"
    else:
        path = tmp_path / ("x" * 300)
    with pytest.raises(LedgerError):
        open_for_reading(path)


def test_a_link_leads_to_the_ledger(tmp_path: Path) -> None:
    path = ledger_in(tmp_path)
    (tmp_path / "atalho.db").symlink_to(path)
    opened = open_for_reading(tmp_path / "atalho.db")
    opened.connection.close()
    assert opened.path == path.resolve()


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    opened = open_for_reading(ledger_in(tmp_path))
    with closing(opened.connection), pytest.raises(sqlite3.OperationalError):
        opened.connection.execute(INSERT_CUSTOMER, ("Ana", "ana"))


def test_a_writer_has_the_settings_that_keep_the_ledger(tmp_path: Path) -> None:
    opened = open_for_writing(ledger_in(tmp_path))
    wanted = {
        "foreign_keys": 1,
        "synchronous": 3,
        "secure_delete": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "journal_mode": "delete",
    }
    with closing(opened.connection):
        found = {name: opened.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    assert found == wanted


@pytest.mark.parametrize("opener", OPENERS)
def test_a_ledger_left_in_wal_goes_back_to_one_file(opener: Callable[[Path], object], tmp_path: Path) -> None:
    path = ledger_in(tmp_path, customers=1)
    run(path, "PRAGMA journal_mode=WAL")
    run(path, (INSERT_CUSTOMER, ("Ana", "ana")))
    assert path.read_bytes()[18] == 2
    opened = opener(path)
    assert opened.connection.execute("SELECT count(*) FROM customer").fetchone() == (2,)
    opened.connection.close()
    assert path.read_bytes()[18] == 1
    assert [each.name for each in tmp_path.iterdir()] == ["livro.db"]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o666, 0o700, 0o600])
def test_a_ledger_others_can_read_is_made_private_and_said(mode: int, tmp_path: Path) -> None:
    path = ledger_in(tmp_path)
    path.chmod(mode)
    opened = open_for_reading(path)
    opened.connection.close()
    private = not mode & 0o077
    assert path.stat().st_mode & 0o777 == (mode if private else 0o600)
    assert [("só você" in notice) for notice in opened.notices] == ([] if private else [True])
    again = open_for_reading(path)
    again.connection.close()
    assert again.notices == []


def test_a_new_ledger_is_private_and_its_folder_too(tmp_path: Path) -> None:
    old = os.umask(0o000)
    try:
        path = ledger_in(tmp_path / "dados")
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_new_ledger_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "livro.db").write_text("do dono")
    with pytest.raises((FileExistsError, CobrancaError)):
        ledger_in(tmp_path)
    assert (tmp_path / "livro.db").read_text() == "do dono"


@pytest.mark.parametrize(
    "name", ["OneDrive", "OneDrive - Empresa", "Dropbox (Antigo)", "iCloud~x", "Google Drive"]
)
def test_a_synchronised_folder_is_warned_of_until_a_write_noted_it(name: str, tmp_path: Path) -> None:
    path = ledger_in(tmp_path / name / "dados")
    for _ in range(2):
        opened = open_for_reading(path)
        opened.connection.close()
        assert [("sincronizada" in notice) for notice in opened.notices] == [True]
    with writing(path) as transaction:
        assert len(transaction.notices) == 1
        transaction.abandon()
    with writing(path) as transaction:
        assert len(transaction.notices) == 1
    opened = open_for_reading(path)
    opened.connection.close()
    assert opened.notices == []
    other = tmp_path / "Nextcloud" / "livro.db"
    other.parent.mkdir()
    shutil.copy(path, other)
    moved = open_for_reading(other)
    moved.connection.close()
    assert len(moved.notices) == 1


def test_an_ordinary_folder_is_not_warned_of() -> None:
    assert not synced_folder(Path("/home/ana/cobranca/onedrive.db"))
    assert synced_folder(Path("/home/ana/ONEDRIVE/livro.db"))


_AS_NOBODY = """
import os, sys
from pathlib import Path
from cobranca_cli.errors import CobrancaError
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.transaction import writing
import cobranca_cli.ledger.failures, cobranca_cli.ledger.session, cobranca_cli.ledger.migrations
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
path = Path(sys.argv[1])
try:
    if sys.argv[2] == "read":
        opened = open_for_reading(path)
        print("read", opened.connection.execute("SELECT count(*) FROM customer").fetchone()[0])
    else:
        with writing(path) as transaction:
            transaction.connection.execute("DELETE FROM customer")
        print("written")
except CobrancaError as error:
    print(error.code)
"""


def as_nobody(path: Path, how: str) -> str:
    """What somebody without rights sees; permissions bind nobody who is root."""
    done = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, str(path), how], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or done.stderr[-500:]


@pytest.fixture
def reachable(tmp_path: Path) -> Path:
    """A folder that another user can walk into."""
    for each in (tmp_path, *tmp_path.parents):
        if each == Path(each.anchor) or each.stat().st_mode & 0o001:
            continue
        if os.geteuid() != 0 and each.stat().st_uid != os.geteuid():
            pytest.skip("the temporary folder cannot be opened to others")
        each.chmod(each.stat().st_mode | 0o011)
    return tmp_path


@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "owner", "how", "outcome"),
    [
        (0o400, 0o500, True, "read", "read 3"),
        (0o400, 0o500, True, "write", "E-SOMENTE-LEITURA"),
        (0o600, 0o500, True, "write", "E-SOMENTE-LEITURA"),
        (0o400, 0o700, True, "write", "E-SOMENTE-LEITURA"),
        (0o000, 0o700, True, "read", "E-LIVRO"),
        (0o600, 0o700, False, "read", "E-LIVRO"),
        (0o644, 0o755, False, "read", "read 3"),
        (0o600, 0o700, True, "write", "written"),
    ],
)
def test_rights(
    file_mode: int, folder_mode: int, owner: bool, how: str, outcome: str, reachable: Path
) -> None:
    if os.geteuid() != 0 and not owner:
        pytest.skip("only root can make a file of somebody else")
    path = ledger_in(reachable / "dados", customers=3)
    if owner and os.geteuid() == 0:
        os.chown(path, 65534, 65534)
        os.chown(path.parent, 65534, 65534)
    path.chmod(file_mode)
    path.parent.chmod(folder_mode | (0 if owner else 0o011))
    try:
        assert as_nobody(path, how) == outcome
    finally:
        path.parent.chmod(0o700)
    if outcome != "written":
        assert ask(path, "SELECT count(*) FROM customer") == [(3,)]


_KILLED = """
import os, sys, signal
from pathlib import Path
from cobranca_cli.ledger.transaction import writing
with writing(Path(sys.argv[1])) as transaction:
    transaction.connection.execute("PRAGMA cache_size=5")
    for number in range(2000):
        transaction.connection.execute(
            "INSERT INTO customer (name, name_key, created_on) VALUES (?, ?, '2026-11-21')",
            (f"{number}" + "x" * 150, "x"))
    transaction.connection.execute("UPDATE customer SET city = 'longe'")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("opener", OPENERS)
def test_a_killed_writer_leaves_a_journal_that_the_next_opening_undoes(
    opener: Callable[[Path], object], tmp_path: Path
) -> None:
    path = ledger_in(tmp_path, customers=500)
    before = ask(path, "SELECT * FROM customer ORDER BY id")
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "livro.db-journal").stat().st_size > 0
    opened = opener(path)
    found = opened.connection.execute("SELECT * FROM customer ORDER BY id").fetchall()
    opened.connection.close()
    assert found == before
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    assert not (tmp_path / "livro.db-journal").exists()

"""Every layer but `dinheiro` and `regua`: each kind of damage is found and named."""

import os
import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from tests.services.copy_box import backup
from tests.services.verified import NOW, codes_in, damage, demo_in, found_in

from cobranca_cli.clock import utc_now_text
from cobranca_cli.config import load_settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import LedgerError
from cobranca_cli.ledger.checks import file as file_checks
from cobranca_cli.ledger.sending import freeze
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.verify import verify
from cobranca_cli.views.verify import details


def test_who_can_read_it(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    ledger.chmod(0o600)
    assert codes_in(ledger, "arquivo") == set()
    ledger.chmod(0o644)
    assert codes_in(ledger, "arquivo") == {"V-PERMISSAO"}
    assert ledger.stat().st_mode & 0o777 == 0o644, "nothing is repaired"
    ledger.chmod(0o600)
    tmp_path.chmod(0o777)
    assert codes_in(ledger, "arquivo") == {"V-PASTA-ABERTA"}
    tmp_path.chmod(0o1777)
    assert codes_in(ledger, "arquivo") == set()


@pytest.mark.parametrize("name", ["OneDrive", "Dropbox (Ana)", "iCloud Drive"])
def test_a_folder_of_the_cloud(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    assert codes_in(demo_in(folder), "arquivo") == {"V-PASTA-NUVEM"}


def test_two_names_of_one_file(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    os.link(ledger, tmp_path / "outro.db")
    assert codes_in(ledger, "arquivo") == {"V-DOIS-NOMES"}


def test_wal_and_what_is_left_of_it(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    Path(f"{ledger}-wal").write_bytes(b"")
    assert codes_in(ledger, "arquivo") == {"V-SOBRA"}
    Path(f"{ledger}-wal").unlink(missing_ok=True)
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    old = sqlite3.sqlite_version_info < (3, 51, 3)
    assert codes_in(ledger, "arquivo") == ({"V-WAL"} if old else set())
    with ledger.open("rb") as file:
        assert file.read(20)[18:20] == b"\2\2", "nothing is converted"


def test_the_log_of_another_ledger_is_not_let_in(tmp_path: Path) -> None:
    """SQLite would apply it, and the ledger would be neither."""
    ledger, log = demo_in(tmp_path), tmp_path / "livro.db-wal"
    other = sqlite3.connect(tmp_path / "outro.db", isolation_level=None)
    with closing(other):
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE t AS SELECT 1")
        log.write_bytes((tmp_path / "outro.db-wal").read_bytes())
    before = ledger.read_bytes()
    with pytest.raises(LedgerError) as refused:
        found_in(ledger, "arquivo")
    assert refused.value.code == "E-LIVRO-SOBRA"
    assert (ledger.read_bytes(), log.exists()) == (before, True)
    log.unlink()
    assert codes_in(ledger, "arquivo", "historico") == set()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE customer SET name_key = 'outra pessoa'", "UPDATE customer SET document = '11111111111'"],
)
def test_a_registration_that_contradicts_itself(statement: str, tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    damage(ledger, f"{statement} WHERE id = 1")
    (found,) = found_in(ledger, "sqlite")
    assert (found.code, found.subject) == ("V-CADASTRO", "cliente 1")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM meta WHERE key = 'restored'",
        "UPDATE meta SET value = '99999' WHERE key = 'restored'",
    ],
)
def test_sending_that_should_wait_after_a_restore(statement: str, tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    with writing(ledger) as transaction:
        freeze(transaction.connection, {"em": "2026-11-27"}, "2026-11-27T12:00:00.000Z")
    assert codes_in(ledger, "copias") == set()
    damage(ledger, "UPDATE meta SET value = 'não é número' WHERE key = 'restored'")
    assert codes_in(ledger, "copias") == set(), "the events are asked"
    damage(ledger, statement)
    assert codes_in(ledger, "copias") == {"V-ENVIOS"}


def test_a_journal_that_nobody_uses(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    journal = Path(f"{ledger}-journal")
    journal.write_bytes(bytes(512))
    assert codes_in(ledger, "arquivo", now=utc_now_text()) == set(), "somebody may be writing"
    os.utime(journal, (time.time() - 7200,) * 2)
    assert codes_in(ledger, "arquivo") == {"V-SOBRA"}


def test_a_folder_of_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr(file_checks, "MOUNTS", mounts)
    assert codes_in(demo_in(tmp_path), "arquivo") == {"V-PASTA-REDE"}


DAMAGES = {
    "an index that lost a row": (
        "sqlite",
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'customer_id)', 'id)') WHERE name = 'ix_charges_left'",
        "V-ESQUEMA",
    ),
    "a table of somebody else": ("sqlite", "CREATE TABLE minha (x)", "V-ESQUEMA"),
    "an index dropped": ("sqlite", "DROP INDEX ix_open_by_due", "V-ESQUEMA"),
    "a column added": ("sqlite", "ALTER TABLE customer ADD COLUMN apelido TEXT", "V-ESQUEMA"),
    "a reference to nothing": ("sqlite", "UPDATE entry SET movement_id = 999999", "V-REFERENCIA"),
    "a value that is refused": ("sqlite", "UPDATE receivable SET amount = -5 WHERE id = 1", "V-VALOR"),
    "a day that does not exist": ("sqlite", "UPDATE movement SET day = '2026-02-31'", "V-DATA"),
    "an event changed": ("historico", "UPDATE event SET data = '{}' WHERE seq = 5", "V-EVENTO-ALTERADO"),
    "an event gone": ("historico", "DELETE FROM event WHERE seq = 5", "V-EVENTO-FALTA"),
    "the end cut off": (
        "historico",
        "DELETE FROM event WHERE seq > (SELECT max(seq) - 4 FROM event)",
        "V-HISTORICO-CORTADO",
    ),
    "a trigger gone": ("historico", "DROP TRIGGER event_no_update", "V-GATILHO"),
    "an instant that does not exist": (
        "tempo",
        "UPDATE event SET recorded_at = 'ontem' WHERE seq = 5",
        "V-INSTANTE",
    ),
    "a clock that went back": (
        "tempo",
        "UPDATE event SET recorded_at = '2020-01-01T00:00:00.000Z' WHERE seq = 5",
        "V-RELOGIO-VOLTOU",
    ),
    "an event to come": (
        "tempo",
        "UPDATE event SET recorded_at = '2099-01-01T00:00:00.000Z' WHERE seq = (SELECT max(seq) FROM event)",
        "V-RELOGIO",
    ),
    "an erased person with a telephone": (
        "lgpd",
        "INSERT INTO erasure (customer_id, erased_on, reason, recorded_at)"
        " VALUES (1, '2026-11-23', 'pedido', 'x')",
        "V-LGPD-RESTO",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_found(name: str, tmp_path: Path) -> None:
    layer, *statements, code = DAMAGES[name]
    ledger = demo_in(tmp_path)
    assert codes_in(ledger, layer) == set()
    if code == "V-GATILHO":
        with closing(sqlite3.connect(ledger)) as connection:
            connection.execute(*statements)
    else:
        damage(ledger, *statements)
    assert code in codes_in(ledger, layer)


@pytest.mark.parametrize(("now", "found"), [("2026-11-28", 1), ("2026-12-27", 1), ("2026-12-30", 0)])
def test_a_clock_that_went_back_is_told_once_and_not_for_ever(now: str, found: int, tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    damage(
        ledger,
        "UPDATE event SET recorded_at = '2026-11-28T12:00:00.000Z'",
        "UPDATE event SET recorded_at = '2026-10-28T01:00:00.000Z' WHERE seq BETWEEN 5 AND 9",
    )
    told = found_in(ledger, "tempo", now=f"{now}T12:30:00.000Z")
    assert [(each.code, each.subject) for each in told] == [("V-RELOGIO-VOLTOU", "evento 5")] * found
    assert all("de 27/10/2026 às 22:00" in each.what and "28/11/2026 às 09:00" in each.what for each in told)


def test_a_clock_that_was_ahead_once_is_told_once(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    damage(
        ledger,
        "UPDATE event SET recorded_at = '2026-11-28T12:00:00.000Z'",
        "UPDATE event SET recorded_at = '2027-11-28T12:00:00.000Z' WHERE seq = 5",
    )
    told = found_in(ledger, "tempo", now="2026-11-28T12:30:00.000Z")
    assert [(each.code, each.subject) for each in told] == [("V-RELOGIO-VOLTOU", "evento 6")]
    assert found_in(ledger, "tempo", now="2026-12-30T12:30:00.000Z") == ()


def test_the_last_record_is_told_by_the_clock_of_sao_paulo(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    damage(ledger, "UPDATE event SET recorded_at = '2026-11-28T01:00:00.000Z'")
    settings = load_settings(ledger)
    found = verify(ledger, settings, Moment(date(2026, 11, 28), "2026-11-28T02:00:00.000Z"), ["tempo"])
    assert details(found)[-1].endswith(", em 27/11/2026 às 22:00")


def test_a_page_of_noise_and_an_index_without_a_row(tmp_path: Path) -> None:
    """P03: reports still work on it; only this finds it."""
    ledger = demo_in(tmp_path)
    with closing(sqlite3.connect(ledger)) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_letter_day'"
        (page,) = connection.execute(query).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with ledger.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(os.urandom(size))
    found = found_in(ledger, "sqlite")
    assert {"V-PAGINA", "V-ILEGIVEL", "V-INDICE"} & {each.code for each in found}
    assert all(each.remedy for each in found)


def test_what_several_checks_cannot_read_is_told_once(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("ALTER TABLE receivable RENAME COLUMN amount TO quantia")
    found = found_in(ledger, "dinheiro")
    assert [each.code for each in found].count("V-ILEGIVEL") == 1


@pytest.mark.parametrize(("now", "found"), [("2026-12-01", False), ("2099-01-01", True)])
def test_what_is_in_no_copy_for_too_long(now: str, found: bool, tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    damage(ledger, "UPDATE event SET recorded_at = '2026-11-28T12:00:00.000Z'")
    assert codes_in(ledger, "copias", now=f"{now}T12:00:00.000Z") == ({"V-COPIA"} if found else set())


@pytest.mark.parametrize("kind", ["copia", "restauracao"])
def test_a_copy_is_enough_until_something_new_comes(kind: str, tmp_path: Path) -> None:
    """What a restore has put in place is in the copy that it came from."""
    ledger = demo_in(tmp_path)
    # No hash has these letters, so none is there already.
    copied = (
        f"INSERT INTO event SELECT seq + 1, recorded_at, '{kind}', '{{}}', hash, 'x' || substr(hash, 2)"
        " FROM event ORDER BY seq DESC LIMIT 1"
    )
    damage(ledger, copied)
    if kind == "restauracao":
        damage(
            ledger,
            "INSERT INTO meta SELECT 'restored', max(seq) FROM event",
            'UPDATE event SET data = \'{"em":"2026-11-27"}\' WHERE seq = (SELECT max(seq) FROM event)',
        )
    assert codes_in(ledger, "copias", now="2099-01-01T12:00:00.000Z") == set()
    damage(ledger, copied.replace(kind, "novo").replace("'x' ||", "'y' ||"))
    assert codes_in(ledger, "copias", now="2099-01-01T12:00:00.000Z") == {"V-COPIA"}


@pytest.mark.parametrize("place", ["copias", "."])
def test_a_copy_that_the_program_made_has_no_anchor_and_that_is_no_fault(place: str, tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    (tmp_path / place).mkdir(exist_ok=True)
    copy = backup(ledger, tmp_path / place).path
    found = verify(copy, load_settings(ledger), Moment(date(2026, 12, 28), NOW), ("historico", "copias"))
    assert (found.findings, "é uma cópia de" in found.notes[0]) == ((), True)
    aside = tmp_path / "livro-antes-de-restaurar-2026-11-21-0915.db"
    copy.rename(aside)
    assert codes_in(aside, "historico") == set()


def test_a_ledger_whose_anchor_was_taken_away_does_not_become_a_copy(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    copy, named = backup(ledger).path, backup(ledger, tmp_path / "copia.db").path
    Path(f"{ledger}.ancora").unlink()
    for each in (ledger, copy, named):
        (found,) = found_in(each, "historico")
        assert (found.code, "cópia não tem âncora" in found.remedy) == ("V-ANCORA", True)


@pytest.mark.skipif(os.name != "posix", reason="numbers of processes")
def test_what_a_killed_command_left_in_clear(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    (tmp_path / f".cobranca-{os.getpid():08x}{'a' * 8}.tmp").write_bytes(b"")
    assert codes_in(ledger, "arquivo") == set(), "somebody may be writing"
    (tmp_path / f".cobranca-7ffffff0{'a' * 8}.tmp").write_bytes(b"")
    assert codes_in(ledger, "arquivo") == {"V-SOBRA"}

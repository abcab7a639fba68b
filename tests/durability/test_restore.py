"""P11, P14, T29: the drill of a restore, and a restore that is killed, full, raced or given a bad copy.

Small: some of the moments. Large (`COBRANCA_DEMORADO=1`): each of them.
"""

import shutil
import sqlite3
import stat
import time
from pathlib import Path

import pexpect
import pytest
from tests.durability.harness import (
    KILLED,
    NOTHING,
    PROGRAM,
    bytes_of,
    connected,
    copy_ledger,
    count_rows,
    dies_after,
    environment,
    finish,
    import_file,
    mutant,
    names_in,
    needs_strace,
    run,
    start,
    words_broken,
    write_rows,
)
from tests.durability.test_backup_faults import injections, killed_at, spoil_page
from tests.durability.test_disk_full import fill, refused, small_disk

from cobranca_cli.errors import BusyError
from cobranca_cli.ledger.failures import translate

__all__ = ["small_disk"]
REPORTS = (
    ("aging", "--formato", "json"),
    ("vencidos", "--formato", "csv"),
    ("faturas", "listar", "--formato", "jsonl"),
    ("clientes", "listar", "--formato", "json"),
    ("aging", "--por", "faixa", "--em", "31/10/2026"),
)


def reports(ledger: Path) -> list[str]:
    ended = [run(*words, "--livro", ledger) for words in REPORTS]
    assert [each.code for each in ended] == [0] * len(REPORTS)
    return [each.out for each in ended]


def copied(ledger: Path, copy: Path) -> Path:
    ended = run("backup", copy, "--livro", ledger)
    assert ended.code == 0, ended.err
    return copy


def changed(ledger: Path, folder: Path) -> None:
    """More invoices, and one less, than when it was copied."""
    assert import_file(ledger, write_rows(folder / "mais.csv", 50)).code == 0
    gone = run("faturas", "cancelar", "H-0000001", "--motivo", "teste", "--livro", ledger)
    assert gone.code == 0, gone.err


@pytest.fixture(scope="module")
def drilled_once(ledger_of_400: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ensaio")
    ledger = copy_ledger(ledger_of_400, folder / "tudo" / "livro")
    copied(ledger, folder / "tudo" / "copia.db")
    changed(ledger, folder)
    return folder / "tudo"


@pytest.fixture
def drilled(drilled_once: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A ledger that went on after its copy was made, and the copy."""
    shutil.copytree(drilled_once, tmp_path, dirs_exist_ok=True)
    return tmp_path / "livro" / "livro.db", tmp_path / "copia.db"


def asides(ledger: Path) -> list[str]:
    return sorted(name for name in names_in(ledger.parent) if "antes-de-restaurar" in name)


def test_the_drill_what_was_copied_comes_back_to_the_byte(ledger_of_400: Path, tmp_path: Path) -> None:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    then = reports(ledger)
    copy = copied(ledger, tmp_path / "copia.db")
    before = bytes_of(copy)
    changed(ledger, tmp_path)
    later = reports(ledger)
    assert later != then
    ended = run("restaurar", copy, "--livro", ledger, "--sim")
    assert ended.code == 0, ended.err
    assert reports(ledger) == then
    assert bytes_of(copy) == before
    (aside,) = asides(ledger)
    assert names_in(ledger.parent) == {"livro.db", "cobranca.toml", aside}
    assert {stat.S_IMODE((ledger.parent / name).stat().st_mode) for name in ("livro.db", aside)} == {0o600}
    # And back again: the ledger that was put aside is a copy like any other.
    again = run("restaurar", ledger.with_name(aside), "--livro", ledger, "--sim")
    assert again.code == 0, again.err
    assert reports(ledger) == later


def half_way(ledger: Path) -> list[str]:
    """What a restore that was cut short left that is neither the old ledger nor the new, frozen."""
    if not ledger.exists():
        return ["no ledger"]
    with connected(ledger) as connection:
        check = connection.execute("PRAGMA integrity_check").fetchone()[0]
        kind = connection.execute("SELECT kind FROM event ORDER BY seq DESC LIMIT 1").fetchone()[0]
    what = count_rows(ledger), count_rows(ledger, "H"), kind == "restauracao", check
    return [] if what in ((50, 400, False, "ok"), (0, 400, True, "ok")) else [f"half: {what}"]


@needs_strace
def test_a_killed_restore_leaves_the_old_ledger_or_the_new(
    drilled: tuple[Path, Path], tmp_path: Path
) -> None:
    ledger, copy = drilled
    log, killed, seen = tmp_path / "log", 0, set()
    spare = copy_ledger(ledger, tmp_path / "medida")
    for place, (call, number) in enumerate(injections(log, "restaurar", copy, "--sim", "--livro", spare)):
        mine = copy_ledger(ledger, tmp_path / f"morte-{place}")
        killed += killed_at(log, call, number, "restaurar", copy, "--sim", "--livro", mine) == KILLED
        assert half_way(mine) == [], (call, number)
        seen.add(count_rows(mine))
        again = run("restaurar", copy, "--sim", "--livro", mine)
        assert (again.code, words_broken(again)) == (0, []), again.err
        assert count_rows(mine) == 0
    assert killed > 4 and seen == {0, 50}


@needs_strace
@pytest.mark.parametrize("broken", ["moves_the_ledger_first", "freezes_late"])
def test_the_harness_sees_a_restore_in_two_steps(
    broken: str, drilled: tuple[Path, Path], tmp_path: Path
) -> None:
    ledger, copy = drilled
    seen = []
    for number in range(1, 13):
        mine = copy_ledger(ledger, tmp_path / f"morte-{number}")
        call = "rename,renameat,renameat2" if number < 3 else "fsync,fdatasync"
        which = number if number < 3 else number - 2
        words = ("restaurar", copy, "--sim", "--livro", mine)
        killed_at(tmp_path / "log", call, which, *words, program=mutant(broken))
        seen += half_way(mine)
        if seen:
            return
    pytest.fail("the mutant was never noticed")


def test_a_restore_on_a_full_disk(small_disk: Path, drilled: tuple[Path, Path]) -> None:
    ledger, copy = drilled
    mine = copy_ledger(ledger, small_disk / "livro")
    fill(small_disk, 20)
    before, there = bytes_of(mine), names_in(mine.parent)
    ended = run("restaurar", copy, "--sim", "--livro", mine)
    assert refused(ended, "E-DISCO-CHEIO") == []
    assert (bytes_of(mine), names_in(mine.parent)) == (before, there)


@pytest.mark.parametrize("page", [1, 20, 40])
def test_a_damaged_copy_is_refused_and_the_ledger_not_touched(page: int, drilled: tuple[Path, Path]) -> None:
    ledger, copy = drilled
    spoil_page(copy, page)
    if page == 1:
        copy.write_bytes(b"SQLite format 3\0" + copy.read_bytes()[16:])
    before, there = bytes_of(ledger), names_in(ledger.parent)
    ended = run("restaurar", copy, "--sim", "--livro", ledger)
    assert ended.code == 4 and ended.err.endswith(f"{NOTHING}\n"), ended.err
    assert words_broken(ended) == [] and "erro [E-COPIA" in ended.err
    assert (bytes_of(ledger), names_in(ledger.parent)) == (before, there)


def test_a_copy_whose_history_was_changed_is_refused(drilled: tuple[Path, Path]) -> None:
    ledger, copy = drilled
    with connected(copy) as connection:
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute("UPDATE event SET data = '{}' WHERE seq = 2")
    before = bytes_of(ledger)
    ended = run("restaurar", copy, "--sim", "--livro", ledger)
    assert refused(ended, "E-COPIA-DANIFICADA") == []
    assert "evento 2: " in ended.err
    assert bytes_of(ledger) == before


@pytest.mark.parametrize("ending", ["-journal", "-wal"])
def test_what_stands_beside_the_old_ledger_does_not_get_into_the_new(
    ending: str, drilled: tuple[Path, Path], tmp_path: Path
) -> None:
    """P14: side files of another state of the ledger; SQLite would play them back into the copy."""
    ledger, copy = drilled
    stale = stale_side_file(copy, tmp_path, ending)
    ledger.write_bytes(b"\0" * 8192)
    Path(f"{ledger}{ending}").write_bytes(stale)
    ended = run("restaurar", copy, "--sim", "--livro", ledger)
    assert ended.code == 0, ended.err
    with connected(ledger) as connection:
        assert connection.execute("SELECT max(amount) < 999999 FROM receivable").fetchone() == (1,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    first, second = asides(ledger)
    assert second == f"{first}{ending}"
    assert ledger.with_name(second).read_bytes() == stale


def test_the_harness_sees_a_side_file_that_is_played_back(drilled: tuple[Path, Path], tmp_path: Path) -> None:
    _, copy = drilled
    stale = stale_side_file(copy, tmp_path, "-wal")
    (tmp_path / "so.db").write_bytes(copy.read_bytes())
    (tmp_path / "so.db-wal").write_bytes(stale)
    with connected(tmp_path / "so.db") as connection:
        assert connection.execute("SELECT max(amount) < 999999 FROM receivable").fetchone() == (0,)


def stale_side_file(copy: Path, folder: Path, ending: str) -> bytes:
    """The bytes of a journal or a WAL that turns every amount of this copy into 9.999,99."""
    spoilt = folder / "estragado.db"
    spoilt.write_bytes(copy.read_bytes())

    def spoil() -> sqlite3.Connection:
        connection = sqlite3.connect(spoilt, isolation_level=None)
        connection.execute("DROP TRIGGER receivable_no_update")
        connection.execute(f"PRAGMA journal_mode={'WAL' if ending == '-wal' else 'DELETE'}")
        if ending == "-journal":
            connection.execute("UPDATE receivable SET amount = 999999")
            connection.execute("PRAGMA cache_size=1")
            connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE receivable SET amount = 999999 + (? = '-journal')", (ending,))
        return connection

    dies_after(spoil)
    found = Path(f"{spoilt}{ending}").read_bytes()
    assert len(found) > 512
    return found


def test_a_busy_ledger_is_not_replaced(drilled: tuple[Path, Path]) -> None:
    ledger, copy = drilled
    before, there = bytes_of(ledger), names_in(ledger.parent)
    with connected(ledger) as connection:
        connection.execute("BEGIN IMMEDIATE")
        ended = run("restaurar", copy, "--sim", "--livro", ledger)
    assert refused(ended, "E-OCUPADO", 5) == []
    assert (bytes_of(ledger), names_in(ledger.parent)) == (before, there)


def test_who_waited_for_the_old_ledger_does_not_write_into_it(drilled: tuple[Path, Path]) -> None:
    """A command that had the old ledger open is told to run again; nothing goes into the file put aside."""
    ledger, copy = drilled
    waiting = sqlite3.connect(ledger, isolation_level=None, timeout=30)
    waiting.execute("SELECT count(*) FROM event").fetchall()
    assert run("restaurar", copy, "--sim", "--livro", ledger).code == 0
    waiting.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as raised:
        waiting.execute("UPDATE receivable SET charges_left = 1")
    waiting.close()
    assert raised.value.sqlite_errorname == "SQLITE_READONLY_DBMOVED"
    told = translate(raised.value, ledger)
    assert isinstance(told, BusyError) and "foi trocado" in told.message


def test_a_copy_that_somebody_writes_to_comes_whole(drilled: tuple[Path, Path], tmp_path: Path) -> None:
    ledger, copy = drilled
    with connected(copy) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE receivable SET charges_left = 1")
        ended = run("restaurar", copy, "--sim", "--livro", ledger)
    assert ended.code == 4 and "não está inteira" in ended.err, ended.err
    began = time.monotonic()
    assert finish(start("restaurar", copy, "--sim", "--livro", ledger), began).code == 0


def asked(ledger: Path, copy: Path) -> "pexpect.spawn[str]":
    """The program at its question, on a terminal."""
    words = ["restaurar", str(copy), "--livro", str(ledger)]
    terminal = pexpect.spawn(
        PROGRAM[0], words, env=environment(), encoding="utf-8", dimensions=(24, 200), timeout=30
    )
    terminal.expect_exact("por esta cópia? [s/N]")
    return terminal


def ended(terminal: "pexpect.spawn[str]") -> tuple[int | None, str]:
    said = terminal.read()
    terminal.close()
    return terminal.exitstatus, said


def test_the_owner_is_asked_and_may_say_no(drilled: tuple[Path, Path]) -> None:
    ledger, copy = drilled
    before, there = bytes_of(ledger), names_in(ledger.parent)
    for answer in ("n", "", "\x04"):
        terminal = asked(ledger, copy)
        terminal.send(answer if answer == "\x04" else f"{answer}\r")
        code, said = ended(terminal)
        assert code == 0 and NOTHING in said
    terminal = asked(ledger, copy)
    terminal.sendintr()
    code, said = ended(terminal)
    assert code == 130 and NOTHING in said
    assert (bytes_of(ledger), names_in(ledger.parent)) == (before, there)
    terminal = asked(ledger, copy)
    terminal.send("s\r")
    assert ended(terminal)[0] == 0
    assert count_rows(ledger) == 0


def test_the_question_holds_no_lock_and_what_came_meanwhile_is_not_lost(
    drilled: tuple[Path, Path], tmp_path: Path
) -> None:
    """P5."""
    ledger, copy = drilled
    terminal = asked(ledger, copy)
    assert import_file(ledger, write_rows(tmp_path / "b.csv", 7, prefix="B")).code == 0
    there = names_in(ledger.parent)
    terminal.send("s\r")
    code, said = ended(terminal)
    assert code == 5 and "mudou enquanto você decidia" in said and NOTHING in said
    assert count_rows(ledger, "B") == 7
    assert names_in(ledger.parent) == {name for name in there if not name.startswith(".cobranca-")}

"""P01-P06, P11, P13, P15-P18, P21, P22: ledgers that are not as they should be, by the real program.

Exit codes and words are looked at for a report and for a write; nothing is ever created or repaired.
"""

import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.durability.harness import (
    KILLED,
    LARGE,
    NOTHING,
    PROGRAM,
    bytes_of,
    connected,
    copy_ledger,
    count_rows,
    count_syscalls,
    dies_after,
    import_file,
    mutant,
    names_in,
    needs_strace,
    run,
    strace,
    words_broken,
    write_rows,
)

from cobranca_cli.ledger.schema import STEPS


def header_zeroed(ledger: Path) -> None:
    with ledger.open("r+b") as file:
        file.write(bytes(100))


def cut_in_half(ledger: Path) -> None:
    os.truncate(ledger, ledger.stat().st_size // 2)


def schema_spoilt(ledger: Path) -> None:
    with ledger.open("r+b") as file:
        file.seek(100)
        file.write(b"\xa5" * 1000)


def page_size_spoilt(ledger: Path) -> None:
    with ledger.open("r+b") as file:
        file.seek(16)
        file.write(b"\x00\x03")


def a_csv(ledger: Path) -> None:
    ledger.write_text("numero;cliente;vencimento;valor\n1;Ana;01/12/2026;10,00\n")


def empty(ledger: Path) -> None:
    ledger.write_bytes(b"")


def a_folder(ledger: Path) -> None:
    ledger.unlink()
    ledger.mkdir()


def missing(ledger: Path) -> None:
    ledger.unlink()


def newer(ledger: Path) -> None:
    _execute(ledger, "PRAGMA user_version = 99")


def of_another_program(ledger: Path) -> None:
    _execute(ledger, "PRAGMA application_id = 7")


def without_application(ledger: Path) -> None:
    _execute(ledger, "PRAGMA application_id = 0")


def _execute(ledger: Path, *statements: str) -> None:
    with connected(ledger) as connection:
        for statement in statements:
            connection.execute(statement)


DAMAGE: list[tuple[Callable[[Path], None], str, str]] = [
    (header_zeroed, "E-LIVRO-DANIFICADO", "está danificado"),
    (cut_in_half, "E-LIVRO-DANIFICADO", "está danificado"),
    (schema_spoilt, "E-LIVRO-DANIFICADO", "está danificado"),
    (page_size_spoilt, "E-LIVRO-DANIFICADO", "está danificado"),
    (a_csv, "E-LIVRO", "não é um livro do cobranca"),
    (empty, "E-LIVRO", "está vazio (0 bytes)"),
    (a_folder, "E-LIVRO", "não é um arquivo"),
    (missing, "E-LIVRO-AUSENTE", "não encontrei o livro"),
    (newer, "E-LIVRO-NOVO", "atualize o programa"),
    (of_another_program, "E-LIVRO", "outro programa"),
    (without_application, "E-LIVRO", "outro programa"),
]


@pytest.mark.parametrize(
    ("damage", "code", "words"), DAMAGE, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_ledger_that_is_not_right_is_refused_and_not_touched(
    damage: Callable[[Path], None], code: str, words: str, ledger_of_400: Path, tmp_path: Path
) -> None:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    damage(ledger)
    before = bytes_of(ledger) if ledger.is_file() else str(ledger.exists())
    file = write_rows(tmp_path / "g.csv", 3)
    for command in (("aging",), ("importar", "faturas", file)):
        ended = run(*command, "--livro", ledger)
        assert (ended.code, ended.out) == (4, ""), ended.err
        assert f"erro [{code}]: " in ended.err
        assert words in ended.err
        assert "\ndica: " in ended.err
        assert ended.err.endswith(f"{NOTHING}\n") == (command[0] == "importar")
        assert words_broken(ended) == []
        assert (bytes_of(ledger) if ledger.is_file() else str(ledger.exists())) == before
        assert names_in(ledger.parent) <= {"livro.db", "cobranca.toml"}


def test_a_damaged_ledger_points_to_the_newest_copy(ledger_of_400: Path, tmp_path: Path) -> None:
    """P01."""
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    for age, name in ((200, "livro.db.v3.bak"), (100, "livro.db.2026-11-20.bak")):
        copy = ledger.with_name(name)
        shutil.copy(ledger, copy)
        os.utime(copy, (time.time() - age,) * 2)
    cut_in_half(ledger)
    ended = run("aging", "--livro", ledger)
    assert ended.code == 4
    assert str(ledger.with_name("livro.db.2026-11-20.bak")) in ended.err


def test_a_page_of_rubbish_is_never_a_defect_of_the_program(ledger_of_400: Path, tmp_path: Path) -> None:
    """P03: some pages nobody reads; where one is read, the answer is 4, and never a wrong row unnoticed."""
    pages = ledger_of_400.stat().st_size // 4096
    codes = set()
    for page in range(1, pages, 1 if LARGE else 11):
        ledger = copy_ledger(ledger_of_400, tmp_path / str(page))
        with ledger.open("r+b") as file:
            file.seek(page * 4096)
            file.write(b"\xa5" * 4096)
        ended = run("faturas", "listar", "--situacao", "todas", "--formato", "csv", "--livro", ledger)
        assert words_broken(ended) == [], page
        assert ended.code == 0 or "E-LIVRO-DANIFICADO" in ended.err, ended.err
        codes.add(ended.code)
    assert codes <= {0, 4}


def test_a_hot_journal_is_rolled_back_in_silence(ledger_of_400: Path, tmp_path: Path) -> None:
    """P11: killed in the middle of a transaction that had reached the file; a report puts it right."""
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    fine = run("aging", "--livro", ledger)

    def begins() -> sqlite3.Connection:
        connection = sqlite3.connect(ledger, isolation_level=None)
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DROP TRIGGER receivable_no_update")
        connection.execute("UPDATE receivable SET amount = amount + 100")
        return connection

    dies_after(begins)
    assert Path(f"{ledger}-journal").stat().st_size > 512, "the journal is not hot"
    ended = run("aging", "--livro", ledger)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == fine.out
    assert not Path(f"{ledger}-journal").exists()


def test_a_ledger_found_in_wal_goes_back_to_one_file(ledger_of_400: Path, tmp_path: Path) -> None:
    """P13."""
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")

    def writes() -> sqlite3.Connection:
        connection = sqlite3.connect(ledger, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("DROP TRIGGER receivable_no_update")
        connection.execute("UPDATE receivable SET amount = 1 WHERE number = 'H-0000001'")
        return connection

    dies_after(writes)
    assert Path(f"{ledger}-wal").exists()
    ended = run("faturas", "ver", "H-0000001", "--formato", "json", "--livro", ledger)
    assert ended.code == 0, ended.err
    assert '"0.01"' in ended.out
    assert names_in(ledger.parent) == {"livro.db", "cobranca.toml"}


@pytest.mark.parametrize("service", ["OneDrive", "Google Drive"])
def test_a_synchronised_folder_is_warned_of_until_something_is_written(service: str, tmp_path: Path) -> None:
    """P17."""
    folder = tmp_path / service
    folder.mkdir()
    ledger = folder / "livro.db"
    file = write_rows(tmp_path / "g.csv", 3)
    runs = [
        run("iniciar", "--livro", ledger),
        import_file(ledger, file),
        run("aging", "--livro", ledger),
        run("vencidos", "--livro", ledger),
    ]
    assert [ended.code for ended in runs] == [0, 0, 0, 0]
    assert sum("parece sincronizada com a nuvem" in ended.err for ended in runs) == 1


def test_a_ledger_that_others_may_read_is_closed_to_them(ledger_of_400: Path, tmp_path: Path) -> None:
    """P18, T18."""
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    ledger.chmod(0o644)
    first, second = (run("aging", "--livro", ledger) for _ in range(2))
    assert (first.code, second.code, second.err) == (0, 0, "")
    assert "agora só você o lê" in first.err
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "name", ["a#b.db", "a?b.db", "a%41.db", "meu livro.db", "açaí & cia.db", "-x.db", "'q\".db"]
)
def test_the_right_file_is_opened_whatever_its_name(name: str, ledger_of_400: Path, tmp_path: Path) -> None:
    """P21, T27."""
    folder = tmp_path / "pasta # ? %20"
    ledger = copy_ledger(ledger_of_400, folder).rename(folder / name)
    file = write_rows(tmp_path / "g.csv", 3)
    assert import_file(ledger, file).code == 0
    assert count_rows(ledger) == 3
    assert names_in(folder) == {name, "cobranca.toml"}
    made = run("iniciar", "--livro", folder / f"novo {name}")
    assert made.code == 0, made.err
    assert names_in(folder) == {name, f"novo {name}", "cobranca.toml"}


def as_somebody(ledger: Path) -> tuple[str, ...]:
    """The program without the powers of root, which no permission stops."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv não está instalado nesta máquina")
    for path in (ledger.parent, *ledger.parent.iterdir()):
        os.chown(path, 65534, 65534)
    return ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_ledger_that_may_only_be_read(what: str, ledger_of_400: Path) -> None:
    """P08: reports go on; a write says why not."""
    import tempfile

    # pytest's own temporary folders are closed to anybody else.
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        ledger = copy_ledger(ledger_of_400, Path(name) / "livro")
        file = write_rows(Path(name) / "g.csv", 3)
        file.chmod(0o644)
        before = bytes_of(ledger)
        somebody = as_somebody(ledger)
        (ledger if what == "file" else ledger.parent).chmod(0o400 if what == "file" else 0o500)
        program = (*somebody, *PROGRAM)
        report = run("aging", "--por", "faixa", "--livro", ledger, program=program)
        write = import_file(ledger, file, program=program)
        assert (report.code, report.err) == (0, "")
        assert write.code == 4, write.err
        assert "erro [E-SOMENTE-LEITURA]: " in write.err
        assert write.err.endswith(f"{NOTHING}\n")
        assert bytes_of(ledger) == before


def content(ledger: Path) -> list[str]:
    with connected(ledger) as connection:
        return list(connection.iterdump())


@needs_strace
def test_an_upgrade_that_is_killed_leaves_the_old_version_or_the_new(
    ledger_of_400: Path, tmp_path: Path
) -> None:
    """P22: the next program's upgrade, killed at its writes; then it is run again."""
    program = mutant("next_version")
    log = tmp_path / "log"
    whole = copy_ledger(ledger_of_400, tmp_path / "inteiro")
    ended = run("aging", "--livro", whole, program=(*strace(log, whole), *program))
    now = len(STEPS)
    assert f"o livro passou do formato {now} para o {now + 1}" in ended.err, ended.err
    (copy,) = whole.parent.glob(f"livro.db.v{now}.20??-??-??.bak")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert content(copy) == content(ledger_of_400)
    counts = count_syscalls(log)
    for syscall in ("pwrite64", "fdatasync", "unlink", "fsync"):
        for number in range(1, counts.get(syscall, 0) + 1, 1 if LARGE else 9):
            ledger = copy_ledger(ledger_of_400, tmp_path / f"{syscall}-{number}")
            fault = ("-e", f"inject={syscall}:signal=KILL:when={number}")
            killed = run("aging", "--livro", ledger, program=(*strace(log, ledger, *fault), *program))
            assert killed.code == KILLED
            with connected(ledger) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                tables = connection.execute(
                    "SELECT count(*) FROM sqlite_schema WHERE name = 'later'"
                ).fetchone()[0]
            assert (version, tables) in ((now, 0), (now + 1, 1))
            again = run("aging", "--livro", ledger, program=program)
            assert again.code == 0, again.err
            assert content(ledger.with_name(copy.name)) == content(ledger_of_400)

"""A copy: what is in it, where it goes, what is noted of it, which old ones go; encrypted, and refused."""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.ledger.ledger_box import ask
from tests.services.copy_box import DAY, backup, names, record, told_ledger

from cobranca_cli.errors import ConfigError, LedgerError, OutsideError, UsageError

TOML = "cobranca.toml"
KEY = "age1pxg9a7zkw53spuklf04t03846j9fpmxjxlxsq5hnn86lu9y8qywqvjvc4m"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return told_ledger(tmp_path / "loja")


def events(ledger: Path) -> list[tuple[object, ...]]:
    return ask(ledger, "SELECT seq, hash, kind, data FROM event ORDER BY seq")


def test_a_copy_is_the_ledger_at_that_moment_and_is_noted_afterwards(ledger: Path) -> None:
    before = events(ledger)
    made = backup(ledger)
    assert made.path == ledger.parent / "copias" / "livro-2026-11-21-0915.db"
    assert (made.sealed, made.removed, made.unnoted, made.notices) == (False, (), None, ())
    assert made.size == made.path.stat().st_size
    assert events(made.path) == before
    assert (made.found.events, made.found.seq, made.found.hash) == (3, 3, before[-1][1])
    *same, noted = events(ledger)
    assert same == before
    assert noted[2] == "copia"
    assert json.loads(str(noted[3])) == {
        "evento": 3,
        "cabeca": before[-1][1],
        "faturas": 0,
        "cifrada": False,
    }
    assert names(ledger.parent) == ["copias", "livro.db"]


def test_two_copies_in_a_minute_have_two_names(ledger: Path) -> None:
    assert [backup(ledger).path.name for _ in range(3)] == [
        "livro-2026-11-21-0915.db",
        "livro-2026-11-21-0915-2.db",
        "livro-2026-11-21-0915-3.db",
    ]


def test_a_folder_or_a_name_may_be_said(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "pendrive").mkdir()
    assert backup(ledger, tmp_path / "pendrive").path == tmp_path / "pendrive" / "livro-2026-11-21-0915.db"
    assert backup(ledger, tmp_path / "a.db").path == tmp_path / "a.db"
    with pytest.raises(UsageError, match="já existe"):
        backup(ledger, tmp_path / "a.db")
    record(ledger, 9)
    assert backup(ledger, tmp_path / "a.db", overwrite=True).found.seq == len(events(ledger)) - 1
    assert names(tmp_path) == ["a.db", "loja", "pendrive"]


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("loja/livro.db", UsageError),
        ("loja/livro.db-journal", UsageError),
        ("x.age", UsageError),
        ("nada", UsageError),
        ("nada/x.db", OutsideError),
        ("x" * 300 + ".db", OutsideError),
        ("cano.db", UsageError),
        ("elo.db", UsageError),
    ],
)
def test_what_cannot_be_a_copy_is_refused(
    target: str, error: type[Exception], ledger: Path, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "cano.db")
    (tmp_path / "elo.db").symlink_to(ledger)
    before, there = ledger.read_bytes(), names(tmp_path)
    with pytest.raises(error):
        backup(ledger, tmp_path / target, overwrite=True)
    assert (ledger.read_bytes(), names(tmp_path)) == (before, there)


def test_a_disk_that_is_not_there_does_not_become_a_folder(ledger: Path, tmp_path: Path) -> None:
    (ledger.parent / TOML).write_text(f'[backup]\npasta = "{tmp_path}/pendrive"\n')
    with pytest.raises(OutsideError, match="não existe"):
        backup(ledger)
    (tmp_path / "pendrive").mkdir()
    assert backup(ledger).path.parent == tmp_path / "pendrive"


def test_a_folder_that_cannot_be_made_is_told_as_that(ledger: Path) -> None:
    (ledger.parent / "copias").write_text("a file of the owner's")
    with pytest.raises(OutsideError, match="não consegui criar a pasta das cópias"):
        backup(ledger)


def test_old_copies_go_by_the_owners_rules_and_only_copies(ledger: Path) -> None:
    (ledger.parent / TOML).write_text(
        "[backup]\nmanter_diarias = 3\nmanter_semanais = 0\nmanter_mensais = 0\n"
    )
    folder = ledger.parent / "copias"
    folder.mkdir()
    strangers = {
        "livro-2026-11-01-0800.db": b"something else",
        "outro-2026-11-01-0800.db": b"SQLite format 3\0",
        "livro-2026-11-01.txt": b"",
    }
    for name, content in strangers.items():
        (folder / name).write_bytes(content)
    (folder / "livro-2026-11-02-0800.db").symlink_to(ledger)
    days = [DAY + timedelta(days=number) for number in range(5)]
    gone = [backup(ledger, day=day).removed for day in days]
    assert [[path.name for path in each] for each in gone] == [
        [],
        [],
        [],
        ["livro-2026-11-21-0915.db"],
        ["livro-2026-11-22-0915.db"],
    ]
    kept = [f"livro-2026-11-{day}-0915.db" for day in (23, 24, 25)]
    assert names(folder) == sorted([*strangers, "livro-2026-11-02-0800.db", *kept])


def test_a_copy_with_a_name_of_its_own_takes_none_away(ledger: Path) -> None:
    (ledger.parent / TOML).write_text("[backup]\nmanter_diarias = 1\nmanter_semanais=0\nmanter_mensais=0\n")
    first = backup(ledger).path
    assert backup(ledger, first.parent / "minha.db", day=DAY + timedelta(days=9)).removed == ()
    assert first.exists()


def test_a_copy_dated_before_the_others_is_not_taken_away_at_once(ledger: Path) -> None:
    (ledger.parent / TOML).write_text("[backup]\nmanter_diarias = 1\nmanter_semanais=0\nmanter_mensais=0\n")
    later = backup(ledger).path
    made = backup(ledger, day=DAY - timedelta(days=30))
    assert made.path.exists() and later.exists()


def test_what_killed_runs_left_is_swept_after_a_day(ledger: Path) -> None:
    folder = backup(ledger).path.parent
    old, new = (folder / f".cobranca-{os.getpid():08x}{each * 8}.tmp" for each in "ab")
    for path, age in ((old, 1), (new, 0)):
        path.write_bytes(b"x")
        day = 1_795_263_300 - age * 90_000
        os.utime(path, (day, day))
    backup(ledger)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_damaged_ledger_is_told_and_not_copied(ledger: Path) -> None:
    with ledger.open("r+b") as file:
        file.seek(4096 * 8)
        file.write(os.urandom(4096 * 4))
    with pytest.raises(LedgerError) as raised:
        backup(ledger)
    assert raised.value.code == "E-LIVRO-DANIFICADO"
    assert list(ledger.parent.glob("copias/*")) == []


def test_an_encrypted_copy_shows_nothing_and_no_plain_one_is_made(ledger: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyrage")
    (ledger.parent / TOML).write_text(f'[backup]\ndestinatario = "{KEY}"\n')
    made = backup(ledger)
    assert (made.path.name, made.sealed) == ("livro-2026-11-21-0915.db.age", True)
    assert made.path.stat().st_mode & 0o777 == 0o600
    content = made.path.read_bytes()
    assert content.startswith(b"age-encryption.org/v1") and b"SQLite" not in content
    assert b"Cliente" in ledger.read_bytes() and b"Cliente" not in content
    assert backup(ledger, tmp_path / "x.db").path == tmp_path / "x.db.age"
    assert json.loads(str(events(ledger)[-1][3]))["cifrada"] is True
    assert names(made.path.parent) == [made.path.name]


def test_encrypted_copies_go_too(ledger: Path) -> None:
    pytest.importorskip("pyrage")
    (ledger.parent / TOML).write_text(
        f'[backup]\ndestinatario = "{KEY}"\nmanter_diarias = 1\nmanter_semanais = 0\nmanter_mensais = 0\n'
    )
    of_the_first_day, *days = [backup(ledger, day=DAY + timedelta(days=number)) for number in range(3)]
    assert [each.removed for each in days] == [(), (days[0].path,)]
    assert of_the_first_day.path.exists(), "it may be of the ledger that was there before"


def test_a_key_with_a_typing_error_is_told(ledger: Path) -> None:
    pytest.importorskip("pyrage")
    (ledger.parent / TOML).write_text(f'[backup]\ndestinatario = "{KEY[:-1]}q"\n')
    with pytest.raises(ConfigError, match="destinatario"):
        backup(ledger)
    assert names(ledger.parent) == [TOML, "livro.db"]


def test_without_the_library_no_copy_is_made_rather_than_a_plain_one(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    (ledger.parent / TOML).write_text(f'[backup]\ndestinatario = "{KEY}"\n')
    with pytest.raises(OutsideError) as raised:
        backup(ledger)
    assert raised.value.code == "E-CIFRA" and "pip install" in str(raised.value.hint)
    assert names(ledger.parent) == [TOML, "livro.db"]

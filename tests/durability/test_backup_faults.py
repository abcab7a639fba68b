"""P6, P10, P03, T18: a backup that fails leaves the copies that were there, the ledger, and no stub.

Small: some of the moments. Large (`COBRANCA_DEMORADO=1`): each of them.
"""

import os
import stat
from pathlib import Path

import pytest
from tests.durability.copying import state, wrong_with
from tests.durability.harness import (
    KILLED,
    LARGE,
    PROGRAM,
    bytes_of,
    copy_ledger,
    mutant,
    names_in,
    needs_strace,
    run,
    words_broken,
)
from tests.durability.test_damaged_ledgers import as_somebody
from tests.durability.test_disk_full import PAGE, fill, limited, refused, small_disk

__all__ = ["small_disk"]
CALLS = ("rename,renameat,renameat2", "link,linkat", "unlink,unlinkat", "fsync", "pwrite64")


@pytest.mark.parametrize("pages_left", range(0, 130, 3 if LARGE else 60))
def test_a_copy_that_does_not_fit_leaves_no_stub(
    pages_left: int, small_disk: Path, ledger_of_400: Path, tmp_path: Path
) -> None:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    before = bytes_of(ledger)
    (small_disk / "ontem.db").write_text("a de ontem")
    fill(small_disk, pages_left)
    there = names_in(small_disk)
    for words in ((small_disk,), (small_disk / "ontem.db", "--sobrescrever")):
        ended = run("backup", *words, "--livro", ledger)
        if ended.code == 0:
            assert pages_left * PAGE >= ledger.stat().st_size
            return
        assert refused(ended, "E-DISCO-CHEIO") == []
        assert names_in(small_disk) == there
    assert (small_disk / "ontem.db").read_text() == "a de ontem"
    assert bytes_of(ledger) == before


def test_a_copy_beside_a_ledger_on_a_full_disk(small_disk: Path, ledger_of_400: Path) -> None:
    ledger = copy_ledger(ledger_of_400, small_disk / "livro")
    fill(small_disk, 20)
    before = bytes_of(ledger)
    ended = run("backup", "--livro", ledger)
    assert refused(ended, "E-DISCO-CHEIO") == []
    assert bytes_of(ledger) == before
    assert names_in(ledger.parent / "copias") == set()


def test_the_harness_sees_the_stub_of_a_copy(small_disk: Path, ledger_of_400: Path, tmp_path: Path) -> None:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    fill(small_disk, 20)
    there = names_in(small_disk)
    ended = run("backup", small_disk, "--livro", ledger, program=mutant("leaves_stub"))
    assert ended.code != 0 and names_in(small_disk) != there


@pytest.mark.parametrize("size", [0, 4096, 60_000])
def test_a_copy_where_files_may_not_grow(size: int, ledger_of_400: Path, tmp_path: Path) -> None:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    (tmp_path / "copias").mkdir()
    ended = run("backup", tmp_path / "copias", "--livro", ledger, preexec_fn=limited(size))
    assert refused(ended, "E-DISCO") == [] or refused(ended, "E-DISCO-CHEIO") == []
    assert names_in(tmp_path / "copias") == set()


def spoil_page(ledger: Path, page: int) -> None:
    with ledger.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(os.urandom(4096))


@pytest.mark.parametrize("page", [20, 40])
def test_a_damaged_ledger_does_not_take_the_place_of_a_good_copy(
    page: int, ledger_of_400: Path, tmp_path: Path
) -> None:
    """P03, T28."""
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    good = tmp_path / "boa.db"
    assert run("backup", good, "--livro", ledger).code == 0
    before = bytes_of(good)
    spoil_page(ledger, page)
    for words in ((good, "--sobrescrever"), ()):
        ended = run("backup", *words, "--livro", ledger)
        assert refused(ended, "E-LIVRO-DANIFICADO") == [], ended.err
        assert "as anteriores continuam" in ended.err
    assert bytes_of(good) == before
    assert not any((ledger.parent / "copias").iterdir())


def test_what_a_backup_leaves_is_for_its_owner_alone(ledger_of_400: Path, tmp_path: Path) -> None:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    ended = run("backup", "--livro", ledger, preexec_fn=lambda: os.umask(0) and None)
    assert ended.code == 0, ended.err
    folder = ledger.parent / "copias"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()] == [0o600]
    loose = run("backup", tmp_path / "copia.db", "--livro", ledger, program=mutant("loose_modes"))
    assert loose.code == 0
    assert stat.S_IMODE((tmp_path / "copia.db").stat().st_mode) != 0o600, (
        "the harness cannot see a loose mode"
    )


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_ledger_that_may_only_be_read_is_copied(what: str, ledger_of_400: Path) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        ledger = copy_ledger(ledger_of_400, Path(name) / "livro")
        before = bytes_of(ledger)
        somebody = as_somebody(ledger)
        (ledger if what == "file" else ledger.parent).chmod(0o400 if what == "file" else 0o500)
        copy = Path(name) / "copia.db"
        ended = run("backup", copy, "--livro", ledger, program=(*somebody, *PROGRAM))
        assert ended.code == 0, ended.err
        assert "não ficou anotada no livro: o livro" in ended.err
        assert wrong_with(copy, state(ledger)) == []
        assert bytes_of(ledger) == before


def injections(log: Path, *words: object) -> list[tuple[str, int]]:
    """Each call of the run that touched the disk, as strace counts them."""
    found = []
    for call in CALLS:
        traced = ("strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}", *PROGRAM)
        assert run(*words, program=traced).code == 0
        count = len([line for line in log.read_text(errors="replace").splitlines() if "(" in line])
        step = 1 if LARGE or count < 3 else max(1, count // 2)
        found += [(call, number) for number in range(1, count + 1, step)]
    return found


def killed_at(log: Path, call: str, number: int, *words: object, program: tuple[str, ...] = PROGRAM) -> int:
    fault = ("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}")
    return run(*words, program=("strace", "-f", "-qq", "-o", str(log), *fault, *program)).code


@needs_strace
def test_a_killed_backup_leaves_a_whole_copy_or_none(ledger_of_400: Path, tmp_path: Path) -> None:
    log, killed = tmp_path / "log", 0
    expected = state(ledger_of_400)
    whole = copy_ledger(ledger_of_400, tmp_path / "medida")
    for place, (call, number) in enumerate(injections(log, "backup", "--livro", whole)):
        ledger = copy_ledger(ledger_of_400, tmp_path / f"morte-{place}")
        folder = ledger.parent / "copias"
        killed += killed_at(log, call, number, "backup", "--livro", ledger) == KILLED
        seen = [each for each in folder.glob("*") if not each.name.startswith(".")] if folder.exists() else []
        assert [wrong_with(each, expected) for each in seen if each.suffix == ".db"] in ([], [[]])
        assert wrong_with(ledger, expected) == []
        again = run("backup", "--livro", ledger)
        assert (again.code, words_broken(again)) == (0, [])
    assert killed > 4

"""P6, P10: a full disk is told clearly, changes nothing in the ledger and leaves no stub behind.

Two ways: a disk of a few MiB (tmpfs, where mounting is allowed) and a limit on the size of files.
"""

import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.durability.harness import (
    HEADER,
    LARGE,
    NOTHING,
    PROGRAM,
    Ended,
    bytes_of,
    copy_ledger,
    count_rows,
    import_file,
    mutant,
    names_in,
    run,
    words_broken,
    write_rows,
)

PAGE = 4096
BALLAST = "lastro"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MiB."""
    folder = tmp_path / "disco"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True, text=True
    )
    if mounted.returncode != 0:
        pytest.skip(f"montar um tmpfs não é permitido aqui: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, pages_left: int = 0) -> None:
    """Take all of the disk but a few pages."""
    with (folder / BALLAST).open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(PAGE))
        except OSError:
            pass
        file.truncate(max(file.tell() // PAGE - pages_left, 0) * PAGE)


def bad_rows(path: Path, count: int) -> Path:
    """A file with one good row and `count` bad ones."""
    bad = "".join(f"R-{number};Cliente;;;31/02/2026;1,00\n" for number in range(count))
    path.write_text(f"{HEADER}G-1;Cliente;;;01/12/2026;10,00\n{bad}")
    return path


CANCEL = ("faturas", "cancelar", "H-0000001", "--motivo", "teste")
EDIT = ("clientes", "editar", "Cliente 0001 Ltda", "--cidade", "Avaré")


@pytest.mark.parametrize("pages_left", range(0, 24, 1 if LARGE else 14))
@pytest.mark.parametrize("words", [("importar", "faturas"), CANCEL, EDIT], ids=lambda words: words[1])
def test_writing_to_a_full_disk(
    words: tuple[str, ...], pages_left: int, small_disk: Path, ledger_of_400: Path, tmp_path: Path
) -> None:
    ledger = copy_ledger(ledger_of_400, small_disk / "livro")
    file = write_rows(tmp_path / "g.csv", 5_000)
    before = bytes_of(ledger)
    fill(small_disk, pages_left)
    ended = run(*words, *([file] if words[0] == "importar" else []), "--livro", ledger)
    if ended.code == 0:
        assert pages_left > 0
        assert words[0] != "importar"
        return
    assert refused(ended, "E-DISCO-CHEIO") == []
    assert "o disco do livro está cheio" in ended.err
    assert bytes_of(ledger) == before
    assert names_in(ledger.parent) == {"livro.db", "cobranca.toml"}
    read = run("aging", "--por", "faixa", "--livro", ledger)
    assert (read.code, read.err) == (0, "")
    (small_disk / BALLAST).unlink()
    assert run("clientes", "editar", "Cliente 0001 Ltda", "--cidade", "Bauru", "--livro", ledger).code == 0


def refused(ended: Ended, code: str, number: int = 4) -> list[str]:
    """What is wrong with how a failure was told."""
    broken = words_broken(ended)
    if ended.code != number or f"erro [{code}]:" not in ended.err:
        broken.append(f"exit {ended.code}: {ended.err}")
    if ended.err.count(NOTHING) != 1 or not ended.err.endswith(f"{NOTHING}\n"):
        broken.append(f"the last words are not {NOTHING!r}: {ended.err}")
    return broken


def created(folder: Path, program: tuple[str, ...] | None = None) -> tuple[Ended, set[str]]:
    """A new ledger on the disk as it is now, and the files that are there afterwards."""
    words = ("iniciar", "--livro", folder / "novo" / "livro.db")
    (folder / "novo").mkdir()
    ended = run(*words, program=program) if program else run(*words)
    return ended, names_in(folder / "novo")


@pytest.mark.parametrize("pages_left", range(0, 40, 1 if LARGE else 9))
def test_a_new_ledger_on_a_full_disk_is_whole_or_absent(pages_left: int, small_disk: Path) -> None:
    fill(small_disk, pages_left)
    ended, there = created(small_disk)
    assert words_broken(ended) == []
    if ended.code == 0:
        assert there == {"livro.db", "cobranca.toml"}
    elif NOTHING in ended.err:
        assert (ended.code, there) == (4, set()), ended.err
    else:
        assert there >= {"livro.db"}, ended.err
        assert "Gravado: livro novo" in ended.err
    (small_disk / BALLAST).unlink()
    again = run("iniciar", "--livro", small_disk / "novo" / "livro.db")
    assert again.code == (4 if "livro.db" in there else 0), again.err


def test_the_harness_sees_a_stub(small_disk: Path) -> None:
    fill(small_disk, 6)
    ended, there = created(small_disk, mutant("leaves_stub"))
    assert ended.code != 0
    assert "livro.db" in there


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_a_report_to_a_full_disk(ending: str, small_disk: Path, ledger_of_400: Path) -> None:
    target = small_disk / f"relatorio.{ending}"
    target.write_text("o de ontem")
    fill(small_disk, 1)
    ended = run("faturas", "listar", "--livro", ledger_of_400, "--saida", target, "--sobrescrever")
    assert words_broken(ended) == []
    assert ended.code == 8, ended.err
    assert "não há espaço livre no disco" in ended.err
    assert names_in(small_disk) == {target.name, BALLAST}
    assert target.read_text() == "o de ontem"


def test_a_report_to_a_full_device(ledger_of_400: Path) -> None:
    """The last write of a redirected report fails: not a quiet success."""
    if not Path("/dev/full").exists():
        pytest.skip("esta máquina não tem /dev/full")
    with Path("/dev/full").open("w") as full:
        made = subprocess.run(
            [*PROGRAM, "faturas", "listar", "--livro", str(ledger_of_400)],
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert made.returncode == 8, made.stderr
    assert b"erro [E-SAIDA]" in made.stderr


@pytest.mark.parametrize("pages_left", [0, 1])
def test_rejected_rows_to_a_full_disk(
    pages_left: int, small_disk: Path, ledger_of_400: Path, tmp_path: Path
) -> None:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    before = bytes_of(ledger)
    file = bad_rows(tmp_path / "ruins.csv", 500)
    fill(small_disk, pages_left)
    ended = run("importar", "faturas", file, "--livro", ledger, "--rejeitados", small_disk / "r.csv")
    assert refused(ended, "E-SAIDA", 8) == []
    assert bytes_of(ledger) == before
    assert names_in(small_disk) == {BALLAST}


def test_rejected_rows_beside_a_ledger_on_a_full_disk(
    small_disk: Path, ledger_of_400: Path, tmp_path: Path
) -> None:
    ledger = copy_ledger(ledger_of_400, small_disk / "livro")
    file = bad_rows(tmp_path / "ruins.csv", 500)
    fill(small_disk, 12)
    before = bytes_of(ledger)
    ended = run("importar", "faturas", file, "--livro", ledger, "--rejeitados", small_disk / "r.csv")
    assert words_broken(ended) == []
    assert ended.code in (4, 8), ended.err
    assert ended.err.endswith(f"{NOTHING}\n")
    assert bytes_of(ledger) == before
    assert names_in(small_disk) == {BALLAST, "livro"}
    assert names_in(ledger.parent) == {"livro.db", "cobranca.toml"}


def limited(size: int) -> Callable[[], None]:
    """For a child: no file may grow beyond `size` bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("beyond", [0, 8 * PAGE])
@pytest.mark.parametrize("words", [("importar", "faturas"), CANCEL, EDIT], ids=lambda words: words[1])
def test_writing_where_files_may_not_grow(
    words: tuple[str, ...], beyond: int, ledger_of_400: Path, tmp_path: Path
) -> None:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    file = write_rows(tmp_path / "g.csv", 5_000)
    before = bytes_of(ledger)
    limit = ledger.stat().st_size + beyond if words[0] == "importar" else PAGE + beyond // 8
    ended = run(
        *words, *([file] if words[0] == "importar" else []), "--livro", ledger, preexec_fn=limited(limit)
    )
    assert refused(ended, "E-DISCO") == [] or refused(ended, "E-DISCO-CHEIO") == []
    assert bytes_of(ledger) == before
    assert names_in(ledger.parent) == {"livro.db", "cobranca.toml"}


@pytest.mark.parametrize("size", [0, 600, PAGE, 60_000, 73_000])
def test_a_new_ledger_where_files_may_not_grow(size: int, tmp_path: Path) -> None:
    folder = tmp_path / "novo"
    folder.mkdir()
    ended = run("iniciar", "--livro", folder / "livro.db", preexec_fn=limited(size))
    assert refused(ended, "E-DISCO") == [] or refused(ended, "E-DISCO-CHEIO") == []
    assert names_in(folder) == set()


@pytest.mark.parametrize("size", [0, 600])
def test_a_report_where_files_may_not_grow(size: int, ledger_of_400: Path, tmp_path: Path) -> None:
    target = tmp_path / "relatorio.csv"
    ended = run("faturas", "listar", "--livro", ledger_of_400, "--saida", target, preexec_fn=limited(size))
    assert ended.code == 8, ended.err
    assert "o arquivo ficou maior do que o sistema permite" in ended.err
    assert names_in(tmp_path) == set()


def test_an_import_runs_again_when_there_is_room(
    small_disk: Path, ledger_of_400: Path, tmp_path: Path
) -> None:
    ledger = copy_ledger(ledger_of_400, small_disk / "livro")
    file = write_rows(tmp_path / "g.csv", 2_000)
    fill(small_disk, 30)
    assert import_file(ledger, file).code == 4
    (small_disk / BALLAST).unlink()
    assert import_file(ledger, file).code == 0
    assert count_rows(ledger) == 2_000

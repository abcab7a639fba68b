"""A file is there whole or not at all; what was there before stays."""

import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cobranca_cli.errors import CobrancaError, OutsideError, UsageError
from cobranca_cli.output.atomic import replacing
from cobranca_cli.placing import SQLITE_MAGIC

OLD = b"antigo"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "rel.csv"
    path.write_bytes(OLD)
    return path


def write(path: Path, *, overwrite: bool = False, data: bytes = b"novo") -> None:
    with replacing(path, overwrite=overwrite) as handle:
        handle.write(data)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_whole_and_private(tmp_path: Path) -> None:
    write(tmp_path / "rel.csv")
    assert (tmp_path / "rel.csv").read_bytes() == b"novo"
    assert mode(tmp_path / "rel.csv") == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["rel.csv"]


def test_the_name_appears_only_at_the_end(tmp_path: Path) -> None:
    with replacing(tmp_path / "rel.csv", overwrite=False) as handle:
        handle.write(b"novo")
        (temporary,) = tmp_path.iterdir()
        assert temporary.name != "rel.csv"
        assert mode(temporary) == 0o600


def test_an_existing_file_is_refused(old: Path) -> None:
    with pytest.raises(UsageError) as raised:
        write(old)
    assert "--sobrescrever" in str(raised.value.hint)
    assert old.read_bytes() == OLD


def test_an_existing_file_is_replaced_on_request(old: Path) -> None:
    old.chmod(0o644)
    write(old, overwrite=True)
    assert old.read_bytes() == b"novo"
    assert mode(old) == 0o600


def test_a_file_that_appears_meanwhile_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "rel.csv"
    with pytest.raises(UsageError), replacing(path, overwrite=False) as handle:
        handle.write(b"novo")
        path.write_bytes(OLD)
    assert path.read_bytes() == OLD
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ValueError, OSError(28, "full"), UsageError("x")])
def test_after_any_failure_the_old_file_is_intact(old: Path, failure: BaseException) -> None:
    with (
        pytest.raises((KeyboardInterrupt, ValueError, CobrancaError)),
        replacing(old, overwrite=True) as handle,
    ):
        handle.write(b"metade")
        raise failure
    assert old.read_bytes() == OLD
    assert [path.name for path in old.parent.iterdir()] == [old.name]


def test_no_space_is_told_as_such(old: Path) -> None:
    space = "não há espaço livre no disco"
    with pytest.raises(OutsideError, match=space) as raised, replacing(old, overwrite=True):
        raise OSError(28, "No space left on device")
    assert raised.value.exit_code == 8


def test_a_limit_on_the_size_of_files(old: Path) -> None:
    """The system itself fails the write: the limit is 4 KiB."""
    program = f"""
import resource
from pathlib import Path
from cobranca_cli.output.atomic import replacing
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, {resource.RLIM_INFINITY}))
with replacing(Path({str(old)!r}), overwrite=True) as handle:
    handle.write(b"x" * 100_000)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "o arquivo ficou maior do que o sistema permite" in done.stderr
    assert old.read_bytes() == OLD
    assert [path.name for path in old.parent.iterdir()] == [old.name]


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="a pasta não existe"):
        write(tmp_path / "nada" / "rel.csv")


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="é uma pasta"):
        write(tmp_path, overwrite=True)


def test_a_file_in_place_of_the_folder(old: Path) -> None:
    with pytest.raises(OutsideError, match="não é uma pasta"):
        write(old / "rel.csv")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutsideError, match="sem permissão"):
        write(tmp_path / "rel.csv")


@pytest.mark.parametrize(
    "name", ["livro.db", "livro.db-journal", "livro.db-wal", "livro.db.ancora", "cobranca.toml"]
)
def test_a_ledger_is_never_written_over(tmp_path: Path, name: str) -> None:
    (tmp_path / "livro.db").write_bytes(SQLITE_MAGIC + b"resto")
    with pytest.raises(UsageError, match="livro"):
        write(tmp_path / name, overwrite=True)
    assert (tmp_path / "livro.db").read_bytes() == SQLITE_MAGIC + b"resto"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", ["livro.db", "livro.db.ancora"])
def test_a_ledger_behind_a_link_is_never_written_over(tmp_path: Path, name: str) -> None:
    (tmp_path / "livro.db").write_bytes(SQLITE_MAGIC)
    (tmp_path / "rel.csv").symlink_to(name)
    with pytest.raises(UsageError):
        write(tmp_path / "rel.csv", overwrite=True)


def test_a_link_is_followed(old: Path) -> None:
    link = old.with_name("link.csv")
    link.symlink_to(old.name)
    write(link, overwrite=True)
    assert link.is_symlink()
    assert old.read_bytes() == b"novo"


def test_a_device_is_not_replaced_by_a_file() -> None:
    with pytest.raises(UsageError, match="não é um arquivo comum"):
        write(Path(os.devnull), overwrite=True)
    assert Path(os.devnull).is_char_device()


def test_a_long_name_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="longo demais"):
        write(tmp_path / ("x" * 300))


def test_the_longest_allowed_name_works(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    write(path)
    assert path.stat().st_size > 0

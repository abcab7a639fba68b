"""P17, P19, T18, T35: the same program under cron, in any locale, zone and terminal, and with any umask."""

import os
import pty
import re
import select
import stat
import subprocess
from pathlib import Path

import pytest
from tests.durability.harness import (
    PROGRAM,
    bytes_of,
    copy_ledger,
    environment,
    import_file,
    mutant,
    run,
    write_rows,
)

ESCAPE = "\x1b"
OVERDUE = ("vencidos", "--livro")
CPF, CNPJ = "529.982.247-25", "11.222.333/0001-81"
EMAIL = "ana.sigilosa@exemplo.com.br"


def secret_file(path: Path, bad: str) -> Path:
    """Two rows of real people, of which `bad` replaces what it names."""
    rows = [
        ["S-1", "Ana Souza", CPF, EMAIL, "05/12/2026", "99,90"],
        ["S-2", "Padaria São João Ltda", CNPJ, EMAIL, "01/12/2026", "1.234,56"],
    ]
    name, _, value = bad.partition("=")
    if name:
        rows[1][("numero", "cliente", "documento", "email", "vencimento", "valor").index(name)] = value
    lines = ["numero;cliente;documento;email;vencimento;valor", *(";".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def as_cron(*words: object, **more: str) -> "subprocess.CompletedProcess[bytes]":
    """Nothing at all in the environment but what is named: `env -i`."""
    return subprocess.run(
        ["env", "-i", *(f"{name}={value}" for name, value in more.items()), *PROGRAM, *map(str, words)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd="/",
        timeout=60,
    )


@pytest.fixture
def ledger_with_accents(ledger_of_400: Path, tmp_path: Path) -> Path:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    assert import_file(ledger, secret_file(tmp_path / "s.csv", "")).code == 0
    return ledger


@pytest.mark.parametrize("command", [("vencidos",), ("aging",), ("faturas", "ver", "S-2")])
def test_without_any_environment(command: tuple[str, ...], ledger_with_accents: Path) -> None:
    ended = as_cron(*command, "--livro", ledger_with_accents, "--hoje", "2026-12-20")
    assert (ended.returncode, ended.stderr) == (0, b"")
    text = ended.stdout.decode("utf-8")
    assert "Padaria São João" in text
    assert ESCAPE not in text


@pytest.mark.parametrize(
    "settings",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "LANG": "pt_BR.ISO-8859-1"},
        {"LANG": "C.UTF-8", "TERM": "xterm-256color", "FORCE_COLOR": "1"},
        {"LANG": "pt_BR.UTF-8", "CLICOLOR_FORCE": "1"},
        {"PYTHONIOENCODING": "utf-8", "COLUMNS": "40"},
        {"NO_COLOR": "1", "TERM": "dumb"},
    ],
    ids=lambda settings: next(iter(settings.items())),
)
def test_a_pipe_gets_the_same_bytes_in_every_locale(
    settings: dict[str, str], ledger_with_accents: Path
) -> None:
    words = ("aging", "--livro", ledger_with_accents, "--hoje", "2026-12-20")
    plain, ended = as_cron(*words), as_cron(*words, **settings)
    assert (ended.returncode, ended.stderr, ended.stdout) == (0, b"", plain.stdout)


@pytest.mark.parametrize("encoding", ["cp437", "ascii:strict"])
@pytest.mark.parametrize("form", ["tabela", "csv", "json"])
def test_a_narrow_encoding_stops_nothing(encoding: str, form: str, ledger_with_accents: Path) -> None:
    """T35. Formats for machines are UTF-8 whatever the stream says."""
    words = ("vencidos", "--livro", ledger_with_accents, "--hoje", "2026-12-20", "--formato", form)
    ended = as_cron(*words, PYTHONIOENCODING=encoding)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"S-2" in ended.stdout
    if form != "tabela":
        assert ended.stdout == as_cron(*words).stdout


@pytest.mark.parametrize("words", [("--ajuda",), ("aging", "--livro", "/nao/há")])
def test_help_and_errors_in_a_narrow_encoding(words: tuple[str, ...]) -> None:
    ended = as_cron(*words, PYTHONIOENCODING="ascii")
    assert ended.returncode == (0 if words == ("--ajuda",) else 4)
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize("home", [{}, {"HOME": "/nonexistent"}])
def test_the_day_without_a_ledger_and_without_a_home(home: dict[str, str]) -> None:
    """`cobranca` alone in an empty environment: told what to do, nothing created, no traceback."""
    ended = as_cron("vencidos", **home, XDG_DATA_HOME="/nonexistent/dados")
    assert ended.returncode == 4, ended.stderr
    assert b"E-LIVRO-AUSENTE" in ended.stderr
    assert not Path("/nonexistent").exists()


def test_the_zone_and_the_clock_of_the_machine_change_nothing(ledger_with_accents: Path) -> None:
    """P19."""
    zones = ("UTC", "America/Sao_Paulo", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Kolkata", "Nao/Existe")
    for command in (("aging", "--por", "fatura"), ("vencidos", "--formato", "json")):
        said = {
            as_cron(*command, "--livro", ledger_with_accents, TZ=zone, COBRANCA_HOJE="2026-12-20").stdout
            for zone in zones
        }
        assert len(said) == 1
        assert b"S-2" in said.pop()


def test_a_report_of_a_day_does_not_depend_on_today(ledger_with_accents: Path) -> None:
    """P19: the day before and the day after, the report as of one day is the same."""
    words = (
        "aging",
        "--por",
        "fatura",
        "--formato",
        "csv",
        "--em",
        "2026-12-03",
        "--livro",
        ledger_with_accents,
    )
    said = {as_cron(*words, COBRANCA_HOJE=day).stdout for day in ("2026-12-03", "2026-12-04", "2027-02-01")}
    assert len(said) == 1


def test_an_import_is_the_same_in_every_zone(empty_ledger: Path, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "g.csv", 50)
    reports = set()
    for number, zone in enumerate(("UTC", "Pacific/Kiritimati", "Pacific/Niue")):
        ledger = copy_ledger(empty_ledger, tmp_path / str(number))
        surroundings = environment(TZ=zone)
        assert import_file(ledger, file, env=surroundings).code == 0
        reports.add(run("faturas", "listar", "--formato", "json", "--livro", ledger, env=surroundings).out)
    assert len(reports) == 1


def on_terminal(columns: int, *words: object, **more: str) -> tuple[int, str]:
    """Exit code and what a terminal of that width shows."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [*PROGRAM, *map(str, words)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(TERM="xterm", **more),
        cwd="/",
    )
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 30)[0]:
        try:
            chunk = os.read(ours, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    os.close(ours)
    return process.wait(30), shown.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_a_terminal_shows_every_figure_within_its_width(columns: int, ledger_with_accents: Path) -> None:
    code, shown = on_terminal(columns, "aging", "--livro", ledger_with_accents)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert code == 0
    assert "Padaria São João" in plain
    assert "1.234,56" in plain
    assert "…" not in plain
    table = [line for line in plain.splitlines() if "  " in line]
    assert max(map(len, table)) <= columns


@pytest.mark.parametrize("words", [("faturas", "listar"), ("aging", "--por", "fatura", "--formato", "csv")])
def test_a_reader_that_has_enough_is_no_error(words: tuple[str, ...], ledger_with_accents: Path) -> None:
    line = " ".join([*PROGRAM, *words, "--livro", str(ledger_with_accents)])
    ended = subprocess.run(
        ["bash", "-c", f"{line} | head -1; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        env=environment(),
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.count(b"\n") == 1


def modes(program: tuple[str, ...], folder: Path, umask: int) -> dict[str, str]:
    """The modes of every file that a few commands make under this umask."""
    folder.mkdir()
    ledger = folder / "livro" / "livro.db"
    bad = secret_file(folder / "s.csv", "vencimento=31/02/2026")

    def do(*words: object) -> None:
        ended = run(*words, "--livro", ledger, program=program, umask=umask)
        assert ended.code == 0, ended.err

    do("iniciar")
    do("importar", "faturas", bad, "--rejeitados", ledger.with_name("r.csv"))
    for ending in ("csv", "json", "jsonl", "xlsx"):
        do("aging", "--por", "cliente", "--saida", ledger.with_name(f"a.{ending}"))
    made = [ledger.parent, *ledger.parent.iterdir()]
    return {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in made}


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_the_owner_reads_what_was_made(umask: int, tmp_path: Path) -> None:
    """T18."""
    names = ("livro.db", "livro.db.ancora", "cobranca.toml", "r.csv", "a.csv", "a.json", "a.jsonl", "a.xlsx")
    assert modes(PROGRAM, tmp_path / "x", umask) == {"livro": "0o700", **dict.fromkeys(names, "0o600")}


def test_the_harness_sees_a_file_that_others_may_read(tmp_path: Path) -> None:
    assert "0o644" in modes(mutant("loose_modes"), tmp_path / "x", 0o022).values()


@pytest.mark.parametrize(
    "bad",
    [
        "vencimento=31/02/2026",
        "valor=1,2,3",
        f"documento={CPF[:-1]}0",
        "email=ana.sigilosa@exemplo,com.br",
        "numero=",
        "cliente=",
        "numero=S-1",
        f"cliente={CPF}",
    ],
)
def test_a_refused_import_names_no_document_and_no_address(
    bad: str, empty_ledger: Path, tmp_path: Path
) -> None:
    """P17: neither of the good rows nor of the bad one, not even with --depurar."""
    file = secret_file(tmp_path / "s.csv", bad)
    before = bytes_of(empty_ledger)
    ended = run("importar", "faturas", file, "--livro", empty_ledger, "--depurar")
    assert (ended.code, bytes_of(empty_ledger)) == (3, before), ended.err
    for secret in personal():
        assert secret not in ended.said, ended.said


def test_a_conflict_names_no_document_and_no_address(ledger_with_accents: Path, tmp_path: Path) -> None:
    file = secret_file(tmp_path / "c.csv", "valor=1,00")
    ended = import_file(ledger_with_accents, file)
    assert ended.code == 3
    assert "E-CONFLITO" in ended.err
    for secret in personal():
        assert secret not in ended.said


def personal() -> list[str]:
    """Documents and addresses of the rows, with and without their signs."""
    digits = [re.sub(r"\D", "", document) for document in (CPF, f"{CPF[:-1]}0", CNPJ)]
    return [CPF, f"{CPF[:-1]}0", *digits, "ana.sigilosa"]

"""A run of the ladder killed with `kill -9`, or run twice at once: every step once, every letter there.

Small: 3 kills of 60 letters. Large (`COBRANCA_DEMORADO=1`): 60 kills.
"""

import random
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest
from tests.durability.harness import LARGE, connected, finish, new_ledger, run, start

KILLS = 60 if LARGE else 3
CUSTOMERS = 60
SEED = time.time_ns()
DAY = "2026-11-24"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose ledger has sixty letters to write on `DAY`."""
    folder = tmp_path_factory.mktemp("loja")
    ledger = new_ledger(folder)
    (folder / "cobranca.toml").write_text(
        '[empresa]\nnome = "Loja Sol"\ndocumento = "11222333000181"\nendereco = "Rua A, 1"\n'
        'telefone = "1933334444"\n',
        encoding="utf-8",
    )
    rows = [f"N{n};Cliente {n};20/11/2026;{n + 10},50;c{n}@x.example" for n in range(CUSTOMERS)]
    file = folder / "f.csv"
    file.write_text("\n".join(["numero;cliente;vencimento;valor;email", *rows, ""]), encoding="utf-8")
    ended = run("importar", "faturas", file, "--livro", ledger, "--hoje", "2026-10-01")
    assert ended.code == 0, ended.err
    return folder


def copy_of(shop: Path, folder: Path) -> Path:
    folder.mkdir()
    for name in ("livro.db", "cobranca.toml"):
        (folder / name).write_bytes((shop / name).read_bytes())
    return folder / "livro.db"


def words(ledger: Path) -> tuple[object, ...]:
    return ("regua", "executar", "--livro", ledger, "--hoje", DAY, "--formato", "json")


def wrong_in(ledger: Path) -> list[str]:
    """What is broken after a run that ended well; nothing when all is right."""
    with connected(ledger) as connection:
        letters = connection.execute("SELECT id, body, sha256 FROM letter").fetchall()
        steps = connection.execute("SELECT receivable_id, count(*) FROM dunning_claim GROUP BY 1").fetchall()
        actions = connection.execute("SELECT count(*) FROM dunning_action").fetchone()[0]
    found = []
    if (len(letters), actions) != (CUSTOMERS, CUSTOMERS):
        found.append(f"{len(letters)} letters and {actions} actions for {CUSTOMERS} customers")
    if len(steps) != CUSTOMERS or any(count != 1 for _, count in steps):
        found.append("a title without its step, or with more than one")
    folder = ledger.parent / "cartas" / DAY
    for number, body, mark in letters:
        files = {path.suffix: path for path in folder.glob(f"{number:06}-*")}
        if set(files) != {".eml", ".html", ".txt"}:
            found.append(f"letter {number} has the files {sorted(files)}")
        elif sha256(body.encode()).hexdigest() != mark or files[".txt"].read_text("utf-8") != body:
            found.append(f"letter {number} is not what was kept")
    return found


def test_a_run_that_is_killed_is_finished_by_the_next(shop: Path, tmp_path: Path) -> None:
    began = time.monotonic()
    whole = copy_of(shop, tmp_path / "inteira")
    assert run(*words(whole)).code == 0
    seconds, dice = time.monotonic() - began, random.Random(SEED)
    assert wrong_in(whole) == []
    cut = 0
    for number in range(KILLS):
        ledger = copy_of(shop, tmp_path / str(number))
        process = start(*words(ledger))
        began = time.monotonic()
        try:
            process.wait(dice.uniform(0.2, 1.0) * seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            cut += 1
        finish(process, began)
        again = run(*words(ledger))
        assert again.code == 0, (SEED, again.err)
        assert wrong_in(ledger) == [], SEED
        third = run(*words(ledger))
        assert "Nada foi gravado." in third.err and wrong_in(ledger) == [], SEED
    assert cut, "no run was killed: the harness has seen nothing"


def test_two_runs_at_once_write_each_letter_once(shop: Path, tmp_path: Path) -> None:
    ledger = copy_of(shop, tmp_path / "dois")
    began = time.monotonic()
    both = [start(*words(ledger)) for _ in range(2)]
    codes = sorted(finish(process, began).code for process in both)
    assert codes in ([0, 0], [0, 5]), codes
    assert run(*words(ledger)).code == 0
    assert wrong_in(ledger) == []


BROKEN = """
import sys
from cobranca_cli.ledger import dunning
from cobranca_cli.services import run_ladder

def forgets(transaction, run, day, action, moment, original=dunning.record_action):
    return original(transaction, run, day, action._replace(titles=()), moment)

run_ladder.record_action = forgets
run_ladder._refuse_earlier = lambda transaction, as_of: None
from cobranca_cli.services import plan
plan.acted_on = lambda connection, day: {}
plan.touches_on = lambda connection, day: {}
from cobranca_cli.__main__ import main
sys.exit(main())
"""


def test_the_harness_sees_a_program_that_forgets_the_steps_taken(shop: Path, tmp_path: Path) -> None:
    ledger = copy_of(shop, tmp_path / "esquece")
    for _ in range(2):
        ended = run(*words(ledger), program=(sys.executable, "-c", BROKEN))
        assert ended.code == 0, ended.err
    assert any("letters and" in each for each in wrong_in(ledger))

"""A copy is judged alike when it is made and when it comes back; what goes and who returns is said."""

import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.ledger.ledger_box import ask, ledger_in, tamper
from tests.services.copy_box import DAY, MOMENT, NOW, backup, record, told_ledger
from tests.services.verified import demo_in

from cobranca_cli.errors import LedgerError
from cobranca_cli.ledger.erasure import erase_person
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.restore import Candidate, candidate, check_in_place, put_in_place
from cobranca_cli.views.restore import coming_back, consequence, erase_again

EVENT = "UPDATE event SET recorded_at = '2026-01-01' WHERE seq = 2"
AMOUNT = "UPDATE receivable SET amount = amount + 1 WHERE id = 1"
KEEP_ONE = "[backup]\nmanter_diarias = 1\nmanter_semanais = 0\nmanter_mensais = 0\n"


def looked_at(ledger: Path, copy: Path, key: Path | None = None) -> Candidate:
    with candidate(ledger, copy, key, MOMENT) as chosen:
        return chosen


@pytest.mark.parametrize("spoil", [EVENT, AMOUNT])
def test_an_unsound_ledger_is_copied_under_a_name_that_says_so_and_costs_no_good_copy(
    spoil: str, tmp_path: Path
) -> None:
    ledger = demo_in(tmp_path)
    (tmp_path / "cobranca.toml").write_text(KEEP_ONE)
    good = backup(ledger, day=DAY - timedelta(days=1)).path
    tamper(ledger, spoil)
    events = ask(ledger, "SELECT count(*) FROM event")
    made = backup(ledger)
    assert made.wrong and made.path.name == "livro-2026-11-21-0915-nao-confere.db"
    assert (made.removed, good.exists()) == ((), True)
    assert ask(ledger, "SELECT count(*) FROM event") == events, "it does not count as a copy"
    before = good.read_bytes()
    named = backup(ledger, good, overwrite=True)
    assert (named.path.name, good.read_bytes()) == (f"{good.stem}-nao-confere.db", before)
    with pytest.raises(LedgerError) as raised:
        looked_at(ledger, made.path)
    assert (raised.value.code, made.wrong in raised.value.message) == ("E-COPIA-DANIFICADA", True)
    assert str(good) in str(raised.value.hint)
    with candidate(ledger, made.path, None, MOMENT, anyway=True) as chosen:
        assert (chosen.wrong, chosen.found.invoices > 0) == (made.wrong, True)
        done = put_in_place(chosen, MOMENT, "0930")
    assert check_in_place(done) == ()
    assert ask(ledger, "SELECT json_extract(data, '$.confere') FROM event ORDER BY seq DESC LIMIT 1") == [
        (0,)
    ]


def test_a_copy_of_another_ledger_of_that_name_is_never_taken_away(tmp_path: Path) -> None:
    ledger = told_ledger(tmp_path / "loja")
    lost = backup(ledger).path
    for end in ("", ".ancora"):
        Path(f"{ledger}{end}").unlink()
    record(ledger_in(ledger.parent), 99)
    (ledger.parent / "cobranca.toml").write_text(KEEP_ONE)
    for number in (1, 2, 3):
        assert backup(ledger, day=DAY + timedelta(days=number)).wrong is None
    assert lost.exists()


@pytest.mark.parametrize("content", ["cut", "flipped", "longer", "header"])
def test_a_damaged_encrypted_copy_is_a_damaged_copy(content: str, tmp_path: Path) -> None:
    pyrage = pytest.importorskip("pyrage")
    ledger, pair = told_ledger(tmp_path / "loja"), pyrage.x25519.Identity.generate()
    (ledger.parent / "cobranca.toml").write_text(f'[backup]\ndestinatario = "{pair.to_public()}"\n')
    (tmp_path / "chave").write_text(f"{pair}\n")
    copy = backup(ledger).path
    sealed = copy.read_bytes()
    flipped = sealed[:90_000] + bytes([sealed[90_000] ^ 1]) + sealed[90_001:]
    spoilt = {"cut": sealed[:90_000], "flipped": flipped, "longer": sealed + b"x", "header": sealed[:100]}
    copy.write_bytes(spoilt[content])
    with pytest.raises(LedgerError) as raised:
        looked_at(ledger, copy, tmp_path / "chave")
    assert (raised.value.code, "outra cópia" in str(raised.value.hint)) == ("E-COPIA-DANIFICADA", True)


def _plain(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".cobranca-")]


def test_an_encrypted_copy_of_a_ledger_in_wal_comes_back(tmp_path: Path) -> None:
    pyrage = pytest.importorskip("pyrage")
    ledger, pair = told_ledger(tmp_path / "loja"), pyrage.x25519.Identity.generate()
    (tmp_path / "chave").write_text(f"{pair}\n")
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    copy = tmp_path / "c.db.age"
    copy.write_bytes(pyrage.encrypt(ledger.read_bytes(), [pair.to_public()]))
    assert looked_at(tmp_path / "nova.db", copy, tmp_path / "chave").found.events == 3


def test_of_an_encrypted_copy_nothing_is_in_clear_before_the_answer(tmp_path: Path) -> None:
    pyrage = pytest.importorskip("pyrage")
    ledger, pair = told_ledger(tmp_path / "loja"), pyrage.x25519.Identity.generate()
    (ledger.parent / "cobranca.toml").write_text(f'[backup]\ndestinatario = "{pair.to_public()}"\n')
    (tmp_path / "chave").write_text(f"{pair}\n")
    with candidate(ledger, backup(ledger).path, tmp_path / "chave", MOMENT) as chosen:
        assert _plain(ledger.parent) == []
        put_in_place(chosen, MOMENT, "0930")
    assert ask(ledger, "SELECT kind FROM event ORDER BY seq DESC LIMIT 1") == [("restauracao",)]


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_killed_at_the_question_nothing_is_left_in_clear(name: str, tmp_path: Path) -> None:
    ledger = told_ledger(tmp_path / "loja")
    copy = backup(ledger, tmp_path / "c.db").path
    with pytest.raises(KeyboardInterrupt), candidate(ledger, copy, None, MOMENT):
        assert len(_plain(ledger.parent)) == 1
        os.kill(os.getpid(), getattr(signal, name))
    assert _plain(ledger.parent) == []


@pytest.mark.skipif(os.name != "posix", reason="numbers of processes")
@pytest.mark.parametrize("again", [backup, lambda ledger: looked_at(ledger, backup(ledger).path)])
def test_what_a_killed_process_left_goes_with_the_next_command(
    again: Callable[[Path], object], tmp_path: Path
) -> None:
    ledger = told_ledger(tmp_path / "loja")
    folders = ledger.parent, backup(ledger).path.parent
    dead, alive = (
        [folder / f".cobranca-{pid:08x}{'a' * 8}.tmp" for folder in folders]
        for pid in (0x7FFFFFF0, os.getpid())
    )
    for path in (*dead, *alive):
        path.write_bytes(b"SQLite format 3\0")
    again(ledger)
    assert [path.exists() for path in (*dead, *alive)] == [False, False, True, True]


def test_who_was_erased_after_the_copy_is_named_with_the_command_that_erases_again(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    copy = backup(ledger).path
    ((identity, code),) = ask(ledger, "SELECT id, code FROM customer WHERE code = 'C040'")
    with writing(ledger) as transaction:
        erase_person(transaction, int(str(identity)), date(2026, 11, 22), "pedido", NOW)
    chosen = looked_at(ledger, copy)
    assert f"1 cliente que foi anonimizado depois dela (nº {identity})" in coming_back(chosen)
    assert list(erase_again(chosen))[1:] == [f"  cobranca titular anonimizar {code} --motivo pedido"]
    assert coming_back(looked_at(ledger, backup(ledger).path)) == ""


def test_what_is_lost_is_told_by_kind(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    copy = backup(ledger).path
    with writing(ledger) as transaction:
        for amount in (12_345, 55):
            transaction.connection.execute(
                "INSERT INTO movement (kind, customer_id, day, amount, horizon, recorded_at)"
                f" VALUES ('pagamento', 1, '2026-11-21', {amount}, 0, '{NOW}')"
            )
        transaction.record("teste", {}, NOW)
    assert consequence(looked_at(ledger, copy)).endswith("depois da cópia: 2 pagamentos, de R$ 124,00")
    second = backup(ledger).path
    record(ledger, 1)
    assert "nenhuma fatura nem pagamento" in consequence(looked_at(ledger, second))

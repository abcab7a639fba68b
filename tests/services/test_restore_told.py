"""A restore: what is compared, refused, moved aside and noted; sending is frozen until it is released."""

import json
import os
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger.ledger_box import ask, run, tamper
from tests.services.copy_box import MOMENT, NOW, backup, names, record, told_ledger

from cobranca_cli.config import load_settings
from cobranca_cli.errors import BusyError, CobrancaError, DataError, LedgerError, UsageError
from cobranca_cli.ledger import connection as opening
from cobranca_cli.ledger import migrations
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.copies import contents, judged
from cobranca_cli.ledger.events import append_event
from cobranca_cli.ledger.migrations import create_ledger
from cobranca_cli.ledger.queries.chain import chain_findings
from cobranca_cli.ledger.raw import connect
from cobranca_cli.ledger.schema import STEPS
from cobranca_cli.services.freeze import frozen_notice, refuse_frozen, release
from cobranca_cli.services.restore import Candidate, Restored, candidate, check_in_place, put_in_place
from cobranca_cli.services.run_ladder import run_ladder
from cobranca_cli.services.thanks import thank_customers


def restore(ledger: Path, copy: Path, key: Path | None = None) -> Restored:
    with candidate(ledger, copy, key, MOMENT) as chosen:
        done = put_in_place(chosen, MOMENT, "0930")
    check_in_place(done)
    return done


def looked_at(ledger: Path, copy: Path, key: Path | None = None) -> Candidate:
    with candidate(ledger, copy, key, MOMENT) as chosen:
        return chosen


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return told_ledger(tmp_path / "loja")


@pytest.fixture
def copy(ledger: Path, tmp_path: Path) -> Path:
    """A copy of the ledger, which has gone on by three events since, the note of the copy among them."""
    made = backup(ledger, tmp_path / "copia.db").path
    record(ledger, 7)
    record(ledger, 8)
    return made


def test_the_copy_and_the_ledger_are_compared(ledger: Path, copy: Path) -> None:
    chosen = looked_at(ledger, copy)
    assert (chosen.found.seq, chosen.present.found and chosen.present.found.seq) == (3, 6)
    assert (chosen.present.state, chosen.present.later) == ("inteiro", 2)
    assert names(ledger.parent) == ["livro.db"]


def test_another_ledger_is_not_a_moment_of_this_one(ledger: Path, tmp_path: Path) -> None:
    other = told_ledger(tmp_path / "outra")
    run(other, ("UPDATE meta SET value = ?", ("x",)))
    record(other, 99)
    assert looked_at(ledger, backup(other, tmp_path / "c.db").path).present.later is None


def test_the_old_ledger_is_kept_and_what_was_done_is_noted(ledger: Path, copy: Path) -> None:
    old = ledger.read_bytes()
    head = ask(ledger, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")[0]
    wanted = ask(copy, "SELECT seq, hash FROM event ORDER BY seq")
    done = restore(ledger, copy)
    aside = ledger.parent / "livro-antes-de-restaurar-2026-11-21-0930.db"
    assert done.aside == (aside,)
    assert aside.read_bytes() == old
    *events, (seq, _, kind, data) = ask(ledger, "SELECT seq, hash, kind, data FROM event ORDER BY seq")
    assert [each[:2] for each in events] == wanted
    assert (seq, kind) == (4, "restauracao")
    assert json.loads(str(data)) == {
        "em": "2026-11-21",
        "evento": 3,
        "cabeca": wanted[-1][1],
        "cifrada": False,
        "evento_antes": head[0],
        "cabeca_antes": head[1],
    }
    restore(ledger, copy)
    assert set(names(ledger.parent)) == {aside.name, aside.name.replace(".db", "-2.db"), "livro.db"}


def test_a_ledger_that_is_lost_comes_back(ledger: Path, copy: Path) -> None:
    ledger.unlink()
    assert looked_at(ledger, copy).present.state == "ausente"
    assert restore(ledger, copy).aside == ()
    assert ask(ledger, "SELECT count(*) FROM customer") == [(40,)]
    elsewhere = ledger.parent / "nova" / "pasta" / "livro.db"
    restore(elsewhere, copy)
    assert elsewhere.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"\0" * 9000, b"SQLite format 3\0" + b"\1" * 9000])
def test_a_damaged_ledger_is_moved_aside_as_it_is(content: bytes, ledger: Path, copy: Path) -> None:
    ledger.write_bytes(content)
    done = restore(ledger, copy)
    assert done.candidate.present.state == "danificado"
    assert done.aside[0].read_bytes() == content
    assert ask(ledger, "SELECT count(*) FROM customer") == [(40,)]


def foreign(path: Path) -> None:
    path.unlink()
    run(path, "CREATE TABLE t (x)")


def newer(path: Path) -> None:
    run(path, f"PRAGMA user_version={len(STEPS) + 1}")


def text(path: Path) -> None:
    path.write_text("numero;valor\n")


@pytest.mark.parametrize(
    ("spoil", "code"), [(foreign, "E-LIVRO"), (newer, "E-LIVRO-NOVO"), (text, "E-LIVRO")]
)
@pytest.mark.parametrize("which", ["copy", "ledger"])
def test_what_is_not_ours_or_newer_is_refused_on_both_sides(
    spoil: object, code: str, which: str, ledger: Path, copy: Path
) -> None:
    spoil(copy if which == "copy" else ledger)  # type: ignore[operator]
    before, there = ledger.read_bytes(), names(ledger.parent)
    with pytest.raises(LedgerError) as raised:
        restore(ledger, copy)
    assert raised.value.code == code
    assert (ledger.read_bytes(), names(ledger.parent)) == (before, there)


def test_a_copy_that_is_not_there_or_is_the_ledger_is_refused(ledger: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="não encontrei"):
        restore(ledger, tmp_path / "nada.db")
    os.mkfifo(tmp_path / "cano.db")
    for what in (tmp_path, tmp_path / "cano.db"):
        with pytest.raises(DataError, match="não é um arquivo"):
            restore(ledger, what)
    with pytest.raises(UsageError, match="próprio livro"):
        restore(ledger, ledger)


def test_a_ledger_that_changed_while_the_owner_decided_stays(ledger: Path, copy: Path) -> None:
    with candidate(ledger, copy, None, MOMENT) as chosen:
        record(ledger, 10)
        with pytest.raises(BusyError, match="mudou"):
            put_in_place(chosen, MOMENT, "0930")
    assert names(ledger.parent) == ["livro.db"]
    assert len(ask(ledger, "SELECT 1 FROM event")) == 7


def test_a_copy_of_an_older_format_is_brought_up_after_it_is_in_place(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "velha.db"
    with monkeypatch.context() as then:
        then.setattr(migrations, "STEPS", STEPS[:3])
        create_ledger(old)
        with closing(connect(old, 1)) as connection:
            append_event(connection, "livro_criado", {}, NOW)
    content = old.read_bytes()
    with candidate(ledger, old, None, MOMENT) as chosen:
        done = put_in_place(chosen, MOMENT, "0930")
    (notice,) = check_in_place(done)
    assert f"do formato 3 para o {len(STEPS)}" in notice
    assert old.read_bytes() == content
    assert [name for name in names(tmp_path) if "bak" in name] == []


def test_an_encrypted_copy_comes_back_with_its_key_and_with_no_other(ledger: Path, tmp_path: Path) -> None:
    pyrage = pytest.importorskip("pyrage")
    pair, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    (ledger.parent / "cobranca.toml").write_text(f'[backup]\ndestinatario = "{pair.to_public()}"\n')
    sealed = backup(ledger, tmp_path / "c.db").path
    right, wrong, none = (tmp_path / f"{name}.txt" for name in ("certa", "outra", "vazia"))
    right.write_text(f"# a minha chave\n{pair}\n")
    wrong.write_text(f"{other}\n")
    none.write_text("age1nada\n")
    before, there = ledger.read_bytes(), names(ledger.parent)
    with pytest.raises(UsageError, match="cifrada"):
        restore(ledger, sealed)
    for key in (wrong, none, tmp_path / "nada.txt"):
        with pytest.raises(DataError) as raised:
            restore(ledger, sealed, key)
        assert raised.value.code == "E-CHAVE"
    cut = tmp_path / "cortada.db.age"
    cut.write_bytes(sealed.read_bytes()[:-5000])
    with pytest.raises(CobrancaError):
        restore(ledger, cut, right)
    assert (ledger.read_bytes(), names(ledger.parent)) == (before, there)
    events = ask(ledger, "SELECT * FROM event ORDER BY seq")
    restore(ledger, sealed, right)
    assert ask(ledger, "SELECT * FROM event ORDER BY seq")[:-1] == events[:-1]
    assert ask(ledger, "SELECT kind FROM event ORDER BY seq DESC LIMIT 1") == [("restauracao",)]


def notice(ledger: Path) -> tuple[str, ...]:
    with closing(open_for_reading(ledger).connection) as connection:
        return frozen_notice(connection)


def test_sending_is_frozen_from_a_restore_until_it_is_released(ledger: Path, copy: Path) -> None:
    settings = load_settings(ledger)
    assert notice(ledger) == ()
    assert release(ledger, MOMENT) is None
    assert len(ask(ledger, "SELECT 1 FROM event")) == 6
    restore(ledger, copy)
    assert "21/11/2026" in notice(ledger)[0]
    for sends in (
        lambda **more: run_ladder(ledger, settings, MOMENT, MOMENT.today, **more),
        lambda **more: thank_customers(ledger, settings, MOMENT, **more),
    ):
        with pytest.raises(DataError) as raised:
            sends()
        assert raised.value.code == "E-ENVIOS-PARADOS"
        sends(rehearse=True)
    record(ledger, 11)
    backup(ledger)
    assert notice(ledger), "other events do not release it"
    found = release(ledger, MOMENT)
    assert found is not None and found.event == 4
    assert notice(ledger) == ()
    run_ladder(ledger, settings, MOMENT, MOMENT.today)
    restore(ledger, copy)
    with closing(open_for_reading(ledger).connection) as connection, pytest.raises(DataError):
        refuse_frozen(connection)


def test_a_break_in_the_chain_is_found_where_it_is(ledger: Path) -> None:
    with closing(connect(ledger, 1)) as connection:
        assert judged(connection).wrong is None
        assert contents(connection).events == 3
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute("UPDATE event SET recorded_at = '2026-01-01' WHERE seq = 2")
        assert "evento 2:" in str(judged(connection).wrong)
        connection.execute("DROP TRIGGER event_no_delete")
        connection.execute("DELETE FROM event WHERE seq = 1")
        assert "evento 2: antes dele falta no histórico: 1" in str(judged(connection).wrong)


def test_the_ledger_goes_on_after_a_restore_of_a_former_version(
    ledger: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next program restores a copy of this one: it is upgraded like any ledger, with a copy before."""
    monkeypatch.setattr(opening, "STEPS", (*STEPS, ("CREATE TABLE later (x TEXT) STRICT",)))
    restore(ledger, copy)
    assert any(name.endswith(".bak") for name in names(ledger.parent))


def test_the_history_that_a_restore_gave_up_is_no_history_cut_off(ledger: Path, copy: Path) -> None:
    """The anchor knows of later heads; after a restore they bind no more, and what is written then does."""
    restore(ledger, copy)
    record(ledger, 9)
    with closing(open_for_reading(ledger).connection) as connection:
        assert list(chain_findings(connection, ledger)) == []
    tamper(ledger, "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)")
    with closing(open_for_reading(ledger).connection) as connection:
        assert [each.code for each in chain_findings(connection, ledger)] != []

"""A person is erased: her bytes are gone, and nothing else has changed (reliability P18, L01, L02, T26)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest
from tests.ledger.ledger_box import ask, run
from tests.services.payment_story import RAM
from tests.services.person_box import MARKS, NAME, says, told

from cobranca_cli.config import load_settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.compaction import compact
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.chain import chain_findings
from cobranca_cli.services import person_erasure
from cobranca_cli.services.reading import reading
from cobranca_cli.services.reports import aging
from cobranca_cli.services.retention import lgpd_findings
from cobranca_cli.views.person_erasure import done as words

TODAY = date(2026, 11, 21)
MOMENT = Moment(TODAY, "2026-11-21T12:00:00.000Z")
DAYS = [date(2026, month, day) for month in (7, 8, 9, 10, 11) for day in (1, 8, 20)]


@pytest.fixture(scope="module")
def ended() -> Iterator[Path]:
    """A folder whose Zenaide has nothing open any more."""
    with TemporaryDirectory(dir=RAM) as made:
        told(Path(made), ended=True)
        yield Path(made)


@pytest.fixture
def folder(ended: Path, tmp_path: Path) -> Path:
    copytree(ended, tmp_path / "loja")
    return tmp_path / "loja"


def reported(folder: Path) -> dict[str, list[object]]:
    """The aging of every day, without names, and every amount and day of the ledger."""
    ledger = folder / "livro.db"
    settings = load_settings(ledger)
    days: list[object] = [
        [(item.name, item.open, item.due) for item in aging(ledger, settings, MOMENT, day, ("fatura",)).items]
        for day in DAYS
    ]
    money = "SELECT * FROM entry", "SELECT id, kind, day, amount FROM movement", "SELECT id, number, amount,"
    tables: list[object] = [ask(ledger, sql) for sql in (*money[:2], f"{money[2]} settled FROM receivable")]
    return {"aging": days, "tables": tables}


def marks_in(path: Path) -> list[str]:
    content = path.read_bytes().lower()
    return [mark for mark in MARKS if mark.lower().encode() in content or mark.encode("utf-16-le") in content]


def chain_of(folder: Path) -> list[object]:
    with closing(open_for_reading(folder / "livro.db").connection) as connection:
        return list(chain_findings(connection, folder / "livro.db"))


def test_no_byte_of_her_is_left_and_nothing_else_has_changed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temp"
    temporary.mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    monkeypatch.setenv("TMPDIR", str(temporary))
    before = reported(folder)
    assert {"quixaba", "zenaide@casa.example", "segredo", "19977665544"} <= set(marks_in(folder / "livro.db"))
    says(folder, "titular anonimizar zenaide --motivo pedido --sim")
    files = [path for path in folder.rglob("*") if path.is_file() and path.name.startswith("livro.db")]
    assert [path.name for path in files] == ["livro.db", "livro.db.ancora"]
    assert [marks_in(path) for path in files] == [[], []] and list(temporary.iterdir()) == []
    assert reported(folder) == before
    assert chain_of(folder) == []
    assert ask(folder / "livro.db", "PRAGMA integrity_check") == [("ok",)]


def test_the_bytes_are_looked_for_in_a_way_that_finds_them(folder: Path) -> None:
    """Without overwriting and without compaction they stay (T26), and the test above would see it."""
    ledger = folder / "livro.db"
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.executescript(
            "DROP TRIGGER contact_no_delete; DROP TRIGGER contact_only_erasure;"
            " UPDATE contact SET note = NULL;"
        )
    assert "segredo" in marks_in(ledger)


def test_what_is_left_is_a_placeholder_and_the_same_document_is_a_new_customer(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    says(folder, "titular anonimizar zenaide --motivo pedido --sim")
    capfd.readouterr()
    says(folder, "clientes listar")
    shown = capfd.readouterr().out
    assert "Titular anonimizado 1" in shown and "Zenaide" not in shown
    says(folder, "clientes ver zenaide", code=3)
    again = "numero;cliente;documento;vencimento;valor\n201;Zenaide Quixaba;529.982.247-25;01/12/2026;50,00\n"
    (folder / "nova.csv").write_text(again, encoding="utf-8")
    says(folder, "importar faturas nova.csv")
    assert ask(folder / "livro.db", "SELECT id, name FROM customer ORDER BY id") == [
        (1, "Titular anonimizado 1"),
        (2, "Bia Comércio"),
        (3, NAME),
    ]


def test_her_old_file_does_not_bring_her_back(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    says(folder, "titular anonimizar zenaide --motivo pedido --sim")
    capfd.readouterr()
    says(folder, "importar faturas quixaba.csv", code=3)
    told = capfd.readouterr().err
    assert "é de quem foi apagado do livro em 21/11/2026" in told and "tire a linha do arquivo" in told
    assert "clientes editar" not in told and "Titular anonimizado" not in told


def test_a_second_time_says_that_it_is_done(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    says(folder, "titular anonimizar zenaide --motivo pedido --sim")
    before = ask(folder / "livro.db", "SELECT count(*) FROM event")
    capfd.readouterr()
    says(folder, 'titular anonimizar "Titular anonimizado 1" --motivo pedido --sim')
    assert "já foi apagado, em 21/11/2026. Nada foi gravado." in capfd.readouterr().err
    assert ask(folder / "livro.db", "SELECT count(*) FROM event") == before


def test_what_is_written_about_her_afterwards_can_be_erased_too(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ledger, who = folder / "livro.db", "'Titular anonimizado 1'"
    says(folder, "titular anonimizar zenaide --motivo pedido --sim")
    says(folder, f"contato registrar {who} --canal telefone --resultado falou --nota 'a Quixaba voltou'")
    assert set(findings(folder)) == {("V-LGPD-RESTO", "titular anonimizado 1")}
    capfd.readouterr()
    says(folder, f"titular anonimizar {who} --motivo pedido --sim")
    assert "saíram o cadastro e os textos de 1 registro" in capfd.readouterr().err
    assert (findings(folder), marks_in(ledger), chain_of(folder)) == ([], [], [])


def test_what_goes_what_stays_and_what_lies_elsewhere_is_said_first(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "livro.db").read_bytes()
    (folder / "livro.db.v6.bak").write_bytes(b"uma copia")
    says(folder, "titular anonimizar zenaide --motivo pedido", code=2)
    told = capfd.readouterr().err
    assert "Contatos e promessas" in told and "as notas e os autores saem" in told
    assert "000001-zenaide-quixaba" in told and "livro.db.v6.bak" in told and "quixaba.csv" in told
    assert "decida na própria linha de comando, com --sim" in told
    assert (folder / "livro.db").read_bytes() == before


def test_files_and_copies_are_found_also_after_another_name(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """By the numbers of her letters and calls; numbers of another day or ledger are not hers."""
    says(folder, 'clientes editar zenaide --nome "Maria Nova"')
    says(folder, "backup --livro livro.db")
    letters = folder / "cartas"
    (day,) = {path.parent.name for path in letters.rglob("000001-*")} - {"roteiros"}
    hers = [path.relative_to(folder) for path in letters.rglob("*zenaide-quixaba*") if path.is_file()]
    hers.append(Path(f"cartas/{day}/000001-zenaide-quixaba-mensagem.txt"))
    hers.append(Path("livro-antes-de-restaurar-2026-11-20-0915.db"))
    not_hers = [f"cartas/{day}/roteiros/000077-bia.txt", "cartas/2025-01-01/000001-outra-pessoa.txt"]
    for name in (*hers, *not_hers):
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.touch()
    says(folder, "titular anonimizar nova --motivo pedido", code=2)
    told = capfd.readouterr().err
    assert len(hers) > 4
    assert [name for name in map(str, hers) if name not in told] == []
    assert [name for name in not_hers if name in told] == []
    assert f"1 cópia de segurança em {folder / 'copias'}" in told


def test_while_the_term_runs_only_a_request_erases(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    says(folder, "titular anonimizar zenaide --motivo prazo --sim", code=3)
    told = capfd.readouterr().err
    assert "[E-TITULAR-PRAZO]" in told and "Nada foi gravado." in told
    says(folder, "titular anonimizar zenaide --motivo prazo --sim", day="2032-01-01")


def test_another_process_that_was_quicker_is_seen_under_the_lock(folder: Path) -> None:
    ledger = folder / "livro.db"
    settings = load_settings(ledger)
    case = person_erasure.examine(ledger, settings, MOMENT, "zenaide")
    assert not case.obstacles
    nova = "numero;cliente;documento;vencimento;valor\n202;Zenaide Quixaba;529.982.247-25;01/12/2026;50,00\n"
    (folder / "nova.csv").write_text(nova, encoding="utf-8")
    says(folder, "importar faturas nova.csv")
    with pytest.raises(person_erasure.DataError, match="202"):
        person_erasure.erase(ledger, settings, MOMENT, case, "pedido")
    assert ask(ledger, "SELECT count(*) FROM erasure") == [(0,)]


def test_a_file_that_cannot_be_compacted_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that came in between holds the file; the erasure stands, and freed bytes are overwritten."""
    ledger = folder / "livro.db"
    settings = load_settings(ledger)
    case = person_erasure.examine(ledger, settings, MOMENT, "zenaide")
    monkeypatch.setattr("cobranca_cli.ledger.connection.WRITE_WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(ledger, isolation_level=None)) as report:

        def while_read(path: Path) -> None:
            report.execute("BEGIN")
            report.execute("SELECT count(*) FROM customer").fetchone()
            compact(path)

        monkeypatch.setattr(person_erasure, "compact", while_read)
        done = person_erasure.erase(ledger, settings, MOMENT, case, "pedido")
    assert "sendo usado por outro processo" in done.not_compacted
    assert "O arquivo não foi compactado" in words(done)
    assert marks_in(ledger) == [] and chain_of(folder) == []


def findings(folder: Path, on: date = TODAY) -> list[tuple[str, str]]:
    ledger = folder / "livro.db"
    settings = load_settings(ledger)
    with reading(ledger, settings, MOMENT) as reader:
        return [(each.code, each.subject) for each in lgpd_findings(reader, settings, on)]


def test_the_check_is_silent_and_finds_who_is_kept_too_long_and_what_is_left(folder: Path) -> None:
    assert findings(folder) == []
    assert findings(folder, date(2031, 12, 31)) == []
    assert findings(folder, date(2032, 1, 1)) == [("V-LGPD-PRAZO", "")]
    says(folder, "titular anonimizar zenaide --motivo pedido --sim")
    assert findings(folder, date(2032, 1, 1)) == []
    ledger = folder / "livro.db"
    run(ledger, "UPDATE customer SET email = 'z@casa.example' WHERE id = 1")
    run(ledger, "DROP TRIGGER contact_only_erasure")
    run(ledger, "UPDATE contact SET note = 'mora longe' WHERE id = 1")
    assert findings(folder) == [("V-LGPD-RESTO", "titular anonimizado 1")] * 2


def test_with_something_open_nothing_is_erased(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """L01; what must be closed first is told, each with what closes it."""
    told(tmp_path)
    says(tmp_path, "pausa registrar --fatura 103 --ate 30/11/2026 --contestacao --motivo x", day="2026-11-08")
    capfd.readouterr()
    says(tmp_path, "titular anonimizar zenaide --motivo pedido --sim", day="2026-11-09", code=3)
    told_ = capfd.readouterr().err
    for word in (
        "3 faturas em aberto (101, 102, 103), de R$ 1.200,00",
        "a baixa da negativação de 103",
        "a contestação 2 não foi decidida",
        "Nada foi gravado.",
    ):
        assert word in told_, told_
    assert ask(tmp_path / "livro.db", "SELECT count(*) FROM erasure") == [(0,)]
    says(
        tmp_path,
        "acordo firmar zenaide --fatura 101 --parcelas 2 --primeiro-vencimento 20/11/2026 --sim",
        day="2026-11-09",
    )
    says(tmp_path, "pagamento registrar --cliente zenaide --valor 5000 --data 10/11/2026", day="2026-11-10")
    capfd.readouterr()
    says(tmp_path, "titular anonimizar zenaide --motivo pedido --sim", day="2026-11-10", code=3)
    told_ = capfd.readouterr().err
    assert "os dados de Zenaide Quixaba ainda não podem ser apagados" in told_
    assert "crédito a favor dele" in told_ and "--engano" in told_ and "só o que ficou" in told_

"""`docs/historico.md` suffices: a script written from it, without our code, agrees with the program."""

import argparse
import ast
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.facts_box import AT, codes, filled
from tests.ledger.ledger_box import ask, ledger_in, run, tamper
from tests.services.copy_box import MOMENT, backup

from cobranca_cli.ledger.anchor import anchor_path
from cobranca_cli.ledger.erasure import erase_person
from cobranca_cli.ledger.fact_tables import FACT_TABLES, FactTable
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.restore import candidate, put_in_place

SCRIPT = Path(__file__).parents[2] / "docs" / "conferir_historico.py"
Break = Callable[[Path], object]
Checked = Callable[..., tuple[int, str]]
INVOICE = (
    "INSERT INTO receivable (id, customer_id, number, due, due_effective, starts_on, amount)"
    " VALUES ({0}, 1, 'N{0}', '2026-11-21', '2026-11-21', '2026-11-21', 9)"
)
SEVERAL_CHILDREN = (
    "INSERT INTO promise (id, customer_id, amount, day, made_on, booked_on, recorded_at)"
    f" VALUES (2, 1, 9, '2026-11-21', '2026-11-21', '2026-11-21', '{AT}')",
    "INSERT INTO promise_target VALUES (2, 4), (2, 3)",
    "INSERT INTO movement (id, kind, customer_id, day, amount, horizon, recorded_at)"
    f" VALUES (2, 'pagamento', 1, '2026-11-21', 9, 1, '{AT}')",
    "INSERT INTO movement_target VALUES (2, 1, 3), (2, 0, 4)",
)


@pytest.fixture(scope="module")
def script() -> Any:
    spec = importlib.util.spec_from_file_location("conferir_historico", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checked(script: Any, capsys: pytest.CaptureFixture[str]) -> Checked:
    def check(*words: object) -> tuple[int, str]:
        code = script.main([str(word) for word in words])
        return code, capsys.readouterr().out

    return check


def write(path: Path, *statements: str) -> None:
    with writing(path) as transaction:
        for statement in statements:
            transaction.connection.execute(statement)
        transaction.record("teste", {}, AT)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every table, more than one range of one, and more than one child of a row."""
    path = filled(tmp_path_factory.mktemp("inteiro"))
    write(path, *(INVOICE.format(number) for number in (*range(2, 300), 310)), *SEVERAL_CHILDREN)
    write(path, *(INVOICE.format(number) for number in (320, 321)))
    return path


@pytest.fixture
def ledger(whole: Path, tmp_path: Path) -> Path:
    for each in whole.parent.iterdir():
        shutil.copy(each, tmp_path / each.name)
    return tmp_path / whole.name


def owner_of(each: FactTable) -> str:
    """SQL for the number of the salt, as the script writes it."""
    if not each.personal:
        return "0"
    sql = "t.customer_id" if each.owner == "customer_id" else each.owner
    return sql if sql.startswith("coalesce") else f"coalesce({sql}, 0)"


def test_the_lists_of_the_page_are_those_of_the_program(script: Any) -> None:
    page = SCRIPT.with_name("historico.md").read_text(encoding="utf-8")
    expected = {
        table: (
            list(each.facts),
            dict(each.personal),
            [(child.table, child.parent, ", ".join(child.columns)) for child in each.children],
            owner_of(each),
        )
        for table, each in FACT_TABLES.items()
    }
    found = script.ler_tabelas(page)
    assert found == expected
    assert [list(each.textos) for each in found.values()] == [list(e.personal) for e in FACT_TABLES.values()]


def alone(*words: object) -> subprocess.CompletedProcess[str]:
    """The script in a Python that has nothing but its own library."""
    line = [sys.executable, "-I", "-S", "-X", "utf8", SCRIPT, *map(str, words)]
    return subprocess.run(line, capture_output=True, encoding="utf-8", check=False)


def test_the_script_is_short_and_stands_alone(ledger: Path) -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    nodes = ast.walk(ast.parse(text))
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {getattr(node, "module", None) or node.names[0].name for node in imports}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
    assert len(text.splitlines()) < 250
    before = {each.name: each.read_bytes() for each in ledger.parent.iterdir()}
    done = alone(ledger)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Diferenças:   nenhuma" in done.stdout
    assert {each.name: each.read_bytes() for each in ledger.parent.iterdir()} == before
    done = alone(ledger.with_name("outro.db"))
    assert done.returncode == 1
    assert not ledger.with_name("outro.db").exists()
    assert done.stderr.startswith("Não deu para conferir")


def erase(path: Path) -> None:
    with writing(path) as transaction:
        erase_person(transaction, 1, date(2026, 11, 28), "pedido", AT)


def restore(path: Path) -> None:
    copy = backup(path, path.with_name("copia.db")).path
    write(path)
    with candidate(path, copy, None, MOMENT) as chosen:
        put_in_place(chosen, MOMENT, "0930")


@pytest.mark.parametrize("change", [lambda path: None, erase, restore, write])
def test_it_agrees_that_a_sound_ledger_is_sound(ledger: Path, checked: Checked, change: Break) -> None:
    change(ledger)
    assert codes(ledger) == []
    code, out = checked(ledger)
    ((events, head),) = ask(ledger, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    rows = sum(int(str(ask(ledger, f"SELECT count(*) FROM {table}")[0][0])) for table in FACT_TABLES)
    assert code == 0
    assert f"Eventos:      {events}; o último é {events}:{head}\nLinhas:       {rows}," in out
    assert f"o evento mais novo que confirmam: {events}\n" in out
    # Every table with words has one row with some; import_batch and one of two of the ledger's own stay.
    words = sum(bool(each.personal) for each in FACT_TABLES.values())
    gone = ask(ledger, "SELECT count(*) - 1 FROM erased_text")[0][0]
    assert f"Compromissos: {words - int(str(gone))} refeitos com o sal, {gone} de textos apagados" in out


CASES = {
    "um valor": ("UPDATE receivable SET amount = 1 WHERE id = 200", "receivable 2 a 251 .*agora há 250"),
    "um texto": ("UPDATE contact SET note = 'outra' WHERE id = 1", "contact 1 a 1 .*agora há 1"),
    "textos tirados": ("UPDATE contact SET note = NULL, next_action = NULL, author = NULL", "contact 1 a 1 "),
    "uma filha": ("UPDATE dunning_claim SET day = '2026-11-20'", "dunning_action 1 a 1 "),
    "uma linha tirada": ("DELETE FROM receivable WHERE id = 9", "receivable 2 a 251 .*as 250.*agora há 249"),
    "uma linha de fora": (INVOICE.format(400), "receivable 400 a 400: de fora: 1 "),
    "uma linha onde um número faltava": (INVOICE.format(315), "receivable 311 a 321 .*as 2 .*agora há 3"),
    "uma filha sem mãe": ("INSERT INTO movement_target VALUES (7, 0, 1)", "movement_target 7 a 7: de fora"),
    "uma linha -1": (INVOICE.format(-1), "receivable -1 a -1: de fora: 1 "),
    "um evento": ("UPDATE event SET data = '{} ' WHERE seq = 1", "evento 1: foi alterado"),
    "um evento tirado": ("DELETE FROM event WHERE seq = 3", "evento 4: faltam eventos"),
    "um evento 0": (f"INSERT INTO event VALUES (0, '', 'x', '{{}}', '', '{'a' * 64}')", "evento 0: de fora"),
    "um elo": (f"UPDATE event SET previous = '{'b' * 64}' WHERE seq = 3", "evento 3: não continua"),
    "o sal": ("DELETE FROM person_salt WHERE customer_id = 1", "contact 1 a 1 "),
    "o fim cortado": ("DELETE FROM event WHERE seq > 5", "evento 6: a âncora de .* vai até o 5"),
    "um selo": ("UPDATE event SET data = '{}' WHERE seq = 2", "evento 2: é um selo que não pode"),
}
NEW = ("uma filha sem mãe",)
"""What the program's check of the history does not look at, or not yet."""


@pytest.mark.parametrize("name", CASES)
def test_it_finds_what_was_tampered_with(ledger: Path, checked: Checked, name: str) -> None:
    statement, expected = CASES[name]
    tamper(ledger, statement)
    code, out = checked(ledger)
    assert code == 1
    assert re.search(f"^DIFERE  {expected}", out, re.M)
    assert name in NEW or codes(ledger) != []


def test_an_index_that_shows_other_values_and_a_table_that_is_gone(ledger: Path, checked: Checked) -> None:
    other = "'CREATE INDEX ix_erasure ON erasure (reason)' WHERE name = 'ix_erasure'"
    run(ledger, "PRAGMA writable_schema=ON", f"UPDATE sqlite_schema SET sql = {other}")
    code, out = checked(ledger)
    assert code == 1
    assert re.search("^DIFERE  o arquivo: .*ix_erasure", out, re.M)
    run(ledger, "DROP TABLE erasure")
    code, out = checked(ledger)
    assert code == 1
    assert "evento 2: é um selo que não pode ser lido" in out


def test_it_finds_rows_that_the_program_found_or_that_its_note_would_hide(
    ledger: Path, checked: Checked
) -> None:
    run(ledger, INVOICE.format(325))
    write(ledger)
    code, out = checked(ledger)
    assert (code, codes(ledger)) == (1, ["V-LINHA-DE-FORA"])
    assert "receivable 322 a 325: de fora" in out
    run(ledger, INVOICE.format(327), "UPDATE sealed SET last_id = 330 WHERE table_name = 'receivable'")
    write(ledger, INVOICE.format(335))
    code, out = checked(ledger)
    assert code == 1
    assert re.search(r"^DIFERE  receivable \d+ a 327: de fora", out, re.M)


def test_words_put_where_there_are_none_any_more_or_never_were(ledger: Path, checked: Checked) -> None:
    erase(ledger)
    tamper(ledger, "UPDATE contact SET note = 'x'", "UPDATE receivable SET description = 'x' WHERE id = 2")
    code, out = checked(ledger)
    assert code == 1
    assert re.findall("^DIFERE  (.*) .selo", out, re.M) == ["contact 1 a 1", "receivable 2 a 251"]
    assert codes(ledger) == ["V-LINHA-ALTERADA"] * 2


def test_a_seal_over_a_seal_and_one_of_another_version_are_differences(
    ledger: Path, checked: Checked
) -> None:
    ((data,),) = ask(ledger, "SELECT data FROM event WHERE seq = 4")
    with writing(ledger) as transaction:
        transaction.record("selo", json.loads(str(data)), AT)
        transaction.record("selo", {"versao": 2, "linhas": {}}, AT)
    code, out = checked(ledger)
    assert code == 1
    over = "já tinham selo, e ganharam outro por cima"
    assert f"DIFERE  receivable 2 a 251 (selo no evento 7): {over}\n" in out
    assert "DIFERE  evento 8: é um selo que não pode ser lido\n" in out
    # The rest is as it was: two ranges of invoices, one of payments, one of promises.
    assert (out.count(over), out.count("DIFERE")) == (4, 5)


def test_rows_without_any_seal_prove_nothing(tmp_path: Path, checked: Checked) -> None:
    path = ledger_in(tmp_path, customers=1)
    assert checked(path)[0] == 0
    run(path, INVOICE.format(1))
    code, out = checked(path)
    assert code == 1
    assert "o livro: não está selado: 1 linhas" in out


def test_a_mark_tells_a_ledger_that_was_made_anew(ledger: Path, checked: Checked, tmp_path: Path) -> None:
    ((seq, head),) = ask(ledger, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    mark = f"{seq}:{str(head)[:20].upper()}…"
    assert checked(ledger, "--marca", mark)[0] == 0
    (tmp_path / "novo").mkdir()
    other = filled(tmp_path / "novo")
    code, out = checked(other, "--marca", mark)
    assert code == 1
    assert f"a marca {mark} é dele, e o livro não o tem: vai até o 2" in out
    write(other, *(INVOICE.format(number) for number in (2, 3)))
    write(other, INVOICE.format(4))
    assert checked(other)[0] == 0
    code, out = checked(other, "--marca", mark)
    assert code == 1
    assert f"evento 6: a marca {mark} é de outro com este número: a corrente foi refeita" in out


def test_the_anchor_of_another_ledger_and_one_that_was_spoilt(ledger: Path, checked: Checked) -> None:
    kept = anchor_path(ledger).rename(ledger.with_name("guardada"))
    code, out = checked(ledger)
    assert code == 0
    assert "Âncora:       não há; marcas: 0\n" in out and "confirmam: nenhum\n" in out
    assert checked(ledger, "--ancora", kept)[0] == 0
    kept.write_text(
        f"7 {'0' * 64} {AT} gravado\n" + kept.read_text("ascii") + f"8 {'0' * 64} {AT} gravado", "ascii"
    )
    code, out = checked(ledger, "--ancora", kept)
    assert code == 1
    assert f"evento 7: a âncora de {AT} é dele, e o livro não o tem: vai até o 6" in out
    assert "evento 8" not in out
    kept.write_text("lixo\n", "ascii")
    code, out = checked(ledger, "--ancora", kept)
    assert code == 1
    assert "nenhuma linha da âncora pode ser lida" in out


@pytest.mark.parametrize(
    "word", ["1042", "0:9a8f03c1d2e45b607788", "1:9a8f03c1d2e45b60778", "1:9a8f03c1d2e45b60778g"]
)
def test_what_is_no_mark_is_refused(script: Any, word: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        script.ler_marca(word)

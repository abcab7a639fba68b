"""All that is held about a person, in one document and in one table."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import pytest
from pypdf import PdfReader
from tests.ledger.ledger_box import ask, tamper
from tests.services.payment_story import RAM
from tests.services.person_box import MARKS, NAME, says, told

from cobranca_cli.domain.retention import CLASSES
from cobranca_cli.ledger.queries.persons import PERSON_TABLES
from cobranca_cli.views.person_fields import FIELDS, KINDS


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=RAM) as made:
        told(Path(made))
        yield Path(made)


def lines(folder: Path, name: str = "dados.json") -> list[dict[str, str]]:
    says(folder, f"titular exportar zenaide --saida {name} --sobrescrever")
    found = json.loads((folder / name).read_text(encoding="utf-8"))
    assert (found["relatorio"], found["versao"]) == ("titular", 1)
    rows: list[dict[str, str]] = found["linhas"]
    assert found["totais"] == {"registros": len({(row["tipo"], row["registro"]) for row in records(rows)})}
    return rows


def records(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in rows if row["tipo"] != "tratamento"]


def test_every_class_says_why_it_is_kept_and_until_when(folder: Path) -> None:
    told = [row for row in lines(folder) if row["tipo"] == "tratamento"]
    assert {row["classe"] for row in told} == {each.key for each in CLASSES}
    names = {"o_que", "finalidade", "fundamento", "guardar_ate", "depois_de_apagado"}
    assert {row["campo"] for row in told} == names
    # The last thing is the instalment of the agreement that was due in December.
    assert {row["valor"] for row in told if row["campo"] == "guardar_ate"} == {"2031-12-31"}


def test_every_kind_of_record_is_in_it(folder: Path) -> None:
    kinds = {each.kind for each in PERSON_TABLES.values()} - {"anonimizacao", "cancelamento"}
    assert {row["tipo"] for row in records(lines(folder))} == kinds


def test_every_word_about_her_is_in_it_whole(folder: Path) -> None:
    said = {(row["tipo"], row["campo"], row["valor"]) for row in lines(folder)}
    assert {
        ("cliente", "nome", NAME),
        ("cliente", "documento", "52998224725"),
        ("cliente", "email", "zenaide@casa.example"),
        ("fatura", "descricao", "o segredo da encomenda"),
        ("fatura", "valor", "300.00"),
        ("lancamento", "chave", "PIX segredo 1"),
        ("estorno", "motivo", "segredo devolvido"),
        ("contato", "nota", "segredo dito"),
        ("contato", "recebido", "false"),
        ("promessa_retirada", "motivo", "segredo desfeito"),
        ("pausa", "motivo", "segredo da pausa"),
        ("informacao", "valor_informado", "5000.00"),
        ("informacao", "valor_informado", "segredo"),
        ("consulta", "nota", "segredo visto"),
        ("arquivo", "arquivo", "quixaba.csv"),
    } <= said
    (body,) = (value for kind, field, value in said if (kind, field) == ("carta", "texto"))
    assert [(body,)] == ask(folder / "livro.db", "SELECT body FROM letter")


def test_nobody_else_is_in_it(folder: Path) -> None:
    values = [row["valor"] for row in records(lines(folder))]
    assert not any("Bia" in value or value in ("104", "11222333000181") for value in values)


def test_the_table_says_the_same(folder: Path) -> None:
    says(folder, "titular exportar zenaide --saida dados.csv --csv-padrao iso --sobrescrever")
    rows = (folder / "dados.csv").read_text(encoding="utf-8").count("\n")
    assert rows > len(lines(folder))  # a letter has more than one line


@pytest.mark.parametrize("name", ["dados.html", "dados.pdf"])
def test_a_page_for_the_person_is_whole(folder: Path, name: str) -> None:
    says(folder, f"titular exportar zenaide --saida {name} --sobrescrever")
    text = page_text(folder / name)
    for word in (NAME, "529.982.247-25", "zenaide@casa.example", "(19) 97766-5544", "segredo dito"):
        assert word in text, word
    for each in CLASSES:
        assert each.label in text and each.purpose in text
    # What the ledger writes for itself: instants, words without accents, charges that are not those of today.
    for word in (
        r"\d\d-\d\dT\d\d:",
        "espécie",
        "encargos em aberto",
        "negativacao",
        "eletronica",
        "referencia",
    ):
        assert not re.search(word, text), word
    for word in ("a decidir pelo credor", "03/11/2026", "referências", "assinado na presença de testemunhas"):
        assert word in text, word
    assert len(re.findall("Cadastro", text)) == 1, "one heading is enough"


def page_text(path: Path) -> str:
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    from pypdf import PdfReader

    pages = " ".join(page.extract_text() for page in PdfReader(path).pages)
    return " ".join(pages.split())


def test_the_screen_shows_no_word_about_her_but_her_name(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    says(folder, "titular exportar zenaide")
    out, err = capfd.readouterr()
    shown = out + err
    assert [mark for mark in MARKS if mark.lower() in shown.lower()] == ["Quixaba", "quixaba", "ZQ-77"]
    assert "***.982.247-**" in shown and "z***@casa.example" in shown and "*****-5544" in shown
    says(folder, "titular exportar zenaide --mostrar-dados")
    assert "segredo dito" in capfd.readouterr().out


def test_every_column_has_a_name_and_every_kind_reads_well(folder: Path) -> None:
    for table in PERSON_TABLES:
        columns = {str(row[1]) for row in ask(folder / "livro.db", f"PRAGMA table_info({table})")}
        assert columns - FIELDS.keys() == set(), table
    assert all(field.name.isascii() for field in FIELDS.values())
    assert KINDS.keys() <= {each.kind for each in PERSON_TABLES.values()}
    names = [field.name for field in FIELDS.values()]
    assert len(names) == len(set(names))


def test_a_letter_of_many_pages_is_whole_on_paper(folder: Path) -> None:
    """A cell of a table ends with its page, and a text of thousands of words was too deep for the layout."""
    book = folder / "longa" / "livro.db"
    book.parent.mkdir()
    copyfile(folder / "livro.db", book)
    words = "\n\n".join(
        f"Cláusula {number}: R$ 10,00 conforme o art. {number}, § 2º." for number in range(900)
    )
    tamper(book, f"UPDATE letter SET body = '{words}'")
    says(book.parent, "titular exportar zenaide --saida dados.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(book.parent / "dados.pdf").pages)
    assert [number for number in range(900) if f"Cláusula {number}:" not in text] == []

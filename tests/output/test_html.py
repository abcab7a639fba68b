"""Documents as HTML: sound markup, nothing that runs or is fetched, and every text as it was given."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from tests.output.documents import CPF, HOSTILE, hostile, memory, receipt

from cobranca_cli.output.html import html_text
from cobranca_cli.output.safety import printable

VOID = {"meta", "br", "hr", "img", "link", "input"}
FETCHES = {"script", "img", "link", "iframe", "object", "embed", "form", "a", "base", "svg", "audio", "video"}


class Reader(HTMLParser):
    """The tags in order, the text of the body, and whatever was not closed as it was opened."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.rows: list[list[str]] = []
        self.wrong: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        if data.strip():
            self.texts.append(data.strip())
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


def read(source: str) -> Reader:
    reader = Reader(source)
    assert (reader.open, reader.wrong) == ([], [])
    return reader


@pytest.mark.parametrize("document", [memory(), receipt()], ids=["memoria", "recibo"])
def test_the_file_stands_alone_and_runs_nothing(document: object) -> None:
    source = html_text(document, show_data=False)  # type: ignore[arg-type]
    reader = read(source)
    assert source.startswith('<!DOCTYPE html>\n<html lang="pt-BR">\n<head>\n<meta charset="utf-8">\n')
    names = {tag for tag, _ in reader.tags}
    assert not names & FETCHES
    attributes = {name for _, attrs in reader.tags for name in attrs}
    assert not attributes & {"src", "href", "style", "srcset", "action"}
    assert not any(name.startswith("on") for name in attributes)
    assert not re.search(r"url\(|@import|https?:", source)


def test_the_policy_allows_the_one_style_sheet_and_nothing_else() -> None:
    source = html_text(memory(), show_data=False)
    style = re.search(r"<style>(.*)</style>", source, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = next(attrs["content"] for tag, attrs in read(source).tags if "http-equiv" in attrs)
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert source.index("Content-Security-Policy") < source.index("<style>")


def test_the_table_of_the_steps() -> None:
    reader = read(html_text(memory(), show_data=False))
    assert reader.rows[0] == ["Etapa", "Base", "Taxa", "Dias", "Valor"]
    assert reader.rows[5:9] == [
        ["Correção IPCA, 06/2026 a 10/2026", "5.000,00", "1,847213%", "", "92,36"],
        [
            "IPCA acumulado dos meses inteiros entre o mês do vencimento, inclusive, e o mês anterior ao do"
            " cálculo; série 433 do Banco Central; arredondamento ao centavo mais próximo, meio para o par."
        ],
        ["Multa de mora", "5.000,00", "2,00%", "", "100,00"],
        [
            "2% sobre o valor nominal, uma só vez, no primeiro dia de atraso; limite do art. 52, § 1º, do"
            " Código de Defesa do Consumidor."
        ],
    ]
    heads = [attrs for tag, attrs in reader.tags if tag == "th"]
    assert heads[0] == {"scope": "col", "class": "text"}
    assert heads[1:] == [{"scope": "col", "class": "number"}] * 4
    assert "três mil novecentos e cinquenta e oito reais e sessenta e nove centavos" in reader.texts
    assert "Posição em 21/11/2026" in reader.texts


def test_the_row_of_totals_and_the_other_figures() -> None:
    reader = read(html_text(receipt(), show_data=False))
    assert reader.rows[-1] == ["Total", "", "", "110,00", "", "", "1.197,64", "234,56"]
    assert {"scope": "row"} in [attrs for tag, attrs in reader.tags if tag == "th"]
    place = reader.texts.index("Quitação")
    assert reader.texts[place - 2 : place] == ["Valor recebido", "R$ 1.500,00"]
    assert "Campinas/SP, 1º de agosto de 2026" in reader.texts


def test_the_debtor_is_masked_unless_asked_and_the_creditor_never() -> None:
    masked, whole = (html_text(memory(), show_data=show) for show in (False, True))
    assert "CPF ***.982.247-**" in masked and CPF not in re.sub(r"\D", "", masked)
    assert "CPF 529.982.247-25" in whole
    assert "CNPJ 11.222.333/0001-81" in masked


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_text(text: str) -> None:
    reader = read(html_text(hostile(text), show_data=False))
    harmless = read(html_text(hostile("Ana"), show_data=False))
    assert [tag for tag, _ in reader.tags] == [tag for tag, _ in harmless.tags]
    assert [attrs for tag, attrs in reader.tags if tag != "meta"] == [
        attrs for tag, attrs in harmless.tags if tag != "meta"
    ]
    assert [each.replace(printable(text), "Ana") for each in reader.texts] == harmless.texts


def test_nothing_hidden_reaches_the_file() -> None:
    for text in HOSTILE:
        assert all(line.isprintable() for line in html_text(hostile(text), show_data=False).split("\n"))


def test_the_same_document_gives_the_same_text() -> None:
    assert html_text(memory(), show_data=False) == html_text(memory(), show_data=False)


def test_an_empty_table_says_so() -> None:
    document = memory(steps=())
    reader = read(html_text(document, show_data=False))
    assert reader.rows == [] and "Nada a mostrar." in reader.texts

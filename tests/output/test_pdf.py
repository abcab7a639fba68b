"""Documents as PDF, read back: what is printed, what is promised of the file, and that data is never code."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.output.documents import CPF, HOSTILE, STEPS, hostile, memory, receipt

from cobranca_cli.errors import UsageError
from cobranca_cli.output.pdf import LAYOUT, NO_GLYPH, pdf_bytes
from cobranca_cli.output.safety import printable
from cobranca_cli.views.document import Document, Text

A4 = (595, 842)


def read(document: Document, *, show_data: bool = False) -> PdfReader:
    content, warnings = pdf_bytes(document, show_data=show_data)
    assert warnings == ()
    return PdfReader(io.BytesIO(content))


def text_of(reader: PdfReader) -> str:
    """The text of all pages; where a line was broken, a blank."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def solid(text: str) -> str:
    """Without blanks: a long word may have been broken anywhere."""
    return re.sub(r"\s", "", text)


def test_the_memory_of_a_calculation() -> None:
    text = text_of(read(memory()))
    for part in (
        "Memória de cálculo Posição em 21/11/2026 Fatura NF-2031",
        "Credor Papelaria Aurora Ltda. CNPJ 11.222.333/0001-81 Rua das Palmeiras, 120, sala 4 Campinas/SP",
        "Etapa Base Taxa Dias Valor",
        "Correção IPCA, 06/2026 a 10/2026 5.000,00 1,847213% 92,36 IPCA acumulado dos meses inteiros entre o"
        " mês do vencimento, inclusive, e o mês anterior ao do cálculo; série 433 do Banco Central;",
        "Despesas R$ 38,40 Total R$ 3.958,69",
        "três mil novecentos e cinquenta e oito reais e sessenta e nove centavos",
        "Memória de cálculo · Fatura NF-2031 1 de 1",
    ):
        assert part in text


def test_the_receipt() -> None:
    text = text_of(read(receipt()))
    assert (
        "NF-2044 0,00 0,00 0,00 0,00 50,00 234,56 Total 110,00 1.197,64 234,56 Valor recebido R$ 1.500,00"
        in text
    )
    assert "Campinas/SP, 1º de agosto de 2026 Papelaria Aurora Ltda. CNPJ 11.222.333/0001-81" in text


def test_long_tables_go_on_with_their_heading_and_numbered_pages() -> None:
    pages = [page.extract_text() for page in read(memory(STEPS * 6)).pages]
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert text.rstrip().endswith(f"{number} de {len(pages)}")
    assert all("Etapa Base Taxa Dias Valor" in text for text in pages[:-1])


@pytest.mark.parametrize("before", range(1, 14))
def test_a_step_is_never_torn_from_its_rule(before: int) -> None:
    """The rule is a line under the step; wherever the page ends, both are on the same one."""
    document = memory(STEPS * 5)
    lines = tuple(Text(f"Linha {n}") for n in range(before))
    pages = [page.extract_text() for page in read(document._replace(blocks=(*lines, *document.blocks))).pages]
    steps, rules = (sum(text.count(part) for text in pages) for part in ("Multa de mora", "2% sobre o valor"))
    assert steps == rules == 5
    for text in pages:
        assert text.count("Multa de mora") == text.count("2% sobre o valor")
        assert text.count("Despesas de cobrança") == text.count("Notificação registrada")


def test_an_amount_below_zero_is_not_torn_from_its_sign() -> None:
    """A line that breaks after a hyphen begins with another one, and so would the amount."""
    amounts = Text("; ".join(f"{'x' * (n % 7)} multa: -R$ {n},01" for n in range(120)))
    text = text_of(read(memory()._replace(blocks=(amounts,))))
    assert text.count("-R$") == 120
    assert "- -R$" not in text


def test_the_file_is_tagged_archival_and_in_portuguese_on_a4() -> None:
    reader = read(memory())
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "pt-BR"  # type: ignore[index]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    about = root["/Metadata"].get_data().decode()  # type: ignore[index]
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", about) and "pdfuaid:part>1<" in about
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {A4}
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Memória de cálculo", "Papelaria Aurora Ltda.")
    assert reader.metadata["/CreationDate"] == "D:20261121000000Z"


def test_the_same_document_gives_the_same_bytes_and_another_day_others() -> None:
    document = memory()
    assert pdf_bytes(document, show_data=False) == pdf_bytes(document, show_data=False)
    another = document._replace(as_of=document.as_of.replace(day=20))
    assert pdf_bytes(another, show_data=False) != pdf_bytes(document, show_data=False)


def test_the_debtor_is_masked_unless_asked_and_the_creditor_never() -> None:
    masked, whole = (text_of(read(memory(), show_data=show)) for show in (False, True))
    assert "***.982.247-**" in masked and CPF not in re.sub(r"\D", "", masked)
    assert "CPF 529.982.247-25" in whole
    assert "CNPJ 11.222.333/0001-81" in masked


LATIN = [text for text in HOSTILE if printable(text).isascii() or "Comércio" in text or "itálico" in text]


@pytest.mark.parametrize("text", LATIN, ids=range(len(LATIN)))
def test_code_and_markup_are_printed_as_text(text: str) -> None:
    reader, plain = read(hostile(text)), read(hostile("Ana"))
    # The foot of every page names the document twice.
    wanted = solid(text_of(plain)).count("Ana") + 2 * (len(reader.pages) - len(plain.pages))
    assert solid(text_of(reader)).count(solid(text)) == wanted


@pytest.mark.parametrize("text", [text for text in HOSTILE if text != printable(text)])
def test_what_hides_or_commands_is_not_printed(text: str) -> None:
    content, _ = pdf_bytes(hostile(text), show_data=False)
    printed = text_of(PdfReader(io.BytesIO(content)))
    assert not set("\x1b\x9b\x07\u202e\u202c\u200b") & set(printed)


def test_a_character_without_a_drawing_is_told() -> None:
    content, warnings = pdf_bytes(hostile("\U00013000"), show_data=False)
    assert content.startswith(b"%PDF-") and warnings == (NO_GLYPH,)


def test_the_layout_takes_nothing_from_outside() -> None:
    source = LAYOUT.read_text(encoding="utf-8")
    assert not re.search(r"\b(read|import|include|eval|plugin)\b", source)


def test_without_the_package_the_error_says_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UsageError) as caught:
        pdf_bytes(memory(), show_data=False)
    assert caught.value.message == "para gerar PDF falta o pacote typst"
    assert caught.value.hint is not None and "pip install 'cobranca-cli[pdf]'" in caught.value.hint


def test_nothing_of_typst_is_loaded_before_it_serves() -> None:
    code = "import sys, cobranca_cli.output.pdf as p, cobranca_cli.output.html; print('typst' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout == "False\n"

"""Letters as PDF, read back: one page, the window shows the address alone, nothing torn, nothing run."""

import io
import re
import sys
from itertools import count
from typing import Any

import pytest
from pypdf import PdfReader
from tests.output.documents import HOSTILE
from tests.output.letters import BOLETO, COMPANY, CUSTOMER, PIX, data_of, letter, title

from cobranca_cli.errors import UsageError
from cobranca_cli.output.letter_pdf import LAYOUT, Press, letter_pdf, letter_pdfs
from cobranca_cli.output.pdf import NO_GLYPH
from cobranca_cli.output.safety import printable
from cobranca_cli.views.letter import Letter

LATIN = [text for text in HOSTILE if printable(text).isascii() or "Comércio" in text or "itálico" in text]
MM = 72 / 25.4
A4 = 297
FOLD = 87


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


def read(press: Press, made: Letter) -> PdfReader:
    content, warnings = press.pdf(made)
    assert warnings == ()
    return PdfReader(io.BytesIO(content))


def flat(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def solid(text: str) -> str:
    """Without blanks: a long word may have been broken anywhere."""
    return re.sub(r"\s", "", text)


def pieces(reader: PdfReader, page: int = 0) -> list[tuple[float, float, str]]:
    """Every text of a page with where it begins: millimetres from the left and from the top."""
    found = []

    def visit(text: str, matrix: list[float], own: list[float], *_: Any) -> None:
        if text.strip():
            # The layout turns its coordinates upside down; both matrices together turn them back.
            x, y = own[4] * matrix[0] + matrix[4], own[5] * matrix[3] + matrix[5]
            found.append((x / MM, A4 - y / MM, text.strip()))

    reader.pages[page].extract_text(visitor_text=visit)
    return found


def test_what_a_letter_says(press: Press) -> None:
    text = flat(read(press, letter(2)))
    for part in (
        "Papelaria Aurora Ltda. CNPJ 11.222.333/0001-81 · Rua das Palmeiras, 120, sala 4 · Campinas/SP"
        " Telefone (19) 3333-4444 · financeiro@aurora.exemplo.br",
        "José Antônio da Conceição Avenida Brasil, 1500, bloco B, apto. 72 13070-178 Campinas/SP",
        "Campinas, 22 de novembro de 2026 Carta nº 12",
        "Sobre as suas faturas em aberto Prezado José, Consta em nossos registros",
        "Fatura Vencimento Situação Em aberto Acréscimos Total",
        "1001/2 07/11/2026 venceu há 15 dias R$ 1.000,02 R$ 25,00 R$ 1.025,02",
        "Material escolar e de escritório Acréscimos: multa de 2% (R$ 20,00) e juros de 1% ao mês por 15 dias"
        f" (R$ 5,00) Boleto: {BOLETO}",
        "Total em 22/11/2026 R$ 2.000,03 R$ 50,00 R$ 2.050,03 Os valores são os de hoje;",
        "Como pagar Pix copia e cola, já com o valor de R$ 2.050,03, em nome de Papelaria Aurora Ltda.:",
        "Algo não confere? Se há algo errado com a compra, o valor ou a entrega, avise-nos pelo telefone"
        " (19) 3333-4444 ou pelo e-mail financeiro@aurora.exemplo.br. Respondemos em até 10 dias",
    ):
        assert part in text
    assert text.endswith("Atenciosamente,")
    assert solid(PIX) in solid(text)


@pytest.mark.parametrize("titles", [1, 2, 3, 4, 5])
def test_up_to_five_titles_are_one_page_without_a_number(press: Press, titles: int) -> None:
    reader = read(press, letter(titles))
    assert len(reader.pages) == 1 and flat(reader).endswith("Atenciosamente,")


def test_nothing_of_the_debt_is_above_the_fold(press: Press) -> None:
    for made in (letter(5), letter(1, model="notificacao"), letter(40)):
        head = [text for _, top, text in pieces(read(press, made)) if top < FOLD]
        said = " ".join(head)
        assert "José Antônio da Conceição" in said and "Papelaria Aurora" in said
        assert not re.search(r"R\$|fatura|1001|cobran|venc|valor|pag|débito|dívida|aberto|Sobre", said, re.I)


def test_the_recipient_stands_in_the_window_of_the_envelope(press: Press) -> None:
    """DIN 5008, form A: the window shows 20 to 105 mm from the left and 27 to 72 mm from the top."""
    found = pieces(read(press, letter(1)))
    lines = (CUSTOMER["nome"], CUSTOMER["endereco"], "13070-178 Campinas/SP")
    places = [(x, top) for x, top, text in found if any(str(line).startswith(text[:12]) for line in lines)]
    assert len(places) >= 3
    assert all(20 <= x <= 105 and 27 < top < 72 for x, top in places)
    outside = [text for x, top, text in found if x > 110 and 27 < top < 72]
    assert any("Carta nº 12" in text for text in outside)


def test_without_an_address_the_letter_begins_higher(press: Press) -> None:
    found = pieces(read(press, letter(1, data={"cliente": {**CUSTOMER, "endereco": ""}})))
    assert min(top for _, top, text in found if text.startswith("Prezado")) < FOLD


def test_long_tables_go_on_with_their_heading_and_numbered_pages(press: Press) -> None:
    pages = [page.extract_text() for page in read(press, letter(40)).pages]
    assert len(pages) >= 3
    for number, text in enumerate(pages, start=1):
        assert text.rstrip().endswith(f"Carta nº 12 {number} de {len(pages)}")
        assert ("1001/" in text) == ("Vencimento" in text)


@pytest.mark.parametrize("titles", range(8, 29))
def test_no_sum_and_no_end_stands_alone(press: Press, titles: int) -> None:
    pages = [page.extract_text() for page in read(press, letter(titles)).pages]
    (with_sum,) = (text for text in pages if "Total em" in text)
    assert f"1001/{titles}" in with_sum
    assert "Algo não confere?" in pages[-1] and "Atenciosamente" in pages[-1]
    for text in pages:
        assert text.count("Acréscimos:") == text.count("Boleto:") == len(re.findall(r"1001/\d", text))


def test_amounts_are_never_torn(press: Press) -> None:
    huge = "R$ 9.999.999.999,00"
    row = title(1, fatura="N" * 60, principal=huge, encargos=huge, total=huge)
    data = {"titulos": [row], "total": huge, "total_principal": huge, "total_encargos": huge}
    lines = "\n".join(page.extract_text() for page in read(press, letter(1, data=data)).pages)
    assert lines.count(huge) >= 6 and "N" * 60 in solid(lines)


def test_long_names_push_down_and_cover_nothing(press: Press) -> None:
    long = "Companhia Brasileira de Distribuição e Comércio de Materiais " * 3
    data = {
        "empresa": {**COMPANY, "nome": long, "endereco": long},
        "cliente": {**CUSTOMER, "nome": long, "endereco": long},
    }
    reader = read(press, letter(1, data=data))
    found = pieces(reader)
    tops = [top for _, top, text in found if text.startswith("13070-178")]
    title_top = min(top for _, top, text in found if text.startswith("Sobre"))
    assert max(tops) + 4 < title_top
    assert solid(flat(reader)).count(solid(long)) >= 4


def test_a_letter_about_paid_titles_asks_for_nothing(press: Press) -> None:
    paid = title(1, late=0, situacao="paga", principal="R$ 0,00", total="R$ 0,00", encargos="R$ 0,00")
    nothing = dict.fromkeys(("total", "total_principal", "total_encargos"), "R$ 0,00")
    text = flat(read(press, letter(1, model="baixa", data={"titulos": [paid], **nothing})))
    assert "Fatura Vencimento Situação Valor 1001/1 27/11/2026 paga R$ 1.000,01" in text
    assert "Total em" not in text and "Como pagar" not in text and "Boleto" not in text


def test_a_dispute_that_is_looked_at_shows_no_sum(press: Press) -> None:
    text = flat(read(press, letter(1, model="contestacao", parts=("titulos",))))
    assert "contestada R$ 1.000,01" in text and "Total em" not in text and "Acréscimos" not in text


def test_parts_that_a_model_does_not_show(press: Press) -> None:
    text = flat(read(press, letter(1, parts=())))
    for part in ("Vencimento", "Como pagar", "Algo não confere"):
        assert part not in text


def test_a_formal_letter_names_the_debtor_writes_the_sum_out_and_is_signed(press: Press) -> None:
    text = flat(read(press, letter(1, model="notificacao")))
    assert "CPF ***.982.247-**" in text and "mil e vinte e cinco reais e um centavo" in text
    assert text.endswith("Atenciosamente, Papelaria Aurora Ltda. CNPJ 11.222.333/0001-81")
    told = letter(1, model="notificacao", words={"abertura": data_of(1)["total_extenso"]})
    assert flat(read(press, told)).count("mil e vinte e cinco reais") == 1


def test_a_letter_for_the_notary_is_not_addressed_to_the_customer(press: Press) -> None:
    text = flat(read(press, letter(1, model="anuencia")))
    assert str(CUSTOMER["endereco"]) not in text and "982.247" not in text


def test_a_sheet_for_the_caller_has_no_number(press: Press) -> None:
    assert "Carta nº" not in flat(read(press, letter(1, model="roteiro")))


def test_codes_that_the_bank_issued_stand_in_for_our_own(press: Press) -> None:
    empty = dict.fromkeys(("copia_e_cola", "chave", "titular", "valor", "qr"), "")
    titles = [title(number, pix=f"{PIX}{number}") for number in (1, 2)]
    reader = read(press, letter(2, data={"pix": empty, "titulos": titles}))
    for number in (1, 2):
        assert f"Pix copia e cola da fatura 1001/{number}:" in flat(reader)
        assert solid(f"{PIX}{number}") in solid(flat(reader))
    none = flat(read(press, letter(1, data={"pix": empty, "titulos": [title(1, boleto="")]})))
    assert "Peça os dados de pagamento pelo telefone (19) 3333-4444." in none


def test_what_is_missing_leaves_no_trace(press: Press) -> None:
    nobody = dict.fromkeys(COMPANY, "")
    customer = {**dict.fromkeys(CUSTOMER, ""), "nome": "Ana", "pessoa_fisica": True}
    card = {**data_of(1)["carta"], "numero": "", "data_extenso": ""}
    contact = {"telefone": "", "email": "", "prazo": ""}
    empty = dict.fromkeys(("copia_e_cola", "chave", "titular", "valor", "qr"), "")
    row = title(1, boleto="", descricao="", memoria="")
    data = {
        "empresa": nobody,
        "cliente": customer,
        "carta": card,
        "contestar": contact,
        "pix": empty,
        "titulos": [row],
    }
    words = {"titulo": "", "apos_titulos": "", "abertura": "", "fechamento": ""}
    text = flat(read(press, letter(1, data=data, words=words)))
    assert text.startswith("Ana 22/11/2026 Faturas 1001/1 a 1001/3")
    assert not re.search(r"· ·|CPF|CNPJ|Telefone|Carta nº|None", text)


def test_the_file_is_tagged_archival_and_in_portuguese_on_a4(press: Press) -> None:
    reader = read(press, letter(5))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "pt-BR" and root["/MarkInfo"]["/Marked"]
    about = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", about) and "pdfuaid:part>1<" in about
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {(595, 842)}
    assert reader.metadata is not None
    assert reader.metadata.title == "Sobre as suas faturas em aberto"
    assert reader.metadata.author == "Papelaria Aurora Ltda."
    assert reader.metadata["/CreationDate"] == "D:20261122000000Z"


def test_the_same_letter_gives_the_same_bytes_alone_and_among_others() -> None:
    letters = [letter(number, id=number) for number in (1, 5, 2, 5, 1, 9)]
    alone = [letter_pdf(each) for each in letters]
    among = list(letter_pdfs(letters, workers=2))
    assert [made for _, made in among] == alone
    assert [each.id for each, _ in among] == [1, 5, 2, 5, 1, 9]
    assert alone[0] == alone[4] and alone[0] != letter_pdf(
        letters[0]._replace(day=letters[0].day.replace(day=1))
    )


def test_letters_are_taken_a_few_at_a_time_and_only_those_wanted_are_printed() -> None:
    numbers = count(1)
    stream = letter_pdfs((letter(1, id=next(numbers)) for _ in range(100)), lambda each: each.id == 2, 2)
    (first, nothing), (second, made) = next(stream), next(stream)
    assert (first.id, nothing, second.id) == (1, None, 2) and made is not None
    assert next(numbers) < 10
    stream.close()


def test_many_letters_in_one_file_are_numbered_each_by_itself(press: Press) -> None:
    content, warnings = press.joined([letter(1), letter(12), letter(2)], "Cartas de 22/11/2026")
    reader = PdfReader(io.BytesIO(content))
    assert warnings == () and reader.metadata is not None and reader.metadata.title == "Cartas de 22/11/2026"
    ends = [page.extract_text().rstrip().split("\n")[-1] for page in reader.pages]
    number = "Papelaria Aurora Ltda. · Carta nº 12"
    assert ends == ["Atenciosamente,", f"{number} 1 de 2", f"{number} 2 de 2", "Atenciosamente,"]


def hostile(text: str) -> Letter:
    """A letter with `text` in every place that takes one."""

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: filled(each) for key, each in value.items()}
        return (
            [filled(each) for each in value]
            if isinstance(value, list)
            else text
            if isinstance(value, str)
            else value
        )

    made = letter(2, model="notificacao")
    pix = {**filled(made.data["pix"]), "copia_e_cola": PIX}
    words = dict.fromkeys(made.words, text)
    return made._replace(words=words, data={**filled(made.data), "pix": pix}, sender=(text, text))


@pytest.mark.parametrize("text", LATIN, ids=range(len(LATIN)))
def test_code_and_markup_are_printed_as_text(press: Press, text: str) -> None:
    assert solid(flat(read(press, hostile(text)))).count(solid(text)) >= 20


@pytest.mark.parametrize("text", [text for text in HOSTILE if text != printable(text)])
def test_what_hides_or_commands_is_not_printed(press: Press, text: str) -> None:
    content, _ = press.pdf(hostile(text))
    printed = flat(PdfReader(io.BytesIO(content)))
    assert not set("\x1b\x9b\x07\u202e\u202c\u200b") & set(printed)


def test_a_character_without_a_drawing_is_told_and_spoils_no_other_letter(press: Press) -> None:
    content, warnings = press.pdf(letter(1, words={"abertura": "\U00013000"}))
    assert content.startswith(b"%PDF-") and warnings == (NO_GLYPH,)
    assert press.pdf(letter(1)) == letter_pdf(letter(1))


def test_the_layout_takes_nothing_from_outside() -> None:
    source = LAYOUT.read_text(encoding="utf-8")
    assert not re.search(r"\b(read|import|include|eval|plugin)\b", source)


def test_without_the_package_the_error_says_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    for make in (lambda: letter_pdf(letter(1)), lambda: list(letter_pdfs([letter(1)]))):
        with pytest.raises(UsageError) as caught:
            make()
        assert caught.value.hint is not None and "pip install 'cobranca-cli[pdf]'" in caught.value.hint

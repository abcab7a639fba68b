"""The letters of agreements in every form: who, how much, when, which clauses, and who signs."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader
from tests.output.documents import HOSTILE
from tests.output.test_letter_models import flat, letter_of
from tests.output.test_letter_page import texts

from cobranca_cli.domain.letter_html import read_page
from cobranca_cli.domain.letter_rules import judge
from cobranca_cli.output.letter_page import page_of
from cobranca_cli.output.letter_pdf import Press
from cobranca_cli.output.letter_whatsapp import short_message
from cobranca_cli.rendering.engine import Engine, Words
from cobranca_cli.rendering.sample import SAMPLES, specimen
from cobranca_cli.resources import folder
from cobranca_cli.views.letter import Letter

MODELS = ("termo", "oferta", "aviso-acordo", "quebra", "quitacao-acordo")
CLAUSES = ("original", "parcelas", "proporcional")
FORMS = ("text", "page", "paper")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(None, folder("templates")) as made:
        yield made


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


def written(engine: Engine, model: str, sample: str = "consumidor", **agreed: Any) -> Letter:
    """The letter to a specimen, with these keys of its agreement changed."""
    data = specimen(sample, model)
    data["acordo"] |= agreed
    return letter_of(engine, model, data, "carta")


def pages_of(press: Press, made: Letter) -> list[str]:
    content, warnings = press.pdf(made)
    assert warnings == ()
    return [flat(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def read(press: Press, made: Letter, form: str) -> str:
    """What a person reads of the letter in a form, on one line."""
    if form == "paper":
        return flat(" ".join(pages_of(press, made)))
    return flat(made.text if form == "text" else read_page(made.html or "")[0])


def amounts(text: str) -> str:
    """Without the currency, which a column of plain text does not repeat."""
    return text.replace("R$ ", "")


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("model", MODELS)
def test_the_letter_is_lawful_and_fits_its_forms(engine: Engine, model: str, sample: str) -> None:
    made = written(engine, model, sample)
    words = Words(**made.words)
    page, outside = read_page(made.html or "")
    assert outside == ()
    assert [judge(form, words, made.data, made.parts) for form in (made.text, page)] == [[], []]
    code = made.data["pix"]["copia_e_cola"]  # type: ignore[index]
    assert max(map(len, made.text.replace(code, "").splitlines())) <= 72
    # A mark at the end of a line takes the line's end with it: no two paragraphs have become one.
    said = "\n\n".join(made.words[block] for block in ("abertura", "apos_titulos", "fechamento"))
    assert [part for part in said.split("\n\n") if "\n" in part and not part.startswith("Atenc")] == []
    message = short_message(made)
    assert len(message) <= 900
    assert not code or (code in message) == ("pagamento" in made.parts)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_term_says_who_owes_what_to_whom_and_when(
    engine: Engine, press: Press, sample: str, form: str
) -> None:
    made = written(engine, "termo", sample)
    data: Any = made.data
    agreed, company = data["acordo"], data["empresa"]
    said = read(press, made, form)
    for part in (
        *(company["nome"], company["documento"], company["endereco"], company["local"]),
        *(data["cliente"]["nome"], *agreed["devedor"].values()),
        *(data["total"], data["total_extenso"], agreed["desconto"], agreed["saldo"], agreed["saldo_extenso"]),
        *(agreed["total"], agreed["total_extenso"], agreed["multa"], agreed["mora"], agreed["foro"]),
        *(agreed["validade"], f"{company['cidade']}, {agreed['data_extenso']}."),
    ):
        assert part in said, part
    bare = amounts(said)
    for title in data["titulos"]:
        row = f"{title['emissao']} {title['vencimento']} {amounts(title['principal'])}"
        assert f"{title['fatura']} {row}" in bare.replace(f" {title['descricao']} ", " ")
        assert title["total"].removeprefix("R$ ") in bare and title["descricao"] in said
    for line in agreed["plano"]:
        keys = ("numero", "vencimento", "valor", "juros", "amortizacao", "saldo")
        assert " ".join(amounts(line[key]) for key in keys) in bare
    for working in agreed["memoria"]:
        for step in working["linhas"]:
            assert step["regra"] in said and step["valor"] in said
    # It is a contract: it names the debtor in its text, and is addressed to nobody.
    assert data["cliente"]["documento"] not in said.replace(agreed["devedor"]["documento"], "")


GROUNDS = (
    *("Código Civil, art. 361", "Código Civil, art. 413", "Código Civil, art. 202, VI"),
    *("Súmula 548 do STJ", "carta de anuência", "líquida, certa e exigível", "art. 52, § 2º"),
    *("Lei 13.709/2018, art. 7º", "primeiro dia útil seguinte", "é tolerância", "Fica eleito o foro"),
    "avisará por escrito",
)


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_term_has_the_clauses_that_a_lawyer_looks_for(engine: Engine, ground: str) -> None:
    for sample in SAMPLES:
        assert ground in flat(written(engine, "termo", sample).text)


BREACH = {
    "original": ("volta a ser devida a dívida de origem", "art. 354", "se perde se ele for rompido"),
    "parcelas": ("O desconto se mantém", "as parcelas que faltam vencem de uma vez", "se mantém mesmo que"),
    "proporcional": ("do desconto se perde só a parte proporcional", "perde-se a parte proporcional"),
}
TOLD = {"original": "voltou a ser devida", "parcelas": "foi mantido", "proporcional": "voltou do desconto só"}


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_breach_is_told_as_the_clause_of_the_term_has_it(engine: Engine, clause: str) -> None:
    for sample in SAMPLES:
        said = flat(written(engine, "termo", sample, clausula=clause).text)
        found = {each for each, words in BREACH.items() if all(word in said for word in words)}
        assert found == {clause}
        assert not any(word in said for each in CLAUSES if each != clause for word in BREACH[each][:1])
        warning = flat(written(engine, "aviso-acordo", sample, clausula=clause).text)
        assert [each for each in CLAUSES if BREACH[each][0] in warning] == [clause]
        broken = flat(written(engine, "quebra", sample, clausula=clause).text)
        assert [each for each in CLAUSES if TOLD[each] in broken] == [clause]


WHEN = [
    ({}, "mais de 5 dias de atraso", "se houver 2 parcelas vencidas e não pagas, ou uma parcela vencida há"),
    ({"rompe_dias": 30}, "", "há 30 dias ou mais."),
    ({"aviso_dias": 1}, "mais de 1 dia de atraso", ""),
    ({"aviso_dias": 0}, "Se uma parcela atrasar, a parte credora avisará", ""),
    ({"rompe_parcelas": 1}, "", "se houver uma parcela vencida e não paga."),
    ({"rompe_parcelas": 0}, "", "se houver uma parcela vencida há 30 dias ou mais."),
    ({"rompe_dias": 0}, "", "se houver 2 parcelas vencidas e não pagas."),
]


@pytest.mark.parametrize(("rule", "warned", "broken"), WHEN)
def test_when_an_agreement_may_be_broken(
    engine: Engine, rule: dict[str, int], warned: str, broken: str
) -> None:
    said = flat(written(engine, "termo", **rule).text)
    assert warned in said and broken in said


INTEREST = [
    ({"sistema": "sem juros", "juros_total": "R$ 0,00", "taxa": ""}, "sem juros até o vencimento"),
    ({"sistema": "sem juros", "juros_total": "", "taxa": ""}, "não há o que reduzir"),
    ({}, "juros simples de 1% ao mês, sem juros sobre juros"),
    ({"sistema": "tabela Price", "taxa": "1,5% ao mês"}, "tabela Price, à taxa de 1,5% ao mês"),
    ({"sistema": "SAC", "taxa": "2% ao mês"}, "amortização constante (SAC), à taxa de 2% ao mês"),
    ({"entrada": ""}, "O saldo será pago em 3 parcelas"),
    ({"parcelas": 1}, "com entrada de R$ 120,00 e 1 parcela,"),
    ({"parcelas": 1, "entrada": ""}, "O saldo será pago de uma só vez"),
    ({"parcelas": 0}, "O saldo será pago de uma só vez"),
    ({"desconto": "R$ 0,00"}, "Este acordo não tem desconto."),
    ({"multa": "", "mora": ""}, "os acréscimos da lei (Código Civil, arts. 389, 395 e 406)"),
    ({"mora": "taxa legal"}, "juros de mora pela taxa legal, simples e proporcionais"),
    ({"multa": "R$ 50,00", "mora": ""}, "há multa de R$ 50,00, uma só vez. Nas relações"),
    ({"foro": ""}, "é o do domicílio da parte devedora"),
]


@pytest.mark.parametrize(("agreed", "told"), INTEREST)
def test_a_term_says_how_it_is_paid(engine: Engine, agreed: dict[str, Any], told: str) -> None:
    assert told in flat(written(engine, "termo", **agreed).text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("signed", "witnesses", "ground"),
    [
        ("testemunhas", 2, "art. 784, III"),
        ("eletronica", 0, "art. 784, § 4º"),
        ("", 0, "documento particular"),
    ],
)
def test_witnesses_sign_on_paper_only(
    engine: Engine, press: Press, signed: str, witnesses: int, ground: str, form: str
) -> None:
    said = read(press, written(engine, "termo", assinatura=signed), form)
    names = 2 if form == "text" else witnesses
    assert len(re.findall(r"\bTestemunha\b" if form != "text" else r"\bNome: _+", said)) == witnesses
    assert said.count("CPF: _") == witnesses if form == "text" else said.count("Nome:") == witnesses
    assert ("duas testemunhas" in said) == bool(witnesses) and ground in said
    assert ("por meio eletrônico." in said) == (signed == "eletronica")
    for role in ("parte credora", "parte devedora"):
        assert re.search(rf"Maria Aparecida de Souza.{{0,40}}{role}|Ltda.{{0,40}}{role}", said, re.I)
    assert names >= witnesses


@pytest.mark.parametrize("model", [model for model in MODELS if model != "termo"])
def test_only_a_term_is_signed_by_both(engine: Engine, press: Press, model: str) -> None:
    made = written(engine, model)
    lines = made.text.count("_" * 36)
    assert lines == (1 if model in ("quebra", "quitacao-acordo") else 0)
    assert (made.html or "").count('class="assinar"') == lines
    assert "Testemunha" not in read(press, made, "paper")


@pytest.mark.parametrize("sample", SAMPLES)
def test_signatures_never_stand_alone_and_the_working_has_its_own_page(
    engine: Engine, press: Press, sample: str
) -> None:
    """Whatever the length of what stands before them."""
    line = specimen(sample, "termo")["acordo"]["plano"][-1]
    # With 49 or 50 the sum would be the first line of a page, if it could be.
    for count in (*range(3, 40, 4), *range(48, 53)):
        plan = [{**line, "numero": str(number)} for number in range(1, count + 1)]
        *terms, annex = pages_of(press, written(engine, "termo", sample, plano=plan, parcelas=count))
        (signed,) = (page for page in terms if "Quem assina:" in page)
        assert "As partes leram este termo" in signed.partition("Quem assina:")[0]
        assert signed is terms[-1] and annex.startswith("Anexo: memória de cálculo")
        for page in terms:
            listed = re.search(rf"[0-9]+ {line['vencimento']} R\$", page)
            assert bool(listed) == ("Saldo devedor" in page)
            # A number alone at the foot would be a heading without its clause.
            body = page.partition("Papelaria Boa Letra Ltda · Acordo nº")[0]
            assert not re.search(r"[0-9]+\. [A-ZÇÃÕÁÉÍÓÚÊÂ ,]+$", body)
        (summed,) = (page for page in terms if "Total do acordo" in page)
        assert f"{count} {line['vencimento']}" in summed


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_an_offer_has_all_its_numbers(engine: Engine, press: Press, sample: str, form: str) -> None:
    made = written(engine, "oferta", sample)
    data: Any = made.data
    said = read(press, made, form)
    for offer in data["acordo"]["propostas"]:
        for key, value in offer.items():
            shown = value or ("sem desconto" if key == "desconto" else "")
            assert shown.upper() in said.upper(), key
    for label in ("Entrada", "Parcelas", "1º vencimento", "Desconto", "Total", "Economia"):
        assert label in said
    assert data["acordo"]["validade"] in said and "Nada muda até as duas partes assinarem" in said
    assert data["empresa"]["telefone"] in said and "Como pagar" not in said


@pytest.mark.parametrize("form", FORMS)
def test_a_warning_says_what_is_late_until_when_and_how_to_pay(
    engine: Engine, press: Press, form: str
) -> None:
    said = read(press, written(engine, "aviso-acordo"), form)
    for part in ("ACORDO-1/2", "R$ 125,14", "14/02/2027", "O acordo continua valendo", "podemos conversar"):
        assert part.lower() in said.lower()
    heading = {"text": "PARCELA Valores", "page": "Parcela Vencimento", "paper": "Parcela Vencimento"}
    assert heading[form] in said and "Fatura Venc" not in said


@pytest.mark.parametrize("form", FORMS)
def test_a_breach_says_what_was_paid_how_it_counted_and_what_is_owed(
    engine: Engine, press: Press, form: str
) -> None:
    """Rule A07 (ii): the debt revived, the payments allocated by CC art. 354 on their days."""
    made = written(engine, "quebra", "empresa")
    said = read(press, made, form)
    for part in (
        *("rompido em 21/09/2026", "recebemos R$ 6.000,00", "paga em 03/08/2026", "art. 354"),
        *("R$ 5.136,85", "NF-2101", "R$ 3.082,11", "NF-2102", "R$ 2.054,74", "R$ 1.800,00", "R$ 52,58"),
        "Um novo acordo é possível",
    ):
        assert part in said, part
    assert "cinco mil cento e trinta e seis reais" in said


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_quittance_names_who_paid_what(engine: Engine, press: Press, sample: str, form: str) -> None:
    """CC art. 320: amount and kind of the debt, who paid, when, and the creditor's signature."""
    made = written(engine, "quitacao-acordo", sample)
    data: Any = made.data
    said = read(press, made, form)
    for part in (data["cliente"]["nome"], data["acordo"]["devedor"]["documento"]):
        assert part in said
    assert f"{data['acordo']['pago']} por este acordo" in said
    for title in data["titulos"]:
        assert title["fatura"] in said
    assert "quitação plena" in said and data["pagamento"]["data"] in said and "Como pagar" not in said
    assert "Total em" not in said


def test_a_consumer_reads_a_term_in_twelve_points(engine: Engine, press: Press) -> None:
    """CDC art. 54 §3."""
    sizes: dict[str, set[int]] = {}

    def visit(text: str, matrix: list[float], own: list[float], font: Any, size: float) -> None:
        if text.strip():
            sizes.setdefault(text.strip()[:20], set()).add(round(size * abs(own[3] or matrix[3])))

    for page in PdfReader(io.BytesIO(press.pdf(written(engine, "termo"))[0])).pages:
        page.extract_text(visitor_text=visit)
    body = [
        each
        for text, found in sizes.items()
        for each in found
        if text.startswith(("Sobre a parc", "As partes n"))
    ]
    assert body and min(body) == 12


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("bad", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_an_agreement_is_code_or_breaks_a_page(
    engine: Engine, press: Press, model: str, bad: str
) -> None:
    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: filled(each) for key, each in value.items()}
        return [filled(each) for each in value] if isinstance(value, list) else bad if value else value

    made = written(engine, model, "empresa")
    data: Any = made.data
    # The number says what it is; a schedule of the term asks for the signatures of somebody.
    hostile = {
        **filled(data["acordo"]),
        **{key: 3 for key, each in data["acordo"].items() if isinstance(each, int)},
    }
    page = page_of(made._replace(data={**data, "acordo": hostile}))
    assert all(each.isprintable() for each in texts(page))
    content, _ = press.pdf(made._replace(data={**data, "acordo": hostile}))
    assert not set("\x1b\x9b\x07\u202e\u202c\u200b") & set(
        PdfReader(io.BytesIO(content)).pages[0].extract_text()
    )
    _, (page_text,) = engine.letter(model, {**data, "acordo": hostile}, ("carta.html",))
    assert read_page(page_text)[1] == () and "<script" not in page_text

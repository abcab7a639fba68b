"""The specimens of agreements could be true: every sum, in every letter, and the rules' own figures."""

from typing import Any

import pytest

from cobranca_cli.domain import pix
from cobranca_cli.domain.taxid import parse_tax_id
from cobranca_cli.domain.words import amount_in_words
from cobranca_cli.rendering.sample import AGREED, CONSUMER, SAMPLES, STAGES, specimen
from cobranca_cli.rendering.shape import SHAPE, completed, wrong_in
from cobranca_cli.services.agreement_texts import NO_AGREEMENT

EVERY = [(sample, model) for sample in SAMPLES for model in STAGES[sample]]


def cents(text: str) -> int:
    """`R$ 1.234,56` and `- R$ 5,00` as cents; nothing is zero."""
    digits = int("".join(filter(str.isdigit, text)) or 0)
    return -digits if text.startswith("-") else digits


@pytest.mark.parametrize(("sample", "model"), EVERY)
def test_a_specimen_of_an_agreement_is_data_of_a_letter(sample: str, model: str) -> None:
    assert wrong_in(specimen(sample, model)) == []


@pytest.mark.parametrize(("sample", "model"), EVERY)
def test_the_sums_of_a_specimen_are_right(sample: str, model: str) -> None:
    data: Any = specimen(sample, model)
    agreed = data["acordo"]
    for key, other in (("principal", "total_principal"), ("encargos", "total_encargos"), ("total", "total")):
        assert sum(cents(title[key]) for title in data["titulos"]) == cents(data[other])
    for title in data["titulos"]:
        assert cents(title["principal"]) + cents(title["encargos"]) == cents(title["total"])
        assert cents(title["multa"]) + cents(title["juros"]) == cents(title["encargos"])
    assert data["total_extenso"] == amount_in_words(cents(data["total"]))
    assert cents(agreed["divida"]) - cents(agreed["desconto"]) == cents(agreed["saldo"])
    parts = cents(agreed["desconto_encargos"]) + cents(agreed["desconto_principal"])
    assert parts == cents(agreed["desconto"])
    assert cents(agreed["saldo"]) + cents(agreed["juros_total"]) == cents(agreed["total"])
    assert cents(agreed["pago"]) + cents(agreed["falta"]) == cents(agreed["total"])
    for key in ("saldo", "total"):
        assert agreed[f"{key}_extenso"] == amount_in_words(cents(agreed[key]))
    if data["pix"]["copia_e_cola"]:
        read = pix.parse(data["pix"]["copia_e_cola"])
        assert isinstance(read, pix.Payload) and read.cents == cents(data["pix"]["valor"])
        assert model not in ("aviso-acordo", "quebra") or read.cents == cents(data["total"])


@pytest.mark.parametrize(("sample", "model"), EVERY)
def test_a_schedule_adds_up(sample: str, model: str) -> None:
    data: Any = specimen(sample, model)
    agreed, left = data["acordo"], cents(data["acordo"]["saldo"])
    for line in agreed["plano"]:
        assert cents(line["juros"]) + cents(line["amortizacao"]) == cents(line["valor"])
        left -= cents(line["amortizacao"])
        assert cents(line["saldo"]) == left
    assert left == 0
    assert sum(cents(line["valor"]) for line in agreed["plano"]) == cents(agreed["total"])
    entry = bool(agreed["entrada"])
    assert len(agreed["plano"]) == agreed["parcelas"] + entry
    assert not entry or agreed["plano"][0]["valor"] == agreed["entrada"]
    paid = sum(cents(line["valor"]) for line in agreed["plano"] if line["situacao"].startswith("paga"))
    assert paid == cents(agreed["pago"])


@pytest.mark.parametrize("model", ["termo", "quebra"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_working_comes_to_what_the_letter_says(sample: str, model: str) -> None:
    data: Any = specimen(sample, model)
    worked = {
        each["fatura"]: sum(cents(step["valor"]) for step in each["linhas"])
        for each in data["acordo"]["memoria"]
    }
    assert worked == {title["fatura"]: cents(title["total"]) for title in data["titulos"]}
    if model == "termo":
        assert data["acordo"]["divida"] == data["total"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_an_offer_saves_what_it_says(sample: str) -> None:
    data: Any = specimen(sample, "oferta")
    for offer in data["acordo"]["propostas"]:
        saved = max(0, cents(data["total"]) - cents(offer["total"]))
        assert saved == cents(offer["economia"])
        count, _, each = offer["parcelas"].partition(" × ")
        if each:
            assert int(count) * cents(each) + cents(offer["entrada"]) == cents(offer["total"])


def test_the_firm_is_the_one_of_the_rules() -> None:
    """A05 and A07 (i) and (ii)."""
    signed, warned, broken = (specimen("empresa", each) for each in ("termo", "aviso-acordo", "quebra"))
    assert [signed["acordo"][key] for key in ("divida", "desconto", "saldo")] == [
        "R$ 10.866,67",
        "R$ 1.866,67",
        "R$ 9.000,00",
    ]
    assert warned["total"] == "R$ 3.069,00"
    assert (broken["total_principal"], broken["total_encargos"], broken["total"]) == (
        "R$ 5.054,30",
        "R$ 82,55",
        "R$ 5.136,85",
    )


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_document_of_a_term_is_whole_and_of_the_person_in_the_letter(sample: str) -> None:
    data: Any = specimen(sample, "termo")
    whole, shown = data["acordo"]["devedor"]["documento"], data["cliente"]["documento"]
    assert isinstance(parse_tax_id(whole), str)
    assert all(a in ("*", b) for a, b in zip(shown, whole, strict=True))


def test_a_letter_about_no_agreement_has_an_empty_one() -> None:
    nothing = dict(NO_AGREEMENT)
    assert wrong_in({**CONSUMER, "acordo": nothing}) == []
    assert completed({key: value for key, value in CONSUMER.items() if key != "acordo"})["acordo"] == nothing
    assert not any(value for key, value in nothing.items() if key != "devedor")
    assert list(nothing) == list(SHAPE["acordo"]) == list(AGREED)


@pytest.mark.parametrize(
    ("model", "parts", "stage"),
    [
        ("firme", ("titulos",), None),
        ("termo", (), "termo"),
        ("termo-2", (), "termo"),
        ("quitacao-acordo-nova", (), "quitacao-acordo"),
        ("meu-contrato", ("titulos", "assinaturas"), "termo"),
        ("minha-proposta", ("propostas",), "termo"),
        ("proposta", ("titulos", "pagamento"), None),
    ],
)
def test_which_specimen_a_model_gets(model: str, parts: tuple[str, ...], stage: str | None) -> None:
    expected = SAMPLES["empresa"] if stage is None else specimen("empresa", stage)
    assert specimen("empresa", model, parts) == expected

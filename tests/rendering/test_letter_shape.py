"""The data of a letter has one shape, and the specimens have it."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from cobranca_cli.domain import boleto, pix
from cobranca_cli.domain.taxid import parse_tax_id
from cobranca_cli.rendering.sample import BUSINESS, CONSUMER, SAMPLES
from cobranca_cli.rendering.shape import SHAPE, completed, fitted, known_names, wrong_in


@pytest.mark.parametrize("data", SAMPLES.values(), ids=SAMPLES)
def test_a_specimen_is_data_of_a_letter(data: dict[str, Any]) -> None:
    assert wrong_in(data) == []
    assert fitted(data) == data


@pytest.mark.parametrize("data", SAMPLES.values(), ids=SAMPLES)
def test_a_specimen_could_be_true(data: dict[str, Any]) -> None:
    assert data["quantidade"] == len(data["titulos"]) == data["vencidas"] + data["a_vencer"]
    cents = [int("".join(filter(str.isdigit, each["total"]))) for each in data["titulos"]]
    assert data["total"] == f"R$ {sum(cents) / 100:,.2f}".translate(str.maketrans(",.", ".,"))
    assert isinstance(parse_tax_id(data["empresa"]["documento"]), str)
    if data["pix"]["copia_e_cola"]:
        read = pix.parse(data["pix"]["copia_e_cola"])
        assert isinstance(read, pix.Payload) and read.cents == sum(cents)
    for each in data["titulos"]:
        if each["boleto"]:
            line = boleto.parse(each["boleto"], date(2026, 11, 22))
            assert isinstance(line, boleto.Boleto) and line.due == date(2026, 10, 6)


def changed(path: str, value: object) -> dict[str, Any]:
    data = deepcopy(BUSINESS)
    *holders, key = path.split(".")
    inside: Any = data
    for holder in holders:
        inside = inside[int(holder) if holder.isdigit() else holder]
    if value is None:
        del inside[key]
    else:
        inside[key] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("total", None, "data lacks or should not have: total"),
        ("limite", "R$ 1,00", "data lacks or should not have: limite"),
        ("cliente.cpf", "1", "cliente lacks or should not have: cpf"),
        ("titulos.1.boleto", None, "titulos[] lacks or should not have: boleto"),
        ("titulos.0.dias_atraso", "47", "titulos[].dias_atraso is not int"),
        ("titulos.0.dias_atraso", True, "titulos[].dias_atraso is not int"),
        ("politica.negativa", 1, "politica.negativa is not bool"),
        ("carta.data", date(2026, 11, 22), "carta.data is not str"),
        ("titulos", "1001", "titulos is not a list"),
        ("pix", "1001", "pix lacks or should not have: chave, copia_e_cola, qr, titular, valor"),
    ],
)
def test_another_shape_is_refused_and_named(path: str, value: object, said: str) -> None:
    data = changed(path, value)
    assert wrong_in(data) == [said]
    with pytest.raises(ValueError):
        fitted(data)


def test_texts_are_made_harmless() -> None:
    data = changed("cliente.nome", "A\nB\x1b[2J\u202eC\u00a0D")
    data["contestacao"]["resposta"] = "um\r\ndois\x00\ttrês"
    made = fitted(data)
    assert made["cliente"]["nome"] == "A B\ufffd[2J\ufffdC D"
    assert made["contestacao"]["resposta"] == "um\ndois\ufffd três"


def test_the_names_are_those_of_the_specimen() -> None:
    names = list(known_names(SHAPE))
    assert {"cliente.nome", "titulos[].fatura", "total", "contestar.prazo"} <= set(names)
    assert len(names) == len(set(names)) > 80
    assert CONSUMER.keys() == BUSINESS.keys()


def test_data_kept_by_an_earlier_version_is_completed() -> None:
    old = {key: value for key, value in CONSUMER.items() if key not in ("fidelidade", "a_seguir")}
    old["antiga"] = "o que já não há"
    old["pix"] = {"chave": "a@b.example"}
    found = completed(old)
    assert wrong_in(found) == []
    assert found["fidelidade"] == {"beneficio": "", "faturas": ""} and found["a_seguir"] == []
    assert found["pix"]["chave"] == "a@b.example" and found["pix"]["copia_e_cola"] == ""
    assert completed(CONSUMER) == CONSUMER

"""What the layout of letters on paper gets: paragraphs and lists, harmless texts, what need not be tried."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.output.documents import HOSTILE
from tests.output.letters import COMPANY, CUSTOMER, letter, title

from cobranca_cli.output.letter_fit import SIZES
from cobranca_cli.output.letter_page import blocks_of, page_of


def text(*lines: str) -> dict[str, Any]:
    return {"kind": "text", "lines": list(lines)}


def items(*lines: str) -> dict[str, Any]:
    return {"kind": "list", "lines": list(lines)}


@pytest.mark.parametrize(
    ("words", "blocks"),
    [
        ("", []),
        (" \n\n ", []),
        ("Um.\n\nDois.", [text("Um."), text("Dois.")]),
        ("Um.\n \t\n\nDois.\n", [text("Um."), text("Dois.")]),
        ("Atenciosamente,\nLoja", [text("Atenciosamente,", "Loja")]),
        ("- a\n- b", [items("a", "b")]),
        ("- a\n\n- b\n\nFim", [items("a", "b"), text("Fim")]),
        ("Veja:\n- a\n  que segue\n• b\nFim", [text("Veja:"), items("a que segue", "b"), text("Fim")]),
        ("1. um\n\n2. dois", [text("1. um"), text("2. dois")]),
        ("-sem espaço", [text("-sem espaço")]),
        ("* a", [items("a")]),
        ("1. PARTES\n\nUm.", [{"kind": "head", "lines": ["1. PARTES"]}, text("Um.")]),
        ("1. PARTES\nUm.", [text("1. PARTES", "Um.")]),
    ],
)
def test_paragraphs_and_lists(words: str, blocks: list[dict[str, Any]]) -> None:
    assert blocks_of(words) == blocks


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


@pytest.mark.parametrize("bad", [text for text in HOSTILE if not text.isprintable()] + ["a\nb", "\x00"])
def test_every_text_is_harmless(bad: str) -> None:
    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: filled(each) for key, each in value.items()}
        return [filled(each) for each in value] if isinstance(value, list) else value if value == 15 else bad

    for model in ("notificacao", "amigavel", "roteiro"):
        made = letter(1, model=model)
        data = {**filled(made.data), "pix": {**made.data["pix"], "titular": bad}}  # type: ignore[dict-item]
        page = page_of(made._replace(data=data, words=dict.fromkeys(made.words, bad)))
        assert all(each.isprintable() for each in texts(page))


@pytest.mark.parametrize(
    ("made", "whole", "cells"),
    [
        (letter(1), 0, 0),
        (letter(1, data={"titulos": [title(1, fatura="N" * 18)]}), 0, 18),
        (letter(1, data={"titulos": [title(1, fatura="N" * 40)]}), 40, 18),
        (letter(1, words={"abertura": f"a {'x' * 40} b"}), 40, 0),
        (letter(1, words={"abertura": f"a {'x ' * 400} b"}), 0, 0),
    ],
)
def test_words_that_may_not_fit_are_found(made: Any, whole: int, cells: int) -> None:
    page = page_of(made)
    assert (page["long"], page["titles"]["long"]) == (whole, cells)


@pytest.mark.parametrize(
    ("made", "sizes"),
    [
        (letter(1), (0, 0)),
        (letter(2), (0, 0)),
        (letter(5), (0, 3)),
        (letter(8), (1, SIZES)),
        (letter(40), (SIZES, SIZES)),
        (letter(5, data={"cliente": {**CUSTOMER, "endereco": ""}}), (0, 0)),
        (letter(1, model="notificacao", words={"abertura": "x " * 1500}), (2, SIZES)),
    ],
)
def test_only_sizes_that_may_fit_are_tried(made: Any, sizes: tuple[int, int]) -> None:
    assert page_of(made)["sizes"] == sizes


@pytest.mark.parametrize(
    ("data", "tall"),
    [
        ({}, False),
        ({"empresa": {**COMPANY, "nome": "x" * 60}}, True),
        ({"empresa": {**COMPANY, "endereco": "Rua " * 30}}, True),
        ({"cliente": {**CUSTOMER, "nome": "x" * 60}}, True),
        ({"cliente": {**CUSTOMER, "endereco": "Rua " * 30}}, True),
    ],
)
def test_a_head_of_many_lines_is_measured(data: dict[str, Any], tall: bool) -> None:
    assert page_of(letter(1, data=data))["tall"] == tall


def test_the_recipient_as_the_post_office_asks() -> None:
    recipient = [
        "José Antônio da Conceição",
        "Avenida Brasil, 1500, bloco B, apto. 72",
        "13070-178 Campinas/SP",
    ]
    assert page_of(letter(1))["recipient"] == recipient
    page = page_of(letter(1, data={"cliente": {**CUSTOMER, "endereco": ""}}))
    assert page["recipient"] == recipient[:1] and not page["window"]

"""What is not yet due is mentioned in every letter that asks for money, beside what it asks for."""

import pytest

from cobranca_cli.rendering.engine import Engine
from cobranca_cli.rendering.sample import CONSUMER
from cobranca_cli.resources import folder

ASKING = (
    "lembrete", "lembrete-curto", "vencimento", "verificacao", "amigavel", "firme", "notificacao",
    "negativacao", "protesto", "proposta",
)  # fmt: skip
SHORT = ("lembrete", "lembrete-curto", "vencimento", "verificacao", "amigavel", "firme", "proposta")


@pytest.mark.parametrize("model", ASKING)
def test_an_invoice_not_yet_due_is_named_and_not_counted(model: str) -> None:
    upcoming = {"fatura": "7788", "vencimento": "30/11/2026", "total": "R$ 321,00"}
    data = {**CONSUMER, "a_seguir": [upcoming], "politica": {"negativa": True, "protesta": True}}
    with Engine(None, folder("templates")) as engine:
        letter = engine.letter(model, data)
        without = engine.letter(model, {**data, "a_seguir": []})
    assert "7788" in letter.texts[0] and "R$ 321,00" in letter.texts[0]
    assert "7788" not in without.texts[0] and "não entra" not in without.texts[0]
    if model in SHORT:
        assert "7788" in letter.words.curto

"""What people read of credit is Portuguese; what programs read are the codes."""

from pathlib import Path

import pytest
from tests.services.credit_box import Creditor

from cobranca_cli.output.plain import full_lines
from cobranca_cli.views.credit import evaluation


@pytest.fixture
def shop(tmp_path: Path) -> Creditor:
    shop = Creditor(tmp_path, said="multa=0 juros=0", today="2026-06-01")
    shop.buys_and_pays("Ana", "1 2026-05-01 2026-06-20 500,00 -")
    shop.buys_and_pays("Bia", "2 2026-03-01 2026-03-28 1000,00 2026-03-20")
    return shop


@pytest.mark.parametrize(
    ("keys", "method"),
    [
        ({"concentracao_clientes": 0}, "pela concentração"),
        ({"concentracao": "0", "fator_compras": "0"}, "pelo que já pagou em dia"),
        ({"concentracao": "0", "fator_historico": "0"}, "pelas compras"),
    ],
)
def test_no_code_is_read_by_people(shop: Creditor, keys: dict[str, object], method: str) -> None:
    shop.rule(**keys)
    found = shop.looks("Bia", "5000,00")
    report = evaluation(found)
    text = "\n".join([*full_lines(report, show_data=True), *report.notes])
    assert f"o menor dos métodos ({method})" in text
    assert f"limite calculado {method}" in text
    for code in ("concentracao", "historico", "a-vista", "(compras)"):
        assert code not in text
    (verdict,) = (figure for figure in report.totals if figure.name == "decisao")
    assert verdict.value == found.evaluated.decision.verdict

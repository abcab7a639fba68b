"""The layers of the verification keep their names: scripts read them."""

from cobranca_cli.domain.finding import LAYERS, Finding


def test_a_finding_says_where_what_and_what_to_do() -> None:
    found = Finding(
        "dinheiro", "V-SALDO", "fatura 17/2", "o quitado não bate com os lançamentos", "chame o suporte"
    )
    assert found.layer in LAYERS
    assert len(set(LAYERS)) == 8

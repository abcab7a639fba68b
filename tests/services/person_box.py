"""A ledger in which something of every kind is known of one person, told by the commands that people type.

Every word that may tell who she is holds one of `MARKS`, so that they can be looked for in bytes.
"""

import os
import shlex
from pathlib import Path

from typer.main import get_command

from cobranca_cli.cli.app import build_app

NAME = "Zenaide Quixaba"
MARKS = (
    "Quixaba", "quixaba", "52998224725", "529.982.247-25", "ZQ-77", "zenaide@casa.example", "19977665544",
    "97766-5544", "Rua do Pequi", "Hortolandia", "13184000", "segredo",
)  # fmt: skip

_FILE = (
    "numero;parcela;cliente;documento;codigo_cliente;email;telefone;endereco;cidade;uf;cep;descricao;emissao;"
    "vencimento;valor"
)
_WHO = (
    f"{NAME};529.982.247-25;ZQ-77;zenaide@casa.example;(19) 97766-5544;Rua do Pequi, 9;Hortolandia;SP;"
    "13184-000"
)
_ROWS = (
    f"101;;{_WHO};o segredo da encomenda;01/07/2026;01/08/2026;300,00",
    f"102;;{_WHO};outro segredo;01/07/2026;10/08/2026;400,00",
    f"103;;{_WHO};;01/07/2026;20/10/2026;500,00",
    "104;;Bia Comércio;11.222.333/0001-81;;;;;;;;;01/07/2026;05/10/2026;900,00",
)
_PIX = (
    "00020101021226720014br.gov.bcb.pix2550bx.com.br/pix/8b3da2f3-9a41-40d1-a91a-bd93113bd441520400005303986"
    "5406123.455802BR5913Fulano de Tal6008BRASILIA62190515RP12345678-2019630445C8"
)

_SHOP = (
    'iniciar --empresa "Loja" --documento 11.222.333/0001-81 --endereco "Rua A, 1" --cidade Campinas --uf SP'
    " --telefone 1932101234 --email loja@loja.example --pix 11.222.333/0001-81 --sim"
)
STORY = f"""
2026-11-03 | importar faturas quixaba.csv
2026-11-03 | encargos definir --cliente zenaide --juros 0,5 --motivo "segredo do contrato"
2026-11-03 | faturas pix 103 '{_PIX}'
2026-11-03 | faturas fato 103 --tipo negativacao --data 01/11/2026 --nota "segredo do birô"
2026-11-03 | credito cadastro zenaide --faturamento 5.000,00 --referencia "segredo" --fonte "segredo"
2026-11-03 | credito garantia zenaide --tipo "fiança do segredo" --valor 5000
2026-11-03 | credito consulta zenaide --fonte serasa --restricoes nenhuma --nota "segredo visto"
2026-11-03 | credito limite zenaide 1000 --motivo "segredo do limite" --autor "segredo"
2026-11-03 | credito avaliar zenaide --pedido 100
2026-11-03 | regua executar
2026-11-04 | regua recusar 1 --motivo "segredo da recusa" --autor segredo
2026-11-04 | contato registrar zenaide --canal telefone --resultado falou --nota "segredo dito" --fatura 101
2026-11-04 | promessa registrar zenaide --valor 300 --data 10/11/2026 --fatura 101 --nota "segredo jurado"
2026-11-05 | promessa retirar 1 --motivo "segredo desfeito"
2026-11-05 | carta gerar zenaide --modelo amigavel --fatura 103
2026-11-05 | pausa registrar zenaide --ate 30/11/2026 --motivo "segredo da pausa"
2026-11-06 | pausa encerrar 1 --motivo "segredo do fim"
2026-11-06 | pagamento registrar --fatura 101 --valor 300 --data 06/11/2026 --chave "PIX segredo 1"
2026-11-07 | pagamento estornar 1 --motivo "segredo devolvido"
2026-11-07 | acordo firmar zenaide --fatura 102 --parcelas 2 --primeiro-vencimento 20/11/2026 --autor segredo
2026-11-08 | acordo romper 1 --motivo "segredo rompido" --sim
2026-11-08 | credito garantia-encerrar 1 --motivo "segredo livre"
"""
"""Everything but the end of her affairs."""

ENDING = """
2026-11-09 | faturas fato-retirar 1 --data 09/11/2026 --motivo "segredo baixado"
2026-11-09 | faturas cancelar 101 --motivo "segredo cancelado"
2026-11-09 | faturas cancelar 102 --motivo "segredo cancelado"
2026-11-09 | faturas cancelar 103 --motivo "segredo cancelado"
"""


def told(folder: Path, *, ended: bool = False) -> Path:
    """The ledger, after the story, and after its ending if that is asked for."""
    ledger = folder / "livro.db"
    (folder / "quixaba.csv").write_text("\n".join([_FILE, *_ROWS, ""]), encoding="utf-8")
    says(folder, _SHOP)
    for line in STORY.strip().splitlines() + ENDING.strip().splitlines() * ended:
        day, _, words = line.partition(" | ")
        says(folder, words, day)
    return ledger


def says(folder: Path, words: str, day: str = "2026-11-21", code: int = 0) -> None:
    """One command line, in the folder, on a day; it must end with `code`."""
    program = get_command(build_app())
    line = [*shlex.split(words), "--livro", str(folder / "livro.db"), "--hoje", day]
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert program.execute(line) == code, words
    finally:
        os.chdir(before)

"""`demo`: an invented firm, and a day of the product on it, command by command."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cobranca_cli.cli.frame import Opt, Run, Section, command

demo = Section()

TODAY = "2026-11-21"
"""The demonstration always happens on this Saturday, so that it tells the same story every time."""

MONDAY = "2026-11-23"

RESULTS = ("recibo.html", "extrato.html", "aging.xlsx", "vencidos.csv", "regua.csv")


@dataclass(frozen=True, slots=True)
class Step:
    """What is said, and the command that is run after it."""

    say: str
    words: tuple[str, ...]
    today: str = TODAY


STEPS = (
    Step(
        "A Distribuidora Jequitibá, de Campinas, vende alimentos a prazo para padarias, mercados e"
        " restaurantes. Primeiro ela cria o seu livro, um arquivo só, nesta pasta.",
        (
            "iniciar",
            "--empresa",
            "Distribuidora Jequitibá de Alimentos Ltda",
            "--documento",
            "11.222.333/0001-81",
            "--endereco",
            "Rua das Figueiras, 1200",
            "--cidade",
            "Campinas",
            "--uf",
            "SP",
            "--telefone",
            "(19) 2000-1000",
            "--email",
            "cobranca@jequitiba.example",
            "--pix",
            "11222333000181",
        ),
    ),
    Step(
        "O cadastro dos clientes vem de uma planilha salva como CSV.",
        ("importar", "clientes", "clientes.csv"),
    ),
    Step("As faturas em aberto também.", ("importar", "faturas", "faturas.csv")),
    Step(
        "Importar de novo o mesmo arquivo não muda nada: ninguém fica devendo em dobro.",
        ("importar", "faturas", "faturas.csv"),
    ),
    Step(
        "Um arquivo com erros não entra pela metade: cada erro diz a linha, a coluna e o que fazer.",
        ("importar", "faturas", "planilha-com-erros.csv"),
    ),
    Step(
        "O que já foi pago vem da exportação do sistema anterior: é o histórico, que diz como cada um paga.",
        ("importar", "faturas", "recebidas.csv", "--perfil", "conta-azul"),
    ),
    Step("De manhã, um resumo do dia.", ()),
    Step(
        "Quanto há para receber, por faixa de atraso. O que venceu ontem, feriado, ainda não está atrasado:"
        " pode ser pago até segunda-feira.",
        ("aging", "--por", "faixa"),
    ),
    Step(
        "O mesmo em qualquer data passada, como o livro estava.",
        ("aging", "--por", "faixa", "--em", "30/09/2026"),
    ),
    Step(
        "Quem é o caso mais antigo? Basta um pedaço do nome.",
        ("faturas", "listar", "--cliente", "cantina nonna", "--situacao", "vencidas"),
    ),
    Step("Uma fatura por inteiro, com a linha do arquivo de onde veio.", ("faturas", "ver", "18684")),
    Step(
        "Uma devolução: a fatura é cancelada com data e motivo, e o passado continua como era.",
        ("faturas", "cancelar", "18684", "--motivo", "mercadoria devolvida"),
    ),
    Step(
        "Quanto a fatura mais antiga deve hoje, e por quê: a memória de cálculo, passo a passo, com a regra e"
        " a fonte de cada um.",
        ("memoria", "18900"),
    ),
    Step(
        "Entrou um Pix da Cantina, sem dizer do quê. Pela lei, a mais antiga primeiro, e nela os juros antes"
        " do principal: cada centavo tem o seu lugar.",
        ("pagamento", "registrar", "--cliente", "cantina nonna", "--valor", "2500,00", "--forma", "pix"),
    ),
    Step("O recibo diz o que foi quitado e o que não foi.", ("recibo", "1", "--saida", "recibo.html")),
    Step(
        "E o extrato mostra ao cliente tudo o que houve.",
        ("extrato", "cantina nonna", "--saida", "extrato.html"),
    ),
    Step(
        "O que prescreve ou deixa de poder ser protestado sem custo nos próximos meses.",
        ("prazos", "--ate-dias", "60"),
    ),
    Step(
        "Segunda-feira de manhã: quem procurar, por onde e por quê, o maior valor primeiro. Fim de semana e"
        " feriado não são dias de cobrar ninguém.",
        ("hoje",),
        MONDAY,
    ),
    Step(
        "A esfiharia prometeu pagar na sexta: a régua espera por ela sozinha.",
        ("promessa", "registrar", "esfiharia cedro", "--valor", "847,23", "--data", "27/11/2026"),
        MONDAY,
    ),
    Step(
        "A régua escreve as cartas do dia, com o Pix do valor exato, e guarda a prova de cada uma. Nada é"
        " enviado: elas ficam prontas na pasta cartas.",
        ("regua", "executar", "--formato", "csv", "--saida", "regua.csv", "--sobrescrever"),
        MONDAY,
    ),
    Step("As cartas, com a marca do texto de cada uma.", ("carta", "listar"), MONDAY),
    Step(
        "Uma ligação foi feita; o que aconteceu fica registrado, e o retorno aparece em 'hoje' no dia.",
        (
            "contato",
            "registrar",
            "cantina nonna",
            "--canal",
            "telefone",
            "--resultado",
            "pede-prazo",
            "--nota",
            "quer parcelar em três vezes",
        ),
        MONDAY,
    ),
    Step(
        "Três propostas lado a lado, enquanto o cliente está ao telefone: à vista com desconto, em poucas e"
        " em muitas parcelas.",
        ("acordo", "simular", "cantina nonna"),
        MONDAY,
    ),
    Step(
        "Ele escolheu. As faturas ficam suspensas, as parcelas entram no lugar delas, e a régua as"
        " acompanha.",
        ("acordo", "firmar", "cantina nonna", "--proposta", "poucas"),
        MONDAY,
    ),
    Step(
        "O termo para as duas partes assinarem, com as cláusulas e a memória de cálculo em anexo.",
        ("acordo", "termo", "1"),
        MONDAY,
    ),
    Step(
        "A Padaria Flor do Castelo pede R$ 4.500,00 a prazo. Pode? A resposta vem com os pontos, os motivos"
        " e o limite, e fica guardada.",
        ("credito", "avaliar", "flor do castelo", "--pedido", "4500"),
        MONDAY,
    ),
    Step(
        "Com o histórico do livro, um modelo aprende quais faturas vão atrasar mais de 30 dias, e diz o"
        " quanto acerta em faturas que não conhecia.",
        ("credito", "treinar"),
        MONDAY,
    ),
    Step(
        "Onde o dinheiro corre mais risco: o trabalho do dia, a maior perda esperada primeiro.",
        ("hoje", "--ordem", "perda", "--primeiros", "5"),
        MONDAY,
    ),
    Step(
        "Para o contador, uma planilha com as três visões do aging.",
        ("aging", "--formato", "xlsx", "--saida", "aging.xlsx"),
    ),
    Step(
        "E a lista dos vencidos com os encargos, que abre no Excel.", ("vencidos", "--saida", "vencidos.csv")
    ),
)


@command(demo, "demo", formats=())
def show(
    run: Run,
    pasta: Annotated[
        Path, Opt("--pasta", "Onde montar a demonstração.", metavar="PASTA", default="cobranca-demo")
    ] = Path("cobranca-demo"),
) -> int | None:
    """Monta uma empresa inventada e mostra um dia de trabalho, comando por comando.

    Tudo fica na pasta, para você olhar e mexer à vontade. Rodar de novo refaz a demonstração do começo.

    Exemplos:
      cobranca demo
      cobranca demo --pasta /tmp/teste
    """
    import shlex
    from contextlib import chdir

    from cobranca_cli.cli.schedule import program
    from cobranca_cli.resources import folder
    from cobranca_cli.services.demo import LEDGER, prepare_folder

    pasta = pasta.absolute()
    prepare_folder(pasta, folder("sample_data"), RESULTS)
    print(f"Demonstração em {pasta}, como se hoje fosse 21/11/2026.")
    with chdir(pasta):
        for number, step in enumerate(STEPS, 1):
            _play(run, number, step, LEDGER)
    words = shlex.join(program())
    print(f"\nPronto. Está tudo em {pasta}. Para continuar por conta própria:")
    print(f"  cd {pasta}")
    print(f"  {words} vencidos --livro {LEDGER} --hoje {TODAY}")
    print(f"  {words} clientes listar --vencidos --livro {LEDGER} --hoje {TODAY}")
    print("Para o seu negócio:")
    print(f"  {words} iniciar")
    print(f"  {words} importar faturas SEU-ARQUIVO.csv --simular")
    return None


def _play(run: Run, number: int, step: Step, ledger: str) -> None:
    """Say the step, show the command as a person types it, and run it."""
    import shlex
    from textwrap import fill

    print(f"\n{fill(f'{number}. {step.say}', 80)}")
    print(f"$ {shlex.join(('cobranca', *step.words))}\n", flush=True)
    where = ("--livro", ledger, "--hoje", step.today)
    run.execute([*where, *step.words])

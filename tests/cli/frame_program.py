"""A small program on the frame, for the tests: `python -m tests.cli.frame_program relato --em ontem`."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Annotated

from cobranca_cli import __main__
from cobranca_cli.cli import app as real
from cobranca_cli.cli import ask, parsers
from cobranca_cli.cli.frame import DATA, Arg, Choice, Opt, Run, Section, command
from cobranca_cli.errors import BusyError, DataError, UncertainError

commands = Section()
invoices = Section("faturas", "Lista e mostra faturas.")
commands_of_customers = Section("clientes", "Lista e mostra clientes.")


@command(commands, "relato", report=True, formats=(*DATA, "xlsx"))
def relato(
    run: Run,
    cliente: Annotated[str | None, Arg("CLIENTE", "CPF, CNPJ, código ou nome.")] = None,
    por: Annotated[str, Opt("--por", "Como agrupar.", Choice("cliente", "faixa"))] = "cliente",
    valor: Annotated[int | None, Opt("--valor", "Valor mínimo.", parsers.money)] = None,
    de: Annotated[date | None, Opt("--de", "Vencimento a partir deste dia.")] = None,
    parcelas: Annotated[int, Opt("--parcelas", "Quantas.", parsers.positive)] = 1,
    fatura: Annotated[tuple[str, ...], Opt("--fatura", "Número da fatura; pode repetir.")] = (),
    todos: Annotated[bool, Opt("--todos", "Mostra também os pagos.")] = False,
) -> None:
    """Mostra o que o comando recebeu.

    Segundo parágrafo, com texto [entre colchetes] que precisa continuar aqui.

    Exemplos:
      cobranca relato --por faixa   --em ontem
      cobranca relato SILVA
    """
    own = {"cliente": cliente, "por": por, "valor": valor, "de": de, "parcelas": parcelas}
    own |= {"fatura": fatura, "todos": todos}
    shared = {k: getattr(run, k) for k in ("today", "as_of", "format", "output", "overwrite", "csv_iso")}
    shared |= {"show_data": run.show_data, "assume_yes": run.assume_yes, "ledger": run.ledger_path}
    print(json.dumps(own | shared, default=str, ensure_ascii=False))


@command(commands, "gravar", writes=True)
def gravar(
    run: Run,
    arquivo: Annotated[list[Path], Arg("ARQ", "Arquivos a importar.")],
    falha: Annotated[str | None, Opt("--falha", "O que dá errado.")] = None,
    depois: Annotated[bool, Opt("--depois", "Falha depois de gravar.")] = False,
) -> None:
    """Falha do jeito que se pede.

    Exemplos:
      cobranca gravar vendas.csv
    """
    if depois:
        run.ledger_state = "Gravado: 3 faturas."
    if falha == "dados":
        raise DataError("a fatura 1001 não existe", hint="veja: cobranca faturas listar")
    if falha == "ocupado":
        raise BusyError("o livro está em uso")
    if falha == "incerto":
        raise UncertainError("a gravação não respondeu")
    if falha == "defeito":
        raise ValueError("Maria da Silva, CPF 529.982.247-25")
    if falha == "teclado":
        raise KeyboardInterrupt
    if falha == "espera":
        run.note("esperando")
        time.sleep(30)
    print(len(arquivo), "arquivo(s)")


@command(commands, "perguntar", writes=True, formats=())
def perguntar(run: Run) -> None:
    """Pergunta antes de seguir.

    Exemplos:
      cobranca perguntar --sim
    """
    print("sim" if ask.confirm(run, "Cancelar a fatura 1001?") else "não")


@command(commands, "muito", formats=())
def muito(run: Run) -> None:
    """Imprime muitas linhas.

    Exemplos:
      cobranca muito
    """
    for number in range(200_000):
        print("linha", number)


@command(commands, "codigo", formats=())
def codigo(run: Run) -> int:
    """Sai com um código próprio.

    Exemplos:
      cobranca codigo
    """
    return 20


@command(invoices, "listar")
def listar(run: Run, situacao: Annotated[str, Opt("--situacao", "Só estas.")] = "abertas") -> None:
    """Lista as faturas.

    Exemplos:
      cobranca faturas listar
    """
    print(run.ledger_path, run.today, run.format, situacao)


@command(commands_of_customers, "listar")
def listar_clientes(run: Run) -> None:
    """Lista os clientes.

    Exemplos:
      cobranca clientes listar
    """


def show_day(run: Run) -> None:
    print("o dia", run.today, run.ledger_path)


def build() -> Section:
    from cobranca_cli.cli import schedule, shell
    from cobranca_cli.cli.frame import root_section

    app = root_section(show_day)
    for section in (commands, invoices, commands_of_customers, schedule.schedule, shell.commands):
        app.add(section)
    return app


if __name__ == "__main__":
    real.build_app = build
    __main__.main()

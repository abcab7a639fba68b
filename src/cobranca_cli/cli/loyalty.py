"""`fidelidade`: who pays on time; `clientes perfil`: what a customer's history says of him."""

from pathlib import Path
from typing import Annotated

from cobranca_cli.cli.customers import customers
from cobranca_cli.cli.frame import DATA, Arg, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of

loyalty = Section("fidelidade", "Reconhece quem paga em dia: o benefício e o agradecimento.")


@command(customers, "perfil", report=True)
def profile(
    run: Run, cliente: Annotated[str, Arg("CLIENTE", "CPF/CNPJ, código, nome ou parte do nome.")]
) -> None:
    """Mostra como um cliente paga, e em que segmentos da régua ele está, com o motivo de cada um.

    O atraso médio é ponderado pelo valor e conta, como o resto, os últimos 12 meses. As regras dos segmentos
    ficam em [regua.segmentos] de cobranca.toml; um segmento posto à mão ('cobranca pausa segmento') vale
    no lugar dos calculados.

    Exemplos:
      cobranca clientes perfil "Padaria Sol"
      cobranca clientes perfil C017 --em 31/10/2026 --formato json
    """
    from cobranca_cli.services.loyalty import profile as service
    from cobranca_cli.views.loyalty import profile as view

    found = service(run.ledger_path, settings_of(run), moment_of(run), run.as_of, cliente)
    run.emit(view(found, for_people=run.format == "tabela", show_data=run.show_data))


@command(loyalty, "listar", report=True, formats=(*DATA, "xlsx"))
def listing(
    run: Run,
    perto: Annotated[bool, Opt("--perto", "Também quem está a uma ou duas faturas do benefício.")] = False,
) -> None:
    """Lista quem ganhou o benefício por pagar em dia: quantas faturas seguidas, quanto e desde quando.

    Um atraso zera a conta, e quem tem algo vencido não aparece; uma fatura contestada não pesa contra o
    cliente. A regra e o benefício ficam em [fidelidade] de cobranca.toml.

    Exemplos:
      cobranca fidelidade listar
      cobranca fidelidade listar --perto --formato csv --saida fidelidade.csv
    """
    from cobranca_cli.services.loyalty import loyalty as service
    from cobranca_cli.views.loyalty import loyalty as view

    run.emit(view(service(run.ledger_path, settings_of(run), moment_of(run), run.as_of, near=perto)))


@command(loyalty, "agradecer", formats=(*DATA, "xlsx"), writes=True)
def thank(
    run: Run,
    simular: Annotated[bool, Opt("--simular", "Faz tudo menos gravar.")] = False,
    pasta: Annotated[
        Path | None,
        Opt("--pasta", "Onde gravar as cartas.", metavar="PASTA", default="a pasta cartas, ao lado do livro"),
    ] = None,
) -> None:
    """Escreve os agradecimentos a quem pagou em dia nos últimos 7 dias, um por cliente.

    Cada fatura é agradecida uma vez só. Ninguém recebe um agradecimento com algo vencido, em pausa, logo
    depois de outro contato, logo antes de um lembrete da régua, ou por um canal que recusou. Quem acaba de
    ganhar o benefício de [fidelidade] recebe essa carta no lugar. Nada é enviado por este programa.

    Exemplos:
      cobranca fidelidade agradecer --simular
      cobranca fidelidade agradecer
    """
    from cobranca_cli.cli.ladder import FOLDER
    from cobranca_cli.services.thanks import thank_customers
    from cobranca_cli.views.loyalty import said, thanks

    done = thank_customers(run.ledger_path, settings_of(run), moment_of(run), rehearse=simular)
    state = f"Gravado: {said(done)}." if done.letters else "Nada foi gravado."
    run.wrote(state)
    for notice in done.notices:
        run.warn(notice)
    files: dict[int, str] = {}
    folder = (pasta or run.ledger_path.parent / FOLDER) / run.today.isoformat()
    if done.letters:
        from cobranca_cli.cli.letter_output import put_letters

        places = {number: place for place, number in done.letters.items()}
        files = {places[number]: name for number, name in put_letters(run, list(places), folder)}
    run.emit(thanks(done, files))
    run.note(state)
    if files:
        run.note(f"Cartas em {folder}.")

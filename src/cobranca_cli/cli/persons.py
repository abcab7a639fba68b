"""`titular`: what is held about a person, given to her, erased, and by whom it was looked at (LGPD)."""

from datetime import date
from typing import Annotated

from cobranca_cli.cli import ask
from cobranca_cli.cli.frame import DATA, Arg, Choice, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of

persons = Section("titular", "Dados pessoais (LGPD): exportar, apagar, prazo de guarda e acessos.")

_WHO = Arg("CLIENTE", "CPF/CNPJ, código, nome ou parte do nome.")
_TABLES = (*DATA, "xlsx")


@command(persons, "exportar", formats=(*_TABLES, "html", "pdf"))
def export(run: Run, cliente: Annotated[str, _WHO]) -> None:
    """Reúne tudo o que o livro tem de um cliente: cadastro, faturas, cartas, contatos, crédito e o resto.

    Na tela, diz o que há, para quê, com que fundamento e até quando. Em PDF ou HTML é o documento para
    entregar a quem pediu (LGPD, arts. 18 e 19); em JSON ou CSV, os dados para levar a outro programa. Cada
    exportação fica registrada em 'cobranca titular acessos'.

    Exemplos:
      cobranca titular exportar "Padaria Sol"
      cobranca titular exportar "Padaria Sol" --saida dados.pdf
      cobranca titular exportar 529.982.247-25 --saida dados.json
    """
    from cobranca_cli.services.person_export import gather
    from cobranca_cli.views.person_export import person

    found = gather(run.ledger_path, settings_of(run), moment_of(run), cliente)
    run.exports_person = True
    run.emit_document(person(found, whole=run.show_data or run.format != "tabela"))


@command(persons, "anonimizar", formats=(), writes=True)
def anonymise(
    run: Run,
    cliente: Annotated[str, _WHO],
    motivo: Annotated[
        str, Opt("--motivo", "Se o cliente pediu, ou se o prazo de guarda acabou.", Choice("pedido", "prazo"))
    ],
) -> None:
    """Apaga de vez o que diz quem um cliente é; datas e valores ficam, sem nome.

    Não apaga quem tem algo em aberto, crédito, acordo em curso ou um prazo legal correndo: diz o que precisa
    terminar antes. Mostra o que sai e o que fica, e pergunta. Não há volta.

    Exemplos:
      cobranca titular anonimizar "Padaria Sol" --motivo pedido
      cobranca titular anonimizar "Padaria Sol" --motivo prazo --sim
    """
    from cobranca_cli.cli.person_files import files_about
    from cobranca_cli.services.person_erasure import erase, examine, refuse
    from cobranca_cli.views.person_erasure import already, done, elsewhere, preview

    settings, moment = settings_of(run), moment_of(run)
    case = examine(run.ledger_path, settings, moment, cliente)
    for notice in case.notices:
        run.warn(notice)
    if case.erased:
        run.note(already(case))
        return
    refuse(case, settings, motivo, run.today)
    for line in (
        *preview(case, motivo, run.today),
        *elsewhere(case, files_about(run.ledger_path, settings, case)),
    ):
        run.note(line)
    if not ask.confirm(run, "Apagar de vez?"):
        run.note("Nada foi gravado.")
        return
    erased = erase(run.ledger_path, settings, moment, case, motivo)
    run.wrote(done(erased))
    run.note(done(erased))


@command(persons, "retencao", report=True, formats=_TABLES)
def retention(
    run: Run,
    por: Annotated[
        str, Opt("--por", "Quem passou do prazo, ou o que se guarda.", Choice("cliente", "classe"))
    ] = "cliente",
) -> None:
    """Lista quem passou do prazo de guarda; com --por classe, o que se guarda, por quê e até quando.

    O prazo está em [lgpd] de cobranca.toml: 5 anos, ou mais, contados de janeiro do ano seguinte ao último
    registro. Quem tem algo em aberto não entra na lista.

    Exemplos:
      cobranca titular retencao
      cobranca titular retencao --em 01/01/2032
      cobranca titular retencao --por classe
    """
    from cobranca_cli.services.retention import retention as service
    from cobranca_cli.views.person_lists import candidates, classes

    settings = settings_of(run)
    if por == "classe":
        run.emit(classes(run.as_of, settings.retention_years))
    else:
        run.emit(candidates(service(run.ledger_path, settings, moment_of(run), run.as_of)))


@command(persons, "acessos", formats=_TABLES)
def accesses(
    run: Run, de: Annotated[date | None, Opt("--de", "A partir deste dia.", metavar="DATA")] = None
) -> None:
    """Lista quem viu dados pessoais por inteiro: quando, com que comando e quantas linhas; nunca quais.

    Fica registrado cada 'cobranca titular exportar', cada comando com --mostrar-dados, e cada arquivo gravado
    com CPF ou CNPJ de clientes.

    Exemplos:
      cobranca titular acessos
      cobranca titular acessos --de 01/11/2026 --formato csv
    """
    from cobranca_cli.services.access import list_accesses
    from cobranca_cli.views.person_lists import accesses as view

    run.emit(view(list_accesses(run.ledger_path, settings_of(run), moment_of(run), de)))

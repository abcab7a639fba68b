"""`clientes`: list, look at one, correct one."""

from typing import Annotated

from cobranca_cli.cli.frame import DATA, Arg, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import UsageError

customers = Section("clientes", "Lista, mostra e corrige clientes.")

_WHO = Arg("CLIENTE", "CPF/CNPJ, código, nome ou parte do nome.")


@command(customers, "listar", report=True, formats=(*DATA, "xlsx"))
def listing(
    run: Run,
    nome: Annotated[str | None, Opt("--nome", "Só nomes com este trecho.", metavar="TRECHO")] = None,
    uf: Annotated[str | None, Opt("--uf", "Só deste estado (sigla).", metavar="UF")] = None,
    devendo: Annotated[bool, Opt("--devendo", "Só quem tem algo em aberto.")] = False,
    vencidos: Annotated[bool, Opt("--vencidos", "Só quem tem algo vencido.")] = False,
    sem_contato: Annotated[bool, Opt("--sem-contato", "Só quem não tem e-mail nem telefone.")] = False,
) -> None:
    """Lista os clientes e o que cada um tem em aberto.

    Exemplos:
      cobranca clientes listar --vencidos
      cobranca clientes listar --nome padaria --uf SP
      cobranca clientes listar --sem-contato
    """
    from cobranca_cli.services.customers import list_customers
    from cobranca_cli.views.customers import listing as view

    found = list_customers(
        run.ledger_path,
        settings_of(run),
        moment_of(run),
        run.as_of,
        name=nome,
        state=uf,
        owing=devendo,
        overdue=vencidos,
        without_contact=sem_contato,
    )
    run.emit(view(found))


@command(customers, "ver", report=True)
def see(run: Run, cliente: Annotated[str, _WHO]) -> None:
    """Mostra um cliente: cadastro, o que tem em aberto e o que está vencido.

    Exemplos:
      cobranca clientes ver "Padaria Sol"
      cobranca clientes ver 11.222.333/0001-81 --formato json
    """
    from cobranca_cli.services.customers import see_customer
    from cobranca_cli.views.customers import one

    found = see_customer(run.ledger_path, settings_of(run), moment_of(run), run.as_of, cliente)
    run.emit(one(found, for_people=run.format == "tabela", show_data=run.show_data))


@command(customers, "editar", formats=(), writes=True)
def edit(
    run: Run,
    cliente: Annotated[str, _WHO],
    nome: Annotated[str | None, Opt("--nome", "Nome.", metavar="TEXTO")] = None,
    documento: Annotated[str | None, Opt("--documento", "CPF ou CNPJ.", metavar="CPF/CNPJ")] = None,
    codigo: Annotated[str | None, Opt("--codigo", "O código que você usa para ele.", metavar="TEXTO")] = None,
    email: Annotated[str | None, Opt("--email", "E-mail.", metavar="E-MAIL")] = None,
    telefone: Annotated[str | None, Opt("--telefone", "Telefone com DDD.", metavar="NUMERO")] = None,
    endereco: Annotated[str | None, Opt("--endereco", "Rua e número.", metavar="TEXTO")] = None,
    cidade: Annotated[str | None, Opt("--cidade", "Cidade.", metavar="TEXTO")] = None,
    uf: Annotated[str | None, Opt("--uf", "Estado.", metavar="UF")] = None,
    cep: Annotated[str | None, Opt("--cep", "CEP.", metavar="CEP")] = None,
    categoria: Annotated[str | None, Opt("--categoria", "Categoria.", metavar="TEXTO")] = None,
) -> None:
    """Corrige o cadastro de um cliente; só muda o que você disser.

    Um texto vazio apaga o campo. A mudança fica registrada no histórico, sem os dados pessoais.

    Exemplos:
      cobranca clientes editar "Padaria Sol" --email financeiro@padariasol.com.br
      cobranca clientes editar C017 --telefone "(19) 98765-4321" --documento 529.982.247-25
    """
    from cobranca_cli.services.customers import EDITABLE, edit_customer

    typed = (nome, documento, codigo, email, telefone, endereco, cidade, uf, cep, categoria)
    changes = {name: value for name, value in zip(EDITABLE, typed, strict=True) if value is not None}
    if not changes:
        raise UsageError("não disse o que corrigir", hint="use --nome, --email, --telefone… (veja --ajuda)")
    done = edit_customer(run.ledger_path, moment_of(run), cliente, changes)
    if done.changed:
        run.wrote(f"Gravado: {done.customer.name}: {', '.join(done.changed)}.")
    for notice in done.notices:
        run.warn(notice)
    run.note(run.ledger_state or f"{done.customer.name} já estava assim. Nada foi gravado.")

"""`iniciar`: a new ledger and its settings."""

from typing import Annotated

from cobranca_cli.cli import ask
from cobranca_cli.cli.frame import Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of
from cobranca_cli.errors import UsageError

setup = Section()

_TEXT = "TEXTO"
_QUESTIONS = {
    "nome": "Nome da empresa",
    "documento": "CNPJ (ou CPF)",
    "endereco": "Endereço (rua, número, bairro)",
    "cidade": "Cidade",
    "uf": "UF",
    "telefone": "Telefone com DDD",
    "email": "E-mail",
    "pix": "Chave Pix",
}
_OPTIONS = {"nome": "--empresa"}


@command(setup, "iniciar", formats=(), writes=True)
def start(
    run: Run,
    empresa: Annotated[str | None, Opt("--empresa", "Nome de quem cobra.", metavar="NOME")] = None,
    documento: Annotated[str | None, Opt("--documento", "CNPJ ou CPF de quem cobra.", metavar="CNPJ")] = None,
    endereco: Annotated[str | None, Opt("--endereco", "Rua, número e bairro.", metavar=_TEXT)] = None,
    cidade: Annotated[str | None, Opt("--cidade", "Cidade.", metavar=_TEXT)] = None,
    uf: Annotated[str | None, Opt("--uf", "Estado.", metavar="UF")] = None,
    telefone: Annotated[str | None, Opt("--telefone", "Telefone com DDD.", metavar="NUMERO")] = None,
    email: Annotated[str | None, Opt("--email", "E-mail.", metavar="E-MAIL")] = None,
    pix: Annotated[str | None, Opt("--pix", "Chave Pix para receber.", metavar="CHAVE")] = None,
) -> None:
    """Cria um livro novo e, ao lado dele, o arquivo de configurações cobranca.toml.

    No terminal, pergunta o que faltar; Enter deixa em branco, para preencher depois no arquivo. Fora do
    terminal não pergunta nada.

    Exemplos:
      cobranca iniciar
      cobranca iniciar --livro loja.db --empresa "Distribuidora Sol Ltda" --documento 11.222.333/0001-81
    """
    from cobranca_cli.services.setup import create, refuse_existing

    refuse_existing(run.ledger_path)
    given = dict(
        zip(_QUESTIONS, (empresa, documento, endereco, cidade, uf, telefone, email, pix), strict=True)
    )
    company = {name: _answer(run, name, value) for name, value in given.items()}
    _check(company)
    created = create(run.ledger_path, company, moment_of(run))
    settings = created.settings
    state = f"Gravado: livro novo em {run.ledger_path}."
    run.wrote(state)
    run.note(state)
    for notice in created.notices:
        run.warn(notice)
    if created.written:
        run.note(f"Configurações em {settings}: confira os encargos e os feriados da sua cidade.")
    else:
        run.note(f"Usei as configurações que já estavam em {settings}; nada mudou nelas.")
    told = all(company[key] for key in ("nome", "documento", "endereco"))
    if created.written and not (told and (company["telefone"] or company["email"])):
        run.note(f"Falta dizer quem cobra: preencha [empresa] em {settings} antes da primeira carta.")
    run.note("Agora traga as suas faturas: cobranca importar faturas ARQUIVO.csv --simular")


def _check(company: dict[str, str]) -> None:
    """Refuse a value before anything is made, by the name of the option that gave it."""
    for name, value in company.items():
        if problem := _problem(name, value):
            option = _OPTIONS.get(name, f"--{name}")
            raise UsageError(f'valor inválido para {option}: "{value}": {problem}')


def _problem(name: str, value: str) -> str | None:
    """What the settings would say against a value."""
    from cobranca_cli.config import SPEC

    try:
        SPEC["empresa"][name](value)
    except ValueError as error:
        return str(error)
    return None


def _answer(run: Run, name: str, value: str | None) -> str:
    if value is not None or not run.interactive or run.assume_yes:
        return value or ""
    while True:
        typed = ask.text(run, _QUESTIONS[name], option=_OPTIONS.get(name, f"--{name}"))
        problem = _problem(name, typed)
        if problem is None:
            return typed
        run.note(f"  {problem}")

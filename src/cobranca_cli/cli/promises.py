"""`promessa`: what a customer promised to pay, and whether he did."""

from datetime import date
from typing import Annotated

from cobranca_cli.cli import parsers
from cobranca_cli.cli.frame import DATA, Arg, Choice, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import UsageError

promises = Section("promessa", "Registra o que o cliente prometeu pagar e diz se cumpriu.")

_CUSTOMER = "Nome ou parte dele, código, CPF/CNPJ."
_STATES = Choice("ativa", "cumprida", "em-parte", "quebrada", "retirada")


@command(promises, "registrar", formats=(), writes=True)
def register(
    run: Run,
    cliente: Annotated[str, Arg("CLIENTE", _CUSTOMER)],
    valor: Annotated[int, Opt("--valor", "Quanto prometeu.", parsers.positive_money, metavar="VALOR")],
    data: Annotated[date, Opt("--data", "Para que dia.", metavar="DATA")],
    fatura: Annotated[
        list[str] | None,
        Opt("--fatura", "De que fatura; pode repetir. Sem ela, da dívida toda.", metavar="FATURA"),
    ] = None,
    feita_em: Annotated[
        date | None, Opt("--feita-em", "O dia em que prometeu.", metavar="DATA", default="o dia de hoje")
    ] = None,
    nota: Annotated[str | None, Opt("--nota", "O que ele disse.", metavar="TEXTO")] = None,
    autor: Annotated[str | None, Opt("--autor", "Quem ouviu a promessa.", metavar="NOME")] = None,
) -> None:
    """Registra uma promessa de pagamento: a régua espera até o dia útil seguinte ao prometido.

    Conta o dinheiro que entrar desde o dia da promessa até esse dia útil, também adiantado ou aos poucos. Com
    --fatura, só o que for para ela. Cumprida, em parte ou quebrada, a promessa fica no histórico do cliente;
    quebrada, a régua continua sozinha.

    Exemplos:
      cobranca promessa registrar "Padaria Sol" --valor 500,00 --data 27/11/2026
      cobranca promessa registrar "Padaria Sol" --valor 980,00 --data 30/11/2026 --fatura NF-1001/2
      cobranca promessa registrar 1024 --valor 300,00 --data 04/12/2026 --feita-em ontem --nota "recebe dia 3"
    """
    from cobranca_cli.services.promises import Wanted
    from cobranca_cli.services.promises import register as service
    from cobranca_cli.views.promises import registered

    wanted = Wanted(cliente, valor, data, tuple(fatura or ()), feita_em, nota, autor)
    done = service(run.ledger_path, settings_of(run), moment_of(run), wanted)
    state = f"Gravado: {registered(done)}."
    run.wrote(state)
    for notice in done.notices:
        run.warn(notice)
    run.note(state)


@command(promises, "listar", report=True, formats=(*DATA, "xlsx"))
def listing(
    run: Run,
    cliente: Annotated[str | None, Arg("CLIENTE", f"{_CUSTOMER} Sem ele, de todos.")] = None,
    situacao: Annotated[str | None, Opt("--situacao", "Só as que estão assim.", _STATES)] = None,
    de: Annotated[date | None, Opt("--de", "Prometidas para este dia ou depois.", metavar="DATA")] = None,
    ate: Annotated[date | None, Opt("--ate", "Prometidas para este dia ou antes.", metavar="DATA")] = None,
) -> None:
    """Lista as promessas, pelo dia prometido, com o que foi pago de cada uma.

    Cada pagamento conta para uma promessa só, na ordem dos dias prometidos. A taxa é das que já tiveram o
    prazo encerrado, em número e em valor. Em "Dias", quantos faltam; negativo, quantos passaram.

    Exemplos:
      cobranca promessa listar
      cobranca promessa listar --situacao quebrada
      cobranca promessa listar "Padaria Sol" --de 01/11/2026 --ate 30/11/2026
    """
    from cobranca_cli.services.promise_list import Filters, list_promises
    from cobranca_cli.views.promises import listing as view

    if de and ate and de > ate:
        raise UsageError("--de é depois de --ate", hint="troque um pelo outro")
    filters = Filters(cliente, situacao and situacao.replace("-", " "), de, ate)
    run.emit(view(list_promises(run.ledger_path, settings_of(run), moment_of(run), run.as_of, filters)))


@command(promises, "retirar", formats=(), writes=True)
def withdraw(
    run: Run,
    id: Annotated[int, Arg("ID", "O número da promessa, de 'cobranca promessa listar'.")],
    motivo: Annotated[str, Opt("--motivo", "Por quê; fica no livro.", metavar="TEXTO")],
) -> None:
    """Retira uma promessa registrada por engano, ou que o cliente desfez.

    Ela deixa de contar de hoje em diante, e a régua não espera mais por ela; os relatórios de antes não
    mudam. Uma promessa quebrada não precisa ser retirada.

    Exemplos:
      cobranca promessa retirar 12 --motivo "era de outro cliente"
    """
    from cobranca_cli.services.promises import withdraw as service
    from cobranca_cli.views.promises import withdrawn

    done = service(run.ledger_path, moment_of(run), id, motivo)
    state = f"Gravado: {withdrawn(done)}."
    run.wrote(state)
    for notice in done.notices:
        run.warn(notice)
    run.note(state)

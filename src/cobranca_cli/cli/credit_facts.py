"""`credito cadastro`, `garantia`, `consulta`, `limite`: what credit is judged by, as people tell it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated

from cobranca_cli.cli import parsers
from cobranca_cli.cli.credit import TABLES, WHO, credit
from cobranca_cli.cli.frame import Arg, Choice, Opt, Run, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import UsageError

if TYPE_CHECKING:
    from cobranca_cli.services.credit_facts import Guaranteed

_Reason = Annotated[str | None, Opt("--motivo", "Por quê; fica no histórico.", metavar="TEXTO")]
_COMPONENTS = Choice("total", "aberto", "vencido", "acordo")
_KINDS = Choice("fundacao", "setor", "faturamento", "patrimonio", "referencia")


@command(credit, "cadastro", report=True, formats=TABLES, writes=True)
def registration(
    run: Run,
    cliente: Annotated[str, WHO],
    fundacao: Annotated[
        date | None, Opt("--fundacao", "Quando a empresa foi aberta.", metavar="DATA")
    ] = None,
    setor: Annotated[str | None, Opt("--setor", "O ramo.", metavar="TEXTO")] = None,
    faturamento: Annotated[
        int | None, Opt("--faturamento", "Quanto fatura por mês.", parsers.positive_money, metavar="VALOR")
    ] = None,
    patrimonio: Annotated[
        int | None, Opt("--patrimonio", "O patrimônio líquido.", parsers.positive_money, metavar="VALOR")
    ] = None,
    referencia: Annotated[
        str | None, Opt("--referencia", "O que dizem outros fornecedores.", metavar="TEXTO")
    ] = None,
    fonte: Annotated[
        str | None, Opt("--fonte", "De onde vem a informação.", metavar="TEXTO", default="cadastro")
    ] = None,
    retirar: Annotated[
        list[str] | None, Opt("--retirar", "Este dado deixa de valer; pode repetir.", _KINDS)
    ] = None,
) -> None:
    """Registra o que se sabe de um cliente para o crédito; sem opções, mostra o que está registrado.

    Cada dado vale a partir de hoje; o de antes continua a valer nos dias em que valia. Também entram por
    'cobranca importar clientes', nas colunas fundacao, setor, faturamento, patrimonio e referencia.

    Exemplos:
      cobranca credito cadastro "Padaria Sol" --fundacao 12/03/2019 --faturamento 120000
      cobranca credito cadastro "Padaria Sol" --setor alimentação --fonte "cartão CNPJ"
      cobranca credito cadastro "Padaria Sol"
    """
    from cobranca_cli.services import credit_facts as service
    from cobranca_cli.views.credit_facts import registered, told

    values: Mapping[str, str | None] = {
        **dict.fromkeys(retirar or ()),
        **_given(fundacao=fundacao, setor=setor, faturamento=faturamento, patrimonio=patrimonio,
                 referencia=referencia),
    }  # fmt: skip
    if not values:
        if fonte:
            raise UsageError("--fonte diz de onde vem um dado; diga o dado também")
        found = service.registration(run.ledger_path, settings_of(run), moment_of(run), run.as_of, cliente)
        run.emit(registered(found))
        return
    if run.as_of != run.today:
        raise UsageError("um dado vale de hoje em diante: não se registra com --em de outro dia")
    found = service.tell(run.ledger_path, moment_of(run), cliente, values, fonte)
    state = f"Gravado: {told(found)}." if found.new else "Nada foi gravado: tudo isso já estava registrado."
    run.wrote(state)
    run.emit(registered(found))
    run.note(state)


def _given(**typed: date | str | int | None) -> Mapping[str, str]:
    return {
        kind: value.isoformat() if isinstance(value, date) else str(value)
        for kind, value in typed.items()
        if value is not None
    }


@command(credit, "garantia", formats=(), writes=True)
def guarantee(
    run: Run,
    cliente: Annotated[str, WHO],
    tipo: Annotated[str, Opt("--tipo", "Qual é: fiança de quem, cheque, penhor.", metavar="TEXTO")],
    valor: Annotated[int, Opt("--valor", "Quanto garante.", parsers.positive_money, metavar="VALOR")],
    ate: Annotated[
        date | None, Opt("--ate", "O último dia em que vale.", metavar="DATA", default="sem fim")
    ] = None,
) -> None:
    """Registra uma garantia de um cliente: ela aumenta o que ele pode dever, enquanto vale.

    Exemplos:
      cobranca credito garantia "Padaria Sol" --tipo "fiança de João Sol" --valor 5000 --ate 31/12/2027
    """
    from cobranca_cli.services.credit_facts import secure

    _say(run, secure(run.ledger_path, moment_of(run), cliente, tipo, valor, ate))


@command(credit, "garantia-encerrar", formats=(), writes=True)
def end_guarantee(
    run: Run,
    id: Annotated[int, Arg("ID", "O número da garantia, de 'cobranca credito cadastro CLIENTE'.")],
    motivo: _Reason = None,
) -> None:
    """Encerra uma garantia: de hoje em diante ela não conta.

    Exemplos:
      cobranca credito garantia-encerrar 2 --motivo "o fiador saiu"
    """
    from cobranca_cli.services.credit_facts import release_guarantee

    _say(run, release_guarantee(run.ledger_path, moment_of(run), id, _needed(motivo)))


def _say(run: Run, done: "Guaranteed") -> None:
    from cobranca_cli.views.credit_facts import secured

    state = f"Gravado: {secured(done)}."
    if not done.new:
        state = f"Nada foi gravado: a garantia já estava registrada, com o número {done.id}."
    run.wrote(state)
    for notice in done.notices:
        run.warn(notice)
    run.note(state)


@command(credit, "consulta", formats=(), writes=True)
def consultation(
    run: Run,
    cliente: Annotated[str, WHO],
    fonte: Annotated[str, Opt("--fonte", "Quem deu a consulta: serasa, spc, quod…", metavar="NOME")],
    restricoes: Annotated[
        str,
        Opt("--restricoes", "O que há contra ele.", Choice("nenhuma", "resolvida", "ativa", "desconhecida")),
    ],
    pontuacao: Annotated[
        int | None, Opt("--pontuacao", "A pontuação, de 0 a 1000.", parsers.whole, metavar="N")
    ] = None,
    modelo: Annotated[str | None, Opt("--modelo", "O nome do modelo da pontuação.", metavar="TEXTO")] = None,
    data: Annotated[
        date | None, Opt("--data", "De que dia é a consulta.", metavar="DATA", default="o dia de hoje")
    ] = None,
    nota: Annotated[str | None, Opt("--nota", "O que mais ela diz.", metavar="TEXTO")] = None,
) -> None:
    """Registra o que disse um birô de crédito (Serasa, Boa Vista, Quod, SPC) sobre um cliente.

    O programa não consulta ninguém: digite a resposta e o dia. Ela vale 90 dias (validade_consulta em
    [credito]). As pontuações de birôs diferentes não se comparam.

    Exemplos:
      cobranca credito consulta "Padaria Sol" --fonte serasa --pontuacao 620 --restricoes nenhuma
      cobranca credito consulta "Padaria Sol" --fonte spc --restricoes ativa --data 10/11/2026
    """
    from cobranca_cli.services.credit_facts import Asked, consult
    from cobranca_cli.views.credit_facts import consulted

    if pontuacao is not None and pontuacao > 1000:
        raise UsageError("a pontuação vai de 0 a 1000", hint="--pontuacao 620")
    asked = Asked(fonte, restricoes, pontuacao, modelo, data, nota)
    done = consult(run.ledger_path, moment_of(run), cliente, asked)
    state = (
        f"Gravado: {consulted(done)}." if done.new else "Nada foi gravado: a consulta já estava registrada."
    )
    run.wrote(state)
    for notice in done.notices:
        run.warn(notice)
    run.note(state)


@command(credit, "limite", report=True, formats=TABLES, writes=True)
def limit(
    run: Run,
    cliente: Annotated[str, WHO],
    valor: Annotated[
        int | None, Arg("VALOR", "O limite que você define; 0 é só à vista.", parsers.money)
    ] = None,
    componente: Annotated[
        str | None,
        Opt(
            "--componente",
            "Limite de quê: tudo, o que está a vencer, vencido ou em acordo.",
            _COMPONENTS,
            default="total",
        ),
    ] = None,
    retirar: Annotated[bool, Opt("--retirar", "Volta a valer o limite da política.")] = False,
    motivo: _Reason = None,
    autor: Annotated[str | None, Opt("--autor", "Quem decidiu.", metavar="NOME")] = None,
    ate: Annotated[
        date | None, Opt("--ate", "O último dia em que vale.", metavar="DATA", default="sem fim")
    ] = None,
) -> None:
    """Mostra os limites de um cliente, com a conta de cada método; com VALOR, define um à mão.

    O limite definido à mão vale no lugar do da política, até ser trocado, retirado ou vencer. Sem limite não
    é limite zero: com zero, nada se vende a prazo.

    Exemplos:
      cobranca credito limite "Padaria Sol"
      cobranca credito limite "Padaria Sol" 12000 --motivo "contrato anual" --ate 31/12/2026
      cobranca credito limite "Padaria Sol" 2000 --componente vencido --motivo "paga em duas vezes"
      cobranca credito limite "Padaria Sol" --retirar --motivo "fim do contrato"
    """  # fmt: skip
    from cobranca_cli.services.credit import look
    from cobranca_cli.services.credit_facts import set_limit
    from cobranca_cli.views.credit_facts import limited, limits

    if retirar and valor is not None:
        raise UsageError("diga um VALOR ou --retirar, não os dois")
    if (retirar or valor is not None) and run.as_of != run.today:
        raise UsageError("um limite vale de hoje em diante: não se define com --em de outro dia")
    state = None
    if retirar or valor is not None:
        done = set_limit(
            run.ledger_path, moment_of(run), cliente, componente or "total", valor,
            _needed(motivo), autor, ate,
        )  # fmt: skip
        state = f"Gravado: {limited(done)}." if done.new else "Nada foi gravado: esse limite já valia."
        run.wrote(state)
    elif motivo or autor or ate or componente:
        raise UsageError("diga o VALOR do limite, ou --retirar")
    found = look(run.ledger_path, settings_of(run), moment_of(run), run.as_of, cliente)
    run.emit(limits(found))
    if state:
        run.note(state)


def _needed(reason: str | None) -> str:
    if not reason:
        raise UsageError("diga o motivo: ele fica no histórico", hint='--motivo "…"')
    return reason

"""`encargos`: what is charged of whom, and since when."""

from datetime import date
from typing import Annotated

from cobranca_cli.cli.frame import DATA, Choice, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.domain.charge_keys import DISCOUNTS, INDEXES, METHODS, NO_INDEX
from cobranca_cli.errors import UsageError

terms = Section("encargos", "Define e mostra o que se cobra de quem atrasa.")


@command(terms, "definir", formats=(), writes=True)
def define(
    run: Run,
    motivo: Annotated[str, Opt("--motivo", "Por quê; fica no histórico.", metavar="TEXTO")],
    cliente: Annotated[
        str | None, Opt("--cliente", "Para todas as faturas deste cliente.", metavar="CLIENTE")
    ] = None,
    fatura: Annotated[str | None, Opt("--fatura", "Só para esta fatura.", metavar="FATURA")] = None,
    desde: Annotated[
        date | None,
        Opt("--desde", "A partir de que dia vale.", metavar="DATA", default="o dia de hoje"),
    ] = None,
    multa: Annotated[str | None, Opt("--multa", "Multa, em % do valor.", metavar="PCT")] = None,
    juros: Annotated[str | None, Opt("--juros", "Juros, em % ao mês.", metavar="PCT")] = None,
    metodo: Annotated[str | None, Opt("--metodo", "Como se contam os juros.", Choice(*METHODS))] = None,
    correcao: Annotated[
        str | None, Opt("--correcao", "Índice de correção.", Choice(NO_INDEX, *INDEXES))
    ] = None,
    carencia: Annotated[int | None, Opt("--carencia", "Dias sem encargos.", metavar="DIAS")] = None,
    desconto: Annotated[
        str | None, Opt("--desconto", "Desconto por antecipação.", Choice(*DISCOUNTS))
    ] = None,
    faixa: Annotated[
        list[str] | None,
        Opt("--faixa", "Faixa do desconto; até três.", metavar="DIAS_ANTES=VALOR"),
    ] = None,
    relacao: Annotated[
        str | None,
        Opt("--relacao", "Consumidor ou empresa, se o documento não diz.", Choice("consumo", "empresarial")),
    ] = None,
) -> None:
    """Define encargos só de um cliente ou só de uma fatura, a partir de um dia.

    O que você não disser continua como em cobranca.toml. Os dias anteriores continuam calculados como eram,
    e o que já foi pago não muda.

    Exemplos:
      cobranca encargos definir --cliente "Padaria Sol" --juros 0,5 --motivo "contrato novo"
      cobranca encargos definir --fatura NF-1001 --multa 0 --motivo "combinado" --desde 01/11/2026
      cobranca encargos definir --fatura NF-9 --desconto percentual_ate --faixa 5=3 --motivo "proposta"
    """
    from cobranca_cli.services.terms import define as service
    from cobranca_cli.views.terms import defined

    if bool(cliente) == bool(fatura):
        raise UsageError(
            "diga de quem são os encargos", hint="--cliente NOME ou --fatura NUMERO; um dos dois"
        )
    said = {
        "multa": multa,
        "juros": juros,
        "juros_metodo": metodo,
        "correcao": correcao,
        "carencia_dias": carencia,
        "desconto": desconto,
        "desconto_faixas": [_tier(each) for each in faixa] if faixa else None,
        "relacao": relacao,
    }
    wanted = {key: value for key, value in said.items() if value is not None}
    if not wanted:
        raise UsageError("não disse o que definir", hint="por exemplo --juros 0,5 ou --multa 0")
    done = service(
        run.ledger_path,
        settings_of(run),
        moment_of(run),
        wanted,
        customer=cliente,
        invoice=fatura,
        since=desde,
        reason=motivo,
    )
    state = f"Gravado: {defined(done)}."
    run.wrote(state)
    for notice in done.notices:
        run.warn(notice)
    run.note(state)


def _tier(typed: str) -> dict[str, object]:
    days, sign, value = typed.partition("=")
    if not sign or not days.strip().isdigit():
        raise UsageError(f'"{typed}" não é uma faixa', hint="escreva DIAS_ANTES=VALOR, como 5=3")
    return {"dias_antes": int(days), "valor": value.strip()}


@command(terms, "listar", report=True, formats=(*DATA, "xlsx"))
def listing(run: Run) -> None:
    """Lista as versões dos encargos: as de todos, as de clientes e as de faturas, com o dia de cada uma.

    Exemplos:
      cobranca encargos listar
    """
    from cobranca_cli.services.terms import list_terms
    from cobranca_cli.views.terms import listing as view

    run.emit(view(list_terms(run.ledger_path, settings_of(run), moment_of(run), run.as_of)))

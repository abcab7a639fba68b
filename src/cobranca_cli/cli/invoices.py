"""`faturas`: list, look at one, cancel."""

from datetime import date
from typing import Annotated

from cobranca_cli.cli import parsers
from cobranca_cli.cli.frame import DATA, Arg, Choice, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of

invoices = Section("faturas", "Lista, mostra, cancela e ajusta faturas: abono, desconto, perda, fatos.")

_SITUATIONS = Choice(
    "abertas", "a-vencer", "vencidas", "pagas", "encargos", "em-acordo", "canceladas", "todas"
)
_DAY = "DATA"
_Day = date | None
_MONEY = "VALOR"


@command(invoices, "listar", report=True, formats=(*DATA, "xlsx"))
def listing(
    run: Run,
    situacao: Annotated[str, Opt("--situacao", "Quais faturas.", _SITUATIONS)] = "abertas",
    cliente: Annotated[
        str | None,
        Opt("--cliente", "Só deste cliente: nome ou parte dele, código, CPF/CNPJ.", metavar="CLIENTE"),
    ] = None,
    vence_de: Annotated[
        date | None, Opt("--vence-de", "Vencimento a partir deste dia.", metavar=_DAY)
    ] = None,
    vence_ate: Annotated[_Day, Opt("--vence-ate", "Vencimento até este dia.", metavar=_DAY)] = None,
    emitida_de: Annotated[
        date | None, Opt("--emitida-de", "Emissão a partir deste dia.", metavar=_DAY)
    ] = None,
    emitida_ate: Annotated[_Day, Opt("--emitida-ate", "Emissão até este dia.", metavar=_DAY)] = None,
    valor_minimo: Annotated[
        int | None, Opt("--valor-minimo", "Deste valor para cima.", parsers.money, metavar=_MONEY)
    ] = None,
    valor_maximo: Annotated[
        int | None, Opt("--valor-maximo", "Até este valor.", parsers.money, metavar=_MONEY)
    ] = None,
) -> None:
    """Lista as faturas por vencimento, com os filtros que você der.

    Os limites fazem parte do filtro: "até 30/11" inclui o dia 30.

    Exemplos:
      cobranca faturas listar
      cobranca faturas listar --cliente "Padaria Sol" --situacao todas
      cobranca faturas listar --vence-de 01/12/2026 --vence-ate 31/12/2026 --valor-minimo 1.000,00
    """
    from cobranca_cli.ledger.queries.items import Filters
    from cobranca_cli.services.invoices import list_invoices
    from cobranca_cli.views.invoices import listing as view

    filters = Filters(
        situation=None if situacao == "todas" else situacao,
        due_from=_iso(vence_de),
        due_to=_iso(vence_ate),
        issued_from=_iso(emitida_de),
        issued_to=_iso(emitida_ate),
        least=valor_minimo,
        most=valor_maximo,
    )
    run.emit(
        view(list_invoices(run.ledger_path, settings_of(run), moment_of(run), run.as_of, filters, cliente))
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@command(invoices, "ver", report=True)
def see(run: Run, fatura: Annotated[str, Arg("FATURA", "NUMERO ou NUMERO/PARCELA.")]) -> None:
    """Mostra uma fatura por inteiro: de quem é, quanto falta, de onde veio.

    Exemplos:
      cobranca faturas ver NF-1001
      cobranca faturas ver NF-1001/2
    """
    from cobranca_cli.services.invoices import see_invoice
    from cobranca_cli.views.invoices import one

    seen = see_invoice(run.ledger_path, settings_of(run), moment_of(run), run.as_of, fatura)
    run.emit(one(seen, for_people=run.format == "tabela", show_data=run.show_data))


@command(invoices, "cancelar", formats=(), writes=True)
def cancel(
    run: Run,
    fatura: Annotated[str, Arg("FATURA", "NUMERO ou NUMERO/PARCELA.")],
    motivo: Annotated[str, Opt("--motivo", "Por que foi cancelada; fica no histórico.", metavar="TEXTO")],
    data: Annotated[
        date | None, Opt("--data", "O dia do cancelamento.", metavar=_DAY, default="o dia de hoje")
    ] = None,
) -> None:
    """Cancela uma fatura a partir de um dia, com o motivo.

    A fatura não é apagada: deixa de contar daquele dia em diante, e os relatórios de antes dele continuam
    iguais.

    Exemplos:
      cobranca faturas cancelar NF-1001 --motivo "mercadoria devolvida"
      cobranca faturas cancelar NF-1001/2 --motivo "emitida em dobro" --data 10/11/2026
    """
    from cobranca_cli.services.invoices import cancel_invoice
    from cobranca_cli.views.invoices import cancelled

    day = data or run.today
    done = cancel_invoice(run.ledger_path, moment_of(run), fatura, motivo, day)
    state = f"Gravado: {cancelled(done.item, day)}."
    run.wrote(state)
    for notice in done.notices:
        run.warn(notice)
    run.note(state)

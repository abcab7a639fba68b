"""`aging` and `vencidos`: what is owed, by whom and since when, as of any day."""

from typing import TYPE_CHECKING, Annotated

from cobranca_cli.cli.frame import DATA, Choice, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import EXIT_OK, EXIT_OVERDUE

if TYPE_CHECKING:
    from cobranca_cli.views.report import Report

reports = Section()

_SHEETS = (*DATA, "xlsx")
_ORDER = Choice("atraso", "perda")


@command(reports, "aging", report=True, formats=_SHEETS)
def aging(
    run: Run,
    por: Annotated[
        str | None,
        Opt("--por", "O que cada linha mostra.", Choice("cliente", "faixa", "fatura"), default="cliente"),
    ] = None,
) -> None:
    """Mostra as contas a receber por faixa de atraso, em qualquer data.

    O valor é o principal em aberto. Os dias de atraso contam do vencimento efetivo: o primeiro dia útil a
    partir do vencimento. Em XLSX sem --por, a planilha traz as três visões, uma em cada aba.

    Exemplos:
      cobranca aging
      cobranca aging --por faixa --em 31/10/2026
      cobranca aging --por fatura --saida aging.xlsx
    """
    from cobranca_cli.services.reports import VIEWS, aging
    from cobranca_cli.views.aging import by_band, by_customer, by_detailed_invoice, by_invoice

    workbook = run.format == "xlsx"
    views = (por,) if por else VIEWS if workbook else ("cliente",)
    aged = aging(run.ledger_path, settings_of(run), moment_of(run), run.as_of, views)
    reports = {
        "cliente": by_customer,
        "faixa": by_band,
        "fatura": by_detailed_invoice if workbook else by_invoice,
    }
    run.emit_all([reports[view](aged) for view in views])


@command(reports, "vencidos", report=True, formats=_SHEETS)
def overdue(
    run: Run,
    quieto_se_vazio: Annotated[
        bool, Opt("--quieto-se-vazio", "Não imprime nada quando não há nada vencido (para o cron).")
    ] = False,
    codigo_saida: Annotated[
        bool, Opt("--codigo-saida", "Sai com o código 20 quando há faturas vencidas.")
    ] = False,
    ordem: Annotated[
        str | None,
        Opt("--ordem", "O que vem primeiro: o atraso ou a perda esperada.", _ORDER, default="atraso"),
    ] = None,
) -> int | None:
    """Lista as faturas vencidas, da mais atrasada para a mais recente.

    O saldo é o principal em aberto; o total soma a multa, os juros e a correção até o dia, pelos encargos de
    cobranca.toml ou do cliente. A conta de cada fatura sai com 'cobranca memoria FATURA'. Com --ordem perda
    vem primeiro a maior perda esperada ('cobranca credito risco'), em duas colunas a mais.

    Exemplos:
      cobranca vencidos
      cobranca vencidos --em ontem --formato csv --saida vencidos.csv
      cobranca vencidos --quieto-se-vazio --codigo-saida
      cobranca vencidos --ordem perda
    """
    report, found = _overdue(run, ordem == "perda")
    silent = quieto_se_vazio and not found
    run.ends_with = EXIT_OVERDUE if codigo_saida and found else EXIT_OK
    # Yesterday's file must not go on saying what is no longer so.
    if not silent or run.output:
        run.emit(report, quiet=silent)
    return run.ends_with


def _overdue(run: Run, by_loss: bool) -> "tuple[Report, int]":
    """The report, and how many invoices are in it; by loss it loads what reckons the risk."""
    from cobranca_cli.views.overdue import overdue as view

    where = run.ledger_path, settings_of(run), moment_of(run), run.as_of
    people = run.format in ("tabela", "xlsx")
    if not by_loss:
        from cobranca_cli.services.overdue import overdue

        found = overdue(*where)
        return view(found, for_people=people), len(found.items)
    from cobranca_cli.services.risk_order import overdue_by_loss
    from cobranca_cli.views.risk import overdue_by_loss as with_loss

    ordered = overdue_by_loss(*where)
    return with_loss(view(ordered.overdue, for_people=people), ordered), len(ordered.overdue.items)

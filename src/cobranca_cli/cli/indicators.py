"""`indicadores`: how the portfolio is doing, on any day or month by month, and the tables behind it."""

from typing import TYPE_CHECKING, Annotated

from cobranca_cli.cli import parsers
from cobranca_cli.cli.frame import DATA, Choice, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import UsageError

if TYPE_CHECKING:
    from cobranca_cli.views.report import Report

portfolio = Section()

_DETAILS = Choice("safra", "rolagem", "regua", "contatos", "concentracao")
_MOST_MONTHS = 60


@command(portfolio, "indicadores", report=True, formats=(*DATA, "xlsx", "html", "pdf"))
def indicators(
    run: Run,
    meses: Annotated[
        int | None,
        Opt("--meses", "De quantos meses é o período.", parsers.positive, default="3; nas safras, 12"),
    ] = None,
    serie: Annotated[
        int | None, Opt("--serie", "No fim de cada um dos últimos N meses completos.", parsers.positive)
    ] = None,
    detalhe: Annotated[
        str | None, Opt("--detalhe", "A tabela por trás dos indicadores, em vez deles.", _DETAILS)
    ] = None,
    custo: Annotated[
        int | None,
        Opt("--custo", "Quanto a cobrança custou no período, para o retorno.", parsers.positive_money),
    ] = None,
) -> None:
    """Mostra os indicadores da carteira, cada um com a fórmula, o período e a conta, em qualquer data.

    Prazo médio (PMR/DSO), atraso, eficácia (CEI), recuperação, inadimplência com e sem arrasto, safras,
    rolagem e perda esperada, promessas, régua, contatos e concentração. O período são os meses que terminam
    na data do relatório. Onde não há o que dividir, n/d. O XLSX traz também as tabelas de --detalhe, uma em
    cada aba.

    Exemplos:
      cobranca indicadores
      cobranca indicadores --em 31/10/2026 --meses 1
      cobranca indicadores --serie 12
      cobranca indicadores --detalhe safra
      cobranca indicadores --saida indicadores.xlsx
    """
    _refuse(run, serie, detalhe, custo, meses)
    if serie:
        run.emit_all(_series(run, meses, serie))
    elif detalhe:
        run.emit(_detail(run, meses, detalhe))
    elif run.format == "xlsx":
        run.emit_all(_workbook(run, meses, custo))
    else:
        from cobranca_cli.services.indicators import MONTHS, measure
        from cobranca_cli.views.indicators import indicators as view

        at = (run.ledger_path, settings_of(run), moment_of(run), run.as_of)
        run.emit_document(view(measure(*at, meses or MONTHS, custo)))


def _refuse(run: Run, serie: int | None, detalhe: str | None, custo: int | None, meses: int | None) -> None:
    for name, count in (("--meses", meses), ("--serie", serie)):
        if count and count > _MOST_MONTHS:
            raise UsageError(f"{name} vai até {_MOST_MONTHS}", hint="peça menos meses")
    if serie and detalhe:
        raise UsageError("--serie e --detalhe não andam juntos", hint="peça um de cada vez")
    if custo is not None and (serie or detalhe):
        raise UsageError("--custo é o do período dos indicadores", hint="tire --serie ou --detalhe")
    if (serie or detalhe) and run.format in ("html", "pdf"):
        which = "--serie" if serie else "--detalhe"
        raise UsageError(
            f"{which} não sai em {run.format}", hint="use --formato tabela, csv, json, jsonl ou xlsx"
        )


def _series(run: Run, months: int | None, count: int) -> "list[Report]":
    """For people a column a month, for programs a row for each indicator and month, in a workbook both."""
    from cobranca_cli.output.streams import draws_bars
    from cobranca_cli.services.indicators import MONTHS, measure_series
    from cobranca_cli.views.indicators import report, series

    at = (run.ledger_path, settings_of(run), moment_of(run), run.as_of)
    found = measure_series(*at, months or MONTHS, count)
    for_people = series(found, chart=run.format == "tabela" and run.output is None and draws_bars())
    for_programs = report(found.points, run.as_of, found.notices if run.format != "xlsx" else ())
    if run.format == "xlsx":
        return [for_people, for_programs]
    return [for_people if run.format == "tabela" else for_programs]


def _detail(run: Run, months: int | None, which: str) -> "Report":
    from cobranca_cli.services.indicator_details import detail
    from cobranca_cli.views.indicator_details import VIEWS

    at = (run.ledger_path, settings_of(run), moment_of(run), run.as_of)
    return VIEWS[which](detail(*at, months, (which,)))


def _workbook(run: Run, months: int | None, cost: int | None) -> "list[Report]":
    """A sheet of indicators and one for each table."""
    from cobranca_cli.services.indicator_details import measure_with_details
    from cobranca_cli.views.indicator_details import VIEWS
    from cobranca_cli.views.indicators import report

    at = (run.ledger_path, settings_of(run), moment_of(run), run.as_of)
    measured, details = measure_with_details(*at, months, cost)
    first = report([measured], run.as_of, measured.notices)
    return [first, *(view(details)._replace(notes=()) for view in VIEWS.values())]

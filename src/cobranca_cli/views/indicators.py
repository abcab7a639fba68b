"""The indicators of a day, for people as a document in groups and for programs one a row; series of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import NOT_AVAILABLE, date_br, money_br, number_br
from cobranca_cli.views.document import Document, Notes, Table
from cobranca_cli.views.indicator_words import GROUP_OF, GROUPS, WORDS
from cobranca_cli.views.report import Column, Kind, Measure, Report

if TYPE_CHECKING:
    from decimal import Decimal

    from cobranca_cli.domain.periods import Period
    from cobranca_cli.domain.portfolio import Indicator, Part
    from cobranca_cli.services.indicators import Measured, Series

COLUMNS = (
    Column("indicador", "Indicador", elastic=True),
    Column("valor", "Valor", measure=True),
    Column("formula", "Fórmula", elastic=True),
    Column("periodo", "Período"),
    Column("conta", "Conta", elastic=True),
    Column("grupo", "Grupo", elastic=True),
    Column("codigo", "Código"),
    Column("unidade", "Unidade"),
    Column("em", "Posição em", Kind.DATE),
    Column("de", "De", Kind.DATE),
    Column("ate", "Até", Kind.DATE),
)
"""The first four are the contract's; `codigo` is the name of the indicator to programs."""

NOTES = (
    "Os valores são do principal, sem multa, juros nem correção. Os dias são corridos, e o atraso conta do"
    " vencimento efetivo.",
    "Onde está n/d não há o que dividir: nada foi vendido, venceu ou foi tentado no período.",
    "Venda é a fatura emitida. Se no livro só entraram as faturas que estavam em aberto, as vendas do período"
    " estão incompletas, e o PMR e o CEI saem piores do que são.",
    "Acordo não é pagamento: a fatura fica suspensa, a parcela entra na carteira, e o que se paga dela conta"
    " como recuperação da fatura.",
    "A perda esperada é uma estimativa gerencial; a provisão contábil é decisão do contador.",
)

_TABLE = (
    Column("indicador", "Indicador", elastic=True),
    Column("periodo", "Período"),
    Column("valor", "Valor", measure=True),
    Column("formula", "Fórmula"),
)


def indicators(found: "Measured") -> Document:
    """All indicators as a document for people, with the report that programs read."""
    told = {name: [each for each in found.indicators if each.code in words] for name, words in GROUPS.items()}
    return Document(
        name="indicadores",
        title="Indicadores da carteira",
        subtitle=f"{_span(found.period)}, {_days(found.period)}",
        as_of=found.as_of,
        blocks=(
            *(
                Table(_TABLE, [_told(found, each) for each in group], title=name, details=("formula",))
                for name, group in told.items()
            ),
            Notes(NOTES, "Como ler"),
        ),
        report=report([found], found.as_of, found.notices),
    )


def report(points: "Sequence[Measured]", as_of: date, notices: tuple[str, ...] = ()) -> Report:
    """One row for each indicator of each day."""
    return Report(
        name="indicadores",
        title="Indicadores da carteira",
        short="Indicadores",
        as_of=as_of,
        columns=COLUMNS,
        rows=(_row(point, each) for point in points for each in point.indicators),
        notes=notices,
    )


def _told(found: "Measured", each: "Indicator") -> tuple[object, ...]:
    words, working = WORDS[each.code], _sum(each)
    period = f"em {_br(found.as_of)}" if each.period is None else _span(each.period)
    formula = f"{words.formula}: {working}" if working else words.formula
    return words.label, period, Measure(each.value, each.unit), formula


def _row(point: "Measured", each: "Indicator") -> tuple[object, ...]:
    words, period = WORDS[each.code], each.period
    return (
        words.label,
        Measure(each.value, each.unit),
        words.formula,
        f"em {_br(point.as_of)}" if period is None else f"{_span(period)} ({_days(period)})",
        _sum(each) or None,
        GROUP_OF[each.code],
        each.code,
        each.unit,
        point.as_of.isoformat(),
        period and period.first.isoformat(),
        period.last.isoformat() if period else point.as_of.isoformat(),
    )


def _sum(each: "Indicator") -> str:
    """The formula with its numbers in it."""
    form = WORDS[each.code].sum
    numbers = [_number(part) for part in each.parts]
    if form == "+":
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return " + ".join(f"{cents} × {rate}" for cents, rate in pairs)
    if form == "média de":
        return f"{form} {'; '.join(numbers)}" if numbers else ""
    return form.format(*numbers) if numbers else ""


def _number(part: "Part") -> str:
    if part.value is None:
        return NOT_AVAILABLE
    if part.unit == "reais":
        return money_br(int(part.value))
    return f"{number_br(part.value)}{'%' if part.unit == 'percentual' else ''}"


def _br(day: date) -> str:
    return date_br(day.isoformat())


def _span(period: "Period") -> str:
    return f"{_br(period.first)} a {_br(period.last)}"


def _days(period: "Period") -> str:
    return f"{period.days} dias corridos"


BARS = "▁▂▃▄▅▆▇█"
_SAID = {"dias": "dias", "reais": "R$"}
"""The units that the name of an indicator does not tell."""


def series(found: "Series", *, chart: bool) -> Report:
    """One row an indicator and one column a month, for people; with `chart`, its course in bars."""
    points = found.points
    months = [f"{point.as_of:%m/%y}" for point in points]
    course = [Column("curso", "Curso")] if chart else []
    newest = len(points) - 1
    return Report(
        name="indicadores",
        title="Indicadores no fim de cada mês",
        short="Série",
        as_of=found.as_of,
        columns=(
            Column("indicador", "Indicador", elastic=True),
            *course,
            *(
                Column(
                    f"m{place}", month, measure=True, priority=0 if place == newest else 2 + newest - place
                )
                for place, month in enumerate(months)
            ),
        ),
        rows=_lines(points, chart=chart),
        notes=found.notices,
    )


def _lines(points: "Sequence[Measured]", *, chart: bool) -> Iterator[tuple[object, ...]]:
    for of_all in zip(*(point.indicators for point in points), strict=True):
        first = of_all[0]
        label, unit = WORDS[first.code].label, _SAID.get(first.unit)
        values = [each.value for each in of_all]
        course = [bars(values)] if chart else []
        shown = "percentual" if first.unit == "percentual" else ""
        cells = [Measure(_in_reais(each), shown) for each in of_all]
        yield (f"{label}, {unit}" if unit else label, *course, *cells)


def _in_reais(each: "Indicator") -> "int | Decimal | None":
    from decimal import Decimal

    if each.unit != "reais" or each.value is None:
        return each.value
    return Decimal(each.value).scaleb(-2).quantize(Decimal("0.01"))


def bars(values: "Sequence[int | Decimal | None]") -> str:
    """The course of values from their least to their most, a character each; a dot where there is none."""
    known = [value for value in values if value is not None]
    least, most = min(known, default=0), max(known, default=0)
    return "".join("·" if value is None else _bar(value - least, most - least) for value in values)


def _bar(height: "int | Decimal", most: "int | Decimal") -> str:
    return BARS[int(height * (len(BARS) - 1) / most) if most else 0]

"""A promise in one sentence, and the list of promises."""

from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.views import columns
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.promise_list import Promises, Told
    from cobranca_cli.services.promises import Registered, Withdrawn

_WITHDRAWN = "retirada"
STATES = ("ativa", "cumprida", "em_parte", "quebrada")

_WEEKDAYS = (
    "segunda-feira",
    "terça-feira",
    "quarta-feira",
    "quinta-feira",
    "sexta-feira",
    "sábado",
    "domingo",
)

_COLUMNS = (
    Column("id", "Nº", Kind.INTEGER),
    columns.CUSTOMER,
    columns.DOCUMENT,
    Column("feita_em", "Feita em", Kind.DATE, priority=6),
    Column("data", "Para", Kind.DATE),
    Column("valor", "Valor", Kind.MONEY),
    Column("faturas", "Faturas", priority=5, elastic=True, many=True),
    Column("pago", "Pago", Kind.MONEY, priority=1),
    Column("situacao", "Situação", words={"em_parte": "em parte"}),
    Column("dias", "Dias", Kind.INTEGER, priority=3),
)


def registered(done: "Registered") -> str:
    """What stands in the ledger, in one sentence."""
    what = f"promessa {done.id} de {done.customer.name}: {currency_br(done.amount)} até {_day(done.day)}"
    if done.invoices:
        what += f", {'da fatura' if len(done.invoices) == 1 else 'das faturas'} {', '.join(done.invoices)}"
    return f"{what}; a régua espera até {_day(done.until)}"


def withdrawn(done: "Withdrawn") -> str:
    """What was taken back, in one sentence."""
    promise = done.promise.promise
    return (
        f"promessa {promise.id} de {done.promise.customer}, de {currency_br(promise.amount)} para"
        f" {date_br(promise.day.isoformat())}, retirada; a régua deixa de esperar por ela"
    )


def _day(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]}, {date_br(day.isoformat())}"


def listing(found: "Promises") -> Report:
    """Promises in the order of their days; `dias` to the day promised, negative when it is over."""
    states = [_state(row) for row in found.rows]
    count = {state: states.count(state) for state in STATES}
    rate = found.rate
    return Report(
        name="promessas",
        title="Promessas de pagamento",
        as_of=found.as_of,
        columns=_COLUMNS,
        rows=[_cells(row, found.as_of) for row in found.rows],
        totals=(
            Figure("promessas", "Promessas", Kind.INTEGER, len(found.rows)),
            Figure("cumpridas", "Cumpridas", Kind.INTEGER, count["cumprida"]),
            Figure("parciais", "Em parte", Kind.INTEGER, count["em_parte"]),
            Figure("quebradas", "Quebradas", Kind.INTEGER, count["quebrada"]),
            Figure("ativas", "Ativas", Kind.INTEGER, count["ativa"]),
            Figure("valor", "Valor", Kind.MONEY, sum(row.listed.promise.amount for row in found.rows)),
            Figure("pago", "Pago", Kind.MONEY, sum(row.kept.paid for row in found.rows if row.kept)),
            Figure("vencidas", "Com o prazo encerrado", Kind.INTEGER, rate.due),
            Figure("taxa", "Dessas, cumpridas", Kind.PERCENT, rate.by_number),
            Figure("taxa_valor", "Do valor, cumprido", Kind.PERCENT, rate.by_amount),
        ),
        empty="Nenhuma promessa com esses filtros.",
        notes=found.notices,
    )


def _state(row: "Told") -> str:
    return row.kept.state.replace(" ", "_") if row.kept else _WITHDRAWN


def _cells(row: "Told", as_of: date) -> tuple[object, ...]:
    listed, promise = row.listed, row.listed.promise
    return (
        promise.id,
        listed.customer,
        listed.document,
        promise.made_on.isoformat(),
        promise.day.isoformat(),
        promise.amount,
        listed.invoices or None,
        row.kept.paid if row.kept else None,
        _state(row),
        (promise.day - as_of).days,
    )

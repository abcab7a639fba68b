"""What can be taken back, in sentences: what it is, what taking it back does, and what was done."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from cobranca_cli.brformat import counted, currency_br, date_br
from cobranca_cli.views.payments import NAMES
from cobranca_cli.views.report import Column, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.ledger.queries.undo import Batch, LadderRun
    from cobranca_cli.services.undo_types import AgreementFacts, Found, PaymentFacts

_KIND_WORDS = {
    "importacao": "importação",
    "pagamento": "pagamento",
    "acordo": "acordo",
    "regua": "régua",
}
_SITUATIONS = {"pode": "pode ser desfeito", "desfeito": "já desfeito", "impedido": "não agora"}

_COLUMNS = (
    Column("tipo", "O quê", words=_KIND_WORDS),
    Column("id", "Nº", Kind.INTEGER),
    Column("data", "Data", Kind.DATE, priority=1),
    Column("descricao", "Descrição", elastic=True),
    Column("ultimo", "O mais recente", Kind.BOOL, priority=3),
    Column("situacao", "Situação", words=_SITUATIONS),
    Column("desfeito_em", "Desfeito em", Kind.DATE, priority=4),
    Column("motivo", "Por que não", elastic=True, priority=5),
)


def listing(found: "Sequence[Found]", as_of: date, *, asked: bool = False) -> Report:
    """What was done last of each kind, the latest first; or the one thing that was asked for."""
    return Report(
        name="desfazer",
        title="O que pode ser desfeito",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(each, None if asked else place == 0) for place, each in enumerate(found)],
        empty="Nada foi feito ainda: não há o que desfazer.",
    )


def _row(found: "Found", last: bool | None) -> tuple[object, ...]:
    obstacle = found.obstacle
    situation = "desfeito" if found.undone_on else "impedido" if obstacle else "pode"
    why = f"{obstacle.message}; {obstacle.hint}" if obstacle else None
    return (
        found.kind, found.id, found.day, _words(found).what, last, situation, found.undone_on, why,
    )  # fmt: skip


class _Words(NamedTuple):
    """What is said of one thing.

    Attributes:
        name: with its article: `a importação 3`, `o ACORDO-1`.
        what: it is, without its kind and number.
        headline: before what taking it back will do, `does`.
        undone: it is, in one sentence without its end.
        gone: that it does not count any more, before the day.
        then: what to do next.
    """

    name: str
    what: str
    headline: str
    does: Sequence[str]
    undone: str
    gone: str = "já foi desfeito: não conta desde"
    then: Sequence[str] = ()


def _of_import(found: "Found", batch: "Batch") -> _Words:
    name, what = f"a importação {found.id}", f"{batch.kind}, arquivo {batch.file_name}"
    does, undone = [], []
    if batch.invoices:
        does.append(f"cancela {counted(batch.invoices, 'fatura', 'faturas')}, de {currency_br(batch.cents)}")
        undone.append(counted(batch.invoices, "fatura cancelada", "faturas canceladas"))
    if batch.movements:
        paid = counted(batch.movements, "pagamento", "pagamentos")
        again = "o que veio depois é distribuído de novo"
        does.append(f"estorna {paid}, de {currency_br(batch.moved)}; {again}")
        undone.append(counted(batch.movements, "pagamento estornado", "pagamentos estornados"))
    if batch.kind == "faturas":
        does.append("os clientes que o arquivo cadastrou ficam")
    return _Words(
        name,
        what,
        f"{name}: {what}",
        does,
        f"importação {found.id} desfeita: {', '.join(undone)}",
        "já foi desfeita, em",
        ["o arquivo pode ser importado de novo"],
    )


def _of_payment(found: "Found", facts: "PaymentFacts") -> _Words:
    row = facts.row
    named = f"{NAMES[row.kind]} {found.id}"
    amount = f" de {currency_br(row.amount)}" if row.amount else ""
    on = f", que está em {facts.invoices}" if facts.invoices else ""
    return _Words(
        f"o {named}",
        f"{NAMES[row.kind]}{amount}, de {row.customer}",
        f"o {named}, de {row.customer}, em {date_br(found.day)}",
        [f"estorna {currency_br(row.amount)}{on}", "o que veio depois é distribuído de novo"],
        f"{named} estornado",
    )


def _of_agreement(found: "Found", act: "AgreementFacts") -> _Words:
    number, customer = act.signed.number, act.signed.customer
    if act.breach:
        name, what, undone = f"o rompimento do {number}", "rompimento", "retomado"
        does = "retoma o acordo: as parcelas voltam a ser devidas, e as faturas de antes ficam suspensas"
    else:
        name, what, undone = f"o {number}", "assinatura", "cancelado"
        does = "cancela o acordo: as parcelas deixam de valer, e as faturas voltam a ser devidas como antes"
    headline = f"{name}, de {customer}, em {date_br(found.day)}"
    return _Words(name, f"{what} do {number}, de {customer}", headline, [does], f"{number} {undone}")


def _of_run(found: "Found", run: "LadderRun") -> _Words:
    name = f"a execução {found.id} da régua"
    counts = (
        (run.letters, "carta", "cartas"),
        (run.calls, "ligação", "ligações"),
        (run.decisions, "decisão", "decisões"),
    )
    said = ", ".join(counted(number, one, many) for number, one, many in counts if number)
    day = f"do dia {date_br(run.day)}: {said}"
    return _Words(
        name,
        f"execução {day}",
        f"{name}, {day}",
        list(_withdraws(run)),
        f"execução {found.id} da régua desfeita",
        "já foi desfeita, em",
        ["para executar outra vez: cobranca regua executar"],
    )


def _withdraws(run: "LadderRun") -> Iterator[str]:
    if run.letters:
        which = f"{run.first_letter} a {run.last_letter}" if run.letters > 1 else f"{run.first_letter}"
        stays = "fica" if run.letters == 1 else "ficam"
        yield f"retira {counted(run.letters, 'carta', 'cartas')} (nº {which}): {stays} no livro, sem contar"
    steps = counted(run.titles, "degrau de fatura fica livre", "degraus de faturas ficam livres")
    yield f"{steps} para outra execução"
    if run.letters:
        yield "só desfaça se nada saiu para o cliente; os arquivos escritos ficam na pasta: não os envie"
    elif run.calls:
        yield "só desfaça se ninguém ligou para o cliente por causa dela"


# The facts of each kind are of one type; a view may not ask for it, for it comes from a layer above.
_BY_KIND: Mapping[str, Callable[["Found", Any], _Words]] = {
    "importacao": _of_import,
    "pagamento": _of_payment,
    "acordo": _of_agreement,
    "regua": _of_run,
}


def _words(found: "Found") -> _Words:
    return _BY_KIND[found.kind](found, found.facts)


def already(found: "Found") -> str:
    """That it was taken back before."""
    words = _words(found)
    return f"{words.name} {words.gone} {date_br(found.undone_on or '')}"


def will_do(found: "Found", today: date) -> Iterator[str]:
    """What taking it back will do, sentence by sentence."""
    words = _words(found)
    yield words.headline
    yield from words.does
    for number in found.left_out:
        yield f"o que volta às faturas do {number} fica suspenso com elas e não está em nenhuma parcela"
    if found.never:
        yield (
            "conta como se nunca tivesse sido: os relatórios de hoje e de dias passados voltam ao que eram"
        )
    else:
        day = date_br(today.isoformat())
        yield f"vale de hoje, {day}, em diante; os relatórios de dias passados não mudam"


def done(found: "Found") -> str:
    """What was taken back, in one sentence without its end."""
    return _words(found).undone


def afterwards(found: "Found") -> Iterator[str]:
    """What to do next."""
    yield from _words(found).then

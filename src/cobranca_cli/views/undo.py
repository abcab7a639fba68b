"""What can be taken back, in sentences: what it is, what taking it back does, and what was done."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

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
        found.kind, found.id, found.day, description(found), last, situation, found.undone_on, why,
    )  # fmt: skip


def description(found: "Found") -> str:
    """What it is, without its kind and number."""
    if found.kind == "importacao":
        batch: Batch = found.facts  # type: ignore[assignment]
        return f"{batch.kind}, arquivo {batch.file_name}"
    if found.kind == "pagamento":
        facts: PaymentFacts = found.facts  # type: ignore[assignment]
        amount = f" de {currency_br(facts.row.amount)}" if facts.row.amount else ""
        return f"{NAMES[facts.row.kind]}{amount}, de {facts.row.customer}"
    if found.kind == "acordo":
        act: AgreementFacts = found.facts  # type: ignore[assignment]
        what = "rompimento" if act.breach else "assinatura"
        return f"{what} do {act.signed.number}, de {act.signed.customer}"
    return _ran(found.facts)  # type: ignore[arg-type]


def _ran(run: "LadderRun") -> str:
    counts = (
        (run.letters, "carta", "cartas"),
        (run.calls, "ligação", "ligações"),
        (run.decisions, "decisão", "decisões"),
    )
    said = [counted(number, one, many) for number, one, many in counts if number]
    return f"execução do dia {date_br(run.day)}: {', '.join(said)}"


def named(found: "Found") -> str:
    """`a importação 3`, `o ACORDO-1`."""
    if found.kind == "importacao":
        return f"a importação {found.id}"
    if found.kind == "pagamento":
        facts: PaymentFacts = found.facts  # type: ignore[assignment]
        return f"o {NAMES[facts.row.kind]} {found.id}"
    if found.kind == "acordo":
        act: AgreementFacts = found.facts  # type: ignore[assignment]
        return f"o rompimento do {act.signed.number}" if act.breach else f"o {act.signed.number}"
    return f"a execução {found.id} da régua"


def already(found: "Found") -> str:
    """That it was taken back before."""
    day = date_br(found.undone_on or "")
    if found.kind in ("importacao", "regua"):
        return f"{named(found)} já foi desfeita, em {day}"
    return f"{named(found)} já foi desfeito: não conta desde {day}"


def will_do(found: "Found", today: date) -> Iterator[str]:
    """What taking it back will do, sentence by sentence."""
    yield _headline(found)
    if found.kind == "importacao":
        yield from _of_import(found.facts)  # type: ignore[arg-type]
    elif found.kind == "pagamento":
        yield from _of_payment(found.facts)  # type: ignore[arg-type]
    elif found.kind == "acordo":
        yield from _of_agreement(found.facts)  # type: ignore[arg-type]
    else:
        yield from _of_run(found.facts)  # type: ignore[arg-type]
    yield _since(found, today)


def _headline(found: "Found") -> str:
    if found.kind == "importacao":
        return f"{named(found)}: {description(found)}"
    if found.kind == "pagamento":
        facts: PaymentFacts = found.facts  # type: ignore[assignment]
        return f"{named(found)}, de {facts.row.customer}, em {date_br(found.day)}"
    if found.kind == "acordo":
        act: AgreementFacts = found.facts  # type: ignore[assignment]
        return f"{named(found)}, de {act.signed.customer}, em {date_br(found.day)}"
    return f"{named(found)}, {description(found).removeprefix('execução ')}"


def _since(found: "Found", today: date) -> str:
    if found.never:
        return "conta como se nunca tivesse sido: os relatórios de hoje e de dias passados voltam ao que eram"
    day = date_br(today.isoformat())
    return f"vale de hoje, {day}, em diante; os relatórios de dias passados não mudam"


def _of_import(batch: "Batch") -> Iterator[str]:
    if batch.invoices:
        yield f"cancela {counted(batch.invoices, 'fatura', 'faturas')}, de {currency_br(batch.cents)}"
    if batch.movements:
        paid = counted(batch.movements, "pagamento", "pagamentos")
        yield f"estorna {paid}, de {currency_br(batch.moved)}; o que veio depois é distribuído de novo"
    if batch.kind == "faturas":
        yield "os clientes que o arquivo cadastrou ficam"


def _of_payment(facts: "PaymentFacts") -> Iterator[str]:
    on = f", que está em {facts.invoices}" if facts.invoices else ""
    yield f"estorna {currency_br(facts.row.amount)}{on}"
    yield "o que veio depois é distribuído de novo"


def _of_agreement(act: "AgreementFacts") -> Iterator[str]:
    if act.breach:
        yield "retoma o acordo: as parcelas voltam a ser devidas, e as faturas de antes ficam suspensas"
    else:
        yield "cancela o acordo: as parcelas deixam de valer, e as faturas voltam a ser devidas como antes"


def _of_run(run: "LadderRun") -> Iterator[str]:
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


def done(found: "Found") -> str:
    """What was taken back, in one sentence without its end."""
    if found.kind == "importacao":
        batch: Batch = found.facts  # type: ignore[assignment]
        parts = [
            counted(batch.invoices, "fatura cancelada", "faturas canceladas") if batch.invoices else "",
            counted(batch.movements, "pagamento estornado", "pagamentos estornados")
            if batch.movements
            else "",
        ]
        return f"importação {found.id} desfeita: {', '.join(filter(None, parts))}"
    if found.kind == "pagamento":
        return f"{named(found)[2:]} estornado"
    if found.kind == "acordo":
        act: AgreementFacts = found.facts  # type: ignore[assignment]
        return f"{act.signed.number} {'retomado' if act.breach else 'cancelado'}"
    return f"execução {found.id} da régua desfeita"


def afterwards(found: "Found") -> Iterator[str]:
    """What to do next."""
    if found.kind == "importacao":
        yield "o arquivo pode ser importado de novo"
    if found.kind == "regua":
        yield "para executar outra vez: cobranca regua executar"

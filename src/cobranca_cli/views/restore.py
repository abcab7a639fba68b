"""A copy beside the ledger whose place it is to take, and what became of both."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted
from cobranca_cli.views.backup import shown_hash
from cobranca_cli.views.report import Column, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.ledger.copies import Contents
    from cobranca_cli.services.restore import Candidate, Restored

_COLUMNS = (
    Column("qual", "Qual", words={"copia": "cópia", "livro": "livro"}),
    Column("arquivo", "Arquivo", elastic=True),
    Column("faturas", "Faturas", Kind.INTEGER),
    Column("eventos", "Eventos", Kind.INTEGER),
    Column("ultimo", "Último", Kind.DATE),
    Column("cabeca", "Marca do último", priority=1),
    Column("formato", "Formato", Kind.INTEGER, priority=2),
    Column("situacao", "Situação", priority=1),
)


def comparison(
    chosen: "Candidate", as_of: date, days: tuple[date | None, date | None], *, for_people: bool
) -> Report:
    """The copy and the ledger as they are now, each a row; `days` of their last events."""
    rows = [
        ("copia", str(chosen.copy), *_cells(chosen.found, days[0], for_people), "conferida"),
        (
            "livro",
            str(chosen.ledger),
            *_cells(chosen.present.found, days[1], for_people),
            chosen.present.state,
        ),
    ]
    return Report(
        name="restauracao", title="A cópia e o livro de agora", as_of=as_of, columns=_COLUMNS, rows=rows
    )


def _cells(found: "Contents | None", day: date | None, for_people: bool) -> tuple[object, ...]:
    if found is None:
        return (None,) * 5
    last = shown_hash(found.hash) if for_people else found.hash
    return found.invoices, found.events, day.isoformat() if day else None, last, found.version


def consequence(chosen: "Candidate") -> str:
    """What the owner loses by it, in one sentence without the full stop."""
    state, later = chosen.present.state, chosen.present.later
    if state == "ausente":
        return "não há livro nesse lugar; a cópia passa a ser o livro"
    if state == "danificado":
        return "o livro de agora está danificado; a cópia fica no lugar dele"
    if later is None:
        return "a cópia não é um momento anterior deste livro: confira se é a cópia certa"
    if not later:
        return "nada foi registrado no livro depois da cópia"
    return f"sai do livro o que foi registrado depois da cópia: {counted(later, 'evento', 'eventos')}"


def restored(done: "Restored") -> str:
    """In one sentence, without the full stop."""
    return (
        f"a cópia {done.candidate.copy} está no lugar do livro {done.candidate.ledger}, com"
        f" {counted(done.candidate.found.invoices, 'fatura', 'faturas')}"
    )


def advice(done: "Restored") -> Iterator[str]:
    """Where the old ledger is, and what to do before anything is sent again."""
    if done.aside:
        yield f"O livro de antes continua em {done.aside[0]}."
        if done.aside[1:]:
            yield f"Com ele, o que estava ao lado: {', '.join(each.name for each in done.aside[1:])}."
    yield (
        "Os envios estão parados. Registre de novo o que falta, veja o que já foi enviado depois da cópia e"
        " libere: cobranca restaurar --liberar-envios"
    )

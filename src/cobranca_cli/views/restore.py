"""A copy beside the ledger whose place it is to take, and what became of both."""

import shlex
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, currency_br
from cobranca_cli.views.backup import shown_hash
from cobranca_cli.views.report import Column, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.ledger.copies import Contents
    from cobranca_cli.ledger.restoring import Present
    from cobranca_cli.services.restore import Candidate, Restored

_MOST_BACK = 20
_KINDS = {
    "pagamento": ("pagamento", "pagamentos"),
    "fatura": ("fatura", "faturas"),
    "acordo": ("acordo", "acordos"),
    "promessa": ("promessa", "promessas"),
    "carta": ("carta", "cartas"),
    "contato": ("contato", "contatos"),
    "estorno": ("estorno", "estornos"),
    "cancelamento": ("cancelamento", "cancelamentos"),
}
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
        (
            "copia",
            str(chosen.copy),
            *_cells(chosen.found, days[0], for_people),
            "não confere" if chosen.wrong else "conferida",
        ),
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
    return f"sai do livro o que foi registrado depois da cópia: {_gone(chosen.present)}"


def _gone(present: "Present") -> str:
    """By kind, in the owner's words; what has no kind is in the events alone."""
    said = []
    for each in present.gone:
        one, many = _KINDS[each.kind]
        sum_ = f", de {currency_br(each.cents)}" if each.cents else ""
        said.append(f"{counted(each.rows, one, many)}{sum_}")
    return "; ".join(said) or "nenhuma fatura nem pagamento; cadastro, pausas ou outras anotações"


def coming_back(chosen: "Candidate") -> str:
    """Who was erased after the copy and is in it, in one sentence without the full stop; or empty."""
    back = chosen.present.back
    if not back:
        return ""
    who = counted(len(back), "cliente que foi anonimizado", "clientes que foram anonimizados")
    numbers = ", ".join(str(each.customer) for each in back[:_MOST_BACK])
    more = f" e mais {len(back) - _MOST_BACK}" if len(back) > _MOST_BACK else ""
    return f"a cópia traz de volta os dados de {who} depois dela (nº {numbers}{more})"


def erase_again(chosen: "Candidate") -> Iterator[str]:
    """The commands that erase them once more."""
    if chosen.present.back:
        yield "Voltaram com a cópia dados de quem já tinha sido anonimizado. Apague de novo:"
    for each in chosen.present.back:
        yield f"  cobranca titular anonimizar {shlex.quote(each.typed)} --motivo {each.reason}"


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

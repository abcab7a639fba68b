"""A copy of the ledger that was made, as rows and sentences."""

from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted
from cobranca_cli.domain.mark import Mark
from cobranca_cli.views.report import Column, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.backup import Made

_SHOWN_OF_HASH = 12
_COLUMNS = (
    Column("situacao", "Situação", words={"feita": "feita", "retirada": "apagada"}),
    Column("arquivo", "Arquivo", elastic=True),
    Column("bytes", "Bytes", Kind.INTEGER),
    Column("faturas", "Faturas", Kind.INTEGER),
    Column("eventos", "Eventos", Kind.INTEGER),
    Column("evento", "Nº do último", Kind.INTEGER, priority=2),
    Column("cabeca", "Marca do último", priority=1),
    Column("cifrada", "Cifrada", Kind.BOOL, priority=3),
)


def backup(made: "Made", as_of: date, *, for_people: bool) -> Report:
    """The copy that was made first, then the outdated ones that went.

    `evento` and `cabeca` are the head of the chain of events: its number and its whole hash, of which
    people see the beginning.
    """
    found = made.found
    last = shown_hash(found.hash) if for_people else found.hash
    first = ("feita", str(made.path), made.size, found.invoices, found.events, found.seq, last, made.sealed)
    gone = (("retirada", str(path), None, None, None, None, None, None) for path in made.removed)
    return Report(
        name="backup",
        title="Cópia do livro",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[first, *gone],
        notes=made.notices,
    )


def shown_hash(value: str) -> str:
    """The beginning of a hash, as people compare it."""
    return f"{value[:_SHOWN_OF_HASH]}…"


def mark(made: "Made") -> str:
    """The head of the history, to be kept elsewhere; empty when there is no history yet."""
    if not made.found.seq:
        return ""
    shown = Mark(made.found.seq, made.found.hash).text
    return (
        f"Anote fora desta máquina a marca {shown}; com ela, 'cobranca verificar --marca MARCA' mostra se"
        " alguém mexeu no que já estava no livro."
    )


def said(made: "Made") -> str:
    """In one sentence, without the full stop."""
    how = "cifrada e conferida" if made.sealed else "conferida"
    more = counted(made.found.invoices, "fatura", "faturas")
    return f"cópia {how} em {made.path}, com {more}"

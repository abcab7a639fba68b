"""A copy of the ledger that was made, as rows and sentences."""

from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted
from cobranca_cli.domain.mark import Mark
from cobranca_cli.views.report import Column, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.backup import Made

_SHOWN_OF_HASH = 12
_STATES = {"feita": "feita", "nao_confere": "não confere", "retirada": "apagada"}
_COLUMNS = (
    Column("situacao", "Situação", words=_STATES),
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
    state = "nao_confere" if made.wrong else "feita"
    first = (state, str(made.path), made.size, found.invoices, found.events, found.seq, last, made.sealed)
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
    more = counted(made.found.invoices, "fatura", "faturas")
    if made.wrong:
        return f"Nada foi gravado no livro; a cópia está em {made.path}, com {more}, e não confere"
    how = "cifrada e conferida" if made.sealed else "conferida"
    return f"Gravado: cópia {how} em {made.path}, com {more}"


def doubt(made: "Made") -> str:
    """What is wrong with a copy that does not hold together, in one sentence without the full stop."""
    return (
        f"o livro não confere ({made.wrong}); a cópia dele está feita e guardada, mas não serve para voltar:"
        " por isso o nome dela, e nenhuma cópia anterior foi apagada"
    )

"""Layer `copias`: since when something is in no backup; whether a restore still holds the sending back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from cobranca_cli.brformat import counted, date_br
from cobranca_cli.domain.finding import Finding

from .look import Look

_LAYER = "copias"
_PATIENCE = timedelta(days=7)
"""So long may something be in the ledger alone; a new ledger has as long for its first copy."""

_COPY, _RESTORED, _RELEASED = "copia", "restauracao", "envios_liberados"
_NO_NEWS = "('copia', 'selo', 'acesso')"
"""Events that change nothing which a copy would be needed for."""


def copy_findings(look: Look) -> Iterator[Finding]:
    """What a lost disk would take with it; a restore that waits for the owner is said, and is no fault."""
    last, oldest = look.connection.execute(
        "SELECT c.seq, (SELECT min(e.recorded_at) FROM event e WHERE e.seq > c.seq"
        f" AND e.kind NOT IN {_NO_NEWS})"
        " FROM (SELECT coalesce(max(seq), 0) AS seq FROM event WHERE kind = ?) c",
        (_COPY,),
    ).fetchone()
    days = _days(oldest, look.now)
    if days > _PATIENCE.days:
        since = f"desde {date_br(oldest[:10])}" if last else "e nunca teve cópia"
        yield Finding(
            _LAYER, "V-COPIA", "",
            f"o que entrou há {counted(days, 'dia', 'dias')} só está neste livro, {since}",
            "faça uma cópia agora: cobranca backup",
        )  # fmt: skip
    state = look.connection.execute(
        "SELECT kind FROM event WHERE kind IN (?, ?) ORDER BY seq DESC LIMIT 1", (_RESTORED, _RELEASED)
    ).fetchone()
    if state == (_RESTORED,):
        look.notes.append(
            "os envios estão parados desde que o livro foi restaurado; confira o que já foi enviado"
        )


def _days(since: str | None, now: str) -> int:
    try:
        return (_instant(now) - _instant(since)).days if since else 0
    except ValueError:
        return 0  # An instant that does not exist is told by another layer.


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)

"""Layer `copias`: since when something is in no backup; whether a restore still holds the sending back."""

from collections.abc import Iterator

from cobranca_cli.brformat import counted
from cobranca_cli.domain.copies import PATIENCE_DAYS
from cobranca_cli.domain.finding import Finding
from cobranca_cli.ledger.sending import COPIED, RESTORED, frozen, frozen_by_events
from cobranca_cli.local_time import instant_br, instant_of

from .look import RESTORE, Look

_LAYER = "copias"
_NO_NEWS = f"('{COPIED}', 'selo', 'acesso')"
"""Events that change nothing which a copy would be needed for."""


def copy_findings(look: Look) -> Iterator[Finding]:
    """What a lost disk would take with it; a restore that waits for the owner is said, and is no fault.

    All that is before a restore is in the copy that was restored.
    """
    last, oldest = look.connection.execute(
        "SELECT c.seq, (SELECT min(e.recorded_at) FROM event e WHERE e.seq > c.seq"
        f" AND e.kind NOT IN {_NO_NEWS})"
        " FROM (SELECT coalesce(max(seq), 0) AS seq FROM event WHERE kind IN (?, ?)) c",
        (COPIED, RESTORED),
    ).fetchone()
    days = _days(oldest, look.now)
    if days > PATIENCE_DAYS:
        since = f"desde {instant_br(oldest)[:10]}" if last else "e nunca teve cópia"
        yield Finding(
            _LAYER, "V-COPIA", "",
            f"o que entrou há {counted(days, 'dia', 'dias')} só está neste livro, {since}",
            "faça uma cópia agora: cobranca backup",
        )  # fmt: skip
    waits = frozen_by_events(look.connection)
    if waits != bool(frozen(look.connection)):
        yield Finding(
            _LAYER, "V-ENVIOS", "",
            "o livro não diz o que o histórico diz sobre os envios estarem parados depois de uma restauração",
            RESTORE,
        )  # fmt: skip
    if waits:
        look.notes.append(
            "os envios estão parados desde que o livro foi restaurado; confira o que já foi enviado"
        )


def _days(since: str | None, now: str) -> int:
    """None of an instant that does not exist: that is told by another layer."""
    begun, ended = instant_of(since or ""), instant_of(now)
    return (ended - begun).days if begun and ended else 0

"""Layer `tempo`: the clock of the machine against the instants that events bear."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cobranca_cli.domain.finding import Finding
from cobranca_cli.ledger.events import MOST_BACK
from cobranca_cli.local_time import instant_br, instant_of

from .look import Look

_LAYER = "tempo"
_AHEAD = timedelta(minutes=5)
"""By so much the clocks of two machines may differ."""

_TOLD = timedelta(days=30)
"""So long is a clock that went back told: the days can be looked through, the history stays as it is."""


def time_findings(look: Look) -> Iterator[Finding]:
    """Events that have not happened yet, and events far older than the one before them.

    Instants, not days: `--hoje` does not matter.
    """
    now = instant_of(look.now)
    last, said = None, ""
    for seq, text in look.connection.execute("SELECT seq, recorded_at FROM event ORDER BY seq"):
        instant = instant_of(text)
        if instant is None:
            yield Finding(
                _LAYER, "V-INSTANTE", f"evento {seq}", "não diz um instante que exista",
                "guarde este arquivo e recupere a última cópia boa: cobranca restaurar",
            )  # fmt: skip
            continue
        if last and now and instant < last - MOST_BACK and _lately(now, instant, last):
            yield Finding(
                _LAYER, "V-RELOGIO-VOLTOU", f"evento {seq}",
                f"é de {instant_br(text)}, e o anterior é de {instant_br(said)}:"
                " o relógio estava errado em um dos dois",
                "confira as datas do que foi registrado nesses dias",
            )  # fmt: skip
        last, said = instant, text
    if last and now and last > now + _AHEAD:
        yield Finding(
            _LAYER, "V-RELOGIO", "",
            f"o último registro é de {instant_br(said)}, que ainda não chegou neste relógio",
            "acerte a data e a hora do computador antes de registrar qualquer coisa",
        )  # fmt: skip


def _lately(now: datetime, *instants: datetime) -> bool:
    """Which of the two is wrong cannot be known; the other tells when it was."""
    return any(now - _TOLD <= instant <= now + _AHEAD for instant in instants)

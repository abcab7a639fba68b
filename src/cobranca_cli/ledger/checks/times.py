"""Layer `tempo`: the clock of the machine against the instants that events bear."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cobranca_cli.brformat import date_br
from cobranca_cli.domain.finding import Finding

from .look import Look, instant_of

_LAYER = "tempo"
_AHEAD = timedelta(minutes=5)
"""By so much the clocks of two machines may differ."""

_BACK = timedelta(hours=36)
"""A command notes its instant when it begins, and may wait for an answer while others write."""


def time_findings(look: Look) -> Iterator[Finding]:
    """Events that have not happened yet, and events far older than those before them.

    Instants, not days: `--hoje` does not matter.
    """
    now = instant_of(look.now)
    latest: datetime | None = None
    for seq, text in look.connection.execute("SELECT seq, recorded_at FROM event ORDER BY seq"):
        instant = instant_of(text)
        if instant is None:
            yield Finding(
                _LAYER, "V-INSTANTE", f"evento {seq}", "não diz um instante que exista",
                "guarde este arquivo e recupere a última cópia boa: cobranca restaurar",
            )  # fmt: skip
            continue
        if latest and instant < latest - _BACK:
            yield Finding(
                _LAYER, "V-RELOGIO-VOLTOU", f"evento {seq}",
                f"é de {_br(instant)}, e o anterior é de {_br(latest)}:"
                " o relógio estava errado em um dos dois",
                "confira as datas do que foi registrado nesses dias",
            )  # fmt: skip
        latest = instant if latest is None or instant > latest else latest
    if latest and now and latest > now + _AHEAD:
        yield Finding(
            _LAYER, "V-RELOGIO", "",
            f"o último registro é de {_br(latest)}, que ainda não chegou neste relógio",
            "acerte a data e a hora do computador antes de registrar qualquer coisa",
        )  # fmt: skip


def _br(instant: datetime) -> str:
    return date_br(instant.date().isoformat())

"""Layer `regua`: that nobody was collected from too early, too late, twice, or while something forbade it.

What a run could not know is not held against it: a payment or a hold counts when it was recorded before.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta

from cobranca_cli.brformat import date_br
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.finding import Finding
from cobranca_cli.domain.holds import STOPPING
from cobranca_cli.domain.step_days import earliest
from cobranca_cli.ledger.due_dates import calendar_from, recorded_mark

from .look import RESTORE, Look
from .rules import NAMED_TITLE, Rule, always, broken

_LAYER = "regua"
_STEP = f"{NAMED_TITLE} || ', degrau ' || k.step"
_CLAIM = (
    "FROM dunning_claim k JOIN dunning_action a ON a.id = k.action_id"
    " JOIN receivable r ON r.id = k.receivable_id"
)
_STOPS = "(" + ", ".join(f"'{kind}'" for kind in STOPPING) + ")"
_TALK = "foi cobrado o que não devia: fale com o cliente e anote com 'cobranca contato registrar'"

_RULES = (
    Rule(
        "V-DEGRAU-DIA",
        f"SELECT {_STEP} {_CLAIM} JOIN dunning_run u ON u.id = a.run_id"
        " WHERE k.day <> a.day OR a.day <> u.day",
        always("o dia do degrau não é o da execução da régua"),
        RESTORE,
    ),
    Rule(
        "V-DEGRAU-PAGA",
        f"SELECT {_STEP}, a.day {_CLAIM} WHERE r.amount <= (SELECT coalesce(sum(e.principal), 0) FROM entry e"
        " WHERE e.receivable_id = r.id AND e.recorded_at < a.recorded_at AND e.booked_on <= a.day)",
        lambda day: f"foi tomado em {date_br(day)}, quando nada mais se devia dela",
        _TALK,
    ),
    Rule(
        "V-DEGRAU-CANCELADA",
        f"SELECT {_STEP}, a.day {_CLAIM} JOIN cancellation c ON c.receivable_id = r.id"
        " WHERE c.recorded_at < a.recorded_at AND c.cancelled_on <= a.day",
        lambda day: f"foi tomado em {date_br(day)}, com a fatura cancelada",
        _TALK,
    ),
    Rule(
        "V-DEGRAU-PAUSA",
        f"SELECT {_STEP}, a.day, h.id {_CLAIM} JOIN hold h ON h.customer_id = a.customer_id"
        " AND (h.receivable_id IS NULL OR h.receivable_id = r.id) LEFT JOIN hold_end x ON x.hold_id = h.id"
        f" WHERE (h.kind IN {_STOPS} OR (h.kind = 'degrau' AND h.value = k.step))"
        " AND h.recorded_at < a.recorded_at AND a.day BETWEEN h.since AND coalesce(h.until, a.day)"
        " AND (x.id IS NULL OR x.ended_on > a.day)",
        lambda day, hold: f"foi tomado em {date_br(day)}, durante a pausa ou contestação {hold}",
        _TALK,
    ),
    Rule(
        "V-DEGRAU-ACORDO",
        f"SELECT {_STEP}, a.day, g.number {_CLAIM} JOIN agreement_title t ON t.receivable_id = r.id"
        " JOIN agreement g ON g.id = t.agreement_id WHERE g.recorded_at < a.recorded_at"
        " AND g.signed_on <= a.day"
        " AND NOT EXISTS (SELECT 1 FROM movement_reversal x WHERE x.movement_id = g.movement_id"
        " AND x.reversed_on <= a.day) AND NOT EXISTS (SELECT 1 FROM agreement_breach b"
        " WHERE b.agreement_id = g.id AND b.day <= a.day)",
        lambda day, number: f"foi tomado em {date_br(day)}, com a fatura no {number}",
        _TALK,
    ),
    Rule(
        "V-ACAO-SEM-FATURA",
        "SELECT 'ação da régua ' || a.id FROM dunning_action a"
        " WHERE NOT EXISTS (SELECT 1 FROM dunning_claim k WHERE k.action_id = a.id)",
        always("não é sobre fatura nenhuma"),
        RESTORE,
    ),
    Rule(
        "V-SEM-CARTA",
        "SELECT 'ação da régua ' || a.id FROM dunning_action a WHERE a.kind = 'enviar'"
        " AND a.template IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM letter l WHERE l.action_id = a.id)",
        always("é um envio, e a carta dele não está no livro"),
        RESTORE,
    ),
    Rule(
        "V-CARTA-REPETIDA",
        "SELECT 'ação da régua ' || l.action_id, count(*) FROM letter l WHERE l.action_id IS NOT NULL"
        " AND l.origin = 'regua' GROUP BY l.action_id HAVING count(*) > 1",
        lambda count: f"tem {count} cartas, e devia ter uma",
        _TALK,
    ),
    # A step counts once in the life of a title, unless the run that took it was withdrawn.
    Rule(
        "V-DEGRAU-REPETIDO",
        f"SELECT {_STEP} {_CLAIM}"
        " WHERE NOT EXISTS (SELECT 1 FROM dunning_withdrawal w WHERE w.run_id = a.run_id)"
        " GROUP BY k.receivable_id, k.step HAVING count(*) > 1",
        always("foi tomado mais de uma vez"),
        _TALK,
    ),
)


def ladder_findings(look: Look) -> Iterator[Finding]:
    """Steps that should not have been taken, and letters that are not what was sent; linear in both."""
    yield from broken(look, _LAYER, _RULES)
    yield from _too_early(look)
    yield from _letters(look)


def _too_early(look: Look) -> Iterator[Finding]:
    """Steps before their day, by the holidays of the ledger; those older than the holidays get some leave."""
    calendar = calendar_from(recorded_mark(look.connection))
    if calendar is None:
        return
    (moved,) = look.connection.execute(
        "SELECT coalesce(max(recorded_at), '') FROM event WHERE kind = 'feriados_mudaram'"
    ).fetchone()
    taken: dict[int, list[tuple[str, str]]] = {}
    for title, subject, step, day, recorded, due, effective, issued in look.connection.execute(
        f"SELECT k.receivable_id, {_STEP}, k.step, k.day, a.recorded_at, r.due, r.due_effective, r.issued"
        f" {_CLAIM}"
        " ORDER BY k.receivable_id, k.day, k.action_id"
    ):
        before = [on for _, on in taken.setdefault(title, [])]
        taken[title].append((step, day))
        base = due if recorded <= moved else effective
        first = _first_day(step, base, issued or base, before, calendar)
        if first is None:
            continue
        if recorded <= moved:
            first -= timedelta(days=_LEAVE)
        if day < first.isoformat():
            what = f"foi tomado em {date_br(day)}, antes do dia dele"
            yield Finding(_LAYER, "V-DEGRAU-CEDO", subject, what, _TALK)


_LEAVE = 10
"""Days by which holidays that were added or taken away since may have moved a step."""


def _first_day(
    step: str, due: str, issued: str, before: list[str], calendar: BusinessCalendar
) -> date | None:
    try:
        previous = date.fromisoformat(before[-1]) if before else None
        return earliest(step, date.fromisoformat(due), date.fromisoformat(issued), previous, calendar)
    except ValueError:
        return None


_KEPT_LETTERS = (
    "SELECT l.id, l.body, l.sha256 FROM letter l WHERE NOT EXISTS"
    " (SELECT 1 FROM erased_text x WHERE x.table_name = 'letter' AND x.row_id = l.id)"
)
"""Of an erased person neither words nor marks are left."""


def _letters(look: Look) -> Iterator[Finding]:
    for number, body, mark in look.connection.execute(_KEPT_LETTERS):
        if hashlib.sha256(str(body).encode()).hexdigest() != mark:
            what = "o texto guardado não é o que foi gerado: a marca dele (sha256) não confere"
            yield Finding(_LAYER, "V-CARTA", f"carta {number}", what, RESTORE)

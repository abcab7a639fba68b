"""Layer `dinheiro`, what one query can tell: each stored sum against the facts it is the sum of."""

from collections.abc import Iterator
from datetime import date

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.finding import Finding
from cobranca_cli.ledger.due_dates import calendar_from, is_older_rule, recorded_mark

from .look import RESTORE, Look
from .rules import NAMED_TITLE, Rule, always, broken

_LAYER = "dinheiro"
_MONEY = "('pagamento', 'credito')"
_ALL_PARTS = "e.expenses + e.interest + e.fine + e.correction + e.principal"

_RULES = (
    Rule(
        "V-QUITADO",
        f"SELECT {NAMED_TITLE}, r.settled, coalesce(b.cents, 0) FROM receivable r LEFT JOIN"
        " (SELECT receivable_id, sum(principal) AS cents FROM entry GROUP BY receivable_id) b"
        " ON b.receivable_id = r.id WHERE r.settled <> coalesce(b.cents, 0)",
        lambda stored, booked: (
            f"o livro diz {currency_br(stored)} de quitado e baixado,"
            f" e os lançamentos somam {currency_br(booked)}"
        ),
        RESTORE,
    ),
    Rule(
        "V-ABERTO",
        f"SELECT {NAMED_TITLE}, r.amount, r.settled FROM receivable r"
        " WHERE r.settled NOT BETWEEN 0 AND r.amount",
        lambda amount, settled: (
            f"vale {currency_br(amount)} e teria {currency_br(settled)} de quitado e baixado"
        ),
        RESTORE,
    ),
    Rule(
        "V-CANCELADA",
        f"SELECT {NAMED_TITLE} FROM receivable r LEFT JOIN cancellation c ON c.receivable_id = r.id"
        " WHERE r.cancelled_on IS NOT c.cancelled_on",
        always("o cancelamento na fatura não é o que foi registrado"),
        RESTORE,
    ),
    Rule(
        "V-ANULADA",
        f"SELECT {NAMED_TITLE} FROM receivable r LEFT JOIN import_withdrawal w ON w.import_id = r.import_id"
        " LEFT JOIN cancellation c ON c.receivable_id = r.id"
        " WHERE (r.void <> 0 OR r.import_id IN (SELECT import_id FROM import_withdrawal))"
        " AND r.void <> iif(c.recorded_at = w.recorded_at, r.import_id, 0)",
        always("o livro não diz dela o que se registrou ao desfazer a importação"),
        RESTORE,
    ),
    Rule(
        "V-INICIO",
        f"SELECT {NAMED_TITLE} FROM receivable r WHERE r.starts_on <> coalesce(r.issued, r.starts_on)"
        " OR r.starts_on > coalesce(r.issued, r.due)"
        f" UNION ALL SELECT {NAMED_TITLE} FROM movement_target t JOIN movement m ON m.id = t.movement_id"
        " JOIN receivable r ON r.id = t.receivable_id WHERE r.issued IS NULL AND r.starts_on > m.day"
        f" UNION ALL SELECT {NAMED_TITLE} FROM receivable r WHERE r.issued IS NULL"
        " AND r.starts_on < min(r.due, coalesce((SELECT b.imported_on FROM import_batch b"
        " WHERE b.id = r.import_id), r.due), coalesce((SELECT min(m.day) FROM movement_target t"
        " JOIN movement m ON m.id = t.movement_id WHERE t.receivable_id = r.id), r.due))",
        always("o dia em que ela começa não é o que a emissão e os lançamentos dizem"),
        RESTORE,
    ),
    Rule(
        "V-ENCARGOS",
        f"SELECT {NAMED_TITLE}, r.charges_left FROM receivable r WHERE r.charges_left <> 0 AND (r.settled <"
        " r.amount OR NOT EXISTS (SELECT 1 FROM entry e WHERE e.receivable_id = r.id))",
        lambda left: f"teria {currency_br(left)} de encargos fixos sem que o principal tenha sido pago",
        RESTORE,
    ),
    Rule(
        "V-PAGAMENTO",
        "SELECT m.kind || ' ' || m.id, m.amount, b.cents FROM"
        f" (SELECT movement_id, sum({_ALL_PARTS}) AS cents"
        f" FROM entry e WHERE kind IN {_MONEY} GROUP BY movement_id) b"
        " JOIN movement m ON m.id = b.movement_id"
        " WHERE b.cents NOT BETWEEN 0 AND m.amount",
        lambda amount, used: f"é de {currency_br(amount)} e quitou {currency_br(used)}",
        RESTORE,
    ),
    Rule(
        "V-ESTORNO",
        "SELECT DISTINCT m.kind || ' ' || m.id FROM movement_reversal x"
        " JOIN movement m ON m.id = x.movement_id"
        " JOIN entry e ON e.movement_id = m.id GROUP BY m.id, e.receivable_id, e.kind"
        " HAVING sum(e.expenses) <> 0"
        " OR sum(e.interest) <> 0 OR sum(e.fine) <> 0 OR sum(e.correction) <> 0 OR sum(e.principal) <> 0",
        always("foi estornado e ainda conta em alguma fatura"),
        RESTORE,
    ),
    Rule(
        "V-CREDITO",
        "SELECT 'cliente ' || u.customer_id, coalesce(c.cents, 0), u.cents FROM (SELECT m.customer_id,"
        f" sum({_ALL_PARTS}) AS cents FROM entry e JOIN movement m ON m.id = e.movement_id"
        f" WHERE e.kind IN {_MONEY} GROUP BY m.customer_id) u"
        " LEFT JOIN (SELECT customer_id, sum(amount) AS cents"
        " FROM movement WHERE kind = 'pagamento' AND id NOT IN (SELECT movement_id FROM movement_reversal)"
        " GROUP BY customer_id) c ON c.customer_id = u.customer_id WHERE u.cents > coalesce(c.cents, 0)",
        lambda came, used: f"pagou {currency_br(came)} e teria quitado {currency_br(used)} com isso",
        RESTORE,
    ),
)


def sum_findings(look: Look) -> Iterator[Finding]:
    """Every sum and date that the ledger keeps beside the facts; linear in invoices and entries."""
    yield from broken(look, _LAYER, _RULES)
    yield from _due_dates(look)


def _due_dates(look: Look) -> Iterator[Finding]:
    """The effective due dates by the holidays with which the ledger says that they were computed."""
    mark = recorded_mark(look.connection)
    calendar = calendar_from(mark)
    if calendar is None:
        yield from _unknown_holidays(look, mark)
        return
    pairs = look.connection.execute("SELECT DISTINCT due, due_effective FROM receivable").fetchall()
    wrong = {
        due: right
        for due, effective in pairs
        if (right := _effective(calendar, due)) not in (None, effective)
    }
    for due, right in sorted(wrong.items()):
        yield from broken(look, _LAYER, [_due_rule(due, str(right))])


def _unknown_holidays(look: Look, mark: str | None) -> Iterator[Finding]:
    """A mark that no version of the program has written; one of an older version is renewed by a write."""
    rule = (mark or "").partition("|")[0]
    if not is_older_rule(rule) and look.connection.execute("SELECT 1 FROM receivable LIMIT 1").fetchone():
        what = "o livro não diz com que feriados os vencimentos efetivos foram calculados"
        yield Finding(_LAYER, "V-VENCIMENTO", "", what, RESTORE)


def _effective(calendar: BusinessCalendar, due: str) -> str | None:
    """None of a date that does not exist: that is told by another layer."""
    try:
        return calendar.next_business_day(date.fromisoformat(due)).isoformat()
    except (ValueError, OverflowError):
        return None


def _due_rule(due: str, right: str) -> Rule:
    """Both days are such by now, and may stand in the query."""
    return Rule(
        "V-VENCIMENTO",
        f"SELECT {NAMED_TITLE} FROM receivable r WHERE r.due = '{due}' AND r.due_effective IS NOT '{right}'",
        always(f"o vencimento efetivo não é {date_br(right)}, que os feriados do livro dizem"),
        RESTORE,
    )

"""Layer `dinheiro`, what agreements say of themselves, and whose the things are that rows point to."""

from collections.abc import Iterator

from cobranca_cli.brformat import currency_br
from cobranca_cli.domain.finding import Finding
from cobranca_cli.ledger.queries.agreement_marks import IN_FORCE

from .look import RESTORE, Look
from .rules import NAMED_TITLE, Rule, broken

_LAYER = "dinheiro"
_FORCE = IN_FORCE.replace(":as_of", ":today")

_RULES = (
    Rule(
        "V-ACORDO-SOMA",
        "SELECT a.number, sum(r.amount), a.debt - a.charges_off - a.principal_off + sum(i.interest)"
        " FROM agreement a JOIN agreement_instalment i ON i.agreement_id = a.id"
        " JOIN receivable r ON r.id = i.receivable_id GROUP BY a.id"
        " HAVING sum(r.amount) <> a.debt - a.charges_off - a.principal_off + sum(i.interest)"
        " OR sum(r.amount <> i.interest + i.amortisation) > 0",
        lambda instalments, total: (
            f"as parcelas somam {currency_br(instalments)}, e o que se acordou é {currency_br(total)}"
        ),
        RESTORE,
    ),
    Rule(
        "V-ACORDO-DIVIDA",
        "SELECT a.number, sum(t.expenses + t.interest + t.fine + t.correction + t.principal), a.debt"
        " FROM agreement a LEFT JOIN agreement_title t ON t.agreement_id = a.id GROUP BY a.id"
        " HAVING coalesce(sum(t.expenses + t.interest + t.fine + t.correction + t.principal), 0) <> a.debt",
        lambda titles, debt: (
            f"os títulos somavam {currency_br(titles or 0)}, e a dívida é {currency_br(debt)}"
        ),
        RESTORE,
    ),
    Rule(
        "V-ACORDO-DUAS-VEZES",
        f"SELECT {NAMED_TITLE}, group_concat(a.number, ' e ') FROM agreement_title t"
        " JOIN agreement a ON a.id = t.agreement_id JOIN receivable r ON r.id = t.receivable_id"
        f" WHERE {_FORCE} GROUP BY r.id HAVING count(*) > 1",
        lambda numbers: f"está em dois acordos em vigor: {numbers}",
        RESTORE,
    ),
    Rule(
        "V-ACORDO-SUSPENSAO",
        f"SELECT {NAMED_TITLE}, a.number FROM agreement_title t JOIN agreement a ON a.id = t.agreement_id"
        f" JOIN receivable r ON r.id = t.receivable_id WHERE {_FORCE} AND NOT EXISTS (SELECT 1 FROM entry e"
        " WHERE e.receivable_id = r.id AND e.movement_id = a.movement_id AND e.kind = 'acordo')",
        lambda number: f"está no {number} e não foi suspensa por ele: seria cobrada duas vezes",
        RESTORE,
    ),
)

# Each row points to two things that must be of one customer: (what it is called, the query's tables).
_OWNED = (
    ("m.kind || ' ' || m.id", "entry x JOIN movement m ON m.id = x.movement_id"),
    ("m.kind || ' ' || m.id", "movement_target x JOIN movement m ON m.id = x.movement_id"),
    ("'promessa ' || m.id", "promise_target x JOIN promise m ON m.id = x.promise_id"),
    ("'contato ' || m.id", "contact_target x JOIN contact m ON m.id = x.contact_id"),
    ("'carta ' || m.id", "letter_target x JOIN letter m ON m.id = x.letter_id"),
    ("'ação da régua ' || m.id", "dunning_claim x JOIN dunning_action m ON m.id = x.action_id"),
    ("'pausa ' || m.id", "hold x JOIN hold m ON m.id = x.id"),
    ("m.number", "agreement_title x JOIN agreement m ON m.id = x.agreement_id"),
    ("m.number", "agreement_instalment x JOIN agreement m ON m.id = x.agreement_id"),
)


def agreement_findings(look: Look) -> Iterator[Finding]:
    """Agreements that do not add up, and what one customer's rows have to do with another's invoices."""
    yield from broken(look, _LAYER, _RULES)
    yield from broken(look, _LAYER, (_owned(called, tables) for called, tables in _OWNED))


def _owned(called: str, tables: str) -> Rule:
    return Rule(
        "V-OUTRO-CLIENTE",
        f"SELECT DISTINCT {called}, {NAMED_TITLE} FROM {tables} JOIN receivable r ON r.id = x.receivable_id"
        " WHERE r.customer_id <> m.customer_id",
        lambda title: f"é de um cliente, e a {title} é de outro",
        RESTORE,
    )

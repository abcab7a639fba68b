"""A ledger with a row in every table of facts, written as the program writes, and what its check finds."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from tests.ledger.ledger_box import ledger_in

from cobranca_cli.domain.finding import Finding
from cobranca_cli.ledger.anchor import Anchored
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.chain import chain_findings
from cobranca_cli.ledger.transaction import writing

DAY, AT, HASH = "2026-11-21", "2026-11-21T12:00:00.000Z", "ab" * 32

CUSTOMER = (
    "INSERT INTO customer (id, name, name_key, document, email, created_on)"
    f" VALUES (1, 'Ana Souza', 'ana souza', '52998224725', 'ana@exemplo.com.br', '{DAY}')"
)
ROWS = {
    "import_batch": (1, "faturas", "faturas-ana-souza.csv", HASH, None, DAY, AT),
    "receivable": (
        1, 1, "NF-1", "", DAY, DAY, DAY, DAY, 1000, 0, None, "conserto do carro da Ana", "carros", 1, 2, 0, 0,
    ),
    "cancellation": (1, 1, DAY, "a Ana desistiu", AT),
    "movement": (
        1, "pagamento", 1, DAY, 500, "legal", None, "pix", "E123", "a mãe da Ana pagou", "bia", 1, 1, 2, AT,
    ),
    "movement_target": (1, 0, 1),
    "movement_reversal": (1, 1, DAY, "era de outra Ana", AT),
    "entry": (1, 1, 1, "pagamento", DAY, DAY, 0, 0, 0, 0, 500, AT),
    "charge_terms": (1, 1, None, DAY, "{}", "a Ana pediu", AT),
    "index_value": (1, "ipca", "2026-10", "0.5", 1, AT),
    "legal_fact": (1, 1, "protesto", DAY, "a Ana foi avisada", None, AT),
    "policy": (1, HASH, "{}", AT),
    "dunning_run": (1, DAY, 1, AT),
    "dunning_action": (1, 1, 1, DAY, "d+5", "enviar", "email", "lembrete", 1000, "Ana venceu", AT),
    "dunning_claim": (1, "d+5", 1, DAY),
    "dunning_decision": (1, 1, DAY, "aprovada", "a Ana é boa", "bia", AT),
    "letter": (
        1, 1, DAY, "regua", 1, "lembrete", HASH, "email", "ana@exemplo.com.br", "Olá, Ana", "Ana, pague",
        HASH, '{"nome":"Ana"}', 1000, AT,
    ),
    "letter_target": (1, 1),
    "payment_slip": (1, 1, "pix", "00020126ANA", DAY, 1, AT),
    "contact": (
        1, 1, DAY, DAY, "telefone", "prometeu", 0, "a Ana chorou", "ligar à Ana", DAY, 1, "bia", None, AT,
    ),
    "contact_target": (1, 1),
    "promise": (1, 1, 1000, DAY, DAY, DAY, "a Ana jurou", 1, "bia", AT),
    "promise_target": (1, 1),
    "promise_withdrawal": (1, 1, DAY, "a Ana se enganou", AT),
    "hold": (1, 1, 1, "pausa", None, DAY, DAY, "a Ana está doente", "bia", AT),
    "hold_end": (1, 1, DAY, "a Ana sarou", AT),
    "agreement": (
        1, 1, 1, "AC-1", DAY, DAY, 1000, 0, 0, "price", "1.0", "parcela", "original", "testemunhas", 1, "bia",
        "a Ana assinou", AT,
    ),
    "agreement_title": (1, 0, 1, 0, 0, 0, 0, 1000),
    "agreement_instalment": (1, 0, 1, 0, 1000),
    "agreement_breach": (1, 1, 1, DAY, "original", AT),
    "customer_fact": (1, 1, "referencia", "o tio da Ana", DAY, "a Ana disse", 1, AT),
    "guarantee": (1, 1, "a casa da Ana", 1000, DAY, None, AT),
    "guarantee_end": (1, 1, DAY, "a Ana vendeu", AT),
    "bureau_report": (1, 1, "serasa", None, 500, "nenhuma", DAY, DAY, "Ana sem nada", AT),
    "credit_limit": (1, 1, "total", 1000, DAY, None, "a Ana merece", "bia", AT),
    "credit_decision": (
        1, 1, DAY, 1000, "aprovar", 1, "a Ana insistiu", "bia", 1, '{"nome":"Ana"}', HASH, AT,
    ),
    "risk_model": (1, DAY, "{}", HASH, AT),
    "erasure": (1, 1, DAY, "pedido", AT),
    "erased_text": (1, "contact", 99, HASH),
    "dunning_withdrawal": (1, 1, DAY, "a gráfica errou", AT),
    "import_withdrawal": (1, 1, DAY, "era o arquivo errado", AT),
}  # fmt: skip
"""One valid row of each table of facts; `Ana` is in every word that may tell who a person is."""

OF_THE_LEDGER = ("dunning_withdrawal", "import_withdrawal")
"""Tables whose words are about no customer: they are bound by the ledger's own salt."""


def filled(folder: Path) -> Path:
    """A ledger with all of `ROWS`, sealed."""
    path = ledger_in(folder)
    with writing(path) as transaction:
        transaction.connection.execute("PRAGMA defer_foreign_keys=ON")
        transaction.connection.execute(CUSTOMER)
        for table, row in ROWS.items():
            places = ", ".join("?" * len(row))
            transaction.connection.execute(f"INSERT INTO {table} VALUES ({places})", row)
        transaction.record("teste", {}, AT)
    return path


def findings(path: Path, heads: Iterable[Anchored] = ()) -> list[Finding]:
    """What the check of the history finds."""
    opened = open_for_reading(path)
    with closing(opened.connection):
        return list(chain_findings(opened.connection, path, heads))


def codes(path: Path, heads: Iterable[Anchored] = ()) -> list[str]:
    """Only the codes."""
    return [finding.code for finding in findings(path, heads)]
